"""The colours of letters and of what lies behind them, as far as it takes to tell what nobody can see.

Where a colour cannot be told (a pattern, an automatic colour of an odd theme), the letters count as seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

Rgb = tuple[int, int, int]

BLACK: Rgb = (0, 0, 0)
WHITE: Rgb = (255, 255, 255)
_ALIKE = 16
"""Parts of a colour that differ by less are not told apart on paper or screen."""
_INDEXED = (
    "000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF" * 2
    + "800000008000000080808000800080008080C0C0C0808080"
    + "9999FF993366FFFFCCCCFFFF660066FF80800066CCCCCCFF"
    + "000080FF00FFFFFF0000FFFF8000808000000080800000FF"
    + "00CCFFCCFFFFCCFFCCFFFF9999CCFFFF99CCCC99FFFFCC99"
    + "3366FF33CCCC99CC00FFCC00FF9900FF6600666699969696"
    + "003366339966003300333300993300993366333399333333"
    + "000000FFFFFF"
)
"""The palette of old Excel (ECMA-376 part 1, 18.8.27); the last two are the system's."""
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a workbook's theme, in the order in which cells number them."""

    theme: tuple[Rgb | None, ...] = (WHITE, BLACK)

    @classmethod
    def of(cls, theme: _Element | None) -> Palette:
        """The palette that a theme part sets; white and black where there is none."""
        scheme = None if theme is None else theme.find("{*}themeElements/{*}clrScheme")
        if scheme is None:
            return cls()
        named = {str(one.tag).rpartition("}")[2]: one[0] for one in scheme if len(one)}
        values = [
            named[name].get("lastClr") or named[name].get("val") if name in named else None for name in _THEME_ORDER
        ]
        return cls(tuple(_of_hex(value) for value in values))

    def colour(self, said: _Element | None, automatic: Rgb) -> Rgb | None:
        """The colour that an element names, `automatic` where it names none; None where that cannot be told."""
        if said is None or said.get("auto") in ("1", "true"):
            return automatic
        if (rgb := said.get("rgb")) is not None:
            return _of_hex(rgb)
        number = said.get("theme") or said.get("indexed") or ""
        if not number.isdecimal():
            return None
        if said.get("theme") is None:
            return _of_hex(_INDEXED[6 * int(number) : 6 * int(number) + 6])
        base = self.theme[int(number)] if int(number) < len(self.theme) else None
        return None if base is None else _tinted(base, said.get("tint"))

    def ground(self, fill: _Element | None) -> Rgb | None:
        """The colour behind the letters of a cell with this fill."""
        if fill is None:
            return WHITE
        pattern = fill.find("{*}patternFill")
        if pattern is None:
            return None
        kind = pattern.get("patternType", "none")
        return WHITE if kind == "none" else self.colour(pattern.find("{*}fgColor"), BLACK) if kind == "solid" else None


def cannot_be_told_apart(letters: Rgb | None, ground: Rgb | None) -> bool:
    """True if letters of the one colour are not seen on the other."""
    if letters is None or ground is None:
        return False
    return all(abs(one - other) < _ALIKE for one, other in zip(letters, ground, strict=True))


def _of_hex(digits: str | None) -> Rgb | None:
    try:
        value = bytes.fromhex((digits or "")[-6:])
    except ValueError:
        return None
    return (value[0], value[1], value[2]) if len(value) == 3 else None


def _tinted(colour: Rgb, tint: str | None) -> Rgb | None:
    """The colour made lighter (above 0) or darker; close enough to tell white from grey."""
    try:
        share = float(tint or 0)
    except ValueError:
        return None
    goal = 255 if share > 0 else 0
    red, green, blue = (round(part + (goal - part) * min(abs(share), 1)) for part in colour)
    return (red, green, blue)
