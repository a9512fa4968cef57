"""How values become text in a document: escaping, line breaks, bookmarks, numbering.

Everything a template prints goes through `Printer.text`, one value at a time: text from a workbook is data,
whatever braces or angle brackets it holds.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from generator.core.figures import Figure, Phrase, Quotation
from generator.core.roman import roman
from generator.office.names import BOOKMARK_PREFIX
from generator.office.text_width import rule_indent
from generator.render.charts import PlacedChart
from generator.render.charts_package import draw, has_chart
from generator.render.footnotes_package import note_mark

_SPECIAL = re.compile(r"[&<>\"'\n\t\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
_MARKUP = re.compile(r"<[^>]*>")
_NAME = re.compile(r"\w{1,12}", re.ASCII)
BOOKMARK_LENGTH = 40  # Word's own limit

POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"
"""Điểm of the Vietnamese order (NĐ 30/2020, Phụ lục I, II.6đ)."""


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """A figure as it stands in a document: the bookmark of its paragraph or row, and the figure."""

    block: str
    figure: Figure


def escaped(text: str) -> str:
    """`text` as the content of a w:t: escaped, line breaks and tabs as Word's own elements, nothing XML forbids."""
    if not _SPECIAL.search(text):
        return text
    plain = str(escape(_FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))))
    return plain.replace("\n", _BREAK).replace("\t", _TAB)


@dataclass(slots=True)
class Printer:
    """What one rendering keeps track of: the block it is in, figures printed, numbers of headings."""

    figures: list[PlacedFigure] = field(default_factory=list)
    block: str = ""
    names: dict[str, int] = field(default_factory=dict)
    last_id: int = 0
    open_blocks: list[tuple[int, str]] = field(default_factory=list)
    """Number and name of the bookmarks that have begun and not ended: a text box stands in a paragraph."""
    numbers: list[int] = field(default_factory=lambda: [0, 0, 0])
    charts: list[PlacedChart] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """The runs of each footnote."""
    captions: int = 0
    tables: int = 0

    def functions(self) -> dict[str, Callable[..., object]]:
        """What a template may call, by name; names with an underscore are the compiler's own."""
        return {
            "_rule_indent": rule_indent,
            "_has_chart": has_chart,
            "_chart": self.chart,
            "_footnote": self.footnote,
            "_plain": self.plain,
            "_link": self.link,
            "_field_code": self.field_code,
            "next_chart": self._next_caption,
            "next_table": self._next_table,
            "next_I": lambda: self._next(0, roman),
            "next_1": lambda: self._next(1, str),
            "next_a": lambda: self._next(2, lambda n: POINT_LETTERS[(n - 1) % len(POINT_LETTERS)]),
        }

    def text(self, value: object) -> str:
        """What stands in the document for a printed value; figures are noted with the block they stand in."""
        if type(value) is str:
            return escaped(value) if _SPECIAL.search(value) else value
        if isinstance(value, Quotation):
            if value.has_figures:
                self.figures.append(PlacedFigure(self.block, Figure(value, None, value.cells, value.formula)))
            return escaped(value)
        if isinstance(value, Figure):
            self.figures.append(PlacedFigure(self.block, value))
            return escaped(value.text)
        if isinstance(value, Markup):
            return value
        if isinstance(value, Phrase):
            self.figures.extend(PlacedFigure(self.block, figure) for figure in value.figures)
        return escaped("" if value is None else str(value))

    def plain(self, value: object = "") -> Markup:
        """A value where no line break can stand: an attribute, an equation."""
        self.text(value)  # notes its figures
        shown = value.text if isinstance(value, Figure) else "" if value is None else str(value)
        return Markup(escape(" ".join(_FORBIDDEN.sub("", shown.replace("\n", " ")).split())))

    def link(self, value: object = "") -> Markup:
        """A value in the address of a link."""
        return Markup(escape(quote(str(self.plain(value).unescape()), safe="/:?#[]@!$&'()*+,;=%~")))

    def field_code(self, value: object = "") -> Markup:
        """A value inside a field's instruction, which it can neither end nor add to."""
        return Markup(escape(str(self.plain(value).unescape()).replace("\\", "\\\\").replace('"', '\\"')))

    def bookmark(self, name: str, *items: tuple[object, int]) -> str:
        """The start of the hidden bookmark that names a paragraph or row, unique in the document.

        `items` are those of the loops round it, each with its number.
        """
        keys = [block_key(item, index) for item, index in items]
        full = BOOKMARK_PREFIX + "_".join((name, *keys))
        if len(full) > BOOKMARK_LENGTH - 4:
            full = f"{BOOKMARK_PREFIX}{name}_{_digest('|'.join(keys))}"
        if times := self.names.get(full, 0):
            full, self.names[full] = f"{full}_{times + 1}", times + 1
        else:
            self.names[full] = 1
        self.block = full
        self.last_id += 1
        self.open_blocks.append((self.last_id, full))
        return f'<w:bookmarkStart w:id="{self.last_id}" w:name="{full if full.isidentifier() else escaped(full)}"/>'

    def bookmark_end(self) -> str:
        """The end of the bookmark begun last and not ended yet."""
        number, _ = self.open_blocks.pop()
        if self.open_blocks:
            self.block = self.open_blocks[-1][1]
        return f'<w:bookmarkEnd w:id="{number}"/>'

    def chart(self, *asked: Any) -> Markup:
        """A chart's drawing (see charts_package.draw); its figures are noted with the block they stand in."""
        markup, placed = draw(self.charts, *asked)
        if placed is not None:
            self.charts.append(placed)
            self.figures.extend(PlacedFigure(self.block, figure) for figure in placed.chart.figures())
        return Markup(markup)

    def footnote(self, caller: Callable[[], str]) -> Markup:
        """The mark of a footnote of what a template says there; nothing where it says nothing."""
        runs = str(caller())
        if not _MARKUP.sub("", runs).strip():
            return Markup()
        self.notes.append(runs)
        return Markup(note_mark(len(self.notes)))

    def _next_table(self) -> str:
        self.tables += 1
        return str(self.tables)

    def _next_caption(self) -> str:
        self.captions += 1
        return str(self.captions)

    def _next(self, level: int, form: Callable[[int], str]) -> str:
        self.numbers[level] += 1
        self.numbers[level + 1 :] = [0] * (len(self.numbers) - level - 1)
        return form(self.numbers[level])


def block_key(item: object, index: int) -> str:
    """What names an item of a loop for good: its `block_key` (a task's code …), else its number.

    Bookmark names take Latin letters, digits and underscores only; other names become a digest.
    """
    key = getattr(item, "block_key", None)
    if not key:
        return str(index)
    plain = str(key).replace(".", "_")
    return plain if _NAME.fullmatch(plain) else _digest(str(key))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
