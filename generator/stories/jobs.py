"""What a run is asked for, what it makes, and its steps in order: the words in which stories and doors speak.

`STEPS` is the one list of steps: the progress on the terminal, the log and the documentation use it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.core.folders import PUT_IN, plan_folder, recipient_folder
from generator.core.period_names import parse_period
from generator.core.problems import Problem
from generator.core.program_mark import file_hash, file_marks
from generator.core.summary import KeptEdits, Summary, Waiting, counted_statuses
from generator.core.vietnamese import number_text

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


def silent(step: Step) -> None:
    """Tells nobody."""


# --- what is asked for: every option stands here once, and all that lists options asks `fields` ----------------------

_MARK = "mark"
"""Of an option whose mark is not its value: what makes it of the job (see `Job.marks`)."""


def _plain(value: Any) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _put_in(job: Job) -> object:
    """Own templates, and what they may put in from beside them or the workbook."""
    folders = (job.templates, job.workbook.parent) if job.templates is not None else ()
    return [file_marks(folder, *PUT_IN) for folder in folders]


def _of_period(text: str) -> object:
    period = parse_period(text)
    return period.code if period else text


@dataclass(frozen=True, slots=True)
class Job:
    """What `build` is asked for. `out` is the folder that holds all results, by default `outputs`."""

    workbook: Path = field(metadata={_MARK: lambda job: [job.workbook.name, file_hash(job.workbook)]})
    period: str = field(metadata={_MARK: lambda job: _of_period(job.period)})
    as_of: date | None = None
    out: Path = field(default=Path("outputs"), metadata={_MARK: lambda job: None})
    agency: str | None = None
    to: str | None = None
    """The recipient of sheet Nơi gửi that the report goes to."""
    plan: str | None = None
    """The code of the one plan that is reported on, of several (sheet Kế hoạch)."""
    by: str | None = None
    """The column that names `agency`, where that is not the lead agencies' (batch --by)."""
    pdf: bool = False
    pdf_a: bool = False
    """The PDF files are PDF/A."""
    signature_fields: bool = False
    """The PDF files have empty fields to sign in."""
    combined: bool = False
    final: bool = False
    confirm_stale: bool = False
    """A final version may tell of a period without figures of its own: a person has said so."""
    templates: Path | None = field(default=None, metadata={_MARK: lambda job: _put_in(job)})
    track_changes: bool = False
    """What the new data changed in a file that is there already is left as tracked changes."""
    new_version: bool = False
    """The period's report is issued: build its next version into a folder of its own."""
    compare: str | None = None
    """ "issued" or "corrected": which value of an earlier, issued period the report compares itself with."""

    def __post_init__(self) -> None:
        if self.pdf_a or self.signature_fields:  # kinds of PDF
            object.__setattr__(self, "pdf", True)

    @property
    def reports(self) -> Path:
        """The folder with all that is made of this workbook."""
        return self.out / self.workbook.stem

    @property
    def part(self) -> str | None:
        """The folder inside the period's that the report goes into: an agency's own, to a recipient, on a plan."""
        return recipient_folder(self.to) if self.to else plan_folder(self.plan) if self.plan else self.agency

    def marks(self) -> dict[str, object]:
        """Option → what of it the result depends on: its value, of a file or folder what it holds. Raises OSError."""
        return {
            one.name: one.metadata[_MARK](self) if _MARK in one.metadata else _plain(getattr(self, one.name))
            for one in fields(self)
        }


def flags(kind: type[Job]) -> tuple[str, ...]:
    """The options of a job that are asked for or not."""
    return tuple(one.name for one in fields(kind) if one.type == "bool")


def options_from(kind: type[Job], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a job among values that were kept as JSON; what is "" or left out is not asked for."""
    return {one.name: _option(one.type, value) for one in fields(kind) if (value := wanted.get(one.name))}


def _option(kind: object, value: Any) -> Any:
    if kind == "date | None":
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


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
    gathered: tuple[str, ...] = ()
    """Documents, by the stem of their files, that stand within another file."""

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What both a person and the data changed: it waits for a person."""
        return tuple(conflict for one in self.merged for conflict in one.conflicts)

    def once_in(self, published: Published) -> Outcome:
        """The same once all stands in the folder, with what publishing found."""
        return replace(self, published=published, problems=(*self.problems, *published.problems))

    def summary(self) -> Summary:
        """What the run has to tell."""
        facts, published, counts = self.facts, self.published, self.facts.tasks.counts
        names = ("total", "completed", "in_progress_all", "not_started_all", "suspended", "ongoing", "overdue")
        statuses = [fact.standing for fact in facts.indicators]
        totals = facts.funding.totals if facts.funding.lines else None
        planned, disbursed = (totals.planned, totals.disbursed) if totals else (None, None)
        pages = {pdf.path.stem: pdf.pages for pdf in self.pdfs}
        return Summary(
            folder=published.folder,
            period=facts.period.label,
            data_until=(facts.stale_since or facts.period).window(facts.settings.cutoff).end,
            tasks={name: getattr(counts, name) for name in names} if counts.total else {},
            indicators=counted_statuses(statuses) if statuses else {},
            planned=number_text(planned) if planned is not None else None,
            disbursed=number_text(disbursed) if planned is not None and disbursed is not None else None,
            labels=self.labels,
            pages={name: pages[Path(name).stem] for name in self.labels if Path(name).stem in pages},
            gaps=self.gaps,
            problems=self.problems,
            merged=tuple(
                KeptEdits(
                    one.name,
                    one.edited_name,
                    one.changes,
                    tuple(Waiting(each.where, each.old, each.edited, each.new) for each in one.conflicts),
                )
                for one in self.merged
            ),
            removed=published.removed,
            gathered=self.gathered,
            unchanged=published.unchanged,
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """A workbook read and validated; `dossier` is None when nothing could be made of it."""

    dossier: Dossier | None
    problems: tuple[Problem, ...] = field(default=())
