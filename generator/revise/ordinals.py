"""Numbers that only count: of headings (I., 2., a)) and of table rows (the TT column)."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"^\s*(?:[IVXLC]+|\d{1,3}|[a-zđA-Z])(?:[.)]\s*|\s*\n)")


def without_number(text: str) -> str:
    """A heading or row without the number it begins with, for telling whether its words changed."""
    from generator.revise.words import normal

    return normal(_NUMBER.sub("", text, count=1))
