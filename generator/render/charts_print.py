"""What a compiled {%chart …%} tag calls: whether there is something to draw, and the drawing itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from generator.render.charts import PlacedChart
from generator.render.charts_size import fitting

if TYPE_CHECKING:
    from generator.render.chart_views import ChartsView

_OUTSIDE, _INSIDE = "</w:t>", '<w:t xml:space="preserve">'


def has_chart(charts: ChartsView, name: str, code: object) -> bool:
    """Whether a chart has anything to draw."""
    return charts.find(name, str(code)) is not None


def draw(
    drawn: Sequence[PlacedChart],
    charts: ChartsView,
    name: str,
    code: object,
    width: float,
    height: float | None,
    points: float,
    titled: bool,
) -> tuple[str, PlacedChart | None]:
    """The drawing's markup, standing in a w:t, and the chart; nothing where there is nothing to draw.

    `drawn` are the charts that the document has already: each has a name of its own.
    """
    from generator.render.charts_package import drawing

    chart = charts.find(name, str(code))
    if chart is None:
        return "", None
    tall, letters = fitting(chart, width, height, points, titled)
    placed = PlacedChart(chart, width, tall, letters, titled)
    again = sum(one.chart.name == chart.name for one in drawn)
    own_name = f"{chart.name} ({again + 1})" if again else chart.name
    return f"{_OUTSIDE}{drawing(placed, len(drawn) + 1, own_name)}{_INSIDE}", placed
