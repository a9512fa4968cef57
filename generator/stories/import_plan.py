"""`import`: the task table of a plan becomes a workbook, or goes into one that is there."""

from __future__ import annotations

from pathlib import Path

from generator.core.problems import BadDossier, Problem, WrongUsage, any_error
from generator.read.plan_table import read_plan
from generator.validate.plan import plan_tasks
from generator.write.files import write_file
from generator.write.plan_into import marks_of, put_tasks_into
from generator.write.workbook import workbook_bytes


def import_plan(plan: Path, into: Path | None) -> tuple[Path, int, tuple[Problem, ...]]:
    """Reads a plan's task table into a workbook; gives its path, the number of tasks and what was unsure."""
    table, problems = read_plan(plan)
    if table is None:
        raise BadDossier(f"Không nhập được “{plan.name}”.", "", problems)
    draft, found = plan_tasks(table)
    if any_error(found):
        raise BadDossier(f"Không nhập được “{plan.name}”.", "", (*problems, *found))
    if into is not None and into.exists():
        target, content = into, put_tasks_into(into, draft)
    else:
        target, content = into or Path(f"{plan.stem}.xlsx"), workbook_bytes(draft.sheets(), marks_of(draft))
        if into is None and target.exists():
            raise WrongUsage(f"Tệp “{target}” đã có.", f"Chọn tên khác, hoặc thêm vào tệp đó: --into {target}")
    write_file(target, content)
    return target, len(draft.tasks), (*problems, *found)
