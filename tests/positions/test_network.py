from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from standpunkt.positions.network import graphml
from standpunkt.schema import Actor

NAMESPACE = {"g": "http://graphml.graphdrawing.org/xmlns"}
ACTORS = {"kolberg": Actor(label="Swantje Kolberg", kind="person", aliases=["Kolberg"], party="gl")}


def row(actor: str, name: str, target: str, stance: str, page: str) -> dict[str, Any]:
    return {"actor": actor, "name": name, "kind": "person", "target": target, "stance": stance, "id": page}


ROWS = [
    row("kolberg", "Swantje Kolberg", "tempolimit", "favor", "bote/1"),
    row("kolberg", "Swantje Kolberg", "tempolimit", "favor", "bote/1"),
    row("kolberg", "Swantje Kolberg", "tempolimit", "against", "warte/2"),
    row("Enno Thaden", "Enno Thaden", "tempolimit", "neutral", "bote/1"),
    row("tempolimit", "Tempo & <Limit>", "tempolimit", "against", "bote/3"),
]


def read(text: str) -> tuple[dict[str, dict[str, str]], dict[tuple[str, str], dict[str, str]]]:
    """The nodes and edges of a document with their values by name."""
    root = ET.fromstring(text)  # noqa: S314 - written a line above
    names = {key.attrib["id"]: key.attrib["attr.name"] for key in root.findall("g:key", NAMESPACE)}

    def values(element: ET.Element) -> dict[str, str]:
        return {names[one.attrib["key"]]: one.text or "" for one in element.findall("g:data", NAMESPACE)}

    nodes = {one.attrib["id"]: values(one) for one in root.iter("{http://graphml.graphdrawing.org/xmlns}node")}
    edges = {
        (one.attrib["source"], one.attrib["target"]): values(one)
        for one in root.iter("{http://graphml.graphdrawing.org/xmlns}edge")
    }
    return nodes, edges


def test_an_edge_counts_the_stances_of_an_actor_on_a_target() -> None:
    nodes, edges = read(graphml(ROWS, ACTORS))
    assert edges["actor:kolberg", "target:tempolimit"] == {
        "weight": "3",
        "favor": "2",
        "against": "1",
        "neutral": "0",
        "balance": "0.333333",
        "pages": "2",
    }
    assert nodes["actor:kolberg"] == {"label": "Swantje Kolberg", "kind": "person", "party": "gl"}
    assert nodes["target:tempolimit"] == {"label": "tempolimit", "kind": "target"}


def test_an_actor_named_like_a_target_is_a_node_of_its_own() -> None:
    nodes, edges = read(graphml(ROWS, ACTORS))
    assert sorted(nodes) == ["actor:Enno Thaden", "actor:kolberg", "actor:tempolimit", "target:tempolimit"]
    assert len(edges) == 3
    assert nodes["actor:tempolimit"]["label"] == "Tempo & <Limit>"


@pytest.mark.parametrize("rows", [ROWS, ROWS[::-1]])
def test_the_order_of_the_rows_does_not_matter(rows: list[dict[str, Any]]) -> None:
    assert graphml(rows, ACTORS) == graphml(sorted(ROWS, key=str), ACTORS)


def test_no_positions_make_an_empty_graph() -> None:
    assert read(graphml([], {})) == ({}, {})
