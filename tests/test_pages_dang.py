"""Party reports as they are printed: places, sizes and faces read back from the pages LibreOffice draws."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from openxml_audit import OpenXmlValidator

from generator.core.standard import load_standard
from generator.stories.build import build
from generator.stories.jobs import Job
from generator.write.libreoffice import LIBREOFFICE
from tests.party_dossier import party_dossier

pytestmark = pytest.mark.skipif(LIBREOFFICE.find() is None, reason="LibreOffice is not installed")
POINTS_PER_MM = 72 / 25.4
DANG = load_standard("dang")


class Pages:
    """The lines of a PDF: text, the size and face of each letter, and where it stands."""

    def __init__(self, path: Path) -> None:
        with pdfplumber.open(path) as pdf:
            self.pages = [
                (page.width, page.height, page.extract_text_lines(return_chars=True), [*page.lines, *page.rects])
                for page in pdf.pages
            ]

    def lines(self, page: int = 0) -> list[dict[str, Any]]:
        return list(self.pages[page][2])

    def line(self, text: str) -> list[dict[str, Any]]:
        """The letters of the first place where `text` is printed, spaces left out."""
        wanted = text.replace(" ", "")
        for page in self.pages:
            letters = [one for line in page[2] for one in line["chars"] if one["text"].strip()]
            found = "".join(one["text"] for one in letters).find(wanted)
            if found >= 0:
                return letters[found : found + len(wanted)]
        raise AssertionError(f"không in “{text}”")


def size(letters: list[dict[str, Any]]) -> float:
    sizes = {round(one["size"], 1) for one in letters}
    assert len(sizes) == 1, sizes
    return float(sizes.pop())


def face(letters: list[dict[str, Any]]) -> tuple[bool, bool]:
    """Whether a piece of text is bold, and whether it is italic."""
    names = {one["fontname"] for one in letters}
    assert len(names) == 1, names
    name = names.pop()
    return "Bold" in name, "Italic" in name


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = tmp_path_factory.mktemp("dang")
    outcome = build(Job(party_dossier(work / "ho-so.xlsx"), "2025-Q3", out=work / "outputs", pdf=True, final=True))
    return Path(outcome.published.folder)


@pytest.fixture(scope="module")
def report(folder: Path) -> Pages:
    return Pages(folder / "bao-cao.pdf")


@pytest.fixture(scope="module")
def appendix(folder: Path) -> Pages:
    return Pages(folder / "phu-luc-II.pdf")


SIZES_AND_FACES = [
    ("ĐẢNG CỘNG SẢN VIỆT NAM", 15, "bold"),
    ("BAN CHẤP HÀNH TRUNG ƯƠNG", 14, "upright"),
    ("TỈNH ỦY LAI CHÂU", 14, "bold"),
    ("-BC/TU", 14, "upright"),
    ("Lai Châu, ngày", 14, "italic"),
    ("BÁO CÁO", 16, "bold"),
    ("kết quả thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024", 15, "bold"),
    ("-----", 14, "upright"),
    ("- Căn cứ Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị;", 14, "upright"),
    ("Đảng bộ tỉnh năm 2025,", 14, "upright"),
    ("I- CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO", 14, "bold"),
    ("II- KẾT QUẢ THỰC HIỆN", 14, "bold"),
    ("1. Kết quả thực hiện chỉ tiêu", 14, "bold"),
    ("V- ĐỀ XUẤT, KIẾN NGHỊ", 14, "bold"),
    ("T/M BAN THƯỜNG VỤ", 14, "bold"),
    ("PHÓ BÍ THƯ", 14, "upright"),
    ("Nguyễn Văn A", 14, "bold"),
    ("Nơi nhận:", 14, "upright"),
    ("- Ban Bí thư Trung ương Đảng (để báo cáo),", 12, "upright"),
    ("- Lưu Văn phòng Tỉnh ủy.", 12, "upright"),
]


@pytest.mark.parametrize(("text", "points", "style"), SIZES_AND_FACES)
def test_each_part_has_its_size_and_face(report: Pages, text: str, points: float, style: str) -> None:
    letters = report.line(text)
    assert (size(letters), face(letters)) == (points, (style == "bold", style == "italic"))


def test_the_body_is_set_at_exactly_eighteen_points(report: Pages) -> None:
    body = [line for line in report.lines(1) if round(line["chars"][0]["size"]) == 14]  # a footnote is smaller
    tops = [line["top"] for line in body if line["x0"] < 90 * POINTS_PER_MM]
    gaps = {round(after - before, 1) for before, after in pairwise(tops)}
    assert 18.0 in gaps and gaps <= {18.0, 24.0} | {gap for gap in gaps if gap > 30}


def test_text_keeps_to_the_fixed_margins(report: Pages) -> None:
    for number in range(len(report.pages)):
        width, height = report.pages[number][:2]
        letters = [one for line in report.lines(number) for one in line["chars"] if one["text"].strip()]
        body = [one for one in letters if 20 * POINTS_PER_MM - 1 < one["top"] < height - 20 * POINTS_PER_MM]
        assert min(one["x0"] for one in body) >= 30 * POINTS_PER_MM - 1
        assert max(one["x1"] for one in body) <= width - 15 * POINTS_PER_MM + 1


def test_the_page_number_is_fourteen_at_ten_millimetres_and_not_on_the_first_page(report: Pages) -> None:
    assert report.lines(0)[0]["text"].startswith("BAN CHẤP HÀNH TRUNG ƯƠNG")
    number = report.lines(1)[0]
    middle = (report.pages[1][0] + 15 * POINTS_PER_MM) / 2  # of the text between margins of 30 and 15
    assert number["text"] == "2" and size(number["chars"]) == 14
    assert number["top"] == pytest.approx(10 * POINTS_PER_MM, abs=3)
    assert (number["x0"] + number["x1"]) / 2 == pytest.approx(middle, abs=1)


def test_the_heading_stands_left_and_right_with_its_star_and_a_rule_as_long_as_the_text(report: Pages) -> None:
    left, star, right = (report.line(text) for text in ("TỈNH ỦY LAI CHÂU", "*", "ĐẢNG CỘNG SẢN VIỆT NAM"))
    assert left[-1]["x1"] < right[0]["x0"] and star[0]["top"] > left[0]["top"]
    assert star[0]["x0"] == pytest.approx((left[0]["x0"] + left[-1]["x1"]) / 2, abs=5)
    rules = [one for one in report.pages[0][3] if 0 < one["top"] - right[0]["bottom"] < 8]
    assert rules
    assert max(one["x1"] for one in rules) - min(one["x0"] for one in rules) == pytest.approx(
        right[-1]["x1"] - right[0]["x0"], abs=4
    )


def test_number_and_date_stand_on_one_line(report: Pages) -> None:
    number, day = report.line("Số-BC/TU"), report.line("Lai Châu, ngày")
    assert number[0]["bottom"] == pytest.approx(day[0]["bottom"], abs=0.5)


def test_recipients_are_underlined_and_level_with_the_signature(report: Pages) -> None:
    words, authority = report.line("Nơi nhận:"), report.line("T/M BAN THƯỜNG VỤ")
    assert words[0]["top"] == pytest.approx(authority[0]["top"], abs=1)
    lines = report.pages[-1][3]
    assert any(abs(one["x0"] - words[0]["x0"]) < 2 and 0 < one["top"] - words[0]["top"] < 18 for one in lines)


def test_the_report_ends_with_a_full_stop(report: Pages) -> None:
    text = "\n".join(line["text"] for page in range(len(report.pages)) for line in report.lines(page))
    assert "của Tỉnh ủy Lai Châu.\n" in text and "./." not in text and "V/v" not in text


def test_an_appendix_keeps_the_form(appendix: Pages) -> None:
    assert size(appendix.line("Phụ lục II")) == 14 and face(appendix.line("Phụ lục II")) == (True, False)
    attached = appendix.line("(Kèm theo Báo cáo số")
    assert size(attached) == 14 and face(attached) == (False, True)
    assert appendix.line("-BC/TU, ngày") and appendix.line("-----")
    end = [line["text"] for line in appendix.lines(-1) if line["text"].startswith("Tình trạng nhiệm vụ")]
    assert end == ["Tình trạng nhiệm vụ tính đến ngày 14/9/2025."]


def word_files(folder: Path) -> Iterator[Path]:
    return iter(sorted(folder.glob("*.docx")))


def test_every_file_is_sound_word(folder: Path) -> None:
    files = list(word_files(folder))
    assert len(files) == 6
    for path in files:
        result = OpenXmlValidator().validate(str(path))
        assert result.is_valid, [str(error) for error in result.errors][:3]
