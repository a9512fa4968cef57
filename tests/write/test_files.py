"""The output folder changes whole or not at all, and a person's work stays."""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.core.problems import ExitCode, FolderBusy, ProblemList, WrongUsage
from generator.write import swap
from generator.write.files import Published, edited_files, publish, write_file
from generator.write.manifest import Manifest, read_manifest, sha256

FIRST = {"bao-cao.docx": b"report 1", "phu-luc-I.docx": b"appendix I", "phu-luc-V.docx": b"money"}
SECOND = {"bao-cao.docx": b"report 2", "phu-luc-I.docx": b"appendix I"}
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="a child process is killed in the middle")


def manifest(**changes: Any) -> Manifest:
    return Manifest(
        **{"period": "2025-Q3", "as_of": date(2025, 9, 14), "input_name": "hs.xlsx", "input_sha256": "0", **changes}
    )


def put(folder: Path, files: dict[str, bytes], **options: Any) -> Published:
    return publish(folder, files, files, manifest(), **options)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under `folder` but the manifest and the history (test_backups.py), by relative path."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {
        name: content
        for name, content in found.items()
        if name != "manifest.json" and not name.startswith(".base/lich-su/")
    }


def with_base(files: dict[str, bytes]) -> dict[str, bytes]:
    return {**files, **{f".base/{name}": content for name, content in files.items()}}


def test_the_folder_holds_the_files_their_base_and_a_manifest_with_their_hashes(tmp_path: Path) -> None:
    folder = tmp_path / "ho-so" / "2025-Q3"
    published = put(folder, FIRST)
    assert contents(folder) == with_base(FIRST)
    found = read_manifest(folder)
    assert found is not None
    assert found.outputs == {name: sha256(content) for name, content in FIRST.items()}
    assert published.written == ("bao-cao.docx", "manifest.json", "phu-luc-I.docx", "phu-luc-V.docx")
    assert published.kept_aside == () and not published.unchanged


def test_nothing_but_the_lock_is_left_beside_the_folder(tmp_path: Path) -> None:
    for files in (FIRST, SECOND):
        put(tmp_path / "2025-Q3", files)
    assert {path.name for path in tmp_path.iterdir()} <= {"2025-Q3", ".2025-Q3.lock"}


def test_a_file_that_no_longer_applies_goes_away(tmp_path: Path) -> None:
    put(tmp_path / "ky", FIRST)
    published = put(tmp_path / "ky", SECOND)
    assert contents(tmp_path / "ky") == with_base(SECOND)
    assert published.removed == ("phu-luc-V.docx",)


def test_the_same_input_touches_nothing(tmp_path: Path) -> None:
    put(tmp_path / "ky", FIRST)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "ky").rglob("*")}
    assert put(tmp_path / "ky", FIRST).unchanged
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "ky").rglob("*")} == before


def test_two_folders_made_from_the_same_input_are_equal_to_the_byte(tmp_path: Path) -> None:
    for name in ("a", "b"):
        put(tmp_path / name, FIRST)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert (tmp_path / "a/manifest.json").read_bytes() == (tmp_path / "b/manifest.json").read_bytes()


# --- a person's work -----------------------------------------------------------------------------


def edit(path: Path, content: bytes, when: datetime = datetime(2026, 11, 21, 14, 30, 5)) -> None:
    path.write_bytes(content)
    os.utime(path, (when.timestamp(), when.timestamp()))


