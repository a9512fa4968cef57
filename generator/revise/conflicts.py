"""What only a person may decide: a Word comment at the place, with the old, the edited and the new text.

The comments are the memory of what is still open: a conflict is settled when its comment is gone or marked as done,
or when the words it stands at were changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lxml import etree

from generator.core.vietnamese import shortened
from generator.office.names import DRAWING_PROPERTIES, W, whole
from generator.office.note_folding import CLOSES, OPENS, READ_AS
from generator.office.package import COMMENTS_TYPE, Package
from generator.office.word_text import DELETED as GONE
from generator.office.word_text import OBJECT, ON_ONE_LINE, paragraph_text, shown, text_of
from generator.revise.inline import PARAGRAPH_END, new_run
from generator.revise.words import normal

if TYPE_CHECKING:
    from lxml.etree import _Element

AUTHOR, INITIALS = "baocao", "bc"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_ID = f"{W}id"
_HEAD = "Chỗ này đã sửa tay, mà số liệu mới cũng làm thay đổi. Chọn cách viết đúng rồi xoá ghi chú này."
_OLD, _EDITED, _NEW = "Bản trước: ", "Bản sửa tay: ", "Theo số liệu mới: "
_FIRST = "Lúc sửa tay, chương trình ghi: "
DELETED, DROPPED, NOTHING = "(đã xoá)", "(không còn)", "(để trống)"
_LONGEST = 1_500
_UNREAD = frozenset((*GONE, f"{W}pPr"))

_RANGE_START, _RANGE_END, _REFERENCE = (
    f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Words that a person and the data both changed. `where` is the heading or row they stand under.

    `first` is what the program had written when the person changed it, where the data has changed again since.
    """

    where: str
    old: str
    edited: str
    new: str
    first: str = ""

    @property
    def began(self) -> str:
        """What the person changed."""
        return self.first or self.old


@dataclass(slots=True)
class _Own:
    """One of our comments and what it says."""

    element: _Element
    says: Conflict


