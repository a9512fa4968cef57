"""The whole story: read → validate → compute → render → revise → lint → write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.core.model import Dossier
from generator.core.problems import BadDossier, Problem, WrongUsage, any_error
from generator.stories.choices import find_agency, find_period, templates_for
from generator.stories.jobs import STEPS, Checked, Job, OnStep, Outcome, Step
from generator.stories.old_copies import brought_up_to_date
from generator.stories.remarks import (
    gap_problems,
    period_problems,
    report_problems,
    unfinished,
    unmerged_problems,
    waived_problems,
)
from generator.stories.unchanged import inputs_of, remember

if TYPE_CHECKING:
    from generator.compute.facts import Facts
    from generator.render.report import RenderedReport
    from generator.render.shelf import TemplateShelf
    from generator.revise.folder import FolderMerge
    from generator.write.files import Published
    from generator.write.manifest import Manifest
    from generator.write.pdf import PdfFile, PdfForm

# --- the second half of a build: revise → lint → write, from the rendered report to a folder changed at once ----------


@dataclass(frozen=True, slots=True)
class Draft:
    """A report with a person's edits in it and its form checked; its PDFs and its folder are still to be made."""

    job: Job
    facts: Facts
    folder: Path
    report: RenderedReport
    generated: Mapping[str, bytes]
    revised: FolderMerge
    labels: Mapping[str, str]
    templates: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def documents(self) -> Mapping[str, bytes]:
        """Name → bytes of the files to print."""
        return self.revised.files


