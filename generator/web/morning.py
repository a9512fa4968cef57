"""What a clerk wants to know in the morning: of each dossier the report that is due, how far it is, who is silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.compute.due import ReportingRule, coming_periods, due_periods
from generator.core.folders import BASE
from generator.core.periods import CutoffRule, Period, PeriodKind, parse_period
from generator.core.problems import BaocaoError
from generator.origins.readiness import unready
from generator.validate.returns_due import Due, due_of
from generator.web.dossiers import DossierFolder
from generator.web.marks import file_mark
from generator.web.orders import WorkState
from generator.web.reports import KeptReport, reports
from generator.web.tasks.check import is_unfilled
from generator.web.work import Works
from generator.write.manifest import read_manifest

AHEAD = timedelta(days=92)
"""How far the calendar looks."""
_QUIET = timedelta(days=366)
_LAST = 10**6
_AFTER = 4
"""Reports named after the first that is due."""


class Stage(StrEnum):
    """How far a report is; `label` is what a person reads."""

    EMPTY = "empty"
    DATA = "data"
    CONFLICTS = "conflicts"
    BUILT = "built"
    EDITED = "edited"
    READY = "ready"
    ISSUED = "issued"

    @property
    def label(self) -> str:
        return {
            "empty": "Chưa có số liệu",
            "data": "Có số liệu, chưa lập",
            "conflicts": "Còn chỗ phải chọn",
            "built": "Đã lập, chưa đủ nội dung",
            "edited": "Đã sửa tay, chưa đủ nội dung",
            "ready": "Đủ nội dung, chờ ban hành",
            "issued": "Đã ban hành",
        }[self.value]


@dataclass(frozen=True, slots=True)
class DueReport:
    """A report that is due: `days` until its figures are closed (less than 0 after), `waiting` places for a person.

    `to` is the recipient where the dossier names several, `hand_in` the day it is to have it. `silent` is None where it
    is not known who has answered; `outdated` is True where the workbook changed since.
    """

    period: Period
    to: str
    hand_in: date | None
    closes: date
    days: int
    returns: Due
    stage: Stage
    waiting: int
    report: KeptReport | None
    silent: tuple[str, ...] | None
    outdated: bool


@dataclass(frozen=True, slots=True)
class Morning:
    """One dossier: `due` is the report to see to first, `after` the next; `twin` is True where another has its name."""

    dossier: DossierFolder
    issuer: str
    plan: str
    twin: bool
    checked: WorkState | None
    current: bool
    errors: int
    unfilled: bool
    due: DueReport | None
    after: tuple[DueReport, ...]
    last: KeptReport | None
    running: WorkState | None
    quiet: bool


@dataclass(frozen=True, slots=True)
class ComingDay:
    """A day of the calendar: what closes, or is to be handed in, of which dossier."""

    day: date
    days: int
    what: str
    dossier: DossierFolder


def mornings(dossiers: Sequence[DossierFolder], works: Works, today: date) -> list[Morning]:
    """Every dossier, the most urgent first: what has closed and is not issued, then what closes next."""
    names = Counter(one.name for one in dossiers)
    found = [_morning(one, works, today, names[one.name] > 1) for one in dossiers]
    return sorted(found, key=lambda one: (one.quiet, one.due.days if one.due else _LAST))


def coming(dossiers: Sequence[DossierFolder], works: Works, today: date) -> list[ComingDay]:
    """The days of the quarter that comes, in order."""
    days = []
    for one in dossiers:
        checked = works.known(one, "check")
        rule, until = _rule(checked), today + AHEAD
        if rule is None:
            continue
        for period in coming_periods(_kinds(checked, reports(one)), today, until, rule):
            closes, returns = rule.closes(period), rule.returns(period).last_day
            days.append((closes, f"Chốt số liệu {period.label}", one))
            if returns != closes:
                days.append((returns, f"Hạn gửi phiếu {period.label}", one))
            for target in _found(checked)["reporting"].get("recipients") or ():
                if target["due"] and (not target["kinds"] or period.kind.value in target["kinds"]):
                    day = due_of(target["due"], period, rule.cutoff).last_day
                    days.append((day, f"Hạn gửi báo cáo {period.label} cho {target['name']}", one))
    return [
        ComingDay(day, (day - today).days, what, one)
        for day, what, one in sorted(days, key=lambda found: (found[0], found[1]))
        if today <= day <= until
    ]


def _morning(dossier: DossierFolder, works: Works, today: date, twin: bool) -> Morning:
    checked, kept = works.known(dossier, "check"), reports(dossier)
    found = _found(checked)
    problems = checked.result.get("problems", ()) if checked is not None and checked.done else ()
    due = _due(dossier, checked, kept, today)
    waiting = sorted((one for one in due if one.stage is not Stage.ISSUED), key=lambda one: one.days)
    return Morning(
        dossier=dossier,
        issuer=str(found.get("reporting", {}).get("issuer", "")),
        plan=str(found.get("plan", "")),
        twin=twin,
        checked=checked,
        current=checked is not None and checked.result.get("mark") == dossier.workbook_mark(),
        errors=sum(one["severity"] == "error" for one in problems),
        unfilled=checked is not None and is_unfilled(checked.result),
        due=waiting[0] if waiting else None,
        after=tuple(waiting[1 : 1 + _AFTER]),
        last=kept[0] if kept else None,
        running=works.in_the_way(dossier),
        quiet=_is_quiet(checked, today),
    )


def _found(checked: WorkState | None) -> Mapping[str, Any]:
    """What the last check found of the dossier; nothing where it found nothing."""
    return (checked.result.get("choices") or {}) if checked is not None and checked.done else {}


def _rule(checked: WorkState | None) -> ReportingRule | None:
    told = _found(checked).get("reporting")
    if not told:
        return None
    begins = date.fromisoformat(told["begins"]) if told["begins"] else None
    return ReportingRule(CutoffRule(told["cutoff"]), told["returns_due"], begins)


def _kinds(checked: WorkState | None, kept: Sequence[KeptReport]) -> list[Any]:
    """The kinds of period that this body reports: those of its reports; before the first, those of its figures."""
    codes = [one.about.period for one in kept] or [one["code"] for one in _found(checked).get("periods", ())]
    return [period.kind for code in codes if (period := parse_period(code)) is not None]


def _is_quiet(checked: WorkState | None, today: date) -> bool:
    """True of a dossier that has had no figures for a year."""
    rule = _rule(checked)
    known = [parse_period(one["code"]) for one in _found(checked).get("periods", ())]
    closed = [rule.closes(one) for one in known if one is not None and rule is not None]
    return bool(closed) and max(closed) < today - _QUIET


def _due(dossier: DossierFolder, checked: WorkState | None, kept: Sequence[KeptReport], today: date) -> list[DueReport]:
    rule = _rule(checked)
    if rule is None:
        return []
    told = _found(checked)["reporting"]
    data, base = {one["code"] for one in _found(checked)["periods"]}, _kinds(checked, kept)
    made = []
    targets: list[Mapping[str, Any]] = told.get("recipients") or [{"name": "", "kinds": [], "due": ""}]
    for target in targets:
        for period in due_periods([PeriodKind(kind) for kind in target["kinds"]] or base, today, rule):
            own = next((one for one in kept if _is_for(one, period, target["name"])), None)
            stage, waiting = stage_of(own) if own else ((Stage.DATA if period.code in data else Stage.EMPTY), 0)
            closes, who = rule.closes(period), told["silent"].get(period.code)
            hand_in = due_of(target["due"], period, rule.cutoff).last_day if target["due"] else None
            made.append(
                DueReport(
                    period=period,
                    to=target["name"],
                    hand_in=hand_in,
                    closes=closes,
                    days=((hand_in or closes) - today).days,
                    returns=rule.returns(period),
                    stage=stage,
                    waiting=waiting,
                    report=own,
                    silent=tuple(who) if who is not None else None,
                    outdated=own is not None and stage is not Stage.ISSUED and _is_outdated(own, dossier),
                )
            )
    return made


def _is_for(kept: KeptReport, period: Period, recipient: str) -> bool:
    about = kept.about
    return about.period == period.code and about.agency is None and (about.recipient or "") == recipient


def _is_outdated(kept: KeptReport, dossier: DossierFolder) -> bool:
    manifest = read_manifest(kept.folder)
    return manifest is not None and manifest.input_sha256 != dossier.workbook_mark()


def stage_of(kept: KeptReport) -> tuple[Stage, int]:
    """How far a report is, and how many places wait for a person."""
    if kept.about.issued is not None:
        return Stage.ISSUED, 0
    edited = [one for one in kept.documents if _is_edited(one.path)]
    if not edited:
        gaps = len(kept.about.gaps)
        return (Stage.BUILT, gaps) if gaps else (Stage.READY, 0)
    codes = Counter(code for one in edited for code in _obstacles(one.path, one.mark))
    gaps = codes["BH001"] if any(one.name.startswith("bao-cao") for one in edited) else len(kept.about.gaps)
    if codes["BH002"]:
        return Stage.CONFLICTS, codes["BH002"]
    others = gaps + codes["BH003"] + codes["BH008"]
    return (Stage.EDITED, others) if others else (Stage.READY, 0)


def _is_edited(path: Path) -> bool:
    """True of a file that is no longer, to the byte, what the program wrote."""
    written = path.parent / BASE / path.name
    return not written.is_file() or file_mark(written) != file_mark(path)


@lru_cache(maxsize=500)
def _obstacles(path: Path, mark: str) -> tuple[str, ...]:
    """The codes of what keeps a file from being issued; looked for once for each state (`mark`) of it."""
    try:
        return tuple(one.code for one in unready(path.read_bytes(), path))
    except (BaocaoError, OSError):
        return ("BH001",)
