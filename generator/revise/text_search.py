"""How a person's search words are looked for in a document: case, spaces and tone placement do not matter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.vietnamese import fold, one_line


@dataclass(frozen=True, slots=True)
class Search:
    """Called with a text, says whether the words are in it; with `whole` not as a part of a longer number or word."""

    words: str
    whole: bool = False

    def __call__(self, text: str) -> bool:
        wanted = re.escape(fold(one_line(self.words)))
        pattern = rf"(?<![\w.,]){wanted}(?!\w|[.,]\d)" if self.whole else wanted
        return bool(wanted) and re.search(pattern, fold(one_line(text))) is not None
