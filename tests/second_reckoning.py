"""A second reckoning of a dossier by the rules alone, to hold the program's facts against.

It shares nothing with generator/. A dossier is its sheets as rows (column title → value); days are counted one by one,
parts are chosen by trying every choice: slow, and meant to be.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

Row = dict[str, Any]
Book = dict[str, list[Row]]
WAYS = {"Thời điểm": "point", "Cộng dồn": "sum", "Luỹ kế năm": "year_to_date", "Bình quân": "mean", None: "point"}


def sheets_of(path: Path) -> Book:
    """The rows of every sheet of a workbook."""
    book = load_workbook(path, read_only=True)
    found: Book = {}
    for sheet in book.worksheets:
        titles, *rows = list(sheet.iter_rows(values_only=True)) or [()]
        found[sheet.title] = [dict(zip(titles, row, strict=False)) for row in rows if any(v is not None for v in row)]
    book.close()
    return found


# --- periods  -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """A period by its code: its year, its first and last month, its days."""

    code: str
    year: int
    months: range
    start: date
    end: date

    @property
    def days(self) -> set[date]:
        return {self.start + timedelta(days=n) for n in range((self.end - self.start).days + 1)}


def span(code: Any, calendar: bool = False) -> Span:
    code = str(code)
    year, _, rest = code.partition("-")
    y = int(year)
    months = {"": range(1, 13), "9M": range(1, 10), "H1": range(1, 7), "H2": range(7, 13)}.get(rest)
    if months is None and rest.startswith("Q"):
        months = range(int(rest[1:]) * 3 - 2, int(rest[1:]) * 3 + 1)
    months = months or range(int(rest), int(rest) + 1)
    if calendar:
        start, end = date(y, months[0], 1), date(y, months[-1], monthrange(y, months[-1])[1])
    else:
        start = date(y - 1, 12, 15) if months[0] == 1 else date(y, months[0] - 1, 15)
        end = date(y, months[-1], 14)
    return Span(code, y, months, start, end)


def previous_code(code: str) -> str:
    year, _, rest = code.partition("-")
    y, last = int(year), {"Q": 4, "H": 2}
    if rest in ("", "9M"):
        return f"{y - 1}-{rest}".rstrip("-")
    if rest[0] in last:
        n = int(rest[1:])
        return f"{y}-{rest[0]}{n - 1}" if n > 1 else f"{y - 1}-{rest[0]}{last[rest[0]]}"
    return f"{y}-{int(rest) - 1:02d}" if int(rest) > 1 else f"{y - 1}-12"


def year_before(code: str) -> str:
    return f"{int(code[:4]) - 1}{code[4:]}"


# --- plans  -------------------------------------------------------------------------------


def of_plan(book: Book, code: str) -> Book:
    """What of a dossier is of one plan, by its cells: money that names no plan is of its task's."""
    tasks = [row for row in book["Nhiệm vụ"] if code in names(row.get("Kế hoạch"))]
    own = {row["Mã"] for row in tasks}
    money = [
        row
        for row in book["Kinh phí"]
        if (code in names(row["Thuộc kế hoạch"]) if row.get("Thuộc kế hoạch") else row.get("Mã nhiệm vụ") in own)
    ]
    return book | {
        "Nhiệm vụ": tasks,
        "Tiến độ": [row for row in book["Tiến độ"] if row["Mã nhiệm vụ"] in own],
        "Chỉ tiêu": [row for row in book["Chỉ tiêu"] if code in names(row.get("Kế hoạch"))],
        "Kinh phí": money,
    }


# --- tasks --------------------------------------------------------------------------------------------


def day_of(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date) or value is None:
        return value
    found = re.fullmatch(r"(\d+)/(\d+)/(\d{4})", str(value))
    return date(int(found[3]), int(found[2]), int(found[1])) if found else None


