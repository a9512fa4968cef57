"""`build`: the whole story, read → validate → compute → render → revise → lint → write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.compute.comparison_choice import CompareWith, compared_with
from generator.compute.facts import Facts, compute
from generator.compute.plan_changes import plan_doubts
from generator.compute.plan_scope import only_plans
from generator.core.folders import REPORT
from generator.core.model import Dossier, Recipient
from generator.core.period_names import KIND_NAMES
from generator.core.periods import Period
from generator.core.problems import BadDossier, Problem, WrongUsage
from generator.core.standard import load_standard, standard_of
from generator.lint.generated import form_problems, lint_generated
from generator.render.report import RenderedReport, gaps_in, render_report
from generator.render.shelf import TemplateShelf
from generator.stories.dossier import (
    as_told_to,
    check,
    find_agency,
    find_period,
    find_plan,
    find_recipient,
    period_problems,
    refuse_errors,
    unconfirmed,
)
from generator.stories.finish import Draft, finish, pack, printed
from generator.stories.former_name import edits_under_a_former_name
from generator.stories.jobs import Checked, Job, OnStep, Outcome, Step, silent
from generator.stories.last_texts import last_texts
from generator.stories.left_out import gap_problems, left_out
from generator.stories.revising import proof_of, revise, unmerged_problems
from generator.stories.unchanged import inputs_of
from generator.validate.plausible import UNCONFIRMED
from generator.write.manifest import issued_reports, version_folder
from generator.write.output import output_files


def build(job: Job, on_step: OnStep = silent) -> Outcome:
    """Writes the report and appendices of one period. Raises BadDossier, and writes nothing, if there are errors."""
    before = inputs_of(job)
    draft = draft_of(job, on_step)
    if draft.job.templates != job.templates:  # a recipient's own: the next run cannot tell whether they are the same
        before = None
    prints = printed(draft, on_step)
    on_step(Step.WRITE)
    contents, outcome = pack(draft, prints)
    return finish(contents, outcome, job, before)


def draft_of(job: Job, on_step: OnStep = silent, checked: Checked | None = None) -> Draft:
    """A report, all but its PDFs and its folder. `checked` is the workbook where it is read and validated already.

    Raises BadDossier for a dossier with errors, and for a final version that is unfinished or has a fault of form.
    """
    checked = checked or check(job.workbook, on_step)  # read → validate
    on_step(Step.COMPUTE)
    figures = figures_of(job, refuse_errors(checked, job.workbook))
    job, facts, folder = figures.job, figures.facts, figures.folder
    problems = (*checked.problems, *figures.problems)
    if refusal := unconfirmed(job, problems):
        raise refusal

    on_step(Step.RENDER)
    shelf = templates_for(facts.dossier, job.templates, facts.agency, job.workbook.parent)
    report = render_report(facts, shelf)
    generated, labels = output_files(report, facts.settings.illustrative, job.combined)
    problems = (*problems, *left_out(report, facts), *shelf.notes())

    on_step(Step.REVISE)
    pieces = {f"{one.stem}.docx": one.document.content for one in report.files}
    if pieces.keys() <= generated.keys():
        pieces = {name: generated[name] for name in pieces}
    revised, old_copies = revise(folder, generated, pieces)
    report = replace(report, gaps=gaps_in(revised.files[REPORT]))  # a person may have filled some
    problems = (*problems, *old_copies, *unmerged_problems(folder, revised), *proof_of(folder, revised, generated))
    problems = (*problems, *edits_under_a_former_name(job, folder, generated[REPORT]), *gap_problems(report.gaps))
    if job.final:
        doubted = doubts_of(report, checked.dossier or facts.dossier, problems)
        refuse_unfinished(report.gaps, doubted, problems)

    on_step(Step.LINT)
    problems = (*problems, *faults_of_form(job, facts, revised.files, shelf, problems))
    within = folder.parent if folder.parent != job.reports else None
    return Draft(job, facts, folder, report, generated, revised, labels, shelf.hashes, problems, within)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one report is printed from."""

    job: Job
    """As its recipient or its plan wants it."""
    facts: Facts
    folder: Path
    problems: tuple[Problem, ...]


def figures_of(job: Job, dossier: Dossier) -> Figures:
    """The facts of the period, agency, recipient or plan that is asked for, compared with what was issued before.

    Raises WrongUsage for a name the dossier does not have, and BadDossier for a recipient without its templates.
    """
    period = find_period(job.period, dossier)
    recipient, plan = find_recipient(job.to, dossier), find_plan(job.plan, dossier)
    refuse_two_parts(job)
    plans = recipient.plans if recipient else (plan,) if plan else ()
    whole = dossier
    if plans:
        dossier = only_plans(dossier, plans)
        job = replace(job, plan=plan)
    if recipient is not None:
        job = told_to(job, recipient)
        dossier = as_told_to(dossier, recipient)
    facts = compute(dossier, period, job.as_of, find_agency(job.agency, dossier), plans)
    facts = replace(facts, recipient=recipient.name if recipient else None)
    folder = output_folder(job, facts)
    facts = replace(facts, last_texts=last_texts(facts, job.reports, facts.agency or job.part))
    issued = issued_reports(job.reports, facts.agency or job.part)
    facts, restated = compared_with(facts, issued, CompareWith(job.compare) if job.compare else None)
    unplanned = plan_doubts(whole, plans, facts.as_of)
    problems = (*restated, *unplanned, *period_problems(facts.dossier, period), *unasked(recipient, period))
    return Figures(job, facts, folder, problems)


