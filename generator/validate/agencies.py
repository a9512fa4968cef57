"""Which agencies a cell names: known names first, then the way Vietnamese agencies are called.

A comma may part two agencies ("Các sở, ban, ngành, Các địa phương") or stand inside one name ("Sở Văn hóa,
Thể thao và Du lịch"); the names of sheet Cơ quan decide, and without them the words an agency's name begins
with (agency_words.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from generator.core import vietnamese
from generator.core.model import Agency
from generator.validate.agency_words import (
    AFTER_AND,
    LONG_FORMS,
    MANY_OPENINGS,
    NEVER_ALONE,
    NOT_A_PLACE,
    NOT_A_TYPE,
    OF_MANY,
    PLACE_WORDS,
    TYPE_WORDS,
    USUAL_ABBREVIATIONS,
)

_LONGEST = 12  # parts of a name; without a bound a cell of commas alone would take hours
_NOT_WORD = re.compile(r"[^\w]+")
_OFFICE_OF_COUNCILS = re.compile(
    r"(?:văn phòng|vp)\s+(?:đảng ủy\s*[-–,]\s*)?(?:đoàn\s+đbqh|đoàn đại biểu quốc hội|hđnd|hội đồng nhân dân)",
    re.IGNORECASE,
)
_COUNCIL = re.compile(r"(?:hđnd|ubnd|hội đồng nhân dân|[uủ][yỷ] ban nhân dân)(?!\w)", re.IGNORECASE)
"""One office serves both: the council, or the deputies, and the committee or the council."""
_JOINED = re.compile(r"(?:(?P<and> và )|\s*[/+&]\s*|\s+(?P<dash>[-–])\s+)(?=[A-ZĐ])")
_BULLET = re.compile(r"^(?:[-–+•*]\s+|\(?(?:\d{1,2}|[a-hđ])[.)]\s*(?=[A-ZĐ]))")
_FOLDED_TYPES = tuple(vietnamese.fold(word) for word in TYPE_WORDS)
_FOLDED_NEVER_ALONE = frozenset(vietnamese.fold(word) for word in NEVER_ALONE)
_FOLDED_NOT_A_TYPE = tuple(vietnamese.fold(word) for word in NOT_A_TYPE)
_FOLDED_AFTER_AND = tuple(vietnamese.fold(word) for word in AFTER_AND)
_FOLDED_LONG_FORMS = {vietnamese.fold(short): vietnamese.fold(long) for short, long in LONG_FORMS}
_FOLDED_TYPES += tuple(_FOLDED_LONG_FORMS)
_FOLDED_PLACES = frozenset(vietnamese.fold(word) for word in PLACE_WORDS)
_FOLDED_NO_PLACES = frozenset(vietnamese.fold(word) for word in NOT_A_PLACE)
_FOLDED_MANY = tuple(vietnamese.fold(words) for words in MANY_OPENINGS)
_OF_MANY = re.compile(rf".+ cac (?:{'|'.join(vietnamese.fold(word, keep_tones=False) for word in OF_MANY)})\b.*")
_FOLDED_USUAL = {vietnamese.fold(short): vietnamese.fold(name) for name, short in USUAL_ABBREVIATIONS}
_AND, _MANY = vietnamese.fold("và"), vietnamese.fold("các")
_SHORTEST = 3  # letters, of an abbreviation that stands alone


@dataclass(frozen=True, slots=True)
class SplitNames:
    """The agencies of a cell, each once, in its order; `unknown` are those that sheet Cơ quan lacks.

    Without that sheet `unknown` is empty: nothing can be held against it.
    """

    names: tuple[str, ...]
    unknown: tuple[str, ...] = ()


@lru_cache(maxsize=8192)
def agency_key(name: str) -> str:
    """A key under which two spellings of one agency are equal.

    Beyond `vietnamese.fold`, punctuation does not matter, "UBND" is "Ủy ban nhân dân", "&" is "và".
    """
    words = vietnamese.fold(_NOT_WORD.sub(" ", vietnamese.clean(name).replace("&", " và "))).split()
    return " ".join(_FOLDED_LONG_FORMS.get(word, word) for word in words)


def body_key(name: str) -> str:
    """`agency_key` under which a name for many bodies is the same with and without "các" ("Các sở, ban, ngành")."""
    return agency_key(name).removeprefix(f"{_MANY} ")


def name_clashes(agencies: Sequence[Agency]) -> list[tuple[str, Agency, Agency]]:
    """Every name, abbreviation or alias that two rows of sheet Cơ quan claim, with both rows."""
    owners: dict[str, Agency] = {}
    clashes = []
    for agency in agencies:
        for key, spelling in {body_key(text): text for text in _spellings(agency)}.items():
            owner = owners.setdefault(key, agency)
            if owner is not agency:
                clashes.append((spelling, owner, agency))
    return clashes


@dataclass(frozen=True, slots=True)
class AgencyDirectory:
    """The agencies a dossier knows. `official` and `found` map matching keys to the spelling to write."""

    official: Mapping[str, str]
    found: Mapping[str, str]
    spellings: tuple[str, ...]
    by_spelling: Mapping[str, str] = field(default_factory=dict)
    """Every name, abbreviation and alias of sheet Cơ quan as it is written there → the agency's name."""
    bodies: Mapping[str, str] = field(default_factory=dict)
    """The same by `body_key`: a name for many bodies is found with and without "các"."""
    _answers: dict[str, SplitNames] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_sheet(cls, agencies: Sequence[Agency], cells: Iterable[str]) -> AgencyDirectory:
        """The directory of sheet Cơ quan, completed by the names that `cells` hold.

        A name that the sheet lacks is written as `cells` write it most often (the first seen, if tied).
        """
        official: dict[str, str] = {}
        spellings: dict[str, str] = {}
        bodies: dict[str, str] = {}
        for agency in agencies:
            for text in _spellings(agency):
                name = bodies.setdefault(body_key(text), agency.name)
                official.setdefault(agency_key(text), name)
                spellings.setdefault(text, name)
        return cls(official, _most_frequent(cells, official), tuple(spellings), spellings, bodies)

    def split(self, text: str) -> SplitNames:
        """The agencies that a cell names, in their canonical spelling."""
        # Thousands of rows repeat a few dozen cells.
        if text not in self._answers:
            self._answers[text] = self._split(text)
        return self._answers[text]

    def _split(self, text: str) -> SplitNames:
        names: dict[str, None] = {}
        unknown: dict[str, None] = {}
        for raw in split_names(text, self.official.__contains__):
            name = self.canonical(raw) or raw
            names.setdefault(name)
            if self.official and agency_key(name) not in self.official:
                unknown.setdefault(name)
        return SplitNames(tuple(names), tuple(unknown))

    def canonical(self, name: str) -> str | None:
        """The spelling to write for `name`, an abbreviation or an alias; None if nobody mentions it.

        "Sở KHCN" and "Sở KH&CN" shorten a name where they are short for one agency alone; a name that merely
        looks like another, or has the same initials, is a name of its own.
        """
        key = agency_key(name)
        known = self.official.get(key) or self._shortened(name) or self.bodies.get(body_key(name))
        return known or self.found.get(key)

    def _shortened(self, name: str) -> str | None:
        if vietnamese.fold(name) in _FOLDED_USUAL:
            usual = _FOLDED_USUAL[vietnamese.fold(name)]
            return next((found for found in self.by_spelling.values() if vietnamese.fold(found) == usual), None)
        meant = {agency for spelling, agency in self.by_spelling.items() if is_short_for(name, spelling)}
        return meant.pop() if len(meant) == 1 else None

    def nearest(self, name: str) -> str | None:
        """The agency that `name` most likely means, for "did you mean"; None if none is near."""
        known = self.spellings or tuple(self.found.values())
        found = vietnamese.nearest(name, known)
        return self.canonical(found) if found else None


