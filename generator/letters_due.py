"""Which letters `remind` has to write: to whom, under which file name, and which are sent already and stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.choices import find_agency, find_period
from generator.jobs import OnStep, Step
from generator.model import Dossier
from generator.pipeline import check
from generator.problems import BadDossier, Problem, ProblemList, WrongUsage, any_error
from generator.remarks import period_problems
from generator.reminded_before import Sent, sent_letters
from generator.vietnamese import fold, short_date

if TYPE_CHECKING:
    from generator.compute.facts import Facts
    from generator.compute.reminders import Reminder
    from generator.render.letter_views import LetterOrder
    from generator.write.reminder_register import RegisterLine

FOLDER = "don-doc"
_STEM, _TO_ALL = "cong-van", "chung"
_LONGEST_NAME = 60
_CODES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class RemindJob:
    """What `remind` is asked for. `day` is when the letters are meant to go out, by default the day of `as_of`."""

    workbook: Path
    period: str
    as_of: date | None = None
    out: Path = Path("outputs")
    agencies: tuple[str, ...] = ()
    one_letter: bool = False
    day: date | None = None
    before: date | None = None
    unit: str | None = None
    pdf: bool = False
    pdf_a: bool = False
    signature_fields: bool = False
    final: bool = False
    templates: Path | None = None


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
        from generator.write.reminder_register import REGISTER

        return self.job.out / self.job.workbook.stem / REGISTER


def plan_letters(job: RemindJob, on_step: OnStep) -> Plan:
    """What is due for a period. Raises BadDossier for a dossier with errors, WrongUsage for a name or day."""
    from generator.compute.facts import compute
    from generator.compute.reminders import answer_day, is_issuer, reminders
    from generator.write.reminder_register import REGISTER, read_register

    checked = check(job.workbook, on_step)
    if checked.dossier is None or any_error(checked.problems):
        message = f"Chưa lập được công văn: “{job.workbook.name}” còn lỗi."
        raise BadDossier(message, "Sửa các ô nêu trên rồi chạy lại.", checked.problems)
    dossier = checked.dossier
    on_step(Step.COMPUTE)
    facts = compute(dossier, find_period(job.period, dossier), job.as_of)
    day = job.day or facts.as_of
    before = job.before or answer_day(day)
    if before <= day:
        message = f"Hạn trả lời (trước ngày {short_date(before)}) phải sau ngày {short_date(day)}."
        raise WrongUsage(message, "Đổi --before, hoặc ghi ngày dự kiến gửi công văn ở --date.")
    named = {_named(name, dossier) for name in job.agencies}
    due = [one for one in reminders(facts) if not named or one.agency in named]
    told = tuple(one for one in due if not is_issuer(one.agency, dossier.settings))
    folder = job.out / job.workbook.stem / facts.period.code / FOLDER
    lines = read_register(job.out / job.workbook.stem / REGISTER)
    sent = sent_letters(folder, lines, facts.period.code)
    orders, standing = _orders(job, facts, told, sent, before)
    problems = (*checked.problems, *period_problems(dossier, facts.period), *_notes(facts, due, told))
    return Plan(job, facts, folder, before, told, orders, sent, standing, lines, problems)


def _named(name: str, dossier: Dossier) -> str | None:
    """The lead agency a user named; also a name for many bodies. Raises WrongUsage with the nearest."""
    leads = {fold(lead): lead for task in dossier.tasks for lead in task.lead}
    return leads.get(fold(name)) or find_agency(name, dossier)


def _orders(
    job: RemindJob, facts: Facts, told: Sequence[Reminder], sent: Mapping[str, Sent], before: date
) -> tuple[tuple[LetterOrder, ...], tuple[Sent, ...]]:
    """The letters to write, and those that say this already: sent, with lateness judged on this day or later."""
    from generator.render.letter import drafting_unit
    from generator.render.letter_views import LetterOrder
    from generator.standard import standard_of

    settings = facts.settings
    frame = standard_of(settings.bloc.value).frame
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
        day = job.day or facts.as_of
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
