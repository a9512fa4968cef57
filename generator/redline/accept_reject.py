"""Accepting and rejecting every tracked change of a Word file, as Word does.

A paragraph whose mark goes is joined to the one after it, which lends its properties; the last paragraph of a cell,
header or document cannot lose its mark (ECMA-376 part 1, 17.13.5).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.office.names import (
    CANT_SPLIT,
    DEL,
    INS,
    MOVE_FROM,
    MOVE_TO,
    PPR,
    RANGE_MARKS,
    RPR,
    SECT,
    TBL,
    TC,
    TEXT,
    TR,
    VAL,
    ZERO_WIDTH,
    P,
    W,
    drop,
    elements,
    make,
    serialize,
    unwrap,
)
from generator.office.package import Package

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

_MARKS = (INS, DEL, MOVE_FROM, MOVE_TO)
_ADDING = frozenset((INS, MOVE_TO))
_CHANGES = tuple(f"{W}{name}Change" for name in ("rPr", "pPr", "tcPr", "trPr", "tblPr", "tblPrEx", "sectPr"))
_GRID_CHANGE = f"{W}tblGridChange"
_OTHERS = (f"{W}numberingChange", f"{W}cellMerge")
_CELL_INS, _CELL_DEL = f"{W}cellIns", f"{W}cellDel"
_KEPT_ON_REJECT = {
    f"{W}pPr": (RPR, SECT),
    f"{W}sectPr": (f"{W}headerReference", f"{W}footerReference"),
    RPR: _MARKS,
    f"{W}trPr": (INS, DEL),
    f"{W}tcPr": (_CELL_INS, _CELL_DEL),
}
_HOLDERS = frozenset((RPR, f"{W}trPr"))
_WRAPPERS = frozenset(f"{W}{name}" for name in ("hyperlink", "smartTag", "fldSimple"))
_BLOCK_WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml"))
_EVERY = (*_MARKS, *_CHANGES, _GRID_CHANGE, *_OTHERS, _CELL_INS, _CELL_DEL, *sorted(RANGE_MARKS))


def accept_all(content: bytes) -> bytes:
    """The document with every tracked change accepted, in the body, headers, footers and notes."""
    return settled(Package.open(content), accept=True).save()


def reject_all(content: bytes) -> bytes:
    """The document with every tracked change rejected."""
    return settled(Package.open(content), accept=False).save()


def settle_of(content: bytes, author: str, accept: bool) -> bytes:
    """The document with the tracked changes of one author accepted or rejected; those of others wait as before.

    Gives `content` itself where that author has none.
    """
    package = Package.open(content)
    changed = False
    for name in package.story_parts():
        root = package.take(name)
        marks = list(root.iter(*_EVERY))
        if not any(mark.get(_AUTHOR) == author for mark in marks):
            continue
        _hide([mark for mark in marks if mark.get(_AUTHOR) not in (None, author)])
        if accept:
            _keep_rows_written_in(root)
        settle(root, accept)
        _show(root)
        package.put(name, serialize(root))
        changed = True
    return package.save() if changed else content


def _keep_rows_written_in(root: _Element) -> None:
    """A row that was to go and that somebody wrote in since stays, with what they wrote."""
    for mark in list(root.iterfind(f".//{TR}/{W}trPr/{DEL}")):
        row = next(mark.iterancestors(TR))
        texts = (text for text in row.iter(TEXT) if (text.text or "").strip())
        if any(not any(above.tag in (DEL, MOVE_FROM) for above in text.iterancestors()) for text in texts):
            drop(mark)


_AUTHOR = f"{W}author"
_HIDDEN = "{urn:baocao:waits}"


def _hide(marks: Sequence[_Element]) -> None:
    """Takes marks, and the deleted text in them, out of sight under another name."""
    for mark in marks:
        for node in mark.iter(f"{W}delText", f"{W}delInstrText") if mark.tag in (DEL, MOVE_FROM) else ():
            node.tag = str(node.tag).replace(W, _HIDDEN)
        mark.tag = str(mark.tag).replace(W, _HIDDEN)


def _show(root: _Element) -> None:
    for node in root.iter(f"{_HIDDEN}*"):
        node.tag = str(node.tag).replace(_HIDDEN, W)


def with_own_numbers(content: bytes) -> bytes:
    """The document with a number of its own for every tracked change; `content` itself where they have."""
    package = Package.open(content)
    names = package.story_parts()
    roots = {name: package.take(name) for name in names}
    met: set[str] = set()
    doubled: list[tuple[str, _Element]] = []
    highest = 0
    for name, root in roots.items():
        for mark in root.iter(*_MARKS, *_CHANGES, _GRID_CHANGE, _CELL_INS, _CELL_DEL):
            number = mark.get(f"{W}id", "")
            highest = max(highest, int(number) if number.isdecimal() else 0)
            if number in met:
                doubled.append((name, mark))
            met.add(number)
    if not doubled:
        return content
    for free, (_, mark) in enumerate(doubled, highest + 1):
        mark.set(f"{W}id", str(free))
    for name in dict.fromkeys(name for name, _ in doubled):
        package.put(name, serialize(roots[name]))
    return package.save()


def settled(package: Package, accept: bool, to_read_once: bool = False) -> Package:
    """A copy of the package with every tracked change accepted or rejected.

    With `to_read_once` the body is handed over as a tree, for one reading; such a copy cannot be saved.
    """
    result = package.copy()
    for name in result.story_parts():
        root = result.take(name)
        if has_changes(root):
            settle(root, accept)
            if to_read_once and name == result.main:
                result.hand_over(name, root)
            else:
                result.put(name, serialize(root))
    return result


def has_changes(root: _Element) -> bool:
    """True if anything in the tree is a tracked change."""
    return next(root.iter(*_EVERY), None) is not None


def settle(root: _Element, accept: bool) -> None:
    """Accepts or rejects every tracked change below `root`, which stays itself."""
    gone_marks = _settle_properties(root, accept)
    _settle_rows(root, accept)
    _settle_runs(root, accept)
    for mark in list(root.iter(*sorted(RANGE_MARKS))):
        drop(mark)
    for paragraph in gone_marks:
        _join_to_next(paragraph)
    _tidy(root)


def _settle_properties(root: _Element, accept: bool) -> list[_Element]:
    """Property changes settled; gives the paragraphs that lose their mark."""
    for change in list(root.iter(*_CHANGES, _GRID_CHANGE)):
        _settle_change(change, accept)
    for other in list(root.iter(*_OTHERS)):
        drop(other)
    gone: list[_Element] = []
    for mark in list(root.iter(*_MARKS)):
        holder = mark.getparent()
        properties = holder.getparent() if holder is not None and holder.tag == RPR else None
        if holder is None or properties is None or properties.tag != PPR:
            continue
        paragraph = properties.getparent()
        if (mark.tag in _ADDING) is not accept and paragraph is not None and paragraph not in gone[-1:]:
            gone.append(paragraph)
        holder.remove(mark)
    return gone


def _settle_change(change: _Element, accept: bool) -> None:
    holder = change.getparent()
    if holder is None:
        return
    holder.remove(change)
    if accept:
        return
    former = next(elements(change), None)
    kept = [child for child in elements(holder) if child.tag in _KEPT_ON_REJECT.get(str(holder.tag), ())]
    before = list(elements(former))
    if holder.tag in (PPR, f"{W}trPr", f"{W}tcPr"):
        holder[:] = [*before, *kept]
    else:
        holder[:] = [*kept, *before]


def _settle_rows(root: _Element, accept: bool) -> None:
    for mark in list(root.iter(INS, DEL)):
        holder = mark.getparent()
        if holder is not None and holder.tag == f"{W}trPr":
            row = holder.getparent()
            holder.remove(mark)
            if len(holder) == 1 and holder[0].tag == CANT_SPLIT and holder[0].get(VAL) == "off":
                drop(holder)
            if row is not None and (mark.tag == INS) is not accept:
                drop(row)
    for mark in list(root.iter(_CELL_INS, _CELL_DEL)):
        holder = mark.getparent()
        cell = holder.getparent() if holder is not None else None
        drop(mark)
        if cell is not None and (mark.tag == _CELL_INS) is not accept:
            drop(cell)
    for table in list(root.iter(TBL)):
        if table.find(f".//{TR}") is None:
            drop(table)


def _settle_runs(root: _Element, accept: bool) -> None:
    for mark in list(root.iter(*_MARKS)):
        holder = mark.getparent()
        if holder is None or holder.tag in _HOLDERS:
            continue
        if (mark.tag in _ADDING) is accept:
            unwrap(mark)
        else:
            drop(mark)
            _drop_if_empty(holder)
    for old, new in ((f"{W}delText", TEXT), (f"{W}delInstrText", f"{W}instrText")):
        for node in list(root.iter(old)):
            node.tag = new


def _drop_if_empty(wrapper: _Element) -> None:
    """A link or content control whose text is all gone goes too."""
    while True:
        parent = wrapper.getparent()
        if parent is None or any(child.tag not in ZERO_WIDTH for child in elements(wrapper)):
            return
        if wrapper.tag == f"{W}sdtContent" and parent.tag == f"{W}sdt":
            wrapper, parent = parent, parent.getparent()
        elif wrapper.tag not in _WRAPPERS:
            return
        if parent is None:
            return
        place = parent.index(wrapper)
        marks = list(wrapper.iter(*sorted(ZERO_WIDTH)))
        parent[place : place + 1] = marks
        wrapper = parent


def _join_to_next(paragraph: _Element) -> None:
    """Takes the mark from a paragraph: what it still holds stands at the front of the paragraph after it."""
    following = _block_after(paragraph)
    if following is None:
        return
    content = [child for child in paragraph if child.tag != PPR]
    if following.tag == TBL:
        if not any(child.tag not in ZERO_WIDTH for child in content):
            place = paragraph.getparent()
            if place is not None:
                index = place.index(paragraph)
                place[index : index + 1] = content
                _drop_if_empty(place)
        return
    start = 1 if following.find(PPR) is not None else 0
    following[start:start] = content
    _drop_block(paragraph)


def _block_after(block: _Element) -> _Element | None:
    """The paragraph or table after a block, into and out of content controls; None at the end of a cell or story."""
    following = block.getnext()
    while following is not None and (following.tag in ZERO_WIDTH or not isinstance(following.tag, str)):
        following = following.getnext()
    if following is None:
        parent = block.getparent()
        return _block_after(parent) if parent is not None and parent.tag in _BLOCK_WRAPPERS else None
    if following.tag in _BLOCK_WRAPPERS:
        inner = next(following.iter(P, TBL), None)
        return inner if inner is not None else _block_after(following)
    return following if following.tag in (P, TBL) else None


def _drop_block(block: _Element) -> None:
    """Takes a block out, and the content control that held nothing else."""
    holder = block.getparent()
    drop(block)
    if holder is not None:
        _drop_if_empty(holder)


def _tidy(root: _Element) -> None:
    for properties in list(root.iter(RPR)) + list(root.iter(PPR)):
        if len(properties) == 0 and not _is_former(properties):
            drop(properties)
    for cell in root.iter(TC):
        if not any(child.tag in (P, TBL, f"{W}sdt") for child in cell):
            cell.append(make(P))


def _is_former(properties: _Element) -> bool:
    """True for what a tracked change that waits gives back when it is rejected: that must be there, be it empty."""
    holder = properties.getparent()
    return holder is not None and str(holder.tag).endswith("Change")
