"""A small Party dossier for tests: the example of NQ 57, issued by a Party committee."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from openpyxl import load_workbook

EXAMPLE = Path(__file__).resolve().parent.parent / "inputs/lai-chau-nq57.xlsx"
SETTINGS: tuple[tuple[str, str], ...] = (
    ("Khối văn bản", "Đảng"),
    ("Cơ quan chủ quản", "Ban Chấp hành Trung ương"),
    ("Cơ quan ban hành", "Tỉnh ủy Lai Châu"),
    ("Ký hiệu cơ quan", "TU"),
    ("Địa danh", "Lai Châu"),
    ("Tên kế hoạch", "Kế hoạch thực hiện Nghị quyết số 57-NQ/TW"),
    ("Số ký hiệu kế hoạch", "128-KH/TU"),
    ("Ngày kế hoạch", "15/4/2025"),
    ("Cơ quan ban hành kế hoạch", "Tỉnh ủy Lai Châu"),
    ("Trích yếu", "thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị"),
    ("Quyền hạn ký", "TM. BAN THƯỜNG VỤ"),
    ("Chức vụ người ký", "Phó Bí thư"),
    ("Họ tên người ký", "Nguyễn Văn A"),
    ("Căn cứ", "Căn cứ Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị"),
    ("Căn cứ", "Căn cứ Chương trình làm việc của Ban Chấp hành Đảng bộ tỉnh năm 2025"),
    ("Nơi nhận", "Ban Bí thư Trung ương Đảng (để báo cáo)"),
    ("Nơi nhận", "Các đảng ủy trực thuộc Tỉnh ủy"),
    ("Chốt số liệu", "NĐ 09"),
    ("Số liệu minh hoạ", "Có"),
)


def party_dossier(path: Path, *changes: tuple[str, str]) -> Path:
    """Writes the dossier; `changes` take the place of the settings they name ("" leaves one out)."""
    path.write_bytes(_made(changes))
    return path


@cache
def _made(changes: tuple[tuple[str, str], ...]) -> bytes:
    named = {key for key, _ in changes}
    rows = [*(row for row in SETTINGS if row[0] not in named), *(row for row in changes if row[1])]
    book = load_workbook(EXAMPLE)
    sheet = book["Thông tin chung"]
    sheet.delete_rows(2, sheet.max_row)
    for row in rows:
        sheet.append(row)
    texts = book["Nội dung"]
    texts.delete_rows(2, texts.max_row)
    texts.append(("2025-Q3", "Nguyên nhân", "Một số nhiệm vụ cần ý kiến của nhiều cơ quan."))
    texts.append(
        ("2025-Q3", "Đề xuất, kiến nghị", "Đề nghị Ban Chỉ đạo Trung ương hướng dẫn **thống nhất** cách tính.")
    )
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()
