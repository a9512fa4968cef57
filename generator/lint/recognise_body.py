"""Says what each paragraph of the body is: basis, numbered unit, item, caption or running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator.core.characters import BULLETS
from generator.core.vietnamese import fold, one_line
from generator.lint.document_view import ParagraphView
from generator.lint.lines import Line, is_rule_text, is_upper, lines_of
from generator.lint.parts import DECISIONS, BodyParagraph, Role

_CHAPTER = re.compile(
    r"(phần(?: thứ)?|chương|mục|tiểu mục)\s+([IVXLC]+|\d+|thứ \w+|nhất|hai|ba|tư|năm)\s*[.:]?", re.IGNORECASE
)
_ROMAN = re.compile(r"([IVX]+)\s*([.\-–/):])\s*(\S.*)", re.DOTALL)
_ARTICLE = re.compile(r"(Điều|ĐIỀU|điều)\s+(\d+|\.{2,}|…+)\s*([.:])?\s*(.*)", re.DOTALL)
_CLAUSE = re.compile(r"(\d{1,2})\s*([.)\-/])\s+(\S.*)|(\d{1,2})([.)])([^\W\d].*)", re.DOTALL)
_POINT = re.compile(r"([a-zđ])\s*([).])\s*(\S.*)", re.DOTALL)
_ITEM = re.compile(rf"[{re.escape(BULLETS)}]\s*\S")
_CAPTION = re.compile(
    r"(?:bảng|biểu|hình|sơ đồ|đơn vị(?: tính)?|đvt|nguồn|ghi chú|phụ biểu)\b.{0,120}", re.IGNORECASE | re.DOTALL
)
_BASIS = re.compile(r"-?\s*can cu\b")
_NEXT_BASIS = re.compile(r"-?\s*(?:can cu|theo|xet|thuc hien|tren co so|thi hanh)\b")
_DOES = re.compile(
    r",\s+[^,;]{3,120}?\s(?:báo cáo|ban hành|đề nghị|xây dựng|thông báo|trình|kính|yêu cầu|tổ chức|giao|trân trọng)\b"
)
_SHORT = 120


def body_paragraphs(paragraphs: Iterable[ParagraphView], kind: str) -> list[BodyParagraph]:
    """The paragraphs of the body that hold text, each with its role."""
    written = [one for one in paragraphs if any(map(str.isalnum, one.text)) and not is_rule_text(one.text)]
    bases = _bases(written, kind)
    found: list[BodyParagraph] = []
    for at, paragraph in enumerate(written):
        if bases[0] <= at < bases[1]:
            line = lines_of([paragraph])[0]
            found.append(BodyParagraph(paragraph, Role.BASIS, words=one_line(paragraph.text), line=line))
        elif at < bases[1]:
            found.append(BodyParagraph(paragraph, Role.ISSUER, words=one_line(paragraph.text)))
        else:
            found.append(_classified(paragraph, found))
    return found


def _bases(paragraphs: Sequence[ParagraphView], kind: str) -> tuple[int, int]:
    """Where the căn cứ begin and end. A sentence that opens with "Căn cứ" and goes on to act is no căn cứ."""
    begin = 0
    while begin < min(3, len(paragraphs)) and _is_centred_name(paragraphs[begin]):
        begin += 1
    at = begin
    while at < len(paragraphs) and _is_basis(paragraphs[at], first=at == begin or _is_closed(paragraphs[at - 1])):
        at += 1
    if at - begin == 1 and not _is_lone_basis(paragraphs[begin], kind):
        return (begin, begin)
    return (begin, at)


def _is_centred_name(paragraph: ParagraphView) -> bool:
    return (
        is_upper(paragraph.text)
        and (paragraph.align == "center" or lines_of([paragraph])[0].bold)
        and not _ROMAN.match(paragraph.text)
    )


def _is_basis(paragraph: ParagraphView, first: bool) -> bool:
    text = one_line(paragraph.text)
    plain = fold(text, keep_tones=False)
    if not (_BASIS if first else _NEXT_BASIS).match(plain) or text.endswith(":"):
        return False
    return (bool(_BASIS.match(plain)) and not _DOES.search(text)) or text.endswith(";") or _is_slanted(paragraph)


def _is_closed(paragraph: ParagraphView) -> bool:
    """A full stop ends the căn cứ: what follows is one only if it says so."""
    return paragraph.text.rstrip().endswith(".")


def _is_slanted(paragraph: ParagraphView) -> bool:
    return lines_of([paragraph])[0].italic


def _is_lone_basis(paragraph: ParagraphView, kind: str) -> bool:
    text = one_line(paragraph.text)
    return kind in DECISIONS or text.endswith(";") or _is_slanted(paragraph) or not _DOES.search(text)


def _classified(paragraph: ParagraphView, before: Sequence[BodyParagraph]) -> BodyParagraph:
    text = one_line(paragraph.text)
    label = f"{paragraph.number} {text}" if paragraph.number else text
    previous = before[-1] if before else None
    line = lines_of([paragraph])[0]

    def made(role: Role, number: str = "", words: str = "") -> BodyParagraph:
        return BodyParagraph(paragraph, role, number, words or text, line)

    if found := _CHAPTER.fullmatch(label):
        return made(Role.CHAPTER, found[2])
    if previous is not None and previous.role is Role.CHAPTER and len(text) < 200:
        return made(Role.CHAPTER_TITLE)
    if found := _ARTICLE.match(label):
        return made(Role.ARTICLE, found[2], found[4])
    if (found := _ROMAN.match(label)) and _heads(found[3], line):
        return made(Role.ROMAN, found[1], found[3])
    if found := _CLAUSE.match(label):
        return made(Role.CLAUSE, found[1] or found[4], found[3] or found[6])
    if (found := _POINT.match(label)) and not (found[2] == "." and not paragraph.number):
        return made(Role.POINT, found[1], found[3])
    if _is_caption(paragraph, text):
        return made(Role.CAPTION)
    if _ITEM.match(text) or (paragraph.is_numbered and not paragraph.number) or re.match(r"\d+(?:\.\d+)+", label):
        return made(Role.ITEM)
    return made(Role.TEXT)


def _heads(words: str, line: Line) -> bool:
    """A Roman number begins a heading, not a sentence ("V. v …")."""
    return is_upper(words) or line.bold or len(words) < _SHORT


def _is_caption(paragraph: ParagraphView, text: str) -> bool:
    """Centred or right-hand short lines, notes in brackets, and what stands over or under a table."""
    if paragraph.align in ("center", "right") and len(text) < _SHORT:
        return True
    if text.startswith("(") and text.rstrip(".;").endswith(")"):
        return True
    return bool(_CAPTION.fullmatch(text)) and len(text) < _SHORT and text[-1:] not in ";:"
