"""What a number is shown as, and when that is another number: a format code laid over a value.

What a section makes of a number is what the clerk sees, and so what the program reads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from generator.core.vietnamese import parse_number, short_date
from generator.read.number_formats import (
    VIETNAMESE,
    Locale,
    NumberFormat,
    Part,
    Section,
    Shown,
    Shows,
    fixed_denominator,
)

_LAST_SERIAL = 2_958_465  # 31/12/9999
_FROM_1904_TO_1900 = 1462
_PHANTOM_LEAP_DAY = 60  # Excel counts a 29/02/1900 that never was
_DAY_SECONDS = 86_400
_GENERAL_DIGITS = 11
_DIGITS = 15
_MOST_KNOWN = 255
"""Values that a format keeps what they are shown as."""
_DIGIT = re.compile(r"\d")
_PLAIN_AFFIX = re.compile(r"[\s()+\-−–]*")
_DATE_WORDS = re.compile(r"ngày|tháng|năm|[,/.: -]+")
_NO_DIGIT = re.compile(r"[^\d.,]")
_NO_ROUNDING = Decimal("0.05")
"""A number shown with so much (or more) of it rounded away is another number."""
_TYPED_DIGITS = 8
"""More digits are the trace of a reckoning, pasted as a value."""


def shown(value: Decimal, style: NumberFormat, from_1904: bool = False, locale: Locale = VIETNAMESE) -> Shown:
    """What `style` makes of `value`."""
    if locale is VIETNAMESE and value in style.known:
        return style.known[value]
    found = _shown(value, style, from_1904, locale)
    if locale is VIETNAMESE and len(style.known) < _MOST_KNOWN:
        style.known[value] = found
    return found


def _shown(value: Decimal, style: NumberFormat, from_1904: bool, locale: Locale) -> Shown:
    section, drops_sign = _chosen(value, style.sections)
    if section is None:
        return Shown("###", Shows.NUMBER, None, False, style.sections[0])
    if section.shows in (Shows.DATE, Shows.TIME):
        return Shown(_clock_text(value, section, from_1904, locale), section.shows, None, False, section)
    writer = _NumberWriter(section, abs(value), locale)
    text = writer.text()
    negative = value < 0 and not drops_sign
    if negative and (writer.number or writer.number is None):
        text = f"-{text}"
    if writer.number is None:
        return Shown(text, section.shows, None, False, section)
    head = _DIGIT.split(text, maxsplit=1)[0].rstrip()
    below = head.endswith(("-", "(", "−")) or head.lstrip().startswith(("-", "−"))
    words = "".join(piece.text for piece in section.pieces if piece.part is Part.TEXT)
    is_sure = not (negative and section.condition is None and any(one.condition for one in style.sections))
    number = -writer.number if below else writer.number
    return Shown(text, section.shows, number, _is_plain(words), section, is_sure)


def _is_plain(words: str) -> bool:
    return _PLAIN_AFFIX.fullmatch(words) is not None


def _chosen(value: Decimal, sections: Sequence[Section]) -> tuple[Section | None, bool]:
    """The section for `value`, and whether only negative numbers come to it, so that it has no minus of its own."""
    conditions = _conditions(sections)
    above: list[tuple[str, Decimal]] = []
    for section, condition in zip(sections, conditions, strict=True):
        if condition is None or _holds(value, condition):
            return section, _only_negative(condition, above)
        above.append(condition)
    return None, False


def _conditions(sections: Sequence[Section]) -> list[tuple[str, Decimal] | None]:
    """Which numbers each section is for; None is all the rest."""
    own = [section.condition for section in sections]
    zero = Decimal(0)
    if len(sections) == 1:
        return own
    if len(sections) == 2:
        first = own[0] or (">=", zero)
        return [first, own[1]]
    first = own[0] or (">", zero)
    second = own[1] or ("<", zero)
    return [first, second, own[2]]


def _holds(value: Decimal, condition: tuple[str, Decimal]) -> bool:
    sign, bound = condition
    return {
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
        "=": value == bound,
        "<>": value != bound,
    }[sign]


def _only_negative(condition: tuple[str, Decimal] | None, above: Sequence[tuple[str, Decimal]]) -> bool:
    if condition is not None:
        sign, bound = condition
        return (sign == "<" and bound <= 0) or (sign in ("<=", "=") and bound < 0) or (sign == "<=" and bound == 0)
    return any(sign in (">", ">=") and bound <= 0 for sign, bound in above) and len(above) == 1


class _NumberWriter:
    """Writes a number without its sign by one section. `number` is then what the digits say."""

    def __init__(self, section: Section, magnitude: Decimal, locale: Locale) -> None:
        self.pieces = section.pieces
        self.locale = locale
        self.number: Decimal | None = None
        self.magnitude = magnitude
        digits = [at for at, piece in enumerate(self.pieces) if piece.part is Part.DIGIT]
        points = [at for at, piece in enumerate(self.pieces) if piece.part is Part.POINT]
        self.point = points[0] if points else len(self.pieces)
        self.whole = [at for at in digits if at < self.point]
        self.decimals = [at for at in digits if at > self.point]
        self.exponent = next((at for at, piece in enumerate(self.pieces) if piece.part is Part.EXPONENT), None)
        self.slash = next((at for at, piece in enumerate(self.pieces) if piece.part is Part.SLASH), None)
        self.grouped = False
        self.commas: set[int] = set()

    def text(self) -> str:
        value = self.magnitude * 100 ** sum(piece.part is Part.PERCENT for piece in self.pieces)
        if any(piece.part is Part.GENERAL for piece in self.pieces):
            return self._general(value)
        if not self.whole and not self.decimals:
            return "".join(piece.text for piece in self.pieces if piece.part is not Part.COMMA)
        value /= 1000 ** self._scale()
        if self.slash is not None and self.exponent is None:
            return self._fraction(value)
        if self.exponent is not None:
            return self._scientific(value)
        rounded = _rounded(value, len(self.decimals))
        self.number = tidy(rounded)
        filled = self._filled(rounded, self.whole, self.decimals)
        return self._joined(filled)

    def _scale(self) -> int:
        """Each comma behind the last digit (of the whole part or of all) divides by a thousand."""
        last_whole = self.whole[-1] if self.whole else -1
        last = max(self.whole + self.decimals)
        scale = 0
        for at, piece in enumerate(self.pieces):
            if piece.part is not Part.COMMA:
                continue
            self.commas.add(at)
            if at > last or last_whole < at < self.point:
                scale += 1
            elif at < last_whole:
                self.grouped = True
        return scale

    def _general(self, value: Decimal) -> str:
        rounded = general_number(value)
        self.number = rounded
        text = f"{rounded:f}".replace(".", self.locale.decimal)
        return "".join(text if piece.part is Part.GENERAL else piece.text for piece in self.pieces)

    def _filled(self, value: Decimal, whole: Sequence[int], decimals: Sequence[int]) -> dict[int, str]:
        """Which digits each place shows."""
        before, _, after = f"{value:f}".partition(".")
        before = before.lstrip("0")
        filled: dict[int, str] = {}
        count = 0

        def grouped(digit: str) -> str:
            nonlocal count
            count += 1
            return digit + (self.locale.group if self.grouped and count > 1 and count % 3 == 1 else "")

        for at in reversed(whole):
            if before:
                filled[at], before = grouped(before[-1]), before[:-1]
            else:
                mark = self.pieces[at].text
                filled[at] = grouped("0") if mark == "0" else " " if mark == "?" else ""
            if at == whole[0]:
                while before:
                    filled[at], before = grouped(before[-1]) + filled[at], before[:-1]
        after = after[: len(decimals)].ljust(len(decimals), "0")
        kept = len(after.rstrip("0"))
        for position, at in enumerate(decimals):
            mark = self.pieces[at].text
            filled[at] = after[position] if position < kept or mark == "0" else " " if mark == "?" else ""
        if decimals and not any(filled[at] for at in decimals):
            filled[self.point] = ""
        if before and not whole:
            filled[self.point] = before + filled.get(self.point, self.locale.decimal)
        return filled

    def _joined(self, filled: Mapping[int, str]) -> str:
        return "".join(filled[at] if at in filled else self._sign(at) for at in range(len(self.pieces)))

    def _sign(self, at: int) -> str:
        """What a piece that is no digit prints."""
        piece = self.pieces[at]
        if piece.part is Part.POINT:
            return self.locale.decimal
        return "" if at in self.commas or piece.part is Part.DIGIT else piece.text

    def _scientific(self, value: Decimal) -> str:
        assert self.exponent is not None
        mantissa = [at for at in self.whole if at < self.exponent]
        decimals = [at for at in self.decimals if at < self.exponent]
        behind = [at for at in (*self.whole, *self.decimals) if at > self.exponent]
        step = max(len(mantissa), 1)
        power = value.adjusted() if value else 0
        power = power // step * step if step > 1 else power
        number = _rounded(value.scaleb(-power), len(decimals))
        if number >= 10**step:
            power += step
            number = _rounded(value.scaleb(-power), len(decimals))
        self.number = tidy(number.scaleb(power))
        filled = self._filled(number, mantissa, decimals)
        filled |= self._filled(Decimal(abs(power)), behind, ())
        sign = "-" if power < 0 else "+" if self.pieces[self.exponent].text == "+" else ""
        filled[self.exponent] = f"E{sign}"
        return self._joined(filled)

    def _fraction(self, value: Decimal) -> str:
        """A fraction, mixed where places for a whole number stand before it; nothing but the whole one if it is 0."""
        assert self.slash is not None
        above, whole = self._numerator()
        fixed = fixed_denominator(self.pieces, self.slash + 1)
        below = list(range(self.slash + 1, self.slash + 1 + len(fixed))) if fixed else [
            at for at in (*self.whole, *self.decimals) if at > self.slash
        ]  # fmt: skip
        whole_part = int(value) if whole else 0
        rest = Fraction(value) - whole_part
        if fixed:
            numerator, denominator = int(rest * int(fixed) + Fraction(1, 2)), int(fixed)
        else:
            near = rest.limit_denominator(10 ** min(len(below), 4) - 1)
            numerator, denominator = near.numerator, near.denominator
        if whole and numerator >= denominator:
            whole_part, numerator = whole_part + numerator // denominator, numerator % denominator
        self.number = tidy(whole_part + Decimal(numerator) / denominator)
        filled = self._filled(Decimal(whole_part), whole, ()) if whole else {}
        parts = ("", "", "") if whole and not numerator else (str(numerator), "/", str(denominator))
        if whole and not numerator and not whole_part:
            filled[whole[-1]] = "0"
        for places, part in zip((above, [self.slash], below), parts, strict=True):
            filled |= dict.fromkeys(places, "") | {places[0]: part}
        return " ".join(self._joined(filled).split())

    def _numerator(self) -> tuple[list[int], list[int]]:
        """The places of the numerator: the run of digits next before the slash; and those of the whole part."""
        assert self.slash is not None
        places = [at for at in self.whole if at < self.slash]
        first = len(places) - 1
        while first > 0 and places[first - 1] == places[first] - 1:
            first -= 1
        return places[first:], places[:first]


def _rounded(value: Decimal, decimals: int) -> Decimal:
    with localcontext() as context:
        context.prec = 400
        return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def general_number(value: Decimal) -> Decimal:
    """The number that format "General" shows: eleven digits, if some of them are decimals."""
    places = max(value.adjusted() + 1, 1)
    if value == value.to_integral_value() or places >= _GENERAL_DIGITS:
        return tidy(_rounded(value, 0)) if places >= _GENERAL_DIGITS else tidy(value)
    return tidy(_rounded(value, _GENERAL_DIGITS - places))


def shown_text(text: str, style: NumberFormat) -> str:
    """What a format makes of text: "12" as `@" lớp"` → "12 lớp"; "" where it hides it."""
    if style.for_text is None:
        return text
    return "".join(text if piece.part is Part.TYPED else piece.text for piece in style.for_text.pieces)


# --- days and hours ---------------------------------------------------------------------------------------------------


def _clock_text(value: Decimal, section: Section, from_1904: bool, locale: Locale) -> str:
    parts = sum(piece.part is Part.DIGIT for piece in section.pieces)
    seconds = _rounded(value * _DAY_SECONDS, parts)
    whole, fraction = int(seconds), seconds - int(seconds)
    day = day_of_serial(Decimal(whole // _DAY_SECONDS), from_1904)
    if value < 0 or (day is None and section.shows is Shows.DATE):
        return "###"
    halves = any(piece.part is Part.HALF for piece in section.pieces)
    names = section.names or locale
    clock = _Clock(day or date(1900, 1, 1), whole, halves, names)
    digits = f"{fraction:f}".partition(".")[2].ljust(parts, "0")
    at = 0
    text = ""
    for piece in section.pieces:
        if piece.part is Part.CLOCK:
            text += clock.piece(piece.text)
        elif piece.part is Part.ELAPSED:
            text += clock.elapsed(piece.text)
        elif piece.part is Part.HALF:
            half = names.halves if len(piece.text) > 3 else ("A", "P")
            text += half[clock.hour >= 12]
        elif piece.part is Part.POINT:
            text += locale.decimal
        elif piece.part is Part.DIGIT:
            text += digits[at]
            at += 1
        else:
            text += piece.text
    return text


@dataclass(frozen=True, slots=True)
class _Clock:
    day: date
    seconds: int
    """Since the calendar's beginning."""
    halves: bool
    names: Locale

    @property
    def hour(self) -> int:
        return self.seconds % _DAY_SECONDS // 3600

    def piece(self, code: str) -> str:
        letter, width = code[0], len(code)
        if letter == "y":
            return f"{self.day.year % 100:02d}" if width <= 2 else f"{self.day.year:04d}"
        if letter == "b":
            return f"{(self.day.year + 543) % 100:02d}" if width <= 2 else str(self.day.year + 543)
        if letter == "m" and width > 2:
            month = self.day.month - 1
            short, full = self.names.short_months[month], self.names.months[month]
            return short if width == 3 else full[:1] if width == 5 else full
        if letter == "d" and width > 2:
            weekday = self.day.weekday()
            return self.names.short_weekdays[weekday] if width == 3 else self.names.weekdays[weekday]
        number = {
            "m": self.day.month,
            "d": self.day.day,
            "h": (self.hour + 11) % 12 + 1 if self.halves else self.hour,
            "n": self.seconds % 3600 // 60,
            "s": self.seconds % 60,
        }[letter]
        return f"{number:0{min(width, 2)}d}"

    def elapsed(self, code: str) -> str:
        unit = {"h": 3600, "m": 60, "s": 1}[code[0]]
        return f"{self.seconds // unit:0{len(code)}d}"


