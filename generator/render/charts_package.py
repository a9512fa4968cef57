"""Charts put into a Word file: the drawing in the text, the chart's part, the workbook behind "Edit Data".

A drawing is printed while the body is streamed, when the ids that the template has taken are not known yet: it
carries a private sign, which gives way to a free id once the body is whole.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from generator.office.package import CONTENT_TYPES, OFFICE, RELATIONS, Package, packed, relations_part
from generator.office.parts import Parts
from generator.office.sheet_text import write_text
from generator.office.streamed_zip import alike_everywhere
from generator.office.xml import quoted
from generator.render.charts import Chart, PlacedChart
from generator.render.charts_xml import SHEET, WORKBOOK_RELATION, chart_xml, fitting

if TYPE_CHECKING:
    from generator.render.chart_views import ChartsView

SIGN = "\ue010"
EMU_PER_CM = 360_000
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MADE = datetime(2000, 1, 1)
_DRAWING_ID = re.compile(rb'<wp:docPr\b[^>]*?\bid="(\d+)"')


def drawing(placed: PlacedChart, number: int, name: str) -> str:
    """The inline drawing of a document's chart `number`; `with_charts` completes it."""
    width, height = (round(length * EMU_PER_CM) for length in (placed.width, placed.height))
    chart = placed.chart
    return (
        f'<w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{SIGN}{number}" name={_attribute(name)} descr={_attribute(chart.description())} '
        f'title={_attribute(chart.title)}/><wp:cNvGraphicFramePr/><a:graphic xmlns:a="{_DRAWING}/main">'
        f'<a:graphicData uri="{_DRAWING}/chart"><c:chart xmlns:c="{_DRAWING}/chart" xmlns:r="{OFFICE}" '
        f'r:id="{SIGN}{number}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


def _attribute(text: str) -> str:
    return quoted(re.sub(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff\ue000-\ue0ff]+", " ", text))


def with_charts(content: bytes, charts: Sequence[PlacedChart]) -> bytes:
    """A rendered file with the parts of the charts that its body draws. Same input, same bytes."""
    package = Package.made(content)
    parts, body_relations = package.parts, relations_part(package.main)
    body = parts[package.main]
    relations = parts.get(body_relations, f'<Relationships xmlns="{RELATIONS}"/>'.encode())
    last_id = max((int(found) for found in _DRAWING_ID.findall(body)), default=0)
    entries: list[str] = []
    for number, placed in enumerate(charts, start=1):
        key = _free(f"rIdBieuDo{number}", relations)
        body = body.replace(f'<wp:docPr id="{SIGN}{number}"'.encode(), f'<wp:docPr id="{last_id + number}"'.encode())
        body = body.replace(f'r:id="{SIGN}{number}"'.encode(), f'r:id="{key}"'.encode())
        target = posixpath.relpath(_add(parts, placed), posixpath.dirname(package.main))
        entries.append(f'<Relationship Id="{key}" Type="{OFFICE}/chart" Target="{target}"/>')
    parts[package.main] = body
    parts[body_relations] = _appended(relations, "".join(entries))
    return packed(parts)


def _free(wanted: str, relations: bytes) -> str:
    while f'"{wanted}"'.encode() in relations:
        wanted += "x"
    return wanted


def _add(parts: Parts, placed: PlacedChart) -> str:
    """Adds a chart's parts under names that are free; gives the chart's."""
    number = next(n for n in range(1, len(parts) + 2) if _chart_part(n) not in parts and _workbook_part(n) not in parts)
    parts[_chart_part(number)] = chart_xml(placed).encode()
    parts[f"word/charts/_rels/chart{number}.xml.rels"] = chart_relations(_workbook_part(number))
    parts[_workbook_part(number)] = chart_workbook(placed.chart)
    types = parts[CONTENT_TYPES]
    if b'Extension="xlsx"' not in types:
        types = _inserted(types, f'<Default Extension="xlsx" ContentType="{WORKBOOK_TYPE}"/>')
    override = f'<Override PartName="/{_chart_part(number)}" ContentType="{CHART_TYPE}"/>'
    parts[CONTENT_TYPES] = _appended(types, override)
    return _chart_part(number)


def _chart_part(number: int) -> str:
    return f"word/charts/chart{number}.xml"


def _workbook_part(number: int) -> str:
    return f"word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"


def chart_relations(workbook: str) -> bytes:
    """The relationships of a chart's part: its workbook alone."""
    target = workbook.removeprefix("word/")
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="{WORKBOOK_RELATION}" Type="{OFFICE}/package" Target="../{target}"/></Relationships>'
    ).encode()


def _appended(xml: bytes, entries: str) -> bytes:
    """XML with entries put before its root's end."""
    if xml.rstrip().endswith(b"/>"):
        name = xml[xml.rindex(b"<") + 1 :].split()[0].decode()
        return xml.rstrip()[:-2] + f">{entries}</{name}>".encode()
    at = xml.rindex(b"</")
    return xml[:at] + entries.encode() + xml[at:]


def _inserted(xml: bytes, entry: str) -> bytes:
    """XML with an entry put behind its root's start tag."""
    at = xml.index(b">", re.search(rb"<[A-Za-z]", xml).start()) + 1  # type: ignore[union-attr]
    return xml[:at] + entry.encode() + xml[at:]


def chart_workbook(chart: Chart) -> bytes:
    """The workbook that Word opens for "Edit Data": categories down, a column a series. Same chart, same bytes."""
    sink = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(sink, options)
    book.set_properties({"created": _MADE})
    sheet = book.add_worksheet(SHEET)
    cell = book.add_format({"num_format": chart.number_format})
    sheet.set_column(0, 0, 50)
    for row, label in enumerate(chart.labels, start=1):
        write_text(sheet, row, 0, label)
    for column, one in enumerate(chart.series, start=1):
        write_text(sheet, 0, column, one.name)
        for row, figure in enumerate(one.figures, start=1):
            if figure.value is not None:
                sheet.write_number(row, column, float(figure.value), cell)
    book.close()
    return alike_everywhere(sink.getvalue())


# --- what a compiled {%chart …%} tag calls: whether there is something to draw, and the drawing itself ----------------

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
    chart = charts.find(name, str(code))
    if chart is None:
        return "", None
    fit = fitting(chart, width, height, points, titled)
    placed = PlacedChart(chart, width, fit.height, fit.points, titled, fit.labels)
    again = sum(one.chart.name == chart.name for one in drawn)
    own_name = f"{chart.name} ({again + 1})" if again else chart.name
    return f"{_OUTSIDE}{drawing(placed, len(drawn) + 1, own_name)}{_INSIDE}", placed
