"""A Party dossier's frame: heading, number, date, recipients, signature, citations; a department's under it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from generator.compute.facts import Facts, compute
from generator.core.period_names import parse_period
from generator.read.workbook import read_workbook
from generator.render.document_views import cited_number
from generator.render.issuer import addressing
from generator.render.report import render_report
from generator.stories.build import templates_for
from generator.validate.rows import validate
from tests.party_dossier import party_dossier


@cache
def facts(agency: str | None = None, *changes: tuple[str, str]) -> Facts:
    with TemporaryDirectory() as folder:
        book, _ = read_workbook(party_dossier(Path(folder) / "ho-so.xlsx", *changes))
    assert book is not None
    dossier, _ = validate(book)
    period = parse_period("2025-Q3")
    assert dossier is not None and period is not None
    return compute(dossier, period, None, agency)


def test_a_party_committee_writes_in_the_party_form() -> None:
    frame = addressing(facts())
    assert frame.number_line.replace(" ", "") == "Số-BC/TU"
    assert frame.attached_to.replace("  ", "").startswith("(Kèm theo Báo cáo số")
    assert "-BC/TU, ngày" in frame.attached_to and frame.attached_to.endswith("của Tỉnh ủy Lai Châu)")
    assert frame.title.subject.startswith("kết quả thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024")
    assert frame.plan.citation.startswith("Kế hoạch số 128-KH/TU, ngày 15/4/2025 về thực hiện")
    assert frame.signature.authority == ("T/M BAN THƯỜNG VỤ",)
    assert frame.signature.post == "PHÓ BÍ THƯ"
    assert frame.recipients[-1] == "Lưu Văn phòng Tỉnh ủy"
    assert frame.issuer.parent == "BAN CHẤP HÀNH TRUNG ƯƠNG"


def test_a_line_that_says_who_keeps_it_stays_as_typed() -> None:
    frame = addressing(facts(None, ("Nơi nhận", "Lưu Văn phòng Tỉnh ủy, TH")))
    assert frame.recipients == ("Lưu Văn phòng Tỉnh ủy, TH",)


def test_a_department_under_a_party_committee_keeps_the_form_of_the_state() -> None:
    own = facts("Sở Khoa học và Công nghệ")
    frame = addressing(own)
    assert frame.number_line.replace(" ", "") == "Số:/BC-SKHCN"
    assert frame.issuer.parent == "UBND TỈNH LAI CHÂU"
    assert frame.addressees == ("Tỉnh ủy Lai Châu",)
    assert (frame.signature.authority, frame.signature.post) == ((), "GIÁM ĐỐC")
    report = render_report(own, templates_for(own.dossier, None, own.agency)).files[0].document.text()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in report and "ĐẢNG CỘNG SẢN" not in report


def test_the_report_is_printed_with_the_party_templates() -> None:
    found = facts()
    text = render_report(found, templates_for(found.dossier, None)).files[0].document.text()
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text and "Độc lập - Tự do - Hạnh phúc" not in text
    assert "I- CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO" in text and "Quyết định số 1412/QĐ-UBND, ngày 06/8/2025" in text
    assert "./." not in text


@pytest.mark.parametrize(
    ("number", "cited"),
    [
        ("12/KH-UBND", "Kế hoạch số 12/KH-UBND"),
        ("128-KH/TU", "Kế hoạch số 128-KH/TU"),
        ("57-NQ/TW", "Nghị quyết số 57-NQ/TW"),
        ("19-KL/TU", "Kết luận số 19-KL/TU"),
        ("345-CV/TU", "Công văn số 345-CV/TU"),
        ("1234/UBND-KSTT", "Công văn số 1234/UBND-KSTT"),
        ("Luật Lưu trữ", "Luật Lưu trữ"),
    ],
)
def test_a_document_is_cited_by_its_kind_in_both_forms(number: str, cited: str) -> None:
    assert cited_number(number) == cited
