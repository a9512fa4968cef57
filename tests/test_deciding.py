"""Issuing is a decision, and two commands at once do not undo each other."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from built_report import DOSSIER, PERIOD, ROOT
from edit_stories import Story, append_words, edited, plain, replace_words
from lxml import etree

from generator.core.problems import BadDossier, ExitCode, FolderBusy, WrongUsage
from generator.stories.before_issue import decisions, unusual
from generator.stories.build import build
from generator.stories.history import differences, past_states, restore
from generator.stories.intake import upgrade_workbook
from generator.stories.issue import issue, withdraw
from generator.stories.jobs import Job
from generator.stories.lint import lint_files
from generator.stories.trace import trace, write_check_sheet
from generator.write.backups import Action
from generator.write.files import workbook_held, write_file
from generator.write.manifest import MANIFEST, is_issued

DAY = date(2025, 9, 20)
GAP = "[Chưa có nội dung: đề xuất, kiến nghị]"


def ready(tmp_path: Path) -> Story:
    story = Story.begin(tmp_path)
    story.edit(replace_words(GAP, "Không có kiến nghị."))
    story.build()
    return story


def run(command: list[str], answer: str = "") -> subprocess.CompletedProcess[str]:
    """The command as a person types it, and what they answer."""
    line = [sys.executable, str(ROOT / "cli.py"), *command]
    return subprocess.run(line, input=answer, capture_output=True, encoding="utf-8", check=False)


def test_figures_changed_by_hand_are_listed_and_it_is_asked_once_more(tmp_path: Path) -> None:
    story = ready(tmp_path)
    story.edit(replace_words("97,7 tỷ", "98,7 tỷ"))
    found = [plain(one.message) for one in decisions(story.folder) if one.code == "BH013"]
    assert found == ["“97,7 tỷ đồng” theo hồ sơ đã được sửa tay thành “98,7 tỷ đồng”."]
    command = ["issue", str(story.folder), "--number", "5", "--date", "20/9/2025"]
    refused = run(command, answer="không\n")
    assert refused.returncode == ExitCode.USAGE and not is_issued(story.folder)
    done = run(command, answer="có\n")
    assert done.returncode == ExitCode.DONE and "98,7 tỷ" in plain(done.stdout) and is_issued(story.folder)


BY_HAND = {
    "a figure in a new clause": (
        "Ngân sách tỉnh được",
        " Trong đó cấp xã 95,7%.",
        "không lấy từ hồ sơ: 95,7%",
        "append",
    ),
    "a verdict turned": (
        ", đạt mục tiêu năm 2025 (30",
        ", chưa đạt mục tiêu năm 2025 (30",
        "chương trình viết: “",
        "replace",
    ),
    "a rise turned into a fall": ("tăng 2,9 điểm", "giảm 2,9 điểm", "giảm 2,9 điểm", "replace"),
    "words that say nothing of a figure": ("Các nhiệm vụ được triển khai", " Đề nghị tiếp tục.", "", "append"),
}


@pytest.mark.parametrize(("old", "new", "told", "how"), BY_HAND.values(), ids=BY_HAND)
def test_figures_and_verdicts_that_only_a_person_wrote_are_listed(
    tmp_path: Path, old: str, new: str, told: str, how: str
) -> None:
    story = Story.begin(tmp_path)
    story.edit(append_words(old, new) if how == "append" else replace_words(old, new))
    found = [plain(one.message) for one in decisions(story.folder) if one.code == "BH013"]
    assert len(found) == bool(told) and told in "".join(found)


def test_scripts_say_yes_beforehand(tmp_path: Path) -> None:
    story = ready(tmp_path)
    command = ["issue", str(story.folder), "--number", "5", "--date", "20/9/2025", "--yes"]
    assert run(command).returncode == ExitCode.DONE


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2025, 6, 1), date(2199, 9, 20), date(2052, 9, 20)])
def test_a_day_before_the_period_or_of_a_mistyped_year_is_refused(tmp_path: Path, day: date) -> None:
    with pytest.raises(BadDossier) as refusal:
        issue(ready(tmp_path).folder, "5", day)
    assert [one.code for one in refusal.value.problems] == ["BH011"]


def test_a_day_out_of_the_ordinary_is_told(tmp_path: Path) -> None:
    folder = ready(tmp_path).folder
    today = date(2025, 9, 25)
    told = {
        day: [one.code for one in unusual(folder, "5", day, today)] for day in (date(2025, 9, 1), DAY, date(2027, 1, 1))
    }
    assert told == {date(2025, 9, 1): ["BH016"], DAY: [], date(2027, 1, 1): ["BH016", "BH016"]}


def test_figures_of_an_earlier_period_are_told_before_the_report_is_issued(tmp_path: Path) -> None:
    story = ready(tmp_path)
    before = [one.message for one in decisions(story.folder) if one.code == "BH017"]
    assert "CT06" not in " ".join(before)

    def drop(book: object) -> None:
        sheet = book["Số liệu"]  # type: ignore[index]
        rows = [row[0].row for row in sheet.iter_rows(min_row=2) if row[0].value == "CT06" and row[1].value == PERIOD]
        for row in rows:
            sheet.delete_rows(row)

    story.data(drop)
    story.build()
    told = [one.message for one in decisions(story.folder) if one.code == "BH017"]
    assert len(told) == 1 and "CT06 (quý II năm 2025)" in told[0]
    refused = run(["issue", str(story.folder), "--number", "5", "--date", "20/9/2025"], answer="không\n")
    assert refused.returncode == ExitCode.USAGE and "CT06" in refused.stdout + refused.stderr


def test_a_period_without_data_is_told_before_the_report_is_issued(tmp_path: Path) -> None:
    folder = build(Job(DOSSIER, "2027-Q2", out=tmp_path)).published.folder
    told = [one.message for one in decisions(folder) if one.code == "BH017"]
    assert any("không có số liệu nào của quý II năm 2027" in one for one in told)


def test_an_old_copy_is_not_issued(tmp_path: Path) -> None:
    story = ready(tmp_path)
    copy = story.bytes_of()

    def change(book: object) -> None:
        for row in book["Số liệu"].iter_rows(min_row=2):  # type: ignore[index]
            if (row[0].value, row[1].value) == ("CT06", PERIOD):
                row[2].value = 7.1

    story.data(change)
    story.build()
    story.put(edited(copy, append_words("Trong kỳ, đã ban hành")))
    with pytest.raises(BadDossier) as refusal:
        issue(story.folder, "5", DAY)
    assert "BH010" in {one.code for one in refusal.value.problems}
    story.build()
    issue(story.folder, "5", DAY)


def test_a_number_is_given_once_and_stays_on_record(tmp_path: Path) -> None:
    story = ready(tmp_path)
    issue(story.folder, "5", DAY)
    second = story.build(new_version=True).published.folder
    with pytest.raises(BadDossier) as refusal:
        issue(second, "05", DAY)
    assert [one.code for one in refusal.value.problems] == ["BH012"]
    assert withdraw(story.folder).issued.symbol == "05/BC-UBND"
    assert not is_issued(story.folder)
    assert "05/BC-UBND" in {one.issued.symbol for one in past_states(story.folder).states if one.issued}
    assert [one.code for one in unusual(second, "5", DAY, DAY)] == ["BH016"], "asked before, as it was withdrawn"
    assert [one.code for one in issue(second, "05", DAY).problems] == ["BH016"]


def test_what_is_withdrawn_is_as_before_and_can_be_built_and_issued_again(tmp_path: Path) -> None:
    story = ready(tmp_path)
    before = story.bytes_of()
    issue(story.folder, "5", DAY)
    withdraw(story.folder)
    assert story.bytes_of() == before
    story.build()
    issue(story.folder, "6", DAY)
    with pytest.raises(WrongUsage, match="chưa ban hành"):
        withdraw(story.build(new_version=True).published.folder)


def test_what_is_withdrawn_is_of_no_earlier_build_and_is_issued_again_at_once(tmp_path: Path) -> None:
    story = ready(tmp_path)
    story.edit(replace_words("Không có kiến nghị.", "Không có kiến nghị gì."))
    issue(story.folder, "5", DAY)
    assert withdraw(story.folder).edited == ()
    issue(story.folder, "6", DAY)
    made = [(one.made_by, one.issued.number if one.issued else "") for one in past_states(story.folder).states]
    assert [one for one, number in made if number == "05"] == [Action.ISSUE], "its copy says nothing more"
    assert [one for one, _ in made][-2:] == [Action.WITHDRAW, Action.ISSUE]


def test_what_was_edited_after_the_issuing_is_told_when_it_is_withdrawn(tmp_path: Path) -> None:
    story = ready(tmp_path)
    issue(story.folder, "5", DAY)
    story.edit(replace_words("Không có kiến nghị.", "Không có kiến nghị gì."))
    assert withdraw(story.folder).edited == ("bao-cao.docx",)
    made = [one.made_by for one in past_states(story.folder).states]
    assert made.count(Action.ISSUE) == 2, "as it was issued, and as it was edited then"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:900]),
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes().replace(b'"schema": 2', b'"schema": 99')),
    ],
    ids=["empty", "cut", "missing", "newer"],
)
def test_an_issued_folder_is_known_without_its_manifest(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    story = ready(tmp_path)
    issue(story.folder, "5", DAY)
    spoil(story.folder / MANIFEST)
    with pytest.raises(WrongUsage, match="đã ban hành số 05/BC-UBND"):
        story.build()
    numbers = [one.number for one in past_states(story.folder).states if one.issued and one.number]
    restore(story.folder, numbers[-1])
    assert is_issued(story.folder)


# --- two at once -------------------------------------------------------------------------------------


def test_a_second_command_on_a_workbook_waits(tmp_path: Path) -> None:
    book = tmp_path / "ho-so.xlsx"
    shutil.copy(DOSSIER, book)
    order: list[str] = []
    inside = threading.Event()

    def first() -> None:
        with workbook_held(book):
            inside.set()
            order.append("first in")
            done.wait(0.3)
            order.append("first out")

    done = threading.Event()
    other = threading.Thread(target=first)
    other.start()
    inside.wait(5)
    with workbook_held(book, wait=10):
        order.append("second in")
    other.join()
    assert order == ["first in", "first out", "second in"]


def test_a_workbook_open_in_excel_is_told(tmp_path: Path) -> None:
    book = tmp_path / "ho-so.xlsx"
    shutil.copy(DOSSIER, book)
    (tmp_path / "~$ho-so.xlsx").write_bytes(b"")
    with pytest.raises(FolderBusy, match="đang mở trong Excel"):
        upgrade_workbook(book, book)


def test_nothing_writes_over_its_own_input_or_any_other_file(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    book, report = story.dossier.read_bytes(), story.bytes_of()
    found = trace(story.folder)
    with pytest.raises(WrongUsage, match="đã có"):
        write_check_sheet(found, story.folder, story.dossier)
    other = tmp_path / "khac.docx"
    write_file(other, b"mine")
    for target in (story.folder / "bao-cao.docx", other):
        with pytest.raises(WrongUsage):
            lint_files([story.folder / "bao-cao.docx"], annotate=target)
    assert (story.dossier.read_bytes(), story.bytes_of(), other.read_bytes()) == (book, report, b"mine")


# --- who and what ------------------------------------------------------------------------------------


def test_history_says_who_and_what_is_other(tmp_path: Path) -> None:
    story = ready(tmp_path)
    story.put(edited(story.bytes_of(), lambda root: _save_as(root, "Nguyễn Văn A"), "docProps/core.xml"))
    story.edit(append_words("Trong kỳ, đã ban hành", " (thêm một chữ)"))
    story.build()
    past = past_states(story.folder).states
    assert past[-1].who and past[-2].editors == ("Nguyễn Văn A",)
    (one,) = differences(story.folder, 1)
    assert one.name == "bao-cao.docx"
    assert [change.new.strip() for change in one.changes] == ["(thêm một chữ)"]
    shown = run(["history", str(story.folder), "--diff", "1"])
    assert shown.returncode == ExitCode.DONE and "+ (thêm một chữ)" in shown.stdout
    with pytest.raises(WrongUsage, match="99"):
        differences(story.folder, 99)


def _save_as(root: etree._Element, name: str) -> None:
    tag = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}lastModifiedBy"
    found = root.find(tag)
    (found if found is not None else etree.SubElement(root, tag)).text = name
