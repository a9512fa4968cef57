"""A real LibreOffice opens a built report, a person's edits are made in it and saved; then corrected data arrives."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from generator.core.problems import ExitCode
from generator.office.state_mark import mark_of
from generator.stories.build import build
from generator.stories.jobs import Job, Outcome
from tests.built_report import DOSSIER, PERIOD, needs_libreoffice, through_libreoffice
from tests.merge_documents import W, lines_of

DRIVER = Path(__file__).with_name("libreoffice_edit.py")
SYSTEM_PYTHON = "/usr/bin/python3"
Step = tuple[Any, ...]


@cache
def uno_is_there() -> bool:
    if not Path(SYSTEM_PYTHON).exists():
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0


pytestmark = [
    needs_libreoffice,
    pytest.mark.skipif(not uno_is_there(), reason="python3-uno drives LibreOffice: apt-get install python3-uno"),
]


class Office:
    """An output folder, its dossier, and what happens to them."""

    def __init__(self, folder: Path) -> None:
        self.dossier = folder / "ho-so.xlsx"
        self.out = folder / "out"
        shutil.copy(DOSSIER, self.dossier)
        self.folder = self.out / "ho-so" / PERIOD

    def build(self, combined: bool = False) -> Outcome:
        return build(Job(self.dossier, PERIOD, out=self.out, combined=combined))

    def edit(self, name: str, steps: Sequence[Step]) -> bytes:
        """The file as LibreOffice saved it."""
        target = self.folder.parent / name
        job = {"source": str(self.folder / name), "target": str(target), "steps": steps}
        run = subprocess.run(
            [SYSTEM_PYTHON, str(DRIVER)],
            input=json.dumps([job]),
            capture_output=True,
            text=True,
            timeout=180,
            check=True,
        )
        assert json.loads(run.stdout) == [""]
        target.replace(self.folder / name)
        return (self.folder / name).read_bytes()

    def correct(self) -> None:
        """A late correction: the overdue task was done in time and the paused one goes on, so that no appendix of late
        ones is left; figures rose, a document and a task are new.
        """
        book = load_workbook(self.dossier)
        for row in book["Tiến độ"].iter_rows(min_row=2):
            if (row[0].value, row[1].value) == ("V.7", PERIOD):
                row[2].value, row[3].value, row[4].value = "Hoàn thành", date(2025, 8, 29), 100
                row[5].value, row[7].value = "Đã phân loại xong 486/486 thủ tục", None
            if (row[0].value, row[1].value) == ("V.4", PERIOD):
                row[2].value = "Đang thực hiện"
        for row in book["Số liệu"].iter_rows(min_row=2):
            if (row[0].value, row[1].value) == ("CT06", PERIOD):
                row[2].value = 7.1
        book["Văn bản"].append([PERIOD, "3300/UBND-VX", None, "Ủy ban nhân dân tỉnh", "V/v chuyển đổi số cấp xã"])
        book["Nhiệm vụ"].append(["V.15", "V", None, 15, "Xây dựng bản đồ số đô thị", "Sở Xây dựng", None, "Bản đồ"])
        book.save(self.dossier)

    def lines(self, name: str) -> list[str]:
        return lines_of((self.folder / name).read_bytes())


def faults(content: bytes, folder: Path) -> set[str]:
    path = folder / "audit.docx"
    path.write_bytes(content)
    return {str(error.description) for error in OpenXmlValidator().validate(str(path)).errors}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("built")
    Office(place).build()
    return place


@pytest.fixture
def office(built: Path, tmp_path: Path) -> Office:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return Office(tmp_path)


REPORT_EDITS: tuple[tuple[Step, str], ...] = (
    (
        ("replace", "đã ban hành 04\u00a0văn bản chỉ đạo", "đã ban hành 04\u00a0văn bản chỉ đạo quan trọng"),
        "05\u00a0văn bản chỉ đạo quan trọng",
    ),
    (("append", "Kiện toàn tổ giúp việc", " Tổ có 9 người."), "02 cấp. Tổ có 9 người."),
    (
        ("add_paragraph", "Ban hành công văn đôn đốc", "Văn bản mật không nêu tại đây."),
        "Văn bản mật không nêu tại đây.",
    ),
    (("split", "phương cụ thể hóa Nghị quyết số 57-NQ/TW"), "bằng 07 nhóm nhiệm vụ, phân công rõ người"),
    (("replace", "- UBND các xã, phường;", "- UBND các xã, phường, đặc khu;"), "- UBND các xã, phường, đặc khu;"),
    (("replace", "Nguyễn Văn A", "Trần Thị Bình"), "Trần Thị Bình"),
    (("replace", "Số:       /BC-UBND", "Số: 325/BC-UBND"), "Số: 325/BC-UBND"),
    (
        ("move_paragraph", "Hạ tầng số tại các xã vùng cao", "Việc ứng dụng trí tuệ nhân tạo"),
        "Hạ tầng số tại các xã vùng cao",
    ),
    (("join_with_next", "Một số nhiệm vụ triển khai chậm", " Bên cạnh đó: "), "kinh tế ban đêm. Bên cạnh đó: - "),
    (("footnote", "Tổ chức 02 phiên họp", "Phiên họp tháng 7 và tháng 9."), "Phiên họp tháng 7 và tháng 9."),
    (("replace", "dùng chung của tỉnh", "dùng chung của tỉnh (bản mới)"), "dùng chung của tỉnh (bản mới); Kế hoạch"),
)
CORRECTED = (
    "Trong kỳ, đã ban hành 05\u00a0văn bản",
    "Công văn số 3300/UBND-VX của Ủy ban nhân dân tỉnh về việc chuyển đổi số cấp xã [Chưa có nội dung: ngày ban hành",
    "7,1%, vượt 0,1\u00a0điểm phần trăm so với mục tiêu",
    "Trong tổng số 41\u00a0nhiệm vụ",
    "đã phân loại xong 486/486 thủ tục",
    "không có nhiệm vụ nào quá hạn",
)
STALE = ("đã ban hành 04\u00a0văn bản", "hân loại 412/486", "tổng số 40\u00a0nhiệm vụ")


@pytest.mark.parametrize("lost", [False, True], ids=["bookmarks kept", "bookmarks lost"])
def test_many_edits_at_once_and_the_correction_stand_side_by_side(office: Office, tmp_path: Path, lost: bool) -> None:
    steps = [step for step, _ in REPORT_EDITS] + ([("forget_bookmarks",)] if lost else []) + [("margin", "Left", 3500)]
    edited = office.edit("bao-cao.docx", steps)
    office.correct()
    outcome = office.build()
    lines = "\n".join([*office.lines("bao-cao.docx"), *_footnotes((office.folder / "bao-cao.docx").read_bytes())])
    assert [mark for _, mark in REPORT_EDITS if mark not in lines] == []
    assert [words for words in CORRECTED if words not in lines] == []
    assert [words for words in STALE if words in lines] == []
    assert outcome.conflicts == ()
    merged = (office.folder / "bao-cao.docx").read_bytes()
    assert faults(merged, tmp_path) - faults(edited, tmp_path) == set()
    assert b'w:left="1984"' in _body(merged) or b'w:left="1985"' in _body(merged)  # the margin that was set
    through_libreoffice(office.folder / "bao-cao.docx")


def _part(content: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(content)).read(f"word/{name}.xml")


def _body(content: bytes) -> bytes:
    return _part(content, "document")


def _footnotes(content: bytes) -> list[str]:
    """The text of each footnote that the body has a mark of, in the order of the marks."""
    notes = {one.get(f"{W}id"): one for one in etree.fromstring(_part(content, "footnotes"))}
    marks = etree.fromstring(_body(content)).iter(f"{W}footnoteReference")
    return ["".join(node.text or "" for node in notes[mark.get(f"{W}id")].iter(f"{W}t")).strip() for mark in marks]


TABLE_EDITS: tuple[Step, ...] = (
    ("add_row", "Phát huy vai trò người đứng đầu", ["1a", "", "Việc do tỉnh giao thêm", "Sở Nội vụ"] + [""] * 6),
    ("delete_row", "Chủ động bố trí đầy đủ"),
    ("set_cell", "Xây dựng kế hoạch hỗ trợ doanh nghiệp", 9, "Dự thảo đang trình ký"),
    ("move_row", "Phân loại, rà soát, cập nhật", "Hoàn thành số hóa quy trình"),
)


def test_rows_added_deleted_and_moved_by_hand_stay_so_and_take_new_data(office: Office, tmp_path: Path) -> None:
    edited = office.edit("phu-luc-II.docx", TABLE_EDITS)
    office.correct()
    outcome = office.build()
    rows = [line for line in office.lines("phu-luc-II.docx") if " | " in line]
    assert any(line.startswith("1a |  | Việc do tỉnh giao thêm | Sở Nội vụ") for line in rows)
    assert not any("Chủ động bố trí đầy đủ" in line for line in rows)
    assert any(line.endswith("Dự thảo đang trình ký") for line in rows)
    place = {
        mark: next(n for n, line in enumerate(rows) if mark in line) for mark in ("Phân loại", "Hoàn thành số hóa")
    }
    assert place["Phân loại"] == place["Hoàn thành số hóa"] + 1
    assert rows[place["Phân loại"]].endswith(
        "| Hoàn thành đúng hạn (29/8/2025) | 100% | Đã phân loại xong 486/486 thủ tục"
    )
    assert any("Xây dựng bản đồ số đô thị" in line for line in rows)
    assert outcome.conflicts == ()
    assert faults((office.folder / "phu-luc-II.docx").read_bytes(), tmp_path) - faults(edited, tmp_path) == set()


def test_an_appendix_whose_number_changed_keeps_its_edits(office: Office) -> None:
    office.edit("phu-luc-IV.docx", [("replace", "Sở Tài chính", "Sở Tài chính (đầu mối)")])
    office.correct()
    outcome = office.build()
    lines = office.lines("phu-luc-III.docx")
    assert lines[0] == "Phụ lục III"
    assert any("Sở Tài chính (đầu mối)" in line for line in lines)
    assert outcome.published.kept_aside == ()


def test_both_identities_hold_for_what_libreoffice_saved(office: Office) -> None:
    untouched = (office.folder / "phu-luc-I.docx").read_bytes()
    edited = office.edit("bao-cao.docx", [("append", "Kiện toàn tổ giúp việc", " Tổ có 9 người.")])
    office.build()
    written = (office.folder / "bao-cao.docx").read_bytes()
    assert _but_for_the_mark(written) == _but_for_the_mark(edited) and mark_of(written) != mark_of(edited)
    assert (office.folder / "phu-luc-I.docx").read_bytes() == untouched
    office.build()
    assert (office.folder / "bao-cao.docx").read_bytes() == written


def _but_for_the_mark(content: bytes) -> dict[str, bytes]:
    """Every part but the one that says which state a file is of."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "docProps/custom.xml"}


def test_a_conflict_is_told_until_a_person_settles_it(office: Office) -> None:
    mine = "năm\u00a0chỉ tiêu đang thực hiện theo mục tiêu năm 2025, 03"
    office.edit("bao-cao.docx", [("replace", "05\u00a0chỉ tiêu đang thực hiện theo mục tiêu năm 2025, 03", mine)])
    office.correct()
    told = [(one.old, one.edited, one.new) for one in office.build().conflicts]
    assert told == [("05", "năm", "04")]
    path = office.folder / "bao-cao.docx"
    through_libreoffice(path)  # LibreOffice rewrites the comment too
    assert [(one.old, one.edited, one.new) for one in office.build().conflicts] == told
    assert mine in "\n".join(office.lines("bao-cao.docx"))
    _retype(path, "năm", "04")
    assert office.build().conflicts == ()
    assert ExitCode.CONFLICTS == 4


def _retype(path: Path, old: str, new: str) -> None:
    from docx import Document

    document = Document(str(path))
    (run,) = (run for paragraph in document.paragraphs for run in paragraph.runs if run.text == old)
    run.text = new
    document.save(str(path))
