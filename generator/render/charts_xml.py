"""A chart as DrawingML (ECMA-376 part 1, 21.2): word/charts/chartN.xml, with every value cached.

LibreOffice refuses a whole document where a cache lacks its c:ptCount. Colours are Okabe and Ito's, told apart by
colour-blind people; patterns and outlines tell them apart in print without colour.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from generator.core.figures import Figure
from generator.office.text_width import TWIPS_PER_POINT, wrapped_widths
from generator.office.xml import escaped, quoted
from generator.render.charts import Chart, ChartShape, Look, PlacedChart, Series

# --- how large a chart must be to be read: room for its labels, a band for each bar -----------------------------------

USUAL_POINTS = 12.0
LEAST_POINTS = 8.0
POINTS_PER_CM = 72 / 2.54
_TALLEST = 21.0  # cm: a page's text less a line for the caption
_COMFORTABLE = 8.0  # cm: where a chart has to go to the next page about a third of one stays empty
_SMALL_POINTS = 9.0
_MUCH_LOWER = 0.8  # of the height: what labels of half a point less are worth
_COLUMNS_HEIGHT = 8.0
_LINE = 1.2  # of the letters' size
_AIR = 0.2  # of the letters' size, between two labels
_PAD = 0.3  # cm above and below the bars
_LABEL_SHARES = (0.42, 0.5, 0.58, 0.65)
"""How much of the width the labels may have: more where they then need fewer lines."""
_TITLE_SHARE = 0.75
_OVER_TITLE = 0.3  # cm
_LEGEND_ITEM = 2.6  # letters' sizes for the sign beside an item and the space after it


@dataclass(frozen=True, slots=True)
class Fit:
    """How tall a chart is in cm, how large its letters are, and how much of the width its labels may have."""

    height: float
    points: float
    labels: float


def fitting(chart: Chart, width: float, height: float | None, points: float, titled: bool) -> Fit:
    """The height asked for, else what the bars need.

    Labels have more of the width, then smaller letters, for a chart to take a third of a page; one that cannot goes
    on one page at least.
    """
    if height is not None:
        return Fit(height, points, _LABEL_SHARES[0])
    if chart.shape is ChartShape.COLUMNS:
        return Fit(_COLUMNS_HEIGHT, points, _LABEL_SHARES[0])
    while True:
        found = _lowest(chart, width, points, titled)
        if found.height <= _COMFORTABLE or points <= _SMALL_POINTS:
            break
        points = max(points - 0.5, _SMALL_POINTS)
    while found.points > LEAST_POINTS:
        smaller = _lowest(chart, width, found.points - 0.5, titled)
        if found.height <= _TALLEST and (found.height <= _COMFORTABLE or smaller.height > found.height * _MUCH_LOWER):
            break
        found = smaller
    return replace(found, height=round(max(3.0, min(found.height, _TALLEST)), 1))


def _lowest(chart: Chart, width: float, points: float, titled: bool) -> Fit:
    """The first room for the labels that is enough for a comfortable chart, else that of the lowest."""
    around = _PAD * 2 + sum(_edges(chart, width, points, titled))
    fits = [
        Fit(around + _band(chart, width, points, share) * len(chart.labels), points, share) for share in _LABEL_SHARES
    ]
    return next((fit for fit in fits if fit.height <= _COMFORTABLE), min(fits, key=lambda fit: fit.height))


def label_share(placed: PlacedChart) -> tuple[float, float, float, float]:
    """x, y, width and height of the bars' ground, as parts of the chart."""
    chart, points = placed.chart, placed.points
    x = min(placed.labels, _label_width(placed) / placed.width + 0.02)
    above, below = _edges(chart, placed.width, points, placed.titled)
    y = (above + _PAD / 2) / placed.height
    room = 1 - y - (below + _PAD / 2) / placed.height
    return x, y, max(0.1, 0.97 - x), max(0.1, room)


def _label_width(placed: PlacedChart) -> float:
    """cm that the labels take, each on as many lines as it needs within their share."""
    room = placed.labels * placed.width * POINTS_PER_CM * TWIPS_PER_POINT
    widest = max(max(wrapped_widths(label, placed.points, room)) for label in placed.chart.labels)
    return widest / TWIPS_PER_POINT / POINTS_PER_CM


def _band(chart: Chart, width: float, points: float, share: float) -> float:
    """cm for one bar: its label's lines and some air."""
    room = share * width * POINTS_PER_CM * TWIPS_PER_POINT
    lines = max(len(wrapped_widths(label, points, room)) for label in chart.labels)
    return (lines * _LINE + _AIR) * points / POINTS_PER_CM


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


SHEET = "Số liệu"
WORKBOOK_RELATION = "rId1"
_NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_FILLS = {
    Look.MAIN: ("0072B2", ""),
    Look.UNDERWAY: ("56B4E9", "ltHorz"),
    Look.WAITING: ("F0E442", ""),
    Look.ALARM: ("D55E00", "wdUpDiag"),
    Look.PAUSED: ("CC79A7", "ltVert"),
    Look.STEADY: ("009E73", "smGrid"),
    Look.LINE: ("D55E00", ""),
}
_CATEGORY_AXIS, _VALUE_AXIS = "111111111", "222222222"
_THIN = '<a:ln w="9525"><a:solidFill><a:srgbClr val="{}"/></a:solidFill></a:ln>'
_NO_LINE = "<a:ln><a:noFill/></a:ln>"


