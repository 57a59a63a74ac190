"""The sections of the report. Each says what it shows, and of which files.

Where a corpus may not be redistributed, nothing that stands in its pages enters: no title, evidence, feature or line.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from standpunkt import schema
from standpunkt.params import Params
from standpunkt.reporting import charts, cleaning, common, positions, reference, repeats, slices, verdicts, words
from standpunkt.reporting.blocks import (
    Beside,
    Block,
    Figure,
    Folded,
    Heading,
    Items,
    Line,
    Paragraph,
    Section,
    Source,
    Table,
    Text,
)
from standpunkt.reporting.charts import Chart, Dot, Label
from standpunkt.reporting.common import MOST_CHARACTERS, WITHHELD
from standpunkt.reporting.material import Material, TaskFiles

MOST_WORDS = 5  # of those that spoke for a prediction
MOST_SENTENCE = 160  # characters of the sentence that did
MOST_CONFUSIONS = 20  # where there are too many classes for a heat map
_STANCES = {name: place for place, name in enumerate(schema.STANCES)}


def sections(material: Material, params: Params) -> tuple[Section, ...]:
    """All sections, in the order in which they are read."""
    since = () if material.against is None else (reference.section(material.against, params.report.errors),)
    return (
        *since,
        _threats(material, params),
        _corpus(material),
        _scores(material, params),
        _features(material, params),
        _errors(material, params),
        _new_pages(material, params),
        positions.section(material, params),
        cleaning.section(material, params),
        _parameters(params),
    )


# --- before you trust a figure, corpus -------------------------------------------------------------------------------


def _threats(material: Material, params: Params) -> Section:
    lines = [*verdicts.of_corpus(material.config), *verdicts.of_split(material.split, material.clean)]
    for name, task in material.tasks.items():
        lines.extend(verdicts.of_task(name, task.metrics, task.unit, params.raw[name]))
        lines.extend(repeats.threat(name, task.metrics, task.repeated))
    sources = [
        common.metrics("clean"),
        common.metrics("split"),
        *(common.metrics(name, common.writer(name)) for name in material.tasks),
    ]
    return Section("trust", "Before you trust a figure", tuple(sources), (Items(tuple(lines)),))


def _corpus(material: Material) -> Section:
    ingest, clean, split = material.ingest, material.clean, material.split
    flow = []
    for stage, counts in (("ingest", ingest["pages"]), ("clean", clean["pages"])):
        reasons = [
            f"{words.spaced(reason)} {words.count(number)}" for reason, number in sorted(counts["dropped"].items())
        ]
        numbers = (counts["found"], counts["kept"], counts["found"] - counts["kept"])
        flow.append((stage, *map(words.count, numbers), ", ".join(reasons) or "none"))
    holds = [
        *((f"pages of kind {name}", number) for name, number in sorted(ingest["kinds"].items())),
        *((f"labels for {name}", number) for name, number in sorted(ingest["labels"].items())),
        ("targets", ingest["targets"]),
        ("articles with a near-duplicate", clean["near_duplicates"]["articles"]),
        ("clusters of near-duplicates", clean["near_duplicates"]["clusters"]),
    ]
    tables: list[Block] = [common.counts("What the corpus holds", "Kind", holds)]
    if ingest["encodings"]:
        encodings = sorted(ingest["encodings"].items(), key=lambda item: (-item[1], item[0]))
        tables.append(common.counts("Encodings, and how they were found", "Encoding", encodings))
    sides = [*_by_side(split["pages"]), ("unlabelled", split["unlabelled"])]
    sides_chart = charts.bars("corpus-sides", "Pages by side", sides)
    found: list[Block] = [
        Table(
            "Pages on their way", ("Stage", "Found", "Kept", "Dropped", "Reasons"), tuple(flow), frozenset({1, 2, 3})
        ),
        Beside(tuple(tables)),
        Heading("sides", "Split", (common.metrics("split"),)),
        Beside((common.counts(f"Pages by side, strategy {split['strategy']}", "Side", sides), Figure(sides_chart))),
    ]
    if split["pairs_by_target"]:
        found.append(common.counts("Pairs of page and target by side", "Side", _by_side(split["pairs_by_target"])))
    if split["excluded"]:
        excluded = [(words.spaced(reason), number) for reason, number in sorted(split["excluded"].items())]
        found.append(common.counts("On no side", "Reason", excluded))
    if "gold" in clean:
        found.extend(cleaning.gold(clean["gold"]))
    return Section("corpus", "Corpus", (common.metrics("ingest"), common.metrics("clean")), tuple(found))


def _by_side(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(side, counts[side]) for side in schema.SIDES if side in counts]


# --- scores ----------------------------------------------------------------------------------------------------------


def _scores(material: Material, params: Params) -> Section:
    found: list[Block] = []
    for name, task in material.tasks.items():
        sources = (common.metrics(name, common.writer(name)),)
        found.append(Heading(f"scores-{name}", name, sources))
        verdict = verdicts.verdict(name, task.metrics, task.unit)
        found.append(Paragraph((Text(f"{name}: ", style="strong"), verdict.sentence() + ".")))
        if verdict.score:
            found.extend(_task_scores(name, task, material.codebook, params.raw[name]))
            found.extend(repeats.blocks(name, task.metrics, task.repeated, task.unit))
    return Section("scores", "Scores and what they are compared with", (), tuple(found))


def _task_scores(
    name: str, task: TaskFiles, codebook: Mapping[str, Any], settings: Mapping[str, Any]
) -> Iterator[Block]:
    metrics = task.metrics
    top = str(verdicts.headline(metrics))
    shown = sorted((key for key in metrics if verdicts.is_score(metrics[key])), key=lambda key: (key != top, key))
    dots = [Dot("this model", metrics[top], ours=True)]
    rows: list[tuple[Line, ...]] = [
        (Text("this model", style="strong"), *_values(metrics, shown), words.count(metrics["n"]), "–")
    ]
    by_score = sorted(
        metrics.get("baselines", {}).items(), key=lambda item: (-item[1].get(top, {}).get("value", 0.0), item[0])
    )
    for other, scores in by_score:
        if verdicts.is_score(scores.get(top)):
            dots.append(Dot(verdicts.baseline_name(other), scores[top], ours=False))
        difference = scores.get("difference", {}).get(top)
        note = verdicts.not_seen(other)
        known = verdicts.baseline_name(other)
        head = (known, Text(f" ({note})", style="mute")) if note else known
        gap = "–" if difference is None else (
            words.signed(difference["value"]), Text(f" {words.interval(difference)}", style="mute")
        )  # fmt: skip
        rows.append((head, *_values(scores, shown), words.count(scores["n"]), gap))
    heads = [part for key in shown for part in (verdicts.score_name(key), "interval")]
    columns = ("", *heads, "n", f"model minus this, {verdicts.score_name(top)}")
    yield Figure(charts.score_dots(f"{name}-scores", f"{name}: {verdicts.score_name(top)} with intervals", dots))
    yield Table(f"Scores of {name}", columns, tuple(rows), frozenset(range(1, len(columns))))
    said = (
        verdicts.agreement(name, metrics, task.unit),
        verdicts.reading(name, metrics, settings),
        verdicts.abstention(name, metrics, settings, task.unit),
        verdicts.label_sets(metrics, task.unit),
    )
    yield from map(Paragraph, filter(None, said))
    if "label_sets" in metrics:
        by_label = sorted(metrics["per_class"].items(), key=lambda item: (-item[1]["f1"]["value"], item[0]))
        labels = [Dot(_label(label, codebook).text, one["f1"], ours=True) for label, one in by_label]
        yield Figure(charts.score_dots(f"{name}-labels", f"{name}: F1 by label with intervals", labels, band=False))
    for key in sorted(metrics):
        if key.startswith("per_"):
            yield _parts(f"Scores of {name} {words.spaced(key)}", key.removeprefix("per_"), metrics[key], codebook)
    agreed = metrics.get("agreement", {})
    for key, head in (("by_label", "label"), ("by_target", "target")):
        if key in agreed:
            caption = f"Agreement of annotators on {name} by {head}"
            yield Folded(caption, (_parts(caption, head, agreed[key], codebook),))
    drawn = ([*_confusion(name, task, codebook)], [*_reliability(name, task), *_coverage(name, task)])
    tables = tuple(table for row in drawn for _, table in row)
    error = metrics.get("calibration", {}).get("expected_calibration_error")
    chance = metrics.get("calibration", {}).get("by_chance")
    if error is not None and chance is not None:
        yield Paragraph(
            f"Expected calibration error of {name}: {words.with_interval(error)}; probabilities that are exactly right "
            f"would show {words.with_interval(chance)} on so few items, by chance."
            f"{verdicts.debiased(metrics)} On the diagonal of the reliability "
            "chart, seven in ten of the items with a probability of 0.7 are right; below it, the model is too sure."
        )
    if tables:
        for row in drawn:
            pictures = tuple(Figure(chart) for chart, _ in row if chart)
            if pictures:
                yield Beside(pictures)
        yield Folded(f"Confusions, reliability and coverage of {name} as tables", tables)
    yield from slices.blocks(name, metrics, task.unit)


def _values(scores: Mapping[str, Any], names: Sequence[str]) -> Iterator[Line]:
    for name in names:
        if verdicts.is_score(scores.get(name)):
            yield from (words.score(scores[name]["value"]), Text(words.interval(scores[name]), style="mute"))
        else:
            yield from ("–", "–")


def _parts(caption: str, head: str, parts: Mapping[str, Any], codebook: Mapping[str, Any]) -> Table:
    """Scores by class, target or part of the corpus."""
    names = sorted(parts, key=_class_order)
    first = ("macro_f1", "precision", "recall", "f1")
    scores = sorted(
        {key for part in parts.values() for key in part if verdicts.is_score(part[key])},
        key=lambda key: (first.index(key) if key in first else len(first), key),
    )
    rows = tuple(
        (_label(name, codebook), words.count(parts[name]["n"]), *_values(parts[name], scores)) for name in names
    )
    columns = (head, "n", *(part for key in scores for part in (verdicts.score_name(key), "interval")))
    return Table(caption, columns, rows, frozenset(range(1, len(columns))))


def _confusion(name: str, task: TaskFiles, codebook: Mapping[str, Any]) -> Iterator[tuple[Chart | None, Table]]:
    pairs = Counter((row["gold"], row["predicted"]) for row in task.confusion)
    classes = sorted({label for pair in pairs for label in pair}, key=_class_order)
    labels = [_label(label, codebook) for label in classes]
    if len(classes) > charts.MOST_CLASSES:
        wrong = sorted((pair for pair in pairs if pair[0] != pair[1]), key=lambda pair: (-pairs[pair], pair))
        rows = [
            (_label(gold, codebook), _label(predicted, codebook), words.count(pairs[gold, predicted]))
            for gold, predicted in wrong[:MOST_CONFUSIONS]
        ]
        yield (
            None,
            Table(f"Most frequent confusions of {name}", ("gold", "predicted", "n"), tuple(rows), frozenset({2})),
        )
    elif classes:
        counts = [[pairs[gold, predicted] for predicted in classes] for gold in classes]
        axis = [Label(label.text, label.german) for label in labels]
        chart = charts.confusion(
            f"{name}-confusion", f"{name}: gold against predicted, test {task.unit}s", axis, counts
        )
        yield (
            chart,
            Table(
                f"Gold (rows) against predicted (columns), {name}",
                ("gold", *(label.text for label in labels)),
                tuple((label, *map(words.count, line)) for label, line in zip(labels, counts, strict=True)),
                frozenset(range(1, len(labels) + 1)),
            ),
        )


def _reliability(name: str, task: TaskFiles) -> Iterator[tuple[Chart, Table]]:
    bins = [{key: float(value) for key, value in row.items()} for row in task.reliability]
    if bins:
        rows = tuple(
            (
                f"{one['low']:.2f}–{one['high']:.2f}",
                words.count(int(one["n"])),
                *(words.score(one[key]) for key in ("confidence", "accuracy")),
            )
            for one in bins
        )
        columns = ("probability", "n", "mean probability", "share right")
        yield (
            charts.reliability(f"{name}-reliability", f"{name}: how often a probability is right", bins),
            Table(f"Reliability of {name}", columns, rows, frozenset({1, 2, 3})),
        )


def _coverage(name: str, task: TaskFiles) -> Iterator[tuple[Chart, Table]]:
    points = [{key: float(value) for key, value in row.items()} for row in task.coverage]
    if points:
        rows = tuple(
            (
                words.score(one["coverage"]),
                words.count(int(one["n"])),
                *(words.score(one[key]) for key in ("confidence", "accuracy")),
            )
            for one in points
        )
        columns = ("share answered", "n", "lowest probability", "share right")
        yield (
            charts.coverage(f"{name}-coverage", f"{name}: accuracy where only the surest are answered", points),
            Table(f"Coverage and accuracy of {name}", columns, rows, frozenset({0, 1, 2, 3})),
        )


def _class_order(name: str) -> tuple[int, str]:
    return _STANCES.get(name, len(_STANCES)), name


def _labels(given: str | Sequence[str], codebook: Mapping[str, Any]) -> Sequence[str | Text]:
    """One class, or a set of them in a row."""
    names = [given] if isinstance(given, str) else given
    return [part for name in names for part in (", ", _label(name, codebook))][1:] or [Text("none")]


def _label(name: str, codebook: Mapping[str, Any]) -> Text:
    """A class by its name in the codebook; stances and unknown classes by their own."""
    topic = codebook["topics"].get(name)
    return Text(topic["label"], german=True) if topic else Text(name)


# --- features, errors, pages without labels --------------------------------------------------------------------------


def _features(material: Material, params: Params) -> Section:
    written = [name for name in material.tasks if common.writer(name) == "evaluate"]
    sources = tuple(Source(f"plots/{name}/features.csv", "evaluate", link=True) for name in written)
    found: list[Block] = []
    for name, task in material.tasks.items() if material.config["redistributable"] else ():
        by_class: dict[str, dict[str, list[str]]] = {}
        for row in task.features:
            views = by_class.setdefault(row["label"], {})
            if sum(map(len, views.values())) < params.report.features:
                views.setdefault(row["view"], []).append(row["feature"])
        names = sorted(
            {view for views in by_class.values() for view in views}, key=lambda view: (view != "words", view)
        )
        if not names:
            continue
        rows = tuple(
            (
                _label(label, material.codebook),
                *(
                    _run([(Text(feature, german=True, style="code"),) for feature in by_class[label].get(view, [])])
                    for view in names
                ),
            )
            for label in sorted(by_class, key=_class_order)
        )
        found.append(Heading(f"features-{name}", name))
        found.append(
            Table(
                f"The {params.report.features} features of highest weight a class, {name}; highest first",
                ("class", *map(words.spaced, names)),
                rows,
            )
        )
    return Section(
        "features", "Most telling features", sources, tuple(found) or (_none(material, "No features were written."),)
    )


def _run(parts: Sequence[tuple[str | Text, ...]]) -> Line:
    """Texts in a row with commas between, or a dash where there is none."""
    return (
        tuple(piece for number, part in enumerate(parts) for piece in ((Text(", "), *part) if number else part)) or "–"
    )


def _none(material: Material, otherwise: str) -> Paragraph:
    return Paragraph(Text(otherwise, style="mute")) if material.config["redistributable"] else WITHHELD


def _page(identifier: str, title: str | None, *, shown: bool) -> Line:
    ident = Text(identifier, style="code")
    return (Text(words.clip(title, MOST_CHARACTERS), german=True), " ", ident) if shown and title else ident


def _errors(material: Material, params: Params) -> Section:
    open_ = material.config["redistributable"]
    found: list[Block] = [] if open_ else [WITHHELD]
    for name, task in material.tasks.items():
        wrong = [row for row in task.predictions if row["gold"] != row["predicted"]]
        wrong.sort(key=lambda row: (-_probability(row), row["id"], row.get("target", "")))
        if not task.predictions:
            continue
        found.append(Heading(f"errors-{name}", name))
        shown = wrong[: params.report.errors]
        known = [name for name in ("actor", "target") if any(name in row for row in shown)]
        reasons = _Reasons(shown, open_=open_)
        abstained = sum(row.get("abstained", False) for row in wrong)
        found.append(
            Paragraph(
                f"{words.count(len(wrong))} of {words.counted(len(task.predictions), f'test {task.unit}')} wrong"
                f"{f', {words.count(abstained)} of them abstained' if abstained else ''}; the surest first."
                f"{reasons.legend}"
            )
        )
        head = ("page", *known, "gold → predicted", "probability")
        rows = tuple(
            (
                _page(row["id"], material.articles.get(row["id"], {}).get("title"), shown=open_),
                *(_named(row, name, material.codebook) for name in known),
                (*_labels(row["gold"], material.codebook), " → ", *_predicted(row, material.codebook)),
                words.score(_probability(row)) if _given(row) else "–",
                *reasons.cells(row),
            )
            for row in shown
        )
        if rows:
            columns = (*head, *reasons.columns)
            found.append(Table(f"Surest wrong predictions of {name}", columns, rows, frozenset({len(head) - 1})))
    sources = tuple(Source(f"predictions/{name}.jsonl", common.writer(name), link=True) for name in material.tasks)
    return Section("errors", "Errors to read", sources, tuple(found))


def _named(row: Mapping[str, Any], name: str, codebook: Mapping[str, Any]) -> Line:
    if name not in row:
        return "–"
    return Text(common.actor_name(row[name], codebook), german=True) if name == "actor" else str(row[name])


class _Reasons:
    """What spoke for the predictions of a table, in columns of their own: those that any of its rows can fill."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], *, open_: bool) -> None:
        makers = {"words": self._words, "sentence": self._sentence} if open_ else {}
        self._makers = {name: make for name, make in makers.items() if any(map(make, rows))}

    @property
    def columns(self) -> tuple[str, ...]:
        """Their heads."""
        return tuple(self._makers)

    @property
    def legend(self) -> str:
        """What the columns hold, as a sentence after another."""
        if not self._makers:
            return ""
        named = words.listing(list(self._makers))
        return f" {named[0].upper()}{named[1:]}: what of the text spoke most for the prediction."

    def cells(self, row: Mapping[str, Any]) -> Iterator[Line]:
        """One for each column."""
        return (make(row) or "–" for make in self._makers.values())

    @staticmethod
    def _words(row: Mapping[str, Any]) -> Line:
        found = row.get("words", ())[:MOST_WORDS]
        return _run([(Text(word["text"], german=True),) for word in found]) if found else ""

    @staticmethod
    def _sentence(row: Mapping[str, Any]) -> Line:
        """The sentence of the pair that spoke most for its prediction, else what was read for it."""
        sentences = row.get("sentences") if "target" in row else None
        text = sentences[0]["text"] if sentences else row.get("evidence")
        return Text(words.clip(text, MOST_SENTENCE), german=True) if text else ""


