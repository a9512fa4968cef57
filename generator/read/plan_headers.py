"""What the columns of a plan's table are: header words held against a table of words, exactly first, then loosely."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from generator.core import vietnamese
from generator.core.units import parse_unit
from generator.read.columns import (
    BASE,
    CONTENT,
    DEADLINE,
    EXPECTED_RESULT,
    FUND_SOURCE,
    INDICATOR,
    LEAD,
    PERSON,
    RESULT,
    SCHEMA_BY_TITLE,
    STATUS,
    TARGET,
    SheetTitle,
)

MONEY, START, ORIGIN = "Kinh phí", "Bắt đầu", "Nguồn nhiệm vụ"
"""What a plan has columns of and a workbook has not."""
_PLAN_CODES = "Kế hoạch"
"""A column of the workbook that no plan has: there the word means the money or the target that is planned."""
_LONGEST_HEADER, _LONGEST_GUESS = 90, 50
_LEAST_CERTAIN = 2
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)[\s.:]*$")
_MILLION = parse_unit("triệu đồng").factor


class TableKind(StrEnum):
    """What a table of a plan lists, in the words a user reads."""

    TASKS = "nhiệm vụ"
    INDICATORS = "chỉ tiêu"
    FUNDING = "kinh phí"


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """A column of a plan's table. `title` is what it is taken for, "" for one that is not used.

    `year` belongs to a value of an indicator, `unit` (a share of one million đồng) to money; `source` is the
    source of money that the header itself names. `guessed` says that the words were not known as such.
    """

    position: int
    header: str
    title: str = ""
    guessed: bool = False
    year: int | None = None
    unit: Decimal | None = None
    source: str = ""
    period: str = ""
    """The period that a column of results is of, as its header names it; "" for one of all the time."""
    by_hand: bool = False
    """A person said what the column is."""

    @property
    def key(self) -> str:
        """What tells it from the other columns of a table: its title, with the period if it has one."""
        return f"{self.title} ({self.period})" if self.period else self.title


@dataclass(frozen=True, slots=True)
class Understood:
    """A header understood: what the table lists, and every column with a word above it."""

    kind: TableKind
    columns: tuple[PlanColumn, ...]

    def at(self, title: str) -> int | None:
        return next((column.position for column in self.columns if column.title == title), None)

    @property
    def known(self) -> int:
        """How many columns have a meaning."""
        return sum(bool(column.title) for column in self.columns)


def may_be_header(cells: Iterable[str], chosen: Mapping[str, str] | None = None) -> bool:
    """Whether some cell says just what a known column is called: without that, a row need not be looked at closely."""
    by_hand = {header_key(header) for header in chosen or ()}
    return any(
        (key := _key_of(cell)) in _every_exact() or key in by_hand for cell in cells if 0 < len(cell) <= _LONGEST_GUESS
    )


@lru_cache(maxsize=4096)
def _key_of(text: str) -> str:
    return header_key(text)


@cache
def _every_exact() -> frozenset[str]:
    return frozenset(key for kind in TableKind for key in _exact(kind))


def understand(headers: Sequence[Sequence[str]], chosen: Mapping[str, str] | None = None) -> Understood | None:
    """What a header means; None if it heads no table of tasks, indicators or money.

    `headers` has for each column the texts above it from top to bottom. `chosen` maps a header, as a person wrote it,
    to the title of a column; it goes before everything.
    """
    by_hand = {header_key(header): title for header, title in (chosen or {}).items()}
    texts = [[text for text in column if text.strip()] for column in headers]
    for kind in (TableKind.INDICATORS, TableKind.FUNDING, TableKind.TASKS):
        columns = tuple(_column(position, column, kind, by_hand) for position, column in enumerate(texts) if column)
        if kind is TableKind.FUNDING:
            columns = _money_without_its_word(columns)
        found = Understood(kind, _each_once(columns))
        if _is_table(found):
            return found
    return None


def header_key(text: str) -> str:
    """A key under which two spellings of a header are equal; punctuation and what stands in brackets do not count."""
    return vietnamese.title_key(re.sub(r"[/,;.:\-–*]+", " ", re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text)))


_NO_UNIT = re.compile(
    r"(?<!\w)(?:(?i:(?:hợp|hội|cộng|cánh|tương) đồng)|(?i:t[ỷỉ] (?:lệ|trọng|suất|giá))"
    r"|(?i:đồng (?:bào|chí|tài trợ|thuận|bộ|hành|thời|nai|tháp|xoài|hới|hỷ|tâm))"
    r"|(?<!: )(?<!:)(?<!tính )(?<!ghìn )(?<!gàn )(?<!iệu )(?<!000 )Đồng (?!Việt)[A-ZĐÀ-Ỹ][a-zđà-ỹ]+)(?!\w)"
)
"""Words that hold the name of money and are none: "vùng đồng bào dân tộc", "tỉnh Đồng Tháp", "hợp đồng", "tỷ lệ"."""


def money_unit(text: str) -> Decimal | None:
    """The unit of money that a header or a line names ("Kinh phí (tỷ đồng)"), as a share of one million đồng."""
    plain = _NO_UNIT.sub(" ", vietnamese.one_line(text)).casefold()
    found = [unit for unit in _words()["money"] if re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", plain)]
    return Decimal(_words()["money"][max(found, key=len)]) if found else None


def unit_in_brackets(text: str) -> Decimal | None:
    """The unit of money that stands in brackets behind a name ("Ngân sách tỉnh (tỷ đồng)"); None if none does."""
    found = _IN_BRACKETS.search(vietnamese.one_line(text))
    unit = parse_unit(found[1].removeprefix("ĐVT:")) if found else None
    return unit.factor / _MILLION if unit is not None and unit.is_nothing_but_money else None


def without_brackets(text: str) -> str:
    """A name without what stands in brackets behind it."""
    return vietnamese.one_line(re.sub(r"\([^)]*\)", "", text))


def is_foreign_money(text: str) -> bool:
    """True of words that count money in another currency: "Vốn vay (nghìn USD)"."""
    plain = vietnamese.one_line(text).casefold()
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain) for word in _words()["foreign"]["words"])


def money_units() -> tuple[tuple[str, Decimal], ...]:
    """Every unit of money that a plan may name, with its share of one million đồng; the usual words first."""
    return tuple((words, Decimal(share)) for words, share in _words()["money"].items())


def titles_of(kind: TableKind) -> tuple[str, ...]:
    """The titles that a person may choose for a column of such a table."""
    own = tuple(dict.fromkeys(entry["title"] for entry in _words()["column"] if _kind_name(kind) in entry["kinds"]))
    return (*own, BASE, TARGET) if kind is TableKind.INDICATORS else own


@cache
def task_words() -> Mapping[str, str]:
    """Header key → title of a column of tasks, for the words that can mean nothing else."""
    either = {key for group in ("either", "results", "day_done") for key in progress_keys(group)}
    return {key: title for key, title in _exact(TableKind.TASKS).items() if key not in either}


@cache
def progress_keys(group: str) -> frozenset[str]:
    """The header keys of words that mean one thing in a plan and another in a sheet of progress, by their `group`."""
    return frozenset(header_key(word) for word in _words()["progress"][group])


def task_title(header: str) -> str:
    """The column of tasks that a header most likely means, "" if none; the words that may mean two are left alone."""
    key = header_key(header)
    if key in task_words():
        return task_words()[key]
    known = key in _exact(TableKind.TASKS) or not key or len(header) > _LONGEST_GUESS
    return "" if known else _loosely(header, TableKind.TASKS)


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((resources.files("generator.read") / "plan_headers.toml").read_text(encoding="utf-8"))


@cache
def _exact(kind: TableKind) -> Mapping[str, str]:
    """Header key → title."""
    found: dict[str, str] = {}
    for entry in _words()["column"]:
        if _kind_name(kind) in entry["kinds"]:
            for text in (entry["title"], *entry.get("exact", ())):
                found.setdefault(header_key(text), entry["title"])
    if kind is TableKind.TASKS:
        for column in SCHEMA_BY_TITLE[SheetTitle.TASKS].columns:
            if column.title == _PLAN_CODES:
                continue
            for text in (column.title, *column.aliases):
                found.setdefault(header_key(text), column.title)
    return found


def _kind_name(kind: TableKind) -> str:
    return kind.name.casefold()


def _column(position: int, texts: Sequence[str], kind: TableKind, by_hand: Mapping[str, str]) -> PlanColumn:
    header = " / ".join(dict.fromkeys(vietnamese.one_line(text) for text in texts))
    lowest, whole = texts[-1], " ".join(texts)
    hand = next((by_hand[key] for text in (header, lowest, whole) if (key := header_key(text)) in by_hand), None)
    if hand is not None:
        return replace(_with_numbers(PlanColumn(position, header, hand), whole), by_hand=True)
    if len(whole) > _LONGEST_HEADER * max(1, len(texts)):
        return PlanColumn(position, header)
    if kind is TableKind.INDICATORS and (value := _value_column(position, header, texts)):
        return value
    if kind is TableKind.FUNDING and is_foreign_money(whole):
        return PlanColumn(position, header)
    if kind is TableKind.FUNDING and len(texts) > 1 and (money := _money_by_source(position, header, texts)):
        return money
    exact = _exact(kind)
    for text in (lowest, whole, *reversed(texts[:-1])):
        if title := exact.get(header_key(text)):
            return _with_numbers(PlanColumn(position, header, title), whole)
    for text in (lowest, whole):
        if len(text) <= _LONGEST_GUESS and (title := _loosely(text, kind)):
            return _with_numbers(PlanColumn(position, header, title, guessed=True), whole)
    if kind is TableKind.FUNDING and (unit := unit_in_brackets(lowest)) is not None:
        if header_key(lowest) in _keys("words"):
            return PlanColumn(position, header, MONEY, unit=unit)
        if any(f"{header_key(lowest)} ".startswith(f"{header_key(word)} ") for word in _words()["sources"]["begins"]):
            return PlanColumn(position, header, MONEY, unit=unit, source=without_brackets(lowest))
    return PlanColumn(position, header)


def _loosely(text: str, kind: TableKind) -> str:
    key = f" {header_key(text)} "

    def holds(words: Iterable[str]) -> bool:
        return any(f" {_key_of(word)} " in key for word in words)

    for entry in _words()["column"]:
        of_kind = _kind_name(kind) in entry["kinds"]
        if of_kind and holds(entry.get("loose", ())) and not holds(entry.get("not", ())):
            return str(entry["title"])
    return ""


def _with_numbers(column: PlanColumn, whole: str) -> PlanColumn:
    unit = money_unit(whole) if column.title == MONEY else None
    year = _YEAR.search(whole) if column.title in (BASE, TARGET, MONEY) else None
    return PlanColumn(
        column.position, column.header, column.title, column.guessed, int(year[1]) if year else None, unit
    )


def _value_column(position: int, header: str, texts: Sequence[str]) -> PlanColumn | None:
    """A column of values of an indicator: of a year that was, or a target. A bare year is decided by the plan's."""
    words, whole = _words()["years"], " ".join(texts)
    year = _YEAR.search(whole)
    key = f" {header_key(whole)} "
    if len(set(_YEAR.findall(whole))) > 1 or any(f" {_key_of(word)} " in key for word in words["compared"]):
        return PlanColumn(position, header)
    says = [
        title
        for title, group in ((TARGET, "target"), (BASE, "past"))
        if any(f" {_key_of(word)} " in key for word in words[group])
    ]
    if year is not None:
        title = says[0] if len(says) == 1 else TARGET if says else ""
        return PlanColumn(position, header, title or TARGET, guessed=not title, year=int(year[1]))
    for title, group in ((BASE, "base"), (TARGET, "goal")):
        if any(header_key(text) == header_key(word) for text in (texts[-1], whole) for word in words[group]):
            return PlanColumn(position, header, title)
    return None


