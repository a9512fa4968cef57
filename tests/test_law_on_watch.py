"""Which text lays down a form on which day, and which legal bases no longer hold."""

from __future__ import annotations

import itertools
import re
from datetime import date
from pathlib import Path

import pytest

from generator.core.legal_texts import replaced_on, replaced_texts
from generator.core.period_names import parse_period
from generator.core.standard import STANDARDS, editions, load_standard, standard_of
from generator.lint.engine import lint, standard_for
from generator.lint.read_document import read_document
from generator.lint.recognise import document_day
from generator.stories.build import build
from generator.stories.dossier import check, period_problems
from generator.stories.jobs import Job
from tests.party_dossier import party_dossier

OLD, NEW = date(2026, 5, 26), date(2026, 5, 27)


@pytest.mark.parametrize("name", STANDARDS)
def test_editions_follow_each_other_without_a_gap(name: str) -> None:
    known = editions(name)
    for before, after in itertools.pairwise(known):
        assert before.effective_to is not None
        assert (after.effective_from - before.effective_to).days == 1
    assert known[-1].effective_to is None
    assert {one.name for one in known} == {name}
    assert all(one.verified_on >= one.effective_from for one in known)


def test_the_party_form_is_that_of_the_day() -> None:
    before, after = load_standard("dang", OLD), load_standard("dang", NEW)
    assert "36-HD/VPTW" in before.title and "05-HD/VPTW" in after.title
    assert before.frame.legal_basis_ends == (";", ",") and after.frame.legal_basis_ends == (";", ".")
    assert before.frame.recipient_ends == (",", ".") and after.frame.recipient_ends == (";", ".")
    assert before.frame.authority_line("TUQ. BAN THƯỜNG VỤ") == "T/UQ BAN THƯỜNG VỤ"
    assert after.frame.authority_line("TUQ. BAN THƯỜNG VỤ") == "T/L BAN THƯỜNG VỤ"
    assert before["than_bai"] == after["than_bai"]
    assert standard_of("Đảng", on=OLD) is before and standard_of("Đảng") is after
    assert load_standard("dang", date(2001, 1, 1)) is before


def test_hd_05_is_not_cited_for_capitals() -> None:
    assert set(load_standard("dang", NEW).checks.unused_rules) >= {"448", "603", "604"}
    assert not set(load_standard("dang", OLD).checks.unused_rules) & {"448", "603", "604"}


@pytest.mark.parametrize(
    ("basis", "day", "named"),
    [
        ("Căn cứ Hướng dẫn số 36-HD/VPTW, ngày 03/4/2018", date(2026, 6, 1), True),
        ("Căn cứ Hướng dẫn số 36-HD/VPTW, ngày 03/4/2018", OLD, False),
        ("Căn cứ Hướng dẫn số 136-HD/VPTW", NEW, False),
        ("Căn cứ Quy định số 66-QĐ/TW, ngày 06/02/2017", NEW, True),
        ("Căn cứ Quy định số 66-QĐ/TW, ngày 06/02/2023", NEW, False),
        ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;", NEW, True),
        ("Căn cứ Luật  Tổ chức\u00a0chính quyền địa phương ngày 19/6/2015", NEW, True),
        ("Căn cứ Luật Tổ chức chính quyền địa phương năm 2015", NEW, True),
        ("Căn cứ Luật Tổ chức chính quyền địa phương số 77/2015/QH13", NEW, True),
        ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025", NEW, False),
        ("Căn cứ Luật Tổ chức chính quyền địa phương", NEW, False),
        ("Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Ngân sách nhà nước ngày 25/6/2025", NEW, False),
        ("Căn cứ Nghị định số 09/2010/NĐ-CP ngày 08 tháng 02 năm 2010", NEW, True),
        ("Căn cứ Nghị định số 09/2019/NĐ-CP ngày 24 tháng 01 năm 2019", NEW, False),
    ],
)
def test_a_base_is_called_replaced_only_where_it_is_that_very_text(basis: str, day: date, named: bool) -> None:
    assert bool(replaced_on(basis, day)) is named


def test_a_replaced_base_is_told_with_its_source_once_the_new_text_holds(tmp_path: Path) -> None:
    base = "Căn cứ Luật Khoa học và công nghệ ngày 18 tháng 6 năm 2013"
    dossier = check(party_dossier(tmp_path / "ho-so.xlsx", ("Căn cứ", base))).dossier
    assert dossier is not None
    told = {}
    for code in ("2025-Q3", "2025"):
        period = parse_period(code)
        assert period is not None
        told[code] = [one for one in period_problems(dossier, period) if one.code == "TTC008"]
    (found,) = told["2025"]
    assert not told["2025-Q3"], "the new law held from 01/10/2025"
    assert "93/2025/QH15" in found.message and "01/10/2025" in found.message and "đối chiếu ngày" in found.fix
    assert found.place.sheet == "Thông tin chung"


def test_the_report_and_its_check_take_the_form_of_the_day(tmp_path: Path) -> None:
    dossier = party_dossier(tmp_path / "ho-so.xlsx", ("Căn cứ", "Căn cứ Nghị quyết số 57-NQ/TW"))
    ends = {}
    for code in ("2025-Q3", "2026-Q2"):
        folder = Path(build(Job(dossier, code, out=tmp_path / "o")).published.folder)
        view = read_document(folder / "bao-cao.docx")
        ends[code] = next(one.text[-1] for one in view.body if "Căn cứ Nghị quyết" in one.text)
        assert "DANG-306" not in {one.code for one in lint(view, load_standard("dang")).findings}
    assert ends == {"2025-Q3": ",", "2026-Q2": "."}


def test_a_dated_document_is_judged_by_the_form_of_its_day(tmp_path: Path) -> None:
    dossier = party_dossier(tmp_path / "ho-so.xlsx")
    report = Path(build(Job(dossier, "2025-Q3", out=tmp_path / "o")).published.folder) / "bao-cao.docx"
    view = read_document(report)
    assert document_day(view) is None and "05-HD/VPTW" in standard_for(view).title
    place = next(one for one in view.body if "ngày" in one.text and "tháng" in one.text and "năm" in one.text)
    for day, named in (("ngày 20 tháng 9 năm 2025", "36-HD/VPTW"), ("ngày 27 tháng 5 năm 2026", "05-HD/VPTW")):
        place.text = re.sub(r"ngày.*", day, place.text)
        assert named in standard_for(view).title and named in standard_for(view, "dang").title


def test_every_replaced_text_has_its_source_and_when_it_was_looked_at() -> None:
    assert len(replaced_texts()) == len({one.symbol for one in replaced_texts()})
    for one in replaced_texts():
        assert one.source and one.known in {"F", "F2"} and one.by and one.since <= one.checked_on
        assert not replaced_on(f"Căn cứ {one.by}", date(2100, 1, 1)), one.symbol
