"""Conflicts settled for a person who says which words are right: theirs, or those of the new data.

The document as last generated tells the new words, with their form; the comment tells only which place is meant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from generator.office.footnotes import NoteForm
from generator.office.names import BOOKMARK_PREFIX, W
from generator.office.note_folding import fold, unfold
from generator.office.package import Package
from generator.office.word_diff import diff
from generator.office.word_text import OBJECT
from generator.revise.align import likeness
from generator.revise.blocks import Block, BlockKind, StyleBook, body_blocks, cells_of, row_blocks
from generator.revise.chart_merge import take_new_chart
from generator.revise.conflicts import DELETED, DROPPED, NOTHING, Comments, Conflict
from generator.revise.document import merge_documents
from generator.revise.inline import PARAGRAPH_END, Insert, Piece, pieces_of, splice
from generator.revise.paragraph_merge import merge_paragraph, put_text
from generator.revise.placing import take_out
from generator.revise.words import Word, normal, words
from generator.revise.workspace import Workspace

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARAGRAPH, _ROW, _TABLE = f"{W}p", f"{W}tr", f"{W}tbl"
_KINDS = {_PARAGRAPH: BlockKind.PARAGRAPH, _ROW: BlockKind.ROW, _TABLE: BlockKind.TABLE}
_ALIKE, _CUT = 0.5, "…"
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"))
_TELLING = 12


class Choice(StrEnum):
    """Whose words are to stand."""

    EDITED = "edited"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Settled:
    """The document with the choices made; `left` are the numbers of conflicts that could not be settled."""

    content: bytes
    settled: tuple[str, ...]
    left: tuple[str, ...]


def numbered_conflicts(content: bytes) -> dict[str, Conflict]:
    """What waits for a person, by the number of its comment, in the order of the document. Raises Unreadable."""
    return Comments(Package.open(content)).numbered()


def settle(content: bytes, generated: bytes, choices: Mapping[str, Choice]) -> Settled:
    """Makes the choices in a document; `generated` is the same document as last generated.

    A number that is no open conflict is left. Nothing settled gives `content` itself. Raises Unreadable.
    """
    desk = _desk(Package.open(content), Package.open(generated))
    form = NoteForm.of(desk.new)
    noted = any([unfold(desk.edited, keep_numbers=True), unfold(desk.new)])
    known = desk.comments.numbered()
    settler = _Settler(desk, known)
    done = [number for number, choice in choices.items() if number in known and settler.settle(number, choice)]
    left = tuple(number for number in choices if number not in done)
    if not done:
        return Settled(content, (), left)
    if noted:
        fold(desk.edited, form.adopted(desk.adopt) if form is not None else None)
    desk.edited.touch(desk.edited.main)
    result = desk.edited.save()
    if settler.restored:
        result = merge_documents(_without(generated, settler.restored), result, generated).content
    return Settled(result, tuple(done), left)


def _desk(edited: Package, new: Package) -> Workspace:
    here, now = (StyleBook.of(one.related_tree("styles")) for one in (edited, new))
    return Workspace(edited, new, here, now, now, Comments(edited))


class _Settler:
    """One document while its conflicts are settled. `restored` are the texts of deleted blocks to be put back."""

    def __init__(self, desk: Workspace, known: Mapping[str, Conflict]) -> None:
        self.desk, self.known = desk, known
        self.restored: list[str] = []
        body = desk.new.tree(desk.new.main)
        self._now = [_Place.of(one) for one in body.iter(_PARAGRAPH)]
        self._generated = body

    def settle(self, number: str, choice: Choice) -> bool:
        """True if the choice is made; the comment is gone then."""
        if choice is Choice.NEW and not self._take_new(number, self.known[number]):
            return False
        self.desk.comments.remove(number)
        return True

    def _take_new(self, number: str, conflict: Conflict) -> bool:
        if conflict.edited == DELETED:
            if _find(self._generated, conflict.new, self.desk.new_styles) is None:
                return False
            self.restored.append(conflict.new)
            return True
        paragraph = self._paragraph(number)
        if paragraph is None:
            return take_new_chart(self.desk.edited, self.desk.new, number)
        if conflict.new == DROPPED:
            take_out(self.desk, _block_like(paragraph, conflict.old))
            return True
        return self._take_words(paragraph, number, conflict)

    def _paragraph(self, number: str) -> _Element | None:
        body = self.desk.edited.tree(self.desk.edited.main)
        marks = (one for one in body.iter(f"{W}commentRangeStart") if one.get(f"{W}id") == number)
        return next((above for mark in marks for above in mark.iterancestors(_PARAGRAPH)), None)

    def _take_words(self, paragraph: _Element, number: str, conflict: Conflict) -> bool:
        start, end = _range(paragraph, number)
        partner = self._partner(paragraph, conflict)
        if partner is None:
            if _CUT in conflict.new[-1:] or " / " in conflict.new:
                return False
            text = "" if conflict.new == NOTHING else conflict.new
            splice(pieces_of([paragraph]), start, end, (Insert(text),) if text else (), paragraph)
            return True
        here, now = (Block([one], BlockKind.PARAGRAPH).raw for one in (paragraph, partner))
        trial = deepcopy(paragraph)
        self._take_some(trial, partner, start, end)
        rewritten = not _is_much_alike(here, (start, end), now)
        if not rewritten and _is_whole(Block([trial], BlockKind.PARAGRAPH).raw, here, now, conflict.new):
            self._take_some(paragraph, partner, start, end)
        else:
            put_text(self.desk, paragraph, partner, *_sentences(here, (start, end), now))
        return True

    def _take_some(self, paragraph: _Element, partner: _Element, start: int, end: int) -> None:
        """Takes the new words of one stretch; what a person changed beside it stays."""
        before = _with_words_of(partner, paragraph, start, end)
        blocks = [Block([one], BlockKind.PARAGRAPH) for one in (before, paragraph, partner)]
        merge_paragraph(self.desk, [blocks[0]], blocks[1], [blocks[2]])

    def _partner(self, paragraph: _Element, conflict: Conflict) -> _Element | None:
        """The generated paragraph that the conflict is about: by hidden name, by its new words, by likeness."""
        here = _Place.of(paragraph)
        wanted = "" if conflict.new == NOTHING else normal(conflict.new.removesuffix(_CUT))
        named = [one for one in self._now if one.names & here.names]
        for candidates in (named, self._now):
            telling = [one for one in candidates if wanted and wanted in one.block.text]
            found = max(telling or candidates, key=lambda one: likeness(one.block, here.block), default=None)
            if found is not None and (telling or candidates is named or likeness(found.block, here.block) >= _ALIKE):
                return found.block.element
        return None


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph, and the hidden names of it or, in a table, of its row."""

    block: Block
    names: frozenset[str]

    @classmethod
    def of(cls, paragraph: _Element) -> _Place:
        row = next(paragraph.iterancestors(_ROW), None)
        marks = (paragraph if row is None else row).iter(f"{W}bookmarkStart")
        names = frozenset(name for one in marks if (name := one.get(f"{W}name", "")).startswith(BOOKMARK_PREFIX))
        return cls(Block([paragraph], BlockKind.PARAGRAPH), names)


