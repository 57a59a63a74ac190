"""Charts as small SVG pictures: the same figures give the same bytes.

A chart goes inline into the HTML report, coloured by the style sheet of the page, and into a file of its own, which
brings its colours and background, so that it can be read on a white and on a dark page. Colours are classes: `ink` and
`mute` for words, `grid` and `axis` for lines, `accent` for our model, `other` for what it is compared with.
"""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from standpunkt.reporting import words

MOST_CLASSES = 24  # more do not fit into a heat map that can be read
_LETTER = 6.7  # mean width of a letter at 12 px
_ROW = 30.0
_MARGIN = 14.0
_DARK = 0.7  # share from which white words are easier to read on a cell than black ones
_STYLE = (
    "text{font:12px -apple-system,'Segoe UI','Helvetica Neue',Helvetica,Arial,sans-serif;"
    "font-variant-numeric:tabular-nums}"
    ".paper{fill:#fff;stroke:#d8dbdf}.ink{fill:#1c2127}.mute{fill:#5a636d}.strong{font-weight:600}.on{fill:#fff}"
    ".grid{stroke:#e2e5e8;fill:none}.axis{stroke:#8b939b;fill:none}.accent{fill:#0b5c7a;stroke:#0b5c7a}"
    ".other{fill:#5a636d;stroke:#5a636d}.band{fill:#0b5c7a;fill-opacity:.09}.heat{fill:#0b5c7a}.frame{fill:none;stroke:#e2e5e8}"
)


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart. `name` is the name of its file without suffix, and begins its ids."""

    name: str
    title: str
    description: str
    width: float
    height: float
    body: str

    def inline(self) -> str:
        """The chart for an HTML page whose style sheet knows the classes."""
        return self._svg(self.body)

    def file(self) -> str:
        """The chart as a file, with margin, background and colours of its own."""
        size = (_n(0.5 - _MARGIN), _n(self.width + 2 * _MARGIN - 1), _n(self.height + 2 * _MARGIN - 1))
        paper = '<rect class="paper" x="{0}" y="{0}" width="{1}" height="{2}" rx="4"/>'.format(*size)
        return f"{self._svg(f'<style>{_STYLE}</style>{paper}{self.body}', _MARGIN)}\n"

    def _svg(self, inside: str, margin: float = 0) -> str:
        width, height = _n(self.width + 2 * margin), _n(self.height + 2 * margin)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img"'
            f' viewBox="{_n(-margin)} {_n(-margin)} {width} {height}" width="{width}" height="{height}"'
            f' aria-labelledby="{self.name}-title {self.name}-desc">'
            f'<title id="{self.name}-title">{_safe(self.title)}</title>'
            f'<desc id="{self.name}-desc">{_safe(self.description)}</desc>{inside}</svg>'
        )


@dataclass(frozen=True, slots=True)
class Dot:
    """One row of a dot chart: a value with its interval, ours or one that it is compared with."""

    label: str
    entry: Mapping[str, float]
    ours: bool


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a class on an axis; German names are marked as such."""

    text: str
    german: bool = False


def score_dots(name: str, title: str, dots: Sequence[Dot], *, band: bool = True) -> Chart:
    """Scores with interval whiskers on a scale from 0 to 1; as a band, the first interval runs through all rows."""
    left = max(_wide(dot.label) for dot in dots) + 16
    plot, right = 400.0, 150.0
    top, height = 6.0, _ROW * len(dots)

    def x(value: float) -> float:
        return left + min(max(value, 0.0), 1.0) * plot

    parts = []
    if band:
        low, high = x(dots[0].entry["low"]), x(dots[0].entry["high"])
        parts.append(f'<rect class="band" x="{_n(low)}" y="{_n(top)}" width="{_n(high - low)}" height="{_n(height)}"/>')
    for step in range(5):
        value = step / 4
        parts.append(_line(x(value), top, x(value), top + height, "grid"))
        parts.append(_text(x(value), top + height + 18, f"{value:.2f}", "mute", "middle"))
    parts.append(_line(left, top + height, left + plot, top + height, "axis"))
    for number, dot in enumerate(dots):
        y = top + _ROW * (number + 0.5)
        colour = "accent" if dot.ours else "other"
        low, high, value = (x(dot.entry[key]) for key in ("low", "high", "value"))
        parts.append(_text(left - 12, y + 4, dot.label, "ink strong" if dot.ours else "ink", "end"))
        parts.append(f'<g class="{colour}" stroke-width="1.6">')
        parts.append(f'<path d="M{_n(low)} {_n(y)}H{_n(high)}M{_n(low)} {_n(y - 5)}v10M{_n(high)} {_n(y - 5)}v10"/>')
        parts.append(f'<circle cx="{_n(value)}" cy="{_n(y)}" r="{"5" if dot.ours else "4"}"/></g>')
        parts.append(
            _text(left + plot + 14, y + 4, words.score(dot.entry["value"]), "ink strong" if dot.ours else "ink")
        )
        parts.append(_text(left + plot + 52, y + 4, words.interval(dot.entry), "mute"))
    said = "; ".join(f"{dot.label} {words.with_interval(dot.entry)}" for dot in dots)
    return Chart(name, title, said, left + plot + right, top + height + 26, "".join(parts))


