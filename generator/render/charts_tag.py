"""`{%chart task_status, width=16, height=8, size=12, title=no %}`: a paragraph that is a chart.

It becomes a call that prints the drawing, within a condition: a paragraph whose chart has nothing to draw is not
printed, but for a cell's only one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from generator.office.names import W
from generator.render.charts import CHART_NAMES, nearest_chart
from generator.render.charts_xml import LEAST_POINTS, USUAL_POINTS
from generator.render.rule_lines import available_width

if TYPE_CHECKING:
    from lxml.etree import _Element

FORM = "thẻ chart phải có dạng {%chart task_status, width=16, height=8 %}"
_OPTION = re.compile(r"(\w+)\s*=\s*(.+)", re.DOTALL)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_TWIPS_PER_CM = 1440 / 2.54
_LARGEST_HEIGHT, _MOST_POINTS = 24.0, 30.0
# What may follow w:spacing inside w:pPr (ISO 29500-1, 17.3.1.26): it must stand before all of these.
_AFTER_SPACING = (
    "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment",
    "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
)  # fmt: skip


class WrongChart(Exception):
    """A chart tag that cannot be read; the text says why."""


@dataclass(frozen=True, slots=True)
class ChartTag:
    """What a tag asks for: the chart and its code as Jinja text, sizes in cm and points."""

    name: str
    code: str = '""'
    width: float | None = None
    height: float | None = None
    points: float = USUAL_POINTS
    titled: bool = True

    def condition(self) -> str:
        """Whether there is something to draw, as Jinja text."""
        return f'if _has_chart(charts, "{self.name}", {self.code})'

    def call(self, available: float) -> str:
        """What prints the drawing; never wider than the room there is."""
        width = min(self.width or available, available)
        height = "none" if self.height is None else f"{self.height:g}"
        titled = "true" if self.titled else "false"
        return f'_chart(charts, "{self.name}", {self.code}, {width:.2f}, {height}, {self.points:g}, {titled})'


def read_chart_tag(source: str) -> ChartTag:
    """The tag's parts. Raises WrongChart: a chart that does not exist (with the nearest), an option misspelt."""
    name, *rest = [part.strip() for part in source.split(",")]
    if name not in CHART_NAMES:
        guess = nearest_chart(name)
        hint = f"có phải là “{guess}”?" if guess else f"các biểu đồ: {', '.join(CHART_NAMES)}."
        raise WrongChart(f"không có biểu đồ “{name}”; {hint}")
    given: dict[str, str] = {}
    for part in rest:
        found = _OPTION.fullmatch(part)
        if not found or found[1] not in ("width", "height", "size", "title", "code") or found[1] in given:
            raise WrongChart(f"{FORM}; không hiểu “{part}”.")
        given[found[1]] = found[2].strip()
    if ("code" in given) is not (name == "indicator"):
        raise WrongChart("biểu đồ indicator phải có code=…, như code=i.code; các biểu đồ khác thì không.")
    if given.get("title", "yes") not in ("yes", "no"):
        raise WrongChart(f"{FORM}; title chỉ là yes hoặc no.")
    return ChartTag(
        name,
        given.get("code", '""'),
        _measure(given, "width", 1, 100),
        _measure(given, "height", 1, _LARGEST_HEIGHT),
        _measure(given, "size", LEAST_POINTS, _MOST_POINTS) or USUAL_POINTS,
        given.get("title") != "no",
    )


def _measure(given: dict[str, str], name: str, least: float, most: float) -> float | None:
    text = given.get(name)
    if text is None:
        return None
    if not _NUMBER.fullmatch(text) or not least <= float(text) <= most:
        raise WrongChart(f"{FORM}; {name} là số từ {least:g} đến {most:g}, không phải “{text}”.")
    return float(text)


def not_in_body(paragraph: _Element) -> str:
    """Why a chart cannot stand here: headers, footers and notes have no charts; "" in the body."""
    body = any(one.tag == f"{W}body" for one in paragraph.iterancestors())
    return "" if body else "biểu đồ chỉ đặt được trong thân văn bản."


def room_for(paragraph: _Element) -> float:
    """cm that a drawing in the paragraph may be wide."""
    return available_width(paragraph) / _TWIPS_PER_CM


def make_room(paragraph: _Element) -> None:
    """Lets a line grow with its drawing, begins it at the margin and centres it, unless it is aligned itself."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    spacing = _child(properties, "spacing", _AFTER_SPACING)
    spacing.set(f"{W}line", "240")
    spacing.set(f"{W}lineRule", "auto")
    indent = _child(properties, "ind", _AFTER_SPACING[1:])
    for attribute in list(indent.attrib):
        del indent.attrib[attribute]
    for side in ("left", "right", "firstLine"):
        indent.set(f"{W}{side}", "0")
    if properties.find(f"{W}jc") is None:
        _child(properties, "jc", _AFTER_SPACING[5:]).set(f"{W}val", "center")


def _child(properties: _Element, name: str, after: tuple[str, ...]) -> _Element:
    """A property, made in its place if it is not there."""
    found = properties.find(f"{W}{name}")
    if found is not None:
        return found
    made = properties.makeelement(f"{W}{name}")
    following = next((one for one in properties if str(one.tag).removeprefix(W) in after), None)
    if following is None:
        properties.append(made)
    else:
        following.addprevious(made)
    return made
