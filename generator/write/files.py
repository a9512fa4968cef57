"""The output folder changes whole or not at all, and nothing that a person wrote is ever lost.

How `publish` replaces a folder:

1. hold the lock beside it (a second run waits, then gives up); put right what a killed run left (swap.py);
2. look: which files the program made, and which of those hold a person's work (their bytes are not those kept in
   `.base/`; where `.base/` lacks the file, their sha256 is not the one in manifest.json);
3. fill a new folder beside it, flushed to disk: the new files, manifest.json, `.base/`, then everything the
   program did not make (notes, subfolders), every changed file under a name of its own, and the old state as a
   whole in the history (backups.py);
4. exchange the two folders (swap.py): a reader, or a run after a power cut, finds the old or the new one, whole;
5. look into the old folder once more for what a person saved meanwhile, take it over, delete the old folder.

No file holds a time of day. The name of a changed file that is kept aside has that file's own modification time.
"""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.core.folders import BASE, ISSUE_MARK, MANIFEST, WRITTEN, HandEdit
from generator.core.problems import FolderBusy, Place, Problem, ProblemList, WrongUsage
from generator.write import swap
from generator.write.backups import Action, Event, account, keep_issued, keep_maker, keep_state
from generator.write.carry_over import ALWAYS_MADE, Before, KeptAside, carry_over, rescue, stamps
from generator.write.manifest import Manifest, read_manifest, refuse_issued, sha256
from generator.write.refusals import no_right, plain_refusals, refuse_open

_STALE = 3600.0
"""Seconds after which a half-written file is nobody's any more."""


@dataclass(frozen=True, slots=True)
class Published:
    """What `publish` did: names written, names gone because they no longer apply, changed files kept aside.

    `unchanged` is True if every file already stood there with these bytes; then nothing was touched.
    """

    folder: Path
    written: tuple[str, ...]
    removed: tuple[str, ...] = ()
    kept_aside: tuple[KeptAside, ...] = ()
    unchanged: bool = False
    problems: tuple[Problem, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)
    """The sha256 of every file that was to stand in the folder, manifest.json and `.base/` with them."""


def publish(
    folder: Path,
    files: Mapping[str, bytes],
    base: Mapping[str, bytes],
    manifest: Manifest,
    *,
    taken_in: Mapping[str, str] | None = None,
    within: Path | None = None,
    wait: float = 5.0,
    event: Event | None = None,
) -> Published:
    """Makes `folder` hold `files`, `manifest.json` (with their hashes) and `.base/` with `base`: all or nothing.

    A file changed by hand is kept aside, except where `taken_in` gives its sha256: then its changes are already
    in the new bytes (a merge). `within` is the report folder around this one (an agency's own report); it is
    locked too. The state before is kept (backups.py) with `event`, by default a build or, with `taken_in`, a merge;
    a state that is restored keeps its own hashes, so that what a person had edited in it still counts as edited.
    Raises FolderBusy or WrongUsage, and then the folder is as it was; an issued folder is built no more.
    """
    _refuse_names(files, base)
    found = ProblemList()
    event = event or Event(Action.MERGE if taken_in else Action.BUILD)
    base = base if event.action in (Action.RESTORE, Action.WITHDRAW) else _with_written(files, base)
    with plain_refusals(folder), contextlib.ExitStack() as locks:
        target = folder.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        for place in (within.resolve() if within else None, target):
            if place is not None:
                locks.enter_context(swap.held(place, wait))
        swap.recover(target)
        if event.action not in (Action.ISSUE, Action.RESTORE, Action.WITHDRAW):
            refuse_issued(target)
        before = _look(target, files, taken_in or {}, found)
        outputs = manifest.outputs if event.action in (Action.RESTORE, Action.WITHDRAW) else _hashes(files)
        merged = tuple(sorted(name.removeprefix(WRITTEN) for name in base if name.startswith(WRITTEN)))
        content = {**files, MANIFEST: replace(manifest, outputs=outputs, merged=merged).as_bytes()}
        if _already_there(target, content, base, before):
            return Published(
                folder, tuple(sorted(content)), unchanged=True, problems=tuple(found.items), hashes=_all(content, base)
            )
        removed = tuple(name for name in sorted(before.made - files.keys()) if (target / name).exists())
        kept = _replace(target, content, base, before, event)
    _tell(found, folder, kept)
    return Published(
        folder, tuple(sorted(content)), removed, kept, problems=tuple(found.items), hashes=_all(content, base)
    )