def confusion(name: str, title: str, labels: Sequence[Label], counts: Sequence[Sequence[int]]) -> Chart:
    """A heat map of counts, a row a gold class; the shade is the share of the row, so that small classes show too."""
    longest = max(_wide(label.text) for label in labels)
    cell = 36.0 if len(labels) <= 12 else 28.0
    upright = longest + 10 <= 78 and len(labels) <= 5
    width = max(cell, longest + 12) if upright else cell
    left = longest + 34
    top = 44.0 if upright else 30 + longest * math.sin(math.radians(40)) + 8
    overhang = 0 if upright else longest * math.cos(math.radians(40)) - cell / 2
    parts = [
        _text(
            left + width * len(labels) / 2 if upright else left,
            12,
            "predicted",
            "mute",
            "middle" if upright else "start",
        ),
        _text(0, 0, "gold", "mute", "middle", turn=f"translate(11 {_n(top + cell * len(labels) / 2)}) rotate(-90)"),
    ]
    for number, label in enumerate(labels):
        x = left + width * (number + 0.5)
        if upright:
            parts.append(_text(x, top - 10, label.text, "ink", "middle", german=label.german))
        else:
            turn = f"translate({_n(x)} {_n(top - 8)}) rotate(-40)"
            parts.append(_text(0, 0, label.text, "ink", german=label.german, turn=turn))
        parts.append(_text(left - 10, top + cell * (number + 0.5) + 4, label.text, "ink", "end", german=label.german))
    for row, line in enumerate(counts):
        total = sum(line)
        for column, number in enumerate(line):
            x, y = left + width * column, top + cell * row
            share = number / total if total else 0.0
            if number:
                parts.append(
                    f'<rect class="heat" x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(cell)}"'
                    f' fill-opacity="{0.06 + 0.94 * share:.3f}"/>'
                )
            colour = "on strong" if share > _DARK else "ink" if number else "mute"
            parts.append(_text(x + width / 2, y + cell / 2 + 4, str(number) if number else "·", colour, "middle"))
        parts.append(_text(left + width * len(labels) + 12, top + cell * (row + 0.5) + 4, str(total), "mute"))
    parts.append(_text(left + width * len(labels) + 12, top + cell * len(labels) + 18, "n", "mute"))
    for number in range(len(labels) + 1):
        edge_x, edge_y = left + width * number, top + cell * number
        parts.append(_line(edge_x, top, edge_x, top + cell * len(labels), "grid"))
        parts.append(_line(left, edge_y, left + width * len(labels), edge_y, "grid"))
    hits = sum(counts[number][number] for number in range(len(labels)))
    everything = sum(sum(line) for line in counts)
    said = f"{hits} of {everything} on the diagonal. " + "; ".join(
        f"{label.text}: {line[number]} of {sum(line)} right"
        for number, (label, line) in enumerate(zip(labels, counts, strict=True))
    )
    whole = left + width * len(labels) + max(44.0, overhang + 4)
    return Chart(name, title, said, whole, top + cell * len(labels) + 26, "".join(parts))


def reliability(name: str, title: str, bins: Sequence[Mapping[str, float]]) -> Chart:
    """Accuracy over mean confidence a bin, beside the diagonal of perfect calibration; larger dots hold more items."""
    left, top, side, below = 44.0, 28.0, 250.0, 58.0

    def x(value: float) -> float:
        return left + value * side

    def y(value: float) -> float:
        return top + (1 - value) * side

    parts = _accuracy_grid(left, top, side, below)
    parts.append(f'<path class="axis" stroke-dasharray="4 4" d="M{_n(x(0))} {_n(y(0))}L{_n(x(1))} {_n(y(1))}"/>')
    most = max((int(row["n"]) for row in bins), default=1)
    base = top + side + below
    for row in bins:
        tall = 34.0 * row["n"] / most
        middle = (x(row["low"]) + x(row["high"])) / 2
        parts.append(
            f'<rect class="other" fill-opacity=".45" stroke="none" x="{_n(x(row["low"]) + 1.5)}" y="{_n(base - tall)}"'
            f' width="{_n((row["high"] - row["low"]) * side - 3)}" height="{_n(tall)}"/>'
        )
        parts.append(_text(middle, base - tall - 5, str(int(row["n"])), "mute", "middle"))
    parts.append(_line(left, base, left + side, base, "axis"))
    for row in bins:
        radius = 2.5 + 4.5 * math.sqrt(row["n"] / most)
        place = f'cx="{_n(x(row["confidence"]))}" cy="{_n(y(row["accuracy"]))}" r="{_n(radius)}"'
        parts.append(f'<circle class="accent" fill-opacity=".85" {place}/>')
    parts.append(_text(left + side / 2, base + 36, "probability of the predicted label; bars: items", "mute", "middle"))
    said = "; ".join(
        f"{row['low']:.2f} to {row['high']:.2f}: n {int(row['n'])}, confidence {words.score(row['confidence'])}, "
        f"accuracy {words.score(row['accuracy'])}"
        for row in bins
    )
    return Chart(name, title, said or "no items", left + side + 24, base + 44, "".join(parts))


