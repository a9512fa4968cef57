"""Footnotes of a Word file: made as Word makes them, and read and written where they stand in the sentence.

`unfold` puts the text of every plain footnote into the sentence it hangs at, between two signs, so that whoever
compares or searches sentences sees it; `fold` makes footnotes of what stands between such signs. A footnote of several
paragraphs, or with a link or picture, stays what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.office.names import RPR, RUN, SPACE, TEXT, P, R, W, drop, make, whole
from generator.office.package import Package
from generator.office.word_text import stretches
from generator.office.xml import canonical, parse

if TYPE_CHECKING:
    from lxml.etree import _Element

OPENS, CLOSES = "\ue0f2", "\ue0f3"
"""Stand round the text of a footnote that is read in its sentence."""
READ_AS = (" [chú thích: ", "]")
"""The same for a reader."""
_NUMBER = "nguon"
_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_REFERENCE, _NOTE, _MARK = f"{W}footnoteReference", f"{W}footnote", f"{W}footnoteRef"
_PROPERTIES, _ID, _TYPE, _VALUE = f"{W}pPr", f"{W}id", f"{W}type", f"{W}val"
_SILENT = frozenset(f"{W}{name}" for name in ("bookmarkStart", "bookmarkEnd", "proofErr"))
_PLAIN = frozenset(f"{W}{name}" for name in ("t", "tab", "br", "noBreakHyphen", "softHyphen", "delText", "rPr"))
_CHANGES = (f"{W}ins", f"{W}del")
_COMMENTED = tuple(f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))
_OF_THE_BODY = tuple(f"{W}{name}" for name in ("rFonts", "sz", "szCs", "spacing", "w", "kern", "position", "rStyle"))
"""What a run of the text says of its size and letters: a footnote has its own."""
_AFTER = tuple(
    f"{W}{name}"
    for name in (
        *("endnotePr", "compat", "docVars", "rsids", "attachedSchema", "themeFontLang", "clrSchemeMapping", "captions"),
        *("doNotIncludeSubdocsInStats", "doNotAutoCompressPictures", "forceUpgrade", "readModeInkLockDown"),
        *("smartTagType", "shapeDefaults", "doNotEmbedSmartTags", "decimalSymbol", "listSeparator"),
    )
)
"""What CT_Settings (ECMA-376 part 1, A.1) has behind `w:footnotePr`."""
_WORD = f'xmlns:w="{W[1:-1]}"'
_SEPARATOR = (
    '<w:footnote w:type="{0}" w:id="{1}"><w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" '
    'w:lineRule="auto"/><w:ind w:firstLine="0"/></w:pPr><w:r><w:{0}/></w:r></w:p></w:footnote>'
)
_EMPTY_PART = (
    f"<w:footnotes {_WORD}>{_SEPARATOR.format('separator', -1)}{_SEPARATOR.format('continuationSeparator', 0)}"
    "</w:footnotes>"
)
_TEXT_STYLE = (
    f'<w:style {_WORD} w:type="paragraph" w:styleId="{{0}}"><w:name w:val="footnote text"/>{{1}}'
    '<w:uiPriority w:val="99"/><w:unhideWhenUsed/><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" '
    'w:lineRule="auto"/><w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="both"/></w:pPr>'
    '<w:rPr><w:b w:val="0"/><w:i w:val="0"/><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>'
)
_MARK_STYLE = (
    f'<w:style {_WORD} w:type="character" w:styleId="{{0}}"><w:name w:val="footnote reference"/>{{1}}'
    '<w:uiPriority w:val="99"/><w:unhideWhenUsed/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)
_STYLES = {
    "footnote text": ("FootnoteText", "paragraph", _TEXT_STYLE),
    "footnote reference": ("FootnoteReference", "character", _MARK_STYLE),
}


# --- what there is ----------------------------------------------------------------------------------------------------


def notes_of(package: Package) -> dict[str, _Element]:
    """The footnotes of a file by number, without the lines that part them from the text."""
    root = package.related_tree("footnotes")
    return {one.get(_ID, ""): one for one in root.iter(_NOTE) if one.get(_TYPE) is None} if root is not None else {}


def footnote_marks(root: _Element) -> list[_Element]:
    """The marks that footnotes hang at, in the order of the text."""
    return list(root.iter(_REFERENCE))


def drop_unused(package: Package) -> None:
    """Takes out footnotes that no sentence hangs on any more."""
    used = {one.get(_ID) for one in package.tree(package.main).iter(_REFERENCE)}
    for number, note in notes_of(package).items():
        if number not in used and (parent := note.getparent()) is not None:
            parent.remove(note)
            package.touch(package.related("footnotes") or "")


# --- making -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NoteForm:
    """How a file writes its footnotes: the properties of their paragraph and of their mark."""

    paragraph: _Element
    mark: _Element

    @classmethod
    def of(cls, package: Package) -> NoteForm | None:
        """The form of the file's first footnote; None if it has none."""
        references = {one.get(_ID): one.getparent() for one in package.tree(package.main).iter(_REFERENCE)}
        for number, note in notes_of(package).items():
            properties, run = note.find(f"{P}/{_PROPERTIES}"), references.get(number)
            mark = run.find(RPR) if run is not None else None
            if properties is not None and mark is not None:
                return cls(deepcopy(properties), deepcopy(mark))
        return None

    def adopted(self, adopt: Callable[[_Element], _Element]) -> NoteForm:
        """The same in another file, as `adopt` brings an element there."""
        return NoteForm(adopt(self.paragraph), adopt(self.mark))

    @classmethod
    def usual(cls, package: Package) -> NoteForm:
        """The form that Word gives them, by the file's own styles of these names; styles it lacks are made."""
        paragraph, mark = make(_PROPERTIES), make(RPR)
        paragraph.append(make(f"{W}pStyle", val=_style(package, "footnote text")))
        mark.append(make(f"{W}rStyle", val=_style(package, "footnote reference")))
        return cls(paragraph, mark)


