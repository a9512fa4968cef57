"""Footnotes put into a Word file: their marks are printed while the body is streamed, they themselves come afterwards.

A template may have footnotes of its own, whose numbers are known only when all is printed: until then a mark carries a
private sign.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.office.footnotes import NoteForm, add_note
from generator.office.names import MAIN, TBL, W
from generator.office.package import Package
from generator.office.xml import parse

_SIGN = "\ue011"
_ROOT = re.compile(rb"<w:document\b[^>]*>")
_TABLE_FIRST = re.compile(rb"(<w:body\b[^>]*>)\s*(?=<w:tbl\b)")
_HAIRLINE = (
    b'<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:ind w:firstLine="0"/>'
    b'<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:pPr></w:p>'
)
"""An empty line of one point. LibreOffice (7.4) puts a whole empty line of its own before a table that a document with
footnotes begins with, and the page moves down by it; not where a paragraph stands first."""


def begun_by_a_line(package: Package) -> None:
    """Gives a document with footnotes that begins with a table its empty line, where it has none."""
    body = package.body
    if len(body) and body[0].tag == TBL and next(body.iter(f"{W}footnoteReference"), None) is not None:
        body.insert(0, parse(_HAIRLINE.replace(b"<w:p>", f'<w:p xmlns:w="{MAIN}">'.encode(), 1)))
        package.touch(package.main)


def note_mark(number: int) -> str:
    """The run of a document's footnote `number`; `with_footnotes` completes it."""
    return f'<w:r><w:rPr><w:rStyle w:val="{_SIGN}"/></w:rPr><w:footnoteReference w:id="{_SIGN}{number}"/></w:r>'


def with_footnotes(content: bytes, notes: Sequence[str]) -> bytes:
    """A rendered file with the footnotes whose marks its body has. Same input, same bytes."""
    package = Package.made(content)
    body = package.parts[package.main]
    root = _ROOT.search(body)
    opening = root[0] if root else b"<w:document>"
    form = NoteForm.usual(package)
    style = next(form.mark.iter(f"{W}rStyle")).get(f"{W}val", "")
    body = body.replace(f'w:val="{_SIGN}"'.encode(), f'w:val="{style}"'.encode())
    for number, runs in enumerate(notes, start=1):
        key = add_note(package, list(parse(opening + runs.encode() + b"</w:document>")), form)
        body = body.replace(f'w:id="{_SIGN}{number}"'.encode(), f'w:id="{key}"'.encode())
    package.put(package.main, _TABLE_FIRST.sub(rb"\1" + _HAIRLINE, body, count=1))
    return package.save()
