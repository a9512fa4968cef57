"""What a person sees of a Word paragraph is what is taken over; the rest is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from generator.office.names import W as NAMES
from generator.office.seen_text import LeftOut, seen_text
from generator.office.styles import StyleSheet
from generator.read.plan_files import plan_lines
from generator.read.plan_table import read_plan

CASES = Path(__file__).resolve().parents[1] / "cases" / "plan"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {W}>
<w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Cu"><w:name w:val="Cu"/>
<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Con"><w:name w:val="Con"/><w:basedOn w:val="Cu"/></w:style>
<w:style w:type="character" w:styleId="An"><w:name w:val="An"/><w:rPr><w:vanish/></w:rPr></w:style>
</w:styles>"""


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def read(inside: str, style: str = "") -> tuple[str, LeftOut]:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    paragraph = etree.fromstring(f"<w:p {W}>{named}{inside}</w:p>")
    left = LeftOut()
    return seen_text(paragraph, StyleSheet.of(etree.fromstring(STYLES)), left), left


@pytest.mark.parametrize(
    ("inside", "text", "left"),
    [
        (run("đã ") + run("chưa", "<w:strike/>"), "đã ", LeftOut(struck=["chưa"])),
        (run("cũ", "<w:dstrike/>") + run("mới"), "mới", LeftOut(struck=["cũ"])),
        (run("a", '<w:strike w:val="0"/>'), "a", LeftOut()),
        (run("a") + run("nháp", "<w:vanish/>"), "a", LeftOut(hidden=["nháp"])),
        (run("a") + run("nháp", '<w:rStyle w:val="An"/>'), "a", LeftOut(hidden=["nháp"])),
        (run("a", '<w:rStyle w:val="An"/><w:vanish w:val="0"/>'), "a", LeftOut()),
        (run("bỏ", "<w:strike/>") + run(" nháp", "<w:vanish/>") + run("giữ"), "giữ", LeftOut(["bỏ"], ["nháp"])),
        (run("®· ®", font(".VnTime")) + run("Þnh", font(".VnTime")), "đã định", LeftOut(fonts=[".VnTime"])),
        (run("nha", font("VNI-Times")) + run("ân", font("VNI-Times")), "nhân", LeftOut(fonts=["VNI-Times"])),
        (run("®· ", font(".VnTime")) + run("đưa"), "đã đưa", LeftOut(fonts=[".VnTime"])),
        (run("c¸c", font(".VnTime") + "<w:strike/>") + run("mọi"), "mọi", LeftOut(struck=["các"])),
        (run("\u00b3", font("Symbol")) + run(" 95%"), "≥ 95%", LeftOut(fonts=["Symbol"])),
        (run("85") + run("1", '<w:vertAlign w:val="superscript"/>'), "85¹", LeftOut()),
        (run("CO") + run("2", '<w:vertAlign w:val="subscript"/>'), "CO₂", LeftOut()),
    ],
)
def test_runs_are_read_as_they_are_seen(inside: str, text: str, left: LeftOut) -> None:
    assert read(inside) == (text, left)


def test_the_font_may_come_from_a_style_and_from_the_style_below_it() -> None:
    for style in ("Cu", "Con"):
        assert read(run("Céng hßa"), style) == ("Cộng hòa", LeftOut(fonts=[".VnTime"]))


def test_the_soft_hyphen_is_a_letter_in_fonts_of_tcvn3_and_nothing_elsewhere() -> None:
    inside = "<w:r>{}<w:t>{}</w:t><w:softHyphen/><w:t>{}</w:t></w:r>"
    assert read(inside.format(f"<w:rPr>{font('.VnTime')}</w:rPr>", "®", "a"))[0] == "đưa"
    assert read(inside.format("", "liên", "thông"))[0] == "liênthông"


@pytest.mark.parametrize(
    ("name", "row", "texts", "codes"),
    [
        ("i01-tcvn3", 1, {"Nâng cấp mạng nội bộ", "Sở Khoa học và Công nghệ", "Sở Tài chính", "Hệ thống"}, ["KT003"]),
        ("i01-tcvn3", 3, {"Tập huấn cán bộ", "Các địa phương", "Lớp học", "Năm 2025"}, ["KT003"]),
        ("i04-strike-hidden", 1, {"Nâng cấp mạng nội bộ"}, ["KT002", "KT001"]),
        ("i04-strike-hidden", 2, {"30/11/2025"}, ["KT002", "KT001"]),
        ("i06-symbols", 1, {"Nâng cấp mạng nội bộ tốc độ ≥100 Mbps, Lai-Châu, liênthông ≥95%"}, []),
    ],
)
def test_the_cases(name: str, row: int, texts: set[str], codes: list[str]) -> None:
    lines, told = plan_lines(CASES / f"{name}.docx")
    assert texts <= set([line for line in lines if line.table == 0][row].cells)
    assert [one.code for one in told] == codes
    table, problems = read_plan(CASES / f"{name}.docx")
    assert table is not None and len(table.rows) == 3 and [one.code for one in problems] == codes


def test_a_hidden_row_and_a_struck_paragraph_are_not_imported(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph().add_run("Điều cũ").font.strike = True
    table = document.add_table(2, 1)
    table.cell(0, 0).text, table.cell(1, 0).text = "thấy", "ẩn"
    properties = table.rows[1]._tr.get_or_add_trPr()
    properties.append(properties.makeelement(f"{NAMES}hidden", {}))
    document.save(str(tmp_path / "a.docx"))
    lines, told = plan_lines(tmp_path / "a.docx")
    assert [line.cells for line in lines if line.text] == [("thấy",)]
    assert [(one.code, one.place.cell) for one in told] == [("KT001", "đoạn 1"), ("KT002", "bảng 1, dòng 2")]
