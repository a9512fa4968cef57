"""A whole Word file merged three ways: last generated, edited by hand, newly generated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from generator.office.footnotes import NoteForm
from generator.office.note_folding import fold, unfold
from generator.office.package import Package
from generator.office.soundness import mend
from generator.revise.align import align
from generator.revise.blocks import PARAGRAPH, Block, BlockKind, StyleBook, body_blocks, cells_of
from generator.revise.chart_merge import ChartMerge
from generator.revise.columns import Columns, cells_by_column, follow_columns, partners
from generator.revise.conflicts import Comments, Conflict
from generator.revise.inline import pieces_of
from generator.revise.paragraph_merge import merge_paragraph
from generator.revise.placing import make_block, make_row
from generator.revise.surroundings import merge_surroundings
from generator.revise.three_way import Sequences
from generator.revise.words import normal
from generator.revise.workspace import Workspace

if TYPE_CHECKING:
    from lxml.etree import _Element

# --- tables: rows like blocks of any sequence, cells by their column, also where a person merged or moved some --------


def merge_blocks(
    desk: Workspace,
    base: list[Block],
    edited: list[Block],
    new: list[Block],
    within_cell: bool = False,
    reread: Callable[[], list[Block]] | None = None,
) -> None:
    """Merges a sequence of paragraphs and tables in place."""
    Sequences(desk, base, edited, new, partial(merge_block, desk), partial(make_block, desk), within_cell, reread).run()


def merge_block(desk: Workspace, base: Sequence[Block], edited: Block, new: Sequence[Block]) -> None:
    """One paragraph or table."""
    if edited.kind is BlockKind.PARAGRAPH:
        merge_paragraph(desk, base, edited, new)
    elif base[0].raw != new[0].raw:
        _merge_table(desk, base[0], edited, new[0])


def _merge_table(desk: Workspace, base: Block, edited: Block, new: Block) -> None:
    columns = Columns.of(base.element, edited.element, new.element)
    counts = not _begins_with_ranks(base)
    rows = Sequences(
        desk,
        base.rows,
        edited.rows,
        new.rows,
        merge_one=partial(_merge_row, desk, columns, counts),
        make_one=partial(make_row, desk, columns.new_to_edited),
        reread=(lambda: Block(edited.elements, BlockKind.TABLE, styles=desk.styles).rows) if counts else None,
    )
    rows.run()
    if not columns.as_before:
        follow_columns(desk, columns, Block(edited.elements, BlockKind.TABLE, styles=desk.styles), new, rows.here)


_RANK = ("hạng", "thứ hạng", "xếp hạng")


def _begins_with_ranks(table: Block) -> bool:
    """True if the numbers of the first column are figures of their own: ranks, which two may share."""
    return bool(table.rows) and any(
        normal(cell.text).casefold().startswith(_RANK) for cell in _cells(table.rows[0])[:1]
    )


def _merge_row(
    desk: Workspace, columns: Columns, counts: bool, base: Sequence[Block], edited: Block, new: Sequence[Block]
) -> None:
    """One row; in its first cell may stand what only `counts` the rows."""
    if base[0].raw == new[0].raw:
        return
    old, here, now = (_cells(block) for block in (base[0], edited, new[0]))
    to_new = _partners(base[0], new[0], columns.to_new)
    to_edited = _partners(base[0], edited, columns.to_edited)
    for b, n in sorted(to_new.items()):
        e = to_edited.get(b)
        if old[b].raw == now[n].raw or (counts and b == 0 and e is not None and _counts(old[b], here[e], now[n])):
            continue
        cell = here[e] if e is not None else next((one for one in here if _holds(one, old[b])), None)
        if cell is not None:
            _merge_cell(desk, old[b], cell, now[n])


def _partners(old: Block, now: Block, columns: Mapping[int, int]) -> dict[int, int]:
    """Which cell of a row became which."""
    found = partners(cells_by_column(old.element), cells_by_column(now.element), columns)
    return found if found is not None else _by_text(_cells(old), _cells(now))


def _merge_cell(desk: Workspace, base: Block, edited: Block, new: Block) -> None:
    before = body_blocks(base.element, desk.base_styles)
    here = body_blocks(edited.element, desk.styles)
    after = body_blocks(new.element, desk.new_styles)
    if all(len(one) == 1 and one[0].kind is BlockKind.PARAGRAPH for one in (before, here, after)):
        merge_paragraph(desk, before, here[0], after)  # as nearly all cells are: nothing to look for
        desk.name(here[0], after[0])
    else:
        said = [block.element for block in here if not block.empty and block.kind is BlockKind.PARAGRAPH]
        merge_blocks(desk, before, here, after, within_cell=True)
        for paragraph in said:
            _drop_if_emptied(desk, paragraph)


def _drop_if_emptied(desk: Workspace, paragraph: _Element) -> None:
    """Takes out what a cell kept as its last paragraph, once new ones stand in the cell."""
    cell = paragraph.getparent()
    if cell is not None and not pieces_of([paragraph]):
        others = [one for one in cell.findall(PARAGRAPH) if one is not paragraph]
        if others and (cell[-1] is not paragraph or paragraph.getprevious() is others[-1]):
            desk.remove(paragraph)


def _counts(old: Block, here: Block, now: Block) -> bool:
    """True if a cell only counts, and a person counted in their own way."""
    return old.text != here.text and all(one.text.isdecimal() for one in (old, here, now))


def _cells(row: Block) -> list[Block]:
    return [Block([cell], BlockKind.CELL) for cell in cells_of(row.element)]


def _holds(cell: Block, part: Block) -> bool:
    """True if a cell, merged from several, holds the text of one."""
    return bool(part.text) and part.text in normal(cell.raw)


def _by_text(old: Sequence[Block], now: Sequence[Block]) -> dict[int, int]:
    """Which cell became which: by place in rows of equal length, else by their text."""
    if len(old) == len(now):
        return {place: place for place in range(len(old))}
    return align(old, now)


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged file, how many changes of the data were put in, and what waits for a person."""

    content: bytes
    changes: int = 0
    conflicts: tuple[Conflict, ...] = ()


