"""Copies of an earlier state in a report's folder: recognised on every build, so that no old figure slips in.

A person takes a copy along, the report is built again, the copy comes back under its own or another name. What was
edited in it is a person's; all else in it is out of date. Of two people's copies each holds only its own edits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.core.folders import BASE, REPORT, WRITTEN, HandEdit, without_version
from generator.core.problems import BadDossier, Place, Problem
from generator.core.vietnamese import shortened
from generator.office.package import Package
from generator.office.refusal import Unreadable
from generator.office.state_mark import mark_of
from generator.redline.accept_reject import settle_of
from generator.redline.redline import AUTHOR
from generator.revise.folder import merge_report
from generator.revise.one_text import CannotPart, apart, is_combined
from generator.revise.proof_reading import Line, read
from generator.revise.spreadsheet import CannotMerge, values_of
from generator.write.backups import states
from generator.write.files import edited_files
from generator.write.manifest import read_manifest

OLD_COPY, OTHER_NAME, MISPLACED, TAKEN_BACK, FROM_ELSEWHERE = "XB016", "XB017", "XB018", "XB019", "XB023"
_MOST_TOLD, _LONGEST_TOLD = 5, 160
_SURE = 0.7
_UNLIKE = 0.4
"""Reports of two dossiers share about a fifth of their lines."""
_MOST_VERSIONS = 40
"""So many earlier versions of a file are read to tell what a copy is of, the newest."""
_ASIDE = "(bản sửa tay "
_NOT_TAKEN = (".doc", ".docm", ".dot", ".dotm", ".dotx", ".odt", ".rtf", ".wps")
"""What people save a Word file as and a report is not written as."""
Lines = frozenset[str]


@dataclass(frozen=True, slots=True)
class OldCopy:
    """A file that is a copy of an earlier state: `origin` is that state of it, `build` the number it has in history."""

    name: str
    content: bytes
    origin: bytes
    state: int | None


@dataclass(frozen=True, slots=True)
class UpToDate:
    """The hand edits of a folder, old copies among them brought up to date, and what is to be told of these."""

    edits: Mapping[str, HandEdit]
    problems: tuple[Problem, ...] = ()


def brought_up_to_date(folder: Path, edits: Mapping[str, HandEdit]) -> UpToDate:
    """`edits` with what is edited in old copies put into the present state of their files.

    A file that is gone from the folder while a copy of it lies there under another name is that copy.
    """
    renamed, problems = _other_names(folder)
    found = {**edits, **renamed}
    for name, edit in sorted(found.items()):
        other = _belongs_to(folder, name, edit.edited)
        if other:
            problems.append(_misplaced(folder, name, other))
            del found[name]
            if (own := written(folder, name)) is not None and own != edit.base:
                found[name] = _edit(edit.base, own)  # as if it had not been laid over what was edited before
    problems += [_missing(folder, name) for name in _documents(folder) if _is_missing(folder, name, found)]
    old = {name: one for name, edit in found.items() if (one := _old_copy(folder, name, edit.edited)) is not None}
    strange = [name for name in sorted(found.keys() - old) if _is_strange(folder, name, found[name].edited)]
    problems += [_elsewhere(folder, name) for name in strange]
    problems += [one for name, edit in sorted(found.items()) if name not in old for one in _gone(folder, name, edit)]
    if not old:
        return UpToDate(found, tuple(problems))
    present = {name: _plain(content) for name in _documents(folder) if (content := written(folder, name)) is not None}
    for name, copy in sorted(old.items()):
        if name.endswith(".docx"):
            merged = merge_report(present, pieces_of(present), {name: _edit(_plain(copy.origin), _plain(copy.content))})
            present = {**present, **{one: merged.files[one] for one in present}}
            if name in merged.unreadable or name not in present:
                continue
        problems.append(_told(folder, copy))
        found = {**found, **{one: edit for one, edit in _edits_of(folder, present).items() if one != name}}
        generated = _generated(folder, name)
        if generated is not None:
            found[name] = replace(_edit(generated, present[name]), found=copy.content)
    return UpToDate(found, tuple(problems))


def _belongs_to(folder: Path, name: str, content: bytes) -> str:
    """What a Word file is a copy of, where that is another document than the one it lies for; "" else."""
    mark = mark_of(content)
    places = [folder, *(one.folder for one in states(folder))] if mark else []
    if not mark or any(mark in _marks_of(place, name) for place in places):
        return ""
    other = _other_document(places, name, mark)
    if other is not None:
        place, other_name = other
        # the report alone and with its appendices are one text
        is_one_text = REPORT in (name, other_name) and _is_other_form(place, name, other_name)
        return "" if is_one_text else f"“{other_name}”"
    beside = _other_folder(folder, name, mark)
    if beside is not None:
        return f"“{name}” trong “{beside.name}”"
    if _is_strange(folder, name, content) and _is_unlike(folder, name, content):
        return other_period(folder, name, content) or "một báo cáo khác"
    return other_period(folder, name, content)


def _other_document(places: Iterable[Path], name: str, mark: str) -> tuple[Path, str] | None:
    """The document of another name whose state a mark is of, and where it stands; None if there is none."""
    for place in places:
        for other in sorted({path.name.removeprefix(WRITTEN) for path in (place / BASE).glob("*.docx")}):
            if other != name and mark in _marks_of(place, other):
                return place, other
    return None


def _other_folder(folder: Path, name: str, mark: str) -> Path | None:
    """The folder round or beside this one whose document of the same name a mark is of.

    Another version of the same report is left out: it is an earlier state of it.
    """
    home = folder.resolve()
    around = {home.parent, *home.parent.iterdir(), *home.iterdir()} - {home}
    for beside in sorted(path for path in around if (path / BASE).is_dir()):
        is_version = without_version(beside.name) == without_version(home.name)
        states_of = () if is_version else (beside, *(one.folder for one in states(beside)))
        if any(mark in _marks_of(place, name) for place in states_of):
            return beside
    return None


def _is_strange(folder: Path, name: str, content: bytes) -> bool:
    """True for a Word file with the mark of a generated one that neither this folder nor a version of it ever held."""
    mark, home = mark_of(content), folder.resolve()
    if not mark or not name.endswith(".docx"):
        return False
    others = [one for one in home.parent.iterdir() if without_version(one.name) == without_version(home.name)]
    places = [place for one in (home, *others) for place in (one, *(state.folder for state in states(one)))]
    return bool(_marks_of(folder, name)) and not any(
        mark in _marks_of(place, path.name.removeprefix(WRITTEN))
        for place in places
        for path in (place / BASE).glob("*.docx")
    )


def _is_unlike(folder: Path, name: str, content: bytes) -> bool:
    mine = lines_of(content)
    return mine is not None and all(_alike(one, mine) < _UNLIKE for one in _every_state(folder, name))


def _elsewhere(folder: Path, name: str) -> Problem:
    message = "Tệp này được lập ở nơi khác, không phải trong thư mục này: mọi chỗ khác, kể cả số, được coi là sửa tay."
    fix = "Đối chiếu số với hồ sơ; nếu số trong tệp mới hơn thì sửa hồ sơ rồi lập lại."
    return Problem(FROM_ELSEWHERE, Place(str(folder / name)), message, fix)


def _is_missing(folder: Path, name: str, found: Mapping[str, HandEdit]) -> bool:
    """True for a file that held a person's edits when it was written and is not there any more, nor a copy of it."""
    return name not in found and not (folder / name).is_file() and (folder / BASE / f"{WRITTEN}{name}").is_file()


