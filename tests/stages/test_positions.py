"""The stage positions: fitted on train rows, scored on test rows beside what needs no fitting."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from standpunkt import storage
from standpunkt.errors import StandpunktError

FILES = "{pages: pages, topics: labels/topics.csv, stances: labels/stances.csv, gold: labels/articles.jsonl"
MARKED = {
    "bote/abstand": [("kolberg", "windkraft_abstand", "favor", "quoted", "„Ohne Windkraft", "Montag.")],
    "bote/horizont": [],
    "warte/tempo": [("ellerbrook", "tempolimit", "against", "quoted", "„Ein Tempolimit löst", "Automobilklub.")],
    "warte/unfall": [("kolberg", "tempolimit", "favor", "ascribed", "Swantje Kolberg wirbt", "wieder.")],
}
"""Positions by page: actor, target, stance, how, and with which words its sentence begins and ends."""
NEW_SENTENCE = " Swantje Kolberg wirbt für das Tempolimit, und sie tut es immer wieder."


@pytest.fixture
def marked(tiny_corpus: Any) -> dict[str, str]:
    """The tiny corpus with marked positions and quotations, and one more sentence in a page of the test side."""
    page = tiny_corpus / "pages/warte/unfall.txt"
    storage.write_text(page, storage.read_text(page).replace("beginnt.", f"beginnt.{NEW_SENTENCE}"))
    bodies = {row["id"]: row["body"] for row in storage.read_jsonl(tiny_corpus / "labels/articles.jsonl")}
    bodies["warte/unfall"] += NEW_SENTENCE
    lines: dict[str, list[dict[str, Any]]] = {"positions": [], "quotes": []}
    for identifier, stated in MARKED.items():
        body = bodies[identifier]
        rows = []
        for actor, target, stance, how, first, last in stated:
            start = body.index(first)
            end = body.index(last, start) + len(last)
            rows.append({"actor": actor, "target": target, "stance": stance, "how": how, "start": start, "end": end})
        spans = [list(found.span()) for found in re.finditer("„[^“]+“", body)]
        quotes = [{"type": "direct", "spans": [span]} for span in spans]
        lines["positions"].append({"id": identifier, "text": body, "positions": rows})
        lines["quotes"].append({"id": identifier, "text": body, "quotes": quotes})
    corpus = storage.read_text(tiny_corpus / "corpus.yaml")
    corpus = corpus.replace(f"{FILES}}}", f"{FILES}, positions: labels/positions.jsonl, quotes: labels/quotes.jsonl}}")
    return {"corpus.yaml": corpus} | {
        f"labels/{name}.jsonl": "".join(json.dumps(row) + "\n" for row in rows) for name, rows in lines.items()
    }


def test_test_rows_are_scored_beside_baselines(prepare: Callable[..., Any], marked: dict[str, str]) -> None:
    run = prepare(marked)
    run.train("quotes")
    metrics, rows = run.positions()
    assert (metrics["n"], metrics["pages"]) == (1, 1)
    assert sorted(metrics["baselines"]) == ["reading_alone", "rules", "same_sentence"]
    assert metrics["baselines"]["rules"]["f1"]["value"] == 1.0
    # The one stance of train rows that is most frequent: favor, as is the first of equals.
    assert metrics["baselines"]["same_sentence"]["f1"]["value"] == 1.0
    assert [(row["id"], row["actor"], row["target"], row["gold"], row["gold_how"]) for row in rows] == [
        ("warte/unfall", "kolberg", "tempolimit", "favor", "ascribed")
    ]
    assert rows[0]["evidence"].startswith("Swantje Kolberg wirbt für das Tempolimit")
    confusion = run.folder / "reports/plots/positions/confusion.csv"
    assert storage.read_text(confusion).splitlines()[0] == "gold,predicted"


def test_train_rows_are_read_with_quotations_of_models_that_have_not_seen_them(
    prepare: Callable[..., Any], marked: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from standpunkt.tasks import quotes

    run = prepare(marked)
    run.train("quotes")
    seen: list[tuple[set[str], set[str]]] = []
    fit, predict = quotes.fit, quotes.predict

    def fitted(train: Any, *rest: Any) -> Any:
        seen.append(({example.document.id for example in train}, set()))
        return fit(train, *rest)

    def predicted(state: Any, examples: Any, *rest: Any) -> Any:
        if seen and not seen[-1][1]:
            seen[-1][1].update(example.document.id for example in examples)
        return predict(state, examples, *rest)

    monkeypatch.setattr(quotes, "fit", fitted)
    monkeypatch.setattr(quotes, "predict", predicted)
    run.positions()
    assert [sorted(held) for _, held in seen] == [["warte/tempo"], ["bote/horizont"], ["bote/abstand"]]
    assert all(not fitted_on & held for fitted_on, held in seen)


def test_a_corpus_without_positions_has_a_model_that_says_so(prepare: Callable[..., Any]) -> None:
    run = prepare()
    run.train("quotes")
    metrics, rows = run.positions()
    assert metrics == {"n": 0, "status": "this corpus has no positions on train rows"}
    assert rows == []
    assert storage.read_json(run.folder / "models/positions/model.json")["fitted"] is False


def test_positions_on_no_test_row_are_not_scored(prepare: Callable[..., Any], marked: dict[str, str]) -> None:
    run = prepare(marked)
    run.set_sides({"warte/unfall": "train"})
    run.train("quotes")
    metrics, _ = run.positions()
    assert metrics == {"n": 0, "status": "this corpus has no positions on test rows"}
    assert storage.read_json(run.folder / "models/positions/model.json")["fitted"] is True


def test_a_missing_model_of_quotes_is_named(prepare: Callable[..., Any], marked: dict[str, str]) -> None:
    with pytest.raises(StandpunktError, match=r"models/quotes/model\.json: no such file"):
        prepare(marked).positions()


def test_quotations_of_a_model_that_was_fitted_on_other_rows_are_refused(
    prepare: Callable[..., Any], marked: dict[str, str]
) -> None:
    run = prepare(marked)
    run.train("quotes")
    run.set_sides({"warte/unfall": "train"})
    with pytest.raises(StandpunktError) as stopped:
        run.positions()
    assert str(stopped.value) == (
        f"{run.folder}/models/quotes was fitted on other rows than {run.folder}/split has on its training side; "
        "run the training again"
    )
    assert not (run.folder / "models/positions").exists()


def test_a_second_run_leaves_the_same_bytes(prepare: Callable[..., Any], marked: dict[str, str]) -> None:
    run = prepare(marked)
    run.train("quotes")
    states = []
    for _ in range(2):
        run.positions()
        folders = (run.folder / "models/positions", run.folder / "reports")
        states.append({path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()})
    assert states[0] == states[1]


def test_no_text_of_a_corpus_that_is_not_redistributable(prepare: Callable[..., Any], marked: dict[str, str]) -> None:
    closed = marked["corpus.yaml"].replace("redistributable: true", "redistributable: false")
    run = prepare(marked | {"corpus.yaml": closed})
    run.train("quotes")
    _, rows = run.positions()
    assert [row for row in rows if "evidence" in row] == []


def test_no_name_of_a_corpus_that_is_not_redistributable(prepare: Callable[..., Any], marked: dict[str, str]) -> None:
    lines = marked["labels/positions.jsonl"].replace(
        '"kolberg", "target": "tempolimit"', '"Enno Thaden", "target": "tempolimit"'
    )
    closed = marked["corpus.yaml"].replace("redistributable: true", "redistributable: false")
    run = prepare(marked | {"labels/positions.jsonl": lines, "corpus.yaml": closed})
    run.train("quotes")
    _, rows = run.positions()
    assert [row["actor"].split("-")[0] for row in rows if row["gold"] != "none"] == ["name"]
    assert "Thaden" not in json.dumps(rows)
