"""Three versions of one paragraph, word by word: what the data changed and what only a person may decide.

A word carries the space before it, so that a change of words never depends on how the spaces around it match.
Signs that Word replaces while one types (“ ” for ", … for ..., a hard space) count as the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from generator.core.characters import KEYBOARD
from generator.office.word_diff import Opcode, diff, is_space, tokens

_SAME_SIGNS = str.maketrans(KEYBOARD | {"…": "..."})
_SAME_SIGN = re.compile(f"[{''.join(map(chr, _SAME_SIGNS))}]")
_SENTENCE_ENDS = (".", ";", "!", "?", "...")
_PHRASE = 3
_SHORT = 3  # words; in a text as short as a figure or a name, two additions contend for one place


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or sign at [start, end) of its text, and the space before it."""

    key: str
    start: int
    end: int
    space: str


class Kind(Enum):
    """TAKE: the data alone changed it. CONFLICT: a person did too."""

    TAKE = "take"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Change:
    """Words [b1, b2) of the base stand at [e1, e2) of the edited and [n1, n2) of the new text."""

    kind: Kind
    b1: int
    b2: int
    e1: int
    e2: int
    n1: int
    n2: int


def same_signs(text: str) -> str:
    """`text` as it is compared: composed letters, plain quotes and dashes."""
    if text.isascii():
        return text
    composed = text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
    return composed.translate(_SAME_SIGNS) if _SAME_SIGN.search(composed) else composed


def words(text: str) -> list[Word]:
    """The words of a text in order."""
    found: list[Word] = []
    at, space = 0, ""
    for token in tokens(text):
        end = at + len(token)
        if is_space(token):
            space = token.replace("\u00a0", " ")
        else:
            found.append(Word(same_signs(token), at, end, space))
            space = ""
        at = end
    return found


def normal(text: str) -> str:
    """A text for comparing wholes: words as compared, one space where there are some."""
    return " ".join(same_signs(text).replace("\u00ad", "").split())


def three_way(base: Sequence[Word], edited: Sequence[Word], new: Sequence[Word]) -> list[Change]:
    """What to do to the edited text, in order; what both changed alike is left out."""
    keys = [[word.key for word in version] for version in (base, edited, new)]
    mine = _joined(diff(keys[0], keys[1]), keys[0])
    theirs = _joined(diff(keys[0], keys[2]), keys[0])
    return [
        change for cluster in _clusters(mine, theirs) for change in _decide(cluster, (_Side(mine), _Side(theirs)), keys)
    ]


def stable(base: Sequence[Word], edited: Sequence[Word], new: Sequence[Word]) -> Iterator[tuple[int, int, int]]:
    """Words that all three have, as (base, edited, new) positions."""
    keys = [[word.key for word in version] for version in (base, edited, new)]
    mine, theirs = _Side(diff(keys[0], keys[1])), _Side(diff(keys[0], keys[2]))
    for place in range(len(base)):
        in_edited, in_new = mine.partner(place), theirs.partner(place)
        if in_edited is not None and in_new is not None:
            yield place, in_edited, in_new


# --- which changes meet ----------------------------------------------------------------------------


def _joined(codes: Sequence[Opcode], base: Sequence[str]) -> list[Opcode]:
    """Opcodes where a lone sign between two replacements belongs to the change: a rewritten stretch is one."""
    joined: list[Opcode] = []
    for position, code in enumerate(codes):
        island = code.tag == "equal" and 0 < position < len(codes) - 1 and _is_thin(base[code.i1 : code.i2])
        island = island and codes[position - 1].tag == "replace" and codes[position + 1].tag == "replace"
        if joined and (island or (joined[-1].tag != "equal" and code.tag != "equal")):
            last = joined[-1]
            joined[-1] = Opcode("replace", last.i1, code.i2, last.j1, code.j2)
        else:
            joined.append(code)
    return joined


def _is_thin(island: Sequence[str]) -> bool:
    return len(island) == 1 and not any(letter.isalnum() for letter in island[0])


@dataclass(slots=True)
class _Cluster:
    """Changes of both sides that touch the same words."""

    start: int
    end: int
    mine: list[Opcode]
    theirs: list[Opcode]


