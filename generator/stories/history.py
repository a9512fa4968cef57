"""`history`: what happened to an output folder, and how to get an earlier state of it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.folders import BASE, MANIFEST
from generator.core.problems import BaocaoError, ProblemList, WrongUsage
from generator.core.vietnamese import number_text, short_date
from generator.office.package import Package
from generator.office.refusal import Unreadable
from generator.redline.redline import redline
from generator.revise.spreadsheet import CannotMerge, values_of
from generator.stories.redline import places_of
from generator.write.backups import Action, Event, current_event, states
from generator.write.files import changed_since_written, edited_files, publish
from generator.write.manifest import issued_of, read_manifest, sha256

if TYPE_CHECKING:
    from generator.redline.redline import Change
    from generator.write.backups import State
    from generator.write.files import Published
    from generator.write.manifest import Issued, Manifest


@dataclass(frozen=True, slots=True)
class PastState:
    """A state as it is listed: number (None for the present one), how and when it came about, what people edited.

    For a report that is issued now, `edited` are the files changed since then.

    `at` is the time of its files; none is stored. `edited_at` is when a person last saved one of them.
    """

    number: int | None
    made_by: Action
    restored: int | None
    at: datetime | None
    edited: tuple[str, ...]
    edited_at: datetime | None
    issued: Issued | None
    files: int
    who: str = ""
    """The account that made it."""
    editors: tuple[str, ...] = ()
    """Who saved the edited files last, by the names in the files."""
    signed: tuple[str, ...] = ()
    """Who prepared and approved what the agencies reported, an agency each."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What is other in one file: the changes, and the paragraph or row of each; `only` says where it stands alone.

    `others` names what no change of words shows: styles, headers and footers, a spreadsheet.
    """

    name: str
    changes: tuple[Change, ...] = ()
    places: tuple[str, ...] = ()
    only: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """The states of a folder, oldest first, the present one last."""

    folder: Path
    states: tuple[PastState, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What `restore` brought back; the state before it is kept as `kept_as`."""

    number: int
    kept_as: int
    published: Published


def past_states(folder: Path) -> Past:
    """Everything that was generated, edited, merged and issued. Raises WrongUsage for a folder without a report."""
    manifest = _manifest(folder)
    event = current_event(folder)
    issued = issued_of(folder)
    frozen = manifest is not None and issued is not None
    edited = changed_since_written(folder) if frozen else edited_files(folder)
    now = PastState(
        number=None,
        made_by=event.action,
        restored=event.restored,
        at=_time(folder, (MANIFEST,)),
        edited=edited,
        edited_at=_time(folder, edited),
        issued=issued,
        files=len(manifest.outputs) if manifest else 0,
        who=event.who,
        editors=_editors(folder, edited),
        signed=_signed(manifest),
    )
    known = bool(edited) or manifest is None
    every = states(folder)
    after = {one.number: other for one, other in pairwise(every)}
    kept = [state for state in every if state.next is not None or _says_more(state, after.get(state.number), known)]
    return Past(folder, (*(_listed(state) for state in kept), now))


def _says_more(copy: State, after: State | None, known: bool) -> bool:
    """Whether the copy that was kept of an issued state says anything that the state behind it does not.

    Behind the last copy is the folder itself; `known`: somebody changed its files, or they tell nothing.
    """
    if after is None or after.issued is None:
        return known or copy.issued is None
    return copy.files != after.files or not all(
        _same(copy.folder / name, after.folder / name) for name in copy.files if name != MANIFEST
    )