def _style(package: Package, name: str) -> str:
    """The id of the style of a name; Word's own is made if there is none."""
    wanted, kind, markup = _STYLES[name]
    styles = package.related_tree("styles")
    if styles is None:
        return wanted
    ids: set[str] = set()
    default = ""
    for style in styles.iter(f"{W}style"):
        ids.add(style.get(f"{W}styleId", ""))
        label = style.find(f"{W}name")
        if style.get(_TYPE) == kind and style.get(f"{W}default") in ("1", "true"):
            default = style.get(f"{W}styleId", "")
        if label is not None and label.get(_VALUE, "").casefold() == name and style.get(_TYPE) == kind:
            return style.get(f"{W}styleId", "")
    while wanted in ids:
        wanted += "Bc"
    based = f'<w:basedOn w:val="{default}"/>' if default else ""
    styles.append(parse(markup.format(wanted, based).encode()))
    package.touch(package.related("styles") or "")
    return wanted


def prepared(package: Package) -> _Element:
    """The file's part of footnotes; one with Word's separators, named in the settings, if it has none."""
    name = package.related("footnotes")
    if name is None:
        name = package.add_related("footnotes", parse(_EMPTY_PART.encode()), _FOOTNOTES_TYPE)
        _declare_separators(package)
    return package.tree(name)


def _declare_separators(package: Package) -> None:
    settings = package.related_tree("settings")
    if settings is None:
        return
    declared = settings.find(f"{W}footnotePr")
    if declared is None:
        declared = make(f"{W}footnotePr")
        follows = next((one for one in settings if one.tag in _AFTER or not str(one.tag).startswith(W)), None)
        if follows is not None:
            follows.addprevious(declared)
        else:
            settings.append(declared)
    for old in declared.findall(_NOTE):
        declared.remove(old)
    for number in ("-1", "0"):
        declared.append(make(_NOTE, id=number))
    package.touch(package.related("settings") or "")


def add_note(package: Package, content: Sequence[_Element], form: NoteForm) -> str:
    """A footnote of some runs, of the file's own size and letters; gives its number."""
    root = prepared(package)
    number = str(1 + max((whole(one.get(_ID)) for one in root), default=0))
    note, paragraph, mark = make(_NOTE, id=number), make(P), make(RUN)
    mark.extend((deepcopy(form.mark), make(_MARK)))
    space = make(RUN)
    space.append(_text(" "))
    paragraph.extend((deepcopy(form.paragraph), mark, space, *map(_of_note, content)))
    note.append(paragraph)
    root.append(note)
    package.touch(package.related("footnotes") or "")
    return number


