"""The one page for a leader: what stands, what changed, what is late and by whom, what is at risk. Pure.

Every figure is counted from the rows of the overview, and leads to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from generator.compute.counts import percent
from generator.core.vietnamese import short_date
from generator.web import listing
from generator.web.charting import count_text, decimal_text
from generator.web.overview_charts import TASK_PARTS
from generator.web.overview_parts import most_overdue

Data = Mapping[str, Any]
Link = Callable[..., str]
BAR = 1000
"""Units that a bar is wide."""
_OLD = 31
"""Days after which newest data are called old."""
_NAMED = 4
"""Indicators behind their targets that are named."""
_OVERDUE = ("in_progress_overdue", "not_started_overdue")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: the state it shows, its words and figure, the rows, where it begins and how wide it is."""

    state: str
    words: str
    number: int
    link: str
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: `share` is how full its bar is (None: no bar), `change` what became of it since the period before."""

    name: str
    figure: str
    words: str
    link: str
    notes: tuple[str, ...]
    change: str = ""
    share: float | None = None
    alarming: bool = False


@dataclass(frozen=True, slots=True)
class Rank:
    """An agency among those that had tasks due; equals share a place. `bar` is done, then overdue, of what was due."""

    place: int
    agency: str
    due: int
    done: int
    overdue: int
    link: str
    overdue_link: str

    @property
    def share(self) -> str:
        return share_text(self.done, self.due)

    @property
    def bar(self) -> tuple[float, float]:
        return (BAR * self.done / self.due, BAR * self.overdue / self.due)


@dataclass(frozen=True, slots=True)
class Concern:
    """Something at risk that is a number: words and where its rows are."""

    number: int
    words: str
    link: str


# --- the message ---------------------------------------------------------------------------------


def message(data: Data) -> tuple[str, str]:
    """What stands, in one line and in a few sentences."""
    return _first_line(data), " ".join(_sentences(data))


def _first_line(data: Data) -> str:
    if not data["tasks"]:
        return "Hồ sơ không có nhiệm vụ nào."
    overdue = _count(data, state="overdue")
    said = f"{count_text(overdue)} nhiệm vụ quá hạn" if overdue else "Không có nhiệm vụ nào quá hạn"
    change = _task_change(data, overdue, _overdue_of)
    return f"{said}{f', {change}' if change else ''}."


def _sentences(data: Data) -> Iterator[str]:
    day = short_date(date.fromisoformat(data["as_of"]))
    due, done = _count(data, due="den"), _count(data, due="den", state="completed")
    if due:
        paused = _count(data, due="den", state="suspended")
        rest = f", {count_text(paused)} đang tạm dừng" if paused else ""
        yield (
            f"Đến hết ngày {day} có {count_text(due)} nhiệm vụ đến hạn, đã hoàn thành {count_text(done)}"
            f" ({share_text(done, due)}){rest}."
        )
    elif data["tasks"]:
        yield f"Đến hết ngày {day} chưa có nhiệm vụ nào đến hạn."
    if data["indicators"]:
        reached, under_way, behind = (_indicators(data, state) for state in ("reached", "under_way", "not_met"))
        whole = count_text(len(data["indicators"]))
        going_on = f"{count_text(under_way)} đang thực hiện theo mục tiêu năm, " if under_way else ""
        judged = f"{count_text(reached)}/{whole} chỉ tiêu đạt hoặc vượt, {going_on}{count_text(behind)} chưa đạt."
        yield judged if reached or under_way or behind else f"Chưa đánh giá được chỉ tiêu nào trong {whole} chỉ tiêu."
    totals = data["totals"]
    if data["funding"] and totals["disbursed"] is not None:
        share = f", bằng {decimal_text(totals['rate'])}% kế hoạch" if totals["rate"] is not None else ""
        yield f"Đã giải ngân {decimal_text(totals['disbursed'])} triệu đồng{share}."


def warnings(data: Data) -> list[str]:
    """What has to be known before the figures are believed."""
    end, day = (date.fromisoformat(one) for one in (data["window"][1], data["as_of"]))
    found = []
    if data["tasks"] and not any(one["said"] for one in data["tasks"]):
        found.append("Đến hết kỳ này chưa có báo cáo nào về nhiệm vụ; nhiệm vụ chưa có báo cáo tính là chưa thực hiện.")
    elif data["data_of"]:
        found.append(f"Số liệu mới nhất là của {data['data_of']}; chưa có số liệu đến hết {data['period']['label']}.")
    elif (day - end).days > _OLD:
        found.append(
            f"Số liệu mới nhất là của {data['period']['label']}, chốt ngày {short_date(end)}, "
            f"trước ngày tính {count_text((day - end).days)} ngày."
        )
    found += [_replaced_words(one) for one in data.get("replaced", ())]
    return found


def _replaced_words(one: Data) -> str:
    paid = f", đã giải ngân {decimal_text(one['disbursed'])}" if one["disbursed"] is not None else ""
    amount = f"{decimal_text(one['planned'])} triệu đồng{paid}"
    return f"Kinh phí chỉ thuộc kế hoạch “{one['plan']}” đã được thay thế, {amount}, không tính vào số dưới đây."


# --- figures ---------------------------------------------------------------------------------------


def cards(data: Data, link: Link) -> list[Card]:
    """The figures at the head, of what the dossier has."""
    return [
        *([_due_card(data, link), _overdue_card(data, link)] if data["tasks"] else []),
        *([_indicator_card(data, link)] if data["indicators"] else []),
        *([_money_card(data, link)] if data["funding"] else []),
    ]


def _due_card(data: Data, link: Link) -> Card:
    due, done = _count(data, due="den"), _count(data, due="den", state="completed")
    whole, all_done = len(data["tasks"]), _count(data, state="completed")
    before = _before(data)
    change = _versus(done - before["due_completed"], before) if before and before["tasks"] else ""
    return Card(
        "Đến hạn, đã hoàn thành",
        f"{count_text(done)}/{count_text(due)}",
        f"bằng {share_text(done, due)}" if due else "chưa có nhiệm vụ đến hạn",
        link("nhiem-vu", due="den") if due else "",
        (f"Cả kế hoạch xong {count_text(all_done)}/{count_text(whole)} nhiệm vụ",),
        change,
        done / due if due else None,
    )


def _overdue_card(data: Data, link: Link) -> Card:
    overdue = most_overdue(data)
    notes = (f"Lâu nhất {count_text(overdue[0]['days_late'])} ngày",) if overdue else ()
    return Card(
        "Quá hạn",
        count_text(len(overdue)),
        "nhiệm vụ chưa xong",
        link("nhiem-vu", state="overdue") if overdue else "",
        notes,
        _task_change(data, len(overdue), _overdue_of),
        alarming=bool(overdue),
    )


def _indicator_card(data: Data, link: Link) -> Card:
    reached, whole = _indicators(data, "reached"), len(data["indicators"])
    before = _before(data)
    change = ""
    if before is not None and sum(before["indicators"].values()) > before["indicators"].get("no_data", 0):
        change = _versus(reached - before["indicators"]["met"] - before["indicators"]["exceeded"], before)
    others = (
        ("under_way", "đang thực hiện"),
        ("not_met", "chưa đạt"),
        ("not_due", "chưa đến hạn"),
        ("not_judged", "chưa đánh giá"),
    )
    counted = [(_indicators(data, state), words) for state, words in (*others, ("no_data", "thiếu số liệu"))]
    notes = [" · ".join(f"{count_text(number)} {words}" for number, words in counted if number)]
    carried = sum(one["carried"] for one in data["indicators"])
    notes += [f"{count_text(carried)} chỉ tiêu lấy số của kỳ trước"] if carried else []
    words, rows = "đạt hoặc vượt", link("chi-tieu", state="reached") if reached else link("chi-tieu")
    figure = f"{count_text(reached)}/{count_text(whole)}"
    return Card("Chỉ tiêu", figure, words, rows, tuple(filter(None, notes)), change, reached / whole)


def _money_card(data: Data, link: Link) -> Card:
    totals, before = data["totals"], _before(data)
    planned, paid = totals["planned"], totals["disbursed"]
    change = ""
    is_alike = before is not None and before.get("lines") == data.get("lines", ())
    if paid is not None and before is not None and is_alike and before["funding"]["disbursed"] is not None:
        change = _versus(Decimal(paid) - Decimal(before["funding"]["disbursed"]), before, " triệu đồng")
    rate = totals["rate"]
    notes = [f"{decimal_text(paid)}/{decimal_text(planned)} triệu đồng"] if rate is not None else []
    carried = sum(one["carried"] for one in data["funding"])
    notes += [f"{count_text(carried)} dòng lấy số của kỳ trước"] if carried else []
    share = min(1.0, float(rate) / 100) if rate is not None else None
    if rate is not None:
        figure, words = f"{decimal_text(rate)}%", "kế hoạch vốn"
    elif paid is not None:
        figure, words = decimal_text(paid), "triệu đồng; kế hoạch vốn bằng 0 nên không tính tỷ lệ"
    else:
        figure, words = "–", "chưa có số liệu giải ngân"
    return Card("Giải ngân", figure, words, link("kinh-phi"), tuple(notes), change, share)


def states_bar(data: Data, link: Link) -> list[Part]:
    """All tasks by where they stand, one behind the other; states that nobody is in are left out."""
    parts: list[Part] = []
    start, whole = 0.0, len(data["tasks"])
    for state, words, _ in TASK_PARTS:
        number = _count(data, state=state)
        if number:
            width = BAR * number / whole
            parts.append(Part(state, words, number, link("nhiem-vu", state=state), start, width))
            start += width
    return parts


# --- who is late, what may become so ----------------------------------------------------------------


def ranks(data: Data, link: Link) -> tuple[list[Rank], int]:
    """The agencies that had tasks due, by the share done, and how many names of the plan are not ranked.

    What is due is what the report calls so, paused tasks among them. A name for many bodies answers for nobody; equals
    stand on one place, the one with fewer overdue first.
    """
    found = []
    for agency in data["agencies"]:
        due = listing.rows_of(data, "nhiem-vu", listing.Wanted(agency=agency, due="den"))
        if due and agency not in data["collective"]:
            done, overdue = (sum(one["status"] in states for one in due) for states in (listing.DONE, _OVERDUE))
            found.append((Fraction(done, len(due)), overdue, agency, len(due), done))
    found.sort(key=lambda one: (-one[0], one[1]))
    keys = [(share, overdue) for share, overdue, *_ in found]
    ranked = [
        Rank(
            keys.index((share, overdue)) + 1,
            agency,
            due,
            done,
            overdue,
            link("nhiem-vu", agency=agency, due="den"),
            link("nhiem-vu", agency=agency, state="overdue"),
        )
        for share, overdue, agency, due, done in found
    ]
    return ranked, len(data["agencies"]) - len(ranked)


def at_risk(data: Data) -> list[Data]:
    """Tasks that will be overdue soon if nothing is done, the first due first, with why."""
    rows = listing.rows_of(data, "nhiem-vu", listing.Wanted(state=listing.AT_RISK))
    day = date.fromisoformat(data["as_of"])
    dated = [{**one, "days_left": (date.fromisoformat(one["deadline"]) - day).days, "why": _why(one)} for one in rows]
    return sorted(dated, key=lambda one: one["days_left"])


def _why(one: Data) -> str:
    if one["status"] == "not_started":
        return "chưa thực hiện"
    if one["percent"] is not None and Decimal(one["percent"]) < listing.RISK_PERCENT:
        return f"mới đạt {decimal_text(one['percent'])}%"
    return "kỳ này chưa báo cáo"


def concerns(data: Data, link: Link, reminders: str) -> list[Concern]:
    """What else is at risk, as numbers; `reminders` is where letters to silent agencies are made."""
    states = (
        (listing.HINDERED, "nhiệm vụ có khó khăn, vướng mắc"),
        (listing.PAUSED_LATE, "nhiệm vụ tạm dừng mà hạn đã qua"),
        (listing.UNDATED, "nhiệm vụ chưa xác định thời hạn"),
    )
    found = [Concern(_count(data, state=state), words, link("nhiem-vu", state=state)) for state, words in states]
    found.append(Concern(len(data["silent"]), "cơ quan chưa gửi báo cáo của kỳ", reminders))
    return [one for one in found if one.number]


def behind(data: Data) -> Sequence[Data]:
    """The indicators furthest from their targets, missed or under way; those without a ratio last."""
    short_of = (listing.Wanted(state=state) for state in ("not_met", "under_way"))
    rows = [one for wanted in short_of for one in listing.rows_of(data, "chi-tieu", wanted)]
    return sorted(rows, key=lambda one: Decimal(one["achievement"] or 1000))[:_NAMED]


# --- reckoning -----------------------------------------------------------------------------------


def _count(data: Data, **asked: str) -> int:
    return len(listing.rows_of(data, "nhiem-vu", listing.Wanted(**asked)))


def _indicators(data: Data, state: str) -> int:
    return len(listing.rows_of(data, "chi-tieu", listing.Wanted(state=state)))


def _before(data: Data) -> Data | None:
    """The period before, of the same kind, that has data; None where there is none."""
    return data["over"][-2] if len(data["over"]) > 1 else None


def _overdue_of(before: Data) -> int:
    return sum(before["tasks"][state] for state in _OVERDUE)


def _task_change(data: Data, now: int, then: Callable[[Data], int]) -> str:
    before = _before(data)
    return _versus(now - then(before), before) if before is not None and before["tasks"] else ""


def _versus(change: int | Decimal, before: Data, unit: str = "") -> str:
    """How a figure changed, in words."""
    if not change:
        return f"như {before['label']}"
    amount = count_text(abs(change)) if isinstance(change, int) else decimal_text(abs(change))
    return f"{'tăng' if change > 0 else 'giảm'} {amount}{unit} so với {before['label']}"


def share_text(part: int, whole: int) -> str:
    """A percentage with one decimal at most."""
    share = percent(part, whole)
    return "–" if share is None else f"{decimal_text(share)}%"
