"""What paragraphs and runs look like: their own properties, styles, table styles and defaults laid over one another.

The order is Word's (ISO 29500-1, 17.7.2 and 17.7.3). One resolution for lint, import, the spreadsheets and numbering.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from generator.office.names import A, W

if TYPE_CHECKING:
    from lxml.etree import _Element


# --- what one `w:pPr` or `w:rPr` says, as plain mappings that can be laid over one another ----------------------------

Marks = dict[str, str]
SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")
TOGGLES = frozenset(("b", "i", "caps", "smallCaps", "vanish", "strike", "dstrike"))
_THEME_OF = {"ascii": "asciiTheme", "hAnsi": "hAnsiTheme", "eastAsia": "eastAsiaTheme", "cs": "cstheme"}
_RUN_VALUES = ("sz", "u", "highlight", "vertAlign", "rStyle", "lang")
_OFF = frozenset(("0", "false", "off"))
_SIDES = ("top", "bottom")


def is_on(value: str | None) -> bool:
    """Whether a toggle's value switches it on; an element without a value does."""
    return value not in _OFF


def run_marks(properties: _Element | None, theme: Mapping[str, str]) -> Marks:
    """Fonts (theme names resolved), size, toggles ("1"/"0"), underline, colour of one `w:rPr`."""
    marks: Marks = {}
    if properties is None:
        return marks
    for child in properties:
        name = _name(child)
        if name in TOGGLES:
            marks[name] = "1" if is_on(child.get(f"{W}val")) else "0"
        elif name == "rFonts":
            _fonts(child, theme, marks)
        elif name == "color":
            marks["color"] = child.get(f"{W}val") or "auto"
        elif name in _RUN_VALUES:
            marks[name] = child.get(f"{W}val") or ("single" if name == "u" else "")
        elif name == "cs" or name == "rtl":
            marks["complex"] = "1" if is_on(child.get(f"{W}val")) else "0"
    return marks


def _fonts(element: _Element, theme: Mapping[str, str], marks: Marks) -> None:
    for slot in SLOTS:
        themed = element.get(f"{W}{_THEME_OF[slot]}")
        name = theme.get(themed) if themed else None
        name = name or element.get(f"{W}{slot}")
        if name:
            marks[slot] = name
    hint = element.get(f"{W}hint")
    if hint:
        marks["hint"] = hint


def paragraph_marks(properties: _Element | None) -> Marks:
    """Alignment, indents, spacing, borders and numbering of one `w:pPr`."""
    marks: Marks = {}
    if properties is None:
        return marks
    for child in properties:
        name = _name(child)
        if name == "jc":
            marks["jc"] = child.get(f"{W}val") or "left"
        elif name == "ind":
            _indents(child, marks)
        elif name == "spacing":
            _copy(child, marks, ("before", "after", "line", "lineRule", "beforeAutospacing", "afterAutospacing"))
        elif name == "contextualSpacing":
            marks["contextual"] = "1" if is_on(child.get(f"{W}val")) else "0"
        elif name == "pBdr":
            _borders(child, marks)
        elif name == "numPr":
            for part in child:
                marks[_name(part)] = part.get(f"{W}val") or ""
        elif name == "pStyle":
            marks["pStyle"] = child.get(f"{W}val") or ""
        elif name == "framePr":
            marks["frame"] = child.get(f"{W}xAlign") or "left"
        elif name == "pageBreakBefore":
            marks["pageBreakBefore"] = "1" if is_on(child.get(f"{W}val")) else "0"
        elif name == "tabs":
            _tabs(child, marks)
    return marks


def _name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _copy(element: _Element, marks: Marks, names: tuple[str, ...]) -> None:
    for name in names:
        value = element.get(f"{W}{name}")
        if value is not None:
            marks[name] = value


def _indents(element: _Element, marks: Marks) -> None:
    for name, other in (("left", "start"), ("right", "end")):
        value = element.get(f"{W}{name}", element.get(f"{W}{other}"))
        if value is not None:
            marks[name] = value
    _copy(element, marks, ("firstLineChars", "hangingChars"))
    hanging, first = element.get(f"{W}hanging"), element.get(f"{W}firstLine")
    if hanging is not None:
        marks["firstLine"] = f"-{hanging}".replace("--", "")
    elif first is not None:
        marks["firstLine"] = first


def _borders(element: _Element, marks: Marks) -> None:
    for child in element:
        side = _name(child)
        if side in _SIDES:
            drawn = child.get(f"{W}val") not in (None, "nil", "none")
            marks[f"border-{side}"] = "1" if drawn else "0"


def _tabs(element: _Element, marks: Marks) -> None:
    stops = [f"{child.get(f'{W}pos')}:{child.get(f'{W}val')}" for child in element if child.get(f"{W}val") != "clear"]
    if stops:
        marks["tabs"] = " ".join(stops)


# --- styles laid over one another ---


@dataclass(frozen=True, slots=True)
class StyleMarks:
    """What a style with all it is based on says of paragraphs and of runs."""

    paragraph: Marks
    run: Marks
    name: str = ""


EMPTY = StyleMarks({}, {})


