"""A sheet cut up by its shape reads as one that the parser takes apart."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml.etree import XMLSyntaxError

from generator.read.book_parts import open_book
from generator.read.book_tables import read_tables
from generator.read.sheet_xml import RawSheet, read_sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
PARTS = {
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{TYPES}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{TYPES}"><sheets><sheet name="A" sheetId="1" r:id="r1"/>'
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="r1" Type="{TYPES}/worksheet" Target="sheet.xml"/>'
    f'<Relationship Id="r2" Type="{TYPES}/styles" Target="styles.xml"/>'
    f'<Relationship Id="r3" Type="{TYPES}/sharedStrings" Target="texts.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts><font><name val=".VnTime"/></font></fonts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14" fontId="9"/><xf numFmtId="9" fontId="9"/></cellXfs></styleSheet>',
}
TEXTS = (
    "<si><t>Hạ tầng số</t></si>",
    '<si><t xml:space="preserve"> R&amp;D \n hai dòng </t></si>',
    '<si><r><rPr><rFont val="VNI-Times"/></rPr><t>Ñaïi</t></r><r><t xml:space="preserve"> hoïc</t></r></si>',
    "<si><t/></si>",
    "<si><t>_x000D_xuống dòng</t></si>",
    "<si><t>a</t><phoneticPr/></si>",
    "<si/>",
    "\n <si><t>sau khoảng trắng ]] ></t></si>",
)
NUMBER, TEXT = "<c r='A1'><v>1</v></c>", '<c r="B1" t="s"><v>0</v></c>'
ROWS = (
    f'<row r="2">{TEXT}<c r="C2" s="2"><v>0.25</v></c><c r="D2" s="1"/><c r="E2" s="1"></c></row>',
    '<row r="3" spans="1:9" ht="15.75" x14ac:dyDescent="0.25"><c r="A3" s="1"><v>45000</v></c></row>',
    f'<row r="4" hidden="1">{TEXT}</row><row r="5" hidden="false" ht="0">{TEXT}</row><row hidden="true">{TEXT}</row>',
    f'<row r="8"/><row r="9" ht="3"/><row>{TEXT}</row><row/><row>{TEXT}</row>',
    f"<row r='20'>{NUMBER}</row>",
    '<row r="21"><c t="s" r="C21"><v>1</v></c><c><v>5</v></c><c t="s"><v>2</v></c></row>',
    '<row r="22"><c r="A22" t="inlineStr"><is><t>trong &lt;ô&gt;</t></is></c><c r="B22" t="b"><v>1</v></c></row>',
    '<row r="23"><c r="A23"><f>1+1</f><v>2</v></c><c r="B23"><f t="shared" si="0"/><v>3</v></c></row>',
    '<row r="24"><c r="A24"><f>1+1</f></c><c r="B24" t="e"><v>#REF!</v></c><c r="C24" t="str"><v>chữ</v></c></row>',
    f"\n  <row r='25'>\n    {TEXT}\n  </row>\n",
    '<row r="26"><c r="A26"><v>1e400</v></c><c r="B26"><v>-</v></c><c r="C26"><v>-1.50E+2</v></c></row>',
    '<row r="27"><c r="A27" t="s"><v>3</v></c><c r="B27" t="s"><v>4</v></c><c r="C27" t="s"><v>5</v></c></row>',
    '<row r="28"><c r="A28" t="s"><v>6</v></c><c r="B28" t="s"><v>7</v></c><c r="B28" s="77"><v>7</v></c></row>',
    f"<x><row r='40'>{TEXT}</row></x>",
)


def read(path: Path, rows: str, texts: str, declared: str = DECLARED) -> RawSheet:
    names = 'xmlns:x14ac="urn:x"'
    merged = '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
    sheet = f'{declared}<worksheet xmlns="{MAIN}" {names}><cols/><sheetData>{rows}</sheetData>{merged}</worksheet>'
    parts = PARTS | {"xl/sheet.xml": sheet, "xl/texts.xml": f'{declared}<sst xmlns="{MAIN}">{texts}</sst>'}
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text.encode("utf-8", "surrogatepass"))
    with open_book(path) as book:
        return read_sheet(book, "xl/sheet.xml", read_tables(book))


@pytest.mark.parametrize("at", range(len(ROWS) + 1))
def test_rows_and_texts_of_every_shape_read_as_the_parser_reads_them(at: int, tmp_path: Path) -> None:
    rows = ROWS[at] if at < len(ROWS) else "".join(ROWS)
    by_shape = read(tmp_path / "a.xlsx", rows, "".join(TEXTS))
    by_parser = read(tmp_path / "b.xlsx", f"<!-- -->{rows}", f"<!-- -->{''.join(TEXTS)}")
    assert by_shape == by_parser
    assert by_shape.merged == ("A2:A3",) and by_shape.rows


def test_rows_after_a_comment_are_not_lost(tmp_path: Path) -> None:
    found = read(tmp_path / "a.xlsx", f"{''.join(ROWS[:3])}<!-- </row> -->{ROWS[4]}", "".join(TEXTS))
    assert [row.number for row in found.rows] == [2, 3, 4, 5, 6, 20]


@pytest.mark.parametrize("spoilt", ["\x01", "\ufffe", "\ud800", "&none;", "<t>"])
def test_what_no_xml_may_hold_is_damage_here_too(spoilt: str, tmp_path: Path) -> None:
    with pytest.raises((XMLSyntaxError, ValueError)):
        read(tmp_path / "a.xlsx", ROWS[0], f"<si><t>{spoilt}</t></si>")


def test_another_encoding_is_left_to_the_parser(tmp_path: Path) -> None:
    declared = '<?xml version="1.0" encoding="windows-1252"?>'
    found = read(tmp_path / "a.xlsx", '<row r="2"><c r="A2" t="s"><v>0</v></c></row>', "<si><t>é</t></si>", declared)
    assert found.rows[0].cells[1].text == "Ã©"
