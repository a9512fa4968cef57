"""A standard read from its TOML file: the only source of sizes, margins and their articles.

Lengths are millimetres, sizes are points; `Range.use` is the value this program prints.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from generator.core.frame import Frame, read_frame
from generator.standards import EDITIONS
from generator.standards import STANDARDS as STANDARDS

# --- what a standard says that only a check needs: tolerance, certain words, list marks, and sources by subject -------


TRUST = {
    "F": "theo văn bản gốc",
    "M": "đo trong tệp mẫu của Nghị định",
    "F2": "theo nguồn thứ cấp",
    "R": "theo thông lệ, chưa đối chiếu bản gốc",
}
"""How well a fact is known, in words."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands in the standard, and how well it is known."""

    article: str = ""
    known: str = "F"


@dataclass(frozen=True, slots=True)
class ListMarks:
    """The marks that may end a line of a list, and its last line; the first of each is the one to write."""

    each: tuple[str, ...] = (";",)
    last: tuple[str, ...] = (".",)


@dataclass(frozen=True, slots=True)
class Checks:
    """Facts of a standard for its linter. `tolerance` and `rule_tolerance`: what measuring cannot tell apart.

    `pairing` maps components to their sizes that go together, place by place. `deputy_words` begin the post of one
    who signs for a head; `name_titles` stand before no signer's name. `capitals` maps certain wrong spellings to the
    right ones. `severities` and `unused_rules` name rules by number.
    """

    tolerance: float = 0.5
    rule_tolerance: float = 0.16
    natural_line: float = 1.15
    letters: str = "abcdđeghiklmnopqrstuvxy"
    pairing: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    deputy_words: tuple[str, ...] = ()
    name_titles: tuple[str, ...] = ()
    capitals: Mapping[str, str] = field(default_factory=dict)
    severities: Mapping[str, str] = field(default_factory=dict)
    unused_rules: tuple[str, ...] = ()
    without: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Kind of document → components that its form does not have."""
    base_marks: ListMarks = ListMarks()
    recipient_marks: ListMarks = ListMarks()
    sources: Mapping[str, Source] = field(default_factory=dict)

    def source(self, subject: str) -> Source:
        """The article on a subject ("page", "frame.number"); an empty one if the standard names none."""
        return self.sources.get(subject, Source())


def read_checks(data: Mapping[str, Any]) -> Checks:
    """The `[lint]` table of a standard's file, with the articles of all its tables; what is absent has its default."""
    own = dict(data.get("lint", {}))
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in own.items()
        if key not in ("article", "known")
    }
    values["capitals"] = _without_source(own.get("capitals", {}))
    values["severities"] = _without_source(own.get("severities", {}))
    values["without"] = {kind: tuple(keys) for kind, keys in _without_source(own.get("without", {})).items()}
    pairing = _without_source(data.get("pairing", {}))
    values["pairing"] = {key: tuple(sizes) for key, sizes in pairing.items()}
    frame = data.get("frame", {})
    values["base_marks"] = _list_marks(frame.get("legal_bases", {}))
    values["recipient_marks"] = _list_marks(frame.get("recipients", {}))
    values["sources"] = dict(_sources(data, ""))
    return Checks(**{key: value for key, value in values.items() if key in Checks.__dataclass_fields__})


def _list_marks(table: Mapping[str, Any]) -> ListMarks:
    def marks(name: str, usual: str) -> tuple[str, ...]:
        value = table.get(name, usual)
        return (value,) if isinstance(value, str) else tuple(value)

    return ListMarks(marks("each", ";"), marks("last", "."))


def _without_source(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key not in ("article", "known")}