def _new_pages(material: Material, params: Params) -> Section:
    rows, shown = material.unlabelled, material.unlabelled[: params.report.predictions]
    limit, open_, codebook = params.report.min_probability, material.config["redistributable"], material.codebook
    found: list[Block] = [] if open_ or not rows else [WITHHELD]
    if rows:
        more = f", the first {words.count(len(shown))} are shown" if len(shown) < len(rows) else ""
        other = sum(any(entry.get("abstained") for entry in row.get("topic", [])) for row in rows)
        counts = "counts" if other == 1 else "count"
        found.append(
            Paragraph(
                f"{words.counted(len(rows), 'page')}{more}. Predictions with a probability below {limit:g} are marked "
                f"doubtful.{f' {words.count(other)} with an abstained topic {counts} as other.' if other else ''}"
            )
        )
    else:
        found.append(Paragraph(Text("Every page of this corpus has a label.", style="mute")))
    pages = tuple(
        (
            _page(row["id"], row.get("title"), shown=open_),
            _run([(*_predicted(entry, codebook), _doubt(entry, limit)) for entry in row.get("topic", [])]),
            _run([(Text(words.score(_probability(entry))),) for entry in row.get("topic", [])]),
            _actors(row["actors"], codebook),
        )
        for row in shown
    )
    if pages:
        columns = ("page", "topic", "probability", "actors, times mentioned")
        found.append(Table("Topics and actors mentioned", columns, pages, frozenset({2})))
    found.extend(_new_stances(material, params))
    sources = (Source("predictions/unlabelled.jsonl", "predict", link=True),)
    return Section("new", "Pages without labels", sources, tuple(found))


