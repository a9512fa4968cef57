"""Vietnamese as officials write it: letters, matching, order, numbers and dates.

Matching ignores case, spaces, Unicode form and where the tone mark sits (hoà = hòa), because the decree
itself mixes both styles. Dates follow NĐ 30/2020/NĐ-CP, Phụ lục I, II.4; number separators are the usual
Vietnamese ones (1.234.567,89).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from generator.core.characters import looks_plain, plain_characters
from generator.core.opening_names import begins_with_a_name

TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_UNTIDY = re.compile(r"[\r\n\t\u00a0\u2000-\u200a\u202f\u3000]|  ")


def nfc(text: str) -> str:
    """`text` in composed Unicode form, the only form written to a document."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """`text` in NFC, its characters plain, runs of spaces made one, line ends as "\\n", trimmed."""
    plain = text if looks_plain(text) else plain_characters(text)
    if (
        type(plain) is str
        and plain.strip() == plain
        and ("  " not in plain if plain.isprintable() else not _UNTIDY.search(plain))
        and unicodedata.is_normalized("NFC", plain)
    ):
        return plain
    lines = nfc(plain.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in lines).strip("\n")


def one_line(text: str) -> str:
    """`text` cleaned, with its line breaks turned into spaces."""
    return " ".join(clean(text).split())


def shortened(text: str, most: int) -> str:
    """`text`, or as much of its beginning as makes, with “…”, `most` letters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _tone_apart(word: str) -> str:
    """A lower-case word with its tone mark moved to the end, so that hoà and hòa compare equal."""
    tone = "".join(mark for mark in unicodedata.normalize("NFD", word) if mark in TONES)
    if not tone:
        return word
    base = "".join(mark for mark in unicodedata.normalize("NFD", word) if mark not in TONES)
    return unicodedata.normalize("NFC", base) + tone


@lru_cache(maxsize=8192)
def fold(text: str, keep_tones: bool = True) -> str:
    """A key under which two spellings of one name are equal: case, spaces, Unicode form, tone placement.

    Without `keep_tones` all marks go too ("quý" → "quy", "đầu" → "dau").
    """
    words = one_line(text).casefold().split()
    if keep_tones:
        return " ".join(_tone_apart(word) for word in words)
    plain = unicodedata.normalize("NFD", " ".join(words)).replace("đ", "d")
    return " ".join("".join(mark for mark in plain if not unicodedata.combining(mark)).split())


def name_slug(text: str) -> str:
    """A name as part of a file name: "Sở Tài chính" → "so-tai-chinh"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text, keep_tones=False)).strip("-")


def title_key(text: str) -> str:
    """A key for sheet titles, column headers and the like: `fold` without a closing "…", ":" or "*"."""
    return fold(one_line(text.replace("…", "").replace("★", "")).strip(" .:*"))


def nearest(text: str, known: Iterable[str], cutoff: float = 0.72) -> str | None:
    """The known name that `text` most likely means, or None: for "did you mean"."""
    by_key = {fold(name, keep_tones=False): name for name in known}
    found = difflib.get_close_matches(fold(text, keep_tones=False), by_key, n=1, cutoff=cutoff)
    return by_key[found[0]] if found else None


def join_and(names: Sequence[str]) -> str:
    """A list as a sentence has it: "A", "A và B", "A, B và C"; with ";" when a name itself holds a comma."""
    if len(names) < 2:
        return "".join(names)
    comma = "; " if any("," in name for name in names) else ", "
    return comma.join(names[:-1]) + ("; " if comma == "; " else " và ") + names[-1]


def initials(name: str) -> str:
    """The letters an agency's name is shortened to: "Sở Khoa học và Công nghệ" and "Sở KH&CN" → "SKHCN"."""
    words = re.findall(r"\w+", nfc(name).replace("&", ""))
    return "".join(word if word.isupper() else word[0].upper() for word in words if word not in ("và", "tỉnh"))


def lower_first(text: str) -> str:
    """`text` with a small first letter.

    An abbreviation, a name in capitals (UBND …) and what begins with the name of a body, a person, a place or a
    document ("Sở Tài chính đã …", "Hải Phòng chưa …", "Kế hoạch 12/KH-UBND …") stay as they are.
    """
    first = text.split(" ", 1)[0]
    if begins_with_a_name(text):
        return text
    if len(first) > 1 and first != first.capitalize() and not first.islower():
        return text
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """`text` with a capital first letter."""
    return text[:1].upper() + text[1:]


# --- numbers -------------------------------------------------------------------------------------


