"""Columns under names of the office's own: what it says of them in Thông tin chung, and words that plans use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from generator.core.vietnamese import clean, one_line, title_key
from generator.read.columns import OWN_COLUMNS, SCHEMA_BY_TITLE, SCHEMAS, SheetSchema, SheetTitle
from generator.read.headers import Matches, header_and_body, match_titles
from generator.read.plan_headers import TableKind, header_key, task_title, task_words, titles_of
from generator.read.sheet_xml import RawSheet

NOT_USED = "không dùng"


def own_columns(settings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Header → title of a column, "" for one that is not to be used, from the keys and values of Thông tin chung."""
    said: dict[str, str] = {}
    for key, value in settings:
        if title_key(key) != title_key(OWN_COLUMNS):
            continue
        for line in value.splitlines():
            header, title = column_choice(line)
            if header and title is not None:
                said[header] = title
    return said


def column_choice(line: str) -> tuple[str, str | None]:
    """A header and the title it stands for in "Đánh giá = Tình trạng"; "" for no use, None for what is no title."""
    header, sign, wanted = line.rpartition("=")
    if not sign or not header.strip():
        return "", None
    key = title_key(wanted.strip())
    return one_line(header), "" if key == title_key(NOT_USED) else _titles().get(key)


def column_titles() -> tuple[str, ...]:
    """All that a column may be said to be."""
    return tuple(_titles().values())


@cache
def _titles() -> Mapping[str, str]:
    found = {title_key(column.title): column.title for schema in SCHEMAS for column in schema.columns}
    return found | {title_key(title): title for kind in TableKind for title in titles_of(kind)}


def match_columns(texts: Sequence[str], schema: SheetSchema, chosen: Mapping[str, str]) -> Matches:
    """Which column each header of a sheet stands for; `chosen` is what the office said.

    What neither it nor the sheet's own titles decide may be a word that plans use for a column of tasks.
    """
    by_hand = {header_key(header): title for header, title in chosen.items()}
    said = {at: by_hand[key] for at, text in enumerate(texts) if (key := header_key(text)) in by_hand}
    known = {column.title: column.aliases for column in schema.columns}
    matches = match_titles(["" if at in said else text for at, text in enumerate(texts)], known, schema.units)
    for at, title in said.items():
        if title in known:
            matches.taken[title] = at
    if schema.title is SheetTitle.TASKS:
        for at, text in enumerate(texts):
            title = "" if at in said or at in matches.taken.values() else task_title(text)
            if title in known and title not in matches.taken:
                matches.taken[title] = at
                matches.in_other_words.append((at, title))
        said_otherwise = {at for at, _ in matches.in_other_words}
        matches.alike = [(at, title) for at, title in matches.alike if at not in said_otherwise]
    return matches


def is_list_of_plans(sheet: RawSheet) -> bool:
    """Whether a sheet called Kế hoạch lists plans, as a dossier's does; most hold a plan's own table."""
    if not sheet.rows:
        return True
    schema = SCHEMA_BY_TITLE[SheetTitle.PLANS]
    header, _ = header_and_body(sheet.rows, header_words(schema, {}))
    texts = [clean(header.cells[number].text) for number in sorted(header.cells)]
    return schema.required_titles <= match_columns(texts, schema, {}).taken.keys()


def header_words(schema: SheetSchema, chosen: Mapping[str, str]) -> frozenset[str]:
    """Keys of all that may stand above a column of a sheet."""
    known = {title_key(text) for column in schema.columns for text in (column.title, *column.aliases)}
    words = {title_key(header) for header in chosen}
    return frozenset(known | words | (set(task_words()) if schema.title is SheetTitle.TASKS else set()))
