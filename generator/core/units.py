"""Units as people name them: a scale and what is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from generator.core.opening_names import may_be_syllable
from generator.core.vietnamese import clean, fold

_SCALES: tuple[tuple[Decimal, tuple[str, ...]], ...] = (
    (Decimal(1000), ("nghìn", "ngàn", "nghin", "ngan")),
    (Decimal(1_000_000), ("triệu", "trieu", "tr", "trđ")),
    (Decimal(1_000_000_000), ("tỷ", "tỉ", "ty", "ti")),
)
_SCALE_OF = {fold(word): scale for scale, words in _SCALES for word in words}
_CURRENCY = frozenset(fold(word) for word in ("đồng", "dong", "đ", "vnđ", "vnd", "₫"))
_PERCENT = frozenset((fold("phần trăm"), fold("điểm phần trăm")))
_PER_MILLE = fold("phần nghìn")
_MONEY = "đồng"
_BEHIND_MONEY = frozenset(
    map(fold, ("/", ",", ";", "-", "Việt", "VN", "VNĐ", "VND", "trên", "mỗi", "một", "và", "hoặc", "tiền"))
)
"""Words that follow the name of money in a unit: "đồng Việt Nam", "đồng/người"."""
_OF_PERSONS = frozenset(map(fold, ("chí", "bào")))
"""What makes a person of the word for money: "đồng chí", by whom the Party counts its members, "đồng bào"."""
_MILLION_DONG = fold("trđ")
_MARKS = re.compile(r"[/,;]")
_RAISED = str.maketrans("²³", "23")
_SAME_THINGS = ("ha hécta héc-ta hecta", "km kilômét", "m2 mét-vuông", "m3 mét-khối", "kg kilôgam")
_THING_OF = {
    fold(word.replace("-", mark)): fold(words.split()[0])
    for words in _SAME_THINGS
    for word in words.split()
    for mark in ("-", " ")
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a factor and what is counted: "triệu đồng" is 1.000.000 of "đồng"; "" counts nothing named."""

    factor: Decimal
    thing: str

    @property
    def is_percent(self) -> bool:
        return self.thing == "%"

    @property
    def is_money(self) -> bool:
        words = self.thing.split()
        return words[:1] == [_MONEY] and _OF_PERSONS.isdisjoint(words[1:2])

    @property
    def is_nothing_but_money(self) -> bool:
        """Not so of what only begins as money does: "Đồng Tháp", "đồng bào dân tộc", "đ/c Nguyễn Văn A"."""
        behind = [word.strip("()") for word in self.thing.split()[1:]]
        is_other = bool(behind) and (behind[0] not in _BEHIND_MONEY or behind[:2] == ["/", "c"])
        return self.is_money and not is_other

    def counts_like(self, other: Unit) -> bool:
        """True if both count the same thing, one perhaps with more words: "xã" and "xã đạt chuẩn"."""
        if self.is_percent or other.is_percent:
            return self.is_percent and other.is_percent
        return self.thing.split()[:1] == other.thing.split()[:1]

    def is_bare_scale_of(self, other: Unit) -> bool:
        """True of "triệu" where money or millions are counted: of persons it may just as well be a sum of money."""
        bare = not self.thing and self.factor > 1 and not other.is_percent
        return bare and (other.is_money or self.factor == other.factor)

    def is_short_for(self, other: Unit) -> bool:
        """True if this is the other unit, or as much of it as people say: "lượt" of "lượt khách"."""
        own = self.thing.split()
        return own == other.thing.split()[: len(own)] and bool(own)


def counts_in_percent(text: str) -> bool:
    """True if figures in the unit `text` are per cent, so that two differ by points: "%", "%/năm", "phần trăm"."""
    return text.strip().startswith("%") or fold(clean(text)) in _PERCENT


def counts_in_thousandths(text: str) -> bool:
    """True if figures in the unit `text` are parts of a thousand."""
    return text.strip().startswith("‰") or fold(clean(text)) == _PER_MILLE


