"""A wrong merge is found by the proof, whatever the merge itself thinks; a conflict lives until a person settles it."""

from __future__ import annotations

import pytest
from lxml import etree
from merge_documents import Habits, Line, Row, Table, W, lines_of, word_file

from generator.office.names import R
from generator.office.package import OFFICE, Package
from generator.revise.conflicts import DROPPED
from generator.revise.document import merge_documents
from generator.revise.proof import MIXED, UNPROVEN, Merging, prove
from generator.revise.settling import Choice, numbered_conflicts, settle

LINES = (
    Line("I. KẾT QUẢ", "aaaaaa1", "Head"),
    Line("Có 16 nhiệm vụ hoàn thành, đạt 40% kế hoạch. Còn 4 nhiệm vụ chậm.", "aaaaaa2"),
    Line("Dự án cầu Nậm Na chậm giải phóng mặt bằng.", "aaaaaa3"),
    Line("Kinh phí đã giải ngân 42.490 triệu đồng.", "aaaaaa4"),
)


def having(**texts: str) -> tuple[Line, ...]:
    """The lines with some texts, by number ("l2"), written otherwise; "" leaves one out."""
    made = [Line(texts.get(f"l{n}", line.text), line.name, line.style) for n, line in enumerate(LINES, 1)]
    return tuple(line for line in made if line.text)


DATA = having(
    l2="Có 17 nhiệm vụ hoàn thành, đạt 42,5% kế hoạch. Còn 4 nhiệm vụ chậm.",
    l4="Kinh phí đã giải ngân 50.000 triệu đồng.",
)
HAND = having(l3="Dự án cầu Nậm Na chậm giải phóng mặt bằng, do mưa lũ.")


@pytest.mark.parametrize(
    "wrong",
    [
        having(l2=DATA[1].text, l3=HAND[2].text),  # a figure stayed old
        having(l2=DATA[1].text, l4=DATA[3].text),  # the person's words are gone
        having(l2="", l3=HAND[2].text, l4=DATA[3].text),  # a line of the data is gone
        (*having(l2=DATA[1].text, l3=HAND[2].text, l4=DATA[3].text), LINES[3]),  # an old line stands there besides
        having(l2=DATA[1].text.replace("đạt", ", đạt"), l3=HAND[2].text, l4=DATA[3].text.replace("đã giải", "đãgiải")),
    ],
    ids=["old figure", "hand lost", "line lost", "old line left", "spaces lost"],
)
def test_a_wrong_merge_is_told(wrong: tuple[Line, ...]) -> None:
    found = prove(Merging("x.docx", word_file(LINES), word_file(HAND), word_file(DATA), word_file(wrong)))
    assert UNPROVEN in {one.code for one in found}


@pytest.mark.parametrize("habits", [Habits(), Habits(split_runs=True, no_bookmarks=True, prefix="X", quotes=True)])
def test_a_right_merge_is_not(habits: Habits) -> None:
    base, edited, new = word_file(LINES), word_file(HAND, habits), word_file(DATA)
    assert prove(Merging("x.docx", base, edited, new, merge_documents(base, edited, new).content)) == ()


ROWS = [
    ("TT", "Nội dung", "Thời hạn", "Kết quả"),
    ("1", "Xây trường", "30/9/2025", "đạt 10%"),
    ("2", "Xây cầu", "30/11/2025", "đạt 20%"),
]


def table(rows: list[tuple[str, ...]]) -> bytes:
    return word_file([Table(tuple(Row(cells, f"aaaaab_R{n}") for n, cells in enumerate(rows)))])


def test_values_under_the_wrong_heading_are_told() -> None:
    base, new = table(ROWS), table([*ROWS[:2], ("2", "Xây cầu", "30/11/2025", "đạt 25%")])
    edited = table([(a, b, d, c) for a, b, c, d in ROWS])
    wrong = table([(a, b, d, c) for a, b, c, d in ROWS[:2]] + [("2", "Xây cầu", "30/11/2025", "đạt 25%")])
    assert {one.code for one in prove(Merging("x.docx", base, edited, new, wrong))} == {UNPROVEN}
    assert prove(Merging("x.docx", base, edited, new, merge_documents(base, edited, new).content)) == ()


def test_a_column_that_the_new_file_has_must_be_there() -> None:
    narrow = table([(a, b, d) for a, b, _, d in ROWS])
    edited = table([("TT", "Nội dung", "Kết quả"), ("1", "Xây trường", "đạt mười"), ("2", "Xây cầu", "đạt 20%")])
    (found,) = prove(Merging("x.docx", narrow, edited, table(ROWS), edited))
    assert "thời hạn" in found.message


def test_a_sentence_of_both_is_named() -> None:
    base, new = word_file(LINES), word_file(DATA)
    edited = word_file(having(l2="Có 16 nhiệm vụ đã hoàn thành, đạt 40% kế hoạch. Còn 4 nhiệm vụ chậm."))
    (found,) = prove(Merging("x.docx", base, edited, new, merge_documents(base, edited, new).content))
    assert found.code == MIXED and "Có 17 nhiệm vụ đã hoàn thành, đạt 42,5% kế hoạch." in found.message


