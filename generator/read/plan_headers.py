"""What the columns of a plan's table are: header words held against a table of words, exactly first, then loosely."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from generator.core import vietnamese
from generator.core.diary import entries
from generator.core.status_words import is_kept_up, read_status
from generator.core.units import parse_unit
from generator.core.vietnamese import fold
from generator.read.columns import (
    BASE,
    COMPLETED_ON,
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
_DEEDS = ("da ", "dang ", "chua ", "dat ", "hoan thanh")
"""How people begin to say what has been done, in letters without marks."""
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_LONGEST_TIME = 5
_TIME = re.compile(r"20\d\d|(?<!\w)(?:quý|tháng|thường xuyên|hằng|hàng)(?!\w)|\d{1,2}/\d{1,2}(?!\d)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\(([^()]*)\)[\s.:]*$")
_MILLION = parse_unit("triệu đồng").factor
_PERIOD = re.compile(
    r"(?<!\w)(?:(?:0?[69]|sáu|chín) tháng(?: (?:đầu|cuối))?(?: năm)?|(?:tháng|quý|T|Q) ?(?:IV|I{1,3}|\d{1,2}))"
    r"(?: ?[/\-] ?20\d\d| năm 20\d\d| 20\d\d)?(?!\w)",
    re.IGNORECASE,
)


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


def money_unit(text: str) -> Decimal | None:
    """The unit of money that a header or a line names ("Kinh phí (tỷ đồng)"), as a share of one million đồng."""
    plain = vietnamese.one_line(text).casefold()
    found = [unit for unit in _words()["money"] if re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", plain)]
    return Decimal(_words()["money"][max(found, key=len)]) if found else None


def unit_in_brackets(text: str) -> Decimal | None:
    """The unit of money that stands in brackets behind a name ("Ngân sách tỉnh (tỷ đồng)"); None if none does."""
    found = _IN_BRACKETS.search(vietnamese.one_line(text))
    unit = parse_unit(found[1].removeprefix("ĐVT:")) if found else None
    return unit.factor / _MILLION if unit is not None and unit.is_money else None


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
    either = {header_key(word) for group in ("either", "results", "day_done") for word in _words()["progress"][group]}
    return {key: title for key, title in _exact(TableKind.TASKS).items() if key not in either}


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


# --- an office's own tracking sheet: which of its columns say what has been done --------------------------------------


def with_progress(found: Understood, cells: Callable[[int], Sequence[str]]) -> Understood:
    """`found` with the words told apart that mean a deadline or a product in a plan, and what was done in a sheet.

    `cells` gives the texts below a column.
    """
    if found.kind is not TableKind.TASKS:
        return found
    columns = [_of_period(column) if column.title in ("", RESULT) else column for column in found.columns]
    if any(column.title == STATUS for column in columns):
        columns = [_bare_period(column, cells(column.position)) for column in columns]
    either = [at for at, one in enumerate(columns) if one.title in ("", DEADLINE) and _says(one, "either")]
    dates = [at for at, one in enumerate(columns) if at not in either and _may_be(one, DEADLINE)]
    days = [at for at in dates if _says(columns[at], "day_done")]
    if len(dates) > len(days):
        dates = [at for at in dates if at not in days]
        _give(columns, days, COMPLETED_ON)
    _give(columns, dates[:1], DEADLINE)
    for at in either:
        texts = cells(columns[at].position)
        if _is_diary(texts) or (dates and not _names_times(texts)):
            _give(columns, [at], RESULT)
    if not any(column.title == STATUS for column in columns):
        expected = [at for at, one in enumerate(columns) if one.title == EXPECTED_RESULT]
        stated = [at for at in expected if _are_states(cells(columns[at].position))]
        _give(columns, stated, STATUS)
    products = [at for at, one in enumerate(columns) if _may_be(one, EXPECTED_RESULT) and not _says(one, "results")]
    results = [at for at, one in enumerate(columns) if _may_be(one, EXPECTED_RESULT) and _says(one, "results")]
    results = [at for at in results if columns[at].title != STATUS]
    if results and (products or _is_diary(cells(columns[results[0]].position)) or _are_deeds(columns, results, cells)):
        _give(columns, results, RESULT)
        _give(columns, products[:1], EXPECTED_RESULT)
    return Understood(found.kind, tuple(columns))


def _are_deeds(columns: Sequence[PlanColumn], results: Sequence[int], cells: Callable[[int], Sequence[str]]) -> bool:
    """Whether a column "Kết quả" beside one of states mostly says what has been done ("Đã lắp 12 điểm")."""
    filled = [fold(text, keep_tones=False) for text in cells(columns[results[0]].position) if text]
    told = sum(text.startswith(_DEEDS) for text in filled)
    return any(column.title == STATUS for column in columns) and told > 0 and 2 * told >= len(filled)


def _give(columns: list[PlanColumn], places: Sequence[int], title: str) -> None:
    """Names the first of `places` so, unless another column of the kind has the name."""
    has_it = any(one.title == title and not one.period and at not in places for at, one in enumerate(columns))
    for number, at in enumerate(at for at in places if not columns[at].by_hand):
        name = title if number == 0 and not has_it else ""
        columns[at] = replace(columns[at], title=name)


def _may_be(column: PlanColumn, title: str) -> bool:
    if column.title:
        return column.title == title
    return any(may_be_called(text, title) for text in (column.header.rpartition(" / ")[2], column.header))


def may_be_called(text: str, title: str) -> bool:
    """Whether a header of tasks may mean the column `title`."""
    if len(text) > _LONGEST_GUESS:
        return False
    return _exact(TableKind.TASKS).get(header_key(text)) == title or _loosely(text, TableKind.TASKS) == title


def _says(column: PlanColumn, group: str) -> bool:
    keys = {header_key(word) for word in _words()["progress"][group]}
    return header_key(column.header.rpartition(" / ")[2]) in keys or header_key(column.header) in keys


def _names_times(texts: Iterable[str]) -> bool:
    """Whether most cells are no more than a date, a period or "thường xuyên": a second deadline."""
    filled = [text for text in texts if text]
    times = [text for text in filled if len(text.split()) <= _LONGEST_TIME and _TIME.search(text)]
    return 2 * len(times) > len(filled)


def _are_states(texts: Iterable[str]) -> bool:
    """Whether most cells of a column name a state ("Hoàn thành", "Đang làm 50%"), as no product does."""
    filled = [text for text in texts if text]
    return 2 * sum(read_status(text) is not None or is_kept_up(text) for text in filled) > len(filled)


def _is_diary(texts: Iterable[str]) -> bool:
    """Whether most cells of a column are entries behind their dates; a cell with nothing but a date is a deadline."""
    filled = [text for text in texts if text]
    told = [text for text in filled if any(one.said and one.text for one in entries(text, 2000))]
    return bool(told) and 2 * len(told) >= len(filled)


def _bare_period(column: PlanColumn, texts: Iterable[str]) -> PlanColumn:
    """A column that is only called by a period and holds words, beside a column of states: what was done in it."""
    told = any(len(text.split()) > 1 for text in texts)
    if column.title or column.by_hand or not told or not _PERIOD.fullmatch(vietnamese.one_line(column.header)):
        return column
    return replace(column, title=RESULT, period=vietnamese.one_line(column.header), guessed=True)


def _of_period(column: PlanColumn) -> PlanColumn:
    """A column of what was done in one period, where its header says so."""
    if column.by_hand:
        return column
    key = f" {header_key(column.header)} "
    word = next((word for word in _words()["progress"]["of_period"] if f" {_key_of(word)} " in key), None)
    found = _PERIOD.search(column.header)
    if word is None or found is None:
        return column
    return replace(column, title=RESULT, period=vietnamese.one_line(found[0]))
