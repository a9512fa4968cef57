"""A Word file that was taken away, edited and brought back: put into its report's folder, its conflicts
settled. Nothing is lost: the state before each step is kept in the folder's history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.folders import BASE, RECORD, REPORT, WRITTEN, HandEdit
from generator.core.period_names import parse_period
from generator.core.problems import BadDossier, WrongUsage
from generator.office.refusal import Unreadable
from generator.origins.open_document import document_units, read_document
from generator.redline.redline import redline
from generator.revise.folder import merge_report
from generator.revise.settling import Choice, numbered_conflicts, settle
from generator.revise.words import normal
from generator.stories.old_copies import pieces_of, written
from generator.stories.redline import places_of
from generator.write.backups import Action, Event, states
from generator.write.files import edited_files, publish
from generator.write.manifest import issued_before, read_manifest, sha256

if TYPE_CHECKING:
    from generator.redline.redline import Change
    from generator.revise.conflicts import Conflict
    from generator.write.manifest import Manifest

# --- which file of which report a Word document is a copy of: told by what it holds, never by its name ----------------

SURE, UNSURE = 0.7, 0.35
"""How much of a file's text must be that of a report's file: to take it as that file; to ask whether it is."""
_CLEARLY = 0.05


@dataclass(frozen=True, slots=True)
class Origin:
    """A file of a report that a document may be a copy of. `alike`: how much of their texts is the same, 0 to 1.

    `content` is that file as it stood when the copy was taken, as far as its history tells, under the name `was` it
    had then. `speaks_of_period` is False if the copy nowhere names the period that the file names.
    """

    folder: Path
    name: str
    alike: float
    content: bytes
    speaks_of_period: bool = True
    was: str = ""

    @property
    def sure(self) -> bool:
        return self.alike >= SURE and self.speaks_of_period


def recognise(file: Path, folders: Sequence[Path]) -> tuple[Origin, ...]:
    """The files of finished reports that a document may be a copy of, the likeliest first; its name plays no part.

    Of every file its present state, its earlier ones and what the program generated are looked at. Raises Unreadable
    for a document that cannot be read.
    """
    mine = _Texts.of(document_units(read_document(file), "Tệp gửi lên"))
    found = [one for folder in folders for one in _origins(folder, mine, file.read_bytes())]
    return tuple(sorted(found, key=lambda one: (-one.alike, str(one.folder), one.name)))


def chosen_origin(found: Sequence[Origin], folder: Path) -> tuple[Origin, ...]:
    """What the document is within the report of `folder`: one origin if that is clear, else those to choose from.

    None at all: it is no file of these reports. An origin of another folder: it is clearly that report's.
    """
    likely = _of_version(folder, [one for one in found if one.alike >= UNSURE])
    if not likely:
        return ()
    best = likely[0]
    here = [one for one in likely if one.folder == folder]
    if best.folder != folder and (not here or best.alike > here[0].alike + _CLEARLY or not here[0].speaks_of_period):
        return (best,)
    rivals = tuple(one for one in here if one.alike > here[0].alike - _CLEARLY)
    return rivals if len(rivals) > 1 or rivals[0].sure else tuple(here[:4])


def _of_version(folder: Path, found: Sequence[Origin]) -> list[Origin]:
    """What was taken from the issued version that a new one follows is the new one's file."""
    before = [one for one in (issued_before(folder),) if one is not None]
    while before and (earlier := issued_before(before[-1])) is not None:
        before.append(earlier)
    best: dict[tuple[Path, str], Origin] = {}
    for one in found:
        of = replace(one, folder=folder) if one.folder in before and (folder / one.name).is_file() else one
        key = of.folder, of.name
        if key not in best or best[key].alike < of.alike:
            best[key] = of
    return sorted(best.values(), key=lambda one: (-one.alike, str(one.folder), one.name))


