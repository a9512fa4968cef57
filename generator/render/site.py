"""The page that everybody may read: a report's public figures as plain HTML, by the same words as its Word file.

No script, no server, nothing fetched from elsewhere. The wording is in `templates/cong-khai`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import jinja2

from generator.compute.facts import Facts
from generator.core.figures import Figure
from generator.render.appendix import AppendixReferences
from generator.render.context import report_context
from generator.render.issuer import addressing
from generator.render.language import add_language
from generator.render.shelf import built_in_folder

STYLE = "kieu.css"


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of the site, as its links name it."""

    file: str
    name: str


HOME = SitePage("index.html", "Tiến độ chung")
_TASKS = SitePage("nhiem-vu.html", "Nhiệm vụ")
_INDICATORS = SitePage("chi-tieu.html", "Chỉ tiêu")
_MONEY = SitePage("kinh-phi.html", "Kinh phí")


def site_pages(facts: Facts) -> dict[str, bytes]:
    """File name → bytes of every page and the style sheet; a kind that has no rows has no page."""
    folder = built_in_folder("cong-khai")
    pages = [HOME]
    pages += [_TASKS] if facts.tasks.items else []
    pages += [_INDICATORS] if facts.indicators else []
    pages += [_MONEY] if facts.funding.lines else []
    templates = _environment(folder)
    names = report_context(facts, addressing(facts), AppendixReferences()).names()
    made = {
        page.file: templates.get_template(page.file).render({**names, "pages": pages, "here": page.file}).encode()
        for page in pages
    }
    return made | {STYLE: (folder / STYLE).read_bytes()}


def _environment(folder: Path) -> jinja2.Environment:
    made = add_language(jinja2.Environment(loader=jinja2.FileSystemLoader(folder), autoescape=True, trim_blocks=True))
    made.filters["share_of"] = share_of
    return made


def share_of(part: Figure, whole: Figure) -> int:
    """A part of a whole in per cent, for the length of a bar; 0 where either is missing."""
    if not part.value or not whole.value:
        return 0
    return int((100 * part.value / whole.value).quantize(Decimal(1), ROUND_HALF_UP))
