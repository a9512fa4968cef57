"""A whole Word file merged three ways: last generated, edited by hand, newly generated."""

from __future__ import annotations

from dataclasses import dataclass

from generator.render.tags import W
from generator.revise.blocks import StyleBook, body_blocks
from generator.revise.chart_merge import ChartMerge
from generator.revise.conflicts import Comments, Conflict
from generator.revise.package import Package
from generator.revise.tables import merge_blocks
from generator.revise.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged file, how many changes of the data were put in, and what waits for a person."""

    content: bytes
    changes: int = 0
    conflicts: tuple[Conflict, ...] = ()


def merge_documents(base: bytes, edited: bytes, new: bytes) -> Merged:
    """What the data changed between `base` and `new`, put into `edited`. Same three files, same bytes.

    Nothing edited gives `new` itself; nothing changed gives `edited` itself, unless a settled conflict's comment
    is to be taken out. Raises NotAWordFile if `edited` cannot be read.
    """
    if edited in (base, new):
        return Merged(new)
    package = Package.open(edited)
    comments = Comments(package)
    touched = comments.settle()
    if base == new:
        return Merged(package.save() if touched else edited, 0, tuple(comments.open_conflicts()))
    before, after = Package.open(base), Package.open(new)
    edited_styles, base_styles, new_styles = (
        StyleBook.of(one.related_tree("styles")) for one in (package, before, after)
    )
    desk = Workspace(package, after, edited_styles, base_styles, new_styles, comments)
    desk.charts = ChartMerge.of(before, package, after)
    roots = [one.tree(one.body_part) for one in (before, package, after)]
    bodies = [root.find(f"{W}body") for root in roots]
    if bodies[1] is None or bodies[0] is None or bodies[2] is None:
        raise ValueError("a Word file without a body")
    body = bodies[1]
    merge_blocks(
        desk,
        body_blocks(bodies[0], desk.base_styles),
        body_blocks(bodies[1], desk.styles),
        body_blocks(bodies[2], desk.new_styles),
        reread=lambda: body_blocks(body, desk.styles),
    )
    desk.changes += desk.charts.run(comments)
    desk.write_names(roots[1])
    package.touch(package.body_part)
    return Merged(package.save(), desk.changes, tuple(comments.open_conflicts()))
