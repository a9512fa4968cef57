"""What the data changed in one paragraph, put into the paragraph as a person left it, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.office.names import W
from generator.revise.blocks import Block
from generator.revise.conflicts import range_marks
from generator.revise.inline import Insert, Piece, pieces_of, place, splice
from generator.revise.ordinals import is_count
from generator.revise.words import Change, Kind, Word, stable, three_way, words
from generator.revise.workspace import Workspace

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(slots=True)
class _Version:
    """One of the three: its text, words, and the nodes they stand in."""

    text: str
    words: list[Word]
    pieces: list[Piece]

    @classmethod
    def of(cls, elements: Sequence[_Element]) -> _Version:
        pieces = pieces_of(elements)
        text = "".join(piece.text for piece in pieces)
        return cls(text, words(text), pieces)

    def slice(self, first: int, last: int) -> str:
        return self.text[self.words[first].start : self.words[last - 1].end] if first < last else ""

    def run_at(self, at: int) -> _Element | None:
        """The w:rPr of the character at `at`."""
        piece = next((piece for piece in self.pieces if piece.start <= at < piece.end and piece.run is not None), None)
        return piece.run.find(f"{W}rPr") if piece is not None and piece.run is not None else None


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    inserts: tuple[Insert, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    """One end of what a comment stands at."""

    end: int
    element: _Element
    opens: bool


def _from_the_right(step: _Edit | _Mark) -> tuple[int, int, int]:
    """Steps are taken from the right; at one place the beginning of a conflict, then new words, then its end."""
    if isinstance(step, _Mark):
        return step.end, 2 if step.opens else 0, step.end
    return step.end, 1, step.start


def merge_paragraph(desk: Workspace, base: Sequence[Block], edited: Block, new: Sequence[Block]) -> None:
    """Changes `edited` in place. Several base or new blocks are paragraphs that a person joined into one."""
    old, now = _Version.of(_elements(base)), _Version.of(_elements(new))
    if old.text != now.text:
        _merge_words(desk, old, edited, now)
    if len(base) == len(new) == 1:
        _merge_properties(desk, base[0].element, edited.element, new[0].element)


def _elements(blocks: Sequence[Block]) -> list[_Element]:
    return [element for block in blocks for element in block.elements]


def _merge_words(desk: Workspace, old: _Version, edited: Block, now: _Version) -> None:
    here = _Version.of(edited.elements)
    changes = three_way(old.words, here.words, now.words)
    taken = [change for change in changes if change.kind is Kind.TAKE]
    contested = [one for one in changes if one.kind is Kind.CONFLICT and not _only_counts(one, old, here, now)]
    head = next((change.e2 for change in taken if change.e1 == 0 and change.n1 == change.n2), 0)
    edits = [_edit(change, old, here, now, desk, head) for change in taken]
    edits += [one for one in _spaces(old, here, now) if not any(_overlap(one, other) for other in edits)]
    before, after = _contested(contested, old, now)
    told = not contested or desk.comments.says(edited.elements, before, after)
    marks = [] if told else _conflict_marks(contested, here)
    last = edited.elements[-1]
    for element in edited.elements if marks else ():
        desk.comments.remove_within(element)
    steps: list[_Edit | _Mark] = sorted([*edits, *marks], key=_from_the_right, reverse=True)
    for step in steps:
        if isinstance(step, _Edit):
            splice(here.pieces, step.start, step.end, step.inserts, last)
        else:
            place(here.pieces, step.end, [step.element], last, before=step.opens)
    desk.changes += len(taken)
    if marks:
        desk.comments.add(marks[0].element, marks[1].element, before, None, after)


def _contested(changes: Sequence[Change], old: _Version, now: _Version) -> tuple[str, str]:
    """The old and the new words from the first place that a person may have to decide to the last."""
    if not changes:
        return "", ""
    first, last = changes[0], changes[-1]
    return old.slice(first.b1, last.b2), now.slice(first.n1, last.n2)


# --- edits -----------------------------------------------------------------------------------------


def _overlap(one: _Edit, other: _Edit) -> bool:
    return one.start < other.end and other.start < one.end


def _edit(change: Change, old: _Version, here: _Version, now: _Version, desk: Workspace, head: int) -> _Edit:
    """Words of the new text in the place of words of the edited one, with the spaces around them right.

    The first `head` words of the edited text are taken out with the space behind them.
    """
    e1, e2, n1, n2 = change.e1, change.e2, change.n1, change.n2
    if e1 < e2 and n1 == n2:
        start = here.words[e1 - 1].end if e1 else 0
        follows = here.words[e2].start if e2 < len(here.words) else len(here.text)
        return _Edit(start, here.words[e2 - 1].end if e1 else follows, ())
    inserts = _inserts(change, old, now, desk)
    if e1 < e2:
        return _Edit(here.words[e1].start, here.words[e2 - 1].end, inserts)
    if e1 > head:
        at = here.words[e1 - 1].end
        return _Edit(at, at, (*_space(now.words[n1].space), *inserts))
    at = here.words[e1].start if e1 < len(here.words) else len(here.text)
    behind = now.words[n2].space if n2 < len(now.words) else ""
    return _Edit(at, at, (*inserts, *_space(behind)))


def _space(text: str) -> tuple[Insert, ...]:
    return (Insert(text),) if text else ()


def _inserts(change: Change, old: _Version, now: _Version, desk: Workspace) -> tuple[Insert, ...]:
    """The new words as the data formats them: as what they replace, unless the data changed the format too."""
    start, end = now.words[change.n1].start, now.words[change.n2 - 1].end
    if change.b1 < change.b2:
        usual = old.run_at(old.words[change.b1].start)
    elif change.n1:
        usual = now.run_at(now.words[change.n1 - 1].start)
    else:
        usual = now.run_at(now.words[change.n2].start) if change.n2 < len(now.words) else now.run_at(start)
    inserts: list[Insert] = []
    for piece in now.pieces:
        text = piece.text[max(start - piece.start, 0) : max(end - piece.start, 0)]
        if not text or piece.run is None:
            continue
        own = piece.run.find(f"{W}rPr")
        same = _canonical(own) == _canonical(usual) and bool(old.words)
        inserts.append(Insert(text, None if same else _adopted(desk, own)))
    return tuple(inserts)


def _adopted(desk: Workspace, properties: _Element | None) -> _Element:
    from lxml import etree

    return desk.adopt(properties) if properties is not None else etree.Element(f"{W}rPr")


def _canonical(properties: _Element | None) -> bytes:
    from lxml import etree

    if properties is None or not len(properties):
        return b""
    return etree.tostring(properties, method="c14n", exclusive=True)


def _spaces(old: _Version, here: _Version, now: _Version) -> list[_Edit]:
    """Spaces that the data made wider or narrower, where a person left them."""
    edits = []
    for b, e, n in stable(old.words, here.words, now.words):
        word = here.words[e]
        if old.words[b].space != now.words[n].space and word.space == old.words[b].space and e and b and n:
            edits.append(_Edit(word.start - len(word.space), word.start, _space(now.words[n].space)))
    return edits


def _only_counts(change: Change, old: _Version, here: _Version, now: _Version) -> bool:
    """True if both sides number a heading differently: see ordinals.py."""
    parts = (old.slice(change.b1, change.b2), here.slice(change.e1, change.e2), now.slice(change.n1, change.n2))
    followed = old.slice(change.b2, change.b2 + 1) in (".", ")") if change.b2 < len(old.words) else False
    return change.b1 == 0 and followed and all(map(is_count, parts))


# --- conflicts ---------------------------------------------------------------------------------------


def _conflict_marks(contested: Sequence[Change], here: _Version) -> list[_Mark]:
    """The ends of one comment over all contested words. Words that a person took out are marked by a neighbour."""
    if not contested:
        return []
    first, last = contested[0].e1, contested[-1].e2
    if first == last:
        first, last = max(first - 1, 0), min(last + (0 if first else 1), len(here.words))
    start = here.words[first].start if first < len(here.words) else 0
    end = here.words[last - 1].end if last else len(here.text)
    opening, closing = range_marks()
    return [_Mark(start, opening, True), _Mark(end, closing, False)]


# --- properties --------------------------------------------------------------------------------------


def _merge_properties(desk: Workspace, base: _Element, edited: _Element, new: _Element) -> None:
    """Style and indents that the data changed (a rule under a longer name), where a person left them."""
    before, after, here = (one.find(f"{W}pPr") for one in (base, new, edited))
    if after is None or here is None or _canonical(before) == _canonical(after):
        return
    styles = (desk.base_styles, desk.new_styles, desk.styles)
    old_name, new_name, name = (
        book.names.get(_value(one, "pStyle"), book.default)
        for book, one in zip(styles, (before, after, here), strict=True)
    )
    style = here.find(f"{W}pStyle")
    if old_name != new_name and name == old_name and style is not None:
        style.set(f"{W}val", desk.style_id(_value(after, "pStyle")))
        desk.changes += 1
    indents = [one.find(f"{W}ind") if one is not None else None for one in (before, after, here)]
    if indents[0] is None or indents[1] is None or indents[2] is None:
        return
    for side in ("left", "right"):
        old, now, mine = (one.get(f"{W}{side}") for one in indents if one is not None)
        if old != now and now is not None and mine == old:
            indents[2].set(f"{W}{side}", now)


def _value(properties: _Element | None, name: str) -> str:
    found = properties.find(f"{W}{name}") if properties is not None else None
    return found.get(f"{W}val", "") if found is not None else ""
