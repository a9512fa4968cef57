"""What of the points given by hand does not fit a period that is reported on."""

from __future__ import annotations

from generator.compute.scores import Lacking, scores
from generator.compute.timeline import Timeline
from generator.core.model import Dossier
from generator.core.periods import Period
from generator.core.problems import Place, Problem, ProblemList
from generator.core.vietnamese import join_and

_NAMED = 8


def score_problems(dossier: Dossier, period: Period) -> tuple[Problem, ...]:
    """DG007: points of another period, of days of this one. DG008: units that nobody has given points."""
    wanted = dossier.settings.scored_in
    if not dossier.criteria or (wanted and period.kind not in wanted):
        return ()
    problems, timeline = ProblemList(), Timeline(period, dossier.settings.cutoff)
    _of_others(dossier, timeline, problems)
    _not_given(dossier, timeline, problems)
    return tuple(problems.items)


def _of_others(dossier: Dossier, timeline: Timeline, problems: ProblemList) -> None:
    window = timeline.window
    own_rows = {(row.criterion, row.unit) for row in dossier.hand_points if row.period == timeline.period}
    for other in dict.fromkeys(row.period for row in dossier.hand_points if row.period != timeline.period):
        own = other.window(timeline.rule)
        if own.end < window.start or own.start > window.end:
            continue
        of_other = (row for row in dossier.hand_points if row.period == other)
        rows = [row for row in of_other if (row.criterion, row.unit) not in own_rows]
        if not rows:
            continue
        message = (
            f"{len(rows)} dòng điểm chấm là của {other.label}, không tính vào {timeline.period.label}: điểm chấm chỉ "
            "dùng cho đúng kỳ của nó."
        )
        fix = f"Nếu là điểm của {timeline.period.label}, ghi kỳ là {timeline.period.code}."
        problems.add("DG007", rows[0].row.place("Kỳ báo cáo"), message, fix)


def _not_given(dossier: Dossier, timeline: Timeline, problems: ProblemList) -> None:
    found = scores(dossier, timeline, timeline.window.end)
    if found is None:
        return
    missing: dict[str, list[str]] = {}
    every: dict[str, int] = {}
    places: dict[str, Place] = {}
    units = [unit for board in found.boards for unit in board.units]
    for name, one in ((unit.unit, one) for unit in units for one in unit.criteria):
        code = one.criterion.code
        every[code] = every.get(code, 0) + 1
        places[code] = one.criterion.row.place("Mã")
        if one.lacking is Lacking.NOT_GIVEN:
            missing.setdefault(code, []).append(name)
    for code, lacking in missing.items():
        more = f" và {len(lacking) - _NAMED} cơ quan khác" if len(lacking) > _NAMED else ""
        whom = "cơ quan nào" if len(lacking) == every[code] else f"{join_and(lacking[:_NAMED])}{more}"
        message = (
            f"Tiêu chí “{code}” chấm tay chưa có điểm {timeline.period.label} cho {whom}; tiêu chí này để ngoài, "
            "không tính là 0."
        )
        problems.add("DG008", places[code], message, "Ghi điểm ở trang Chấm điểm; không đạt thì ghi 0.")
