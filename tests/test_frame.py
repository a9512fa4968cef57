"""How each standard writes what stands round a text."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from generator.core.frame import Frame
from generator.core.model import Bloc
from generator.core.standard import STANDARDS, editions, load_standard, standard_of


def frame(name: str) -> Frame:
    return load_standard(name).frame


@pytest.mark.parametrize("bloc", Bloc)
def test_every_bloc_has_a_standard(bloc: Bloc) -> None:
    assert standard_of(bloc.value).bloc == bloc.value


@pytest.mark.parametrize(
    ("name", "number", "symbol"),
    [
        ("nd30", "5", "05/BC-TU"),
        ("nd30", "127", "127/BC-TU"),
        ("dang", "5", "05-BC/TU"),
        ("dang", "     ", "     -BC/TU"),
    ],
)
def test_a_number_is_written_with_its_zero_and_its_signs(name: str, number: str, symbol: str) -> None:
    assert frame(name).symbol(number, "BC", "TU") == symbol


@pytest.mark.parametrize(
    ("typed", "state", "party"),
    [
        ("TM. ỦY BAN NHÂN DÂN", "TM. ỦY BAN NHÂN DÂN", "T/M ỦY BAN NHÂN DÂN"),
        ("T/M Ban Thường vụ", "TM. BAN THƯỜNG VỤ", "T/M BAN THƯỜNG VỤ"),
        ("k/t bí thư", "KT. BÍ THƯ", "K/T BÍ THƯ"),
        ("TL.CHỦ TỊCH", "TL. CHỦ TỊCH", "T/L CHỦ TỊCH"),
        ("TUQ. GIÁM ĐỐC", "TUQ. GIÁM ĐỐC", "T/L GIÁM ĐỐC"),
        ("Q. GIÁM ĐỐC", "Q. GIÁM ĐỐC", "Q. GIÁM ĐỐC"),
        ("QUYỀN GIÁM ĐỐC", "QUYỀN GIÁM ĐỐC", "QUYỀN GIÁM ĐỐC"),
        ("KTNN KHU VỰC", "KTNN KHU VỰC", "KTNN KHU VỰC"),
    ],
)
def test_the_mark_of_authority_is_written_as_the_standard_does(typed: str, state: str, party: str) -> None:
    assert (frame("nd30").authority_line(typed), frame("dang").authority_line(typed)) == (state, party)


@pytest.mark.parametrize(
    ("issuer", "kept"),
    [
        ("Tỉnh ủy Lai Châu", "Lưu Văn phòng Tỉnh ủy"),
        ("Thành ủy Hà Nội", "Lưu Văn phòng Thành ủy"),
        ("Đảng ủy xã Bum Tở", "Lưu Văn phòng Đảng ủy"),
        ("Chi bộ Sở Tài chính", "Lưu Văn phòng"),
    ],
)
def test_a_party_document_is_kept_by_the_office_of_its_issuer(issuer: str, kept: str) -> None:
    assert frame("dang").kept_by(issuer) == kept
    assert frame("nd30").kept_by(issuer) == "Lưu: VT"


def test_a_body_without_an_office_of_its_own_is_served_by_the_one_above() -> None:
    assert frame("dang").kept_by("Ban Chỉ đạo về phát triển khoa học", "TỈNH ỦY LAI CHÂU") == "Lưu Văn phòng Tỉnh ủy"
    assert frame("dang").kept_by("Tỉnh ủy Lai Châu", "BAN CHẤP HÀNH TRUNG ƯƠNG") == "Lưu Văn phòng Tỉnh ủy"


@pytest.mark.parametrize(
    ("agency", "standard"),
    [("Ban Tuyên giáo và Dân vận Tỉnh ủy", "dang"), ("Đảng ủy xã Bum Tở", "dang"), ("Sở Tài chính", "nd30")],
)
def test_an_agency_reports_in_its_own_form(agency: str, standard: str) -> None:
    assert standard_of(Bloc.PARTY.value, agency).name == standard
    assert standard_of(Bloc.STATE.value, agency).name == "nd30"


@pytest.mark.parametrize(
    ("party", "state"),
    [
        ("Tỉnh ủy Lai Châu", "Ủy ban nhân dân tỉnh Lai Châu"),
        ("Thành ủy Đà Nẵng", "Ủy ban nhân dân thành phố Đà Nẵng"),
        ("Đảng ủy xã Bum Tở", "Ủy ban nhân dân xã Bum Tở"),
        ("Ban Chỉ đạo tỉnh", "Ban Chỉ đạo tỉnh"),
    ],
)
def test_a_department_under_a_party_committee_stands_under_the_peoples_committee(party: str, state: str) -> None:
    assert frame("dang").civil_body(party) == state


def test_a_number_without_a_day_is_cited_without_one() -> None:
    assert frame("dang").dated_symbol("57-NQ/TW", "22/12/2024") == "57-NQ/TW, ngày 22/12/2024"
    assert frame("nd30").dated_symbol("57-NQ/TW", "22/12/2024") == "57-NQ/TW ngày 22/12/2024"
    assert frame("dang").dated_symbol("57-NQ/TW", "") == "57-NQ/TW"


@pytest.mark.parametrize("name", STANDARDS)
def test_every_pattern_says_where_it_is_laid_down(name: str) -> None:
    data = tomllib.loads((resources.files("generator.standards") / f"{name}.toml").read_text("utf-8"))
    assert len(data["frame"]) > 8
    for key, table in data["frame"].items():
        assert table["article"] and table["known"] in {"F", "F2", "R"}, key


def test_all_of_the_party_form_is_known_at_second_hand() -> None:
    text = (resources.files("generator.standards") / "dang.toml").read_text("utf-8")
    assert 'known = "F"\n' not in text and text.count('known = "F2"') > 25
    assert [one.known for one in editions("dang")] == ["F2", "F2"]
    assert all("chưa đối chiếu bản gốc" in one.title for one in editions("dang"))
