"""Every saved cell can be taken back, to the byte, without a whole workbook kept for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core.periods import Period, PeriodKind
from generator.core.problems import BadDossier
from generator.stories.progress_table import Answer, enter_progress, progress_table
from generator.web.dossiers import DossierFolder
from tests.web.conftest import EXAMPLE
from tests.workbook_builder import minimal_sheets, write_workbook

QUARTER = Period(PeriodKind.QUARTER, 2025, 4)
SAVES = 12


def saved(dossier: DossierFolder, code: str, words: str) -> None:
    """One row of progress typed and written, as the page does it."""
    arriving = dossier.new_file().with_suffix(".xlsx")
    answer = Answer(code, {"Tình trạng": "Đang thực hiện", "Kết quả thực hiện": words})
    enter_progress(dossier.workbook, QUARTER, [answer], arriving)
    dossier.put_workbook(arriving)


@pytest.fixture
def dossier(tmp_path: Path) -> DossierFolder:
    made = DossierFolder(tmp_path / ("a" * 32))
    made.folder.mkdir()
    made.workbook.write_bytes(EXAMPLE.read_bytes())
    return made


def test_many_saved_cells_take_little_room_and_each_state_comes_back_to_the_byte(dossier: DossierFolder) -> None:
    codes = [one["code"] for one in progress_table(dossier.workbook, QUARTER)["tasks"]]
    states = []
    for number in range(SAVES):
        states.append(dossier.workbook.read_bytes())
        saved(dossier, codes[number % 5], f"Kết quả lần {number}, viết tay.")
    earlier = dossier.earlier_workbooks()
    assert [one.number for one in earlier] == list(range(1, SAVES + 1))
    assert [one.content() for one in earlier] == states
    assert states[0] == EXAMPLE.read_bytes()
    room = sum(one.path.stat().st_size for one in earlier)
    assert room < 2 * len(states[-1]), f"{room} bytes for {SAVES} saves"
    dossier.take_back()
    assert dossier.workbook.read_bytes() == states[-1]
    assert len(dossier.earlier_workbooks()) == SAVES - 1


def test_another_workbook_is_kept_whole_and_what_follows_rests_on_it(dossier: DossierFolder, tmp_path: Path) -> None:
    other = write_workbook(tmp_path / "khác.xlsx", minimal_sheets())
    wanted = other.read_bytes()
    before = dossier.workbook.read_bytes()
    dossier.put_workbook(other)
    again = write_workbook(tmp_path / "nữa.xlsx", minimal_sheets())
    dossier.put_workbook(again)
    last, former = dossier.earlier_workbooks()[-1], dossier.earlier_workbooks()[-2]
    assert (former.content(), last.content(), last.base) == (before, wanted, None)


def test_a_history_that_somebody_changed_is_told_and_gives_back_nothing_false(dossier: DossierFolder) -> None:
    code = progress_table(dossier.workbook, QUARTER)["tasks"][0]["code"]
    for number in range(2):
        saved(dossier, code, f"Lần {number}")
    first, second = dossier.earlier_workbooks()
    assert second.base == first.path
    first.path.write_bytes(first.path.read_bytes()[:-1])
    with pytest.raises(BadDossier, match="Không dựng lại được bản 2"):
        second.content()
    (first.path.parent / "0003-x.khac").write_bytes(b"")
    (first.path.parent / "ghi chú.txt").write_text("của tôi")
    assert len(dossier.earlier_workbooks()) == 2
