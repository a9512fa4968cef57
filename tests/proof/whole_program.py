"""A dossier that holds every cell tried, what each command says of it, and what LibreOffice shows of its cells."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
from click.testing import CliRunner
from openpyxl import load_workbook

from cli import baocao
from tests.workbook_builder import SETTINGS, write_workbook

PERIOD = "2025-Q3"
AGENCIES = ("UBND xã Tân Phú", "Sở Khoa học và Công nghệ")
Typed = tuple[object, str]
"""What is typed into a cell, and its format code."""
SOFFICE = shutil.which("soffice")


Sheets = Mapping[str, Sequence[Sequence[object]]]


def dossier(path: Path, sheets: Sheets, typed: Mapping[str, Mapping[str, Typed]]) -> Path:
    """Writes a dossier; `typed` says of some cells of a sheet what is typed there and how it is shown."""
    settings = [["Mục", "Giá trị"], *([key, value] for key, value in SETTINGS)]
    agencies = [["Tên cơ quan"], *([name] for name in AGENCIES)]
    write_workbook(path, {"Thông tin chung": settings, "Cơ quan": agencies, **sheets})
    book = load_workbook(path)
    for sheet, cells in typed.items():
        for cell, (value, code) in cells.items():
            book[sheet][cell].value = value
            book[sheet][cell].number_format = code
    book.save(path)
    return path


def asked_at(path: Path) -> set[tuple[str, str]]:
    """Sheet and cell of every error that `check` finds."""
    return {(one["sheet"], one["cell"]) for one in problems(path) if one["severity"] == "error"}


def problems(path: Path) -> list[dict[str, str]]:
    said = CliRunner().invoke(baocao, ["check", str(path), "--format", "json"], standalone_mode=False)
    found: list[dict[str, str]] = json.loads(said.stdout)["problems"]
    return found


def facts(path: Path) -> dict[str, list[dict[str, object]]]:
    """What `facts` says of the indicators, tasks and lines of money of a sound dossier."""
    said = CliRunner().invoke(baocao, ["facts", str(path), "--period", PERIOD], standalone_mode=False)
    assert said.return_value == 0, said.output
    found = json.loads(said.stdout)
    return {"indicators": found["indicators"], "tasks": found["tasks"]["items"], "funding": found["funding"]["lines"]}


def printed(path: Path, out: Path) -> dict[str, dict[str, str]]:
    """The rows of every appendix that `build` prints, by the name in their second cell: heading → text."""
    arguments = ["build", str(path), "--period", PERIOD, "--out", str(out)]
    said = CliRunner().invoke(baocao, arguments, standalone_mode=False)
    assert said.return_value == 0, said.output
    found: dict[str, dict[str, str]] = {}
    for file in sorted(out.rglob("phu-luc*.docx")):
        for table in docx.Document(str(file)).tables if ".base" not in file.parts else ():
            rows = [[cell.text.replace("\xa0", " ") for cell in row.cells] for row in table.rows]
            heads = [row for row in rows if row[0] == "TT"]
            found |= {row[1]: dict(zip(heads[-1], row, strict=True)) for row in rows if heads and len(row) > 3}
    return found


def refused(path: Path, out: Path) -> bool:
    """Whether `build` refuses the dossier and writes nothing."""
    arguments = ["build", str(path), "--period", PERIOD, "--out", str(out)]
    return CliRunner().invoke(baocao, arguments, standalone_mode=False).return_value == 1 and not out.exists()


def shown_by_libreoffice(path: Path, folder: Path) -> dict[str, list[list[str]]]:
    """The cells of every sheet as LibreOffice shows them, by the sheet's title."""
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    profile = f"-env:UserInstallation=file://{folder / 'ho-so-lo'}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", every_sheet, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    found: dict[str, list[list[str]]] = {}
    for file in folder.glob(f"{path.stem}-*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            found[file.stem.removeprefix(f"{path.stem}-")] = list(csv.reader(lines))
    return found
