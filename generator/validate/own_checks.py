"""Checks of one's own (sheet Đối chiếu): sums over indicators, or over money by code, source or agency."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from generator.core.model import ComparisonSign, Disbursement, FundingLine, Indicator, Measurement, RowRef, Settings
from generator.core.periods import Period
from generator.core.problems import Place
from generator.core.vietnamese import fold, nearest, number_text, one_line, parse_number
from generator.read.columns import PLANNED, SheetTitle
from generator.validate.cells import quoted
from generator.validate.row_reader import RowReader
from generator.validate.source import Source

LEFT, SIGN, RIGHT, SAID = "Vế trái", "Phép so", "Vế phải", "Lời báo"
_SIGNS = {sign.value: sign for sign in ComparisonSign} | {
    "<=": ComparisonSign.AT_MOST,
    ">=": ComparisonSign.AT_LEAST,
    "bằng": ComparisonSign.EQUAL,
    "không quá": ComparisonSign.AT_MOST,
    "không dưới": ComparisonSign.AT_LEAST,
}
_TOTAL, _STATED = fold("Tổng"), fold("Tổng theo kế hoạch")
_LINK = re.compile(r"\s*\+\s*|\s+[-–−]\s+")
_COLUMNS = (("Đã phân bổ", "allocated"), ("Đã giải ngân", "disbursed"))
_LAST_DAY = date.max - timedelta(days=1)
"""When all that was replaced has been: the plan's money is that of the plans that stand."""


@dataclass(frozen=True, slots=True)
class _Term:
    """One term of a side: added or taken away; `text` as it is written."""

    positive: bool
    text: str


@dataclass(frozen=True, slots=True)
class _Amount:
    """What a side comes to, with the cells it is made of."""

    value: Decimal
    cells: tuple[Place, ...] = ()


_Valued = Callable[[str], "_Amount | None"]


@dataclass(frozen=True, slots=True)
class _Names:
    """What a term may name, by `fold`: codes, and agencies that lead indicators or spend money."""

    indicators: Mapping[str, Indicator]
    led: Mapping[str, tuple[Indicator, ...]]
    lines: Mapping[str, tuple[FundingLine, ...]]
    stated: _Amount | None
    ended: Mapping[str, date]
    """Code of a line → the day from which another plan stands for the one that it is of."""

    @classmethod
    def of(
        cls,
        source: Source,
        indicators: Mapping[str, Indicator],
        funding: Mapping[str, FundingLine],
        settings: Settings,
        ended: Mapping[str, date],
    ) -> _Names:
        def spellings(bodies: Sequence[str]) -> set[str]:
            known = (text for text, agency in source.directory.by_spelling.items() if agency in bodies)
            return {fold(one) for one in (*bodies, *known)}

        lines: dict[str, tuple[FundingLine, ...]] = {}
        led: dict[str, tuple[Indicator, ...]] = {}
        for line in funding.values():
            for key in {fold(line.source), *spellings(line.agencies)}:
                lines[key] = (*lines.get(key, ()), line)
        for indicator in indicators.values():
            for key in spellings(indicator.lead):
                led[key] = (*led.get(key, ()), indicator)
        lines |= {fold(code): (line,) for code, line in funding.items()}
        lines.setdefault(_TOTAL, tuple(funding.values()))
        stated, place = settings.stated_total, settings.places.get("Tổng kinh phí theo kế hoạch")
        known = _Amount(stated, (place,) if place else ()) if stated is not None else None
        return cls({fold(code): one for code, one in indicators.items()}, led, lines, known, ended)

    def counted(self, key: str, day: date) -> tuple[FundingLine, ...]:
        """The lines under a name that are in the report's totals on `day`; all, where none is or the name is a code."""
        lines = self.lines.get(key, ())
        return tuple(line for line in lines if self.ended.get(line.code, date.max) > day) or lines

    def has(self, text: str) -> bool:
        key = fold(text)
        named = key in self.indicators or key in self.led or key in self.lines or key == _STATED
        return named or parse_number(text) is not None


