"""Names that speak of what was done in a period are asked about; names of levels and shares are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.validate.flow_words import flow_words

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "name",
    [
        "Doanh thu du lịch",
        "Kim ngạch xuất khẩu",
        "Giá trị sản xuất công nghiệp",
        "Vốn đầu tư thực hiện",
        "Số lao động được giải quyết việc làm",
        "Số hộ thoát nghèo",
        "Số dự án khởi công",
        "Số học viên tốt nghiệp",
        "Số đơn thư giải quyết",
        "Số tiền xử phạt",
        "Lượng khách du lịch",
        "Số văn bản đã ban hành",
        "Số nhà xây mới",
        "Doanh nghiệp thành lập mới",
    ],
)
def test_a_flow_is_asked_about(name: str) -> None:
    assert flow_words(name, "")


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Tỷ lệ lao động có việc làm", "%"),
        ("Tỷ trọng doanh thu kinh tế số", ""),
        ("Chỉ số chuyển đổi số", "điểm"),
        ("Dân số", "người"),
        ("Số thuê bao 5G", "thuê bao"),
        ("Số giường bệnh", "giường"),
    ],
)
def test_a_level_is_not(name: str, unit: str) -> None:
    assert flow_words(name, unit) == ""


@pytest.mark.parametrize("example", ["lai-chau-nq57.xlsx", "lai-chau-2391.xlsx"])
def test_no_indicator_of_the_real_plans_is_asked_about_falsely(example: str) -> None:
    rows = list(load_workbook(ROOT / "inputs" / example)["Chỉ tiêu"].iter_rows(values_only=True))
    name, unit, how = (rows[0].index(title) for title in ("Tên chỉ tiêu", "Đơn vị tính", "Cách tính"))
    asked = [
        row[name] for row in rows[1:] if row[name] and not row[how] and flow_words(str(row[name]), str(row[unit] or ""))
    ]
    assert asked == []
