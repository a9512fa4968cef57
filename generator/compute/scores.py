"""What each unit scores by the criteria of the dossier, and its rank among its kind. Pure.

A share has one decimal, points have two, each rounded half up from what is printed before it: whoever adds up a printed
table comes to the printed total. What cannot be measured of a unit is neither 0 nor 100: it is left out, and what the
unit has of the rest is told of a hundred.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from generator.compute.counts import lead_agencies, percent
from generator.compute.funding import FundingFact, funding
from generator.compute.indicators import IndicatorFact, IndicatorStatus, indicator_facts
from generator.compute.plan_changes import in_force
from generator.compute.reporting import has_reported_on, is_closed, is_collective, reporters
from generator.compute.task_status import TaskFact, TaskStatus, rows_by_task, task_facts
from generator.compute.timeline import Timeline
from generator.core.bands import Band, band_of
from generator.core.model import (
    Agency,
    Criterion,
    Dossier,
    HandPoints,
    Progress,
    ReportedStatus,
    ScoringMethod,
    UnitKind,
)
from generator.core.periods import Period
from generator.core.problems import Place
from generator.core.vietnamese import fold, round_half_up
from generator.read.columns import EVIDENCE

USUAL_FLOOR, USUAL_BASIS = Decimal(70), Decimal(50)
_HUNDRED = Decimal(100)
_PLACES = 2
_BODIES = tuple(fold(words) for words in ("UBND", "Ủy ban nhân dân", "HĐND", "Hội đồng nhân dân", "Đảng ủy"))
_COMMUNES = tuple(fold(words) for words in ("Xã", "Phường", "Thị trấn", "Đặc khu"))
_OF_COMMUNES = tuple(fold(words) for words in ("xã", "phường", "thị trấn", "đặc khu", "cấp xã"))


class Lacking(StrEnum):
    """Why a criterion cannot be measured of a unit."""

    NOTHING_DUE = "không có nhiệm vụ đến hạn"
    NEVER_REPORTED = "chưa báo cáo nhiệm vụ đến hạn nào"
    NOTHING_OWED = "không có nhiệm vụ phải báo cáo"
    NO_INDICATOR = "không có chỉ tiêu nào đến hạn đánh giá và có số liệu"
    NOTHING_DONE = "chưa có nhiệm vụ hoàn thành"
    NO_EVIDENCE_COLUMN = "hồ sơ không có cột Minh chứng"
    NO_MONEY = "không có kinh phí giao riêng"
    MONEY_UNKNOWN = "chưa đủ số liệu giải ngân"
    NOT_GIVEN = "chưa chấm"


@dataclass(frozen=True, slots=True)
class Measure:
    """A part of a whole, with the cells that each is counted from.

    `left_out` could not be judged for want of a figure, `under_way` since their year is not over; `older` are judged by
    a figure of an earlier period.
    """

    part: Decimal
    whole: Decimal
    part_cells: tuple[Place, ...]
    whole_cells: tuple[Place, ...]
    left_out: int = 0
    older: int = 0
    under_way: int = 0

    @property
    def share(self) -> Decimal:
        """In per cent with one decimal, not over a hundred."""
        share = percent(self.part, self.whole)
        return Decimal(0) if share is None else min(share, _HUNDRED)

    @property
    def cells(self) -> tuple[Place, ...]:
        return tuple(dict.fromkeys((*self.part_cells, *self.whole_cells)))


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """What a unit has for a criterion: `points`, of a `measure` or `given` by hand, or None for want of `lacking`."""

    criterion: Criterion
    points: Decimal | None
    measure: Measure | None = None
    given: HandPoints | None = None
    lacking: Lacking | None = None

    @property
    def cells(self) -> tuple[Place, ...]:
        """The cells that the points come from, the criterion's own last."""
        found = self.measure.cells if self.measure else ()
        if self.given is not None:
            return (self.given.row.place("Điểm"),)
        weighed = "Bậc" if self.criterion.bands else "Trọng số"
        return (*found, self.criterion.row.place(weighed)) if found else ()


