"""The charts that a template may ask for, made from the facts of one report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from generator.compute.facts import Facts
from generator.compute.indicators import IndicatorFact, IndicatorStatus
from generator.compute.parts import reckon
from generator.compute.timeline import Timeline
from generator.core.figures import Figure
from generator.core.model import Aggregation, Indicator, Measurement, Target
from generator.core.periods import Period
from generator.core.problems import Place
from generator.core.vietnamese import number_text, upper_first
from generator.read.columns import TARGET, VALUE
from generator.render.charts import STACKED_FORMAT, Chart, ChartShape, Look, Series, value_format
from generator.render.count_views import STANDINGS, CountsView, Standing
from generator.render.figure_texts import decimals_of
from generator.render.indicator_views import IndicatorsView
from generator.render.one_indicator import IndicatorView
from generator.render.task_views import AgencyView, TasksView

HIDDEN = {"hidden": True}
"""Marks what a chart is drawn from: templates have no use for it."""
MOST_CATEGORIES = 30
MOST_PERIODS = 8
_LONGEST_LABEL = 75
_STACKS = (
    ("completed", "Hoàn thành", Look.MAIN),
    ("in_progress", "Đang thực hiện", Look.UNDERWAY),
    ("not_started", "Chưa thực hiện", Look.WAITING),
    ("overdue", "Quá hạn", Look.ALARM),
    ("suspended", "Tạm dừng", Look.PAUSED),
    ("ongoing", "Thường xuyên", Look.STEADY),
)


@dataclass(frozen=True, slots=True)
class ChartView:
    """One chart as a template sees it; false where there is nothing to draw."""

    title: str
    description: str
    drawn: Chart | None = field(metadata=HIDDEN)

    def __bool__(self) -> bool:
        return self.drawn is not None


@dataclass(frozen=True, slots=True)
class ChartsView:
    """The charts of a report; `wanted` is what the dossier says, for templates that leave it to the dossier."""

    wanted: bool
    task_status: ChartView
    agencies: ChartView
    indicators: ChartView
    source: Facts = field(metadata=HIDDEN)

    def find(self, name: str, code: str) -> Chart | None:
        """The chart that a tag names; None where there is nothing to draw."""
        if name == "indicator":
            return indicator_chart(self.source, code)
        view: ChartView = getattr(self, name)
        return view.drawn


def charts_view(facts: Facts, tasks: TasksView, indicators: IndicatorsView) -> ChartsView:
    """The charts of a report, from what its text prints."""
    period = facts.period.label
    return ChartsView(
        wanted=facts.settings.charts,
        task_status=_view(_task_status(tasks, period)),
        agencies=_view(_agencies(tasks.agencies, period)),
        indicators=_view(_indicators(indicators, period)),
        source=facts,
    )


def _view(chart: Chart | None) -> ChartView:
    return ChartView("", "", None) if chart is None else ChartView(chart.title, chart.description(), chart)


def _task_status(tasks: TasksView, period: str) -> Chart | None:
    if not tasks.counts.total:
        return None
    counted = {place: _standing_figure(tasks.counts, place) for place in STANDINGS}
    shown = [place for place in STANDINGS if counted[place] or not place[1]]
    figures = tuple(counted[place] for place in shown)
    labels = tuple(upper_first(STANDINGS[place]) for place in shown)
    return Chart(
        name="Biểu đồ nhiệm vụ theo tình trạng",
        title=f"Nhiệm vụ theo tình trạng thực hiện, {period}",
        shape=ChartShape.BARS,
        labels=labels,
        full_labels=labels,
        series=(Series("Số nhiệm vụ", figures),),
        unit="nhiệm vụ",
        alarms=frozenset(at for at, (status, _) in enumerate(shown) if status.is_overdue),
    )


def _standing_figure(counts: CountsView, place: Standing) -> Figure:
    status, undated = place
    apart = (status, True) in STANDINGS
    figure: Figure = getattr(counts, f"{status.value}_{'undated' if undated else 'in_time'}" if apart else status.value)
    return figure


def _agencies(agencies: Sequence[AgencyView], period: str) -> Chart | None:
    if not agencies:
        return None
    shown, rest = agencies[:MOST_CATEGORIES], agencies[MOST_CATEGORIES:]
    if len(rest) == 1:
        shown, rest = agencies, ()
    counts = [agency.counts for agency in shown]
    names = [agency.name for agency in shown]
    series = []
    for key, words, look in _STACKS:
        figures = [_stacked(one, key) for one in counts]
        if rest:
            figures.append(_sum([_stacked(agency.counts, key) for agency in rest]))
        if any(figure.value for figure in figures):
            series.append(Series(words, tuple(figures), look, words[:1].lower() + words[1:]))
    if rest:
        names.append(f"{len(rest)} cơ quan khác")
    return Chart(
        name="Biểu đồ nhiệm vụ theo cơ quan",
        title=f"Nhiệm vụ theo cơ quan chủ trì và tình trạng thực hiện, {period}",
        shape=ChartShape.STACKED,
        labels=tuple(shortened(name) for name in names),
        full_labels=tuple(names),
        series=tuple(series),
        number_format=STACKED_FORMAT,
        unit="nhiệm vụ",
    )


def _stacked(counts: CountsView, key: str) -> Figure:
    figure: Figure = getattr(counts, key)
    return figure


def _sum(figures: Sequence[Figure]) -> Figure:
    value = sum((one.value or Decimal(0) for one in figures), Decimal(0))
    cells = tuple(dict.fromkeys(cell for one in figures for cell in one.cells))
    return Figure(number_text(value), value, cells, f"{figures[0].formula}, cộng của các cơ quan còn lại")


def _indicators(indicators: IndicatorsView, period: str) -> Chart | None:
    every = [view for group in indicators.groups for view in group.items]
    known = [view for view in every if view.achievement.value is not None]
    if not known:
        return None
    shown = known[:MOST_CATEGORIES]
    standings = [_standing(view) for view in shown]
    blank = Figure("")
    series = tuple(
        Series(
            words,
            tuple(view.achievement if one == words else blank for view, one in zip(shown, standings, strict=True)),
            look,
        )
        for words, look in _STANDINGS.items()
        if words in standings
    )
    left = len(every) - len(shown)
    return Chart(
        name="Biểu đồ mức đạt chỉ tiêu",
        title=f"Mức đạt so với mục tiêu của các chỉ tiêu, {period} (%)",
        shape=ChartShape.BARS,
        labels=tuple(shortened(view.short) for view in shown),
        full_labels=tuple(f"{view.name} ({view.status_words})" for view in shown),
        series=series,
        number_format=value_format(decimals_of(view.achievement.value for view in shown), percent=True),
        mark=100,
        note=f"{left} chỉ tiêu khác không có tỷ lệ so với mục tiêu hoặc không vẽ được hết." if left else "",
    )


_REACHED, _UNDER_WAY, _NOT_DUE, _MISSED = (
    "Đạt hoặc vượt mục tiêu",
    "Đang thực hiện theo mục tiêu năm",
    "Chưa đến hạn đánh giá",
    "Chưa đạt mục tiêu",
)
_STANDINGS = {_REACHED: Look.MAIN, _UNDER_WAY: Look.UNDERWAY, _NOT_DUE: Look.WAITING, _MISSED: Look.ALARM}


def _standing(view: IndicatorView) -> str:
    if view.is_under_way:
        return _UNDER_WAY
    if not view.is_due:
        return _NOT_DUE
    return _MISSED if view.status_words.startswith("chưa") else _REACHED


def indicator_chart(facts: Facts, code: str) -> Chart | None:
    """One indicator over its last periods: what was reached as columns, the target as a line."""
    fact = next((fact for fact in facts.indicators if fact.indicator.code == code), None)
    points = _history(facts, fact) if fact is not None else []
    if fact is None or not points:
        return None
    found = fact.indicator
    targets = [_target(facts, found, period) for period, _, _ in points]
    unit = found.unit.strip()
    percent = unit.startswith("%")
    sign = "%" if percent else ""
    values = tuple(_valued(value, sign, cells) for _, value, cells in points)
    aims = tuple(_valued(target.value, sign, (place,)) for target, place in targets)
    series = [Series("Thực hiện", values, Look.MAIN, "thực hiện")]
    one_year = fact.status is not IndicatorStatus.NOT_JUDGED and not fact.milestones
    if fact.year_so_far is not None and fact.aggregation is Aggregation.SUM:
        one_year = False  # the ceiling is the year's, the columns are of parts of it
    if one_year and any(aim.value is not None for aim in aims):
        series.append(Series("Mục tiêu", aims, Look.LINE, "mục tiêu"))
    labels = tuple(period.label for period, _, _ in points)
    return Chart(
        name=f"Biểu đồ chỉ tiêu {code}",
        title=f"{found.name}, đến {facts.period.label}" + (f" ({unit})" if unit else ""),
        shape=ChartShape.COLUMNS,
        labels=labels,
        full_labels=labels,
        series=tuple(series),
        number_format=value_format(decimals_of(one.value for line in series for one in line.figures), percent),
        unit="" if percent else unit,
    )


Point = tuple[Period, Decimal | None, tuple[Place, ...]]


def _history(facts: Facts, fact: IndicatorFact) -> list[Point]:
    """The last values up to the report's period.

    Of levels one for each day that a period ends on; sums and means are of periods of one length only, and whole.
    """
    if fact.aggregation.is_of_parts:
        return _history_of_sums(facts, fact)
    rows = _last_levels(facts, fact.indicator)
    return [(row.period, row.value, (row.row.place(VALUE),)) for row in rows]


def _history_of_sums(facts: Facts, fact: IndicatorFact) -> list[Point]:
    rows = [row for row in facts.dossier.measurements if row.indicator == fact.indicator.code]
    period, points = facts.period, list[Point]()
    for _ in range(MOST_PERIODS):
        found = reckon(rows, fact.aggregation, Timeline(period, facts.settings.cutoff))
        if found.value is not None and not found.missing:
            points.append((period, found.value, tuple(row.row.place(VALUE) for row in found.parts)))
        period = period.previous()
    return points[::-1]


def _last_levels(facts: Facts, indicator: Indicator) -> list[Measurement]:
    rule = facts.settings.cutoff
    by_end: dict[object, Measurement] = {}
    for row in facts.dossier.measurements:
        end = row.period.window(rule).end
        if row.indicator == indicator.code and row.value is not None and end <= facts.window.end:
            known = by_end.get(end)
            if known is None or row.period.kind is facts.period.kind:
                by_end[end] = row
    ordered = sorted(by_end.items(), key=lambda pair: str(pair[0]))
    return [row for _, row in ordered[-MOST_PERIODS:]]


def _target(facts: Facts, indicator: Indicator, period: Period) -> tuple[Target, Place]:
    for milestone in facts.dossier.milestones:
        if milestone.indicator == indicator.code and milestone.year == period.year:
            return milestone.target, milestone.row.place(TARGET)
    return indicator.target, indicator.row.place(TARGET)


def _valued(value: Decimal | None, sign: str, cells: tuple[Place, ...]) -> Figure:
    return Figure("") if value is None else Figure(f"{number_text(value)}{sign}", value, cells)


def shortened(text: str) -> str:
    """A label of an axis: on one line, cut between words where it is very long."""
    words = " ".join(str(text).split())
    if len(words) <= _LONGEST_LABEL:
        return words
    return words[: _LONGEST_LABEL - 1].rsplit(" ", 1)[0].rstrip(" ,;") + "…"
