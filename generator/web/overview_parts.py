"""What an overview shows besides its charts: the figures at its head, what is overdue and due, what can be filtered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from generator.web import listing
from generator.web.charting import count_text, decimal_text
from generator.web.overview_charts import group_title

Data = Mapping[str, Any]
Link = Callable[..., str]
DAYS_AHEAD = ("30", "60")


def tiles(data: Data, link: Link) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The figures at the head of the page: of each part its name, and (words, figure, rows) of each."""

    def tasks(words: str, **asked: str) -> tuple[str, str, str]:
        number = len(listing.rows_of(data, "nhiem-vu", listing.Wanted(**asked)))
        return words, count_text(number), link("nhiem-vu", **asked)

    def indicators(words: str, **asked: str) -> tuple[str, str, str]:
        number = len(listing.rows_of(data, "chi-tieu", listing.Wanted(**asked)))
        return words, count_text(number), link("chi-tieu", **asked)

    parts = []
    if data["tasks"]:
        figures = [tasks("tất cả"), tasks("hoàn thành", state="completed"), tasks("quá hạn", state="overdue")]
        figures += [tasks("chưa xác định thời hạn", state=listing.UNDATED)]
        figures += [tasks(f"đến hạn trong {days} ngày tới", due=days) for days in DAYS_AHEAD]
        parts.append(("Nhiệm vụ", [*figures, tasks("chưa báo cáo trong kỳ", reported="chua")]))
    if data["indicators"]:
        figures = [indicators("tất cả"), indicators("đạt hoặc vượt", state="reached")]
        figures += [indicators("đang thực hiện theo mục tiêu năm", state="under_way")]
        figures += [indicators("chưa đạt", state="not_met")]
        figures += [
            indicators("chưa đến hạn đánh giá", state="not_due"),
            indicators("chưa có số liệu", state="no_data"),
        ]
        parts.append(("Chỉ tiêu", figures))
    if data["funding"]:
        sums, rows = data["totals"], link("kinh-phi")
        named = (("kế hoạch", "planned"), ("đã phân bổ", "allocated"), ("đã giải ngân", "disbursed"))
        figures = [(words, decimal_text(sums[name]) if sums[name] else "–", rows) for words, name in named]
        figures.append(("tỷ lệ giải ngân", f"{decimal_text(sums['rate'])}%" if sums["rate"] else "–", rows))
        parts.append(("Kinh phí (triệu đồng)", figures))
    return parts


def most_overdue(data: Data) -> list[Data]:
    """The tasks that are overdue, the longest first."""
    found = listing.rows_of(data, "nhiem-vu", listing.Wanted(state="overdue"))
    return sorted(found, key=lambda one: -one["days_late"])


def due_next(data: Data, ahead: str) -> list[Data]:
    """The tasks due within so many days, with the days that are left, the first due first."""
    found = listing.rows_of(data, "nhiem-vu", listing.Wanted(due=ahead))
    day = date.fromisoformat(data["as_of"])
    dated = [{**one, "days_left": (date.fromisoformat(one["deadline"]) - day).days} for one in found]
    return sorted(dated, key=lambda one: one["deadline"])


def choices(data: Data, kind: str) -> dict[str, list[tuple[str, str]]]:
    """Of each filter of a kind what may be chosen: value and words."""
    states = {"nhiem-vu": listing.TASK_STATES, "chi-tieu": listing.INDICATOR_STATES}.get(kind, {})
    lead = "agencies" if kind == "kinh-phi" else "lead"
    part = {"nhiem-vu": "tasks", "chi-tieu": "indicators", "kinh-phi": "funding"}[kind]
    agencies = [name for one in data[part] for name in one[lead]]
    found = {
        "state": [(key, words) for key, (words, _) in states.items()],
        "agency": [(name, name) for name in dict.fromkeys([*data["agencies"], *agencies]) if name in agencies],
    }
    if any(not one[lead] for one in data[part]):
        found["agency"].append((listing.NOBODY, "Chưa ghi cơ quan"))
    if kind == "nhiem-vu":
        found["state"].extend(listing.ASKED_FOR.items())
        keys = {listing.group_key(one["group"], one["title"]): one for one in data["groups"]}
        found["group"] = [(key, group_title(one)) for key, one in keys.items()]
        found["due"] = list(listing.DUE.items())
        found["reported"] = [("co", "Đã có báo cáo trong kỳ"), ("chua", "Chưa báo cáo trong kỳ")]
    if kind == "kinh-phi":
        found["source"] = [(one["source"], one["source"]) for one in data["sources"]]
    return {name: values for name, values in found.items() if values}


def totals(found: Sequence[Data]) -> dict[str, str]:
    """The sums of the lines shown, of what was reported."""
    sums = {}
    for name in ("planned", "allocated", "disbursed"):
        known = [Decimal(one[name]) for one in found if one[name] is not None]
        sums[name] = decimal_text(sum(known, Decimal(0))) if known else "–"
    return sums