def _missing(folder: Path, name: str) -> Problem:
    message = f"Tệp “{name}” không còn trong thư mục: phần sửa tay của lần trước không có trong bản mới."
    fix = "Nếu không phải cố ý bỏ, lấy lại bằng lệnh history --restore, hoặc đặt lại tệp rồi lập lại."
    return Problem(TAKEN_BACK, Place(str(folder / name)), message, fix)


def other_period(folder: Path, name: str, content: bytes) -> str:
    """The period that a Word file says it is of, in its properties, where that is not the report's; "" else."""
    generated = _generated(folder, name)
    if generated is None or not name.endswith(".docx"):
        return ""
    try:
        said, own = Package.open(content).keywords, Package.made(generated).keywords
    except Unreadable:
        return ""
    return f"báo cáo {said}" if said and own and said != own else ""


def _is_other_form(place: Path, name: str, other: str) -> bool:
    kept = place / BASE / REPORT
    return kept.is_file() and is_combined(kept.read_bytes()) and bool({name, other} - {REPORT})


def _marks_of(place: Path, name: str) -> frozenset[str]:
    paths = (place / BASE / name, place / BASE / f"{WRITTEN}{name}")
    return frozenset(found for path in paths if path.is_file() and (found := mark_of(path.read_bytes())))


