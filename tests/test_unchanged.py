"""A build with nothing to do: it says what a full build would say, touches nothing, and is never wrong about it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import Field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import cli
from generator.render.shelf import built_in_folder
from generator.stories.build import build
from generator.stories.history import past_states, restore
from generator.stories.issue import issue
from generator.stories.jobs import Job, flags, options_from
from generator.stories.unchanged import inputs_of, unchanged
from tests.built_report import edit, replace_in
from tests.workbook_builder import minimal_sheets, write_workbook

ROOT = Path(__file__).resolve().parent.parent
PERIOD = "2025-Q3"
RECORD = ".base/lan-lap.json"
HEAVY = ("lxml", "jinja2", "openpyxl", "xlsxwriter", "zipfile", "filelock", "generator.core.model")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workbook, own templates and the report built from them."""
    place = tmp_path_factory.mktemp("built")
    write_workbook(place / "hồ sơ.xlsx", minimal_sheets())
    (place / "mau").mkdir()
    shutil.copy(built_in_folder("nd30") / "bao-cao-quy.docx", place / "mau")
    build(job_in(place))
    return place


@pytest.fixture
def place(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "nơi khác"))


def job_in(place: Path, **options: Any) -> Job:
    return replace(Job(place / "hồ sơ.xlsx", PERIOD, out=place / "out", templates=place / "mau"), **options)


def folder_of(place: Path, period: str = PERIOD) -> Path:
    return place / "out/hồ sơ" / period


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in sorted(folder.rglob("*"))}


def run(place: Path, *options: str) -> Result:
    arguments = ["build", str(place / "hồ sơ.xlsx"), "--period", PERIOD, "--out", str(place / "out")]
    return CliRunner().invoke(
        cli.baocao, [*arguments, "--templates", str(place / "mau"), *options], standalone_mode=False
    )


# --- nothing changed -------------------------------------------------------------------------------