def _new_stances(material: Material, params: Params) -> Iterator[Block]:
    """What pages say of the targets: counts a target, and the surest pairs; pairs without evidence are left out.

    A stance that was abstained from counts for none.
    """
    limit, open_ = params.report.min_probability, material.config["redistributable"]
    pairs = [(row, entry) for row in material.unlabelled for entry in row.get("stance", [])]
    evidence = open_ and any(entry.get("evidence") for _, entry in pairs)
    read = [(row, entry) for row, entry in pairs if entry.get("evidence") or not evidence]
    if not read:
        return
    read.sort(key=lambda pair: (-_probability(pair[1]), pair[0]["id"], pair[1]["target"]))
    yield Heading("new-stances", "Stances by target")
    if len(read) < len(pairs):
        left = words.counted(len(pairs) - len(read), "pair")
        yield Paragraph(f"Left out: {left} of page and target for which no evidence was found.")
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for _, entry in read:
        counts[entry["target"]]["abstained" if entry.get("abstained") else entry["predicted"]] += 1
        counts[entry["target"]]["doubtful"] += bool(_doubt(entry, limit).text)
    names = (*schema.STANCES, "doubtful", *(["abstained"] if any(one["abstained"] for one in counts.values()) else []))
    statements = material.codebook["targets"]
    by_target: tuple[tuple[Line, ...], ...] = tuple(
        (
            target,
            Text(statements[target]["statement"] if target in statements else "–", german=True),
            *(words.count(counts[target][name]) for name in names),
        )
        for target in sorted(counts)
    )
    heads = ("target", "statement", *("of these doubtful" if name == "doubtful" else name for name in names))
    yield Table("Pages by target and stance", heads, by_target, frozenset(range(2, len(heads))))
    surest = read[: params.report.predictions]
    reasons = _Reasons([entry for _, entry in surest], open_=open_)
    rows = tuple(
        (
            _page(row["id"], row.get("title"), shown=open_),
            entry["target"],
            (*_predicted(entry, material.codebook), _doubt(entry, limit)),
            words.score(_probability(entry)),
            *reasons.cells(entry),
        )
        for row, entry in surest
    )
    if rows:
        columns = ("page", "target", "stance", "probability", *reasons.columns)
        yield Table(f"The {len(rows)} surest of {words.counted(len(read), 'stance')}", columns, rows, frozenset({3}))