def _misplaced(folder: Path, name: str, other: str) -> Problem:
    message = f"Tệp này là bản của {other}, không phải của “{name}”: được giữ riêng, không đưa vào báo cáo."
    return Problem(MISPLACED, Place(str(folder / name)), message, "Đặt tệp về đúng chỗ của nó, rồi lập lại.")


def _gone(folder: Path, name: str, edit: HandEdit) -> Iterator[Problem]:
    """What was edited by hand when the file was written last and is not in it any more."""
    now = written(folder, name)
    if now is None or not name.endswith(".docx") or now == edit.base:
        return
    try:
        made, before, here = (read(one).lines for one in (edit.base, now, edit.edited))
    except Unreadable:
        return
    words = [Counter[str](), Counter[str]()]
    for bag, lines in zip(words, (made, here), strict=True):
        for line in lines:
            bag.update(line.tokens)
    known, kept = {line.words for line in made}, {line.words for line in here}
    own = [line for line in before if line.words not in known and line.words not in kept]
    lost = [
        line for line in own if any(words[1][word] <= words[0][word] for word in _own_words(line, words[0], before))
    ]
    for line in lost[:_MOST_TOLD]:
        message = f"Chữ sửa tay của lần trước không còn trong tệp: “{shortened(line.words, _LONGEST_TOLD)}”."
        fix = "Nếu không phải cố ý bỏ, xem lại bằng lệnh history --diff và chép lại."
        yield Problem(TAKEN_BACK, Place(str(folder / name)), message, fix)


def _own_words(line: Line, made: Counter[str], before: Sequence[Line]) -> list[str]:
    """The words of a line that the whole file had more often than it was generated with."""
    every = Counter[str]()
    for one in before:
        every.update(one.tokens)
    return [word for word in line.tokens if every[word] > made[word]]


def _plain(content: bytes) -> bytes:
    """A Word file with what the program tracked in it accepted."""
    try:
        return settle_of(content, AUTHOR, accept=True)
    except BadDossier:
        return content


def stale_copies(folder: Path) -> tuple[Problem, ...]:
    """What an issue must know: files of the folder that are of an earlier state, and copies under another name."""
    found = [_old_copy(folder, name, (folder / name).read_bytes()) for name in edited_files(folder)]
    _, others = _other_names(folder)
    return (*(_told(folder, one) for one in found if one is not None), *others)


def _told(folder: Path, copy: OldCopy) -> Problem:
    of = f"của lần lập số {copy.state}" if copy.state is not None else "của lần lập trước"
    message = f"Tệp này là bản {of}, không phải bản mới nhất; chỉ phần sửa tay trong đó được giữ, số liệu lấy bản mới."
    return Problem(OLD_COPY, Place(str(folder / copy.name)), message, "Mở tệp đọc lại.")


# --- which state a file is of ------------------------------------------------------------------------------