def number_text(value: Decimal, decimals: int | None = None) -> str:
    """A number in Vietnamese form: 1.234.567,89. Half-up to `decimals` places, or as many as it has."""
    if decimals is not None:
        value = round_half_up(value, decimals)
    digits = f"{value:,f}"
    if "." in digits and decimals is None:
        digits = digits.rstrip("0").rstrip(".")
    if not any(digit in "123456789" for digit in digits):
        digits = digits.lstrip("-")
    return digits.replace(",", " ").replace(".", ",").replace(" ", ".")


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """`value` with so many decimals, a half rounded away from zero, as people round."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class NumberReading:
    """A number read from text. `other` is a second honest reading, if there is one; `percent` says a % stood there."""

    value: Decimal
    other: Decimal | None = None
    percent: bool = False


_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_SPACED = re.compile(r"[1-9]\d{0,2}(?: \d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"\d+(?:,\d+)?")
_DOT_DECIMAL = re.compile(r"\d+\.\d+")
_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")


def parse_number(text: str) -> NumberReading | None:
    """The number that `text` writes, Vietnamese form first: "3.726.756", "37,6%", "1.234" (= 1234). None if none.

    "1,234" and "12.5" can be read two ways: the Vietnamese (or only sensible) reading comes with the other. Digits
    are joined over spaces in groups of three only ("1 250 000"), and never over lines: "10⏎20" is two numbers.
    """
    digits = clean(text).replace("−", "-")
    percent = digits.endswith("%")
    digits = digits.removesuffix("%").rstrip(" ")
    sign = Decimal(-1) if digits.startswith("-") else Decimal(1)
    digits = digits[1:].lstrip(" ") if digits.startswith(("+", "-")) else digits
    if _SPACED.fullmatch(digits):
        digits = digits.replace(" ", "")
    value: Decimal
    other: Decimal | None = None
    if _GROUPED.fullmatch(digits):
        value = Decimal(digits.replace(".", "").replace(",", "."))
    elif _PLAIN.fullmatch(digits):
        value = Decimal(digits.replace(",", "."))
        if re.fullmatch(r"[1-9]\d{0,2},\d{3}", digits):
            other = Decimal(digits.replace(",", "")) * sign
    elif _DOT_DECIMAL.fullmatch(digits):
        value = Decimal(digits)
        other = None if digits.startswith("0.") else Decimal(digits.replace(".", "")) * sign
    elif _ENGLISH.fullmatch(digits):
        value = Decimal(digits.replace(",", ""))
    else:
        return None
    return NumberReading(value * sign, other, percent)


# --- dates ---------------------------------------------------------------------------------------


def day_digits(day: int) -> str:
    """A day of the month: two digits (NĐ 30/2020, Phụ lục I, II.4)."""
    return f"{day:02d}"


def short_date(day: date) -> str:
    """A date in running text: 03/4/2026; the month has a zero only before 1 and 2."""
    return f"{day.day:02d}/{_month(day)}/{day.year}"


def long_date(day: date) -> str:
    """A date in full: "ngày 03 tháng 4 năm 2026" (NĐ 30/2020, Phụ lục I, II.4)."""
    return f"ngày {day.day:02d} tháng {_month(day)} năm {day.year}"


def _month(day: date) -> str:
    return f"{day.month:02d}" if day.month <= 2 else str(day.month)


_MONTHS = 12
_TIME_OF_DAY = r"(?:[t ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_MONTH_TO_MONTH = re.compile(r"(\d{1,2})\s*-\s*(\d{1,2})\s*/")
_DAY_FIRST = re.compile(r"(?:ngay )?(\d{1,2})\s*(?:[/.\-]|thang)\s*(\d{1,2})\s*(?:[/.\-]|nam)\s*(\d{4})" + _TIME_OF_DAY)
_NAMED_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = re.compile(rf"(\d{{1,2}})[-/. ]({'|'.join(_NAMED_MONTHS)})[-/. ](\d{{4}})" + _TIME_OF_DAY)
"""As an English Excel writes a day: "15-Jul-2025"."""
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})" + _TIME_OF_DAY)


def parse_date(text: str) -> date | None:
    """The date that `text` writes, day first ("31/12/2025", "ngày 05 tháng 3 năm 2026") or ISO; None if it is none.

    A time of day behind it ("30/09/2025 00:00:00") is not read. "9-10/2026" may be two months and is no date.
    """
    plain = fold(text, keep_tones=False)
    if (months := _MONTH_TO_MONTH.match(plain)) and int(months[1]) < int(months[2]) <= _MONTHS:
        return None
    if found := _DAY_FIRST.fullmatch(plain):
        day, month, year = (int(part) for part in found.groups())
    elif found := _NAMED.fullmatch(plain):
        day, month, year = int(found[1]), _NAMED_MONTHS.index(found[2]) + 1, int(found[3])
    elif found := _ISO.fullmatch(plain):
        year, month, day = (int(part) for part in found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
