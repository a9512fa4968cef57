"""Numbers and type in the words of a finding."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from generator.core.standard import Range
from generator.core.vietnamese import number_text


def num(value: float) -> str:
    """12,5 · 13"""
    return number_text(Decimal(str(round(value, 2))))


def span(limits: Range, unit: str = "") -> str:
    """What a range allows: "13", "từ 12 đến 13", "từ 6 pt trở lên"."""
    tail = f" {unit}" if unit else ""
    if limits.min == limits.max:
        return f"{num(limits.min)}{tail}"
    if limits.max == float("inf"):
        return f"từ {num(limits.min)}{tail} trở lên"
    return f"từ {num(limits.min)} đến {num(limits.max)}{tail}"


def either(values: Iterable[str]) -> str:
    """ "10 mm hoặc 12,7 mm" """
    return " hoặc ".join(values)


def nearest_in(limits: Range, value: float) -> float:
    """The allowed value closest to `value`."""
    return min(max(value, limits.min), limits.max)


def type_words(bold: bool, italic: bool, underline: bool) -> str:
    """ "chữ đứng, đậm" """
    words = ["chữ nghiêng" if italic else "chữ đứng", "đậm" if bold else "không đậm"]
    return ", ".join([*words, "gạch chân"] if underline else words)


ALIGNMENTS = {"left": "sang trái", "right": "sang phải", "center": "vào giữa", "both": "đều hai bên"}
