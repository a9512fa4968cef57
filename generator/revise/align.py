"""Finding blocks again: hidden bookmarks and equal text first, likeness where an editor or a person changed both.

Pairs may cross (moved blocks, sorted rows). Every block has at most one partner.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from generator.core.roman import roman_value
from generator.office.names import BOOKMARK_PREFIX
from generator.office.word_diff import matches, rising
from generator.revise.blocks import Block, BlockKind

_SURELY, _LIKE_ANYWHERE, _LIKE, _LIKE_BY_NAME, _BARELY = 0.8, 0.6, 0.5, 0.3, 0.2
_RECODED = 0.9
_GAP_LIMIT = 2_500
FAMILY = re.compile(rf"{re.escape(BOOKMARK_PREFIX)}[0-9a-f]{{6}}")
"""The bookmark of a block without what numbers it: all that the same words of a template made."""
_CANDIDATES = 40


def align(old: Sequence[Block], now: Sequence[Block], within_cell: bool = False) -> dict[int, int]:
    """Position in `old` → position in `now` of the same block; a cell's one paragraph is the same whatever it says."""
    pairing = _Pairing(old, now)
    pairing.by_name_and_text()
    pairing.by_unique_text()
    pairing.by_text_in_order()
    pairing.by_name(_LIKE_BY_NAME)
    pairing.by_likeness_in_gaps()
    pairing.by_likeness_anywhere()
    pairing.by_name(0.0)
    pairing.by_place(within_cell)
    return pairing.found


def likeness(one: Block, other: Block) -> float:
    """How much of the words two blocks share, 0 to 1."""
    if not one.bag and not other.bag:
        return 1.0 if one.kind is other.kind else 0.0
    alike = _share(one.bag, other.bag)
    if one.has_notes is other.has_notes:
        return alike
    # a list that stands in the sentence here and in its footnote there
    return max(alike, _share(*(Counter(block.text.casefold().split()) for block in (one, other))))


def _share(one: Counter[str], other: Counter[str]) -> float:
    fewer, more = sorted((one, other), key=len)
    total = sum(one.values()) + sum(other.values())
    return 2 * sum(min(count, more[word]) for word, count in fewer.items()) / max(total, 1)


def _worded(block: Block) -> Counter[str]:
    """The words of a block without its figures and codes."""
    return Counter(
        {word: count for word, count in block.bag.items() if word.isalpha() and not roman_value(word.upper())}
    )


def _families(block: Block) -> frozenset[str]:
    """The lines of templates that made a block."""
    found = (FAMILY.match(name) for name in block.names)
    return frozenset(one[0] for one in found if one)


