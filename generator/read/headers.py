"""Which known title a sheet tab or column header stands for, exactly or nearly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from generator.core.rows import Cell
from generator.core.units import parse_unit
from generator.core.vietnamese import clean, fold, nearest, number_text, one_line, parse_number, title_key
from generator.read.sheet_xml import RawRow

ALIKE = 0.72
FAR = 0.6
_TITLE_ROWS = 6
"""As many rows as offices put above a table."""
_WITH_UNIT = re.compile(r"(.*?)\s*[(\-,/:]\s*(?:đvt\s*:\s*|đơn vị(?: tính)?\s*:\s*)?([^()\-,/:]*)\)?", re.IGNORECASE)
_WITHOUT_UNIT = re.compile(r"\s*\([^()]*\)$")
_COUNTED = re.compile(r"\(?\d+\)?(?:\s*=.*)?")


def header_and_body(rows: Sequence[RawRow], known: frozenset[str]) -> tuple[RawRow, list[RawRow]]:
    """The header of a sheet as one row, and the rows under it; `rows` is not empty, `known` are keys of its titles.

    Titles above the table are passed over, a second row under merged header cells is taken into the header, and a row
    that only counts the columns, "(1) (2) (3)", is no record. The header keeps the number of its last row.
    """
    counts = [_known_in(row, known) for row in rows[:_TITLE_ROWS]]
    at = next((row for row, count in enumerate(counts) if count > 1), 0) if counts[0] == 0 else 0
    header, body = rows[at], list(rows[at + 1 :])
    if body and (below := _taken_in(header, body[0], known)):
        header, body = replace(header, number=body[0].number, cells={**header.cells, **below}), body[1:]
    if body and _counts_columns(body[0]):
        del body[0]
    return header, body


def _known_in(row: RawRow, known: frozenset[str]) -> int:
    return sum(title_key(clean(cell.text)) in known for cell in row.cells.values())


def _taken_in(header: RawRow, below: RawRow, known: frozenset[str]) -> dict[int, Cell]:
    """The cells of the row below that are headers too: all it has are titles that the header lacks."""
    above = {title_key(clean(cell.text)) for cell in header.cells.values()}
    keys = {number: title_key(clean(cell.text)) for number, cell in below.cells.items()}
    repeated = {
        number
        for number, key in keys.items()
        if number in header.cells and key == title_key(clean(header.cells[number].text))
    }
    new = {number for number, key in keys.items() if key in known and key not in above}
    splits = len(new) > 1 or not new & header.cells.keys()  # one word under a header of its own is a group's title
    return {number: below.cells[number] for number in new} if new and splits and new | repeated == keys.keys() else {}


def _counts_columns(row: RawRow) -> bool:
    texts = [clean(row.cells[number].text) for number in sorted(row.cells)]
    numbers = [int(re.sub(r"\D.*", "", text.strip("( "))) for text in texts if _COUNTED.fullmatch(text)]
    return len(texts) > 2 and len(numbers) == len(texts) and numbers == list(range(numbers[0], numbers[0] + len(texts)))


@dataclass(slots=True)
class Matches:
    """What was made of a list of written titles, each given by its position.

    `taken` maps a known title to the position that stands for it; `near` lists (position, title) used although
    misspelt; `twice` lists (position, title) left aside because the title was taken already; `alike` those left aside
    because they say something else ("Chưa giải ngân") though they look like it. `factors` maps a title whose header
    names another unit to what its figures are to be multiplied by. `in_other_words` lists (position, title) taken for a
    word that offices use.
    """

    taken: dict[str, int] = field(default_factory=dict)
    near: list[tuple[int, str]] = field(default_factory=list)
    twice: list[tuple[int, str]] = field(default_factory=list)
    alike: list[tuple[int, str]] = field(default_factory=list)
    factors: dict[str, Decimal] = field(default_factory=dict)
    in_other_words: list[tuple[int, str]] = field(default_factory=list)


def match_titles(
    written: Sequence[str], known: Mapping[str, Sequence[str]], units: Mapping[str, str] | None = None
) -> Matches:
    """Pairs `written` titles with the `known` ones (title → other accepted spellings), each known title once.

    Exact titles win over other spellings, those over a title with its unit behind it (`units`: title → the unit it is
    counted in), those over misspelt ones. A title that only looks like a known one is never taken for it.
    """
    matches = Matches()
    left = _match_exactly(matches, dict(enumerate(written)), {title_key(title): title for title in known}, known)
    other_spellings = {title_key(alias): title for title, aliases in known.items() for alias in aliases}
    exact_titles = frozenset(matches.taken)
    left = _match_exactly(matches, left, other_spellings, [title for title in known if title not in exact_titles])
    left = {at: text for at, text in left.items() if not _match_with_unit(matches, at, text, known, units or {})}
    for position, text in left.items():
        _match_nearly(matches, position, text, known)
    return matches


def _match_exactly(
    matches: Matches, written: Mapping[int, str], keys: Mapping[str, str], allowed: Sequence[str] | Mapping[str, object]
) -> dict[int, str]:
    left: dict[int, str] = {}
    for position, text in written.items():
        title = keys.get(title_key(text))
        if title is None:
            left[position] = text
        elif title in matches.taken and title in allowed:
            matches.twice.append((position, title))
        elif title in allowed:
            matches.taken[title] = position
    return left


def _match_with_unit(
    matches: Matches, position: int, text: str, known: Mapping[str, Sequence[str]], units: Mapping[str, str]
) -> bool:
    """Takes "Đã giải ngân (tỷ đồng)" for the title without its unit, if figures can be turned from that unit."""
    found = _WITH_UNIT.fullmatch(clean(text).replace("\n", " "))
    if found is None:
        return False
    for title, unit in units.items():
        bare = {title_key(_WITHOUT_UNIT.sub("", spelling)) for spelling in (title, *known.get(title, ()))}
        named, wanted = parse_unit(found[2]), parse_unit(unit)
        if title_key(found[1]) not in bare or named.thing != wanted.thing or title in matches.taken:
            continue
        matches.taken[title] = position
        if named.factor != wanted.factor:
            matches.factors[title] = named.factor / wanted.factor
        return True
    return False


def _match_nearly(matches: Matches, position: int, text: str, known: Mapping[str, Sequence[str]]) -> None:
    for title, aliases in known.items():
        if title not in matches.taken and any(is_misspelt(text, spelling) for spelling in (title, *aliases)):
            matches.taken[title] = position
            matches.near.append((position, title))
            return
    for title in matches.taken:
        if fold(title, keep_tones=False) == fold(text, keep_tones=False):
            matches.twice.append((position, title))
            return
    spellings = {spelling: title for title, aliases in known.items() for spelling in (title, *aliases)}
    missing = {spelling: title for spelling, title in spellings.items() if title not in matches.taken}
    guess = _contained(text, spellings) or nearest(text, spellings, ALIKE) or _begun_alike(text, missing)
    if guess is not None:
        matches.alike.append((position, spellings[guess]))


def _begun_alike(text: str, spellings: Iterable[str]) -> str | None:
    """A title that begins with the same two words, as "Thời gian bắt đầu" does where "Thời gian hoàn thành" lacks."""
    begun = fold(text, keep_tones=False).split()[:2]
    found = (one for one in spellings if len(begun) == 2 and fold(one, keep_tones=False).split()[:2] == begun)
    return next(found, None)


def _contained(text: str, spellings: Iterable[str]) -> str | None:
    """The longest known title of two words or more that stands in `text`, without its unit and its "đã"."""
    said = f" {fold(text, keep_tones=False)} "
    bare = {spelling: fold(_WITHOUT_UNIT.sub("", spelling), keep_tones=False) for spelling in spellings}
    bare = {spelling: words.removeprefix("da ") for spelling, words in bare.items()}
    inside = [spelling for spelling, words in bare.items() if " " in words and f" {words} " in said]
    return max(inside, key=len, default=None)


def tab_not_read(tab: str, title: str, is_there: bool) -> tuple[str, str]:
    """The code and message for a sheet that looks like the one called `title`, which may be there besides."""
    message = f"Trang “{one_line(tab)}” không được đọc; tên trông giống trang “{title}”."
    return ("BNG031", message) if is_there else ("BNG030", message)


def other_unit(header: str, factor: Decimal, unit: str) -> str:
    """What is told of a column whose header names another unit."""
    return f"Cột “{one_line(header)}” ghi theo đơn vị khác; mọi số đã nhân với {number_text(factor)} ra {unit}."


def in_own_units(cells: Mapping[str, Cell], factors: Mapping[str, Decimal]) -> dict[str, Cell]:
    """The cells of a row with their figures turned from the unit of their header into the one the column is counted in.

    One that is no plain number is left as text that no column takes for a figure.
    """
    return {title: _in_own_unit(cell, factors[title]) if title in factors else cell for title, cell in cells.items()}


def _in_own_unit(cell: Cell, factor: Decimal) -> Cell:
    if cell.fault or not cell.text.strip():
        return cell
    value = cell.value
    if isinstance(value, str):
        reading = parse_number(value)
        value = reading.value if reading is not None and reading.other is None and not reading.percent else None
    if isinstance(value, Decimal) and not cell.text.endswith("%"):
        return replace(cell, value=value * factor, text=number_text(value * factor), stored=None)
    unsure = f"{cell.text} (theo đơn vị ở tên cột)"
    return replace(cell, value=unsure, text=unsure)


# --- misspelt words ---------------------------------------------------------------------------------------------------

_SOUNDS = (("ngh", "ng"), ("gh", "g"), ("tr", "ch"), ("gi", "d"), ("r", "d"), ("x", "s"), ("y", "i"), ("k", "c"))
"""Letters that are written for each other where they sound alike."""
_EMPTY_WORDS = frozenset(("va", "cac", "cua", "-", "/"))
_LONG_ENOUGH = 4


def is_misspelt(written: str, title: str) -> bool:
    """True if `written` is `title` but for letters: the same words in the same order, none another word.

    A word may lack its marks, sound alike ("chì" for "trì") or have one letter wrong if it has four or more; so
    "chưa" is never "đã", "2024" never "2025", "tỷ" never "triệu".
    """
    one, other = (_words(text) for text in (written, title))
    if len(one) != len(other):
        return False
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(differing) <= 2 and all(_sounds(a) == _sounds(b) or _one_letter_apart(a, b) for a, b in differing)


def _words(text: str) -> list[str]:
    plain = re.sub(r"[^\w%]+", " ", fold(text, keep_tones=False))
    return [word for word in plain.split() if word not in _EMPTY_WORDS]


def _sounds(word: str) -> str:
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    return word


def _one_letter_apart(one: str, other: str) -> bool:
    """True if one letter is wrong, missing, too much, or two are swapped."""
    if min(len(one), len(other)) < _LONG_ENOUGH or one.isdigit() or other.isdigit():
        return False
    if len(one) == len(other):
        wrong = [at for at in range(len(one)) if one[at] != other[at]]
        swapped = len(wrong) == 2 and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]
        return len(wrong) == 1 or (swapped and wrong[1] == wrong[0] + 1)
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def likely(title: str, written: Sequence[str]) -> str | None:
    """The one of the `written` titles that may have been meant for `title`, for "did you mean"."""
    return nearest(title, written, FAR)
