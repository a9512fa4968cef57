"""`remind`: a letter to each agency with overdue tasks or without a report, and the register of what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.problems import BadDossier, Place, Problem, ProblemList, WrongUsage
from generator.stories.build import Draft, Package, Prints, form_of, manifest_for, printed, revise
from generator.stories.choices import templates_for
from generator.stories.jobs import Job, OnStep, Outcome, Step
from generator.stories.letters_due import NO_ANSWER, Plan, RemindJob, Sent, brought_up_to_date, kept_files, plan_letters
from generator.stories.remarks import unmerged_problems

if TYPE_CHECKING:
    from generator.compute.facts import Facts
    from generator.compute.reminders import Reminder
    from generator.render.report import RenderedFile
    from generator.write.reminder_register import RegisterLine


@dataclass(frozen=True, slots=True)
class Reminded:
    """What came of it. `outcome` is None where no letter was written; `standing` are letters that are sent already.

    `reminders` are the agencies with something overdue or unreported. `register` is the register's file, if it stands;
    `register_changed` says whether this run changed it.
    """

    facts: Facts
    before: date
    reminders: tuple[Reminder, ...]
    outcome: Outcome | None
    standing: tuple[Sent, ...]
    register: Path | None
    register_changed: bool
    problems: tuple[Problem, ...]


def remind(job: RemindJob, on_step: OnStep = lambda step: None) -> Reminded:
    """Writes the letters into …/<period>/don-doc and brings the register up to date; no letter where none is due.

    Raises BadDossier, and writes nothing, if the dossier has errors or a final letter is unfinished.
    """
    from generator.write.refusals import refuse_open

    plan = plan_letters(job, on_step)
    refuse_open(plan.register)
    if not plan.orders:
        content = _register(plan, brought_up_to_date(plan.lines, plan.facts, plan.sent))
        return _reminded(plan, None, _write_register(plan, content))
    package, outcome = _packed(plan, on_step)
    own = _new_lines(plan)
    known = {line.key for line in own}
    rest = [line for line in plan.lines if line.key not in known]
    gone = {line.file for line in plan.lines} - package.files.keys()
    content = _register(plan, (*own, *brought_up_to_date(rest, plan.facts, plan.sent, gone)))
    on_step(Step.WRITE)
    published = package.publish()
    outcome = replace(outcome, published=published, problems=(*outcome.problems, *published.problems))
    return _reminded(plan, outcome, _write_register(plan, content))


def _reminded(plan: Plan, outcome: Outcome | None, changed: bool) -> Reminded:
    register = plan.register if plan.register.exists() else None
    problems = outcome.problems if outcome else plan.problems
    return Reminded(plan.facts, plan.before, plan.told, outcome, plan.standing, register, changed, problems)


# --- the letters -----------------------------------------------------------------------------------


def _packed(plan: Plan, on_step: OnStep) -> tuple[Package, Outcome]:
    """What goes into the letters' folder, and the outcome as it is once that stands there."""
    from generator.render.letter import render_letter
    from generator.write.files import Published
    from generator.write.manifest import sha256

    job, folder = plan.job, plan.folder
    shelf = templates_for(plan.facts.dossier, job.templates, beside=job.workbook.parent)
    on_step(Step.RENDER)
    letters = tuple(render_letter(plan.facts, order, shelf) for order in plan.orders)
    draft = _draft(plan, letters, shelf.hashes, on_step)
    problems = (*draft.problems, *form_of(draft.job, draft.facts, draft.documents, shelf, draft.problems, on_step))
    prints = printed(draft, on_step) if draft.job.pdf else Prints()
    problems = (*problems, *prints.problems)
    kept = kept_files(folder, _to_keep(plan, draft.generated))
    manifest = manifest_for(draft, problems)
    manifest = replace(manifest, figures=(*manifest.figures, *kept.figures))
    taken_in = {one.edited_name: sha256(one.edited) for one in draft.revised.merged}
    files = {**kept.files, **draft.documents, **prints.contents}
    package = Package(folder, files, {**kept.base, **draft.generated}, manifest, taken_in, folder.parent)
    merged = draft.revised.merged
    outcome = Outcome(
        plan.facts, Published(folder, ()), draft.labels, draft.report.gaps, problems, prints.files, merged
    )
    return package, outcome


