"""Writes the example dossiers beside the plans they are made from: `python -m inputs.make_examples`.

Tasks, indicators, targets and sums come from the real plans in inputs/plans; everything reported on them is invented,
which the dossiers say themselves ("Số liệu minh hoạ: Có"). Running it again gives the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.core.model import Aggregation, ReportedStatus
from generator.core.problems import any_error
from generator.read.columns import PUBLIC, SheetTitle
from generator.read.plan_table import read_plan
from generator.validate.plan import plan_draft
from generator.validate.plan_drafts import PlanDraft
from generator.write.workbook import workbook_bytes
from inputs.example_data import nq57, plan_2391, ranking
from inputs.example_data.nq57_progress import EVIDENCE, PROGRESS

FOLDER = Path(__file__).resolve().parent
ASSIGNMENT_PLAN = FOLDER / "plans/lai-chau-phan-cong-nq57-2025.txt"
Sheets = dict[SheetTitle, list[Mapping[str, object]]]


def examples() -> dict[str, bytes]:
    """File name → content of every example dossier."""
    return {
        "lai-chau-nq57.xlsx": workbook_bytes(nq57_sheets()),
        "lai-chau-2391.xlsx": workbook_bytes(plan_2391_sheets()),
        "xep-hang-minh-hoa.xlsx": workbook_bytes(ranking_sheets()),
    }


def nq57_sheets() -> Sheets:
    """The dossier of Nghị quyết số 57-NQ/TW: the forty tasks of the assignment plan, indicators of the programme."""
    draft = _assignment_draft()
    sheets: Sheets = dict(draft.sheets())
    sheets[SheetTitle.SETTINGS] = _settings(nq57.SETTINGS)
    sheets[SheetTitle.PROGRESS] = _nq57_progress(draft)
    sheets[SheetTitle.INDICATORS] = _nq57_indicators()
    sheets[SheetTitle.MILESTONES] = [
        {"Mã chỉ tiêu": code, "Năm": year, "Mục tiêu": target}
        for code, targets in nq57.MILESTONES.items()
        for year, target in targets.items()
    ]
    sheets[SheetTitle.MEASUREMENTS] = [
        {
            "Mã chỉ tiêu": code,
            "Kỳ báo cáo": period,
            "Giá trị": value,
            "Nguồn số liệu": source,
            "Nguyên nhân": nq57.CAUSES.get((code, period)),
        }
        for code, (source, values) in nq57.MEASUREMENTS.items()
        for period, value in zip(nq57.MEASURED_IN, values, strict=True)
        if value is not None
    ]
    sheets[SheetTitle.FUNDING] = [dict(zip(_FUNDING_COLUMNS, line, strict=True)) for line in nq57.FUNDING]
    sheets[SheetTitle.DISBURSEMENTS] = [
        {"Mã kinh phí": code, "Kỳ báo cáo": period, "Đã phân bổ": allocated, "Đã giải ngân": disbursed}
        for code, amounts in nq57.DISBURSEMENTS.items()
        for period, (allocated, disbursed) in zip(nq57.DISBURSED_IN, amounts, strict=True)
    ]
    for title in (SheetTitle.TASKS, SheetTitle.INDICATORS, SheetTitle.FUNDING):
        sheets[title] = [{**row, PUBLIC: "Có"} for row in sheets[title]]
    sheets[SheetTitle.DOCUMENTS] = [dict(zip(_DOCUMENT_COLUMNS, row, strict=True)) for row in nq57.DOCUMENTS]
    sheets[SheetTitle.RECIPIENTS] = [dict(zip(_RECIPIENT_COLUMNS, row, strict=True)) for row in nq57.RECIPIENTS]
    sheets[SheetTitle.NARRATIVES] = [
        {"Kỳ báo cáo": period, "Mục": section, "Nội dung": text} for period, section, text in nq57.NARRATIVES
    ]
    return sheets


def plan_2391_sheets() -> Sheets:
    """The dossier of Kế hoạch số 2391/KH-UBND, reported by a department to the People's Committee."""
    data, period = plan_2391, plan_2391.PERIOD
    leads = {code: lead for code, _, _, lead, _, _ in data.TASKS}
    return {
        SheetTitle.SETTINGS: _settings(data.SETTINGS),
        SheetTitle.AGENCIES: [
            {"Tên cơ quan": name, "Viết tắt": short, "Tên khác": aliases} for name, short, aliases in data.AGENCIES
        ],
        SheetTitle.TASKS: _plan_2391_tasks(),
        SheetTitle.PROGRESS: [
            _reported((code, period, *report, leads[code]), data.EVIDENCE) for code, report in data.PROGRESS.items()
        ],
        SheetTitle.INDICATORS: _plan_2391_indicators(),
        SheetTitle.MEASUREMENTS: [
            {"Mã chỉ tiêu": code, "Kỳ báo cáo": when, "Giá trị": value, "Nguồn số liệu": "Số liệu minh hoạ"}
            for code, values in data.MEASUREMENTS.items()
            for when, value in zip(data.MEASURED_IN, values, strict=True)
            if value is not None
        ],
        SheetTitle.FUNDING: [
            dict(zip(_FUNDING_COLUMNS, (code, source, content, None, agency, planned), strict=True))
            for code, source, content, agency, planned in data.FUNDING
        ],
        SheetTitle.DISBURSEMENTS: [
            {"Mã kinh phí": code, "Kỳ báo cáo": period, "Đã phân bổ": allocated, "Đã giải ngân": disbursed}
            for code, (allocated, disbursed) in data.DISBURSEMENTS.items()
        ],
        SheetTitle.DOCUMENTS: [dict(zip(_DOCUMENT_COLUMNS, (period, *row), strict=True)) for row in data.DOCUMENTS],
        SheetTitle.NARRATIVES: [
            {"Kỳ báo cáo": period, "Mục": section, "Nội dung": text} for section, text in data.NARRATIVES
        ],
    }


