"""What a plan's file holds before anything is understood: its lines, in order, a table's row being one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.problems import Place


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A paragraph (`table` is None, one cell) or a row of table number `table`.

    `cells` follow the table's grid: a cell over several columns stands in the first of them. `carried` maps a
    grid column to the text of a cell above that is merged down into this row (the cell itself is "").
    """

    place: Place
    cells: tuple[str, ...]
    table: int | None = None
    carried: Mapping[int, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All that stands in the line, for a person to read."""
        return " ".join(cell for cell in self.cells if cell)
