"""`publish`: what of a period everybody may read, as a page without a server and as data to reckon on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.compute.facts import compute, only_public
from generator.core.model import Dossier
from generator.core.periods import Period
from generator.core.problems import Problem, WrongUsage
from generator.core.rows import Cell, Row
from generator.core.vietnamese import clean, fold
from generator.read.cell_names import column_letters
from generator.read.columns import PUBLIC, SCHEMA_BY_TITLE, SheetTitle
from generator.read.layout import SheetLayout, read_layout
from generator.render.site import site_pages
from generator.stories.dossier import check, find_period, period_problems, refuse_errors
from generator.stories.mend import Entry, Mended, put, read_sheets, refuse_misread
from generator.write.long_form import as_csv, as_workbook, long_rows, schema
from generator.write.site_folder import write_site
from generator.write.workbook_edit import WorkbookEdit, refuses_damage


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """Where the page is, how many tasks, indicators and money lines stand on it, and how many do not."""

    folder: Path
    period: str
    public: tuple[int, int, int]
    kept_back: tuple[int, int, int]
    figures: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class PublicRows:
    """The rows of a sheet that everybody may read, and those kept back: code and name of each.

    `codes` are those of all rows, in the order of the sheet.
    """

    sheet: str
    public: tuple[tuple[str, str], ...]
    kept_back: tuple[tuple[str, str], ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicLook:
    """What a page of a period would show and what not, before any is made."""

    period: Period
    rows: tuple[PublicRows, ...]
    problems: tuple[Problem, ...]


def look_at_public(workbook: Path, period: str) -> PublicLook:
    """What of the dossier is public. Raises BadDossier for a dossier with errors."""
    dossier, found, problems = _read(workbook, period)
    return PublicLook(found, _rows(dossier), problems)


def mark_public(workbook: Path, chosen: Mapping[str, Collection[str]], out: Path) -> tuple[Mended, ...]:
    """Writes to `out` the workbook in which the rows of these codes, by sheet, are public and no others.

    Only cells that say otherwise are written: “Có”, or “Không” where “Có” stood; a sheet without the column gets it.
    Gives what was written, nothing where all is so already (and writes no file then). Raises BadDossier for a dossier
    with errors, WrongUsage where a row cannot be written truly.
    """
    before = _rows(refuse_errors(check(workbook), workbook, "trang công khai"))
    wanted = {
        (one.sheet, fold(code)): code in chosen.get(one.sheet, ())
        for one in before
        for code in one.codes
        if (code in chosen.get(one.sheet, ())) != (code in dict(one.public))
    }
    if not wanted:
        return ()
    content, written = _marked(workbook, wanted)
    out.write_bytes(content)
    refuse_misread(out, [(entry, entry.text) for entry, _ in written])
    after = _rows(refuse_errors(check(out), out, "trang công khai"))
    if any({code for code, _ in one.public} != set(chosen.get(one.sheet, ())) for one in after):
        out.unlink(missing_ok=True)
        raise WrongUsage("Không ghi được cột Công khai cho mọi dòng đã chọn.", "Ghi cột Công khai trong Excel.")
    return tuple(Mended(entry.sheet, entry.cell, PUBLIC, old, entry.text) for entry, old in written)


@refuses_damage
def _marked(workbook: Path, wanted: Mapping[tuple[str, str], bool]) -> tuple[bytes, list[tuple[Entry, str]]]:
    layouts, book, edit = read_layout(workbook).sheets, read_sheets(workbook), WorkbookEdit(workbook)
    written = list[tuple[Entry, str]]()
    for title in dict.fromkeys(sheet for sheet, _ in wanted):
        layout = layouts.get(SheetTitle(title))
        sheet = edit.sheet(layout.tab) if layout is not None else None
        if layout is None or sheet is None or not layout.header_row:
            raise WrongUsage(
                f"Trang “{title}” của sổ tính không theo mẫu, nên không ghi được cột Công khai ở đây.",
                "Bổ sung trang, cột còn thiếu ở trang Kiểm tra, hoặc ghi trong Excel.",
            )
        column = layout.columns.get(PUBLIC) or sheet.add_column(layout.header_row, PUBLIC, _width(layout))
        for row in book.rows(SheetTitle(title)):
            public = wanted.get((title, fold(_code(row))))
            if public is None:
                continue
            cell = row.cells.get(PUBLIC)
            entry = Entry(layout.tab, f"{column_letters(column)}{row.ref.number}", "Có" if public else "Không")
            put(sheet, entry, cell, entry.text)
            written.append((entry, cell.text if cell else ""))
    return edit.to_bytes(), written


def _code(row: Row) -> str:
    return clean(row.cells.get("Mã", Cell(None, "")).text)


def _width(layout: SheetLayout) -> int:
    return next(one.width for one in SCHEMA_BY_TITLE[layout.title].columns if one.title == PUBLIC)


def publish_site(workbook: Path, period: str, out: Path, as_of: date | None = None) -> PublishedSite:
    """Writes the page of a period into `out`. Only rows with “Có” in column Công khai stand on it.

    Raises BadDossier for a dossier with errors, WrongUsage where nothing is public or `out` holds other files.
    """
    dossier, found, problems = _read(workbook, period)
    parts = _rows(dossier)
    if not any(part.public for part in parts):
        raise WrongUsage(
            "Không có gì để công khai: chưa dòng nào ghi “Có” ở cột Công khai.",
            "Thêm cột Công khai vào trang Nhiệm vụ, Chỉ tiêu, Kinh phí và ghi “Có” ở những dòng được công khai.",
        )
    facts = compute(only_public(dossier), found, as_of)
    rows = long_rows(facts)
    data = {"du-lieu.csv": as_csv(rows), "du-lieu.xlsx": as_workbook(rows), "du-lieu.schema.json": schema()}
    write_site(out, site_pages(facts) | data)
    tasks, indicators, lines = parts
    public = (len(tasks.public), len(indicators.public), len(lines.public))
    kept_back = (len(tasks.kept_back), len(indicators.kept_back), len(lines.kept_back))
    return PublishedSite(out, found.label, public, kept_back, len(rows), problems)


def _read(workbook: Path, period: str) -> tuple[Dossier, Period, tuple[Problem, ...]]:
    checked = check(workbook)
    dossier = refuse_errors(checked, workbook, "trang công khai")
    found = find_period(period, dossier)
    return dossier, found, (*checked.problems, *period_problems(dossier, found))


def _rows(dossier: Dossier) -> tuple[PublicRows, PublicRows, PublicRows]:
    tasks = [(one.public, one.code, one.content) for one in dossier.tasks]
    indicators = [(one.public, one.code, one.name) for one in dossier.indicators]
    lines = [(one.public, one.code, one.content or one.source) for one in dossier.funding]
    return _parted("Nhiệm vụ", tasks), _parted("Chỉ tiêu", indicators), _parted("Kinh phí", lines)


def _parted(sheet: str, rows: Iterable[tuple[bool, str, str]]) -> PublicRows:
    public, kept_back, codes = list[tuple[str, str]](), list[tuple[str, str]](), list[str]()
    for allowed, code, name in rows:
        (public if allowed else kept_back).append((code, name))
        codes.append(code)
    return PublicRows(sheet, tuple(public), tuple(kept_back), tuple(codes))
