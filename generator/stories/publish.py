"""`publish`: what of a period everybody may read, as a page without a server and as data to reckon on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.compute.facts import compute, only_public
from generator.core.model import Dossier
from generator.core.periods import Period
from generator.core.problems import Problem, WrongUsage
from generator.render.site import site_pages
from generator.stories.dossier import check, find_period, period_problems, refuse_errors
from generator.write.long_form import as_csv, as_workbook, long_rows, schema
from generator.write.site_folder import write_site


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
    """The rows of a sheet that everybody may read, and those kept back: code and name of each."""

    sheet: str
    public: tuple[tuple[str, str], ...]
    kept_back: tuple[tuple[str, str], ...]


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
    dossier = refuse_errors(checked, workbook)
    found = find_period(period, dossier)
    return dossier, found, (*checked.problems, *period_problems(dossier, found))


def _rows(dossier: Dossier) -> tuple[PublicRows, PublicRows, PublicRows]:
    tasks = [(one.public, one.code, one.content) for one in dossier.tasks]
    indicators = [(one.public, one.code, one.name) for one in dossier.indicators]
    lines = [(one.public, one.code, one.content or one.source) for one in dossier.funding]
    return _parted("Nhiệm vụ", tasks), _parted("Chỉ tiêu", indicators), _parted("Kinh phí", lines)


def _parted(sheet: str, rows: Iterable[tuple[bool, str, str]]) -> PublicRows:
    public, kept_back = list[tuple[str, str]](), list[tuple[str, str]]()
    for allowed, code, name in rows:
        (public if allowed else kept_back).append((code, name))
    return PublicRows(sheet, tuple(public), tuple(kept_back))
