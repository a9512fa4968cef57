"""What the data changed in one paragraph, put into the paragraph as a person left it, word by word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from lxml import etree

from generator.office.names import BOOKMARKS, W
from generator.office.note_folding import CLOSES, OPENS
from generator.office.word_diff import diff, tokens
from generator.office.word_text import OBJECT
from generator.office.xml import canonical, canonical_properties
from generator.revise.blocks import Block
from generator.revise.charts import DRAWN
from generator.revise.conflicts import range_marks
from generator.revise.inline import Insert, Piece, pieces_of, place, splice
from generator.revise.ordinals import is_count
from generator.revise.words import Change, Kind, Word, normal, same_signs, stable, three_way, words
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
    alone = len(base) == len(new) == len(edited.elements) == 1
    if alone and untouched(base[0].element, edited.element):
        desk.changes += _take_whole(desk, edited.element, new[0].element)
        return
    old, now = _Version.of(_elements(base)), _Version.of(_elements(new))
    if old.text != now.text:
        _merge_words(desk, old, edited, now)
    if len(base) == len(new) == 1:
        _merge_properties(desk, base[0].element, edited.element, new[0].element)


def _elements(blocks: Sequence[Block]) -> list[_Element]:
    return [element for block in blocks for element in block.elements]


# --- what nobody edited -----------------------------------------------------------------------------

_OF_AN_EDITOR = frozenset((*BOOKMARKS, f"{W}proofErr", f"{W}lastRenderedPageBreak"))
_OWN = (f"{W}sectPr", f"{W}numPr")
"""Of a paragraph's properties, what belongs to the file around it."""


def untouched(base: _Element, edited: _Element) -> bool:
    """True if a paragraph still says what the program wrote, in the same form."""
    return _form(base) == _form(edited)


def _form(paragraph: _Element) -> tuple[object, ...]:
    """Text and form of a paragraph, however it is cut into runs, without what an editor writes down for itself."""
    parts: list[object] = []
    for child in paragraph:
        if child.tag == f"{W}pPr":
            parts.append([canonical_properties(one) for one in child if one.tag != f"{W}sectPr"])
        elif child.tag == f"{W}r":
            form = canonical_properties(child.find(f"{W}rPr"))
            for node in child:
                if node.tag == f"{W}t" and parts and isinstance(parts[-1], tuple) and parts[-1][0] == form:
                    parts[-1] = (form, parts[-1][1] + (node.text or ""))
                elif node.tag == f"{W}t":
                    parts.append((form, node.text or ""))
                elif node.tag not in (f"{W}rPr", f"{W}lastRenderedPageBreak"):
                    parts.append([form, _written(node)])
        elif child.tag not in _OF_AN_EDITOR:
            parts.append([_written(child)])
    return tuple(parts)


def _take_whole(desk: Workspace, edited: _Element, new: _Element) -> int:
    """The new paragraph in the place of one that nobody touched; 1 if that changed it."""
    if _form(edited) == _form(new) or any(True for _ in new.iter(DRAWN)):
        return 0
    made = desk.adopt(new)
    here, there = edited.find(f"{W}pPr"), made.find(f"{W}pPr")
    for name in _OWN:
        for one in there.findall(name) if there is not None else ():
            there.remove(one)  # type: ignore[union-attr]
        kept = here.find(name) if here is not None else None
        if kept is not None:
            if there is None:
                there = made.makeelement(f"{W}pPr")
                made.insert(0, there)
            _put_property(there, kept)
    starts = [one for one in edited if one.tag == f"{W}bookmarkStart"]
    ends = [one for one in edited if one.tag == f"{W}bookmarkEnd"]
    edited[:] = [*([there] if there is not None else []), *starts, *(one for one in made if one is not there), *ends]
    return 1


_BEFORE_NUMBERING = tuple(
    f"{W}{name}" for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
)


