"""Charts in a three-way merge: new data into the chart where it stands; what a person did to the chart itself stays.

A chart is found again by the name of its drawing, by its paragraph's bookmark (LibreOffice drops names and
alternative texts), or by what it says. Programs write a chart anew, so only what it says and looks like counts.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.office.names import BOOKMARK_PREFIX, WP, R, W
from generator.office.package import OFFICE, Package
from generator.office.refusal import Unreadable
from generator.office.word_text import OBJECT
from generator.revise.blocks import Block
from generator.revise.charts import DRAWN, C, ChartContent, read_chart, whole_number
from generator.revise.conflicts import DROPPED, Comments, range_marks

if TYPE_CHECKING:
    from lxml.etree import _Element


# --- parts behind the parts of a Word file: a chart that the body shows, the workbook that the chart is made from -----


def shown_part(package: Package, relation_id: str) -> str | None:
    """The part that the body names by a relationship, if it is there."""
    relation = package.relations(package.main).get(relation_id)
    if relation is None or relation.external or relation.target not in package.parts:
        return None
    return relation.target


def related_part(package: Package, part: str, kind: str) -> tuple[str, str] | None:
    """Relationship and name of the part of a kind ("package": a workbook) that another part refers to."""
    for key, relation in package.relations(part).items():
        if relation.word == kind and relation.target in package.parts:
            return key, relation.target
    return None


def put_related(package: Package, part: str, kind: str, other: Package, source: str) -> str:
    """Gives `part` the other file's part as the one of a kind that it refers to; returns the relationship's id."""
    known = related_part(package, part, kind)
    if known is not None:
        package.put(known[1], other.parts[source])
        return known[0]
    name = package.copy_part(other, source)
    return package.relate(part, f"{OFFICE}/{kind}", name)


def drop_shown(package: Package, relation_id: str) -> None:
    """Takes out a part that the body does not show any more, with what only that part refers to."""
    name = shown_part(package, relation_id)
    if name is None:
        return
    package.unrelate(package.main, relation_id)
    if any(one.target == name for one in package.relations(package.main).values()):
        return
    for inner in [one.target for one in package.relations(name).values() if not one.external]:
        package.forget(inner)
    package.forget(name)


_PAST_MARKS = (f"{W}commentReference", f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")
_ROUNDED = 2_000  # EMU that an editor may change a size by when it writes it anew


@dataclass(eq=False)
class DrawnChart:
    """A chart in a document: its drawing, the id of its part, what that holds."""

    drawn: _Element
    drawing: _Element
    key: str
    part: str
    content: ChartContent
    blocks: frozenset[str]

    @property
    def properties(self) -> _Element:
        """Its wp:docPr: number, name, alternative text."""
        found = self.drawing.find(f".//{WP}docPr")
        assert found is not None
        return found

    @property
    def name(self) -> str:
        return self.properties.get("name", "")

    @property
    def words(self) -> str:
        """What a comment says of it."""
        title = self.properties.get("title") or self.content.title or "Biểu đồ"
        return f"{title}. {self.content.words()}"


def drawn_charts(package: Package) -> list[DrawnChart]:
    """The charts of a document's body; one whose part is missing or damaged is none."""
    found: list[DrawnChart] = []
    root = package.tree(package.main)
    for drawn in root.iter(DRAWN):
        key = drawn.get(f"{R}id", "")
        part = shown_part(package, key)
        drawing = next(drawn.iterancestors(f"{W}drawing"), None)
        if part is None or drawing is None or drawing.find(f".//{WP}docPr") is None:
            continue
        try:
            content = read_chart(package.tree(part))
        except Unreadable:
            continue
        paragraph = next(drawing.iterancestors(f"{W}p"), None)
        marks = paragraph.iter(f"{W}bookmarkStart") if paragraph is not None else ()
        names = frozenset(n for mark in marks if (n := mark.get(f"{W}name", "")).startswith(BOOKMARK_PREFIX))
        found.append(DrawnChart(drawn, drawing, key, part, content, names))
    return found


