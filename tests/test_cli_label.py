"""The commands `label export` and `label import` on the tiny corpus, from the shell's point of view."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from standpunkt import cli, stages, storage
from standpunkt.stages.clean import clean
from standpunkt.stages.ingest import ingest


def test_labels_go_out_and_come_back(
    tiny_corpus: Path, params_yaml: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    params = stages.load_params(params_yaml({"corpus": str(tiny_corpus), "clean.min_words": 5}))
    ingest(params, corpus=tiny_corpus, out=Path("data/ingested"), metrics=Path("reports/metrics/ingest.json"))
    clean(params, ingested=Path("data/ingested"), out=Path("data/clean"), metrics=Path("reports/metrics/clean.json"))
    run = CliRunner().invoke
    found = run(
        cli.app, ["label", "export", "--task", "topic", "--out", "out.csv", "--to", "csv", "--annotator", "anna"]
    )
    assert found.output == "1 items for topic: out.anna.csv\nlabels for csv: out.labels.csv\n"
    text = storage.read_text(Path("out.anna.csv")).replace(",anna,,", ",anna,verkehr,")
    storage.write_text(Path("out.anna.csv"), text)
    found = run(cli.app, ["label", "import", "out.anna.csv", "--from", "csv"])
    assert found.exit_code == 0
    assert found.output.splitlines()[:2] == ["1 labels read", "1 labels of the corpus changed"]
    assert "warte/radweg,verkehr" in storage.read_text(tiny_corpus / "labels/topics.csv")
