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

from generator.compute.due import Reporting, coming_days, owed_reports
from generator.core.folders import BASE
from generator.core.periods import Period
from generator.core.problems import BaocaoError
from generator.origins.readiness import unready
from generator.stories.due import made_reports, report_owed
from generator.validate.returns_due import Due
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
        said = _said(works.known(one, "check"))
        if said is not None:
            made = made_reports(kept.about for kept in reports(one))
            days += [(day, what, one) for day, what in coming_days(said, made, today, today + AHEAD)]
    return [
        ComingDay(day, (day - today).days, what, one)
        for day, what, one in sorted(days, key=lambda found: (found[0], found[1]))
    ]


def _morning(dossier: DossierFolder, works: Works, today: date, twin: bool) -> Morning:
    checked, kept = works.known(dossier, "check"), reports(dossier)
    found = _found(checked)
    problems = checked.result.get("problems", ()) if checked is not None and checked.done else ()
    due = due_reports(dossier, checked, kept, today)
    waiting = sorted((one for one in due if one.stage is not Stage.ISSUED), key=lambda one: one.days)
    return Morning(
        dossier=dossier,
        issuer=str((found.get("reporting") or {}).get("issuer", "")),
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


def _said(checked: WorkState | None) -> Reporting | None:
    """What the dossier says of its reports, as the last check found it."""
    told = _found(checked).get("reporting")
    return Reporting.from_json(told) if told else None


def _is_quiet(checked: WorkState | None, today: date) -> bool:
    """True of a dossier that has had no figures for a year."""
    said = _said(checked)
    closed = [said.rule.closes(one) for one in said.data] if said is not None else []
    return bool(closed) and max(closed) < today - _QUIET


def due_reports(
    dossier: DossierFolder, checked: WorkState | None, kept: Sequence[KeptReport], today: date
) -> list[DueReport]:
    """The reports that `due` names too, first to be handed in first, with how far each is; none before a check."""
    said = _said(checked)
    if said is None:
        return []
    silent = _found(checked)["reporting"]["silent"]
    there, found = {one.folder: one for one in kept}, []
    for owed in owed_reports(said, made_reports(one.about for one in kept), today):
        about = report_owed(owed, (one.about for one in kept))
        own = there[about.folder] if about is not None else None
        empty = Stage.DATA if _has_figures(said, owed.period) else Stage.EMPTY
        stage, waiting = stage_of(own) if own else (empty, 0)
        who = silent.get(owed.period.code)
        found.append(
            DueReport(
                period=owed.period,
                to=owed.to,
                hand_in=owed.due.last_day if owed.due else None,
                closes=owed.closes,
                days=(owed.by - today).days,
                returns=said.rule.returns(owed.period),
                stage=stage,
                waiting=waiting,
                report=own,
                silent=tuple(who) if who is not None else None,
                outdated=own is not None and stage is not Stage.ISSUED and _is_outdated(own, dossier),
            )
        )
    return found


def _has_figures(said: Reporting, period: Period) -> bool:
    """Whether the period has figures: its own, or those of a part of it that closes with it (a year's last quarter)."""
    whole = period.window(said.rule.cutoff)
    parts = (one.window(said.rule.cutoff) for one in said.data)
    return any(whole.holds(part) and part.end == whole.end for part in parts)


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
