"""Rules 601–605: the characters themselves, and the certain cases of capitals; 701–702: what no file can show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.core.legacy_text import legacy_reading
from generator.core.problems import Severity
from generator.lint.document_view import ParagraphView
from generator.lint.findings import Edit, Grade, Mark, ReplaceText, Unsure
from generator.lint.lines import short
from generator.lint.parts import Document
from generator.lint.registry import rule
from generator.lint.rules.page_rules import LEGACY_FONTS

_CITED = re.compile(
    r"(?<![.!?:;“\"(])\s(?P<unit>Khoản|Điểm)\s+(?:\d+|[a-zđ])[,]?\s+(?:(?:khoản|Khoản)\s+\d+\s+)?Điều\s+\d+"
)
_ARTICLE = re.compile(r"\b(?:khoản|Khoản|điểm)\s+\S+,?\s+(?:khoản\s+\d+\s+)?(?P<unit>điều)\s+\d+")


@rule("601", "Chữ dựng sẵn", "font", Severity.WARNING, fix=Grade.REVIEW)
def composed(doc: Document) -> Iterator[Mark]:
    """Chữ tiếng Việt ở dạng Unicode dựng sẵn; chữ tổ hợp (nguyên âm và dấu rời nhau) khó tìm kiếm và dễ vỡ khi in."""
    for paragraph in doc.view.everything:
        if not paragraph.text.isascii() and not unicodedata.is_normalized("NFC", paragraph.text):
            edits: list[Edit] = []
            for run in paragraph.runs:
                composed_text = unicodedata.normalize("NFC", run.text)
                if composed_text != run.text:
                    edits.append(ReplaceText(paragraph, run.at, run.end, composed_text))
            yield Mark(
                "Chữ ở dạng Unicode tổ hợp.",
                paragraph,
                short(unicodedata.normalize("NFC", paragraph.text)),
                "Unicode tổ hợp",
                "Unicode dựng sẵn",
                tuple(reversed(edits)),
                Grade.REVIEW,
            )


@rule("602", "Chữ gõ bằng phông cũ", "font", fix=Grade.REVIEW)
def legacy(doc: Document) -> Iterator[Mark]:
    """Chữ gõ bằng phông TCVN3 (.VnTime …) hoặc VNI không phải Unicode."""
    for paragraph in doc.view.everything:
        for run in paragraph.runs:
            font = next((name for name in run.fonts() if name.lower().startswith(LEGACY_FONTS)), "")
            reading = legacy_reading(run.text, font) if run.text.strip() else None
            if reading is None and font and run.text.strip():
                reading = run.text
            if reading is not None:
                yield _legacy_mark(paragraph, run.text, reading, font)
                break


def _legacy_mark(paragraph: ParagraphView, text: str, reading: str, font: str) -> Mark:
    return Mark(
        f"Chữ gõ bằng phông cũ{f' {font}' if font else ''}; chuyển sang Unicode đọc là “{short(reading, 40)}”.",
        paragraph,
        short(text),
        font or "mã TCVN3 hoặc VNI",
        "Unicode",
    )


@rule("603", "Viết hoa tên riêng (trường hợp chắc chắn)", "lint.capitals", Severity.NOTE, fix=Grade.REVIEW)
def capitals(doc: Document) -> Iterator[Mark]:
    """Một số tên cơ quan, địa danh chỉ có một cách viết hoa đúng."""
    for paragraph in doc.view.body:
        for wrong, right in doc.standard.checks.capitals.items():
            at = paragraph.text.find(wrong)
            if at >= 0:
                yield Mark(
                    f"Viết “{wrong}”, phải viết “{right}”.",
                    paragraph,
                    wrong,
                    wrong,
                    right,
                    (ReplaceText(paragraph, at, at + len(wrong), right),),
                    Grade.REVIEW,
                )


@rule("604", "Viết hoa khi viện dẫn", "lint.capitals", Severity.NOTE, fix=Grade.REVIEW)
def citation_capitals(doc: Document) -> Iterator[Mark]:
    """Khi viện dẫn: “điểm a khoản 2 Điều 103” — Điều viết hoa, khoản và điểm viết thường."""
    for paragraph in doc.view.body:
        for found in (_CITED.search(paragraph.text), _ARTICLE.search(paragraph.text)):
            if found:
                word = found["unit"]
                right = "Điều" if word == "điều" else word.lower()
                yield Mark(
                    f"Viện dẫn viết “{word}”, phải viết “{right}”.",
                    paragraph,
                    short(found[0].strip()),
                    word,
                    right,
                    (ReplaceText(paragraph, found.start("unit"), found.end("unit"), right),),
                    Grade.REVIEW,
                )


@rule("701", "Dấu, chữ ký số", "lint.signing")
def stamps(doc: Document) -> Iterator[Mark | Unsure]:
    """Hình ảnh dấu, chữ ký của người ký và chữ ký số của cơ quan: chương trình không đánh giá được."""
    yield Unsure("dấu và chữ ký chỉ kiểm tra được trên bản đã ký")


@rule("702", "Dấu chỉ độ mật, mức độ khẩn, phạm vi lưu hành", "lint.required")
def secrecy(doc: Document) -> Iterator[Mark | Unsure]:
    """Dấu chỉ độ mật, mức độ khẩn và phạm vi lưu hành: chương trình không đánh giá được."""
    yield Unsure("dấu chỉ độ mật, mức độ khẩn do người có thẩm quyền quyết định")