@dataclass(slots=True)
class ChartMerge:
    """The charts of the three versions, and which is which. Built before anything is merged."""

    edited: Package
    new: Package
    base_charts: list[DrawnChart]
    new_charts: dict[str, DrawnChart]
    pairs: list[tuple[DrawnChart, DrawnChart]] = field(default_factory=list)
    """Base and edited."""

    @classmethod
    def of(cls, base: Package, edited: Package, new: Package) -> ChartMerge:
        made = cls(edited, new, drawn_charts(base), {one.name: one for one in drawn_charts(new)})
        if made.base_charts:
            made._pair(drawn_charts(edited))
        return made

    def _pair(self, here: list[DrawnChart]) -> None:
        tests = (
            lambda base, one: base.name == one.name,
            lambda base, one: bool(base.blocks & one.blocks),
            lambda base, one: base.content.said == one.content.said,
        )
        for test in tests:
            paired = {id(base) for base, _ in self.pairs}
            for base in self.base_charts:
                if id(base) not in paired:
                    mine = [one for one in here if test(base, one)]
                    self.pairs += [(base, one) for one in mine]
                    here = [one for one in here if one not in mine]

    def only_generated(self, block: Block) -> bool:
        """True if all that a paragraph holds besides its text are charts that no person changed."""
        drawn = {drawn for one in block.elements for drawn in one.iter(DRAWN)}
        untouched = [one for base, one in self.pairs if one.drawn in drawn and one.content == base.content]
        marked = any(next(one.iter(*_PAST_MARKS), None) is not None for one in block.elements)
        return bool(untouched) and not marked and block.raw.count(OBJECT) == len(untouched)

    def run(self, comments: Comments) -> int:
        """Puts the new data into the charts that stand in the edited file; returns how many changes that were."""
        changes = 0
        root = self.edited.tree(self.edited.main)
        for base, here in self.pairs:
            now = self.new_charts.get(base.name)
            if not any(above is root for above in here.drawing.iterancestors()):
                drop_shown(self.edited, here.key)
            elif now is None:
                if here.content != base.content:
                    self._conflict(comments, here, base.words, DROPPED)
            else:
                changes += self._update(comments, base, here, now)
        self._number_drawings(root)
        return changes

    def _update(self, comments: Comments, base: DrawnChart, here: DrawnChart, now: DrawnChart) -> int:
        changed = base.content != now.content and here.content != now.content
        if changed and here.content != base.content:
            self._conflict(comments, here, base.words, now.words)
            return 0
        if changed or (here.content == now.content and not self._can_be_edited(here)):
            _replace(self.edited, here, self.new, now)
        self._describe(base, here, now)
        return int(changed)

    def _can_be_edited(self, here: DrawnChart) -> bool:
        """False where a program lost the workbook, or what of it each series shows, when it wrote the chart anew."""
        formulas = [one.text or "" for one in self.edited.tree(here.part).iter(f"{C}f")]
        return related_part(self.edited, here.part, "package") is not None and all("!" in one for one in formulas)

    def _describe(self, base: DrawnChart, here: DrawnChart, now: DrawnChart) -> None:
        """Alternative text and size that a person left as they were; an editor may have lost name and text."""
        mine, old, fresh = here.properties, base.properties, now.properties
        if not mine.get("descr") and not mine.get("title"):
            mine.set("name", now.name)
        for name in ("descr", "title"):
            if mine.get(name, "") in ("", old.get(name)) and fresh.get(name):
                mine.set(name, fresh.get(name, ""))
        sizes = [one.drawing.find(f"{WP}inline/{WP}extent") for one in (base, here, now)]
        if all(size is not None for size in sizes):
            for side in ("cx", "cy"):
                was, is_now, to_be = (whole_number(size.get(side)) for size in sizes if size is not None)
                if was != to_be and abs(is_now - was) <= _ROUNDED and sizes[1] is not None:
                    sizes[1].set(side, str(to_be))

    def _conflict(self, comments: Comments, here: DrawnChart, old: str, new: str) -> None:
        """A comment at the chart, for a person to decide. It stands at a point: a drawing has no words to mark."""
        paragraph = next(here.drawing.iterancestors(f"{W}p"))
        if comments.says([paragraph], old, new):
            return
        first = comments.supersede(paragraph, old, new)
        if first is None:
            return
        run = next(here.drawing.iterancestors(f"{W}r"))
        opening, closing = range_marks()
        run.addprevious(opening)
        run.addnext(closing)
        comments.add(opening, closing, old, here.words, new, first)
        for mark in (opening, closing):
            if (parent := mark.getparent()) is not None:
                parent.remove(mark)

    def _number_drawings(self, root: _Element) -> None:
        """Drawings that came from the new file get numbers that the edited file has not used."""
        names = self.new_charts.keys() - {one.name for _, one in self.pairs}
        found = list(root.iter(f"{WP}docPr"))
        used = [whole_number(one.get("id")) for one in found if one.get("name") not in names]
        for one in found:
            if one.get("name") in names:
                number = max([*used, 0]) + 1
                one.set("id", str(number))
                used.append(number)


def _replace(edited: Package, here: DrawnChart, new: Package, now: DrawnChart) -> None:
    """The new chart's part and workbook under the names that the edited file has for them."""
    workbook = related_part(new, now.part, "package")
    root = deepcopy(new.tree(now.part))
    outside = root.find(f"{C}externalData")
    if workbook is not None and outside is not None:
        outside.set(f"{R}id", put_related(edited, here.part, "package", new, workbook[1]))
    edited.put(here.part, root)


def take_new_chart(edited: Package, new: Package, number: str) -> bool:
    """Settles a conflict about a chart for the new data: the comment's chart becomes the one last generated, or goes.

    False if the comment stands at no chart.
    """
    marks = (mark for mark in edited.tree(edited.main).iter(f"{W}commentReference"))
    paragraph = next(
        (one for mark in marks if mark.get(f"{W}id") == number for one in mark.iterancestors(f"{W}p")), None
    )
    if paragraph is None:
        return False
    here = next((one for one in drawn_charts(edited) if paragraph in one.drawing.iterancestors()), None)
    if here is None:
        return False
    now = next((one for one in drawn_charts(new) if one.name == here.name or one.blocks & here.blocks), None)
    if now is None:
        drop_shown(edited, here.key)
        run = next(here.drawing.iterancestors(f"{W}r"))
        run.remove(here.drawing)
        return True
    _replace(edited, here, new, now)
    for name in ("descr", "title"):
        here.properties.set(name, now.properties.get(name, ""))
    return True