def test_notes_and_subfolders_are_carried_over(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    put(folder, FIRST)
    (folder / "Sở Y tế").mkdir()
    edit(folder / "Sở Y tế/bao-cao.docx", b"agency")
    edit(folder / "ghi chú.txt", b"note")
    edit(folder / ".base/bao-cao (trước khi gộp).docx", b"history")
    put(folder, SECOND)
    own = {
        "Sở Y tế/bao-cao.docx": b"agency",
        "ghi chú.txt": b"note",
        ".base/bao-cao (trước khi gộp).docx": b"history",
    }
    assert contents(folder) == with_base(SECOND) | own
    assert datetime.fromtimestamp((folder / "ghi chú.txt").stat().st_mtime) == datetime(2026, 11, 21, 14, 30, 5)


def test_an_edited_file_is_kept_under_the_time_it_was_saved(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    put(folder, FIRST)
    edit(folder / "bao-cao.docx", b"by hand")
    assert edited_files(folder) == ("bao-cao.docx",)
    published = put(folder, SECOND)
    aside = "bao-cao (bản sửa tay 2026-11-21 14.30.05).docx"
    assert contents(folder) == with_base(SECOND) | {aside: b"by hand"}
    assert [(kept.name, kept.kept_as) for kept in published.kept_aside] == [("bao-cao.docx", aside)]
    assert [problem.code for problem in published.problems] == ["XB004"]
    assert datetime.fromtimestamp((folder / aside).stat().st_mtime) == datetime(2026, 11, 21, 14, 30, 5)


def test_an_edited_file_is_kept_even_if_the_data_did_not_change(tmp_path: Path) -> None:
    put(tmp_path / "ky", FIRST)
    edit(tmp_path / "ky/bao-cao.docx", b"by hand")
    assert len(put(tmp_path / "ky", FIRST).kept_aside) == 1
    assert (tmp_path / "ky/bao-cao.docx").read_bytes() == b"report 1"


def test_two_edits_saved_in_the_same_second_are_both_kept(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    put(folder, FIRST)
    for content in (b"one", b"two", b"two"):
        edit(folder / "bao-cao.docx", content)
        put(folder, SECOND)
    stem = "bao-cao (bản sửa tay 2026-11-21 14.30.05"
    kept = {f"{stem}).docx": b"one", f"{stem}, 2).docx": b"two"}
    assert contents(folder) == with_base(SECOND) | kept


def test_an_edited_file_that_no_longer_applies_is_kept_aside_and_not_called_removed(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    put(folder, FIRST)
    edit(folder / "phu-luc-V.docx", b"by hand")
    published = put(folder, SECOND)
    assert contents(folder)["phu-luc-V (bản sửa tay 2026-11-21 14.30.05).docx"] == b"by hand"
    assert "phu-luc-V.docx" not in contents(folder)
    assert [kept.name for kept in published.kept_aside] == ["phu-luc-V.docx"]


def test_a_person_who_made_exactly_the_new_file_loses_nothing_and_gets_no_second_copy(tmp_path: Path) -> None:
    put(tmp_path / "ky", FIRST)
    edit(tmp_path / "ky/bao-cao.docx", SECOND["bao-cao.docx"])
    assert put(tmp_path / "ky", SECOND).kept_aside == ()


def test_a_merged_edit_is_not_kept_again_but_a_later_one_is(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    put(folder, FIRST)
    edit(folder / "bao-cao.docx", b"by hand")
    merged = {**FIRST, "bao-cao.docx": b"merged"}
    published = publish(folder, merged, FIRST, manifest(), taken_in={"bao-cao.docx": sha256(b"by hand")})
    assert published.kept_aside == () and (folder / "bao-cao.docx").read_bytes() == b"merged"
    assert edited_files(folder) == ("bao-cao.docx",), "the merged file still holds a person's words"
    edit(folder / "bao-cao.docx", b"by hand again")
    published = publish(folder, merged, FIRST, manifest(), taken_in={"bao-cao.docx": sha256(b"by hand")})
    assert len(published.kept_aside) == 1


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"\xff\xfe", b'{"schema": 1}', b'{"schema": 99}', b"[" * 100_000],
    ids=["empty", "cut", "list", "binary", "fields missing", "newer", "deep"],
)
def test_with_a_damaged_manifest_and_no_base_every_file_counts_as_edited(tmp_path: Path, damage: bytes) -> None:
    folder = tmp_path / "ky"
    publish(folder, FIRST, {}, manifest())
    (folder / "manifest.json").write_bytes(damage)
    problems = ProblemList()
    assert read_manifest(folder, problems) is None
    assert [problem.code for problem in problems.items] == ["XB006"]
    published = put(folder, SECOND)
    assert [kept.name for kept in published.kept_aside] == ["bao-cao.docx"]
    assert contents(folder)["phu-luc-V.docx"] == b"money", "unknown files stay"
    assert {"XB004", "XB006"} == {problem.code for problem in published.problems}


def test_a_missing_manifest_is_no_problem_and_the_file_of_that_name_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    folder.mkdir()
    edit(folder / "bao-cao.docx", b"someone else's")
    published = put(folder, FIRST)
    assert [kept.name for kept in published.kept_aside] == ["bao-cao.docx"]
    assert [problem.code for problem in published.problems] == ["XB004"]


def test_what_is_saved_at_the_very_moment_of_the_exchange_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "ky"
    put(folder, FIRST)
    edit(folder / "note.txt", b"old note")
    real = swap.exchange

    def a_person_saves_now(target: Path) -> Path | None:
        edit(target / "bao-cao.docx", b"by hand")
        (target / "note.txt").unlink()
        edit(target / "note.txt", b"new note")
        edit(target / "more.txt", b"more")
        return real(target)

    monkeypatch.setattr(swap, "exchange", a_person_saves_now)
    published = put(folder, SECOND)
    aside = "bao-cao (bản sửa tay 2026-11-21 14.30.05).docx"
    own = {aside: b"by hand", "note.txt": b"new note", "more.txt": b"more"}
    assert contents(folder) == with_base(SECOND) | own
    assert [kept.kept_as for kept in published.kept_aside] == [aside]


# --- killed in the middle --------------------------------------------------------------------------


def die_at(step: int, work: Callable[[], object]) -> bool:
    """Runs `work` in a child that is gone at its `step`-th touch of the file system; True if it lived to the end."""
    child = os.fork()
    if child == 0:
        count = 0

        def watch(event: str, _: object) -> None:
            nonlocal count
            if event == "open" or event.startswith(("os.", "shutil.", "ctypes.")):
                count += 1
                if count >= step:
                    os._exit(9)

        sys.addaudithook(watch)
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@needs_fork
@pytest.mark.parametrize("at_once", [True, False], ids=["exchange in one step", "two renames"])
def test_a_run_killed_at_any_step_leaves_the_old_folder_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    if not at_once:
        monkeypatch.setattr(swap, "_exchange_at_once", lambda one, other: False)
    own = {"note.txt": b"note", "Sở Y tế/bao-cao.docx": b"agency"}
    put(tmp_path / "old/ky", FIRST)
    (tmp_path / "old/ky/Sở Y tế").mkdir()
    for name, content in own.items():
        edit(tmp_path / "old/ky" / name, content)
    seen: set[str] = set()
    lived, step = False, 0
    while not lived:
        step += 1
        folder = tmp_path / str(step) / "ky"
        shutil.copytree(tmp_path / "old", folder.parent)
        lived = die_at(step, lambda folder=folder: put(folder, SECOND))  # type: ignore[misc]
        if not folder.exists():
            assert not at_once
            seen.add("between")
            with swap.held(folder, 1):
                swap.recover(folder)
        whole = {"old": with_base(FIRST) | own, "new": with_base(SECOND) | own}
        found = [name for name, expected in whole.items() if contents(folder) == expected]
        assert len(found) == 1, f"killed at step {step}: {sorted(contents(folder))}"
        outputs = FIRST if found == ["old"] else SECOND
        assert set(json.loads((folder / "manifest.json").read_bytes())["outputs"]) == set(outputs)
        seen.update(found)
        put(folder, SECOND)
        assert contents(folder) == with_base(SECOND) | own, f"the run after a kill at step {step}"
        assert {path.name for path in folder.parent.iterdir()} <= {"ky", ".ky.lock"}
    assert step > 30
    assert seen == ({"old", "new"} if at_once else {"old", "new", "between"})


@needs_fork
def test_the_first_run_killed_leaves_nothing_or_everything(tmp_path: Path) -> None:
    lived, step = False, 0
    while not lived:
        step += 1
        folder = tmp_path / str(step) / "ky"
        lived = die_at(step, lambda folder=folder: put(folder, FIRST))  # type: ignore[misc]
        assert not folder.exists() or contents(folder) == with_base(FIRST)
        put(folder, SECOND)
        assert contents(folder) == with_base(SECOND)


# --- in each other's way ---------------------------------------------------------------------------


def test_a_second_run_on_the_same_folder_waits_and_then_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    put(folder, FIRST)
    with swap.held(folder, 0), pytest.raises(FolderBusy) as refusal:
        put(folder, SECOND, wait=0.1)
    assert "Một lần chạy khác đang ghi" in refusal.value.message
    assert refusal.value.exit_code == ExitCode.USAGE
    assert contents(folder) == with_base(FIRST)


def test_runs_at_once_end_one_after_the_other_with_one_whole_result(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    inputs = [{"bao-cao.docx": b"%d" % number, f"phu-luc-{number}.docx": b"x"} for number in range(6)]
    runs = [threading.Thread(target=put, args=(folder, files), kwargs={"wait": 30}) for files in inputs]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert contents(folder) in [with_base(files) for files in inputs]


def test_an_agency_report_waits_for_the_report_around_it(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    with swap.held(folder, 0), pytest.raises(FolderBusy):
        put(folder / "Sở Y tế", FIRST, within=folder, wait=0.1)
    put(folder / "Sở Y tế", FIRST, within=folder)
    put(folder, SECOND)
    inner = {f"Sở Y tế/{name}": content for name, content in with_base(FIRST).items()}
    kept = ("manifest.json", ".base/lich-su/nguoi-lam.json")
    assert {name: content for name, content in contents(folder).items() if "Sở" in name} == inner | {
        f"Sở Y tế/{name}": (folder / "Sở Y tế" / name).read_bytes() for name in kept
    }
    assert not (folder / ".Sở Y tế.lock").exists(), "locks are not carried over"


@pytest.mark.parametrize("sign", ["~$o-cao.docx", ".~lock.bao-cao.docx#"], ids=["Word", "LibreOffice"])
def test_a_report_open_in_a_word_processor_is_not_replaced_under_its_hands(tmp_path: Path, sign: str) -> None:
    folder = tmp_path / "ky"
    put(folder, FIRST)
    (folder / sign).touch()
    with pytest.raises(FolderBusy, match=r"bao-cao\.docx” đang mở trong Word, hãy đóng lại rồi chạy lại") as refusal:
        put(folder, SECOND)
    assert sign in refusal.value.next_step
    with pytest.raises(FolderBusy):
        write_file(folder / "bao-cao.docx", b"x")
    (folder / sign).unlink()
    assert contents(folder) == with_base(FIRST)


def test_a_folder_that_cannot_be_renamed_because_a_file_is_open_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to rename a folder with an open file in it; here the refusal is put in by hand."""
    folder = tmp_path / "ky"
    put(folder, FIRST)
    real = os.replace

    def refuse(source: Path, destination: Path) -> None:
        if Path(source) == folder:
            raise PermissionError(13, "in use")
        real(source, destination)

    monkeypatch.setattr(swap, "_exchange_at_once", lambda one, other: False)
    monkeypatch.setattr("generator.write.refusals.HOLDS_OPEN_FILES", True)
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(FolderBusy, match="đang mở trong Word"):
        put(folder, SECOND)
    assert contents(folder) == with_base(FIRST)
    assert not swap.staging(folder).exists()


def test_when_the_second_rename_fails_the_old_folder_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "ky"
    put(folder, FIRST)
    real = os.replace

    def refuse(source: Path, destination: Path) -> None:
        if Path(source) == swap.staging(folder):
            raise OSError(28, "full")
        real(source, destination)

    monkeypatch.setattr(swap, "_exchange_at_once", lambda one, other: False)
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(WrongUsage, match="ổ đĩa đã đầy"):
        put(folder, SECOND)
    assert contents(folder) == with_base(FIRST)


# --- no right to write -----------------------------------------------------------------------------


def as_nobody(work: Callable[[], object]) -> str:
    """The refusal that an account without special rights gets."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        try:
            work()
            told = "nothing refused"
        except BaseException as error:
            told = f"{type(error).__name__}: {error}"
        os.write(write, told.encode())
        os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    with os.fdopen(read, "rb") as pipe:
        return pipe.read().decode()


@pytest.fixture
def open_tmp_path(tmp_path: Path) -> Path:
    """A folder that every account may pass through (pytest's own are closed, those of its parallel workers too)."""
    for place in (tmp_path, *tmp_path.parents):
        if os.getuid() == 0 and place.name.startswith((tmp_path.name, "popen-", "pytest-")):
            place.chmod(0o755)
    return tmp_path


@needs_fork
def test_a_read_only_folder_is_refused_with_what_to_do(open_tmp_path: Path) -> None:
    folder = open_tmp_path / "ky"
    put(folder, FIRST)
    folder.chmod(0o555)
    open_tmp_path.chmod(0o555)
    told = as_nobody(lambda: put(folder, SECOND))
    open_tmp_path.chmod(0o755)
    folder.chmod(0o755)
    assert told.startswith("WrongUsage: Không có quyền ghi vào")
    assert contents(folder) == with_base(FIRST)


@needs_fork
def test_a_read_only_folder_in_a_writable_place_is_refused_too(open_tmp_path: Path) -> None:
    folder = open_tmp_path / "ky"
    put(folder, FIRST)
    open_tmp_path.chmod(0o777)
    (open_tmp_path / ".ky.lock").chmod(0o666)
    folder.chmod(0o555)
    told = as_nobody(lambda: put(folder, SECOND))
    folder.chmod(0o755)
    assert told.startswith("WrongUsage: Không có quyền ghi vào") and "ky”" in told
    assert contents(folder) == with_base(FIRST)


@needs_fork
def test_a_read_only_file_is_refused(open_tmp_path: Path) -> None:
    open_tmp_path.chmod(0o777)
    path = open_tmp_path / "ra.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o444)
    assert as_nobody(lambda: write_file(path, b"new")).startswith("WrongUsage: Không có quyền ghi vào")
    assert path.read_bytes() == b"old"


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ky").write_bytes(b"mine")
    with pytest.raises(WrongUsage, match="không phải thư mục"):
        put(tmp_path / "ky", FIRST)
    assert (tmp_path / "ky").read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["../x.docx", "a/b.docx", "a\\b.docx", "manifest.json", ".base", "", ".."])
def test_a_name_that_leads_out_of_the_folder_is_the_callers_mistake(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not the name"):
        put(tmp_path / "ky", {name: b""})
    assert list(tmp_path.iterdir()) == []


# --- one file ----------------------------------------------------------------------------------------


def test_one_file_is_written_whole_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "ra.xlsx"
    write_file(path, b"one")
    path.chmod(0o640)
    write_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("place", "told"),
    [("no/such/ra.xlsx", "không có thư mục này"), ("file/ra.xlsx", "là tệp"), ("folder", "là một thư mục")],
)
def test_a_place_where_no_file_can_stand_is_refused(tmp_path: Path, place: str, told: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(WrongUsage, match=told):
        write_file(tmp_path / place, b"x")
    assert {path.name for path in tmp_path.iterdir()} == {"file", "folder"}


@needs_fork
def test_one_file_killed_at_any_step_is_the_old_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "ra.xlsx"
    lived, step = False, 0
    while not lived:
        step += 1
        path.write_bytes(b"old")
        lived = die_at(step, lambda: write_file(path, b"new"))
        assert path.read_bytes() in (b"old", b"new")
    assert path.read_bytes() == b"new" and step > 2


def test_what_a_killed_run_left_of_a_file_goes_with_the_next_writing(tmp_path: Path) -> None:
    old, young, other = (tmp_path / name for name in (".a[1].docx.7.moi", ".a[1].docx.8.moi", ".b.docx.7.moi"))
    for path in (old, young, other):
        path.write_bytes(b"half")
    for path in (old, other):
        os.utime(path, (0, 0))
    write_file(tmp_path / "a[1].docx", b"whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["a[1].docx", young.name, other.name])
