"""The period's documents: named in full once, what is missing shown; counted by kind; listed where they read best."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from generator.compute.facts import Facts, compute
from generator.core.model import IssuedDocument, RowRef
from generator.core.period_names import parse_period
from generator.render.document import Template, document_text
from generator.render.document_views import cited_number, document_kinds, document_views, is_named, shortened_name
from generator.render.issuer import addressing
from generator.render.report import RenderedReport, render_report
from generator.render.shelf import TemplateShelf
from generator.stories.dossier import check
from tests.render.word_templates import word_file

ROOT = Path(__file__).resolve().parent.parent.parent
SHELF = TemplateShelf("nd30")
COMMITTEE, SCIENCE = "Ủy ban nhân dân tỉnh Lai Châu", "Sở Khoa học và Công nghệ"


@cache
def quarter() -> Facts:
    dossier, period = check(ROOT / "inputs/lai-chau-nq57.xlsx").dossier, parse_period("2025-Q3")
    assert dossier is not None and period is not None
    return compute(dossier, period)


def issued(*rows: tuple[str, date | None, str, str]) -> Facts:
    """The quarter's facts with these documents: number, day, issuer, subject."""
    facts = quarter()
    documents = tuple(
        IssuedDocument(facts.period, number, day, issuer, subject, RowRef("a.xlsx", "Văn bản", line, {}))
        for line, (number, day, issuer, subject) in enumerate(rows, start=2)
    )
    return replace(facts, documents=documents)


def orders(many: int) -> Facts:
    return issued(*((f"{n}/KH-UBND", date(2025, 7, n), COMMITTEE, f"việc thứ {n}") for n in range(1, many + 1)))


def views(facts: Facts, *before: str) -> list[str]:
    return [str(one.citation) for one in document_views(facts, addressing(facts).frame, before)]


# --- names -------------------------------------------------------------------------------------------------


def test_the_first_time_a_document_is_named_by_kind_number_day_body_and_subject() -> None:
    facts = issued(("12/KH-UBND", date(2025, 7, 5), COMMITTEE, "chuyển đổi số"))
    assert views(facts) == [f"Kế hoạch số 12/KH-UBND ngày 05/7/2025 của {COMMITTEE} về chuyển đổi số"]


@pytest.mark.parametrize(
    ("number", "subject", "named"),
    [
        (
            "14-CTr/TU",
            "Chương trình hành động thực hiện NQ 57",
            "Chương trình hành động số 14-CTr/TU {} về thực hiện NQ 57",
        ),
        ("12/KH-UBND", "Kế hoạch hành động về chuyển đổi số", "Kế hoạch hành động số 12/KH-UBND {} về chuyển đổi số"),
        ("Nghị quyết 15", "Nghị quyết về nhiệm vụ", "Nghị quyết 15 {} về nhiệm vụ"),
    ],
)
def test_a_kind_is_named_whole_and_once(number: str, subject: str, named: str) -> None:
    assert views(issued((number, date(2025, 7, 5), "", subject))) == [named.format("ngày 05/7/2025")]


def test_after_that_by_kind_and_number() -> None:
    facts = issued(("12/KH-UBND", date(2025, 7, 5), COMMITTEE, "chuyển đổi số"))
    assert views(facts, "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/7/2025 của tỉnh") == ["Kế hoạch số 12/KH-UBND"]
    for other in ("số 112/KH-UBND ngày 05/7/2025", "số 12/KH-UBND-X ngày 05/7/2025", "theo Kế hoạch số 12/KH-UBND"):
        assert views(facts, other) != ["Kế hoạch số 12/KH-UBND"], other


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("12/KH-UBND ngày 05/7/2025", True),
        ("12/KH-UBND, ngày 05/7/2025", True),
        ("12/KH-UBND", False),
        ("112/KH-UBND ngày 05/7/2025", False),
        ("", False),
    ],
)
def test_a_text_names_a_document_by_its_number_with_its_day(text: str, named: bool) -> None:
    assert is_named("12/KH-UBND", text) is named


def test_the_basis_of_a_change_is_not_named_in_full_again() -> None:
    facts = issued(("45/QĐ-UBND", date(2025, 8, 1), COMMITTEE, "điều chỉnh kế hoạch"))
    named = document_views(facts, addressing(facts).frame)
    full = "Quyết định số 45/QĐ-UBND ngày 01/8/2025 của Ủy ban nhân dân tỉnh, mục 2"
    assert shortened_name(full, named) == "Quyết định số 45/QĐ-UBND, mục 2"
    assert shortened_name("Quyết định số 46/QĐ-UBND ngày 01/8/2025", named) == "Quyết định số 46/QĐ-UBND ngày 01/8/2025"


