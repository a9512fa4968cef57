"""Units as people name them: a scale and what is counted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from generator.core.vietnamese import clean, fold

_SCALES: tuple[tuple[Decimal, tuple[str, ...]], ...] = (
    (Decimal(1000), ("nghìn", "ngàn", "nghin", "ngan")),
    (Decimal(1_000_000), ("triệu", "trieu", "tr", "trđ")),
    (Decimal(1_000_000_000), ("tỷ", "tỉ", "ty", "ti")),
)
_SCALE_OF = {fold(word): scale for scale, words in _SCALES for word in words}
_CURRENCY = frozenset(fold(word) for word in ("đồng", "dong", "đ", "vnđ", "vnd", "₫"))
_PERCENT = frozenset((fold("phần trăm"), fold("điểm phần trăm")))
_MONEY = "đồng"


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
        return self.thing == _MONEY


def parse_unit(text: str) -> Unit:
    """The unit that `text` names: "Triệu đồng", "tr.đ", "nghìn người", "%", "lớp"."""
    plain = fold(clean(text).strip(" ()[]:;.").replace(".", " "))
    if plain in _PERCENT or "%" in plain:
        return Unit(Decimal(1), "%")
    words = plain.split()
    factor = Decimal(1)
    while words and words[0] in _SCALE_OF:
        factor *= _SCALE_OF[words.pop(0)]
    thing = " ".join(words)
    if thing in _CURRENCY or plain == fold("trđ"):
        thing = _MONEY
    return Unit(factor, thing)
