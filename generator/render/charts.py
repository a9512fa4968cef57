"""What a chart shows: series of figures over categories, its title, and the same told in words.

Nothing here knows how a chart is written; see charts_xml.py for that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from generator.core.figures import Figure
from generator.core.vietnamese import nearest

CHART_NAMES = ("task_status", "agencies", "indicators", "indicator")
"""What a {%chart …%} tag may name; `indicator` wants a code."""
_VIETNAMESE = "[$-42A]"
"""Without it LibreOffice writes numbers as the machine does."""
COUNT_FORMAT = f"{_VIETNAMESE}#,##0"
STACKED_FORMAT = f"{_VIETNAMESE}#,##0;-#,##0;;"
"""Zeros are left out: in a stack they would stand on each other."""


def value_format(decimals: int, percent: bool) -> str:
    """How a chart writes values of so many decimals: in digits, for some programs print "General" as it stands."""
    return f"{_VIETNAMESE}#,##0{'.' if decimals else ''}{'0' * decimals}" + ('"%"' if percent else "")


class ChartShape(StrEnum):
    """How the figures are drawn; the value is what the alternative text calls it."""

    BARS = "Biểu đồ thanh ngang"
    STACKED = "Biểu đồ thanh ngang xếp chồng"
    COLUMNS = "Biểu đồ cột và đường"


class Look(StrEnum):
    """How a series is filled: told apart by colour-blind people and on a black-and-white print alike."""

    MAIN = "main"
    UNDERWAY = "underway"
    WAITING = "waiting"
    ALARM = "alarm"
    PAUSED = "paused"
    STEADY = "steady"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one kind, one for each category; one without a value is not drawn. `words` name it in a sentence."""

    name: str
    figures: tuple[Figure, ...]
    look: Look = Look.MAIN
    words: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart. `name` is the same in every report; `alarms` are categories of a single series that are drawn apart.

    `labels` are the categories as the axis shows them, `full_labels` as the alternative text names them.
    """

    name: str
    title: str
    shape: ChartShape
    labels: tuple[str, ...]
    full_labels: tuple[str, ...]
    series: tuple[Series, ...]
    number_format: str = COUNT_FORMAT
    unit: str = ""
    alarms: frozenset[int] = frozenset()
    mark: int | None = None
    """A value at which the axis has a line: 100 where the bars are shares of a target."""
    note: str = ""
    """What the alternative text says besides the figures."""

    def figures(self) -> Iterator[Figure]:
        """Every figure that is drawn, category after category: the order in which a reader meets them."""
        for place in range(len(self.labels)):
            yield from (one.figures[place] for one in self.series if one.figures[place].value is not None)

    def description(self) -> str:
        """The alternative text: kind, title and every figure, as a screen reader reads it."""
        told = "; ".join(
            f"{label}: {said}" for place, label in enumerate(self.full_labels) if (said := self._told(place))
        )
        return " ".join(part for part in (f"{self.shape}. {self.title}.", f"{told}.", self.note) if part)

    def _told(self, place: int) -> str:
        unit = f" {self.unit}" if self.unit else ""
        shown = [one for one in self.series if one.figures[place].value is not None]
        if not any(one.words for one in self.series):
            return "".join(f"{one.figures[place]}{unit}" for one in shown[:1])
        shown = [one for one in shown if one.figures[place].value or self.shape is not ChartShape.STACKED]
        return ", ".join(f"{one.words} {one.figures[place]}{unit}" for one in shown)


@dataclass(frozen=True, slots=True)
class PlacedChart:
    """A chart as a template asked for it: its size in cm, that of its letters, and whether it shows its title.

    `labels` is how much of the width the labels of its bars may have.
    """

    chart: Chart
    width: float
    height: float
    points: float
    titled: bool
    labels: float


def nearest_chart(name: str) -> str | None:
    """The chart that a misspelt name probably means."""
    return nearest(name, CHART_NAMES)
