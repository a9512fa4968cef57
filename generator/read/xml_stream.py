"""The elements of a large XML part, one after the other, in little memory whatever the part holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from lxml import etree

from generator.read.book_parts import TooLarge

if TYPE_CHECKING:
    from lxml.etree import _Element


class Readable(Protocol):
    """What can be read bit by bit."""

    def read(self, size: int = -1, /) -> bytes: ...


_MOST_TAGS = 1_000_000
"""Between two rows or shared texts; a row of all 16.384 columns has far fewer."""


def stream_elements(stream: Readable, *names: str) -> Iterator[_Element]:
    """The elements called `names`, each forgotten once the caller has used it. Raises TooLarge."""
    tags = tuple(f"{{*}}{name}" for name in names)
    counted = _Counted(stream)
    for _, element in etree.iterparse(counted, tag=tags, resolve_entities=False, no_network=True, huge_tree=False):
        counted.tags = 0
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


@dataclass(slots=True)
class _Counted:
    """A stream that refuses to go on when the parser is fed more than it can ever let go of."""

    stream: Readable
    tags: int = 0

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.tags += data.count(b"<")
        if self.tags > _MOST_TAGS:
            raise TooLarge
        return data
