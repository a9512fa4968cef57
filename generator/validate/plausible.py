"""Figures that can hardly be meant, held against their own unit, plan, other periods and other rows.

A figure is doubted in the first period too. A person who has looked at it says so in column Ghi chú or in a note on
the cell; until then it stands in no final version.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from generator.core.model import Aggregation, Direction, Disbursement, FundingLine, Indicator, Measurement, Milestone
from generator.core.periods import CutoffRule
from generator.core.problems import OWN_LINE, Place, Problem
from generator.core.rows import Book
from generator.core.units import parse_unit
from generator.core.vietnamese import fold, number_text
from generator.read.columns import ALLOCATED, BASE, DISBURSED, PLANNED, TARGET, VALUE
from generator.validate.cross_checks import series_of

UNCONFIRMED = frozenset(("CT012", "KP011", "KP012"))
"""Figures that can hardly be meant: a final version waits until a person has confirmed them."""
_FACTOR = 100
_FAR = 70
"""A hundred times, for what has grown or shrunk a little besides."""
_THOUSAND = 1000
_NEAR_A_THOUSAND = (Decimal(700), Decimal(1400))
_SHARE_AT_LEAST = 10
"""A share that is to be at least this much is hardly ever below one per cent."""
_WHOLE_SHARE_AT_LEAST = 20
_TIMES_THE_PLAN = 2
_MOST_OF_A_LINE = Decimal(50_000_000)
"""Triệu đồng: more than any province spends on one thing, but 50 million đồng where đồng are written."""
_MOST_PER_CENT = Decimal(1000)
_FIX = (
    "Kiểm tra dấu phẩy, số chữ số 0, đơn vị; nếu đúng, ghi “đã kiểm tra” ở cột Ghi chú của dòng hoặc ở ghi chú của ô."
)


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(fold(phrase) for phrase in phrases)})(?!\w)")


_COUNTED = frozenset(
    fold(unit)
    for unit in (
        "xã", "phường", "thôn", "bản", "tổ dân phố", "hộ", "hộ gia đình", "người", "lượt", "lượt người", "lớp", "vụ",
        "cuộc", "buổi", "hội nghị", "trường", "trường học", "doanh nghiệp", "hợp tác xã", "mô hình", "văn bản", "hồ sơ",
        "cơ quan", "đơn vị", "công trình", "nhiệm vụ", "dự án", "sản phẩm", "học viên", "lao động", "việc làm",
        "căn nhà", "thủ tục", "thủ tục hành chính", "tổ chức", "cơ sở", "trạm", "cán bộ", "đảng viên", "chi bộ",
        "di tích",
    )
)  # fmt: skip
"""Units of which there is no half."""
_PER_OTHER = _any("bình quân", "trung bình", "trên", "mỗi", "tính", "mật độ", "tỷ suất", "quy đổi", "quy mô hộ")
"""Names of figures that are so many for each of something else, and may well have decimals."""
_SHARE = _any("tỷ lệ", "tỉ lệ", "tỷ trọng", "tỉ trọng", "độ che phủ", "độ phủ")
_MAY_EXCEED = _any(
    *("tăng", "tốc độ", "so với", "so", "dự toán", "kế hoạch", "thực hiện", "hoàn thành", "vượt", "giảm", "biến động")
)
"""Names of shares that may well be over 100 %."""
_CONFIRMED = _any(
    *("đã kiểm tra", "đã xác nhận", "đã đối chiếu", "đã rà soát", "đã kiểm chứng", "số đúng", "số liệu đúng")
)
_DENIED = re.compile(
    rf"[?]|{_any('chưa', 'không', 'sai', 'cần', 'nếu', 'phải', 'đúng là', 'sửa', 'thực ra', 'lẽ ra').pattern}"
)
_NO_WORD = re.compile(r"[^\w%?]+")
_QUOTED = re.compile(r"“[^”]*”")


# --- what a person has confirmed ------------------------------------------------------------------------------------


def _words(text: str) -> str:
    """The words of a text, folded each by itself."""
    return fold(_NO_WORD.sub(" ", text))


def confirms(text: str) -> bool:
    """True if a note says that somebody looked at the figure and stands by it; the program's own lines say nothing."""
    lines = (_words(_QUOTED.sub(" ", line)) for line in text.splitlines() if not OWN_LINE.match(line))
    return any(_CONFIRMED.search(line) and not _DENIED.search(line) for line in lines)


