"""Styles, document defaults and table styles laid over one another as Word does (ISO 29500-1, 17.7.2 and 17.7.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.lint.document_view import TOGGLES, Marks, paragraph_marks, run_marks
from generator.lint.package import WordPackage
from generator.office.names import W

if TYPE_CHECKING:
    from lxml.etree import _Element

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_STYLED_TOGGLES = frozenset(TOGGLES)


@dataclass(frozen=True, slots=True)
class StyleMarks:
    """What a style with all it is based on says of paragraphs and of runs."""

    paragraph: Marks
    run: Marks
    name: str = ""
    numbered_at: tuple[str, ...] = ()
    """Style identifiers from the base up, to know whether an indent stands above a numbering."""


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

    @classmethod
    def of(cls, package: WordPackage) -> StyleSheet:
        """The style sheet of a package; Word's own defaults where it has none."""
        theme = _theme_fonts(package)
        part = package.related("styles")
        root = package.tree(part) if part else None
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
    for toggle in _STYLED_TOGGLES & marks.keys():
        if toggle not in direct:
            levels = sum(layer.get(toggle) == "1" for layer in (table, paragraph, character))
            on = levels % 2 == 1 or defaults.get(toggle) == "1"
            marks[toggle] = "1" if on else "0"
    return marks


def _theme_fonts(package: WordPackage) -> dict[str, str]:
    """Theme font names (minorHAnsi …) → fonts of theme1.xml."""
    part = package.related("theme")
    fonts: dict[str, str] = {}
    if part is None:
        return fonts
    root = package.tree(part)
    for kind in ("major", "minor"):
        for tag, names in (("latin", ("HAnsi", "Ascii")), ("ea", ("EastAsia",)), ("cs", ("Bidi",))):
            face = root.find(f".//{A}{kind}Font/{A}{tag}")
            if face is not None and face.get("typeface"):
                fonts |= {f"{kind}{name}": face.get("typeface") or "" for name in names}
    return fonts
