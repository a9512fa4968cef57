"""What can be wrong with a dossier (values), and what stops the program (exceptions).

    BaocaoError                 exit code
    ├── BadDossier              1   problems of severity error
    ├── WrongUsage              2   a wrong name, period or option
    ├── OutsideProgram          3   LibreOffice missing or failed
    └── FolderBusy              2   another run is writing the same folder

Bad data is never raised: it is a `Problem`, collected with all the others, whose code stands in
`CATALOGUE` (problem_codes.py). A code names one mistake and is never reused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from pathlib import PurePath


class Severity(StrEnum):
    """ERROR stops a build; WARNING is printed and the work goes on; NOTE only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The word a user reads."""
        return {"error": "Lỗi", "warning": "Cảnh báo", "note": "Ghi chú"}[self.value]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, and in it a sheet and cell, or in words ("dòng 14", "bảng 1, dòng 3")."""

    file: str | None = None
    sheet: str | None = None
    cell: str | None = None

    @property
    def spot(self) -> str:
        """The place inside its sheet as a sentence names it: "ô B7", "dòng 14"; "" for a whole sheet."""
        return f"ô {self.cell}" if self.cell and " " not in self.cell else self.cell or ""

    def __str__(self) -> str:
        parts = [self.file, f"trang “{self.sheet}”" if self.sheet else None, self.spot]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One entry of the catalogue: the mistake in a few words, and how grave it is."""

    title: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake found: its code, place, what was found and what to do about it."""

    code: str
    place: Place
    message: str
    fix: str = ""

    @property
    def kind(self) -> ProblemKind:
        from generator.problem_codes import CATALOGUE

        return CATALOGUE[self.code]

    @property
    def severity(self) -> Severity:
        return self.kind.severity

    def __str__(self) -> str:
        head = f"{self.place}: " if str(self.place) else ""
        return f"{head}{self.message}{' ' + self.fix if self.fix else ''}  [{self.code}]"

    def without_folder(self) -> Problem:
        """The same problem with the bare name of its file: what is kept must not depend on where a run was started."""
        if self.place.file is None:
            return self
        return replace(self, place=replace(self.place, file=PurePath(self.place.file).name))

    def as_json(self) -> dict[str, str | None]:
        """The fields of contract section 5, ready for `json.dumps`."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "file": self.place.file,
            "sheet": self.place.sheet,
            "cell": self.place.cell,
            "message": self.message,
            "fix": self.fix,
        }


@dataclass(slots=True)
class ProblemList:
    """The growing list that a step hands on; adding never raises."""

    items: list[Problem] = field(default_factory=list)

    def add(self, code: str, place: Place, message: str, fix: str = "") -> None:
        self.items.append(Problem(code, place, message, fix))

    def extend(self, problems: Iterable[Problem]) -> None:
        self.items.extend(problems)


def any_error(problems: Iterable[Problem]) -> bool:
    """True if one of `problems` must stop a build."""
    return any(problem.severity is Severity.ERROR for problem in problems)


class ExitCode(IntEnum):
    """What a run tells its caller (contract section 3)."""

    DONE = 0
    PROBLEMS = 1
    USAGE = 2
    OUTSIDE_PROGRAM = 3
    CONFLICTS = 4


class BaocaoError(Exception):
    """Work cannot go on. The message says what happened, `next_step` what to do, both in Vietnamese."""

    exit_code = ExitCode.PROBLEMS

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step


class BadDossier(BaocaoError):
    """The input holds errors; they are all in `problems`."""

    exit_code = ExitCode.PROBLEMS

    def __init__(self, message: str, next_step: str = "", problems: Iterable[Problem] = ()) -> None:
        super().__init__(message, next_step)
        self.problems = tuple(problems)


class WrongUsage(BaocaoError):
    """A name, period or option that does not exist, usually with the nearest that does."""

    exit_code = ExitCode.USAGE


class OutsideProgram(BaocaoError):
    """LibreOffice is missing, hung or failed."""

    exit_code = ExitCode.OUTSIDE_PROGRAM


class FolderBusy(BaocaoError):
    """Another run holds the output folder, or a program keeps one of its files open."""

    exit_code = ExitCode.USAGE
