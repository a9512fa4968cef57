"""Words of a text that are probably misspelt: no Vietnamese syllable, or a mistake that many people make."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

from generator.core.syllables import cannot_be_syllable
from generator.core.vietnamese import clean

_STRETCH = re.compile(r"[^\s,;:!?()\[\]{}…“”\"«»]+")
"""What stands together: a word, a date, "kg/ha", an address."""
_OUTER = ".'‘’*•·–—_"


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong spelling and the right one; beside the words of `not_after`, `not_before` it may well be right."""

    wrong: str
    right: str
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Misspelling:
    """What stands in a text, in small letters, and what it should probably be ("" where that is not known)."""

    wrong: str
    right: str = ""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    follows: bool
    """Nothing but a space stands between it and the word before."""


@cache
def mistakes() -> Mapping[str, tuple[Mistake, ...]]:
    """The list in `standards/loi-chinh-ta.toml`, by the first word of what is wrong."""
    text = (resources.files("generator.standards") / "loi-chinh-ta.toml").read_text(encoding="utf-8")
    found: dict[str, tuple[Mistake, ...]] = {}
    for row in tomllib.loads(text)["mistake"]:
        one = Mistake(row["wrong"], row["right"], tuple(row.get("not_after", ())), tuple(row.get("not_before", ())))
        first = one.wrong.split()[0]
        found[first] = (*found.get(first, ()), one)
    return found


class SpellingReader:
    """Reads the texts of one dossier, which repeats its words in thousands of cells: each is looked at once."""

    def __init__(self) -> None:
        self._sound_texts: set[str] = set()
        self._sound: set[str] = set()
        self._beginnings: set[str] = set()
        self._sound_pairs: set[tuple[str, str]] = set()

    def read(self, text: str) -> tuple[Misspelling, ...]:
        """What is probably misspelt in a text, each once, in its order."""
        if text in self._sound_texts:
            return ()
        if self._is_sound(text.split()):
            self._sound_texts.add(text)
            return ()
        return tuple(dict.fromkeys(_misspelt(_words(clean(text)))))

    def _is_sound(self, stretches: Sequence[str]) -> bool:
        """True if nothing in it needs a closer look."""
        new = set(stretches) - self._sound
        if not new:
            return True
        for one in new - self._beginnings:
            words = _words(clean(one))
            if next(_misspelt(words), None):
                return False
            (self._beginnings if _may_begin_a_mistake(words) else self._sound).add(one)
        return all(
            pair in self._sound_pairs or self._learn(pair)
            for pair in pairwise(stretches)
            if pair[0] in self._beginnings
        )

    def _learn(self, pair: tuple[str, str]) -> bool:
        """Keeps two neighbours that begin no mistake."""
        texts = [word.text.lower() for word in _words(clean(" ".join(pair)))]
        if any(_begin_one(first, second) for first, second in pairwise(texts)):
            return False
        self._sound_pairs.add(pair)
        return True


def _may_begin_a_mistake(words: Sequence[_Word]) -> bool:
    return any(word.text.lower() in mistakes() for word in words)


def _begin_one(first: str, second: str) -> bool:
    return any(one.wrong.split()[1:2] == [second] for one in mistakes().get(first, ()))


def _words(text: str) -> list[_Word]:
    words: list[_Word] = []
    end, closed = 0, True
    for found in _STRETCH.finditer(text):
        word = found[0].strip(_OUTER)
        opens = found[0].startswith(word)
        words.append(_Word(word, not closed and opens and text[end : found.start()] == " "))
        end, closed = found.end(), not found[0].endswith(word)
    return words


def _misspelt(words: Sequence[_Word]) -> Iterator[Misspelling]:
    for at, word in enumerate(words):
        known = next((one for one in mistakes().get(word.text.lower(), ()) if _stands_at(one, words, at)), None)
        if known:
            yield Misspelling(known.wrong, known.right)
        elif cannot_be_syllable(word.text):
            yield Misspelling(word.text)


def _stands_at(mistake: Mistake, words: Sequence[_Word], at: int) -> bool:
    wrong = mistake.wrong.split()
    here = words[at : at + len(wrong)]
    if [word.text.lower() for word in here] != wrong or not all(word.follows for word in here[1:]):
        return False
    if _may_be_a_name(here):
        return False
    before = words[at - 1].text.lower() if at and words[at].follows else ""
    after = words[at + len(wrong)] if at + len(wrong) < len(words) else None
    follower = after.text.lower() if after and after.follows else ""
    return before not in mistake.not_after and follower not in mistake.not_before


def _may_be_a_name(words: Sequence[_Word]) -> bool:
    """One word with a capital, or several of which not just the first has one; what is all in capitals is no name."""
    if all(word.text.isupper() for word in words):
        return False
    return not all(word.text.islower() for word in (words[1:] or words))