def _clusters(mine: Sequence[Opcode], theirs: Sequence[Opcode]) -> list[_Cluster]:
    changes = sorted(
        [
            (code.i1, code.i2, side, code)
            for side, codes in enumerate((mine, theirs))
            for code in codes
            if code.tag != "equal"
        ]
    )
    clusters: list[_Cluster] = []
    for start, end, side, code in changes:
        last = next((one for one in reversed(clusters[-2:]) if _meet((one.start, one.end), (start, end))), None)
        if last is None:
            last = _Cluster(start, end, [], [])
            clusters.append(last)
        last.start, last.end = min(last.start, start), max(last.end, end)
        (last.theirs if side else last.mine).append(code)
    return clusters


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """True if two stretches share a word, or one lies inside the other, or both are the same gap between words."""
    if one[0] == one[1] and other[0] == other[1]:
        return one[0] == other[0]
    if one[0] == one[1]:
        return other[0] < one[0] < other[1]
    if other[0] == other[1]:
        return one[0] < other[0] < one[1]
    return one[0] < other[1] and other[0] < one[1]


# --- where they stand, and what becomes of them ------------------------------------------------------


class _Side:
    """From places in the base to places in another version."""

    def __init__(self, codes: Sequence[Opcode]) -> None:
        self._codes = codes
        self._partner = {
            code.i1 + step: code.j1 + step for code in codes if code.tag == "equal" for step in range(code.i2 - code.i1)
        }

    def partner(self, place: int) -> int | None:
        """The word that a base word became unchanged."""
        return self._partner.get(place)

    def stretch(self, start: int, end: int, own: Sequence[Opcode]) -> tuple[int, int]:
        """Where base words [start, end) stand, `own` being this side's changes among them."""
        if start == end and not own:
            gap = self.gap(start)
            return gap, gap
        first = next((code.j1 for code in own if code.i1 == start), None)
        last = next((code.j2 for code in reversed(own) if code.i2 == end), None)
        if first is None:
            first = self._partner.get(start, self.gap(start))
        if last is None:
            last = self._partner[end - 1] + 1 if end - 1 in self._partner else self.gap(end)
        return first, max(first, last)

    def gap(self, place: int) -> int:
        """Where something put before base word `place` belongs: right behind what came before it."""
        if place == 0:
            return 0
        if place - 1 in self._partner:
            return self._partner[place - 1] + 1
        return next((code.j2 for code in self._codes if code.tag != "equal" and code.i1 < place <= code.i2), 0)


def _decide(cluster: _Cluster, sides: tuple[_Side, _Side], keys: Sequence[Sequence[str]]) -> Iterator[Change]:
    if not cluster.theirs:
        return
    e1, e2 = sides[0].stretch(cluster.start, cluster.end, cluster.mine)
    n1, n2 = sides[1].stretch(cluster.start, cluster.end, cluster.theirs)
    if not cluster.mine:
        yield Change(Kind.TAKE, cluster.start, cluster.end, e1, e2, n1, n2)
        return
    edited, new = keys[1][e1:e2], keys[2][n1:n2]
    if edited == new or _holds(edited, new):
        return
    if cluster.start == cluster.end and _between_sentences(keys[0], cluster.start):
        yield Change(Kind.TAKE, cluster.start, cluster.end, e1, e1, n1, n2)
        return
    yield Change(Kind.CONFLICT, cluster.start, cluster.end, e1, e2, n1, n2)


def _holds(edited: Sequence[str], new: Sequence[str]) -> bool:
    """True if the person's words hold the new ones already: a phrase of them; one figure may stand there by chance."""
    size = len(new)
    if sum(key[0].isalnum() for key in new) < _PHRASE and not _wraps(edited, new):
        return False
    return any(list(edited[at : at + size]) == list(new) for at in range(len(edited) - size + 1))


def _wraps(edited: Sequence[str], new: Sequence[str]) -> bool:
    """True if a person put the new words in brackets or quotes and added no word or figure of their own."""
    return sum(key[0].isalnum() for key in edited) == sum(key[0].isalnum() for key in new) > 0


def _between_sentences(base: Sequence[str], place: int) -> bool:
    return len(base) > _SHORT and (place in (0, len(base)) or base[place - 1] in _SENTENCE_ENDS)
