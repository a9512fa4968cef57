"""Splitting a workbook by a column: a report for each lead agency, or for each commune that a column names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from generator.model import Dossier
from generator.problems import WrongUsage
from generator.vietnamese import fold, join_and, nearest, nfc, one_line, title_key

LEAD = "Cơ quan chủ trì"
_SPLIT_SHEETS = ("Nhiệm vụ", "Chỉ tiêu", "Kinh phí")
_PLACE = re.compile(r"(xã|phường|đặc khu)\s", re.IGNORECASE)


def agencies_by(dossier: Dossier, workbook: Path, column: str) -> tuple[Dossier, tuple[str, ...]]:
    """The dossier and the agencies that get a report each.

    By "Cơ quan chủ trì" these are the agencies that lead something, but for names of many bodies ("Các sở, ban,
    ngành"). By a column that a person added to sheet Nhiệm vụ, Chỉ tiêu or Kinh phí ("Địa bàn"), whoever is named
    there takes the lead agency's place; a commune is its people's committee. Raises WrongUsage.
    """
    added = {} if title_key(column) == title_key(LEAD) else _added_columns(workbook)
    known = {title_key(title): title for title in (LEAD, *added)}
    title = known.get(title_key(column))
    if title is None:
        raise _unknown(column, tuple(known.values()))
    if title != LEAD:
        dossier = _led_by(dossier, added[title])
    names = _leading(dossier)
    if not names:
        raise WrongUsage(f"Cột “{title}” không nêu cơ quan nào để tách báo cáo.", "Điền cột này rồi chạy lại.")
    return dossier, names


def _added_columns(workbook: Path) -> dict[str, dict[tuple[str, int], str]]:
    """Columns that a person added: header → (sheet's tab, row) → text."""
    from generator.read.layout import read_layout
    from generator.read.text_files import is_text_dossier

    found: dict[str, dict[tuple[str, int], str]] = {}
    if is_text_dossier(workbook):
        return found
    spellings: dict[str, str] = {}
    for title, sheet in read_layout(workbook).sheets.items():
        for header, number in sheet.others.items() if title in _SPLIT_SHEETS else ():
            column = found.setdefault(spellings.setdefault(title_key(header), header), {})
            cells = {row.number: row.cells[number].text for row in sheet.rows if number in row.cells}
            column.update({(nfc(sheet.tab).strip(), row): text for row, text in cells.items()})
    return {header: column for header, column in found.items() if header and column}


def _unknown(column: str, known: tuple[str, ...]) -> WrongUsage:
    guess = nearest(column, known, cutoff=0.5)
    hint = f"Có phải là “{guess}”? " if guess else ""
    listed = join_and([f"“{title}”" for title in known])
    return WrongUsage(f"Không tách được theo cột “{column}”.", f"{hint}Các cột tách được: {listed}.")


def _leading(dossier: Dossier) -> tuple[str, ...]:
    from generator.compute.reporting import is_collective

    leads = [*(task.lead for task in dossier.tasks), *(one.lead for one in dossier.indicators)]
    return tuple(dict.fromkeys(name for lead in leads for name in lead if not is_collective(name)))


def _led_by(dossier: Dossier, values: Mapping[tuple[str, int], str]) -> Dossier:
    """The dossier with everything led by whom the column names: sheet and row number → text."""
    spellings: dict[str, str] = {}

    def bodies(sheet: str, number: int) -> tuple[str, ...]:
        parts = (one_line(part) for part in re.split(r"[;\n]", values.get((sheet, number), "")))
        named = [_body(part) for part in parts if part]
        return tuple(dict.fromkeys(spellings.setdefault(fold(name), name) for name in named))

    return replace(
        dossier,
        tasks=tuple(replace(one, lead=bodies(one.row.sheet, one.row.number)) for one in dossier.tasks),
        indicators=tuple(replace(one, lead=bodies(one.row.sheet, one.row.number)) for one in dossier.indicators),
        funding=tuple(replace(one, agencies=bodies(one.row.sheet, one.row.number)) for one in dossier.funding),
    )


def _body(place: str) -> str:
    """Who reports for a place: "Xã Mường Kim" is "UBND xã Mường Kim"; any other name stays."""
    found = _PLACE.match(place)
    return f"UBND {found[1].lower()} {place[found.end() :]}" if found else place
