"""Texts and lists as a sentence takes them up."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest

from generator.core.figures import Figure
from generator.core.problems import Place
from generator.render.sentences import bare_cause, before_brackets, in_brackets, name_without_end, phrase, without_end


def count(number: int, label: str) -> SimpleNamespace:
    return SimpleNamespace(
        count=Figure(str(number), Decimal(number), (Place("a.xlsx", "Nhiệm vụ", f"A{number}"),)), label=label
    )


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        ([count(1, "x")], "1 việc x"),
        ([count(1, "x"), count(2, "y")], "1 việc x và 2 việc y"),
        ([count(1, "x"), count(2, "y"), count(3, "z")], "1 việc x, 2 việc y và 3 việc z"),
    ],
)
def test_a_phrase_lists_what_there_is(items: list[SimpleNamespace], text: str) -> None:
    made = phrase(items, "[count] việc [label]")
    assert str(made) == text
    assert [figure.text for figure in made.figures] == [item.count.text for item in items]


@pytest.mark.parametrize(
    ("text", "one_line"),
    [
        ("Một việc.", "Một việc"),
        ("Một việc; ", "Một việc"),
        ("- Một;\n- Hai.\n+ Ba", "Một; hai; ba"),
        ("Một\n\n\nHai;.", "Một; hai"),
        ("Số hoá hồ sơ:\na) rà soát;\nb) nhập liệu", "Số hoá hồ sơ: a) rà soát; b) nhập liệu"),
        ("-5 độ", "-5 độ"),
        ("- 5% so với cùng kỳ.", "- 5% so với cùng kỳ"),
        ("- 5% so với cùng kỳ;\n- 3% so với kế hoạch", "- 5% so với cùng kỳ; - 3% so với kế hoạch"),
        ("Thu ngân sách:\n- 0,5% so với quý I", "Thu ngân sách: - 0,5% so với quý I"),
        ("- 03 lớp tập huấn", "03 lớp tập huấn"),
        ("- 5 lớp;\n- 3 hội nghị", "5 lớp; 3 hội nghị"),
        ("- Thu 12 tỷ đồng;\n- 5% hộ chưa nộp", "Thu 12 tỷ đồng; 5% hộ chưa nộp"),
        ("-Đã họp;\n-Đã giao", "Đã họp; đã giao"),
        ("làm việc,...", "làm việc,"),
        ("", ""),
    ],
)
def test_a_text_inside_a_sentence_is_one_line_without_its_end(text: str, one_line: str) -> None:
    assert without_end(text) == one_line


def test_a_phrase_shows_no_private_field() -> None:
    assert str(phrase([SimpleNamespace(_secret="x")], "a[_secret]b")) == "ab"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Thiếu vốn\nThiếu đất", "Thiếu vốn; thiếu đất"),
        ("Thiếu vốn\nUBND xã chưa giao đất", "Thiếu vốn; UBND xã chưa giao đất"),
        ("Chậm ở các xã:\n- Tân Lập;\n- Mường Khoa", "Chậm ở các xã: Tân Lập; Mường Khoa"),
        ("Đã họp,\nđã giao việc", "Đã họp, đã giao việc"),
    ],
)
def test_lines_of_a_cell_go_on_in_small_letters_but_for_names(text: str, told: str) -> None:
    assert without_end(text) == told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Xây dựng trung tâm\ndữ liệu của tỉnh", "Xây dựng trung tâm dữ liệu của tỉnh"),
        ("Xây dựng\nĐề án 06", "Xây dựng Đề án 06"),
        ("Triển khai:\n- Chợ;\n- Trường", "Triển khai: chợ; trường"),
        ("Triển khai\n1. Chợ\n2. Trường", "Triển khai; 1. Chợ; 2. Trường"),
        ("Rà soát thủ tục\nCông bố danh mục", "Rà soát thủ tục; công bố danh mục"),
        ("Phối hợp với Sở\nXây dựng rà soát", "Phối hợp với Sở Xây dựng rà soát"),
        ("Cải tạo chợ Tân\nLập", "Cải tạo chợ Tân Lập"),
    ],
)
def test_a_line_break_in_a_name_is_a_space(name: str, told: str) -> None:
    assert name_without_end(name) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("thiếu vốn (10 tỷ đồng)", "thiếu vốn, 10 tỷ đồng"),
        ("thiếu vốn (10 tỷ đồng) và đất (02 ha); chậm", "thiếu vốn, 10 tỷ đồng, và đất, 02 ha; chậm"),
        ("vốn (của huyện cũ) chậm", "vốn - của huyện cũ - chậm"),
        ("(1) thiếu vốn; (2) thiếu đất", "(1) thiếu vốn; (2) thiếu đất"),
        ("a) thiếu vốn", "a) thiếu vốn"),
        ("giảm (-5%) so với dự toán", "giảm (-5%) so với dự toán"),
        ("tỷ lệ (%) thấp", "tỷ lệ (%) thấp"),
        ("chưa giao đất (02 ha; 3 hộ)", "chưa giao đất (02 ha; 3 hộ)"),
        ("huyện Tam Đường (cũ) chậm", "huyện Tam Đường cũ chậm"),
    ],
)
def test_brackets_within_brackets_are_dashes(text: str, told: str) -> None:
    assert in_brackets(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("cải tạo chợ (giai đoạn 1)", "cải tạo chợ - giai đoạn 1"),
        ("phân cấp 212 thủ tục (18,6%)", "phân cấp 212 thủ tục, 18,6%"),
        ("mở lớp (đợt 1) tại xã", "mở lớp (đợt 1) tại xã"),
        ("thực hiện khoản (1)", "thực hiện khoản (1)"),
        ("tăng trưởng (- 5%)", "tăng trưởng (- 5%)"),
    ],
)
def test_no_two_pairs_of_brackets_stand_side_by_side(text: str, told: str) -> None:
    assert before_brackets(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Do sáp nhập xã.", "sáp nhập xã"),
        ("Nguyên nhân: do Sở Tài chính chưa phân bổ", "Sở Tài chính chưa phân bổ"),
        ("Nguyên nhân chủ yếu là thiếu vốn", "thiếu vốn"),
        ("Lý do: vướng đất", "vướng đất"),
        ("Vì vậy chậm", "vì vậy chậm"),
        ("Nguyên nhân", "nguyên nhân"),
        ("Doanh nghiệp chậm nộp", "doanh nghiệp chậm nộp"),
    ],
)
def test_a_cause_does_not_call_itself_one_behind_the_word(text: str, told: str) -> None:
    assert bare_cause(text) == told
