"""Which letters `remind` has to write: to whom, under which file name, and which are sent already and stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.compute.facts import compute
from generator.compute.reminders import Asked, answer_day, answered, is_issuer, reminders
from generator.core.folders import LETTERS, REMINDERS
from generator.core.frame import Frame
from generator.core.model import Dossier
from generator.core.period_names import parse_period
from generator.core.problems import BadDossier, Problem, ProblemList, WrongUsage, any_error
from generator.core.standard import standard_of
from generator.core.vietnamese import fold, parse_date, short_date
from generator.office.package import Package
from generator.office.refusal import Unreadable
from generator.origins.number_and_date import DATE_LINE, NUMBER_LINE
from generator.render.document import document_text
from generator.render.letter import drafting_unit
from generator.render.letter_views import LetterOrder
from generator.stories.dossier import check, find_agency, find_period, period_problems, way_on
from generator.stories.jobs import Job, OnStep, Step
from generator.write.manifest import read_manifest
from generator.write.reminder_register import read_register

if TYPE_CHECKING:
    from generator.compute.facts import Facts
    from generator.compute.reminders import Reminder
    from generator.write.reminder_register import RegisterLine

# --- what earlier runs of `remind` left: letters that are sent and stand, drafts that are written again, the ----------

NO_ANSWER, NOT_SENT = "Chưa có kết quả", "Không phát hành"
_DONE = "Đã thực hiện đủ"


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that is sent: its file's name, number, day (if known) and the day lateness was judged on."""

    name: str
    number: str
    day: date | None
    as_of: date

    def cited(self, frame: Frame) -> str:
        """ "Công văn số 112/UBND-VX3 ngày 16/9/2025"."""
        return f"Công văn số {frame.dated_symbol(self.number, short_date(self.day) if self.day else '')}"


def sent_letters(folder: Path, lines: Iterable[RegisterLine], period: str) -> dict[str, Sent]:
    """The letters of a period that are sent, by file name."""
    manifest = read_manifest(folder)
    known = {line.file: line for line in lines if line.period == period and line.number}
    names = {*known, *(name for name in (manifest.outputs if manifest else ()) if name.endswith(".docx"))}
    found: dict[str, Sent] = {}
    for name in sorted(names):
        number, day = _numbered(folder / name)
        line = known.get(name)
        if line is not None:
            number, day = line.number, line.issued or day
        as_of = line.as_of if line is not None else None
        if number:
            found[name] = Sent(name, number, day, as_of or (manifest.as_of if manifest else date.min))
    return found


def _numbered(path: Path) -> tuple[str, date | None]:
    """Number and date that a person put into a letter ("112/UBND-VX3"); "" while there is none."""
    try:
        content = path.read_bytes()
        Package.open(content)
        lines = document_text(content).split("\n")
    except (OSError, Unreadable):
        return "", None
    found = next((match for line in lines if (match := NUMBER_LINE.match(line))), None)
    digits = found["number"].strip(" .…_\t\xa0") if found else ""
    dated = next((match for line in lines if (match := DATE_LINE.match(line))), None)
    day = parse_date(" ".join(dated["date"].split())) if dated else None
    return (f"{digits}{found['rest']}", day) if found and digits else ("", None)


# --- the register ------------------------------------------------------------------------------------


def brought_up_to_date(
    lines: Sequence[RegisterLine], facts: Facts, sent: Mapping[str, Sent], gone: Iterable[str] = ()
) -> tuple[RegisterLine, ...]:
    """Those of the lines that say something else now: what came of the letter, its number, that it was not sent.

    `gone` are files of this period's drafts that are no more. Lines of a later period or day are left alone.
    """
    return tuple(
        new for line in lines if (new := _now(line, facts, sent, frozenset(gone))) != line and line.as_of is not None
    )


def _now(line: RegisterLine, facts: Facts, sent: Mapping[str, Sent], gone: frozenset[str]) -> RegisterLine:
    period = parse_period(line.period)
    if period is None or period.window(facts.settings.cutoff).end > facts.window.end:
        return line
    if line.updated is not None and line.updated > facts.as_of:
        return line
    own = line.period == facts.period.code
    if own and line.file in sent:
        letter = sent[line.file]
        line = replace(line, number=line.number or letter.number, issued=line.issued or letter.day)
    answer = answered(Asked(line.agency, period, line.overdue, line.unreported), facts)
    words = outcome_words(answer.total, answer.waiting)
    if own and line.file in gone and not line.number:
        words = NOT_SENT
    return line if words == line.outcome else replace(line, outcome=words, updated=facts.as_of)


def outcome_words(total: int, waiting: Sequence[str]) -> str:
    """What came of a letter: nothing, all, or "Đã thực hiện 3/5 nhiệm vụ; còn: I.7, V.2"."""
    if len(waiting) == total:
        return NO_ANSWER
    if not waiting:
        return _DONE
    return f"Đã thực hiện {total - len(waiting)}/{total} nhiệm vụ; còn: {', '.join(waiting)}"


