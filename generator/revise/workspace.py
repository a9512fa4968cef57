"""The edited file while it is merged: what all steps of a merge share."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from generator.office.names import BOOKMARK_PREFIX, W, drop, whole
from generator.office.package import OFFICE, Package
from generator.revise.blocks import Block, BlockKind, StyleBook, cells_of
from generator.revise.chart_merge import ChartMerge
from generator.revise.conflicts import Comments

if TYPE_CHECKING:
    from lxml.etree import _Element


_START, _END, _ID, _NAME = f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}id", f"{W}name"
_STYLE_REFERENCES = tuple(f"{W}{name}" for name in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"))
_RANGES = {
    f"{W}{start}": f"{W}{end}"
    for start, end in (
        ("bookmarkStart", "bookmarkEnd"),
        ("commentRangeStart", "commentRangeEnd"),
        ("permStart", "permEnd"),
        ("moveFromRangeStart", "moveFromRangeEnd"),
        ("moveToRangeStart", "moveToRangeEnd"),
    )
}


@dataclass(slots=True)
class Workspace:
    """The edited package, the new one, their styles, the comments, and how many changes were put in."""

    edited: Package
    new: Package
    styles: StyleBook
    base_styles: StyleBook
    new_styles: StyleBook
    comments: Comments
    changes: int = 0
    named: list[tuple[Block, Block]] = field(default_factory=list)
    charts: ChartMerge | None = None
    _brought: dict[str, str | None] = field(default_factory=dict)

    def is_all_generated(self, block: Block) -> bool:
        """True if a block holds no object, or only charts that no person changed."""
        return not block.has_objects or (self.charts is not None and self.charts.only_generated(block))

    def name(self, block: Block, new: Block) -> None:
        """Notes that a block is to have the bookmarks of a new one after the merge. Rows name a table's parts."""
        if new.names and new.kind is not BlockKind.TABLE:
            self.named.append((block, new))

    def adopt(self, element: _Element, with_names: bool = False) -> _Element:
        """A copy of an element of the new file that fits into the edited one: its styles and parts."""
        copy = deepcopy(element)
        for mark in list(copy.iter(_START, _END)) if not with_names else ():
            drop(mark)
        self.restyle(copy)
        for node in copy.iter():
            for key, value in list(node.attrib.items()):
                if str(key).startswith(f"{{{OFFICE}}}"):
                    self._bring(node, str(key), str(value))
        return copy

    def restyle(self, element: _Element) -> None:
        """Calls the styles of an element of the new file what they are called here."""
        for reference in element.iter(*_STYLE_REFERENCES):
            reference.set(f"{W}val", self.style_id(reference.get(f"{W}val", "")))

    def _bring(self, node: _Element, key: str, relation: str) -> None:
        if relation not in self._brought:
            self._brought[relation] = self.edited.bring(self.new, relation)
        found = self._brought[relation]
        if found is not None:
            node.set(key, found)
        elif (parent := node.getparent()) is not None:
            parent.remove(node)

    def style_id(self, new_id: str) -> str:
        """What the edited file calls a style of the new file; a style that it lacks is brought along."""
        name = self.new_styles.names.get(new_id)
        if name is None or name in self.styles.ids:
            return self.styles.ids.get(name or "", new_id)
        theirs, ours = self.new.related_tree("styles"), self.edited.related_tree("styles")
        if theirs is None or ours is None:
            return new_id
        here = new_id if new_id not in self.styles.names else f"{new_id}Bc"
        self.styles.ids[name], self.styles.names[here] = here, name
        style = next(one for one in theirs.iter(f"{W}style") if one.get(f"{W}styleId") == new_id)
        copy = deepcopy(style)
        copy.set(f"{W}styleId", here)
        for reference in copy.iter(*_STYLE_REFERENCES):
            reference.set(f"{W}val", self.style_id(reference.get(f"{W}val", "")))
        ours.append(copy)
        self.edited.touch(self.edited.related("styles") or "")
        return here

    def remove(self, element: _Element) -> None:
        """Takes out a block; ends of bookmarks and comments that reach beyond it stay in its place."""
        inside = {tag: set[str]() for pair in _RANGES.items() for tag in pair}
        for mark in element.iter(*inside):
            inside[str(mark.tag)].add(mark.get(_ID, ""))
        for start, end in _RANGES.items():
            for mark in list(element.iter(start, end)):
                partner = inside[end if mark.tag == start else start]
                if mark.get(_ID, "") not in partner:
                    element.addprevious(mark)
        drop(element)

    def write_names(self, root: _Element) -> None:
        """Gives every block the bookmarks it has in the new file, also those that an editor lost."""
        wanted = {name for _, new in self.named for name in new.names}
        marks: dict[str, list[_Element]] = {}
        for mark in root.iter(_START):
            if mark.get(_NAME, "").startswith(BOOKMARK_PREFIX):
                marks.setdefault(mark.get(_NAME, ""), []).append(mark)
        free = 1 + max((whole(mark.get(_ID)) for mark in root.iter(_START, _END)), default=0)
        ends = {mark.get(_ID, ""): mark for mark in root.iter(_END)}
        missing: list[tuple[Block, Block, str]] = []
        right: set[int] = set()
        for block, new in self.named:
            for name in new.names:
                mine = next((mark for mark in marks.get(name, ()) if _is_within(mark, block)), None)
                if mine is None:
                    missing.append((block, new, name))
                else:
                    right.add(id(mine))
        for mark in (mark for name, found in marks.items() if name in wanted for mark in found):
            if id(mark) not in right:
                if (end := ends.get(mark.get(_ID, ""))) is not None:
                    drop(end)
                drop(mark)
        for block, new, name in missing:
            _embrace(_paragraph_for(name, block, new), name, free)
            free += 1


def _is_within(mark: _Element, block: Block) -> bool:
    return any(one is mark or any(above is one for above in mark.iterancestors()) for one in block.elements)


def _paragraph_for(name: str, block: Block, new: Block) -> _Element:
    """The paragraph that is to have a name: the first, in a row that of the cell which has it in the new row."""
    if block.kind is not BlockKind.ROW:
        return block.element
    cells, new_cells = cells_of(block.element), cells_of(new.element)
    has_it = (place for place, cell in enumerate(new_cells) if any(m.get(_NAME) == name for m in cell.iter(_START)))
    cell = cells[min(next(has_it, 0), len(cells) - 1)]
    return next(cell.iter(f"{W}p"), cell)


def _embrace(paragraph: _Element, name: str, number: int) -> None:
    start, end = etree.Element(_START), etree.Element(_END)
    start.set(_ID, str(number))
    start.set(_NAME, name)
    end.set(_ID, str(number))
    properties = paragraph.find(f"{W}pPr")
    if properties is not None:
        properties.addnext(start)
    else:
        paragraph.insert(0, start)
    paragraph.append(end)
