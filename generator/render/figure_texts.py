"""Figures as they are printed: counts, percentages, money and indicator values, each with its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from generator.compute.counts import telling_percent
from generator.core.figures import Count, Figure, Quotation
from generator.core.model import Operator, RowRef, Target
from generator.core.problems import Place
from generator.core.units import counts_in_percent
from generator.core.vietnamese import number_text

PERCENT = "%"
NO_BREAK = "\u00a0"
_DIGIT = re.compile(r"\d")
_NUMBERED = re.compile(r"\b(quý|tháng|năm|Phụ lục) (?=[\dIVX])")
_IN_TEXT = re.compile(
    r"\b([Nn]gày|[Ss]ố|[Tt]háng|[Qq]uý|[Nn]ăm|Điều|[Kk]hoản|[Đđ]iểm|Mục|Chương) (?=[\dIVX])|"
    r"(?<=\d) (?=(?:ngày|tháng|năm)\b)"
)
_DASH = re.compile(r"(?<=\w) - (?=\w)")
"""A hyphen between words ends a line and never begins one, where it would look like a list's."""
_NAMES = re.compile(
    r"\b(?:Bộ Chính trị|Ban Bí thư|[ỦU][yỷ] ban|Hội đồng|nhân dân|Thủ tướng|Chính phủ|Quốc hội|Trung ương|"
    r"Tỉnh [uủ][yỷ]|Nghị quyết|Nghị định|Quyết định|Chỉ thị|Kế hoạch|Kết luận|Công văn|Chương trình)\b"
)
"""What is one word to the eye. Longer names end a line between such words: lines are set to both margins."""
_PLACE = re.compile(r"\b(tỉnh|thành phố|đặc khu|phường|xã) (\w+(?: \w+){1,3})")


def kept_together(label: str) -> str:
    """A period's or an appendix's name with no place for a line to end before its number: "quý III", "Phụ lục II"."""
    return _NUMBERED.sub(rf"\1{NO_BREAK}", label).replace(f"Phụ lục{NO_BREAK}", f"Phụ{NO_BREAK}lục{NO_BREAK}")


LONGEST_WHOLE = 20


def kept_whole(label: str) -> str:
    """A period's name in one piece, if it is short: a title set in the middle ends no line inside it."""
    return label.replace(" ", NO_BREAK) if len(label) <= LONGEST_WHOLE else kept_together(label)


def kept_in_line(text: str) -> str:
    """Running text in which no line ends in a short name or before a number: "Bộ Chính trị", "ngày 14/9/2025".

    Not for the cells of a table, which may be narrower than such a name.
    """
    text = _DASH.sub(rf"{NO_BREAK}- ", text)
    text = _IN_TEXT.sub(lambda found: f"{found[1] or ''}{NO_BREAK}", kept_together(text))
    text = _NAMES.sub(lambda found: found[0].replace(" ", NO_BREAK), text)
    return _PLACE.sub(_kept_place, text)


def _kept_place(found: re.Match[str]) -> str:
    """A place's own name, as far as its words begin with capitals, in one piece: "tỉnh Lai Châu"."""
    words = found[2].split(" ")
    length = next((at for at, word in enumerate(words) if not word[0].isupper()), len(words))
    rest = "".join(f" {word}" for word in words[length:])
    return f"{found[1]} {NO_BREAK.join(words[:length])}{rest}" if length else found[0]


def count(rows: Iterable[RowRef], column: str, formula: str) -> Figure:
    """How many rows: the figure's cells are those rows' cells in `column`."""
    return count_of(tuple(row.place(column) for row in rows), formula)


def count_of(cells: tuple[Place, ...], formula: str) -> Figure:
    """How many cells."""
    number = Decimal(len(cells))
    return Count(number_text(number), number, cells, formula)


def written(value: Decimal) -> str:
    """A number with the decimals it was written with: 0,600 stays 0,600."""
    return number_text(value, max(-int(value.as_tuple().exponent), 0))


def decimals_of(values: Iterable[Decimal | None]) -> int:
    """How many decimals a column of figures needs, so that all of them have the same number."""
    return max((decimals(value) for value in values if value is not None), default=0)


def decimals(value: Decimal) -> int:
    """The decimals of a number, without zeros that say nothing."""
    return max(-int(value.normalize().as_tuple().exponent), 0)


def evened(figures: Iterable[Figure]) -> list[Figure]:
    """The figures of one column with the same number of decimals each."""
    column = list(figures)
    places = decimals_of(figure.value for figure in column)
    return [_with_decimals(figure, places) for figure in column]


