"""`due`: which reports go to whom by when, which are made, issued or late; and the register of what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from generator.compute.due import ReportingRule, due_periods
from generator.core.folders import SENT
from generator.core.model import Dossier, Recipient
from generator.core.periods import CALENDAR_KINDS, Period, PeriodKind, parse_period
from generator.core.problems import BadDossier, Problem, Severity
from generator.core.vietnamese import short_date
from generator.read.columns import SheetTitle
from generator.stories.dossier import check, data_periods, plan_begins
from generator.stories.report_folders import FinishedReport, finished_reports
from generator.validate.returns_due import Due, due_of, parse_due
from generator.write.files import write_file
from generator.write.sent_register import SentReport, sent_register_with


class State(StrEnum):
    """How far a report is."""

    NOT_MADE = "not_made"
    MADE = "made"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class ReportDue:
    """A report that somebody gets: `to` is "" for the dossier's one report; `due` is None where no day is known.

    `days_late` is how many days after its last day it was issued, or how many have passed; below 0 are days left.
    """

    workbook: Path
    plan: str
    issuer: str
    period: Period
    closes: date
    to: str
    due: Due | None
    state: State
    days_late: int | None
    report: FinishedReport | None

    @property
    def title(self) -> str:
        return f"Báo cáo {self.period.label}{f' gửi {self.to}' if self.to else ''}"

    @property
    def is_late(self) -> bool:
        return self.days_late is not None and self.days_late > 0

    def as_json(self) -> dict[str, object]:
        issued = self.report.issued if self.report else None
        return {
            "workbook": self.workbook.as_posix(),
            "period": self.period.code,
            "label": self.period.label,
            "to": self.to or None,
            "closes": self.closes.isoformat(),
            "due": self.due.last_day.isoformat() if self.due else None,
            "state": self.state.value,
            "late": self.is_late,
            "days_late": self.days_late,
            "number": issued.symbol if issued else None,
            "issued": issued.day.isoformat() if issued else None,
            "folder": self.report.folder.as_posix() if self.report else None,
        }


@dataclass(frozen=True, slots=True)
class DossierDue:
    """The reports of one dossier, and the errors in what it says of itself and of who gets them."""

    reports: tuple[ReportDue, ...]
    problems: tuple[Problem, ...]


def reports_due(workbook: Path, out: Path, day: date) -> DossierDue:
    """The reports of one dossier on `day`: of each kind the one that closed last and the one that runs, and older ones
    that are made and wait. Raises BadDossier where no dossier can be read."""
    checked = check(workbook)
    dossier = checked.dossier
    if dossier is None:
        raise BadDossier(f"Không đọc được “{workbook.name}”.", "Sửa các lỗi sau.", checked.problems)
    made = [one for one in finished_reports(out / workbook.stem) if one.agency is None]
    kinds = _kinds(dossier, made)
    receivers: Sequence[Recipient | None] = dossier.recipients or (None,)
    found = [one for each in receivers for one in _to(each, dossier, workbook, made, kinds, day)]
    found.sort(key=lambda one: (one.due.last_day if one.due else one.closes, one.period.code, one.to))
    about = (SheetTitle.SETTINGS, SheetTitle.RECIPIENTS)
    errors = (one for one in checked.problems if one.severity is Severity.ERROR and one.place.sheet in about)
    return DossierDue(tuple(found), tuple(errors))


def _kinds(dossier: Dossier, made: Iterable[FinishedReport]) -> list[PeriodKind]:
    """The kinds that are reported: those of the reports there are; before the first, those of the figures."""
    periods = [period for one in made if (period := parse_period(one.period))] or data_periods(dossier)
    return list(dict.fromkeys(period.kind for period in periods))


def _to(
    recipient: Recipient | None,
    dossier: Dossier,
    workbook: Path,
    made: Sequence[FinishedReport],
    kinds: Sequence[PeriodKind],
    day: date,
) -> list[ReportDue]:
    settings = dossier.settings
    begun = plan_begins(settings)
    rule = ReportingRule(settings.cutoff, settings.returns_due, begun[0] if begun else None)
    own = [one for one in made if one.recipient == (recipient.name if recipient else None)]
    wanted = recipient.kinds if recipient and recipient.kinds else kinds
    periods = {*due_periods(wanted, day, rule)}
    periods |= {period for one in own if one.issued is None and (period := parse_period(one.period))}
    periods |= {one for one in _once(dossier) if one.kind in wanted and abs((rule.closes(one) - day).days) <= _NEAR}
    return [_due(recipient, dossier, workbook, own, period, rule, day) for period in periods]


_NEAR = 92
"""Days around the end of what is reported once, in which it is told."""


def _once(dossier: Dossier) -> Iterable[Period]:
    """The stretches of days or years that the dossier knows: no clock brings them round again."""
    known = (*dossier.settings.own_periods, *data_periods(dossier))
    return (one for one in known if one.kind not in CALENDAR_KINDS and one.kind is not PeriodKind.WEEK)


def _due(
    recipient: Recipient | None,
    dossier: Dossier,
    workbook: Path,
    own: Sequence[FinishedReport],
    period: Period,
    rule: ReportingRule,
    day: date,
) -> ReportDue:
    said = (recipient.due if recipient else "") or dossier.settings.returns_due
    due = last_day(said, period, rule)
    report = max((one for one in own if one.period == period.code), key=lambda one: one.version, default=None)
    issued = next((one for one in own if one.period == period.code and one.issued is not None), None)
    report = issued or report
    state = State.ISSUED if issued else State.MADE if report else State.NOT_MADE
    reached = report.issued.day if report and report.issued else day
    return ReportDue(
        workbook=workbook,
        plan=dossier.settings.plan_name,
        issuer=dossier.settings.issuer,
        period=period,
        closes=rule.closes(period),
        to=recipient.name if recipient else "",
        due=due,
        state=state,
        days_late=(reached - due.last_day).days if due else None,
        report=report,
    )


def last_day(said: str, period: Period, rule: ReportingRule) -> Due | None:
    """The last day for a report by what was said of it; None where nothing was, or what was said cannot be of it.

    A day of the month says nothing of a week or a stretch of days that ends after it, a day of the week of nothing but
    weeks, and one date nothing of every period.
    """
    parsed = parse_due(said) if said else None
    if parsed is None or (parsed.weekday is not None and period.kind is not PeriodKind.WEEK):
        return None
    due, closes = due_of(said, period, rule.cutoff), rule.closes(period)
    if parsed.fixed is not None and not closes - timedelta(days=31) <= due.last_day <= closes + timedelta(days=92):
        return None
    of_month = parsed.fixed is None and parsed.weekday is None
    return None if of_month and period.kind not in CALENDAR_KINDS and due.last_day < closes else due


def register_sent(workbook: Path, out: Path, found: Iterable[ReportDue]) -> Path | None:
    """Puts every issued report of a dossier into its register; None where none is issued."""
    dues = {(one.period.code, one.to): one.due for one in found}
    results = out / workbook.stem
    sent = []
    for one in reversed(finished_reports(results)):
        if one.issued is None or one.agency is not None:
            continue
        due = dues.get((one.period, one.recipient or ""))
        late = (one.issued.day - due.last_day).days if due else None
        told = "" if late is None else f"chậm {late} ngày" if late > 0 else "đúng hạn"
        folder = one.folder.relative_to(results).as_posix()
        last = due.last_day if due else None
        sent.append(SentReport(one.period, one.recipient or "", last, one.issued.symbol, one.issued.day, told, folder))
    if not sent:
        return None
    path = results / SENT
    write_file(path, sent_register_with(path, sent))
    return path


# --- a calendar --------------------------------------------------------------------------------------


def as_calendar(found: Iterable[ReportDue], day: date) -> bytes:
    """The reports that are not issued and have a last day, as a calendar for other programs (RFC 5545)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//baocao//Han gui bao cao//VI", "CALSCALE:GREGORIAN"]
    for one in found:
        if one.due is None or one.state is State.ISSUED:
            continue
        about = f"{one.plan}. Chốt số liệu: {short_date(one.closes)}. {_state_words(one)}."
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_escaped(f'{one.workbook.stem}-{one.period.code}-{one.to}').replace(' ', '_')}@baocao",
            f"DTSTAMP:{day:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{one.due.last_day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.due.last_day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(f'Hạn gửi: {one.title}')}",
            f"DESCRIPTION:{_escaped(about)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _state_words(one: ReportDue) -> str:
    return "Đã lập, chưa ban hành" if one.state is State.MADE else "Chưa lập"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """No line longer than 75 bytes; what follows begins with a space, and no letter is cut."""
    parts, size = [""], 0
    for letter in line:
        length = len(letter.encode())
        if size + length > 74:
            parts.append("")
            size = 1
        parts[-1] += letter
        size += length
    return "\r\n ".join(parts)