class _Pairing:
    def __init__(self, old: Sequence[Block], now: Sequence[Block]) -> None:
        self.old, self.now = old, now
        self.found: dict[int, int] = {}
        self.taken: set[int] = set()
        self.named: dict[str, list[int]] = defaultdict(list)
        self._known = frozenset(name for block in old for name in block.names)
        for place, block in enumerate(now):
            for name in block.names:
                self.named[name].append(place)

    def by_name_and_text(self) -> None:
        for i, j in self._named_pairs():
            if self._free(i, j) and self.old[i].text == self.now[j].text:
                self._pair(i, j)

    def by_unique_text(self) -> None:
        """Equal texts that stand once among what is left on either side."""
        places: dict[tuple[object, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, blocks in enumerate((self.old, self.now)):
            for place in self._left(side):
                if not blocks[place].empty and not blocks[place].is_chart:
                    places[blocks[place].kind, blocks[place].text][side].append(place)
        for before, after in places.values():
            if len(before) == len(after) == 1:
                self._pair(before[0], after[0])

    def by_text_in_order(self) -> None:
        """Equal texts that stand several times, and empty paragraphs, in the order both have between other pairs."""
        for before, after in self._gaps():
            keys = [
                [(one.kind, one.text, one.style, one.names if one.is_chart else ()) for one in self._blocks(side, gap)]
                for side, gap in enumerate((before, after))
            ]
            for i, j in matches(keys[0], keys[1]):
                self._pair(before[i], after[j])

    def by_name(self, least: float) -> None:
        """The same name and texts at least that alike, the likest first: two paragraphs may hold one name."""
        pairs = [(likeness(self.old[i], self.now[j]), i, j) for i, j in self._named_pairs() if self._free(i, j)]
        if least:
            pairs = [pair for pair in pairs if pair[0] >= least and not self._better_elsewhere(*pair)]
        self._greedily(pairs)

    def by_likeness_in_gaps(self) -> None:
        for before, after in self._gaps():
            if len(before) * len(after) <= _GAP_LIMIT:
                self._greedily(
                    (score + (0.1 if self.old[i].style == self.now[j].style else 0.0), i, j)
                    for i in before
                    for j in after
                    if (score := self._score(i, j)) >= (_LIKE if self._may_be_one(i, j) else _SURELY)
                )

    def by_likeness_anywhere(self) -> None:
        """Blocks both moved and changed, their names lost: compared only where they share a rare word."""
        places: dict[str, list[int]] = defaultdict(list)
        left = self._left(1)
        for place in left:
            for word in self.now[place].bag:
                places[word].append(place)
        pairs = []
        for i in self._left(0):
            rare = sorted((len(places[word]), word) for word in self.old[i].bag if word in places)
            near = {place for count, word in rare[:8] if count <= _CANDIDATES for place in places[word]}
            pairs += [(score, i, j) for j in sorted(near) if (score := self._score(i, j)) >= _LIKE_ANYWHERE]
        self._greedily(pairs)

    def by_place(self, within_cell: bool) -> None:
        """As many blocks left on each side between the same neighbours: rewritten whole, their names lost on the way.

        Several are paired in their order, all of them or none.
        """
        for before, after in list(self._gaps()):
            pairs = list(zip(before, after, strict=False))
            if len(before) == len(after) and all(self._may_stand_for(i, j, within_cell) for i, j in pairs):
                for i, j in pairs:
                    self._pair(i, j)

    def _may_stand_for(self, i: int, j: int, within_cell: bool) -> bool:
        one, other = self.old[i], self.now[j]
        if one.kind is not other.kind or self._of_other_records(i, j):
            return False
        alike = one.style == other.style and not one.empty and not other.empty and not one.is_chart
        return (alike and likeness(one, other) >= _BARELY) or within_cell

    def _better_elsewhere(self, score: float, i: int, j: int) -> bool:
        """True if a neighbour is much more like `i` or `j`: names that count places shift when a line is added."""
        if score >= 0.75:
            return False
        least = max(score + 0.25, 0.75)
        behind = [k for k in range(max(0, j - 3), min(len(self.now), j + 4)) if k != j and k not in self.taken]
        before = [k for k in range(max(0, i - 3), min(len(self.old), i + 4)) if k != i and k not in self.found]
        return any(self._score(i, k) > least for k in behind) or any(self._score(k, j) > least for k in before)

    def _may_be_one(self, i: int, j: int) -> bool:
        """False for blocks whose names say they are of different tasks, indicators …"""
        names, others = self.old[i].names, self.now[j].names
        return not names or not others or any(name in self.named for name in names)

    def _of_other_records(self, i: int, j: int) -> bool:
        """True for blocks that one line of a template made of two records: the first is gone, the second has come.

        A record that only got another code says the same in all but its figures.
        """
        old, now = self.old[i], self.now[j]
        if not old.names or not now.names or old.kind is BlockKind.TABLE:
            return False
        if any(name in self.named for name in old.names) or any(name in self._known for name in now.names):
            return False
        return bool(_families(old) & _families(now)) and _share(_worded(old), _worded(now)) < _RECODED

    def _score(self, i: int, j: int) -> float:
        one, other = self.old[i], self.now[j]
        if one.kind is not other.kind or one.empty or other.empty or one.is_chart or self._of_other_records(i, j):
            return 0.0
        return likeness(one, other)

    def _greedily(self, pairs: Iterator[tuple[float, int, int]] | list[tuple[float, int, int]]) -> None:
        for _, i, j in sorted(pairs, key=lambda pair: (-pair[0], abs(pair[1] - pair[2]), pair[1:])):
            if self._free(i, j):
                self._pair(i, j)

    def _named_pairs(self) -> Iterator[tuple[int, int]]:
        for i, block in enumerate(self.old):
            met: set[int] = set()
            for name in block.names[:50]:
                for j in self.named.get(name, ()):
                    if j not in met and self.now[j].kind is block.kind:
                        met.add(j)
                        yield i, j

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """What is left between pairs that keep the order, on both sides."""
        pairs = sorted(self.found.items())
        kept = set(rising([j for _, j in pairs]))
        edges = [pair for number, pair in enumerate(pairs) if number in kept]
        last_i = last_j = -1
        for i, j in [*edges, (len(self.old), len(self.now))]:
            if i - last_i > 1 and j - last_j > 1:
                before = [place for place in range(last_i + 1, i) if place not in self.found]
                after = [place for place in range(last_j + 1, j) if place not in self.taken]
                if before and after:
                    yield before, after
            last_i, last_j = i, j

    def _blocks(self, side: int, places: Sequence[int]) -> list[Block]:
        return [(self.old, self.now)[side][place] for place in places]

    def _left(self, side: int) -> list[int]:
        gone = self.taken if side else self.found.keys()
        return [place for place in range(len(self.now if side else self.old)) if place not in gone]

    def _free(self, i: int, j: int) -> bool:
        return i not in self.found and j not in self.taken

    def _pair(self, i: int, j: int) -> None:
        self.found[i] = j
        self.taken.add(j)
