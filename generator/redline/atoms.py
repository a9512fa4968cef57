"""A paragraph as a flat list of atoms: stretches of text, objects that are taken whole, marks without width."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from generator.office.names import (
    COMMENT_MARKS,
    NOTE_REFERENCES,
    PPR,
    RPR,
    RUN,
    SDT,
    SPACE,
    TEXT,
    ZERO_WIDTH,
    W,
    copy_of,
    elements,
    make,
    text_node,
)
from generator.office.word_text import (
    FIELD_CODE,
    FIELD_MARK,
    ON_ONE_LINE,
    SIMPLE_FIELD,
    boxes_in,
    paragraph_text,
    paragraphs_in,
    shown,
    stretches,
)

if TYPE_CHECKING:
    from lxml.etree import _Element
from generator.redline.element_keys import exact_key, properties_key

_FIELD_TYPE = f"{W}fldCharType"
_TRANSPARENT = frozenset((f"{W}smartTag", f"{W}customXml", f"{W}sdtContent"))
_WRAPPING = frozenset((f"{W}hyperlink", f"{W}dir", f"{W}bdo"))
_IGNORED = frozenset((f"{W}lastRenderedPageBreak", f"{W}smartTagPr", f"{W}customXmlPr", f"{W}sdtPr", f"{W}sdtEndPr"))
_PAGE_FIELD = re.compile(r"(PAGE|NUMPAGES|SECTIONPAGES|PAGEREF)\b")


class Kind(StrEnum):
    """What an atom is."""

    TEXT = "text"
    OBJECT = "object"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Atom:
    """One piece of a paragraph. `key` is its text, or what tells one object from another.

    `nodes` are the run's children (of one run with formatting `rpr`); or whole runs and other elements where
    `whole` is true (fields, formulas, marks). `wrappers` are the links and content controls around it, outermost
    first.
    """

    kind: Kind
    key: str
    rpr: _Element | None = None
    wrappers: tuple[_Element, ...] = ()
    nodes: tuple[_Element, ...] = ()
    whole: bool = False

    @property
    def text(self) -> str:
        """What a person reads in it, on one line."""
        if self.kind is Kind.TEXT:
            return self.key
        parts = [one.text for one in stretches(self.nodes)] if self.whole else map(shown, self.nodes)
        said = "".join(parts).translate(ON_ONE_LINE)
        if said.strip():
            return said
        boxes = (one for node in self.nodes for box in boxes_in(node) for one in paragraphs_in(box))
        return " ".join(paragraph_text(one) for one in boxes).translate(ON_ONE_LINE) or said

    @property
    def format_key(self) -> str:
        return properties_key(self.rpr)

    @property
    def wrapper_key(self) -> str:
        return "/".join(wrapper_key(wrapper) for wrapper in self.wrappers)


def wrapper_key(wrapper: _Element) -> str:
    """What tells one link or content control from another; its content is not part of it."""
    if wrapper.tag == SDT:
        return "sdt:" + properties_key(wrapper.find(f"{W}sdtPr"), skip=(f"{W}id", f"{W}showingPlcHdr"))
    kept = sorted((str(name), str(value)) for name, value in wrapper.attrib.items() if name != f"{W}history")
    return f"{wrapper.tag}{kept}"


def atoms(paragraph: _Element) -> list[Atom]:
    """The atoms of a paragraph that holds no tracked change."""
    return _fields_joined(list(_flat(paragraph, ())))


def _flat(parent: _Element, wrappers: tuple[_Element, ...]) -> Iterator[Atom]:
    for child in elements(parent):
        tag = child.tag
        if tag == RUN:
            yield from _run_atoms(child, wrappers)
        elif tag in _IGNORED or tag == PPR:
            continue
        elif tag in ZERO_WIDTH:
            yield Atom(Kind.MARK, "", None, wrappers, (child,), whole=True)
        elif tag in _TRANSPARENT:
            yield from _flat(child, wrappers)
        elif tag == SDT or tag in _WRAPPING:
            yield from _flat(child, (*wrappers, child))
        elif tag == SIMPLE_FIELD:
            runs = _field_runs(child)
            yield Atom(Kind.OBJECT, _field_key(runs), None, wrappers, tuple(runs), whole=True)
        else:
            yield Atom(Kind.OBJECT, exact_key(child), None, wrappers, (child,), whole=True)


def _run_atoms(run: _Element, wrappers: tuple[_Element, ...]) -> Iterator[Atom]:
    rpr = run.find(RPR)
    for child in elements(run):
        tag = child.tag
        if tag == RPR or tag in _IGNORED:
            continue
        if tag == TEXT:
            if child.text:
                yield Atom(Kind.TEXT, child.text, rpr, wrappers)
        elif tag in COMMENT_MARKS:
            yield Atom(Kind.MARK, "", None, wrappers, (_run_of((child,), rpr),), whole=True)
        elif tag in NOTE_REFERENCES:
            yield Atom(Kind.OBJECT, note_key(child), rpr, wrappers, (child,))
        else:
            yield Atom(Kind.OBJECT, exact_key(child), rpr, wrappers, (child,))


def note_key(reference: _Element) -> str:
    """Notes are the same where their place is: what they say is compared in their own part.

    A resolved tree (its numbers and notes put in) has the note's text in the id, and then it counts.
    """
    said = str(reference.get(f"{W}id", ""))
    return f"{reference.tag}{said if said.startswith('=') else ''}{reference.get(f'{W}customMarkFollows', '')}"


def _run_of(children: Sequence[_Element], rpr: _Element | None) -> _Element:
    run = make(RUN)
    if rpr is not None:
        run.append(copy_of(rpr))
    run.extend(copy_of(child) for child in children)
    return run


def _fields_joined(flat: list[Atom]) -> list[Atom]:
    """A whole complex field becomes one object; one that ends in another paragraph stays in pieces."""
    joined: list[Atom] = []
    position = 0
    while position < len(flat):
        atom = flat[position]
        end = _field_end(flat, position) if _field_char(atom) == "begin" else None
        if end is None:
            joined.append(atom)
            position += 1
            continue
        inside = flat[position : end + 1]
        runs = [_as_run(one) for one in inside if one.kind is not Kind.MARK and not one.whole]
        if any(one.whole and one.kind is Kind.OBJECT for one in inside):
            runs = [run for one in inside if one.kind is not Kind.MARK for run in _as_runs(one)]
        joined.append(Atom(Kind.OBJECT, _field_key(runs), None, atom.wrappers, tuple(runs), whole=True))
        joined.extend(one for one in inside if one.kind is Kind.MARK)
        position = end + 1
    return joined


def _field_char(atom: Atom) -> str:
    if atom.kind is Kind.OBJECT and not atom.whole and atom.nodes[0].tag == FIELD_MARK:
        return str(atom.nodes[0].get(_FIELD_TYPE))
    return ""


def _field_end(flat: Sequence[Atom], start: int) -> int | None:
    depth = 0
    for position in range(start, len(flat)):
        if flat[position].wrappers != flat[start].wrappers:
            return None
        depth += {"begin": 1, "end": -1}.get(_field_char(flat[position]), 0)
        if depth == 0:
            return position
    return None


def _as_runs(atom: Atom) -> list[_Element]:
    return [copy_of(node) for node in atom.nodes] if atom.whole else [_as_run(atom)]


def _as_run(atom: Atom) -> _Element:
    if atom.kind is Kind.TEXT:
        return _run_of((text_node(atom.key),), atom.rpr)
    return _run_of(atom.nodes, atom.rpr)


def _field_runs(simple: _Element) -> list[_Element]:
    """A simple field written as a complex one, which alone may stand inside a tracked change."""
    instruction = make(FIELD_CODE)
    instruction.text = str(simple.get(f"{W}instr", ""))
    instruction.set(SPACE, "preserve")
    result = [copy_of(run) for run in simple.iter(RUN)]
    begin, middle, end = (_run_of((make(FIELD_MARK, fldCharType=kind),), None) for kind in ("begin", "separate", "end"))
    return [begin, _run_of((instruction,), None), middle, *result, end]


def _field_key(runs: Sequence[_Element]) -> str:
    """Instruction and result; the result of a page number is not compared, every program reckons it anew."""
    instruction, shown, parts, answer = "", False, [], ""
    for run in runs:
        for child in elements(run):
            kind = child.get(_FIELD_TYPE) if child.tag == FIELD_MARK else None
            if kind == "begin":
                answer += "".join(exact_key(one) for one in child.iterchildren(f"{W}ffData"))
            if kind == "separate":
                shown = True
            elif child.tag == FIELD_CODE and not shown:
                instruction += child.text or ""
            elif shown and kind is None and child.tag != RPR and child.tag not in _IGNORED:
                said = child.text or "" if child.tag == TEXT else exact_key(child)
                if said:
                    parts.append((properties_key(run.find(RPR)), said))
    instruction = " ".join(instruction.split()) + answer
    return f"field {instruction}" if _PAGE_FIELD.match(instruction) else f"field {instruction} {_merged(parts)}"


def _merged(parts: Sequence[tuple[str, str]]) -> list[list[str]]:
    merged: list[list[str]] = []
    for formatting, text in parts:
        if merged and merged[-1][0] == formatting:
            merged[-1][1] += text
        else:
            merged.append([formatting, text])
    return merged