# --- words -----------------------------------------------------------------------------------------


def _range(paragraph: _Element, number: str) -> tuple[int, int]:
    """The letters of a paragraph that a comment stands at; to its end where the comment ends in another."""
    pieces = pieces_of([paragraph])
    ends = {id(piece.node): piece.end for piece in pieces}
    at, start, end = 0, 0, pieces[-1].end if pieces else 0
    for node in paragraph.iter():
        at = ends.get(id(node), at)
        if node.get(f"{W}id") == number and node.tag == f"{W}commentRangeStart":
            start = at
        elif node.get(f"{W}id") == number and node.tag == f"{W}commentRangeEnd":
            end = at
    return start, end


def _with_words_of(generated: _Element, edited: _Element, start: int, end: int) -> _Element:
    """The generated paragraph with the edited words at [start, end): between the two lies just what is to be taken."""
    here, now = (Block([one], BlockKind.PARAGRAPH).raw for one in (edited, generated))
    mine, theirs = words(here), words(now)
    first = next((i for i, word in enumerate(mine) if word.end > start), len(mine))
    last = max((i + 1 for i, word in enumerate(mine) if word.start < end), default=0)
    copy = deepcopy(generated)
    pieces = pieces_of([copy])
    for code in reversed(diff([word.key for word in mine], [word.key for word in theirs])):
        if code.tag != "equal" and code.i1 <= last and code.i2 >= first:
            start, stop = _stretch(mine, code.i1, code.i2, spaced=code.j1 > 0)
            _put(pieces, theirs, (code.j1, code.j2), here[start:stop], copy)
    return copy


def _stretch(of: Sequence[Word], first: int, last: int, spaced: bool) -> tuple[int, int]:
    """Where words from–to stand, with the space before them or without; nothing of the text for no words."""
    if first == last:
        return 0, 0
    return of[first].start - (len(of[first].space) if spaced else 0), of[last - 1].end


def _put(pieces: Sequence[Piece], theirs: Sequence[Word], place: tuple[int, int], text: str, into: _Element) -> None:
    """`text` for the words from–to."""
    first, last = place
    start, end = _stretch(theirs, first, last, spaced=first > 0)
    if first == last:
        start = end = theirs[first - 1].end if first else 0
        text = text if first else f"{text} "
    splice(pieces, start, end, (Insert(text),) if text else (), into)