def day_of_serial(serial: Decimal, from_1904: bool) -> date | None:
    """The date Excel's day number means (its time of day is dropped); None outside Excel's calendar."""
    whole = int(serial)
    if from_1904:
        whole += _FROM_1904_TO_1900
    if not 1 <= whole <= _LAST_SERIAL:
        return None
    return date(1899, 12, 31 if whole < _PHANTOM_LEAP_DAY else 30) + timedelta(days=whole)


def serial_of(moment: datetime, from_1904: bool) -> Decimal:
    """Excel's number of a day and hour."""
    since = moment - (datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30))
    return since.days + Decimal(since.seconds) / _DAY_SECONDS


def shown_day(day: date, text: str, section: Section) -> str:
    """A date as a report quotes it: in official form where its cell shows a plain date, else as it is shown there.

    A month without a day is "8/2025"; a date with the month first stays so, for a person reads the day first.
    """
    letters = [piece.text[0] for piece in section.pieces if piece.part is Part.CLOCK and piece.text[0] in "dmy"]
    words = "".join(piece.text for piece in section.pieces if piece.part is Part.TEXT)
    has_names = any(len(piece.text) > 2 and piece.text[0] == "m" for piece in section.pieces)
    order = "".join(dict.fromkeys(letters))
    is_bare = not any(letter.isalnum() for letter in words)
    if (order == "dmy" and _DATE_WORDS.sub("", words.lower()).strip(" ,/.-") == "") or (
        is_bare and (order == "ymd" or (has_names and order == "mdy"))
    ):
        return short_date(day)
    if not is_bare:
        return text
    if order in ("my", "ym"):
        return f"{day.month}/{day.year}"
    return f"{day.month}/{day.day}/{day.year}" if order == "mdy" else text