@dataclass(slots=True)
class StyleSheet:
    """All styles of a package; what they come to is worked out once."""

    elements: Mapping[str, _Element]
    default_paragraph: str
    default_run: str
    default_table: str
    defaults: StyleMarks
    theme: Mapping[str, str]
    known: dict[str, StyleMarks] = field(default_factory=dict)
    met: dict[tuple[int, int, bytes], Marks] = field(default_factory=dict)

    @classmethod
    def of(cls, root: _Element | None, theme_part: _Element | None = None) -> StyleSheet:
        """The style sheet that the roots of `styles.xml` and of the theme make; Word's own defaults for none."""
        theme = _theme_fonts(theme_part)
        styles = root.findall(f"{W}style") if root is not None else []
        elements = {style.get(f"{W}styleId") or "": style for style in styles}

        def default(kind: str) -> str:
            found = [
                key
                for key, style in elements.items()
                if style.get(f"{W}type") == kind and style.get(f"{W}default") in ("1", "true", "on")
            ]
            return found[-1] if found else ""

        run = run_marks(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), theme) if root is not None else {}
        paragraph = paragraph_marks(root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")) if root is not None else {}
        base = {"ascii": "Times New Roman", "hAnsi": "Times New Roman", "sz": "20"} | run
        return cls(
            elements, default("paragraph"), default("character"), default("table"), StyleMarks(paragraph, base), theme
        )

    def style(self, name: str) -> StyleMarks:
        """A style with those it is based on; nothing for a name that is no style."""
        if name not in self.known:
            self.known[name] = EMPTY  # a style based on itself ends here
            element = self.elements.get(name)
            if element is not None:
                self.known[name] = self._resolved(element)
        return self.known[name]

    def _resolved(self, element: _Element) -> StyleMarks:
        based_on = element.find(f"{W}basedOn")
        below = self.style(based_on.get(f"{W}val") or "") if based_on is not None else EMPTY
        title = element.find(f"{W}name")
        own = paragraph_marks(element.find(f"{W}pPr"))
        if "numId" in own:
            below = StyleMarks(without_indents(below.paragraph), below.run)
        return StyleMarks(
            {**below.paragraph, **own},
            {**below.run, **run_marks(element.find(f"{W}rPr"), self.theme)},
            (title.get(f"{W}val") or "") if title is not None else "",
        )

    def paragraph(self, paragraph: _Element) -> StyleMarks:
        """The style of a paragraph, with what the paragraph itself says of its alignment, indents and numbering."""
        own = paragraph_marks(paragraph.find(f"{W}pPr"))
        style = self.style(own.get("pStyle") or self.default_paragraph)
        return StyleMarks({**self.defaults.paragraph, **style.paragraph, **own}, style.run, style.name)

    def of_run(self, run: _Element, style: StyleMarks, table: StyleMarks = EMPTY) -> Marks:
        """What a run looks like in a paragraph of that style, in a table of that style."""
        properties = run.find(f"{W}rPr")
        own = etree.tostring(properties) if properties is not None else b""
        key = (id(style.run), id(table.run), own)
        if key not in self.met:
            direct = run_marks(properties, self.theme)
            name = direct.get("rStyle") or self.default_run
            character = self.style(name).run if name else {}
            self.met[key] = layered_run(self.defaults.run, table.run, style.run, character, direct)
        return self.met[key]

    def table(self, name: str, conditions: tuple[str, ...]) -> StyleMarks:
        """A table style for a cell to which `conditions` (firstRow, band1Horz …) apply, weakest first."""
        key = f"{name}\n{' '.join(conditions)}"
        if key not in self.known:
            chain = self._chain(name)
            paragraph: Marks = {}
            run: Marks = {}
            for element in chain:
                paragraph |= paragraph_marks(element.find(f"{W}pPr"))
                run |= run_marks(element.find(f"{W}rPr"), self.theme)
            for condition in conditions:
                for part in (p for style in chain for p in style.findall(f"{W}tblStylePr")):
                    if part.get(f"{W}type") == condition:
                        paragraph |= paragraph_marks(part.find(f"{W}pPr"))
                        run |= run_marks(part.find(f"{W}rPr"), self.theme)
            self.known[key] = StyleMarks(paragraph, run)
        return self.known[key]

    def _chain(self, name: str) -> list[_Element]:
        chain: list[_Element] = []
        while (element := self.elements.get(name)) is not None and element not in chain:
            chain.insert(0, element)
            based_on = element.find(f"{W}basedOn")
            name = (based_on.get(f"{W}val") or "") if based_on is not None else ""
        return chain


def without_indents(marks: Marks) -> Marks:
    """`marks` less the indents that a numbering stronger than they replaces."""
    return {key: value for key, value in marks.items() if key not in ("left", "firstLine", "firstLineChars")}


def layered_run(defaults: Marks, table: Marks, paragraph: Marks, character: Marks, direct: Marks) -> Marks:
    """The effective marks of a run. Toggles of styles cancel each other out; a direct one is what it says."""
    marks = {**defaults, **table, **paragraph, **character, **direct}
    for toggle in TOGGLES & marks.keys():
        if toggle not in direct:
            levels = sum(layer.get(toggle) == "1" for layer in (table, paragraph, character))
            on = levels % 2 == 1 or defaults.get(toggle) == "1"
            marks[toggle] = "1" if on else "0"
    return marks


def _theme_fonts(root: _Element | None) -> dict[str, str]:
    """Theme font names (minorHAnsi …) → fonts of theme1.xml."""
    fonts: dict[str, str] = {}
    if root is None:
        return fonts
    for kind in ("major", "minor"):
        for tag, names in (("latin", ("HAnsi", "Ascii")), ("ea", ("EastAsia",)), ("cs", ("Bidi",))):
            face = root.find(f".//{A}{kind}Font/{A}{tag}")
            if face is not None and face.get("typeface"):
                fonts |= {f"{kind}{name}": face.get("typeface") or "" for name in names}
    return fonts