def denies(text: str) -> bool:
    """True if a note has a word by which it may say that the figure is another one."""
    return _DENIED.search(_words(text)) is not None


def confirmed_cells(book: Book) -> frozenset[Place]:
    """The cells whose own note confirms what stands there."""
    return frozenset(
        row.ref.place(title)
        for sheet in book.sheets.values()
        for row in sheet.rows
        for title, cell in row.cells.items()
        if cell.comment and confirms(cell.comment)
    )


def is_confirmed(line: FundingLine, confirmed: frozenset[Place]) -> bool:
    """True if a person stands by the planned sum of a line."""
    return line.row.place(PLANNED) in confirmed or confirms(line.note)


# --- indicators -----------------------------------------------------------------------------------------------------


def check_plausible(
    rows: Sequence[Measurement],
    indicators: Mapping[str, Indicator],
    milestones: Sequence[Milestone] = (),
    confirmed: frozenset[Place] = frozenset(),
) -> Iterator[Problem]:
    """CT012 of each figure, base and target that is out of all proportion and that nobody has confirmed."""
    goals: dict[str, list[Decimal]] = defaultdict(list)
    for goal in milestones:
        goals[goal.indicator] += _numbers(goal.target.value, goal.target.upper)
    series: dict[str, list[Measurement]] = defaultdict(list)
    for row in rows:
        if row.value and row.indicator in indicators:
            series[series_of(row, indicators)].append(row)
    for indicator in indicators.values():
        yield from _doubts_of_plan(indicator, milestones, confirmed)
    for row in rows:
        place, own = row.row.place(VALUE), indicators.get(row.indicator)
        if own is None or row.value is None or place in confirmed or confirms(row.note):
            continue
        plan = [*_of_plan(own), *goals[row.indicator]]
        others = [one.value for one in series[series_of(row, indicators)] if one is not row and one.value is not None]
        why = (
            _doubt_as_share(row.value, own, plan)
            or _doubt_as_count(row.value, own, plan)
            or _doubt_by_plan(row.value, own, plan)
            or _doubt_by_others(row.value, own, plan, others)
        )
        if why:
            yield _of_indicator(own, place, row.value, why)


def _doubts_of_plan(
    indicator: Indicator, milestones: Sequence[Milestone], confirmed: frozenset[Place]
) -> Iterator[Problem]:
    """The base and the targets of an indicator, each held against its unit and the other."""
    if confirms(indicator.note):
        return
    target, base = indicator.target.value, indicator.base_value
    own = [(indicator.row.place(TARGET), target, base), (indicator.row.place(BASE), base, target)]
    own += [(one.row.place(TARGET), one.target.value, target) for one in milestones if one.indicator == indicator.code]
    for place, value, other in own:
        if not value or place in confirmed:
            continue
        is_target = place == indicator.row.place(TARGET)
        why = _over_a_whole(value, indicator) or (_over_the_base(value, other, indicator) if is_target else "")
        if not why and other and not is_target and _hardly_one_measure(value, other, indicator):
            why = f"gấp hoặc kém {_times_text(value, other)} lần mục tiêu {number_text(other)}"
        if why:
            yield _of_indicator(indicator, place, value, why)


def _over_the_base(target: Decimal, base: Decimal | None, indicator: Indicator) -> str:
    limit = _MOST_PER_CENT if base is None else _TIMES_THE_PLAN * max(Decimal(_FACTOR), base)
    is_over = parse_unit(indicator.unit).is_percent and target > limit
    return "mục tiêu lớn khác thường" if is_over else ""


def _hardly_one_measure(base: Decimal, target: Decimal, indicator: Indicator) -> bool:
    """Whether two figures of a plan are of different units: 0,62 beside 80 %, 5,2 beside 5.200 triệu đồng."""
    if parse_unit(indicator.unit).is_percent and 0 < base < 1 and target >= _SHARE_AT_LEAST:
        return base * _FACTOR <= _FACTOR and indicator.direction is Direction.UP
    times = _times(base, target)
    return times >= _THOUSAND or (times >= _FAR and not (_is_whole(base) and _is_whole(target)))