def _put_property(properties: _Element, kept: _Element) -> None:
    """A property where the schema wants it."""
    if kept.tag == f"{W}numPr":
        properties.insert(sum(one.tag in _BEFORE_NUMBERING for one in properties), kept)
        return
    change = properties.find(f"{W}pPrChange")
    if change is None:
        properties.append(kept)
    else:
        change.addprevious(kept)


def _say_the_same(desk: Workspace, edited: Block, old: _Version, here: _Version, now: _Version) -> int:
    """Puts the new text, to the letter, where a person left the words as they were; gives the number of changes."""
    before, after = tokens(old.text), tokens(now.text)
    places = [[0, *accumulate(map(len, side))] for side in (before, after)]
    codes = [code for code in diff(before, after) if code.tag != "equal"]
    for code in reversed(codes):
        start, end = places[0][code.i1], places[0][code.i2]
        fresh = places[1][code.j1], places[1][code.j2]
        usual = old.run_at(start if start < end else max(start - 1, 0))
        inserts = _in_form(now, *fresh, usual, desk, bool(old.text))
        splice(here.pieces, start, end, inserts, edited.elements[-1])
    return len(codes)


def put_text(
    desk: Workspace, paragraph: _Element, source: _Element, place: tuple[int, int], of: tuple[int, int]
) -> None:
    """Letters `of` another paragraph in the `place` of letters of this one; what is the same stays as it is."""
    here, now = _Version.of([paragraph]), _Version.of([source])
    before, after = tokens(here.text[place[0] : place[1]]), tokens(now.text[of[0] : of[1]])
    places = [list(accumulate(map(len, side), initial=start)) for side, start in ((before, place[0]), (after, of[0]))]
    usual = now.run_at(of[0])
    for code in reversed([one for one in diff(before, after) if one.tag != "equal"]):
        inserts = _in_form(now, places[1][code.j1], places[1][code.j2], usual, desk, bool(here.text))
        splice(here.pieces, places[0][code.i1], places[0][code.i2], inserts, paragraph)


def _merge_words(desk: Workspace, old: _Version, edited: Block, now: _Version) -> None:
    here = _Version.of(edited.elements)
    if here.text == old.text and OBJECT not in now.text:
        desk.changes += _say_the_same(desk, edited, old, here, now)
        return
    changes = [one for one in _balanced(old, here, now) if not _only_counts(one, old, here, now)]
    cases, changes = _still_open(desk, edited, changes, old, here, now)
    taken = [change for change in changes if change.kind is Kind.TAKE]
    contested = [one for one in changes if one.kind is Kind.CONFLICT]
    if contested:
        spans = [(getattr(contested[0], f"{one}1"), getattr(contested[-1], f"{one}2")) for one in "ben"]
        (b1, b2), (e1, e2), (n1, n2) = (
            whole_notes(one.words, *span) for one, span in zip((old, here, now), spans, strict=True)
        )
        fresh = _Case((), e1, e2, old.slice(b1, b2), now.slice(n1, n2))
        if not desk.comments.says(edited.elements, fresh.old, fresh.new):
            cases.append(fresh)
    head = next((change.e2 for change in taken if change.e1 == 0 and change.n1 == change.n2), 0)
    edits = [_edit(change, old, here, now, desk, head) for change in taken]
    spaces = [one for one in _spaces(old, here, now) if not any(_overlap(one, other) for other in edits)]
    edits = [*spaces, *edits]  # of two at one place the later is put before the first: new words before the space
    marks = [(case, _conflict_marks(case.first, case.last, here)) for case in cases if case.waits]
    last = edited.elements[-1]
    for number in (number for case in cases for number in case.earlier):
        desk.comments.remove(number)
    ends = [mark for _, pair in marks for mark in pair]
    steps: list[_Edit | _Mark] = sorted([*edits, *ends], key=_from_the_right, reverse=True)
    for step in steps:
        if isinstance(step, _Edit):
            splice(here.pieces, step.start, step.end, step.inserts, last)
        else:
            place(here.pieces, step.end, [step.element], last, before=step.opens)
    desk.changes += len(taken)
    for case, (opening, closing) in marks:
        desk.comments.add(opening.element, closing.element, case.old, None, case.new, case.began)
    for number in desk.comments.within(edited.elements):
        desk.comments.tell_anew(number)


