"""`history`: every state of a folder is listed and comes back whole; nothing is lost on the way."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.core.problems import FolderBusy, WrongUsage
from generator.stories.build import build
from generator.stories.history import differences, past_states, restore
from generator.stories.issue import issue
from generator.stories.jobs import Job
from generator.write import files as files_module
from generator.write import swap
from generator.write.backups import KEPT_GENERATED, Action, account, states
from generator.write.files import edited_files, publish
from generator.write.manifest import Manifest, read_manifest
from tests.built_report import DOSSIER, edit, replace_in, report_folder
from tests.workbook_builder import minimal_sheets, write_workbook

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="a child process is killed in the middle")
MANIFEST = Manifest("2025-Q3", date(2025, 9, 14), "hs.xlsx", "0")


def put(folder: Path, text: str) -> None:
    files = {"bao-cao.docx": text.encode(), "phu-luc-I.docx": b"appendix"}
    publish(folder, files, files, MANIFEST)


def present(folder: Path) -> dict[str, bytes]:
    """What stands in the folder now, without its history and the record of the last build."""
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: data for name, data in found.items() if "lich-su" not in name and "lan-lap" not in name}


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def kept(folder: Path, number: int) -> dict[str, bytes]:
    """A kept state, as it would stand in the folder."""
    place = folder / f".base/lich-su/{number:04d}"
    found = {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    del found["su-kien.json"]
    return found


def test_every_overwriting_keeps_the_state_before(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    seen = []
    for text in ("one", "two", "three"):
        put(folder, text)
        seen.append(present(folder))
    assert [kept(folder, number) for number in (1, 2)] == seen[:2]
    assert present(folder) == seen[2]
    assert [state.made_by for state in past_states(folder).states] == [Action.BUILD] * 3
    assert [state.number for state in past_states(folder).states] == [1, 2, None]


def test_a_run_that_changes_nothing_keeps_nothing(tmp_path: Path) -> None:
    for _ in range(3):
        put(tmp_path / "ky", "same")
    assert states(tmp_path / "ky") == ()


def test_a_persons_file_is_kept_as_it_was_with_its_time(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    put(folder, "one")
    saved = datetime(2025, 9, 18, 14, 30)
    (folder / "bao-cao.docx").write_bytes(b"by hand")
    os.utime(folder / "bao-cao.docx", (saved.timestamp(), saved.timestamp()))
    put(folder, "two")
    first = past_states(folder).states[0]
    assert (first.edited, first.edited_at) == (("bao-cao.docx",), saved)
    assert (folder / ".base/lich-su/0001/bao-cao.docx").read_bytes() == b"by hand"
    assert (folder / ".base/lich-su/0001/.base/bao-cao.docx").read_bytes() == b"one"


def test_the_history_holds_no_time_of_day(tmp_path: Path) -> None:
    for name in ("a", "b"):
        for text in ("one", "two", "three"):
            put(tmp_path / name, text)
    assert everything(tmp_path / "a") == everything(tmp_path / "b")


def test_equal_files_of_two_states_take_the_room_of_one(tmp_path: Path) -> None:
    for text in ("one", "two", "three"):
        put(tmp_path / "ky", text)
    first, second = (tmp_path / f"ky/.base/lich-su/{number}/phu-luc-I.docx" for number in ("0001", "0002"))
    assert first.samefile(second)
    assert not first.samefile(tmp_path / "ky/phu-luc-I.docx"), "a file that somebody may edit in place is no backup"


def test_many_states_are_thinned_out_but_never_those_with_a_persons_work(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    for number in range(KEPT_GENERATED + 6):
        put(folder, f"text {number}")
        if number == 2:
            (folder / "bao-cao.docx").write_bytes(b"by hand")
    found = states(folder)
    assert len(found) == KEPT_GENERATED + 1
    assert found[0].edited == ("bao-cao.docx",)
    assert [state.number for state in found[1:]] == list(
        range(found[-1].number - KEPT_GENERATED + 1, found[-1].number + 1)
    )


# --- restore ---------------------------------------------------------------------------------------


def test_a_state_comes_back_whole_and_the_present_one_is_kept_first(tmp_path: Path) -> None:
    folder = report_folder(tmp_path)
    edit(folder / "bao-cao.docx", lambda document: replace_in(document, "42,49", "43,01"))
    (folder / "ghi chú.txt").write_text("của tôi")
    edited = present(folder)
    shutil.copy(folder / "bao-cao.docx", tmp_path / "mine.docx")
    workbook = changed_dossier(tmp_path)
    build(Job(workbook, "2025-Q3", out=tmp_path))
    rebuilt = present(folder)
    assert rebuilt != edited

    done = restore(folder, 1)
    assert (done.number, done.kept_as) == (1, 2)
    asides = {name for name in present(folder) if "bản sửa tay" in name}
    assert {name: data for name, data in present(folder).items() if name not in asides} == edited
    assert edited_files(folder) == ("bao-cao.docx",)
    assert kept(folder, 2).items() <= rebuilt.items()
    last = past_states(folder).states[-1]
    assert (last.made_by, last.restored) == (Action.RESTORE, 1)

    restore(folder, 2)
    assert {name: data for name, data in present(folder).items() if name in kept(folder, 2)} == kept(folder, 2)


def changed_dossier(tmp_path: Path) -> Path:
    """The same dossier with one value corrected."""
    book = load_workbook(DOSSIER)
    rows = book["Giải ngân"].iter_rows(min_row=2)
    row = next(row for row in rows if (row[0].value, row[1].value) == ("KP01", "2025-Q3"))
    row[3].value = 5300
    path = tmp_path / DOSSIER.name
    book.save(path)
    return path


def test_work_saved_since_is_kept_before_a_restore(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    put(folder, "one")
    put(folder, "two")
    (folder / "bao-cao.docx").write_bytes(b"by hand")
    restore(folder, 1)
    assert (folder / "bao-cao.docx").read_bytes() == b"one"
    assert kept(folder, 2)["bao-cao.docx"] == b"by hand"
    assert not [name for name in present(folder) if "bản sửa tay" in name]


def test_a_number_that_is_not_there_is_refused(tmp_path: Path) -> None:
    put(tmp_path / "ky", "one")
    put(tmp_path / "ky", "two")
    before = everything(tmp_path / "ky")
    with pytest.raises(WrongUsage, match="Không có trạng thái số 7") as refusal:
        restore(tmp_path / "ky", 7)
    assert "1" in refusal.value.next_step
    assert everything(tmp_path / "ky") == before


def test_a_file_open_in_word_is_not_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    put(folder, "one")
    put(folder, "two")
    (folder / "~$o-cao.docx").touch()
    before = everything(folder)
    with pytest.raises(FolderBusy):
        restore(folder, 1)
    assert everything(folder) == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="rights do not bind an administrator")
def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    put(folder, "one")
    put(folder, "two")
    folder.chmod(0o555)
    with pytest.raises(WrongUsage, match="quyền"):
        restore(folder, 1)
    folder.chmod(0o755)


@needs_fork
@pytest.mark.parametrize("step", ["_fill", "carry_over", "keep_state", "exchange", "rescue"])
def test_killed_at_any_step_of_a_restore_the_folder_is_whole(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "ky"
    put(folder, "one")
    (folder / "bao-cao.docx").write_bytes(b"by hand")
    put(folder, "two")
    before = everything(folder)
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(swap if step == "exchange" else files_module, step, lambda *_: os._exit(9))
        restore(folder, 1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    if step != "rescue":
        assert everything(folder) == before
        restore(folder, 1)
    assert (folder / "bao-cao.docx").read_bytes() == b"by hand"
    assert kept(folder, 2)["bao-cao.docx"] == b"two"


# --- damaged and foreign folders -------------------------------------------------------------------


def test_a_folder_without_a_report_has_no_history(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="không phải là thư mục kết quả"):
        past_states(tmp_path)
    with pytest.raises(WrongUsage):
        restore(tmp_path / "nowhere", 1)


def test_a_damaged_manifest_is_saved_by_the_history(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    put(folder, "one")
    put(folder, "two")
    (folder / "manifest.json").write_text("{")
    assert [state.number for state in past_states(folder).states] == [1, None]
    restore(folder, 1)
    assert (folder / "bao-cao.docx").read_bytes() == b"one"
    assert read_manifest(folder) is not None
    assert b"two" in everything(folder).values()


@pytest.mark.parametrize("damage", ["no record", "foreign record", "foreign folder"])
def test_a_damaged_history_stops_neither_a_listing_nor_a_build(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "ky"
    put(folder, "one")
    put(folder, "two")
    record = folder / ".base/lich-su/0001/su-kien.json"
    match damage:
        case "no record":
            record.unlink()
        case "foreign record":
            record.write_text('{"made_by": 3, "edited": 7, "next": []}')
        case "foreign folder":
            (folder / ".base/lich-su/của tôi").mkdir()
    assert past_states(folder).states[0].number == 1
    put(folder, "three")
    restore(folder, 1)
    assert (folder / "bao-cao.docx").read_bytes() == b"one"


def test_a_state_that_is_damaged_is_not_brought_back(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    put(folder, "one")
    put(folder, "two")
    (folder / ".base/lich-su/0001/manifest.json").write_text("{")
    before = everything(folder)
    with pytest.raises(WrongUsage, match="hỏng"):
        restore(folder, 1)
    assert everything(folder) == before


def test_a_base_that_is_gone_loses_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    put(folder, "one")
    (folder / "bao-cao.docx").write_bytes(b"by hand")
    shutil.rmtree(folder / ".base")
    put(folder, "two")
    assert b"by hand" in everything(folder).values()
    assert past_states(folder).states[0].edited == ("bao-cao.docx",)


# --- issued ----------------------------------------------------------------------------------------


def issued(tmp_path: Path) -> Path:
    folder = report_folder(tmp_path)
    gap = "[Chưa có nội dung: đề xuất, kiến nghị]"
    edit(folder / "bao-cao.docx", lambda document: replace_in(document, gap, "Không có."))
    issue(folder, "5", date(2025, 9, 20))
    return folder


def test_an_issued_report_does_not_go_back_to_before(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    before = everything(folder)
    with pytest.raises(WrongUsage, match="đã ban hành"):
        restore(folder, 1)
    assert everything(folder) == before
    last = past_states(folder).states[-1]
    assert last.issued is not None and last.issued.symbol == "05/BC-UBND" and last.edited == ()


def test_what_is_changed_after_issue_is_told_and_can_be_undone(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    before = present(folder)
    edit(folder / "bao-cao.docx", lambda document: replace_in(document, "42,49", "43,01"))
    found = past_states(folder).states
    assert found[-1].edited == ("bao-cao.docx",)
    number = next(state.number for state in found if state.issued is not None and state.number is not None)
    restore(folder, number)
    assert present(folder) == before


def test_the_cells_of_a_spreadsheet_that_are_other_are_named_with_what_stood_and_stands_in_them(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    path = write_workbook(tmp_path / "hs.xlsx", sheets)
    folder = build(Job(path, "2025-Q3", out=tmp_path / "ra")).published.folder
    sheets["Nhiệm vụ"][1][4] = "Xây dựng đề án khác"
    write_workbook(path, sheets)
    build(Job(path, "2025-Q3", out=tmp_path / "ra"))
    (found,) = (one for one in differences(folder, 1) if one.name == "phu-luc.xlsx")
    assert found.others and not found.changes
    was = str(minimal_sheets()["Nhiệm vụ"][1][4])
    assert any(f"“{was}" in one and "→ “Xây dựng đề án khác" in one and ", ô " in one for one in found.others)
    book = load_workbook(folder / "phu-luc.xlsx")
    for number in range(60):
        book.worksheets[0].cell(100 + number, 1).value = number
    book.save(folder / "phu-luc.xlsx")
    (found,) = (one for one in differences(folder, 1) if one.name == "phu-luc.xlsx")
    assert len(found.others) == 51 and found.others[-1].endswith("ô nữa"), "many are counted, not listed without end"


def test_every_state_says_who_made_it_also_the_first_and_those_behind_states_that_went(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    for number in range(KEPT_GENERATED + 3):
        put(folder, str(number))
    assert {state.who for state in past_states(folder).states} == {account()}
    assert past_states(folder).states[0].number == 3


def test_who_made_a_state_of_an_earlier_version_is_not_guessed_from_another(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    for text in ("one", "two", "three", "four"):
        put(folder, text)
    (folder / ".base/lich-su/nguoi-lam.json").unlink()
    for number in (1, 2, 3):  # as they were kept before: only who made what came next
        place = folder / f".base/lich-su/000{number}/su-kien.json"
        record = json.loads(place.read_bytes())
        del record["by"]
        place.write_text(json.dumps({**record, "next_by": f"người {number + 1}"}))
    assert [state.who for state in past_states(folder).states] == ["", "người 2", "người 3", "người 4"]
    shutil.rmtree(folder / ".base/lich-su/0002")
    assert [state.who for state in past_states(folder).states] == ["", "", "người 4"]