def deadline(value: Any) -> tuple[str, date | None]:
    """Kind and day, of the forms that the examples and the random dossiers use."""
    if value in (None, ""):
        return "none", None
    if (day := day_of(value)) is not None:
        return "date", day
    text = str(value)
    if re.match(r"(Nhiệm vụ )?[Tt]hường xuyên|H[àằ]ng ", text):
        return "recurring", None
    year = re.search(r"(\d{4})$", text)
    roman = {"I": 3, "II": 6, "III": 9, "IV": 12}
    if year and (found := re.fullmatch(r"Tháng (?:\d+-)?(\d+)/\d{4}", text)):
        month = int(found[1])
    elif year and (found := re.fullmatch(r"Quý (?:[IV]+-)?([IV]+)/\d{4}", text)):
        month = roman[found[1]]
    elif year and re.fullmatch(r"(?:Năm )?(?:\d{4}-)?\d{4}|[Đđ]ến năm \d{4}", text):
        month = 12
    else:
        return "text", None
    assert year is not None
    return "date", date(int(year[1]), month, monthrange(int(year[1]), month)[1])


STAGE_OF = {
    "completed_on_time": ("đã hoàn thành", "đúng hạn"),
    "completed_late": ("đã hoàn thành", "chậm"),
    "in_progress": ("đang thực hiện", "trong hạn"),
    "in_progress_overdue": ("đang thực hiện", "quá hạn"),
    "not_started": ("chưa thực hiện", "trong hạn"),
    "not_started_overdue": ("chưa thực hiện", "quá hạn"),
    "suspended": ("tạm dừng", ""),
    "ongoing": ("thường xuyên", ""),
}


def names(cell: Any) -> list[str]:
    return [one.strip() for one in str(cell or "").split(";") if one.strip()]


def is_many(name: str) -> bool:
    return name.startswith(("Các ", "UBND các ", "Sở, ban"))


