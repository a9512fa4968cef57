"""What a chart in a Word file says and looks like, whatever program wrote it: Word and LibreOffice write it anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from generator.core.vietnamese import nfc, number_text
from generator.office.names import A, R, W

if TYPE_CHECKING:
    from lxml.etree import _Element

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_MOST_POINTS = 10_000
DRAWN = f"{C}chart"
"""In a document: what a drawing shows, by the id of its part. (In that part the same name is the chart itself.)"""


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One series: name, categories, and the value at each (None where there is none)."""

    name: str
    categories: tuple[str, ...]
    values: tuple[Decimal | None, ...]
    percent: bool


@dataclass(frozen=True, slots=True)
class ChartContent:
    """What a chart says (`title`, `series`), and how it looks, as far as every editor keeps it."""

    title: str
    series: tuple[ChartSeries, ...]
    look: tuple[str, ...]

    @property
    def said(self) -> tuple[object, ...]:
        """What is compared where only the data counts."""
        return self.title, self.series

    def words(self) -> str:
        """Every figure with its category, in the order in which they are printed: "Sở A: Hoàn thành 3, Quá hạn 1"."""
        labels = next((one.categories for one in self.series), ())
        told = []
        for place, label in enumerate(labels):
            shown = [one for one in self.series if place < len(one.values) and one.values[place] is not None]
            several = len(self.series) > 1
            parts = [f"{one.name} {_figure(one, place)}" if several else _figure(one, place) for one in shown]
            told.append(f"{label}: {', '.join(parts)}")
        return "; ".join(told)


def _figure(series: ChartSeries, place: int) -> str:
    value = series.values[place]
    return "" if value is None else number_text(value) + ("%" if series.percent else "")


def read_chart(root: _Element) -> ChartContent:
    """The content of a chart's part."""
    title = root.find(f"{C}chart/{C}title")
    series = [one for plot in root.iter(f"{C}plotArea") for one in plot.iter(f"{C}ser")]
    said = "".join(node.text or "" for node in title.iter(f"{A}t", f"{C}v")) if title is not None else ""
    return ChartContent(nfc(said).strip(), tuple(_series(one) for one in series), tuple(_look(root, series)))


def _series(series: _Element) -> ChartSeries:
    name = "".join(node.text or "" for node in _all(series, "tx", f"{C}v"))
    categories, values = _points(series, "cat"), _points(series, "val")
    formats = [one.get("formatCode", "") for one in series.iter(f"{C}numFmt")]
    formats += [one.text or "" for one in series.iter(f"{C}formatCode")]
    return ChartSeries(
        nfc(name),
        tuple(nfc(text or "") for text in categories),
        tuple(_number(text) for text in values),
        any("%" in one for one in formats),
    )


def _all(series: _Element, child: str, tag: str) -> Iterator[_Element]:
    found = series.find(f"{C}{child}")
    if found is not None:
        yield from found.iter(tag)


def _points(series: _Element, child: str) -> list[str | None]:
    count = max((whole_number(one.get("val")) for one in _all(series, child, f"{C}ptCount")), default=0)
    points: list[str | None] = [None] * min(count, _MOST_POINTS)
    for point in _all(series, child, f"{C}pt"):
        place = whole_number(point.get("idx"))
        if place < len(points):
            points[place] = point.findtext(f"{C}v")
    return points


def whole_number(text: str | None) -> int:
    """A count or number of a drawing; what is none, in a damaged file, counts as 0."""
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,12}", text) else 0


def _number(text: str | None) -> Decimal | None:
    """A cached value; programs write 78.1 as 78.099999999999994 too."""
    try:
        value = Decimal(text or "")
    except InvalidOperation:
        return None
    return value.quantize(Decimal("0.000001")).normalize() if value.is_finite() and abs(value) < 10**15 else None


def _look(root: _Element, series: list[_Element]) -> Iterator[str]:
    """Kind of chart, fills, sizes of the figures' letters, legend: what a person changes with Word's chart tools."""
    for plot in root.iter(f"{C}plotArea"):
        for kind in plot:
            if str(kind.tag).endswith("Chart"):
                choices = [kind.find(f"{C}{name}") for name in ("barDir", "grouping")]
                values = [one.get("val", "") for one in choices if one is not None]
                yield " ".join([str(kind.tag).removeprefix(C), *values])
    for one in series:
        shape, parent = one.find(f"{C}spPr"), one.getparent()
        if shape is not None and parent is not None and parent.tag == f"{C}lineChart":
            shape = shape.find(f"{A}ln")
        yield "|".join(_fill(part) for part in [shape, *_apart(one)])
        labels = one.find(f"{C}dLbls")
        shown = labels.find(f"{C}showVal") if labels is not None else None
        letters = next(labels.iter(f"{A}defRPr"), None) if labels is not None else None
        yield f"{shown.get('val') if shown is not None else ''} {letters.get('sz', '') if letters is not None else ''}"
    legend = root.find(f"{C}chart/{C}legend/{C}legendPos")
    yield legend.get("val", "") if legend is not None else "no legend"


def _apart(series: _Element) -> Iterator[_Element | None]:
    """The points of a series that are filled otherwise than the series."""
    usual = _fill(series.find(f"{C}spPr"))
    for point in series.findall(f"{C}dPt"):
        if (shape := point.find(f"{C}spPr")) is not None and _fill(shape) != usual:
            yield shape


def _fill(shape: _Element | None) -> str:
    if shape is None:
        return ""
    fill = next((one for one in shape if str(one.tag).endswith("Fill")), None)
    if fill is None:
        return ""
    colors = [color.get("val", "").lower() for color in fill.iter(f"{A}srgbClr", f"{A}schemeClr")]
    return " ".join([str(fill.tag).removeprefix(A), fill.get("prst", ""), *colors])


def charts_in_words(body: _Element, read: Callable[[str], _Element | None]) -> None:
    """Puts what every chart says into the text beside its drawing, for a reader that knows text only.

    `read` gives a chart's part by the id that the body has for it. A part that is missing or damaged says nothing.
    """
    for drawn in list(body.iter(DRAWN)):
        root = read(drawn.get(f"{R}id", ""))
        run = next(drawn.iterancestors(f"{W}r"), None)
        if root is not None and run is not None:
            text = run.makeelement(f"{W}t")
            text.text = f"Biểu đồ: {read_chart(root).words()}"
            run.append(text)