def whole_notes(of: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """Words [first, last) and, of a footnote that they stand in, the rest: a comment can only stand at its mark."""
    depth = [0, *accumulate((word.key == OPENS) - (word.key == CLOSES) for word in of)]
    if not any(depth):
        return first, last
    while first > 0 and depth[first]:
        first -= 1
    while last < len(of) and depth[last]:
        last += 1
    return first, last


_PAIRS = ("()", "[]", "“”", f"{OPENS}{CLOSES}")


def _balanced(old: _Version, here: _Version, now: _Version) -> list[Change]:
    """What to do to the edited words. Where that would leave a bracket without its partner, all of it is contested."""
    changes = three_way(old.words, here.words, now.words)
    taken = [change for change in changes if change.kind is Kind.TAKE]
    kept = list(here.words)
    for change in reversed(taken):
        kept[change.e1 : change.e2] = now.words[change.n1 : change.n2]
    made = "".join(word.key for word in kept)
    for pair in _PAIRS:
        left, right = (same_signs(sign) for sign in pair)
        if left == right:
            continue
        odd = [text.count(left) - text.count(right) for text in (made, here.text, now.text)]
        if odd[0] and not odd[1] and not odd[2]:
            return [replace(change, kind=Kind.CONFLICT) for change in changes]
    return changes


# --- what waits for a person from earlier runs ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Case:
    """Edited words [first, last) that a person has to decide on; `earlier` are the comments that said so before."""

    earlier: tuple[str, ...]
    first: int
    last: int
    old: str
    new: str
    began: str | None = None
    """What the person had changed, where the data has changed more than once since."""

    @property
    def waits(self) -> bool:
        """False if the data has come back to what it was before the person changed it."""
        return self.began is None or normal(self.began) != normal(self.new)


def _still_open(
    desk: Workspace, edited: Block, changes: Sequence[Change], old: _Version, here: _Version, now: _Version
) -> tuple[list[_Case], list[Change]]:
    """Earlier conflicts whose words the data changed once more, each whole; and the changes that touch none."""
    known = desk.comments.within(edited.elements)
    places = _extents(edited.elements, here.pieces, known) if known else {}
    cases: list[_Case] = []
    left = list(changes)
    for number, conflict in known.items():
        spot = _stretch_of(conflict.new, old.words, places.get(number), len(here.text))
        if spot is None or number not in places:
            continue
        start, end = places[number]
        mine = [word for word, one in enumerate(here.words) if one.start < end and start < one.end]
        first, last = (mine[0], mine[-1] + 1) if mine else (0, 0)
        met = [one for one in left if _share((one.b1, one.b2), spot) or _share((one.e1, one.e2), (first, last))]
        if not met:
            continue
        left = [one for one in left if one not in met]
        b1, b2 = min(spot[0], met[0].b1), max(spot[1], met[-1].b2)
        n1, n2 = _follow(old.words, now.words, b1, b2)
        first, last = (min(first, met[0].e1), max(last, met[-1].e2)) if mine else (met[0].e1, met[-1].e2)
        cases.append(_Case((number,), first, last, old.slice(b1, b2), now.slice(n1, n2), conflict.began))
    return cases, left


def _share(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """True if two stretches share a word, or an empty one lies within the other."""
    if one[0] == one[1]:
        return other[0] < one[0] < other[1]
    return one[0] < other[1] and other[0] < one[1]


def _extents(elements: Sequence[_Element], pieces: Sequence[Piece], known: Iterable[str]) -> dict[str, tuple[int, int]]:
    """The letters that comments stand at, by number."""
    ends = {id(piece.node): piece.end for piece in pieces if piece.run is not None}
    at, starts, found = 0, dict[str, int](), dict[str, tuple[int, int]]()
    for node in (node for element in elements for node in element.iter()):
        at = max(at, ends.get(id(node), at))
        number = node.get(f"{W}id", "")
        if node.tag == f"{W}commentRangeStart" and number in known:
            starts[number] = at
        elif node.tag == f"{W}commentRangeEnd" and number in starts:
            found[number] = starts[number], at
    return found


def _stretch_of(text: str, of: Sequence[Word], place: tuple[int, int] | None, length: int) -> tuple[int, int] | None:
    """Where some words stand among others, the likeliest of several places; None if nowhere."""
    wanted = [word.key for word in words(text)]
    keys = [word.key for word in of]
    size = len(wanted)
    spots = [at for at in range(len(keys) - size + 1) if keys[at : at + size] == wanted] if size else []
    if not spots or place is None:
        return None
    share = place[0] / max(length, 1)
    best = min(spots, key=lambda at: abs(at / max(len(keys), 1) - share))
    return best, best + size


def _follow(old: Sequence[Word], now: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """Where words [first, last) of the old text stand in the new one."""
    start, end = 0, len(now)
    for code in diff([word.key for word in old], [word.key for word in now]):
        if code.i1 <= first < code.i2:
            start = code.j1 + (first - code.i1 if code.tag == "equal" else 0)
        if code.i1 < last <= code.i2:
            end = code.j1 + (last - code.i1) if code.tag == "equal" else code.j2
    return start, max(start, end)


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
        word, fresh = here.words[e1], now.words[n1].space
        left = change.b1 == change.b2 or old.words[change.b1].space == word.space
        if not left or fresh == word.space or not (e1 and n1):
            return _Edit(word.start, here.words[e2 - 1].end, inserts)
        return _Edit(word.start - len(word.space), here.words[e2 - 1].end, (*_space(fresh), *inserts))
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
    return _in_form(now, start, end, usual, desk, bool(old.words))


def _in_form(
    now: _Version, start: int, end: int, usual: _Element | None, desk: Workspace, beside: bool
) -> tuple[Insert, ...]:
    """Letters start–end of the new text; in their own form where that is not the `usual` one of what is `beside`."""
    inserts: list[Insert] = []
    for piece in now.pieces:
        text = piece.text[max(start - piece.start, 0) : max(end - piece.start, 0)]
        if not text or piece.run is None:
            continue
        own = piece.run.find(f"{W}rPr")
        same = canonical_properties(own) == canonical_properties(usual) and beside
        inserts.append(Insert(text, None if same else _adopted(desk, own)))
    return tuple(inserts)


def _adopted(desk: Workspace, properties: _Element | None) -> _Element:
    return desk.adopt(properties) if properties is not None else etree.Element(f"{W}rPr")


def _written(element: _Element) -> bytes:
    return canonical(element, with_tail=False)


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


def _conflict_marks(first: int, last: int, here: _Version) -> tuple[_Mark, _Mark]:
    """The ends of one comment over contested words. Words that a person took out are marked by a neighbour."""
    if first == last:
        first, last = max(first - 1, 0), min(last + (0 if first else 1), len(here.words))
    start = here.words[first].start if first < len(here.words) else 0
    end = here.words[last - 1].end if last else len(here.text)
    opening, closing = range_marks()
    return _Mark(start, opening, True), _Mark(end, closing, False)


# --- properties --------------------------------------------------------------------------------------


def _merge_properties(desk: Workspace, base: _Element, edited: _Element, new: _Element) -> None:
    """Style and indents that the data changed (a rule under a longer name), where a person left them."""
    before, after, here = (one.find(f"{W}pPr") for one in (base, new, edited))
    if after is None or here is None or canonical_properties(before) == canonical_properties(after):
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
