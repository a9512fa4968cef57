"""What a run is asked for, what it makes, and its steps in order.

`STEPS` is the one list of steps: the progress on the terminal, the log and the documentation use it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.problems import Problem

if TYPE_CHECKING:
    from generator.compute.facts import Facts
    from generator.core.model import Dossier
    from generator.revise.conflicts import Conflict
    from generator.revise.folder import MergedFile
    from generator.write.files import Published
    from generator.write.pdf import PdfFile


class Step(StrEnum):
    """What a run does, in order, in the words a user reads."""

    READ = "Đọc sổ tính"
    VALIDATE = "Kiểm tra số liệu"
    COMPUTE = "Tính toán, tổng hợp"
    RENDER = "Lập báo cáo và phụ lục"
    REVISE = "Hợp nhất với các tệp đã sửa tay"
    LINT = "Kiểm tra thể thức"
    PDF = "Chuyển sang PDF"
    WRITE = "Ghi vào thư mục kết quả"


STEPS = tuple(Step)
OnStep = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What `build` is asked for. `out` is the folder that holds all results, by default `outputs`."""

    workbook: Path
    period: str
    as_of: date | None = None
    out: Path = Path("outputs")
    agency: str | None = None
    by: str | None = None
    """The column that names `agency`, where that is not the lead agencies' (batch --by)."""
    pdf: bool = False
    pdf_a: bool = False
    """The PDF files are PDF/A."""
    signature_fields: bool = False
    """The PDF files have empty fields to sign in."""
    combined: bool = False
    final: bool = False
    templates: Path | None = None
    track_changes: bool = False
    """What the new data changed in a file that is there already is left as tracked changes."""
    new_version: bool = False
    """The period's report is issued: build its next version into a folder of its own."""
    compare: str | None = None
    """ "issued" or "corrected": which value of an earlier, issued period the report compares itself with."""

    def __post_init__(self) -> None:
        if self.pdf_a or self.signature_fields:  # kinds of PDF
            object.__setattr__(self, "pdf", True)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run made: the facts behind it, the folder, what is still missing, every problem met."""

    facts: Facts
    published: Published
    labels: Mapping[str, str]
    """File name → what people call it ("Phụ lục II")."""
    gaps: tuple[str, ...]
    problems: tuple[Problem, ...]
    pdfs: tuple[PdfFile, ...] = ()
    merged: tuple[MergedFile, ...] = ()
    """Files that a person had edited, with the new data put into them."""

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What both a person and the data changed: it waits for a person."""
        return tuple(conflict for one in self.merged for conflict in one.conflicts)


@dataclass(frozen=True, slots=True)
class Checked:
    """A workbook read and validated; `dossier` is None when nothing could be made of it."""

    dossier: Dossier | None
    problems: tuple[Problem, ...] = field(default=())
