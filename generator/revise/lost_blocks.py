"""Blocks whose names an editor lost: the paragraph or row that has their words now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from generator.revise.figure_words import plain, words_of
from generator.revise.units import Unit
from generator.revise.word_diff import matches

_LEAST_ALIKE = 0.5
_TELLING_WORDS, _CANDIDATES = 12, 40


def aligned(
    base: Sequence[Unit], units: Sequence[Unit], before: Mapping[str, Unit], now: Mapping[str, Unit]
) -> dict[int, Unit]:
    """For each unit of `base` (by identity) whose names are all lost, the unit that has its words now."""
    lost = {id(unit) for name, unit in before.items() if name not in now}
    if not lost:
        return {}
    taken = {id(unit) for name, unit in now.items() if name in before}
    found = {id(base[i]): units[j] for i, j in matches([_key(unit) for unit in base], [_key(unit) for unit in units])}
    taken |= {id(unit) for unit in found.values()}
    orphans = [unit for unit in base if id(unit) in lost and id(unit) not in found]
    index = _Index([unit for unit in units if id(unit) not in taken and unit.text.strip()])
    for orphan in orphans:
        if (best := index.take_nearest(orphan)) is not None:
            found[id(orphan)] = best
    return found


class _Index:
    """Units by their words: which of them is most like another is told from the few that share its rarer words."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = list(units)
        self.words = [_word_set(unit) for unit in units]
        self.holding: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(self.words):
            for word in words:
                self.holding[word].append(number)
        self.taken: set[int] = set()

    def take_nearest(self, unit: Unit) -> Unit | None:
        """The unit with the most of `unit`'s words, if that is at least half of them; it is given once only."""
        words = _word_set(unit)
        shared: Counter[int] = Counter()
        for word in sorted(words, key=lambda word: len(self.holding.get(word, ())))[:_TELLING_WORDS]:
            shared.update(self.holding.get(word, ()))
        candidates = [
            (2 * len(words & self.words[number]) / max(len(words) + len(self.words[number]), 1), -number)
            for number, _ in shared.most_common(_CANDIDATES)
            if number not in self.taken and self.units[number].is_row == unit.is_row
        ]
        likeness, number = max(candidates, default=(0.0, 0))
        if likeness < _LEAST_ALIKE:
            return None
        self.taken.add(-number)
        return self.units[-number]


def _word_set(unit: Unit) -> set[str]:
    """The words of a unit; a word that comes again is told apart from the first."""
    seen: Counter[str] = Counter()
    found = set()
    for word in words_of(unit.text):
        if word.key.isalnum():
            seen[word.key] += 1
            found.add(f"{word.key}/{seen[word.key]}")
    return found


def _key(unit: Unit) -> tuple[bool, str]:
    return unit.is_row, plain(unit.text).casefold()
