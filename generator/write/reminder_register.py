"""The register of letters (sổ theo dõi đôn đốc): read back, lines added, only the program's own cells changed.

A line is known by its period, agency and file; number and date of a letter are a person's, once it is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.core.period_names import parse_period
from generator.write.register import Register, RegisterRow
from generator.write.workbook_edit import NewValue

SHEET = "Sổ theo dõi đôn đốc"
NUMBER, ISSUED = "Số, ký hiệu công văn", "Ngày công văn"
_COLUMNS = (
    ("TT", 6), ("Kỳ báo cáo", 17), ("Cơ quan nhận", 34), ("Tính đến ngày", 13), ("Số nhiệm vụ quá hạn", 11),
    ("Mã nhiệm vụ quá hạn", 26), ("Số nhiệm vụ chưa báo cáo", 11), ("Mã nhiệm vụ chưa báo cáo", 26),
    ("Trả lời trước ngày", 13), ("Tệp công văn", 40), (NUMBER, 20), (ISSUED, 13), ("Kết quả sau đôn đốc", 34),
    ("Cập nhật đến ngày", 13), ("Ghi chú", 30),
)  # fmt: skip
_KEYS = ("Kỳ báo cáo", "Cơ quan nhận", "Tệp công văn")
_REGISTER = Register(SHEET, _COLUMNS, _KEYS, "DD005")


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One letter to one agency. `row` is its place in the register, 0 for one to be added.

    `period` is the period's code; `number` and `issued` stand once the letter was sent.
    """

    row: int
    period: str
    agency: str
    file: str
    as_of: date | None
    overdue: tuple[str, ...] = ()
    unreported: tuple[str, ...] = ()
    before: date | None = None
    number: str = ""
    issued: date | None = None
    outcome: str = ""
    updated: date | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.period, self.agency, self.file


def read_register(path: Path) -> tuple[RegisterLine, ...]:
    """The lines of a register; none where there is no file yet. Raises BadDossier for one that cannot be read."""
    return tuple(line for row in _REGISTER.rows(path) if (line := _line(row)).agency)


def register_with(path: Path, lines: Sequence[RegisterLine]) -> bytes:
    """The register with `lines` changed or added; the bytes that stand there if nothing changes."""
    known = {row.number: _cells_of(_line(row)) for row in _REGISTER.rows(path)}
    changes = []
    for line in lines:
        old = known.get(line.row, {})
        changed = {title: value for title, value in _cells_of(line).items() if value != old.get(title)}
        changes.append((line.row if line.row in known else 0, changed))
    return _REGISTER.with_values(path, changes)


def _line(row: RegisterRow) -> RegisterLine:
    period = parse_period(row.text("Kỳ báo cáo"))
    return RegisterLine(
        row=row.number,
        period=period.code if period else row.text("Kỳ báo cáo"),
        agency=row.text("Cơ quan nhận"),
        file=row.text("Tệp công văn"),
        as_of=row.day("Tính đến ngày"),
        overdue=_codes(row.text("Mã nhiệm vụ quá hạn")),
        unreported=_codes(row.text("Mã nhiệm vụ chưa báo cáo")),
        before=row.day("Trả lời trước ngày"),
        number=row.text(NUMBER),
        issued=row.day(ISSUED),
        outcome=row.text("Kết quả sau đôn đốc"),
        updated=row.day("Cập nhật đến ngày"),
    )


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in text.replace(";", ",").split(",") if code.strip())


# --- writing -----------------------------------------------------------------------------------------


def _cells_of(line: RegisterLine) -> dict[str, NewValue]:
    """The program's cells of a line; an empty one is left as it is."""
    period = parse_period(line.period)
    values: dict[str, NewValue] = {
        "Kỳ báo cáo": period.label if period else line.period,
        "Cơ quan nhận": line.agency,
        "Tính đến ngày": line.as_of,
        "Số nhiệm vụ quá hạn": len(line.overdue),
        "Mã nhiệm vụ quá hạn": ", ".join(line.overdue),
        "Số nhiệm vụ chưa báo cáo": len(line.unreported),
        "Mã nhiệm vụ chưa báo cáo": ", ".join(line.unreported),
        "Trả lời trước ngày": line.before,
        "Tệp công văn": line.file,
        NUMBER: line.number or None,
        ISSUED: line.issued,
        "Kết quả sau đôn đốc": line.outcome,
        "Cập nhật đến ngày": line.updated,
    }
    return {title: value for title, value in values.items() if value is not None}
