"""What differs between two texts, word by word: the ground of the merge and of the redline.

A word, a number with its separators ("3.726.756", "62,5%", "15/6/2025"), a run of spaces (with signs that take no
room) and every other sign are a token each, so that a changed figure is always replaced whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, NamedTuple

from generator.core.characters import NO_ROOM

_TOKEN = re.compile(
    r"\d+(?:[.,/:]\d+)*%?"
    r"|[^\W\d_](?:\w|[\u0300-\u036f])*"
    rf"|[\s{NO_ROOM}]+"
    r"|\.{3}"
    r"|.[\u0300-\u036f]*",
    re.DOTALL,
)
_BARE_WORD = re.compile(r"\w+")
_QUADRATIC_LIMIT = 250_000

Tag = Literal["equal", "replace", "delete", "insert"]


class Opcode(NamedTuple):
    """`a[i1:i2]` becomes `b[j1:j2]`; the opcodes of a pair cover both without gaps, in order."""

    tag: Tag
    i1: int
    i2: int
    j1: int
    j2: int


def tokens(text: str) -> list[str]:
    """The tokens of `text`; joined they give `text` again. A combining mark stays with its letter."""
    return _TOKEN.findall(text)


def is_space(token: str) -> bool:
    """True for a run of spaces and signs that take no room."""
    return token[0].isspace() or token[0] in NO_ROOM


def bag(text: str) -> Counter[str]:
    """The words and numbers of a text and how often each stands there, for telling how alike two texts are."""
    return Counter(_BARE_WORD.findall(text))


def is_figure(token: str) -> bool:
    """True for a number with or without separators and %, and for a date; not for a code such as "CT05"."""
    return token[:1].isdigit()


def diff(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[Opcode]:
    """How `a` becomes `b`. Near-linear for long, mostly equal sequences: unique elements anchor the rest."""
    return _opcodes(matches(a, b), len(a), len(b))


def readable(opcodes: Sequence[Opcode], a: Sequence[str]) -> list[Opcode]:
    """The same change in fewer pieces: equal spaces and lone signs between two changes are taken into the change.

    Only right where an element of `a` is the text it stands for.
    """
    joined: list[Opcode] = []
    for position, code in enumerate(opcodes):
        between = 0 < position < len(opcodes) - 1
        island = between and code.tag == "equal" and _is_thin(a[code.i1 : code.i2])
        if joined and (island or (joined[-1].tag != "equal" and code.tag != "equal")):
            joined[-1] = _retagged(joined[-1].i1, code.i2, joined[-1].j1, code.j2)
        else:
            joined.append(code)
    return joined


def matches(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pairs (i, j) of equal elements, both rising."""
    found: list[tuple[int, int]] = []
    waiting = [(0, len(a), 0, len(b))]
    while waiting:
        i1, i2, j1, j2 = waiting.pop()
        while i1 < i2 and j1 < j2 and a[i1] == b[j1]:
            found.append((i1, j1))
            i1, j1 = i1 + 1, j1 + 1
        while i1 < i2 and j1 < j2 and a[i2 - 1] == b[j2 - 1]:
            i2, j2 = i2 - 1, j2 - 1
            found.append((i2, j2))
        if i1 == i2 or j1 == j2:
            continue
        anchors = _unique_anchors(a[i1:i2], b[j1:j2]) if (i2 - i1) * (j2 - j1) > _QUADRATIC_LIMIT else []
        if anchors:
            edges = [(i1 - 1, j1 - 1), *((i1 + i, j1 + j) for i, j in anchors), (i2, j2)]
            found.extend(edges[1:-1])
            waiting.extend((p[0] + 1, q[0], p[1] + 1, q[1]) for p, q in pairwise(edges))
        else:
            found.extend((i1 + i, j1 + j) for i, j in _by_longest_run(a[i1:i2], b[j1:j2]))
    return sorted(found)


def _by_longest_run(a: Sequence[Hashable], b: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    popular_is_junk = len(a) * len(b) > _QUADRATIC_LIMIT
    for i, j, size in SequenceMatcher(None, a, b, autojunk=popular_is_junk).get_matching_blocks():
        yield from ((i + step, j + step) for step in range(size))


def _unique_anchors(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Elements that stand once in each, in the longest order both share (patience)."""
    in_a, in_b = Counter(a), Counter(b)
    place = {element: j for j, element in enumerate(b) if in_b[element] == 1}
    pairs = [(i, place[element]) for i, element in enumerate(a) if in_a[element] == 1 and element in place]
    return [pairs[number] for number in rising([j for _, j in pairs])]


def rising(values: Sequence[int]) -> list[int]:
    """Positions of the longest part of `values` that rises: what kept its order."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, value in enumerate(values):
        spot = bisect_left(tails, value)
        before.append(ends[spot - 1] if spot else -1)
        tails[spot : spot + 1] = [value]
        ends[spot : spot + 1] = [number]
    chain: list[int] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(number)
        number = before[number]
    return chain[::-1]


def _opcodes(pairs: Sequence[tuple[int, int]], a_length: int, b_length: int) -> list[Opcode]:
    codes: list[Opcode] = []
    i = j = 0
    for next_i, next_j in [*pairs, (a_length, b_length)]:
        if i < next_i or j < next_j:
            codes.append(_retagged(i, next_i, j, next_j))
        if (next_i, next_j) == (a_length, b_length):
            break
        if codes and codes[-1].tag == "equal":
            codes[-1] = codes[-1]._replace(i2=next_i + 1, j2=next_j + 1)
        else:
            codes.append(Opcode("equal", next_i, next_i + 1, next_j, next_j + 1))
        i, j = next_i + 1, next_j + 1
    return codes


def _retagged(i1: int, i2: int, j1: int, j2: int) -> Opcode:
    tag: Tag = "replace" if i1 < i2 and j1 < j2 else "delete" if i1 < i2 else "insert"
    return Opcode(tag, i1, i2, j1, j2)


def _is_thin(island: Sequence[str]) -> bool:
    return not any(letter.isalnum() for token in island for letter in token) and len(island) <= 2
