"""`import`: the tables of a plan become a workbook, or go into one that is there. What was guessed is told first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.core.periods import CutoffRule
from generator.core.problems import BadDossier, Place, Problem, WrongUsage, any_error
from generator.core.vietnamese import nearest, title_key
from generator.read.own_columns import NOT_USED
from generator.read.plan_headers import TableKind, task_title, titles_of
from generator.read.plan_table import TableUse, read_plan
from generator.stories.dossier import check
from generator.validate.plan import plan_draft
from generator.validate.plan_drafts import PlanDraft
from generator.write.files import workbook_held, write_file, write_new
from generator.write.plan_into import marks_of, put_tasks_into
from generator.write.workbook import workbook_bytes

REMEMBERED = "cot-ke-hoach.json"
"""Beside the workbook: what a person said the columns of this office's plans are."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a plan. `target` is the workbook, None where nothing was to be written.

    `uses` has every table with its columns; `chosen` what a person said of columns, now or before; `guessed_name` the
    plan's name where it was made of an annex's title and nobody has said yet whether it is that, else "".
    """

    target: Path | None
    uses: tuple[TableUse, ...]
    chosen: Mapping[str, str]
    tasks: int
    indicators: int
    funding: int
    progress: int
    problems: tuple[Problem, ...]
    guessed_name: str = ""


def import_plan(
    plan: Path,
    into: Path | None = None,
    columns: Iterable[str] = (),
    dry_run: bool = False,
    plan_name: str | None = None,
) -> Imported:
    """Reads a plan's tables into a workbook. `columns` are "header=title", remembered for the next plan beside it.

    `plan_name` is what a person says the plan is called, "" to fill it in later; None: what the file says.
    Raises BadDossier for a plan that cannot be read, WrongUsage for a title that no column has or a target in the way.
    """
    target = into or Path(f"{plan.stem}.xlsx")
    said = dict(_choice(text) for text in columns)
    memory = target.parent / REMEMBERED
    chosen = {**_remembered(memory), **said}
    is_there = into is not None and into.exists()
    there = check(target).dossier if is_there else None
    cutoff = there.settings.cutoff if there is not None else CutoffRule.DECREE_09 if is_there else None
    draft, uses, problems = _read(plan, chosen, cutoff)
    if plan_name is not None and draft.name_is_guessed:
        draft = draft.named(plan_name)
    has_name = there is not None and bool(there.settings.plan_name)
    guessed = draft.name if draft.name_is_guessed and not has_name else ""
    if guessed:
        problems = (*problems, _guessed(guessed, plan))
    if into is None and target.exists() and not dry_run:
        raise WrongUsage(f"Tệp “{target}” đã có.", f"Chọn tên khác, hoặc thêm vào tệp đó: --into {target}")
    if not dry_run:
        with workbook_held(target):
            if is_there:
                write_file(target, put_tasks_into(target, draft))
            else:  # another import may have made it meanwhile
                write_new(target, workbook_bytes(draft.sheets(), marks_of(draft)))
        if said:
            write_file(memory, f"{json.dumps(chosen, ensure_ascii=False, indent=1, sort_keys=True)}\n".encode())
    return Imported(
        target=None if dry_run else target,
        uses=uses,
        chosen=chosen,
        tasks=len(draft.tasks),
        indicators=len(draft.indicators),
        funding=len(draft.funding),
        progress=len(draft.progress),
        problems=problems,
        guessed_name=guessed,
    )


def _guessed(name: str, plan: Path) -> Problem:
    return Problem(
        "NK021",
        Place(plan.name),
        f"Tệp không nêu tên kế hoạch; “{name}” là đoán theo tên phụ lục.",
        "Xem lại mục Tên kế hoạch, Trích yếu ở trang Thông tin chung trước khi lập báo cáo.",
    )


def _read(
    plan: Path, chosen: Mapping[str, str], cutoff: CutoffRule | None
) -> tuple[PlanDraft, tuple[TableUse, ...], tuple[Problem, ...]]:
    table, problems = read_plan(plan, chosen)
    if table is None:
        raise BadDossier(f"Không nhập được “{plan.name}”.", "", problems)
    draft, found = plan_draft(table, cutoff)
    if any_error(found):
        raise BadDossier(f"Không nhập được “{plan.name}”.", "", (*problems, *found))
    return draft, table.uses, (*problems, *found)


def _choice(text: str) -> tuple[str, str]:
    """ "Tiến độ=Thời gian hoàn thành" as a pair; "=không dùng" leaves a column out."""
    header, sign, wanted = text.rpartition("=")
    titles = dict.fromkeys(title for kind in TableKind for title in titles_of(kind))
    if not sign or not header.strip():
        raise WrongUsage(f"Không hiểu “{text}”.", "Viết như --column “Tiến độ=Thời gian hoàn thành”.")
    if title_key(wanted) == title_key(NOT_USED):
        return header.strip(), ""
    found = next((title for title in titles if title_key(title) == title_key(wanted)), None) or task_title(wanted)
    if found not in titles:
        guess = nearest(wanted, list(titles))
        hint = f"Có phải là “{guess}”? " if guess else ""
        raise WrongUsage(f"Hồ sơ không có cột “{wanted.strip()}”.", f"{hint}Các cột: {', '.join(titles)}; {NOT_USED}.")
    return header.strip(), found


def _remembered(memory: Path) -> dict[str, str]:
    """What was said of columns before; nothing where the file is missing or is not one of ours."""
    try:
        found = json.loads(memory.read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}