def _old_copy(folder: Path, name: str, content: bytes) -> OldCopy | None:
    """The earlier state that a file is a copy of; None if it is of the present one."""
    now = written(folder, name)
    if now is None or content == now:
        return None
    versions = {version: number for number, version in _earlier(folder, name) if version != now}
    mark, present = mark_of(content), mark_of(now)
    of_its_state = {version: number for version, number in versions.items() if mark and mark_of(version) == mark}
    sure = bool(of_its_state) and mark != present
    versions = of_its_state if of_its_state or (mark and mark == present) else versions
    if not versions:
        return None
    if content in versions:
        as_made = next((one.number for one in states(folder) if written(one.folder, name) == content), None)
        if as_made is not None:
            return OldCopy(name, content, content, as_made)
        return OldCopy(name, content, _as_made(folder, name, versions[content]) or content, versions[content])
    here, mine = _said_in(now), _said_in(content)
    if here is None or mine is None or (not sure and not mine - here):
        return None
    newest = list(versions)[-_MOST_VERSIONS:]
    known = [(found, version) for version in newest if (found := _said_in(version)) is not None and found != here]
    best = max(known, key=lambda one: (_alike(one[0], mine), versions[one[1]]), default=None)
    if best is None:
        return None
    then, version = best
    if not sure and len((then - here) & mine) <= len((here - then) & mine):
        return None
    if not sure and not mine - then and _same_data(folder, name, versions[version]):
        return None  # a person took back what had been edited: no figure is out of date
    return OldCopy(name, content, version, versions[version])


def _alike(one: Lines, other: Lines) -> float:
    return 2 * len(one & other) / max(len(one) + len(other), 1)


def are_alike(one: Lines, other: Lines) -> bool:
    """True for two states of one report; reports of two dossiers share far fewer lines."""
    return _alike(one, other) >= _SURE


def _same_data(folder: Path, name: str, number: int) -> bool:
    """True if the data of a state gave the file that it gives now."""
    now = _generated(folder, name)
    then = next((one.folder / BASE / name for one in states(folder) if one.number == number), None)
    if now is None or then is None or not then.is_file():
        return False
    return lines_of(then.read_bytes()) == lines_of(now)


def _as_made(folder: Path, name: str, number: int) -> bytes | None:
    """A file as the program wrote it in a state."""
    state = next((one.folder for one in states(folder) if one.number == number), None)
    return written(state, name) if state is not None else None


def _earlier(folder: Path, name: str) -> Iterator[tuple[int, bytes]]:
    """The earlier states of a file by number: as it stood, as it was written, as it was generated."""
    for state in states(folder):
        for path in (state.folder / name, state.folder / BASE / f"{WRITTEN}{name}", state.folder / BASE / name):
            if path.is_file():
                yield state.number, path.read_bytes()


def written(folder: Path, name: str) -> bytes | None:
    """A file of a folder or state as the last run wrote it, whatever became of it since."""
    for path in (folder / BASE / f"{WRITTEN}{name}", folder / BASE / name):
        if path.is_file():
            return path.read_bytes()
    return None


def lines_of(content: bytes) -> Lines | None:
    """The lines of a Word file or the cells of a spreadsheet; None if it cannot be read."""
    try:
        return frozenset(line.words for line in read(content).lines)
    except Unreadable:
        pass
    try:
        sheets = values_of(content)
    except CannotMerge:
        return None
    return frozenset(f"{title}!{cell}={value}" for title, sheet in sheets.items() for cell, value in sheet.items())


def _said_in(content: bytes) -> Lines | None:
    """The lines of a file, and what its headers and footers say."""
    lines = lines_of(content)
    try:
        frames = [str(section.frame) for section in read(content).sections] if lines is not None else []
    except Unreadable:
        frames = []
    return lines | frozenset(f"{number} {frame}" for number, frame in enumerate(frames)) if lines is not None else None


def _generated(folder: Path, name: str) -> bytes | None:
    path = folder / BASE / name
    return path.read_bytes() if path.is_file() else None


def _edit(base: bytes, edited: bytes) -> HandEdit:
    return HandEdit(base, edited)


def _documents(folder: Path) -> list[str]:
    manifest = read_manifest(folder)
    return sorted(name for name in (manifest.outputs if manifest else ()) if name.endswith((".docx", ".xlsx")))


def pieces_of(present: Mapping[str, bytes]) -> dict[str, bytes]:
    """The documents of a folder as pieces, the report first."""
    others = {name: content for name, content in present.items() if name.endswith(".docx") and name != REPORT}
    first = present.get(REPORT)
    if first is None:
        return others
    if is_combined(first):
        try:
            parts = [one.edited for one in apart(first, first)]
        except CannotPart:
            return {REPORT: first}
        return {REPORT: parts[0], **{f"phu-luc-{number}.docx": one for number, one in enumerate(parts[1:], 1)}}
    return {REPORT: first, **others}


