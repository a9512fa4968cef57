"""Texts and figures as a sentence takes them up: without their end marks, in words, as a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator.core.figures import Figure, Phrase
from generator.core.number_words import number_words
from generator.core.vietnamese import lower_first, parse_number

ITEM_MARK = re.compile(r"^[-+–•*](?:\s+|(?=[^\W\d_]))")
"""What a list item begins with, its space forgotten too; a sign before a number ("-5 độ") is none."""
_SIGN_OR_MARK = re.compile(r"[-+–] +(?!0\d)\d")
"""What may be a list item or a number below zero: "- 5% so với cùng kỳ"; of "- 03 lớp" no number begins so."""
_FIELD = re.compile(r"\[(\w+)\]")


def without_end(text: str) -> str:
    """A text to go on inside a sentence: its lines and list items in one, parted by ";", no mark at the end.

    "- Một;\\n- Hai." → "Một; hai"; a line that announces the next keeps its colon alone, one that ends with a comma
    goes on in the next. A lone "- 5% …" keeps what may be its sign.
    """
    stripped = [line.strip() for line in text.split("\n")]
    lines = [line.rstrip(" .;") for line in _without_marks(stripped)]
    first, *others = [line for line in lines if line] or [""]
    return _GOES_ON.sub(r"\1 ", "; ".join((first, *map(lower_first, others))))


def _without_marks(lines: Sequence[str]) -> Iterable[str]:
    """The lines without their list marks. What may be the sign of a number stays: of a lone one, or of shares alone."""
    marked = [line for line in lines if ITEM_MARK.match(line)]
    may_be_signs = all(_SIGN_OR_MARK.match(line) and ("%" in line or len(marked) == 1) for line in marked)
    return (line if may_be_signs else ITEM_MARK.sub("", line) for line in lines)


def name_without_end(text: str) -> str:
    """The same of a name, whose lines are one line that was broken to fit its cell, unless they are items of a list or
    begin anew with what is to be done.
    """
    return without_end(_BROKEN.sub(" ", text))


_GOES_ON = re.compile(r"([:,]); ")
_BROKEN = re.compile(
    r"(?:(?<=Sở)|(?<=Bộ)|(?<=[Bb]an)|(?<=[Pp]hòng)|(?<=Vụ)|(?<=[Cc]ục)|(?<=Viện)|(?<=tâm)|(?<=[Nn]gành)|(?<=\bvà))\s*\n\s*|"
    r"(?<![.;:\s])\s*\n\s*(?![-+–•*](?:\s|[^\W\d_])|(?:\d{1,2}|[a-zđ])[.)]\s|\s|"
    r"(?:Ban hành|Bố trí|Cập nhật|Chuẩn bị|Công bố|Đào tạo|Đánh giá|Đề xuất|Hoàn thành|Hoàn thiện|Hướng dẫn|Kiểm tra|"
    r"Lắp đặt|Nâng cấp|Nghiên cứu|Phê duyệt|Phối hợp|Rà soát|Tham mưu|Thực hiện|Tổ chức|Tổng hợp|Triển khai|"
    r"Tuyên truyền|Vận hành|Xây dựng)\s)"
)
"""A line's end inside a name: none before an item or what is to be done, unless a body's name goes on with that word
("Sở⏎Xây dựng").
"""
_ENUMERATED = re.compile(r"\((?:\d{1,2}|[a-zđ]|[ivx]+)\)")
_NEEDS_BRACKETS = re.compile(r"\(\s*[-–−]|\([^()]*;|\([^\w()]*\)")
"""A number below zero, a list of its own, a sign alone: without their brackets they would read as something else."""
_BRACKETED = re.compile(r"\s*\(([^()]*)\)(\s*\w)?")


def in_brackets(text: str) -> str:
    """A text that is put in brackets: what stands in brackets of its own goes between dashes.

    "thiếu vốn (khoảng 10 tỷ) và đất" → "thiếu vốn - khoảng 10 tỷ - và đất"; "(1) …; (2) …" stays.
    """
    if _ENUMERATED.search(text) or _NEEDS_BRACKETS.search(text) or text.count("(") != text.count(")"):
        return text
    return _BRACKETED.sub(_between_dashes, text).removeprefix(" - ").removeprefix(", ")


def before_brackets(text: str) -> str:
    """A text that brackets follow: the brackets it ends with itself become a dash, so that no two pairs stand side by
    side. "cải tạo chợ (giai đoạn 1)" → "cải tạo chợ - giai đoạn 1".
    """
    found = _LAST_BRACKETS.fullmatch(text)
    if found is None or _ENUMERATED.search(text) or _NEEDS_BRACKETS.search(found[0][len(found[1]) :]):
        return text
    return f"{found[1]}{_apart(found[2])}"


_LAST_BRACKETS = re.compile(r"(.*[^\s(])\s*\(([^()]+)\)", re.DOTALL)


def _between_dashes(found: re.Match[str]) -> str:
    inner = _apart(found[1].strip())
    return f"{inner}{inner[: -len(inner.lstrip(' ,-'))]}{found[2].lstrip()}" if found[2] else inner


def _apart(words: str) -> str:
    """Words after a dash; what begins with a number after a comma, for a dash would read as a minus."""
    if words in ("cũ", "mới"):
        return f" {words}"
    return f" - {words}" if words[:1].isalpha() else f", {words}"


_CALLED_CAUSE = re.compile(
    r"(?:(?:nguyên nhân|lý do)(?: chính| chủ yếu| cơ bản)?(?:\s+(?:là|do|vì)\b|\s*[:–-])+\s*|"
    r"(?:là )?(?:do|vì)\s+(?!(?:đó|vậy|thế)\b))+(?=\S)|nguyên nhân (?=(?:khách|chủ) quan\b)",
    re.IGNORECASE,
)


def bare_cause(text: str) -> str:
    """A cause as it stands behind "nguyên nhân:" in a sentence: "Nguyên nhân: do thiếu vốn." → "thiếu vốn"."""
    whole = without_end(text)
    found = _CALLED_CAUSE.match(whole)
    return lower_first(whole[found.end() if found else 0 :])


def with_part(label: str, text: str) -> str:
    """What was told of a part of the period, in a sentence: "quý I hoàn thành thiết kế", "quý II, 86/141 thủ tục …"."""
    return f"{label}{' ' if text[:1].islower() else ', '}{text}"


def in_words(value: object) -> str:
    """A figure as money and percentages are put "bằng chữ", as printed (rounded, say); what is no number stays text."""
    text = "" if value is None else str(value)
    found = parse_number(text)
    try:
        return text if found is None else number_words(found.value) + (" phần trăm" if found.percent else "")
    except ValueError:
        return text


def phrase(items: Iterable[object], pattern: str) -> Phrase:
    """A list as a sentence has it: each item through `pattern`, whose [name] parts are the item's fields.

    `breakdown|phrase("[count] nhiệm vụ [label]")` → "8 nhiệm vụ hoàn thành, 2 nhiệm vụ tạm dừng và …".
    """
    figures: list[Figure] = []

    def fill(item: object) -> str:
        def value(found: re.Match[str]) -> str:
            part = getattr(item, found.group(1)) if not found.group(1).startswith("_") else ""
            if isinstance(part, Figure):
                figures.append(part)
            return str(part)

        return _FIELD.sub(value, pattern)

    texts = [fill(item) for item in items]
    joined = ", ".join(texts[:-1]) + (" và " if len(texts) > 1 else "") + (texts[-1] if texts else "")
    return Phrase(joined, tuple(figures))