def _of_indicator(indicator: Indicator, place: Place, value: Decimal, why: str) -> Problem:
    said = f"{number_text(value)} {indicator.unit}".strip()
    return Problem("CT012", place, f"Chỉ tiêu “{indicator.code}”: {said}, {why}.", _FIX)


def _doubt_as_share(value: Decimal, indicator: Indicator, plan: Sequence[Decimal]) -> str:
    if not parse_unit(indicator.unit).is_percent:
        return ""
    if over := _over_a_whole(value, indicator):
        return over
    if plan and value > _TIMES_THE_PLAN * max(Decimal(_FACTOR), *plan):
        return f"vượt xa {number_text(max(plan))} của kế hoạch"
    least = min((one for one in plan if one >= 1), default=Decimal(0)) if (indicator.target.value or 0) >= 1 else 0
    as_share = 0 < abs(value) < 1 and least >= _SHARE_AT_LEAST
    as_whole = value == 1 and least >= _WHOLE_SHARE_AT_LEAST and indicator.direction is Direction.UP
    return f"có thể là {number_text(value * _FACTOR)}%" if as_share or as_whole else ""


def _doubt_as_count(value: Decimal, indicator: Indicator, plan: Sequence[Decimal]) -> str:
    """Half a commune: a mark that was typed wrongly, unless the plan itself counts so or the figure is a mean."""
    is_count = fold(indicator.unit.strip()) in _COUNTED and indicator.aggregation is not Aggregation.MEAN
    if not is_count or _is_whole(value) or not all(map(_is_whole, plan)):
        return ""
    return (
        "" if _PER_OTHER.search(_words(indicator.name)) or "/" in indicator.name else "có phần lẻ mà đơn vị là số đếm"
    )


def _over_a_whole(value: Decimal, indicator: Indicator) -> str:
    """Why a figure is no share of a whole, where the indicator's name says that it is one."""
    name = _words(indicator.name)
    if not parse_unit(indicator.unit).is_percent or not _SHARE.search(name) or _MAY_EXCEED.search(name):
        return ""
    return "vượt 100%" if value > _FACTOR else "là số âm" if value < 0 else ""


def _doubt_by_plan(value: Decimal, indicator: Indicator, plan: Sequence[Decimal]) -> str:
    if not value or not plan:
        return ""
    most, least = max(plan, key=abs), min(plan, key=abs)
    if abs(value) >= _FAR * abs(most):
        return f"gấp {_times_text(value, most)} lần {number_text(most)} của kế hoạch"
    times = _times(value, least)
    if abs(value) >= abs(least) or times < _FAR or not _is_too_small(value, times, indicator):
        return ""
    return f"chỉ bằng 1/{_times_text(value, least)} của {number_text(least)} trong kế hoạch"


def _is_too_small(value: Decimal, times: Decimal, indicator: Indicator) -> bool:
    """What has only begun is small: a first few classes; of a year's money a month is no thousandth."""
    unit = parse_unit(indicator.unit)
    counts_up = indicator.aggregation in (Aggregation.SUM, Aggregation.YEAR_TO_DATE)
    has_begun = indicator.base_value is None and _is_whole(value) and not unit.is_percent and not unit.is_money
    least, most = _NEAR_A_THOUSAND
    if counts_up and unit.is_money:
        return times >= least
    return least <= times <= most if counts_up or has_begun else True


def _doubt_by_others(value: Decimal, indicator: Indicator, plan: Sequence[Decimal], others: Sequence[Decimal]) -> str:
    far = _THOUSAND if indicator.aggregation is Aggregation.YEAR_TO_DATE else _FAR
    if not value or not others or any(_times(value, one) < far for one in others):
        return ""
    if _is_near(value, plan) and not any(_is_near(one, plan) for one in others):
        return ""  # it is the others that are wrong
    nearest = min(others, key=lambda one: _times(value, one))
    return f"gấp hoặc kém {_times_text(value, nearest)} lần số của kỳ khác ({number_text(nearest)})"


