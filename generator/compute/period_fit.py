"""What of a dossier does not fit a period that is reported on: rows half in it, targets that are of other years."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator.compute.indicators import IndicatorStatus, indicator_facts, year_of
from generator.compute.plan_changes import in_force
from generator.compute.task_status import TaskStatus, rows_by_task, task_facts
from generator.compute.timeline import Timeline
from generator.core.model import Dossier, Indicator
from generator.core.periods import CALENDAR_KINDS, CutoffRule, Period, Window
from generator.core.problems import Place, Problem, ProblemList
from generator.core.vietnamese import join_and, short_date, upper_first
from generator.validate.deadlines import last_year_of_plan
from generator.validate.plausible import confirms

_NAMED = 6
_DAYS = re.compile(r"(?<![\d,.])(\d{1,4}) ngày\b", re.IGNORECASE)


def fit_problems(dossier: Dossier, period: Period) -> tuple[Problem, ...]:
    """KY003: rows whose period lies partly in a stretch of days or years, so that they are not counted as inside it.
    KY004: a name that tells of more or fewer days than the range has.
    CT020: a sum of several years that the plan has no target for.
    CT021: targets of no year that are missed before the year they may be meant for is over.
    NV006: tasks that came round until a year that is over."""
    problems = ProblemList()
    window = period.window(dossier.settings.cutoff)
    _check_rows(dossier, period, window, problems)
    _check_name(dossier, period, window, problems)
    if period.spans_years:
        _check_targets(dossier, period, problems)
    held = replace(in_force(dossier, window.end), plans=dossier.plans)
    _check_years(held, period, problems)
    _check_ended(held, period, problems)
    return tuple(problems.items)


def _check_rows(dossier: Dossier, period: Period, window: Window, problems: ProblemList) -> None:
    halves = Counter(row for row in _periods(dossier) if _is_half_in(row, period, window, dossier.settings.cutoff))
    if not halves:
        return
    ordered = sorted(halves, key=lambda one: (one.window(dossier.settings.cutoff).start, one.code))
    named = _listed([f"{one.label} ({halves[one]} dòng)" for one in ordered], "kỳ")
    message = (
        f"Có số liệu của kỳ chỉ nằm một phần trong {period.label}, từ {short_date(window.start)} đến "
        f"{short_date(window.end)}: {named}. Kết quả và số của các dòng này không tính là của kỳ báo cáo."
    )
    fix = (
        "Nếu có số riêng của phần nằm trong kỳ thì ghi thành dòng riêng, cột Kỳ báo cáo ghi đúng khoảng ngày của số đó."
    )
    problems.add("KY003", Place(dossier.file), message, fix)


def _listed(names: Sequence[str], what: str) -> str:
    """The first few names, and how many there are besides."""
    more = [f"{len(names) - _NAMED} {what} khác"] if len(names) > _NAMED else []
    return join_and([*names[:_NAMED], *more])


def _periods(dossier: Dossier) -> Iterator[Period]:
    """The period of each row that tells what was done, or a figure, of it; money is cumulative."""
    yield from (row.period for row in dossier.progress)
    yield from (row.period for row in dossier.measurements)


def _is_half_in(row: Period, period: Period, window: Window, rule: CutoffRule) -> bool:
    """True where the two overlap and neither holds the other; calendar periods of one rule never do so by surprise."""
    if row.kind in CALENDAR_KINDS and period.kind in CALENDAR_KINDS:
        return False
    own = row.window(rule)
    apart = own.end < window.start or window.end < own.start
    return not (apart or window.holds(own) or own.holds(window))


def _check_name(dossier: Dossier, period: Period, window: Window, problems: ProblemList) -> None:
    said = _DAYS.findall(period.name) if period.first is not None else []
    days = (window.end - window.start).days + 1
    if len(said) == 1 and int(said[0]) != days:
        message = f"Kỳ “{period.name}” từ {short_date(window.start)} đến {short_date(window.end)} có {days} ngày."
        problems.add("KY004", Place(dossier.file), message, "Kiểm tra ngày đầu, ngày cuối hoặc tên kỳ.")


def _check_targets(dossier: Dossier, period: Period, problems: ProblemList) -> None:
    timeline = Timeline(period, dossier.settings.cutoff)
    for fact in indicator_facts(dossier.indicators, dossier.milestones, dossier.measurements, timeline):
        if fact.status is IndicatorStatus.NOT_JUDGED:
            message = (
                f"Chỉ tiêu “{fact.indicator.code}”: giá trị của {period.label} là của nhiều năm, kế hoạch không có mục "
                "tiêu của từng năm trong kỳ nên không so với mục tiêu."
            )
            fix = "Ghi mục tiêu của mọi năm trong kỳ vào trang Lộ trình; chương trình cộng lại."
            problems.add("CT020", fact.target_rows[0].place("Mục tiêu"), message, fix)


def _check_years(dossier: Dossier, period: Period, problems: ProblemList) -> None:
    """Targets of no year that are missed before the year's end, or before the last year of a plan of several."""
    timeline = Timeline(period, dossier.settings.cutoff)
    is_open = timeline.window.end < year_of(timeline).end
    names = {plan.code: plan.name for plan in dossier.plans}
    asked = [
        fact
        for fact in indicator_facts(dossier.indicators, dossier.milestones, dossier.measurements, timeline)
        if fact.is_missed_undated
        and (is_open or _last_year(fact.indicator, names, dossier.settings.plan_name) > period.year)
        and not confirms(fact.indicator.note)
    ]
    if not asked:
        return
    codes = _listed([fact.indicator.code for fact in asked], "chỉ tiêu")
    later = "cả năm" if is_open else "năm sau"
    message = (
        f"{upper_first(period.label)}, mục tiêu không ghi năm nên được đánh giá ngay là chưa đạt: {codes}. "
        f"Là mục tiêu của {later} thì chưa phải là chưa đạt."
    )
    fix = "Ghi Năm mục tiêu; nếu là mức phải giữ ở mọi kỳ, ghi “đã kiểm tra” ở cột Ghi chú của chỉ tiêu."
    problems.add("CT021", asked[0].indicator.row.place("Năm mục tiêu"), message, fix)


def _last_year(indicator: Indicator, names: Mapping[str, str], general: str) -> int:
    """The last year of an indicator's plans, as far as their names tell; 0 where none does."""
    own = [names[code] for code in indicator.plans if code in names] or [general]
    return max((last_year_of_plan(name) or 0 for name in own), default=0)


def _check_ended(dossier: Dossier, period: Period, problems: ProblemList) -> None:
    timeline = Timeline(period, dossier.settings.cutoff)
    facts = task_facts(dossier.tasks, rows_by_task(dossier.progress), timeline, timeline.window.end)
    ended = [fact.task for fact in facts if fact.has_ended and fact.status is TaskStatus.ONGOING]
    if not ended:
        return
    codes = _listed([task.code for task in ended], "nhiệm vụ")
    message = (
        f"{upper_first(period.label)} vẫn đếm là thường xuyên các nhiệm vụ đã hết thời gian ghi trong kế hoạch "
        f"(“{ended[0].deadline.text}”): {codes}."
    )
    fix = "Còn làm tiếp thì sửa thời hạn (trang Điều chỉnh); đã xong thì ghi Hoàn thành; thôi làm thì ghi Bãi bỏ."
    problems.add("NV006", ended[0].row.place("Thời gian hoàn thành"), message, fix)
