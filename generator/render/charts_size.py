"""How large a chart must be to be read: room for its labels, a band for each bar."""

from __future__ import annotations

from generator.render.charts import Chart, ChartShape, PlacedChart
from generator.render.text_width import TWIPS_PER_POINT, wrapped_widths

USUAL_POINTS = 12.0
LEAST_POINTS = 8.0
POINTS_PER_CM = 72 / 2.54
_TALLEST = 21.0  # cm: a page's text less a line for the caption
_COLUMNS_HEIGHT = 8.0
_LINE = 1.2  # of the letters' size
_PAD = 0.3  # cm above and below the bars
_LABEL_SHARE = 0.42
_TITLE_SHARE = 0.75
_OVER_TITLE = 0.3  # cm
_LEGEND_ITEM = 2.6  # letters' sizes for the sign beside an item and the space after it


def fitting(chart: Chart, width: float, height: float | None, points: float, titled: bool) -> tuple[float, float]:
    """Height in cm and size of letters: the height asked for, else what the bars need; smaller letters on one page."""
    if height is not None:
        return height, points
    if chart.shape is ChartShape.COLUMNS:
        return _COLUMNS_HEIGHT, points
    while True:
        wanted = _PAD * 2 + _band(chart, width, points) * len(chart.labels) + sum(_edges(chart, width, points, titled))
        if wanted <= _TALLEST or points <= LEAST_POINTS:
            return round(max(3.0, min(wanted, _TALLEST)), 1), points
        points -= 0.5


def label_share(placed: PlacedChart) -> tuple[float, float, float, float]:
    """x, y, width and height of the bars' ground, as parts of the chart."""
    chart, points = placed.chart, placed.points
    x = min(_LABEL_SHARE, _label_width(chart, placed.width, points) / placed.width + 0.02)
    above, below = _edges(chart, placed.width, points, placed.titled)
    y = (above + _PAD / 2) / placed.height
    room = 1 - y - (below + _PAD / 2) / placed.height
    return x, y, max(0.1, 0.97 - x), max(0.1, room)


def _label_width(chart: Chart, width: float, points: float) -> float:
    """cm that the labels take, each on as many lines as it needs within their share."""
    room = _LABEL_SHARE * width * POINTS_PER_CM * TWIPS_PER_POINT
    widest = max(max(wrapped_widths(label, points, room)) for label in chart.labels)
    return widest / TWIPS_PER_POINT / POINTS_PER_CM


def _band(chart: Chart, width: float, points: float) -> float:
    """cm for one bar: its label's lines and some air."""
    room = _LABEL_SHARE * width * POINTS_PER_CM * TWIPS_PER_POINT
    lines = max(len(wrapped_widths(label, points, room)) for label in chart.labels)
    return (lines * _LINE + 0.35) * points / POINTS_PER_CM


def _edges(chart: Chart, width: float, points: float, titled: bool) -> tuple[float, float]:
    """cm above the bars (the title) and below them (the axis' numbers, the legend)."""
    line = _LINE * points / POINTS_PER_CM
    room = width * POINTS_PER_CM * TWIPS_PER_POINT
    above = (
        line * (len(wrapped_widths(chart.title, points, room * _TITLE_SHARE)) + 0.8) + _OVER_TITLE if titled else 0.0
    )
    below = line * 1.3 if chart.mark is not None else 0.0
    if len(chart.series) > 1:
        letters = sum(wrapped_widths(one.name, points, room)[0] for one in chart.series)
        items = letters + len(chart.series) * _LEGEND_ITEM * points * TWIPS_PER_POINT
        below += line * (1.4 + items // (room * 0.95))
    return above, below
