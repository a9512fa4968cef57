"""A plan read into a workbook that nobody has taken yet: what each table and column was taken for, with samples."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from generator.core.problems import BadDossier
from generator.read.own_columns import NOT_USED
from generator.read.plan_headers import PlanColumn, titles_of
from generator.read.plan_table import TableUse
from generator.stories.import_plan import import_plan
from generator.web.dossiers import DossierFolder

TITLE = "Đọc kế hoạch"
STEPS = ("Đọc các bảng của kế hoạch",)
PLAN, MADE, INTO = "ke-hoach", "ket-qua.xlsx", "ho-so-hien-nay.xlsx"
"""The plan (its suffix says what it is), what is made of it, and the workbook of a dossier that it goes into."""
_MOST_TABLES, _MOST_PROBLEMS = 60, 500


def run(folder: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """`tables` with their columns and samples, how many records came of them, `problems`."""
    on_step(STEPS[0])
    made = Path(MADE)
    made.unlink(missing_ok=True)
    if Path(INTO).is_file():
        shutil.copyfile(INTO, made)
    columns = [f"{header}={title or NOT_USED}" for header, title in wanted["columns"].items()]
    name, plan = wanted["name"], Path(wanted["plan"])
    try:
        found = import_plan(plan, made, columns, plan_name=wanted.get("plan_name"))
    except BadDossier as error:
        problems = [replace(one, place=replace(one.place, file=name)) for one in error.problems]
        raise BadDossier(error.message.replace(plan.name, name), error.next_step, problems) from error
    return {
        "tables": [_table(one) for one in found.uses[:_MOST_TABLES]],
        "counts": {name: getattr(found, name) for name in ("tasks", "indicators", "funding", "progress")},
        "problems": [{**one.as_json(), "file": ""} for one in found.problems[:_MOST_PROBLEMS]],
        "chosen": dict(found.chosen),
        "guessed_name": found.guessed_name,
    }


def _table(use: TableUse) -> dict[str, Any]:
    titles = dict.fromkeys(title for kind in use.kinds for title in titles_of(kind))
    return {
        "where": f"trang “{use.place.sheet}”, ô {use.place.cell}" if use.place.sheet else use.place.cell or "",
        "caption": use.caption,
        "kinds": [one.value for one in use.kinds],
        "titles": list(titles),
        "columns": [_column(one, use) for one in use.columns if one.header],
    }


def _column(column: PlanColumn, use: TableUse) -> dict[str, Any]:
    known = {name: value for name, value in asdict(column).items() if name in ("header", "title", "guessed", "by_hand")}
    either = "; số gốc hay mục tiêu là tuỳ năm của kế hoạch, xem ở cuối trang" if column.guessed else ""
    more = [f"năm {column.year}{either}"] if column.year else []
    more += [f"từ {column.source}"] if column.source else []
    more += [column.period] if column.period else []
    return {**known, "more": ", ".join(more), "samples": list(use.samples.get(column.position, ()))}
