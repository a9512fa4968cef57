"""Which known title a sheet tab or column header stands for, exactly or nearly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.core.vietnamese import fold, nearest, title_key

NEAR = 0.84
FAR = 0.6


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
