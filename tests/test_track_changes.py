"""`build --track-changes`: a leader sees what a correction did, around what people wrote."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from generator.redline.accept_reject import accept_all, reject_all
from generator.redline.folder import track_files
from generator.revise.folder import FolderMerge
from generator.stories.build import build
from generator.stories.jobs import Job
from tests.built_report import DOSSIER, PERIOD, edit, replace_in
from tests.redline_documents import W, document_of, marks, part, texts

PERSONS = "Đoạn này do người soạn viết thêm."


def corrected(workbook: Path) -> None:
    """Số liệu!C10 (14,1 in Phụ lục I and in the report) is corrected to 14,6."""
    book = load_workbook(workbook)
    book["Số liệu"]["C10"].value = 14.6
    book.save(workbook)


def edited_and_corrected(tmp_path: Path, track: bool) -> tuple[bytes, bytes, bytes]:
    """The report as a person left it and as rebuilt, and Phụ lục I as rebuilt."""
    workbook = tmp_path / DOSSIER.name
    shutil.copy(DOSSIER, workbook)
    folder = build(Job(workbook, PERIOD, out=tmp_path / "ra")).published.folder
    path = folder / "bao-cao.docx"
    edit(path, lambda document: document.add_paragraph(PERSONS))
    edit(path, lambda document: replace_in(document, "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", "I. CÔNG TÁC CHỈ ĐẠO"))
    before = path.read_bytes()
    corrected(workbook)
    build(Job(workbook, PERIOD, out=tmp_path / "ra", track_changes=track))
    return before, path.read_bytes(), (folder / "phu-luc-I.docx").read_bytes()


def test_accepting_gives_the_plain_merge_and_rejecting_the_edited_file(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    before, tracked, appendix = edited_and_corrected(tmp_path / "a", track=True)
    _, plain, plain_appendix = edited_and_corrected(tmp_path / "b", track=False)
    assert texts(accept_all(tracked)) == texts(plain)
    assert texts(reject_all(tracked)) == texts(before)
    assert texts(accept_all(appendix)) == texts(plain_appendix)
    assert PERSONS in texts(plain) and "14,1%" in marks(tracked, "del") and "14,6%" in marks(tracked, "ins")
    assert "14,1" in marks(appendix, "del")
    inserted = next(part(tracked).iter(f"{W}ins"))
    assert inserted.get(f"{W}author") == "baocao"
    assert date.fromisoformat(str(inserted.get(f"{W}date"))[:10]) == date(2025, 9, 14)


def test_building_again_without_new_data_changes_no_byte(tmp_path: Path) -> None:
    _, tracked, appendix = edited_and_corrected(tmp_path, track=True)
    for again in (True, False):
        folder = build(Job(tmp_path / DOSSIER.name, PERIOD, out=tmp_path / "ra", track_changes=again)).published.folder
        assert (folder / "bao-cao.docx").read_bytes() == tracked
        assert (folder / "phu-luc-I.docx").read_bytes() == appendix


def test_a_file_that_cannot_be_compared_is_updated_and_named() -> None:
    new = document_of(["Mới."])
    revised, problems = track_files(FolderMerge({"bao-cao.docx": new}), {"bao-cao.docx": b"not a zip"}, None)
    assert revised.files["bao-cao.docx"] == new
    assert [(problem.code, problem.place.file) for problem in problems] == [("XB012", "bao-cao.docx")]
