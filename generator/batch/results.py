"""What became of each dossier of a batch, and the file that says so: `ket-qua.json`.

No clock stands in it, dossiers come in the order of their names: the same batch gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import VERSION
from generator.core.problems import BadDossier, BaocaoError, ExitCode, Problem, Severity
from generator.core.summary import Summary
from generator.core.system_refusals import told
from generator.core.vietnamese import nfc

if TYPE_CHECKING:
    from generator.stories.jobs import Job

RESULTS_NAME = "ket-qua.json"
_MISSED = "đã dừng trước khi làm đến hồ sơ này"
_AGAIN = "Chạy lại đúng lệnh đó để làm tiếp."


class Ending(StrEnum):
    """How it went with one dossier, in the words of `ket-qua.json`."""

    MADE = "made"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    NOT_DONE = "not_done"

    @property
    def label(self) -> str:
        """The word a user reads."""
        return {"made": "Đã lập", "unchanged": "Không đổi", "failed": "Không lập được", "not_done": "Chưa làm"}[self]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one dossier, or of one agency's part of it.

    `folder` stands below the folder of all results, "" if nothing was made. `problems` are the errors that stopped
    it; of one that was made, `warnings` counts what else there is to read.
    """

    workbook: str
    agency: str | None
    ending: Ending
    folder: str = ""
    conflicts: int = 0
    gaps: int = 0
    warnings: int = 0
    pages: int = 0
    reason: str = ""
    next_step: str = ""
    exit_code: ExitCode = ExitCode.DONE
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """The dossier as a line names it: "xa-001.xlsx", "tinh.xlsx – Sở Tài chính"."""
        return f"{Path(self.workbook).name} – {self.agency}" if self.agency else Path(self.workbook).name

    @property
    def order(self) -> tuple[str, str]:
        return nfc(self.workbook), nfc(self.agency or "")

    def as_json(self) -> dict[str, Any]:
        """The entry of `ket-qua.json`; the same keys for every ending."""
        return {
            "workbook": self.workbook,
            "agency": self.agency,
            "status": self.ending.value,
            "folder": self.folder,
            "conflicts": self.conflicts,
            "gaps": self.gaps,
            "warnings": self.warnings,
            "pages": self.pages,
            "exit_code": int(self.exit_code),
            "reason": self.reason,
            "next_step": self.next_step,
            "problems": [problem.as_json() for problem in self.problems],
        }


def result_of(job: Job, ending: Ending, **found: Any) -> Result:
    """The result of `job`; its workbook is written with forward slashes on every system."""
    return Result(job.workbook.as_posix(), job.part, ending, **found)


def failed(job: Job, error: Exception) -> Result:
    """Why `job` was not made. Also of an error that nobody foresaw: it must not stop the others."""
    if isinstance(error, BaocaoError):
        problems = error.problems if isinstance(error, BadDossier) else ()
        errors = tuple(one.without_folder() for one in problems if one.severity is Severity.ERROR)
        return result_of(
            job,
            Ending.FAILED,
            reason=error.message,
            next_step="Sửa các lỗi này rồi chạy lại." if errors else error.next_step,
            exit_code=error.exit_code,
            problems=errors,
        )
    if isinstance(error, MemoryError):
        reason, step = "Hết bộ nhớ khi lập hồ sơ này.", "Chạy lại với --jobs nhỏ hơn, hoặc trên máy nhiều bộ nhớ hơn."
    elif isinstance(error, OSError):
        reason, step = told(error)
    else:
        reason = f"Chương trình gặp lỗi chưa lường trước ({type(error).__name__}: {error})."
        step = "Gửi hồ sơ này cùng dòng trên cho người phụ trách chương trình."
    return result_of(job, Ending.FAILED, reason=reason, next_step=step, exit_code=ExitCode.PROBLEMS)


def done(job: Job, summary: Summary) -> Result:
    """What a build of `job`, or the look at a report that is up to date, has to tell."""
    return result_of(
        job,
        Ending.UNCHANGED if summary.unchanged else Ending.MADE,
        folder=summary.folder.relative_to(job.out).as_posix(),
        conflicts=summary.waiting,
        gaps=len(summary.gaps),
        warnings=sum(one.severity is Severity.WARNING and one.code != "XB001" for one in summary.problems),
        pages=sum(summary.pages.values()),
        exit_code=summary.exit_code,
    )


def not_done(job: Job) -> Result:
    """A dossier that the batch was stopped before."""
    return result_of(job, Ending.NOT_DONE, reason=f"Lần chạy {_MISSED}.", next_step=_AGAIN)


@dataclass(frozen=True, slots=True)
class BatchReport:
    """All results of a batch, sorted; `stopped` if a person ended it early."""

    results: tuple[Result, ...]
    file: Path
    stopped: bool = False

    @classmethod
    def of(cls, results: Iterable[Result], out: Path, stopped: bool) -> BatchReport:
        return cls(tuple(sorted(results, key=lambda one: one.order)), out / RESULTS_NAME, stopped)

    def count(self, ending: Ending) -> int:
        """How many ended so."""
        return sum(one.ending is ending for one in self.results)

    def ended(self, ending: Ending) -> Sequence[Result]:
        return [one for one in self.results if one.ending is ending]

    @property
    def exit_code(self) -> int:
        """130 if a person stopped it, 1 if one failed, 4 if conflicts wait, else 0."""
        if self.stopped:
            return 130
        if self.count(Ending.FAILED):
            return ExitCode.PROBLEMS
        return ExitCode.CONFLICTS if any(one.conflicts for one in self.results) else ExitCode.DONE

    def as_bytes(self, job: Job) -> bytes:
        """The bytes of `ket-qua.json`: what was asked for, how many ended how, each dossier."""
        content = {
            "schema": 1,
            "program": VERSION,
            "period": job.period,
            "as_of": job.as_of.isoformat() if job.as_of else None,
            "pdf": job.pdf,
            "stopped": self.stopped,
            "counts": {ending.value: self.count(ending) for ending in Ending},
            "dossiers": [one.as_json() for one in self.results],
        }
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
        return (text + "\n").encode("utf-8", errors="backslashreplace")