# --- exact numbers ----------------------------------------------------------------------------------------------------


def exact(digits: str) -> Decimal | None:
    """The number that `digits` of a workbook's XML stand for, freed of binary dust (0.1 + 0.2 → 0.3); None if none."""
    try:
        value = Decimal(format(float(digits), f".{_DIGITS}g"))
    except (ValueError, ArithmeticError):
        return None
    return tidy(value) if value.is_finite() else None


def tidy(value: Decimal) -> Decimal:
    """`value` without closing zeros or an exponent."""
    return Decimal(format(value.normalize(), "f")) if value else Decimal(0)


def reads_otherwise(text: str, seen: Shown) -> bool:
    """True if the signs that a format puts between its digits make another number of what is seen (`0","000`)."""
    words = "".join(piece.text for piece in seen.section.pieces if piece.part is Part.TEXT)
    if seen.number is None or not any(sign in words for sign in ".,") or any(letter.isdigit() for letter in words):
        return False
    found = parse_number(_NO_DIGIT.sub("", text))
    return found is not None and found.value != abs(seen.number)


def says_otherwise(stored: Decimal, seen: Shown, typed: bool = False) -> bool:
    """True if what is seen of `stored` is another number: scaled, without its sign, or all but rounded away.

    What a person typed is another number as soon as a digit of it is rounded away; what was reckoned is not.
    """
    if seen.number is None or not seen.is_sure:
        return True
    value = stored * 100 if seen.shows is Shows.PERCENT else stored
    if typed and len(stored.as_tuple().digits) <= _TYPED_DIGITS:
        return seen.number != value
    return abs(seen.number - value) >= _NO_ROUNDING * abs(value) and seen.number != value
