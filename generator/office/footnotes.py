"""Footnotes of a Word file, made as Word makes them: their part, their styles, their marks in the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.office.names import ID, PPR, RPR, RUN, VAL, P, R, W, drop, make, text_node, whole
from generator.office.package import Package
from generator.office.xml import parse

if TYPE_CHECKING:
    from lxml.etree import _Element

_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
REFERENCE, NOTE, MARK = f"{W}footnoteReference", f"{W}footnote", f"{W}footnoteRef"
"""The mark in the text, the footnote, and the mark that the footnote begins with."""
_TYPE = f"{W}type"
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
    '<w:uiPriority w:val="99"/><w:unhideWhenUsed/><w:pPr><w:keepLines/><w:spacing w:before="0" w:after="0" '
    'w:line="240" w:lineRule="auto"/><w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="both"/></w:pPr>'
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
    return {one.get(ID, ""): one for one in root.iter(NOTE) if one.get(_TYPE) is None} if root is not None else {}


def footnote_marks(root: _Element) -> list[_Element]:
    """The marks that footnotes hang at, in the order of the text."""
    return list(root.iter(REFERENCE))


def drop_unused(package: Package) -> None:
    """Takes out footnotes that no sentence hangs on any more."""
    used = {one.get(ID) for one in package.tree(package.main).iter(REFERENCE)}
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
        references = {one.get(ID): one.getparent() for one in package.tree(package.main).iter(REFERENCE)}
        for number, note in notes_of(package).items():
            properties, run = note.find(f"{P}/{PPR}"), references.get(number)
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
        paragraph, mark = make(PPR), make(RPR)
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
        if label is not None and label.get(VAL, "").casefold() == name and style.get(_TYPE) == kind:
            return style.get(f"{W}styleId", "")
    while wanted in ids:
        wanted += "Bc"
    based = f'<w:basedOn w:val="{default}"/>' if default else ""
    styles.append(parse(markup.format(wanted, based).encode()))
    package.touch(package.related("styles") or "")
    return wanted


def footnotes_part(package: Package) -> _Element:
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
    for old in declared.findall(NOTE):
        declared.remove(old)
    for number in ("-1", "0"):
        declared.append(make(NOTE, id=number))
    package.touch(package.related("settings") or "")


def add_note(package: Package, content: Sequence[_Element], form: NoteForm) -> str:
    """A footnote of some runs, of the file's own size and letters; gives its number."""
    root = footnotes_part(package)
    number = _free_number(root)
    note, paragraph, mark = make(NOTE, id=number), make(P), make(RUN)
    mark.extend((deepcopy(form.mark), make(MARK)))
    space = make(RUN)
    space.append(text_node(" "))
    paragraph.extend((deepcopy(form.paragraph), mark, space, *map(as_in_note, content)))
    note.append(paragraph)
    root.append(note)
    package.touch(package.related("footnotes") or "")
    return number


def _free_number(footnotes: _Element) -> str:
    return str(1 + max((whole(one.get(ID)) for one in footnotes), default=0))


def carried(added: _Element, other: Package, package: Package) -> list[_Element]:
    """The footnotes of another file's text that was added to this one, put here with numbers of their own.

    What a footnote names outside itself stays behind: an address (its words stay), a picture.
    """
    notes = notes_of(other)
    made: list[_Element] = []
    for mark in added.iter(REFERENCE):
        found = notes.get(mark.get(ID, ""))
        if found is None:
            continue
        root, note = footnotes_part(package), deepcopy(found)
        note.set(ID, _free_number(root))
        mark.set(ID, note.get(ID, ""))
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
    again = [one for one in footnote_marks(package.tree(package.main)) if notes and _repeats(one.get(ID, ""), seen)]
    for mark in again:
        if (note := notes.get(mark.get(ID, ""))) is not None:
            root, copy = footnotes_part(package), deepcopy(note)
            copy.set(ID, _free_number(root))
            mark.set(ID, copy.get(ID, ""))
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
    run.extend((deepcopy(form.mark), make(REFERENCE, id=number)))
    return run


def as_in_note(element: _Element) -> _Element:
    """A copy without the size and letters of the text it stood in."""
    copy = deepcopy(element)
    copy.tail = None
    for properties in copy.iter(RPR):
        for one in [one for one in properties if one.tag in _OF_THE_BODY]:
            properties.remove(one)
    return copy
