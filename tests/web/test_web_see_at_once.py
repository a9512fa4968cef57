"""What changed and what was found is seen on the pages at once, and leads to its words and back, without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from playwright.sync_api import Page, expect

from generator.redline.redline import Change, ChangeKind
from generator.stories.redline import Sort, sort_of
from generator.stories.report_folders import print_pages
from generator.web.changed_places import changes_of
from generator.web.places import find_all
from generator.web.previews import pdf_path
from tests.built_report import needs_libreoffice, through_libreoffice
from tests.web.conftest import Live
from tests.web.edited_files import COURSES, NEWS, dossier_with_report, only_report, retyped

_LONG = 120_000
KIND = "Chuyển đổi số là nhiệm vụ trọng tâm"


@pytest.mark.parametrize(
    ("change", "sort"),
    [
        (Change(ChangeKind.TEXT, "126", "khoảng 130"), Sort.FIGURES),
        (Change(ChangeKind.TEXT, "05", "năm"), Sort.FIGURES),
        (Change(ChangeKind.TEXT, "đã", "sẽ"), Sort.WORDS),
        (Change(ChangeKind.TEXT, "kết quả", "kết quả:"), Sort.WORDS),
        (Change(ChangeKind.TEXT, "kết\u00a0quả ", "kết quả"), Sort.LOOKS),
        (Change(ChangeKind.TEXT, "1 234", "1234"), Sort.FIGURES),
        (Change(ChangeKind.INSERTED, "", "Đã giao 12 đơn vị."), Sort.FIGURES),
        (Change(ChangeKind.DELETED, "Không có khó khăn.", ""), Sort.WORDS),
        (Change(ChangeKind.MOVED, "", "Đã giao 12 đơn vị."), Sort.WORDS),
        (Change(ChangeKind.ROW_DELETED, "Sở Tài chính | 5", ""), Sort.FIGURES),
        (Change(ChangeKind.FORMAT, "", "Số: 12"), Sort.LOOKS),
        (Change(ChangeKind.SECTION), Sort.LOOKS),
    ],
)
def test_words_figures_and_looks_are_told_apart(change: Change, sort: Sort) -> None:
    assert sort_of(change) is sort


@needs_libreoffice
def test_what_libreoffice_alone_changed_is_folded_and_what_was_typed_is_marked_on_its_page(
    live: Live, come_in: Callable[..., Page], faults_of_access: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    dossier = dossier_with_report(live.site)
    kept, edited = only_report(dossier), tmp_path / "sửa.docx"
    edits = {COURSES: "Tổ chức năm lớp bồi dưỡng", NEWS: "Đăng tải khoảng 130 tin"}
    edited.write_bytes(retyped(kept.file("bao-cao.docx").path.read_bytes(), edits))
    through_libreoffice(edited)
    plain, page = come_in(javascript=False), come_in(width=1366, height=768)
    plain.goto(f"{live.home}h/{dossier.key}/nhan-lai")
    plain.get_by_label("Tệp Word đã sửa").set_input_files(edited)
    plain.get_by_role("button", name="Đưa vào báo cáo").click()
    expect(plain.get_by_text("có 2 chỗ sửa chữ, sửa số")).to_be_visible(timeout=_LONG)
    rows = plain.get_by_role("table", name="Những chỗ đã sửa").get_by_role("row")
    expect(rows).to_have_count(3)
    came = plain.url
    rows.nth(2).get_by_role("link", name="chỗ đã đổi").click()  # a row leads to its mark, and the mark's line back
    marked = plain.locator(f"#{plain.url.partition('#dau-')[2]}")
    expect(marked.locator("ins")).to_be_visible()
    marked.get_by_role("link", name="ở Nhận lại bản sửa").click()
    expect(plain.locator(f"#{plain.url.partition('#')[2]}")).to_be_in_viewport()
    assert plain.url.partition("#")[0] == came.partition("#")[0] and re.search(r"#sua-\d$", plain.url)
    folded = plain.get_by_text(re.compile(r"^\d+ chỗ chỉ đổi cách trình bày"))
    expect(folded).to_be_visible()
    assert plain.get_by_text("Đổi khung bảng").count() and not plain.get_by_text("Đổi khung bảng").first.is_visible()

    page.goto(plain.url)
    first = page.get_by_role("img", name="Trang 1 của Báo cáo")
    assert first.bounding_box()["y"] < 330  # type: ignore[index]
    assert faults_of_access(page) == []
    page.get_by_role("link", name="Báo cáo đã lập").click()
    page.get_by_role("heading", level=2).get_by_role("link", name="Báo cáo quý III năm 2025").click()
    assert first.bounding_box()["y"] < 260  # type: ignore[index]
    assert faults_of_access(page) == []

    plain.get_by_role("link", name="Xem các chỗ đổi trên trang").click()
    changes = plain.locator(".changes li")
    expect(changes).to_have_count(2)
    changes.nth(1).get_by_role("link", name="trang").click()
    assert plain.url.endswith("#dau-doi-2")
    expect(plain.locator("#dau-doi-2")).to_be_in_viewport()
    plain.get_by_role("link", name="Chỗ đã đổi 2").locator("rect").click()
    assert plain.url.endswith("#doi-2")
    plain.locator("#loi-1").get_by_role("link").click()
    expect(plain.locator("#dau-loi-1")).to_be_in_viewport()
    page.goto(plain.url)
    assert page.evaluate("document.querySelector('.sheets figure').getBoundingClientRect().top + scrollY") < 290
    assert faults_of_access(page) == []

    # The mark lies over the very words: what the PDF says within it is what was typed.
    told = changes_of(dossier, only_report(dossier))["bao-cao.docx"]["changes"]
    document = only_report(dossier).file("bao-cao.docx")
    with pypdfium2.PdfDocument(pdf_path(dossier, document.mark)) as pdf:
        for one, words in zip(told[:2], ("năm", "khoảng 130"), strict=True):
            (box,) = one["at"]
            sheet = pdf[int(box["page"]) - 1]
            tall = sheet.get_height()
            text = sheet.get_textpage().get_text_bounded(
                left=box["left"],
                right=box["left"] + box["width"],
                top=tall - box["top"],
                bottom=tall - box["top"] - box["height"],
            )
            assert words in " ".join(text.split()), one

    document.path.write_bytes(retyped(document.path.read_bytes(), {"khoảng 130": "khoảng 131"}))
    assert changes_of(dossier, only_report(dossier)) == {}, "an edited file shows no old marks"


@needs_libreoffice
def test_words_that_stand_twice_are_not_marked_at_the_wrong_place(live: Live, tmp_path: Path) -> None:
    document = Document()
    for text in (f"{KIND} của năm 2025, 2025 là năm đầu.", f"{KIND} của năm 2026.", "Hai câu giống nhau."):
        document.add_paragraph(text)
    document.add_paragraph("Hai câu giống nhau.")
    document.save(str(tmp_path / "a.docx"))
    (pdf,) = print_pages([tmp_path / "a.docx"], tmp_path / "pdf")
    first = f"{KIND} của năm 2025, 2025 là năm đầu."
    once, twice, whole, nowhere = find_all(
        pdf, [("2026", f"{KIND} của năm 2026."), ("2025", first), ("", first), ("Hai", "Hai câu giống nhau.")]
    )
    assert len(once) == 1 and once[0]["width"] < 40
    assert twice == whole and whole[0]["width"] > 150
    assert nowhere == []
