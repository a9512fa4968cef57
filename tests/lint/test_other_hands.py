"""Documents by other hands: python-docx, LibreOffice, and what Word does to a file. No false alarm, true ones kept."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from generator.core.problems import Severity
from generator.lint.engine import lint, standard_for
from generator.lint.findings import LintReport
from generator.lint.read_document import read_document
from tests.lint.documents_by_python_docx import report_by_python_docx
from tests.lint.sample_documents import LONG, W_NS, Paragraph, Sample, Sizes, sample, with_appendices, write

WORD_DEFAULTS = (
    f'<w:styles xmlns:w="{W_NS}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" '
    'w:hAnsiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:cstheme="minorBidi"/><w:sz w:val="22"/></w:rPr>'
    '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="259" w:lineRule="auto"/></w:pPr>'
    "</w:pPrDefault>"
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>{normal}'
    '</w:style><w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Dam"><w:name w:val="Dam"/><w:basedOn w:val="Normal"/><w:rPr><w:b/></w:rPr>'
    "</w:style></w:styles>"
)
TIMES = '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/></w:rPr>'


def report_on(path: Path) -> LintReport:
    view = read_document(path)
    return lint(view, standard_for(view))


def told(report: LintReport) -> list[str]:
    return [f"{one.code} {one.where} “{one.mark.quote}”: {one.message}" for one in report.findings]


def graver_than_notes(report: LintReport) -> set[str]:
    return {one.code for one in report.findings if one.severity is not Severity.NOTE}


def made(document: Sample, tmp_path: Path) -> LintReport:
    return report_on(write(document, tmp_path / "van-ban.docx"))


@pytest.mark.parametrize("body", [13, 14])
@pytest.mark.parametrize("bullets", [False, True])
def test_a_report_made_with_python_docx_raises_no_false_alarm(body: int, bullets: bool, tmp_path: Path) -> None:
    path = report_by_python_docx(tmp_path / "bao-cao.docx", body=body, bullets=bullets)
    report = report_on(path)
    assert not [one for one in report.findings if one.severity is Severity.ERROR], told(report)
    assert report.kind == "Báo cáo" and report.passed > 95


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")
def test_a_file_saved_again_by_libreoffice_says_the_same(tmp_path: Path) -> None:
    paths = [report_by_python_docx(tmp_path / "tay.docx"), write(with_appendices(sample()), tmp_path / "goc.docx")]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    target = tmp_path / "lai"
    command = ["soffice", "--headless", profile, "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(target)]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=120)
    for path in paths:
        again = report_on(target / path.name)
        assert not [one for one in again.findings if one.severity is Severity.ERROR], told(again)
        assert again.kind == "Báo cáo"


def test_theme_fonts_of_word_are_overruled_by_the_normal_style(tmp_path: Path) -> None:
    document = sample()
    document.page["styles"] = WORD_DEFAULTS.replace("{normal}", TIMES)
    assert not graver_than_notes(made(document, tmp_path))


def test_theme_fonts_of_word_that_nothing_overrules_are_seen(tmp_path: Path) -> None:
    document = sample()
    document.page["styles"] = WORD_DEFAULTS.replace("{normal}", "")
    report = made(document, tmp_path)
    assert graver_than_notes(report) == {"ND30-105"}
    assert {one.mark.observed for one in report.findings} == {"Calibri"}


def test_a_font_for_letters_with_marks_alone_is_seen(tmp_path: Path) -> None:
    """Only hAnsi is another font: a text of plain Latin letters is right, one with Vietnamese letters is not."""
    fonts = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Arial"/>'
    document = sample().change({"doan_1": {"run_raw": fonts}})
    assert graver_than_notes(made(document, tmp_path)) == {"ND30-105"}


def test_far_eastern_and_complex_fonts_that_no_letter_uses_do_not_matter(tmp_path: Path) -> None:
    times = 'w:ascii="Times New Roman" w:hAnsi="Times New Roman"'
    fonts = f'<w:rFonts {times} w:eastAsia="Noto Sans CJK SC" w:cs="Lucida Sans"/>'
    document = sample().change({"doan_1": {"run_raw": fonts, "text": f"“{LONG}” – theo kế hoạch…"}})
    assert not graver_than_notes(made(document, tmp_path))


def runs(*pieces: str, properties: str = '<w:sz w:val="28"/>') -> str:
    return "".join(
        f'<w:r w:rsidR="00A{at}"><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{piece}</w:t></w:r>'
        for at, piece in enumerate(pieces)
    )


def test_runs_split_by_word_are_read_as_one_text(tmp_path: Path) -> None:
    bold = '<w:b/><w:sz w:val="24"/>'
    document = sample().change(
        {"quoc_hieu": {"raw": runs("CỘNG HÒA XÃ", " HỘI CHỦ NGH", "ĨA VIỆT NAM", properties=bold)}}
    )
    assert not graver_than_notes(made(document, tmp_path))


def test_what_is_deleted_hidden_or_a_code_is_not_read_and_what_is_inserted_is(tmp_path: Path) -> None:
    raw = (
        '<w:del w:id="1"><w:r><w:rPr><w:sz w:val="40"/></w:rPr><w:delText>cỡ hai mươi</w:delText></w:r></w:del>'
        + runs("chữ ẩn", properties='<w:vanish/><w:sz w:val="40"/>')
        + f'<w:ins w:id="2">{runs("Trên đây là nội dung ")}</w:ins>'
        + '<w:sdt><w:sdtContent>' + runs("trình bày ") + "</w:sdtContent></w:sdt>"
        + '<w:smartTag>' + runs("của Sở") + "</w:smartTag>"
        + '<w:fldSimple w:instr="DATE">' + runs("./.") + "</w:fldSimple>"
    )  # fmt: skip
    document = sample().change({"ket": {"raw": raw}})
    assert graver_than_notes(made(document, tmp_path)) == {"ND30-606"}
    wrong = sample().change({"ket": {"raw": raw.replace('<w:sz w:val="28"/>', '<w:sz w:val="24"/>')}})
    assert graver_than_notes(made(wrong, tmp_path)) == {"ND30-311", "ND30-606"}


def test_bold_of_a_paragraph_style_and_a_character_style_cancel_each_other_out(tmp_path: Path) -> None:
    styles = WORD_DEFAULTS.replace("{normal}", TIMES)
    strong = '<w:rStyle w:val="Strong"/><w:sz w:val="28"/>'
    both = sample().change({"muc_1": {"style": "Dam", "raw": runs("I. KẾT QUẢ THỰC HIỆN", properties=strong)}})
    both.page["styles"] = styles
    assert graver_than_notes(made(both, tmp_path)) == {"ND30-322"}
    one = sample().change({"muc_1": {"style": "Dam", "raw": runs("I. KẾT QUẢ THỰC HIỆN")}})
    one.page["styles"] = styles
    assert not graver_than_notes(made(one, tmp_path))


NUMBERING = (
    f'<w:numbering xmlns:w="{W_NS}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def numbered(text: str, level: int, bold: bool = False) -> Paragraph:
    """A paragraph that Word numbers: its properties come first in the raw content's paragraph."""
    marks = ("<w:b/>" if bold else "") + '<w:sz w:val="28"/>'
    return Paragraph(text, 14, bold, align="both", before=6, raw=runs(text, properties=marks), number=(1, level))