def test_a_second_run_loads_no_reader_or_writer_and_touches_nothing(place: Path) -> None:
    before = stamps(place)
    script = f"import sys, cli\ntry: cli.main()\nfinally: print([one for one in {HEAVY!r} if one in sys.modules])"
    options = ["--period", "quý III năm 2025", "--out", str(place / "out"), "--templates", str(place / "mau")]
    command = [sys.executable, "-c", script, "build", str(place / "hồ sơ.xlsx"), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "Không có gì thay đổi từ lần lập trước" in done.stdout
    assert stamps(place) == before


def told(result: Result) -> list[str]:
    """What a run printed, but for the line that says whether anything was written."""
    return [line for line in result.output.splitlines() if not line.startswith(("Đã ghi", "Không có gì thay đổi"))]


def test_it_says_what_a_full_build_says(place: Path) -> None:
    quick, full = run(place), run(place, "--rebuild")
    assert "từ lần lập trước" in quick.output and "từ lần lập trước" not in full.output
    assert told(quick) == told(full) and len(told(quick)) > 5
    assert (quick.return_value, full.return_value) == (0, 0)


def test_conflicts_that_wait_are_told_again_with_their_exit_code(place: Path) -> None:
    report = folder_of(place) / "bao-cao.docx"
    edit(report, lambda document: replace_in(document, "nhiệm vụ", "việc lớn"))
    sheets = minimal_sheets()
    sheets["Nhiệm vụ"] = [*sheets["Nhiệm vụ"], ["T9", *sheets["Nhiệm vụ"][1][1:]]]
    write_workbook(place / "hồ sơ.xlsx", sheets)
    first = run(place)
    assert "đã đưa vào" in first.output
    quick, full = run(place), run(place, "--rebuild")
    assert "từ lần lập trước" in quick.output
    assert told(quick) == told(full)
    assert quick.return_value == full.return_value == first.return_value


def test_the_record_holds_no_path_and_no_clock(built: Path, tmp_path: Path) -> None:
    other = tmp_path / "thư mục khác hẳn"
    other.mkdir()
    shutil.copy(built / "hồ sơ.xlsx", other)
    shutil.copytree(built / "mau", other / "mau")
    os.utime(other / "hồ sơ.xlsx", (1, 1))
    build(job_in(other))
    here, there = ((folder_of(one) / RECORD).read_text("utf-8") for one in (built, other))
    assert without_mark(here) == without_mark(there) and str(built) not in here
    marks = [inputs.mark_for(folder_of(one)) for one in (built, other) if (inputs := inputs_of(job_in(one)))]
    assert len(marks) == 2 and marks[0] == marks[1]


def without_mark(record: str) -> list[str]:
    return [line for line in record.splitlines() if not line.startswith(' "mark":')]


def test_another_file_time_is_no_change(place: Path) -> None:
    os.utime(place / "hồ sơ.xlsx", (1, 1))
    assert unchanged(job_in(place)) is not None


# --- something changed -----------------------------------------------------------------------------

OPTIONS: list[dict[str, Any]] = [
    {"as_of": date(2025, 9, 1)},
    {"pdf": True},
    {"combined": True},
    {"final": True},
    {"templates": None},
    {"track_changes": True},
    {"new_version": True},
    {"compare": "issued"},
    {"agency": "Sở A"},
    {"period": "2025-Q2"},
    {"period": "không phải kỳ"},
    {"workbook": Path("không có.xlsx")},
    {"templates": Path("không có")},
]


@pytest.mark.parametrize("asked", OPTIONS, ids=lambda asked: str(next(iter(asked.items()))))
def test_another_option_is_a_full_build(built: Path, asked: dict[str, Any]) -> None:
    assert unchanged(job_in(built)) is not None
    assert unchanged(job_in(built, **asked)) is None


OTHER: dict[str, Callable[[Any, Path], object]] = {
    "bool": lambda asked, place: not asked,
    "str": lambda asked, place: "2025-H2",
    "str | None": lambda asked, place: "issued",
    "date | None": lambda asked, place: date(2025, 9, 14),
    "Path": lambda asked, place: shutil.copy(asked, place / "khác.xlsx") if asked.is_file() else place / "nơi khác",
    "Path | None": lambda asked, place: shutil.copytree(asked, place / "mẫu khác", ignore=lambda *_: {"thu.docx"}),
}
"""Type of an option → another value than the one asked for. An option of a new type has to be put here."""


@pytest.mark.parametrize("option", fields(Job), ids=lambda option: option.name)
def test_every_option_of_a_job_has_a_part_in_the_mark(place: Path, option: Field[Any]) -> None:
    """An option that is forgotten there would hand a person the file of another order. PDFs are asked for anyhow, so
    that a kind of PDF cannot hide behind them. Only where the results stand is no part: the record stands there too."""
    (place / "mau/thu.docx").write_bytes(b"")
    asked = job_in(place, pdf=True)
    other = replace(asked, **{option.name: OTHER[str(option.type)](getattr(asked, option.name), place)})
    marks = [found.mark for job in (asked, replace(asked), other) if (found := inputs_of(job))]
    assert len(marks) == 3 and marks[0] == marks[1]
    assert (marks[0] == marks[2]) is (option.name == "out")


def test_build_and_page_offer_every_option() -> None:
    """Only `by` is a batch's alone: it says how a workbook was split."""
    offered = {param.name for param in cli.baocao.commands["build"].params}
    assert {option.name for option in fields(Job)} - offered == {"by"}
    wanted = dict.fromkeys(flags(Job), True) | {"agency": "Sở", "compare": "issued", "as_of": "2025-09-14", "x": 1}
    found = options_from(Job, wanted)
    assert found == {name: value for name, value in {**wanted, "as_of": date(2025, 9, 14)}.items() if name != "x"}
    assert options_from(Job, {"pdf": False, "agency": "", "as_of": ""}) == {}


def add_byte(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


CHANGES: dict[str, Callable[[Path], object]] = {
    "the workbook": lambda place: add_byte(place / "hồ sơ.xlsx"),
    "an own template": lambda place: add_byte(place / "mau/bao-cao-quy.docx"),
    "one more own template": lambda place: shutil.copy(built_in_folder("nd30") / "bao-cao-nam.docx", place / "mau"),
    "an edited file": lambda place: add_byte(folder_of(place) / "bao-cao.docx"),
    "a file deleted": lambda place: (folder_of(place) / "phu-luc.xlsx").unlink(),
    "a file added": lambda place: (folder_of(place) / "ghi chú.txt").write_text("x"),
    "the manifest": lambda place: add_byte(folder_of(place) / "manifest.json"),
    "a file as generated": lambda place: add_byte(folder_of(place) / ".base/bao-cao.docx"),
    "a file as generated lost": lambda place: (folder_of(place) / ".base/bao-cao.docx").unlink(),
    "a run at work": lambda place: folder_of(place).with_name(f".{PERIOD}.moi").mkdir(),
    "a run killed": lambda place: folder_of(place).with_name(f".{PERIOD}.cu").mkdir(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_a_full_build(place: Path, change: str) -> None:
    assert unchanged(job_in(place)) is not None
    CHANGES[change](place)
    assert unchanged(job_in(place)) is None


@pytest.mark.parametrize(
    "spoilt",
    ["", "{", "[]", "null", "{}", "[" * 100_000, '{"schema": 1}', '{"schema": 2}', "\ud800"],
    ids=lambda text: repr(text[:20]),
)
def test_a_damaged_record_is_a_full_build(place: Path, spoilt: str) -> None:
    (folder_of(place) / RECORD).write_bytes(spoilt.encode("utf-8", "surrogatepass"))
    assert unchanged(job_in(place)) is None


@pytest.mark.parametrize("field", ["files", "names", "summary", "mark"])
@pytest.mark.parametrize("value", [None, {}, [], 1, "x", {"tasks": 1}])
def test_a_record_with_a_wrong_field_is_a_full_build(place: Path, field: str, value: object) -> None:
    record = json.loads((folder_of(place) / RECORD).read_text("utf-8"))
    (folder_of(place) / RECORD).write_text(json.dumps({**record, field: value}), "utf-8")
    assert unchanged(job_in(place)) is None


def test_a_changed_program_is_a_full_build(place: Path, tmp_path: Path) -> None:
    program = tmp_path / "program"
    for name in ("generator", "templates"):
        shutil.copytree(ROOT / name, program / name)
    shutil.copy(ROOT / "cli.py", program)
    options = ["--period", PERIOD, "--out", str(place / "out"), "--templates", str(place / "mau")]

    def says() -> str:
        command = [sys.executable, "cli.py", "build", str(place / "hồ sơ.xlsx"), *options]
        return subprocess.run(command, cwd=program, capture_output=True, text=True, encoding="utf-8", check=True).stdout

    assert "từ lần lập trước" in says(), "the same program in another place"
    for part in ("generator/render/printer.py", "generator/standards/nd30.toml", "templates/nd30/bao-cao-nam.docx"):
        state = (program / part).stat()
        (program / part).write_bytes((program / part).read_bytes() + b"\n")
        os.utime(program / part, ns=(state.st_atime_ns, state.st_mtime_ns))
        assert "từ lần lập trước" not in says(), part
        assert "từ lần lập trước" in says(), part


# --- other reports of the dossier --------------------------------------------------------------------


def test_issuing_an_earlier_period_is_a_change_and_building_it_again_is_none(place: Path) -> None:
    earlier = job_in(place, period="2025-Q2")
    build(earlier)
    assert unchanged(job_in(place)) is not None
    add_byte(folder_of(place, "2025-Q2") / "phu-luc.xlsx")
    build(earlier)
    assert unchanged(job_in(place)) is not None
    edit(folder_of(place, "2025-Q2") / "bao-cao.docx", remove_gaps)
    issue(folder_of(place, "2025-Q2"), "5", date(2025, 7, 1), ())
    assert unchanged(earlier) is None
    assert unchanged(job_in(place)) is None
    build(job_in(place))
    assert unchanged(job_in(place)) is not None


def remove_gaps(document: Any) -> None:
    for paragraph in document.paragraphs:
        for run_ in paragraph.runs:
            if run_.font.highlight_color is not None:
                run_.text, run_.font.highlight_color = "Không.", None


def test_a_new_version_stands_in_its_own_folder(place: Path) -> None:
    edit(folder_of(place) / "bao-cao.docx", remove_gaps)
    issue(folder_of(place), "5", date(2025, 10, 1), ())
    newer = job_in(place, new_version=True)
    assert unchanged(newer) is None and unchanged(job_in(place)) is None
    made = build(newer).published.folder
    found = unchanged(newer)
    assert found is not None and found.folder == made == folder_of(place, f"{PERIOD}-ban-2")


def test_an_earlier_state_brought_back_is_a_full_build(place: Path) -> None:
    build(job_in(place, combined=True))
    states = len(past_states(folder_of(place)).states)
    assert unchanged(job_in(place, combined=True)) is not None
    restore(folder_of(place), 1)
    assert unchanged(job_in(place, combined=True)) is None and unchanged(job_in(place)) is None
    assert not (folder_of(place) / RECORD).exists()
    build(job_in(place))
    assert unchanged(job_in(place)) is not None
    assert len(past_states(folder_of(place)).states) == states + 1, "a record alone makes no state"
