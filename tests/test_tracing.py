"""`trace`: every number of a report leads to its cells, also after people and editors have rewritten the file."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import load_workbook

from generator.core.figures import cell_list
from generator.core.problems import WrongUsage
from generator.office.refusal import Unreadable
from generator.origins.figures_in import FigureState
from generator.stories.build import build
from generator.stories.jobs import Job
from generator.stories.trace import Trace, find, paragraphs_with, trace, typed_by_hand, write_check_sheet
from tests.built_report import DOSSIER, edit, needs_libreoffice, replace_in, report_folder, through_libreoffice

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# What needs no cell: the form's own words, numbers of headings and rows, names of laws and periods.
FIXED = (
    r"Căn cứ .+",
    r"(?:quý [IV]+|6 tháng (?:đầu|cuối)|9 tháng|tháng \d+|cùng kỳ)? ?năm \d{4}",
    r"\(Kèm theo .+\)",
    r"^\d{1,2}\. ",
    r"^\d{1,3}$",
    r"Đề án 06|VX\d",
)


def of(found: Trace, text: str) -> list[tuple[str, str, str, str]]:
    """What `--find text` gives: now, generated, cells, state."""
    return [(one.now, one.origin.text, cell_list(one.origin.cells), one.state.value) for _, one in find(found, text)]


def uncovered(found: Trace) -> list[str]:
    """Every piece of text with a digit in it that no figure accounts for."""
    left = []
    for file in found.files:
        texts = {id(unit): list(unit.cells) for unit in file.units}
        for one in file.figures:
            assert one.unit is not None and one.now, one.origin
            cells, end = texts[id(one.unit)], one.at + len(one.now)
            cells[one.cell] = cells[one.cell][: one.at] + "·" * len(one.now) + cells[one.cell][end:]
        for cells in texts.values():
            for cell in cells:
                rest = "\n".join(re.sub("|".join(FIXED), "", line, flags=re.IGNORECASE) for line in cell.split("\n"))
                if re.search(r"\d", rest):
                    left.append(f"{file.name}: {rest}")
    return left


@pytest.mark.parametrize(
    ("dossier", "period"),
    [
        ("lai-chau-nq57", "2025-Q3"),
        ("lai-chau-nq57", "2025"),
        ("lai-chau-2391", "2026-H1"),
        ("lai-chau-nq57", "2025-09"),
    ],
)
def test_every_number_printed_leads_to_a_cell_or_says_how_it_came_about(
    tmp_path: Path, dossier: str, period: str
) -> None:
    folder = build(Job(DOSSIER.with_name(f"{dossier}.xlsx"), period, out=tmp_path)).published.folder
    found = trace(folder, workbook=DOSSIER.with_name(f"{dossier}.xlsx"))
    assert sum(len(file.figures) for file in found.files) > 100
    assert uncovered(found) == []


def test_a_figure_leads_to_its_cells_and_their_contents(tmp_path: Path) -> None:
    found = trace(report_folder(tmp_path) / "bao-cao.docx", workbook=DOSSIER)
    assert set(of(found, "4,6")) == {("4,6 người", "4,6\u00a0người", "Số liệu!C20", "")}
    assert of(found, "4,6 người") == of(found, "4,6")
    paid = "42,49\u00a0tỷ\u00a0đồng"
    assert ("42,49 tỷ đồng", paid, "Giải ngân!D2, D6, D10, D14, D18, D22, D26, D30", "") in of(found, "42,49")
    assert of(found, "36/38")[0][2] == "Tiến độ!F2"
    book = load_workbook(DOSSIER)
    assert found.same_workbook and found.contents["Số liệu!C20"] == str(book["Số liệu"]["C20"].value).replace(".", ",")


def test_words_lead_to_the_figures_beside_them(tmp_path: Path) -> None:
    found = trace(report_folder(tmp_path) / "bao-cao.docx")
    figures = [row[1] for row in of(found, "trong tổng số 13 chỉ tiêu")]
    assert figures == ["13", "02", "01", "05", "03", "02"]


CHANGED = ("43,01 tỷ đồng", "42,49\u00a0tỷ\u00a0đồng")
"""A figure as somebody typed it over, and as it was printed."""


def retype(path: Path) -> None:
    edit(path, lambda document: replace_in(document, "42,49", "43,01"))


def test_a_figure_typed_over_is_shown_as_such(tmp_path: Path) -> None:
    path = report_folder(tmp_path) / "bao-cao.docx"
    retype(path)
    found = trace(path)
    assert of(found, "43,01") == [one for one in of(found, "42,49") if one[3]]
    assert of(found, "43,01")[0][:2] == CHANGED and of(found, "43,01")[0][3] == "đã sửa tay"
    assert sum(one.state is not FigureState.KEPT for one in found.files[0].figures) == 1
    assert found.files[0].typed == ()


def test_a_number_that_a_person_wrote_has_no_source(tmp_path: Path) -> None:
    path = report_folder(tmp_path) / "bao-cao.docx"
    edit(path, lambda document: document.paragraphs[12].insert_paragraph_before("Đã tổ chức 77 buổi, hai hội nghị."))
    found = trace(path)
    assert [entry.numbers for _, entry in typed_by_hand(found, "77")] == [("77", "hai")]
    assert find(found, "77") == ()
    assert all(one.state is FigureState.KEPT for one in found.files[0].figures)


def test_a_paragraph_taken_out_has_lost_its_figures(tmp_path: Path) -> None:
    path = report_folder(tmp_path) / "bao-cao.docx"

    def take_out(document: object) -> None:
        for paragraph in document.paragraphs:  # type: ignore[attr-defined]
            if "Ngân sách trung ương:" in paragraph.text:
                paragraph._p.getparent().remove(paragraph._p)

    edit(path, take_out)
    gone = [one.origin.text for one in trace(path).files[0].figures if one.state is FigureState.GONE]
    assert [one.replace("\u00a0", " ") for one in gone] == ["84,5 tỷ đồng", "8,3 tỷ đồng", "9,8%", "27,7%"]


def rewrite_words(path: Path) -> None:
    """Half of a sentence written anew, the figures left standing."""
    edit(path, lambda document: replace_in(document, "Tổng kinh phí theo kế hoạch là", "Kế hoạch vốn cả năm là"))


@needs_libreoffice
def test_nothing_is_lost_when_libreoffice_has_saved_the_file(tmp_path: Path) -> None:
    path = report_folder(tmp_path) / "bao-cao.docx"
    retype(path)
    rewrite_words(path)
    before = [(one.now, one.state, one.unit and one.unit.text) for one in trace(path).files[0].figures]
    through_libreoffice(path)
    assert [(one.now, one.state, one.unit and one.unit.text) for one in trace(path).files[0].figures] == before


def without_bookmarks(path: Path) -> None:
    """As editors leave a file that know no bookmarks."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    for mark in list(root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        mark.getparent().remove(mark)
    parts["word/document.xml"] = etree.tostring(root)
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)