@dataclass(frozen=True, slots=True)
class UnitScore:
    """A unit's score. `total` is None where too little of the hundred points rests on anything; then it has no rank.

    `basis` is how many of the hundred points could be measured, `earned` those it has of them; `added` and `taken` are
    bonus and malus. `completion` is what it is known to have done of what was due: nothing where it is `silent`, since
    nobody ever reported on any of that.
    """

    unit: str
    kind: UnitKind
    criteria: tuple[CriterionScore, ...]
    basis: Decimal
    earned: Decimal
    added: Decimal
    taken: Decimal
    total: Decimal | None
    band: Band | None
    completion: Measure | None
    silent: bool = False
    rank: int | None = None
    previous_total: Decimal | None = None
    previous_rank: int | None = None
    previous_cells: tuple[Place, ...] = ()
    previous_from: str = ""
    """The issued report that says how it stood in the period before; "" where that is reckoned from the dossier."""

    @property
    def change(self) -> Decimal | None:
        """How much more it has than in the period before."""
        if self.total is None or self.previous_total is None:
            return None
        return self.total - self.previous_total

    @property
    def climbed(self) -> int | None:
        """By how many ranks it has gone up; None where it had none."""
        return None if self.rank is None or self.previous_rank is None else self.previous_rank - self.rank

    @property
    def cells(self) -> tuple[Place, ...]:
        return tuple(dict.fromkeys(cell for one in self.criteria for cell in one.cells))


@dataclass(frozen=True, slots=True)
class Board:
    """The units of one kind: those with a rank first, by rank, then those of which too little is known."""

    kind: UnitKind
    criteria: tuple[Criterion, ...]
    units: tuple[UnitScore, ...]

    @property
    def ranked(self) -> int:
        return sum(one.rank is not None for one in self.units)


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a period. `below` are the units that have done less than `floor` per cent of what was due; where
    nobody at all has reported, nobody is named.

    `previous` is the period that totals and ranks are compared with, None where nobody had reported by its end.
    """

    boards: tuple[Board, ...]
    floor: Decimal
    least_basis: Decimal
    below: tuple[UnitScore, ...]
    previous: Period | None = None

    @property
    def bases(self) -> tuple[str, ...]:
        """The texts that lay the criteria down, as far as the dossier names them."""
        texts = (one.basis for board in self.boards for one in board.criteria)
        return tuple(dict.fromkeys(filter(None, texts)))


def scores(dossier: Dossier, timeline: Timeline, as_of: date) -> Scores | None:
    """The scores of a period judged on `as_of`; None where the dossier asks for none."""
    wanted = dossier.settings.scored_in
    if wanted and timeline.period.kind not in wanted:
        dossier = replace(dossier, criteria=(), hand_points=())
    if not dossier.criteria and dossier.settings.completion_floor is None:
        return None
    now = _standing(dossier, timeline, as_of)
    earlier = Timeline(timeline.period.previous(), timeline.rule)
    if not now.boards or earlier.latest(dossier.progress) is None:
        return now
    then = _standing(dossier, earlier, earlier.window.end)
    before = {(one.kind, one.unit): one for board in then.boards for one in board.units}
    boards = tuple(
        replace(board, units=tuple(_against(one, before.get((one.kind, one.unit))) for one in board.units))
        for board in now.boards
    )
    return replace(now, boards=boards, previous=earlier.period)


def _against(one: UnitScore, before: UnitScore | None) -> UnitScore:
    if before is None:
        return one
    return replace(one, previous_total=before.total, previous_rank=before.rank, previous_cells=before.cells)


@dataclass(frozen=True, slots=True)
class _Known:
    """All that units are measured by at the end of a period."""

    dossier: Dossier
    timeline: Timeline
    as_of: date
    led: Mapping[str, Sequence[TaskFact]]
    indicators: tuple[IndicatorFact, ...]
    money: tuple[FundingFact, ...]
    rows: Mapping[str, Sequence[Progress]]
    """The rows of each task up to the end of the period."""
    given: Mapping[tuple[str, str], HandPoints]

    @classmethod
    def of(cls, dossier: Dossier, timeline: Timeline, as_of: date) -> _Known:
        then, end = in_force(dossier, as_of), timeline.window.end
        progress = [row for row in then.progress if timeline.end_of(row) <= end]
        return cls(
            then,
            timeline,
            as_of,
            lead_agencies(task_facts(then.tasks, rows_by_task(then.progress), timeline, as_of), then.agencies),
            indicator_facts(then.indicators, then.milestones, then.measurements, timeline),
            funding(then.funding, then.disbursements, timeline).lines,
            rows_by_task(progress),
            {(row.criterion, row.unit): row for row in then.hand_points if row.period == timeline.period},
        )

    def units(self) -> tuple[str, ...]:
        """Who is scored: whoever leads a task or an indicator, spends money or is given points, and is one body."""
        others = (
            *(name for fact in self.indicators for name in fact.indicator.lead),
            *(name for fact in self.money for name in fact.line.agencies),
            *(unit for _, unit in self.given),
        )
        order = {agency.name: None for agency in self.dossier.agencies}
        found = {*self.led, *others}
        named = [name for name in (*order, *self.led, *others) if name in found]
        return tuple(name for name in dict.fromkeys(named) if not is_collective(name))


def unit_kind(name: str, known: Iterable[Agency]) -> UnitKind:
    """Whether a unit is a commune's: by its name, or by the group that sheet Cơ quan puts it in."""
    key = fold(name)
    for body in _BODIES:
        key = key.removeprefix(body).strip()
    group = next((fold(one.group) for one in known if one.name == name), "")
    of_commune = key.startswith(tuple(f"{word} " for word in _COMMUNES))
    grouped = any(f" {word} " in f" {group.replace(',', ' ')} " for word in _OF_COMMUNES)
    return UnitKind.COMMUNE if of_commune or grouped else UnitKind.AGENCY


