"""Letters, order, numbers and dates as officials write them."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from babel.numbers import format_decimal, parse_decimal
from hypothesis import given
from hypothesis import strategies as st

from generator.core.vietnamese import (
    clean,
    fold,
    join_and,
    long_date,
    lower_first,
    nearest,
    number_text,
    one_line,
    parse_date,
    parse_number,
    short_date,
    shortened,
    title_key,
    upper_first,
)

amounts = st.decimals(Decimal("-1e12"), Decimal("1e12"), places=3, allow_nan=False, allow_infinity=False)
dates = st.dates(date(1000, 1, 1), date(9999, 12, 31))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("0.000", "0"),
        ("7", "7"),
        ("1234", "1.234"),
        ("3746756", "3.746.756"),
        ("37.6", "37,6"),
        ("37.60", "37,6"),
        ("100", "100"),
        ("1000000", "1.000.000"),
        ("-1234.5", "-1.234,5"),
        ("0.05", "0,05"),
        ("1E+3", "1.000"),
    ],
)
def test_a_number_is_printed_with_points_between_thousands_and_a_comma(value: str, text: str) -> None:
    assert number_text(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("62.45", 1, "62,5"),
        ("62.44", 1, "62,4"),
        ("-0.04", 1, "0,0"),
        ("-0.05", 1, "-0,1"),
        ("2.5", 0, "3"),
        ("5", 2, "5,00"),
    ],
)
def test_a_half_is_rounded_away_from_zero(value: str, decimals: int, text: str) -> None:
    assert number_text(Decimal(value), decimals) == text


@pytest.mark.parametrize(
    ("text", "value", "other"),
    [
        ("3.726.756", "3726756", None),
        ("1.234", "1234", None),
        ("37,6", "37.6", None),
        ("37,6%", "37.6", None),
        ("1.234.567,89", "1234567.89", None),
        ("1,234", "1.234", "1234"),
        ("0,234", "0.234", None),
        ("12.5", "12.5", "125"),
        ("1,234,567", "1234567", None),
        ("1,234.5", "1234.5", None),
        ("-5", "-5", None),
        ("−5,5", "-5.5", None),
        ("+7", "7", None),
        ("3 726 756", "3726756", None),
        ("3\u00a0726\u00a0756", "3726756", None),
    ],
)
def test_a_number_is_read_the_vietnamese_way_first(text: str, value: str, other: str | None) -> None:
    found = parse_number(text)
    assert found is not None
    assert (found.value, found.other) == (Decimal(value), Decimal(other) if other else None)
    assert found.percent == text.endswith("%")


@pytest.mark.parametrize(
    "text", ["", "abc", "1.2.3", "12,34,5", "1..2", "-", "%", "1e5", "NaN", "Infinity", "--5", "½"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@given(amounts)
def test_a_printed_number_is_read_back(value: Decimal) -> None:
    found = parse_number(number_text(value))
    assert found is not None
    assert value in (found.value, found.other)
    if found.other is not None:
        assert found.value == value, "the Vietnamese reading comes first"


@given(amounts)
def test_a_percentage_is_read_back_with_its_sign(value: Decimal) -> None:
    found = parse_number(f"{number_text(value, 1)}%")
    assert found is not None and found.percent and abs(found.value - value) <= Decimal("0.05")


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_numbers_and_dates(text: str) -> None:
    number, day = parse_number(text), parse_date(text)
    assert number is None or number.value.is_finite()
    assert day is None or isinstance(day, date)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/12/2025", date(2025, 12, 31)),
        ("05/3/2026", date(2026, 3, 5)),
        ("5/3/2026", date(2026, 3, 5)),
        ("05-03-2026", date(2026, 3, 5)),
        ("05.03.2026", date(2026, 3, 5)),
        ("ngày 05 tháng 3 năm 2026", date(2026, 3, 5)),
        ("15-Jul-2025", date(2025, 7, 15)),
        ("1 Feb 2026 00:00:00", date(2026, 2, 1)),
        ("Ngày 5 tháng 03 năm 2026", date(2026, 3, 5)),
        ("2025-09-14", date(2025, 9, 14)),
        ("2025-09-14 00:00:00", date(2025, 9, 14)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_a_date_is_read_day_first(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    ["", "31/02/2025", "29/02/2025", "2025-13-01", "12/31/2025", "hôm nay", "31-Feb-2026", "31/12/25", "0/1/2025"],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (date(2026, 4, 3), "03/4/2026", "ngày 03 tháng 4 năm 2026"),
        (date(2026, 1, 9), "09/01/2026", "ngày 09 tháng 01 năm 2026"),
        (date(2026, 2, 28), "28/02/2026", "ngày 28 tháng 02 năm 2026"),
        (date(2025, 12, 31), "31/12/2025", "ngày 31 tháng 12 năm 2025"),
    ],
)
def test_a_date_has_zeros_where_the_decree_wants_them(day: date, short: str, long: str) -> None:
    assert (short_date(day), long_date(day)) == (short, long)


@given(dates)
def test_a_printed_date_is_read_back(day: date) -> None:
    assert parse_date(short_date(day)) == parse_date(long_date(day)) == parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("hoà bình", "hòa bình"),
        ("Uỷ ban nhân dân", "ỦY BAN NHÂN DÂN"),
        ("Tiến độ", unicodedata.normalize("NFD", "tiến độ")),
        ("Sở  Khoa học\nvà Công nghệ", "sở khoa học và công nghệ"),
        ("Thuỷ lợi", "Thủy lợi"),
        ("Quản lý\u200b", "quản lý"),
    ],
)
def test_two_spellings_of_one_name_have_one_key(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(("left", "right"), [("má", "mà"), ("ma", "má"), ("đo", "do"), ("an", "ân"), ("hoá", "hòa")])
def test_different_words_have_different_keys(left: str, right: str) -> None:
    assert fold(left) != fold(right)
    assert left == "hoá" or left == "đo" or fold(left, keep_tones=False) == fold(right, keep_tones=False)


def test_without_tones_only_plain_letters_are_left() -> None:
    assert fold("Quý III, Đầu năm, ƯỚC tính, Ỷ lại", keep_tones=False) == "quy iii, dau nam, uoc tinh, y lai"


vietnamese_text = st.text(
    st.sampled_from(
        "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯ \u0300\u0301\u0303\u0309\u0323áàảãạấắẻỏòóụỵ.,()-%0123456789"
    ),
    max_size=40,
)


@given(st.one_of(vietnamese_text, st.text(max_size=20)))
def test_a_key_is_its_own_key_without_tones(text: str) -> None:
    plain = fold(text, keep_tones=False)
    assert fold(plain, keep_tones=False) == plain


@given(vietnamese_text)
def test_a_key_does_not_depend_on_case_unicode_form_or_outer_space(text: str) -> None:
    keys = {fold(one) for one in (text, text.upper(), unicodedata.normalize("NFD", text), f"  {text}\t")}
    assert len(keys) == 1


@given(vietnamese_text)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert "\n" not in one_line(text)


def test_titles_are_matched_without_their_ornaments() -> None:
    assert title_key("Cơ quan chủ trì: ") == title_key("CƠ QUAN CHỦ TRÌ…") == title_key("Cơ quan chủ trì ★")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Cơ quan chủ chì", "Cơ quan chủ trì"),
        ("so khoa hoc", "Sở Khoa học"),
        ("bulid", "build"),
        ("xyz", None),
        ("", None),
    ],
)
def test_the_nearest_name_is_the_one_meant(typed: str, meant: str | None) -> None:
    assert nearest(typed, ["Cơ quan chủ trì", "Cơ quan phối hợp", "Sở Khoa học", "build", "check"]) == meant


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A và B"),
        (["A", "B", "C"], "A, B và C"),
        (["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"], "Sở Văn hóa, Thể thao và Du lịch; Sở Y tế"),
    ],
)
def test_a_list_reads_as_a_sentence(names: list[str], text: str) -> None:
    assert join_and(names) == text


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("Thực hiện", "thực hiện", "Thực hiện"),
        ("UBND tỉnh", "UBND tỉnh", "UBND tỉnh"),
        ("đánh giá", "đánh giá", "Đánh giá"),
        ("Đề án", "đề án", "Đề án"),
        ("Ủy ban nhân dân tỉnh đã duyệt", "Ủy ban nhân dân tỉnh đã duyệt", "Ủy ban nhân dân tỉnh đã duyệt"),
        ("Phòng VH-XH mở lớp", "Phòng VH-XH mở lớp", "Phòng VH-XH mở lớp"),
        ("Phòng chống tội phạm", "phòng chống tội phạm", "Phòng chống tội phạm"),
        ("Ban hành kế hoạch", "ban hành kế hoạch", "Ban hành kế hoạch"),
        ("Ban Chỉ đạo họp", "Ban Chỉ đạo họp", "Ban Chỉ đạo họp"),
        ("Quyết định số 5/QĐ-UBND", "Quyết định số 5/QĐ-UBND", "Quyết định số 5/QĐ-UBND"),
        ("Tân Lập đã xong", "Tân Lập đã xong", "Tân Lập đã xong"),
        ("Chờ Bộ Tài chính", "chờ Bộ Tài chính", "Chờ Bộ Tài chính"),
        ("Trình HĐND tỉnh", "trình HĐND tỉnh", "Trình HĐND tỉnh"),
        ("Quyết định phân cấp", "quyết định phân cấp", "Quyết định phân cấp"),
        *(
            (name, name, name)
            for name in (
                "Hải Phòng chưa gửi",
                "Cần Thơ",
                "Lập Thạch",
                "Bãi Cháy",
                "Điện Biên chậm",
                "Đồng Văn đã xong",
                "Phú Quốc",
                "Tân Hiệp",
                "Trung Quốc đóng cửa khẩu",
                "Y Tý chia sẻ",
                "Pa Ủ",
                "A Pa Chải",
                "Bản Bo chậm",
                "Huế",
                "Nguyễn Văn Bình",
                "Vì Văn Sơn",
                "K' Brểu",
                "Lò Quốc Đoàn",
                "Viettel chậm",
                "Zalo OA",
                "Công ty TNHH FPT IS",
                "Ngân hàng Nhà nước",
                "Văn phòng Chính phủ",
                "Trung ương chưa hướng dẫn",
                "Nhà nước",
                "Chủ tịch UBND tỉnh giao",
                "Nghị quyết 57 đã được quán triệt",
                "Nghị định 138/2025/NĐ-CP",
                "Đề án 06",
                "Thành phố Hồ Chí Minh",
                "Quốc lộ 4D",
                "C06 chưa thống nhất",
                "Tỉnh đoàn",
                "Tháng hành động vì môi trường",
                "Vinh phối hợp với Viện Nghiên cứu chè",
                "Thanh đã nộp báo cáo",
                "Huế tổ chức 02 hội nghị",
                "Hùng: đã kiểm tra",
            )
        ),
        *(
            (text, text[0].lower() + text[1:], text)
            for text in (
                "Xã Mường Khoa chậm",
                "Tỉnh Lai Châu",
                "Quý I đã",
                "Tại Lai Châu",
                "Mời Viettel khảo sát",
                "Giao Sở Tài chính",
                "Từ Văn phòng Sở",
                "Cấp Giấy chứng nhận",
                "Giải pháp",
                "Y tế cơ sở",
                "Ở Tân Lập",
                "Camera an ninh",
                "Ban hành 03 văn bản: kế hoạch",
                "Luật chưa quy định",
                "Đ/c Bí thư dự",
                "Vinh danh 10 cá nhân",
                "Tháng 6 chưa họp",
                "Thanh toán 2 tỷ đồng",
                "Thanh, kiểm tra 12 cơ sở",
                "Thu đạt 95% dự toán",
                "Bình xét 20 hộ",
                "Thành lập 03 tổ",
                "Đảng viên cao tuổi nhiều",
                "Đảng viên Lò Văn A chưa nộp",
            )
        ),
        ("", "", ""),
    ],
)
def test_the_first_letter_changes_but_not_that_of_an_abbreviation_or_a_name(text: str, lower: str, upper: str) -> None:
    assert (lower_first(text), upper_first(text)) == (lower, upper)


# --- Babel as the judge ----------------------------------------------------------------------------


@given(st.decimals(min_value=-(10**18), max_value=10**18, allow_nan=False, places=3))
def test_numbers_are_written_as_babel_writes_vietnamese_and_read_back(value: Decimal) -> None:
    if value == 0:
        return
    text = format_decimal(value, format="#,##0.###", locale="vi")
    assert number_text(value) == text
    found = parse_number(text)
    assert found is not None
    assert value in (found.value, found.other)


@pytest.mark.parametrize("text", ["1.234", "3.726.756", "37,6", "1,234", "1.234,5"])
def test_what_babel_reads_as_vietnamese_is_our_first_reading(text: str) -> None:
    found = parse_number(text)
    assert found is not None
    assert found.value == parse_decimal(text, locale="vi", strict=True)


@given(st.text(), st.integers(1, 40))
def test_a_shortened_text_is_as_long_as_it_may_be_and_begins_like_the_whole(text: str, most: int) -> None:
    short = shortened(text, most)
    if len(text) <= most:
        assert short == text
    else:
        assert len(short) <= most and short.endswith("…") and text.startswith(short[:-1])
