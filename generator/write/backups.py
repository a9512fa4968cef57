"""Earlier states of an output folder, kept in `.base/lich-su/0001`, `0002` …, each whole, before a run replaces it.

A state is what the program and people had made by then: the files as they stood (edited or not), manifest.json, and
in its own `.base/` the files as generated; `su-kien.json` says how the state came about. Files keep their times,
no time is written down. A file that is the same as in the state before is a second name for it, so that many states
take little room.
"""

from __future__ import annotations

import getpass
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from generator.core.folders import BASE, HISTORY, MANIFEST, WRITTEN
from generator.write.manifest import Issued, read_manifest
from generator.write.swap import copy_kept, write_flushed

EVENT = "su-kien.json"
_MAKER = "nguoi-lam.json"
"""Beside the kept states: the account that made the present one."""
KEPT_GENERATED = 20
"""Of the states without a person's work, only so many newest ones are kept; those with it are kept for ever."""


class Action(StrEnum):
    """What made a state of the folder."""

    BUILD = "build"
    MERGE = "merge"
    ISSUE = "issue"
    RESTORE = "restore"
    RECEIVE = "receive"
    SETTLE = "settle"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        """The words a history says."""
        return _LABELS[self]


_LABELS = {
    Action.BUILD: "lập báo cáo",
    Action.MERGE: "lập lại, giữ phần sửa tay",
    Action.ISSUE: "ban hành",
    Action.RESTORE: "khôi phục",
    Action.RECEIVE: "nhận lại bản sửa",
    Action.SETTLE: "chọn ở những chỗ vướng",
    Action.WITHDRAW: "rút lại việc ban hành, về",
}


@dataclass(frozen=True, slots=True)
class State:
    """One kept state: its number, folder, how it came about, which files held a person's work, its number if issued.

    `restored` is the number of the state that a `restore` brought back; `next` what replaced this state (None for the
    copy of an issued state that is kept beside it).
    """

    number: int
    folder: Path
    made_by: Action
    next: Action | None
    edited: tuple[str, ...]
    restored: int | None
    issued: Issued | None
    who: str = ""
    """The account that made it; "" where no record tells."""

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(sorted(path.name for path in self.folder.iterdir() if path.is_file() and path.name != EVENT))


@dataclass(frozen=True, slots=True)
class Event:
    """What a run does to the folder: it replaces the state by `action`; `restored` is the state it brings back."""

    action: Action
    restored: int | None = None
    who: str = ""


def states(folder: Path) -> tuple[State, ...]:
    """The kept states of an output folder, oldest first; one whose record is damaged is told by its files alone."""
    kept = folder / BASE / HISTORY
    numbered = sorted(path for path in kept.iterdir() if path.name.isdigit() and path.is_dir()) if kept.is_dir() else []
    found = list[State]()
    for path in numbered:
        state = _state(path)
        follows = bool(found) and found[-1].number == state.number - 1
        found.append(state if state.who or not follows else replace(state, who=_told_by(found[-1])))
    return tuple(found)


def _told_by(before: State) -> str:
    """Who made what came after a state, as that state's own record says; the copy of an issued one is the same."""
    return before.who if before.next is None else str(_record(before.folder).get("next_by") or "")


def account() -> str:
    """Who runs the program: the account's name; "" where the system does not tell."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def current_event(folder: Path) -> Event:
    """How the folder came to be as it is now."""
    kept = states(folder)
    maker = str(_json(folder / BASE / HISTORY / _MAKER).get("by") or "")
    if not kept:
        return Event(Action.BUILD, who=maker)
    last = kept[-1]
    who = maker or _told_by(last)
    if last.next is None:
        return Event(last.made_by, who=who)
    return Event(last.next, _number(_record(last.folder).get("next_restored")), who)


def keep_maker(new: Path) -> None:
    """Notes in a folder that is about to take its place who has made it."""
    place = new / BASE / HISTORY / _MAKER
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)  # it may be another name of the old folder's
    write_flushed(place, (json.dumps({"by": account()}, ensure_ascii=False) + "\n").encode())


def keep_state(target: Path, new: Path, made: Iterable[str], edited: Sequence[str], event: Event) -> None:
    """Puts the state of `target` into the history of `new`, the folder that will replace it."""
    names = [name for name in sorted({*made, MANIFEST}) if (target / name).is_file()]
    if not names:
        return
    _put(target, new, names, current_event(target), edited, event)
    _thin_out(new)


def keep_issued(new: Path, made: Iterable[str]) -> None:
    """Puts the issued state itself into the history, so that it can be had again if somebody changes its files."""
    names = [name for name in sorted({*made, MANIFEST}) if (new / name).is_file()]
    _put(new, new, names, Event(Action.ISSUE, who=account()), (), None)


def _put(
    source: Path, new: Path, names: Iterable[str], came: Event, edited: Sequence[str], event: Event | None
) -> None:
    before = states(new)
    place = new / BASE / HISTORY / f"{before[-1].number + 1 if before else 1:04d}"
    last = before[-1].folder if before else None
    (place / BASE).mkdir(parents=True)
    for name in names:
        _keep(source / name, place / name, last / name if last else None)
        for kept in (name, f"{WRITTEN}{name}"):
            if (source / BASE / kept).is_file():
                _keep(source / BASE / kept, place / BASE / kept, last / BASE / kept if last else None)
    record = {
        "made_by": came.action.value,
        "by": came.who or None,
        "restored": came.restored,
        "edited": sorted(edited),
        "next": event.action.value if event else None,
        "next_restored": event.restored if event else None,
        "next_by": account() if event else None,
    }
    write_flushed(place / EVENT, (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())


def _keep(source: Path, place: Path, same: Path | None) -> None:
    """A copy of `source`; another name for `same`, where that is equal to the byte."""
    if same is not None and same.is_file() and same.read_bytes() == source.read_bytes():
        try:
            os.link(same, place)
            return
        except OSError:  # a drive without links
            pass
    copy_kept(source, place)


def _thin_out(new: Path) -> None:
    plain = [one for one in states(new) if not one.edited and one.issued is None]
    for one in plain[:-KEPT_GENERATED]:
        shutil.rmtree(one.folder)


def _state(path: Path) -> State:
    record = _record(path)
    manifest = read_manifest(path)
    edited = record.get("edited")
    return State(
        number=int(path.name),
        folder=path,
        made_by=_action(record.get("made_by")) or Action.BUILD,
        next=_action(record.get("next")),
        edited=tuple(str(name) for name in edited) if isinstance(edited, list) else (),
        restored=_number(record.get("restored")),
        issued=manifest.issued if manifest else None,
        who=str(record.get("by") or ""),
    )


def _record(path: Path) -> dict[str, object]:
    return _json(path / EVENT)


def _json(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _action(value: object) -> Action | None:
    return Action(str(value)) if value in list(Action) else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
