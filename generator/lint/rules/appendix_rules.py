"""Rules 516–541: numbers, titles and mentions of appendices."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.core.problems import Severity
from generator.core.roman import is_roman, roman_value
from generator.core.vietnamese import fold
from generator.lint.findings import Mark, Unsure
from generator.lint.lines import is_upper, short
from generator.lint.parts import APPENDIX, AppendixView, Document
from generator.lint.registry import rule

_MENTION = re.compile(r"phu luc((?:\s*(?:,|;|va|den|-|–|phu luc|so)?\s*\b(?:[ivxlc]+|\d+)\b)*)")
_NUMBER = re.compile(r"\b(?:[ivxlc]+|\d+)\b")
_ALL = re.compile(r"(?:cac|nhung|\d+) phu luc|phu luc (?:dinh |)kem|phu luc kem theo")
_RANGE = re.compile(r"\b([ivxlc]+)\s*(?:den(?: phu luc)?|-|–)\s*([ivxlc]+)\b")


@rule("516", "Phụ lục: số La Mã", "component.phu_luc_so", needs=("phu_luc_so",))
def roman(doc: Document) -> Iterator[Mark]:
    """Số thứ tự của phụ lục là chữ số La Mã; có từ hai phụ lục trở lên thì phải đánh số."""
    several = len(doc.parts.appendices) > 1
    for appendix in doc.parts.appendices:
        number = appendix.number
        if number and not is_roman(number):
            yield _mark(appendix, f"Số thứ tự của phụ lục là “{number}”, phải là chữ số La Mã.", number, "I, II, III …")
        elif several and not number:
            yield _mark(appendix, "Có nhiều phụ lục thì mỗi phụ lục phải có số thứ tự.", "không có số", "I, II, III …")


@rule("517", "Phụ lục: thứ tự", "component.phu_luc_so", Severity.WARNING, ("phu_luc_so",))
def order(doc: Document) -> Iterator[Mark | Unsure]:
    """Số của các phụ lục liên tục từ I; văn bản chỉ có một phụ lục thì không đánh số."""
    found = [one for one in doc.parts.appendices if is_roman(one.number)]
    if doc.parts.kind == APPENDIX and len(doc.parts.appendices) == 1:
        yield Unsure("tệp chỉ có một phụ lục, không biết văn bản có bao nhiêu phụ lục")
        return
    if any(one.number and one not in found for one in doc.parts.appendices):
        yield Unsure("có phụ lục không đánh số La Mã nên chưa xét thứ tự")
        return
    if len(doc.parts.appendices) == 1 and found:
        yield _mark(
            found[0], "Văn bản chỉ có một phụ lục thì ghi “Phụ lục”, không đánh số.", found[0].head.text, "Phụ lục"
        )
        return
    for at, one in enumerate(found, 1):
        if roman_value(one.number) != at:
            yield _mark(
                one, f"Số của phụ lục là {one.number}, theo thứ tự là phụ lục thứ {at}.", one.number, f"thứ {at}"
            )
            return


@rule("526", "Phụ lục: có tiêu đề", "component.phu_luc_tieu_de", Severity.WARNING, ("phu_luc_so",))
def titled(doc: Document) -> Iterator[Mark]:
    """Dưới dòng “Phụ lục” có tiêu đề của phụ lục, canh giữa."""
    for appendix in doc.parts.appendices:
        if not appendix.title and not is_upper(appendix.head.text):
            yield _mark(appendix, "Phụ lục không có tiêu đề.", "không có", "tiêu đề in hoa, đậm, ở giữa")


@rule("536", "Phụ lục: dòng “(Kèm theo …)”", "component.kem_theo", Severity.WARNING, ("phu_luc_so",))
def attached(doc: Document) -> Iterator[Mark]:
    """Dưới tiêu đề phụ lục có dòng “(Kèm theo … số … ngày … của …)”; bản điện tử có thể chưa điền số, ngày."""
    for appendix in doc.parts.appendices:
        text = " ".join(line.text for line in appendix.attached)
        if not text:
            yield _mark(appendix, "Phụ lục không có dòng “(Kèm theo …)”.", "không có", "(Kèm theo … số … ngày … của …)")
        elif not (text.startswith("(") and text.rstrip(" .").endswith(")")):
            yield _mark(
                appendix, "Dòng “Kèm theo …” phải đặt trong ngoặc đơn.", short(text), f"({text.strip('() ')[:40]}…)"
            )


@rule("541", "Phụ lục được dẫn trong văn bản", "lint.appendix", Severity.WARNING, ("phu_luc_so",))
def mentioned(doc: Document) -> Iterator[Mark | Unsure]:
    """Nội dung văn bản có chỗ dẫn đến từng phụ lục."""
    if doc.parts.kind == APPENDIX or not doc.parts.body:
        yield Unsure("tệp chỉ có phụ lục, không có nội dung văn bản")
        return
    end = doc.parts.appendices[0].head.paragraph.index
    text = " ".join(fold(one.text, keep_tones=False) for one in doc.view.body[:end])
    if _ALL.search(text):
        return
    numbers = _mentions(text)
    for appendix in doc.parts.appendices:
        named = "phu luc" in text if len(doc.parts.appendices) == 1 else roman_number(appendix.number) in numbers
        if not named:
            yield _mark(
                appendix,
                f"Nội dung văn bản không dẫn đến {short(appendix.head.text)}.",
                "không có",
                "có chỗ dẫn, như “(chi tiết tại Phụ lục …)”",
            )


def roman_number(text: str) -> int:
    """The value of an appendix's number, Roman or (wrongly) Arabic; 0 for none."""
    if text.isdigit():
        return int(text)
    return roman_value(text)


def _mentions(text: str) -> set[int]:
    """The appendices that a text names, those within "I đến IV" too."""
    found: set[int] = set()
    for mention in _MENTION.finditer(text):
        found |= {roman_number(number.upper()) for number in _NUMBER.findall(mention[1])}
        for low, high in _RANGE.findall(mention[1]):
            found |= set(range(roman_number(low.upper()), roman_number(high.upper()) + 1))
    return found


def _mark(appendix: AppendixView, message: str, observed: str, expected: str) -> Mark:
    return Mark(message, appendix.head.paragraph, short(appendix.head.text), observed, expected)
