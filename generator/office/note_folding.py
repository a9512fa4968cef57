"""Footnotes read and written where they stand in the sentence.

`unfold` puts the text of every plain footnote into the sentence it hangs at, between two signs, so that whoever
compares or searches sentences sees it; `fold` makes footnotes of what stands between such signs. A footnote of several
paragraphs, or with a link or picture, stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from generator.office.footnotes import (
    MARK,
    REFERENCE,
    NoteForm,
    add_note,
    as_in_note,
    drop_unused,
    notes_of,
    reference,
)
from generator.office.names import COMMENT_ENDS, ID, PPR, RPR, RUN, TEXT, P, W, drop, make, text_node
from generator.office.package import Package
from generator.office.word_text import stretches
from generator.office.xml import canonical

if TYPE_CHECKING:
    from lxml.etree import _Element

OPENS, CLOSES = "\ue0f2", "\ue0f3"
"""Stand round the text of a footnote that is read in its sentence."""
READ_AS = (" [chú thích: ", "]")
"""The same for a reader."""
_NUMBER = "nguon"
_SILENT = frozenset(f"{W}{name}" for name in ("bookmarkStart", "bookmarkEnd", "proofErr"))
_PLAIN = frozenset(f"{W}{name}" for name in ("t", "tab", "br", "noBreakHyphen", "softHyphen", "delText", "rPr"))
_CHANGES = (f"{W}ins", f"{W}del")


def unfold(package: Package, signs: tuple[str, str] = (OPENS, CLOSES), keep_numbers: bool = False) -> bool:
    """Puts plain footnotes into their sentences, between signs; True if there were any.

    With `keep_numbers` each opening sign remembers whose text follows, so that `fold` leaves it where nothing changed.
    """
    notes = notes_of(package)
    found = False
    for mark in list(package.tree(package.main).iter(REFERENCE)) if notes else ():
        number, run = mark.get(ID, ""), mark.getparent()
        content = _content(notes[number]) if number in notes else None
        if content is None or run is None or run.tag != RUN or len([one for one in run if one.tag != RPR]) != 1:
            continue
        opens, closes = (_sign(sign, run) for sign in signs)
        if keep_numbers:
            opens[-1].set(_NUMBER, number)
        for element in (opens, *map(deepcopy, content), closes):
            run.addprevious(element)
        drop(run)
        found = True
    return found


def _sign(sign: str, beside: _Element) -> _Element:
    """A sign that looks like the text before a run."""
    before = beside.getprevious()
    while before is not None and before.tag != RUN:
        before = before.getprevious()
    run = _part(before) if before is not None else make(RUN)
    run.append(text_node(sign))
    return run


def _content(note: _Element) -> list[_Element] | None:
    """The runs of a footnote behind its mark and the space there; None if it is more than one plain paragraph."""
    paragraphs = list(note)
    if len(paragraphs) != 1 or paragraphs[0].tag != P:
        return None
    content: list[_Element] = []
    for child in paragraphs[0]:
        if child.tag == PPR or child.tag in _SILENT:
            continue
        runs = child.findall(RUN) if child.tag in _CHANGES else [child]
        if child.tag not in (RUN, *_CHANGES) or any(run.tag != RUN for run in runs):
            return None
        if child.tag == RUN and child.find(MARK) is not None:
            continue
        if any(node.tag not in _PLAIN and node.tag != f"{W}lastRenderedPageBreak" for run in runs for node in run):
            return None
        content.append(child)
    return _without_lead(content)


def _without_lead(content: list[_Element]) -> list[_Element]:
    """The runs without the space or tab between a footnote's mark and its text."""
    while content and content[0].tag == RUN and not _said([content[0]]).strip():
        content = content[1:]
    first = content[0].find(TEXT) if content and content[0].tag == RUN else None
    if first is None or not (first.text or "")[:1].isspace():
        return content
    head = deepcopy(content[0])
    for node in [one for one in head if one.tag == f"{W}tab"][:1]:
        if head.index(node) < head.index(head.find(TEXT)):  # type: ignore[arg-type]
            head.remove(node)
    text = head.find(TEXT)
    assert text is not None
    text.text = (text.text or "").lstrip()
    return [head, *content[1:]]


def fold(package: Package, form: NoteForm | None = None) -> None:
    """Makes footnotes of what stands between signs; `form` is how new ones look if the file has none of its own.

    A sign without its partner is taken out. Comments on words of a footnote go to its mark in the text.
    """
    body = package.tree(package.main)
    nodes = [node for node in body.iter(TEXT) if OPENS in (node.text or "") or CLOSES in (node.text or "")]
    paragraphs = {id(one): one for node in nodes for one in list(node.iterancestors(P))[:1]}
    used: set[str] = set()
    for paragraph in paragraphs.values():
        for opens, closes in _pairs(paragraph):
            _fold_one(package, opens, closes, form, used)
    drop_unused(package)
    package.touch(package.main)


