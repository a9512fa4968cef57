"""`issue`: number and date stand in every file, edited or not; what is not ready is refused, and nothing changes."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from openpyxl import load_workbook

from generator.core.folders import MANIFEST
from generator.core.problems import BadDossier, FolderBusy, WrongUsage
from generator.office.refusal import Unreadable
from generator.stories.build import build
from generator.stories.issue import issue
from generator.stories.jobs import Job
from generator.write import files as files_module
from generator.write import swap
from generator.write.manifest import Issued, Manifest, is_issued, read_manifest, sha256
from tests.built_report import DOSSIER, edit, needs_libreoffice, replace_in, report_folder, through_libreoffice

DAY = date(2026, 1, 5)
GAP = "[Chưa có nội dung: đề xuất, kiến nghị]"
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="a child process is killed in the middle")


def ready_folder(tmp_path: Path, combined: bool = False) -> Path:
    """A report whose one gap a person has filled."""
    folder = report_folder(tmp_path, combined)
    edit(folder / "bao-cao.docx", lambda document: replace_in(document, GAP, "Không có kiến nghị."))
    return folder


def lines(path: Path) -> list[str]:
    """The lines of a document that tell its number or date."""
    document = Document(str(path))
    cells = [cell for table in document.tables[:1] for row in table.rows for cell in row.cells]
    paragraphs = [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
    texts = dict.fromkeys(paragraph.text for paragraph in paragraphs)
    return [text for text in texts if text.startswith(("Số:", "Lai Châu, ngày", "(Kèm theo"))]


def state(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


HEAD = ["Số: 05/BC-UBND", "Lai Châu, ngày 05 tháng 01 năm 2026"]
ATTACHED = "(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 01 năm 2026 của Ủy ban nhân dân tỉnh Lai Châu)"


def test_number_and_date_stand_in_every_file(tmp_path: Path) -> None:
    folder = ready_folder(tmp_path)
    done = issue(folder, "5", DAY)
    assert done.issued == Issued("05", "05/BC-UBND", DAY)
    assert sorted(lines(folder / "bao-cao.docx")) == sorted(HEAD)
    for number in ("I", "II", "III", "IV", "V"):
        assert lines(folder / f"phu-luc-{number}.docx") == [ATTACHED]
    book = load_workbook(folder / "phu-luc.xlsx")
    texts = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert [text for text in texts if str(text).startswith("(Kèm theo")] == [ATTACHED] * 5


def test_in_the_combined_file_too(tmp_path: Path) -> None:
    folder = ready_folder(tmp_path, combined=True)
    issue(folder, "05/BC-UBND", DAY)
    assert sorted(lines(folder / "bao-cao.docx")) == sorted([*HEAD, ATTACHED])
    body = "\n".join(paragraph.text for paragraph in Document(str(folder / "bao-cao.docx")).paragraphs)
    assert body.count(ATTACHED) == 5


@pytest.mark.parametrize(
    ("number", "day", "written"),
    [
        ("5", date(2026, 3, 9), ["Số: 05/BC-UBND", "Lai Châu, ngày 09 tháng 3 năm 2026"]),
        ("009", date(2026, 12, 31), ["Số: 09/BC-UBND", "Lai Châu, ngày 31 tháng 12 năm 2026"]),
        ("123", date(2026, 2, 28), ["Số: 123/BC-UBND", "Lai Châu, ngày 28 tháng 02 năm 2026"]),
    ],
)
def test_zeros_stand_where_the_decree_wants_them(tmp_path: Path, number: str, day: date, written: list[str]) -> None:
    folder = ready_folder(tmp_path)
    issue(folder, number, day)
    assert sorted(lines(folder / "bao-cao.docx")) == sorted(written)


def test_the_manifest_says_number_date_and_the_hashes_of_what_was_issued(tmp_path: Path) -> None:
    folder = ready_folder(tmp_path)
    before = read_manifest(folder)
    issue(folder, "5", DAY)
    after = read_manifest(folder)
    assert before is not None and after is not None
    assert after.issued == Issued("05", "05/BC-UBND", DAY) and before.issued is None
    assert after.outputs == {name: sha256((folder / name).read_bytes()) for name in before.outputs}
    assert (after.facts, after.figures, after.schema) == (before.facts, before.figures, before.schema)
    assert json.loads((folder / "manifest.json").read_bytes())["issued"]["date"] == "2026-01-05"


def bold_number(document: WordDocument) -> None:
    """The number line cut into runs as Word does, one of them made bold."""
    for cell in document.tables[0]._cells:
        for paragraph in cell.paragraphs:
            if paragraph.text.startswith("Số:"):
                paragraph.runs[0].text = "Số"
                paragraph.add_run(":     ").bold = True
                paragraph.add_run("  /BC-")
                paragraph.add_run("UBND").bold = True
                return


def test_a_persons_type_and_edits_stay(tmp_path: Path) -> None:
    folder = ready_folder(tmp_path)
    edit(folder / "bao-cao.docx", bold_number)
    edit(folder / "bao-cao.docx", lambda document: replace_in(document, "42,49", "43,01"))
    issue(folder, "5", DAY, ["ND30-252"])
    document = Document(str(folder / "bao-cao.docx"))
    number = next(p for cell in document.tables[0]._cells for p in cell.paragraphs if p.text.startswith("Số:"))
    assert number.text == "Số: 05/BC-UBND"
    assert [(run.text, run.bold) for run in number.runs if run.text.strip(" ")] == [
        ("Số", None), (": 05", True), ("/BC-", None), ("UBND", True)
    ]  # fmt: skip
    assert any("giải ngân 43,01\u00a0tỷ\u00a0đồng" in paragraph.text for paragraph in document.paragraphs)


@needs_libreoffice
def test_files_that_libreoffice_saved_are_issued_too(tmp_path: Path) -> None:
    folder = ready_folder(tmp_path)
    for name in ("bao-cao.docx", "phu-luc-V.docx"):
        through_libreoffice(folder / name)
    issue(folder, "5", DAY)
    assert sorted(lines(folder / "bao-cao.docx")) == sorted(HEAD)
    assert lines(folder / "phu-luc-V.docx") == [ATTACHED]


@needs_libreoffice
def test_pdf_files_are_made_anew_only_where_there_were_some(tmp_path: Path) -> None:
    folder = build(Job(DOSSIER, "2025-Q3", out=tmp_path, pdf=True)).published.folder
    edit(folder / "bao-cao.docx", lambda document: replace_in(document, GAP, "Không có."))
    old = (folder / "bao-cao.pdf").read_bytes()
    issue(folder, "5", DAY)
    assert (folder / "bao-cao.pdf").read_bytes() != old
    assert {path.name for path in folder.glob("*.pdf")} == {f"{path.stem}.pdf" for path in folder.glob("*.docx")}


# --- what is not ready -----------------------------------------------------------------------------


def with_part(path: Path, name: str, change: Callable[[str], str]) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {one: package.read(one) for one in package.namelist()}
    parts[name] = change(parts[name].decode()).encode()
    with zipfile.ZipFile(path, "w") as package:
        for one, data in parts.items():
            package.writestr(one, data)


def track(path: Path) -> None:
    """As Word leaves a word struck out under Track Changes."""

    def change(xml: str) -> str:
        struck = '<w:p><w:del w:id="900" w:author="A"><w:r><w:delText>cũ</w:delText></w:r></w:del></w:p>'
        return xml.replace("<w:sectPr", f"{struck}<w:sectPr", 1)

    with_part(path, "word/document.xml", change)


def spoil(folder: Path, how: str) -> None:
    report = folder / "bao-cao.docx"
    match how:
        case "gap":
            edit(report, lambda document: replace_in(document, "Không có kiến nghị.", GAP))
        case "tracked":
            track(report)
        case "other number":
            edit(report, lambda document: replace_in(document, "     ", " 17"))
        case "no number line":
            edit(report, lambda document: replace_in(document, "/BC-UBND", ""))
        case "file gone":
            (folder / "phu-luc-II.docx").unlink()
        case "form":
            edit(report, lambda document: setattr(document.sections[0], "left_margin", 360000))


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("gap", "BH001"),
        ("tracked", "BH003"),
        ("form", "BH004"),
        ("no number line", "BH005"),
        ("other number", "BH006"),
        ("file gone", "BH007"),
    ],
)
def test_what_is_not_ready_is_refused_and_nothing_changes(tmp_path: Path, how: str, code: str) -> None:
    folder = ready_folder(tmp_path)
    spoil(folder, how)
    before = state(folder)
    with pytest.raises(BadDossier) as refusal:
        issue(folder, "5", DAY)
    assert code in {problem.code for problem in refusal.value.problems}
    assert state(folder) == before


def test_a_conflict_that_nobody_settled_is_refused(tmp_path: Path) -> None:
    folder = ready_folder(tmp_path)

    def comment(document: WordDocument) -> None:
        run = next(one for one in document.paragraphs if "02 phiên họp" in one.text).runs[-1]
        said = document.add_comment(run, "Chỗ này đã sửa tay.", author="baocao", initials="bc")
        for line in ("Bản trước: “1”", f"Bản sửa tay: “{run.text}”", "Theo số liệu mới: “3”"):
            said.add_paragraph(line)

    edit(folder / "bao-cao.docx", comment)
    before = state(folder)
    with pytest.raises(BadDossier) as refusal:
        issue(folder, "5", DAY)
    assert [problem.code for problem in refusal.value.problems] == ["BH002"]
    assert state(folder) == before


def test_a_persons_comment_is_only_told(tmp_path: Path) -> None:
    folder = ready_folder(tmp_path)
    edit(folder / "bao-cao.docx", lambda d: d.add_comment(d.paragraphs[14].runs[0], "Xem lại", author="Hà"))
    assert [problem.code for problem in issue(folder, "5", DAY).problems] == ["BH008"]


def test_a_fault_of_form_can_be_waived(tmp_path: Path) -> None:
    folder = ready_folder(tmp_path)
    spoil(folder, "form")
    with pytest.raises(BadDossier) as refusal:
        issue(folder, "5", DAY)
    codes = [problem.message.partition(":")[0] for problem in refusal.value.problems]
    assert issue(folder, "5", DAY, codes).issued.number == "05"


def test_the_number_typed_by_hand_already_is_no_hindrance(tmp_path: Path) -> None:
    folder = ready_folder(tmp_path)
    edit(folder / "bao-cao.docx", lambda document: replace_in(document, "Số:       /", "Số: 5/"))
    issue(folder, "05", DAY)
    assert sorted(lines(folder / "bao-cao.docx")) == sorted(HEAD)


@pytest.mark.parametrize("number", ["", "0", "năm", "5.5", "-3", "12a"])
def test_what_is_no_number_is_refused(tmp_path: Path, number: str) -> None:
    with pytest.raises(WrongUsage, match="không phải là số văn bản"):
        issue(ready_folder(tmp_path), number, DAY)


def test_a_folder_without_a_report_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="không phải là thư mục kết quả"):
        issue(tmp_path, "5", DAY)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(WrongUsage, match="Không đọc được bản kê"):
        issue(tmp_path, "5", DAY)


def test_a_damaged_file_and_one_open_in_word_are_refused_whole(tmp_path: Path) -> None:
    folder = ready_folder(tmp_path)
    (folder / "~$o-cao.docx").touch()
    before = state(folder)
    with pytest.raises(FolderBusy, match="đang mở"):
        issue(folder, "5", DAY)
    assert state(folder) == before
    (folder / "~$o-cao.docx").unlink()
    (folder / "phu-luc-I.docx").write_bytes(b"PK broken")
    with pytest.raises(Unreadable, match=r"phu-luc-I\.docx"):
        issue(folder, "5", DAY)


# --- a frozen folder -------------------------------------------------------------------------------


def issued_folder(tmp_path: Path) -> Path:
    folder = ready_folder(tmp_path)
    issue(folder, "5", DAY)
    return folder


def test_an_issued_report_is_not_built_again(tmp_path: Path) -> None:
    folder = issued_folder(tmp_path)
    before = state(folder)
    with pytest.raises(WrongUsage, match=r"05/BC-UBND ngày 05/01/2026") as refusal:
        build(Job(DOSSIER, "2025-Q3", out=tmp_path))
    assert "--new-version" in refusal.value.next_step
    with pytest.raises(WrongUsage, match="đã ban hành"):
        issue(folder, "6", DAY)
    assert state(folder) == before


@pytest.mark.parametrize("spelt", ["plain", "escaped", "utf-16", "utf-32"])
def test_an_issued_report_is_known_however_its_manifest_is_spelt(tmp_path: Path, spelt: str) -> None:
    manifest = Manifest("2025-Q3", DAY, "a.xlsx", "0", issued=Issued("05", "05/BC-UBND", DAY))
    text = manifest.as_bytes().decode()
    spellings = {"plain": text.encode(), "escaped": text.replace("issued", r"i\u0073sued").encode()}
    (tmp_path / MANIFEST).write_bytes(spellings.get(spelt) or text.encode(spelt))
    assert is_issued(tmp_path)
    (tmp_path / MANIFEST).write_bytes(replace(manifest, issued=None).as_bytes())
    assert not is_issued(tmp_path)


def test_a_new_version_stands_beside_it_until_it_is_issued_itself(tmp_path: Path) -> None:
    folder = issued_folder(tmp_path)
    before = state(folder)
    for _ in range(2):
        second = build(Job(DOSSIER, "2025-Q3", out=tmp_path, new_version=True)).published.folder
        assert second.name == "2025-Q3-ban-2"
    edit(second / "bao-cao.docx", lambda document: replace_in(document, "Không có kiến nghị.", "Không có."))
    issue(second, "6", DAY)
    assert build(Job(DOSSIER, "2025-Q3", out=tmp_path, new_version=True)).published.folder.name == "2025-Q3-ban-3"
    assert state(folder) == before


def test_a_new_version_of_what_is_not_issued_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="chưa ban hành"):
        build(Job(DOSSIER, "2025-Q3", out=tmp_path, new_version=True))


def test_the_report_of_another_period_is_still_built(tmp_path: Path) -> None:
    issued_folder(tmp_path)
    assert build(Job(DOSSIER, "2025-Q2", out=tmp_path)).published.folder.name == "2025-Q2"


# --- killed in the middle --------------------------------------------------------------------------


@needs_fork
@pytest.mark.parametrize("step", ["_fill", "keep_state", "keep_issued", "exchange", "rescue"])
def test_killed_at_any_step_the_folder_is_the_old_or_the_issued_one(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = ready_folder(tmp_path)
    shutil.copytree(folder, tmp_path / "twin/lai-chau-nq57/2025-Q3")
    twin = tmp_path / "twin/lai-chau-nq57/2025-Q3"
    issue(twin, "5", DAY)
    before, after = state(folder), state(twin)
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(swap if step == "exchange" else files_module, step, lambda *_: os._exit(9))
        issue(folder, "5", DAY)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    found = state(folder)
    if step == "rescue":
        assert found == after
    else:
        assert found == before
        issue(folder, "5", DAY)
        assert state(folder) == after
