"""What stands in the header table goes into its columns: place and date on one line (NĐ 30/2020, Phụ lục I, II.4)."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.compute.facts import compute
from generator.core.period_names import parse_period
from generator.core.standard import load_standard, twips
from generator.office.text_width import wrapped_widths
from generator.origins.number_and_date import DATE_LINE
from generator.read.workbook import read_workbook
from generator.render.issuer import addressing, open_date_line
from generator.validate.rows import validate
from tests.workbook_builder import minimal_sheets, write_workbook

LONG = "Phường Bà Rịa - Vũng Tàu Trung tâm"


@pytest.mark.parametrize("place", ["Lai Châu", "Thừa Thiên Huế", "Thành phố Hồ Chí Minh", LONG])
@pytest.mark.parametrize("name", ["nd30", "dang"])
def test_room_for_day_and_month_is_there_and_found_again(name: str, place: str) -> None:
    line = DATE_LINE.match(open_date_line(load_standard(name), place, 2026))
    assert line is not None and min(len(line["day"]), len(line["month"])) >= 5


@pytest.mark.parametrize("place", ["Lai Châu", "Thừa Thiên Huế"])
def test_a_usual_place_leaves_the_room_of_a_hand(place: str) -> None:
    assert f"{place}, ngày       tháng       năm 2026" == open_date_line(load_standard("nd30"), place, 2026)


def test_ho_chi_minh_city_keeps_its_date_on_one_line_by_having_less_room() -> None:
    line = open_date_line(load_standard("nd30"), "Thành phố Hồ Chí Minh", 2026)
    assert line == "Thành phố Hồ Chí Minh, ngày     tháng     năm 2026"


def test_the_longest_place_has_its_date_whole_on_the_second_line() -> None:
    standard = load_standard("nd30")
    first, _, second = open_date_line(standard, LONG, 2026).rpartition(", ")
    assert first == LONG and " " not in second
    room = twips(standard.header_columns[1])
    assert len(wrapped_widths(first, standard["dia_danh"].size.use, room)) == 1


def test_a_long_body_above_is_parted_before_and_where_it_has_to_be(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Thông tin chung"] += [["Cơ quan chủ quản", "Sở Nông nghiệp và Môi trường"]]
    book, _ = read_workbook(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert book is not None
    dossier, _ = validate(book)
    period = parse_period("2025-Q3")
    assert dossier is not None and period is not None
    assert addressing(compute(dossier, period)).issuer.parent == "SỞ NÔNG NGHIỆP VÀ\u00a0MÔI\u00a0TRƯỜNG"
