"""Nothing that a person brought is dropped without a word: every cell is found again, or its column is named."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.core.problems import Problem
from generator.read.plan_headers import header_key
from generator.stories.dossier import check, read_book
from generator.stories.import_plan import import_plan
from tests.careless_plans import Careless, careless_document, careless_workbook
from tests.workbook_builder import SETTINGS

SEEDS = range(8)


def lost(made: Careless, texts: Iterable[str], problems: Iterable[Problem], unread: Iterable[str]) -> dict[str, str]:
    """The words that stand nowhere, with their headers."""
    found = "\n".join((*texts, *(f"{one.message} {one.fix}" for one in problems)))
    unused = {header_key(part) for header in unread for part in (header, header.rpartition(" / ")[2])}
    return {
        word: header for word, header in made.words.items() if word not in found and header_key(header) not in unused
    }


def texts_of(workbook: Path) -> list[str]:
    book = load_workbook(workbook)
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", ["Excel", "Word", "sổ theo dõi"])
def test_every_cell_of_a_plan_is_in_the_workbook_or_its_column_is_named(tmp_path: Path, kind: str, seed: int) -> None:
    path = tmp_path / ("plan.docx" if kind == "Word" else "plan.xlsx")
    made = careless_document(path, seed) if kind == "Word" else careless_workbook(path, seed, kind == "sổ theo dõi")
    done = import_plan(path, tmp_path / "hs.xlsx")
    unread = [column.header for use in done.uses for column in use.unread]
    assert len(made.words) > 4
    assert not lost(made, texts_of(tmp_path / "hs.xlsx"), done.problems, unread)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_cell_of_an_offices_own_sheet_is_in_its_dossier_or_named(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "so.xlsx"
    made = careless_workbook(path, seed, True)
    book = load_workbook(path)
    sheet = book.create_sheet("Thông tin chung")
    for row in (("Mục", "Giá trị"), *SETTINGS, ("Chốt số liệu", "Lịch")):
        sheet.append(row)
    book.save(path)
    read, told = read_book(path)
    assert read is not None
    texts = [cell.text for one in read.sheets.values() for row in one.rows for cell in row.cells.values()]
    problems = [*check(path).problems, *told]
    unread = [
        name.strip("“” .") for one in problems if one.code == "BNG025" for name in one.message.split(":")[1].split(";")
    ]
    assert not lost(made, texts, problems, unread)
