"""The letters of a cell as they are seen: without struck words and those in the colour of the cell, old fonts as
Unicode, raised digits as such.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from generator.core.characters import is_symbol_font, lowered, raised
from generator.core.legacy_text import as_shown
from generator.core.rows import Cell, CellFault, HowRead, Told
from generator.core.vietnamese import clean, one_line
from generator.read.book_tables import SharedText, TextRun
from generator.read.cell_look import CellStyle, Look

_PLACES = {"superscript": raised, "subscript": lowered}


LOST_TEXT = "[mất chữ]"
"""What stands for the text of a cell whose text is not in the file: no cell that has something is read as blank."""


def text_cell(shared: SharedText | None, style: CellStyle) -> Cell | None:
    """The cell that holds a text and looks so; None if nothing can be seen in it.

    A cell all in one legacy font keeps its letters and names the font: whether it is to be read so is asked.
    """
    if shared is None:
        return Cell(None, LOST_TEXT, CellFault.NO_TEXT)
    if not shared.text[:1].isalnum() and not clean(shared.text):
        return None
    if not shared.runs and not is_symbol_font(style.look.font):
        return unless_unseen(Cell(shared.text, shared.text, font=style.look.font), style)
    cell = _of_runs(shared.runs or (TextRun(shared.text),), style)
    if not clean(cell.text) and all(one.how is HowRead.UNSEEN for one in cell.told):
        return Cell(None, shared.text, CellFault.UNSEEN)
    return cell


def unless_unseen(cell: Cell | None, style: CellStyle) -> Cell | None:
    """The cell; empty if it is struck through as a whole, at fault if nothing of it can be seen."""
    if cell is None or not cell.text.strip():
        return cell
    if style.look.struck:
        return Cell("", "", told=(Told(HowRead.STRUCK, one_line(cell.text)),))
    return cell if cell.fault or style.shows(style.look) else replace(cell, value=None, fault=CellFault.UNSEEN)


def _of_runs(runs: tuple[TextRun, ...], style: CellStyle) -> Cell:
    stretches = [
        (look, "".join([run.text for run in found]))
        for look, found in groupby(runs, key=lambda run: style.look if run.look is None else run.look)
    ]
    seen = [(look, text) for look, text in stretches if not look.struck and style.shows(look)]
    struck = one_line(" ".join(text for look, text in stretches if look.struck))
    unseen = one_line(" ".join(text for look, text in stretches if not look.struck and not style.shows(look)))
    told = [Told(HowRead.STRUCK, struck)] if struck else []
    told += [Told(HowRead.UNSEEN, unseen)] if unseen else []
    fonts = dict.fromkeys(look.font for look, text in seen if text.strip())
    font = next(iter(fonts), "")
    if len(fonts) == 1 and not is_symbol_font(font):
        text = "".join(_placed(text, look) for look, text in seen)
        return Cell(text, text, font=font, told=tuple(told))
    read = [(look.font, text, as_shown(text, look.font)) for look, text in seen]
    changed = dict.fromkeys(font for font, text, shown in read if shown != text)
    told += [Told(HowRead.CONVERTED, ", ".join(changed))] if changed else []
    text = "".join(_placed(shown, look) for (look, _), (_, _, shown) in zip(seen, read, strict=True))
    return Cell(text, text, told=tuple(told))


def _placed(text: str, look: Look) -> str:
    return _PLACES[look.place](text) if look.place in _PLACES else text