_SENTENCE = re.compile(r"(?:[^.;!?…\ue0f0]|[.;!?…\ue0f0](?!\s))*(?:[.;!?…\ue0f0]+\s*|$)")


def _is_whole(made: str, here: str, now: str, new: str) -> bool:
    """True if taking some words gave whole sentences: the new words in each, none twice, no bracket alone."""
    wanted = "" if new == NOTHING else normal(new.removesuffix(_CUT))
    doubled = len(wanted) > _TELLING and normal(made).count(wanted) > normal(now).count(wanted)
    if wanted not in normal(made) or doubled:
        return False
    if any(made.count(left) - made.count(right) != now.count(left) - now.count(right) for left, right in _PAIRS):
        return False
    mine, theirs = _bags(here), _bags(now)
    return all(one in mine or _likest(one, theirs) is not None for one in _bags(made))


def _is_much_alike(here: str, place: tuple[int, int], now: str) -> bool:
    """True if the sentences that letters stand in are still mostly the program's: only some words are to be taken."""
    (start, end), (first, last) = _sentences(here, place, now)
    mine, theirs = (Counter(normal(text).casefold().split()) for text in (here[start:end], now[first:last]))
    return 2 * sum((mine & theirs).values()) >= _ALIKE * sum((mine + theirs).values())


def _sentences(here: str, place: tuple[int, int], now: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The whole sentences that letters stand in, and those of the new text that they are to be; never parts of any."""
    mine, theirs = _spans(here), _spans(now)
    start, end = place
    met = [i for i, (first, last) in enumerate(mine) if first < end and start < last]
    met = met or [next((i for i, (first, last) in enumerate(mine) if first <= start <= last), 0)]
    others = _bags(now)
    partner = [_likest(one, others) for one in _bags(here)]
    low = max((j + 1 for j in partner[: met[0]] if j is not None), default=0)
    high = min((j for j in partner[met[-1] + 1 :] if j is not None and j >= low), default=len(theirs))
    old = (mine[met[0]][0], mine[met[-1]][1]) if mine else (0, 0)
    return old, (theirs[low][0], theirs[high - 1][1]) if low < high else (0, 0)


def _bags(text: str) -> list[Counter[str]]:
    """The words of each sentence of a text."""
    return [Counter(normal(text[first:last]).casefold().split()) for first, last in _spans(text)]


def _spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text stand, each with the space behind it."""
    return [found.span() for found in _SENTENCE.finditer(text) if found[0]]


def _likest(sentence: Counter[str], others: Sequence[Counter[str]]) -> int | None:
    """The sentence among others that one is, if there is any."""
    scores = [2 * sum((sentence & one).values()) / max(sum((sentence + one).values()), 1) for one in others]
    best = max(range(len(scores)), key=scores.__getitem__, default=None)
    return best if best is not None and scores[best] >= _ALIKE else None


# --- blocks ----------------------------------------------------------------------------------------


def _block_like(paragraph: _Element, text: str) -> Block:
    """The paragraph, its row or its table: what a comment that tells of a whole block with that text is about."""
    around = [one for one in paragraph.iterancestors() if one.tag in (_ROW, _TABLE)]
    blocks = [Block([one], _KINDS[str(one.tag)]) for one in (paragraph, *around)]
    wanted = words(text)
    return min(blocks, key=lambda one: abs(len(words(one.raw)) - len(wanted)))


def _find(body: _Element, text: str, styles: StyleBook) -> _Element | None:
    """The paragraph, table or row of a document that a comment calls by its text."""
    root = body.find(f"{W}body")
    wanted = normal(text.removesuffix(_CUT))
    for block in _blocks(root, styles) if root is not None else ():
        told = normal(block.raw.replace(PARAGRAPH_END, " / ").replace(OBJECT, "").replace("\n", " / "))
        if told == wanted or (text.endswith(_CUT) and told.startswith(wanted)):
            return block.element
    return None


def _blocks(parent: _Element, styles: StyleBook) -> Iterator[Block]:
    for block in body_blocks(parent, styles):
        yield block
        for row in row_blocks(block.element, styles) if block.kind is BlockKind.TABLE else ():
            yield row
            for cell in cells_of(row.element):
                yield from _blocks(cell, styles)


def _without(generated: bytes, texts: Sequence[str]) -> bytes:
    """The generated document as if the data had not had some blocks yet: a merge then brings them as new ones."""
    package = Package.open(generated)
    styles = StyleBook.of(package.related_tree("styles"))
    for text in texts:
        found = _find(package.tree(package.main), text, styles)
        parent = found.getparent() if found is not None else None
        if found is not None and parent is not None:
            parent.remove(found)
    package.touch(package.main)
    return package.save()