def _with_written(files: Mapping[str, bytes], base: Mapping[str, bytes]) -> dict[str, bytes]:
    """What goes into `.base/`: the files as generated, and as written where that is another thing."""
    generated = {name: content for name, content in base.items() if not name.startswith(WRITTEN)}
    other = {name: files[name] for name in generated if name in files and files[name] != generated[name]}
    return {**generated, **{f"{WRITTEN}{name}": content for name, content in other.items()}}


def generated_file(folder: Path, name: str) -> bytes | None:
    """A file as it was generated; None where that is not kept."""
    try:
        return (folder / BASE / name).read_bytes()
    except OSError:
        return None


def edited_files(folder: Path, names: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The files of `folder` that hold a person's work, sorted; a file merged earlier does too.

    Looked at are the files in its manifest and `names`. Where neither `.base/` nor a readable manifest tells what
    the program wrote, a file counts as changed.
    """
    manifest = read_manifest(folder)
    outputs, merged = (manifest.outputs, manifest.merged) if manifest else ({}, ())
    present = [name for name in sorted({*outputs, *names}) if (folder / name).is_file()]
    return tuple(name for name in present if name in merged or not _as_written(folder, name, outputs.get(name)))


def changed_since_written(folder: Path) -> tuple[str, ...]:
    """The files of `folder` that are not, to the byte, what its manifest says was written; sorted."""
    manifest = read_manifest(folder)
    outputs = manifest.outputs if manifest else {}
    return tuple(
        name
        for name in sorted(outputs)
        if not (folder / name).is_file() or sha256((folder / name).read_bytes()) != outputs[name]
    )


def write_file(path: Path, content: bytes) -> None:
    """Writes one file: under a temporary name, flushed, then renamed. A failure leaves the old file as it was.

    Raises WrongUsage (no right to write, no such folder …) or FolderBusy (open in Word).
    """
    path = path.resolve()
    temporary = path.with_name(f".{path.name}.{os.getpid()}.moi")
    refuse_open(path)
    if path.exists() and not os.access(path, os.W_OK):
        raise no_right(path)
    with plain_refusals(path):
        _drop_leftovers(path)
        try:
            swap.write_flushed(temporary, content)
            if path.is_file():
                swap.keep_rights(path, temporary)
            swap.move(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
        swap.flush_folder(path.parent)


def _drop_leftovers(path: Path) -> None:
    """What runs that were killed left of this file, unless one of them may still be writing."""
    for old in path.parent.glob(f".{glob.escape(path.name)}.*.moi"):
        with contextlib.suppress(OSError):
            if old.stat().st_mtime < time.time() - _STALE:
                old.unlink()


def write_new(path: Path, content: bytes) -> None:
    """`write_file` for a result that a person named. Raises WrongUsage where another file has that name already."""
    if path.exists() and not (path.is_file() and path.read_bytes() == content):
        raise WrongUsage(f"Tệp “{path}” đã có, không ghi đè.", "Chọn tên khác, hoặc xoá tệp đó trước.")
    write_file(path, content)


@contextlib.contextmanager
def workbook_held(workbook: Path, wait: float = 20.0) -> Iterator[None]:
    """Holds a workbook while it is read, changed and written again: of two commands the second waits.

    The lock lies among the account's temporary files, so that nothing is left beside the workbook. Raises FolderBusy
    if another run keeps it that long, or if Excel or LibreOffice has the workbook open.
    """
    import filelock  # late: only commands that change a workbook need it

    path = workbook.resolve()
    refuse_open(path)
    name = f"baocao-{account()}-{sha256(os.fsencode(path))[:24]}.lock"
    try:
        lock = swap.taken(Path(tempfile.gettempdir(), name), wait)
    except filelock.Timeout as error:
        message = f"Một lần chạy khác đang ghi vào tệp “{workbook}”."
        raise FolderBusy(message, "Đợi lần chạy đó xong rồi chạy lại lệnh này.") from error
    try:
        yield
    finally:
        lock.release()


# --- looking -------------------------------------------------------------------------------------


def _refuse_names(*groups: Mapping[str, bytes]) -> None:
    for name in (name for group in groups for name in group):
        if name in (*ALWAYS_MADE, "", "..") or name != Path(name).name or "\\" in name:
            raise ValueError(f"not the name of an output file: {name!r}")


def _look(target: Path, files: Mapping[str, bytes], taken_in: Mapping[str, str], found: ProblemList) -> Before:
    if target.exists() and not target.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(target))
    if target.exists() and not os.access(target, os.W_OK):
        raise no_right(target)
    seen = stamps(target)  # before the bytes: a change made while they are read must show
    manifest = read_manifest(target, found)
    made = frozenset({*(manifest.outputs if manifest else {}), *files})
    edited = []
    for name in edited_files(target, tuple(files)):
        content = (target / name).read_bytes()
        if content != files.get(name) and sha256(content) != taken_in.get(name):
            edited.append(name)
    return Before(made, tuple(edited), seen)


def _as_written(folder: Path, name: str, recorded: str | None) -> bool:
    content = (folder / name).read_bytes()
    kept = folder / BASE / name
    if (folder / BASE / f"{WRITTEN}{name}").is_file():
        return False  # merged when it was written: as generated, it is a copy from before that edit
    return kept.read_bytes() == content if kept.is_file() else sha256(content) == recorded


def _already_there(target: Path, content: Mapping[str, bytes], base: Mapping[str, bytes], before: Before) -> bool:
    if any((target / name).exists() for name in before.made - content.keys()):
        return False
    wanted = {**content, **{f"{BASE}/{name}": kept for name, kept in base.items()}}
    return all((target / name).is_file() and (target / name).read_bytes() == wanted[name] for name in wanted)


def _hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: sha256(content) for name, content in files.items()}


def _all(content: Mapping[str, bytes], base: Mapping[str, bytes]) -> dict[str, str]:
    return {**_hashes(content), **{f"{BASE}/{name}": mark for name, mark in _hashes(base).items()}}


# --- replacing -----------------------------------------------------------------------------------


def _replace(
    target: Path, content: Mapping[str, bytes], base: Mapping[str, bytes], before: Before, event: Event
) -> tuple[KeptAside, ...]:
    for name in sorted(before.made):
        refuse_open(target / name)
    new = swap.staging(target)
    try:
        _fill(new, content)
        _fill(new / BASE, base)
        gone = (ISSUE_MARK,) if event.action is Action.WITHDRAW else ()
        kept = carry_over(target, new, base, before, gone) if target.exists() else ()
        if target.exists():
            keep_state(target, new, before.made, edited_files(target, tuple(before.made)), event)
        if event.action is Action.ISSUE:
            keep_issued(new, content)
        keep_maker(new)
        swap.flush_folder(new)
        old = swap.exchange(target)
    except BaseException:
        swap.discard(new)
        raise
    late = rescue(old, target, before) if old else ()
    if old:
        swap.discard(old)
    return (*kept, *late)


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name in sorted(files):
        swap.write_flushed(folder / name, files[name])
    swap.flush_folder(folder)


def _tell(found: ProblemList, folder: Path, kept: tuple[KeptAside, ...]) -> None:
    for aside in kept:
        found.add(
            "XB004",
            Place(file=str(folder / aside.name)),
            f"Tệp đã được sửa tay sau lần tạo trước; bản sửa tay được giữ nguyên với tên “{aside.kept_as}”.",
            "Đối chiếu hai tệp và chép những chỗ cần giữ sang bản mới.",
        )


# --- what a person changed in an output folder, with what the program had written there: the input of a merge ---------

_MERGED = (".docx", ".xlsx")


def hand_edits(folder: Path) -> dict[str, HandEdit]:
    """Name → file as edited and as last generated. A file whose `.base` is lost cannot be merged and is left out."""
    edits: dict[str, HandEdit] = {}
    for name in edited_files(folder):
        kept = folder / BASE / name
        if name.endswith(_MERGED) and kept.is_file():
            merged, content = folder / BASE / f"{WRITTEN}{name}", (folder / name).read_bytes()
            as_written = merged.is_file() and merged.read_bytes() == content
            edits[name] = HandEdit(kept.read_bytes(), content, as_written=as_written)
    return edits
