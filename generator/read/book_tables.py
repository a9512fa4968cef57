"""What the cells of every sheet of a workbook point into: its shared texts and its cell styles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from generator.core.characters import is_symbol_font
from generator.core.legacy_text import is_legacy_font
from generator.core.limits import CELLS
from generator.office.names import whole
from generator.read.book_parts import BookParts, TooLarge
from generator.read.cell_colours import BLACK, WHITE, Palette, Rgb
from generator.read.cell_look import CellStyle, Look
from generator.read.hiding_rules import UNTOLD_GROUND, UNTOLD_LETTERS, RuleLook
from generator.read.number_formats import BUILT_IN_CODES, BY_SYSTEM, number_format
from generator.read.plain_rows import plain_text
from generator.read.plain_xml import PlainPart
from generator.read.xml_stream import stream_elements

if TYPE_CHECKING:
    from lxml.etree import _Element

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_OFF = ("0", "false")
_SPECKS = ("1", "1.0", "1.5", "2", "2.0")
_VIETNAMESE_SIGNS = ("₫", "-42A]", "-42a]")


@dataclass(frozen=True, slots=True)
class TextRun:
    """Letters of one type in a cell; `look` is None where they have the cell's."""

    text: str
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class SharedText:
    """A text of the shared table; `runs` where its letters are of several types."""

    text: str
    runs: tuple[TextRun, ...] = ()


@dataclass(frozen=True, slots=True)
class Tables:
    """What the cells of every sheet point into."""

    texts: tuple[SharedText, ...]
    styles: tuple[CellStyle, ...]
    from_1904: bool
    recalculates: bool = False
    is_vietnamese: bool = False
    """Made by an Excel set to Vietnamese."""
    palette: Palette = field(default_factory=Palette)
    rule_looks: tuple[RuleLook, ...] = ()
    """What conditional formats change of a cell's look."""

    def text(self, index: str) -> SharedText | None:
        """None for a number that no text has, and for what is no number."""
        number = whole(index, -1)
        return self.texts[number] if 0 <= number < len(self.texts) else None

    def rule_look(self, rule: _Element) -> RuleLook:
        """What a rule of a conditional format does to a cell.

        Excel's later rules carry their format themselves, the older ones name one of the workbook's.
        """
        own, number = rule.find("{*}dxf"), rule.get("dxfId", "")
        if own is not None:
            return _rule_look(own, self.palette)
        known = number.isdecimal() and int(number) < len(self.rule_looks)
        return self.rule_looks[int(number)] if known else RuleLook()

    def style(self, index: str | None) -> CellStyle:
        number = int(index or 0)
        return self.styles[number] if 0 <= number < len(self.styles) else CellStyle()


def read_tables(book: BookParts) -> Tables:
    """Shared texts and cell styles of a workbook. Raises TooLarge."""
    most = CELLS.value()
    theme = book.related("theme")
    palette = Palette.of(book.root(theme) if theme else None)
    texts = tuple(islice(_shared_texts(book, palette), most + 1))
    if len(texts) > most:
        raise TooLarge(CELLS)
    styles = tuple(_styles(book, palette))
    looks = tuple(_rule_looks(book, palette))
    return Tables(texts, styles, book.from_1904, book.recalculates, _is_vietnamese(book), palette, looks)


def _rule_looks(book: BookParts, palette: Palette) -> Iterator[RuleLook]:
    member = book.related("styles")
    for element in book.root(member).iterfind("{*}dxfs/{*}dxf") if member else ():
        yield _rule_look(element, palette)


def _rule_look(element: _Element, palette: Palette) -> RuleLook:
    """What a differential format (dxf) changes."""
    colour, code, fill = element.find("{*}font/{*}color"), element.find("{*}numFmt"), element.find("{*}fill")
    return RuleLook(
        None if colour is None else palette.colour(colour, BLACK) or UNTOLD_LETTERS,
        _rule_ground(fill, palette) or UNTOLD_GROUND if fill is not None and fill.xpath("*[@* or *]") else None,
        None if code is None else number_format(str(code.get("formatCode", ""))),
    )