def chart_xml(placed: PlacedChart) -> str:
    """The chart's part. Same chart, same text."""
    chart = placed.chart
    title = _title(chart.title, placed.points) if placed.titled else ""
    legend = _legend(placed.points) if len(chart.series) > 1 else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace {_NAMESPACES}><c:date1904 val="0"/><c:lang val="vi-VN"/><c:roundedCorners val="0"/>'
        f'<c:chart>{title}<c:autoTitleDeleted val="{0 if title else 1}"/>'
        f"<c:plotArea>{_layout(placed)}{_plots(chart, placed.points)}{_axes(chart, placed.points)}</c:plotArea>"
        f'{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f'<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>{_NO_LINE}</c:spPr>{_letters(placed.points)}'
        f'<c:externalData r:id="{WORKBOOK_RELATION}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _title(text: str, points: float) -> str:
    return (
        f"<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{_run_form('defRPr', points, bold=True)}</a:pPr>"
        f"<a:r>{_run_form('rPr', points, bold=True)}<a:t>{escaped(text)}</a:t></a:r></a:p></c:rich></c:tx>"
        '<c:overlay val="0"/></c:title>'
    )


def _run_form(tag: str, points: float, bold: bool = False) -> str:
    language = ' lang="vi-VN"' if tag == "rPr" else ""
    return (
        f'<a:{tag}{language} sz="{round(points * 100)}" b="{int(bold)}">'
        '<a:solidFill><a:srgbClr val="000000"/></a:solidFill><a:latin typeface="Times New Roman"/>'
        f'<a:ea typeface="Times New Roman"/><a:cs typeface="Times New Roman"/></a:{tag}>'
    )


def _letters(points: float, fixed: bool = False, one_line: bool = False) -> str:
    """Text properties; `fixed` keeps labels level, however long they are, `one_line` does not break them."""
    level = (' rot="0" vert="horz"' if fixed else "") + (' wrap="none"' if one_line else "")
    return (
        f"<c:txPr><a:bodyPr{level}/><a:lstStyle/><a:p><a:pPr>{_run_form('defRPr', points)}</a:pPr>"
        '<a:endParaRPr lang="vi-VN"/></a:p></c:txPr>'
    )


def _legend(points: float) -> str:
    return f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_letters(points)}</c:legend>'


def _layout(placed: PlacedChart) -> str:
    """Room for the labels of horizontal bars; upright columns are laid out by the program that shows them."""
    if placed.chart.shape is ChartShape.COLUMNS:
        return "<c:layout/>"
    x, y, width, height = label_share(placed)
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{x:.4f}"/><c:y val="{y:.4f}"/><c:w val="{width:.4f}"/><c:h val="{height:.4f}"/>'
        "</c:manualLayout></c:layout>"
    )


# --- what is drawn ---------------------------------------------------------------------------------


def _plots(chart: Chart, points: float) -> str:
    lines = [one for one in chart.series if one.look is Look.LINE]
    bars = [one for one in chart.series if one.look is not Look.LINE]
    columns = chart.shape is ChartShape.COLUMNS
    stacked = chart.shape is ChartShape.STACKED
    overlap = '<c:overlap val="100"/>' if len(bars) > 1 else ""
    drawn = (
        f'<c:barChart><c:barDir val="{"col" if columns else "bar"}"/>'
        f'<c:grouping val="{"stacked" if stacked else "clustered"}"/><c:varyColors val="0"/>'
        + "".join(_series(chart, chart.series.index(one), points) for one in bars)
        + f'<c:gapWidth val="{80 if columns else 45}"/>{overlap}'
        f'<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/></c:barChart>'
    )
    if lines:
        drawn += (
            '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
            + "".join(_series(chart, chart.series.index(one), points) for one in lines)
            + f'<c:marker val="1"/><c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/></c:lineChart>'
        )
    return drawn


def _series(chart: Chart, number: int, points: float) -> str:
    one = chart.series[number]
    is_line = one.look is Look.LINE
    count = len(chart.labels)
    column = chr(ord("B") + number)
    smooth = '<c:smooth val="0"/>' if is_line else ""
    name = f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escaped(one.name)}</c:v></c:pt></c:strCache>'
    form = _line_form(one.look) if is_line else f'{_shape(one.look)}<c:invertIfNegative val="0"/>'
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>'
        f"<c:tx><c:strRef><c:f>{_cells(column, 1)}</c:f>{name}</c:strRef></c:tx>{form}"
        f"{'' if is_line else _alarms(chart)}{_labels(chart, one, points)}"
        f"<c:cat><c:strRef><c:f>{_cells('A', 2, count + 1)}</c:f>{_strings(chart.labels)}</c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{_cells(column, 2, count + 1)}</c:f>{_numbers(one.figures, chart.number_format)}"
        f"</c:numRef></c:val>{smooth}</c:ser>"
    )


