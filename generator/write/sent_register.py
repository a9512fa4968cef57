"""The register of reports sent (sổ gửi báo cáo): which went to whom, under what number, when and by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.core.period_names import parse_period
from generator.write.register import Register
from generator.write.workbook_edit import NewValue

PERIOD, TO, SYMBOL, DAY = "Kỳ báo cáo", "Nơi gửi", "Số, ký hiệu", "Ngày ban hành"
_COLUMNS = (
    ("TT", 6), (PERIOD, 22), (TO, 36), ("Hạn gửi (ngày)", 13), (SYMBOL, 20), (DAY, 13), ("Đúng hạn", 16),
    ("Thư mục", 40), ("Ghi chú", 36),
)  # fmt: skip
_REGISTER = Register("Sổ gửi báo cáo", _COLUMNS, (PERIOD, TO, SYMBOL), "DD005")


@dataclass(frozen=True, slots=True)
class SentReport:
    """A report that went out. One is known by its period, whom it went to, and its number."""

    period: str
    to: str
    due: date | None
    symbol: str
    day: date
    in_time: str
    folder: str


def sent_register_with(path: Path, sent: Sequence[SentReport]) -> bytes:
    """The register with what is not in it yet, and dates put right; what people add in it stands."""
    known = {(row.text(PERIOD), row.text(TO), row.text(SYMBOL)): row for row in _REGISTER.rows(path)}
    changes: list[tuple[int, dict[str, NewValue]]] = []
    for one in sent:
        period = parse_period(one.period)
        label = period.label if period else one.period
        row = known.get((label, one.to, one.symbol))
        values: dict[str, NewValue] = {
            PERIOD: label,
            TO: one.to,
            SYMBOL: one.symbol,
            DAY: one.day,
            "Đúng hạn": one.in_time,
            "Thư mục": one.folder,
        }
        if one.due is not None:
            values["Hạn gửi (ngày)"] = one.due
        stands = (
            {title: row.day(title) if isinstance(new, date) else row.text(title) for title, new in values.items()}
            if row
            else {}
        )
        changed = {title: new for title, new in values.items() if stands.get(title) != new}
        if row is None or changed:
            changes.append((row.number if row else 0, changed))
    return _REGISTER.with_values(path, changes)
