"""Read: one page at a time through the whole pipeline, with the models that a run of it left.

Cleaning and rules need no model; what is not there is said in `missing`, with what to do about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from threadpoolctl import threadpool_limits

from standpunkt import stages, storage, tasks
from standpunkt.errors import StandpunktError
from standpunkt.evaluation.uncertainty import DIGITS
from standpunkt.language import actors, encoder, pipeline
from standpunkt.language.actors import Cast
from standpunkt.language.documents import FIELDS, Document, Reading
from standpunkt.params import Params, check_section
from standpunkt.positions import model
from standpunkt.positions.model import Case, Scope
from standpunkt.schema import Codebook, Position, Quote
from standpunkt.tasks import Example, ModelState, SetPrediction, _models, quotes, topic

_NO_RUN = "run `make report` (or `dvc repro`) once"
_MOST_CHARACTERS = 1_000_000  # spaCy refuses more


@dataclass(frozen=True)
class Reader:
    """What pages are read with."""

    params: Params | None
    codebook: Codebook
    models: Mapping[str, ModelState]
    """By task; those that were fitted."""
    missing: tuple[str, ...]
    """What pages are read without, and what to do about it."""
    nlp: Any

    def read(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Read one article.

        Args:
            row: as `standpunkt clean` gives it: path, id, kicker, title, teaser, author, date, outlet, language, text.

        Returns:
            Those keys, and `topics`, `actors`, `quotes`, `positions` and `missing`; offsets count in `text`. Where a
            page may have several topics, each says whether it is `given`, and those come first.
        """
        document = self._document(row)
        cast, said = self._said(document)
        names = {member.id: member.name for member in cast.members}
        fields = ("path", "id", "kicker", "title", "teaser", "author", "date", "outlet", "language", "text")
        return {name: row[name] for name in fields} | {
            "topics": self._topics(document),
            "actors": _actors(cast),
            "quotes": [quotes.as_row(quote) | {"name": names.get(quote.actor or "")} for quote in said],
            "positions": [self._position(one, names) for one in self._positions(document, cast, said)],
            "missing": list(self.missing),
        }

    def _document(self, row: Mapping[str, Any]) -> Document:
        texts = {field: row[field][:_MOST_CHARACTERS] for field in FIELDS if row[field]}
        found = pipeline.read(self.nlp, texts.values())
        readings = {field: Reading(text=text, **one) for (field, text), one in zip(texts.items(), found, strict=True)}
        return Document(row["id"], row["author"], row["date"], row["outlet"], row["id"], readings)

    def _topics(self, document: Document) -> list[dict[str, Any]]:
        if self.params is None or "topic" not in self.models:
            return []
        params = cast(topic.Params, self.params.tasks["topic"])
        predicted = topic.predict(self.models["topic"], [Example(document, None)], params)
        [found] = predicted
        labels = self.codebook.topics
        rows: list[dict[str, Any]] = [
            {"topic": name, "label": labels[name].label if name in labels else name, "probability": value}
            for name, value in found.probabilities.items()
        ]
        if isinstance(found, SetPrediction):
            rows = [row | {"given": row["topic"] in found.labels} for row in rows]
        return sorted(rows, key=lambda row: (not row.get("given"), -row["probability"], row["topic"]))

    def _said(self, document: Document) -> tuple[Cast, tuple[Quote, ...]]:
        if quotes.FIELD not in document.readings:
            return actors.find(document, self.codebook.actors), ()
        example = Example(document, None, actors=self.codebook.actors)
        [found] = quotes.predict(self.models.get("quotes"), [example])
        return found.cast, found.quotes

    def _positions(self, document: Document, cast: Cast, said: tuple[Quote, ...]) -> list[Position]:
        case = Case(document, cast, said)
        scope = Scope(self.codebook.targets, self.codebook.actors)
        return model.predict(self.models.get("positions"), [case], scope)[0]

    def _position(self, position: Position, names: Mapping[str, str]) -> dict[str, Any]:
        return {
            "actor": position.actor,
            "name": names.get(position.actor, position.actor),
            "target": position.target,
            "statement": self.codebook.targets[position.target].statement,
            "stance": position.stance,
            "probability": round(position.probabilities[position.stance], DIGITS),
            "how": position.how,
            "start": position.start,
            "end": position.end,
        }


def load(project: Path, codebook: Path | None) -> Reader:
    """Get everything that reading needs.

    Args:
        project: the folder of params.yaml, `data` and `models`; where the pipeline has not run, rules read alone.
        codebook: whose targets and actors are looked for; None for those of the corpus that the models were fitted on.

    Raises:
        StandpunktError: params.yaml or the codebook cannot be read; naming file, line and remedy.
    """
    missing = []
    params = stages.load_params(project / "params.yaml") if (project / "params.yaml").is_file() else None
    corpus = project / "data/ingested/corpus.json"
    trained = Codebook.model_validate(storage.read_json(corpus)["codebook"]) if corpus.is_file() else None
    models = _fitted(project / "models")
    for task, what in (
        ("topic", "no topics"),
        ("quotes", "quotes by rules alone"),
        ("positions", "positions by rules alone"),
    ):
        if task not in models:
            missing.append(f"{what}: there is no fitted model {project / 'models' / task}; {_NO_RUN}")
    if params and params.features.encoder != encoder.NONE and "topic" in models:
        missing.append("embeddings: topics are told by words alone; the pipeline reads features.encoder, too")
    chosen = _own(codebook) if codebook else trained
    if chosen is None:
        chosen = Codebook(version=1)
        missing.append(f"no targets and actors to look for: name a codebook by --codebook, or {_NO_RUN}")
    if codebook and trained:
        chosen = chosen.model_copy(update={"topics": trained.topics})
    nlp = pipeline.build(params.features.spacy_model if params else pipeline.BLANK, chosen.actors)
    return Reader(params, chosen, models, tuple(missing), nlp)


def _own(path: Path) -> Codebook:
    if not path.is_file():
        raise StandpunktError(f"{path}: no such file; --codebook must name a YAML file with targets and actors")
    file = storage.read_yaml(path)
    return check_section(Codebook, file.data, file)


def _fitted(folder: Path) -> dict[str, ModelState]:
    """The models that were fitted, by task."""
    names = [name for name in (*tasks.names(), "positions") if (folder / name / "model.json").is_file()]
    return {name: state for name in names if (state := _models.read(folder / name)) is not None}


def _actors(cast: Cast) -> list[dict[str, Any]]:
    rows = [
        {"id": member.id, "name": member.name, "kind": member.kind, "mentions": len(member.mentions)}
        for member in cast.members
    ]
    return sorted(rows, key=lambda row: (-row["mentions"], row["name"]))


def single_threaded() -> Any:
    """A context in which sums are made in one order, as in the stages."""
    return threadpool_limits(limits=1)
