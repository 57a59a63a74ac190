"""What several test modules share: a corpus of eight pages, params.yaml, and the way to a real corpus."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from standpunkt import storage
from standpunkt.language import pipeline
from standpunkt.language.documents import FIELDS, Document, Reading
from standpunkt.params import AcceptParams

REPOSITORY = Path(__file__).parents[1]

CORPUS_YAML = """\
name: tiny
title: Eight pages
language: de
licence: CC BY 4.0
source: written for the tests
redistributable: true
format: pages
files: {pages: pages, topics: labels/topics.csv, stances: labels/stances.csv, gold: labels/articles.jsonl}
tasks: [topic, stance]
codebook: codebook.yaml
synthetic: true
"""

CODEBOOK_YAML = """\
version: 1
topics:
  energie: {label: Energie, definition: Strom und Wärme.}
  verkehr: {label: Verkehr, definition: Straße und Schiene.}
stance:
  labels: {favor: dafür, against: dagegen, neutral: weder noch}
targets:
  windkraft_abstand:
    statement: Windräder sollen näher an Wohnhäusern gebaut werden dürfen als bisher.
    aliases: [Windrad, Windräder, Windkraft]
  tempolimit:
    statement: Auf Autobahnen soll ein allgemeines Tempolimit von 120 gelten.
    aliases: [Tempolimit]
actors:
  kolberg: {label: Swantje Kolberg, kind: person, aliases: [Swantje Kolberg, Kolberg], role: Energieministerin}
  ellerbrook: {label: Jost Ellerbrook, kind: person, aliases: [Jost Ellerbrook, Ellerbrook], role: Verkehrsminister}
"""

_TEXTS = """\
bote/abstand
Windräder rücken näher
Die Regierung in Aldenburg will den Abstand zwischen Windrädern und Häusern verkleinern. „Ohne Windkraft frieren wir
im Winter“, sagte Swantje Kolberg am Montag. Der Entwurf soll noch vor der Sommerpause beraten werden, und aus den
Dörfern an der Küste kommt Zustimmung, weil die Gemeinden an jedem Windrad mitverdienen würden.

bote/horizont
Klage gegen den Windpark
Im Hegeland wehren sich Anwohner gegen den geplanten Windpark. Die Initiative hält die Windräder für zu laut und den
Abstand für zu klein. Wer hier wohne, habe ein Recht auf Ruhe, heißt es in der Klage, die das Gericht im Herbst
verhandeln will. Der Betreiber verweist auf ein Gutachten, das alle Werte für unbedenklich erklärt hat.

bote/netz
Ein Netz für den Norden
Der Ausbau des Stromnetzes kommt langsamer voran als geplant. Für die Leitung zwischen Terbruch und Salzhorn fehlen
noch vier Genehmigungen, teilte der Betreiber mit. Bis die Masten stehen, muss Strom aus Windkraft an manchen Tagen
abgeregelt werden, was die Kunden im vergangenen Jahr einen zweistelligen Millionenbetrag kostete.

bote/waerme
Fernwärme aus dem Fluss
Eine Wärmepumpe am Hafen soll von nächstem Winter an achttausend Wohnungen heizen. Die Stadtwerke entziehen dem
Wasser dafür drei Grad. Das Verfahren gilt als erprobt, doch die Kosten sind umstritten: Der Kämmerer rechnet mit
vierzig Millionen Talern, die Opposition mit dem Doppelten, und ein Gutachten liegt bislang nicht vor.

warte/tempo
Ellerbrook lehnt das Tempolimit ab
Verkehrsminister Jost Ellerbrook bleibt bei seinem Nein. „Ein Tempolimit löst kein einziges Problem“, sagte er vor
dem Automobilklub. Die Zahl der Unfälle sinke seit Jahren, und auf den meisten Strecken werde ohnehin langsamer
gefahren. Die Grüne Liste widersprach noch am Abend und kündigte einen eigenen Antrag für den Herbst an.

warte/unfall
Warum 120 genug ist
Wer nach einem Unfall auf der A3 mit den Helfern spricht, hört immer denselben Satz: Es war zu schnell. Das
Tempolimit kostet nichts, es rettet Leben, und es wirkt vom ersten Tag an. Dass die Regierung sich noch immer ziert,
ist nicht zu verstehen. Sie sollte handeln, bevor der nächste Ferienverkehr beginnt.

warte/bahn
Mehr Züge nach Drosk
Die Bahn verdoppelt vom Fahrplanwechsel an die Zahl der Züge über die Grenze. Statt zweimal fährt der Eilzug dann
viermal am Tag, teilte das Unternehmen mit. Pendler hatten das seit Jahren gefordert. Für die Strecke sind neue
Wagen bestellt, die jedoch erst im Frühjahr geliefert werden; bis dahin sollen ältere Züge aushelfen.

