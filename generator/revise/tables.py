"""Tables: rows like blocks of any sequence, cells by their column, also where a person merged or moved some."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from generator.revise.align import align
from generator.revise.blocks import Block, BlockKind, body_blocks, cells_of, row_blocks
from generator.revise.paragraph_merge import merge_paragraph
from generator.revise.placing import make_block, make_row
from generator.revise.three_way import Sequences
from generator.revise.words import normal
from generator.revise.workspace import Workspace


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
    Sequences(
        desk,
        base.rows,
        edited.rows,
        new.rows,
        merge_one=partial(_merge_row, desk),
        make_one=partial(make_row, desk),
        reread=lambda: row_blocks(edited.element, desk.styles),
    ).run()


def _merge_row(desk: Workspace, base: Sequence[Block], edited: Block, new: Sequence[Block]) -> None:
    if base[0].raw == new[0].raw:
        return
    old, here, now = (_cells(block) for block in (base[0], edited, new[0]))
    to_new = _columns(old, now)
    to_edited = _columns(old, here)
    for b, n in sorted(to_new.items()):
        e = to_edited.get(b)
        if old[b].raw == now[n].raw or (b == 0 and e is not None and _counts(old[b], here[e], now[n])):
            continue
        cell = here[e] if e is not None else next((one for one in here if _holds(one, old[b])), None)
        if cell is None:
            cell = here[min(b, len(here) - 1)]
        _merge_cell(desk, old[b], cell, now[n])


def _merge_cell(desk: Workspace, base: Block, edited: Block, new: Block) -> None:
    before = body_blocks(base.element, desk.base_styles)
    here = body_blocks(edited.element, desk.styles)
    after = body_blocks(new.element, desk.new_styles)
    if all(len(one) == 1 and one[0].kind is BlockKind.PARAGRAPH for one in (before, here, after)):
        merge_paragraph(desk, before, here[0], after)  # as nearly all cells are: nothing to look for
        desk.name(here[0], after[0])
    else:
        merge_blocks(desk, before, here, after, within_cell=True)


def _counts(old: Block, here: Block, now: Block) -> bool:
    """True if a cell only counts, and a person counted in their own way."""
    return old.text != here.text and all(one.text.isdecimal() for one in (old, here, now))


def _cells(row: Block) -> list[Block]:
    return [Block([cell], BlockKind.CELL) for cell in cells_of(row.element)]


def _holds(cell: Block, part: Block) -> bool:
    """True if a cell, merged from several, holds the text of one."""
    return bool(part.text) and part.text in normal(cell.raw)


def _columns(old: Sequence[Block], now: Sequence[Block]) -> dict[int, int]:
    """Which cell became which: by place in rows of equal length, else by their text."""
    if len(old) == len(now):
        return {place: place for place in range(len(old))}
    return align(old, now)
