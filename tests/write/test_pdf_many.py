"""The PDFs of many reports: a file that kills or stops LibreOffice costs nobody else theirs."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from generator.core.problems import OutsideProgram
from generator.write.pdf_many import print_reports

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the false soffice is a shell script")
PDF = "%%PDF-1.6\\n1 0 obj<</Type/Page>>endobj\\n%%%%EOF\\n"
"""As `printf` writes it: one page."""


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A false LibreOffice: each file in turn becomes a PDF, unless it holds a word that says what else to do.

    "CHẾT" ends it, "TREO" lets it hang, "LẠ" leaves the file out, "CHẬM" takes a second. A line in `runs` tells how
    many files a run got.
    """
    script = f"""#!/bin/sh
while [ "$1" != --outdir ]; do shift; done
out=$2; shift 2; echo $# >> {tmp_path}/runs
for file in "$@"; do
  grep -q CHẾT "$file" && exit 81
  grep -q TREO "$file" && sleep 60
  grep -q CHẬM "$file" && sleep 1
  grep -q LẠ "$file" || printf '{PDF}' > "$out/$(basename "$file" .docx).pdf"
done
"""
    (tmp_path / "soffice").write_text(script)
    (tmp_path / "soffice").chmod(0o755)
    monkeypatch.setenv("BAOCAO_SOFFICE", str(tmp_path / "soffice"))
    return tmp_path / "runs"


def reports(*words: str) -> list[dict[str, bytes]]:
    """One report of two documents for each word; the word stands in the second."""
    return [{"bao-cao.docx": b"", "phu-luc-I.docx": word.encode(), "phu-luc.xlsx": b"no Word file"} for word in words]


def outcome(found: object) -> str:
    return found.message if isinstance(found, OutsideProgram) else " ".join(sorted(found[0]))  # type: ignore[index]


WHOLE = "bao-cao.pdf phu-luc-I.pdf"


def test_all_reports_are_printed_in_one_run(runs: Path) -> None:
    assert [outcome(one) for one in print_reports(reports("", "", ""))] == [WHOLE] * 3
    assert runs.read_text().split() == ["6"]
    assert print_reports([]) == []


@pytest.mark.parametrize(("word", "why"), [("CHẾT", "mã lỗi 81"), ("TREO", "không trả lời"), ("LẠ", "không mở được")])
def test_a_report_that_cannot_be_printed_is_found_and_the_others_are_printed(runs: Path, word: str, why: str) -> None:
    found = [outcome(one) for one in print_reports(reports("", word, "", ""), seconds=2)]
    assert [found[0], *found[2:]] == [WHOLE] * 3
    assert "“phu-luc-I.docx”" in found[1] and why in found[1]
    assert runs.read_text().split() == ["8", "1"] + (["4"] if word != "LẠ" else [])


def test_two_bad_files_side_by_side_are_both_found(runs: Path) -> None:
    found = [outcome(one) for one in print_reports(reports("CHẾT", "", "CHẾT", ""))]
    assert [one == WHOLE for one in found] == [False, True, False, True]
    assert runs.read_text().split() == ["8", "1", "6", "1", "2"]


def test_a_libreoffice_that_never_works_is_not_tried_for_ever(runs: Path) -> None:
    found = [outcome(one) for one in print_reports(reports(*["CHẾT"] * 20))]
    assert len([one for one in found if "Không tạo được bản PDF" in one]) == 20
    assert len(runs.read_text().split()) < 50


def test_a_libreoffice_that_never_answers_costs_three_times_the_limit_and_no_more(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is the one that a single build keeps, however many files there are."""
    monkeypatch.setenv("BAOCAO_TOI_DA_CHO_PDF", "1")
    runs.with_name("soffice").write_text("#!/bin/sh\nsleep 60\n")
    start = time.monotonic()
    found = [outcome(one) for one in print_reports(reports(*[""] * 20))]
    assert time.monotonic() - start < 15
    assert all("không trả lời sau 1 giây" in one for one in found)


def test_a_run_that_goes_on_making_files_is_not_taken_for_one_that_hangs(runs: Path) -> None:
    assert [outcome(one) for one in print_reports(reports(*["CHẬM"] * 4), seconds=2.0)] == [WHOLE] * 4
    assert len(runs.read_text().split()) == 1


def test_waiting_can_be_ended_from_outside(runs: Path) -> None:
    def stop() -> None:
        raise InterruptedError

    start = time.monotonic()
    with pytest.raises(InterruptedError):
        print_reports(reports("TREO"), stop)
    assert time.monotonic() - start < 20
