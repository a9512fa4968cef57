"""Changes that a person tracks in Word and has not settled yet: they stay, where the new data leaves them alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.office.names import (
    RUN,
    SECT,
    TBL,
    TC,
    TEXT,
    TR,
    P,
    W,
    copy_of,
    make,
    serialize,
)
from generator.office.package import Package
from generator.office.word_text import on_one_line
from generator.redline.accept_reject import has_changes
from generator.redline.element_keys import quick_key
from generator.redline.sameness import cells_of
from generator.redline.story import BODY

if TYPE_CHECKING:
    from lxml.etree import _Element

_SIGN = "\ue0bc"


@dataclass(frozen=True, slots=True)
class Frozen:
    """Both files with tokens in place of blocks, and the blocks of the merged file by token."""

    edited: bytes
    merged: bytes
    blocks: dict[str, _Element]

    def thaw(self, content: bytes) -> bytes | None:
        """The redline with the blocks put back; None if a token does not stand where it was put."""
        package = Package.open(content)
        root = package.take(package.main)
        found = {}
        for block in root.iter(P, TR):
            token = on_one_line(block)
            if token.startswith(_SIGN) and token in self.blocks and block.tag == self.blocks[token].tag:
                found[token] = block
        if len(found) < len(self.blocks) or any(has_changes(block) for block in found.values()):
            return None
        for token, block in found.items():
            parent = block.getparent()
            if parent is not None:
                parent.replace(block, copy_of(self.blocks[token]))
        package.put(package.main, serialize(root))
        return package.save()


def freeze(edited: bytes, merged: bytes) -> Frozen | None:
    """Both files made ready; None if no change is pending in a block that both have."""
    packages = [Package.open(content) for content in (edited, merged)]
    roots = [package.take(package.main) for package in packages]
    before, after = (list(_pending(root)) for root in roots)
    waiting: dict[bytes, list[_Element]] = {}
    for block in before:
        waiting.setdefault(quick_key(block), []).append(block)
    kept: dict[str, _Element] = {}
    for block in after:
        partners = waiting.get(quick_key(block))
        if partners:
            token = f"{_SIGN}{len(kept)}{_SIGN}"
            kept[token] = copy_of(block)
            for one in (block, partners.pop(0)):
                _stand_in(one, token)
    if not kept:
        return None
    for package, root in zip(packages, roots, strict=True):
        package.put(package.main, serialize(root))
    return Frozen(packages[0].save(), packages[1].save(), kept)


def _pending(root: _Element) -> Iterator[_Element]:
    """Paragraphs and rows of the body that hold tracked changes; a paragraph that ends a section is left out."""
    body = root.find(BODY)
    for block in body if body is not None else ():
        if block.tag == P and has_changes(block) and block.find(f".//{SECT}") is None:
            yield block
        elif block.tag == TBL:
            yield from (row for row in block.iterchildren(TR) if has_changes(row))


def _stand_in(block: _Element, token: str) -> None:
    """Replaces a block by a plain one of its kind that says the token."""
    run = make(RUN)
    text = make(TEXT)
    text.text = token
    run.append(text)
    paragraph = make(P)
    paragraph.append(run)
    if block.tag == P:
        block[:] = [run]
        return
    cells = []
    for number in range(max(1, len(list(cells_of(block))))):
        cell = make(TC)
        cell.append(paragraph if number == 0 else make(f"{W}p"))
        cells.append(cell)
    block[:] = cells
