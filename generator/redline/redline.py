"""The differences of two Word files as tracked changes: accepting all gives NEW, rejecting all gives OLD.

That is checked on every run. Where a fine mark would be wrong, a paragraph or row is replaced whole, and the result
says so; a redline that is wrong is never given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from generator.core.characters import told_apart
from generator.core.problems import BadDossier
from generator.office.names import (
    ID,
    NOTE_REFERENCES,
    SECT,
    W,
    drop,
    serialize,
    whole,
)
from generator.office.package import Package
from generator.redline.accept_reject import settled, with_own_numbers
from generator.redline.blocks import redline_blocks
from generator.redline.names import bookmark_names
from generator.redline.pen import Change, ChangeKind, Pen, changed_properties
from generator.redline.pending import freeze
from generator.redline.sections import Headers, Notes, number_sections
from generator.redline.story import BODY, ready, same_document
from generator.redline.transfer import OLD, Transfer
from generator.redline.unmarked import unmarked

if TYPE_CHECKING:
    from lxml.etree import _Element

AUTHOR = "baocao"
OLD_FILE, NEW_FILE = "Bản cũ", "Bản mới"
__all__ = ["AUTHOR", "Change", "ChangeKind", "Redlined", "redline", "track"]


@dataclass(frozen=True, slots=True)
class Redlined:
    """The redline, its changes in the order of the text, and what a reader should know about it.

    `rewritten` holds the text of paragraphs and rows that had to be replaced whole; `coarse` is true if that was so
    for the whole document. `styles` names the styles that look different in OLD and NEW, `unmarked` what else
    is different: Word cannot track that.
    """

    content: bytes
    changes: tuple[Change, ...]
    rewritten: tuple[str, ...] = ()
    coarse: bool = False
    styles: tuple[str, ...] = ()
    unmarked: tuple[str, ...] = ()

    @property
    def recoded(self) -> tuple[int, tuple[str, ...]]:
        """How many changes nobody can see, because only the coding of their letters differs, and in what."""
        causes = [found for one in self.changes if (found := told_apart(one.old, one.new))]
        return len(causes), tuple(dict.fromkeys(cause for found in causes for cause in found))

    @property
    def same(self) -> bool:
        """True if nothing is different, marked or not."""
        return not (self.changes or self.styles or self.unmarked)


def redline(old: bytes, new: bytes, author: str = AUTHOR, day: date | None = None) -> Redlined:
    """NEW's file with everything that differs from OLD as tracked changes by `author`.

    Changes that OLD or NEW track already are taken as accepted. Comments and bookmarks are NEW's. Without `day` the
    changes carry no date. Same input, same bytes. Raises Unreadable for a file that is no Word file.
    """
    before, after = (Package.open(content, file=name) for content, name in ((old, OLD_FILE), (new, NEW_FILE)))
    for coarse in (False, True):
        pen = Pen(author, day, _last_id(after), coarse=coarse)
        result, styles = _written(before, after.copy(), pen)
        if _gives(result, True, after) and _gives(result, False, before):
            unseen = unmarked(before, after)
            return Redlined(result.save(), tuple(pen.changes), tuple(pen.rewritten), coarse, styles, unseen)
    raise BadDossier(
        "Chưa so sánh được hai tệp: bản đánh dấu không khôi phục đúng bản cũ và bản mới nên không được ghi ra.",
        "Mở từng tệp bằng Word, lưu lại ở dạng .docx rồi chạy lại.",
    )


def _gives(result: Package, accept: bool, wanted: Package) -> bool:
    return same_document(settled(result, accept, to_read_once=True), wanted)


def track(edited: bytes, merged: bytes, day: date | None = None) -> bytes:
    """The merged file with what the new data changed as tracked changes; the edited file where nothing changed.

    Changes that a person tracks and has not settled stay, but in paragraphs that the data changed too: there they
    are taken as accepted.
    """
    if edited == merged:
        return merged
    frozen = freeze(edited, merged)
    if frozen is not None:
        thawed = frozen.thaw(redline(frozen.edited, frozen.merged, AUTHOR, day).content)
        if thawed is not None:
            return with_own_numbers(thawed)
    return with_own_numbers(redline(edited, merged, AUTHOR, day).content)


def _written(before: Package, result: Package, pen: Pen) -> tuple[Package, tuple[str, ...]]:
    """Writes the redline into `result`, which holds NEW's parts."""
    transfer = Transfer.between(before, result)
    old_root = ready(before.take(before.main), transfer.old.default_style())
    root = transfer.level(ready(result.take(result.main), transfer.new.default_style()), result.main)
    old_body, body = _body(old_root), _body(root)
    number_sections(old_body, "o")
    number_sections(body, "n")
    heads = Headers.of(transfer, pen, old_body, body)
    transfer.story(old_root, before.main, result.main, bookmark_names(root))
    pen.notes = any(next(one.iter(*NOTE_REFERENCES), None) is not None for one in (old_root, root))
    redline_blocks(old_body, body, pen, moves=True)
    _last_section(old_body, body, pen)
    heads.write(body)
    notes = Notes(transfer, pen)
    notes.write(body)
    transfer.settle(root, before.main, result.main)
    stories = {result.main: root, **heads.roots, **notes.roots}
    transfer.renaming.settle(stories.values())
    for name, story in stories.items():
        _number_bookmarks(story, pen)
        result.put(name, serialize(story))
    return result, transfer.renaming.differing_styles()


def _body(root: _Element) -> _Element:
    body = root.find(BODY)
    if body is None:
        raise BadDossier("Tệp Word không có nội dung.", "Kiểm tra lại tệp rồi chạy lại.")
    return body


def _last_section(old: _Element, new: _Element, pen: Pen) -> None:
    was, now = old.find(SECT), new.find(SECT)
    pen.pair_sections(was, now)
    result = changed_properties(now, was, SECT, pen) if was is not None else now
    if now is None and result is not None:
        new.append(result)
    elif now is not None and result is not None and result is not now:
        if len(result) and result[-1].tag == f"{W}sectPrChange":
            pen.note(ChangeKind.SECTION)
        drop(now)
        new.append(result)


def _last_id(package: Package) -> int:
    """The greatest number that a mark, bookmark or comment anchor of the document has."""
    found = [0]
    for name in package.story_parts():
        root = package.take(name)
        package.hand_over(name, root)
        for element in root.iter(f"{W}bookmarkStart", f"{W}ins", f"{W}del", f"{W}commentRangeStart"):
            found.append(whole(element.get(ID)))
    return max(found)


def _number_bookmarks(root: _Element, pen: Pen) -> None:
    """OLD's bookmarks that stayed get numbers of their own."""
    numbers: dict[str, str] = {}
    for mark in root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        key = str(mark.get(ID))
        if key.startswith(OLD):
            if key not in numbers:
                numbers[key] = pen.new_id()
            mark.set(ID, numbers[key])