def evened_shares(figures: Iterable[Figure]) -> list[Figure]:
    """The same of shares, which have one decimal; one that needs more to be true keeps them, the others get no noughts.

    A nought behind a share that is rounded to one decimal would be a figure that nobody reckoned.
    """
    column = list(figures)
    places = min(decimals_of(figure.value for figure in column), 1)
    return [one if one.value is not None and decimals(one.value) > 1 else _with_decimals(one, places) for one in column]


def _with_decimals(figure: Figure, places: int) -> Figure:
    if figure.value is None or not figure.text:
        return figure
    sign = PERCENT if figure.text.endswith(PERCENT) else ""
    return replace(figure, text=f"{number_text(figure.value, places)}{sign}")


def percentage(value: Decimal | None, cells: tuple[Place, ...], formula: str) -> Figure:
    """A share with one decimal and no space before the sign: 62,5%; empty when it is not known."""
    return Figure("", None) if value is None else Figure(f"{number_text(value)}{PERCENT}", value, cells, formula)


def ratio(part: Figure, whole: Figure, formula: str) -> Figure:
    """`part` of `whole` in per cent, one decimal, half up, more where that would say all or nothing; else empty."""
    if not whole.value or part.value is None:
        return Figure("")
    share = telling_percent(part.value, whole.value)
    return percentage(share, tuple(dict.fromkeys((*part.cells, *whole.cells))), formula)


def quoted(text: str, row: RowRef, column: str) -> str:
    """A cell's text as it is printed; with its cell, if there are figures in it."""
    return Quotation(text, (row.place(column),)) if _DIGIT.search(text) else text


def money(value: Decimal | None, cells: tuple[Place, ...], formula: str = "") -> Figure:
    """An amount in triệu đồng, without the unit; empty when not reported."""
    return Figure("", None) if value is None else Figure(number_text(value), value, cells, formula)


THOUSAND = Decimal(1000)


def money_words(amount: Figure) -> Figure:
    """An amount in triệu đồng as a sentence puts it: from 1.000 triệu on in tỷ đồng, no digit lost."""
    if amount.value is None:
        return amount
    large = abs(amount.value) >= THOUSAND
    number, unit = (amount.value / THOUSAND, "tỷ") if large else (amount.value, "triệu")
    return replace(amount, text=f"{number_text(number)}{NO_BREAK}{unit}{NO_BREAK}đồng", value=number)


def with_unit(text: str, unit: str) -> str:
    """A number and its unit, never parted by a line's end: "62,5%", "10 người/1 vạn dân"."""
    if not unit:
        return text
    return f"{text}{PERCENT}" if unit.strip().startswith(PERCENT) else f"{text}{NO_BREAK}{unit}"


def with_change_unit(text: str, unit: str) -> str:
    """A difference and its unit, never parted by a line's end."""
    return f"{text}{NO_BREAK}{change_unit(unit)}" if unit.strip() else text


def change_unit(unit: str) -> str:
    """The unit of a difference: percentages differ by "điểm phần trăm"."""
    return "điểm phần trăm" if counts_in_percent(unit) else unit


def target_text(target: Target, unit: str) -> str:
    """A target in official words: "trên 80%", "từ 37,6% trở lên", "9 - 10%"; a yes/no target as the plan words it."""
    if target.value is None:
        return target.text
    value = with_unit(written(target.value), unit)
    if target.is_rank and unit:
        return _rank_target(target, value)
    match target.operator:
        case Operator.ABOVE:
            return f"trên {value}"
        case Operator.AT_LEAST:
            return f"từ {value} trở lên"
        case Operator.BELOW:
            return f"dưới {value}"
        case Operator.AT_MOST:
            return f"không quá {value}"
        case Operator.RANGE if target.upper is not None:
            return f"{written(target.value)}{NO_BREAK}-{NO_BREAK}{with_unit(written(target.upper), unit)}"
        case _:
            return f"khoảng {value}" if target.is_about else value


_AMONG_THE_FIRST = re.compile(
    r"(?:nằm |đứng |lọt )?(?:trong|thuộc) (?:nhóm |tốp |top )?\d+ [^\d,;()]{2,40} (?:đứng đầu|dẫn đầu|đầu|tốt nhất)",
    re.IGNORECASE,
)


def _rank_target(target: Target, value: str) -> str:
    """A place to reach: as the plan words it where it does ("trong 10 tỉnh đứng đầu"), else "trong 10 hạng đầu"."""
    said = target.text.strip(" .;")
    if _AMONG_THE_FIRST.fullmatch(said):
        return said[0].lower() + said[1:]
    return f"trong {value} đầu"
