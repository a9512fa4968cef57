"""The picture of the results: horizontal bars beside each other, black on white, readable in print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT = 860, 230, 120
BAR, GAP, HEAD, FOOT = 16, 7, 44, 26


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a panel: `share` of the longest bar; our own are black."""

    label: str
    share: float
    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """A set of bars with its heading."""

    title: str
    bars: tuple[Bar, ...]

    def height(self) -> int:
        return HEAD + len(self.bars) * (BAR + GAP) + FOOT


def svg(panels: Sequence[Panel], note: str) -> str:
    """The panels one below the other, and a note at the foot."""
    height = sum(panel.height() for panel in panels) + 20
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        ' font-family="Times New Roman, Liberation Serif, serif" font-size="14">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    top = 0
    for panel in panels:
        lines.extend(_panel(panel, top))
        top += panel.height()
    lines.append(f'<text x="16" y="{height - 14}" font-size="12" font-style="italic">{escape(note)}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def _panel(panel: Panel, top: int) -> list[str]:
    lines = [f'<text x="16" y="{top + 28}" font-weight="bold" font-size="16">{escape(panel.title)}</text>']
    room = WIDTH - LEFT - RIGHT
    for index, bar in enumerate(panel.bars):
        y = top + HEAD + index * (BAR + GAP)
        length = max(1.0, bar.share * room)
        weight = ' font-weight="bold"' if bar.own else ""
        fill = "#000" if bar.own else "#b5b5b5"
        lines += [
            f'<text x="{LEFT - 8}" y="{y + 13}" text-anchor="end"{weight}>{escape(bar.label)}</text>',
            f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}" fill="{fill}" stroke="#000"'
            ' stroke-width="0.6"/>',
            f'<text x="{LEFT + length + 6:.1f}" y="{y + 13}"{weight}>{escape(bar.text)}</text>',
        ]
    return lines
