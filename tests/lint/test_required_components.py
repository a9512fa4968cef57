"""What a kind of document must have is an error where it is missing; of an unknown kind that is said first."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.enum.text import WD_ALIGN_PARAGRAPH

from cli import baocao

CASE = Path(__file__).resolve().parents[1] / "cases" / "lint" / "khong-quoc-hieu.docx"
HEADING = {"ND30-210": "Quốc hiệu", "ND30-220": "Tiêu ngữ", "ND30-250": "số, ký hiệu", "ND30-260": "địa danh"}
CLOSING = {"ND30-420": "quyền hạn, chức vụ", "ND30-450": "Nơi nhận"}


def linted(path: Path, *options: str) -> tuple[int, str]:
    done = CliRunner().invoke(baocao, ["lint", str(path), *options], standalone_mode=False)
    return int(done.return_value or 0), done.output


def codes(path: Path) -> set[str]:
    return {one["code"] for one in json.loads(linted(path, "--format", "json")[1])["problems"]}


def written(path: Path, *lines: str) -> Path:
    document = docx.Document()
    for line in lines:
        paragraph = document.add_paragraph()
        paragraph.add_run(line).bold = line.isupper()
        if line.isupper():
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for number in range(1, 5):
        document.add_paragraph(f"{number}. Các cơ quan, đơn vị tổ chức thực hiện theo phân công, bảo đảm thời hạn.")
    document.save(str(path))
    return path


def test_a_report_without_heading_and_closing_is_full_of_errors() -> None:
    code, told = linted(CASE)
    assert code == 1 and "không có lỗi" not in told
    for name in (*HEADING.values(), *CLOSING.values(), "tên cơ quan ban hành", "họ tên người ký"):
        assert f"Không tìm thấy {name}" in told or f"“{name}”" in told, name


@pytest.mark.parametrize(
    "lines",
    [
        ("BÁO CÁO", "Kết quả thực hiện nhiệm vụ quý III năm 2025"),
        ("KẾ HOẠCH", "Chuyển đổi số năm 2026"),
        ("TỜ TRÌNH", "Về việc phê duyệt đề án"),
        ("THÔNG BÁO", "Kết luận của Chủ tịch Ủy ban nhân dân tỉnh"),
        ("QUYẾT ĐỊNH", "Về việc thành lập Tổ công tác"),
        ("CÔNG ĐIỆN", "Về việc ứng phó bão số 3"),
        ("CHƯƠNG TRÌNH", "Công tác năm 2026"),
        ("HƯỚNG DẪN", "Thực hiện Nghị quyết số 57-NQ/TW"),
        ("Kính gửi: Các sở, ban, ngành tỉnh",),
    ],
    ids=lambda lines: lines[0],
)
def test_every_known_kind_is_asked_for_what_it_must_have(lines: tuple[str, ...], tmp_path: Path) -> None:
    path = written(tmp_path / "van-ban.docx", *lines)
    code, _ = linted(path)
    assert code == 1 and HEADING.keys() <= codes(path) and "ND30-450" in codes(path)


@pytest.mark.parametrize(
    "lines", [("Ghi chép cuộc họp", "Đồng chí A phát biểu."), ("ĐƠN XIN NGHỈ PHÉP",), ("Bài nói chuyện",)]
)
def test_of_an_unknown_kind_that_is_said_first(lines: tuple[str, ...], tmp_path: Path) -> None:
    path = written(tmp_path / "van-ban.docx", *lines)
    _, told = linted(path)
    second = told.splitlines()[1] + told.splitlines()[2]
    assert "Không nhận ra loại văn bản" in second and "chưa kiểm tra được" in " ".join(told.split())
    assert json.loads(linted(path, "--format", "json")[1])["kinds"] == {str(path): None}


def test_an_appendix_alone_is_not_asked_for_a_heading(tmp_path: Path) -> None:
    path = written(tmp_path / "phu-luc.docx", "PHỤ LỤC I", "DANH MỤC NHIỆM VỤ")
    assert not HEADING.keys() & codes(path)
