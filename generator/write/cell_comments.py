"""Comments added to a worksheet that is being changed; those a person wrote stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lxml import etree

from generator.core.vietnamese import clean
from generator.office.numbering import parse_xml
from generator.read.merged_cells import row_number
from generator.read.sheet_xml import column_number
from generator.write.workbook_edit import SheetEdit, WorkbookEdit

if TYPE_CHECKING:
    from lxml.etree import _Element

AUTHOR = "baocao"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_V, _O, _X = (
    "urn:schemas-microsoft-com:vml",
    "urn:schemas-microsoft-com:office:office",
    "urn:schemas-microsoft-com:office:excel",
)
_EMPTY_VML = (
    f'<xml xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" '
    'o:connecttype="rect"/></v:shapetype></xml>'
)
_AFTER_LEGACY = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
_FIRST_SHAPE = 3001


def add_comments(book: WorkbookEdit, sheet: SheetEdit, notes: Mapping[str, str]) -> None:
    """Adds each note (cell → text) to what is said of its cell already; a drawing that is no XML gets no notes."""
    if not notes:
        return
    drawing = _drawing(book, sheet)
    if drawing is None:
        return
    sheet.changed = True
    root = _comments(book, sheet)
    listed = root.find("{*}commentList")
    authors = root.find("{*}authors")
    if listed is None or authors is None:
        raise KeyError("commentList")
    author = _author(authors)
    own = {str(one.get("ref")): one for one in listed}
    for number, (cell, text) in enumerate(notes.items()):
        if cell in own:
            _add_line(own[cell], text)
        else:
            _insert(listed, cell, author, text)
            drawing.append(_shape(drawing, cell, _FIRST_SHAPE + len(drawing) + number))


def _comments(book: WorkbookEdit, sheet: SheetEdit) -> _Element:
    member = book.related(sheet.member, "comments")
    if member is None:
        member = book.free_name("comments")
        content = f'<comments xmlns="{_MAIN}"><authors/><commentList/></comments>'
        book.add_part(member, content.encode(), _COMMENTS_TYPE)
        book.relate(sheet.member, "comments", member)
    return book.tree(member)


def _drawing(book: WorkbookEdit, sheet: SheetEdit) -> _Element | None:

    member = book.related(sheet.member, "vmlDrawing")
    if member is not None:
        try:
            parse_xml(book.part(member) or b"")
        except etree.XMLSyntaxError:
            return None
        return book.tree(member)
    member = book.free_name("drawings/vmlDrawing", ".vml")
    book.add_default_type("vml", _VML_TYPE)
    book.put_part(member, _EMPTY_VML.encode())
    key = book.relate(sheet.member, "vmlDrawing", member)
    element = sheet.root.makeelement(f"{{{_MAIN}}}legacyDrawing", {})
    element.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", key)
    following = [one for one in sheet.root if str(one.tag).rpartition("}")[2] in _AFTER_LEGACY]
    following[0].addprevious(element) if following else sheet.root.append(element)
    return book.tree(member)


def _author(authors: _Element) -> str:
    names = [one.text for one in authors]
    if AUTHOR not in names:
        one = authors.makeelement(f"{{{_MAIN}}}author", {})
        one.text = AUTHOR
        authors.append(one)
        names.append(AUTHOR)
    return str(names.index(AUTHOR))


def _insert(listed: _Element, cell: str, author: str, text: str) -> None:
    comment = listed.makeelement(f"{{{_MAIN}}}comment", {"ref": cell, "authorId": author})
    holder = comment.makeelement(f"{{{_MAIN}}}text", {})
    comment.append(holder)
    _add_line(comment, text, first=True)
    listed.append(comment)


def _add_line(comment: _Element, text: str, first: bool = False) -> None:
    holder = comment.find("{*}text")
    if holder is None:
        raise KeyError("text")
    run = holder.makeelement(f"{{{_MAIN}}}r", {})
    words = run.makeelement(f"{{{_MAIN}}}t", {})
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    words.text = clean(text) if first else f"\n{clean(text)}"
    run.append(words)
    holder.append(run)


def _shape(drawing: _Element, cell: str, number: int) -> _Element:
    row, column = row_number(cell) - 1, column_number(cell) - 1
    anchor = f"{column + 1}, 15, {max(0, row - 1)}, 10, {column + 4}, 15, {row + 5}, 4"
    return parse_xml(
        f'<v:shape xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}" id="_x0000_s{number}" type="#_x0000_t202" '
        'style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox/><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
        "</x:ClientData></v:shape>".encode()
    )
