"""`remind`: a letter to each agency with overdue tasks or without a report, and the register of what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.compute.facts import Facts
from generator.compute.reminders import Reminder
from generator.core.folders import BASE
from generator.core.problems import Place, Problem, ProblemList, WrongUsage
from generator.render.document import document_text
from generator.render.letter import OPEN_UNIT, render_letter
from generator.render.report import RenderedReport, gaps_in
from generator.stories.build import faults_of_form, templates_for, unfinished
from generator.stories.finish import Draft, Prints, Standing, finish, pack, printed
from generator.stories.jobs import OnStep, Outcome, Step, silent
from generator.stories.letters_due import NO_ANSWER, Plan, RemindJob, Sent, brought_up_to_date, plan_letters
from generator.stories.revising import revise, unmerged_problems
from generator.write.files import write_file
from generator.write.manifest import read_manifest
from generator.write.refusals import refuse_open
from generator.write.reminder_register import RegisterLine, read_register, register_with


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


def remind(job: RemindJob, on_step: OnStep = silent) -> Reminded:
    """Writes the letters into …/<period>/don-doc and brings the register up to date; no letter where none is due.

    Raises BadDossier, and writes nothing, if the dossier has errors or a final letter is unfinished.
    """
    plan = plan_letters(job, on_step)
    refuse_open(plan.register)
    if not plan.orders:
        content = _register(plan, brought_up_to_date(plan.lines, plan.facts, plan.sent))
        return _reminded(plan, None, _write_register(plan, content))
    draft = _draft(plan, on_step)
    prints = printed(draft, on_step)
    contents, outcome = pack(replace(draft, problems=(*draft.problems, *_long_letters(plan, prints))), prints)
    own = _new_lines(plan)
    known = {line.key for line in own}
    rest = [line for line in plan.lines if line.key not in known]
    gone = {line.file for line in plan.lines} - contents.files.keys()
    content = _register(plan, (*own, *brought_up_to_date(rest, plan.facts, plan.sent, gone)))
    on_step(Step.WRITE)
    outcome = finish(contents, outcome, plan.job)
    return _reminded(plan, outcome, _write_register(plan, content))


def _reminded(plan: Plan, outcome: Outcome | None, changed: bool) -> Reminded:
    register = plan.register if plan.register.exists() else None
    problems = outcome.problems if outcome else plan.problems
    return Reminded(plan.facts, plan.before, plan.told, outcome, plan.standing, register, changed, problems)


# --- the letters -----------------------------------------------------------------------------------


def _draft(plan: Plan, on_step: OnStep) -> Draft:
    """The letters, all but their PDFs and their folder. Raises BadDossier for a final one that is unfinished."""
    job, facts, folder = plan.job, plan.facts, plan.folder

    on_step(Step.RENDER)
    shelf = templates_for(facts.dossier, job.templates, beside=job.workbook.parent)
    letters = tuple(render_letter(facts, order, shelf) for order in plan.orders)
    generated = {f"{one.stem}.docx": one.document.content for one in letters}
    labels = {f"{one.stem}.docx": one.label for one in letters}

    on_step(Step.REVISE)
    revised, _ = revise(folder, generated)
    gaps = tuple(f"{name}: {gap}" for name, content in revised.files.items() for gap in _gaps(content))
    problems = (*plan.problems, *unmerged_problems(folder, revised), *_gap_problems(gaps))
    if job.final and gaps:
        raise unfinished(
            f"các công văn còn {len(gaps)}", problems, "Điền trang Thông tin chung (hoặc --unit) rồi chạy lại."
        )

    on_step(Step.LINT)
    problems = (*problems, *faults_of_form(job, facts, revised.files, shelf, problems))
    report = RenderedReport(letters, gaps, frozenset())
    standing = _standing(folder, _to_keep(plan, generated))
    return Draft(
        job, facts, folder, report, generated, revised, labels, shelf.hashes, problems, folder.parent, standing
    )


def _long_letters(plan: Plan, prints: Prints) -> tuple[Problem, ...]:
    """DD006: the letters that do not end on their first page; one with an appendix has its list there."""
    problems = ProblemList()
    whole = {f"{order.stem}.pdf" for order in plan.orders if not order.has_appendix}
    for pdf in prints.files:
        if pdf.path.name in whole and pdf.pages > 1:
            message = f"Công văn dài {pdf.pages} trang."
            fix = "Rút ngắn lời văn trong tệp Word cho vừa một trang, hoặc để như vậy nếu cần."
            problems.add("DD006", Place(pdf.path.name), message, fix)
    return tuple(problems.items)


def _standing(folder: Path, names: Iterable[str]) -> Standing:
    """Of an earlier run, the files called so (and their PDFs) that still stand."""
    manifest = read_manifest(folder)
    wanted = {Path(name).stem for name in names}
    outputs = manifest.outputs if manifest else {}
    present = [name for name in sorted(outputs) if Path(name).stem in wanted and (folder / name).is_file()]
    based = [name for name in present if (folder / BASE / name).is_file()]
    return Standing(
        {name: (folder / name).read_bytes() for name in present},
        {name: (folder / BASE / name).read_bytes() for name in based},
        tuple(one for one in (manifest.figures if manifest else ()) if one.file in present),
    )


def _gaps(content: bytes) -> tuple[str, ...]:
    """The places of a letter that only a person can fill and nobody has."""
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
    manifest = read_manifest(plan.folder)
    every = set(manifest.outputs) if manifest and plan.job.agencies else set()
    return {name for name in {*plan.sent, *every} if f"{Path(name).stem}.docx" not in generated}


# --- the register ----------------------------------------------------------------------------------


def _new_lines(plan: Plan) -> tuple[RegisterLine, ...]:
    """A line for each agency that a letter goes to; one that is there already keeps its place."""
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
    return register_with(plan.register, lines) if lines else None


def _write_register(plan: Plan, content: bytes | None) -> bool:
    """Whether the register had to be written."""
    if content is None or (plan.register.exists() and plan.register.read_bytes() == content):
        return False
    write_file(plan.register, content)
    return True


def take_register(new: Path, register: Path) -> int:
    """A register that a person filled in takes the place of the program's; gives how many letters it has as sent.

    Raises BadDossier for a file that is no register, WrongUsage for one that lacks lines of the present one.
    """
    refuse_open(register)
    lines = read_register(new)
    missing = {line.key for line in read_register(register)} - {line.key for line in lines}
    if missing:
        message = f"Sổ theo dõi gửi lên thiếu {len(missing)} dòng đang có trong sổ."
        raise WrongUsage(message, "Tải sổ hiện nay về, ghi số và ngày vào đó rồi gửi lại.")
    write_file(register, new.read_bytes())
    return sum(bool(line.number) for line in lines)
