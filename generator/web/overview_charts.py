"""The charts of an overview.

Colours are those of Okabe and Ito, which people who are colour-blind can tell apart; patterns are laid over them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from generator.core.vietnamese import upper_first
from generator.web.charting import Category, Chart, Series, Value, amount, count_text, counted, decimal_text, rate
from generator.web.listing import NOBODY, TASK_STATES, group_key

Data = Mapping[str, Any]
Link = Callable[..., str]
"""The address of the rows of a kind: link("nhiem-vu", state="overdue", period="2025-Q3")."""
GREEN, SKY, YELLOW, VERMILION, BLUE, ORANGE, GREY = (
    "#009e73", "#56b4e9", "#f0e442", "#d55e00", "#0072b2", "#e69f00", "#bbbbbb",
)  # fmt: skip
TASK_PARTS = (
    ("completed", "Hoàn thành", GREEN),
    ("in_progress", "Đang thực hiện", SKY),
    ("not_started", "Chưa thực hiện", YELLOW),
    ("overdue", "Quá hạn", VERMILION),
    ("ongoing", "Thường xuyên", BLUE),
    ("suspended", "Tạm dừng", GREY),
)
"""How a chart puts the eight states together: overdue ones stand apart, so that the parts still make the whole."""
_STATUSES = tuple(TASK_STATES[key][1] for key, _, _ in TASK_PARTS)
_INDICATORS = (
    ("exceeded", "Vượt", BLUE),
    ("met", "Đạt", GREEN),
    ("under_way", "Đang thực hiện theo mục tiêu năm", ORANGE),
    ("not_met", "Chưa đạt", VERMILION),
    ("not_due", "Chưa đến hạn đánh giá", SKY),
    ("not_judged", "Chưa đánh giá", YELLOW),
    ("no_data", "Chưa có số liệu", GREY),
)
_MONEY = (("planned", "Kế hoạch", SKY), ("allocated", "Đã phân bổ", ORANGE), ("disbursed", "Đã giải ngân", BLUE))


def charts_of(data: Data, link: Link, indicator: str = "") -> tuple[Chart, ...]:
    """The charts that have something to show, in the order of the page; `indicator` is the code of the one chosen."""
    return (*_task_charts(data, link), *_indicator_charts(data, link, indicator), *_money_charts(data, link))


def chosen_indicator(data: Data, code: str) -> Data | None:
    """The indicator shown over the periods: the one asked for, else the first with most values."""
    known = [one for one in data["indicators"] if not one["words"]]
    asked = next((one for one in known if one["code"] == code), None)
    return asked or max(known, key=lambda one: sum(bool(at["value"]) for at in one["history"]), default=None)


# --- tasks ---------------------------------------------------------------------------------------


def _task_charts(data: Data, link: Link) -> Iterator[Chart]:
    if not data["tasks"]:
        return
    whole, tally = len(data["tasks"]), Counter(one["status"] for one in data["tasks"])
    states = [(key, name) for key, (name, members) in TASK_STATES.items() if len(members) == 1]
    numbers = tuple(counted(tally[key], link("nhiem-vu", state=key), whole) for key, _ in states)
    categories = tuple(Category(name, alarming=_is_overdue(key)) for key, name in states)
    note = f"Số nhiệm vụ và tỷ lệ trong tổng số {count_text(whole)} nhiệm vụ."
    series = (Series("Số nhiệm vụ", BLUE, numbers),)
    yield Chart("tinh-trang", "Nhiệm vụ theo tình trạng", note, "bar", "Tình trạng", categories, series)
    agencies = [(name, name) for name in data["agencies"]]
    agencies += [(NOBODY, "Chưa ghi cơ quan chủ trì")] if any(not one["lead"] for one in data["tasks"]) else []
    note = "Nhiệm vụ có nhiều cơ quan chủ trì được tính ở từng cơ quan."
    words = ("Nhiệm vụ theo cơ quan chủ trì", note, "Cơ quan")
    yield _by_state(data, link, "co-quan", words, "agency", agencies)
    groups = [(group_key(one["group"], one["title"]), group_title(one)) for one in data["groups"]]
    if len(groups) > 1:
        words = ("Nhiệm vụ theo nhóm", "Nhóm như trong kế hoạch.", "Nhóm")
        yield _by_state(data, link, "nhom", words, "group", groups)
    then = [one for one in data["over"] if one["tasks"]]
    if len(then) > 1:
        yield _tasks_over(data, link, then)


def _by_state(
    data: Data, link: Link, key: str, words: tuple[str, str, str], field: str, members: Sequence[tuple[str, str]]
) -> Chart:
    """Tasks by agency or group, each parted by state."""
    title, note, head = words
    tally = Counter((member, one["status"]) for one in data["tasks"] for member in _members(one, field))

    def value(state: str, member: str) -> Value:
        statuses = TASK_STATES[state][1] if state else [each for parts in _STATUSES for each in parts]
        return counted(sum(tally[member, each] for each in statuses), link("nhiem-vu", state=state, **{field: member}))

    series = [
        Series(name, colour, tuple(value(state, one) for one, _ in members), _is_overdue(state))
        for state, name, colour in TASK_PARTS
    ]
    total = Series("Tổng số", "", tuple(value("", one) for one, _ in members))
    categories = tuple(Category(name, link("nhiem-vu", **{field: one})) for one, name in members)
    return Chart(key, title, note, "bar", head, categories, (*series, total), stacked=True)


def _is_overdue(state: str) -> bool:
    return state.endswith("overdue")


def _members(one: Data, field: str) -> Sequence[str]:
    """The agencies, or the group, that a task counts under."""
    return one["lead"] or [NOBODY] if field == "agency" else [group_key(one["group"], one["group_title"])]


def _tasks_over(data: Data, link: Link, then: Sequence[Data]) -> Chart:
    def value(one: Data, state: str) -> Value:
        number = sum(one["tasks"][member] for member in TASK_STATES[state][1])
        return counted(number, link("nhiem-vu", state=state, period=_period_of(one, data)))

    series = tuple(
        Series(name, colour, tuple(value(one, state) for one in then), _is_overdue(state))
        for state, name, colour in TASK_PARTS
    )
    note = "Mỗi kỳ tính đến ngày chốt số liệu của kỳ đó; kỳ đang xem tính đến ngày đã chọn."
    return Chart("qua-cac-ky", "Nhiệm vụ qua các kỳ", note, "column", "Kỳ", _periods(then), series, stacked=True)


def group_title(one: Data) -> str:
    """Number and title of a group of the plan."""
    return " ".join(part for part in (f"{one['group']}." if one["group"] else "", one["title"]) if part) or "Không nhóm"


# --- indicators ----------------------------------------------------------------------------------


def _indicator_charts(data: Data, link: Link, code: str) -> Iterator[Chart]:
    measured = [one for one in data["indicators"] if one["achievement"] is not None]
    if measured:
        categories = tuple(
            Category(f"{one['code']}. {one['name']}", link("chi-tieu", code=one["code"])) for one in measured
        )
        columns = (
            ("Mức đạt (%)", BLUE, "achievement"),
            ("Mục tiêu", "", "target"),
            ("Thực hiện", "", "value"),
            ("Đánh giá", "", "label"),
        )
        series = tuple(
            Series(name, colour, tuple(_shown(one, field, link) for one in measured)) for name, colour, field in columns
        )
        note = "Thực hiện so với mục tiêu của năm; vạch 100% là đạt mục tiêu."
        title = "Mức đạt các chỉ tiêu"
        yield Chart("muc-dat", title, note, "bar", "Chỉ tiêu", categories, series, "%", mark=(100.0, "100%"))
    if data["indicators"] and len(data["over"]) > 1:
        yield _indicators_over(data, link)
    chosen = chosen_indicator(data, code)
    if chosen is not None and len(data["over"]) > 1:
        yield _one_over(data, chosen, link)


def _shown(one: Data, field: str, link: Link) -> Value:
    if field == "label":
        return Value(one["label"], None, link("chi-tieu", state=one["status"]))
    here = link("chi-tieu", code=one["code"])
    if field == "target":
        return Value(one["target"], None, here)
    unit = f" {one['unit']}" if field == "value" and one["unit"] else ""
    number = one[field]
    return Value(f"{decimal_text(number)}{unit}", float(number) if field == "achievement" else None, here)


def _indicators_over(data: Data, link: Link) -> Chart:
    def value(one: Data, state: str) -> Value:
        return counted(one["indicators"].get(state, 0), link("chi-tieu", state=state, period=_period_of(one, data)))

    series = tuple(
        Series(name, colour, tuple(value(one, state) for one in data["over"]), state == "not_met")
        for state, name, colour in _INDICATORS
        if any(state in one["indicators"] for one in data["over"])
    )
    note = "Kỳ không có số liệu riêng thì lấy số của kỳ trước trong cùng năm."
    title = "Chỉ tiêu qua các kỳ"
    return Chart("chi-tieu-ky", title, note, "column", "Kỳ", _periods(data["over"]), series, stacked=True)


def _one_over(data: Data, one: Data, link: Link) -> Chart:
    def value(at: Data, then: Data) -> Value:
        rows = link("chi-tieu", code=one["code"], period=_period_of(then, data))
        return amount(at["value"], rows)

    values = tuple(value(at, then) for at, then in zip(one["history"], data["over"], strict=True))
    unit = one["unit"]
    goal = (float(one["goal"]), f"Mục tiêu {one['target']}") if one["goal"] is not None else None
    title = f"{one['code']}. {one['name']}, qua các kỳ"
    note = f"Mục tiêu: {one['target']}. Chỉ có kỳ đã nhập số liệu."
    series = (Series(f"Giá trị ({unit})" if unit else "Giá trị", BLUE, values),)
    return Chart("mot-chi-tieu", title, note, "line", "Kỳ", _periods(data["over"]), series, unit, mark=goal)


# --- money ---------------------------------------------------------------------------------------


def _money_charts(data: Data, link: Link) -> Iterator[Chart]:
    if not data["funding"]:
        return
    named = [(one["source"], one, {"source": one["source"]}) for one in data["sources"]]
    categories = tuple(Category(name, link("kinh-phi", **asked)) for name, _, asked in named)
    series = [
        Series(name, colour, tuple(amount(one[field], link("kinh-phi", **asked)) for _, one, asked in named))
        for field, name, colour in _MONEY
    ]
    rates = tuple(rate(one["rate"], link("kinh-phi", **asked)) for _, one, asked in named)
    title, note = "Kinh phí theo nguồn vốn", "Luỹ kế đến kỳ đang xem; tỷ lệ giải ngân so với kế hoạch."
    shown = (*series, Series("Tỷ lệ giải ngân", "", rates))
    yield Chart("nguon-von", title, note, "bar", "Nguồn vốn", categories, shown, "triệu đồng")
    then = [one for one in data["over"] if one["funding"]["disbursed"] is not None]
    if len(then) > 1:
        yield _money_over(data, link, then)


def _money_over(data: Data, link: Link, then: Sequence[Data]) -> Chart:
    series = tuple(
        Series(
            name,
            colour,
            tuple(amount(one["funding"][field], link("kinh-phi", period=_period_of(one, data))) for one in then),
        )
        for field, name, colour in _MONEY
    )
    title, note = "Kinh phí qua các kỳ", "Số luỹ kế của mọi nguồn vốn ở từng kỳ."
    return Chart("kinh-phi-ky", title, note, "line", "Kỳ", _periods(then), series, "triệu đồng")


def _periods(then: Sequence[Data]) -> tuple[Category, ...]:
    return tuple(Category(upper_first(one["label"])) for one in then)


def _period_of(one: Data, data: Data) -> str:
    """The period of a link; "" for the one that is looked at, whose day may be another than its cut-off."""
    return "" if one["period"] == data["period"]["code"] else str(one["period"])
