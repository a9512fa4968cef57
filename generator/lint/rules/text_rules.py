"""Rules 601–606: the characters themselves, and the certain cases of capitals; 701–702: what no file can show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from generator.core.characters import lookalikes_in, seen_letters, unseen_in
from generator.core.legacy_text import legacy_reading
from generator.core.problems import Severity
from generator.lint.document_view import ParagraphView, RunView
from generator.lint.findings import Edit, Grade, Mark, ReplaceText, Unsure
from generator.lint.lines import short
from generator.lint.parts import Document
from generator.lint.registry import rule
from generator.lint.rules.page_rules import LEGACY_FONTS
from generator.office.names import TEXT

_CITED = re.compile(
    r"(?<![.!?:;“\"(])\s(?P<unit>Khoản|Điểm)\s+(?:\d+|[a-zđ])[,]?\s+(?:(?:khoản|Khoản)\s+\d+\s+)?Điều\s+\d+"
)
_ARTICLE = re.compile(r"\b(?:khoản|Khoản|điểm)\s+\S+,?\s+(?:khoản\s+\d+\s+)?(?P<unit>điều)\s+\d+")


@rule("601", "Chữ dựng sẵn", "font", Severity.WARNING, fix=Grade.REVIEW)
def composed(doc: Document) -> Iterator[Mark]:
    """Chữ tiếng Việt ở dạng Unicode dựng sẵn; chữ tổ hợp (nguyên âm và dấu rời nhau) khó tìm kiếm và dễ vỡ khi in."""
    for paragraph in doc.view.everything:
        if edits := _rewritten(paragraph, lambda raw: not unicodedata.is_normalized("NFC", raw)):
            yield Mark(
                "Chữ ở dạng Unicode tổ hợp.",
                paragraph,
                short(paragraph.text),
                "Unicode tổ hợp",
                "Unicode dựng sẵn",
                edits,
                Grade.REVIEW,
            )


def _rewritten(paragraph: ParagraphView, is_odd: Callable[[str], object]) -> tuple[Edit, ...]:
    """The pieces of a paragraph whose letters are odd, each written as it is seen; from the last to the first."""
    edits: list[Edit] = []
    for run in (one for one in paragraph.runs if one.odd):
        at = run.at
        for piece in run.pieces:
            seen = seen_letters(piece.text)
            if piece.node.tag == TEXT and is_odd(piece.text):
                edits.append(ReplaceText(paragraph, at, at + len(seen), seen))
            at += len(seen)
    return tuple(reversed(edits))


@rule("602", "Chữ gõ bằng phông cũ", "font", fix=Grade.REVIEW)
def legacy(doc: Document) -> Iterator[Mark]:
    """Chữ gõ bằng phông TCVN3 (.VnTime …) hoặc VNI không phải Unicode."""
    for paragraph in doc.view.everything:
        for run in paragraph.runs:
            font = next((name for name in run.fonts() if name.lower().startswith(LEGACY_FONTS)), "")
            reading = legacy_reading(run.raw if run.odd else run.text, font) if run.text.strip() else None
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


@rule("605", "Ký tự không nhìn thấy, ký tự gần giống", "font", Severity.WARNING, fix=Grade.REVIEW)
def odd_characters(doc: Document) -> Iterator[Mark]:
    """Không có ký tự không nhìn thấy chen giữa các chữ; chữ Đ, đ là chữ tiếng Việt, không phải chữ trông giống."""
    for paragraph in doc.view.everything:
        odd = [run for run in paragraph.runs if run.odd]
        raw = "".join(one.text for run in odd if not _is_legacy(run) for one in run.pieces)
        unseen, letters = unseen_in(raw), lookalikes_in(raw)
        if not unseen and not letters:
            continue
        named = [f"ký tự không nhìn thấy ({', '.join(unseen)})"] if unseen else []
        named += [f"chữ {', '.join(letters)} của nước khác thay cho Đ, đ"] if letters else []
        observed = " và ".join(named)
        edits = _rewritten(paragraph, lambda text: unseen_in(text) or lookalikes_in(text))
        quote = short(paragraph.text)
        yield Mark(f"Có {observed}.", paragraph, quote, observed, "chữ thường", edits, Grade.REVIEW)


def _is_legacy(run: RunView) -> bool:
    return any(name.lower().startswith(LEGACY_FONTS) for name in run.fonts())


@rule("606", "Chữ ẩn, chữ gạch ngang", "font", Severity.WARNING)
def unseen_words(doc: Document) -> Iterator[Mark]:
    """Văn bản không có chữ ẩn hay chữ gạch ngang: người đọc bản in không thấy, người nhận tệp thì thấy."""
    for paragraph in doc.view.everything:
        hidden = short(" ".join(paragraph.hidden))
        struck = short("".join(run.text for run in paragraph.runs if _is_struck(run)))
        if hidden:
            yield Mark(f"Có chữ bị ẩn: “{hidden}”.", paragraph, hidden, "chữ ẩn", "xoá hoặc bỏ ẩn")
        if struck:
            yield Mark(f"Có chữ bị gạch ngang: “{struck}”.", paragraph, struck, "chữ gạch ngang", "xoá hoặc bỏ gạch")


def _is_struck(run: RunView) -> bool:
    return bool(run.text.strip()) and "1" in (run.marks.get("strike"), run.marks.get("dstrike"))


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
