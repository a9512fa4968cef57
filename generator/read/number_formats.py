"""How Excel is told to show a number: format codes read whole (ECMA-376 part 1, 18.8.30 and 18.8.31).

A code has up to four sections (positive, negative, zero, text), each perhaps with a condition of its own. What they
make of a number is in shown_numbers.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache

LONGEST_CODE = 255
"""Excel takes no longer one."""
BUILT_IN_CODES = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
    42: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    44: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((*range(27, 32), 36, *range(50, 59)), "yyyy/mm/dd"),
}
BY_SYSTEM = frozenset((14, 22))
"""Built-in formats of dates whose order of day and month is the computer's."""
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?)")
_ELAPSED = re.compile(r"h{1,2}|m{1,2}|s{1,2}", re.IGNORECASE)
_SYMBOL = re.compile(r"\$([^-]*)(?:-([0-9A-Fa-f]*))?")


class Shows(Enum):
    """What a number format makes of a number."""

    NUMBER = auto()
    PERCENT = auto()
    DATE = auto()
    TIME = auto()


@dataclass(frozen=True, slots=True)
class Locale:
    """How a language writes numbers and dates; the names stand in the order of the calendar, the week from Monday."""

    decimal: str
    group: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    weekdays: tuple[str, ...]
    short_weekdays: tuple[str, ...]
    halves: tuple[str, str]


_NUMERALS = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai")
VIETNAMESE = Locale(
    ",",
    ".",
    tuple(f"Tháng {name}" for name in _NUMERALS),
    tuple(f"Thg {number}" for number in range(1, 13)),
    ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
    ("T2", "T3", "T4", "T5", "T6", "T7", "CN"),
    ("SA", "CH"),
)
_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ENGLISH = Locale(
    ".",
    ",",
    _ENGLISH_MONTHS,
    tuple(name[:3] for name in _ENGLISH_MONTHS),
    _ENGLISH_DAYS,
    tuple(name[:3] for name in _ENGLISH_DAYS),
    ("AM", "PM"),
)


