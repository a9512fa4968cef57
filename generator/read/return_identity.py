"""How a return is known again: its plan, and each of its rows with what was shown there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal

from generator.core.model import Settings
from generator.core.vietnamese import clean, fold
from generator.read.shown_numbers import tidy


def plan_key(settings: Settings) -> str:
    """What a plan is known by: its number, or its name where it has none."""
    return clean(fold(settings.plan_number or settings.plan_name))


def plain_plan_key(settings: Settings) -> str:
    """The same without its tones, as forms of earlier versions have it and as messages show it."""
    return fold(settings.plan_number or settings.plan_name, keep_tones=False)


def row_key(code: str, shown: Iterable[str], filled: Iterable[object]) -> str:
    """The hidden key of a row: its code, a mark of its shown cells, and one of what stood in its open cells."""
    return f"{code}#{mark_of(shown)}#{mark_of(filled)}"


def split_key(key: str) -> tuple[str, str, str]:
    """Code and both marks of a hidden key; "" for what it lacks."""
    code, first, rest = key.partition("#")
    shown, _, filled = rest.partition("#")
    return (code, shown, filled) if first else (key, "", "")


def mark_of(values: Iterable[object]) -> str:
    """A short mark of some cells, the same however their spaces and Unicode form come back."""
    words = "\x1f".join(_plain(value) for value in values)
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(tidy(value), "f")
    return " ".join(clean("" if value is None else str(value)).split())