def output_folder(job: Job, facts: Facts) -> Path:
    """Where the report goes. Raises WrongUsage if what stands there is issued and no new version is asked for."""
    folder = job.reports / facts.period.code
    part = facts.agency or job.part
    return version_folder(folder / part if part else folder, job.new_version)


def refuse_two_parts(job: Job) -> None:
    """Raises WrongUsage where more than one part of the report is asked for at once."""
    asked = [name for name, value in (("--agency", job.agency), ("--to", job.to), ("--plan", job.plan)) if value]
    if len(asked) > 1:
        raise WrongUsage(f"{' và '.join(asked)} không dùng cùng nhau.", "Bỏ bớt, chỉ giữ một lựa chọn.")


def told_to(job: Job, recipient: Recipient) -> Job:
    """The job by the recipient's name as it is written, with its own templates where the command names none.

    Raises WrongUsage or BadDossier.
    """
    job = replace(job, to=recipient.name)
    if not recipient.templates or job.templates is not None:
        return job
    folder = job.workbook.parent / recipient.templates
    if not folder.is_dir():
        message = f"Không tìm thấy thư mục mẫu “{recipient.templates}” của nơi gửi “{recipient.name}”."
        fix = "Đặt thư mục đó cạnh sổ tính, hoặc để trống cột Mẫu."
        found = Problem("NG005", recipient.row.place("Mẫu"), message, fix)
        raise BadDossier(f"Chưa lập được báo cáo gửi {recipient.name}.", fix, (found,))
    return replace(job, templates=folder)


def unasked(recipient: Recipient | None, period: Period) -> tuple[Problem, ...]:
    """NG004: the recipient gets no reports of this kind."""
    if recipient is None or recipient.gets(period):
        return ()
    names = ", ".join(name for name, kind in KIND_NAMES.items() if kind in recipient.kinds)
    message = f"“{recipient.name}” nhận báo cáo loại: {names}; {period.label} không thuộc các loại đó."
    return (Problem("NG004", recipient.row.place("Kỳ"), message, "Kiểm tra --period hoặc cột Kỳ của trang Nơi gửi."),)


def templates_for(
    dossier: Dossier, own: Path | None, agency: str | None = None, beside: Path | None = None
) -> TemplateShelf:
    """The templates of the form the report takes (see `standard_of`), those in `own` first.

    Pictures and documents that they put in are looked for in the folder `beside`, then beside the template.
    """
    if own is not None and not own.is_dir():
        raise WrongUsage(f"Không tìm thấy thư mục mẫu “{own}”.", "Kiểm tra lại đường dẫn sau --templates.")
    return TemplateShelf(standard_of(dossier.settings.bloc.value, agency).name, own, beside)


def doubts_of(report: RenderedReport, dossier: Dossier, problems: Sequence[Problem]) -> list[Problem]:
    """The doubts that a final version waits for: of the plan's own cells, and of reported figures that it prints."""
    reported = {row.row.place("Giá trị") for row in dossier.measurements}
    reported |= {row.row.place(column) for row in dossier.disbursements for column in ("Đã phân bổ", "Đã giải ngân")}
    printed = {cell for one in report.files for placed in one.document.figures for cell in placed.figure.cells}
    return [one for one in problems if one.code in UNCONFIRMED and one.place not in reported - printed]


def refuse_unfinished(gaps: Sequence[str], doubted: Sequence[Problem], problems: Sequence[Problem]) -> None:
    """Raises BadDossier for a final version with a gap, or with a figure that nobody has confirmed."""
    if gaps:
        raise unfinished(f"báo cáo còn {len(gaps)}", problems)
    if doubted:
        message = f"Chưa xuất được bản chính thức: còn {len(doubted)} số liệu khó tin chưa được xác nhận."
        fix = "Sửa số, hoặc ghi “đã kiểm tra” ở cột Ghi chú của dòng đó (hay ở ghi chú của ô)."
        raise BadDossier(message, fix, problems)


def unfinished(
    what: str, problems: Sequence[Problem], remedy: str = "Viết các phần còn thiếu vào trang Nội dung rồi chạy lại."
) -> BadDossier:
    """Why a final version is refused."""
    return BadDossier(f"Chưa xuất được bản chính thức: {what} chỗ chưa có nội dung.", remedy, problems)


def faults_of_form(
    job: Job, facts: Facts, files: Mapping[str, bytes], shelf: TemplateShelf, problems: tuple[Problem, ...]
) -> tuple[Problem, ...]:
    """Errors of form in the files made. Raises BadDossier for a final version that has one."""
    found = form_problems(
        lint_generated(files, load_standard(shelf.standard, facts.as_of), facts.settings.waived_rules)
    )
    if job.final and found:
        message = f"Chưa xuất được bản chính thức: còn {len(found)} lỗi thể thức."
        raise BadDossier(message, "Sửa mẫu Word hoặc miễn quy tắc ở trang Thông tin chung.", (*problems, *found))
    return found
