"""Lint reads letters as a person sees them: how a file codes them is one fault of its own and makes no others."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from lint.sample_documents import sample, write

from generator.core.problems import Severity
from generator.lint.engine import lint, standard_for
from generator.lint.findings import LintReport
from generator.lint.read_document import read_document
from generator.stories.lint import fix_file

CASES = Path(__file__).resolve().parents[1] / "cases" / "lint"


def report_on(path: Path) -> LintReport:
    view = read_document(path)
    return lint(view, standard_for(view))


def codes(report: LintReport) -> set[str]:
    return {one.code for one in report.findings if one.severity is not Severity.NOTE}


def rewritten(path: Path, change: Callable[[str], str], target: Path) -> Path:
    """A copy whose document part went through `change`."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()).encode() if name == "word/document.xml" else content)
    return target


def with_signs(text: str) -> str:
    return text.replace("Kính gửi", "Kính\u200b gửi").replace("ngày", "ng\u00adày").replace("Số:", "S\u2060ố:")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda text: unicodedata.normalize("NFD", text), "ND30-601"),
        (with_signs, "ND30-605"),
        (lambda text: text.replace("Đ", "\u00d0").replace("đ", "\u00f0"), "ND30-605"),
        (lambda text: text.replace("ộc", "ộ\u200bc"), "ND30-605"),
    ],
    ids=["letters and marks apart", "signs nobody sees", "another alphabet's đ", "signs within words"],
)
def test_a_sound_document_has_one_kind_of_fault_and_is_sound_when_fixed(
    change: Callable[[str], str], named: str, tmp_path: Path
) -> None:
    sound = write(sample(), tmp_path / "goc.docx")
    assert not codes(report_on(sound))
    odd = rewritten(sound, change, tmp_path / "la.docx")
    assert codes(report_on(odd)) == {named}
    fixed = fix_file([odd], tmp_path / "sua.docx", unsafe=True).target
    assert not codes(report_on(fixed))
    texts = [[one.text for one in Document(str(path)).paragraphs] for path in (sound, fixed)]
    assert texts[0] == texts[1]


def test_a_fix_in_a_text_with_marks_apart_hits_its_letters(tmp_path: Path) -> None:
    words = "Sở đã báo cáo Ủy Ban Nhân Dân tỉnh kết quả triển khai đồng bộ các nhiệm vụ được giao trong kỳ báo cáo."
    document = sample().change({"doan_1": {"text": unicodedata.normalize("NFD", words)}})
    path = write(document, tmp_path / "a.docx")
    assert {one.code for one in report_on(path).findings} == {"ND30-601", "ND30-603"}
    target = fix_file([path], tmp_path / "b.docx", unsafe=True).target
    assert any(
        unicodedata.normalize("NFC", one.text) == words.replace("Ủy Ban Nhân Dân", "Ủy ban nhân dân")
        for one in Document(str(target)).paragraphs
    )


@pytest.mark.parametrize(
    ("properties", "words"),
    [("<w:vanish/>", "bị ẩn"), ("<w:strike/>", "bị gạch ngang"), ("<w:dstrike/>", "bị gạch ngang")],
)
def test_words_that_are_hidden_or_struck_are_named(properties: str, words: str, tmp_path: Path) -> None:
    kept = '<w:r><w:t xml:space="preserve">Trên đây là nội dung trình bày của Sở'
    raw = f"<w:r><w:rPr>{properties}</w:rPr><w:t>bản nháp</w:t></w:r>{kept}./.</w:t></w:r>"
    report = report_on(write(sample().change({"ket": {"raw": raw}}), tmp_path / "a.docx"))
    found = [one for one in report.findings if one.code == "ND30-606"]
    assert len(found) == 1 and words in found[0].message and "bản nháp" in found[0].message


def test_the_case_with_marks_apart_has_no_false_error() -> None:
    assert codes(report_on(CASES / "l04-nfd.docx")) == {"ND30-601", "ND30-440"}


def test_the_soft_hyphen_of_an_old_font_is_read_as_its_letter() -> None:
    found = [one for one in report_on(CASES / "l22-softhyphen-tcvn3.docx").findings if one.code == "ND30-602"]
    assert len(found) == 1 and "“đưa vào sử dụng”" in found[0].message
