"""What `check` says of words that are probably misspelt; on right words it is silent."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from cli import baocao
from generator.core.problems import CATALOGUE, Severity
from generator.core.spelling import Mistake, SpellingReader, mistakes
from generator.core.syllables import cannot_be_syllable
from generator.stories.dossier import check
from tests.workbook_builder import minimal_sheets, write_workbook

ROOT = Path(__file__).resolve().parents[2]
NQ57 = ROOT / "inputs" / "lai-chau-nq57.xlsx"
TRIED = tomllib.loads(Path(__file__).with_name("spelling.toml").read_text("utf-8"))
RIGHT = TRIED["right"].split()
FOREIGN = TRIED["foreign"].split()
WRONG = TRIED["wrong"].split()
ALL = [one for group in mistakes().values() for one in group]


def told(text: str) -> list[tuple[str, str]]:
    return [(one.wrong, one.right) for one in SpellingReader().read(text)]


def test_right_syllables_are_let_pass_whatever_the_place_of_their_tone() -> None:
    assert len(RIGHT) > 300
    assert [word for word in RIGHT if cannot_be_syllable(word)] == []


def test_foreign_words_and_abbreviations_are_let_pass() -> None:
    assert [word for word in FOREIGN if told(f"dùng {word} trong sản xuất")] == []


@pytest.mark.parametrize("word", WRONG)
def test_what_breaks_a_rule_of_spelling_is_told(word: str) -> None:
    assert told(f"Công tác {word}, sau đó") == [(unicodedata.normalize("NFC", word), "")]


@given(st.lists(st.sampled_from(RIGHT), min_size=1, max_size=12), st.sampled_from((" ", ", ", "; ", "\n", " - ")))
def test_no_text_of_right_syllables_is_told(words: list[str], between: str) -> None:
    assert [wrong for wrong, right in told(between.join(words)) if not right] == []


@pytest.mark.parametrize("word", ["Nghành", "Đắk", "Krông", "thưc/ha", "thưc2", "10thưc", "a.thưc", "thưc-te", "UBNĐ"])
def test_names_and_words_beside_digits_or_signs_are_left_alone(word: str) -> None:
    assert told(f"tại {word} năm") == []


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.wrong)
def test_each_mistake_of_the_list_is_told_with_its_right_form(one: Mistake) -> None:
    wrong, right = one.wrong, one.right
    assert told(f"Tỉnh {wrong}; và nữa") == [(wrong, right)]
    assert told(f"ĐỀ ÁN {wrong.upper()} 2025") == [(wrong, right)]
    assert told(unicodedata.normalize("NFD", f"thì {wrong}.")) == [(wrong, right)]
    assert not any(cannot_be_syllable(word) for word in right.split())
    assert told(right) == []


@pytest.mark.parametrize(
    "text",
    [
        "giám sát nhập khẩu hàng hóa", "khảo sát nhập liệu", "công tác phòng, chống bão đảm bảo an toàn",
        "điều chỉnh chu kỳ báo cáo", "nghiên cứu lịch sử lý luận", "tiểu sử lý lịch", "vật liệu nổ lực lượng công an",
        "lớp học buổi tối thiếu ánh sáng", "hiệu suất sắc ký", "tài sản vô hình chung của tỉnh", "bổ, xung quanh",
        "hướng\nđẫn", "ông Nguyễn Sử Lý", "chống bão đảm bảo", "cách cư xử dụng ý", "đi thăm quan chức địa phương",
    ],
)  # fmt: skip
def test_two_words_that_only_stand_side_by_side_are_no_mistake(text: str) -> None:
    assert [right for _, right in told(text) if right] == []


def test_a_word_is_told_each_time_however_often_its_neighbours_were_read() -> None:
    reader = SpellingReader()
    assert reader.read("hướng") == reader.read("hướng tới phát triển") == ()
    assert [one.right for one in reader.read("theo hướng đẫn")] == ["hướng dẫn"]
    assert [one.right for one in reader.read("theo hướng đẫn")] == ["hướng dẫn"]


def test_the_guide_and_the_examples_hold_no_alarm_but_the_slips_of_the_plan_itself() -> None:
    guide = (ROOT / "docs" / "huong-dan.md").read_text("utf-8").splitlines()
    assert [found for line in guide if "KT007" not in line for found in told(line)] == []
    spelling = [(one.place.cell, one.message) for one in check(NQ57).problems if one.code == "KT007"]
    assert spelling == [
        ("E6", "“tối thiếu” (1 ô): có lẽ là “tối thiểu”."),
        ("E20", "“hướng đẫn” (1 ô): có lẽ là “hướng dẫn”."),
    ]


def test_a_word_is_told_once_with_all_its_cells_and_stops_nothing(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    header = sheets["Nhiệm vụ"][0]
    content, product = header.index("Nội dung nhiệm vụ"), header.index("Kết quả dự kiến")
    for row in sheets["Nhiệm vụ"][1:3]:
        row[content] = "Ban hành hướng đẫn, sử dụng"
    sheets["Nhiệm vụ"][1][product] = "Văn bản hướng đẫn"
    sheets["Nội dung"] = [["Kỳ báo cáo", "Mục", "Nội dung"], ["2025-Q3", "Mở đầu", "Tỉnh đã thưc hiện hướng đẫn."]]
    path = write_workbook(tmp_path / "hs.xlsx", sheets)
    found = [one for one in check(path).problems if one.code == "KT007"]
    assert [(str(one.place.spot), one.message) for one in found] == [
        ("ô E2", "“hướng đẫn” (4 ô: E2, H2, E3, Nội dung C2): có lẽ là “hướng dẫn”."),
        ("ô C2", "“thưc” (1 ô): không phải cách viết của một tiếng Việt."),
    ]
    assert {one.fix for one in found} == {"Sửa nếu gõ nhầm; kế hoạch in vậy thì giữ nguyên."}
    assert CATALOGUE["KT007"].severity is Severity.NOTE


def test_text_of_a_legacy_font_is_not_told_as_misspelt(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Nhiệm vụ"][1][4] = "Thùc hiÖn nhiÖm vô ®Þnh kú, tæ chøc héi nghÞ"
    problems = check(write_workbook(tmp_path / "hs.xlsx", sheets)).problems
    assert [one.code for one in problems if one.code in ("KT007", "GT013")] == ["GT013"]


def test_a_fixed_copy_keeps_the_words_as_they_were_typed(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Nhiệm vụ"][1][4] = "Ban  hành hướng đẫn\u200b thưc hiện"
    path, fixed = write_workbook(tmp_path / "hs.xlsx", sheets), tmp_path / "sua.xlsx"
    CliRunner().invoke(baocao, ["check", str(path), "--fix", str(fixed)])
    assert load_workbook(fixed)["Nhiệm vụ"]["E2"].value.split() == ["Ban", "hành", "hướng", "đẫn", "thưc", "hiện"]
