"""The printed page: sizes, places and lengths read back from the PDF that a real LibreOffice makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest

from generator.compute.facts import compute
from generator.core.model import Dossier, Narrative
from generator.core.period_names import parse_period
from generator.core.standard import Standard, load_standard
from generator.render.combine import combine
from generator.render.report import render_report
from generator.render.shelf import TemplateShelf
from generator.stories.dossier import check
from generator.write.libreoffice import LIBREOFFICE
from generator.write.pdf import to_pdf
from tests.pdf_pages import MM, Page, TextLine, pages_of

pytestmark = pytest.mark.skipif(LIBREOFFICE.find() is None, reason="LibreOffice is not installed")
INPUTS = Path(__file__).resolve().parent.parent / "inputs"
LENGTHS = range(14, 42)
"""Reports whose last section has so many lines: the signature comes to stand at every height of a page."""
NOTE = "Số liệu minh hoạ, không phải số liệu chính thức"
QUOC_HIEU, TIEU_NGU = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True)
class Printed:
    """Every document of this module, printed in one run of LibreOffice: its pages by name."""

    pages: Mapping[str, list[Page]]

    def __getitem__(self, name: str) -> list[Page]:
        return self.pages[name]

    def __iter__(self) -> Iterator[tuple[str, list[Page]]]:
        return iter(self.pages.items())


def dossier(name: str) -> Dossier:
    found = check(INPUTS / name).dossier
    assert found is not None
    return found


def with_lines(source: Dossier, count: int) -> Dossier:
    """The dossier with a section of so many one-line paragraphs before the signature."""
    kept = tuple(one for one in source.narratives if one.section != "Đề xuất, kiến nghị")
    period = parse_period("2025-Q3")
    assert period is not None
    text = "\n".join(f"Dòng {number} của phần kiến nghị." for number in range(count + 1))
    row = source.narratives[0].row
    return replace(source, narratives=(*kept, Narrative(period, "Đề xuất, kiến nghị", text, row)))


def documents() -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    shelf = TemplateShelf("nd30")
    nq57 = dossier("lai-chau-nq57.xlsx")

    def render(source: Dossier, code: str) -> list[tuple[str, bytes]]:
        period = parse_period(code)
        assert period is not None
        return [(one.stem, one.document.content) for one in render_report(compute(source, period), shelf).files]

    files = render(nq57, "2025-Q3")
    made |= dict(files)
    made["combined"] = combine(files[0][1], [content for _, content in files[1:]])
    made["department"] = render(dossier("lai-chau-2391.xlsx"), "2026-Q2")[0][1]
    short = replace(
        nq57, tasks=nq57.tasks[:3], progress=(), indicators=(), measurements=(), milestones=(), documents=()
    )
    short = replace(short, funding=(), disbursements=())
    for count in LENGTHS:
        made[f"length-{count:02}"] = render(with_lines(short, count), "2025-Q3")[0][1]
    return made


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    folder = tmp_path_factory.mktemp("pages")
    paths = []
    for name, content in documents().items():
        paths.append(folder / f"{name}.docx")
        paths[-1].write_bytes(content)
    return Printed({pdf.path.stem: pages_of(pdf.path) for pdf in to_pdf(paths, folder / "pdf", timeout=400)})


@pytest.fixture(scope="module")
def standard() -> Standard:
    return load_standard("nd30")


def body_lines(page: Page) -> list[TextLine]:
    """The lines of a page but for its number and the note at its foot."""
    return [line for line in page.lines if line.text != NOTE and not (line.text.isdigit() and line.baseline < 20 * MM)]


def is_landscape(page: Page) -> bool:
    return page.width > page.height


# --- every page ----------------------------------------------------------------------------------


def test_there_is_something_to_look_at(printed: Printed) -> None:
    names = [name for name, _ in printed]
    assert len(printed["bao-cao"]) > 4 and len(printed["phu-luc-II"]) > 2
    assert [name for name in names if name.startswith("phu-luc")] == [
        f"phu-luc-{n}" for n in ("I", "II", "III", "IV", "V")
    ]
    assert all(page.lines for _, pages in printed for page in pages)


def test_paper_is_a4(printed: Printed) -> None:
    for name, pages in printed:
        for page in pages:
            sides = sorted((page.width / MM, page.height / MM))
            assert sides == pytest.approx([210, 297], abs=0.2), name


def test_nothing_stands_in_the_margins(printed: Printed) -> None:
    for name, pages in printed:
        for number, page in enumerate(pages, start=1):
            left, right = (20, 15) if is_landscape(page) else (30, 15)
            lines = body_lines(page)
            place = f"{name}, page {number}"
            assert min(line.x0 for line in lines) >= left * MM - 0.5 * MM, place
            assert max(line.x1 for line in lines) <= page.width - (right - 0.5) * MM, place
            top = min(line.baseline - max(line.sizes) * 0.9 for line in lines)
            assert top >= 19.5 * MM, place
            assert max(line.baseline for line in lines) <= page.height - 19.5 * MM, place


def test_only_times_new_roman_or_its_twin_is_used(printed: Printed) -> None:
    fonts = {letter.font.split("+")[-1] for _, pages in printed for page in pages for letter in page.letters}
    assert fonts and all(re.match(r"(LiberationSerif|TimesNewRoman)", font) for font in fonts), fonts


def test_every_page_says_that_the_figures_are_invented(printed: Printed) -> None:
    for name, pages in printed:
        for number, page in enumerate(pages, start=1):
            assert page.line(NOTE).italic, f"{name}, page {number}"


def test_pages_are_numbered_at_the_top_from_the_second_on(printed: Printed, standard: Standard) -> None:
    for name, pages in printed:
        if name == "combined":
            continue
        for number, page in enumerate(pages, start=1):
            digits = [line for line in page.lines if line.text.isdigit() and line.baseline < 20 * MM]
            assert [line.text for line in digits] == ([str(number)] if number > 1 else []), f"{name}, page {number}"
            for line in digits:
                left, right = (20, 15) if is_landscape(page) else (30, 15)
                centre = (left * MM + page.width - right * MM) / 2
                assert line.middle == pytest.approx(centre, abs=1)
                assert all(size in standard.page_number.size for size in line.sizes) and not line.bold


# --- the heading of a report ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["bao-cao", "department"])
def test_quoc_hieu_and_tieu_ngu_stand_on_a_line_each_in_their_sizes(printed: Printed, name: str) -> None:
    page = printed[name][0]
    upper, lower = page.line(QUOC_HIEU), page.line(TIEU_NGU)
    assert (upper.text, upper.sizes, upper.bold) == (QUOC_HIEU, {12.0}, True)
    assert (lower.text, lower.sizes, lower.bold) == (TIEU_NGU, {13.0}, True)
    assert upper.middle == pytest.approx(lower.middle, abs=1)
    assert 0 < lower.baseline - upper.baseline < 20


@pytest.mark.parametrize("name", ["bao-cao", "department"])
def test_the_rule_under_tieu_ngu_is_as_long_as_it(printed: Printed, name: str) -> None:
    line = printed[name][0].line(TIEU_NGU)
    rule = printed[name][0].rule_under(line)
    assert rule.length == pytest.approx(line.length, rel=0.02)
    assert rule.middle == pytest.approx(line.middle, abs=1)


@pytest.mark.parametrize(
    ("name", "lines"),
    [("bao-cao", ["ỦY BAN NHÂN DÂN", "TỈNH LAI CHÂU"]), ("department", ["SỞ KHOA HỌC", "VÀ CÔNG NGHỆ"])],
)
def test_the_issuer_is_bold_with_a_rule_of_a_third_to_a_half(printed: Printed, name: str, lines: list[str]) -> None:
    page = printed[name][0]
    first = page.line(lines[0])
    last = page.line(lines[-1]) if lines[-1] in [line.text for line in page.lines] else first
    for line in (first, last):
        assert (line.sizes, line.bold, line.text.isupper()) == ({12.0}, True, True)
    rule = page.rule_under(last)
    assert 1 / 3 - 0.005 <= rule.length / last.length <= 1 / 2 + 0.005
    assert rule.middle == pytest.approx(last.middle, abs=1)


def test_the_body_above_a_department_is_not_bold(printed: Printed) -> None:
    page = printed["department"][0]
    parent = page.lines[0] if page.lines[0].text.startswith("UBND") else page.line("UBND")
    assert (parent.text, parent.bold, parent.sizes) == ("UBND TỈNH LAI CHÂU", False, {12.0})
    assert page.line("SỞ KHOA HỌC").baseline > parent.baseline


@pytest.mark.parametrize("name", ["bao-cao", "department"])
def test_number_and_place_stand_on_one_level(printed: Printed, name: str) -> None:
    page = printed[name][0]
    number, place = page.line("Số:"), page.line("Lai Châu, ngày")
    assert number.baseline == pytest.approx(place.baseline, abs=0.5)
    assert (number.sizes, place.sizes, place.italic, number.italic) == ({13.0}, {13.0}, True, False)
    assert place.x0 > number.x1


@pytest.mark.parametrize("name", ["bao-cao", "department"])
def test_kind_and_subject_are_bold_centred_and_underlined(printed: Printed, name: str) -> None:
    page = printed[name][0]
    kind = page.line("BÁO CÁO")
    subject = [line for line in page.lines if kind.baseline < line.baseline < kind.baseline + 90 and line.bold]
    assert (kind.sizes, kind.bold) == ({14.0}, True) and subject
    centre = (30 * MM + page.width - 15 * MM) / 2
    for line in (kind, *subject):
        assert line.sizes <= {13.0, 14.0} and line.middle == pytest.approx(centre, abs=1)
    rule, last, longest = page.rule_under(subject[-1]), subject[-1].length, max(line.length for line in subject)
    assert rule.middle == pytest.approx(centre, abs=1)
    assert longest / 3 - 1 <= rule.length <= longest / 2 + 1
    assert rule.length <= max(last / 2, longest / 3) + 1


# --- the body ------------------------------------------------------------------------------------


def test_the_body_is_in_fourteen_points_and_its_paragraphs_begin_indented(printed: Printed, standard: Standard) -> None:
    allowed = [30 * MM + indent * MM for indent in standard["than_bai"].first_line]
    page = printed["bao-cao"][2]
    lines = body_lines(page)
    assert len(lines) > 20
    for line in lines:
        assert line.sizes == {14.0}, line.text
        at_margin = line.x0 == pytest.approx(30 * MM, abs=0.6)
        indented = any(line.x0 == pytest.approx(place, abs=0.6) for place in allowed)
        assert at_margin or indented, line.text
    assert any(line.x0 > 35 * MM for line in lines) and any(line.x0 < 31 * MM for line in lines)


def test_lines_stand_between_single_and_one_and_a_half_apart(printed: Printed, standard: Standard) -> None:
    spacing = standard["than_bai"].line
    assert spacing is not None
    single = 14 * 1.149  # Liberation Serif's own line height
    lines = body_lines(printed["bao-cao"][2])
    gaps = [low.baseline - high.baseline for high, low in pairwise(lines) if low.x0 < 31 * MM]
    assert len(gaps) > 8
    for gap in gaps:
        assert single * spacing.min - 0.5 <= gap <= single * spacing.max + 0.5
    between = [low.baseline - high.baseline for high, low in pairwise(lines) if low.x0 > 31 * MM]
    assert between and min(between) >= min(gaps) + 5.5


def test_no_heading_stands_alone_at_the_foot_of_a_page(printed: Printed) -> None:
    heading = re.compile(r"(?:\d+\. [A-ZĐÀ-Ỹ]|[a-zđ]\) [A-ZĐÀ-Ỹ])")
    section = re.compile(r"[IVX]+\. [A-ZĐÀ-Ỹ]{2}")
    for name, pages in printed:
        for number, (page, following) in enumerate(pairwise(pages), start=1):
            if not is_landscape(page):
                last = body_lines(page)[-1]
                # LibreOffice 7.4 keeps a heading with its text, but not always two headings and a text together.
                assert not section.match(last.text) or heading.match(body_lines(following)[0].text), (
                    f"{name}: {last.text}"
                )
                assert not (heading.match(last.text) and (last.bold or last.text[1] == ")")), (
                    f"{name}, page {number}: {last.text}"
                )


# --- the signature -------------------------------------------------------------------------------


def signature_faults(pages: list[Page]) -> list[str]:
    """What is wrong with where the signature stands."""
    faults = []
    where = {
        text: [
            number for number, page in enumerate(pages, start=1) for line in page.lines if line.text.startswith(text)
        ]
        for text in ("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trên đây là báo cáo")
    }
    if any(len(found) != 1 for found in where.values()):
        return [f"found {where}"]
    (page_number,) = where["Nơi nhận:"]
    page = pages[page_number - 1]
    if page_number != len(pages):
        faults.append(f"pages follow the signature on page {page_number}")
    if {found[0] for text, found in where.items() if text != "Trên đây là báo cáo"} != {page_number}:
        faults.append(f"split: {where}")
    start = page.line("Nơi nhận:").baseline
    if not any(line.baseline < start - 5 and line.sizes == {14.0} and not line.bold for line in body_lines(page)):
        faults.append("stands alone on its page")
    if not any(line.text.startswith("- Lưu:") for line in page.lines):
        faults.append("the list of recipients is split")
    return faults


def test_the_signature_never_splits_and_never_stands_alone(printed: Printed) -> None:
    found = {f"length-{count:02}": signature_faults(printed[f"length-{count:02}"]) for count in LENGTHS}
    assert {name: faults for name, faults in found.items() if faults} == {}
    heights = [printed[name][-1].line("Nơi nhận:").baseline for name in found]
    pages = [len(printed[name]) for name in found]
    assert len(set(pages)) > 1, "some of these lengths push the signature onto another page"
    assert max(heights) > 500 and min(heights) < 150, "it came to stand near the foot and near the head of a page"


def test_the_signature_of_the_example_stands_with_the_text_before_it(printed: Printed) -> None:
    assert signature_faults(printed["bao-cao"]) == []


def test_recipients_and_signer_have_their_sizes(printed: Printed) -> None:
    page = printed["bao-cao"][-1]
    head, entry = page.line("Nơi nhận:"), page.line("- Lưu:")
    assert (head.sizes, head.bold, head.italic) == ({12.0}, True, True)
    assert (entry.sizes, entry.bold, entry.italic, entry.text[-1]) == ({11.0}, False, False, ".")
    signer = page.line("TM. ỦY BAN NHÂN DÂN")
    assert (signer.sizes, signer.bold) == ({14.0}, True)
    assert signer.baseline == pytest.approx(head.baseline, abs=4)
    name = max((line for line in page.lines if line.x0 > page.width / 2 and line.bold), key=lambda line: line.baseline)
    assert name.sizes == {14.0} and name.baseline - page.line("PHÓ CHỦ TỊCH").baseline > 60
    assert name.middle == pytest.approx(signer.middle, abs=1)


# --- appendices ----------------------------------------------------------------------------------

APPENDICES = [f"phu-luc-{number}" for number in ("I", "II", "III", "IV", "V")]


@pytest.mark.parametrize("name", APPENDICES)
def test_an_appendix_lies_across_with_its_number_title_and_reference(printed: Printed, name: str) -> None:
    page = printed[name][0]
    assert is_landscape(page)
    number = page.line("Phụ lục")
    title, attached = page.lines[1], page.line("(Kèm theo Báo cáo số")
    assert number.text == f"Phụ lục {name.removeprefix('phu-luc-')}"
    assert (number.sizes, number.bold, title.bold, title.text.isupper()) == ({14.0}, True, True, True)
    assert (attached.italic, attached.sizes <= {13.0, 14.0}, title.sizes <= {13.0, 14.0}) == (True, True, True)
    centre = (20 * MM + page.width - 15 * MM) / 2
    assert [line.middle for line in (number, title, attached)] == pytest.approx([centre] * 3, abs=1)
    rule = page.rule_under(attached)
    assert 1 / 3 - 0.005 <= rule.length / title.length <= 1 / 2 + 0.005


def test_the_header_row_stands_again_on_every_page_of_a_table(printed: Printed) -> None:
    first, *others = printed["phu-luc-II"]
    heads = [line.text for line in first.lines if line.bold and first.line("(Kèm theo").baseline < line.baseline][:6]
    assert "TT" in heads and others
    for page in others:
        assert [line.text for line in body_lines(page) if line.bold][: len(heads)][:3] == heads[:3]


@pytest.mark.parametrize("name", APPENDICES)
def test_a_table_fills_the_text_s_width_and_not_more(printed: Printed, name: str) -> None:
    for page in printed[name]:
        borders = [rule for rule in page.rules if rule.length > page.width / 3]
        assert borders
        assert min(rule.x0 for rule in borders) == pytest.approx(20 * MM, abs=1)
        assert max(rule.x1 for rule in borders) == pytest.approx(page.width - 15 * MM, abs=1)


def test_no_row_is_split_over_two_pages(printed: Printed) -> None:
    numbers = []
    for page in printed["phu-luc-II"]:
        lines = [line for line in body_lines(page) if line.x0 < 35 * MM and line.text not in ("TT",)]
        rows = [line for line in lines if re.fullmatch(r"[IVX]+|\d+", line.text)]
        heads = [line for line in page.lines if line.text == "TT"]
        body = [line for line in body_lines(page) if heads and line.baseline > heads[0].baseline + 10 and not line.bold]
        numbers += [line.text for line in rows]
        first = min(line.baseline for line in body if line.sizes == {11.0})
        assert any(abs(row.baseline - first) < 20 for row in rows), "a page begins with the rest of a row"
    assert len([number for number in numbers if number.isdigit()]) == 40


def test_each_appendix_of_a_combined_file_counts_its_own_pages(printed: Printed) -> None:
    shown = []
    for page in printed["combined"]:
        digits = [line.text for line in page.lines if line.text.isdigit() and line.baseline < 20 * MM]
        shown.append(int(digits[0]) if digits else 1)
    expected = [number for name in ("bao-cao", *APPENDICES) for number in range(1, len(printed[name]) + 1)]
    assert shown == expected
    assert [is_landscape(page) for page in printed["combined"]] == [
        is_landscape(page) for name in ("bao-cao", *APPENDICES) for page in printed[name]
    ]


def test_a_combined_file_says_what_the_files_alone_say(printed: Printed) -> None:
    alone = [page for name in ("bao-cao", *APPENDICES) for page in printed[name]]
    together = [line.text for page in printed["combined"] for line in body_lines(page)]
    assert together == [line.text for page in alone for line in body_lines(page)]