@pytest.mark.parametrize(
    ("row", "missing", "cited"),
    [
        (("12/KH-UBND", None, COMMITTEE, "a"), "ngày ban hành", f"Kế hoạch số 12/KH-UBND của {COMMITTEE} về a"),
        (("12/KH-UBND", None, "", ""), "ngày ban hành và trích yếu", "Kế hoạch số 12/KH-UBND"),
        (("/KH-UBND", date(2025, 7, 5), "", "a"), "số", "Kế hoạch số …/KH-UBND ngày 05/7/2025 về a"),
        (("…/QĐ-UBND", date(2025, 7, 5), "", "a"), "số", "Quyết định số …/QĐ-UBND ngày 05/7/2025 về a"),
        (("", None, "", ""), "số, ngày ban hành và trích yếu", "Văn bản"),
    ],
)
def test_what_is_missing_of_a_name_is_told(row: tuple[str, date | None, str, str], missing: str, cited: str) -> None:
    facts = issued(row)
    (view,) = document_views(facts, addressing(facts).frame)
    assert (view.missing, str(view.citation)) == (missing, cited)


def test_documents_are_counted_by_kind() -> None:
    numbers = ("1/KH-UBND", "2/UBND-VX", "3/KH-UBND", "Công điện số 4", "Nghị quyết 08")
    facts = issued(*((number, None, "", "") for number in numbers))
    told = [(str(one.count), one.label) for one in document_kinds(facts)]
    assert told == [("2", "kế hoạch"), ("1", "công văn"), ("1", "công điện"), ("1", "nghị quyết")]
    assert sum(len(one.count.cells) for one in document_kinds(facts)) == 5


@pytest.mark.parametrize(
    ("number", "cited"),
    [
        ("/KH-UBND", "Kế hoạch số …/KH-UBND"),
        ("Số 12/KH-UBND", "Kế hoạch số 12/KH-UBND"),
        ("số: 12/UBND-VX", "Công văn số 12/UBND-VX"),
        ("12/2025/NQ-HĐND", "Nghị quyết số 12/2025/NQ-HĐND"),
        ("59/2020/QH14", "Văn bản số 59/2020/QH14"),
        ("1/2", "Văn bản số 1/2"),
        ("12-KH/TU", "Kế hoạch số 12-KH/TU"),
        ("512/UBND-TH ngày 05/9/2025 của tỉnh", "Công văn số 512/UBND-TH ngày 05/9/2025 của tỉnh"),
    ],
)
def test_a_kind_is_told_by_the_number_and_never_guessed(number: str, cited: str) -> None:
    assert cited_number(number) == cited


# --- where a report lists them ---------------------------------------------------------------------------------


def report(facts: Facts, shelf: object = SHELF) -> RenderedReport:
    return render_report(facts, shelf)  # type: ignore[arg-type]


def direction(made: RenderedReport) -> str:
    text = document_text(made.files[0].document.content)
    return text.partition("CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH\n")[2].partition("\nII. ")[0].replace("\u00a0", " ")


def appendices(made: RenderedReport) -> list[str]:
    return [one.template for one in made.files[1:]]


def test_who_issued_a_document_comes_before_it() -> None:
    told = direction(report(issued(("964/SKHCN-CĐS", date(2025, 9, 4), SCIENCE, "V/v đôn đốc"))))
    assert f"Trong kỳ, {SCIENCE} đã ban hành Công văn số 964/SKHCN-CĐS ngày 04/9/2025 về việc đôn đốc." in told


@pytest.mark.parametrize(
    ("many", "footnote", "appendix"), [(2, False, False), (4, True, False), (6, True, False), (7, False, True)]
)
def test_four_to_six_stand_in_a_footnote_and_only_more_in_an_appendix(
    many: int, footnote: bool, appendix: bool
) -> None:
    made = report(orders(many))
    told = direction(made)
    assert f"đã ban hành 0{many} văn bản" in told
    assert ("[chú thích: Kế hoạch số 1/KH-UBND" in told) is footnote
    assert told.count("Kế hoạch số 1/KH-UBND ngày 01/7/2025") == (0 if appendix else 1)
    assert (appendices(made)[-1] == "phu-luc-van-ban") is appendix
    assert ("danh mục tại Phụ lục VI" in told) is appendix


@pytest.mark.parametrize("many", [1, 2, 4, 7])
def test_a_document_that_lacks_its_day_is_a_gap_wherever_it_is_listed(many: int) -> None:
    facts = orders(many)
    first = replace(facts.documents[0], day=None)
    made = report(replace(facts, documents=(first, *facts.documents[1:])))
    assert "Chưa có nội dung: ngày ban hành của Kế hoạch số 1/KH-UBND" in made.gaps


def test_an_offices_own_template_that_leaves_the_list_to_the_appendix_keeps_the_appendix() -> None:
    own = (
        "Đã ban hành {{ document_count }} văn bản{% if appendices.documents %} ({{ appendices.documents }}){% endif %}."
    )

    def shelf(name: str) -> Template:
        return Template.from_bytes(name, word_file(own)) if name == "bao-cao-quy" else SHELF(name)

    made = report(orders(4), shelf)
    assert (
        document_text(made.files[0].document.content).replace("\u00a0", " ") == "Đã ban hành 04 văn bản (Phụ lục VI)."
    )
    assert "phu-luc-van-ban" in appendices(made)
