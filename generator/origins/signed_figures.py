"""The figures of a text as a reader takes them: a number with the sign before it and the unit behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.core.number_words import placed_worded_numbers
from generator.core.units import Unit, parse_unit
from generator.core.vietnamese import nfc
from generator.office.word_diff import is_figure, is_space, tokens

_SIGN = re.compile(
    r"(?:^|[^\w%)\]\s.,;/]|(?<![\d%)\]])\s)(?P<minus>[-−–+±])$"
    r"|^\s*(?P<lone>[-−–+±])\s+$"
    r"|(?P<bound>[≥≤<>]=?|=)\s*$"
    r"|\b(?P<word>tăng|giảm|âm|trên|dưới|hơn|gần|khoảng|tối thiểu|tối đa|ít nhất|nhiều nhất|không quá|không dưới)\s+$",
    re.IGNORECASE,
)
_MINUS = "-−–"
_SCALE = r"tr\.?(?=đ\b)|(?:nghìn|ngàn|triệu|tr|tỷ|tỉ)(?!\w)"
_MEASURE = (
    r"%|‰|°\s?[CFK]|đồng|đ|VNĐ|VND|USD|EUR|lần|điểm phần trăm|điểm %|phần trăm|phần nghìn|ha|héc[- ]?ta"
    r"|km2|km²|km|m2|m²|m3|m³|m|cm|mm|tấn|tạ|kg|gam|g|lít|kWh|MWh|MW|kW|MB|GB|TB"
    r"|giây|phút|giờ|ngày|tuần|tháng|quý|năm"
)
_UNIT = re.compile(
    rf"(?P<scale>\s*(?:{_SCALE}))?(?P<measure>\s*(?:{_MEASURE})(?!\w)(?:\s?/\s?[^\W\d_]+)*)?", re.IGNORECASE
)
_POINTS = "điểm"


@dataclass(frozen=True, slots=True)
class SignedFigure:
    """A number in digits or words, where it stands in its line (sign and unit: `first` to `last`), the words beside."""

    text: str
    start: int
    end: int
    sign: str
    scale: str
    measure: str
    first: int
    last: int
    before: str
    after: str

    @property
    def bare(self) -> str:
        return self.text.removesuffix("%").casefold()

    @property
    def said_sign(self) -> str:
        """The sign for telling whether two are one: every dash is a minus."""
        return "-" if self.sign in _MINUS and self.sign else self.sign.casefold()

    @property
    def unit(self) -> Unit:
        """Scale and unit of measure: "trđ" is "triệu đồng"."""
        percent = "%" if self.text.endswith("%") else ""
        return parse_unit(f"{percent}{self.scale}{self.measure}")

    @property
    def key(self) -> tuple[str, str, Unit, bool]:
        """What makes two figures the same one; points of a percentage are no per cent."""
        return self.said_sign, self.bare, *self._unit_key

    @property
    def _unit_key(self) -> tuple[Unit, bool]:
        return self.unit, _POINTS in self.measure.casefold()

    def beside(self, other: SignedFigure | None) -> str:
        """The figure as it is listed: with its sign and its unit where these are not those of the other one."""
        if other is None:
            return self.text
        sign = self.sign if self.said_sign != other.said_sign else ""
        if self.bare != other.bare and sign.isalpha():
            sign = ""  # another number is told by itself
        space = " " if sign and self.first + len(sign) < self.start else ""
        same_measure = self.measure.casefold() == other.measure.casefold()
        unit = self.scale if same_measure and (self.scale or other.scale) else f"{self.scale}{self.measure}"
        if self._unit_key == other._unit_key or (self.bare != other.bare and not self._counts_otherwise(other)):
            unit = ""
        return f"{sign}{space}{self.text}{unit}"

    def _counts_otherwise(self, other: SignedFigure) -> bool:
        """True of units that make the number another; "150 triệu" has only one word less than "150 triệu đồng"."""
        things = self.unit.thing, other.unit.thing
        return self.unit.factor != other.unit.factor or (all(things) and self._unit_key != other._unit_key)


def laid_out(text: str) -> str:
    """A text as figures are looked for in it, every kind of space as one."""
    return re.sub(r"\s", " ", nfc(text))


def signed_figures(line: str) -> list[SignedFigure]:
    """Each figure of a line that `laid_out` gave, in digits or in words."""
    in_words = dict(placed_worded_numbers(line))
    words: list[tuple[str, int, bool]] = []
    at = past = 0
    for token in tokens(line):
        if at in in_words:
            words.append((in_words[at], at, True))
            past = at + len(in_words[at])
        elif at >= past and not is_space(token):
            words.append((token, at, is_figure(token)))
        at += len(token)
    return [_figure(line, words, place) for place, (_, _, is_number) in enumerate(words) if is_number]


def _figure(line: str, words: Sequence[tuple[str, int, bool]], place: int) -> SignedFigure:
    text, start, _ = words[place]
    end = start + len(text)
    sign = _SIGN.search(line[max(start - 20, 0) : start])
    shown = next((one for one in sign.groups() if one), "") if sign else ""
    unit = _UNIT.match(line, end)
    scale, measure = (unit["scale"] or "", unit["measure"] or "") if unit else ("", "")
    last = end + len(scale) + len(measure)
    if sign and sign["lone"] and (start > 20 or line[last:].strip()):
        shown = ""  # the dash of a list
    return SignedFigure(
        text,
        start,
        end,
        shown,
        scale,
        measure,
        line.rindex(shown, 0, start) if shown else start,
        last,
        words[place - 1][0].casefold() if place else "",
        words[place + 1][0].casefold() if place + 1 < len(words) else "",
    )


def touched_figures(
    lines: tuple[str, str], at: tuple[int, int], sizes: tuple[int, int]
) -> tuple[list[SignedFigure], list[SignedFigure]]:
    """The figures of an old and a new line that a change of `sizes` letters `at` these places has to do with.

    A sign or unit that came or went is in the figure it belongs to, so that figure is there on both sides.
    """
    sides = [signed_figures(line) for line in lines]
    ends = [place + size for place, size in zip(at, sizes, strict=True)]
    held = [
        {one.start: one for one in side if one.first < end and one.last > begin}
        for side, begin, end in zip(sides, at, ends, strict=True)
    ]
    for mine, other in ((0, 1), (1, 0)):
        starts, stops = (at[mine], at[other]), (ends[mine], ends[other])
        for one in list(held[mine].values()):
            held[other].update((two.start, two) for two in sides[other] if _same_place(one, two, starts, stops))
    old, new = ([side[start] for start in sorted(side)] for side in held)
    return old, new


def _same_place(one: SignedFigure, two: SignedFigure, starts: tuple[int, int], ends: tuple[int, int]) -> bool:
    """True if the numbers of two figures begin or end at one letter outside the change."""
    begin_alike = one.start < starts[0] and one.start - starts[0] == two.start - starts[1]
    end_alike = one.end > ends[0] and one.end - ends[0] == two.end - ends[1]
    return begin_alike or end_alike