class Reckoning:
    """The figures of one period of a dossier."""

    def __init__(self, book: Book, code: str) -> None:
        self.book = book
        general = {row["Mục"]: row.get("Giá trị") for row in book["Thông tin chung"]}
        self.calendar = general.get("Chốt số liệu") == "Lịch"
        self.span = self.of(code)
        self.agencies = [row["Tên cơ quan"] for row in book.get("Cơ quan", ())]
        self.known = {
            spelling.casefold(): row["Tên cơ quan"]
            for row in book.get("Cơ quan", ())
            for spelling in (row["Tên cơ quan"], row.get("Viết tắt"), *names(row.get("Tên khác")))
            if spelling
        }

    def of(self, code: Any) -> Span:
        return span(code, self.calendar)

    def bodies(self, cell: Any) -> list[str]:
        return list(dict.fromkeys(self.known.get(one.casefold(), one) for one in names(cell)))

    def rows(self, sheet: str, column: str, code: Any) -> list[Row]:
        return [row for row in self.book.get(sheet, ()) if str(row[column]) == str(code)]

    def latest(self, rows: Iterable[Row], until: Span | None = None) -> Row | None:
        until = until or self.span
        ended = [row for row in rows if self.of(row["Kỳ báo cáo"]).end <= until.end]

        def rank(row: Row) -> tuple[date, bool, int]:
            one = self.of(row["Kỳ báo cáo"])
            return one.end, one.code == until.code, len(one.months)

        return max(ended, key=rank, default=None)

    def inside(self, rows: Iterable[Row], within: Span | None = None) -> list[Row]:
        within = within or self.span
        return [row for row in rows if self.of(row["Kỳ báo cáo"]).days <= within.days]

    def ending_inside(self, rows: Iterable[Row]) -> list[Row]:
        return [row for row in rows if self.of(row["Kỳ báo cáo"]).end in self.span.days]

    def status(self, task: Row) -> str:
        kind, due = deadline(task["Thời gian hoàn thành"])
        row = self.latest(self.rows("Tiến độ", "Mã nhiệm vụ", task["Mã"]))
        said = row["Tình trạng"] if row else "Chưa thực hiện"
        if said == "Tạm dừng":
            return "suspended"
        if kind == "recurring":
            return "ongoing"
        if said == "Hoàn thành":
            assert row is not None
            done = day_of(row["Ngày hoàn thành"])
            return "completed_late" if due and done and done > due else "completed_on_time"
        late = "_overdue" if due and self.span.end > due else ""
        return ("in_progress" if said == "Đang thực hiện" else "not_started") + late

    def tasks(self) -> dict[str, Any]:
        items, by_agency, by_group = [], dict[str, Counter[str]](), dict[str, Counter[str]]()
        for task in self.book.get("Nhiệm vụ", ()):
            status, (kind, due) = self.status(task), deadline(task["Thời gian hoàn thành"])
            rows = self.rows("Tiến độ", "Mã nhiệm vụ", task["Mã"])
            lead = self.bodies(task["Cơ quan chủ trì"])
            items.append(
                {
                    "code": str(task["Mã"]),
                    "status": status,
                    "deadline": due.isoformat() if due else None,
                    "deadline_kind": kind,
                    "reported": bool(self.ending_inside(rows)),
                    "lead": lead,
                }
            )
            for name in lead:
                by_agency.setdefault(name, Counter())[status] += 1
            by_group.setdefault(str(task["Nhóm"] or ""), Counter())[status] += 1
        started = ("in_progress", "not_started")
        due_items = [one for one in items if one["deadline"] and one["deadline"] <= self.span.end.isoformat()]
        return {
            "total": len(items),
            "counts": Counter(one["status"] for one in items),
            "undated": sum(one["deadline"] is None and one["status"].startswith(started) for one in items),
            "due": len(due_items),
            "due_completed": sum(one["status"].startswith("completed") for one in due_items),
            "items": items,
            "by_agency": by_agency,
            "by_group": by_group,
        }

    def stages(self) -> dict[str, tuple[int, dict[str, int]]]:
        """Each stage that has tasks: how many, and how many of them in time, overdue, without a day, on time, late."""
        found: dict[str, tuple[int, Counter[str]]] = {}
        for one in self.tasks()["items"]:
            stage, how = STAGE_OF[one["status"]]
            if one["deadline"] is None and how == "trong hạn":
                how = "chưa xác định thời hạn"
            total, parts = found.get(stage, (0, Counter()))
            found[stage] = (total + 1, parts + Counter([how] if how else []))
        return {stage: (total, dict(parts)) for stage, (total, parts) in found.items()}

    def due(self) -> tuple[int, int, int]:
        """How many tasks were due by the end, how many of those are done, how many others are."""
        end, figures = self.span.end.isoformat(), [0, 0, 0]
        for one in self.tasks()["items"]:
            if one["deadline"] is not None:
                came, done = one["deadline"] <= end, one["status"].startswith("completed")
                figures[0] += came
                figures[1] += came and done
                figures[2] += done and not came
        return figures[0], figures[1], figures[2]

    def due_of(self, agency: str) -> tuple[int, int]:
        """How many tasks that an agency leads were due by the end, and how many of them were done by their day."""
        end = self.span.end.isoformat()
        due = [
            one for one in self.tasks()["items"] if agency in one["lead"] and one["deadline"] and one["deadline"] <= end
        ]
        return len(due), sum(one["status"] == "completed_on_time" for one in due)

    def late(self) -> dict[str, tuple[int, str]]:
        """Each overdue task: how many days late, and the code of the first period at whose end it was overdue already.

        Periods are gone back one by one, as long as anything had been reported by their end.
        """
        found = {}
        for task in self.book.get("Nhiệm vụ", ()):
            if self.status(task).endswith("_overdue"):
                due = deadline(task["Thời gian hoàn thành"])[1]
                assert due is not None
                days = sum(1 for n in range((self.span.end - due).days))
                since, code = self.span.code, previous_code(self.span.code)
                while self._was_overdue(task, code):
                    since, code = code, previous_code(code)
                found[str(task["Mã"])] = (days, since)
        return found

    def due_next(self) -> tuple[int, int]:
        """How many open tasks are due in the next period, and how many of those may be late.

        Those are the ones not begun, said to be less than half done, or hindered.
        """
        following = next(
            one for code in self._codes_after() if previous_code((one := self.of(code)).code) == self.span.code
        )
        hindered = {code for code, _ in self.difficulties()}
        due = risky = 0
        for task in self.book.get("Nhiệm vụ", ()):
            day, status = deadline(task["Thời gian hoàn thành"])[1], self.status(task)
            if day in following.days and not status.startswith(("completed", "suspended")):
                row = self.latest(self.rows("Tiến độ", "Mã nhiệm vụ", task["Mã"]))
                share = row.get("Tỷ lệ hoàn thành (%)") if row else None
                little = status.startswith("not_started") or (share is not None and number(share) < 50)
                due += 1
                risky += little or str(task["Mã"]) in hindered
        return due, risky

    def _codes_after(self) -> list[str]:
        tails = ("", "-9M", "-H1", "-H2", *(f"-Q{n}" for n in range(1, 5)), *(f"-{n:02d}" for n in range(1, 13)))
        return [f"{year}{tail}" for year in (self.span.year, self.span.year + 1) for tail in tails]

    def before(self) -> Reckoning | None:
        """The same dossier a period earlier; None where nothing had been reported by then."""
        then = Reckoning(self.book, previous_code(self.span.code))
        anything = any(self.of(row["Kỳ báo cáo"]).end <= then.span.end for row in self.book.get("Tiến độ", ()))
        return then if anything else None

    def _was_overdue(self, task: Row, code: str) -> bool:
        then = Reckoning(self.book, code)
        anything = any(self.of(row["Kỳ báo cáo"]).end <= then.span.end for row in self.book.get("Tiến độ", ()))
        return anything and then.status(task).endswith("_overdue")

    def who_reported(self) -> dict[str, bool]:
        """Each single lead agency that still owes something or has reported → whether it has reported."""
        found: dict[str, list[tuple[bool, bool]]] = {}
        for task in self.book.get("Nhiệm vụ", ()):
            leads = self.bodies(task["Cơ quan chủ trì"])
            said: set[str] = set()
            for row in self.ending_inside(self.rows("Tiến độ", "Mã nhiệm vụ", task["Mã"])):
                said |= set(self.bodies(row["Đơn vị báo cáo"]) or (leads if len(leads) == 1 else ()))
            closed = self.status(task).startswith(("completed", "suspended"))
            for name in leads:
                if not is_many(name):
                    found.setdefault(name, []).append((name in said, closed))
        sent = self.sent_figures()
        return {
            name: any(told for told, _ in tasks) or name in sent
            for name, tasks in found.items()
            if any(told or not closed for told, closed in tasks)
        }

    def sent_figures(self) -> set[str]:
        """Those that alone lead an indicator or a line of money with a row of the period."""
        leads = {str(task["Mã"]): self.bodies(task["Cơ quan chủ trì"]) for task in self.book.get("Nhiệm vụ", ())}
        sent: set[str] = set()
        for one in self.book.get("Chỉ tiêu", ()):
            bodies = self.bodies(one.get("Cơ quan chủ trì"))
            if (
                len(bodies) == 1
                and not is_many(bodies[0])
                and self.ending_inside(self.rows("Số liệu", "Mã chỉ tiêu", one["Mã"]))
            ):
                sent.update(bodies)
        for line in self.book.get("Kinh phí", ()):
            bodies = self.bodies(line.get("Cơ quan thực hiện")) or leads.get(str(line.get("Mã nhiệm vụ")), [])
            if (
                len(bodies) == 1
                and not is_many(bodies[0])
                and self.ending_inside(self.rows("Giải ngân", "Mã kinh phí", line["Mã"]))
            ):
                sent.update(bodies)
        return sent

    def difficulties(self) -> list[tuple[str, str]]:
        """(task, text) of what still hinders, each agency's last word of the period."""
        found = []
        for task in self.book.get("Nhiệm vụ", ()):
            if self.status(task).startswith("completed"):
                continue
            standing: list[tuple[set[str], str]] = []
            rows = self.inside(self.rows("Tiến độ", "Mã nhiệm vụ", task["Mã"]))
            for row in sorted(
                rows, key=lambda row: (self.of(row["Kỳ báo cáo"]).end, len(self.of(row["Kỳ báo cáo"]).days))
            ):
                by = set(self.bodies(row["Đơn vị báo cáo"]) or self.bodies(task["Cơ quan chủ trì"]))
                standing = [one for one in standing if by and one[0] and not one[0] & by]
                standing += [(by, row["Khó khăn, vướng mắc"])] if row["Khó khăn, vướng mắc"] else []
            found += [(str(task["Mã"]), text) for _, text in standing]
        return found

    def documents(self) -> set[str]:
        return {
            row["Số ký hiệu"]
            for row in self.book.get("Văn bản", ())
            if (
                day_of(row["Ngày ban hành"]) in self.span.days
                if row["Ngày ban hành"]
                else self.of(row["Kỳ báo cáo"]).days <= self.span.days
            )
        }

    # --- indicators -----------------------------------------------------------------------------------

    def value(self, indicator: Row, way: str, within: Span) -> tuple[Any, list[Row], list[str]]:
        """Value, the rows it rests on, and the codes of parts that are missing."""
        rows = self.rows("Số liệu", "Mã chỉ tiêu", indicator["Mã"])
        if way in ("point", "year_to_date"):
            row = self.latest([row for row in rows if self.of(row["Kỳ báo cáo"]).year == within.year], within)
            return (row["Giá trị"] if row else None), [row] if row else [], []
        parts = self.best_cover(self.inside(rows, within))
        if not parts:
            return None, [], []
        figures = [(number(row["Giá trị"]), len(self.of(row["Kỳ báo cáo"]).months)) for row in parts]
        total: Decimal = sum((v for v, _ in figures), Decimal(0))
        if way == "mean":
            places = max(max(-int(v.normalize().as_tuple().exponent), 0) for v, _ in figures) + 2
            weighed: Decimal = sum((v * n for v, n in figures), Decimal(0))
            total = (weighed / sum(n for _, n in figures)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        return total, parts, self.missing(parts, within)

    def best_cover(self, rows: Sequence[Row]) -> list[Row]:
        best: tuple[tuple[int, int], list[Row]] = ((0, 0), [])
        for size in range(1, len(rows) + 1):
            for chosen in combinations(rows, size):
                days = [self.of(row["Kỳ báo cáo"]).days for row in chosen]
                covered = set().union(*days)
                if len(covered) == sum(map(len, days)) and (len(covered), -size) > best[0]:
                    best = ((len(covered), -size), list(chosen))
        return sorted(best[1], key=lambda row: self.of(row["Kỳ báo cáo"]).end)

    def missing(self, parts: Sequence[Row], within: Span) -> list[str]:
        taken = {month for row in parts for month in self.of(row["Kỳ báo cáo"]).months}
        free = [month for month in within.months if month not in taken]
        shortest = min(len(self.of(row["Kỳ báo cáo"]).months) for row in parts)
        found: list[str] = []
        while free:
            size = next(
                n
                for n in (6, 3, 1)
                if n <= shortest and free[0] % n == 1 % n and set(range(free[0], free[0] + n)) <= set(free)
            )
            index = (free[0] - 1) // size + 1
            found.append(f"{within.year}-" + {6: f"H{index}", 3: f"Q{index}", 1: f"{index:02d}"}[size])
            free = free[size:]
        return found

    def indicators(self) -> list[dict[str, Any]]:
        return [self.indicator(row) for row in self.book.get("Chỉ tiêu", ())]

    def indicator(self, row: Row) -> dict[str, Any]:
        goal, year = row["Mục tiêu"], row["Năm mục tiêu"]
        for step in self.rows("Lộ trình", "Mã chỉ tiêu", row["Mã"]):
            if step["Năm"] == self.span.year:
                goal, year = step["Mục tiêu"], step["Năm"]
        sign, low, high = target(goal)
        way = "point" if sign == "yesno" else WAYS[row.get("Cách tính")]
        value, parts, missing = self.value(row, way, self.span)
        falling = row["Chiều"] == "Giảm"
        status, share = "no_data", None
        if parts and sign == "yesno":
            status = "met" if value in ("Hoàn thành", "Đạt", "Có") else "not_met"
        elif parts:
            status, share = judged(number(value), sign, low, high, falling)
        within_year = False
        if parts and sign != "yesno" and way == "sum" and not is_ceiling(sign, falling):
            status, share = judged(number(self.since_january(row, way)[0]), sign, low, high, falling)
        if parts and year and year > self.span.year:
            status = "not_due"
        elif parts and sign != "yesno" and is_ceiling(sign, falling) and way in ("sum", "year_to_date"):
            status, share, within_year = self.under_the_years_ceiling(
                row, way, (sign, low, high, falling), parts, status, share
            )
        carried = way in ("point", "year_to_date") and parts and str(parts[0]["Kỳ báo cáo"]) != self.span.code
        compared = {}
        for name, code in (
            ("previous", previous_code(self.span.code)),
            ("same_period_last_year", year_before(self.span.code)),
        ):
            compared[name] = None if sign == "yesno" else self.change(row, way, value, missing, code)
        return {
            "code": row["Mã"],
            "target": (sign, low, high, year),
            "aggregation": way,
            "parts": [] if sign == "yesno" else [(str(one["Kỳ báo cáo"]), number(one["Giá trị"])) for one in parts],
            "missing_parts": missing,
            "value": value if value is None or sign == "yesno" else number(value),
            "carried_from": str(parts[0]["Kỳ báo cáo"]) if carried else None,
            "achievement": share,
            "status": status,
            "within_year": within_year,
            "under_way": status == "not_met"
            and year == self.span.year
            and self.span.months[-1] < 12
            and (sign == "yesno" or not is_ceiling(sign, falling) or (falling and way in ("point", "mean"))),
            **compared,
        }

    def under_the_years_ceiling(
        self, row: Row, way: str, goal: tuple[Any, ...], parts: list[Row], status: str, share: Decimal | None
    ) -> tuple[str, Decimal | None, bool]:
        """What is to stay under a number for the year is judged in part of it only once it is over that number."""
        whole = self.of(str(self.span.year))
        if self.span.days >= whole.days:
            return status, share, False
        value, since, _ = self.since_january(row, way)
        verdict, _ = judged(number(value), *goal)
        told = set().union(*(self.of(one["Kỳ báo cáo"]).days for one in since))
        last = self.of(since[-1]["Kỳ báo cáo"]).end
        complete = last >= whole.end and (way == "year_to_date" or told >= whole.days)
        if verdict != "not_met" and not complete:
            return "not_due", None, True
        return verdict, share if since == parts else None, False

    def since_january(self, row: Row, way: str) -> Any:
        """The value of the year up to the end of the period: that of the period itself for what is added up already."""
        whole = self.of(str(self.span.year))
        if way != "sum" or self.span.days >= whole.days:
            return self.value(row, way, self.span)
        until = Span("", whole.year, range(1, self.span.months[-1] + 1), whole.start, self.span.end)
        return self.value(row, way, until)

    def change(self, row: Row, way: str, value: Any, missing: list[str], code: str) -> tuple[Decimal, Decimal] | None:
        """The earlier value and the change against it, where the two are of one kind and both whole."""
        then = self.of(code)
        if value is None or missing:
            return None
        if way == "year_to_date" and then.year != self.span.year and code != year_before(self.span.code):
            return None
        if way in ("sum", "mean"):
            before, parts, lacking = self.value(row, way, then)
            if lacking or not parts:
                return None
        else:
            rows = [
                one
                for one in self.rows("Số liệu", "Mã chỉ tiêu", row["Mã"])
                if self.of(one["Kỳ báo cáo"]).end == then.end
            ]
            last = self.latest(rows, then)
            of_now = [
                one
                for one in self.rows("Số liệu", "Mã chỉ tiêu", row["Mã"])
                if self.of(one["Kỳ báo cáo"]).end == self.span.end
            ]
            if last is None or not of_now:
                return None
            before = last["Giá trị"]
        return number(before), number(value) - number(before)

    def funding(self) -> dict[str, Any]:
        planned = [number(row["Kế hoạch (triệu đồng)"]) for row in self.book.get("Kinh phí", ())]
        found: dict[str, Any] = {"planned": sum(planned, Decimal(0)) if planned else None}
        for key, column in (("allocated", "Đã phân bổ"), ("disbursed", "Đã giải ngân")):
            latest = [self.latest(self.paid(row["Mã"], column)) for row in self.book.get("Kinh phí", ())]
            known = [number(row[column]) for row in latest if row]
            found[key] = sum(known, Decimal(0)) if known else None
        return found

    def paid(self, code: str, column: str) -> list[Row]:
        """The rows of a line that have a figure: a cell left blank takes no earlier figure back."""
        return [row for row in self.rows("Giải ngân", "Mã kinh phí", code) if row[column] is not None]

    # --- scores ---------------------------------------------------------------------------------------

    def scores(self) -> dict[str, dict[str, Any]]:
        """Each unit that is scored: its points by criterion (None: nothing to measure), total, rank and share done."""
        criteria = [row for row in self.book.get("Tiêu chí", ()) if row["Cách chấm"] != "Xếp loại"]
        found: dict[str, dict[str, Any]] = {}
        for unit in self.scored():
            own = [row for row in criteria if row.get("Đối tượng") in (None, self.kind(unit))]
            points = {row["Mã"]: self.points(row, unit) for row in own}
            ways = {row["Mã"]: (row["Cách chấm"], number(row["Trọng số"])) for row in own}
            plain = {code: p for code, p in points.items() if not ways[code][0].startswith("Điểm ") and p is not None}
            basis: Decimal = sum((ways[code][1] for code in plain), Decimal(0))
            total = None
            if basis >= 50:
                total = hundredth(sum(plain.values(), Decimal(0)) * 100 / basis)
                for code, value in points.items():
                    sign = {"Điểm cộng": 1, "Điểm trừ": -1}.get(ways[code][0], 0)
                    total += sign * (value or Decimal(0))
            if own:
                found[unit] = {"points": points, "basis": basis, "total": total}
        for unit, one in found.items():
            rivals = [other["total"] for name, other in found.items() if self.kind(name) == self.kind(unit)]
            higher = [value for value in rivals if value is not None and one["total"] is not None]
            one["rank"] = None if one["total"] is None else 1 + len([v for v in higher if v > one["total"]])
        return found

    def scored(self) -> list[str]:
        """Who leads something, spends something or was given points: single bodies only."""
        tasks = [name for row in self.book.get("Nhiệm vụ", ()) for name in self.bodies(row["Cơ quan chủ trì"])]
        leads = [name for row in self.book.get("Chỉ tiêu", ()) for name in self.bodies(row.get("Cơ quan chủ trì"))]
        spends = [name for row in self.book.get("Kinh phí", ()) for name in self.bodies(row.get("Cơ quan thực hiện"))]
        given = [
            name
            for row in self.book.get("Chấm điểm", ())
            if str(row["Kỳ báo cáo"]) == self.span.code
            for name in self.bodies(row["Cơ quan"])
        ]
        return [name for name in dict.fromkeys((*tasks, *leads, *spends, *given)) if not is_many(name)]

    def kind(self, unit: str) -> str:
        commune = re.match(r"(?:(?:UBND|Ủy ban nhân dân|Đảng ủy) )?(?:xã|phường|thị trấn|đặc khu) ", unit, re.I)
        return "Cấp xã" if commune else "Cơ quan"

    def points(self, criterion: Row, unit: str) -> Decimal | None:
        way, weight = criterion["Cách chấm"], number(criterion["Trọng số"])
        if way in ("Chấm tay", "Điểm cộng", "Điểm trừ"):
            rows = [
                row
                for row in self.rows("Chấm điểm", "Mã tiêu chí", criterion["Mã"])
                if str(row["Kỳ báo cáo"]) == self.span.code and self.bodies(row["Cơ quan"]) == [unit]
            ]
            return number(rows[0]["Điểm"]) if rows else None
        measured = self.measured(way, unit)
        if measured is None:
            return None
        part, whole = measured
        share = min(tenth(Decimal(part) * 100 / Decimal(whole)), Decimal(100))
        steps = [re.split(r" từ | dưới ", step) for step in str(criterion.get("Bậc") or "").split("; ") if step]
        if not steps:
            return hundredth(weight * share / 100)
        return number(next(points for points, bound in [*steps[:-1], (steps[-1][0], "-1")] if share >= number(bound)))

    def measured(self, way: str, unit: str) -> tuple[Any, Any] | None:
        """Part and whole of a criterion, None where there is nothing to measure."""
        led = [row for row in self.book.get("Nhiệm vụ", ()) if unit in self.bodies(row["Cơ quan chủ trì"])]
        if way in ("Nhiệm vụ đúng hạn", "Nhiệm vụ hoàn thành"):
            due = [row for row in led if (day := deadline(row["Thời gian hoàn thành"])[1]) and day <= self.span.end]
            if not any(self.latest(self.rows("Tiến độ", "Mã nhiệm vụ", row["Mã"])) for row in due):
                return None
            wanted = "completed_on_time" if way == "Nhiệm vụ đúng hạn" else "completed"
            return sum(self.status(row).startswith(wanted) for row in due), len(due)
        if way == "Báo cáo trong kỳ":
            told = [self._told(row, unit) for row in led]
            closed = [self.status(row).startswith(("completed", "suspended")) for row in led]
            owed = sum(said or not done for said, done in zip(told, closed, strict=True))
            return (sum(told), owed) if owed else None
        if way == "Chỉ tiêu đạt":
            own = [row for row in self.book.get("Chỉ tiêu", ()) if unit in self.bodies(row.get("Cơ quan chủ trì"))]
            found = [self.indicator(row) for row in own]
            judged = [one["status"] for one in found if not one["under_way"]]
            judged = [state for state in judged if state in ("met", "exceeded", "not_met")]
            return (len(judged) - judged.count("not_met"), len(judged)) if judged else None
        if way == "Có minh chứng":
            done = [row for row in led if self.status(row).startswith("completed")]
            return (sum(map(self._shown, done)), len(done)) if done else None
        assert way == "Giải ngân", way
        lines = [row for row in self.book.get("Kinh phí", ()) if self.bodies(row.get("Cơ quan thực hiện")) == [unit]]
        paid = [self.latest(self.paid(row["Mã"], "Đã giải ngân")) for row in lines]
        if not lines or None in paid:
            return None
        return (
            sum(number(row["Đã giải ngân"]) for row in paid if row),
            sum(number(row["Kế hoạch (triệu đồng)"]) for row in lines),
        )

    def _told(self, task: Row, unit: str) -> bool:
        leads = self.bodies(task["Cơ quan chủ trì"])
        rows = self.ending_inside(self.rows("Tiến độ", "Mã nhiệm vụ", task["Mã"]))
        return any(unit in (self.bodies(row["Đơn vị báo cáo"]) or (leads if len(leads) == 1 else ())) for row in rows)

    def _shown(self, task: Row) -> bool:
        rows = self.rows("Tiến độ", "Mã nhiệm vụ", task["Mã"])
        return any(
            row.get("Minh chứng") and row["Tình trạng"] == "Hoàn thành"
            for row in rows
            if self.of(row["Kỳ báo cáo"]).end <= self.span.end
        )

    def below(self, floor: int) -> set[str]:
        """Who has done less than so many per cent of what was due; the silent are known to have done none."""
        if not any(self.of(row["Kỳ báo cáo"]).end <= self.span.end for row in self.book.get("Tiến độ", ())):
            return set()
        done = {unit: self.due_of_unit(unit) for unit in self.scored()}
        return {unit for unit, (part, whole) in done.items() if whole and part * 100 < floor * whole}

    def due_of_unit(self, unit: str) -> tuple[int, int]:
        led = [row for row in self.book.get("Nhiệm vụ", ()) if unit in self.bodies(row["Cơ quan chủ trì"])]
        due = [row for row in led if (day := deadline(row["Thời gian hoàn thành"])[1]) and day <= self.span.end]
        return sum(self.status(row).startswith("completed") for row in due), len(due)


def hundredth(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def number(value: Any) -> Decimal:
    if isinstance(value, str):
        value = value.rstrip("%").strip()
        if re.fullmatch(r"\d{1,3}(\.\d{3})+", value) or "," in value:
            value = value.replace(".", "").replace(",", ".")
    return Decimal(str(value))


def target(words: Any) -> tuple[str, Decimal | None, Decimal | None]:
    text = str(words)
    if not isinstance(words, str):
        return "=", number(words), None
    if not re.search(r"\d", text):
        return "yesno", None, None
    figures = [number(one) for one in re.findall(r"\d[\d.]*(?:,\d+)?", text)]
    if len(figures) == 2 and "-" in text:
        return "range", figures[0], figures[1]
    for sign, openings in {
        ">=": ("ít nhất", "≥", "từ"),
        "<=": ("không quá", "≤"),
        ">": ("trên",),
        "<": ("dưới",),
    }.items():
        if text.startswith(openings):
            return sign, figures[0], None
    return "=", figures[0], None


def judged(
    value: Decimal, sign: str, low: Decimal | None, high: Decimal | None, falling: bool
) -> tuple[str, Decimal | None]:
    """Status and achievement."""
    assert low is not None
    if sign == "range":
        assert high is not None
        status = "met" if low <= value <= high else "exceeded" if (value < low) is falling else "not_met"
        return status, tenth(value / low * 100) if value < low else None
    less_is_better = sign in ("<", "<=") or (sign == "=" and falling)
    better = value < low if less_is_better else value > low
    status = "exceeded" if better else "not_met"
    if value == low:
        status = "not_met" if sign in ("<", ">") else "met"
    over, under = (low, value) if falling else (value, low)
    share = None if under == 0 or (value == low and sign in ("<", ">")) else tenth(over / under * 100)
    return status, share


def is_ceiling(sign: str, falling: bool) -> bool:
    return sign in ("<", "<=") or (sign in ("=", "range") and falling)


def tenth(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)