_STEM, _TO_ALL = "cong-van", "chung"
_LONGEST_NAME = 60
_CODES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class RemindJob(Job):
    """What `remind` is asked for.

    `day` is when the letters are meant to go out, by default `today` (which the door says: no story reads a clock), but
    never before the day of `as_of`: what is told up to the end of a day goes out after it.
    """

    agencies: tuple[str, ...] = ()
    one_letter: bool = False
    day: date | None = None
    today: date | None = None
    before: date | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The letters to write, those that stand, and what concerns them all."""

    job: RemindJob
    facts: Facts
    folder: Path
    before: date
    told: tuple[Reminder, ...]
    orders: tuple[LetterOrder, ...]
    sent: Mapping[str, Sent]
    standing: tuple[Sent, ...]
    lines: tuple[RegisterLine, ...]
    problems: tuple[Problem, ...]

    @property
    def register(self) -> Path:
        return self.job.reports / REMINDERS


def plan_letters(job: RemindJob, on_step: OnStep) -> Plan:
    """What is due for a period. Raises BadDossier for a dossier with errors, WrongUsage for a name or day."""
    checked = check(job.workbook, on_step)
    if checked.dossier is None or any_error(checked.problems):
        message = f"Chưa lập được công văn: “{job.workbook.name}” còn lỗi."
        raise BadDossier(message, way_on(checked.problems), checked.problems)
    dossier = checked.dossier
    on_step(Step.COMPUTE)
    facts = compute(dossier, find_period(job.period, dossier), job.as_of)
    day = _day_of(job, facts)
    before = job.before or answer_day(day)
    if before <= day:
        message = f"Hạn trả lời (trước ngày {short_date(before)}) phải sau ngày {short_date(day)}."
        raise WrongUsage(message, "Đổi --before, hoặc ghi ngày dự kiến gửi công văn ở --date.")
    named = {_named(name, dossier) for name in job.agencies}
    due = [one for one in reminders(facts) if not named or one.agency in named]
    told = tuple(one for one in due if not is_issuer(one.agency, dossier.settings))
    folder = job.reports / facts.period.code / LETTERS
    lines = read_register(job.reports / REMINDERS)
    sent = sent_letters(folder, lines, facts.period.code)
    orders, standing = _orders(job, facts, told, sent, before)
    problems = (*checked.problems, *period_problems(dossier, facts.period), *_notes(facts, due, told))
    return Plan(job, facts, folder, before, told, orders, sent, standing, lines, problems)


def _day_of(job: RemindJob, facts: Facts) -> date:
    """When the letters are meant to go out."""
    return job.day or max(job.today or facts.as_of, facts.as_of)


def _named(name: str, dossier: Dossier) -> str | None:
    """The lead agency a user named; also a name for many bodies. Raises WrongUsage with the nearest."""
    led = [*(task.lead for task in dossier.tasks), *(change.lead for change in dossier.changes)]
    leads = {fold(lead): lead for names in led for lead in names}
    return leads.get(fold(name)) or find_agency(name, dossier)


def _orders(
    job: RemindJob, facts: Facts, told: Sequence[Reminder], sent: Mapping[str, Sent], before: date
) -> tuple[tuple[LetterOrder, ...], tuple[Sent, ...]]:
    """The letters to write, and those that say this already: sent, with lateness judged on this day or later."""
    settings = facts.settings
    frame = standard_of(settings.bloc.value, on=facts.as_of).frame
    unit = job.unit if job.unit is not None else drafting_unit(settings)
    slugs = _slugs(facts.dossier)
    groups = [(_TO_ALL, tuple(told))] if job.one_letter and told else [(slugs[one.agency], (one,)) for one in told]
    orders, standing = [], []
    for slug, members in groups:
        stem, number, last = f"{_STEM}-{slug}", 1, None
        while (letter := sent.get(f"{stem}.docx")) is not None:
            last, number = letter, number + 1
            stem = f"{_STEM}-{slug}-lan-{number}"
        if last is not None and last.as_of >= facts.as_of:
            standing.append(last)
            continue
        previous = last.cited(frame) if last else ""
        day = _day_of(job, facts)
        orders.append(LetterOrder(stem, members, job.one_letter, day, before, unit.strip(), previous))
    return tuple(orders), tuple(standing)


def _slugs(dossier: Dossier) -> dict[str, str]:
    """Each lead agency's name as a part of a file's name; all different."""
    found: dict[str, str] = {}
    for agency in dict.fromkeys(name for task in dossier.tasks for name in task.lead):
        plain = re.sub(r"[^a-z0-9]+", "-", fold(agency, keep_tones=False)).strip("-")[:_LONGEST_NAME].strip("-")
        slug, copy = plain or "co-quan", 2
        while slug in (*found.values(), _TO_ALL):
            slug, copy = f"{plain or 'co-quan'}-so-{copy}", copy + 1
        found[agency] = slug
    return found


def _notes(facts: Facts, due: Sequence[Reminder], told: Sequence[Reminder]) -> tuple[Problem, ...]:
    """What gets no letter, and letters whose addressee is not one body."""
    problems = ProblemList()
    for one in due:
        place = (*one.overdue, *one.silent)[0].task.row.place("Cơ quan chủ trì")
        if one not in told:
            message = f"{one.agency} là cơ quan ban hành: không lập công văn gửi chính mình ({_codes(one)})."
            problems.add("DD001", place, message, "Đôn đốc trong nội bộ.")
        elif one.collective:
            message = f"“{one.agency}” là tên chung của nhiều cơ quan."
            problems.add("DD002", place, message, "Ghi rõ từng nơi nhận ở dòng Kính gửi trước khi phát hành.")
    for fact in facts.tasks.items:
        if not fact.task.lead and fact.status.is_overdue:
            message = f"Nhiệm vụ {fact.task.code} quá hạn nhưng chưa ghi cơ quan chủ trì nên không có công văn."
            problems.add("DD003", fact.task.row.place("Cơ quan chủ trì"), message, "Điền cơ quan chủ trì.")
    return tuple(problems.items)


def _codes(one: Reminder) -> str:
    codes = [fact.task.code for fact in (*one.overdue, *one.silent)]
    more = f" và {len(codes) - _CODES_SHOWN} nhiệm vụ khác" if len(codes) > _CODES_SHOWN else ""
    return ", ".join(codes[:_CODES_SHOWN]) + more
