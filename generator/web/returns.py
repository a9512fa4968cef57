"""Forms sent out and returns that wait to be taken in: where they are, found by names of ours.

<dossier>/phieu/<period>/     the forms made last for a period
<dossier>/returns/cho/        returns that wait, with danh-sach.json: what each was called
<dossier>/returns/<period>/   returns that were taken in
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filelock import Timeout

from generator.core.period_names import parse_period
from generator.core.periods import CutoffRule, Period
from generator.web.dossiers import DossierFolder, busy
from generator.web.json_file import read_json, write_json
from generator.web.marks import file_mark
from generator.write.swap import taken

_WAITING, _LIST = "cho", "danh-sach.json"
_PATIENCE = 5.0
_FARTHEST = 60
"""Periods without data behind the latest one that are looked through for that of today."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A return that waits: `file` is our name for it, `name` what people call it."""

    path: Path
    name: str

    @property
    def file(self) -> str:
        return self.path.name

    @property
    def mark(self) -> str:
        """The fingerprint of its content."""
        return file_mark(self.path)


def forms_folder(dossier: DossierFolder, period: str) -> Path:
    return dossier.forms / period


def new_return(dossier: DossierFolder) -> Path:
    """Where a return on its way in is put."""
    return dossier.returns / _WAITING / f"phieu-{secrets.token_hex(6)}.xlsx"


def waiting_returns(dossier: DossierFolder) -> tuple[Waiting, ...]:
    """Those that were sent and not taken in yet, in the order they came."""
    folder = dossier.returns / _WAITING
    listed = (read_json(folder / _LIST) or {}).get("files", [])
    found = (Waiting(folder / str(one["file"]), str(one["name"])) for one in listed)
    return tuple(one for one in found if one.path.is_file())


@contextlib.contextmanager
def changing_waiting(dossier: DossierFolder) -> Iterator[list[Waiting]]:
    """The list of those that wait, to be changed; held by one at a time, also while other work goes on."""
    folder = dossier.returns / _WAITING
    folder.mkdir(parents=True, exist_ok=True)
    try:
        lock = taken(folder / ".khoa.lock", _PATIENCE)
    except Timeout as error:
        raise busy() from error
    try:
        found = list(waiting_returns(dossier))
        yield found
        _list_waiting(dossier, found)
    finally:
        lock.release()


def _list_waiting(dossier: DossierFolder, found: Iterable[Waiting]) -> None:
    write_json(dossier.returns / _WAITING / _LIST, {"files": [{"file": one.file, "name": one.name} for one in found]})


def put_away(dossier: DossierFolder, collected: Iterable[Waiting], period: str) -> None:
    """Returns that were taken in wait no longer; they are kept. All of them wait on where that fails or is stopped."""
    gone = list(collected)
    place = dossier.returns / period
    place.mkdir(parents=True, exist_ok=True)
    try:
        with changing_waiting(dossier) as waiting:
            for one in gone:
                shutil.move(one.path, place / one.file)
            waiting[:] = [one for one in waiting if one not in gone]
    except BaseException:  # also where a person says stop
        for one in gone:
            if (place / one.file).is_file():
                shutil.move(place / one.file, one.path)
        with changing_waiting(dossier) as waiting:
            waiting[:] = [*(one for one in gone if one not in waiting), *waiting]
        raise


def likely_periods(known: Iterable[str], today: date) -> list[Period]:
    """The periods to choose from: what comes next, what runs today, what has data (`known`, latest first)."""
    periods = [one for code in known if (one := parse_period(code)) is not None]
    latest: dict[str, Period] = {}
    for one in periods:
        latest.setdefault(one.kind.value, one)
    coming = [one.next() for one in latest.values()]
    running = [one for first in coming if (one := _running(first, today)) is not None]
    return list(dict.fromkeys([*coming, *running, *periods]))


def _running(period: Period, today: date) -> Period | None:
    """The period of this kind that a day is in, from `period` on; None where it is too far away or before."""
    for _ in range(_FARTHEST):
        window = period.window(CutoffRule.CALENDAR)
        if today <= window.end:
            return period if today in window else None
        period = period.next()
    return None
