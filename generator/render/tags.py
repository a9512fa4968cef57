"""What compiling a template is made of: tags, the marks that stand for them, faults with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.core.problems import BaocaoError, ExitCode
from generator.core.vietnamese import shortened

# Private-use letters never occur in a document, so text with braces in it can never be taken for a tag.
MARK_OPEN, MARK_CLOSE = "\ue000", "\ue001"
VALUE_OPEN, VALUE_CLOSE, BLOCK_OPEN, BLOCK_CLOSE, NOTE_OPEN, NOTE_CLOSE = (chr(0xE002 + i) for i in range(6))
MARK = re.compile(f"{MARK_OPEN}(\\d+){MARK_CLOSE}")

# A bookmark's place in the text: its name and the keys of the loops round it, "4f3a2c _key0 _key1"; nothing ends it.
NAME_OPEN, NAME_CLOSE = "\ue008", "\ue009"
NAME_MARK = re.compile(f"{NAME_OPEN}([\\w ]*){NAME_CLOSE}")

FOOTNOTE, END_OF_FOOTNOTE = "call _footnote()", "endcall"
"""What Jinja sees for {% footnote %} and {% endfootnote %}."""


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """What is wrong with a template, and where: "đoạn 12 “Tính đến ngày …”"."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class BadTemplate(BaocaoError):
    """A template cannot be used; `faults` lists everything that is wrong with it."""

    exit_code = ExitCode.PROBLEMS

    def __init__(self, template: str, faults: tuple[TemplateFault, ...]) -> None:
        listing = "\n".join(f"  - {fault}" for fault in faults)
        super().__init__(f"Mẫu “{template}” có {len(faults)} lỗi:\n{listing}", "Mở mẫu bằng Word, sửa các chỗ trên.")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag as Jinja will see it; `block` is true for statements."""

    source: str
    where: str
    block: bool = False


@dataclass(slots=True)
class CompiledPart:
    """One XML part as Jinja source; line N + 1 of it is where tag N stands."""

    source: str
    tags: list[Tag]

    def where(self, line: int) -> str:
        """The paragraph of the tag on a line of the source; "mẫu" for a line that is no tag's."""
        index = line - 2
        return (self.tags[index].where if 0 <= index < len(self.tags) else "") or "mẫu"


def excerpt(text: str, length: int = 50) -> str:
    """`text` on one line, cut to `length` letters."""
    return shortened(" ".join(text.split()), length)