def _money_by_source(position: int, header: str, texts: Sequence[str]) -> PlanColumn | None:
    """A column under a common header of money: one source's share, or their sum."""
    above, below = " ".join(texts[:-1]), texts[-1]
    is_money = _loosely(above, TableKind.FUNDING) == MONEY or _exact(TableKind.FUNDING).get(header_key(above)) == MONEY
    of_group = any(header_key(text) in _keys("groups") for text in texts[:-1])
    if not is_money and not of_group:
        return None
    unit = money_unit(below) or money_unit(above)
    key = header_key(below)
    year = _YEAR.search(below)
    if year is not None:
        return PlanColumn(position, header, MONEY, guessed=True, year=int(year[1]), unit=unit)
    is_sum = key in _keys("words")
    source = "" if is_sum else without_brackets(below)
    return PlanColumn(position, header, MONEY, unit=unit, source=source)


def _money_without_its_word(columns: Sequence[PlanColumn]) -> tuple[PlanColumn, ...]:
    """Columns of money that no word of money stands above: years beside a source, a total beside its shares."""
    titles = {column.title for column in columns}
    by_year = FUND_SOURCE in titles and MONEY not in titles
    made = []
    for column in columns:
        year = _YEAR.fullmatch(header_key(column.header).removeprefix("năm ")) if by_year and not column.title else None
        made.append(PlanColumn(column.position, column.header, MONEY, True, int(year[1])) if year else column)
    if not any(column.title == MONEY for column in made):
        return tuple(columns)
    return tuple(
        PlanColumn(column.position, column.header, MONEY, unit=money_unit(column.header))
        if not column.title and header_key(column.header) in _keys("words")
        else column
        for column in made
    )


