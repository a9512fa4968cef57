"""Real workbooks for tests, built from plain rows.

from tests.workbook_builder import minimal_sheets, write_workbook

sheets = minimal_sheets()
sheets["Nhiệm vụ"][1][4] = "Nội dung khác"
path = write_workbook(tmp_path / "ho-so.xlsx", sheets)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook

SETTINGS: tuple[tuple[str, object], ...] = (
    ("Khối văn bản", "Nhà nước"),
    ("Cơ quan ban hành", "Ủy ban nhân dân tỉnh Lâm Đồng"),
    ("Ký hiệu cơ quan", "UBND"),
    ("Địa danh", "Lâm Đồng"),
    ("Tên kế hoạch", "Kế hoạch thực hiện Nghị quyết số 57-NQ/TW"),
    ("Số ký hiệu kế hoạch", "3073/KH-UBND"),
    ("Ngày kế hoạch", date(2025, 3, 27)),
    ("Trích yếu", "thực hiện Nghị quyết số 57-NQ/TW"),
    ("Quyền hạn ký", "TM. ỦY BAN NHÂN DÂN"),
    ("Quyền hạn ký", "KT. CHỦ TỊCH"),
    ("Chức vụ người ký", "PHÓ CHỦ TỊCH"),
    ("Họ tên người ký", "Nguyễn Văn A"),
    ("Nơi nhận", "- Như trên;"),
    ("Nơi nhận", "- Lưu: VT, VX4."),
)
TASK_HEADER = [
    "Mã",
    "Nhóm",
    "Tên nhóm",
    "TT",
    "Nội dung nhiệm vụ",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Kết quả dự kiến",
    "Thời gian hoàn thành",
    "Ghi chú",
]
PROGRESS_HEADER = [
    "Mã nhiệm vụ",
    "Kỳ báo cáo",
    "Tình trạng",
    "Ngày hoàn thành",
    "Tỷ lệ hoàn thành (%)",
    "Kết quả thực hiện",
    "Sản phẩm",
    "Khó khăn, vướng mắc",
    "Đơn vị báo cáo",
    "Minh chứng",
]


def minimal_sheets() -> dict[str, list[list[object]]]:
    """A small dossier without a mistake: three tasks (dated, dated, recurring), progress for quý III/2025.

    Row 1 of a sheet is its header; change, add or delete rows and sheets freely, the lists are fresh each time.
    """
    science, finance = "Sở Khoa học và Công nghệ", "Sở Tài chính"
    first_group, second_group = "Hạ tầng số", "Nguồn nhân lực"
    return {
        "Thông tin chung": [["Mục", "Giá trị"], *([key, value] for key, value in SETTINGS)],
        "Nhiệm vụ": [
            list(TASK_HEADER),
            [
                "I.1",
                "I",
                first_group,
                1,
                "Xây dựng trung tâm dữ liệu",
                science,
                finance,
                "Đề án",
                date(2025, 8, 31),
                None,
            ],
            ["I.2", "I", first_group, 2, "Phủ sóng 5G", science, None, "Kế hoạch", "Quý IV/2025", None],
            ["II.1", "II", second_group, 1, "Tập huấn kỹ năng số", finance, None, None, "Nhiệm vụ thường xuyên", None],
        ],
        "Tiến độ": [
            list(PROGRESS_HEADER),
            [
                "I.1",
                "2025-Q3",
                "Hoàn thành",
                date(2025, 8, 20),
                100,
                "Đã ban hành đề án",
                "Đề án",
                None,
                science,
                "Tệp I.1.pdf",
            ],
            ["I.2", "2025-Q3", "Đang thực hiện", None, 40, "Đã khảo sát 12 điểm", None, "Thiếu mặt bằng", science],
            ["II.1", "2025-Q3", "Đang thực hiện", None, None, "Đã mở 03 lớp", None, None, finance],
        ],
    }


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """Writes `sheets` (title → rows of cells, None for an empty one) as a real .xlsx file; returns `path`.

    Dates are shown dd/mm/yyyy. Text that starts with "=" becomes a formula without a stored result.
    """
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row_number, row in enumerate(rows, start=1):
            for column_number, value in enumerate(row, start=1):
                if value is None:
                    continue
                cell = sheet.cell(row_number, column_number, value)
                if isinstance(value, date):
                    cell.number_format = "dd/mm/yyyy"
    book.save(path)
    return path
