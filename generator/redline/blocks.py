"""The paragraphs and tables of a body, cell, header or note: OLD's and NEW's in one, with tracked changes.

NEW's tree becomes the result. The last paragraph of a container cannot lose its mark, so where paragraphs at the
end came or went, the mark of the paragraph before them is the tracked one, as Word does it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.office.names import CANT_SPLIT, PPR, SECT, TBL, P, W, copy_of, drop, ends_section, make, shell
from generator.office.word_text import on_one_line
from generator.redline.align import Step, align, may_pair
from generator.redline.element_keys import properties_key
from generator.redline.pen import (
    ChangeKind,
    Pen,
    Where,
    block_names,
    changed_properties,
    holds,
    holds_row,
    paragraph_properties,
)
from generator.redline.sameness import blocks_of, cells_of, rows_of, same_block, same_blocks
from generator.redline.words import compared, pair_notes_of, whole, write_segments

if TYPE_CHECKING:
    from lxml.etree import _Element

# --- A table that stands in both: rows that came and went, cells that changed, its frame ------------------------------

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
        pen.note(ChangeKind.TABLE, new=on_one_line(new)[:60])


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
    pen.rewritten.append(on_one_line(before))
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
        pen.note(ChangeKind.FORMAT, new=on_one_line(new), where=Where(block_names(new), block_names(old)))


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
        properties.append(make(CANT_SPLIT, val="off"))
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
    return " | ".join(text for text in (on_one_line(cell).strip() for cell in cells_of(row)) if text)


def redline_blocks(old: _Element, new: _Element, pen: Pen, moves: bool = False) -> None:
    """Turns the container `new` into the redline of `old` and `new`."""
    _Blocks(list(blocks_of(old)), list(blocks_of(new)), pen).write(new, moves and not pen.coarse)


@dataclass(slots=True)
class _Blocks:
    old: list[_Element]
    new: list[_Element]
    pen: Pen
    cursor: _Element | None = None

    def write(self, container: _Element, moves: bool) -> None:
        steps, tail = _whole_moves(*_with_safe_end(align(self.old, self.new, moves), self.old, self.new))
        for step in steps:
            self._step(step)
        self._tail(tail)
        if not self.new and self.cursor is not None:
            container.append(self.cursor)

    def _step(self, step: Step) -> None:
        old = self.old[step.old] if step.old is not None else None
        new = self.new[step.new] if step.new is not None else None
        if old is not None and new is not None:
            self.pen.pair_sections(old.find(f"{PPR}/{SECT}"), new.find(f"{PPR}/{SECT}"))
        if new is None:
            if old is not None:
                self._put(gone_block(old, self.pen, step.moved))
        elif old is None:
            self._replace(new, come_block(new, self.pen, step.moved))
        elif step.equal:
            if self.pen.notes:
                pair_notes_of(old, new, self.pen)
            self.cursor = new
        else:
            self._replace(new, both_block(old, new, self.pen))

    def _tail(self, tail: Sequence[Step]) -> None:
        """The last kept paragraph, whose mark is tracked, and the paragraphs that came or went after it."""
        if not tail:
            return
        kept, *rest = tail
        old, new = _at(self.old, kept.old), _at(self.new, kept.new)
        went = rest[-1].old is not None
        others = [_at(self.old, step.old) if went else _at(self.new, step.new) for step in rest]
        where = Where(block_names(new), block_names(old))
        self.pen.next_paragraph()
        first = shell(new)
        base, mark = (old, "del") if went else (new, "ins")
        _set(first, paragraph_properties(base.find(PPR), None, self.pen, mark))
        write_segments(compared(old, new, self.pen, where), first, self.pen)
        self._replace(new, first)
        for other in others[:-1]:
            done = gone_block(other, self.pen) if went else come_block(other, self.pen)
            self._put(done) if went else self._replace(other, done)
        self.pen.next_paragraph()
        last = shell(others[-1])
        new_end, old_end = (new, others[-1]) if went else (others[-1], old)
        _set(last, paragraph_properties(new_end.find(PPR), old_end.find(PPR), self.pen, compare=True))
        write_segments(whole(others[-1], mark), last, self.pen)
        _note_whole(others[-1], ChangeKind.DELETED if went else ChangeKind.INSERTED, self.pen)
        self._put(last) if went else self._replace(others[-1], last)

    def _put(self, block: _Element) -> None:
        """Sets a block of OLD after what stands already."""
        if self.cursor is not None:
            self.cursor.addnext(block)
        elif self.new:
            self.new[0].addprevious(block)
        self.cursor = block

    def _replace(self, block: _Element, result: _Element) -> None:
        parent = block.getparent()
        if result is not block and parent is not None:
            parent.replace(block, result)
        self.cursor = result


def _at(blocks: Sequence[_Element], index: int | None) -> _Element:
    return blocks[index if index is not None else -1]


def _with_safe_end(
    steps: list[Step], old: Sequence[_Element], new: Sequence[_Element]
) -> tuple[list[Step], list[Step]]:
    """The steps, and those at the end that need the mark before them; never a lone mark at the very end."""
    last_pair = max((place for place, step in enumerate(steps) if None not in (step.old, step.new)), default=-1)
    rest = steps[last_pair + 1 :]
    if not rest:
        return steps, []
    gone = [step for step in rest if step.old is not None]
    come = [step for step in rest if step.new is not None]
    if not (gone and come) and last_pair >= 0:
        blocks = [_at(old, step.old) if gone else _at(new, step.new) for step in rest]
        kept = steps[last_pair]
        plain = all(block.tag == P for block in [*blocks, _at(old, kept.old), _at(new, kept.new)])
        if plain and not any(ends_section(block) for block in blocks):
            return steps[:last_pair], steps[last_pair:]
        gone, come = [Step(kept.old, None), *gone], [Step(None, kept.new), *come]
        steps = steps[:last_pair]
    else:
        steps = steps[: last_pair + 1]
    if gone and come and may_pair(_at(old, gone[-1].old), _at(new, come[-1].new)):
        return [*steps, *gone[:-1], *come[:-1], Step(gone[-1].old, come[-1].new)], []
    return [*steps, *gone, *come], []


def _whole_moves(steps: list[Step], tail: list[Step]) -> tuple[list[Step], list[Step]]:
    """Moves whose other end was needed for something else are no moves."""
    ends = Counter(step.moved for step in steps if None in (step.old, step.new))
    plain = [step if ends[step.moved] == 2 else replace(step, moved=None) for step in steps]
    return plain, [replace(step, moved=None) for step in tail]


def both_block(old: _Element, new: _Element, pen: Pen) -> _Element:
    """A paragraph or table that stands in both."""

    if old.tag != P:
        redline_table(old, new, pen)
        return new
    if same_block(old, new):
        if pen.notes:
            pair_notes_of(old, new, pen)
        return new
    listed, paired = len(pen.changes), len(pen.note_pairs)
    result = _both_paragraph(old, new, pen)
    if not holds(result, old, new, same_block) and not pen.coarse:
        del pen.changes[listed:], pen.note_pairs[paired:]
        pen.rewritten.append(on_one_line(new) or on_one_line(old))
        pen.coarse = True
        result = _both_paragraph(old, new, pen)
        pen.coarse = False
    return result


def _both_paragraph(old: _Element, new: _Element, pen: Pen) -> _Element:
    pen.next_paragraph()
    where = Where(block_names(new), block_names(old))
    result = shell(new)
    before = len(pen.changes)
    _set(result, paragraph_properties(new.find(PPR), old.find(PPR), pen, compare=True))
    write_segments(compared(old, new, pen, where), result, pen)
    if len(pen.changes) == before:
        pen.note(ChangeKind.SECTION if ends_section(new) else ChangeKind.FORMAT, new=on_one_line(new), where=where)
    return result


def gone_block(old: _Element, pen: Pen, moved: int | None = None) -> _Element:
    """A paragraph or table of OLD, deleted or moved away."""

    if old.tag != P:
        return whole_table(copy_of(old), pen, "del")
    return _whole_paragraph(old, pen, "del" if moved is None else "moveFrom", moved)


def come_block(new: _Element, pen: Pen, moved: int | None = None) -> _Element:
    """A paragraph or table of NEW, inserted or moved here."""

    if new.tag != P:
        return whole_table(new, pen, "ins")
    return _whole_paragraph(new, pen, "ins" if moved is None else "moveTo", moved)


def _whole_paragraph(paragraph: _Element, pen: Pen, mark: str, moved: int | None) -> _Element:
    pen.next_paragraph()
    result = shell(paragraph)
    _set(result, paragraph_properties(paragraph.find(PPR), None, pen, mark))
    if moved is not None:
        start = pen.start_of(f"{mark}RangeStart", f"bc_move{moved + 1}_{pen.story}")
        result.append(start)
    write_segments(whole(paragraph, mark), result, pen)
    if moved is not None:
        result.append(pen.end_of(start, f"{mark}RangeEnd"))
        if mark == "moveTo":
            pen.note(ChangeKind.MOVED, new=on_one_line(paragraph))
    else:
        _note_whole(paragraph, ChangeKind.INSERTED if mark == "ins" else ChangeKind.DELETED, pen)
    return result


def _note_whole(paragraph: _Element, kind: ChangeKind, pen: Pen) -> None:
    text, names = on_one_line(paragraph), block_names(paragraph)
    if kind is ChangeKind.INSERTED:
        pen.note(kind, new=text, where=Where(names))
    else:
        pen.note(kind, old=text, where=Where((), names))


def _set(paragraph: _Element, properties: _Element | None) -> None:
    if properties is not None:
        paragraph.insert(0, properties)