def test_automatic_numbers_are_read_and_their_order_is_held_against_the_alphabet(tmp_path: Path) -> None:
    document = sample()
    document.page["numbering"] = NUMBERING
    document.body = {name: one for name, one in document.body.items() if not name.startswith(("muc", "khoan", "diem"))}
    closing = document.body.pop("ket")
    document.body |= {"m1": numbered("KẾT QUẢ", 0, True), "m2": numbered("NHIỆM VỤ", 0, True)}
    document.body |= {f"d{at}": numbered(LONG, 1) for at in range(4)}
    document.body["ket"] = closing
    assert not graver_than_notes(made(document, tmp_path))
    del document.body["ket"]
    document.body |= {"d5": numbered(LONG, 1), "ket": closing}
    assert graver_than_notes(made(document, tmp_path)) == {"ND30-346"}  # Word's fifth letter is e, not đ


def test_a_table_style_gives_its_type_to_cells_until_a_run_says_otherwise(tmp_path: Path) -> None:
    styles = WORD_DEFAULTS.replace("{normal}", TIMES).replace(
        "</w:styles>",
        '<w:style w:type="table" w:styleId="Bang"><w:name w:val="Bang"/><w:tblStylePr w:type="firstRow"><w:rPr>'
        '<w:color w:val="FF0000"/></w:rPr></w:tblStylePr></w:style></w:styles>',
    )
    row = "<w:tr><w:tc><w:tcPr/><w:p><w:r><w:t>Nội dung</w:t></w:r></w:p></w:tc></w:tr>"
    document = sample()
    document.page["styles"] = styles
    document.page["extra"] = (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Bang"/><w:tblLook w:firstRow="1" w:lastRow="0"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="9000"/></w:tblGrid>{row * 3}</w:tbl>'
    )
    report = made(document, tmp_path)
    assert [one.where for one in report.findings if one.code == "ND30-106"] == ["bảng 2, dòng 1, cột 1"], told(report)


@pytest.mark.parametrize("frame", ['<w:framePr w:xAlign="center"/>', ""])
def test_a_page_number_in_a_content_control_or_a_frame_is_found(frame: str, tmp_path: Path) -> None:
    document = sample()
    align = "" if frame else '<w:jc w:val="center"/>'
    number = runs("2", properties='<w:sz w:val="26"/>')
    document.page["header"] = (
        f'<w:sdt><w:sdtContent><w:p><w:pPr>{frame}{align}</w:pPr><w:fldSimple w:instr=" PAGE   \\* MERGEFORMAT ">'
        f"{number}</w:fldSimple></w:p></w:sdtContent></w:sdt>"
    )
    assert not made(document, tmp_path).findings


def test_a_letter_that_opens_with_a_reference_is_not_taken_for_a_basis(tmp_path: Path) -> None:
    document = sample("cong_van").change(
        {"mo_dau": {"text": f"Căn cứ Công văn số 12/UBND-VX của Ủy ban nhân dân tỉnh, Sở đề nghị các đơn vị. {LONG}"}}
    )
    assert not made(document, tmp_path).findings


def test_a_text_that_is_no_official_document_is_not_told_what_it_lacks(tmp_path: Path) -> None:
    document = Sample("bao_cao", Sizes(), body={"mot": Paragraph(LONG, 14, align="both", first=10)})
    document.left = {"a": Paragraph("Ghi chép")}
    document.right = {"b": Paragraph("")}
    document.recipients = {"c": Paragraph("")}
    document.signature = {"d": Paragraph("")}
    report = made(document, tmp_path)
    assert not [one for one in report.findings if one.code.endswith("0")]
    assert {"ND30-210", "ND30-250", "ND30-450"} <= set(report.not_evaluated)


def test_a_chapter_called_quy_dinh_chung_is_not_the_kind_of_the_document(tmp_path: Path) -> None:
    chapter = {"text": "QUY ĐỊNH CHUNG", "bold": True, "align": "center"}
    report = made(sample().change({"ten_loai": {"text": "NGHỊ ĐỊNH"}, "doan_1": chapter}), tmp_path)
    assert report.kind == ""