def _rule_ground(fill: _Element, palette: Palette) -> Rgb | None:
    """The ground that a rule sets: there the colour of a plain fill is its background's."""
    pattern = fill.find("{*}patternFill")
    kind = "" if pattern is None else pattern.get("patternType", "solid")
    ground = None if pattern is None else pattern.find("{*}bgColor")
    return (
        WHITE if kind == "none" else palette.colour(ground, WHITE) if kind == "solid" and ground is not None else None
    )


def _is_vietnamese(book: BookParts) -> bool:
    """True if the workbook's money is in đồng by its formats, or the program that saved it spoke Vietnamese."""
    member = book.related("styles")
    codes = book.root(member).iterfind("{*}numFmts/{*}numFmt") if member else ()
    if any(sign in str(code.get("formatCode")) for code in codes for sign in _VIETNAMESE_SIGNS):
        return True
    app = "docProps/app.xml"
    if app not in book.package.parts:
        return False
    return "Trang tính" in "".join(str(text) for text in book.root(app).itertext())


def _shared_texts(book: BookParts, palette: Palette) -> Iterator[SharedText]:
    member = book.related("sharedStrings")
    if member:
        with book.stream(member) as stream:
            part = PlainPart(stream, b"sst", b"si")
            for piece in part.pieces():
                text = plain_text(piece)
                if text is not None:
                    yield SharedText(unescaped(text))
                elif (alone := part.parse(piece)) is not None:
                    yield from (rich_text(item, palette) for item in alone.iterfind("{*}si"))
                else:
                    break
            yield from (rich_text(item, palette) for item in stream_elements(part, "si"))


def rich_text(element: _Element, palette: Palette) -> SharedText:
    """The text of a string item; phonetic guides (rPh) are not part of it."""
    runs: list[TextRun] = []
    for child in element:
        name = str(child.tag).rpartition("}")[2]
        if name == "t":
            runs.append(TextRun(unescaped(child.text or "")))
        elif name == "r":
            properties = child.find("{*}rPr")
            text = unescaped("".join([part.text or "" for part in child.iterfind("{*}t")]))
            runs.append(TextRun(text, None if properties is None else _look(properties, "rFont", palette)))
    text = "".join([run.text for run in runs])
    return SharedText(text, tuple(runs) if any(run.look is not None for run in runs) else ())


def unescaped(text: str) -> str:
    """`text` with Excel's escapes for characters that XML cannot hold (_x000D_) turned back."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _look(properties: _Element, font_tag: str, palette: Palette) -> Look:
    """What a font of the styles or the properties of a run say; only fonts with letters of their own are named."""
    said = {str(child.tag).rpartition("}")[2]: child for child in properties}
    name = said[font_tag].get("val", "") if font_tag in said else ""
    struck = "strike" in said and said["strike"].get("val") not in _OFF
    place = said["vertAlign"].get("val", "") if "vertAlign" in said else ""
    colour = palette.colour(said.get("color"), BLACK)
    is_tiny = "sz" in said and said["sz"].get("val") in _SPECKS
    return Look(name if is_legacy_font(name) or is_symbol_font(name) else "", struck, place, colour, is_tiny)


def _styles(book: BookParts, palette: Palette) -> Iterator[CellStyle]:
    member = book.related("styles")
    if not member:
        return
    root = book.root(member)
    codes: Mapping[int, str] = BUILT_IN_CODES | {
        int(element.get("numFmtId", "0")): str(element.get("formatCode", ""))
        for element in root.iterfind("{*}numFmts/{*}numFmt")
    }
    looks = [_look(element, "name", palette) for element in root.iterfind("{*}fonts/{*}font")]
    grounds = [palette.ground(element) for element in root.iterfind("{*}fills/{*}fill")]
    for element in root.iterfind("{*}cellXfs/{*}xf"):
        font = int(element.get("fontId", "0"))
        number = int(element.get("numFmtId", "0"))
        style = number_format(codes.get(number, "General"), number in BY_SYSTEM)
        fill = int(element.get("fillId", "0"))
        ground = grounds[fill] if 0 <= fill < len(grounds) else WHITE
        yield CellStyle(style, looks[font] if 0 <= font < len(looks) else Look(), ground)
