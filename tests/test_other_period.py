"""A report of another period laid over this one is never taken for it, wherever it was built."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from generator.core.problems import BadDossier, WrongUsage
from generator.stories.build import build
from generator.stories.issue import issue
from generator.stories.jobs import Job
from generator.write.manifest import issued_of
from tests.built_report import DOSSIER, edit, replace_in, report_folder

GAP = "[Chưa có nội dung: đề xuất, kiến nghị]"


def laid_over(tmp_path: Path) -> Path:
    """A folder of quý III that holds the report of quý IV, built in another place."""
    folder = report_folder(tmp_path)
    other = Path(build(Job(DOSSIER, "2025-Q4", out=tmp_path / "khac")).published.folder)
    shutil.copyfile(other / "bao-cao.docx", folder / "bao-cao.docx")
    return folder


def test_it_is_kept_aside_and_told_and_the_right_report_stands_there(tmp_path: Path) -> None:
    folder = laid_over(tmp_path)
    foreign = (folder / "bao-cao.docx").read_bytes()
    outcome = build(Job(DOSSIER, "2025-Q3", out=folder.parents[1]))
    (told,) = [one for one in outcome.problems if one.code == "XB018"]
    assert "quý IV năm 2025" in told.message
    assert (folder / "bao-cao.docx").read_bytes() != foreign
    assert [path for path in folder.glob("bao-cao (*).docx") if path.read_bytes() == foreign]


def test_it_is_not_issued(tmp_path: Path) -> None:
    with pytest.raises(BadDossier) as refused:
        issue(laid_over(tmp_path), "5", date(2025, 9, 20))
    assert "BH018" in {one.code for one in refused.value.problems}


def test_an_issued_report_is_known_by_itself_where_all_beside_it_is_gone(tmp_path: Path) -> None:
    folder = report_folder(tmp_path)
    edit(folder / "bao-cao.docx", lambda document: replace_in(document, GAP, "Không có kiến nghị."))
    issue(folder, "5", date(2025, 9, 20))
    (folder / "manifest.json").unlink()
    shutil.rmtree(folder / ".base")
    issued = issued_of(folder)
    assert issued is not None and issued.number == "05"
    with pytest.raises(WrongUsage, match="ban hành"):
        build(Job(DOSSIER, "2025-Q3", out=folder.parents[1]))