def carried(added: _Element, other: Package, package: Package) -> list[_Element]:
    """The footnotes of another file's text that was added to this one, put here with numbers of their own.

    What a footnote names outside itself stays behind: an address (its words stay), a picture.
    """
    notes = notes_of(other)
    made: list[_Element] = []
    for mark in added.iter(_REFERENCE):
        found = notes.get(mark.get(_ID, ""))
        if found is None:
            continue
        root, note = prepared(package), deepcopy(found)
        note.set(_ID, str(1 + max((whole(one.get(_ID)) for one in root), default=0)))
        mark.set(_ID, note.get(_ID, ""))
        for one in [one for one in note.iter() if any(str(name).startswith(R) for name in one.attrib)]:
            for inner in list(one) if one.tag == f"{W}hyperlink" else ():
                one.addprevious(inner)
            drop(one)
        root.append(note)
        made.append(note)
    if made:
        package.touch(package.related("footnotes") or "")
    return made


def with_single_notes(content: bytes) -> bytes:
    """A file in which no two marks have the same footnote: a loop round a template's own gives it again and again."""
    package = Package.made(content)
    notes, seen = notes_of(package), set[str]()
    again = [one for one in footnote_marks(package.tree(package.main)) if notes and _repeats(one.get(_ID, ""), seen)]
    for mark in again:
        if (note := notes.get(mark.get(_ID, ""))) is not None:
            root, copy = prepared(package), deepcopy(note)
            copy.set(_ID, str(1 + max(whole(one.get(_ID)) for one in root)))
            mark.set(_ID, copy.get(_ID, ""))
            root.append(copy)
    for part in (package.main, package.related("footnotes") or "") if again else ():
        package.touch(part)
    return package.save() if again else content


def _repeats(number: str, seen: set[str]) -> bool:
    """Whether a number was seen before; it is from now on."""
    before = number in seen
    seen.add(number)
    return before


def reference(number: str, form: NoteForm) -> _Element:
    """The run that a footnote hangs at."""
    run = make(RUN)
    run.extend((deepcopy(form.mark), make(_REFERENCE, id=number)))
    return run


def _of_note(element: _Element) -> _Element:
    """A copy without the size and letters of the text it stood in."""
    copy = deepcopy(element)
    copy.tail = None
    for properties in copy.iter(RPR):
        for one in [one for one in properties if one.tag in _OF_THE_BODY]:
            properties.remove(one)
    return copy


def _said(elements: Iterable[_Element]) -> str:
    """The text of some runs."""
    return "".join([one.text for one in stretches(elements)])


def _text(text: str) -> _Element:
    node = make(TEXT)
    node.text = text
    node.set(SPACE, "preserve")
    return node


# --- read in the sentence ---------------------------------------------------------------------------------------------


def unfold(package: Package, signs: tuple[str, str] = (OPENS, CLOSES), keep_numbers: bool = False) -> bool:
    """Puts plain footnotes into their sentences, between signs; True if there were any.

    With `keep_numbers` each opening sign remembers whose text follows, so that `fold` leaves it where nothing changed.
    """
    notes = notes_of(package)
    found = False
    for mark in list(package.tree(package.main).iter(_REFERENCE)) if notes else ():
        number, run = mark.get(_ID, ""), mark.getparent()
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
    run.append(_text(sign))
    return run


def _content(note: _Element) -> list[_Element] | None:
    """The runs of a footnote behind its mark and the space there; None if it is more than one plain paragraph."""
    paragraphs = list(note)
    if len(paragraphs) != 1 or paragraphs[0].tag != P:
        return None
    content: list[_Element] = []
    for child in paragraphs[0]:
        if child.tag == _PROPERTIES or child.tag in _SILENT:
            continue
        runs = child.findall(RUN) if child.tag in _CHANGES else [child]
        if child.tag not in (RUN, *_CHANGES) or any(run.tag != RUN for run in runs):
            return None
        if child.tag == RUN and child.find(_MARK) is not None:
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


# --- and back ---------------------------------------------------------------------------------------------------------


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
        part.append(_text(piece))
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
    marks = [element] if element.tag in _COMMENTED else list(element.iter(*_COMMENTED))
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
    return element.tag in _COMMENTED or element.find(f"{W}commentReference") is not None


def _rewrite(package: Package, note: _Element, content: Sequence[_Element]) -> None:
    """Other words for a footnote; one that says the same already is left."""
    before = _content(note)
    if before is not None and _form(before) == _form(content):
        return
    paragraph = note[0]
    text = [one for one in paragraph if one.tag != _PROPERTIES and one.find(_MARK) is None]
    lead = next((one for one in text if one.tag == RUN and not _said([one]).strip()), None)
    first = text[0] if text else None
    if first is not lead or lead is None:
        lead = make(RUN)
        lead.append(_text(" "))
    for one in text:
        paragraph.remove(one)
    paragraph.extend((lead, *map(_of_note, content)))
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