def _edits_of(folder: Path, present: Mapping[str, bytes]) -> dict[str, HandEdit]:
    """Files that now hold edits which came in with a copy of another form."""
    found = {}
    for name, content in present.items():
        generated, place = _generated(folder, name), folder / name
        untouched = place.is_file() and place.read_bytes() == written(folder, name)
        if generated is not None and untouched and content != generated:
            found[name] = replace(_edit(generated, content), found=place.read_bytes())
    return found


# --- copies under another name ------------------------------------------------------------------------------


def _other_names(folder: Path) -> tuple[dict[str, HandEdit], list[Problem]]:
    """Copies that stand for a file that is gone; and those beside their file that hold edits it lacks."""
    made = _documents(folder)
    ours = (".", "~$")
    others = [one for one in sorted(folder.iterdir()) if one.name not in made and not one.name.startswith(ours)]
    others = [one for one in others if _ASIDE not in one.name and one.is_file()]
    unread = [one for one in others if one.suffix.lower() in _NOT_TAKEN]
    others = [one for one in others if one.suffix.lower() == ".docx"]
    moved = _in_subfolders(folder)
    if not made or not (others or unread or moved):
        return {}, []
    missing = [name for name in made if name.endswith(".docx") and not (folder / name).is_file()]
    taken: dict[str, HandEdit] = {}
    problems: list[Problem] = []
    known = {name: found for name in made if name.endswith(".docx") if (found := _every_state(folder, name))}
    for path in (*others, *moved):
        mine = lines_of(path.read_bytes())
        likely = [(max(_alike(one, mine) for one in found), name) for name, found in known.items()] if mine else []
        alike, name = max(likely, default=(0.0, ""))
        if alike < _SURE or mine is None:
            continue
        base = _generated(folder, name)
        if name in missing and name not in taken and base is not None and path not in moved:
            taken[name] = _edit(base, path.read_bytes())
            message = f"Tệp này được dùng làm “{name}”, là tệp không còn trong thư mục."
            problems.append(Problem(OLD_COPY, Place(str(path)), message, "Kiểm tra lại, rồi xoá tệp mang tên khác."))
        elif mine - frozenset().union(*known[name]) - _now(folder, name):  # lines that no state of its file has
            where = "nằm trong thư mục con" if path in moved else "mang tên khác"
            message = f"Tệp này là một bản của “{name}” {where}; phần sửa trong đó chưa được đưa vào báo cáo."
            fix = (
                f"Nếu cần lấy phần sửa đó, chép tệp này đè lên “{name}” rồi lập lại; nếu không, chuyển tệp đi nơi khác."
            )
            problems.append(Problem(OTHER_NAME, Place(str(path)), message, fix))
    stems = tuple(Path(name).stem for name in made)
    for path in unread:
        if missing != list(taken) or path.stem.casefold().startswith(stems):
            message = "Phần sửa trong tệp dạng này, nếu có, chưa được đưa vào báo cáo."
            fix = "Nếu là bản sửa của báo cáo, lưu lại thành .docx rồi lập lại; nếu không, chuyển tệp đi nơi khác."
            problems.append(Problem(OTHER_NAME, Place(str(path)), message, fix))
    return taken, problems


def _in_subfolders(folder: Path) -> list[Path]:
    """Word files that a person put into a folder of their own beside the report's; those of other reports are not."""
    own = (one for one in sorted(folder.iterdir()) if one.is_dir() and not one.name.startswith("."))
    plain = (one for one in own if not (one / BASE).is_dir())
    return [path for one in plain for path in sorted(one.glob("*.docx")) if not path.name.startswith((".", "~$"))]


def _now(folder: Path, name: str) -> Lines:
    path = folder / name
    return (lines_of(path.read_bytes()) if path.is_file() else None) or frozenset()


def _every_state(folder: Path, name: str) -> list[Lines]:
    """The lines of every state of a file, the present one last."""
    now = written(folder, name)
    contents = dict.fromkeys([*(content for _, content in _earlier(folder, name)), *([now] if now else [])])
    return [found for one in contents if (found := lines_of(one)) is not None]