@dataclass(slots=True)
class Comments:
    """The comments of the edited file, as far as they are ours."""

    package: Package
    _marks: dict[str, list[_Element]] | None = None
    """Comment number → its marks in the body, in order; looked for once."""
    _own: dict[str, _Own] | None = None
    _last: int = -1

    def open_conflicts(self) -> list[Conflict]:
        """What still waits for a person, in the order of the document."""
        return list(self.numbered().values())

    def numbered(self) -> dict[str, Conflict]:
        """The same by the number of its comment."""
        own = self._ours()
        marks = list(self._body().iter(_REFERENCE)) if own else []
        return {one: replace(own[one].says, where=_place(mark)) for mark in marks if (one := mark.get(_ID, "")) in own}

    def settle(self) -> bool:
        """Takes out the comments whose conflict a person has settled; True if there were any."""
        own, gone = self._ours(), False
        done = self._done() if own else set()
        deleted = any(one.says.edited == DELETED for one in own.values())
        bodies = {normal(paragraph_text(one)) for one in self._body().iter(f"{W}p")} if deleted else set()
        for number, one in list(own.items()):
            conflict, here = one.says, self._anchored(number)
            written = _unquoted(_quoted(here or ""))
            changed = here is not None and normal(written) != normal(conflict.edited) and conflict.edited != DELETED
            changed = changed and (conflict.new != DROPPED or not normal(here or ""))
            restored = conflict.edited == DELETED and normal(conflict.new) in bodies
            if changed or restored or number in done:
                self.remove(number)
                gone = True
        return gone

    def add(
        self, start: _Element, end: _Element, old: str, edited: str | None, new: str, first: str | None = None
    ) -> None:
        """A comment on what stands between two marks, which get its number; `edited` None means the text there."""
        number = self._next()
        for mark in (start, end):
            mark.set(_ID, number)
        reference = new_run("", None)
        mark = reference.makeelement(_REFERENCE)
        mark.set(_ID, number)
        reference.append(mark)
        end.addnext(reference)
        self._all_marks()[number] = [start, end, mark]
        here = edited if edited is not None else self._anchored(number) or NOTHING
        lines = [_HEAD, _OLD + _quoted(old), _EDITED + _quoted(here), _NEW + _quoted(new)]
        if first is not None and normal(first) != normal(old):
            lines.append(_FIRST + _quoted(first))
        self._write(number, lines)

    def adopt(self, comment: _Element) -> str:
        """Takes over a comment of another file; gives the number it has here."""
        copy, number = deepcopy(comment), self._next()
        copy.set(_ID, number)
        self._root().append(copy)
        self._own = None
        self._touch()
        return number

    def _next(self) -> str:
        """A number that no comment has."""
        if self._last < 0:
            self._last = max((whole(one.get(_ID)) for one in self._root()), default=0)
        self._last += 1
        return str(self._last)

    def within(self, paragraphs: Sequence[_Element]) -> dict[str, Conflict]:
        """Our comments in some paragraphs, by number."""
        own = self._ours()
        marks = (mark.get(_ID, "") for one in paragraphs for mark in one.iter(_REFERENCE)) if own else ()
        return {number: own[number].says for number in marks if number in own}

    def on_deleted(self, new: str) -> dict[str, Conflict]:
        """Our comments on deleted blocks whose text in the data then was `new`."""
        wanted = normal(_unquoted(_quoted(new)))
        return {
            number: one.says
            for number, one in self._ours().items()
            if one.says.edited == DELETED and normal(one.says.new) == wanted
        }

    def tell_anew(self, number: str) -> None:
        """Writes down the words that a comment now stands at, where the data changed others between its marks."""
        one = self._ours().get(number)
        here = self._anchored(number)
        if one is None or here is None or one.says.edited == DELETED:
            return
        edited = _unquoted(_quoted(here or NOTHING))
        if normal(edited) == normal(one.says.edited):
            return
        for paragraph in one.element.iter(f"{W}p"):
            if paragraph_text(paragraph).startswith(_EDITED.strip()):
                for run in paragraph.findall(f"{W}r"):
                    paragraph.remove(run)
                paragraph.append(new_run(_EDITED + _quoted(here or NOTHING), None))
        one.says = replace(one.says, edited=edited)
        self._touch()

    def says(self, paragraphs: Sequence[_Element] | None, old: str, new: str) -> bool:
        """True if a comment in the paragraphs, or with None on any deleted block, tells this conflict already."""
        wanted = tuple(normal(_unquoted(_quoted(text))) for text in (old, new))
        known = self.on_deleted(new) if paragraphs is None else self.within(paragraphs)
        return any((normal(one.old), normal(one.new)) == wanted for one in known.values())

    def supersede(self, paragraph: _Element | None, old: str, new: str) -> str | None:
        """Takes out what an earlier run said of a chart or block, or of a deleted block whose text then was `old`.

        Gives what the person had changed then, `old` if nothing was said; None if the data has come back to it.
        """
        known = self.on_deleted(old) if paragraph is None else self.within([paragraph])
        said = next(iter(known.values()), None)
        for number in known:
            self.remove(number)
        if said is None:
            return old
        return None if normal(said.began) == normal(_unquoted(_quoted(new))) else said.began

    def remove(self, number: str) -> None:
        """Takes a comment out of the document. One that a person has answered stays, as an ordinary comment."""
        own = self._ours().pop(number, None)
        if own is not None and (parent := own.element.getparent()) is not None:
            parent.remove(own.element)
            self._forget({one.get(f"{_W14}paraId", "") for one in own.element.iter(f"{W}p")})
        for mark in self._all_marks().pop(number, ()):
            _take_out(mark)
        self._touch()

    def _all_marks(self) -> dict[str, list[_Element]]:
        if self._marks is None:
            self._marks = {}
            for mark in self._body().iter(_RANGE_START, _RANGE_END, _REFERENCE):
                self._marks.setdefault(mark.get(_ID, ""), []).append(mark)
        return self._marks

    # --- the comments part -----------------------------------------------------------------------

    def _body(self) -> _Element:
        return self.package.tree(self.package.main)

    def _ours(self) -> dict[str, _Own]:
        """Our comments by number, in the order of their part; read once."""
        if self._own is None:
            heads = (_OLD.strip(), _NEW.strip())
            comments = self._root() if self.package.related("comments") is not None else ()
            self._own = {
                one.get(_ID, ""): _Own(one, self._read(one))
                for one in comments
                if one.get(f"{W}author") == AUTHOR and all(head in text_of(one) for head in heads)
            }
        return self._own

    def _root(self) -> _Element:
        name = self.package.related("comments")
        if name is None:
            root = etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})
            name = self.package.add_related("comments", root, COMMENTS_TYPE)
        return self.package.tree(name)

    def _touch(self) -> None:
        name = self.package.related("comments")
        if name:
            self.package.touch(name)
        self.package.touch(self.package.main)

    def _write(self, number: str, lines: list[str]) -> None:
        comment = etree.SubElement(self._root(), f"{W}comment")
        comment.set(_ID, number)
        comment.set(f"{W}author", AUTHOR)
        comment.set(f"{W}initials", INITIALS)
        for line in lines:
            etree.SubElement(comment, f"{W}p").append(new_run(line, None))
        if self._own is not None:
            self._own[number] = _Own(comment, self._read(comment))
        self._touch()

    def _read(self, comment: _Element) -> Conflict:
        lines = [paragraph_text(one).translate(ON_ONE_LINE) for one in comment.iter(f"{W}p")]

        def after(head: str) -> str:
            found = next((line for line in lines if line.startswith(head.strip())), "")
            return _unquoted(found[len(head.strip()) :].strip())

        return Conflict("", after(_OLD), after(_EDITED), after(_NEW), after(_FIRST))

    # --- where a comment stands --------------------------------------------------------------------

    def _anchored(self, number: str) -> str | None:
        """The text between a comment's marks; None if it stands at a point."""
        marks = self._all_marks().get(number, [])
        start = next((mark for mark in marks if mark.tag == _RANGE_START and not _is_unread(mark)), None)
        if start is None or all(mark.tag != _RANGE_END for mark in marks):
            return None
        texts: list[str] = []
        for node in _walk_on(start):
            if node.tag == _RANGE_END and node.get(_ID) == number:
                return "".join(texts)
            if node.tag == f"{W}p":
                texts.append(" ")
            else:
                texts.append(_one_line(node))
        return None

    def _done(self) -> set[str]:
        """Comments that a person marked as done in Word or LibreOffice."""
        tree = self.package.related_tree("commentsExtended")
        if tree is None:
            return set()
        done = {one.get(f"{_W15}paraId") for one in tree if one.get(f"{_W15}done") in ("1", "true")}
        return {
            one.get(_ID, "") for one in self._root() for last in list(one)[-1:] if last.get(f"{_W14}paraId") in done
        }

    def _forget(self, paragraphs: set[str]) -> None:
        for kind in ("commentsExtended", "commentsIds"):
            name = self.package.related(kind)
            for entry in list(self.package.tree(name)) if name else ():
                ids = {value for key, value in entry.attrib.items() if str(key).endswith("}paraId")}
                parents = {value for key, value in entry.attrib.items() if str(key).endswith("}paraIdParent")}
                if ids & paragraphs - {""}:
                    self.package.tree(name or "").remove(entry)
                    self.package.touch(name or "")
                elif parents & paragraphs - {""}:
                    for key in [key for key in entry.attrib if str(key).endswith("}paraIdParent")]:
                        del entry.attrib[key]


