"""Sheet Điều chỉnh: a change that the plan's own row already holds, one that comes after the fact, one taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.stories.dossier import check
from tests.workbook_builder import minimal_sheets, write_workbook

SCIENCE = "Sở Khoa học và Công nghệ"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([("15/7/2025", "Gia hạn", "31/12/2025")], []),
        ([("15/7/2025", "Gia hạn", "31/8/2025")], ["DK009"]),
        ([("15/7/2025", "Gia hạn", "Tháng 8/2025")], ["DK009"]),
        ([("15/7/2025", "Gia hạn", "30/11/2025"), ("15/8/2025", "Gia hạn", "31/12/2025")], []),
        ([("15/7/2025", "Gia hạn", "30/11/2025"), ("15/8/2025", "Gia hạn", "31/10/2025")], ["DK001"]),
        ([("15/7/2025", "Gia hạn", "30/11/2025"), ("15/8/2025", "Gia hạn", "30/6/2025")], ["DK001"]),
        ([("01/9/2025", "Gia hạn", "31/12/2025")], []),  # done on 05/9, four days after
        ([("10/9/2025", "Gia hạn", "31/12/2025")], ["DK008"]),
        ([("10/9/2025", "Gia hạn", "03/9/2025")], []),  # late all the same
        ([("15/7/2025", "Chuyển cơ quan", SCIENCE)], ["DK009"]),
        ([("15/7/2025", "Chuyển cơ quan", "Sở Tài chính")], []),
        ([("15/7/2025", "Sửa nội dung", "Xây dựng  trung tâm DỮ LIỆU")], ["DK009"]),
        ([("15/7/2025", "Sửa nội dung", "Xây dựng hai trung tâm dữ liệu")], []),
    ],
)
def test_what_is_odd_about_a_change(changes: list[tuple[str, str, str]], told: list[str], tmp_path: Path) -> None:
    sheets = minimal_sheets()
    done = {"Mã nhiệm vụ": "I.1", "Kỳ báo cáo": "2025-Q3", "Tình trạng": "Hoàn thành", "Ngày hoàn thành": "05/9/2025"}
    head = sheets["Tiến độ"][0]
    sheets["Tiến độ"] = [head, [done.get(str(title)) for title in head]]
    rows = [["I.1", *change, "12/TB-UBND"] for change in changes]
    sheets["Điều chỉnh"] = [["Mã nhiệm vụ", "Ngày", "Loại", "Giá trị mới", "Căn cứ"], *rows]
    found = check(write_workbook(tmp_path / "ho-so.xlsx", sheets)).problems
    assert [one.code for one in found if one.code in ("DK001", "DK008", "DK009")] == told
