"""Headings alone at the foot of a page in a PDF: Word keeps them with what follows, LibreOffice not always."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.extras import SIGNING
from generator.core.problems import Place, Problem
from generator.core.vietnamese import nfc, one_line
from generator.office.names import P, W
from generator.office.package import Package
from generator.office.refusal import Unreadable
from generator.office.word_text import paragraph_text
from generator.write.pdf_lines import POINTS_PER_MM, PdfPage, PdfUnreadable, pages_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_FOOT = 17 * POINTS_PER_MM
"""What stands lower is a page's footer, no text: the least bottom margin is 20 mm."""
_MOST_LINES = 4
_LEAST_LETTERS = 6


def lone_heading_problems(documents: Mapping[str, bytes], pdfs: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """XB020 for each heading at a page's end; nothing is looked for where what reads PDF files is not installed."""
    if not SIGNING.is_there():
        return ()
    found = []
    for name, document in sorted(documents.items()):
        pdf = pdfs.get(f"{name.removesuffix('.docx')}.pdf")
        for page, heading in lone_headings(pdf, document) if pdf else ():
            message = f"Trang {page} kết thúc bằng “{heading}”, phần đi sau ở trang {page + 1}."
            fix = "Trong Word, chọn Page break before (ngắt trang phía trước) cho dòng đó, lưu rồi tạo lại PDF."
            found.append(Problem("XB020", Place(name.removesuffix(".docx") + ".pdf"), message, fix))
    return tuple(found)


def lone_headings(pdf: bytes, document: bytes) -> Iterator[tuple[int, str]]:
    """Page and words of every line of a Word file that is kept with the next, and ends a page of its PDF."""
    try:
        kept, pages = _kept_with_next(document), pages_of(pdf)
    except (Unreadable, PdfUnreadable):  # others tell what is wrong with such a file
        return
    for number, page in enumerate(pages[:-1], start=1):
        heading = next((kept[ending] for ending in _endings(page) if ending in kept), None)
        if heading is not None:
            yield number, heading


def print_kept_together(copies: Iterable[Path], print_again: Callable[[list[Path]], object]) -> None:
    """Prints again, once, each copy whose PDF (beside it) leaves a heading alone; there the heading begins a page.

    That is where Word puts it. A PDF that does not come the second time stays as it was. Nothing is looked for where
    what reads PDF files is not installed.
    """
    if not SIGNING.is_there():
        return
    before: dict[Path, bytes] = {}
    for copy in copies:
        pdf = copy.with_suffix(".pdf")
        if copy.suffix != ".docx" or not pdf.is_file():
            continue
        content, printed = copy.read_bytes(), pdf.read_bytes()
        headings = [words for _, words in lone_headings(printed, content)]
        if headings:
            copy.write_bytes(_with_breaks(content, headings))
            before[copy] = printed
            pdf.unlink()
    if before:
        print_again(list(before))
    for copy, printed in before.items():
        pdf = copy.with_suffix(".pdf")
        if not pdf.is_file() or not pdf.read_bytes().rstrip().endswith(b"%%EOF"):
            pdf.write_bytes(printed)


def _with_breaks(document: bytes, headings: Sequence[str]) -> bytes:
    """A copy in which each of these headings, with those that stand right above it, begins a page."""
    package = Package.made(document)
    styles = package.related_tree("styles")
    known = _kept_styles(styles) if styles is not None else {}
    for paragraph in list(package.tree(package.main).iter(P)):
        if one_line(paragraph_text(paragraph)) in headings and _is_kept(paragraph, known):
            first = paragraph
            while (above := first.getprevious()) is not None and above.tag == P and _is_kept(above, known):
                first = above
            properties = first.find(f"{W}pPr")
            if properties is None:
                properties = first.makeelement(f"{W}pPr", {})
                first.insert(0, properties)
            place = sum(child.tag in _BEFORE_BREAK for child in properties)
            properties.insert(place, properties.makeelement(f"{W}pageBreakBefore", {}))
    package.touch(package.main)
    return package.save()


_BEFORE_BREAK = (f"{W}pStyle", f"{W}keepNext", f"{W}keepLines", f"{W}pageBreakBefore")
"""What stands before a page break in a paragraph's properties (ECMA-376, CT_PPr)."""


def _endings(page: PdfPage) -> Iterator[str]:
    """The last line of a page's text, its last two lines as one, and so on."""
    lines = sorted((line for line in page.lines if line.box.bottom > _FOOT), key=lambda line: line.box.bottom)
    for count in range(1, _MOST_LINES + 1):
        yield _letters(" ".join(line.text for line in reversed(lines[:count])))


def _letters(text: str) -> str:
    """Letters and digits alone: the reader of PDF files drops a hyphen at the end of a line."""
    return re.sub(r"\W", "", nfc(text))


def _kept_with_next(document: bytes) -> dict[str, str]:
    """Letters → text of every paragraph that is kept with the next."""
    package = Package.made(document)
    styles = package.related_tree("styles")
    known = _kept_styles(styles) if styles is not None else {}
    texts = (one_line(paragraph_text(one)) for one in package.tree(package.main).iter(P) if _is_kept(one, known))
    return {letters: text for text in texts if len(letters := _letters(text)) >= _LEAST_LETTERS}


def _is_kept(paragraph: _Element, styles: Mapping[str, bool]) -> bool:
    own = _mark(paragraph)
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return own if own is not None else styles.get(style.get(f"{W}val", ""), False) if style is not None else False


def _kept_styles(styles: _Element) -> dict[str, bool]:
    """Style → whether its paragraphs are kept with the next, by itself or by what it is based on."""
    elements = {one.get(f"{W}styleId", ""): one for one in styles.iter(f"{W}style")}

    def kept(name: str, seen: frozenset[str]) -> bool:
        element = elements.get(name)
        if element is None or name in seen:
            return False
        own, based = _mark(element), element.find(f"{W}basedOn")
        return own if own is not None else based is not None and kept(based.get(f"{W}val", ""), seen | {name})

    return {name: kept(name, frozenset()) for name in elements}


def _mark(element: _Element) -> bool | None:
    found = element.find(f"{W}pPr/{W}keepNext")
    return None if found is None else found.get(f"{W}val", "1") not in ("0", "false", "off")
