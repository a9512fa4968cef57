"""How a cell looks, as far as it changes what a person reads in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.read.cell_colours import BLACK, WHITE, Rgb, cannot_be_told_apart
from generator.read.number_formats import NumberFormat


@dataclass(frozen=True, slots=True)
class Look:
    """What changes how letters are read: a font that has its own (.VnTime, Wingdings), a stroke through them, a place
    above or below the line, a colour that may be that of the cell (None where it cannot be told).
    """

    font: str = ""
    struck: bool = False
    place: str = ""
    colour: Rgb | None = BLACK
    is_tiny: bool = False
    """No more than a speck on the screen."""


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a cell shows what is in it: its number format, its letters, its ground."""

    format: NumberFormat = field(default_factory=NumberFormat)
    look: Look = field(default_factory=Look)
    ground: Rgb | None = WHITE
    """The colour behind the letters."""

    def shows(self, look: Look) -> bool:
        """False for letters that nobody can see in such a cell."""
        return not look.is_tiny and not cannot_be_told_apart(look.colour, self.ground)