def _cells(column: str, first: int, last: int | None = None) -> str:
    cells = f"'{SHEET}'!${column}${first}"
    return cells if last is None else f"{cells}:${column}${last}"


def _strings(texts: Sequence[str]) -> str:
    points = "".join(f'<c:pt idx="{place}"><c:v>{escaped(text)}</c:v></c:pt>' for place, text in enumerate(texts))
    return f'<c:strCache><c:ptCount val="{len(texts)}"/>{points}</c:strCache>'


def _numbers(figures: Sequence[Figure], number_format: str) -> str:
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{format(one.value, "f")}</c:v></c:pt>'
        for place, one in enumerate(figures)
        if one.value is not None
    )
    return (
        f"<c:numCache><c:formatCode>{escaped(number_format)}</c:formatCode>"
        f'<c:ptCount val="{len(figures)}"/>{points}</c:numCache>'
    )


def _shape(look: Look) -> str:
    color, pattern = _FILLS[look]
    fill = f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'
    if pattern:
        fill = (
            f'<a:pattFill prst="{pattern}"><a:fgClr><a:srgbClr val="000000"/></a:fgClr>'
            f'<a:bgClr><a:srgbClr val="{color}"/></a:bgClr></a:pattFill>'
        )
    return f"<c:spPr>{fill}{_THIN.format('000000')}</c:spPr>"


def _line_form(look: Look) -> str:
    color = f'<a:solidFill><a:srgbClr val="{_FILLS[look][0]}"/></a:solidFill>'
    return (
        f'<c:spPr><a:ln w="28575">{color}<a:prstDash val="sysDash"/></a:ln></c:spPr>'
        f'<c:marker><c:symbol val="diamond"/><c:size val="7"/><c:spPr>{color}</c:spPr></c:marker>'
    )


def _alarms(chart: Chart) -> str:
    return "".join(
        f'<c:dPt><c:idx val="{place}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>{_shape(Look.ALARM)}</c:dPt>'
        for place in sorted(chart.alarms)
    )


def _labels(chart: Chart, one: Series, points: float) -> str:
    """The figure at each bar: in a stack inside its piece, on white, so that a pattern does not hide it.

    A line tells its value where it changes.
    """
    stacked = chart.shape is ChartShape.STACKED
    place = "ctr" if stacked else "t" if one.look is Look.LINE else "outEnd"
    ground = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>' if stacked else "<a:noFill/>"
    told_already = "".join(
        f'<c:dLbl><c:idx val="{at}"/><c:delete val="1"/></c:dLbl>'
        for at, (before, now) in enumerate(pairwise(one.figures), start=1)
        if one.look is Look.LINE and before.value == now.value
    )
    return (
        f'<c:dLbls>{told_already}<c:numFmt formatCode={quoted(chart.number_format)} sourceLinked="0"/>'
        f"<c:spPr>{ground}</c:spPr>{_letters(points, one_line=True)}"
        f'<c:dLblPos val="{place}"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )


# --- axes ------------------------------------------------------------------------------------------


def _axes(chart: Chart, points: float) -> str:
    columns = chart.shape is ChartShape.COLUMNS
    values = [one.value for series in chart.series for one in series.figures if one.value is not None]
    negative = any(value < 0 for value in values)
    side, across = ("b", "l") if columns else ("l", "b")
    category = (
        f'<c:catAx><c:axId val="{_CATEGORY_AXIS}"/><c:scaling>'
        f'<c:orientation val="{"minMax" if columns else "maxMin"}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"<c:spPr>{_THIN.format('000000')}</c:spPr>{_letters(points, fixed=not columns)}"
        f'<c:crossAx val="{_VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )
    shown = chart.mark is not None or columns
    least = "" if negative else '<c:min val="0"/>'
    grid = f"<c:majorGridlines><c:spPr>{_THIN.format('BFBFBF')}</c:spPr></c:majorGridlines>" if shown else ""
    return category + (
        f'<c:valAx><c:axId val="{_VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/>'
        f'{least}</c:scaling><c:delete val="{int(not shown)}"/>'
        f'<c:axPos val="{across}"/>{grid}<c:numFmt formatCode={quoted(_axis_format(chart))} sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f"<c:spPr>{_NO_LINE}</c:spPr>{_letters(points)}"
        f'<c:crossAx val="{_CATEGORY_AXIS}"/><c:crosses val="{"autoZero" if columns else "max"}"/>'
        f'<c:crossBetween val="between"/>{_step(chart.mark, values)}</c:valAx>'
    )


def _axis_format(chart: Chart) -> str:
    """The axis of a chart with a mark has whole numbers alone (see `_step`)."""
    return chart.number_format if chart.mark is None else re.sub(r"\.0+", "", chart.number_format)


def _step(mark: int | None, values: Sequence[Decimal]) -> str:
    """How far the axis' lines stand apart, so that one stands at the mark and there are few of them."""
    if mark is None:
        return ""
    steps = (step for power in range(30) for step in (mark * 10**power // 2, mark * 10**power))
    step = next(step for step in steps if max(values) <= 6 * step)
    return f'<c:majorUnit val="{step}"/>'
