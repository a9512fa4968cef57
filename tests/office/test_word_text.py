"""A tab, a break, a symbol or an equation of a Word paragraph means the same to every reader."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.office.word_text import OBJECT, Fields, boxes_in, paragraph_text, stretches, text_of, with_boxes

NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
DECLARED = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())


def element(inside: str, tag: str = "p") -> etree._Element:
    return etree.fromstring(f"<w:{tag} {DECLARED}>{inside}</w:{tag}>")


def run(inside: str) -> str:
    return f"<w:r>{inside}</w:r>"


def text(words: str) -> str:
    return run(f"<w:t>{words}</w:t>")


@pytest.mark.parametrize(
    ("inside", "read"),
    [
        (run("<w:t>a</w:t><w:tab/><w:t>b</w:t>"), "a\tb"),
        (run("<w:t>a</w:t><w:ptab/><w:t>b</w:t>"), "a\tb"),
        (run("<w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/>"), "a\nb\n"),
        (run('<w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t>'), "a\nb"),
        (run("<w:t>Lai</w:t><w:noBreakHyphen/><w:t>Châu</w:t>"), "Lai-Châu"),
        (run("<w:t>liên</w:t><w:softHyphen/><w:t>thông</w:t>"), "liênthông"),
        (run('<w:sym w:font="Symbol" w:char="F0B3"/><w:t>95%</w:t>'), "≥95%"),
        (run('<w:sym w:font="Wingdings" w:char="F0FC"/>'), "✓"),
        (run('<w:sym w:font="Symbol" w:char="?"/><w:t>a</w:t>'), "a"),
        (run("<w:drawing/><w:t>a</w:t>") + run('<w:footnoteReference w:id="2"/>'), "a"),
        (f"<w:ins>{text('mới')}</w:ins><w:del>{run('<w:delText>cũ</w:delText>')}</w:del>", "mới"),
        (f"<w:moveFrom>{text('đi')}</w:moveFrom><w:moveTo>{text('đến')}</w:moveTo>", "đến"),
        (f"<w:hyperlink>{text('chỗ')}</w:hyperlink>{text(' này')}", "chỗ này"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{text('ô')}</w:sdtContent></w:sdt>", "ô"),
        (f'<w:fldSimple w:instr="PAGE">{text("3")}</w:fldSimple>', "3"),
        (
            run('<w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText>')
            + text("mã")
            + run('<w:fldChar w:fldCharType="separate"/><w:t>3</w:t><w:fldChar w:fldCharType="end"/>')
            + text(" trang"),
            "3 trang",
        ),
        (
            f"<mc:AlternateContent><mc:Choice>{text('mới')}</mc:Choice>"
            f"<mc:Fallback>{text('cũ')}</mc:Fallback></mc:AlternateContent>",
            "mới",
        ),
        ("<w:proofErr/><w:bookmarkStart/>" + text("a") + "<!-- lời -->", "a"),
    ],
)
def test_what_stands_in_a_paragraph(inside: str, read: str) -> None:
    assert paragraph_text(element(inside)) == read


def mt(words: str) -> str:
    return f"<m:r><m:t>{words}</m:t></m:r>"


@pytest.mark.parametrize(
    ("inside", "read"),
    [
        (mt("≥100"), "≥100"),
        (f"<m:f><m:num>{mt('a')}</m:num><m:den>{mt('b')}</m:den></m:f>", "a/b"),
        (f"<m:f><m:num>{mt('a+b')}</m:num><m:den>{mt('2,5')}</m:den></m:f>", "(a+b)/2,5"),
        (f"<m:sSup><m:e>{mt('m')}</m:e><m:sup>{mt('2')}</m:sup></m:sSup>", "m²"),
        (f"<m:sSup><m:e>{mt('a')}</m:e><m:sup>{mt('x')}</m:sup></m:sSup>", "a^x"),
        (f"<m:sSub><m:e>{mt('CO')}</m:e><m:sub>{mt('2')}</m:sub></m:sSub>", "CO₂"),
        (f"<m:rad><m:radPr/><m:deg/><m:e>{mt('x')}</m:e></m:rad>", "√x"),
        (f"<m:d><m:e>{mt('a')}</m:e></m:d>", "(a)"),
        (f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e>{mt("a")}</m:e></m:d>', "[a]"),
        (f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub/><m:sup/><m:e>{mt("x")}</m:e></m:nary>', "∑x"),
        (mt("𝑥 = 𝟓"), "x = 5"),
    ],
)
def test_an_equation_is_what_a_person_would_type_for_it(inside: str, read: str) -> None:
    assert paragraph_text(element(f"{text('đạt ')}<m:oMath>{inside}</m:oMath>{text(' nhé')}")) == f"đạt {read} nhé"
    assert paragraph_text(element(f"<m:oMathPara><m:oMath>{inside}</m:oMath></m:oMathPara>")) == read


def test_every_character_knows_its_node_and_run_and_whether_it_is_deleted() -> None:
    paragraph = element(text("một") + f"<w:del>{run('<w:delText>hai</w:delText><w:tab/>')}</w:del>" + run("<w:pict/>"))
    found = list(stretches(paragraph, deleted=True))
    assert [(one.text, one.deleted) for one in found] == [("một", False), ("hai", True), ("\t", True), (OBJECT, False)]
    assert all(one.node.getparent() is one.run for one in found)


def test_a_field_that_began_in_an_earlier_paragraph_goes_on() -> None:
    fields = Fields()
    first = element(run('<w:fldChar w:fldCharType="begin"/><w:instrText>TOC</w:instrText>') + text("ẩn"))
    second = element(text("ẩn") + run('<w:fldChar w:fldCharType="separate"/>') + text("thấy"))
    assert ["".join(one.text for one in stretches(each, fields)) for each in (first, second)] == ["", "thấy"]


BOX = "<w:drawing><w:txbxContent><w:p>{}</w:p></w:txbxContent></w:drawing>".format(text("trong hộp"))


def test_a_text_box_is_no_part_of_its_paragraph_unless_asked_for() -> None:
    paragraph = element(text("trước ") + run(BOX) + text(" sau"))
    assert paragraph_text(paragraph) == "trước  sau"
    assert "".join(one.text for one in with_boxes(paragraph)) == "trước trong hộp sau"


def test_the_box_for_old_programs_is_not_read_twice() -> None:
    both = f"<mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent>"
    paragraph = element(run(both))
    assert "".join(one.text for one in with_boxes(paragraph)) == "trong hộp"
    assert len(boxes_in(paragraph[0][0])) == 1


def cell(*paragraphs: str) -> str:
    return f"<w:tc>{''.join(f'<w:p>{one}</w:p>' for one in paragraphs)}</w:tc>"


@pytest.mark.parametrize(
    ("inside", "read"),
    [
        (cell(text("a"), text("b")) + cell(text("c")), "a\nb\nc"),
        (cell("") + cell(text("c")), "\nc"),
        (cell(run("<w:t>a</w:t><w:br/><w:t>b</w:t>")) + cell(text("c")), "a\nb\nc"),
        (cell(run(BOX)) + cell(text("c")), "\nc"),
        (f"<w:tc><w:tbl><w:tr>{cell(text('trong'))}</w:tr></w:tbl><w:p/></w:tc>", "trong\n"),
        (f"<w:sdt><w:sdtContent>{cell(text('a'))}</w:sdtContent></w:sdt>", "a"),
    ],
)
def test_a_row_is_its_paragraphs_a_line_each(inside: str, read: str) -> None:
    assert text_of(element(inside, "tr")) == read
