"""What the fast compiler and docxtpl's engine share: parts that print, what tags raise, a file put right."""

from __future__ import annotations

import re

from generator.office.footnotes import with_single_notes
from generator.office.names import serialize
from generator.office.package import Package
from generator.office.soundness import mend
from generator.office.streamed_zip import PackedPart, StreamedZip

TAGGED_PARTS = re.compile(r"word/(document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml")
"""The parts that print: of these docxtpl fills all but the endnotes."""

# What a template's own arithmetic or calls may raise: 1/0, a list plus a number, a missing argument.
MISUSE = (ArithmeticError, TypeError, ValueError, LookupError, AttributeError, RecursionError)
CANNOT = "thẻ không tính được với giá trị hiện có."


def mended(content: bytes) -> bytes:
    """A rendered file whose containers are filled, whose marks have numbers and whose footnotes marks of their own."""
    package, source = StreamedZip(), Package.made(content)
    for name, data in source.parts.items():
        if TAGGED_PARTS.fullmatch(name):
            root = source.take(name)
            data = serialize(root) if mend(root) else data
        package.add(PackedPart.of(name, data))
    return with_single_notes(package.finished())