def ranking_sheets() -> Sheets:
    """The dossier of a province that is none: two plans, two recipients, units scored by criteria invented too."""
    data = ranking
    leads = {code: lead for code, _, lead, _ in data.TASKS}
    agency = ("Tên cơ quan", "Viết tắt", "Nhóm")
    told = ("Mã nhiệm vụ", "Kỳ báo cáo", "Tình trạng", "Ngày hoàn thành", "Kết quả thực hiện", "Minh chứng")
    criterion = ("Mã", "Tên", "Cách chấm", "Trọng số", "Bậc", "Đối tượng")
    points = ("Mã tiêu chí", "Kỳ báo cáo", "Cơ quan", "Điểm", "Minh chứng")
    task = ("Mã", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành")
    plan = ("Mã", "Tên kế hoạch", "Số ký hiệu", "Ngày", "Cơ quan ban hành")
    return {
        SheetTitle.SETTINGS: _settings(data.SETTINGS),
        SheetTitle.AGENCIES: [dict(zip(agency, row, strict=True)) for row in data.AGENCIES],
        SheetTitle.TASKS: [
            {"TT": number, **dict(zip(task, row, strict=True)), "Kế hoạch": data.OF_REFORM.get(row[0], data.DIGITAL)}
            for number, row in enumerate(data.TASKS, start=1)
        ],
        SheetTitle.PLANS: [dict(zip(plan, row, strict=True)) for row in data.PLANS],
        SheetTitle.FUNDING: [
            dict(zip((*_FUNDING_COLUMNS, "Thuộc kế hoạch"), row, strict=True)) for row in data.FUNDING
        ],
        SheetTitle.DISBURSEMENTS: [
            {"Mã kinh phí": code, "Kỳ báo cáo": period, "Đã phân bổ": allocated, "Đã giải ngân": disbursed}
            for code, periods in data.DISBURSEMENTS.items()
            for period, (allocated, disbursed) in periods.items()
        ],
        SheetTitle.RECIPIENTS: [
            dict(zip((*_RECIPIENT_COLUMNS, "Kế hoạch"), row, strict=True)) for row in data.RECIPIENTS
        ],
        SheetTitle.PROGRESS: [
            {**dict(zip(told, row, strict=True)), "Đơn vị báo cáo": leads[row[0]]} for row in data.PROGRESS
        ],
        SheetTitle.CRITERIA: [
            {**dict(zip(criterion, row, strict=True)), "Căn cứ": data.BASIS} for row in data.CRITERIA
        ],
        SheetTitle.HAND_POINTS: [dict(zip(points, row, strict=True)) for row in data.POINTS],
    }


_FUNDING_COLUMNS = ("Mã", "Nguồn vốn", "Nội dung", "Mã nhiệm vụ", "Cơ quan thực hiện", "Kế hoạch (triệu đồng)")
_RECIPIENT_COLUMNS = ("Tên", "Kỳ", "Kính gửi", "Hạn gửi báo cáo")
_DOCUMENT_COLUMNS = ("Kỳ báo cáo", "Số ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu")
_PROGRESS_COLUMNS = (
    "Mã nhiệm vụ",
    "Kỳ báo cáo",
    "Tình trạng",
    "Ngày hoàn thành",
    "Tỷ lệ hoàn thành (%)",
    "Kết quả thực hiện",
    "Sản phẩm",
    "Khó khăn, vướng mắc",
    "Đơn vị báo cáo",
)


def _settings(pairs: list[tuple[str, object]]) -> list[Mapping[str, object]]:
    return [{"Mục": key, "Giá trị": value} for key, value in pairs]


def _assignment_draft() -> PlanDraft:
    table, problems = read_plan(ASSIGNMENT_PLAN)
    if table is None:
        raise ValueError(problems)
    draft, problems = plan_draft(table)
    if any_error(problems):
        raise ValueError(problems)
    return draft


def _nq57_progress(draft: PlanDraft) -> list[Mapping[str, object]]:
    return [
        _reported((task.code, *report, "; ".join(task.lead)), EVIDENCE)
        for task in draft.tasks
        for report in PROGRESS.get(task.code, ())
    ]


def _reported(row: Sequence[object], evidence: Mapping[str, str]) -> Mapping[str, object]:
    """A row of progress; one that says that a task is completed has what shows it."""
    cells = dict(zip(_PROGRESS_COLUMNS, row, strict=True))
    is_done = cells["Tình trạng"] == ReportedStatus.COMPLETED.value
    return {**cells, "Minh chứng": evidence.get(str(cells["Mã nhiệm vụ"]))} if is_done else cells


def _nq57_indicators() -> list[Mapping[str, object]]:
    return [
        {
            "Mã": code,
            "Nhóm": group,
            "Tên chỉ tiêu": name,
            "Đơn vị tính": unit,
            "Chiều": "Tăng",
            "Cách tính": _aggregation(code, nq57.AGGREGATIONS),
            "Mục tiêu": target,
            "Năm mục tiêu": 2030,
            "Giá trị gốc": base,
            "Năm gốc": base_year,
            "Cơ quan chủ trì": lead,
            "Ghi chú": nq57.NOTE,
            "Tên gọn": nq57.SHORT_NAMES.get(code),
        }
        for code, group, name, unit, target, base, base_year, lead in nq57.INDICATORS
    ]


def _plan_2391_indicators() -> list[Mapping[str, object]]:
    return [
        {
            "Mã": code,
            "Nhóm": group,
            "Tên chỉ tiêu": name,
            "Đơn vị tính": unit,
            "Chiều": "Tăng",
            "Cách tính": _aggregation(code, plan_2391.AGGREGATIONS),
            "Mục tiêu": target,
            "Năm mục tiêu": 2030,
            "Cơ quan chủ trì": lead,
        }
        for code, group, name, unit, target, lead in plan_2391.INDICATORS
    ]


def _aggregation(code: str, others: Mapping[str, Aggregation]) -> str:
    """How an indicator's values are told: nearly all as they stand at the end of each period."""
    return others.get(code, Aggregation.POINT).value


def _plan_2391_tasks() -> list[Mapping[str, object]]:
    rows: list[Mapping[str, object]] = []
    for number, (code, group, content, lead, result, deadline) in enumerate(plan_2391.TASKS, start=1):
        rows.append(
            {
                "Mã": code,
                "Nhóm": group,
                "Tên nhóm": plan_2391.GROUPS[group],
                "TT": number,
                "Nội dung nhiệm vụ": content[:1].upper() + content[1:],
                "Cơ quan chủ trì": lead,
                "Kết quả dự kiến": result,
                "Thời gian hoàn thành": deadline,
                "Ghi chú": "Kết quả dự kiến và thời hạn minh hoạ",
            }
        )
    return rows


def main(folder: Path = FOLDER) -> None:
    """Writes the dossiers into `folder`."""
    for name, content in examples().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