def restore(folder: Path, number: int) -> Restored:
    """Brings back state `number` as a whole; the present state is kept first. Raises WrongUsage, changing nothing.

    An issued report goes back to an issued state only.
    """
    present = _manifest(folder)
    known = states(folder)
    state = next((one for one in known if one.number == number), None)
    if state is None:
        raise WrongUsage(f"Không có trạng thái số {number}.", _known(known))
    manifest = read_manifest(state.folder)
    if manifest is None:
        raise WrongUsage(f"Trạng thái số {number} đã hỏng, không khôi phục được.", f"Xem tệp trong “{state.folder}”.")
    if issued_of(folder) is not None and manifest.issued is None:
        raise WrongUsage(
            "Báo cáo đã ban hành, không khôi phục về trước khi ban hành.",
            f"Cần xem lại thì mở tệp trong “{state.folder}”, hoặc lập bản mới bằng baocao build … --new-version.",
        )
    files = {name: (state.folder / name).read_bytes() for name in state.files if name in manifest.outputs}
    base = {path.name: path.read_bytes() for path in sorted((state.folder / BASE).glob("*")) if path.is_file()}
    names = {*files, *(present.outputs if present else ())}
    seen = {name: sha256((folder / name).read_bytes()) for name in names if (folder / name).is_file()}
    published = publish(folder, files, base, manifest, taken_in=seen, event=Event(Action.RESTORE, number))
    return Restored(number, known[-1].number + 1, published)


def state_files(folder: Path, number: int | None) -> tuple[Path, ...]:
    """The files that people take away of state `number` (None: of the present one); none if there is no such state."""
    place = _place(folder, number)
    if place is None:
        return ()
    return tuple(sorted(path for path in place.iterdir() if path.is_file() and path.suffix in _TAKEN_AWAY))


def changed_files(past: Past) -> tuple[tuple[str, ...], ...]:
    """For each state the names of the files that are not as in the state listed before it; all of the first."""
    found: list[tuple[str, ...]] = []
    before: dict[str, Path] = {}
    for state in past.states:
        files = {path.name: path for path in state_files(past.folder, state.number)}
        names = [name for name in {**before, **files} if not _same(before.get(name), files.get(name))]
        found.append(tuple(sorted(names)))
        before = files
    return tuple(found)


_TAKEN_AWAY = (".docx", ".xlsx", ".pdf")


def _place(folder: Path, number: int | None) -> Path | None:
    return folder if number is None else next((one.folder for one in states(folder) if one.number == number), None)


def _same(one: Path | None, two: Path | None) -> bool:
    if one is None or two is None:
        return False
    return one.samefile(two) or one.read_bytes() == two.read_bytes()


def _manifest(folder: Path) -> Manifest | None:
    """The folder's manifest; None if it is damaged, when its history may still save it."""
    problems = ProblemList()
    manifest = read_manifest(folder, problems)
    if manifest is None and not states(folder):
        why = problems.items[0].message if problems.items else f"“{folder}” không phải là thư mục kết quả."
        raise WrongUsage(why, "Chỉ tới thư mục kết quả của một kỳ, chẳng hạn outputs/ho-so/2025-Q3.")
    return manifest


def _listed(state: State) -> PastState:
    return PastState(
        number=state.number,
        made_by=state.made_by,
        restored=state.restored,
        at=_time(state.folder, (MANIFEST,)),
        edited=state.edited,
        edited_at=_time(state.folder, state.edited),
        issued=state.issued,
        files=len(state.files) - 1,
        who=state.who,
        editors=_editors(state.folder, state.edited),
        signed=_signed(read_manifest(state.folder)),
    )


def _signed(manifest: Manifest | None) -> tuple[str, ...]:
    found = manifest.facts.get("signed") if manifest else None
    told = []
    for one in found if isinstance(found, list) else ():
        names = (("lập", one.get("prepared_by")), ("duyệt", one.get("approved_by")))
        told.append(f"{one.get('agency')} ({'; '.join(f'{word}: {name}' for word, name in names if name)})")
    return tuple(told)


def _editors(folder: Path, names: Sequence[str]) -> tuple[str, ...]:
    """The names that Word or LibreOffice wrote into files as who saved them last."""
    found = (_editor(folder / name) for name in names if name.endswith(".docx"))
    return tuple(dict.fromkeys(one for one in found if one))


