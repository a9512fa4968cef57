"""Rules 320–346: headings of the body and the order of their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.core.problems import Severity
from generator.core.roman import roman, roman_value
from generator.lint.document_view import RunView
from generator.lint.findings import Grade, Mark, ReplaceText, SetParagraph, SetRuns, Unsure
from generator.lint.lines import is_upper, short
from generator.lint.parts import BodyParagraph, Document, Role
from generator.lint.registry import rule
from generator.lint.wording import nearest_in, num, span

_NAMES = {
    Role.ROMAN: ("muc_la_ma", "mục"),
    Role.CHAPTER: ("muc_la_ma", "Phần, Chương, Mục"),
    Role.CHAPTER_TITLE: ("muc_la_ma", "tiêu đề Phần, Chương, Mục"),
}


def units(doc: Document, *roles: Role) -> list[BodyParagraph]:
    """The paragraphs of the body that have one of the roles."""
    return [one for one in doc.parts.body if one.role in roles]


def none_found(found: list[BodyParagraph], name: str) -> Iterator[Unsure]:
    """Says that a rule has nothing to look at."""
    if not found:
        yield Unsure(f"văn bản không có {name}")


def _lettered(one: BodyParagraph) -> list[RunView]:
    return [run for run in one.paragraph.runs if any(letter.isalnum() for letter in run.text)]


@rule("321", "Mục (I, II …): cỡ chữ", "component.muc_la_ma", fix=Grade.SAFE)
def roman_size(doc: Document) -> Iterator[Mark | Unsure]:
    """Cỡ chữ của mục đánh số La Mã và của Phần, Chương, Mục."""
    found = units(doc, Role.ROMAN, Role.CHAPTER, Role.CHAPTER_TITLE)
    yield from none_found(found, "mục đánh số La Mã")
    limits = doc.standard["muc_la_ma"].size
    for one in found:
        wrong = [run for run in _lettered(one) if run.size not in limits]
        if wrong:
            yield Mark(
                f"Cỡ chữ của mục là {num(wrong[0].size)}, phải {span(limits)}.",
                one.paragraph,
                short(one.paragraph.text),
                num(wrong[0].size),
                span(limits),
                (SetRuns(tuple(wrong), size=nearest_in(limits, wrong[0].size)),),
                Grade.SAFE,
            )


@rule("322", "Mục (I, II …): chữ đứng, đậm", "component.muc_la_ma", fix=Grade.SAFE)
def roman_type(doc: Document) -> Iterator[Mark | Unsure]:
    """Số thứ tự và tiêu đề của mục (của Phần, Chương, Mục) là chữ đứng, đậm."""
    found = units(doc, Role.ROMAN, Role.CHAPTER, Role.CHAPTER_TITLE)
    yield from none_found(found, "mục đánh số La Mã")
    for one in found:
        wrong = tuple(run for run in _lettered(one) if not run.bold or run.italic)
        if wrong:
            yield _not_bold(one, wrong, "Mục")


def _not_bold(one: BodyParagraph, wrong: tuple[RunView, ...], name: str) -> Mark:
    got = "chữ nghiêng" if wrong[0].italic else "chữ không đậm"
    return Mark(
        f"{name} phải là chữ đứng, đậm.",
        one.paragraph,
        short(one.paragraph.text),
        got,
        "chữ đứng, đậm",
        (SetRuns(wrong, bold=True, italic=False),),
        Grade.SAFE,
    )


@rule("323", "Mục (I, II …): in hoa", "component.muc_la_ma", fix=Grade.REVIEW)
def roman_case(doc: Document) -> Iterator[Mark | Unsure]:
    """Tiêu đề của mục đánh số La Mã, tiêu đề Phần, Chương, Mục in hoa."""
    found = units(doc, Role.ROMAN, Role.CHAPTER_TITLE)
    yield from none_found(found, "mục đánh số La Mã")
    for one in found:
        if not is_upper(one.words):
            start = one.paragraph.text.find(one.words[:10])
            text = one.paragraph.text.rstrip()
            yield Mark(
                "Tiêu đề của mục phải in hoa.",
                one.paragraph,
                short(one.paragraph.text),
                "chữ in thường",
                "chữ in hoa",
                (ReplaceText(one.paragraph, start, len(text), text[start:].upper()),) if start >= 0 else (),
                Grade.REVIEW,
            )


@rule("326", "Mục (I, II …): thứ tự", "component.muc_la_ma", Severity.WARNING)
def roman_order(doc: Document) -> Iterator[Mark | Unsure]:
    """Số La Mã của các mục liên tục, không trùng, không nhảy số; mục mới trong Phần mới bắt đầu lại từ I."""
    found = units(doc, Role.ROMAN, Role.CHAPTER)
    yield from none_found(found, "mục đánh số La Mã")
    last = 0
    for one in found:
        if one.role is Role.CHAPTER:
            last = 0
            continue
        value = roman_value(one.number)
        if value not in (last + 1, 1) or (value == 1 == last):
            yield wrong_number(one, one.number, roman(last + 1))
        last = value


def wrong_number(one: BodyParagraph, got: str, wanted: str) -> Mark:
    """A mark on a number out of order."""
    message = f"Số thứ tự “{got}” không liên tục, theo thứ tự phải là “{wanted}”."
    return Mark(message, one.paragraph, short(one.paragraph.text), got, wanted)


@rule("327", "Mục (I, II …): dấu sau số", "component.muc_la_ma", Severity.WARNING)
def roman_mark(doc: Document) -> Iterator[Mark | Unsure]:
    """Sau số La Mã của mục là dấu chấm (văn bản của Đảng: gạch nối theo lệ)."""
    found = units(doc, Role.ROMAN)
    yield from none_found(found, "mục đánh số La Mã")
    wanted = (doc.standard["muc_la_ma"].numbering or "I. ").strip()[1:]
    for one in found:
        label = one.paragraph.number or one.paragraph.text.strip()
        got = re.match(r"[IVXLC]+\s*([.\-–/):]?)", label)
        if got and got[1] != wanted:
            yield Mark(
                f"Sau số La Mã của mục phải là dấu “{wanted}”.",
                one.paragraph,
                short(one.paragraph.text),
                f"{one.number}{got[1]}",
                f"{one.number}{wanted}",
            )


@rule("332", "Khoản có tiêu đề: chữ đứng, đậm", "component.khoan", Severity.WARNING, fix=Grade.REVIEW)
def clause_type(doc: Document) -> Iterator[Mark | Unsure]:
    """Khoản có tiêu đề: số và tiêu đề trên một dòng riêng, chữ đứng, đậm. Xét khi khoản ngắn, không có dấu kết câu."""
    found = [one for one in units(doc, Role.CLAUSE) if _is_titled(one, doc)]
    yield from none_found(found, "khoản có tiêu đề")
    for one in found:
        wrong = tuple(run for run in _lettered(one) if not run.bold or run.italic)
        if wrong:
            yield _not_bold(one, wrong, "Khoản có tiêu đề")


def _is_titled(one: BodyParagraph, doc: Document) -> bool:
    """A short line without closing sign, followed by text."""
    at = next(n for n, other in enumerate(doc.parts.body) if other is one)
    follows = doc.parts.body[at + 1].role if at + 1 < len(doc.parts.body) else None
    ended = one.words.rstrip()[-1:] in ".;:,…”"
    return len(one.words) < 150 and not ended and follows in (Role.TEXT, Role.ITEM, Role.POINT)


@rule("336", "Khoản (1, 2 …): thứ tự", "component.khoan", Severity.WARNING)
def clause_order(doc: Document) -> Iterator[Mark | Unsure]:
    """Số của các khoản liên tục trong mỗi mục, mỗi điều."""
    found = units(doc, Role.CLAUSE)
    yield from none_found(found, "khoản")
    last = 0
    typed = True
    for one in units(doc, Role.CLAUSE, Role.ROMAN, Role.ARTICLE, Role.CHAPTER):
        if one.role is not Role.CLAUSE:
            last = 0
            continue
        value = int(one.number)
        if typed == bool(one.paragraph.number):  # a list that Word numbers counts for itself
            typed, last = not typed, value - 1
        if value not in (last + 1, 1) or (value == 1 == last):
            yield wrong_number(one, one.number, str(last + 1))
        last = value


@rule("346", "Điểm (a, b …): thứ tự", "component.diem", Severity.WARNING)
def point_order(doc: Document) -> Iterator[Mark | Unsure]:
    """Các điểm theo thứ tự bảng chữ cái tiếng Việt: a, b, c, d, đ, e …"""
    found = units(doc, Role.POINT)
    yield from none_found(found, "điểm")
    letters = doc.standard.checks.letters
    last = -1
    for one in units(doc, Role.POINT, Role.CLAUSE, Role.ROMAN, Role.ARTICLE, Role.CHAPTER):
        if one.role is not Role.POINT:
            last = -1
            continue
        at = letters.find(one.number)
        if at not in (last + 1, 0) or (at == 0 == last):
            wanted = letters[last + 1] if last + 1 < len(letters) else "a"
            yield wrong_number(one, one.number, wanted)
        last = at if at >= 0 else last + 1


# --- rules 352–364: Điều, and Phần, Chương, Mục on lines of their own -------------------------------------------------


@rule("352", "Điều: chữ đứng, đậm", "lint.body", fix=Grade.SAFE)
def article_type(doc: Document) -> Iterator[Mark | Unsure]:
    """Từ “Điều” và số thứ tự là chữ đứng, đậm."""
    found = units(doc, Role.ARTICLE)
    yield from none_found(found, "điều")
    for one in found:
        text = one.paragraph.text
        head = re.match(r"\s*điều\s+\d+[.:]?", text, re.IGNORECASE)
        end = head.end() if head else 0
        runs = tuple(run for run in one.paragraph.pieces(0, end) if not run.bold or run.italic)
        if runs and not one.paragraph.number:
            whole = all(run.end <= end + 1 for run in runs)
            yield Mark(
                "Từ “Điều” và số thứ tự phải là chữ đứng, đậm.",
                one.paragraph,
                short(text),
                "chữ nghiêng" if runs[0].italic else "chữ không đậm",
                "chữ đứng, đậm",
                (SetRuns(runs, bold=True, italic=False),) if whole else (),
                Grade.SAFE,
            )


@rule("356", "Điều: thứ tự", "lint.body", Severity.WARNING)
def article_order(doc: Document) -> Iterator[Mark | Unsure]:
    """Số của các điều liên tục trong toàn văn bản."""
    found = [one for one in units(doc, Role.ARTICLE) if one.number.isdigit()]
    yield from none_found(found, "điều")
    for at, one in enumerate(found, 1):
        if int(one.number) != at:
            yield wrong_number(one, one.number, str(at))
            return


@rule("364", "Phần, Chương, Mục: canh giữa", "lint.body", fix=Grade.SAFE)
def chapter_align(doc: Document) -> Iterator[Mark | Unsure]:
    """Phần, Chương, Mục và tiêu đề của chúng ở dòng riêng, canh giữa."""
    found = units(doc, Role.CHAPTER, Role.CHAPTER_TITLE)
    yield from none_found(found, "Phần, Chương, Mục")
    for one in found:
        if one.paragraph.align != "center":
            yield Mark(
                "Phần, Chương, Mục và tiêu đề phải canh giữa.",
                one.paragraph,
                short(one.paragraph.text),
                one.paragraph.align,
                "canh giữa",
                (SetParagraph(one.paragraph, align="center", first_line=0),),
                Grade.SAFE,
            )
