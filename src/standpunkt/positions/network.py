"""Actors and targets as a network: who stands where, for programs that draw graphs, as Gephi does."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from standpunkt.schema import STANCES, Actor


def graphml(rows: Iterable[Mapping[str, Any]], actors: Mapping[str, Actor]) -> str:
    """A directed graph in GraphML (graphml.graphdrawing.org), an edge from an actor to each target that it stands on.

    Args:
        rows: positions with `actor`, `name`, `kind`, `target`, `stance` and `id` of the page.
        actors: of the codebook; their party is written down where it has one.

    Returns:
        The document. Nodes have `label` and `kind`, edges the number of positions of each stance, `weight` for all of
        them, `balance` from -1 (all against) to 1 (all in favor), and the number of `pages`. In the order of the names.
    """
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    pages: dict[tuple[str, str], set[str]] = defaultdict(set)
    nodes: dict[str, dict[str, str]] = {}
    for row in rows:
        edge = f"actor:{row['actor']}", f"target:{row['target']}"
        counts[edge][row["stance"]] += 1
        pages[edge].add(row["id"])
        nodes[edge[0]] = {"label": row["name"], "kind": row["kind"]}
        nodes[edge[1]] = {"label": row["target"], "kind": "target"}
        known = actors.get(row["actor"])
        if known and known.party:
            nodes[edge[0]]["party"] = known.party
    graph = nx.DiGraph()
    for node in sorted(nodes):
        graph.add_node(node, **nodes[node])
    for edge in sorted(counts):
        found = counts[edge]
        total = found.total()
        graph.add_edge(
            *edge,
            weight=total,
            balance=round((found["favor"] - found["against"]) / total, 6),
            pages=len(pages[edge]),
            **{stance: found[stance] for stance in STANCES},
        )
    return "\n".join(nx.generate_graphml(graph)) + "\n"
