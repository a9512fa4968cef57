from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import baocao
from generator.core.problems import WrongUsage
from generator.stories.redline import compare
from tests.built_report import edit, replace_in, report_folder
from tests.redline_documents import W, marks, part


def typed_over(folder: Path, tmp_path: Path, old: str, new: str) -> Path:
    """A copy of Phụ lục I elsewhere, with one figure typed over."""
    copy = tmp_path / "ban-cu.docx"
    copy.write_bytes((folder / "phu-luc-I.docx").read_bytes())
    edit(copy, lambda document: replace_in(document, old, new))
    return copy


def test_a_changed_figure_is_listed_with_the_cell_behind_it(tmp_path: Path) -> None:
    folder = report_folder(tmp_path)
    old = typed_over(folder, tmp_path, "14,1", "13,9")
    found = compare(old, folder / "phu-luc-I.docx", tmp_path / "so-sanh.docx", "Văn phòng")
    assert [(one.old, one.new) for one in found.figures] == [("13,9", "14,1")]
    origin = found.figures[0].origin
    assert origin is not None and origin.cells == ("Số liệu!C10",)
    assert marks((tmp_path / "so-sanh.docx").read_bytes(), "del", "ins") == ["13,9", "14,1"]


def test_the_changes_carry_the_day_of_the_report_unless_another_is_given(tmp_path: Path) -> None:
    folder = report_folder(tmp_path)
    old = typed_over(folder, tmp_path, "14,1", "13,9")
    compare(old, folder / "phu-luc-I.docx", tmp_path / "so-sanh.docx", "baocao")
    inserted = next(part((tmp_path / "so-sanh.docx").read_bytes()).iter(f"{W}ins"))
    assert str(inserted.get(f"{W}date")).startswith("2025-09-14T")


def test_a_compared_file_is_never_written_over(tmp_path: Path) -> None:
    folder = report_folder(tmp_path)
    path = folder / "phu-luc-I.docx"
    before = path.read_bytes()
    with pytest.raises(WrongUsage, match="trùng với tệp đem so sánh"):
        compare(path, folder / "phu-luc-II.docx", path, "baocao")
    assert path.read_bytes() == before


def test_the_command_says_what_changed_and_where_the_figure_comes_from(tmp_path: Path) -> None:
    folder = report_folder(tmp_path)
    old, output = typed_over(folder, tmp_path, "14,1", "13,9"), tmp_path / "so-sanh.docx"
    command = ["redline", str(old), str(folder / "phu-luc-I.docx"), "-o", str(output)]
    done = CliRunner().invoke(baocao, command)
    assert done.exit_code == 0, done.output
    assert "13,9 → 14,1" in done.output and "Số liệu!C10" in done.output
    as_json = json.loads(CliRunner().invoke(baocao, [*command, "--format", "json"]).output)
    assert as_json["figures"][0]["cells"] == ["Số liệu!C10"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(baocao, ["redline", "khong-co.docx", "x.docx", "-o", str(tmp_path / "a.docx")])
    assert "khong-co.docx" in done.output and "Traceback" not in done.output
