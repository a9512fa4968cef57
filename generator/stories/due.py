"""`due`: which reports go to whom by when, which are made, issued or late; and the register of what was sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from generator.compute.due import MadeReport, OwedReport, Receiver, Reporting, ReportingRule, owed_reports
from generator.core.folders import SENT
from generator.core.model import Dossier
from generator.core.period_names import parse_period
from generator.core.periods import CALENDAR_KINDS, Period, PeriodKind
from generator.core.problems import BadDossier, Problem, Severity
from generator.core.vietnamese import short_date
from generator.read.columns import SheetTitle
from generator.stories.dossier import check, data_periods, plan_begins
from generator.stories.report_folders import FinishedReport, finished_reports
from generator.validate.returns_due import Due
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
    """The reports of one dossier on `day` (compute/due.py). Raises BadDossier where no dossier can be read."""
    checked = check(workbook)
    dossier = checked.dossier
    if dossier is None:
        raise BadDossier(f"Không đọc được “{workbook.name}”.", "Sửa các lỗi sau.", checked.problems)
    there = finished_reports(out / workbook.stem)
    owed = owed_reports(reporting_of(dossier), made_reports(there), day)
    found = tuple(_told(one, there, dossier, workbook, day) for one in owed)
    about = (SheetTitle.SETTINGS, SheetTitle.RECIPIENTS)
    errors = (one for one in checked.problems if one.severity is Severity.ERROR and one.place.sheet in about)
    return DossierDue(found, tuple(errors))


def reporting_of(dossier: Dossier) -> Reporting:
    """What a dossier says of its reports."""
    settings, begun, data = dossier.settings, plan_begins(dossier.settings), data_periods(dossier)
    known = (*settings.own_periods, *data)
    return Reporting(
        rule=ReportingRule(settings.cutoff, settings.returns_due, begun[0] if begun else None),
        receivers=tuple(Receiver(one.name, tuple(one.kinds), one.due) for one in dossier.recipients),
        data=tuple(data),
        once=tuple(one for one in known if one.kind not in CALENDAR_KINDS and one.kind is not PeriodKind.WEEK),
    )


def made_reports(found: Iterable[FinishedReport]) -> list[MadeReport]:
    """The reports there are; those of a part are owed to nobody."""
    own = [one for one in found if not one.is_of_a_part]
    periods = [(parse_period(one.period), one) for one in own]
    return [MadeReport(period, one.recipient or "", one.issued is not None) for period, one in periods if period]


def report_owed(owed: OwedReport, found: Iterable[FinishedReport]) -> FinishedReport | None:
    """The report that is owed, where it is made: the issued one, else its last version."""
    whole = [one for one in found if not one.is_of_a_part]
    own = [one for one in whole if (one.period, one.recipient or "") == (owed.period.code, owed.to)]
    issued = next((one for one in own if one.issued is not None), None)
    return issued or max(own, key=lambda one: one.version, default=None)


def _told(owed: OwedReport, found: Iterable[FinishedReport], dossier: Dossier, workbook: Path, day: date) -> ReportDue:
    report = report_owed(owed, found)
    issued = report.issued if report else None
    reached = issued.day if issued else day
    return ReportDue(
        workbook=workbook,
        plan=dossier.settings.plan_name,
        issuer=dossier.settings.issuer,
        period=owed.period,
        closes=owed.closes,
        to=owed.to,
        due=owed.due,
        state=State.ISSUED if issued else State.MADE if report else State.NOT_MADE,
        days_late=(reached - owed.due.last_day).days if owed.due else None,
        report=report,
    )


def register_sent(workbook: Path, out: Path, found: Iterable[ReportDue]) -> Path | None:
    """Puts every issued report of a dossier into its register; None where none is issued."""
    dues = {(one.period.code, one.to): one.due for one in found}
    results = out / workbook.stem
    sent = []
    for one in reversed(finished_reports(results)):
        if one.issued is None or one.is_of_a_part:
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
