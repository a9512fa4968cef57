"""Spreadsheets as they are printed: no text lies over another, whoever opens them; properties say what they are."""

from __future__ import annotations

import subprocess
from itertools import combinations
from pathlib import Path

import openpyxl
import pdfplumber
import pytest

from generator.office.package import Package
from generator.stories.build import build
from generator.stories.jobs import Job
from generator.stories.trace import trace, write_check_sheet

EXAMPLE = Path(__file__).resolve().parents[2] / "inputs/lai-chau-nq57.xlsx"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Path(build(Job(EXAMPLE, "2025-Q4", out=tmp_path_factory.mktemp("ra"))).published.folder)
    report = made / "bao-cao.docx"
    write_check_sheet(trace(report), report, None)
    return made


@pytest.mark.parametrize("name", ["phu-luc.xlsx", "kiem-chung.xlsx"])
def test_no_text_lies_over_another_where_rows_are_not_fitted_on_opening(folder: Path, name: str) -> None:
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder / "in"), str(folder / name)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with pdfplumber.open((folder / "in" / name).with_suffix(".pdf")) as printed:
        pages = [page.extract_words() for page in printed.pages[:6]]
    assert sum(map(len, pages)) > 300
    for words in pages:
        for one, other in combinations(words, 2):
            across = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
            down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            smaller = min(one["bottom"] - one["top"], other["bottom"] - other["top"])
            assert across <= 0.5 or down <= 0.4 * smaller, (one["text"], other["text"])


def test_every_file_says_in_its_properties_which_report_it_is_and_of_whom(folder: Path) -> None:
    files = sorted(folder.glob("*.docx"))
    assert len(files) == 6
    for path in files:
        package = Package.open(path.read_bytes())
        assert package.creator == "Ủy ban nhân dân tỉnh Lai Châu"
        said = package.parts["docProps/core.xml"].decode()
        assert "<cp:keywords" in said and "quý IV năm 2025" in said and "{{" not in said
        assert package.title.startswith("Báo cáo kết quả thực hiện" if path.stem == "bao-cao" else "Phụ lục ")
    properties = openpyxl.load_workbook(folder / "phu-luc.xlsx").properties
    assert (
        str(properties.title).startswith("Phụ lục Báo cáo kết quả thực hiện") and "quý IV năm 2025" in properties.title
    )
    assert properties.creator == "Ủy ban nhân dân tỉnh Lai Châu"
