"""Stories of edits and data on a built report: what a person did is there, everything else is as a fresh build.

What stands in a file is read by tests/edit_stories.py, which owes nothing to the program's own reading.
"""

from __future__ import annotations

import io
import random
import re
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from built_report import PERIOD, ROOT, needs_libreoffice, through_libreoffice
from edit_stories import (
    Story,
    W,
    append_words,
    comments_in,
    delete_column,
    edited,
    lines_in,
    paragraph_with,
    part,
    replace_words,
    row_with,
    sections_in,
    split_paragraph,
    swap_columns,
    words_of,
    write_cell,
)
from lxml import etree
from openpyxl.workbook import Workbook
from openxml_audit import OpenXmlValidator

from generator.core.problems import ExitCode
from generator.redline.accept_reject import reject_all
from generator.revise.document import merge_documents
from generator.stories.before_issue import decisions
from generator.stories.build import build
from generator.stories.issue import issue
from generator.stories.jobs import Job, Outcome
from generator.stories.old_copies import stale_copies
from generator.terminal.show import show_summary

REPORT = "bao-cao.docx"
OPENING = "Trong kỳ, đã ban hành 04 văn bản"
TASKS = "phu-luc-II.docx"
NIGHT = "Phát triển kinh tế đêm"


# --- data ----------------------------------------------------------------------------------------


def set_value(code: str, value: float) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for row in book["Số liệu"].iter_rows(min_row=2):
            if (row[0].value, row[1].value) == (code, PERIOD):
                row[2].value = value

    return change