def _standing(dossier: Dossier, timeline: Timeline, as_of: date) -> Scores:
    """The scores at the end of one period, compared with nothing."""
    known, settings = _Known.of(dossier, timeline, as_of), dossier.settings
    least = USUAL_BASIS if settings.least_basis is None else settings.least_basis
    floor = USUAL_FLOOR if settings.completion_floor is None else settings.completion_floor
    every: dict[UnitKind, list[UnitScore]] = {kind: [] for kind in UnitKind}
    for unit in known.units():
        kind = unit_kind(unit, dossier.agencies)
        every[kind].append(_unit_score(known, unit, kind, least))
    boards = tuple(
        Board(kind, own, _ranked(every[kind]))
        for kind in UnitKind
        if every[kind] and (own := _criteria_for(dossier.criteria, kind))
    )
    anybody = any(known.rows.values())
    below = [one for units in every.values() for one in units if anybody and _is_below(one.completion, floor)]
    return Scores(boards, floor, least, tuple(sorted(below, key=_done_share)))


def _done_share(one: UnitScore) -> Decimal:
    return one.completion.share if one.completion else Decimal(0)


def _is_below(completion: Measure | None, floor: Decimal) -> bool:
    return completion is not None and completion.part * _HUNDRED < floor * completion.whole


def _criteria_for(criteria: Sequence[Criterion], kind: UnitKind) -> tuple[Criterion, ...]:
    """The criteria that units of a kind are scored by; none where no weight counts for them."""
    own = tuple(one for one in criteria if one.is_for(kind) and one.method is not ScoringMethod.BANDS)
    return own if any(one.method.is_weighted for one in own) else ()


def _names(criteria: Sequence[Criterion], kind: UnitKind) -> Criterion | None:
    return next((one for one in criteria if one.method is ScoringMethod.BANDS and one.is_for(kind)), None)


def _unit_score(known: _Known, unit: str, kind: UnitKind, least: Decimal) -> UnitScore:
    own = tuple(_criterion_score(known, unit, one) for one in _criteria_for(known.dossier.criteria, kind))
    measured = [one for one in own if one.criterion.method.is_weighted and one.points is not None]
    basis = sum((one.criterion.weight for one in measured), Decimal(0))
    earned, added, taken = (
        sum((one.points for one in own if one.points is not None and of(one.criterion.method)), Decimal(0))
        for of in _SIDES
    )
    total = round_half_up(earned * _HUNDRED / basis, _PLACES) + added - taken if basis and basis >= least else None
    names = _names(known.dossier.criteria, kind)
    band = band_of(total, names.bands) if names is not None and total is not None else None
    due = _come_due(known, unit)
    silent = bool(due) and all(fact.latest is None for fact in due)
    completion = _done_of(due) if due else None
    return UnitScore(unit, kind, own, basis, earned, added, taken, total, band, completion, silent)


