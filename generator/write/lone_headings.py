"""What stands alone on a page of a PDF: a heading at its foot, a table's note on a page of its own.

Word keeps a heading with what follows, LibreOffice not always; neither keeps a note with the table above it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from generator.core.extras import SIGNING
from generator.core.problems import Place, Problem
from generator.core.vietnamese import nfc, one_line
from generator.office.names import MAIN, PPR, SECT, TBL, TR, P, W
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
    """Prints again, once, each copy whose PDF (beside it) leaves a heading or a table's note alone.

    There the heading begins a page, where Word puts it, and the note takes the table's last row along. A PDF that does
    not come the second time stays as it was. Nothing is looked for where what reads PDF files is not installed.
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
        notes = list(lone_notes(printed, content))
        if headings or notes:
            copy.write_bytes(_with_notes_in_tables(_with_breaks(content, headings), notes))
            before[copy] = printed
            pdf.unlink()
    if before:
        print_again(list(before))
    for copy, printed in before.items():
        pdf = copy.with_suffix(".pdf")
        if not pdf.is_file() or not pdf.read_bytes().rstrip().endswith(b"%%EOF"):
            pdf.write_bytes(printed)


def lone_notes(pdf: bytes, document: bytes) -> Iterator[str]:
    """The words of every paragraph right under a table of a Word file that is all the text of a page of its PDF."""
    try:
        package, pages = Package.made(document), pages_of(pdf)
    except (Unreadable, PdfUnreadable):
        return
    printed = {_letters(_text_of(page)) for page in pages[1:]}
    for note, _ in _notes(package.tree(package.main)):
        words = one_line(paragraph_text(note))
        if _letters(words) and _letters(words) in printed and note.find(f"{PPR}/{W}pageBreakBefore") is None:
            yield words


def _text_of(page: PdfPage) -> str:
    """A page's text without its number and its footer."""
    lines = [line for line in page.lines if line.box.bottom > _FOOT]
    return " ".join(line.text for line in lines if not (line.text.isdecimal() and line is lines[0]))


def _notes(body: _Element) -> Iterator[tuple[_Element, _Element]]:
    """Each paragraph right under a table, with the table."""
    for table in body.iter(TBL):
        below = table.getnext()
        if below is not None and below.tag == P:
            yield below, table


def _with_notes_in_tables(document: bytes, notes: Sequence[str]) -> bytes:
    """A copy in which each of these notes is its table's last row, without a border, kept with the row above."""
    if not notes:
        return document
    package = Package.made(document)
    for note, table in list(_notes(package.tree(package.main))):
        rows = table.findall(TR)
        if one_line(paragraph_text(note)) not in notes or not rows:
            continue
        for paragraph in rows[-1].iter(P):
            _keep_with_next(paragraph)
        left = note.makeelement(P)
        note.addprevious(left)
        if (section := note.find(f"{PPR}/{SECT}")) is not None:
            etree.SubElement(left, PPR).append(section)
        else:
            left.append(etree.fromstring(_SMALL))
        row = etree.fromstring(_NOTE_ROW % max(len(table.findall(f"{W}tblGrid/{W}gridCol")), 1))
        row[-1].append(note)
        table.append(row)
    package.touch(package.main)
    return package.save()


_SMALL = f'<w:pPr xmlns:w="{MAIN}"><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr>'
_NOTE_ROW = (
    f'<w:tr xmlns:w="{MAIN}"><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="%d"/><w:tcBorders>'
    '<w:left w:val="nil"/><w:bottom w:val="nil"/><w:right w:val="nil"/></w:tcBorders></w:tcPr></w:tc></w:tr>'
)


def _keep_with_next(paragraph: _Element) -> None:
    properties = _properties(paragraph)
    if properties.find(f"{W}keepNext") is None:
        style = properties.find(f"{W}pStyle")
        properties.insert(0 if style is None else 1, properties.makeelement(f"{W}keepNext", {}))


def _properties(paragraph: _Element) -> _Element:
    properties = paragraph.find(PPR)
    if properties is None:
        properties = paragraph.makeelement(PPR, {})
        paragraph.insert(0, properties)
    return properties


def _with_breaks(document: bytes, headings: Sequence[str]) -> bytes:
    """A copy in which each of these headings, with those that stand right above it, begins a page."""
    if not headings:
        return document
    package = Package.made(document)
    styles = package.related_tree("styles")
    known = _kept_styles(styles) if styles is not None else {}
    for paragraph in list(package.tree(package.main).iter(P)):
        if one_line(paragraph_text(paragraph)) in headings and _is_kept(paragraph, known):
            first = paragraph
            while (above := first.getprevious()) is not None and above.tag == P and _is_kept(above, known):
                first = above
            properties = _properties(first)
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