@pytest.mark.parametrize("name", ["bao-cao.docx", "phu-luc-I.docx", "phu-luc-IV.docx", "phu-luc-V.docx"])
def test_blocks_whose_names_are_lost_are_known_by_their_words(tmp_path: Path, name: str) -> None:
    path = report_folder(tmp_path) / name
    before = [(one.now, one.state, one.unit and one.unit.text) for one in trace(path).files[0].figures]
    without_bookmarks(path)
    assert [(one.now, one.state, one.unit and one.unit.text) for one in trace(path).files[0].figures] == before


def test_a_changed_block_whose_name_is_lost_is_known_too(tmp_path: Path) -> None:
    path = report_folder(tmp_path) / "bao-cao.docx"
    retype(path)
    rewrite_words(path)
    without_bookmarks(path)
    assert of(trace(path), "43,01")[0][:2] == CHANGED


def test_a_cell_typed_over_in_a_row_of_equal_numbers_is_told_from_the_others(tmp_path: Path) -> None:
    path = report_folder(tmp_path) / "phu-luc-IV.docx"
    edit(path, lambda document: setattr(document.tables[0].rows[2].cells[2].paragraphs[0].runs[0], "text", "99"))
    changed = [one for one in trace(path).files[0].figures if one.state is not FigureState.KEPT]
    assert [(one.now, one.unit and one.unit.columns[one.cell]) for one in changed] == [("99", "Tổng số nhiệm vụ")]


