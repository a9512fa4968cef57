"""A copy that was taken away comes back after the report took another form, or was issued: its edit is in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from edit_stories import Story, append_words, edited, lines_in, replace_words, row_with
from lxml import etree
from openpyxl.workbook import Workbook

from generator.stories.issue import issue
from generator.stories.receive import Received, chosen_origin, receive, recognise
from tests.built_report import PERIOD

REPORT, TASKS, NIGHT, OPENING = "bao-cao.docx", "phu-luc-II.docx", "Phát triển kinh tế đêm", "Trong kỳ, đã ban hành"
GAP = "[Chưa có nội dung: đề xuất, kiến nghị]"


def brought(story: Story, content: bytes, folder: Path | None = None) -> Received:
    """The copy sent in under a name that says nothing, and taken for what it is without a question."""
    folder = folder or story.folder
    sent = story.place / "tep gui lai.docx"
    sent.write_bytes(content)
    folders = [one for one in story.folder.parent.iterdir() if one.is_dir() and not one.name.startswith(".")]
    (origin,) = chosen_origin(recognise(sent, folders), folder)
    assert origin.sure and origin.folder == folder
    return receive(sent, origin)


def new_value(book: Workbook) -> None:
    for row in book["Số liệu"].iter_rows(min_row=2):
        if (row[0].value, row[1].value) == ("CT06", PERIOD):
            row[2].value = 7.1


def whole(story: Story, folder: Path | None = None) -> str:
    files = sorted((folder or story.folder).glob("*.docx"))
    return "\n".join(line for one in files for line in lines_in(one.read_bytes()))


def in_its_row(root: etree._Element) -> None:
    """A word is typed in the appendix, not where the report says the same."""
    append_words(NIGHT)(row_with(root, NIGHT))


def test_an_appendix_taken_away_comes_back_into_the_combined_file_and_out_again(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    copy = edited(story.bytes_of(TASKS), append_words(NIGHT))
    story.data(new_value)
    story.build(combined=True)
    done = brought(story, copy)
    assert (done.origin.name, done.unchanged) == (REPORT, False)
    assert "(đã xem)" in "\n".join(lines_in(story.bytes_of())) and "7,1%" in whole(story)
    story.build(combined=True)
    assert "(đã xem)" in "\n".join(lines_in(story.bytes_of()))
    story.build()
    assert "(đã xem)" in "\n".join(lines_in(story.bytes_of(TASKS))) and "7,1%" in whole(story)


def test_a_combined_copy_comes_back_into_the_files_that_its_parts_are_now(tmp_path: Path) -> None:
    story = Story.begin(tmp_path, combined=True)
    copy = edited(edited(story.bytes_of(), in_its_row), append_words(OPENING, " (ý kiến chánh văn phòng)"))
    story.build()
    story.data(new_value)
    story.build()
    assert not brought(story, copy).unchanged
    story.build()
    assert "(đã xem)" in "\n".join(lines_in(story.bytes_of(TASKS)))
    assert "(ý kiến chánh văn phòng)" in "\n".join(lines_in(story.bytes_of())) and "7,1%" in whole(story)


def test_an_unedited_copy_of_an_earlier_state_is_called_that(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    first = story.bytes_of()
    assert (brought(story, first).unchanged, brought(story, first).earlier) == (True, False)
    story.data(new_value)
    story.build()
    done = brought(story, first)
    assert (done.unchanged, done.earlier) == (True, True)
    assert "7,1%" in whole(story)


def test_a_copy_of_the_issued_report_goes_into_the_version_that_follows_it(tmp_path: Path) -> None:
    story = Story.begin(tmp_path)
    story.edit(replace_words(GAP, "Không có kiến nghị."))
    story.build()
    issue(story.folder, "5", date(2025, 9, 20))
    copy = edited(story.bytes_of(), append_words(OPENING))
    issued = whole(story)
    story.data(new_value)
    second = story.build(new_version=True).published.folder
    brought(story, copy, second)
    story.build(new_version=True)
    assert "(đã xem)" in whole(story, second) and "7,1%" in whole(story, second)
    assert whole(story) == issued, "what is issued stays"
