"""Work that waits for its turn, and what came of work that has ended, as files: they outlive the server and the worker.

<dossier>/viec/
  <kind>.json                the work of a kind that was begun last
  cho/<when>-<id>.json       an order that waits for its turn
  xong/<kind>-<about>.json   the newest result of a kind about one thing: a period, a report
  het/<id>.json              how a piece of work ended, without its result
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
import re
import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from generator.web.dossiers import DossierFolder
from generator.web.json_file import read_json, write_json

WORK_ID = re.compile(r"[0-9a-f]{16}")
_WAITING, _RESULTS, _ENDED = "cho", "xong", "het"
_MOST_RESULTS, _MOST_ENDED = 40, 60
"""Results kept of one kind, and endings kept in one dossier: the newest."""
CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class WorkState:
    """A piece of work. `state`: waiting, running, done, failed, cancelled, interrupted."""

    id: str
    kind: str
    title: str
    state: str
    steps: tuple[str, ...]
    step: int
    wanted: Mapping[str, Any] = field(default_factory=dict)
    result: Mapping[str, Any] = field(default_factory=dict)
    error: Mapping[str, Any] = field(default_factory=dict)
    started: str = ""
    ended: str = ""
    before: Mapping[str, str] | str = ""
    """What the dossier's files were when it began (`DossierFolder.parts`), until it is known what it left."""
    left: Sequence[str] | None = None
    """The parts of the dossier that were other when it had ended without being done; None where that is not known."""

    @property
    def seconds(self) -> int:
        """How long it has gone on, or went on; of one that waits, how long it has waited."""
        try:
            end = datetime.fromisoformat(self.ended) if self.ended else datetime.now()
            return max(0, round((end - datetime.fromisoformat(self.started)).total_seconds()))
        except ValueError:
            return 0

    @property
    def waiting(self) -> bool:
        return self.state == "waiting"

    @property
    def running(self) -> bool:
        return self.state == "running"

    @property
    def open(self) -> bool:
        """True until it has ended, in whichever way."""
        return self.waiting or self.running

    @property
    def done(self) -> bool:
        return self.state == "done"


@dataclass(frozen=True, slots=True)
class Order:
    """Work that was asked for and waits: the file at `path` says so; who takes it away has begun or left it."""

    id: str
    kind: str
    wanted: Mapping[str, Any]
    asked: str
    path: Path

    @property
    def dossier(self) -> DossierFolder:
        return DossierFolder(self.path.parents[2])

    def state(self) -> WorkState:
        work = importlib.import_module(f"generator.web.tasks.{self.kind}")
        return WorkState(
            self.id, self.kind, work.TITLE, "waiting", tuple(work.STEPS), -1, self.wanted, started=self.asked
        )


def put_order(dossier: DossierFolder, kind: str, wanted: Mapping[str, Any]) -> Order:
    """A new order at the end of the dossier's line. Raises OSError where nothing can be written."""
    order_id, asked = secrets.token_hex(8), now()
    path = dossier.works.resolve() / _WAITING / f"{time.time_ns():020}-{order_id}.json"
    write_json(path, {"id": order_id, "kind": kind, "wanted": dict(wanted), "asked": asked})
    return Order(order_id, kind, dict(wanted), asked, path)


def orders(dossier: DossierFolder) -> list[Order]:
    """Those that wait in a dossier, in the order they came; what is no order is passed over."""
    found = []
    for path in sorted((dossier.works.resolve() / _WAITING).glob("*.json")):
        said = read_json(path) or {}
        known = all(isinstance(said.get(name), str) for name in ("id", "kind", "asked"))
        if known and isinstance(said.get("wanted"), dict) and _is_kind(said["kind"]):
            found.append(Order(said["id"], said["kind"], said["wanted"], said["asked"], path))
    return found


def _is_kind(word: str) -> bool:
    """Whether there is work of this kind; a word from a file never becomes a path."""
    return word.isidentifier() and importlib.util.find_spec(f"generator.web.tasks.{word}") is not None


# --- what has ended ------------------------------------------------------------------------------


def keep_ended(works: Path, state: Mapping[str, Any], about: Sequence[str] = ()) -> None:
    """Keeps how a piece of work ended; of one that was done also its result, in the place of what was known before
    about the same thing: `about` names what tells one thing from another in its `wanted`."""
    kept = _result_name(state["kind"], {name: state["wanted"].get(name, "") for name in about})
    if state["state"] == "done":
        write_json(works / _RESULTS / kept, dict(state))
        _forget(works / _RESULTS, f"{state['kind']}-*.json", _MOST_RESULTS)
    told = {name: value for name, value in state.items() if name != "result"}
    write_json(works / _ENDED / f"{state['id']}.json", {**told, "kept": kept})
    _forget(works / _ENDED, "*.json", _MOST_ENDED)


def settled(dossier: DossierFolder, state: Mapping[str, Any]) -> dict[str, Any]:
    """The state of work that has ended, with what it left in place of what there was before.

    Nobody else works on the dossier meanwhile.
    """
    told, before = dict(state), state.get("before")
    if state.get("state") == "done":
        told.pop("before", None)
    elif isinstance(before, dict):
        now_there = dossier.parts()
        told["left"] = [one for one in {**before, **now_there} if before.get(one) != now_there.get(one)]
        del told["before"]
    return told


def result_about(dossier: DossierFolder, kind: str, about: Mapping[str, Any]) -> WorkState | None:
    """The newest work of a kind about one thing that was done; whatever was done about others since."""
    return state_of(read_json(dossier.works / _RESULTS / _result_name(kind, about)))


def ended(dossier: DossierFolder, work_id: str) -> WorkState | None:
    """How a piece of work ended, with its result, or a newer one about the same thing, where it was done."""
    told = read_json(dossier.works / _ENDED / f"{work_id}.json") if WORK_ID.fullmatch(work_id) else None
    if told is not None and told.get("state") == "done":
        result = read_json(dossier.works / _RESULTS / Path(str(told.get("kept"))).name)
        return state_of({**told, "result": result["result"]}) if result is not None else None
    return state_of(told)


def last_ended(dossiers: Iterable[DossierFolder], most: int) -> list[tuple[DossierFolder, WorkState]]:
    """What ended last over some dossiers, newest first, without results."""
    found = [(path, one) for one in dossiers for path in (one.works / _ENDED).glob("*.json")]
    newest = sorted(found, key=lambda pair: _changed(pair[0]), reverse=True)[:most]
    return [(one, state) for path, one in newest if (state := state_of(read_json(path))) is not None]


def state_of(found: Mapping[str, Any] | None) -> WorkState | None:
    """What a state file says; None where it says nothing whole."""
    if found is None:
        return None
    names = WorkState.__dataclass_fields__
    known = {name: value for name, value in found.items() if name in names}
    try:
        return WorkState(**{**known, "steps": tuple(known["steps"])})
    except (KeyError, TypeError):
        return None


def now() -> str:
    return datetime.now().isoformat(timespec="seconds")


def _result_name(kind: str, about: Mapping[str, Any]) -> str:
    words = json.dumps(dict(about), sort_keys=True, ensure_ascii=True)
    return f"{kind}-{hashlib.sha256(words.encode()).hexdigest()[:16]}.json"


def _forget(folder: Path, pattern: str, most: int) -> None:
    found = sorted(folder.glob(pattern), key=_changed, reverse=True)
    for path in found[most:]:
        path.unlink(missing_ok=True)


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:  # gone meanwhile
        return 0
