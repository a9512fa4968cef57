"""The whole story: read → validate → compute → render → revise → lint → write."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from generator.choices import find_agency, find_period, templates_for
from generator.jobs import STEPS, Checked, Job, OnStep, Outcome, Step
from generator.model import Dossier
from generator.problems import BadDossier, Problem, WrongUsage, any_error
from generator.publication import Draft, draft_of, output_folder, write
from generator.remarks import period_problems, report_problems, waived_problems
from generator.unchanged import inputs_of, remember

__all__ = ["STEPS", "Checked", "Job", "Outcome", "Step", "build", "check", "check_workbook", "facts_of", "import_plan"]


def build(job: Job, on_step: OnStep = lambda step: None) -> Outcome:
    """Writes the report and appendices of one period. Raises BadDossier, and writes nothing, if there are errors."""
    inputs = inputs_of(job)
    outcome = write(draft(job, check(job.workbook, on_step), on_step), on_step)
    remember(job, inputs, outcome)
    return outcome


def draft(job: Job, checked: Checked, on_step: OnStep = lambda step: None) -> Draft:
    """The report of a workbook that is read already, all but its PDFs and its folder. Raises BadDossier."""
    from generator.compute.comparison_choice import CompareWith, compared_with
    from generator.compute.facts import compute
    from generator.render.report import render_report
    from generator.write.issued import issued_reports

    dossier = refuse_errors(checked, job.workbook)
    on_step(Step.COMPUTE)
    period = find_period(job.period, dossier)
    facts = compute(dossier, period, job.as_of, find_agency(job.agency, dossier))
    output_folder(job, facts)
    issued = issued_reports(job.out / job.workbook.stem, facts.agency)
    facts, restated = compared_with(facts, issued, CompareWith(job.compare) if job.compare else None)
    on_step(Step.RENDER)
    shelf = templates_for(dossier, job.templates, facts.agency)
    report = render_report(facts, shelf)
    problems = (*checked.problems, *restated, *period_problems(dossier, period), *report_problems(report, facts))
    return draft_of(job, facts, report, shelf, problems, on_step)


def check(workbook: Path, on_step: OnStep = lambda step: None) -> Checked:
    """Everything that is wrong with a workbook (or a YAML or JSON file), and the dossier that the sound rows make."""
    from generator.read.text_files import is_text_dossier, read_text_dossier
    from generator.read.workbook import read_workbook
    from generator.validate.rows import validate

    on_step(Step.READ)
    book, problems = (read_text_dossier if is_text_dossier(workbook) else read_workbook)(workbook)
    if book is None:
        return Checked(None, tuple(problems))
    on_step(Step.VALIDATE)
    dossier, found = validate(book)
    return Checked(dossier, (*problems, *found, *waived_problems(dossier)))


def check_workbook(
    workbook: Path, period: str | None, annotate: Path | None, out: Path = Path("outputs")
) -> tuple[Problem, ...]:
    """All problems of a workbook, those of one period too; `annotate` is where a marked copy goes.

    Values that a report issued under `out` printed otherwise are among them.
    """
    from generator.read.text_files import is_text_dossier
    from generator.write.annotate import annotate as annotated_copy

    checked = check(workbook)
    problems = with_issued(checked, out / workbook.stem).problems
    if period is not None and checked.dossier is not None:
        problems = (*problems, *period_problems(checked.dossier, find_period(period, checked.dossier)))
    if annotate is not None and is_text_dossier(workbook):
        raise WrongUsage("Chỉ đánh dấu được hồ sơ Excel.", "Bỏ --annotate, hoặc chuyển sang .xlsx bằng lệnh convert.")
    if annotate is not None and checked.dossier is not None:
        annotated_copy(workbook, problems, annotate)
    return problems


def with_issued(checked: Checked, reports: Path) -> Checked:
    """The same with the values that an issued report under `reports` printed otherwise among its problems."""
    from generator.compute.restatements import restatement_problems
    from generator.write.issued import issued_reports

    if checked.dossier is None:
        return checked
    found = restatement_problems(checked.dossier, issued_reports(reports))
    return Checked(checked.dossier, (*checked.problems, *found))


def facts_of(workbook: Path, period: str, as_of: date | None = None) -> tuple[dict[str, Any], Checked]:
    """The facts of contract section 5 as JSON-ready values, also where some rows are faulty (see its `problems`)."""
    from generator.compute.facts import compute
    from generator.compute.facts_json import facts_as_json

    checked = check(workbook)
    if checked.dossier is None:
        raise BadDossier(f"Không lập được hồ sơ từ “{workbook.name}”.", "Sửa các lỗi sau.", checked.problems)
    found = find_period(period, checked.dossier)
    problems = (*checked.problems, *period_problems(checked.dossier, found))
    return facts_as_json(compute(checked.dossier, found, as_of), problems), Checked(checked.dossier, problems)


def import_plan(plan: Path, into: Path | None) -> tuple[Path, int, tuple[Problem, ...]]:
    """Reads a plan's task table into a workbook; gives its path, the number of tasks and what was unsure."""
    from generator.read.plan_table import read_plan
    from generator.validate.plan import plan_tasks
    from generator.write.files import write_file
    from generator.write.plan_into import marks_of, put_tasks_into
    from generator.write.workbook import workbook_bytes

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


def refuse_errors(checked: Checked, workbook: Path) -> Dossier:
    """The dossier, if it is free of errors."""
    if checked.dossier is None or any_error(checked.problems):
        message = f"Chưa lập được báo cáo: “{workbook.name}” còn lỗi."
        raise BadDossier(message, "Sửa các ô nêu trên rồi chạy lại.", checked.problems)
    return checked.dossier