def _is_near(value: Decimal, plan: Sequence[Decimal]) -> bool:
    return any(_times(value, one) < _FAR for one in plan)


def _of_plan(indicator: Indicator) -> list[Decimal]:
    return _numbers(indicator.target.value, indicator.target.upper, indicator.base_value)


def _numbers(*values: Decimal | None) -> list[Decimal]:
    return [value for value in values if value]


# --- money ----------------------------------------------------------------------------------------------------------


def check_plausible_money(
    lines: Mapping[str, FundingLine],
    rows: Sequence[Disbursement],
    stated: Decimal | None,
    rule: CutoffRule,
    confirmed: frozenset[Place],
) -> Iterator[Problem]:
    """KP012 of each sum that is out of all proportion and that nobody has confirmed."""
    for line in lines.values():
        others = [one.planned for one in lines.values() if one is not line and one.planned]
        why = _doubt_of_planned(line.planned, others, stated)
        if why and not is_confirmed(line, confirmed):
            yield _of_money(line.code, line.row.place(PLANNED), line.planned, why)
    before: dict[tuple[str, str], Decimal] = {}
    for row in sorted(rows, key=lambda row: row.period.window(rule).end):
        planned = lines[row.line].planned if row.line in lines else None
        for column, value, ceiling in (
            (ALLOCATED, row.allocated, None),
            (DISBURSED, row.disbursed, row.allocated),
        ):
            if not value:
                continue
            last = before.get((row.line, column))
            why = _doubt_of_paid(value, planned, last) or _doubt_over(value, ceiling)
            before[row.line, column] = value
            if why and row.row.place(column) not in confirmed and not confirms(row.note):
                yield _of_money(row.line, row.row.place(column), value, why)


def _of_money(code: str, place: Place, value: Decimal, why: str) -> Problem:
    return Problem("KP012", place, f"“{code}”: {number_text(value)} triệu đồng, {why}.", _FIX)


def _doubt_of_planned(value: Decimal, others: Sequence[Decimal], stated: Decimal | None) -> str:
    if value and stated and value >= _FACTOR * stated:
        return f"gấp {_times_text(value, stated)} lần tổng kinh phí {number_text(stated)} của kế hoạch"
    if value >= _MOST_OF_A_LINE:
        return f"tức {number_text(value / _THOUSAND)} tỷ đồng: có thể ghi theo đồng"
    if others and value >= _THOUSAND * _FACTOR * max(others):
        return f"gấp {_times_text(value, max(others))} lần dòng còn lại"
    if value and len(others) > 1:
        nearest = min(others, key=lambda one: _times(value, one))
        if _times(value, nearest) >= (_THOUSAND if _is_whole(value) else _FAR):
            return f"gấp hoặc kém {_times_text(value, nearest)} lần mọi dòng khác"
    return ""


def _doubt_of_paid(value: Decimal, planned: Decimal | None, last: Decimal | None) -> str:
    """A sum in đồng or tỷ đồng where triệu đồng are counted: a thousandth of the plan, a thousand times the last."""
    if planned and (value >= _FACTOR * planned or _is_a_part_by_unit(value, planned)):
        return f"gấp hoặc kém {_times_text(value, planned)} lần kế hoạch {number_text(planned)}"
    if last and (value >= _THOUSAND * last or value * _FACTOR <= last):
        return f"gấp hoặc kém {_times_text(value, last)} lần số kỳ trước ({number_text(last)})"
    return ""


def _is_a_part_by_unit(value: Decimal, planned: Decimal) -> bool:
    least, most = _NEAR_A_THOUSAND
    return value * _FACTOR == planned or least <= planned / value <= most


def _doubt_over(value: Decimal, ceiling: Decimal | None) -> str:
    if ceiling and value >= _FACTOR * ceiling:
        return f"gấp {_times_text(value, ceiling)} lần số đã phân bổ {number_text(ceiling)}"
    return ""


def _times(one: Decimal, other: Decimal) -> Decimal:
    large, small = max(abs(one), abs(other)), min(abs(one), abs(other))
    return large / small


def _times_text(one: Decimal, other: Decimal) -> str:
    return number_text(_times(one, other), 0)


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()