class _Texts:
    """The texts of a document's paragraphs and rows."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.every = set(texts)
        self.whole = " ".join(texts)

    @classmethod
    def of(cls, units: Sequence[object]) -> _Texts:
        return cls([text for unit in units if (text := normal(getattr(unit, "text", "")).casefold())])

    def alike(self, other: _Texts) -> float:
        return 2 * len(self.every & other.every) / max(len(self.every) + len(other.every), 1)


def _origins(folder: Path, mine: _Texts, arrived: bytes) -> list[Origin]:
    manifest = read_manifest(folder)
    if manifest is None:
        return []
    period = parse_period(manifest.period)
    label = period.label.casefold() if period else ""
    present = sorted(one for one in manifest.outputs if one.endswith(".docx") and (folder / one).is_file())
    best: dict[str, Origin] = {}
    for was, content in _versions(folder, present, arrived):
        texts = _read(content, was)
        name = was if was in present else next((one for one in present if one == REPORT), None)
        if texts is None or name is None:
            continue
        alike = mine.alike(texts)
        if name not in best or alike > best[name].alike:
            speaks = label not in texts.whole or label in mine.whole
            best[name] = Origin(folder, name, alike, content, speaks, was)
    return [best[name] for name in sorted(best)]


def _versions(folder: Path, present: Sequence[str], arrived: bytes) -> list[tuple[str, bytes]]:
    """Every Word file as it stands, as it stood, the newest first, and as generated, under the name it had then.

    Appendices that stand in the report now are among them. A state that a person had edited, and that is the arriving
    file to the byte, is left out: what they edited would not be told from what the program wrote.
    """
    earlier = [state.folder for state in reversed(states(folder))]
    names = dict.fromkeys([*present, *(path.name for one in earlier for path in sorted(one.glob("*.docx")))])
    made = [(one, written(place, one)) for place in (folder, *earlier) for one in names]
    paths = [folder / one for one in present] + [place / one for place in earlier for one in names]
    stood = [(path.name, path.read_bytes()) for path in paths if path.is_file()]
    written_ones = [(one, content) for one, content in made if content is not None]
    known = {content for _, content in written_ones}
    kept = [one for one in stood if one[1] != arrived or one[1] in known]
    generated = [
        (one, (place / BASE / one).read_bytes())
        for place in (folder, *earlier)
        for one in names
        if (place / BASE / one).is_file() and not one.startswith(WRITTEN)
    ]
    return list(dict.fromkeys([*kept, *written_ones, *generated]))


def _read(content: bytes, name: str) -> _Texts | None:
    try:
        return _Texts.of(document_units(content, name))
    except Unreadable:
        return None


@dataclass(frozen=True, slots=True)
class Received:
    """What came of a file brought back. `changes`: what was edited in it, `places`: the paragraph or row of each.

    `others`: somebody had changed the file in the folder meanwhile, and both are in it now. `unchanged`: there was
    nothing new in it; with `earlier` it is the file of an earlier state as it was taken, not the present one.
    """

    origin: Origin
    changes: tuple[Change, ...] = ()
    places: tuple[str, ...] = ()
    others: bool = False
    unchanged: bool = False
    earlier: bool = False


# --- into the folder -------------------------------------------------------------------------------


def receive(file: Path, origin: Origin) -> Received:
    """Puts a document into its report's folder as the edited file; the next build merges the data into it.

    Where the file there has been changed since the copy was taken, both sets of changes go in. Raises WrongUsage
    for an issued report, or while conflicts wait in the file there; then nothing was changed.
    """
    there, edited = (origin.folder / origin.name).read_bytes(), file.read_bytes()
    if edited in (there, origin.content):
        return Received(origin, unchanged=True, earlier=edited != there)
    others = there != origin.content
    if others and (waiting := conflicts_in(there)):
        raise WrongUsage(
            f"Tệp đang có còn {len(waiting)} chỗ chờ chọn, và đã đổi từ khi bản này được tải về.",
            "Chọn xong các chỗ đó rồi đưa bản này lại.",
        )
    changed = _merged_in(origin, edited) if others else {origin.name: edited}
    _publish(origin.folder, changed, Event(Action.RECEIVE))
    changes = _changes(origin.content, edited)
    return Received(origin, changes, places_of(changes, edited), others)


def _merged_in(origin: Origin, edited: bytes) -> dict[str, bytes]:
    """The files of the report that change where what was edited in a copy goes into them, in whatever form they are."""
    outputs = _manifest(origin.folder).outputs
    paths = [origin.folder / name for name in sorted(outputs) if name.endswith(".docx")]
    present = {path.name: path.read_bytes() for path in paths if path.is_file()}
    edit = {origin.was or origin.name: HandEdit(origin.content, edited)}
    merge = merge_report(present, pieces_of(present), edit)
    for reason in merge.unreadable.values():
        raise WrongUsage(f"Không đưa được phần sửa vào báo cáo: {reason}.", "Chép phần sửa sang tệp đang có.")
    return {name: content for name, content in merge.files.items() if name in present and content != present[name]}


def _changes(old: bytes, new: bytes) -> tuple[Change, ...]:
    try:
        return redline(old, new).changes
    except BadDossier:
        return ()  # told by the next build, which reads the file too


def _publish(folder: Path, changed: Mapping[str, bytes], event: Event) -> None:
    """The folder with some of its files changed, all at once; the state before is kept."""
    manifest = _manifest(folder)
    files = {name: (folder / name).read_bytes() for name in manifest.outputs if (folder / name).is_file()}
    kept = [path for path in sorted((folder / BASE).glob("*")) if path.is_file() and path.name != RECORD]
    seen = {name: sha256(files[name]) for name in changed}
    base = {path.name: path.read_bytes() for path in kept}
    publish(folder, {**files, **changed}, base, manifest, taken_in=seen, event=event)


def _manifest(folder: Path) -> Manifest:
    manifest = read_manifest(folder)
    if manifest is None:
        raise WrongUsage("Nhật ký lập báo cáo của thư mục kết quả đã hỏng.", "Lập lại báo cáo rồi làm lại.")
    return manifest


# --- conflicts -------------------------------------------------------------------------------------


def conflicts_in(content: bytes) -> dict[str, Conflict]:
    """What waits for a person in a Word file, by number; nothing for a file that is none."""
    try:
        return numbered_conflicts(content)
    except Unreadable:
        return {}


def open_conflicts(folder: Path) -> dict[str, dict[str, Conflict]]:
    """What waits in a report's folder: file → number → conflict; files without any are left out."""
    names = [name for name in edited_files(folder) if name.endswith(".docx")]
    found = {name: conflicts_in((folder / name).read_bytes()) for name in names}
    return {name: waiting for name, waiting in found.items() if waiting}


