"""What a standard says that only a check needs: tolerance, certain words, list marks, and sources by subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


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
