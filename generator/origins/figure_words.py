"""Text as figures are looked for in it: words with their places, quotes and dashes as a keyboard types them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.core.characters import KEYBOARD
from generator.core.vietnamese import fold, nfc, one_line
from generator.office.word_diff import tokens

_SIGNS = str.maketrans(KEYBOARD)


def bare(text: str) -> str:
    """What counts when two printed texts are compared."""
    return plain(one_line(nfc(text))).casefold()


def plain(text: str) -> str:
    """`text` with quotes and dashes as a keyboard types them; no letter moves."""
    return re.sub(r"\s", " ", nfc(text).translate(_SIGNS))


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or sign: how it compares, and its letters from–to in the text."""

    key: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The tokens of `text` without spaces; "4/40" and "4-5" are figures and a sign, so that each can change."""
    words: list[Word] = []
    at = 0
    for token in tokens(text):
        for piece in re.split(r"([/:%])", token):
            if piece.strip():
                words.append(Word(plain(piece).casefold(), at, at + len(piece)))
            at += len(piece)
    return words


# --- how a person's search words are looked for in a document: case, spaces and tone placement do not matter ----------


@dataclass(frozen=True, slots=True)
class Search:
    """Called with a text, says whether the words are in it; with `whole` not as a part of a longer number or word."""

    words: str
    whole: bool = False

    def __call__(self, text: str) -> bool:
        wanted = re.escape(fold(one_line(self.words)))
        pattern = rf"(?<![\w.,]){wanted}(?!\w|[.,]\d)" if self.whole else wanted
        return bool(wanted) and re.search(pattern, fold(one_line(text))) is not None
