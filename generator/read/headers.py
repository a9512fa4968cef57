"""Which known title a sheet tab or column header stands for, exactly or nearly."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.core.rows import Cell
from generator.core.vietnamese import clean, fold, nearest, title_key
from generator.read.columns import SheetSchema
from generator.read.sheet_xml import RawRow

NEAR = 0.84
FAR = 0.6
_TITLE_ROWS = 6
"""As many rows as offices put above a table."""
_COUNTED = re.compile(r"\(?\d+\)?(?:\s*=.*)?")


def header_and_body(rows: Sequence[RawRow], schema: SheetSchema) -> tuple[RawRow, list[RawRow]]:
    """The header of a sheet as one row, and the rows under it; `rows` is not empty.

    Titles above the table are passed over, a second row under merged header cells is taken into the header, and a row
    that only counts the columns, "(1) (2) (3)", is no record. The header keeps the number of its last row.
    """
    known = {title_key(text) for column in schema.columns for text in (column.title, *column.aliases)}
    counts = [_known_in(row, known) for row in rows[:_TITLE_ROWS]]
    at = next((row for row, count in enumerate(counts) if count > 1), 0) if counts[0] == 0 else 0
    header, body = rows[at], list(rows[at + 1 :])
    if body and (below := _taken_in(header, body[0], known)):
        header, body = replace(header, number=body[0].number, cells={**header.cells, **below}), body[1:]
    if body and _counts_columns(body[0]):
        del body[0]
    return header, body


def _known_in(row: RawRow, known: frozenset[str] | set[str]) -> int:
    return sum(title_key(clean(cell.text)) in known for cell in row.cells.values())


def _taken_in(header: RawRow, below: RawRow, known: frozenset[str] | set[str]) -> dict[int, Cell]:
    """The cells of the row below that are headers too: all it has are titles that the header lacks."""
    above = {title_key(clean(cell.text)) for cell in header.cells.values()}
    keys = {number: title_key(clean(cell.text)) for number, cell in below.cells.items()}
    repeated = {
        number
        for number, key in keys.items()
        if number in header.cells and key == title_key(clean(header.cells[number].text))
    }
    new = {number for number, key in keys.items() if key in known and key not in above}
    return {number: below.cells[number] for number in new} if new and new | repeated == keys.keys() else {}


def _counts_columns(row: RawRow) -> bool:
    texts = [clean(row.cells[number].text) for number in sorted(row.cells)]
    numbers = [int(re.sub(r"\D.*", "", text.strip("( "))) for text in texts if _COUNTED.fullmatch(text)]
    return len(texts) > 2 and len(numbers) == len(texts) and numbers == list(range(numbers[0], numbers[0] + len(texts)))


@dataclass(slots=True)
class Matches:
    """What was made of a list of written titles, each given by its position.

    `taken` maps a known title to the position that stands for it; `near` lists (position, title) used although
    misspelt; `twice` lists (position, title) left aside because the title was taken already.
    """

    taken: dict[str, int] = field(default_factory=dict)
    near: list[tuple[int, str]] = field(default_factory=list)
    twice: list[tuple[int, str]] = field(default_factory=list)


def match_titles(written: Sequence[str], known: Mapping[str, Sequence[str]]) -> Matches:
    """Pairs `written` titles with the `known` ones (title → other accepted spellings), each known title once.

    Exact titles win over other spellings, those over near misses; what resembles nothing is left out.
    """
    matches = Matches()
    left = _match_exactly(matches, dict(enumerate(written)), {title_key(title): title for title in known}, known)
    other_spellings = {title_key(alias): title for title, aliases in known.items() for alias in aliases}
    exact_titles = frozenset(matches.taken)
    left = _match_exactly(matches, left, other_spellings, [title for title in known if title not in exact_titles])
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


def _match_nearly(matches: Matches, position: int, text: str, known: Mapping[str, Sequence[str]]) -> None:
    free = {
        spelling: title
        for title, aliases in known.items()
        if title not in matches.taken
        for spelling in (title, *aliases)
    }
    guess = nearest(text, free, NEAR)
    if guess is not None:
        matches.taken[free[guess]] = position
        matches.near.append((position, free[guess]))
        return
    for title in matches.taken:
        if fold(title, keep_tones=False) == fold(text, keep_tones=False):
            matches.twice.append((position, title))


def likely(title: str, written: Sequence[str]) -> str | None:
    """The one of the `written` titles that may have been meant for `title`, for "did you mean"."""
    return nearest(title, written, FAR)