def merge_documents(base: bytes, edited: bytes, new: bytes) -> Merged:
    """What the data changed between `base` and `new`, put into `edited`. Same three files, same bytes.

    Nothing edited gives `new` itself; nothing changed gives `edited` itself, unless a settled conflict's comment
    is to be taken out. Raises Unreadable if `edited` cannot be read.
    """
    if edited in (base, new):
        return Merged(new)
    package = Package.open(edited)
    noted = unfold(package, keep_numbers=True)
    comments = Comments(package)
    touched = comments.settle()
    if base == new:
        if touched and noted:
            fold(package)
        return Merged(package.save() if touched else edited, 0, tuple(comments.open_conflicts()))
    before, after = Package.open(base), Package.open(new)
    form = NoteForm.of(after)
    noted = any([noted, unfold(before), unfold(after)])
    edited_styles, base_styles, new_styles = (
        StyleBook.of(one.related_tree("styles")) for one in (package, before, after)
    )
    desk = Workspace(package, after, edited_styles, base_styles, new_styles, comments)
    desk.charts = ChartMerge.of(before, package, after)
    roots = [one.tree(one.main) for one in (before, package, after)]
    bodies = [one.body for one in (before, package, after)]
    body = package.body
    merge_blocks(
        desk,
        body_blocks(bodies[0], desk.base_styles),
        body_blocks(bodies[1], desk.styles),
        body_blocks(bodies[2], desk.new_styles),
        reread=lambda: body_blocks(body, desk.styles),
    )
    desk.changes += desk.charts.run(comments) + merge_surroundings(desk, before)
    desk.write_names(roots[1])
    if noted:
        fold(package, form.adopted(desk.adopt) if form is not None else None)
    mend(roots[1])
    package.touch(package.main)
    return Merged(package.save(), desk.changes, tuple(comments.open_conflicts()))