_SIDES: tuple[Callable[[ScoringMethod], bool], ...] = (
    lambda method: method.is_weighted,
    lambda method: method is ScoringMethod.BONUS,
    lambda method: method is ScoringMethod.MALUS,
)


def _ranked(units: Iterable[UnitScore]) -> tuple[UnitScore, ...]:
    """The units with their ranks: equal totals share one, and the next counts all before it."""
    listed = list(units)
    totals = [one.total for one in listed if one.total is not None]
    placed = [
        one if one.total is None else replace(one, rank=1 + sum(total > one.total for total in totals))
        for one in listed
    ]
    return tuple(sorted(placed, key=lambda one: (one.rank is None, one.rank or 0)))


# --- one criterion of one unit -----------------------------------------------------------------------


def _criterion_score(known: _Known, unit: str, criterion: Criterion) -> CriterionScore:
    if criterion.method.is_entered:
        given = known.given.get((criterion.code, unit))
        if given is not None:
            return CriterionScore(criterion, given.points, given=given)
        is_missing = criterion.method is ScoringMethod.BY_HAND
        return CriterionScore(criterion, None, lacking=Lacking.NOT_GIVEN if is_missing else None)
    found = _MEASURES[criterion.method](known, unit)
    if isinstance(found, Lacking):
        return CriterionScore(criterion, None, lacking=found)
    step = band_of(found.share, criterion.bands)
    if step is not None and step.points is not None:
        return CriterionScore(criterion, step.points, found)
    return CriterionScore(criterion, round_half_up(criterion.weight * found.share / _HUNDRED, _PLACES), found)


def _come_due(known: _Known, unit: str) -> list[TaskFact]:
    """The tasks of a unit whose day has come, whatever came of them, as the report counts them."""
    return [fact for fact in known.led.get(unit, ()) if fact.deadline is not None and fact.deadline <= known.as_of]


def _due(known: _Known, unit: str) -> list[TaskFact] | Lacking:
    """The tasks of a unit whose day has come, where anything is known of one."""
    due = _come_due(known, unit)
    if not due:
        return Lacking.NOTHING_DUE
    return due if any(fact.latest is not None for fact in due) else Lacking.NEVER_REPORTED


def _on_time(known: _Known, unit: str) -> Measure | Lacking:
    due = _due(known, unit)
    if isinstance(due, Lacking):
        return due
    return _of_tasks([fact for fact in due if fact.status is TaskStatus.COMPLETED_ON_TIME], due)


def _completed(known: _Known, unit: str) -> Measure | Lacking:
    due = _due(known, unit)
    return due if isinstance(due, Lacking) else _done_of(due)


def _done_of(due: Sequence[TaskFact]) -> Measure:
    return _of_tasks([fact for fact in due if fact.status.is_completed], due)


def _of_tasks(part: Sequence[TaskFact], whole: Sequence[TaskFact]) -> Measure:
    """Tasks of tasks: the rows that say so, and the deadlines of all."""
    return Measure(
        Decimal(len(part)),
        Decimal(len(whole)),
        tuple(fact.latest.row.place("Tình trạng") for fact in part if fact.latest is not None),
        tuple(fact.task.row.place("Thời gian hoàn thành") for fact in whole),
    )


def _reported(known: _Known, unit: str) -> Measure | Lacking:
    led = [(fact, has_reported_on(fact, unit)) for fact in known.led.get(unit, ())]
    told = [fact for fact, is_told in led if is_told]
    owed = [fact for fact, is_told in led if is_told or not is_closed(fact)]
    if not owed:
        return Lacking.NOTHING_OWED
    rows = (row for fact in told for row in fact.answers if unit in reporters(row, fact.task))
    return Measure(
        Decimal(len(told)),
        Decimal(len(owed)),
        tuple(row.row.place("Kỳ báo cáo") for row in rows),
        tuple(fact.task.row.place("Mã") for fact in owed),
    )


