"""Legal texts that were replaced, and whether a Căn cứ still names one of them on the day of a report."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from generator.core.vietnamese import nfc, one_line


@dataclass(frozen=True, slots=True)
class ReplacedText:
    """A text that no longer holds since `since`, when `by` took its place.

    A law is cited without its number: `title` and `year` know it then. Where `year` stands beside a number alone (the
    Party numbers its texts anew each term), the citation must name that year too.
    """

    symbol: str
    by: str
    since: date
    source: str
    known: str
    checked_on: date
    title: str = ""
    year: int | None = None

    def is_named_in(self, basis: str) -> bool:
        """Whether a Căn cứ names this very text; likeness is no match."""
        words = nfc(one_line(basis))
        if re.search(rf"(?<![\w/-]){re.escape(self.symbol)}(?![\w/-])", words, re.IGNORECASE):
            return bool(self.title) or self.year is None or _has_year(words, self.year)
        return bool(self.title) and self._is_entitled(words)

    def _is_entitled(self, words: str) -> bool:
        """Whether the title stands there with its own day or year behind it, and no other number between."""
        behind = rf",? (?:năm {self.year}|ngày \d{{1,2}}(?:/\d{{1,2}}/| tháng \d{{1,2}} năm ){self.year})(?!\d)"
        return re.search(rf"(?<!\w){re.escape(self.title)}{behind}", words, re.IGNORECASE) is not None


def _has_year(words: str, year: int) -> bool:
    return re.search(rf"(?<!\d){year}(?!\d)", words) is not None


@cache
def replaced_texts() -> tuple[ReplacedText, ...]:
    """The list in `standards/van-ban-thay-the.toml`, in its order."""
    text = (resources.files("generator.standards") / "van-ban-thay-the.toml").read_text(encoding="utf-8")
    return tuple(ReplacedText(**row) for row in tomllib.loads(text)["replaced"])


def replaced_on(basis: str, day: date) -> tuple[ReplacedText, ...]:
    """The replaced texts that a Căn cứ names on a day."""
    return tuple(one for one in replaced_texts() if one.since <= day and one.is_named_in(basis))
