"""How units score and rank, as a template sees it: every point with the cells it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from generator.compute.facts import Facts
from generator.compute.scores import MEASURED_WORDS, Board, CriterionScore, Measure, Scores, UnitScore
from generator.core.figures import Count, Figure, Quotation
from generator.core.model import ScoringMethod, UnitKind
from generator.core.problems import Place
from generator.core.vietnamese import join_and, number_text, one_line
from generator.render.figure_texts import count_of, percentage

NOT_RANKED = "Chưa đủ căn cứ"
_PLACES = 2
_TITLES = {UnitKind.AGENCY: "Cơ quan, đơn vị", UnitKind.COMMUNE: "Cấp xã"}


@dataclass(frozen=True, slots=True)
class CriterionPointsView:
    """What a unit has for one criterion: what it was judged by, the share, the most it may have, its points."""

    block_key: str
    code: str
    name: str
    judged_by: str
    share: Figure
    weight: Figure
    points: Figure


@dataclass(frozen=True, slots=True)
class UnitScoreView:
    """A unit with its total, rank and band; figures of the period before are empty where it had none."""

    block_key: str
    rank: Figure
    name: str
    total: Figure
    band: str
    basis: Figure
    """How many of the hundred points rest on something."""
    reckoning: str
    """How the total comes from the points of the criteria."""
    previous_total: Figure
    change: Figure
    previous_rank: Figure
    climbed: Figure
    criteria: tuple[CriterionPointsView, ...]


@dataclass(frozen=True, slots=True)
class BoardView:
    """The units of one kind, ranked with each other; `title` is "" where there is one board only."""

    block_key: str
    title: str
    units: tuple[UnitScoreView, ...]


@dataclass(frozen=True, slots=True)
class BelowView:
    """A unit that has done too little of what was due; `silent` where nobody ever reported on any of that."""

    block_key: str
    name: str
    done: Figure
    due: Figure
    share: Figure
    silent: bool


@dataclass(frozen=True, slots=True)
class ScoresView:
    """The boards of the report, and the units that have done less than `floor` of what was due."""

    boards: tuple[BoardView, ...]
    unit_count: Figure
    below: tuple[BelowView, ...]
    below_count: Figure
    floor: Figure
    least_basis: Figure
    basis_texts: str
    """The texts that lay the criteria down; "" where the dossier names none."""
    previous_label: str
    ties: str = ""
    """Who shares a rank: "hạng 2: Sở A và Sở B"; "" where nobody does."""

    def __bool__(self) -> bool:
        return bool(self.boards)


NO_SCORES = ScoresView((), Figure(""), (), Figure(""), Figure(""), Figure(""), "", "")


def scores_view(facts: Facts) -> ScoresView:
    """What a report says of scores; all empty where it has none."""
    found = facts.scores
    if found is None:
        return NO_SCORES
    alone = len(found.boards) == 1
    floor, least = (facts.settings.places.get(key) for key in ("Ngưỡng hoàn thành", "Căn cứ chấm tối thiểu"))
    units = [one for board in found.boards for one in board.units]
    return ScoresView(
        boards=tuple(_board(board, found, alone) for board in found.boards),
        unit_count=Count(str(len(units)), Decimal(len(units)), _cells(units), "số cơ quan được chấm điểm"),
        below=tuple(_below(one, one.completion) for one in found.below if one.completion is not None),
        below_count=Count(
            str(len(found.below)),
            Decimal(len(found.below)),
            tuple(dict.fromkeys(cell for one in found.below if one.completion for cell in one.completion.cells)),
            f"số cơ quan hoàn thành dưới {number_text(found.floor)}% nhiệm vụ đến hạn",
        ),
        floor=Figure(f"{number_text(found.floor)}%", found.floor, _given(floor), "ngưỡng hoàn thành của hồ sơ"),
        least_basis=Figure(number_text(found.least_basis), found.least_basis, _given(least), "căn cứ chấm tối thiểu"),
        basis_texts=Quotation(
            join_and(found.bases),
            tuple(one.row.place("Căn cứ") for board in found.boards for one in board.criteria if one.basis),
        ),
        previous_label=found.previous.label if found.previous else "",
        ties=Quotation("; ".join(_ties(board, alone) for board in found.boards if _shared(board)), _cells(units)),
    )


_NAMED = 4
"""So many of those that share a rank are named; more are counted."""


def _shared(board: Board) -> dict[int, list[str]]:
    """Each rank that several units share, with their names."""
    places: dict[int, list[str]] = {}
    for one in board.units:
        if one.rank is not None:
            places.setdefault(one.rank, []).append(one.unit)
    return {rank: names for rank, names in places.items() if len(names) > 1}


def _ties(board: Board, alone: bool) -> str:
    of = "" if alone else f"{_TITLES[board.kind].lower()} "
    return "; ".join(
        f"{of}hạng {rank}: {join_and(names) if len(names) <= _NAMED else f'{len(names)} đơn vị'}"
        for rank, names in _shared(board).items()
    )


def _given(place: Place | None) -> tuple[Place, ...]:
    return (place,) if place else ()


def _cells(units: list[UnitScore]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(cell for one in units for cell in one.cells))


def _below(one: UnitScore, done: Measure) -> BelowView:
    words, due = MEASURED_WORDS[ScoringMethod.COMPLETED]
    return BelowView(
        one.unit,
        one.unit,
        count_of(done.part_cells, f"số {words}"),
        count_of(done.whole_cells, f"số {due}"),
        percentage(done.share, done.cells, f"{words} chia {due}"),
        one.silent,
    )


def _board(board: Board, found: Scores, alone: bool) -> BoardView:
    units = tuple(_unit(one, found) for one in board.units)
    return BoardView(board.kind.value, "" if alone else _TITLES[board.kind], units)


def _points(value: Decimal | None, cells: tuple[Place, ...], formula: str) -> Figure:
    """Points as they are printed everywhere: with two decimals."""
    return Figure("") if value is None else Figure(number_text(value, _PLACES), value, cells, formula)


_TOTAL = "tổng điểm: điểm các tiêu chí có căn cứ, quy về 100, cộng điểm cộng, trừ điểm trừ"


def _unit(one: UnitScore, found: Scores) -> UnitScoreView:
    before = found.previous.label if found.previous else ""
    known_from = f"theo {one.previous_from}" if one.previous_from else f"của {before}, tính lại theo hồ sơ hiện nay"
    weights = tuple(
        score.criterion.row.place("Trọng số")
        for score in one.criteria
        if score.criterion.method.is_weighted and score.points is not None
    )
    both = tuple(dict.fromkeys((*one.cells, *one.previous_cells)))
    rank, climbed, previous = one.rank, one.climbed, one.previous_rank
    return UnitScoreView(
        block_key=one.unit,
        rank=_whole(rank, one.cells, "thứ hạng theo tổng điểm; bằng điểm thì cùng hạng"),
        name=one.unit,
        total=_points(one.total, one.cells, _TOTAL),
        band=NOT_RANKED if one.total is None else one.band.name if one.band else "",
        basis=Figure(number_text(one.basis), one.basis, weights, "số điểm tối đa của các tiêu chí có căn cứ để tính"),
        reckoning=Quotation(_reckoning(one), one.cells, _TOTAL),
        previous_total=_points(one.previous_total, one.previous_cells, f"tổng điểm {known_from}"),
        change=_points(one.change, both, f"tổng điểm trừ tổng điểm {known_from}"),
        previous_rank=_whole(previous, one.previous_cells, f"thứ hạng {known_from}"),
        climbed=_whole(climbed, both, f"thứ hạng {known_from}, trừ thứ hạng kỳ này"),
        criteria=tuple(_criterion(score) for score in one.criteria if _is_told(score)),
    )


def _whole(value: int | None, cells: tuple[Place, ...], formula: str) -> Figure:
    return Figure("") if value is None else Figure(str(value), Decimal(value), cells, formula)


def _reckoning(one: UnitScore) -> str:
    """ "34,59/65 điểm có căn cứ, quy về 100; cộng 2,00 điểm"."""
    parts = [f"{number_text(one.earned, _PLACES)}/{number_text(one.basis)} điểm có căn cứ"]
    if one.total is None:
        parts[0] += ", chưa đủ để xếp hạng"
    elif one.basis != 100:
        whole = one.total - one.added + one.taken
        parts[0] += f", quy về 100 là {number_text(whole, _PLACES)}"
    parts += [f"cộng {number_text(one.added, _PLACES)} điểm"] if one.added else []
    parts += [f"trừ {number_text(one.taken, _PLACES)} điểm"] if one.taken else []
    return "; ".join(parts)


def _is_told(score: CriterionScore) -> bool:
    """Bonus and malus that nobody was given need no row."""
    return score.points is not None or score.criterion.method.is_weighted


def _criterion(score: CriterionScore) -> CriterionPointsView:
    criterion, measure = score.criterion, score.measure
    taken = criterion.method is ScoringMethod.MALUS
    points = -score.points if taken and score.points is not None else score.points
    share = percentage(measure.share, measure.cells, _ratio(criterion.method)) if measure else Figure("")
    return CriterionPointsView(
        block_key=criterion.code,
        code=Quotation(criterion.code, (criterion.row.place("Mã"),)),
        name=Quotation(criterion.name, (criterion.row.place("Tên"),)),
        judged_by=judged_by(score),
        share=share,
        weight=Figure(number_text(criterion.weight), criterion.weight, (criterion.row.place("Trọng số"),)),
        points=_points(points, score.cells, _formula(score)),
    )


def _ratio(method: ScoringMethod) -> str:
    part, whole = MEASURED_WORDS[method]
    return f"{part} chia {whole}"


def _formula(score: CriterionScore) -> str:
    if score.measure is None:
        return ""
    by = "theo bậc" if score.criterion.bands else "nhân trọng số, chia 100"
    return f"{_ratio(score.criterion.method)}, {by}"


def judged_by(score: CriterionScore) -> str:
    """What a criterion was judged by, in words: "18 nhiệm vụ có báo cáo của kỳ trên 19 nhiệm vụ phải báo cáo"."""
    measure, given = score.measure, score.given
    if measure is not None:
        part, whole = MEASURED_WORDS[score.criterion.method]
        text = f"{number_text(measure.part)} {part} trên {number_text(measure.whole)} {whole}"
        if measure.part > measure.whole:
            text += "; vượt, tính bằng 100%"
        if measure.left_out:
            text += f"; {measure.left_out} chỉ tiêu chưa có số liệu, không tính"
        if measure.under_way:
            text += f"; {measure.under_way} chỉ tiêu đang thực hiện theo mục tiêu năm, không tính"
        if measure.older:
            what = "khoản" if score.criterion.method is ScoringMethod.DISBURSED else "chỉ tiêu"
            text += f"; {measure.older} {what} lấy số liệu của kỳ trước"
        return Quotation(text, measure.cells, "đếm từ hồ sơ")
    if given is not None:
        shown = one_line(given.evidence)
        return Quotation(f"Chấm tay; minh chứng: {shown}", (given.row.place("Minh chứng"),)) if shown else "Chấm tay"
    return f"Không tính: {score.lacking.value}" if score.lacking else ""