_MET = (IndicatorStatus.MET, IndicatorStatus.EXCEEDED)


def _indicators(known: _Known, unit: str) -> Measure | Lacking:
    own = [fact for fact in known.indicators if unit in fact.indicator.lead]
    judged = [fact for fact in own if fact.is_judged]
    if not judged:
        return Lacking.NO_INDICATOR
    met = [fact for fact in judged if fact.status in _MET]
    return Measure(
        Decimal(len(met)),
        Decimal(len(judged)),
        tuple(row.row.place("Giá trị") for fact in met for row in fact.rows),
        tuple(row.place("Mục tiêu") for fact in judged for row in fact.target_rows),
        sum(fact.status is IndicatorStatus.NO_DATA for fact in own),
        sum(fact.carried for fact in judged),
        sum(fact.is_under_way for fact in own),
    )


def _evidence(known: _Known, unit: str) -> Measure | Lacking:
    done = [fact for fact in known.led.get(unit, ()) if fact.status.is_completed and fact.latest is not None]
    if not done:
        return Lacking.NOTHING_DONE
    if not any(fact.latest and EVIDENCE in fact.latest.row.columns for fact in done):
        return Lacking.NO_EVIDENCE_COLUMN
    shown = [
        [row for row in known.rows[fact.task.code] if row.status is ReportedStatus.COMPLETED and row.evidence]
        for fact in done
    ]
    return Measure(
        Decimal(sum(map(bool, shown))),
        Decimal(len(done)),
        tuple(row.row.place(EVIDENCE) for rows in shown for row in rows),
        tuple(fact.latest.row.place("Tình trạng") for fact in done if fact.latest is not None),
    )


def _disbursed(known: _Known, unit: str) -> Measure | Lacking:
    """What the unit has paid out of the lines that it alone spends; unknown as long as one of them has no figure."""
    own = [fact for fact in known.money if fact.line.agencies == (unit,)]
    planned = sum((fact.line.planned for fact in own), Decimal(0))
    if not planned:
        return Lacking.NO_MONEY
    paid = [fact.disbursed_in for fact in own]
    if any(row is None for row in paid):
        return Lacking.MONEY_UNKNOWN
    rows = [row for row in paid if row is not None]
    return Measure(
        sum((row.disbursed for row in rows if row.disbursed is not None), Decimal(0)),
        planned,
        tuple(row.row.place("Đã giải ngân") for row in rows),
        tuple(fact.line.row.place("Kế hoạch (triệu đồng)") for fact in own),
        older=sum(not known.timeline.is_fresh(row) for row in rows),
    )


_MEASURES: Mapping[ScoringMethod, Callable[[_Known, str], Measure | Lacking]] = {
    ScoringMethod.ON_TIME: _on_time,
    ScoringMethod.COMPLETED: _completed,
    ScoringMethod.REPORTED: _reported,
    ScoringMethod.INDICATORS: _indicators,
    ScoringMethod.EVIDENCE: _evidence,
    ScoringMethod.DISBURSED: _disbursed,
}
MEASURED_WORDS: Mapping[ScoringMethod, tuple[str, str]] = {
    ScoringMethod.ON_TIME: ("nhiệm vụ hoàn thành đúng hạn", "nhiệm vụ đến hạn"),
    ScoringMethod.COMPLETED: ("nhiệm vụ đã hoàn thành", "nhiệm vụ đến hạn"),
    ScoringMethod.REPORTED: ("nhiệm vụ có báo cáo của kỳ", "nhiệm vụ phải báo cáo"),
    ScoringMethod.INDICATORS: ("chỉ tiêu đạt hoặc vượt mục tiêu", "chỉ tiêu đến hạn đánh giá có số liệu"),
    ScoringMethod.EVIDENCE: ("nhiệm vụ có minh chứng", "nhiệm vụ đã hoàn thành"),
    ScoringMethod.DISBURSED: ("triệu đồng đã giải ngân", "triệu đồng kế hoạch giao riêng"),
}
"""What the part and the whole of each measure are, in the words of a report."""
