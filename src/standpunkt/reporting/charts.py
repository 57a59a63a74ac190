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
_HEAT = (
    0.05,
    0.5,
)  # opacity of a cell: at least, and more for the whole row; words stay readable on it, dark and light
_BOLD = 0.5  # share from which a number is set in bold
_STYLE = (
    "text{font:12px -apple-system,'Segoe UI','Helvetica Neue',Helvetica,Arial,sans-serif;"
    "font-variant-numeric:tabular-nums}"
    ".paper{fill:#fff;stroke:#d8dbdf}.ink{fill:#1c2127}.mute{fill:#5a636d}.strong{font-weight:600}.on{fill:#fff}"
    ".grid{stroke:#e2e5e8;fill:none}.axis{stroke:#8b939b;fill:none}.accent{fill:#0b5c7a;stroke:#0b5c7a}"
    ".other{fill:#5a636d;stroke:#5a636d}.band{fill:#0b5c7a;fill-opacity:.09}.heat{fill:#0b5c7a}"
    ".favor{fill:#2f6fae}.against{fill:#c2622a}.neutral{fill:#8b939b}.frame{fill:none;stroke:#e2e5e8}"
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
        size = (px(0.5 - _MARGIN), px(self.width + 2 * _MARGIN - 1), px(self.height + 2 * _MARGIN - 1))
        paper = '<rect class="paper" x="{0}" y="{0}" width="{1}" height="{2}" rx="4"/>'.format(*size)
        return f"{self._svg(f'<style>{_STYLE}</style>{paper}{self.body}', _MARGIN)}\n"

    def _svg(self, inside: str, margin: float = 0) -> str:
        width, height = px(self.width + 2 * margin), px(self.height + 2 * margin)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img"'
            f' viewBox="{px(-margin)} {px(-margin)} {width} {height}" width="{width}" height="{height}"'
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
    left = max(text_width(dot.label) for dot in dots) + 16
    plot, right = 400.0, 150.0
    top, height = 6.0, _ROW * len(dots)

    def x(value: float) -> float:
        return left + min(max(value, 0.0), 1.0) * plot

    parts = []
    if band:
        low, high = x(dots[0].entry["low"]), x(dots[0].entry["high"])
        parts.append(f'<rect class="band" x="{px(low)}" y="{px(top)}" width="{px(high - low)}" height="{px(height)}"/>')
    for step in range(5):
        value = step / 4
        parts.append(line(x(value), top, x(value), top + height, "grid"))
        parts.append(text(x(value), top + height + 18, f"{value:.2f}", "mute", "middle"))
    parts.append(line(left, top + height, left + plot, top + height, "axis"))
    for number, dot in enumerate(dots):
        y = top + _ROW * (number + 0.5)
        colour = "accent" if dot.ours else "other"
        low, high, value = (x(dot.entry[key]) for key in ("low", "high", "value"))
        parts.append(text(left - 12, y + 4, dot.label, "ink strong" if dot.ours else "ink", "end"))
        parts.append(f'<g class="{colour}" stroke-width="1.6">')
        parts.append(f'<path d="M{px(low)} {px(y)}H{px(high)}M{px(low)} {px(y - 5)}v10M{px(high)} {px(y - 5)}v10"/>')
        parts.append(f'<circle cx="{px(value)}" cy="{px(y)}" r="{"5" if dot.ours else "4"}"/></g>')
        parts.append(
            text(left + plot + 14, y + 4, words.score(dot.entry["value"]), "ink strong" if dot.ours else "ink")
        )
        parts.append(text(left + plot + 52, y + 4, words.interval(dot.entry), "mute"))
    said = "; ".join(f"{dot.label} {words.with_interval(dot.entry)}" for dot in dots)
    return Chart(name, title, said, left + plot + right, top + height + 26, "".join(parts))


def confusion(name: str, title: str, labels: Sequence[Label], counts: Sequence[Sequence[int]]) -> Chart:
    """A heat map of counts, a row a gold class; the shade is the share of the row, so that small classes show too."""
    longest = max(text_width(label.text) for label in labels)
    cell = 36.0 if len(labels) <= 12 else 28.0
    upright = longest + 10 <= 78 and len(labels) <= 5
    width = max(cell, longest + 12) if upright else cell
    left = longest + 34
    top = 44.0 if upright else 30 + longest * math.sin(math.radians(40)) + 8
    overhang = 0 if upright else longest * math.cos(math.radians(40)) - cell / 2
    parts = [
        text(
            left + width * len(labels) / 2 if upright else left,
            12,
            "predicted",
            "mute",
            "middle" if upright else "start",
        ),
        text(0, 0, "gold", "mute", "middle", turn=f"translate(11 {px(top + cell * len(labels) / 2)}) rotate(-90)"),
    ]
    for number, label in enumerate(labels):
        x = left + width * (number + 0.5)
        if upright:
            parts.append(text(x, top - 10, label.text, "ink", "middle", german=label.german))
        else:
            turn = f"translate({px(x)} {px(top - 8)}) rotate(-40)"
            parts.append(text(0, 0, label.text, "ink", german=label.german, turn=turn))
        parts.append(text(left - 10, top + cell * (number + 0.5) + 4, label.text, "ink", "end", german=label.german))
    for row, cells in enumerate(counts):
        total = sum(cells)
        for column, number in enumerate(cells):
            x, y = left + width * column, top + cell * row
            share = number / total if total else 0.0
            if number:
                parts.append(box("heat", x, y, width, cell, _HEAT[0] + _HEAT[1] * share))
                weight = "ink strong" if share > _BOLD else "ink"
                parts.append(text(x + width / 2, y + cell / 2 + 4, str(number), weight, "middle"))
        parts.append(text(left + width * len(labels) + 12, top + cell * (row + 0.5) + 4, str(total), "mute"))
    parts.append(text(left + width * len(labels) + 12, top + cell * len(labels) + 18, "n", "mute"))
    for number in range(len(labels) + 1):
        edge_x, edge_y = left + width * number, top + cell * number
        parts.append(line(edge_x, top, edge_x, top + cell * len(labels), "grid"))
        parts.append(line(left, edge_y, left + width * len(labels), edge_y, "grid"))
    hits = sum(counts[number][number] for number in range(len(labels)))
    everything = sum(sum(cells) for cells in counts)
    said = f"{hits} of {everything} on the diagonal. " + "; ".join(
        f"{label.text}: {cells[number]} of {sum(cells)} right"
        for number, (label, cells) in enumerate(zip(labels, counts, strict=True))
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
    parts.append(f'<path class="axis" stroke-dasharray="4 4" d="M{px(x(0))} {px(y(0))}L{px(x(1))} {px(y(1))}"/>')
    most = max((int(row["n"]) for row in bins), default=1)
    base = top + side + below
    for row in bins:
        tall = 34.0 * row["n"] / most
        middle = (x(row["low"]) + x(row["high"])) / 2
        parts.append(
            f'<rect class="other" fill-opacity=".45" stroke="none" x="{px(x(row["low"]) + 1.5)}" y="{px(base - tall)}"'
            f' width="{px((row["high"] - row["low"]) * side - 3)}" height="{px(tall)}"/>'
        )
        parts.append(text(middle, base - tall - 5, str(int(row["n"])), "mute", "middle"))
    parts.append(line(left, base, left + side, base, "axis"))
    for row in bins:
        radius = 2.5 + 4.5 * math.sqrt(row["n"] / most)
        place = f'cx="{px(x(row["confidence"]))}" cy="{px(y(row["accuracy"]))}" r="{px(radius)}"'
        parts.append(f'<circle class="accent" fill-opacity=".85" {place}/>')
    parts.append(text(left + side / 2, base + 36, "probability of the predicted label; bars: items", "mute", "middle"))
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
    curve = "L".join(f"{px(x)} {px(y)}" for x, y in places)
    parts = _accuracy_grid(left, top, side, 0)
    parts.append(f'<path class="axis" stroke-dasharray="4 4" d="M{px(left)} {px(whole)}H{px(left + side)}"/>')
    parts.append(f'<path class="accent" fill-opacity="0" stroke-width="1.6" d="M{curve}"/>')
    parts += [f'<circle class="accent" cx="{px(x)}" cy="{px(y)}" r="2.5"/>' for x, y in places]
    parts.append(
        text(left + side / 2, top + side + 36, "share of the items that is answered, surest first", "mute", "middle")
    )
    said = "; ".join(
        f"{point['coverage']:.2f}: accuracy {words.score(point['accuracy'])}, "
        f"confidence from {words.score(point['confidence'])}"
        for point in points
    )
    return Chart(name, title, said, left + side + 24, top + side + 44, "".join(parts))


def learning_curve(name: str, title: str, axis: str, points: Sequence[tuple[int, Mapping[str, float]]]) -> Chart:
    """Scores with interval whiskers over the number of train rows, which rise; the last one is the whole."""
    left, top, wide, high = 44.0, 12.0, 380.0, 220.0
    most = points[-1][0]

    def x(number: int) -> float:
        return left + number / most * wide

    def y(value: float) -> float:
        return top + (1 - value) * high

    parts = []
    for step in range(5):
        parts.append(line(left, y(step / 4), left + wide, y(step / 4), "grid"))
        parts.append(text(left - 10, y(step / 4) + 4, f"{step / 4:.2f}", "mute", "end"))
    parts.append(line(left, top + high, left + wide, top + high, "axis"))
    whiskers = "".join(
        f"M{px(x(number))} {px(y(entry['low']))}V{px(y(entry['high']))}M{px(x(number) - 5)} {px(y(entry['low']))}h10"
        f"M{px(x(number) - 5)} {px(y(entry['high']))}h10"
        for number, entry in points
    )
    curve = "L".join(f"{px(x(number))} {px(y(entry['value']))}" for number, entry in points)
    parts.append(f'<path class="accent" fill-opacity="0" stroke-width="1.6" d="M{curve}"/>')
    parts.append(f'<path class="accent" fill-opacity="0" stroke-width="1.2" stroke-opacity=".7" d="{whiskers}"/>')
    for number, entry in points:
        parts.append(f'<circle class="accent" cx="{px(x(number))}" cy="{px(y(entry["value"]))}" r="4"/>')
        parts.append(text(x(number), top + high + 18, words.count(number), "ink", "middle"))
        parts.append(text(x(number) + 9, y(entry["value"]) + 16, words.score(entry["value"]), "ink"))
    parts.append(text(left + wide / 2, top + high + 38, axis, "mute", "middle"))
    said = "; ".join(f"{number}: {words.with_interval(entry)}" for number, entry in points)
    return Chart(name, title, said, left + wide + 60, top + high + 46, "".join(parts))


def _accuracy_grid(left: float, top: float, side: float, below: float) -> list[str]:
    """A square from 0 to 1 whose height is accuracy; the numbers of the other axis stand so far below it."""
    parts = [text(left - 40, 12, "accuracy", "mute")]
    for step in range(5):
        value = step / 4
        x, y = left + value * side, top + (1 - value) * side
        parts.append(line(x, top, x, top + side, "grid"))
        parts.append(line(left, y, left + side, y, "grid"))
        parts.append(text(left - 10, y + 4, f"{value:.2f}", "mute", "end"))
        parts.append(text(x, top + side + below + 18, f"{value:.2f}", "mute", "middle"))
    return parts


def bars(name: str, title: str, rows: Sequence[tuple[str, int]]) -> Chart:
    """Counts as bars from zero, in the order given, each with its number."""
    left = max(text_width(label) for label, _ in rows) + 16
    plot, step = 320.0, 26.0
    most = max(1, *(number for _, number in rows))
    parts = []
    for place, (label, number) in enumerate(rows):
        y = 4 + step * place
        parts.append(text(left - 12, y + 14, label, "ink", "end"))
        parts.append(
            f'<rect class="accent" stroke="none" fill-opacity=".85" x="{px(left)}" y="{px(y + 2)}"'
            f' width="{px(plot * number / most)}" height="16"/>'
        )
        parts.append(text(left + plot * number / most + 8, y + 14, words.count(number), "ink"))
    parts.append(line(left, 2, left, 4 + step * len(rows), "axis"))
    said = "; ".join(f"{label} {number}" for label, number in rows)
    return Chart(name, title, said, left + plot + 70, step * len(rows) + 8, "".join(parts))


def box(style: str, x: float, y: float, width: float, height: float, opacity: float = 1.0) -> str:
    """A filled rectangle."""
    faint = "" if opacity == 1.0 else f' fill-opacity="{opacity:.3f}"'
    return f'<rect class="{style}" x="{px(x)}" y="{px(y)}" width="{px(width)}" height="{px(height)}"{faint}/>'


def px(value: float) -> str:
    """A place or size in a drawing: one decimal at most."""
    shown = f"{value:.1f}".removesuffix(".0")
    return "0" if shown == "-0" else shown


def _safe(text: str) -> str:
    return html.escape(words.plain(text))


def text_width(shown: str) -> float:
    """About how wide words of 12 px are drawn."""
    return len(shown) * _LETTER


def _lang(german: bool) -> str:
    return ' lang="de"' if german else ""


def text(
    x: float, y: float, shown: str, style: str, anchor: str = "start", *, german: bool = False, turn: str = ""
) -> str:
    """Words at a place, or under a transform."""
    place = f'transform="{turn}"' if turn else f'x="{px(x)}" y="{px(y)}"'
    end = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{style}" {place}{end}{_lang(german)}>{_safe(shown)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    """A straight line."""
    return f'<path class="{style}" d="M{px(x1)} {px(y1)}L{px(x2)} {px(y2)}"/>'