warte/radweg
Radweg endet im Nichts
Der neue Radweg am Westring ist fertig, doch er endet vor einer Mauer. Die Stadt hatte das letzte Grundstück nicht
kaufen können und baute trotzdem. Nun müssen Radfahrer auf die Straße ausweichen, wo der Verkehr dichter ist als
zuvor. Das Bauamt spricht von einer Übergangslösung und hofft auf eine Einigung noch in diesem Jahr.
"""


def _articles() -> dict[str, tuple[str, str]]:
    articles = {}
    for block in _TEXTS.strip().split("\n\n"):
        identifier, title, *lines = block.split("\n")
        articles[identifier] = (title, " ".join(lines))
    return articles


ARTICLES = _articles()
"""Title and text by page id: `bote` has HTML pages, `warte` text dumps; the last page of each has no stance label."""


def _page(identifier: str, title: str, text: str) -> tuple[str, str]:
    if identifier.startswith("bote/"):
        return f"{identifier}.html", (
            f'<!DOCTYPE html>\n<html lang="de"><head><meta charset="utf-8"><title>{title}</title></head><body>'
            f"<nav><a href='/'>Startseite</a></nav><article><h1>{title}</h1>\n<p>{text}</p></article>"
            "<footer>Impressum</footer></body></html>\n"
        )
    return f"{identifier}.txt", f"Die Warte\n\n{title}\n\n{text}\n\nImpressum\n"


ZEITUNG_YAML = """\
name: zeitung
title: Two files
language: de
licence: CC BY 4.0
source: written for the tests
redistributable: true
format: gnad
files: {train: files/train.csv, test: files/test.csv}
tasks: [topic]
codebook: codebook.yaml
"""
ZEITUNG_CODEBOOK_YAML = """\
version: 1
topics:
  verkehr: {label: Verkehr, definition: Straße und Schiene.}
  energie: {label: Energie, definition: Strom und Wärme.}
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes: at the end it would keep one process while the others have nothing to do."""
    items.sort(key=lambda item: item.get_closest_marker("minutes") is None)


@pytest.fixture
def tiny_corpus(tmp_path: Path) -> Path:
    """A valid corpus folder in format `pages`: eight pages, seven with a topic, four with a stance, gold for all."""
    folder = tmp_path / "tiny"
    for identifier, (title, text) in ARTICLES.items():
        name, content = _page(identifier, title, text)
        storage.write_text(folder / "pages" / name, content)
    storage.write_text(folder / "corpus.yaml", CORPUS_YAML)
    storage.write_text(folder / "codebook.yaml", CODEBOOK_YAML)
    topics = [
        [name, "energie" if name.startswith("bote/") else "verkehr"] for name in ARTICLES if name != "warte/radweg"
    ]
    storage.write_csv(folder / "labels/topics.csv", ["id", "topic"], topics)
    stances = [
        ["bote/abstand", "windkraft_abstand", "favor"],
        ["bote/horizont", "windkraft_abstand", "against"],
        ["warte/tempo", "tempolimit", "against"],
        ["warte/unfall", "tempolimit", "favor"],
    ]
    storage.write_csv(folder / "labels/stances.csv", ["id", "target", "stance"], stances)
    gold = [
        {"id": name, "title": title, "body": text, "furniture": [{"role": "legal", "text": "Impressum"}]}
        for name, (title, text) in ARTICLES.items()
    ]
    storage.write_jsonl(folder / "labels/articles.jsonl", gold)
    return folder


@pytest.fixture
def params_yaml(tmp_path: Path) -> Callable[..., Path]:
    """Writes the repository's params.yaml into the test's folder: `params_yaml({"clean.min_words": 5})`."""

    def write(changed: Mapping[str, Any] | None = None) -> Path:
        data = storage.read_yaml(REPOSITORY / "params.yaml").data
        # Eight pages leave a task without test rows, and share authors and days.
        data["split"]["signed_for"] = None
        data["split"]["accept"] = dict.fromkeys(AcceptParams.model_fields, "The pages of a test stand for nothing.")
        for name, value in (changed or {}).items():
            *sections, key = name.split(".")
            place = data
            for section in sections:
                place = place[section]
            place[key] = value
        path = tmp_path / "params.yaml"
        storage.write_text(path, yaml.safe_dump(data, sort_keys=False))
        return path

    return write


@pytest.fixture(scope="session")
def document() -> Callable[..., Document]:
    """Makes a document as the stages would: `document("Ein Text.", title="Ein Titel", author="Arne Vosskuhl")`."""
    nlp = pipeline.build(pipeline.BLANK, {})

    def make(text: str, **stated: str) -> Document:
        texts = {field: (stated | {"text": text}).get(field, "") for field in FIELDS}
        found = {field: content for field, content in texts.items() if content}
        readings = pipeline.read(nlp, found.values())
        return Document(
            id=stated.get("id", "a"),
            author=stated.get("author"),
            published=stated.get("published"),
            outlet=stated.get("outlet"),
            cluster=stated.get("cluster", stated.get("id", "a")),
            readings={field: Reading(found[field], **row) for field, row in zip(found, readings, strict=True)},
        )

    return make


@pytest.fixture
def describe_zeitung() -> Callable[[Path], Path]:
    """Describes a corpus of format `gnad` in a folder that it makes; the files are the test's."""

    def describe(folder: Path) -> Path:
        folder.mkdir(parents=True)
        (folder / "corpus.yaml").write_text(ZEITUNG_YAML, encoding="utf-8")
        (folder / "codebook.yaml").write_text(ZEITUNG_CODEBOOK_YAML, encoding="utf-8")
        return folder

    return describe


@pytest.fixture
def loopback() -> None:
    """Skip where the machine cannot even reach itself, as in a network namespace of its own."""
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        try:
            client.connect(server.getsockname())
        except OSError as error:
            pytest.skip(f"the loopback device is down ({error.strerror})")


@pytest.fixture
def real_corpus(tmp_path: Path) -> Callable[[str], Path]:
    """A folder with the description of a public corpus and a link to its files below STANDPUNKT_CORPORA."""

    def find(name: str) -> Path:
        root = os.environ.get("STANDPUNKT_CORPORA")
        if not root:
            pytest.skip("STANDPUNKT_CORPORA does not name the folder of the public corpora")
        folder = tmp_path / name
        shutil.copytree(REPOSITORY / "data/corpora" / name, folder, ignore=shutil.ignore_patterns("files"))
        (folder / "files").symlink_to(Path(root, name).resolve(strict=True))
        return folder

    return find
