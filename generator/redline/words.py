"""The inside of a paragraph: words that went and came, formatting that changed, as tracked runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from generator.office.names import ID, NOTE_REFERENCES, RPR, RUN, SDT, TEXT, W, copy_of, make, shell, text_node
from generator.office.word_diff import Opcode, diff, readable, tokens
from generator.redline.atoms import Atom, Kind, atoms
from generator.redline.pen import ChangeKind, Pen, Where, changed_properties

if TYPE_CHECKING:
    from lxml.etree import _Element

# --- A paragraph as tokens to compare: words and numbers, each with the formatting its parts have, and objects --------


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or object that is compared whole; `marks` stand just before it."""

    key: str
    parts: tuple[Atom, ...]
    marks: tuple[Atom, ...] = ()

    @property
    def wrapped_key(self) -> tuple[str, str, str]:
        return self.parts[0].kind.value, self.key, self.parts[0].wrapper_key

    @property
    def words(self) -> str:
        return self.key if self.parts[0].kind is Kind.TEXT else "object"

    @property
    def edges(self) -> Iterator[int]:
        """Where its parts end."""
        position = 0
        for part in self.parts:
            position += len(part.key)
            yield position

    def part_at(self, position: int) -> Atom:
        """The part that the character at `position` stands in."""
        for part in self.parts:
            if position < len(part.key):
                return part
            position -= len(part.key)
        return self.parts[-1]


@dataclass(slots=True)
class Tokens:
    """A paragraph's tokens, and the marks after the last of them."""

    items: list[Token] = field(default_factory=list)
    end_marks: tuple[Atom, ...] = ()


def tokenize(paragraph: _Element) -> Tokens:
    """The tokens of a paragraph. Text is cut into words across runs, never across a link's border."""
    result, marks = Tokens(), []
    stretch: list[Atom] = []
    waiting: list[tuple[int, Atom]] = []
    for atom in [*atoms(paragraph), None]:
        if atom is not None and atom.kind is Kind.MARK:
            waiting.append((sum(len(one.key) for one in stretch), atom))
            continue
        same = atom is not None and atom.kind is Kind.TEXT and stretch and atom.wrapper_key == stretch[0].wrapper_key
        if stretch and not same:
            result.items.extend(_words(stretch, waiting))
            stretch = []
        if atom is None:
            break
        if atom.kind is Kind.TEXT:
            stretch.append(atom)
        else:
            marks = [mark for _, mark in waiting]
            waiting.clear()
            result.items.append(Token(atom.key, (atom,), tuple(marks)))
    result.end_marks = tuple(mark for _, mark in waiting)
    return result


def _words(stretch: Sequence[Atom], waiting: list[tuple[int, Atom]]) -> Iterator[Token]:
    """The words of neighbouring text atoms; a mark inside a word stands before it."""
    position = number = offset = 0
    for word in tokens("".join(atom.key for atom in stretch)):
        end, parts = position + len(word), []
        while position < end:
            atom = stretch[number]
            taken = min(end - position, len(atom.key) - offset)
            parts.append(replace(atom, key=atom.key[offset : offset + taken]))
            position, offset = position + taken, offset + taken
            if offset == len(atom.key):
                number, offset = number + 1, 0
        before = [mark for place, mark in waiting if place < end]
        waiting[:] = [(place, mark) for place, mark in waiting if place >= end]
        yield Token(word, tuple(parts), tuple(before))
    waiting[:] = [(0, mark) for _, mark in waiting]


_LEAST_IN_COMMON = 0.25
_DELETED_NAMES = {TEXT: f"{W}delText", f"{W}instrText": f"{W}delInstrText"}


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the result: `status` is "" (stands in both) or the name of the mark around it."""

    status: str
    atom: Atom
    reformatted: bool = False
    former: _Element | None = None


def whole(paragraph: _Element, status: str, keep_marks: bool = True) -> list[Segment]:
    """All of a paragraph's content as one inserted, deleted or moved piece."""
    found = atoms(paragraph)
    return [
        Segment("" if one.kind is Kind.MARK else status, one)
        for one in found
        if keep_marks or one.kind is not Kind.MARK
    ]


def compared(old: _Element, new: _Element, pen: Pen, where: Where) -> list[Segment]:
    """The content of a paragraph that stands in both, word by word. Lists the changes."""
    before, after = tokenize(old), tokenize(new)
    codes = diff([token.wrapped_key for token in before.items], [token.wrapped_key for token in after.items])
    codes = readable(codes, [token.words for token in before.items])
    if pen.coarse or not _enough_in_common(codes, before.items, after.items):
        codes = [Opcode("replace", 0, len(before.items), 0, len(after.items))]
    segments: list[Segment] = []
    lines, places = (_joined(before.items), _joined(after.items)), (_places(before.items), _places(after.items))
    for code in codes:
        olds, news = before.items[code.i1 : code.i2], after.items[code.j1 : code.j2]
        if code.tag == "equal":
            for one, other in zip(olds, news, strict=True):
                segments.extend(_kept(one, other, pen))
        else:
            segments.extend(Segment("del", part) for token in olds for part in token.parts)
            segments.extend(_came(news))
            spans = ((places[0][code.i1], places[0][code.i2]), (places[1][code.j1], places[1][code.j2]))
            pen.note_words(lines, spans, where)
    segments.extend(Segment("", mark) for mark in after.end_marks)
    if any(segment.reformatted for segment in segments):
        pen.note(ChangeKind.FORMAT, new="".join(one.atom.key for one in segments if one.reformatted), where=where)
    return segments


