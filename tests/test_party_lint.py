"""Everything written for a Party dossier meets the Party's form, for every kind of period, apart and in one file."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core.problems import Severity
from generator.core.standard import load_standard
from generator.lint.engine import lint
from generator.lint.read_document import read_document
from generator.stories.build import build
from generator.stories.jobs import Job
from tests.party_dossier import party_dossier


def findings(path: Path, standard: str) -> list[str]:
    """What a check of the file says, notes left out: a place still open is no fault of form."""
    report = lint(read_document(path), load_standard(standard))
    assert report.passed > 25, "the rules ran"
    return [f"{one.code} {one.where}: {one.message}" for one in report.findings if one.severity is not Severity.NOTE]


@pytest.mark.parametrize("combined", [False, True], ids=["apart", "combined"])
@pytest.mark.parametrize("period", ["2025-09", "2025-Q3", "2025-H2", "2025-9M", "2025"])
def test_a_party_report_and_its_appendices_lint_clean(tmp_path: Path, period: str, combined: bool) -> None:
    job = Job(party_dossier(tmp_path / "ho-so.xlsx"), period, out=tmp_path / "o", combined=combined)
    files = sorted(Path(build(job).published.folder).glob("*.docx"))
    assert len(files) == 1 if combined else len(files) > 4
    assert {path.name: found for path in files if (found := findings(path, "dang"))} == {}


def test_a_departments_report_to_a_party_committee_lints_clean_by_the_states_form(tmp_path: Path) -> None:
    dossier = party_dossier(tmp_path / "ho-so.xlsx")
    made = build(Job(dossier, "2025-Q3", out=tmp_path / "o", agency="Sở Khoa học và Công nghệ"))
    files = sorted(Path(made.published.folder).glob("*.docx"))
    assert files
    assert {path.name: found for path in files if (found := findings(path, "nd30"))} == {}
    assert findings(files[0], "dang"), "the two forms are not the same"


def test_several_addressees_above_the_can_cu_are_not_taken_for_one_list(tmp_path: Path) -> None:
    to = ("Ban Chỉ đạo Trung ương về phát triển khoa học, công nghệ", "Thường trực Tỉnh ủy")
    dossier = party_dossier(tmp_path / "ho-so.xlsx", *(("Kính gửi", one) for one in to))
    folder = Path(build(Job(dossier, "2025-Q3", out=tmp_path / "o")).published.folder)
    assert findings(folder / "bao-cao.docx", "dang") == []