def parse_unit(text: str) -> Unit:
    """The unit that `text` names: "Triệu đồng", "tr.đ", "nghìn người", "%", "lớp"."""
    bare = clean(text).translate(_RAISED).strip(" ()[]:;,.").replace(".", " ")
    plain = fold(_MARKS.sub(r" \g<0> ", bare))
    if plain in _PERCENT or "%" in plain:
        return Unit(Decimal(1), "%")
    words = plain.split()
    factor = Decimal(1)
    while words and words[0] in _SCALE_OF:
        factor *= _SCALE_OF[words.pop(0)]
    if plain.split()[:1] == [_MILLION_DONG]:
        words.insert(0, _MONEY)
    elif words and words[0] in _CURRENCY:
        words[0] = _MONEY
    thing = " ".join(words)
    return Unit(factor, _THING_OF.get(thing, thing))


_UNIT_LABEL = re.compile(r"(?:(?:đvt|đơn vị tính)\s*:?|đơn vị\s*:)\s*(?=\S)", re.IGNORECASE)
_HOW_MANY = re.compile(r"số(?:\s+lượng)?(?:\s+|$)", re.IGNORECASE)
_SCALE_WORDS = {Decimal(1000): "nghìn ", Decimal(1_000_000): "triệu ", Decimal(1_000_000_000): "tỷ ", Decimal(1): ""}
_SYMBOLS = frozenset(("kg", "km", "m2", "m3", "km2", "mm", "cm", "ml"))


def unit_in_text(unit: str) -> str:
    """A unit as it follows a number in a sentence: "Triệu đồng" → "triệu đồng", "Số hộ" → "hộ", "(%)" → "%".

    "tr.đ" is written out and "1.000 người" becomes "nghìn người", for "12 1.000 người" would be another number.
    """
    text = clean(unit)
    bare = text[1:-1].strip() if text[:1] + text[-1:] == "()" else text
    for before in (_UNIT_LABEL, _HOW_MANY):
        bare = bare[found.end() :] if (found := before.match(bare)) else bare
    bare = _A_THOUSAND.sub("nghìn ", bare, count=1) if _A_THOUSAND.match(bare) else bare
    known = parse_unit(bare)
    if known.thing == _MONEY and known.factor in _SCALE_WORDS:
        return f"{_SCALE_WORDS[known.factor]}{_MONEY}"
    head = re.split(r"[\s/.,-]", bare, maxsplit=1)[0]
    is_word = head == head.capitalize() and (may_be_syllable(head) or head.casefold() in _SYMBOLS)
    text = bare[:1].lower() + bare[1:] if is_word else bare
    return f"x {text}" if text[:1].isdigit() else text


_NAME_AND_UNIT = re.compile(r"(.*[^\s,;:–-])(?:\s*[(\[]([^()\[\]]+)[)\]]|[\s,;:–-]+(%))\s*", re.DOTALL)


def name_without_unit(name: str, unit: str) -> str:
    """An indicator's name before a value that has its unit: "Tỷ lệ hộ nghèo (%)" → "Tỷ lệ hộ nghèo"."""
    found = _NAME_AND_UNIT.fullmatch(name)
    said, wanted = unit_in_text(found[2] or found[3]) if found else "", unit_in_text(unit)
    if found is None or not said or not wanted:
        return name
    alike = parse_unit(said) == parse_unit(wanted) and "%" not in said + wanted
    is_the_same = alike or fold(said) == fold(wanted)
    return found[1] if is_the_same else name


_A_THOUSAND = re.compile(r"1[.,]?000\s+")
_NO_PART_OF_IT = re.compile(r"^số\s+(?:lượng\s+)?|^(?:thứ|xếp)\s+(?=hạng(?!\w))", re.IGNORECASE)


def means_the_same(said: str, unit: str) -> bool:
    """True if two people who write these two units count the same, on the same scale: "Số hộ" and "hộ"."""
    named, wanted = (parse_unit(_plainly(text)) for text in (said, unit))
    is_short = _is_short_for(named.thing, wanted.thing) or _is_short_for(wanted.thing, named.thing)
    return named.factor == wanted.factor and (named.counts_like(wanted) or is_short)


def _plainly(text: str) -> str:
    return _NO_PART_OF_IT.sub("", _A_THOUSAND.sub("nghìn ", clean(text), count=1), count=1)


def _is_short_for(letters: str, words: str) -> bool:
    """True of the first letters of words, and perhaps of more: "tthc" of "thủ tục"."""
    first = "".join(word[0] for word in words.split())
    return len(first) > 1 and letters.startswith(first)