def coverage(name: str, title: str, points: Sequence[Mapping[str, float]]) -> Chart:
    """Accuracy of the surest items over their share of all; the dashed line is the accuracy of all of them."""
    left, top, side = 44.0, 28.0, 250.0
    places = [(left + point["coverage"] * side, top + (1 - point["accuracy"]) * side) for point in points]
    _, whole = places[-1]
    curve = "L".join(f"{_n(x)} {_n(y)}" for x, y in places)
    parts = _accuracy_grid(left, top, side, 0)
    parts.append(f'<path class="axis" stroke-dasharray="4 4" d="M{_n(left)} {_n(whole)}H{_n(left + side)}"/>')
    parts.append(f'<path class="accent" fill-opacity="0" stroke-width="1.6" d="M{curve}"/>')
    parts += [f'<circle class="accent" cx="{_n(x)}" cy="{_n(y)}" r="2.5"/>' for x, y in places]
    parts.append(
        _text(left + side / 2, top + side + 36, "share of the items that is answered, surest first", "mute", "middle")
    )
    said = "; ".join(
        f"{point['coverage']:.2f}: accuracy {words.score(point['accuracy'])}, "
        f"confidence from {words.score(point['confidence'])}"
        for point in points
    )
    return Chart(name, title, said, left + side + 24, top + side + 44, "".join(parts))


def _accuracy_grid(left: float, top: float, side: float, below: float) -> list[str]:
    """A square from 0 to 1 whose height is accuracy; the numbers of the other axis stand so far below it."""
    parts = [_text(left - 40, 12, "accuracy", "mute")]
    for step in range(5):
        value = step / 4
        x, y = left + value * side, top + (1 - value) * side
        parts.append(_line(x, top, x, top + side, "grid"))
        parts.append(_line(left, y, left + side, y, "grid"))
        parts.append(_text(left - 10, y + 4, f"{value:.2f}", "mute", "end"))
        parts.append(_text(x, top + side + below + 18, f"{value:.2f}", "mute", "middle"))
    return parts


def bars(name: str, title: str, rows: Sequence[tuple[str, int]]) -> Chart:
    """Counts as bars from zero, in the order given, each with its number."""
    left = max(_wide(label) for label, _ in rows) + 16
    plot, step = 320.0, 26.0
    most = max(1, *(number for _, number in rows))
    parts = []
    for place, (label, number) in enumerate(rows):
        y = 4 + step * place
        parts.append(_text(left - 12, y + 14, label, "ink", "end"))
        parts.append(
            f'<rect class="accent" stroke="none" fill-opacity=".85" x="{_n(left)}" y="{_n(y + 2)}"'
            f' width="{_n(plot * number / most)}" height="16"/>'
        )
        parts.append(_text(left + plot * number / most + 8, y + 14, words.count(number), "ink"))
    parts.append(_line(left, 2, left, 4 + step * len(rows), "axis"))
    said = "; ".join(f"{label} {number}" for label, number in rows)
    return Chart(name, title, said, left + plot + 70, step * len(rows) + 8, "".join(parts))


def _n(value: float) -> str:
    """A coordinate: one decimal at most."""
    shown = f"{value:.1f}".removesuffix(".0")
    return "0" if shown == "-0" else shown


def _safe(text: str) -> str:
    return html.escape(words.plain(text))


def _wide(text: str) -> float:
    return len(text) * _LETTER


def _lang(german: bool) -> str:
    return ' lang="de"' if german else ""


def _text(
    x: float, y: float, text: str, style: str, anchor: str = "start", *, german: bool = False, turn: str = ""
) -> str:
    place = f'transform="{turn}"' if turn else f'x="{_n(x)}" y="{_n(y)}"'
    end = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{style}" {place}{end}{_lang(german)}>{_safe(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    return f'<path class="{style}" d="M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}"/>'
