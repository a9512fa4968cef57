"""Conflicts settled by a choice: the person's words stay, or those of the data come, and nothing else changes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from generator.origins.readiness import unready
from generator.revise.conflicts import DELETED
from generator.revise.document import merge_documents
from generator.revise.settling import Choice, numbered_conflicts, settle
from tests.merge_documents import Habits, Line, Row, Table, lines_of, word_file

HABITS = {
    "as written": Habits(),
    "Word": Habits(split_runs=True),
    "LibreOffice": Habits(prefix="Lo"),
    "bookmarks lost": Habits(split_runs=True, no_bookmarks=True, prefix="X"),
}
BASE = (
    Line("I. KẾT QUẢ", "aaaaa1", "Head"),
    Line("Có 16 nhiệm vụ hoàn thành, đạt 40% kế hoạch.", "aaaaa2"),
    Line("- Nhiệm vụ thứ hai còn chờ thẩm định;", "aaaaa3_T2"),
    Line("- Dự án cầu Nậm Na chậm giải phóng mặt bằng.", "aaaaa3_T3"),
)


def lines_with(first: str, *others: str | None) -> tuple[Line, ...]:
    """BASE with another second line, then another third …; None takes a line out."""
    told = [BASE[0].text, first, *others, *(one.text for one in BASE[2 + len(others) :])]
    return tuple(Line(text, one.name, one.style) for text, one in zip(told, BASE, strict=True) if text is not None)


# edited, new, what the new text makes of the edited document
CASES = {
    "one figure": (
        lines_with("Có mười sáu nhiệm vụ hoàn thành, rất tốt."),
        lines_with("Có 17 nhiệm vụ hoàn thành, đạt 40% kế hoạch."),
        ["Có 17 nhiệm vụ hoàn thành, rất tốt.", BASE[2].text, BASE[3].text],
    ),
    "a figure that the person took out": (
        lines_with("Có nhiệm vụ hoàn thành, đạt khoảng 40% kế hoạch."),
        lines_with("Có 17 nhiệm vụ hoàn thành, đạt 40% kế hoạch."),
        ["Có 17 nhiệm vụ hoàn thành, đạt khoảng 40% kế hoạch.", BASE[2].text, BASE[3].text],
    ),
    "words that the data took out": (
        lines_with("Có 16 nhiệm vụ hoàn thành, đạt bốn mươi phần trăm kế hoạch."),
        lines_with("Có 16 nhiệm vụ hoàn thành kế hoạch."),
        ["Có 16 nhiệm vụ hoàn thành kế hoạch.", BASE[2].text, BASE[3].text],
    ),
    "a paragraph that the person deleted": (
        lines_with(BASE[1].text, None),
        lines_with(BASE[1].text, "- Nhiệm vụ thứ hai đã thẩm định xong;"),
        [BASE[1].text, "- Nhiệm vụ thứ hai đã thẩm định xong;", BASE[3].text],
    ),
    "a paragraph that the data dropped": (
        lines_with(BASE[1].text, "- Nhiệm vụ thứ hai còn chờ thẩm định, dự kiến tháng 10;"),
        lines_with(BASE[1].text, None),
        [BASE[1].text, BASE[3].text],
    ),
}


@pytest.mark.parametrize("habits", HABITS.values(), ids=HABITS)
@pytest.mark.parametrize(("edited", "new", "wanted"), CASES.values(), ids=CASES)
def test_a_choice_settles_its_place_and_leaves_the_rest(
    edited: tuple[Line, ...], new: tuple[Line, ...], wanted: list[str], habits: Habits
) -> None:
    generated = word_file(new)
    merged = merge_documents(word_file(BASE), word_file(edited, habits), generated)
    (number,) = numbered_conflicts(merged.content)
    kept = settle(merged.content, generated, {number: Choice.EDITED})
    taken = settle(merged.content, generated, {number: Choice.NEW})
    assert lines_of(kept.content) == lines_of(merged.content)
    assert lines_of(taken.content)[1:] == wanted
    for one in (kept, taken):
        assert (one.settled, one.left, numbered_conflicts(one.content)) == ((number,), (), {})
        assert b"comment" not in _part(one.content, "word/document.xml")
        assert merge_documents(generated, one.content, generated).conflicts == ()


ROWS = tuple(Row((str(n), f"Xây dựng trường số {n}", f"đạt {n}0%"), f"aaaaab_R{n}") for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("edited", "new", "wanted"),
    [
        ((*ROWS[:2], Row(("3", ROWS[2].cells[1], "đạt ba mươi"), ROWS[2].name)), "đạt 35%", "đạt 35%"),
        (ROWS[:2], "đạt 35%", "đạt 35%"),
    ],
    ids=["a cell", "a row deleted"],
)
def test_rows_and_cells_too(edited: tuple[Row, ...], new: str, wanted: str) -> None:
    generated = word_file([Table((*ROWS[:2], Row(("3", ROWS[2].cells[1], new), ROWS[2].name)))])
    merged = merge_documents(word_file([Table(ROWS)]), word_file([Table(edited)]), generated)
    (number,) = numbered_conflicts(merged.content)
    taken = settle(merged.content, generated, {number: Choice.NEW})
    assert lines_of(taken.content) == [
        *(" | ".join(row.cells) for row in ROWS[:2]),
        f"3 | {ROWS[2].cells[1]} | {wanted}",
    ]


def test_a_row_that_the_data_dropped_goes_whole() -> None:
    mine = Row(("2", "Xây dựng trường số 2 và ký túc xá", "đạt 20%"), ROWS[1].name)
    generated = word_file([Table((ROWS[0], ROWS[2]))])
    merged = merge_documents(word_file([Table(ROWS)]), word_file([Table((ROWS[0], mine, ROWS[2]))]), generated)
    (number,) = numbered_conflicts(merged.content)
    taken = settle(merged.content, generated, {number: Choice.NEW})
    assert lines_of(taken.content) == [" | ".join(row.cells) for row in (ROWS[0], ROWS[2])]


def test_one_of_two_is_settled_and_the_other_waits() -> None:
    edited = lines_with("Có mười sáu nhiệm vụ hoàn thành, đạt 40% kế hoạch.", None)
    new = lines_with("Có 17 nhiệm vụ hoàn thành, đạt 40% kế hoạch.", "- Nhiệm vụ thứ hai đã xong;")
    generated = word_file(new)
    merged = merge_documents(word_file(BASE), word_file(edited), generated)
    found = numbered_conflicts(merged.content)
    words, deleted = sorted(found, key=lambda one: found[one].edited == DELETED)
    done = settle(merged.content, generated, {words: Choice.NEW})
    assert lines_of(done.content)[1] == new[1].text
    assert [one.new for one in numbered_conflicts(done.content).values()] == [new[2].text]
    both = settle(merged.content, generated, {deleted: Choice.NEW, words: Choice.EDITED})
    assert lines_of(both.content) == [BASE[0].text, edited[1].text, new[2].text, BASE[3].text]
    assert not [one for one in unready(both.content, Path("x.docx")) if one.code == "BH002"]


def test_a_number_that_is_none_changes_nothing() -> None:
    content = word_file(BASE)
    assert settle(content, content, {"7": Choice.NEW}) == type(settle(content, content, {}))(content, (), ("7",))


def _part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