def _sources(table: Mapping[str, Any], path: str) -> list[tuple[str, Source]]:
    found: list[tuple[str, Source]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            name = f"{path}{key}"
            if "article" in value:
                found.append((name, Source(value["article"], value.get("known", "F"))))
            found.extend(_sources(value, f"{name}."))
    return found


TWIPS_PER_MM = 1440 / 25.4


def twips(millimetres: float) -> int:
    """A length in Word's unit, a twentieth of a point."""
    return round(millimetres * TWIPS_PER_MM)


@dataclass(frozen=True, slots=True)
class Range:
    """What is allowed (both ends included) and what this program uses."""

    min: float
    max: float
    use: float

    def __contains__(self, value: float) -> bool:
        return self.min <= value <= self.max


@dataclass(frozen=True, slots=True)
class Margins:
    """How wide the margins of a page may be, in millimetres."""

    top: Range
    bottom: Range
    left: Range
    right: Range
    article: str
    known: str


@dataclass(frozen=True, slots=True)
class PageNumber:
    """How the number of a page is printed: its size, how far from the edge, and on which pages."""

    size: Range
    from_edge: float
    on_first_page: bool
    restart_per_appendix: bool
    article: str
    known: str


@dataclass(frozen=True, slots=True)
class DigitalSignature:
    """Where digital signatures show: the seal covers the share `seal_overlap` of the signature, on its left.

    `seal_size` is the seal's height and width. `appendix_text_size` is the size of the words that an appendix issued
    as a file of its own bears at its top right.
    """

    seal_overlap: float
    seal_size: float
    appendix_text_size: float
    article: str
    known: str


@dataclass(frozen=True, slots=True)
class Component:
    """One part of a document (an ô of the decree's diagram, or a unit of its body).

    `rule` is the length of the line under it as a share of its text line; `under` is the component that stands
    there instead of a rule. `mark` stands before the text ("- "), `numbering` is its first number ("I- "). Body
    spacing is None where the standard is silent about it; `line` counts lines, `line_exact` points.
    """

    key: str
    box: str
    label: str
    article: str
    known: str
    size: Range
    align: str
    text: str = ""
    case: str = "sentence"
    bold: bool = False
    italic: bool = False
    underline: bool = False
    mark: str = ""
    numbering: str = ""
    rule: Range | None = None
    under: str = ""
    first_line: tuple[float, ...] = ()
    first_line_use: float = 0
    space_between: Range | None = None
    space_before: Range | None = None
    line: Range | None = None
    line_exact: Range | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """A whole standard. `bloc` is the Khối văn bản that uses it, `heading` the components of the heading's right."""

    name: str
    bloc: str
    title: str
    effective_from: date
    effective_to: date | None
    verified_on: date
    known: str
    font: str
    metric_twin: str
    color: str
    page_width: float
    page_height: float
    margins: Margins
    landscape_margins: Margins
    page_number: PageNumber
    digital_signature: DigitalSignature
    heading: tuple[str, ...]
    header_columns: tuple[float, float]
    signature_columns: tuple[float, float]
    frame: Frame
    components: Mapping[str, Component]
    abbreviations: Mapping[str, str]
    """Abbreviation of a kind of document in its number → the kind: "KH" → "Kế hoạch"."""
    checks: Checks = field(default_factory=Checks)

    @property
    def code(self) -> str:
        """First part of the codes of its rules: "ND30" of ND30-101."""
        return self.name.upper()

    @property
    def trust(self) -> str:
        """How well the standard as a whole is known."""
        return TRUST[self.known]

    def __getitem__(self, key: str) -> Component:
        return self.components[key]


@cache
def load_standard(name: str, on: date | None = None) -> Standard:
    """The form called `name` ("nd30", "dang") as it held on a day.

    Without a day it is the newest edition; before the first edition it is that one.
    """
    known = editions(name)
    if on is None:
        return known[-1]
    return next((one for one in reversed(known) if one.effective_from <= on), known[0])


@cache
def editions(name: str) -> tuple[Standard, ...]:
    """All editions of a form, oldest first."""
    found: dict[str, dict[str, Any]] = {}
    for file in EDITIONS[name]:
        text = (resources.files("generator.standards") / f"{file}.toml").read_text(encoding="utf-8")
        data = tomllib.loads(text)
        found[file] = _amended(found[data.pop("amends")], data) if "amends" in data else data
    return tuple(map(_standard, found.values()))


def _amended(before: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The tables of an edition: those of the one before, but how long that held, with what this one changes."""
    merged = {key: value for key, value in before.items() if key != "effective_to"}
    for key, value in changes.items():
        merged[key] = _amended(before[key], value) if isinstance(value, dict) and key in before else value
    return merged


def standard_of(bloc: str, agency: str | None = None, on: date | None = None) -> Standard:
    """The standard that documents of a Khối văn bản follow on a day (see `load_standard`).

    An agency's own report follows the agency: a department that reports to a Party committee writes in the
    State's form.
    """
    own = next(standard for name in STANDARDS if (standard := load_standard(name, on)).bloc == bloc)
    return own if agency is None or own.frame.is_of(agency) else load_standard(STANDARDS[0], on)


def _standard(data: Mapping[str, Any]) -> Standard:
    page, number = data["page"], data["page"]["number"]
    return Standard(
        name=data["name"],
        bloc=data["bloc"],
        title=data["title"],
        effective_from=data["effective_from"],
        effective_to=data.get("effective_to"),
        verified_on=data["verified_on"],
        known=data["known"],
        font=data["font"]["name"],
        metric_twin=data["font"]["metric_twin"],
        color=data["font"]["color"],
        page_width=page["width"],
        page_height=page["height"],
        margins=_margins(page["margins"]),
        landscape_margins=_margins(page["landscape_margins"]),
        page_number=PageNumber(
            size=_range(number["size"]),
            from_edge=number["from_edge"],
            on_first_page=number["on_first_page"],
            restart_per_appendix=number["restart_per_appendix"],
            article=number["article"],
            known=number["known"],
        ),
        digital_signature=DigitalSignature(**data["digital_signature"]),
        heading=tuple(data["layout"]["heading"]),
        header_columns=tuple(data["layout"]["header_columns"]),
        signature_columns=tuple(data["layout"]["signature_columns"]),
        frame=read_frame(data["frame"]),
        components={key: _component(key, value) for key, value in data["component"].items()},
        abbreviations={key: kind for key, kind in data["abbreviations"].items() if key not in ("article", "known")},
        checks=read_checks(data),
    )


def _margins(data: Mapping[str, Any]) -> Margins:
    sides = {side: _range(data[side]) for side in ("top", "bottom", "left", "right")}
    return Margins(**sides, article=data["article"], known=data["known"])


def _range(data: Mapping[str, float]) -> Range:
    return Range(data.get("min", data["use"]), data.get("max", float("inf")), data["use"])


def _component(key: str, data: Mapping[str, Any]) -> Component:
    first_line = data.get("first_line", {"allowed": (), "use": 0})

    def limits(name: str) -> Range | None:
        return _range(data[name]) if name in data else None

    return Component(
        key=key,
        box=data["box"],
        label=data["label"],
        article=data["article"],
        known=data["known"],
        size=_range(data["size"]),
        align=data["align"],
        text=data.get("text", ""),
        case=data.get("case", "sentence"),
        bold=data.get("bold", False),
        italic=data.get("italic", False),
        underline=data.get("underline", False),
        mark=data.get("mark", ""),
        numbering=data.get("numbering", ""),
        rule=limits("rule"),
        under=data.get("under", ""),
        first_line=tuple(first_line["allowed"]),
        first_line_use=first_line["use"],
        space_between=limits("space_between"),
        space_before=limits("space_before"),
        line=limits("line"),
        line_exact=limits("line_exact"),
    )
