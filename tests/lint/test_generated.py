"""What `build` writes meets the standard it was made by, in both standards; and what is seen is what is printed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from generator.core.problems import BadDossier, Severity
from generator.lint.document_view import SectionView
from generator.lint.engine import lint, standard_for
from generator.lint.findings import LintReport
from generator.lint.generated import ROW_END, ROWS_KEPT, abridge
from generator.lint.read_document import read_document
from generator.stories.build import build
from generator.stories.check import check_workbook
from generator.stories.jobs import Job, Step
from tests.lint.sample_documents import SMALL, sample, write
from tests.party_dossier import party_dossier

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "inputs/lai-chau-nq57.xlsx"


def report_on(path: Path, standard: str | None = None) -> LintReport:
    view = read_document(path)
    return lint(view, standard_for(view, standard))


def graver_than_notes(report: LintReport) -> list[str]:
    return [f"{one.code} {one.where}: {one.message}" for one in report.findings if one.severity is not Severity.NOTE]


def word_files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.docx")) if ".base" not in path.parts]


@pytest.mark.parametrize("combined", [False, True])
@pytest.mark.parametrize(
    ("workbook", "period"), [("lai-chau-nq57", "2025-Q3"), ("lai-chau-nq57", "2025"), ("lai-chau-2391", "2026-Q1")]
)
def test_a_report_of_the_state_and_its_appendices_are_clean(
    workbook: str, period: str, combined: bool, tmp_path: Path
) -> None:
    outcome = build(Job(ROOT / f"inputs/{workbook}.xlsx", period, out=tmp_path, combined=combined))
    assert "XB010" not in {problem.code for problem in outcome.problems}
    files = word_files(tmp_path)
    assert files
    for path in files:
        report = report_on(path)
        assert report.standard == "nd30" and not graver_than_notes(report), path.name


def test_a_report_of_the_party_and_its_appendices_are_clean(tmp_path: Path) -> None:
    build(Job(party_dossier(tmp_path / "tinh-uy.xlsx"), "2025-Q3", out=tmp_path / "ra"))
    files = word_files(tmp_path / "ra")
    assert len(files) > 4
    for path in files:
        report = report_on(path)
        assert report.standard == "dang" and not graver_than_notes(report), path.name
        assert report.passed > 25


def test_a_report_of_one_agency_is_clean(tmp_path: Path) -> None:
    build(Job(EXAMPLE, "2025-Q3", out=tmp_path, agency="Sở Tài chính"))
    files = list(word_files(tmp_path))
    assert len(files) > 2
    for path in files:
        assert not graver_than_notes(report_on(path)), path.name


def test_lint_is_a_step_between_the_writing_and_the_folder(tmp_path: Path) -> None:
    steps: list[Step] = []
    build(Job(EXAMPLE, "2025-Q3", out=tmp_path), steps.append)
    assert steps.index(Step.RENDER) < steps.index(Step.LINT) < steps.index(Step.WRITE)


@pytest.fixture
def wrong_templates(tmp_path: Path) -> Path:
    """The built-in templates with one whose heading is too large."""
    import zipfile

    folder = tmp_path / "mau"
    shutil.copytree(ROOT / "templates/nd30", folder)
    target = folder / "bao-cao-quy.docx"
    with zipfile.ZipFile(target) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        '<w:t xml:space="preserve">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'.encode(),
        '<w:rPr><w:sz w:val="40"/></w:rPr><w:t xml:space="preserve">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'.encode(),
    )
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return folder


def waiving(path: Path, *codes: str) -> Path:
    book = load_workbook(EXAMPLE)
    for code in codes:
        book["Thông tin chung"].append(["Miễn quy tắc", code])
    for section in ("Đề xuất, kiến nghị",):
        book["Nội dung"].append(["2025-Q3", section, "Đề nghị Ủy ban nhân dân tỉnh quan tâm chỉ đạo."])
    book.save(path)
    return path


def test_a_template_against_the_standard_is_told_of_and_refused_for_a_final_version(
    wrong_templates: Path, tmp_path: Path
) -> None:
    dossier = waiving(tmp_path / "ho-so.xlsx")
    outcome = build(Job(dossier, "2025-Q3", out=tmp_path / "ra", templates=wrong_templates))
    told = [problem for problem in outcome.problems if problem.code == "XB010"]
    assert len(told) == 1 and "ND30-211" in told[0].message
    with pytest.raises(BadDossier) as refusal:
        build(Job(dossier, "2025-Q3", out=tmp_path / "chinh-thuc", templates=wrong_templates, final=True))
    assert "thể thức" in refusal.value.message and not list((tmp_path / "chinh-thuc").rglob("*.docx"))


def test_a_dossier_may_waive_a_rule_of_form(wrong_templates: Path, tmp_path: Path) -> None:
    dossier = waiving(tmp_path / "ho-so.xlsx", "ND30-211")
    outcome = build(Job(dossier, "2025-Q3", out=tmp_path / "ra", templates=wrong_templates, final=True))
    assert "XB010" not in {problem.code for problem in outcome.problems}


def test_a_waived_rule_that_nobody_knows_is_an_error_at_its_cell(tmp_path: Path) -> None:
    dossier = waiving(tmp_path / "ho-so.xlsx", "ND30-2111")
    found = [problem for problem in check_workbook(dossier, None, None) if problem.code == "TTC005"]
    assert len(found) == 1 and found[0].place.cell and "ND30-" in found[0].fix


def test_a_long_table_is_looked_at_in_its_first_and_last_rows() -> None:
    rows = [f"<w:tr>{at}".encode() for at in range(5000)]
    head, tail = b"<w:body><w:tbl>", b"</w:tbl><w:p/></w:body>"
    short = abridge(head + ROW_END.join(rows) + ROW_END + tail)
    assert short.startswith(head) and short.endswith(tail)
    assert short.count(ROW_END) == 2 * ROWS_KEPT - 1 and b"<w:tr>0</w:tr>" in short and b"<w:tr>4999</w:tr>" in short
    few = head + ROW_END.join(rows[:100]) + tail
    assert abridge(few) == few


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")
def test_what_the_linter_believes_is_what_libreoffice_draws(tmp_path: Path) -> None:
    """Size, slant and place of the parts of a built report, read back from its first two printed pages."""
    import pdfplumber

    outcome = build(Job(EXAMPLE, "2025-Q3", out=tmp_path, pdf=True))
    path = outcome.published.folder / "bao-cao.docx"
    view = read_document(path)
    believed = {
        one.text.strip(): (one.runs[0].size, one.runs[0].bold, one.runs[0].italic, one.align)
        for one in view.body
        if one.text.strip() and one.section == 0
    }
    with pdfplumber.open(path.with_suffix(".pdf")) as pdf:
        first, second = (page.dedupe_chars().extract_text_lines(return_chars=True) for page in pdf.pages[:2])
    seen = _seen(second) | _seen(first)
    page_number = second[0]
    assert "BÁOCÁO" in _seen(first) and "I.CÔNGTÁCCHỈĐẠO,ĐIỀUHÀNH" in seen
    checked = 0
    for text, (size, bold, italic, align) in believed.items():
        if "".join(text.split()) in seen:
            char, middle = seen["".join(text.split())]
            assert abs(char["size"] - size) < 0.1, text
            assert ("Bold" in char["fontname"], "Italic" in char["fontname"]) == (bold, italic), text
            if align == "center" and text == "BÁO CÁO":
                assert abs(middle - _middle(view.sections[0])) < 1
            checked += 1
    assert checked >= 10
    assert page_number["text"].strip() == "2" and abs(page_number["chars"][0]["size"] - 13) < 0.1


def _middle(section: SectionView) -> float:
    return section.margins["left"] + (section.width - section.margins["left"] - section.margins["right"]) / 2


def _seen(lines: list[dict[str, Any]]) -> dict[str, tuple[dict[str, Any], float]]:
    """Text set on one line of the page, without spaces → its first character, and its middle in millimetres."""
    found: dict[str, tuple[dict[str, Any], float]] = {}
    for line in lines:
        for piece in _apart(line["chars"]):
            text = "".join(char["text"] for char in piece).strip()
            found[text] = (piece[0], (piece[0]["x0"] + piece[-1]["x1"]) / 2 * 25.4 / 72)
    return found


def _apart(chars: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Letters of a line parted where two columns stand side by side."""
    pieces: list[list[dict[str, Any]]] = [[]]
    for char in chars:
        if pieces[-1] and char["x0"] - pieces[-1][-1]["x1"] > 15:
            pieces.append([])
        pieces[-1].append(char)
    return pieces


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")
def test_a_corrected_copy_is_printed_as_the_standard_asks(tmp_path: Path) -> None:
    import pdfplumber

    from generator.stories.lint import fix_file
    from generator.write.pdf import to_pdf

    wrong = sample(sizes=SMALL).change(
        {
            "tieu_ngu": {"size": 16},
            "dia_danh": {"italic": False},
            "doan_1": {"size": 11, "first": 0},
            "page": {"left": 20},
        }
    )
    fixed = fix_file([write(wrong, tmp_path / "sai.docx")], tmp_path / "dung.docx")
    with pdfplumber.open(to_pdf([fixed.target], tmp_path)[0].path) as pdf:
        seen = _seen(pdf.pages[0].dedupe_chars().extract_text_lines(return_chars=True))
    motto, _ = seen["Độclập-Tựdo-Hạnhphúc"]
    assert abs(motto["size"] - 13) < 0.1
    place, _ = seen["LaiChâu,ngày05tháng9năm2025"]
    assert "Italic" in place["fontname"]
