"""Charts in a merge: new data goes into the chart where it stands; what a person did round it or to it stays."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from generator.core.figures import Figure, PrintedFigure
from generator.office.names import WP, R
from generator.origins.figures_in import FigureState, figures_in
from generator.origins.open_document import document_units
from generator.redline.accept_reject import accept_all, reject_all
from generator.redline.redline import redline
from generator.render.charts import Chart, ChartShape, Series
from generator.render.combine import combine
from generator.render.document import Template
from generator.revise.charts import DRAWN, C, ChartContent, read_chart
from generator.revise.document import Merged, merge_documents
from generator.revise.settling import Choice, numbered_conflicts, settle
from tests.built_report import needs_libreoffice, through_libreoffice
from tests.render.word_templates import W, body, paragraph_texts, word_file

STATUS, AGENCIES = "Biểu đồ tình trạng", "Biểu đồ cơ quan"
LINES = (
    "Đoạn đầu có {{ number }} nhiệm vụ.",
    "{%chart task_status, height=6 %}",
    "Biểu đồ 1. Tình trạng",
    "Đoạn cuối.",
)
BOTH = (*LINES[:3], "{%chart agencies %}", "Biểu đồ 2. Cơ quan", "Đoạn cuối.")


@dataclass
class Charts:
    """What a template asks for charts; only those with values are there."""

    task_status: Chart | None
    agencies: Chart | None = None

    def find(self, name: str, code: str) -> Chart | None:
        found: Chart | None = getattr(self, name)
        return found


def chart(name: str, *values: int) -> Chart:
    figures = tuple(Figure(str(value), Decimal(value)) for value in values)
    labels = ("Xong", "Chưa xong", "Quá hạn")[: len(values)]
    return Chart(name, f"{name}, quý III", ChartShape.BARS, labels, labels, (Series("Số nhiệm vụ", figures),))


TEMPLATES = {lines: Template.from_bytes("bao-cao-quy", word_file(*lines)) for lines in (LINES, BOTH)}


def report(*values: int, agencies: tuple[int, ...] = (), lines: tuple[str, ...] = LINES, number: str = "5") -> bytes:
    charts = Charts(chart(STATUS, *values) if values else None, chart(AGENCIES, *agencies) if agencies else None)
    return TEMPLATES[lines].render({"charts": charts, "number": number}).content


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert len(set(package.namelist())) == len(package.namelist())
        return {name: package.read(name) for name in package.namelist()}


def packed(files: Mapping[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return sink.getvalue()


def changed(content: bytes, part: str, *pairs: tuple[str, str]) -> bytes:
    """A file in which a person changed a part: each pair is what stood there and what stands there now."""
    files = parts(content)
    text = files[part].decode()
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return packed({**files, part: text.encode()})


DOCUMENT, FIRST = "word/document.xml", "word/charts/chart1.xml"
TYPED = ("Đoạn cuối.", "Đoạn cuối, có sửa.")


def charts(content: bytes) -> dict[str, tuple[ChartContent, bytes]]:
    """Name of each drawing → what its chart says, and the workbook behind it."""
    files = parts(content)
    links = {one.get("Id"): str(one.get("Target")) for one in etree.fromstring(files["word/_rels/document.xml.rels"])}
    found = {}
    for drawn in body(content).iter(DRAWN):
        name = next(drawn.iterancestors(f"{W}drawing")).find(f".//{WP}docPr").get("name")
        part = "word/" + links[drawn.get(f"{R}id")]
        root = etree.fromstring(files[part])
        inner = etree.fromstring(files[f"word/charts/_rels/{part.rpartition('/')[2]}.rels"])
        key = root.find(f"{C}externalData").get(f"{R}id")
        book = next(str(one.get("Target")) for one in inner if one.get("Id") == key)
        assert f'PartName="/{part}"' in files["[Content_Types].xml"].decode()
        found[name] = (read_chart(root), files["word/" + book.removeprefix("../")])
    assert len({one.get("id") for one in body(content).iter(f"{WP}docPr")}) == len(found)
    return found


def values(content: bytes, name: str = STATUS) -> list[int]:
    """The values of a chart; its workbook and its alternative text must say the same."""
    said, book = charts(content)[name]
    shown = [int(value) for value in said.series[0].values if value is not None]
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert sheet is not None and [row[1].value for row in sheet.iter_rows(min_row=2)] == shown
    return shown


def described(content: bytes, name: str = STATUS) -> str:
    found = next(one for one in body(content).iter(f"{WP}docPr") if one.get("name") == name)
    return str(found.get("descr"))


def comments(content: bytes) -> str:
    return parts(content).get("word/comments.xml", b"").decode()


def merged(base: bytes, mine: bytes, new: bytes) -> Merged:
    result = merge_documents(base, mine, new)
    assert merge_documents(base, mine, new).content == result.content
    return result


# --- new data --------------------------------------------------------------------------------------


def test_new_data_goes_into_the_chart_its_workbook_and_its_alternative_text() -> None:
    mine = changed(report(1, 2, 3), DOCUMENT, TYPED)
    result = merged(report(1, 2, 3), mine, report(4, 5, 6))
    assert values(result.content) == [4, 5, 6] and not result.conflicts and result.changes == 1
    assert described(result.content).endswith("Xong: 4; Chưa xong: 5; Quá hạn: 6.")
    assert "Đoạn cuối, có sửa." in paragraph_texts(result.content)


def test_a_chart_moved_resized_and_described_by_a_person_stays_so() -> None:
    base = report(1, 2, 3)
    paragraphs = re.findall(r"<w:p>.*?</w:p>|<w:p .*?</w:p>", parts(base)[DOCUMENT].decode())
    drawn = next(one for one in paragraphs if "<w:drawing>" in one)
    alt = described(base)
    mine = changed(base, DOCUMENT, (drawn, ""), ("</w:sectPr>", "</w:sectPr>"), ("<w:sectPr", f"{drawn}<w:sectPr"))
    mine = changed(mine, DOCUMENT, ('cy="2160000"', 'cy="1440000"'), (alt, "Lời tả của tôi"))
    result = merged(base, mine, report(4, 5, 6)).content
    assert values(result) == [4, 5, 6] and described(result) == "Lời tả của tôi"
    assert body(result).find(f".//{WP}extent").get("cy") == "1440000"
    assert body(result)[-2].find(f".//{DRAWN}") is not None  # before the section's end


def test_a_size_that_the_data_changed_is_taken_over_where_nobody_resized() -> None:
    base, new = report(1, lines=BOTH, agencies=(1,)), report(1, lines=BOTH, agencies=(1, 2, 3))
    result = merged(base, changed(base, DOCUMENT, TYPED), new).content
    assert [one.get("cy") for one in body(result).iter(f"{WP}extent")] == [
        one.get("cy") for one in body(new).iter(f"{WP}extent")
    ]


def test_a_deleted_chart_stays_deleted() -> None:
    base = report(1, 2, 3)
    drawing = re.search(r"<w:drawing>.*?</w:drawing>", parts(base)[DOCUMENT].decode())
    assert drawing
    result = merged(base, changed(base, DOCUMENT, (drawing[0], "")), report(4, 5, 6))
    assert charts(result.content) == {} and not result.conflicts


# --- a person changed the chart itself ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("pair", "shows"),
    [
        (("<c:v>2</c:v>", "<c:v>20</c:v>"), [1, 20, 3]),
        (('<a:srgbClr val="0072B2"/>', '<a:srgbClr val="FF0000"/>'), [1, 2, 3]),
        (('<c:barDir val="bar"/>', '<c:barDir val="col"/>'), [1, 2, 3]),
        (("tình trạng, quý III", "tình trạng, quý ba"), [1, 2, 3]),
    ],
)
def test_a_chart_that_both_changed_stays_as_the_person_has_it_with_a_comment(
    pair: tuple[str, str], shows: list[int]
) -> None:
    base, new = report(1, 2, 3), report(4, 5, 6)
    mine = changed(base, FIRST, pair)
    result = merged(base, mine, new)
    content = charts(result.content)[STATUS][0]
    assert [int(value) for value in content.series[0].values if value is not None] == shows
    [conflict] = result.conflicts
    assert "Xong: 1; Chưa xong: 2; Quá hạn: 3" in conflict.old and f"Chưa xong: {shows[1]};" in conflict.edited
    assert "Xong: 4; Chưa xong: 5; Quá hạn: 6" in conflict.new
    assert conflict.new[:30] in comments(result.content) and pair[1] in parts(result.content)[FIRST].decode()
    again = merged(new, result.content, new)
    assert len(again.conflicts) == 1, "it waits until a person has decided"
    assert comments(merged(new, result.content, report(7, 8, 9)).content).count("<w:comment ") == 1


@pytest.mark.parametrize(("choice", "shows"), [(Choice.EDITED, 20), (Choice.NEW, 5)])
def test_a_conflict_about_a_chart_is_settled_by_a_choice(choice: Choice, shows: int) -> None:
    base, new = report(1, 2, 3), report(4, 5, 6)
    waiting = merged(base, changed(base, FIRST, ("<c:v>2</c:v>", "<c:v>20</c:v>")), new).content
    [(number, conflict)] = numbered_conflicts(waiting).items()
    assert conflict.where == "Biểu đồ tình trạng, quý III"
    done = settle(waiting, new, {number: choice})
    assert done.settled == (number,) and not numbered_conflicts(done.content)
    assert charts(done.content)[STATUS][0].series[0].values[1] == shows
    if choice is Choice.NEW:
        assert values(done.content) == [4, 5, 6] and described(done.content) == described(new)


def test_a_dropped_chart_goes_when_the_new_data_is_chosen() -> None:
    base, off = report(1, 2, 3), report()
    waiting = merged(base, changed(base, FIRST, ("<c:v>2</c:v>", "<c:v>20</c:v>")), off).content
    done = settle(waiting, off, dict.fromkeys(numbered_conflicts(waiting), Choice.NEW))
    assert charts(done.content) == {} and not done.left
    assert not [name for name in parts(done.content) if "chart" in name or "embed" in name]


def test_a_chart_that_a_person_changed_and_the_data_did_not_stays_without_a_word() -> None:
    base = report(1, 2, 3)
    mine = changed(base, FIRST, ("<c:v>2</c:v>", "<c:v>20</c:v>"))
    result = merged(base, mine, report(1, 2, 3, number="6"))
    assert "<c:v>20</c:v>" in parts(result.content)[FIRST].decode() and not result.conflicts
    assert paragraph_texts(result.content)[0] == "Đoạn đầu có 6 nhiệm vụ."


# --- charts that come and go -------------------------------------------------------------------------


def test_a_chart_asked_for_later_comes_in_with_its_parts_and_its_own_form() -> None:
    base = report()
    assert paragraph_texts(base) == ["Đoạn đầu có 5 nhiệm vụ.", "Biểu đồ 1. Tình trạng", "Đoạn cuối."]
    result = merged(base, changed(base, DOCUMENT, TYPED), report(1, 2)).content
    assert values(result) == [1, 2]
    paragraph = next(body(result).iter(DRAWN)).xpath("ancestor::w:p", namespaces={"w": W[1:-1]})[0]
    assert paragraph.find(f"{W}pPr/{W}jc").get(f"{W}val") == "center"
    assert [text.strip() for text in paragraph_texts(result)][2:] == ["Biểu đồ 1. Tình trạng", "Đoạn cuối, có sửa."]


def test_a_new_chart_takes_no_name_or_number_of_a_chart_that_a_person_put_in() -> None:
    base, other = report(), report(7, 8)
    own = parts(other)
    drawing = re.search(r"<w:drawing>.*?</w:drawing>", own[DOCUMENT].decode())
    assert drawing
    put_in = (
        drawing[0]
        .replace(STATUS, "Chart 1")
        .replace("<w:drawing>", "<w:r><w:drawing>")
        .replace("</w:drawing>", "</w:drawing></w:r>")
    )
    files = {
        **parts(base),
        **{n: d for n, d in own.items() if n.startswith(("word/charts", "word/emb", "word/_rels", "[C"))},
    }
    mine = packed(
        {**files, DOCUMENT: parts(base)[DOCUMENT].replace(b"<w:sectPr", f"<w:p>{put_in}</w:p><w:sectPr".encode(), 1)}
    )
    result = merged(base, mine, report(1, 2)).content
    assert values(result) == [1, 2] and values(result, "Chart 1") == [7, 8]


def test_a_chart_turned_off_goes_with_its_parts_unless_a_person_changed_it() -> None:
    base, off = report(1, 2, 3), report()
    result = merged(base, changed(base, DOCUMENT, TYPED), off)
    assert charts(result.content) == {} and not result.conflicts
    assert not [name for name in parts(result.content) if "chart" in name or "embed" in name]
    assert "chart1" not in parts(result.content)["[Content_Types].xml"].decode()
    kept = merged(base, changed(base, FIRST, ("<c:v>2</c:v>", "<c:v>20</c:v>")), off)
    assert list(charts(kept.content)) == [STATUS] and [one.new for one in kept.conflicts] == ["(không còn)"]


def test_one_chart_goes_while_another_comes() -> None:
    base, new = report(1, 2, lines=BOTH), report(agencies=(3, 4), lines=BOTH)
    result = merged(base, changed(base, DOCUMENT, TYPED), new).content
    assert list(charts(result)) == [AGENCIES] and values(result, AGENCIES) == [3, 4]


# --- LibreOffice -------------------------------------------------------------------------------------


@needs_libreoffice
def test_what_libreoffice_wrote_anew_is_no_edit_of_a_person(tmp_path: Path) -> None:
    base = report(1, 2, 3, lines=BOTH, agencies=(1, 2))
    (tmp_path / "mo.docx").write_bytes(base)
    through_libreoffice(tmp_path / "mo.docx")
    mine = (tmp_path / "mo.docx").read_bytes()
    assert described_all(mine) == [None, None], "LibreOffice drops the alternative text"
    result = merged(base, mine, report(4, 5, 6, lines=BOTH, agencies=(1, 2)))
    assert values(result.content) == [4, 5, 6] and not result.conflicts
    assert described(result.content).endswith("Quá hạn: 6.")
    assert described(result.content, AGENCIES).endswith("Chưa xong: 2.")
    without = packed(
        {name: data for name, data in parts(mine).items() if "embeddings" not in name and "charts/_rels" not in name}
    )
    assert values(merged(base, without, report(4, 5, 6, lines=BOTH, agencies=(1, 2))).content) == [4, 5, 6]


def described_all(content: bytes) -> list[str | None]:
    return [one.get("descr") for one in body(content).iter(f"{WP}docPr")]


# --- redline, combined file, trace -------------------------------------------------------------------


def test_a_changed_chart_is_tracked_as_one_drawing_for_another() -> None:
    old, new = report(1, 2, 3), report(4, 5, 6)
    marked = redline(old, new).content
    assert values(accept_all(marked)) == [4, 5, 6] and values(reject_all(marked)) == [1, 2, 3]
    assert redline(old, report(1, 2, 3)).changes == ()


def test_the_combined_file_has_the_charts_of_every_document_with_their_workbooks() -> None:
    both = combine(report(1, 2), [report(agencies=(3, 4), lines=BOTH), report(agencies=(3, 4), lines=BOTH)])
    files = parts(both)
    drawn = [one.get(f"{R}id") for one in body(both).iter(DRAWN)]
    assert len(set(drawn)) == 3 and len([name for name in files if name.endswith(".xlsx")]) == 3
    for name in [name for name in files if re.fullmatch(r"word/charts/[^/]+\.xml", name)]:
        [link] = etree.fromstring(files[f"word/charts/_rels/{name.rpartition('/')[2]}.rels"])
        assert "word/" + link.get("Target").removeprefix("../") in files
    assert len({one.get("id") for one in body(both).iter(f"{WP}docPr")}) == 3
    assert files["[Content_Types].xml"].decode().count('Extension="xlsx"') == 1


def test_trace_finds_each_bar_and_sees_a_value_typed_over() -> None:
    base = report(1, 2, 3)
    origins = [PrintedFigure("bao-cao.docx", block, text) for block, text in printed()]
    mine = changed(base, FIRST, ("<c:v>2</c:v>", "<c:v>20</c:v>"))
    found = figures_in(document_units(mine, "x"), origins, document_units(base, "x"))
    assert [(one.state, one.now) for one in found] == [
        (FigureState.KEPT, "1"), (FigureState.RETYPED, "20"), (FigureState.KEPT, "3"),
    ]  # fmt: skip
    odd = changed(
        base,
        FIRST,
        ('idx="1"', 'idx="-1"'),
        ('<c:ptCount val="3"/>', '<c:ptCount val="many"/>'),
        ("<c:v>2</c:v>", "<c:v>NaN</c:v>"),
    )
    assert document_units(odd, "x")[1].text.startswith("Biểu đồ:")
    broken = packed({name: data for name, data in parts(base).items() if name != FIRST})
    assert document_units(broken, "x")[1].text == ""


def printed() -> list[tuple[str, str]]:
    charts = Charts(chart(STATUS, 1, 2, 3))
    figures = TEMPLATES[LINES].render({"charts": charts, "number": "5"}).figures
    return [(one.block, one.figure.text) for one in figures]
