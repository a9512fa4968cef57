"""What a worksheet shows beside its cells: the comments and text boxes that people put there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.core.vietnamese import clean
from generator.office.names import is_large_picture
from generator.office.package import damage
from generator.office.refusal import Unreadable
from generator.read.book_parts import BookParts, TooLarge

if TYPE_CHECKING:
    from lxml.etree import _Element

_THREADED = re.compile(r"\[Threaded comment\].*?\n\n?(?:Comment|Bình luận|Nhận xét):\s*", re.DOTALL)
"""What Excel puts before a newer kind of comment, for programs that do not know it."""
_NOBODY = frozenset(("none", "unknown author", "tác giả không rõ"))


@dataclass(frozen=True, slots=True)
class Comment:
    """What one comment says. `author` is "" where the file names nobody."""

    cell: str
    author: str
    text: str


def comments_of(book: BookParts, member: str) -> Iterator[Comment]:
    """The comments of one worksheet, in the order of its file; those without words are left out."""
    for part in _related(book, member, "comments"):
        root = book.root(part)
        listed = root.iterfind("{*}authors/{*}author")
        authors = [clean("".join(str(text) for text in one.itertext())) for one in listed]
        for comment in root.iterfind("{*}commentList/{*}comment"):
            words = "".join(str(node.text or "") for node in comment.iterfind("{*}text//{*}t"))
            text, number = clean(_THREADED.sub("", words)), comment.get("authorId", "")
            author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
            is_name = not author.startswith("tc={") and author.casefold() not in _NOBODY
            if text:
                says_name = text.startswith(f"{author}:")
                yield Comment(str(comment.get("ref")), author if is_name and not says_name else "", text)


def text_boxes_of(book: BookParts, member: str) -> Iterator[str]:
    """The words of shapes and text boxes that lie on one worksheet."""
    for root in _drawings(book, member):
        for body in root.iter("{*}txBody"):
            paragraphs = ("".join(str(node.text or "") for node in one.iter("{*}t")) for one in body.iter("{*}p"))
            if words := clean("\n".join(paragraphs)):
                yield words


def large_pictures_on(book: BookParts, member: str) -> int:
    """How many pictures lie on one worksheet in which a table could be read."""
    return sum(_is_large(picture) for root in _drawings(book, member) for picture in root.iter("{*}pic"))


def _is_large(picture: _Element) -> bool:
    anchor = next(picture.iterancestors("{*}oneCellAnchor", "{*}absoluteAnchor"), None)
    sizes = (picture.find("{*}spPr/{*}xfrm/{*}ext"), None if anchor is None else anchor.find("{*}ext"))
    return any(size is not None and is_large_picture(size.get("cx"), size.get("cy")) for size in sizes)


def _drawings(book: BookParts, member: str) -> list[_Element]:
    """What is drawn over a worksheet; nothing where that part is damaged: the cells can be read all the same."""
    try:
        return [book.root(part) for part in _related(book, member, "drawing")]
    except (Unreadable, TooLarge):
        return []
    except damage():
        return []


def _related(book: BookParts, member: str, word: str) -> list[str]:
    relations = (one for one in book.package.relations(member).values() if one.word == word and not one.external)
    return [one.target for one in relations if one.target in book.package.parts]
