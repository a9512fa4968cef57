"""Names for the blocks of a document: a hidden bookmark round every paragraph, made from what the template says.

The name outlives the words: it comes from the template's own text and, in a loop, from the key of the item
(a task's code …), so that the next report's paragraph on the same matter has the same name.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from generator.render.tags import BLOCK_CLOSE, BLOCK_OPEN, MARK, NAME_CLOSE, NAME_OPEN, Tag, W

if TYPE_CHECKING:
    from lxml.etree import _Element

    from generator.render.template import PartCompiler

_FOR = re.compile(r"for\s+(.+?)\s+in\s", re.DOTALL)


class BlockNamer:
    """Puts a bookmark round every paragraph (in repeated table rows, round the first of the row)."""

    def __init__(self, part: PartCompiler) -> None:
        self.part = part
        self.loops: list[str] = []
        self.seen: Counter[str] = Counter()
        self.named_rows: set[Any] = set()

    def run(self) -> None:
        for paragraph, text in list(self._walk()):
            if paragraph is None:
                self._follow(text)
            else:
                self._name(paragraph)

    def _walk(self) -> Iterator[tuple[Any, str]]:
        """Paragraphs and the text between elements, in document order."""
        from lxml import etree

        for event, element in etree.iterwalk(self.part.root, events=("start", "end")):
            if event == "start":
                if element.tag == f"{W}p":
                    yield element, ""
                yield None, element.text or ""
            else:
                yield None, element.tail or ""

    def _follow(self, text: str) -> None:
        for number in MARK.findall(text):
            index = int(number)
            tag = self.part.tags[index]
            if not tag.block:
                continue
            if found := _FOR.match(tag.source):
                target = found.group(1)
                level = len(self.loops)
                item = target if target.isidentifier() else "None"
                self.loops.append(f"_key{level}")
                self.part.tags[index] = Tag(
                    f"{tag.source} {BLOCK_CLOSE}{BLOCK_OPEN} set _key{level} = ({item}, loop.index)",
                    tag.where,
                    block=True,
                )
            elif tag.source.startswith("endfor") and self.loops:
                self.loops.pop()

    def _name(self, paragraph: _Element) -> None:
        row = next(iter(paragraph.iterancestors(f"{W}tr")), None)
        if row is not None and self.loops:
            if row in self.named_rows:
                return
            self.named_rows.add(row)
        static = MARK.sub(
            lambda m: self.part.tags[int(m.group(1))].source,
            "".join(node.text or "" for node in paragraph.iter(f"{W}t")),
        )
        if not static.strip():
            return
        digest = hashlib.sha256(f"{self.part.template}\n{static}".encode()).hexdigest()[:6]
        self.seen[digest] += 1
        name = digest if self.seen[digest] == 1 else f"{digest}_{self.seen[digest]}"
        start = f"{NAME_OPEN}{' '.join([name, *self.loops])}{NAME_CLOSE}"
        end = f"{NAME_OPEN}{NAME_CLOSE}"
        properties = paragraph.find(f"{W}pPr")
        if properties is not None:
            properties.tail = start + (properties.tail or "")
        else:
            paragraph.text = start + (paragraph.text or "")
        last = paragraph[-1]
        last.tail = (last.tail or "") + end