class Part(Enum):
    """What a piece of a section stands for."""

    TEXT = auto()
    DIGIT = auto()
    POINT = auto()
    COMMA = auto()
    PERCENT = auto()
    EXPONENT = auto()
    SLASH = auto()
    GENERAL = auto()
    CLOCK = auto()
    ELAPSED = auto()
    HALF = auto()
    TYPED = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    part: Part
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a code; `condition` is None where its place says which numbers it is for."""

    pieces: tuple[Piece, ...]
    condition: tuple[str, Decimal] | None = None
    names: Locale | None = None
    """The language of its months and days, where the code says one."""

    @property
    def shows(self) -> Shows:
        clock = "".join(piece.text for piece in self.pieces if piece.part is Part.CLOCK)
        if any(letter in clock for letter in "ymdb"):
            return Shows.DATE
        if clock or any(piece.part is Part.ELAPSED for piece in self.pieces):
            return Shows.TIME
        return Shows.PERCENT if any(piece.part is Part.PERCENT for piece in self.pieces) else Shows.NUMBER

    @property
    def is_blank(self) -> bool:
        return all(piece.part is Part.TEXT and not piece.text.strip() for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A format code. `sections` are those for numbers; `for_text` is the one for text, None where text stays as it is.

    `by_system` says that Excel takes the order of day and month from the computer it runs on (format 14).
    """

    sections: tuple[Section, ...] = (Section((Piece(Part.GENERAL, ""),)),)
    for_text: Section | None = None
    by_system: bool = False
    known: dict[Decimal, Shown] = field(default_factory=dict, compare=False, repr=False)

    @property
    def shows(self) -> Shows:
        """What positive numbers are shown as."""
        return self.sections[0].shows


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person sees of a number: `text`, and what kind of thing that is.

    `number` is the number that the text says, None where it says none: a date, words, nothing at all. `is_plain`
    is False where the format adds words or signs of its own ("12 lớp").
    """

    text: str
    shows: Shows
    number: Decimal | None
    is_plain: bool
    section: Section
    is_sure: bool = True
    """False for a negative number that Excel shows with its minus and LibreOffice without."""


# --- reading a code ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def number_format(code: str, by_system: bool = False) -> NumberFormat:
    """What format `code` says; one longer than Excel takes is no format."""
    if not code or len(code) > LONGEST_CODE:
        return NumberFormat()
    sections = [_section(pieces) for pieces in _split(code)]
    for_text = None
    if len(sections) > 3 or (len(sections) > 1 and _has(sections[-1], Part.TYPED)):
        for_text = sections[min(3, len(sections) - 1)]
        sections = sections[: min(3, len(sections) - 1)]
    elif len(sections) == 1 and _has(sections[0], Part.TYPED):
        for_text = sections[0]
        sections = [NumberFormat().sections[0]]
    return NumberFormat(tuple(sections), for_text, by_system)


def _has(section: Section, part: Part) -> bool:
    return any(piece.part is part for piece in section.pieces)


@dataclass(slots=True)
class _Draft:
    """A section while its code is read."""

    pieces: list[Piece] = field(default_factory=list)
    condition: tuple[str, Decimal] | None = None
    names: Locale | None = None

    def add(self, part: Part, text: str) -> None:
        self.pieces.append(Piece(part, text))


def _split(code: str) -> list[_Draft]:
    """The sections of a code, their pieces not yet told apart where that needs the whole section."""
    drafts = [_Draft()]
    at = 0
    while at < len(code):
        at = _take(code, at, drafts)
    return drafts


def _take(code: str, at: int, drafts: list[_Draft]) -> int:
    """Reads what stands at `at` into the last draft; where the next begins."""
    draft, letter = drafts[-1], code[at]
    lower = letter.lower()
    if letter == ";":
        drafts.append(_Draft())
    elif letter == '"':
        end = code.find('"', at + 1)
        end = len(code) if end < 0 else end
        draft.add(Part.TEXT, code[at + 1 : end])
        return end + 1
    elif letter in "\\!":
        draft.add(Part.TEXT, code[at + 1 : at + 2])
        return at + 2
    elif letter in "_*":
        draft.add(Part.TEXT, " " if letter == "_" else "")
        return at + 2
    elif letter == "[":
        end = code.find("]", at)
        if end > 0:
            _take_bracket(code[at + 1 : end], draft)
            return end + 1
        draft.add(Part.TEXT, letter)
    elif code[at : at + 7].lower() == "general":
        draft.add(Part.GENERAL, "")
        return at + 7
    elif letter in "0#?":
        draft.add(Part.DIGIT, letter)
    elif letter in _SIGNS:
        draft.add(_SIGNS[letter], letter)
    elif lower == "e" and code[at + 1 : at + 2] in ("+", "-"):
        draft.add(Part.EXPONENT, code[at + 1])
        return at + 2
    elif found := re.match(r"am/pm|a/p", code[at : at + 5], re.IGNORECASE):
        draft.add(Part.HALF, found[0])
        return at + found.end()
    elif lower in "ymdhsb" or lower == "e":
        end = at + 1
        while code[end : end + 1].lower() == lower:
            end += 1
        draft.add(Part.CLOCK, ("y" * 4) if lower == "e" else code[at:end].lower())
        return end
    else:
        draft.add(Part.TEXT, letter)
    return at + 1


_SIGNS = {".": Part.POINT, ",": Part.COMMA, "%": Part.PERCENT, "/": Part.SLASH, "@": Part.TYPED}


def _take_bracket(inside: str, draft: _Draft) -> None:
    """A condition, a currency sign with its language, elapsed time; colours and the like say nothing of the number."""
    if condition := _CONDITION.fullmatch(inside.strip()):
        draft.condition = (condition[1], Decimal(condition[2]))
    elif _ELAPSED.fullmatch(inside):
        draft.add(Part.ELAPSED, inside.lower())
    elif symbol := _SYMBOL.fullmatch(inside):
        draft.add(Part.TEXT, symbol[1])
        language = (symbol[2] or "")[-4:].upper().lstrip("0")
        draft.names = {"409": ENGLISH, "809": ENGLISH, "42A": VIETNAMESE}.get(language, draft.names)


def _section(draft: _Draft) -> Section:
    """The pieces of a draft, with the letters and signs that mean nothing where they stand made plain text."""
    pieces = draft.pieces
    is_clock = any(piece.part in (Part.CLOCK, Part.ELAPSED) for piece in pieces)
    digits = [at for at, piece in enumerate(pieces) if piece.part is Part.DIGIT]
    told = _clock_pieces(pieces) if is_clock else _number_pieces(pieces, digits)
    return Section(tuple(told), draft.condition, draft.names)


def _clock_pieces(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Month and minute told apart; zeros after a point are parts of a second."""
    for at, piece in enumerate(pieces):
        around = [other.text[0] for other in pieces if other.part in (Part.CLOCK, Part.ELAPSED)]
        before = sum(other.part in (Part.CLOCK, Part.ELAPSED) for other in pieces[:at])
        if piece.part is Part.CLOCK and piece.text in ("m", "mm"):
            follows = around[before - 1] if before else ""
            leads = around[before + 1] if before + 1 < len(around) else ""
            yield Piece(Part.CLOCK, "n" * len(piece.text) if follows == "h" or leads == "s" else piece.text)
        elif piece.part is Part.DIGIT and piece.text == "0" and _second_part(pieces, at):
            yield Piece(Part.DIGIT, "0")
        elif piece.part is Part.POINT and pieces[at + 1 : at + 2] and _second_part(pieces, at + 1):
            yield Piece(Part.POINT, ".")
        elif piece.part in (Part.CLOCK, Part.ELAPSED, Part.HALF, Part.TEXT):
            yield piece
        else:
            yield Piece(Part.TEXT, piece.text)


def _second_part(pieces: Sequence[Piece], at: int) -> bool:
    """True if the digit at `at` belongs to a run that begins with a point, right behind seconds."""
    while at >= 0 and pieces[at].part is Part.DIGIT and pieces[at].text == "0":
        at -= 1
    is_point = at > 0 and pieces[at].part is Part.POINT
    return is_point and pieces[at - 1].part in (Part.CLOCK, Part.ELAPSED) and pieces[at - 1].text[0] == "s"


def _number_pieces(pieces: Sequence[Piece], digits: Sequence[int]) -> Iterator[Piece]:
    has_point = False
    for at, piece in enumerate(pieces):
        before, after = bool(digits) and digits[0] < at, bool(digits) and digits[-1] > at
        is_text = (
            (piece.part is Part.COMMA and not before)
            or (piece.part is Part.SLASH and not (before and (after or fixed_denominator(pieces, at + 1))))
            or (piece.part is Part.POINT and (has_point or not digits))
            or (piece.part is Part.EXPONENT and not (before and after))
            or piece.part is Part.HALF
        )
        has_point = has_point or piece.part is Part.POINT
        yield Piece(Part.TEXT, piece.text) if is_text else piece


def fixed_denominator(pieces: Sequence[Piece], at: int) -> str:
    """The fixed fixed_denominator that begins at `at`: the 8 of "# ?/8"."""
    found = ""
    while at < len(pieces) and pieces[at].part is not Part.SLASH and pieces[at].text.isdecimal():
        found += pieces[at].text
        at += 1
    return found if found.strip("0") else ""