def check_own(
    source: Source,
    indicators: Mapping[str, Indicator],
    measurements: Sequence[Measurement],
    funding: Mapping[str, FundingLine],
    disbursements: Sequence[Disbursement],
    settings: Settings,
    ended: Mapping[str, date],
) -> None:
    """DS001 for every check that does not hold, with its cells; DS002 for one that cannot be read.

    Sums leave out lines that `ended` with a replaced plan, from its day on, as the report's totals do.
    """
    names = _Names.of(source, indicators, funding, settings, ended)

    def build(reader: RowReader) -> None:
        sides = [reader.line(LEFT, required=True), reader.line(RIGHT, required=True)]
        sign = reader.choice(SIGN, _SIGNS, required=True)
        if not all(sides) or sign is None:
            return
        left, right = (_terms(side, names) for side in sides)
        sides_read = ((LEFT, left), (RIGHT, right))
        unknown = [(column, one.text) for column, terms in sides_read for one in terms if not names.has(one.text)]
        if unknown:
            _unreadable(reader, *unknown[0], names)
            return
        keys = {fold(term.text) for term in (*left, *right)}
        of_indicators = keys & names.indicators.keys() or {
            key for key in keys if key in names.led.keys() - names.lines.keys()
        }
        if of_indicators and (keys & (names.lines.keys() - names.led.keys()) or _STATED in keys):
            message = "Một phép đối chiếu không cộng được chỉ tiêu với kinh phí."
            reader.add("DS002", LEFT, message, "Tách thành hai dòng: một dòng cho chỉ tiêu, một dòng cho kinh phí.")
            return
        cases = (
            _indicator_cases(names, keys, measurements)
            if of_indicators
            else _money_cases(
                names, disbursements, settings, any(parse_number(key) for key in keys - names.lines.keys())
            )
        )
        _hold_each(reader, sign, (sides[0], sides[1]), (left, right), cases)

    source.records(SheetTitle.OWN_CHECKS, build)


def _hold_each(
    reader: RowReader,
    sign: ComparisonSign,
    said: tuple[str, str],
    terms: tuple[Sequence[_Term], Sequence[_Term]],
    cases: Iterable[tuple[str, _Valued]],
) -> None:
    """Holds both sides against each other in every case in which both have a value."""
    seen: set[tuple[object, ...]] = set()
    for about, valued in cases:
        left, right = (_side(side, valued) for side in terms)
        if left is None or right is None:
            continue
        told = (left.value, *left.cells, right.value, *right.cells)
        if told not in seen:  # what is carried into the next period has been told
            seen.add(told)
            _hold(reader, sign, said, (left, right), about)


def _terms(side: str, names: _Names) -> tuple[_Term, ...]:
    """The terms of a side. The longest name that is known goes first: a name may hold a dash itself."""
    positive, rest = True, side.strip()
    found: list[_Term] = []
    while rest:
        ends = [len(rest), *(link.start() for link in reversed(list(_LINK.finditer(rest))))]
        end = next((at for at in ends if names.has(rest[:at])), ends[-1])
        found.append(_Term(positive, rest[:end].strip()))
        link = _LINK.match(rest, end)
        positive = link is None or "+" in link[0]
        rest = rest[link.end() :] if link else ""
    return tuple(found)


def _unreadable(reader: RowReader, column: str, text: str, names: _Names) -> None:
    known = [one.code for one in names.indicators.values()]
    known += [name for lines in names.lines.values() for line in lines for name in (line.code, line.source)]
    guess = nearest(text, dict.fromkeys(known))
    message = f"{quoted(text)} không phải là mã chỉ tiêu, mã kinh phí, nguồn vốn, cơ quan hay số."
    fix = f"Có phải là “{guess}”?" if guess else "Viết như “KP01 + KP02”; hai bên dấu trừ có dấu cách."
    reader.add("DS002", column, message, fix)


def _side(terms: Sequence[_Term], valued: _Valued) -> _Amount | None:
    """What a side comes to; None where something of it was not reported."""
    total, cells = Decimal(0), list[Place]()
    for term in terms:
        number = parse_number(term.text)
        amount = valued(fold(term.text)) or (_Amount(number.value) if number else None)
        if amount is None:
            return None
        total += amount.value if term.positive else -amount.value
        cells += amount.cells
    return _Amount(total, tuple(cells))