def set_result(code: str, text: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for row in book["Tiến độ"].iter_rows(min_row=2):
            if (row[0].value, row[1].value) == (code, PERIOD):
                row[5].value = text

    return change


def new_task(book: Workbook) -> None:
    row = ["V.15", "V", None, 15, "Xây dựng bản đồ số đô thị", "Sở Tài chính", None, "Bản đồ", "Tháng 12/2025"]
    book["Nhiệm vụ"].append(row)


def rename_agency(book: Workbook) -> None:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    old, new = "Sở Khoa học và Công nghệ", "Sở Khoa học, Công nghệ và Chuyển đổi số"
                    cell.value = cell.value.replace(old, new)


def no_sample_data(book: Workbook) -> None:
    for row in book["Thông tin chung"].iter_rows():
        if row[0].value == "Số liệu minh hoạ":
            row[1].value = "Không"


# --- what is asked of every story ------------------------------------------------------------------


def difference(story: Story, name: str = REPORT, **asked: object) -> tuple[list[str], list[str]]:
    """Lines of a fresh build that the file lacks, and lines it has besides."""
    fresh, here = Counter(lines_in(story.fresh(**asked)[name])), Counter(lines_in(story.bytes_of(name)))
    return sorted((fresh - here).elements()), sorted((here - fresh).elements())


def codes(outcome: Outcome) -> set[str]:
    return {one.code for one in outcome.problems} & {
        "XB004",
        "XB011",
        "XB014",
        "XB015",
        "XB016",
        "XB017",
        "XB018",
        "XB019",
        "XB023",
        "XB024",
    }


def test_an_agency_renamed_leaves_every_other_line_as_a_fresh_build(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    story.edit(append_words(OPENING))
    story.data(rename_agency)
    outcome = story.build()
    missing, besides = difference(story)
    assert [line for line in missing if not line.startswith(OPENING)] == []
    assert [line for line in besides if not line.endswith("(đã xem)")] == []
    assert codes(outcome) == set()


def test_edits_made_under_the_former_name_of_a_workbook_are_told_and_come_along_with_their_folder(
    tmp_path: Path,
) -> None:
    story = Story.begin(tmp_path)
    renamed, folder = tmp_path / "ho-so-moi.xlsx", story.out / "ho-so-moi" / PERIOD
    shutil.copyfile(story.dossier, renamed)
    job = Job(renamed, PERIOD, out=story.out)
    story.edit(append_words(OPENING))
    assert codes(build(job)) == set(), "the former workbook is there: another dossier"
    shutil.rmtree(folder)
    story.dossier.unlink()
    outcome = build(job)
    told = [one for one in outcome.problems if one.code == "XB024"]
    assert len(told) == 1 and str(story.folder) in told[0].message and str(folder) in told[0].fix
    shutil.rmtree(folder)
    (story.folder / "manifest.json").rename(tmp_path / "kept")
    assert codes(build(job)) == {"XB024"}, "what cannot be told for certain is told too"
    (tmp_path / "kept").rename(story.folder / "manifest.json")
    shutil.rmtree(folder)
    story.folder.rename(folder)
    assert codes(build(job)) == set()
    assert any(line.endswith("(đã xem)") for line in lines_in((folder / REPORT).read_bytes()))


def test_a_report_of_a_workbook_that_is_gone_is_not_told_where_nobody_edited_it_or_it_is_unlike(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    other = tmp_path / "khac.xlsx"
    shutil.copyfile(ROOT / "inputs/lai-chau-2391.xlsx", other)
    story.dossier.rename(tmp_path / "ho-so-moi.xlsx")
    assert codes(build(Job(tmp_path / "ho-so-moi.xlsx", PERIOD, out=story.out))) == set()
    story.edit(append_words(OPENING))
    assert codes(build(Job(other, PERIOD, out=story.out))) == set()


def test_an_old_copy_is_merged_on_the_state_it_is_of_and_told(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    copy = story.bytes_of()
    story.data(set_value("CT06", 7.1))
    story.build()
    story.put(edited(copy, append_words(OPENING)))
    outcome = story.build()
    missing, besides = difference(story)
    assert (len(missing), [line[-8:] for line in besides]) == (1, ["(đã xem)"])
    assert codes(outcome) == {"XB016"}


@pytest.mark.parametrize("wrong", ["another appendix", "another period"])
def test_a_file_laid_over_another_document_is_kept_aside_and_told(tmp_path: Path, wrong: str) -> None:
    story = Story.begin(tmp_path)
    story.edit(append_words(OPENING))
    story.build()
    name, other = (REPORT, TASKS) if wrong == "another period" else (TASKS, "phu-luc-III.docx")
    if wrong == "another period":
        folder = build(Job(story.dossier, "2025-Q4", out=story.out)).published.folder
        story.put(edited((folder / REPORT).read_bytes(), append_words("văn bản chỉ đạo")))
    else:
        story.put(story.bytes_of(other), TASKS)
    story.data(set_value("CT06", 7.1))
    outcome = story.build()
    assert codes(outcome) == {"XB004", "XB018"} and outcome.summary().exit_code is ExitCode.CONFLICTS
    assert list(story.folder.glob("*(bản sửa tay *)*")), "the file is there, aside"
    missing, besides = difference(story, name)
    assert besides == ([f"{missing[0]} (đã xem)"] if name == REPORT else []), "what was edited before is there still"


def test_two_copies_of_one_state_are_both_taken_even_where_no_data_changed(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    first = story.bytes_of()
    story.put(edited(first, append_words(OPENING, " (ý kiến thứ nhất)")))
    story.build()
    story.put(edited(first, append_words(OPENING, " (góp ý khác)")))  # the second person's copy of the same state
    assert codes(story.build()) == {"XB016"}
    both = [one for one in difference(story)[1] if "(ý kiến thứ nhất)" in one and "(góp ý khác)" in one]
    assert len(both) == 1 and story.bytes_of() == (story.build(), story.bytes_of())[1]
    story.put(first)  # and a copy in which nobody wrote
    assert [one.code for one in stale_copies(story.folder)] == ["XB016"], "not issued as it is"
    assert codes(story.build()) == {"XB016"} and difference(story)[1] == both


def test_what_was_edited_before_and_is_gone_is_told(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    story.edit(append_words(OPENING, " (ý kiến thứ nhất)"))
    story.build()
    story.edit(replace_words(" (ý kiến thứ nhất)", " (góp ý khác)"))
    (told,) = [one.message for one in story.build().problems if one.code == "XB019"]
    assert "(ý kiến thứ nhất)" in told
    assert "XB019" not in codes(story.build()), "once"


def test_what_was_merged_before_is_kept_where_the_hidden_folder_did_not_come_along(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    story.edit(append_words(OPENING))
    story.build()
    shutil.rmtree(story.folder / ".base")  # as copying to another machine may leave it behind
    story.data(set_value("CT06", 7.1))
    assert codes(story.build()) == {"XB004"}
    asides = list(story.folder.glob("*(bản sửa tay *)*"))
    assert any("(đã xem)" in line for one in asides for line in lines_in(one.read_bytes()))
    assert [one.name.split(" ")[0] for one in asides] == ["bao-cao"], "what nobody edited is not kept twice"


def test_a_report_of_elsewhere_is_not_taken_for_an_edit_without_a_word(tmp_path: Path) -> None:
    other = Story.begin(tmp_path / "nơi khác", built=False)
    other.data(set_value("CT06", 6.6))
    other.build()
    story = Story.begin(tmp_path / "ở đây")
    story.put(edited(other.bytes_of(), append_words(OPENING)))
    outcome = story.build()
    assert codes(outcome) == {"XB023"} and outcome.summary().exit_code is ExitCode.CONFLICTS
    assert codes(story.build()) == set(), "once"
    story.edit(append_words("Một số chỉ tiêu cụ thể"))
    story.build()
    dossier = ROOT / "tests/cases/rebuild/m02-strict/hs.xlsx"
    stranger = build(Job(dossier, PERIOD, out=tmp_path / "lạ")).published.folder / REPORT
    kept = story.bytes_of()
    story.put(stranger.read_bytes())
    assert codes(story.build()) == {"XB004", "XB018"}
    assert lines_in(story.bytes_of()) == lines_in(kept)


@pytest.mark.parametrize("name", ["", "Báo cáo đã sửa.DOCX", "bao-cao.doc", "Bao cao (1).odt"])
def test_an_edited_report_that_is_gone_or_has_another_name_is_told(tmp_path: Path, name: str) -> None:
    story = Story.begin(tmp_path)
    story.edit(append_words(OPENING))
    story.build()
    copy = story.bytes_of()
    (story.folder / REPORT).unlink()
    if name:
        (story.folder / name).write_bytes(copy)
    told = codes(story.build())
    assert told == {"": {"XB019"}, "Báo cáo đã sửa.DOCX": {"XB016"}}.get(name, {"XB017", "XB019"})
    assert any("(đã xem)" in line for line in lines_in(story.bytes_of())) is name.endswith("DOCX")


@pytest.mark.parametrize("saved", ["as it was", pytest.param("by LibreOffice", marks=needs_libreoffice)])
def test_an_old_appendix_that_only_lacks_new_rows_is_known_for_a_copy(tmp_path: Path, saved: str) -> None:
    story = Story.begin(tmp_path)
    copy = story.bytes_of(TASKS)
    story.data(new_task)
    story.build()
    story.put(edited(copy, append_words(NIGHT)), TASKS)
    if saved == "by LibreOffice":
        through_libreoffice(story.folder / TASKS)
    assert "XB016" in codes(story.build())
    missing, besides = difference(story, TASKS)
    assert len(missing) == len(besides) == 1 and "(đã xem)" in besides[0], "the new row is there, and the edit"


def test_the_row_that_a_person_deletes_stays_deleted(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    story.data(new_task)
    story.build()

    def delete(root: etree._Element) -> None:
        row = row_with(root, "Xây dựng bản đồ số")
        row.getparent().remove(row)

    story.edit(delete, TASKS)
    assert "XB016" not in codes(story.build())
    assert [line for line in difference(story, TASKS)[0] if "Xây dựng bản đồ số" in line]


def test_two_peoples_copies_and_a_third_under_another_name(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    copy = story.bytes_of()
    story.put(edited(copy, append_words(OPENING, " [A]")))
    story.data(set_value("CT06", 7.1))
    story.build()
    story.put(edited(copy, append_words("Một số chỉ tiêu cụ thể", " [B]")))
    story.build()
    (story.folder / "bao-cao - anh Nam.docx").write_bytes(edited(copy, append_words("Khó khăn, vướng mắc", " [C]")))
    beside = story.build()
    assert codes(beside) == {"XB017"} and beside.summary().exit_code is ExitCode.CONFLICTS
    (story.folder / REPORT).unlink()
    story.data(new_task)
    story.build()
    missing, besides = difference(story)
    assert sorted(line[-3:] for line in besides) == ["[A]", "[B]", "[C]"] and len(missing) == 3
    story.put(copy)
    story.build()
    assert difference(story) == (missing, besides)


def test_an_edited_report_moved_into_a_subfolder_is_told(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    (story.folder / "đã sửa").mkdir()
    (story.folder / "đã sửa" / REPORT).write_bytes(edited(story.bytes_of(), append_words(OPENING, " [A]")))
    assert [one.code for one in stale_copies(story.folder)] == ["XB017"]
    (story.folder / REPORT).unlink()
    (told,) = [one for one in story.build().problems if one.code == "XB017"]
    assert "nằm trong thư mục con" in told.message and "đã sửa" in str(told.place)
    assert (story.folder / "đã sửa" / REPORT).is_file()


def test_a_person_who_takes_an_edit_back_is_believed_and_it_is_told(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    story.edit(append_words(OPENING, " [A]"))
    story.data(set_value("CT06", 7.1))
    story.build()
    story.edit(replace_words(" [A]", ""))
    outcome = story.build()
    assert difference(story) == ([], []) and codes(outcome) == {"XB019"}, "another person's copy looks the same"


def test_combined_after_an_edit_has_the_paper_of_every_part_and_back_again(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    story.edit(append_words(OPENING))
    story.edit(write_cell(NIGHT, 6, "Viết tay"), TASKS)
    story.data(new_task)
    assert [one.name for one in story.build(combined=True).summary().merged if one.edited_name == REPORT] == [REPORT]
    assert sections_in(story.bytes_of()) == sections_in(story.fresh(combined=True)[REPORT])
    missing, besides = difference(story, combined=True)
    assert len(missing) == 2 and sum("Viết tay" in line or "(đã xem)" in line for line in besides) == 2 == len(besides)
    story.data(set_value("CT06", 7.1))
    last = story.build(combined=True)
    assert codes(last) == set() and [one.name for one in last.summary().merged] == [REPORT], "told once, not by part"
    assert story.bytes_of() == (story.build(combined=True), story.bytes_of())[1], "a build that changes nothing"
    assert difference(story, combined=True)[0] != [] and len(difference(story, combined=True)[1]) == 2
    story.build()
    assert [len(one) for one in difference(story, TASKS)] == [1, 1]
    assert [len(one) for one in difference(story)] == [1, 1]
    assert sections_in(story.bytes_of()) == sections_in(story.fresh()[REPORT])


def test_the_last_appendix_goes_and_comes_back(tmp_path: Path) -> None:
    story = Story.begin(tmp_path, combined=True)
    story.edit(append_words("Một số chỉ tiêu cụ thể"))
    rows: list[list[object]] = []

    def without(book: Workbook) -> None:
        rows.extend([cell.value for cell in row] for row in book["Văn bản"].iter_rows(min_row=2))
        book["Văn bản"].delete_rows(2, 100)

    def back(book: Workbook) -> None:
        for row in rows:
            book["Văn bản"].append(row)

    for change in (without, back):
        story.data(change)
        assert codes(story.build(combined=True)) == set()
        assert sections_in(story.bytes_of()) == sections_in(story.fresh(combined=True)[REPORT])
        assert [len(one) for one in difference(story, combined=True)] == [1, 1]


def test_an_appendix_that_goes_from_a_file_only_saved_anew_is_nothing_to_keep_aside(tmp_path: Path) -> None:
    story = Story.begin(tmp_path, combined=True)
    story.edit(lambda root: [one.set(f"{W}rsidR", "00AB12CD") for one in root.iter(f"{W}r")])
    story.data(lambda book: [book[name].delete_rows(2, 200) for name in ("Kinh phí", "Giải ngân")])
    outcome = story.build(combined=True)
    assert codes(outcome) == set() and outcome.summary().exit_code is ExitCode.DONE
    assert not list(story.folder.glob("*(bản sửa tay *)*"))


def test_the_footer_follows_the_data(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    story.edit(append_words(OPENING))
    story.data(no_sample_data)
    assert codes(story.build()) == set()
    assert sections_in(story.bytes_of()) == sections_in(story.fresh()[REPORT])
    assert "minh hoạ" not in str(sections_in(story.bytes_of()))


def test_a_footer_that_both_changed_stays_the_persons_and_is_told(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    name = next(
        f"word/footer{n}.xml" for n in (1, 2) if "minh hoạ" in words_of(part(story.bytes_of(), f"word/footer{n}.xml"))
    )
    story.put(edited(story.bytes_of(), replace_words("Số liệu minh hoạ", "Số liệu thử"), name))
    story.data(no_sample_data)
    outcome = story.build()
    assert "Số liệu thử" in str(sections_in(story.bytes_of()))
    assert codes(outcome) == {"XB014"} and outcome.summary().exit_code is ExitCode.CONFLICTS


@pytest.mark.parametrize(
    ("change", "heads"),
    [
        (swap_columns("Cơ quan chủ trì", 3, 4), [0, 1, 2, 4, 3, 5, 6, 7, 8, 9]),
        (delete_column("Cơ quan chủ trì", 4), [0, 1, 2, 3, 5, 6, 7, 8, 9]),
        (delete_column("Cơ quan chủ trì", 9), [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        (swap_columns("Cơ quan chủ trì", 8, 9), [0, 1, 2, 3, 4, 5, 6, 7, 9, 8]),
    ],
    ids=["two swapped", "one deleted", "the last deleted", "the last two swapped"],
)
def test_values_stand_under_their_headings(
    tmp_path: Path, change: Callable[[etree._Element], None], heads: list[int]
) -> None:
    story = Story.begin(tmp_path)
    story.edit(change, TASKS)
    story.data(new_task)
    story.data(set_result("V.5", "Kết quả mới của V.5"))
    outcome = story.build()
    wanted = [_cells(line, heads) for line in lines_in(story.fresh()[TASKS])]
    assert [_cells(line, range(len(heads))) for line in lines_in(story.bytes_of(TASKS))] == wanted
    assert codes(outcome) == set()


def _cells(line: str, places: Sequence[int]) -> list[str]:
    cells = line.split(" | ")
    return [cells[place].strip() for place in places] if len(cells) > 5 else [cell for cell in cells if len(cells) < 5]


def test_a_paragraph_parted_in_two_gets_its_figures_in_both(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    story.edit(split_paragraph("Trong tổng số 40", "của kế hoạch:"))
    story.data(new_task)
    outcome = story.build()
    whole = next(line for line in lines_in(story.fresh()[REPORT]) if "Trong tổng số 41" in line)
    lines = lines_in(story.bytes_of())
    place = next(number for number, line in enumerate(lines) if line.startswith("Trong tổng số 41"))
    assert f"{lines[place]} {lines[place + 1]}" == whole
    assert not outcome.conflicts and codes(outcome) == set()


def with_column_of(story: Story) -> tuple[bytes, bytes]:
    """Phụ lục II as a template without one column makes it, and as that of today does, with new data."""
    old = edited(story.bytes_of(TASKS), delete_column("Cơ quan chủ trì", 4))
    story.data(set_result("V.5", "Kết quả mới của V.5"))
    return old, story.fresh()[TASKS]


def test_a_template_that_adds_or_drops_a_column(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    narrow, wide = with_column_of(story)
    made = merge_documents(narrow, edited(narrow, write_cell(NIGHT, 8, "Viết tay")), wide).content
    hand = edited(wide, write_cell(NIGHT, 9, "Viết tay"))
    assert lines_in(made) == lines_in(hand)
    back = merge_documents(wide, hand, narrow).content
    assert lines_in(back) == lines_in(edited(narrow, write_cell(NIGHT, 8, "Viết tay")))


def test_a_column_that_goes_stays_where_a_person_wrote_in_it(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    narrow, wide = with_column_of(story)
    made = merge_documents(wide, edited(wide, write_cell(NIGHT, 4, "Viết tay")), narrow).content
    told = [line.split(" | ") for line in lines_in(made) if line.count(" | ") > 5]
    assert {line[4].strip() for line in told[1:]} == {"", "Viết tay"}
    [night] = [line for line in told if NIGHT in line[2]]
    assert night[4].strip() == "Viết tay"


@pytest.mark.parametrize(("place", "between"), [(3, ""), (20, "Các nhiệm vụ còn lại:"), (45, "")])
def test_a_table_parted_in_two_is_current_in_both(tmp_path: Path, place: int, between: str) -> None:
    story = Story.begin(tmp_path)

    def part_table(root: etree._Element) -> None:
        table = next(one for one in root.iter(f"{W}tbl") if "Cơ quan chủ trì" in words_of(one))
        rest = etree.fromstring(etree.tostring(table))
        for row in table.findall(f"{W}tr")[place:]:
            table.remove(row)
        for row in rest.findall(f"{W}tr")[:place]:
            rest.remove(row)
        line = etree.Element(f"{W}p")
        etree.SubElement(etree.SubElement(line, f"{W}r"), f"{W}t").text = between
        table.addnext(line)
        line.addnext(rest)

    story.edit(part_table, TASKS)
    story.data(new_task)
    story.data(set_result("V.5", "Kết quả mới của V.5"))
    outcome = story.build()
    assert difference(story, TASKS) == ([], [between] if between else []) and codes(outcome) == set()


def test_a_pasted_part_that_goes_stale_is_told(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)

    def paste(root: etree._Element) -> None:
        line = paragraph_with(root, "Tỷ trọng kinh tế số")
        paragraph_with(root, "Trên đây là báo cáo").addprevious(etree.fromstring(etree.tostring(line)))

    story.edit(paste)
    story.data(set_value("CT06", 7.1))
    outcome = story.build()
    assert codes(outcome) == {"XB014"} and outcome.summary().exit_code is ExitCode.CONFLICTS
    again = story.build()
    assert again.summary().exit_code is ExitCode.CONFLICTS, "it waits until a person has settled it"
    assert difference(story)[0] == []
    story.data(new_task)
    assert codes(story.build()) == {"XB014"}, "later data elsewhere settles nothing"
    story.data(set_value("CT06", 5.8))
    assert codes(story.build()) == set(), "the data came back to what the copy says"


def test_a_figure_that_stands_there_by_chance_does_not_count_as_taken(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    story.edit(replace_words("5,8%", "5,8% (dự kiến cả năm 7,1%)"))
    story.data(set_value("CT06", 7.1))
    outcome = story.build()
    assert [one.new[:4] for one in outcome.conflicts] == ["7,1%"]
    assert any("7,1%" in one and "5,8%" in one for one in comments_in(story.bytes_of()))


def test_sentences_of_hand_and_data_are_named(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    story.edit(
        lambda root: replace_words("tăng 0,2 điểm", "tăng khoảng 0,2 điểm")(paragraph_with(root, "kinh tế số trong"))
    )
    story.data(set_value("CT06", 7.1))
    outcome = story.build()
    (told,) = [one.message for one in outcome.problems if one.code == "XB015"]
    assert "tăng khoảng 1,5 điểm phần trăm" in told
    assert outcome.summary().exit_code is ExitCode.DONE

    def listed() -> str:
        path = story.folder / "can-doc-lai.txt"
        return path.read_text(encoding="utf-8-sig") if path.is_file() else ""

    def at_issue() -> list[str]:
        return [one.message for one in decisions(story.folder) if "tăng khoảng 1,5" in one.message]

    assert "Báo cáo" in listed() and "tăng khoảng 1,5 điểm phần trăm" in listed() and at_issue()
    story.edit(append_words("Trong kỳ, đã ban hành"))  # an edit elsewhere: nobody has read that sentence for it
    story.data(set_value("CT01", 64.5))
    again = story.build(combined=True)
    assert told in [one.message for one in again.problems] and "tăng khoảng 1,5" in listed() and at_issue()
    story.edit(
        lambda root: replace_words("tăng khoảng", "tăng chừng")(paragraph_with(root, "kinh tế số trong"))
    )  # now it is a person's own
    assert not at_issue()
    last = story.build(combined=True)
    assert not [one for one in last.problems if one.code == "XB015"] and not listed()


def test_an_appendix_within_the_combined_file_is_not_called_gone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    story = Story.begin(tmp_path)
    show_summary(story.build(combined=True).summary())
    said = capsys.readouterr().out
    assert "Đã bỏ phu-luc-I.docx: nay nằm trong bao-cao.docx" in said and "không còn phụ lục" not in said


def test_tracked_twice_shows_the_changes_since_a_person_looked(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    story.edit(append_words(OPENING))
    before = story.bytes_of()
    for value in (7.1, 7.3):
        story.data(set_value("CT06", value))
        outcome = story.build(track_changes=True)
        assert not outcome.conflicts and codes(outcome) == set()
        tracked = story.bytes_of()
        assert lines_in(reject_all(tracked)) == lines_in(before)
        numbers = [one.get(f"{W}id") for one in part(tracked).iter(f"{W}ins", f"{W}del")]
        assert numbers and len(set(numbers)) == len(numbers)
        assert [len(one) for one in difference(story)] == [1, 1]
    assert story.bytes_of() == (story.build(track_changes=True), story.bytes_of())[1]


def test_a_new_version_starts_from_the_issued_text(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    story.edit(replace_words("[Chưa có nội dung: đề xuất, kiến nghị]", "Không có kiến nghị."))
    story.edit(append_words(OPENING))
    story.build()
    issue(story.folder, "5", date(2025, 9, 20))
    story.data(set_value("CT06", 7.1))
    second = story.build(new_version=True).published.folder
    assert second.name == f"{PERIOD}-ban-2"
    fresh, here = Counter(lines_in(story.fresh()[REPORT])), Counter(lines_in((second / REPORT).read_bytes()))
    assert sorted((here - fresh).elements()) == sorted(
        [next(line for line in here if line.endswith("(đã xem)")), "Không có kiến nghị."]
    )
    assert len(list((fresh - here).elements())) == 2, "the edited line and the gap that was filled"


@needs_libreoffice
def test_through_a_real_libreoffice(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    story.edit(append_words(OPENING))
    for name in (REPORT, TASKS):
        through_libreoffice(story.folder / name)
    story.data(rename_agency)
    story.data(new_task)
    outcome = story.build()
    for name in (REPORT, TASKS):
        missing, besides = difference(story, name)
        assert [line for line in missing if not line.startswith(OPENING)] == []
        assert [line for line in besides if not line.endswith("(đã xem)")] == []
    assert "XB014" not in codes(outcome)
    copy = story.bytes_of()
    story.data(set_value("CT06", 7.1))
    story.build()
    story.put(edited(copy, append_words("Một số chỉ tiêu cụ thể", " [B]")))
    assert "XB016" in codes(story.build())
    first, second = difference(story)[1]
    assert first.endswith(" [B]") and second.endswith("(đã xem)")


# --- many rounds at random ---------------------------------------------------------------------------


def _delete(text: str) -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        found = paragraph_with(root, text)
        found.getparent().remove(found)

    return change


def _task(number: int) -> list[object]:
    return [f"V.{number}", "V", None, number, f"Xây dựng bản đồ số {number}"]


def _new_section(number: int) -> Callable[[etree._Element], None]:
    """A page across is put in behind the opening, with a section break."""

    def change(root: etree._Element) -> None:
        break_ = f'''<w:p xmlns:w="{W[1:-1]}"><w:pPr><w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>
            </w:sectPr></w:pPr><w:r><w:t>Trang ngang [{number}]</w:t></w:r></w:p>'''
        paragraph_with(root, OPENING_WORDS).addnext(etree.fromstring(break_))

    return change


def _draft_header(number: int) -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        run = etree.SubElement(next(root.iter(f"{W}p")), f"{W}r")
        etree.SubElement(run, f"{W}t").text = "DỰ THẢO"

    return change


OPENING_WORDS = OPENING[:20]
EDITS: Mapping[str, tuple[str, Callable[[int], Callable[[etree._Element], None]]]] = {
    "a word in the report": (REPORT, lambda n: append_words(OPENING_WORDS, f" [{n}]")),
    "a word in a line of data": (REPORT, lambda n: append_words("Tỷ trọng kinh tế số", f" [{n}]")),
    "a word in a list": (REPORT, lambda n: append_words("thẩm định dự toán 04", f" [{n}]")),
    "a cell": (TASKS, lambda n: append_words(NIGHT, f" [{n}]")),
    "an old copy": (REPORT, lambda n: append_words("Một số chỉ tiêu cụ thể", f" [{n}]")),
    "a section": (REPORT, _new_section),
    "a header": (REPORT, _draft_header),
    "columns swapped": (TASKS, lambda n: swap_columns("Cơ quan chủ trì", 3, 4)),
    "a column deleted": (TASKS, lambda n: delete_column("Cơ quan chủ trì", 5)),
    "a paragraph parted": (REPORT, lambda n: split_paragraph("Ngân sách tỉnh được bổ sung", "hạ tầng số;")),
}
ONCE = {
    "columns swapped": {"columns swapped", "a column deleted"},
    "a column deleted": {"columns swapped", "a column deleted"},
    "a paragraph parted": {"a paragraph parted"},
    "a header": {"a header"},
    "a section": {"a section"},
}
"""Edits made once in a history, and what is not made after them."""
DATA = {
    "a value": lambda n: set_value("CT06", 6 + n / 10),
    "a task": lambda n: (
        lambda book: book["Nhiệm vụ"].append([f"V.{15 + n}", "V", None, 15 + n, f"Xây dựng bản đồ số {n}"])
    ),
    "a result": lambda n: set_result("V.5", f"Kết quả mới {n} của V.5"),
    "a name": lambda n: rename_agency,
    "no sample": lambda n: no_sample_data,
}


@dataclass
class History:
    """A report over several rounds: what people did to it, and what must hold after each."""

    story: Story
    chance: random.Random
    combined: bool = False
    marks: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    kept: list[tuple[bytes, bool]] = field(default_factory=list)
    before: frozenset[str] = frozenset()

    def edit(self, number: int) -> None:
        self.kept.append((self.story.bytes_of(), self.combined))
        ruled_out = {other for one in self.done for other in ONCE.get(one, ())}
        kind = self.chance.choice([one for one in EDITS if one not in ruled_out])
        name, make = EDITS[kind]
        target = REPORT if self.combined else name
        content, part = self.story.bytes_of(target), "word/document.xml"
        if kind == "an old copy":
            content = self.chance.choice([one for one, combined in self.kept if combined == self.combined])
        if kind == "a header":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                part = max(one for one in archive.namelist() if one.startswith("word/header"))
        self.story.put(edited(content, make(number), part), target)
        self.done.append(kind)
        if kind not in ONCE or kind == "a section":
            self.marks.append(f"[{number}]")

    def build(self, number: int) -> None:
        for one in self.chance.sample(sorted(DATA), 2):
            self.story.data(DATA[one](number))
        self.combined = self.chance.random() < 0.4
        self.holds(self.story.build(combined=self.combined))

    def holds(self, outcome: Outcome) -> None:
        """What a person typed is there; what the data says is there, or told; paper and frames are as they must be."""
        documents = _documents(self.story)
        here = [line for name in documents for line in lines_in(self.story.bytes_of(name))]
        files = self.story.fresh(combined=self.combined)
        fresh = [line for content in files.values() for line in lines_in(content)]
        assert all(mark in "\n".join(here) for mark in self.marks), (self.done, self.marks)
        told = "\n".join([*(one for name in documents for one in comments_in(self.story.bytes_of(name)))])
        told += "".join(one.message for one in outcome.problems if one.code == "XB014")
        have = Counter(map(_sorted, here))
        for line in set(fresh):
            if have[_sorted(line)] < fresh.count(line) and line[:60] not in told:
                assert _held(line, here, self.marks) or self._less_a_cell(line, here), (self.done, line)
        stale = self.before - set(fresh)
        assert not [line for line in stale & set(here) if len(line) > 20 and line[:60] not in told], self.done
        self.before = frozenset(fresh)
        for name in documents:
            made, new = sections_in(self.story.bytes_of(name)), sections_in(files[name])
            papers = [[(one.landscape, one.starts) for one in found] for found in (made, new)]
            own = name == REPORT and "a section" in self.done
            assert papers[0] == papers[1] or (own and len(made) == len(new) + 1), (self.done, name)
            if "a header" not in self.done and not own:
                assert made == new, (self.done, name)
        if "a header" in self.done:
            frames = "".join(str(one.frame) for one in sections_in(self.story.bytes_of()))
            assert "DỰ THẢO" in frames or "Đầu trang" in told, self.done

    def _less_a_cell(self, line: str, here: Sequence[str]) -> bool:
        """True if a row is there without the column that a person deleted."""
        cells = Counter(line.split(" | "))
        rows = (Counter(one.split(" | ")) for one in here)
        return "a column deleted" in self.done and any(
            row.total() == cells.total() - 1 and not row - cells for row in rows
        )

    def is_valid(self) -> None:
        """No file has a fault that a fresh one has not, by the rules of the format."""
        files = self.story.fresh(combined=self.combined)
        for name in _documents(self.story):
            assert not faults(self.story.bytes_of(name)) - faults(files[name]), (self.done, name)


def faults(content: bytes) -> Counter[str]:
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        file.write(content)
        file.flush()
        return Counter(one.description for one in OpenXmlValidator().validate(file.name).errors)


@pytest.mark.parametrize("seed", range(3))
def test_random_histories(tmp_path: Path, seed: int) -> None:
    history = History(Story.begin(tmp_path), random.Random(seed))
    for number in range(1, 5):
        history.edit(number)
        history.build(number)
    history.is_valid()


def _documents(story: Story) -> list[str]:
    return sorted(one.name for one in story.folder.glob("*.docx") if not one.name.startswith("."))


def _sorted(line: str) -> tuple[str, ...]:
    return tuple(sorted(line.split(" | ")))


def _held(line: str, here: Sequence[str], marks: Sequence[str]) -> bool:
    """True if a line that a person wrote on, or parted, has every figure of a fresh one."""
    figures = re.findall(r"\d+(?:[.,/]\d+)*", line)
    near = [one for one in here if any(mark in one for mark in marks)]
    near += [f"{one} {two}" for one, two in pairwise(here)]
    return any(all(figure in one for figure in figures) and _share(line, one) > 0.6 for one in near)


def _share(one: str, other: str) -> float:
    words = set(one.split())
    return len(words & set(other.split())) / max(len(words), 1)


def test_the_reading_of_these_tests_sees_what_a_person_sees(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    assert any(line.startswith("TT | Mã | Nội dung nhiệm vụ") for line in lines_in(story.bytes_of(TASKS)))
    assert row_with(part(story.bytes_of(TASKS)), NIGHT) is not None
    assert [one.landscape for one in sections_in(story.fresh(combined=True)[REPORT])] == [False, *[True] * 5]