@cache
def _keys(group: str) -> frozenset[str]:
    """The header keys of a list of words about sums."""
    return frozenset(header_key(word) for word in _words()["sums"][group])


def _each_once(columns: Sequence[PlanColumn]) -> tuple[PlanColumn, ...]:
    """The first column of each title, a known word before a guess; values have one for each year, money several."""
    several = (MONEY,)
    best: dict[tuple[str, int | None], PlanColumn] = {}

    def key(column: PlanColumn) -> tuple[str, int | None]:
        return column.title, column.year if column.title in (BASE, TARGET) else None

    for column in columns:
        there = best.get(key(column))
        if there is None or _is_surer(column, there):
            best[key(column)] = column
    return tuple(
        column if not column.title or column.title in several or best[key(column)] is column
        else PlanColumn(column.position, column.header, by_hand=column.by_hand)
        for column in columns
    )  # fmt: skip


def _is_surer(column: PlanColumn, there: PlanColumn) -> bool:
    """What a person said goes before a known word, that before a guess."""
    return (not column.by_hand, column.guessed) < (not there.by_hand, there.guessed)


def _is_table(found: Understood) -> bool:
    """Guesses alone make no header: any sentence holds some of the words."""
    if sum(bool(column.title) and not column.guessed for column in found.columns) < _LEAST_CERTAIN:
        return False
    titles = {column.title for column in found.columns}
    if found.kind is TableKind.INDICATORS:
        return INDICATOR in titles and not titles.isdisjoint((TARGET, "Đơn vị tính"))
    if found.kind is TableKind.FUNDING:
        return not titles.isdisjoint((CONTENT, FUND_SOURCE)) and MONEY in titles
    return CONTENT in titles and not titles.isdisjoint((LEAD, EXPECTED_RESULT, DEADLINE, PERSON, STATUS, RESULT))


def may_be_called(text: str, title: str) -> bool:
    """Whether a header of tasks may mean the column `title`."""
    if len(text) > _LONGEST_GUESS:
        return False
    return _exact(TableKind.TASKS).get(header_key(text)) == title or _loosely(text, TableKind.TASKS) == title
