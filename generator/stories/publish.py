"""`publish`: what of a period everybody may read, as a page without a server and as data to reckon on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.compute.facts import compute, only_public
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


def publish_site(workbook: Path, period: str, out: Path, as_of: date | None = None) -> PublishedSite:
    """Writes the page of a period into `out`. Only rows with “Có” in column Công khai stand on it.

    Raises BadDossier for a dossier with errors, WrongUsage where nothing is public or `out` holds other files.
    """
    checked = check(workbook)
    dossier = refuse_errors(checked, workbook)
    found = find_period(period, dossier)
    public = only_public(dossier)
    counts = (len(public.tasks), len(public.indicators), len(public.funding))
    if not any(counts):
        raise WrongUsage(
            "Không có gì để công khai: chưa dòng nào ghi “Có” ở cột Công khai.",
            "Thêm cột Công khai vào trang Nhiệm vụ, Chỉ tiêu, Kinh phí và ghi “Có” ở những dòng được công khai.",
        )
    facts = compute(public, found, as_of)
    rows = long_rows(facts)
    data = {"du-lieu.csv": as_csv(rows), "du-lieu.xlsx": as_workbook(rows), "du-lieu.schema.json": schema()}
    write_site(out, site_pages(facts) | data)
    whole = (len(dossier.tasks), len(dossier.indicators), len(dossier.funding))
    kept_back = (whole[0] - counts[0], whole[1] - counts[1], whole[2] - counts[2])
    problems = (*checked.problems, *period_problems(dossier, found))
    return PublishedSite(out, found.label, counts, kept_back, len(rows), problems)
