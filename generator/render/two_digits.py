"""Counts under ten with two digits, as an office writes them in a text: "04 nhiệm vụ". Tables keep plain numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from generator.core.figures import Count

Value = TypeVar("Value")


def two_digits(view: Value, apart: Iterable[str] = ()) -> Value:
    """`view` with its counts under ten written so, wherever they stand in it; fields named in `apart` stay."""
    changed = _changed(view, frozenset(apart))
    return view if changed is None else changed


def _changed(value: Any, apart: frozenset[str] = frozenset()) -> Any | None:
    """A value with its counts rewritten; None where it has none to rewrite."""
    if isinstance(value, Count):
        return _written(value)
    if isinstance(value, tuple):
        items = [_changed(item) for item in value]
        if all(item is None for item in items):
            return None
        return tuple(old if new is None else new for old, new in zip(value, items, strict=True))
    names = _field_names(value.__class__)
    if not names:
        return None
    found = {name: new for name in names if name not in apart and (new := _changed(getattr(value, name))) is not None}
    return replace(value, **found) if found else None


@cache
def _field_names(kind: type[object]) -> tuple[str, ...]:
    if not is_dataclass(kind) or issubclass(kind, Count):
        return ()
    return tuple(field.name for field in fields(kind) if field.init and not field.metadata.get("hidden"))


def _written(figure: Count) -> Count | None:
    number = figure.value
    if number is None or not Decimal(0) < number < Decimal(10) or figure.text != str(number):
        return None
    return replace(figure, text=f"0{figure.text}")
