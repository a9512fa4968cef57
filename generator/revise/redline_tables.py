"""A table that stands in both: rows that came and went, cells that changed, its frame."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.revise.redline_align import Step, align
from generator.revise.redline_blocks import redline_blocks
from generator.revise.redline_canonical import blocks_of, cells_of, properties_key, rows_of, same_blocks
from generator.revise.redline_pen import (
    ChangeKind,
    Pen,
    Where,
    block_names,
    changed_properties,
    holds_row,
    paragraph_properties,
)
from generator.revise.redline_words import pair_notes_of, whole, write_segments
from generator.revise.redline_xml import CAN_SPLIT, PPR, TBL, P, W, copy_of, drop, make, shell, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_TABLE_PROPERTIES, _GRID = f"{W}tblPr", f"{W}tblGrid"
_ROW_PROPERTIES, _CELL_PROPERTIES = f"{W}trPr", f"{W}tcPr"


def redline_table(old: _Element, new: _Element, pen: Pen) -> None:
    """Turns the table `new` into the redline of both."""
    _frame(old, new, pen)
    olds, news = list(rows_of(old)), list(rows_of(new))
    cursor: _Element | None = None
    for step in align(olds, news):
        cursor = _row(step, olds, news, cursor, pen)


def _frame(old: _Element, new: _Element, pen: Pen) -> None:
    changed = False
    for tag in (_GRID, _TABLE_PROPERTIES):
        was, now = old.find(tag), new.find(tag)
        if properties_key(was) == properties_key(now):
            continue
        changed = True
        result = changed_properties(now, was, tag, pen)
        if now is not None:
            drop(now)
        if result is not None:
            new.insert(1 if tag == _GRID and new.find(_TABLE_PROPERTIES) is not None else 0, result)
    if changed:
        pen.note(ChangeKind.TABLE, new=text_of(new)[:60])


def _row(step: Step, olds: list[_Element], news: list[_Element], cursor: _Element | None, pen: Pen) -> _Element:
    """Writes one row of the result; gives the last row that stands."""
    old = olds[step.old] if step.old is not None else None
    new = news[step.new] if step.new is not None else None
    if new is None:
        return _put(whole_row(copy_of(olds[step.old or 0]), pen, "del"), cursor, news)
    if old is None:
        return whole_row(new, pen, "ins")
    if step.equal:
        if pen.notes:
            pair_notes_of(old, new, pen)
        return new
    before = copy_of(new)
    listed, paired = len(pen.changes), len(pen.note_pairs)
    _both_row(old, new, pen)
    if holds_row(new, old, before):
        return new
    del pen.changes[listed:], pen.note_pairs[paired:]
    pen.rewritten.append(text_of(before))
    _put(whole_row(copy_of(old), pen, "del"), cursor, news, before=new)
    fresh = whole_row(before, pen, "ins")
    parent = new.getparent()
    if parent is not None:
        parent.replace(new, fresh)
    return fresh


def _put(row: _Element, cursor: _Element | None, news: list[_Element], before: _Element | None = None) -> _Element:
    if before is not None:
        before.addprevious(row)
    elif cursor is not None:
        cursor.addnext(row)
    elif news:
        news[0].addprevious(row)
    return row


def _both_row(old: _Element, new: _Element, pen: Pen) -> None:
    before = len(pen.changes)
    _set_properties(new, old.find(_ROW_PROPERTIES), _ROW_PROPERTIES, pen)
    for cell, (was, now) in enumerate(zip(list(cells_of(old)), list(cells_of(new)), strict=True)):
        _set_properties(now, was.find(_CELL_PROPERTIES), _CELL_PROPERTIES, pen)
        if pen.notes or not same_blocks(was, now):
            listed = len(pen.changes)
            redline_blocks(was, now, pen)
            _name_blocks(old, new, cell, pen, listed)
    if len(pen.changes) == before:
        pen.note(ChangeKind.FORMAT, new=text_of(new), where=Where(block_names(new), block_names(old)))


def _name_blocks(old: _Element, new: _Element, cell: int, pen: Pen, since: int) -> None:
    """A changed cell belongs to the block that its row is."""
    names, old_names = block_names(new), block_names(old)
    for place in range(since, len(pen.changes)):
        change = pen.changes[place]
        blocks, old_blocks = change.blocks or names, change.old_blocks or old_names
        pen.changes[place] = replace(change, blocks=blocks, old_blocks=old_blocks, cell=cell)


def _set_properties(holder: _Element, was: _Element | None, tag: str, pen: Pen) -> None:
    now = holder.find(tag)
    if properties_key(now) == properties_key(was):
        return
    result = changed_properties(now, was, tag, pen)
    if now is not None:
        drop(now)
    if result is not None:
        holder.insert(1 if tag == _ROW_PROPERTIES and holder.find(f"{W}tblPrEx") is not None else 0, result)


def whole_table(table: _Element, pen: Pen, mark: str) -> _Element:
    """Marks every row of a table as inserted or deleted."""
    for row in list(rows_of(table)):
        whole_row(row, pen, mark)
    return table


def whole_row(row: _Element, pen: Pen, mark: str) -> _Element:
    """Marks a row and all it holds as inserted or deleted, and lists it."""
    text = _row_text(row)
    inserted = mark == "ins"
    where = Where(block_names(row)) if inserted else Where((), block_names(row))
    pen.note(
        ChangeKind.ROW_INSERTED if inserted else ChangeKind.ROW_DELETED,
        "" if inserted else text,
        text if inserted else "",
        where,
    )
    pen.next_paragraph()
    _mark_row(row, pen, mark)
    return row


def _mark_row(row: _Element, pen: Pen, mark: str) -> None:
    """The schema wants a property beside the mark (CT_TrPr); one that is off changes nothing."""
    properties = row.find(_ROW_PROPERTIES)
    if properties is None:
        properties = make(_ROW_PROPERTIES)
        row.insert(1 if row.find(f"{W}tblPrEx") is not None else 0, properties)
    if not len(properties):
        properties.append(make(CAN_SPLIT, val="off"))
    properties.append(pen.mark(mark))
    for cell in cells_of(row):
        for block in list(blocks_of(cell)):
            if block.tag == TBL:
                for inner in list(rows_of(block)):
                    _mark_row(inner, pen, mark)
            elif block.tag == P:
                _mark_paragraph(block, pen, mark)


def _mark_paragraph(paragraph: _Element, pen: Pen, mark: str) -> None:
    result = shell(paragraph)
    properties = paragraph_properties(paragraph.find(PPR), None, pen, mark)
    if properties is not None:
        result.append(properties)
    write_segments(whole(paragraph, mark), result, pen)
    paragraph[:] = list(result)


def _row_text(row: _Element) -> str:
    return " | ".join(text for text in (text_of(cell).strip() for cell in cells_of(row)) if text)
