"""The comments that people wrote on the cells of a worksheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.core.vietnamese import clean
from generator.read.book_parts import BookParts

_THREADED = re.compile(r"\[Threaded comment\].*?\n\n?(?:Comment|Bình luận|Nhận xét):\s*", re.DOTALL)
"""What Excel puts before a newer kind of comment, for programs that do not know it."""


@dataclass(frozen=True, slots=True)
class Comment:
    """What one comment says. `author` is "" where the file names nobody."""

    cell: str
    author: str
    text: str


def comments_of(book: BookParts, member: str) -> Iterator[Comment]:
    """The comments of one worksheet, in the order of its file; those without words are left out."""
    for relation in book.package.relations(member).values():
        if relation.word != "comments" or relation.external or relation.target not in book.package.parts:
            continue
        root = book.root(relation.target)
        authors = [
            clean("".join(str(text) for text in one.itertext())) for one in root.iterfind("{*}authors/{*}author")
        ]
        for comment in root.iterfind("{*}commentList/{*}comment"):
            words = "".join(str(node.text or "") for node in comment.iterfind("{*}text//{*}t"))
            text, number = clean(_THREADED.sub("", words)), comment.get("authorId", "")
            author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
            if text:
                is_name = author and not author.startswith("tc={") and not text.startswith(f"{author}:")
                yield Comment(str(comment.get("ref")), author if is_name else "", text)
