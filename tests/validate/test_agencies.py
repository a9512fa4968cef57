"""Which agencies a cell names: the sheet's names decide, then the way agencies are called."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path

import pytest

from generator.core.model import Agency, RowRef
from generator.core.problems import WrongUsage
from generator.read.workbook import read_workbook
from generator.stories.dossier import find_agency, leading_agencies
from generator.validate.agencies import AgencyDirectory, agency_key, name_clashes, split_names
from generator.validate.rows import validate

NAMES = tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))
CASES = Path(__file__).parents[1] / "cases" / "dossier"
ROW = RowRef("hồ sơ.xlsx", "Cơ quan", 2, {"Tên cơ quan": "A"})


def agency(name: str, abbreviation: str = "", *aliases: str) -> Agency:
    return Agency(name, abbreviation, aliases, "", ROW)


SHEET = (
    agency("Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL"),
    agency("Sở Khoa học và Công nghệ", "SKHCN", "Sở KH&CN"),
    agency("Các sở, ban, ngành"),
    agency("Các địa phương"),
    agency("Sở Công Thương", "SCT"),
    agency("Ủy ban nhân dân tỉnh"),
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("Các sở, ban, ngành, Các địa phương", ["Các sở, ban, ngành", "Các địa phương"]),
        ("Sở, ban, ngành, Các địa phương", ["Sở, ban, ngành", "Các địa phương"]),
        ("Các Sở, ngành, địa phương", ["Các Sở, ngành, địa phương"]),
        ("Các Sở, Ban, Ngành, Đoàn thể tỉnh", ["Các Sở, Ban, Ngành, Đoàn thể tỉnh"]),
        ("Các Sở, ban, ngành; Các địa phương.", ["Các Sở, ban, ngành", "Các địa phương"]),
        (
            "Ban Tuyên giáo Tỉnh ủy, Đài Phát thanh và Truyền hình tỉnh, Báo Lai Châu, Cổng thông tin điện tử tỉnh",
            [
                "Ban Tuyên giáo Tỉnh ủy",
                "Đài Phát thanh và Truyền hình tỉnh",
                "Báo Lai Châu",
                "Cổng thông tin điện tử tỉnh",
            ],
        ),
        ("Công an tỉnh; Sở Văn hóa, Thể thao và Du lịch; Sở Tài chính",
         ["Công an tỉnh", "Sở Văn hóa, Thể thao và Du lịch", "Sở Tài chính"]),
        ("- Sở Tài chính\n- Sở Nội vụ", ["Sở Tài chính", "Sở Nội vụ"]),
        ("Sở Văn hóa,\nThể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("Sở Khoa học\nvà Công nghệ", ["Sở Khoa học và Công nghệ"]),
        ("Sở Tài chính\nCông an tỉnh", ["Sở Tài chính", "Công an tỉnh"]),
        ("Sở Nội vụ và Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh",
         ["Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh"]),
        ("Viện Nghiên cứu Kinh tế, Hội nhập quốc tế", ["Viện Nghiên cứu Kinh tế, Hội nhập quốc tế"]),
        ("UBND các xã, phường, Công an tỉnh", ["UBND các xã, phường", "Công an tỉnh"]),
        ("Các Doanh nghiệp Bưu chính viễn thông, VNPT Lai Châu, Viettel Lai Châu",
         ["Các Doanh nghiệp Bưu chính viễn thông", "VNPT Lai Châu", "Viettel Lai Châu"]),
        ("Toà án nhân dân tỉnh, Tòa án khu vực", ["Toà án nhân dân tỉnh", "Tòa án khu vực"]),
        (" ; . ; ", []),
        ("", []),
    ],
)  # fmt: skip
def test_without_the_sheet_the_words_a_name_begins_with_decide(text: str, names: list[str]) -> None:
    assert split_names(text) == names


@pytest.mark.parametrize(
    ("text", "names", "unknown"),
    [
        ("Sở Văn hóa Thể thao và Du lịch", ("Sở Văn hóa, Thể thao và Du lịch",), ()),
        ("Sở Công thương.", ("Sở Công Thương",), ()),
        ("SKHCN; SCT", ("Sở Khoa học và Công nghệ", "Sở Công Thương"), ()),
        ("Sở KH & CN", ("Sở Khoa học và Công nghệ",), ()),
        ("SKHCN, Sở KH&CN, Sở Khoa học và Công nghệ", ("Sở Khoa học và Công nghệ",), ()),
        ("UBND tỉnh, Các sở, ban, ngành", ("Ủy ban nhân dân tỉnh", "Các sở, ban, ngành"), ()),
        ("Uỷ ban nhân dân tỉnh", ("Ủy ban nhân dân tỉnh",), ()),
        ("các sở, ban, ngành, các địa phương", ("Các sở, ban, ngành", "Các địa phương"), ()),
        ("Các sở, ban, ngành, địa phương", ("Các sở, ban, ngành, địa phương",), ("Các sở, ban, ngành, địa phương",)),
        ("Sở Y tế, Sở Văn hóa, Thể thao và Du lịch", ("Sở Y tế", "Sở Văn hóa, Thể thao và Du lịch"), ("Sở Y tế",)),
        (unicodedata.normalize("NFD", "Sở Khoa học và Công nghệ"), ("Sở Khoa học và Công nghệ",), ()),
        ("{{ 7*7 }}", ("{{ 7*7 }}",), ("{{ 7*7 }}",)),
    ],
)
def test_the_names_abbreviations_and_aliases_of_the_sheet_match(
    text: str, names: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    split = AgencyDirectory.from_sheet(SHEET, []).split(text)
    assert (split.names, split.unknown) == (names, unknown)


def test_without_the_sheet_the_spelling_found_most_often_is_written_and_nothing_is_unknown() -> None:
    cells = ["Sở Công thương", "Sở Công Thương", "Sở Công Thương; Sở Tài chính", "Sở Tài Chính"]
    directory = AgencyDirectory.from_sheet((), cells)
    assert directory.split("sở công thương, Sở Tài Chính").unknown == ()
    assert directory.split("Sở Công thương; Sở Tài Chính").names == ("Sở Công Thương", "Sở Tài chính")
    assert directory.canonical("SỞ CÔNG THƯƠNG") == "Sở Công Thương"
    assert directory.canonical("Sở Y tế") is None


def test_a_misspelt_name_is_answered_with_the_agency_it_most_likely_means() -> None:
    directory = AgencyDirectory.from_sheet(SHEET, [])
    assert directory.nearest("Sở Khoa hoc và Công ngệ") == "Sở Khoa học và Công nghệ"
    assert directory.nearest("Sở KHCN") == "Sở Khoa học và Công nghệ"
    assert directory.nearest("Hợp tác xã Tam Đường") is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sở Văn hóa, Thể thao và Du lịch", "Sở Văn hoá Thể thao & Du lịch", True),
        ("Văn phòng UBND tỉnh", "Văn phòng Uỷ ban nhân dân tỉnh.", True),
        ("HĐND tỉnh", "Hội đồng nhân dân tỉnh", True),
        ("Sở Tài chính", "Sở Tài chinh", False),
        ("Sở, ban, ngành", "Các sở, ban, ngành", False),
    ],
)
def test_spelling_differences_that_mean_nothing_are_ignored(one: str, other: str, same: bool) -> None:
    assert (agency_key(one) == agency_key(other)) is same


def test_one_alias_claimed_by_two_agencies_is_found() -> None:
    first, second = agency("Sở Tài chính", "STC"), agency("Sở Xây dựng", "SXD", "stc")
    assert name_clashes((first, second)) == [("stc", first, second)]
    assert name_clashes(SHEET) == []


@pytest.mark.parametrize("short", ["Sở KHCN", "Sở KH&CN", "SKHCN", "sở khoa học và công nghệ"])
def test_a_short_name_is_known_by_its_initials(short: str) -> None:
    directory = AgencyDirectory.from_sheet((agency("Sở Khoa học và Công nghệ"), agency("Sở Tài chính")), [])
    assert directory.split(short).names == ("Sở Khoa học và Công nghệ",)
    assert directory.split(short).unknown == ()


def test_initials_that_two_agencies_share_decide_nothing() -> None:
    directory = AgencyDirectory.from_sheet((agency("Sở Nội vụ tỉnh Lai Châu"), agency("Sở Ngoại vụ tỉnh Lai Châu")), [])
    assert directory.split("SNLC").unknown == ("SNLC",)


@pytest.mark.parametrize(("listed", "written"), NAMES["near"])
def test_a_name_that_looks_like_another_or_shares_its_initials_stays_a_name_of_its_own(
    listed: str, written: str
) -> None:
    directory = AgencyDirectory.from_sheet((agency(listed),), [written])
    assert directory.split(written).unknown == (written,)
    assert directory.canonical(written) != listed


@pytest.mark.parametrize(("listed", "written"), NAMES["same"])
def test_a_real_abbreviation_of_the_one_agency_that_has_it_is_that_agency(listed: str, written: str) -> None:
    directory = AgencyDirectory.from_sheet((agency(listed), agency("Các địa phương")), [])
    assert directory.split(written).names == (listed,)
    assert directory.split(written).unknown == ()


def test_an_abbreviation_that_fits_two_agencies_is_asked_about() -> None:
    directory = AgencyDirectory.from_sheet((agency("Phòng Kinh tế"), agency("Phòng Kiến thiết")), [])
    assert directory.split("Phòng KT").unknown == ("Phòng KT",)


def test_the_communes_that_are_not_listed_stay_four_agencies_and_three_are_asked_about() -> None:
    book, _ = read_workbook(CASES / "xa.xlsx")
    assert book is not None
    dossier, problems = validate(book)
    assert dossier is not None
    leads = [task.lead for task in dossier.tasks]
    assert leads == [("UBND xã Tân Phú",), ("UBND xã Tân Phước",), ("UBND xã Tân Phúc",), ("UBND xã Tiên Phong",)]
    asked = {problem.place.cell for problem in problems if problem.code == "CQ001"}
    assert asked == {"F3", "F4", "F5"}
    assert leading_agencies(dossier) == tuple(name for lead in leads for name in lead)
    with pytest.raises(WrongUsage):
        find_agency("UBND xã TP", dossier)


def test_a_name_for_many_bodies_is_one_with_and_without_its_plural_word() -> None:
    directory = AgencyDirectory.from_sheet((agency("Các sở, ban, ngành"), agency("Sở, ban, ngành")), [])
    assert directory.split("Sở, ban, ngành; Các sở, ban, ngành").names == ("Các sở, ban, ngành",)
    assert AgencyDirectory.from_sheet((agency("Địa phương"),), []).canonical("các địa phương") == "Địa phương"