@lru_cache(maxsize=32768)
def is_short_for(short: str, name: str) -> bool:
    """True if `short` is `name` with runs of words made initials: "Sở KH&CN", "SKHCN", "Phòng VH-XH".

    All other words stand in both, in the same order. The name of a place is never shortened: "UBND xã TP" may be
    of any commune with these initials.
    """
    words = _NOT_WORD.sub(" ", vietnamese.clean(short).replace("&", "")).split()
    abbreviations = [word for word in words if _is_abbreviation(word)]
    if not abbreviations or (len(words) == 1 and len(words[0]) < _SHORTEST):
        return False
    full = agency_key(name).split()
    return _reaches(words, full, _shortenable(full))


def _is_abbreviation(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and word.isupper()


def _shortenable(full: Sequence[str]) -> int:
    """How many of the words, from the first, may be shortened: those up to the word before a place's name."""
    for index, word in enumerate(full):
        if word in _FOLDED_PLACES and " ".join(full[index : index + 2]) not in _FOLDED_NO_PLACES:
            return index + 1
    return len(full)


def _reaches(words: Sequence[str], full: Sequence[str], limit: int, at: int = 0) -> bool:
    """True if `words` stand for the words of `full` from `at` on; those from `limit` on must be spelt out."""
    if not words:
        return at == len(full)
    if at == len(full):
        return False
    first, rest = words[0], words[1:]
    if full[at] == _AND and _reaches(words, full, limit, at + 1):
        return True
    long_form = agency_key(first).split()
    if full[at : at + len(long_form)] == long_form and _reaches(rest, full, limit, at + len(long_form)):
        return True
    if not _is_abbreviation(first):
        return False
    end = at
    for letter in first:
        end += end < limit and full[end] == _AND
        if end >= limit or _initial(full[end]) != _initial(letter):
            return False
        end += 1
    return _reaches(rest, full, limit, end)


def _initial(word: str) -> str:
    letter = word[0].casefold()
    return letter if letter == "đ" else vietnamese.fold(letter, keep_tones=False)


def split_names(text: str, is_known: Callable[[str], bool] = lambda key: False) -> list[str]:
    """The agency names in `text` as they are typed, a closing full stop dropped; `is_known` is asked by key.

    ";" always parts two names; a line break does, unless a known name or a comma runs across it.
    """
    names: list[str] = []
    for segment in vietnamese.clean(text).split(";"):
        parts = _parts(segment)
        while parts:
            count = _known_length(parts, is_known) or _guessed_length(parts, is_known)
            name = _joined(parts[:count])
            names += [name] if is_known(agency_key(name)) else _split_at_and(name)
            parts = parts[count:]
    return [name for name in names if agency_key(name)]


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece between commas or line breaks; `after_break` says that a line break alone stood before it."""

    text: str
    after_break: bool


def _parts(segment: str) -> list[_Part]:
    parts: list[_Part] = []
    after_comma = False
    for line in segment.split("\n"):
        for index, piece in enumerate(line.split(",")):
            text = _BULLET.sub("", piece.strip()).strip(" .")
            if text:
                parts.append(_Part(text, after_break=index == 0 and bool(parts) and not after_comma))
        if line.strip():
            after_comma = line.rstrip().endswith(",")
    return parts


def _joined(parts: Sequence[_Part]) -> str:
    text = parts[0].text
    for part in parts[1:]:
        text += (" " if part.after_break else ", ") + part.text
    return text


def _known_length(parts: Sequence[_Part], is_known: Callable[[str], bool]) -> int:
    """How many parts the longest known name at the start takes; 0 if none, or if what follows hangs on to it."""
    for count in range(min(len(parts), _LONGEST), 0, -1):
        if is_known(agency_key(_joined(parts[:count]))) and (
            count == len(parts) or _begins_name(parts[count : count + _LONGEST], is_known)
        ):
            return count
    return 0


def _guessed_length(parts: Sequence[_Part], is_known: Callable[[str], bool]) -> int:
    count = 1
    while count < len(parts) and not _begins_name(parts[count : count + _LONGEST], is_known):
        count += 1
    serves_next = count < len(parts) and _is_one_office(_joined(parts[:count]), parts[count].text)
    return count + serves_next


def _is_one_office(head: str, tail: str) -> bool:
    """True of the two halves of "Văn phòng HĐND, UBND xã", the one office of a council and its committee."""
    return bool(_OFFICE_OF_COUNCILS.fullmatch(head) and _COUNCIL.match(tail)) and not is_collective(tail)


def _begins_name(parts: Sequence[_Part], is_known: Callable[[str], bool]) -> bool:
    first = parts[0]
    if first.after_break and not first.text[0].islower():
        return True
    if begins_like_agency(first.text):
        return True
    return any(is_known(agency_key(_joined(parts[:count]))) for count in range(len(parts), 0, -1))


@lru_cache(maxsize=8192)
def begins_like_agency(text: str) -> bool:
    """True if `text` begins with a type of agency and a capital letter: "Sở …", "UBND …", but not "ban", "Hội nhập"."""
    if not text[:1].isupper():
        return False
    folded = vietnamese.fold(text)
    if folded in _FOLDED_NEVER_ALONE or _opens_with(folded, _FOLDED_NOT_A_TYPE):
        return False
    return _opens_with(folded, _FOLDED_TYPES)


def _opens_with(folded: str, openings: Iterable[str]) -> bool:
    return any(folded == opening or folded.startswith(opening + " ") for opening in openings)


def _split_at_and(name: str) -> list[str]:
    """Two names where "và" or a sign joins two agencies ("Sở Nội vụ và Sở Tài chính", "Sở A/Sở B"), else the one."""
    for found in _JOINED.finditer(name):
        head, tail = name[: found.start()], name[found.end() :]
        if not begins_like_agency(head) or not begins_like_agency(tail):
            continue
        if _is_one_office(head, tail):
            continue  # nor "Văn phòng HĐND&UBND"
        by_sign = not found["and"] and " " in head  # "UBND/HĐND xã" is no two names
        if found["dash"] and head.split()[0] != tail.split()[0]:  # nor is "Văn phòng HĐND - UBND xã"
            continue
        if by_sign or (found["and"] and _opens_with(vietnamese.fold(tail), _FOLDED_AFTER_AND)):
            return [head, *_split_at_and(tail)]
    return [name]


def is_collective(name: str) -> bool:
    """True of a name for many bodies at once: "Các địa phương", "Sở, ban, ngành tỉnh", "Đảng ủy các xã, phường"."""
    folded = vietnamese.fold(name)
    opens = any(folded == opening or folded.startswith((f"{opening} ", f"{opening},")) for opening in _FOLDED_MANY)
    return opens or _OF_MANY.fullmatch(vietnamese.fold(name, keep_tones=False)) is not None


def _spellings(agency: Agency) -> list[str]:
    return [text for text in (agency.name, agency.abbreviation, *agency.aliases) if agency_key(text)]


def _most_frequent(cells: Iterable[str], official: Mapping[str, str]) -> dict[str, str]:
    counts: dict[str, dict[str, int]] = {}
    for cell, times in Counter(cells).items():
        for name in split_names(cell, official.__contains__):
            key = agency_key(name)
            if key not in official:
                seen = counts.setdefault(key, {})
                seen[name] = seen.get(name, 0) + times
    return {key: max(seen, key=seen.__getitem__) for key, seen in counts.items()}
