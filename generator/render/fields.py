"""The fields a template may use, read off the context's dataclasses: nothing here can say what is not there.

Meanings in Vietnamese stand in `field_meanings.toml`; example values come from the report on a sample dossier.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from importlib import resources
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from generator.core.figures import Figure
from generator.render.appendix import AppendixView
from generator.render.context import ReportContext
from generator.render.language import environment
from generator.render.letter import APPENDIX, LETTER, LetterContext
from generator.render.letter_views import LetterView
from generator.render.printer import Printer
from generator.render.report import REPORT_STEM
from generator.render.sample import sample_names

INTERNAL = "block_key"
"""What names a block for a later merge: a template has no use for it."""
_KINDS = {str: "chữ", bool: "có/không", int: "số", Figure: "số liệu"}


@dataclass(frozen=True, slots=True)
class FieldType:
    """What a field holds: a value of `item`, or a list of them; `item` is a group (a dataclass) or a plain type."""

    item: type
    is_list: bool = False
    may_be_absent: bool = False

    @property
    def is_group(self) -> bool:
        """Whether it has fields of its own to name."""
        return is_dataclass(self.item) and self.item is not Figure

    @property
    def words(self) -> str:
        """The kind in words: "chữ", "danh sách (nhóm trường)"."""
        kind = "nhóm trường" if self.is_group else _KINDS.get(self.item, "chữ")
        kind = f"danh sách ({kind})" if self.is_list else kind
        return f"{kind}, có khi không có" if self.may_be_absent else kind


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """One line of the listing: how a template writes it, its kind, what it means, an example of its value."""

    written: str
    kind: str
    meaning: str
    example: str


@dataclass(frozen=True, slots=True)
class FieldBlock:
    """The fields of one group, and where a template finds such a group ("for task in tasks.overdue")."""

    title: str
    found_at: tuple[str, ...]
    fields: tuple[FieldInfo, ...]


def root_types() -> Mapping[str, FieldType]:
    """The names a template may begin with: a report's, `appendix` of an appendix's template, `letter` of a letter's."""
    return {**field_types(ReportContext), "appendix": FieldType(AppendixView), "letter": FieldType(LetterView)}


def template_roots(stem: str) -> Mapping[str, FieldType]:
    """Those of them that the template called `stem` may begin with."""
    letters = (LETTER, APPENDIX)
    known = field_types(LetterContext if stem in letters else ReportContext)
    if stem.startswith(REPORT_STEM) or stem == LETTER:
        return known
    return {**known, "appendix": FieldType(AppendixView)}


@cache
def field_types(group: type) -> Mapping[str, FieldType]:
    """Name → type of every field and property of a dataclass of the context."""
    hints = get_type_hints(group)
    shown = (field for field in fields(group) if not field.metadata.get("hidden"))
    found = {field.name: _field_type(hints[field.name]) for field in shown}
    for name, member in vars(group).items():
        if isinstance(member, property) and not name.startswith("_") and member.fget is not None:
            found[name] = _field_type(get_type_hints(member.fget)["return"])
    return found


def _field_type(hint: Any) -> FieldType:
    if get_origin(hint) in (Union, UnionType):
        kinds = [one for one in get_args(hint) if one is not NoneType]
        inner = _field_type(kinds[0])
        return FieldType(inner.item, inner.is_list, may_be_absent=True)
    if get_origin(hint) is tuple:
        return FieldType(_field_type(get_args(hint)[0]).item, is_list=True)
    return FieldType(hint)


@cache
def meanings() -> Mapping[str, Mapping[str, Any]]:
    """Group's class name → what its fields mean.

    `_heading` is what the group is, `_variable` what a loop calls one, `_examples` are values that no sample shows.
    """
    text = (resources.files("generator.render") / "field_meanings.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def field_blocks() -> tuple[FieldBlock, ...]:
    """The whole listing: the names at the root, then each group once, in the order they are met."""
    words = meanings()[ReportContext.__name__]
    roots = [
        FieldInfo(name, kind.words, words.get(name, ""), _see(kind) or _example([sample_names()[name]]))
        for name, kind in root_types().items()
    ]
    blocks = [FieldBlock(words["_heading"], (), tuple(roots))]
    for group, places in _groups().items():
        blocks.append(_block(group, places))
    return tuple(blocks)


def _groups() -> dict[type, list[tuple[str, bool]]]:
    """Each group → how it is written wherever it stands, and whether that is a list."""
    found: dict[type, list[tuple[str, bool]]] = {}
    waiting = [(name, kind) for name, kind in root_types().items() if kind.is_group]
    while waiting:
        written, kind = waiting.pop(0)
        places = found.setdefault(kind.item, [])
        places.append((written, kind.is_list))
        if len(places) == 1:
            owner = meanings().get(kind.item.__name__, {}).get("_variable", written) if kind.is_list else written
            waiting += [(f"{owner}.{name}", field) for name, field in field_types(kind.item).items() if field.is_group]
    return found


def _block(group: type, places: list[tuple[str, bool]]) -> FieldBlock:
    words = meanings().get(group.__name__, {})
    variable = words.get("_variable", places[0][0])
    owner = variable if any(is_list for _, is_list in places) else places[0][0]
    values = list(_values_of(group))
    return FieldBlock(
        words.get("_heading", group.__name__),
        tuple(f"{{% for {variable} in {written} %}}" if is_list else written for written, is_list in places),
        tuple(
            FieldInfo(
                f"{owner}.{name}",
                kind.words,
                words.get(name, ""),
                _see(kind)
                or _example([getattr(one, name) for one in values])
                or words.get("_examples", {}).get(name, ""),
            )
            for name, kind in field_types(group).items()
            if name != INTERNAL
        ),
    )


def _values_of(group: type) -> Iterator[object]:
    """Every value of a group in the sample's context."""
    waiting: list[object] = list(sample_names().values())
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, tuple):
            waiting += value
        elif is_dataclass(value) and not isinstance(value, type | Figure):
            if isinstance(value, group):
                yield value
            waiting += [getattr(value, field.name) for field in fields(value)]


def _see(kind: FieldType) -> str:
    """Where the fields of a group are listed; "" for a value."""
    heading = meanings().get(kind.item.__name__, {}).get("_heading", kind.item.__name__)
    return f"xem “{heading}”" if kind.is_group else ""


def _example(values: list[object]) -> str:
    """The first value that shows something."""
    texts = (_text(value) for value in values)
    return next((text for text in texts if text), "")


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, tuple):
        return "; ".join(str(one) for one in value)
    return "" if value is None else str(value)


def language_blocks() -> tuple[FieldBlock, ...]:
    """The functions and the commonest filters of the template language, each with what it does and an example."""
    return (
        FieldBlock("Hàm", (), tuple(_function(name, words) for name, words in meanings()["functions"].items())),
        FieldBlock("Phép lọc", (), tuple(_filter(name, words) for name, words in meanings()["filters"].items())),
    )


def _function(name: str, words: str) -> FieldInfo:
    return FieldInfo(f"{name}()", "hàm", words, str(Printer().functions()[name]()))


def _filter(name: str, words: str) -> FieldInfo:
    written, meaning = words.split(" = ", 1)
    return FieldInfo(f"|{name}", "phép lọc", meaning, f"{written} → {_evaluated(written)}")


def _evaluated(expression: str) -> str:
    value = environment().compile_expression(expression, undefined_to_none=False)(**sample_names())
    return str(value)