def settle_conflicts(folder: Path, choices: Mapping[str, Mapping[str, str]]) -> int:
    """Makes the choices ("edited" or "new", by file and number) in a folder; gives how many could not be made.

    Raises WrongUsage for an issued report.
    """
    changed, left = {}, 0
    for name, chosen in choices.items():
        kept = folder / BASE / name
        try:
            wanted = {number: Choice(choice) for number, choice in chosen.items()}
            done = settle((folder / name).read_bytes(), kept.read_bytes(), wanted)
        except (Unreadable, OSError) as error:
            raise WrongUsage(f"Không đọc được “{name}”.", "Đóng tệp nếu đang mở, rồi làm lại.") from error
        left += len(done.left)
        if done.settled:
            changed[name] = done.content
    if changed:
        _publish(folder, changed, Event(Action.SETTLE))
    return left


def state_before(folder: Path, name: str) -> Path | None:
    """The file as it stood last before it became what it is; None where it never was another."""
    now = (folder / name).read_bytes()
    earlier = (one.folder / name for one in reversed(states(folder)))
    return next((path for path in earlier if path.is_file() and path.read_bytes() != now), None)


def version_before(folder: Path, name: str) -> Path | None:
    """The file before an edited copy was brought back last; else its last other state; else as generated."""
    now = (folder / name).read_bytes()
    kept = [one for one in reversed(states(folder)) if (one.folder / name).is_file()]
    before = [one.folder / name for one in kept if one.next is Action.RECEIVE] + [one.folder / name for one in kept]
    return next((path for path in (*before, folder / BASE / name) if path.is_file() and path.read_bytes() != now), None)
