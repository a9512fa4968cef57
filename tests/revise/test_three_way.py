"""The merge on small documents: what a person wrote stays, what the data changed goes in, the rest is a comment."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace

import pytest

from generator.revise.conflicts import DELETED, DROPPED
from generator.revise.document import merge_documents
from tests.merge_documents import Habits, Line, Row, Table, bold_words, lines_of, word_file, word_file_of

BASE = (
    Line("I. KẾT QUẢ", "aaaaa1", "Head"),
    Line("Có 16 nhiệm vụ hoàn thành, đạt 40% kế hoạch.", "aaaaa2"),
    Line("- Nhiệm vụ thứ nhất đã xong trong tháng 7;", "aaaaa3_T1"),
    Line("- Nhiệm vụ thứ hai còn chờ thẩm định;", "aaaaa3_T2"),
    Line("- Dự án cầu Nậm Na chậm giải phóng mặt bằng.", "aaaaa3_T3"),
    Line("II. ĐỀ XUẤT", "aaaaa4", "Head"),
    Line("Không có đề xuất gì thêm.", "aaaaa5"),
)
HABITS = {
    "as written": Habits(),
    "Word": Habits(split_runs=True),
    "LibreOffice": Habits(prefix="Lo"),
    "bookmarks lost": Habits(split_runs=True, no_bookmarks=True, prefix="X"),
}


def changed(blocks: tuple[Line, ...], places: dict[int, str]) -> tuple[Line, ...]:
    return tuple(Line(places.get(n, one.text), one.name, one.style) for n, one in enumerate(blocks))


def merged(
    edited: tuple[Line, ...], new: tuple[Line, ...], habits: Habits | None = None
) -> tuple[list[str], list[str]]:
    """The merged lines, and the conflicts as "old > edited > new"."""
    result = merge_documents(word_file(BASE), word_file(edited, habits), word_file(new))
    return lines_of(result.content), [f"{one.old} > {one.edited} > {one.new}" for one in result.conflicts]


WORDS = {
    "a figure changes in a sentence whose other half was rewritten": (
        "Có 16 nhiệm vụ hoàn thành, rất đáng khích lệ.",
        "Có 17 nhiệm vụ hoàn thành, đạt 40% kế hoạch.",
        "Có 17 nhiệm vụ hoàn thành, rất đáng khích lệ.",
    ),
    "a word put before a figure that changes": (
        "Có 16 nhiệm vụ hoàn thành, đạt khoảng 40% kế hoạch.",
        "Có 16 nhiệm vụ hoàn thành, đạt 42,5% kế hoạch.",
        "Có 16 nhiệm vụ hoàn thành, đạt khoảng 42,5% kế hoạch.",
    ),
    "a sentence added at the end": (
        "Có 16 nhiệm vụ hoàn thành, đạt 40% kế hoạch. Đây là kết quả tốt.",
        "Có 16 nhiệm vụ hoàn thành, 2 tạm dừng, đạt 40% kế hoạch.",
        "Có 16 nhiệm vụ hoàn thành, 2 tạm dừng, đạt 40% kế hoạch. Đây là kết quả tốt.",
    ),
    "the same change on both sides": (
        "Có 17 nhiệm vụ hoàn thành, đạt 40% kế hoạch.",
        "Có 17 nhiệm vụ hoàn thành, đạt 41% kế hoạch.",
        "Có 17 nhiệm vụ hoàn thành, đạt 41% kế hoạch.",
    ),
    "words taken out on either side": (
        "Có 16 nhiệm vụ xong, đạt 40% kế hoạch.",
        "Có 16 nhiệm vụ hoàn thành, đạt 40%.",
        "Có 16 nhiệm vụ xong, đạt 40%.",
    ),
    "quotes and hard spaces that Word put in are no change": (
        "Có 16 nhiệm\u00a0vụ hoàn thành, đạt 40% kế\u00a0hoạch.",
        "Có 16 nhiệm vụ hoàn thành, đạt 45% kế hoạch.",
        "Có 16 nhiệm\u00a0vụ hoàn thành, đạt 45% kế\u00a0hoạch.",
    ),
}


@pytest.mark.parametrize("habits", HABITS.values(), ids=HABITS)
@pytest.mark.parametrize(("edited", "new", "wanted"), WORDS.values(), ids=WORDS)
def test_words_of_both_sides_go_into_one_paragraph(edited: str, new: str, wanted: str, habits: Habits) -> None:
    lines, conflicts = merged(changed(BASE, {1: edited}), changed(BASE, {1: new}), habits)
    assert (lines[1], conflicts) == (wanted, [])


@pytest.mark.parametrize(
    ("base", "new"),
    [
        ("xong 01 (đúng hạn)", "xong 02 (đều đúng hạn)"),
        ("xong 02 (đều đúng hạn)", "xong 01 (đúng hạn)"),
        ("xong việc “một cửa”", "xong việc “cả một cửa”"),
        ("xong (hạn 30/9)", "xong (chậm 5 ngày, hạn 30/9)"),
    ],
)
@pytest.mark.parametrize("habits", HABITS.values(), ids=HABITS)
def test_spaces_beside_a_bracket_are_those_of_the_data(base: str, new: str, habits: Habits) -> None:
    before, edited, after = (
        word_file([*BASE, Line(f"Có 16 nhiệm vụ, {text}, như {own}.", "aaaaa9")], one)
        for text, own, one in ((base, "trên", None), (base, "đã xem", habits), (new, "trên", None))
    )
    assert lines_of(merge_documents(before, edited, after).content)[-1] == f"Có 16 nhiệm vụ, {new}, như đã xem."


CONFLICTS = {
    "the same figure": ("Có mười sáu nhiệm vụ hoàn thành, đạt 40% kế hoạch.", "16 > mười sáu > 17"),
    "a figure taken out": ("Có nhiệm vụ hoàn thành, đạt 40% kế hoạch.", "16 > Có > 17"),
}


@pytest.mark.parametrize("habits", HABITS.values(), ids=HABITS)
@pytest.mark.parametrize(("edited", "told"), CONFLICTS.values(), ids=CONFLICTS)
def test_where_both_changed_a_word_the_persons_stays_and_a_comment_tells(
    edited: str, told: str, habits: Habits
) -> None:
    new = changed(BASE, {1: "Có 17 nhiệm vụ hoàn thành, đạt 40% kế hoạch."})
    lines, conflicts = merged(changed(BASE, {1: edited}), new, habits)
    assert (lines[1], conflicts) == (edited, [told])


@pytest.mark.parametrize("habits", HABITS.values(), ids=HABITS)
def test_a_deleted_paragraph_stays_deleted_until_its_data_changes(habits: Habits) -> None:
    edited = (*BASE[:3], *BASE[4:])
    lines, conflicts = merged(edited, changed(BASE, {1: "Có 17 nhiệm vụ hoàn thành, đạt 40% kế hoạch."}), habits)
    assert (BASE[3].text in lines, conflicts) == (False, [])
    now = "- Nhiệm vụ thứ hai đã thẩm định xong;"
    lines, conflicts = merged(edited, changed(BASE, {3: now}), habits)
    assert (now in lines, conflicts) == (False, [f"{BASE[3].text} > {DELETED} > {now}"])


def test_a_paragraph_that_the_data_dropped_goes_unless_a_person_wrote_in_it() -> None:
    new = (*BASE[:3], *BASE[4:])
    lines, conflicts = merged(changed(BASE, {6: "Không có đề xuất gì mới."}), new)
    assert (BASE[3].text in lines, conflicts) == (False, [])
    mine = "- Nhiệm vụ thứ hai còn chờ thẩm định, dự kiến tháng 10;"
    lines, conflicts = merged(changed(BASE, {3: mine}), new)
    assert lines[3] == mine
    assert conflicts == [f"{BASE[3].text} > {mine} > {DROPPED}"]


@pytest.mark.parametrize("habits", HABITS.values(), ids=HABITS)
def test_new_paragraphs_stand_beside_their_neighbours_and_headings_head_what_follows(habits: Habits) -> None:
    own = Line("Đây là nhận xét thêm của văn phòng.")
    edited = (*BASE[:5], own, *BASE[5:])
    section = (Line("II. KINH PHÍ", "aaaab1", "Head"), Line("Đã giải ngân 70 tỷ đồng.", "aaaab2"))
    item = Line("- Nhiệm vụ thứ tư mới giao.", "aaaaa3_T4")
    new = (*BASE[:5], item, *section, Line("III. ĐỀ XUẤT", "aaaaa4", "Head"), BASE[6])
    lines, conflicts = merged(edited, new, habits)
    wanted = [*(one.text for one in BASE[:5]), item.text, own.text, section[0].text, section[1].text, "III. ĐỀ XUẤT"]
    assert (lines[:10], conflicts) == (wanted, [])


def test_a_moved_paragraph_stays_where_it_was_put_and_follows_the_data() -> None:
    edited = (*BASE[:2], BASE[4], BASE[2], BASE[3], *BASE[5:])
    lines, _ = merged(edited, changed(BASE, {4: "- Dự án cầu Nậm Na đã giải phóng mặt bằng."}))
    assert lines[2:5] == ["- Dự án cầu Nậm Na đã giải phóng mặt bằng.", BASE[2].text, BASE[3].text]


@pytest.mark.parametrize("habits", HABITS.values(), ids=HABITS)
def test_paragraphs_parted_or_joined_by_a_person_follow_the_data(habits: Habits) -> None:
    parted = (BASE[0], Line("Có 16 nhiệm vụ hoàn thành,", "aaaaa2"), Line("đạt 40% kế hoạch."), *BASE[2:])
    new = changed(BASE, {1: "Có 17 nhiệm vụ hoàn thành, đạt 43% kế hoạch."})
    lines, conflicts = merged(parted, new, habits)
    assert (lines[1:3], conflicts) == (["Có 17 nhiệm vụ hoàn thành,", "đạt 43% kế hoạch."], [])
    last = (*BASE[:3], Line("- Nhiệm vụ thứ hai còn chờ thẩm", "aaaaa3_T2"), Line("định;"), *BASE[4:])
    lines, conflicts = merged(last, (*BASE[:3], *BASE[4:]), habits)
    assert (lines[3], conflicts) == (BASE[4].text, []), "both parts go, be one a single word"
    joined = (*BASE[:2], Line(f"{BASE[2].text} {BASE[3].text}", "aaaaa3_T1"), *BASE[4:])
    new = changed(BASE, {2: "- Nhiệm vụ thứ nhất đã xong trong tháng 8;", 3: "- Nhiệm vụ thứ hai đang chờ thẩm định;"})
    lines, conflicts = merged(joined, new, habits)
    assert (lines[2], conflicts) == (f"{new[2].text} {new[3].text}", [])


def test_the_persons_formatting_stays_on_the_words_the_data_changed() -> None:
    edited = [Line(BASE[1].text, "aaaaa2", "Body", frozenset({1, 2}))]
    new = [Line("Có 17 nhiệm vụ hoàn thành, đạt 40% kế hoạch.", "aaaaa2")]
    result = merge_documents(word_file([BASE[1]]), word_file(edited), word_file(new))
    assert bold_words(result.content) == {"17", "nhiệm"}


ROWS = tuple(Row((str(n), f"Công việc {word} của huyện", f"{n}0%"), f"bbbbb1_{n}") for n, word in enumerate(
    ("đo đạc bản đồ", "cấp giấy phép", "số hoá hồ sơ", "tập huấn cán bộ"), start=1
))  # fmt: skip


@pytest.mark.parametrize("habits", HABITS.values(), ids=HABITS)
def test_rows_sorted_by_a_person_take_their_own_new_figures(habits: Habits) -> None:
    edited = (ROWS[2], ROWS[0], ROWS[3], ROWS[1])
    new = tuple(Row((*row.cells[:2], "55%"), row.name) if row is ROWS[0] else row for row in ROWS)
    result = merge_documents(word_file([Table(ROWS)]), word_file([Table(edited)], habits), word_file([Table(new)]))
    assert lines_of(result.content) == [
        "3 | Công việc số hoá hồ sơ của huyện | 30%",
        "1 | Công việc đo đạc bản đồ của huyện | 55%",
        "4 | Công việc tập huấn cán bộ của huyện | 40%",
        "2 | Công việc cấp giấy phép của huyện | 20%",
    ]
    assert result.conflicts == ()


@pytest.mark.parametrize("habits", HABITS.values(), ids=HABITS)
def test_rows_come_and_go_around_those_a_person_added(habits: Habits) -> None:
    own = Row(("", "Dòng của văn phòng thêm vào", "x"))
    added = Row(("5", "Công việc kiểm tra an toàn của huyện", "50%"), "bbbbb1_5")
    edited = (ROWS[0], own, *ROWS[1:])
    new = (ROWS[0], *ROWS[2:], added)
    result = merge_documents(word_file([Table(ROWS)]), word_file([Table(edited)], habits), word_file([Table(new)]))
    assert [line.split(" | ")[1] for line in lines_of(result.content)] == [
        one.cells[1] for one in (ROWS[0], own, ROWS[2], ROWS[3], added)
    ]


def test_settled_conflicts_are_clean_and_open_ones_are_told_once() -> None:
    base, new = word_file(BASE), word_file(changed(BASE, {1: "Có 17 nhiệm vụ hoàn thành, đạt 40% kế hoạch."}))
    edited = word_file(changed(BASE, {1: "Có mười sáu nhiệm vụ hoàn thành, đạt 40% kế hoạch."}))
    first = merge_documents(base, edited, new)
    again = merge_documents(new, first.content, new)
    assert (again.content, again.conflicts) == (first.content, first.conflicts)
    later = merge_documents(
        new, first.content, word_file(changed(BASE, {1: "Có 18 nhiệm vụ hoàn thành, đạt 40% kế hoạch."}))
    )
    assert [(one.old, one.edited, one.new) for one in later.conflicts] == [("17", "mười sáu", "18")]
    settled = merge_documents(new, _typed(first.content, "mười sáu", "17"), new)
    assert settled.conflicts == ()
    assert b"baocao" not in _part(settled.content, "word/comments.xml")


def _part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def _typed(content: bytes, old: str, new: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(sink, "w") as out:
        for info in archive.infolist():
            data = archive.read(info)
            if info.filename == "word/document.xml":
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            out.writestr(info, data)
    return sink.getvalue()


WORD_SAMPLES = {
    "tracked insertion and deletion": (
        '<w:p><w:bookmarkStart w:id="1" w:name="_bc_aaaaa2"/><w:r><w:t xml:space="preserve">Có 16 nhiệm vụ </w:t></w:r>'
        '<w:del w:id="8" w:author="An"><w:r><w:delText>hoàn thành</w:delText></w:r></w:del>'
        '<w:ins w:id="9" w:author="An"><w:r><w:t>đã xong</w:t></w:r></w:ins>'
        '<w:r><w:t>, đạt 40% kế hoạch.</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>',
        "Có 17 nhiệm vụ đã xong, đạt 40% kế hoạch.",
    ),
    "inside a content control": (
        "<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>Có 16 nhiệm vụ hoàn thành, đạt 40% kế hoạch.</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>",
        "Có 17 nhiệm vụ hoàn thành, đạt 40% kế hoạch.",
    ),
    "spell check and page breaks in the middle of a word": (
        '<w:p w14:paraId="1A2B3C4D"><w:proofErr w:type="gramStart"/>'
        '<w:r w:rsidRPr="00A1"><w:t xml:space="preserve">Có 1</w:t>'
        '</w:r><w:r><w:lastRenderedPageBreak/><w:t>6 nhiệm</w:t></w:r><w:proofErr w:type="gramEnd"/>'
        '<w:r><w:t xml:space="preserve"> vụ hoàn thành, đạt 40% kế hoạch.</w:t></w:r></w:p>',
        "Có 17 nhiệm vụ hoàn thành, đạt 40% kế hoạch.",
    ),
}


@pytest.mark.parametrize(("paragraph", "wanted"), WORD_SAMPLES.values(), ids=WORD_SAMPLES)
def test_what_word_makes_of_a_paragraph_is_still_that_paragraph(paragraph: str, wanted: str) -> None:
    new = word_file([Line("Có 17 nhiệm vụ hoàn thành, đạt 40% kế hoạch.", "aaaaa2")])
    result = merge_documents(word_file([BASE[1]]), word_file_of(paragraph + "<w:p/><w:sectPr/>"), new)
    assert (lines_of(result.content), result.conflicts) == ([wanted], ())
    xml = _part(result.content, "word/document.xml").decode()
    assert all((mark in paragraph) == (mark in xml) for mark in ("<w:del ", "<w:ins ", "<w:sdt>", "w:delText"))


def test_a_new_row_has_the_column_that_a_person_added() -> None:
    edited = tuple(Row((*row.cells, f"ghi chú {n}"), row.name) for n, row in enumerate(ROWS))
    new = (*ROWS, Row(("5", "Công việc kiểm tra an toàn của huyện", "50%"), "bbbbb1_5"))
    result = merge_documents(word_file([Table(ROWS)]), word_file([Table(edited)]), word_file([Table(new)]))
    assert lines_of(result.content)[-1] == "5 | Công việc kiểm tra an toàn của huyện | 50% | "


def test_headings_follow_the_data_and_a_persons_own_count_stays_without_gaps() -> None:
    three = (*BASE, Line("III. KIẾN NGHỊ", "aaaaa8", "Head"))
    new = (*BASE[:5], Line("II. KINH PHÍ", "aaaab1", "Head"), Line("III. ĐỀ XUẤT", "aaaaa4", "Head"), BASE[6])
    new = (*new, Line("IV. KIẾN NGHỊ", "aaaaa8", "Head"))
    own = Line("II. ĐÁNH GIÁ CỦA TỈNH", "", "Head")
    edited = (*BASE[:5], own, *changed(three, {5: "III. ĐỀ XUẤT", 7: "IV. KIẾN NGHỊ"})[5:])
    result = merge_documents(word_file(three), word_file(edited), word_file(new))
    heads = [line for line in lines_of(result.content) if line.split(".")[0] in ("I", "II", "III", "IV", "V")]
    assert heads == ["I. KẾT QUẢ", "II. ĐÁNH GIÁ CỦA TỈNH", "III. KINH PHÍ", "IV. ĐỀ XUẤT", "V. KIẾN NGHỊ"]
    assert result.conflicts == ()


def test_rows_that_a_person_sorted_and_counted_anew_keep_a_gapless_count() -> None:
    edited = tuple(Row((str(n), *row.cells[1:]), row.name) for n, row in enumerate(reversed(ROWS), start=1))
    first = Row(("1", "Công việc mới giao của huyện", "5%"), "bbbbb1_0")
    new = (first, *(Row((str(n), *row.cells[1:]), row.name) for n, row in enumerate(ROWS, start=2)))
    result = merge_documents(word_file([Table(ROWS)]), word_file([Table(edited)]), word_file([Table(new)]))
    assert [line.split(" | ")[0] for line in lines_of(result.content)] == ["1", "2", "3", "4", "5"]
    assert result.conflicts == ()


OWN, KIND = Row(("", "Dòng của văn phòng thêm vào", "x")), Row(("A", "Nhóm việc thứ hai", ""), "bbbbb1_g")
FIFTH = Row(("5", "Công việc kiểm tra an toàn của huyện", "50%"), "bbbbb1_5")
WRITTEN_IN = Row((*ROWS[1].cells[:2], "chị Hoa theo dõi"), ROWS[1].name)


def counted(*rows: Row) -> tuple[Row, ...]:
    return tuple(Row((str(n), *row.cells[1:]), row.name) for n, row in enumerate(rows, start=1))


def first_cells(base: tuple[Row, ...], edited: tuple[Row, ...], *new: tuple[Row, ...]) -> list[str]:
    """The first cells after each round of new data ("_": empty), and a "?" for each conflict."""
    before, here, found = word_file([Table(base)]), word_file([Table(edited)]), []
    for rows in new:
        now = word_file([Table(rows)])
        result = merge_documents(before, here, now)
        before, here = now, result.content
        cells = [line.split(" | ")[0] or "_" for line in lines_of(here)]
        found.append("".join([*cells, *["?"] * len(result.conflicts)]))
    return found


@pytest.mark.parametrize(
    ("edited", "new", "wanted"),
    [
        ((ROWS[0], WRITTEN_IN, *ROWS[2:]), [counted(ROWS[0], *ROWS[2:]), ROWS, (*ROWS, FIFTH)],
         ["1234?", "1234", "12345"]),  # a row that the data drops and brings back
        ((ROWS[0], Row(("2", *OWN.cells[1:])), *ROWS[1:]), [(*ROWS, FIFTH)], ["123456"]),
        ((ROWS[0], OWN, *ROWS[1:]), [counted(FIFTH, *ROWS)], ["12_345"]),
        ((ROWS[0], *ROWS[2:]), [counted(FIFTH, *ROWS)], ["1234"]),
        ((ROWS[0], *ROWS[2:]), [(*ROWS[:3], Row((*ROWS[3].cells[:2], "41%"), ROWS[3].name))], ["134"]),
        (counted(ROWS[0], OWN, *ROWS[1:]), [counted(ROWS[0], ROWS[1], ROWS[3])], ["1234"]),  # only counted: it goes
        ((ROWS[2], ROWS[0], ROWS[3], ROWS[1]), [counted(ROWS[0], *ROWS[2:])], ["213"]),  # an order of their own
    ],
)  # fmt: skip
def test_running_numbers_have_no_gap_and_none_twice_where_rows_come_and_go(
    edited: tuple[Row, ...], new: list[tuple[Row, ...]], wanted: list[str]
) -> None:
    assert first_cells(ROWS, edited, *new) == wanted


def test_running_numbers_begin_again_in_each_group_only() -> None:
    base = (*ROWS[:2], KIND, *counted(*ROWS[2:]))
    edited = (base[0], OWN, *base[1:3], Row(("1", "Dòng thêm ở nhóm hai", "x")), *base[3:])
    new = (*ROWS[:2], KIND, *counted(*ROWS[2:], FIFTH))
    assert first_cells(base, edited, new) == ["1_2A1234"]


# --- neighbouring items of a list ----------------------------------------------------------------------


def task(number: int, name: str, done: int) -> Line:
    """A line of one task, named by its code, as a template writes it for each."""
    return Line(
        f"- {name}: đã đạt {done} hồ sơ, bằng {done},5% kế hoạch (nhiệm vụ I.{number});", f"956059_I_I_{number}"
    )


OPEN = task(12, "Kết nối kho dữ liệu quốc gia", 34)
TASKS = (task(9, "Ban hành quy chế quản lý", 82), OPEN, task(11, "Lắp đặt camera an ninh", 87))


def test_what_a_person_wrote_on_one_task_never_goes_to_another_that_takes_its_place() -> None:
    other = task(5, "Triển khai bệnh án điện tử", 29)
    edited = word_file([TASKS[0], replace(OPEN, text=f"- Đáng chú ý, {OPEN.text[2:]}"), TASKS[2]])
    merged = merge_documents(word_file(TASKS), edited, word_file([TASKS[0], other, TASKS[2]]))
    lines = lines_of(merged.content)
    assert other.text in lines, "the new task as the data has it"
    assert [one.new for one in merged.conflicts] == ["(không còn)"], "what is gone is told"
    assert any(line.startswith("- Đáng chú ý, Kết nối kho dữ liệu") for line in lines)


def test_a_task_that_only_gets_another_code_keeps_its_edit() -> None:
    recoded = task(13, "Kết nối kho dữ liệu quốc gia", 35)
    edited = word_file([TASKS[0], replace(OPEN, text=f"- Đáng chú ý, {OPEN.text[2:]}"), TASKS[2]])
    merged = merge_documents(word_file(TASKS), edited, word_file([TASKS[0], recoded, TASKS[2]]))
    assert lines_of(merged.content)[1] == f"- Đáng chú ý, {recoded.text[2:]}" and not merged.conflicts


def test_new_items_stand_in_the_order_of_the_data_between_items_rewritten_by_hand() -> None:
    first, second = ("- Ban hành quy chế tiến triển tốt;", "- Kết nối kho dữ liệu còn chậm, cần đôn đốc;")
    edited = word_file([Line(first), Line(second), TASKS[2]], Habits(no_bookmarks=True))
    come = task(4, "Số hoá hồ sơ đất đai", 43)
    merged = merge_documents(word_file(TASKS), edited, word_file([TASKS[0], come, *TASKS[1:]]))
    assert lines_of(merged.content) == [first, come.text, second, TASKS[2].text]


def test_names_that_count_places_do_not_bind_lines_that_are_others() -> None:
    def numbered(lines: Sequence[Line]) -> bytes:
        return word_file([replace(line, name=f"bbbbbb_{place}") for place, line in enumerate(lines, 1)])

    tail = task(6, "Mở rộng mạng cáp quang", 31)
    last = task(4, "Số hoá hồ sơ đất đai", 72)
    old = [*TASKS, tail, last]
    new = [OPEN, task(11, "Lắp đặt camera an ninh", 97), last]
    edited = [replace(one, text=one.text.replace("đã đạt", "mới đạt")) if one is OPEN else one for one in old]
    merged = merge_documents(numbered(old), numbered(edited), numbered(new))
    assert lines_of(merged.content) == [edited[1].text, new[1].text, last.text]


@pytest.mark.parametrize("places", [(1, 0, 2, 3), (3, 0, 1, 2), (2, 3, 1, 0), (1, 2, 3, 0)], ids=str)
def test_a_row_that_a_person_wrote_in_follows_a_ranking_that_changes(places: tuple[int, ...]) -> None:
    agencies = ("Sở Tài chính", "Sở Y tế", "Sở Nội vụ", "Sở Xây dựng")

    def ranking(order: Sequence[int], note: str = "") -> bytes:
        rows = [
            Row((str(n), f"{agencies[one]}{note if one == 1 else ''}", f"{90 - 7 * n},00"), f"bbbb_A{one}")
            for n, one in enumerate(order, 1)
        ]
        return word_file([Table(tuple(rows))])

    base = tuple(range(4))
    result = merge_documents(ranking(base), ranking(base, " (đã xem)"), ranking(places))
    assert lines_of(result.content) == lines_of(ranking(places, " (đã xem)")) and not result.conflicts


@pytest.mark.parametrize(("title", "told"), [("Hạng", ["3 > 2 > 1"]), ("TT", [])])
def test_a_rank_that_a_person_changed_is_a_figure_and_a_number_of_the_row_is_not(title: str, told: list[str]) -> None:
    """A rank on which the data has another word since is for a person to decide; a count of rows is nobody's figure."""

    def ranking(*rows: tuple[str, str, str]) -> bytes:
        lines = [
            Row(cells, f"ccccc1_{cells[1][-1]}" if cells[0] != title else "")
            for cells in ((title, "Cơ quan", "Điểm"), *rows)
        ]
        return word_file([Table(tuple(lines))])

    base = ranking(("1", "Sở B", "95"), ("2", "Sở A", "80"), ("3", "Sở C", "75"))
    edited = ranking(("1", "Sở B", "95"), ("2", "Sở A", "80"), ("2", "Sở C", "75"))
    new = ranking(("1", "Sở C", "99"), ("2", "Sở A", "80"), ("3", "Sở B", "60"))
    found = merge_documents(base, edited, new)
    assert [f"{one.old} > {one.edited} > {one.new}" for one in found.conflicts] == told


def test_a_row_that_only_lacks_a_deleted_column_goes_with_its_task() -> None:
    tasks = ("Xây cầu", "Mua máy", "Mở lớp")

    def table(rows: Sequence[int], columns: Sequence[int]) -> bytes:
        cells = [("TT", "Nhiệm vụ", "Phối hợp"), *((str(n), tasks[one], "Sở A") for n, one in enumerate(rows, 1))]
        names = ["bbbb_H", *(f"bbbb_T{one}" for one in rows)]
        made = zip(cells, names, strict=True)
        return word_file([Table(tuple(Row(tuple(row[k] for k in columns), name) for row, name in made))])

    result = merge_documents(table((0, 1, 2), (0, 1, 2)), table((0, 1, 2), (0, 1)), table((0, 2), (0, 1, 2)))
    assert lines_of(result.content) == ["TT | Nhiệm vụ", "1 | Xây cầu", "2 | Mở lớp"] and not result.conflicts
