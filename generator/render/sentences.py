"""Texts and figures as a sentence takes them up: without their end marks, in words, as a list."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.core.figures import Figure, Phrase
from generator.core.number_words import number_words
from generator.core.vietnamese import parse_number

_ITEM_MARK = re.compile(r"^[-+–•*]\s+")
_FIELD = re.compile(r"\[(\w+)\]")


def without_end(text: str) -> str:
    """A text to go on inside a sentence: its lines and list items in one, parted by ";", no mark at the end.

    "- Một;\\n- Hai." → "Một; Hai"; a line that announces the next keeps its colon alone.
    """
    lines = (_ITEM_MARK.sub("", line.strip()).rstrip(" .;") for line in text.split("\n"))
    return "; ".join(line for line in lines if line).replace(":; ", ": ")


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
