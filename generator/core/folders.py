"""The names in a folder of results: where each thing the program makes or keeps there stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

REPORT = "bao-cao.docx"
"""The report itself; the appendices stand beside it."""
SPREADSHEET = "phu-luc.xlsx"
"""All appendices as sheets."""
TO_READ = "can-doc-lai.txt"
"""The sentences that hold both a person's words and new data, to be read whole; there only while there are some."""
MANIFEST = "manifest.json"
"""The memory of the run that made the folder."""
LETTERS = "don-doc"
"""In a period's folder: the letters of `remind`."""
REMINDERS = "so-theo-doi-don-doc.xlsx"
"""Beside the periods: the register of the letters sent."""
SENT = "so-gui-bao-cao.xlsx"
"""Beside the periods: the register of the reports sent."""

BASE = ".base"
"""What the program keeps for itself, first of all each file as it was generated."""
RECORD = "lan-lap.json"
"""In `BASE`: what a repeated build is held against."""
WRITTEN = "da-ghi-"
"""In `BASE`, before a file's name: the file as the last run wrote it, where that is not as generated (a merge)."""
ISSUE_MARK = "da-ban-hanh.json"
"""In `BASE`: that the report is issued. It holds where the manifest is damaged, cut or gone."""
HISTORY = "lich-su"
"""In `BASE`: the states before."""

PUT_IN = (".docx", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff")
"""Endings of files beside a workbook or a template that a template may put in."""

NEW_VERSION = "-ban-"
"""Between the name of an issued report's folder and the number of its next version."""


def newest_report(home: Path) -> Path | None:
    """Of a report's folder and those of its later versions the newest that holds one; None where there is none."""
    newest, number = home, 2
    while (later := home.with_name(f"{home.name}{NEW_VERSION}{number}")).is_dir():
        newest, number = later, number + 1
    return newest if (newest / REPORT).is_file() else None


TO = "Gửi "
"""In a period's folder, before a recipient's name: the report that goes to this one."""
WIDE_TWINS = {ord(sign): chr(ord(sign) + 0xFEE0) for sign in '<>:"/\\|?*'}
"""For signs that a file system refuses in a name."""
TYPED_SIGNS = {ord(wide): chr(sign) for sign, wide in WIDE_TWINS.items()}
"""The way back: what was typed."""


OF_PLAN = "Kế hoạch "
"""In a period's folder, before a plan's code: the report on this plan alone."""


def plan_folder(code: str) -> str:
    """The folder of the report on one of several plans."""
    return f"{OF_PLAN}{code.translate(WIDE_TWINS).replace(NEW_VERSION, ' ban ')}".rstrip(". ")


def is_of_the_whole_body(folder: str) -> bool:
    """True for the folder of a report that the whole body issues to somebody or on a plan: no agency's own."""
    return folder.startswith((TO, OF_PLAN))


def recipient_folder(name: str) -> str:
    """The folder of the report to a recipient; signs that a file system refuses stand as their wide twins."""
    return f"{TO}{name.translate(WIDE_TWINS).replace(NEW_VERSION, ' ban ')}".rstrip(". ")


def recipient_of(folder: str) -> str | None:
    """The recipient that such a folder's name says; None for any other folder."""
    name = without_version(folder)
    return name.removeprefix(TO).translate(TYPED_SIGNS) if name.startswith(TO) else None


def plan_of(folder: str) -> str | None:
    """The code of the plan that such a folder's name says; None for any other folder."""
    name = without_version(folder)
    return name.removeprefix(OF_PLAN).translate(TYPED_SIGNS) if name.startswith(OF_PLAN) else None


def without_version(folder: str) -> str:
    """A folder's name without the number of a later version: "2025-Q3" of "2025-Q3-ban-2"."""
    return folder.split(NEW_VERSION)[0]


@dataclass(frozen=True, slots=True)
class HandEdit:
    """A file as a person left it, and as it was last generated.

    `found` is what lies in the folder, where that is a copy of an earlier state whose edits `edited` has. `as_written`
    is True where nobody has touched the file since the last run merged it.
    """

    base: bytes
    edited: bytes
    found: bytes | None = None
    as_written: bool = False

    @property
    def lying(self) -> bytes:
        """The file as it lies in the folder."""
        return self.edited if self.found is None else self.found
