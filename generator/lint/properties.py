"""What one `w:pPr` or `w:rPr` says, as plain mappings that can be laid over one another.

Lengths stay in Word's units (twentieths of a point; half-points for sizes) until a view is made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from generator.lint.package import W

if TYPE_CHECKING:
    from lxml.etree import _Element

Marks = dict[str, str]
SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")
TOGGLES = ("b", "i", "caps", "smallCaps", "vanish", "strike")
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
