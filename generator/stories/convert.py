"""The other forms of a dossier: workbook ↔ YAML or JSON, and the JSON Schema of its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.problems import BadDossier, Place, Problem, ProblemList, WrongUsage
from generator.read.record_schema import record_schema
from generator.read.text_files import SUFFIXES, is_text_dossier, text_records, unknown_sheets
from generator.stories.dossier import check
from generator.write.files import write_file
from generator.write.guide_sheet import GUIDE_SHEET
from generator.write.record_text import json_text, workbook_records, yaml_text
from generator.write.workbook import workbook_bytes
from generator.write.workbook_rules import CHOICES_SHEET

if TYPE_CHECKING:
    from generator.read.columns import SheetTitle

_STOPS_CONVERSION = frozenset(("GT009", "GT010", "GT013", "GT019", "GT030", "GT038", "GT040", "BNG005", "BNG008"))
"""What a cell of the new file could not hold: no value or one that nobody sees, an error, letters of another font."""


def convert(source: Path, target: Path) -> tuple[int, tuple[Problem, ...]]:
    """Writes the records of `source` as `target`, the kind of each by its suffix; gives how many rows there were.

    Raises BadDossier for a file that cannot be read whole, WrongUsage for kinds there are not.
    """
    kinds = (".xlsx", *SUFFIXES)
    if target.suffix.lower() not in kinds:
        raise WrongUsage(f"Không ghi được tệp loại “{target.suffix or target.name}”.", f"Đặt đuôi {', '.join(kinds)}.")
    if target.exists():
        raise WrongUsage(f"Tệp “{target}” đã có, không ghi đè.", "Chọn tên khác.")
    problems = check(source).problems
    stops = [one for one in problems if one.code in _STOPS_CONVERSION or one.code.startswith("TEP")]
    if stops:
        raise BadDossier(f"Chưa chuyển được “{source.name}”.", "Sửa các lỗi trên, hoặc dùng baocao check --fix.", stops)
    records, left = _records_of(source)
    if target.suffix.lower() == ".json":
        content = json_text(records).encode()
    elif target.suffix.lower() in SUFFIXES:
        content = yaml_text(records).encode()
    else:
        content = workbook_bytes(records)
    write_file(target, content)
    return sum(len(rows) for rows in records.values()), tuple(left)


def _records_of(source: Path) -> tuple[Mapping[SheetTitle, Sequence[Mapping[str, object]]], list[Problem]]:
    if is_text_dossier(source):
        records, unknown = text_records(source), unknown_sheets(source)
    else:
        records, layout = workbook_records(source)
        unknown = tuple(title for title in layout.unknown if title not in (GUIDE_SHEET, CHOICES_SHEET))
    problems = ProblemList()
    for title in unknown:
        message = f"Trang “{title}” không thuộc hồ sơ nên không được chuyển."
        problems.add("BNG010", Place(str(source), title), message, "Chép riêng trang này nếu cần.")
    return records, problems.items


def schema() -> dict[str, object]:
    """The JSON Schema of a dossier's records."""
    return record_schema()
