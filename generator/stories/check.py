"""`check`: all that is wrong with a workbook, also with what issued reports printed of it, and a marked copy."""

from __future__ import annotations

from pathlib import Path

from generator.compute.restatements import restatement_problems
from generator.core.problems import BadDossier, BaocaoError, Problem, WrongUsage
from generator.read.text_files import is_text_dossier
from generator.stories.dossier import check, find_period, period_problems
from generator.stories.jobs import Checked
from generator.write.manifest import issued_reports


def check_workbook(
    workbook: Path, period: str | None, annotate: Path | None, out: Path = Path("outputs")
) -> tuple[Problem, ...]:
    """All problems of a workbook, those of one period too; `annotate` is where a marked copy goes.

    Values that a report issued under `out` printed otherwise are among them. If the copy cannot be made, the
    error that is raised carries them.
    """
    if annotate is not None and is_text_dossier(workbook):
        raise WrongUsage("Chỉ đánh dấu được hồ sơ Excel.", "Bỏ --annotate, hoặc chuyển sang .xlsx bằng lệnh convert.")
    checked = check(workbook)
    problems = with_issued(checked, out / workbook.stem).problems
    if period is not None and checked.dossier is not None:
        problems = (*problems, *period_problems(checked.dossier, find_period(period, checked.dossier)))
    if annotate is not None:
        from generator.write.annotate import annotate as annotated_copy  # late: most checks mark no copy

        try:
            annotated_copy(workbook, problems, annotate)
        except BaocaoError as error:
            refused = BadDossier(f"Không ghi được bản đánh dấu. {error.message}", error.next_step, problems)
            refused.exit_code = error.exit_code
            raise refused from error
    return problems


def with_issued(checked: Checked, reports: Path) -> Checked:
    """The same with the values that an issued report under `reports` printed otherwise among its problems."""
    if checked.dossier is None:
        return checked
    found = restatement_problems(checked.dossier, issued_reports(reports))
    return Checked(checked.dossier, (*checked.problems, *found))
