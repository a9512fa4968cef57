"""The formats of a workbook that is being changed: a new one is always a copy of one that is there."""

from __future__ import annotations

from collections.abc import Collection
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.read.number_formats import BUILT_IN_CODES, NumberFormat, number_format

if TYPE_CHECKING:
    from lxml.etree import _Element

NO_STYLES = (
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="12"/><name val="Times New Roman"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    b'</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
_FIRST_OWN_FORMAT = 164


@dataclass(frozen=True, slots=True)
class Look:
    """What a copied format has of its own; None keeps the original's."""

    number_format: str | None = None
    fill: str | None = None
    """A colour as `StyleTable.fill` gives it; "" for none."""
    font: str | None = None
    quoted: bool | None = None
    wrapped: bool | None = None
    locked: bool | None = None


class StyleTable:
    """cellXfs and what it points into; `changed` says whether a format was added."""

    def __init__(self, root: _Element) -> None:
        self.root = root
        self.changed = False
        self._made: dict[tuple[int, Look], int] = {}
        self._fills: list[str | None] = []
        self._namespace = str(root.tag).partition("}")[0] + "}"

    def derived(self, base: int, look: Look) -> int:
        """The number of the format that is `base` with `look`."""
        if look == Look():
            return base
        if (base, look) not in self._made:
            self._made[base, look] = self._add(base, look)
        return self._made[base, look]

    def fill(self, index: int) -> str | None:
        """The colour of a format's cells ("FFDDEBF7", "theme=4 tint=0.8"), "" for none; None for a pattern."""
        if not self._fills:
            colours = [_colour(fill) for fill in self.root.iterfind("{*}fills/{*}fill")]
            keys = (int(one.get("fillId") or 0) for one in self._list("cellXfs"))
            self._fills += [colours[key] if key < len(colours) else "" for key in keys]
        return self._fills[index] if index < len(self._fills) else ""

    def filled_with(self, colours: Collection[str]) -> frozenset[int]:
        """The formats whose cells have one of these colours."""
        if self.root.find("{*}cellXfs") is None:
            return frozenset()
        self.fill(0)
        return frozenset(index for index, colour in enumerate(self._fills) if colour in colours)

    def number_format(self, index: int) -> NumberFormat:
        """What cells of format `index` show."""
        return number_format(self._code(index))

    def is_text(self, index: int) -> bool:
        """True if the cells of format `index` take whatever is typed as text."""
        return self._code(index) == "@"

    def _code(self, index: int) -> str:
        formats = self._list("cellXfs")
        key = int(formats[index].get("numFmtId") or 0) if index < len(formats) else 0
        own = {int(one.get("numFmtId") or 0): str(one.get("formatCode")) for one in self.root.iterfind("{*}numFmts/*")}
        return "@" if key == 49 else own.get(key, BUILT_IN_CODES.get(key, "General"))

    def _add(self, base: int, look: Look) -> int:
        formats = self._list("cellXfs")
        new = deepcopy(formats[base if base < len(formats) else 0])
        if look.number_format is not None:
            new.set("numFmtId", str(self._format_key(look.number_format)))
            new.set("applyNumberFormat", "1")
        if look.fill is not None:
            new.set("fillId", str(self._add_fill(look.fill)))
            new.set("applyFill", "1")
        if look.font is not None:
            new.set("fontId", str(self._add_font(int(new.get("fontId") or 0), look.font)))
            new.set("applyFont", "1")
        if look.quoted is not None:
            new.set("quotePrefix", "1" if look.quoted else "0")
        if look.wrapped:
            self._child(new, "alignment", 0).set("wrapText", "1")
            new.set("applyAlignment", "1")
        if look.locked is not None:
            self._child(new, "protection", 1).set("locked", "1" if look.locked else "0")
            new.set("applyProtection", "1")
        self._fills.clear()
        return self._append(formats, new)

    def _child(self, parent: _Element, name: str, position: int) -> _Element:
        found = parent.find(f"{{*}}{name}")
        if found is None:
            found = parent.makeelement(f"{self._namespace}{name}", {})
            parent.insert(min(position, len(parent)), found)
        return found

    def _format_key(self, code: str) -> int:
        if code == "General":
            return 0
        if code == "@":
            return 49
        own = self.root.find("{*}numFmts")
        if own is None:
            own = self.root.makeelement(f"{self._namespace}numFmts", {"count": "0"})
            self.root.insert(0, own)
        known = {str(one.get("formatCode")): int(one.get("numFmtId") or 0) for one in own}
        if code not in known:
            known[code] = max([_FIRST_OWN_FORMAT - 1, *known.values()]) + 1
            attributes = {"numFmtId": str(known[code]), "formatCode": code}
            self._append(own, own.makeelement(f"{self._namespace}numFmt", attributes))
        return known[code]

    def _add_fill(self, colour: str) -> int:
        if not colour:
            return 0
        fills = self._list("fills")
        named = dict(part.split("=", 1) for part in colour.split() if "=" in part) or {"rgb": colour}
        fill = fills.makeelement(f"{self._namespace}fill", {})
        pattern = fill.makeelement(f"{self._namespace}patternFill", {"patternType": "solid"})
        pattern.append(pattern.makeelement(f"{self._namespace}fgColor", named))
        pattern.append(pattern.makeelement(f"{self._namespace}bgColor", {"indexed": "64"}))
        fill.append(pattern)
        return self._append(fills, fill)

    def _add_font(self, base: int, name: str) -> int:
        fonts = self._list("fonts")
        font = deepcopy(fonts[base])
        for tag in ("family", "charset", "scheme"):
            for one in font.findall(f"{{*}}{tag}"):
                font.remove(one)
        self._child(font, "name", len(font)).set("val", name)
        return self._append(fonts, font)

    def _list(self, name: str) -> _Element:
        found = self.root.find(f"{{*}}{name}")
        if found is None:
            raise KeyError(name)
        return found

    def _append(self, parent: _Element, element: _Element) -> int:
        parent.append(element)
        parent.set("count", str(len(parent)))
        self.changed = True
        return len(parent) - 1


def _colour(fill: _Element) -> str | None:
    """ "FFDDEBF7" or "theme=4 tint=0.8" of a plain fill, "" of none, None of a pattern."""
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return None if len(fill) else ""
    kind, colour = pattern.get("patternType") or "none", pattern.find("{*}fgColor")
    if kind == "none":
        return ""
    if kind != "solid" or colour is None:
        return None
    return colour.get("rgb") or " ".join(f"{name!s}={value!s}" for name, value in sorted(colour.attrib.items()))