# --- conflicts ----------------------------------------------------------------------------------------


def two(text: str) -> bytes:
    return word_file(having(l2=text))


def test_a_conflict_lives_until_the_data_comes_back() -> None:
    base = two("Có 16 nhiệm vụ hoàn thành, đạt 40% kế hoạch.")
    edited = two("Có mười sáu nhiệm vụ hoàn thành, đạt 40% kế hoạch.")
    states = [
        two(f"Có {n} nhiệm vụ hoàn thành, đạt {percent}% kế hoạch.") for n, percent in ((17, 40), (17, 45), (18, 45))
    ]
    here, before = edited, base
    for new, wanted in zip(states, ("17", "17", "18"), strict=True):
        merged = merge_documents(before, here, new)
        assert [(one.edited, one.new, one.began) for one in merged.conflicts] == [("mười sáu", wanted, "16")]
        here, before = merged.content, new
    back = merge_documents(before, here, two("Có 16 nhiệm vụ hoàn thành, đạt 45% kế hoạch."))
    assert back.conflicts == ()


def test_what_was_dropped_and_comes_back_waits_no_more() -> None:
    base, without = word_file(LINES), word_file(having(l3=""))
    first = merge_documents(base, word_file(HAND), without)
    assert [one.new for one in first.conflicts] == [DROPPED]
    assert merge_documents(without, first.content, base).conflicts == ()


def test_two_values_in_one_cell_keep_their_conflicts() -> None:
    rows = [("TT", "Nội dung", "Quý I", "Quý II"), ("1", "Xây trường", "đạt 10%", "đạt 20%")]
    edited = [("TT", "Nội dung", "Quý I", "Quý II"), ("1", "Xây trường", "đạt mười", "đạt hai mươi")]
    new = [rows[0], ("1", "Xây trường", "đạt 15%", "đạt 25%")]
    merged = merge_documents(table(rows), table(edited), table(new))
    assert sorted(one.new for one in merged.conflicts) == ["15%", "25%"]


def test_choosing_gives_a_whole_sentence_once() -> None:
    base = two("Đã giải ngân 42.490 triệu đồng (bằng 13,6% kế hoạch); còn lại phải giải ngân 270.010 triệu đồng.")
    edited = two("Mới giải ngân được khoảng 42 tỷ đồng, rất thấp; còn lại phải giải ngân 270.010 triệu đồng.")
    new = two("Đã giải ngân 108.200 triệu đồng (bằng 34,6% kế hoạch); còn lại phải giải ngân 204.300 triệu đồng.")
    merged = merge_documents(base, edited, new)
    numbers = numbered_conflicts(merged.content)
    taken = settle(merged.content, new, dict.fromkeys(numbers, Choice.NEW)).content
    found = prove(Merging("x.docx", new, taken, new, taken))
    assert found == () and "Đã giải ngân 108.200 triệu đồng (bằng 34,6% kế hoạch); còn lại" in _text(taken)
    kept = settle(merged.content, new, dict.fromkeys(numbers, Choice.EDITED)).content
    assert _text(kept).count("(") == _text(kept).count(")")


def _text(content: bytes) -> str:
    return "\n".join(lines_of(content))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({}, False),
        ({"header": "b"}, True),  # what a person typed is gone
        ({"footer": "c"}, True),  # what the data changed did not come
        ({"new_header": "d"}, True),  # both changed one
    ],
)
def test_a_header_of_hand_and_a_footer_of_the_data_go_together(wrong: dict[str, str], told: bool) -> None:
    def framed(header: str, footer: str) -> bytes:
        return edited_frames(word_file(LINES), header, footer)

    base, edited = framed("b", "c"), framed("b của tôi", "c")
    new = framed(wrong.get("new_header", "b"), "c mới")
    made = framed(wrong.get("header", "b của tôi"), wrong.get("footer", "c mới"))
    assert bool(prove(Merging("x", base, edited, new, made))) is told


def edited_frames(content: bytes, header: str, footer: str) -> bytes:
    """The file with a header and a footer."""
    package = Package.open(content)
    section = next(package.body.iter(f"{W}sectPr"))
    for place, (kind, text) in enumerate((("header", header), ("footer", footer))):
        tag = "hdr" if kind == "header" else "ftr"
        root = etree.fromstring(f'<w:{tag} xmlns:w="{W[1:-1]}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{tag}>')
        package.put(f"word/{kind}1.xml", root)
        reference = etree.Element(f"{W}{kind}Reference")
        reference.set(f"{W}type", "default")
        reference.set(f"{R}id", package.relate(package.main, f"{OFFICE}/{kind}", f"word/{kind}1.xml"))
        section.insert(place, reference)
    package.touch(package.main)
    return package.save()