def _draft(plan: Plan, letters: tuple[RenderedFile, ...], templates: Mapping[str, str], on_step: OnStep) -> Draft:
    """The letters with a person's edits in them. Raises BadDossier for an unfinished final one."""
    from generator.render.report import RenderedReport

    job = plan.job
    generated = {f"{one.stem}.docx": one.document.content for one in letters}
    on_step(Step.REVISE)
    revised, _ = revise(plan.folder, generated)
    gaps = tuple(f"{name}: {gap}" for name, content in revised.files.items() for gap in _gaps(content))
    problems = (*plan.problems, *unmerged_problems(plan.folder, revised), *_gap_problems(gaps))
    if job.final and gaps:
        message = f"Chưa xuất được bản chính thức: các công văn còn {len(gaps)} chỗ chưa có nội dung."
        raise BadDossier(message, "Điền trang Thông tin chung (hoặc --unit) rồi chạy lại.", problems)
    common = Job(job.workbook, job.period, job.as_of, job.out, final=job.final, templates=job.templates)
    common = replace(common, pdf=job.pdf, pdf_a=job.pdf_a, signature_fields=job.signature_fields)
    labels = {f"{one.stem}.docx": one.label for one in letters}
    report = RenderedReport(letters, gaps, frozenset())
    return Draft(common, plan.facts, plan.folder, report, generated, revised, labels, templates, problems)


def _gaps(content: bytes) -> tuple[str, ...]:
    """The places of a letter that only a person can fill and nobody has."""
    from generator.render.document import document_text
    from generator.render.letter import OPEN_UNIT
    from generator.render.report import gaps_in

    lines = document_text(content).split("\n")
    unit = any(line.startswith("Số") and line.rstrip().endswith(f"-{OPEN_UNIT}") for line in lines)
    missing = ("Chưa có nội dung: ký hiệu đơn vị soạn thảo trong số công văn",) if unit else ()
    return (*missing, *gaps_in(content))


def _gap_problems(gaps: Iterable[str]) -> tuple[Problem, ...]:
    problems = ProblemList()
    for gap in gaps:
        name, _, words = gap.partition(": ")
        problems.add("DD004", Place(name), f"{words}.", "Điền trang Thông tin chung (hoặc --unit), hoặc viết vào tệp.")
    return tuple(problems.items)


def _to_keep(plan: Plan, generated: Mapping[str, bytes]) -> set[str]:
    """Files of earlier runs that stay: letters that are sent; where only some agencies are asked for, all others."""
    from generator.write.manifest import read_manifest

    manifest = read_manifest(plan.folder)
    every = set(manifest.outputs) if manifest and plan.job.agencies else set()
    return {name for name in {*plan.sent, *every} if f"{Path(name).stem}.docx" not in generated}


# --- the register ----------------------------------------------------------------------------------


def _new_lines(plan: Plan) -> tuple[RegisterLine, ...]:
    """A line for each agency that a letter goes to; one that is there already keeps its place."""
    from generator.write.reminder_register import RegisterLine

    known = {line.key: line for line in plan.lines}
    made = []
    for order in plan.orders:
        for one in order.reminders:
            line = RegisterLine(
                row=0,
                period=plan.facts.period.code,
                agency=one.agency,
                file=f"{order.stem}.docx",
                as_of=plan.facts.as_of,
                overdue=tuple(fact.task.code for fact in one.overdue),
                unreported=tuple(fact.task.code for fact in one.unreported),
                before=plan.before,
                outcome=NO_ANSWER,
                updated=plan.facts.as_of,
            )
            there = known.get(line.key)
            made.append(replace(line, row=there.row, issued=there.issued) if there else line)
    return tuple(made)


def _register(plan: Plan, lines: Sequence[RegisterLine]) -> bytes | None:
    """The register with those lines; None if there is nothing to put in."""
    from generator.write.reminder_register import register_with

    return register_with(plan.register, lines) if lines else None


def _write_register(plan: Plan, content: bytes | None) -> bool:
    """Whether the register had to be written."""
    from generator.write.files import write_file

    if content is None or (plan.register.exists() and plan.register.read_bytes() == content):
        return False
    write_file(plan.register, content)
    return True


def take_register(new: Path, register: Path) -> int:
    """A register that a person filled in takes the place of the program's; gives how many letters it has as sent.

    Raises BadDossier for a file that is no register, WrongUsage for one that lacks lines of the present one.
    """
    from generator.write.files import write_file
    from generator.write.refusals import refuse_open
    from generator.write.reminder_register import read_register

    refuse_open(register)
    lines = read_register(new)
    missing = {line.key for line in read_register(register)} - {line.key for line in lines}
    if missing:
        message = f"Sổ theo dõi gửi lên thiếu {len(missing)} dòng đang có trong sổ."
        raise WrongUsage(message, "Tải sổ hiện nay về, ghi số và ngày vào đó rồi gửi lại.")
    write_file(register, new.read_bytes())
    return sum(bool(line.number) for line in lines)