@dataclass(frozen=True, slots=True)
class Prints:
    """The PDFs of a draft: name → bytes, what each is like, and fonts that had to be replaced."""

    contents: Mapping[str, bytes] = field(default_factory=dict)
    files: tuple[PdfFile, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """All that goes into one folder, complete. `within` is the report folder around it (an agency's own report)."""

    folder: Path
    files: Mapping[str, bytes]
    base: Mapping[str, bytes]
    manifest: Manifest
    taken_in: Mapping[str, str]
    within: Path | None

    def publish(self) -> Published:
        """The folder, changed at once; the edited files taken in are kept in its history."""
        from generator.write.files import publish

        return publish(self.folder, self.files, self.base, self.manifest, taken_in=self.taken_in, within=self.within)


def draft_of(
    job: Job,
    facts: Facts,
    report: RenderedReport,
    shelf: TemplateShelf,
    problems: tuple[Problem, ...],
    on_step: OnStep,
) -> Draft:
    """The files of a report merged with a person's edits and checked. Raises BadDossier for an unfinished final."""
    from generator.render.report import REPORT_STEM, gaps_in
    from generator.write.output import output_files

    generated, labels = output_files(report, facts.settings.illustrative, job.combined)
    own = output_folder(job, facts)
    on_step(Step.REVISE)
    pieces = {f"{one.stem}.docx": one.document.content for one in report.files}
    revised, old_copies = revise(own, generated, pieces)
    report = replace(report, gaps=gaps_in(revised.files[f"{REPORT_STEM}.docx"]))  # a person may have filled some
    problems = (
        *problems,
        *old_copies,
        *unmerged_problems(own, revised),
        *proof_of(own, revised, generated),
        *gap_problems(report),
    )
    if job.final and report.gaps:
        raise unfinished(report, problems)
    problems = (*problems, *form_of(job, facts, revised.files, shelf, problems, on_step))
    return Draft(job, facts, own, report, generated, revised, labels, shelf.hashes, problems)


def packed(draft: Draft, prints: Prints) -> tuple[Package, Outcome]:
    """What goes into the folder, and the outcome as it is once that stands there (but for what publishing finds)."""
    from generator.write.files import Published
    from generator.write.manifest import sha256

    job, own, revised = draft.job, draft.folder, draft.revised
    problems = (*draft.problems, *prints.problems)
    if job.track_changes:
        revised, found = tracked(own, revised, draft.facts.as_of)
        problems = (*problems, *found)
    manifest = manifest_for(draft, problems)
    taken_in = {one.edited_name: sha256(one.edited) for one in revised.merged if one.edited_name not in revised.left}
    within = own.parent if draft.facts.agency else None
    package = Package(own, {**revised.files, **prints.contents}, draft.generated, manifest, taken_in, within)
    outcome = Outcome(
        draft.facts, Published(own, ()), draft.labels, draft.report.gaps, problems, prints.files, revised.merged
    )
    return package, outcome


def write(draft: Draft, on_step: OnStep) -> Outcome:
    """A draft, printed if that is asked for, into its folder, all or nothing."""
    prints = printed(draft, on_step) if draft.job.pdf else Prints()
    on_step(Step.WRITE)
    package, outcome = packed(draft, prints)
    published = package.publish()
    return replace(outcome, published=published, problems=(*outcome.problems, *published.problems))


def printed(draft: Draft, on_step: OnStep) -> Prints:
    """The PDF of every Word file of a draft."""
    from generator.write.output import pdf_files

    on_step(Step.PDF)
    return Prints(*pdf_files(draft.documents, pdf_form(draft)))


def pdf_form(draft: Draft) -> PdfForm:
    """How the PDFs of a draft are asked for. Raises OutsideProgram, before any is made, if fields cannot be."""
    from generator.core.extras import SIGNING
    from generator.write.pdf import PdfForm

    if draft.job.signature_fields:
        SIGNING.require()
    return PdfForm(draft.job.pdf_a, draft.job.signature_fields)


def manifest_for(draft: Draft, problems: tuple[Problem, ...]) -> Manifest:
    """The memory of the run."""
    from generator.compute.facts_json import facts_as_json
    from generator.write.output import manifest_of

    kept = tuple(problem.without_folder() for problem in problems)
    facts_json = facts_as_json(draft.facts, kept)
    return manifest_of(draft.job.workbook, draft.facts, facts_json, draft.report, draft.templates, kept)


def revise(
    folder: Path, generated: Mapping[str, bytes], pieces: Mapping[str, bytes] | None = None
) -> tuple[FolderMerge, tuple[Problem, ...]]:
    """The newly generated files, those that a person edited in `folder` merged with their edits; old copies among them.

    `pieces` are the documents of a report, whether they are written as files of their own or as one. Without them an
    edited file goes into the new file of its name only: letters made from one template are too much alike to be told
    apart by what they hold.
    """
    from generator.redline.folder import without_own_marks
    from generator.revise.folder import merge_files, merge_report
    from generator.write.files import hand_edits

    if pieces is not None:
        current = brought_up_to_date(folder, hand_edits(folder))
        edits = without_own_marks(current.edits, generated)
        return merge_report(generated, pieces, edits), current.problems
    edits = hand_edits(folder)
    return merge_files(generated, {name: edits[name] for name in edits if name in generated}), ()


def proof_of(folder: Path, revised: FolderMerge, generated: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """The merged files held against what they were made of, before any is written; what waits from earlier runs."""
    from generator.revise.folder import proven
    from generator.revise.proof import still_unproven
    from generator.write.files import changed_since_written
    from generator.write.manifest import read_manifest

    found = proven(revised, generated)
    manifest = read_manifest(folder) if revised.merged else None
    touched = changed_since_written(folder) if manifest is not None else ()
    same = [one.name for one in revised.merged if not one.changes and one.name not in touched]
    waiting = still_unproven(manifest.problems, same) if manifest is not None else ()
    return tuple(dict.fromkeys((*found, *waiting)))


def tracked(folder: Path, revised: FolderMerge, day: date) -> tuple[FolderMerge, tuple[Problem, ...]]:
    """The files to write, with what changed against those that stand in `folder` as tracked changes."""
    from generator.redline.folder import track_files

    there = [name for name in revised.files if name.endswith(".docx") and (folder / name).is_file()]
    return track_files(revised, {name: (folder / name).read_bytes() for name in there}, day)


def form_of(
    job: Job,
    facts: Facts,
    files: Mapping[str, bytes],
    shelf: TemplateShelf,
    problems: tuple[Problem, ...],
    on_step: OnStep,
) -> tuple[Problem, ...]:
    """Errors of form in the files made. Raises BadDossier for a final version that has one."""
    from generator.core.standard import load_standard
    from generator.lint.generated import form_problems, lint_generated

    on_step(Step.LINT)
    found = form_problems(lint_generated(files, load_standard(shelf.standard), facts.settings.waived_rules))
    if job.final and found:
        message = f"Chưa xuất được bản chính thức: còn {len(found)} lỗi thể thức."
        raise BadDossier(message, "Sửa mẫu Word hoặc miễn quy tắc ở trang Thông tin chung.", (*problems, *found))
    return found


def output_folder(job: Job, facts: Facts) -> Path:
    """Where the report goes. Raises WrongUsage if what stands there is issued and no new version is asked for."""
    from generator.write.manifest import version_folder

    folder = job.out / job.workbook.stem / facts.period.code
    return version_folder(folder / facts.agency if facts.agency else folder, job.new_version)


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
    from generator.write.manifest import issued_reports

    dossier = refuse_errors(checked, job.workbook)
    on_step(Step.COMPUTE)
    period = find_period(job.period, dossier)
    facts = compute(dossier, period, job.as_of, find_agency(job.agency, dossier))
    output_folder(job, facts)
    issued = issued_reports(job.out / job.workbook.stem, facts.agency)
    facts, restated = compared_with(facts, issued, CompareWith(job.compare) if job.compare else None)
    on_step(Step.RENDER)
    shelf = templates_for(dossier, job.templates, facts.agency, job.workbook.parent)
    report = render_report(facts, shelf)
    problems = (
        *checked.problems,
        *restated,
        *period_problems(dossier, period),
        *report_problems(report, facts),
        *shelf.notes(),
    )
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
    from generator.write.manifest import issued_reports

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
