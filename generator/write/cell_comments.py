"""Comments added to a worksheet that is being changed; those a person wrote stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from lxml import etree

from generator.core.vietnamese import clean
from generator.office.names import SPACE, SPREADSHEET, R
from generator.office.xml import parse as parse_xml
from generator.read.cell_names import column_number, row_number
from generator.write.workbook_edit import SheetEdit, WorkbookEdit

if TYPE_CHECKING:
    from lxml.etree import _Element

AUTHOR = "baocao"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_V, _O, _X = (
    "urn:schemas-microsoft-com:vml",
    "urn:schemas-microsoft-com:office:office",
    "urn:schemas-microsoft-com:office:excel",
)
_NAMES = f'xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}"'
_EMPTY_VML = (
    f'<xml {_NAMES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
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
    member = _drawing(book, sheet)
    if member is None:
        return
    sheet.changed = True
    root = _comments(book, sheet)
    listed = root.find("{*}commentList")
    authors = root.find("{*}authors")
    if listed is None or authors is None:
        raise KeyError("commentList")
    author = _author(authors)
    own = {str(one.get("ref")): one for one in listed}
    drawing = book.part(member) or b""
    first, shapes = _FIRST_SHAPE + drawing.count(b"<v:shape "), []
    for number, (cell, text) in enumerate(notes.items()):
        if cell in own:
            _add_line(own[cell], text)
        else:
            _insert(listed, cell, author, text)
            shapes.append(_shape(cell, first + 2 * number))
    if shapes:
        # As text: thousands of notes as a tree would take hundreds of megabytes.
        end = drawing.rindex(b"</")
        if _NAMES.encode() not in drawing:
            shapes = [shape.replace("<v:shape ", f"<v:shape {_NAMES} ", 1) for shape in shapes]
        shown = "".join(shapes)
        book.put_part(member, drawing[:end] + shown.encode() + drawing[end:])


def drop_lines(book: WorkbookEdit, title: str, is_own: Callable[[str], bool]) -> dict[str, list[str]]:
    """Takes the lines that are `is_own` out of the notes of a sheet, and a note that has no other; gives them by cell.

    A sheet without such lines is not touched.
    """
    member = book.related(book.member(title), "comments")
    if member is None or (content := book.part(member)) is None:
        return {}
    found: dict[str, list[str]] = {}
    for comment in parse_xml(content).iterfind("{*}commentList/{*}comment"):
        if own := [line for line in _text(comment).split("\n") if is_own(line)]:
            found[str(comment.get("ref"))] = own
    if not found:
        return {}
    listed = book.tree(member).find("{*}commentList")
    assert listed is not None
    emptied = {
        str(comment.get("ref"))
        for comment in list(listed)
        if str(comment.get("ref")) in found and _emptied(listed, comment, is_own)
    }
    _drop_shapes(book, title, emptied)
    return found


def _text(comment: _Element) -> str:
    return "".join(node.text or "" for node in comment.iterfind("{*}text//{*}t"))


def _emptied(listed: _Element, comment: _Element, is_own: Callable[[str], bool]) -> bool:
    """Whether nothing is left of a note once its own lines are gone; it is taken out then."""
    kept = "\n".join(line for line in _text(comment).split("\n") if not is_own(line)).strip("\n")
    if not kept:
        listed.remove(comment)
        return True
    left = len(kept)
    for node in list(comment.iterfind("{*}text//{*}t")):  # its own lines were added behind what was there
        text = node.text or ""
        node.text = text[:left]
        left -= len(node.text)
        run = node.getparent()
        if not node.text and text and run is not None and (holder := run.getparent()) is not None:
            holder.remove(run)
    if _text(comment) != kept:
        _replace(comment, kept)
    return False


def _replace(comment: _Element, text: str) -> None:
    """The whole text of a note, in the looks of its first run."""
    nodes = list(comment.iterfind("{*}text//{*}t"))
    for node in nodes:
        node.text = text if node is nodes[0] else ""


def _drop_shapes(book: WorkbookEdit, title: str, cells: set[str]) -> None:
    member = book.related(book.member(title), "vmlDrawing")
    if member is None or not cells:
        return
    places = {(row_number(cell) - 1, column_number(cell) - 1) for cell in cells}
    try:
        drawing = parse_xml(book.part(member) or b"")
    except etree.XMLSyntaxError:
        return
    for shape in list(drawing.iterfind("{*}shape")):
        data = shape.find("{*}ClientData")
        if data is None or data.get("ObjectType") != "Note":
            continue
        row, column = data.findtext("{*}Row"), data.findtext("{*}Column")
        if row and column and (int(row), int(column)) in places:
            drawing.remove(shape)
    book.put_part(member, etree.tostring(drawing))


def _comments(book: WorkbookEdit, sheet: SheetEdit) -> _Element:
    member = book.related(sheet.member, "comments")
    if member is None:
        member = book.free_name("comments")
        content = f'<comments xmlns="{SPREADSHEET}"><authors/><commentList/></comments>'
        book.add_part(member, content.encode(), _COMMENTS_TYPE)
        book.relate(sheet.member, "comments", member)
    return book.tree(member)


def _drawing(book: WorkbookEdit, sheet: SheetEdit) -> str | None:
    """The part that draws the notes of a sheet, made if there is none; None if it is no XML."""

    member = book.related(sheet.member, "vmlDrawing")
    if member is not None:
        try:
            root = parse_xml(book.part(member) or b"")
        except etree.XMLSyntaxError:
            return None
        if not len(root):  # an end tag is needed to put something before
            book.put_part(member, _EMPTY_VML.encode())
        return member
    member = book.free_name("drawings/vmlDrawing", ".vml")
    book.add_default_type("vml", _VML_TYPE)
    book.put_part(member, _EMPTY_VML.encode())
    key = book.relate(sheet.member, "vmlDrawing", member)
    element = sheet.root.makeelement(f"{{{SPREADSHEET}}}legacyDrawing", {})
    element.set(f"{R}id", key)
    following = [one for one in sheet.root if str(one.tag).rpartition("}")[2] in _AFTER_LEGACY]
    following[0].addprevious(element) if following else sheet.root.append(element)
    return member


def _author(authors: _Element) -> str:
    names = [one.text for one in authors]
    if AUTHOR not in names:
        one = authors.makeelement(f"{{{SPREADSHEET}}}author", {})
        one.text = AUTHOR
        authors.append(one)
        names.append(AUTHOR)
    return str(names.index(AUTHOR))


def _insert(listed: _Element, cell: str, author: str, text: str) -> None:
    comment = listed.makeelement(f"{{{SPREADSHEET}}}comment", {"ref": cell, "authorId": author})
    holder = comment.makeelement(f"{{{SPREADSHEET}}}text", {})
    comment.append(holder)
    _add_line(comment, text, first=True)
    listed.append(comment)


def _add_line(comment: _Element, text: str, first: bool = False) -> None:
    if not first and not _text(comment):
        first = True
    holder = comment.find("{*}text")
    if holder is None:
        raise KeyError("text")
    run = holder.makeelement(f"{{{SPREADSHEET}}}r", {})
    words = run.makeelement(f"{{{SPREADSHEET}}}t", {})
    words.set(SPACE, "preserve")
    words.text = clean(text) if first else f"\n{clean(text)}"
    run.append(words)
    holder.append(run)


def _shape(cell: str, number: int) -> str:
    row, column = row_number(cell) - 1, column_number(cell) - 1
    anchor = f"{column + 1}, 15, {max(0, row - 1)}, 10, {column + 4}, 15, {row + 5}, 4"
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" '
        'style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox/><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
        "</x:ClientData></v:shape>"
    )
