"""Which value of an earlier period a report compares itself with, where an issued report printed another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum

from generator.compute.counts import Counts
from generator.compute.facts import Facts, IssuedCounts, RestatementNote
from generator.compute.funding import FundingFact
from generator.compute.indicators import Comparison, IndicatorFact, indicator_facts
from generator.compute.restatements import IssuedReport, decimal_or_none, shown
from generator.compute.scores import UnitScore
from generator.compute.timeline import Timeline
from generator.core.model import Disbursement, Measurement, RowRef
from generator.core.period_names import parse_period
from generator.core.periods import CutoffRule
from generator.core.problems import Place, Problem, ProblemList
from generator.core.vietnamese import number_text

_NAMED_IN_NOTE = 8


class CompareWith(StrEnum):
    """Which value of an earlier period a report compares itself with, where an issued report printed another."""

    ISSUED = "issued"
    CORRECTED = "corrected"


def compared_with(
    facts: Facts, reports: Sequence[IssuedReport], choice: CompareWith | None
) -> tuple[Facts, tuple[Problem, ...]]:
    """`facts` compared with the issued or (by default) the corrected values of earlier periods, with notes saying so.

    Without a choice there is a warning (DC002) where it would have mattered.
    """
    notes: list[RestatementNote] = []
    problems = ProblemList()
    for report in reports:
        if not _slots(facts, report):
            continue
        values = _values(facts, report)
        counts, now = _issued_counts(facts, report), _counts_now(facts, report)
        scored, paid = _restated_scores(facts, report), _restated_money(facts, report)
        if not values and counts is None and not scored and not paid:
            continue
        notes.append(_note(report, list(values.values()), (counts, now), scored, paid, choice))
        if choice is CompareWith.ISSUED:
            facts = _with_issued_scores(_with_issued(facts, report, values, counts), report, scored)
            facts = _with_issued_money(facts, report, paid)
        elif choice is None:
            problems.add("DC002", Place(facts.dossier.file), notes[-1].text, _CHOOSE)
    return replace(facts, restated=tuple(notes)), tuple(problems.items)


_CHOOSE = (
    "Báo cáo này so sánh với số đã điều chỉnh; muốn so sánh với số đã ban hành, thêm --compare issued; "
    "muốn xác nhận số đã điều chỉnh, thêm --compare corrected."
)


def _slots(facts: Facts, report: IssuedReport) -> list[str]:
    """The comparisons that the report's period is meant by; for a year both are the year before."""
    meant = {"previous": facts.period.previous(), "same_period_last_year": facts.period.same_last_year()}
    return [slot for slot, period in meant.items() if period == report.period]


@dataclass(frozen=True, slots=True)
class _RestatedValue:
    """An indicator's value of the earlier period as the issued report printed it, and as the workbook has it."""

    code: str
    name: str
    unit: str
    issued: Decimal
    now: Decimal | None
    rows: tuple[Measurement, ...]


def _values(facts: Facts, report: IssuedReport) -> dict[str, _RestatedValue]:
    """By code what the report printed for indicators of its own period and the workbook now says otherwise.

    Whatever rows a figure came from: one of the period, that of its last part, or the sum of several.
    """
    dossier, rule = facts.dossier, facts.settings.cutoff
    then = indicator_facts(dossier.indicators, dossier.milestones, dossier.measurements, Timeline(report.period, rule))
    printed = report.indicators()
    found: dict[str, _RestatedValue] = {}
    for fact, now in zip(facts.indicators, then, strict=True):
        one, indicator = printed.get(fact.indicator.code), fact.indicator
        issued = decimal_or_none(one.get("value")) if one else None
        if one is None or issued is None or fact.value is None or not _is_of_its_period(one, report, rule):
            continue
        if now.value != issued:
            found[indicator.code] = _RestatedValue(
                indicator.code, indicator.name, indicator.unit, issued, now.value, now.rows
            )
    return found


def _is_of_its_period(one: Mapping[str, object], report: IssuedReport, rule: CutoffRule) -> bool:
    """False for a value that the report itself carried over from an older period: nothing is compared with it."""
    carried = parse_period(str(one.get("carried_from") or ""))
    return carried is None or carried.window(rule).end == report.period.window(rule).end