def _pairs(paragraph: _Element) -> Iterator[tuple[_Element, _Element]]:
    """The runs of matching signs, each sign alone in its run; other signs are taken out."""
    signs = [run for node in list(paragraph.iter(TEXT)) for run in _alone(node)]
    waiting: _Element | None = None
    for run in signs:
        opens = _said([run]) == OPENS
        if opens and waiting is None:
            waiting = run
        elif not opens and waiting is not None and waiting.getparent() is run.getparent():
            yield waiting, run
            waiting = None
        else:
            drop(run)
    if waiting is not None:
        drop(waiting)


def _alone(node: _Element) -> list[_Element]:
    """The signs in a text as runs of their own."""
    text, run = node.text or "", node.getparent()
    if run is None or run.tag != RUN or not ({OPENS, CLOSES} & set(text)):
        return []
    pieces: list[str] = []
    for letter in text:
        if letter in (OPENS, CLOSES) or not pieces or pieces[-1] in (OPENS, CLOSES):
            pieces.append(letter)
        else:
            pieces[-1] += letter
    before, behind = _part(run), _part(run)
    at = run.index(node)
    children = list(run)
    before.extend(deepcopy(one) for one in children[:at] if one.tag != RPR)
    made: list[_Element] = [before]
    for piece in pieces:
        part = _part(run)
        part.append(text_node(piece))
        if piece == OPENS and (number := node.get(_NUMBER)) is not None:
            part.set(_NUMBER, number)
        made.append(part)
    for one in children[at + 1 :]:
        behind.append(one)
    made.append(behind)
    kept = [one for one in made if any(child.tag != RPR for child in one)]
    for one in kept:
        run.addprevious(one)
    drop(run)
    signs = [one for one in kept if (one.findtext(TEXT) or "") in (OPENS, CLOSES)]
    later = behind.findall(TEXT) if behind in kept else []
    return [*signs, *(sign for inner in later for sign in _alone(inner))]


def _part(run: _Element) -> _Element:
    """A run that looks like another and says nothing yet."""
    part = make(RUN)
    if (properties := run.find(RPR)) is not None:
        part.append(deepcopy(properties))
    return part


def _fold_one(package: Package, opens: _Element, closes: _Element, form: NoteForm | None, used: set[str]) -> None:
    parent = opens.getparent()
    assert parent is not None
    content = list(parent)[parent.index(opens) + 1 : parent.index(closes)]
    for element in content:
        _move_marks(element, opens, closes)
    content = [one for one in content if one.getparent() is parent and one.tag not in _SILENT]
    if not _said(content).strip() and not any(one.tag in _CHANGES for one in content):
        for one in (opens, *content, closes):
            drop(one)
        return
    notes = notes_of(package)
    number = opens.get(_NUMBER, "")
    if number in notes and number not in used:
        _rewrite(package, notes[number], content)
    else:
        own = NoteForm.of(package) or form or NoteForm.usual(package)
        number = add_note(package, content, own)
    used.add(number)
    closes.addnext(reference(number, NoteForm.of(package) or form or NoteForm.usual(package)))
    for one in (opens, *content, closes):
        drop(one)


def _move_marks(element: _Element, opens: _Element, closes: _Element) -> None:
    """Comments cannot stand in a footnote: their ends go before and behind it."""
    marks = [element] if element.tag in COMMENT_ENDS else list(element.iter(*COMMENT_ENDS))
    for mark in marks:
        moved = mark
        if mark.tag == f"{W}commentReference" and (run := mark.getparent()) is not None and run.tag == RUN:
            moved = run
        if mark.tag == f"{W}commentRangeStart":
            opens.addprevious(moved)
        else:
            place = closes
            while (behind := place.getnext()) is not None and _is_mark(behind):
                place = behind
            place.addnext(moved)


def _is_mark(element: _Element) -> bool:
    return element.tag in COMMENT_ENDS or element.find(f"{W}commentReference") is not None


def _rewrite(package: Package, note: _Element, content: Sequence[_Element]) -> None:
    """Other words for a footnote; one that says the same already is left."""
    before = _content(note)
    if before is not None and _form(before) == _form(content):
        return
    paragraph = note[0]
    text = [one for one in paragraph if one.tag != PPR and one.find(MARK) is None]
    lead = next((one for one in text if one.tag == RUN and not _said([one]).strip()), None)
    first = text[0] if text else None
    if first is not lead or lead is None:
        lead = make(RUN)
        lead.append(text_node(" "))
    for one in text:
        paragraph.remove(one)
    paragraph.extend((lead, *map(as_in_note, content)))
    package.touch(package.related("footnotes") or "")


def _form(content: Sequence[_Element]) -> list[tuple[bytes, str]]:
    """The text with its looks, however it is cut into runs."""
    parts: list[tuple[bytes, str]] = []
    for one in content:
        for run in [one] if one.tag == RUN else list(one):
            properties = run.find(RPR)
            look = canonical(properties, with_tail=False) if properties is not None and len(properties) else b""
            look += b"" if one.tag == RUN else str(one.tag).encode()
            text = "".join(node.text or "" if node.tag == TEXT else f"<{node.tag}>" for node in run if node.tag != RPR)
            if parts and parts[-1][0] == look:
                parts[-1] = (look, parts[-1][1] + text)
            else:
                parts.append((look, text))
    return parts


def _said(elements: Iterable[_Element]) -> str:
    """The text of some runs."""
    return "".join([one.text for one in stretches(elements)])