def test_in_the_combined_file_the_appendices_are_found_too(tmp_path: Path) -> None:
    path = report_folder(tmp_path, combined=True) / "bao-cao.docx"
    found = trace(path)
    assert {one.origin.file for one in found.files[0].figures} == {
        "bao-cao.docx", *(f"phu-luc-{number}.docx" for number in ("I", "II", "III", "IV", "V"))
    }  # fmt: skip
    assert all(one.state is FigureState.KEPT for one in found.files[0].figures)
    assert uncovered(found) == []
    place = next(one.unit for one in found.files[0].figures if one.origin.file == "phu-luc-V.docx")
    assert place is not None and place.heading[0] == "Phụ lục V – TÌNH HÌNH PHÂN BỔ, GIẢI NGÂN KINH PHÍ"


def test_a_renamed_or_moved_file_is_known_by_its_blocks(tmp_path: Path) -> None:
    folder = report_folder(tmp_path)
    moved = tmp_path / "BC quý III trình ký.docx"
    shutil.copy(folder / "phu-luc-V.docx", moved)
    with pytest.raises(WrongUsage, match="không phải là thư mục kết quả"):
        trace(moved)
    assert "Giải ngân!D2" in of(trace(moved, folder), "5.200")[0][2]


@pytest.mark.parametrize("spoil", ["missing", "text", "cut"])
def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path: Path, spoil: str) -> None:
    path = report_folder(tmp_path) / "bao-cao.docx"
    content = path.read_bytes()
    path.unlink()
    if spoil != "missing":
        path.write_bytes(b"no zip" if spoil == "text" else content[: len(content) // 2])
    with pytest.raises(WrongUsage if spoil == "missing" else Unreadable, match="bao-cao"):
        trace(path)


def test_without_a_base_bookmarks_do_the_work(tmp_path: Path) -> None:
    path = report_folder(tmp_path) / "bao-cao.docx"
    shutil.rmtree(path.parent / ".base")
    retype(path)
    found = trace(path)
    changed = [one.origin.text for one in found.files[0].figures if one.state is not FigureState.KEPT]
    assert changed == [CHANGED[1]]


def test_text_of_the_form_is_told_from_figures(tmp_path: Path) -> None:
    found = trace(report_folder(tmp_path) / "bao-cao.docx")
    assert find(found, "Độc lập - Tự do") == ()
    assert len(paragraphs_with(found, "Độc lập - Tự do")) == 1
    assert paragraphs_with(found, "không có câu này") == ()


def test_the_check_sheet_lists_every_figure_with_its_source(tmp_path: Path) -> None:
    folder = report_folder(tmp_path)
    retype(folder / "bao-cao.docx")
    edit(folder / "bao-cao.docx", lambda document: document.paragraphs[12].insert_paragraph_before("Thêm 77 việc."))
    found = trace(folder, workbook=DOSSIER)
    target = write_check_sheet(found, folder, None)
    assert target == folder / "kiem-chung.xlsx"
    book = load_workbook(target)
    sheet = book["Kiểm chứng số liệu"]
    rows = list(sheet.iter_rows(values_only=True))
    header = next(row for row in rows if row[0] == "TT")
    table = [dict(zip(header, row, strict=True)) for row in rows[rows.index(header) + 1 :]]
    assert len(table) == sum(len(file.figures) for file in found.files)
    changed = [row for row in table if row["Tình trạng"]]
    columns = ("Số trong văn bản", "Số do chương trình ghi", "Giá trị")
    assert [tuple(row[column] for column in columns) for row in changed] == [(*CHANGED, 43.01)]
    assert changed[0]["Nội dung các ô nguồn"].startswith("Giải ngân!D2 = ")
    assert [row[4] for row in book["Số do người viết"].iter_rows(values_only=True)][-1] == "77"
    assert write_check_sheet(found, folder, None) == target, "the same bytes are no second sheet"


def test_a_ticked_check_sheet_is_not_written_over(tmp_path: Path) -> None:
    folder = report_folder(tmp_path)
    first = write_check_sheet(trace(folder), folder, None)
    book = load_workbook(first)
    book.worksheets[0]["M5"] = "Đúng"
    book.save(first)
    ticked = first.read_bytes()
    assert write_check_sheet(trace(folder), folder, None).name == "kiem-chung-2.xlsx"
    assert first.read_bytes() == ticked