def _issued_counts(facts: Facts, report: IssuedReport) -> Counts | None:
    """The counts of tasks that the report printed, if the workbook now gives others for the same day."""
    printed = report.facts.get("tasks", {}).get("counts", {})
    now = _counts_now(facts, report)
    if now is None or report.as_of != report.period.window(facts.settings.cutoff).end:
        return None
    known = {field.name for field in fields(Counts)}
    counts = Counts(**{name: int(number) for name, number in printed.items() if name in known})
    same = (counts.total, counts.completed, counts.overdue) == (now.total, now.completed, now.overdue)
    return None if same else counts


def _counts_now(facts: Facts, report: IssuedReport) -> Counts | None:
    """How the tasks that the report printed stood then, as the workbook has it: what is new in the plan is left out."""
    previous = "previous" in _slots(facts, report)
    items = facts.tasks.previous_items if previous else facts.tasks.last_year_items
    printed = {one["code"] for one in report.facts.get("tasks", {}).get("items", ())}
    return None if items is None else Counts.of(fact for fact in items if fact.task.code in printed)


@dataclass(frozen=True, slots=True)
class _RestatedMoney:
    """What had been paid out of a line by the end of the period before: as the issued report printed it, and now."""

    issued: Decimal
    now: FundingFact

    @property
    def words(self) -> str:
        """ "đã giải ngân KP01: 100 triệu đồng, nay là 90 triệu đồng"."""
        unit = "triệu đồng"
        paid = shown(self.now.amounts.disbursed, unit)
        return f"đã giải ngân {self.now.line.code}: {shown(self.issued, unit)}, nay là {paid}"


def _restated_money(facts: Facts, report: IssuedReport) -> tuple[_RestatedMoney, ...]:
    """The lines of which the report printed another sum paid out than the workbook has for the period before."""
    if "previous" not in _slots(facts, report):
        return ()
    lines = report.facts.get("funding", {}).get("lines", ())
    printed = {one["code"]: decimal_or_none(one.get("disbursed")) for one in lines}
    return tuple(
        _RestatedMoney(issued, now)
        for now in facts.previous_funding.lines
        if (issued := printed.get(now.line.code)) is not None and issued != now.amounts.disbursed
    )


def _with_issued_money(facts: Facts, report: IssuedReport, paid: Sequence[_RestatedMoney]) -> Facts:
    """`facts` with the money of the period before as the report printed it; its place is the report's line."""
    order = [one["code"] for one in report.facts.get("funding", {}).get("lines", ())]
    issued = {one.now.line.code: one.issued for one in paid}

    def as_issued(fact: FundingFact) -> FundingFact:
        value, code = issued.get(fact.line.code), fact.line.code
        if value is None:
            return fact
        row = RowRef(facts.dossier.file, report.citation, order.index(code) + 1, {"Đã giải ngân": "dòng "})
        told = Disbursement(code, report.period, fact.amounts.allocated, value, row)
        return replace(fact, amounts=replace(fact.amounts, disbursed=value), disbursed_in=told)

    lines = tuple(map(as_issued, facts.previous_funding.lines))
    return replace(facts, previous_funding=replace(facts.previous_funding, lines=lines)) if issued else facts


@dataclass(frozen=True, slots=True)
class _RestatedScore:
    """A unit's total and rank of the period before as the issued report printed them, and as they are reckoned now."""

    unit: str
    total: Decimal | None
    rank: int | None
    now: UnitScore

    @property
    def words(self) -> str:
        """ "điểm của Sở Y tế: 70,00 (hạng 2), nay là 72,50 (hạng 1)"."""
        now = _standing(self.now.previous_total, self.now.previous_rank)
        return f"điểm của {self.unit}: {_standing(self.total, self.rank)}, nay là {now}"


def _standing(total: Decimal | None, rank: int | None) -> str:
    return "chưa đủ căn cứ" if total is None else f"{number_text(total, 2)} (hạng {rank})"


def _restated_scores(facts: Facts, report: IssuedReport) -> tuple[_RestatedScore, ...]:
    """The units of which the report printed another total or rank for the period before than is reckoned now."""
    if facts.scores is None or "previous" not in _slots(facts, report):
        return ()
    printed = {
        one["agency"]: one for board in report.facts.get("scores", {}).get("boards", ()) for one in board["units"]
    }
    found = []
    for now in (unit for board in facts.scores.boards for unit in board.units if unit.unit in printed):
        issued = printed[now.unit]
        total, rank = decimal_or_none(issued["total"]), issued["rank"]
        if (total, rank) != (now.previous_total, now.previous_rank):
            found.append(_RestatedScore(now.unit, total, rank, now))
    return tuple(found)