def _editor(path: Path) -> str:
    try:
        package = Package.open(path.read_bytes())
        root = package.tree(_PROPERTIES) if _PROPERTIES in package.parts else None
    except (Unreadable, OSError):
        return ""
    found = root.find(f"{_CORE}lastModifiedBy") if root is not None else None
    return (found.text or "").strip() if found is not None else ""


_PROPERTIES = "docProps/core.xml"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"


def differences(folder: Path, first: int, last: int | None = None) -> tuple[Differences, ...]:
    """What the files of one state and another (None: the present one) say differently, PDFs left out.

    Raises WrongUsage for a number that no state has.
    """
    known = states(folder)
    for number in (first, last):
        if number is not None and all(one.number != number for one in known):
            raise WrongUsage(f"Không có trạng thái số {number}.", _known(known))
    old, new = ({path.name: path for path in state_files(folder, one)} for one in (first, last))
    found = []
    for name in sorted(one for one in {**old, **new} if one.endswith((".docx", ".xlsx"))):
        if name not in old or name not in new:
            found.append(Differences(name, only="mới có" if name in new else "không còn"))
        elif (before := old[name].read_bytes()) != (content := new[name].read_bytes()):
            found.append(_compared(name, before, content))
    return tuple(found)


def _compared(name: str, before: bytes, content: bytes) -> Differences:
    """What is other in a file that both states have."""
    if name.endswith(".xlsx"):
        return Differences(name, others=_cells(before, content))
    try:
        done = redline(before, content)
    except BaocaoError as reason:
        return Differences(name, others=(f"không so được: {reason.message}",))
    others = (*(f"kiểu trình bày “{one}”" for one in done.styles), *done.unmarked)
    if not done.changes and not others:
        others = ("tệp được lưu lại, lời văn không đổi",)
    return Differences(name, done.changes, places_of(done.changes, content), others=others)


def _cells(before: bytes, content: bytes) -> tuple[str, ...]:
    """The cells of a spreadsheet that are other, with what stood and stands in them."""
    try:
        old, new = values_of(before), values_of(content)
    except CannotMerge:
        return ("số liệu hoặc cách trình bày của bảng tính",)
    alone = [title for title in {**old, **new} if (title in old) != (title in new)]
    told = [f"trang “{title}” {'mới có' if title in new else 'không còn'}" for title in alone]
    for title, cells in new.items():
        was = old.get(title, cells)
        places = sorted({**was, **cells}, key=_place_of)
        told += [
            f"trang “{title}”, ô {place}: {_value(was.get(place))} → {_value(cells.get(place))}"
            for place in places
            if was.get(place) != cells.get(place)
        ]
    left = len(told) - _MOST_CELLS
    more = (f"và {left} ô nữa",) if left > 0 else ()
    return (*told[:_MOST_CELLS], *more) or ("cách trình bày của bảng tính, số liệu không đổi",)


_MOST_CELLS = 50
_LONGEST = 80


def _place_of(cell: str) -> tuple[int, int, str]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :] or 0), len(letters), letters


def _value(value: object) -> str:
    """A value of a cell as a person reads it."""
    if value is None or value == "":
        return "trống"
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, int | float):
        return number_text(Decimal(str(value)))
    if isinstance(value, date):
        return short_date(value)
    text = " ".join(str(value).split())
    return f"“{text[:_LONGEST]}{'…' if len(text) > _LONGEST else ''}”"


def _time(folder: Path, names: Sequence[str]) -> datetime | None:
    """When the newest of some files was saved."""
    times = [(folder / name).stat().st_mtime for name in names if (folder / name).is_file()]
    return datetime.fromtimestamp(max(times)) if times else None


def _known(known: Sequence[State]) -> str:
    numbers = ", ".join(str(one.number) for one in known)
    return f"Các trạng thái đã lưu: {numbers}." if numbers else "Thư mục này chưa có trạng thái nào được lưu."
