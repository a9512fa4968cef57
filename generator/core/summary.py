"""What a build has to tell, small enough to be kept: figures, gaps, problems, files. `show_summary` prints it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from generator.core.problems import WAITING, ExitCode, Place, Problem


class Published(Protocol):
    """What putting the files into a folder came to: where, names gone, whether all stood there, what was found."""

    @property
    def folder(self) -> Path: ...
    @property
    def removed(self) -> tuple[str, ...]: ...
    @property
    def unchanged(self) -> bool: ...
    @property
    def problems(self) -> tuple[Problem, ...]: ...


_SELDOM = ("under_way", "not_judged")
_STATUSES = ("exceeded", "met", "under_way", "not_met", "not_due", "not_judged", "no_data")


def counted_statuses(statuses: Sequence[str]) -> dict[str, int]:
    """How many indicators stand where, best first; what only some periods know where there are any."""
    return {name: statuses.count(name) for name in _STATUSES if name not in _SELDOM or name in statuses}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Words that a person and the data both changed; `where` is the heading or row they stand under."""

    where: str
    old: str
    edited: str
    new: str


@dataclass(frozen=True, slots=True)
class KeptEdits:
    """A file that a person had edited, with the data's changes put in: its name now and before, what waits."""

    name: str
    edited_name: str
    changes: int
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The outcome of a build without the facts behind it.

    `tasks` and `indicators` are counts by name ("overdue"), empty where the report has none; `planned` and `disbursed`
    are as printed. `labels` maps file names to what people call them, `pages` to the pages of their PDF. `unchanged`:
    every file already stood there; `skipped`: nothing was even read, because nothing had changed since the last build.
    """

    folder: Path
    period: str
    data_until: date
    tasks: Mapping[str, int]
    indicators: Mapping[str, int]
    planned: str | None
    disbursed: str | None
    labels: Mapping[str, str]
    pages: Mapping[str, int]
    gaps: tuple[str, ...]
    problems: tuple[Problem, ...]
    merged: tuple[KeptEdits, ...] = ()
    removed: tuple[str, ...] = ()
    gathered: tuple[str, ...] = ()
    """The documents, by the stem of their files, that stand within another file now."""
    unchanged: bool = False
    skipped: bool = False

    @property
    def conflicts(self) -> int:
        """How many places wait for a person."""
        return sum(len(one.waiting) for one in self.merged)

    @property
    def waiting(self) -> int:
        """The same with what the proof found and copies that nobody has taken in."""
        return self.conflicts + sum(one.code in WAITING for one in self.problems)

    @property
    def exit_code(self) -> ExitCode:
        return ExitCode.CONFLICTS if self.waiting else ExitCode.DONE

    def repeated(self, folder: Path) -> Summary:
        """The same for a run that finds everything as it was: nothing was put in or taken away."""
        merged = tuple(replace(one, edited_name=one.name, changes=0) for one in self.merged)
        return replace(self, folder=folder, merged=merged, removed=(), gathered=(), unchanged=True, skipped=True)

    def once_in(self, published: Published) -> Summary:
        """The same once all stands in the folder, with what publishing found."""
        return replace(
            self,
            folder=published.folder,
            removed=published.removed,
            unchanged=published.unchanged,
            problems=(*self.problems, *published.problems),
        )

    def as_json(self) -> dict[str, Any]:
        """Ready for `json.dumps`; without the folder, which may be moved, and without what holds for one run only."""
        return {
            "period": self.period,
            "data_until": self.data_until.isoformat(),
            "tasks": dict(self.tasks),
            "indicators": dict(self.indicators),
            "planned": self.planned,
            "disbursed": self.disbursed,
            "labels": list(self.labels.items()),
            "pages": dict(self.pages),
            "gaps": list(self.gaps),
            "problems": [[one.code, *_place(one.place), one.message, one.fix] for one in self.problems],
            "merged": [
                [one.name, [[each.where, each.old, each.edited, each.new] for each in one.waiting]]
                for one in self.merged
            ],
        }


def summary_from_json(found: Mapping[str, Any], folder: Path) -> Summary:
    """The summary that `as_json` kept. Raises KeyError, TypeError or ValueError if it is another thing."""
    return Summary(
        folder=folder,
        period=found["period"],
        data_until=date.fromisoformat(found["data_until"]),
        tasks=dict(found["tasks"]),
        indicators=dict(found["indicators"]),
        planned=found["planned"],
        disbursed=found["disbursed"],
        labels=dict(found["labels"]),
        pages=dict(found["pages"]),
        gaps=tuple(found["gaps"]),
        problems=tuple(_problem(*one) for one in found["problems"]),
        merged=tuple(KeptEdits(name, name, 0, tuple(Waiting(*one) for one in rest)) for name, rest in found["merged"]),
    )


def _place(place: Place) -> tuple[str | None, str | None, str | None]:
    return place.file, place.sheet, place.cell


def _problem(code: str, file: str | None, sheet: str | None, cell: str | None, message: str, fix: str) -> Problem:
    return Problem(code, Place(file, sheet, cell), message, fix)