def _with_issued_scores(facts: Facts, report: IssuedReport, scored: Sequence[_RestatedScore]) -> Facts:
    issued = {one.unit: one for one in scored}
    if facts.scores is None or not issued:
        return facts

    def as_issued(unit: UnitScore) -> UnitScore:
        one = issued.get(unit.unit)
        if one is None:
            return unit
        return replace(
            unit, previous_total=one.total, previous_rank=one.rank, previous_cells=(), previous_from=report.citation
        )

    boards = tuple(replace(board, units=tuple(map(as_issued, board.units))) for board in facts.scores.boards)
    return replace(facts, scores=replace(facts.scores, boards=boards))


def _with_issued(
    facts: Facts, report: IssuedReport, values: Mapping[str, _RestatedValue], counts: Counts | None
) -> Facts:
    indicators = tuple(
        _indicator_as_issued(facts, fact, report, values[fact.indicator.code].issued)
        if fact.indicator.code in values and not fact.missing
        else fact
        for fact in facts.indicators
    )
    known = dict(facts.issued_counts)
    if counts is not None:
        known[report.period.code] = IssuedCounts(counts, report.citation)
    return replace(facts, indicators=indicators, issued_counts=known)


def _indicator_as_issued(facts: Facts, fact: IndicatorFact, report: IssuedReport, issued: Decimal) -> IndicatorFact:
    """`fact` compared with the issued value, whose place is the line of the issued report."""
    line = list(report.indicators()).index(fact.indicator.code) + 1
    row = RowRef(facts.dossier.file, report.citation, line, {"Giá trị": "dòng "})
    measurement = Measurement(fact.indicator.code, report.period, issued, "", "", "", row)
    comparison = Comparison(report.period, (measurement,), issued, (fact.value or Decimal(0)) - issued)
    slots = _slots(facts, report)
    return replace(
        fact,
        previous=comparison if "previous" in slots else fact.previous,
        same_period_last_year=comparison if "same_period_last_year" in slots else fact.same_period_last_year,
    )


def _note(
    report: IssuedReport,
    values: Sequence[_RestatedValue],
    counts: tuple[Counts | None, Counts | None],
    scored: Sequence[_RestatedScore],
    paid: Sequence[_RestatedMoney],
    choice: CompareWith | None,
) -> RestatementNote:
    """The sentence of the report that says which value is used and what the other one was."""
    items = [
        f"{one.name}: {shown(one.issued, one.unit)}, nay là {shown(one.now, one.unit)}"
        for one in values[:_NAMED_IN_NOTE]
    ]
    items += [f"và {len(values) - _NAMED_IN_NOTE} chỉ tiêu khác"] if len(values) > _NAMED_IN_NOTE else []
    items += _counted(*counts)
    items += [one.words for one in paid[:_NAMED_IN_NOTE]]
    items += [f"và {len(paid) - _NAMED_IN_NOTE} khoản kinh phí khác"] if len(paid) > _NAMED_IN_NOTE else []
    items += [one.words for one in scored[:_NAMED_IN_NOTE]]
    items += [f"và {len(scored) - _NAMED_IN_NOTE} cơ quan khác"] if len(scored) > _NAMED_IN_NOTE else []
    label = report.period.label
    if choice is CompareWith.ISSUED:
        text = f"Số liệu {label} dùng để so sánh lấy theo {report.citation}, chưa tính phần điều chỉnh sau khi ban hành"
    else:
        text = f"Số liệu {label} đã được điều chỉnh so với {report.citation}"
    cells = tuple(row.row.place("Giá trị") for one in values for row in one.rows)
    cells += tuple(one.now.disbursed_in.row.place("Đã giải ngân") for one in paid if one.now.disbursed_in)
    return RestatementNote(report.period.code.replace("-", "_"), f"{text} ({'; '.join(items)}).", cells)


def _counted(issued: Counts | None, now: Counts | None) -> list[str]:
    if issued is None or now is None:
        return []
    pairs = (
        ("số nhiệm vụ", issued.total, now.total),
        ("số nhiệm vụ hoàn thành", issued.completed, now.completed),
        ("số nhiệm vụ quá hạn", issued.overdue, now.overdue),
    )
    return [f"{words}: {before}, nay là {after}" for words, before, after in pairs if before != after]
