"""Who leads and who supports, where a plan says both in one cell: "Sở A chủ trì, phối hợp với Sở B"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.core.vietnamese import one_line
from generator.validate.agency_words import NAMES_A_PERSON, OFFICE_OF_A_PERSON, PERSON_BEHIND

_WHO = r"(?:(?:cơ quan|đơn vị)\s+)?"
_WITH = r"phối hợp\s+(?:với|cùng)"
_WITH_LEAD = r"phối hợp(?:\s+(?:với|cùng))?"
"""Beside a named lead "phối hợp Đoàn Thanh niên" can mean one thing only."""
_FLAGS = re.IGNORECASE | re.DOTALL
_PATTERNS = tuple(
    re.compile(pattern, _FLAGS)
    for pattern in (
        rf"{_WHO}chủ trì\s*:\s*(?P<lead>.+?)\s*[,;.\n]?\s*{_WHO}phối hợp\s*:\s*(?P<support>.+?)",
        rf"(?:giao\s+)?(?P<lead>.+?)\s+(?:là\s+{_WHO})?chủ trì\s*[,;.]?\s*(?:và\s+)?{_WITH_LEAD}\s+(?P<support>.+?)",
        r"(?:giao\s+)?(?P<lead>.+?)\s+chủ trì\s*[,;.\n]\s*(?P<support>.+?)\s+phối hợp(?:\s+thực hiện)?",
        rf"(?:giao\s+)?(?P<lead>.+?)\s*[,;]?\s+{_WITH}\s+(?P<support>.+?)",
        rf"{_WHO}chủ trì\s*:\s*(?P<lead>.+?)",
        r"(?:giao\s+)?(?P<lead>.+?)\s+chủ trì(?:\s+thực hiện)?",
        r"giao\s+(?P<lead>.+?)(?:\s+(?:thực hiện|triển khai))?",
    )
)  # fmt: skip

_MARKED = re.compile(rf"(?P<lead>[^()]+?)\s*\({_WHO}chủ trì\)(?P<support>.*)", _FLAGS)
"""Roles in brackets behind each name: "Sở A (chủ trì); Sở B, Sở C (phối hợp)"."""
_BESIDE = re.compile(
    rf"(?P<lead>[^()]+?)\s*\(\s*{_WHO}phối hợp(?:\s+(?:với|cùng))?\s*:?\s+(?P<support>[^()]+)\)", _FLAGS
)
"""Those who support in brackets behind the lead: "Sở A (phối hợp: Sở B)"."""
_SUPPORTS = re.compile(rf"\s*\({_WHO}phối hợp(?:\s+thực hiện)?\)", _FLAGS)
_LEADS = re.compile(r"\bchủ trì\b", _FLAGS)


@dataclass(frozen=True, slots=True)
class Roles:
    """The agencies that a cell says to lead, and those it says to support."""

    lead: str
    support: str = ""


def split_roles(text: str) -> Roles | None:
    """The roles that a cell puts into words; None for a cell that only names agencies."""
    said = text.strip().rstrip(".").strip()
    if marked := _MARKED.fullmatch(said):
        support = _SUPPORTS.sub("", marked["support"]).strip(" ,;\n")
        return None if _LEADS.search(support) else Roles(marked["lead"].strip(" ,;"), support)
    if beside := _BESIDE.fullmatch(said):
        return Roles(beside["lead"].strip(" ,;"), beside["support"].strip(" ,;"))
    for pattern in _PATTERNS:
        found = pattern.fullmatch(said)
        if found:
            parts = found.groupdict()
            return Roles(parts["lead"].strip(" ,;"), (parts.get("support") or "").strip(" ,;"))
    return None


def persons_apart(text: str) -> tuple[list[str], list[str]]:
    """The agencies and the persons of a cell of leads, each by itself; without persons nothing is taken apart."""
    agencies: list[str] = []
    persons: list[str] = []
    for part in map(one_line, _PARTS.split(text)):
        behind = PERSON_BEHIND.fullmatch(part)
        alone = part.removeprefix("(").removesuffix(")")
        if NAMES_A_PERSON.fullmatch(alone):
            persons.append(alone)
        elif persons and OFFICE_OF_A_PERSON.fullmatch(part):
            persons[-1] = f"{persons[-1]}, {part}"
        elif behind is not None:
            agencies.append(behind["agency"])
            persons.append(behind["inside"] or behind["beside"])
        elif part:
            agencies.append(part)
    return agencies, persons


_PARTS = re.compile(r"[;\n]")