def _enough_in_common(codes: Sequence[Opcode], before: Sequence[Token], after: Sequence[Token]) -> bool:
    """False where a sentence was rewritten: then the whole reads better than words strewn about."""
    kept = sum(len(before[i].words) for code in codes if code.tag == "equal" for i in range(code.i1, code.i2))
    longest = max(sum(len(token.words) for token in side) for side in (before, after))
    return kept >= _LEAST_IN_COMMON * longest or longest < 40


def _joined(items: Sequence[Token]) -> str:
    return "".join(part.text for token in items for part in token.parts)


def _places(items: Sequence[Token]) -> list[int]:
    """Where each token begins in the paragraph's text, and where the last ends."""
    return list(accumulate((sum(len(part.text) for part in token.parts) for token in items), initial=0))


def _came(items: Sequence[Token]) -> Iterator[Segment]:
    for token in items:
        yield from (Segment("", mark) for mark in token.marks)
        yield from (Segment("ins", part) for part in token.parts)


def _kept(old: Token, new: Token, pen: Pen) -> Iterator[Segment]:
    """A token of both, cut where either's formatting changes."""
    yield from (Segment("", mark) for mark in new.marks)
    if new.parts[0].kind is Kind.OBJECT:
        yield _formatted(old.parts[0], new.parts[0])
        _pair_notes(old.parts[0], new.parts[0], pen)
        return
    position = 0
    edges = sorted({*old.edges, *new.edges})
    for edge in edges:
        former, atom = old.part_at(position), new.part_at(position)
        yield _formatted(former, replace(atom, key=new.key[position:edge]))
        position = edge


def _formatted(old: Atom, new: Atom) -> Segment:
    return Segment("", new, old.format_key != new.format_key, old.rpr)


def _pair_notes(old: Atom, new: Atom, pen: Pen) -> None:
    kind = NOTE_REFERENCES.get(str(new.nodes[0].tag)) if not new.whole else None
    if kind:
        pen.note_pairs.append((kind, str(old.nodes[0].get(ID)), str(new.nodes[0].get(ID))))


def pair_notes_of(old: _Element, new: _Element, pen: Pen) -> None:
    """Pairs the notes of two blocks that are the same but for what their notes say."""
    for tag, kind in NOTE_REFERENCES.items():
        pairs = zip(old.iter(tag), new.iter(tag), strict=False)
        pen.note_pairs.extend((kind, str(one.get(ID)), str(other.get(ID))) for one, other in pairs)


def write_segments(segments: Sequence[Segment], paragraph: _Element, pen: Pen) -> None:
    """Appends the segments to a paragraph as runs, in marks, in links and content controls."""
    for _, wrapped in groupby(segments, key=lambda segment: segment.atom.wrapper_key):
        group = list(wrapped)
        holder = _wrapped(group[0].atom, paragraph, group[0].status)
        for status, pieces in groupby(group, key=lambda segment: segment.status):
            target = holder
            if status:
                target = pen.mark(status)
                holder.append(target)
            _write_runs(list(pieces), target, status, pen)


def _wrapped(atom: Atom, paragraph: _Element, status: str) -> _Element:
    holder = paragraph
    for wrapper in atom.wrappers:
        outer = shell(wrapper)
        holder.append(outer)
        holder = outer
        if wrapper.tag == SDT:
            properties = wrapper.find(f"{W}sdtPr")
            if properties is not None:
                kept = copy_of(properties)
                kept[:] = [child for child in kept if child.tag != ID or status != "del"]
                outer.append(kept)
            holder = make(f"{W}sdtContent")
            outer.append(holder)
    return holder


def _write_runs(pieces: Sequence[Segment], target: _Element, status: str, pen: Pen) -> None:
    run: _Element | None = None
    text: _Element | None = None
    words: dict[_Element, list[str]] = {}  # joined at the end: a text may be as long as a book
    form: tuple[str, bool, int] | None = None
    for piece in pieces:
        atom = piece.atom
        if atom.whole:
            run = None
            target.extend(_deleted(copy_of(node), status) for node in atom.nodes)
            continue
        wanted = (atom.format_key, piece.reformatted, id(piece.former) if piece.reformatted else 0)
        if run is None or wanted != form:
            run, text, form = make(RUN), None, wanted
            properties = changed_properties(atom.rpr, piece.former, RPR, pen) if piece.reformatted else atom.rpr
            if properties is not None:
                run.append(properties if piece.reformatted else copy_of(properties))
            target.append(run)
        if atom.kind is not Kind.TEXT:
            run.extend(_deleted(copy_of(node), status) for node in atom.nodes)
            text = None
        elif text is not None:
            words[text].append(atom.key)
        else:
            text = _deleted(text_node(atom.key), status)
            words[text] = [atom.key]
            run.append(text)
    for text, pieces_of_text in words.items():
        text.text = "".join(pieces_of_text)


def _deleted(element: _Element, status: str) -> _Element:
    """Text inside a deletion has names of its own; inside a drawing it keeps them."""
    if status == "del":
        named = [element, *element] if element.tag in (RUN, *_DELETED_NAMES) else []
        for node in named:
            node.tag = _DELETED_NAMES.get(str(node.tag), node.tag)
    return element