def _place(mark: _Element) -> str:
    """The row or paragraph that a comment stands in, in a few words."""
    block = next(mark.iterancestors(f"{W}tr"), None)
    block = block if block is not None else next(mark.iterancestors(f"{W}p"), None)
    if block is None:
        return ""
    text = " ".join(text_of(block).split())
    text = text or next((one.get("title", "") for one in block.iter(DRAWING_PROPERTIES)), "")
    return shortened(text, 70)


def range_marks() -> tuple[_Element, _Element]:
    """The two marks around what a comment is on."""
    return etree.Element(_RANGE_START), etree.Element(_RANGE_END)


def _take_out(mark: _Element) -> None:
    run = mark.getparent()
    if run is None:
        return
    run.remove(mark)
    parent = run.getparent()
    if run.tag == f"{W}r" and parent is not None and all(child.tag == f"{W}rPr" for child in run):
        parent.remove(run)


def _walk(node: _Element) -> Iterator[_Element]:
    for child in node:
        if child.tag not in _UNREAD:
            yield child
            yield from _walk(child)


def _walk_on(node: _Element) -> Iterator[_Element]:
    """What comes after `node` in the document, as `_walk` would meet it."""
    place: _Element | None = node
    while place is not None:
        for sibling in place.itersiblings():
            if sibling.tag not in _UNREAD:
                yield sibling
                yield from _walk(sibling)
        place = place.getparent()


def _is_unread(node: _Element) -> bool:
    return any(one.tag in _UNREAD for one in node.iterancestors())


def _one_line(node: _Element) -> str:
    """What a node shows, a space for a tab or line break."""
    return shown(node).translate(ON_ONE_LINE)


def _unquoted(text: str) -> str:
    return text.removeprefix("“").removesuffix("”")


def _quoted(text: str) -> str:
    if text in (DELETED, DROPPED, NOTHING):
        return text
    text = text.removeprefix(OPENS).removesuffix(CLOSES).replace(OPENS, READ_AS[0]).replace(CLOSES, READ_AS[1])
    plain = text.replace(PARAGRAPH_END, " / ").replace(OBJECT, "").replace("\n", " / ").strip()
    if not plain:
        return NOTHING
    return f"“{plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + '…'}”"