def _hold(
    reader: RowReader, sign: ComparisonSign, sides: tuple[str, str], amounts: tuple[_Amount, _Amount], about: str
) -> None:
    left, right = amounts
    if sign.holds(left.value, right.value):
        return
    said = reader.line(SAID).rstrip(" .")
    cells = (*left.cells, *right.cells)
    places = "; ".join(f"{place.sheet}, {place.spot}" for place in dict.fromkeys(cells))
    difference = number_text(abs(left.value - right.value))
    message = (
        f"{said or 'Đối chiếu không khớp'}: {sides[0]} = {number_text(left.value)}, phải {sign.value} {sides[1]} = "
        f"{number_text(right.value)} (chênh lệch {difference}; {about}; {places})."
    )
    reader.add("DS001", LEFT, message, "Kiểm tra lại các ô này, hoặc sửa phép đối chiếu.")


# --- indicators: every period in which all of them have a figure -----------------------------------


def _indicator_cases(
    names: _Names, keys: set[str], measurements: Sequence[Measurement]
) -> Iterator[tuple[str, _Valued]]:
    """An agency stands for the indicators that it leads, of the unit of those that are named by their codes."""
    units = {names.indicators[key].unit for key in keys & names.indicators.keys()}
    members = {
        key: (names.indicators[key],)
        if key in names.indicators
        else tuple(one for one in names.led.get(key, ()) if not units or one.unit in units)
        for key in keys
    }
    rows = {(row.indicator, row.period): row for row in measurements if row.value is not None}
    for period in sorted({period for _, period in rows}, key=lambda one: (one.year, one.last_month, one.code)):
        yield period.label, _indicator_value(members, rows, period)


def _indicator_value(
    members: Mapping[str, Sequence[Indicator]], rows: Mapping[tuple[str, Period], Measurement], period: Period
) -> _Valued:
    def valued(key: str) -> _Amount | None:
        found = [rows.get((one.code, period)) for one in members.get(key, ())]
        if not all(found):
            return None
        return _summed([(row.value, row.row, "Giá trị") for row in found if row and row.value is not None])

    return valued


# --- money: the plan, and what was allocated and paid out by the end of each period ------------------


def _money_cases(
    names: _Names, disbursements: Sequence[Disbursement], settings: Settings, only_plan: bool
) -> Iterator[tuple[str, _Valued]]:
    """The plan; and, unless a number is typed there, what was allocated and paid out by the end of each period."""
    yield "kế hoạch", _planned(names)
    if only_plan:
        return
    rule = settings.cutoff
    for period in sorted({row.period for row in disbursements}, key=lambda one: (one.window(rule).end, one.code)):
        for column, field in _COLUMNS:
            latest: dict[str, Disbursement] = {}
            for row in sorted(disbursements, key=lambda row: row.period.window(rule).end):
                if row.period.window(rule).end <= period.window(rule).end and getattr(row, field) is not None:
                    latest[row.line] = row
            about = f"{one_line(column).lower()}, {period.label}"
            yield about, _paid(names, latest, column, field, period.window(rule).end)


def _planned(names: _Names) -> _Valued:
    def valued(key: str) -> _Amount | None:
        if key == _STATED:
            return names.stated
        return _summed([(line.planned, line.row, PLANNED) for line in names.counted(key, _LAST_DAY)])

    return valued


def _paid(names: _Names, latest: Mapping[str, Disbursement], column: str, field: str, day: date) -> _Valued:
    def valued(key: str) -> _Amount | None:
        rows = [latest.get(line.code) for line in names.counted(key, day)]
        if not rows or any(row is None or getattr(row, field) is None for row in rows):
            return None
        return _summed([(getattr(row, field), row.row, column) for row in rows if row is not None])

    return valued


def _summed(parts: Sequence[tuple[Decimal, RowRef, str]]) -> _Amount | None:
    if not parts:
        return None
    return _Amount(sum((value for value, _, _ in parts), Decimal(0)), tuple(row.place(col) for _, row, col in parts))
