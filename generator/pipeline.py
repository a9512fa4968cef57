"""The whole story: read → validate → compute → render → revise → write.

`STEPS` is the one list of steps: the progress on the terminal, the log and the documentation use it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.choices import data_periods, find_agency, find_period, templates_for
from generator.model import Dossier
from generator.periods import Period
from generator.problems import BadDossier, Place, Problem, ProblemList, WrongUsage, any_error

if TYPE_CHECKING:
    from generator.compute.facts import Facts
    from generator.render.report import RenderedReport
    from generator.revise.conflicts import Conflict
    from generator.revise.folder import FolderMerge, MergedFile
    from generator.templates import TemplateShelf
    from generator.write.files import Published
    from generator.write.pdf import PdfFile


class Step(StrEnum):
    """What a run does, in order, in the words a user reads."""

    READ = "Đọc sổ tính"
    VALIDATE = "Kiểm tra số liệu"
    COMPUTE = "Tính toán, tổng hợp"
    RENDER = "Lập báo cáo và phụ lục"
    LINT = "Kiểm tra thể thức"
    REVISE = "Hợp nhất với các tệp đã sửa tay"
    PDF = "Chuyển sang PDF"
    WRITE = "Ghi vào thư mục kết quả"


STEPS = tuple(Step)
OnStep = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What `build` is asked for. `out` is the folder that holds all results, by default `outputs`."""

    workbook: Path
    period: str
    as_of: date | None = None
    out: Path = Path("outputs")
    agency: str | None = None
    pdf: bool = False
    combined: bool = False
    final: bool = False
    templates: Path | None = None
    new_version: bool = False
    """The period's report is issued: build its next version into a folder of its own."""
    compare: str | None = None
    """ "issued" or "corrected": which value of an earlier, issued period the report compares itself with."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run made: the facts behind it, the folder, what is still missing, every problem met."""

    facts: Facts
    published: Published
    labels: Mapping[str, str]
    """File name → what people call it ("Phụ lục II")."""
    gaps: tuple[str, ...]
    problems: tuple[Problem, ...]
    pdfs: tuple[PdfFile, ...] = ()
    merged: tuple[MergedFile, ...] = ()
    """Files that a person had edited, with the new data put into them."""

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What both a person and the data changed: it waits for a person."""
        return tuple(conflict for one in self.merged for conflict in one.conflicts)


@dataclass(frozen=True, slots=True)
class Checked:
    """A workbook read and validated; `dossier` is None when nothing could be made of it."""

    dossier: Dossier | None
    problems: tuple[Problem, ...] = field(default=())


def build(job: Job, on_step: OnStep = lambda step: None) -> Outcome:
    """Writes the report and appendices of one period. Raises BadDossier, and writes nothing, if there are errors."""
    from generator.compute.comparison_choice import CompareWith, compared_with
    from generator.compute.facts import compute
    from generator.render.report import render_report
    from generator.write.issued import issued_reports

    checked = check(job.workbook, on_step)
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
    if job.final and report.gaps:
        raise unfinished(report, problems)
    return write(job, facts, report, shelf, problems, on_step)


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


def waived_problems(dossier: Dossier | None) -> tuple[Problem, ...]:
    """Rules of form that the dossier waives and nobody knows."""
    if dossier is None or not dossier.settings.waived_rules:
        return ()
    from generator.linting import waiver_problems

    place = dossier.settings.places.get("Miễn quy tắc", Place(dossier.file))
    return waiver_problems(dossier.settings.waived_rules, place)


def check_workbook(
    workbook: Path, period: str | None, annotate: Path | None, out: Path = Path("outputs")
) -> tuple[Problem, ...]:
    """All problems of a workbook, those of one period too; `annotate` is where a marked copy goes.

    Values that a report issued under `out` printed otherwise are among them.
    """
    from generator.compute.restatements import restatement_problems
    from generator.read.text_files import is_text_dossier
    from generator.write.annotate import annotate as annotated_copy
    from generator.write.issued import issued_reports

    checked = check(workbook)
    problems = checked.problems
    if period is not None and checked.dossier is not None:
        problems = (*problems, *period_problems(checked.dossier, find_period(period, checked.dossier)))
    if checked.dossier is not None:
        problems = (*problems, *restatement_problems(checked.dossier, issued_reports(out / workbook.stem)))
    if annotate is not None and is_text_dossier(workbook):
        raise WrongUsage("Chỉ đánh dấu được hồ sơ Excel.", "Bỏ --annotate, hoặc chuyển sang .xlsx bằng lệnh convert.")
    if annotate is not None and checked.dossier is not None:
        annotated_copy(workbook, problems, annotate)
    return problems


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


# --- what a run says -----------------------------------------------------------------------------


def period_problems(dossier: Dossier, period: Period) -> tuple[Problem, ...]:
    """A warning if nothing was reported for the period, with the periods that have something."""
    rule = dossier.settings.cutoff
    window = period.window(rule)
    known = data_periods(dossier)
    if any(one.window(rule).end in window for one in known):
        return ()
    have = ", ".join(one.code for one in known[:8]) or "không có kỳ nào"
    problems = ProblemList()
    problems.add(
        "XB002",
        Place(dossier.file),
        f"Hồ sơ không có số liệu nào của {period.label}.",
        f"Các kỳ có số liệu: {have}. Kiểm tra kỳ báo cáo hoặc bổ sung số liệu.",
    )
    return tuple(problems.items)


def report_problems(report: RenderedReport, facts: Facts) -> tuple[Problem, ...]:
    """What the report could not print: gaps left, written sections that this kind of report has no place for."""
    from generator.sections import find_section

    problems = ProblemList()
    for gap in report.gaps:
        problems.add(
            "XB001", Place("bao-cao.docx"), f"{gap}.", "Viết vào trang Nội dung, hoặc viết thẳng vào tệp Word."
        )
    for narrative in facts.narratives if facts.agency is None else ():
        section = find_section(narrative.section)
        if section is not None and section.key not in report.written_sections:
            message = f"Báo cáo {facts.period.label} không có mục “{narrative.section}”, lời văn này không được in."
            problems.add("ND002", narrative.row.place("Mục"), message, "Chuyển lời văn sang mục khác.")
    return tuple(problems.items)


def unfinished(report: RenderedReport, problems: Sequence[Problem]) -> BadDossier:
    """Why a final version is refused."""
    message = f"Chưa xuất được bản chính thức: báo cáo còn {len(report.gaps)} chỗ chưa có nội dung."
    return BadDossier(message, "Viết các phần còn thiếu vào trang Nội dung rồi chạy lại.", problems)


# --- write ---------------------------------------------------------------------------------------


def write(
    job: Job,
    facts: Facts,
    report: RenderedReport,
    shelf: TemplateShelf,
    problems: tuple[Problem, ...],
    on_step: OnStep,
) -> Outcome:
    """The files of a report into its folder, all or nothing."""
    from generator.compute.facts_json import facts_as_json
    from generator.write.files import publish
    from generator.write.manifest import sha256
    from generator.write.output import manifest_of, output_files, pdf_files

    generated, labels = output_files(report, facts.settings.illustrative, job.combined)
    own = output_folder(job, facts)
    on_step(Step.REVISE)
    revised = revise(own, generated)
    files = revised.files
    problems = (*problems, *unmerged_problems(own, revised))
    problems = (*problems, *form_of(job, facts, files, shelf, problems, on_step))
    pdfs: dict[str, bytes] = {}
    made: tuple[PdfFile, ...] = ()
    if job.pdf:
        on_step(Step.PDF)
        pdfs, made, found = pdf_files(files)
        problems = (*problems, *found)
    on_step(Step.WRITE)
    kept = tuple(problem.without_folder() for problem in problems)
    manifest = manifest_of(job.workbook, facts, facts_as_json(facts, kept), report, shelf.hashes, kept)
    published = publish(
        own,
        {**files, **pdfs},
        generated,
        manifest,
        taken_in={one.edited_name: sha256(one.edited) for one in revised.merged},
        within=own.parent if facts.agency else None,
    )
    problems = (*problems, *published.problems)
    return Outcome(facts, published, labels, report.gaps, problems, made, revised.merged)


def revise(folder: Path, generated: Mapping[str, bytes]) -> FolderMerge:
    """The newly generated files, those that a person edited in `folder` merged with their edits."""
    from generator.revise.folder import merge_files
    from generator.write.hand_edits import hand_edits

    return merge_files(generated, hand_edits(folder))


def unmerged_problems(folder: Path, revised: FolderMerge) -> tuple[Problem, ...]:
    """Why an edited file could not be merged; `publish` keeps it beside the new one."""
    problems = ProblemList()
    for name, reason in revised.unreadable.items():
        message = f"Không hợp nhất được bản sửa tay: {reason}."
        problems.add("XB011", Place(str(folder / name)), message, "Bản sửa tay được giữ riêng; đối chiếu hai tệp.")
    return tuple(problems.items)


def form_of(
    job: Job,
    facts: Facts,
    files: Mapping[str, bytes],
    shelf: TemplateShelf,
    problems: tuple[Problem, ...],
    on_step: OnStep,
) -> tuple[Problem, ...]:
    """Errors of form in the files made. Raises BadDossier for a final version that has one."""
    from generator.lint.generated import form_problems, lint_generated
    from generator.standard import load_standard

    on_step(Step.LINT)
    found = form_problems(lint_generated(files, load_standard(shelf.standard), facts.settings.waived_rules))
    if job.final and found:
        message = f"Chưa xuất được bản chính thức: còn {len(found)} lỗi thể thức."
        raise BadDossier(message, "Sửa mẫu Word hoặc miễn quy tắc ở trang Thông tin chung.", (*problems, *found))
    return found


def output_folder(job: Job, facts: Facts) -> Path:
    """Where the report goes. Raises WrongUsage if what stands there is issued and no new version is asked for."""
    from generator.write.issued import version_folder

    folder = job.out / job.workbook.stem / facts.period.code
    return version_folder(folder / facts.agency if facts.agency else folder, job.new_version)