def _given(entry: Mapping[str, Any]) -> list[float]:
    """The probabilities of what was predicted: one class, a set of them, or nothing, which has none."""
    predicted = entry["predicted"]
    names = [predicted] if isinstance(predicted, str) else predicted
    return [float(entry["probabilities"][name]) for name in names if name in entry["probabilities"]]


def _probability(entry: Mapping[str, Any]) -> float:
    """Of the predicted class, the least one of a set; 0 where nothing was predicted."""
    return min(_given(entry), default=0.0)


def _predicted(entry: Mapping[str, Any], codebook: Mapping[str, Any]) -> tuple[str | Text, ...]:
    """The predicted class; where it was abstained from, the best guess is named as such, and a topic is other."""
    if not isinstance(entry["predicted"], str) or not entry.get("abstained"):
        return tuple(_labels(entry["predicted"], codebook))
    label = _label(entry["predicted"], codebook)
    shown, note = ("abstained", "best guess") if "target" in entry else ("other", "abstained; best guess")
    return shown, Text(f" ({note} ", style="mute"), replace(label, style="mute"), Text(")", style="mute")


def _doubt(entry: Mapping[str, Any], limit: float) -> Text:
    doubtful = _probability(entry) < limit and not entry.get("abstained")
    return Text(" (doubtful)" if doubtful else "", style="mute")


def _actors(actors: Mapping[str, int], codebook: Mapping[str, Any]) -> Line:
    order = sorted(actors.items(), key=lambda item: (-item[1], item[0]))
    known = codebook["actors"]
    # A no-break space keeps the number beside the name.
    names = (
        (Text(known[name]["label"], german=True) if name in known else Text(name), number) for name, number in order
    )
    return _run([(Text(f"{name.text}\N{NO-BREAK SPACE}{number}", name.german),) for name, number in names])


# --- parameters ------------------------------------------------------------------------------------------------------


def _parameters(params: Params) -> Section:
    table = common.parameters("All parameters of this run", params.raw)
    note = Paragraph(
        "Each section above names the files its figures were read from and the stage that wrote them; dvc.lock names "
        "what these were made of."
    )
    return Section(
        "parameters",
        "Parameters and provenance",
        (Source("params.yaml", "all stages", link=False),),
        (note, Folded("All parameters", (table,))),
    )
