"""What earlier runs of `remind` left: letters that are sent and stand, drafts that are written again, the register.

A letter counts as sent once its number stands in the register or in its Word file; it is never written again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.figures import PrintedFigure
from generator.frame import Frame
from generator.vietnamese import parse_date, short_date

if TYPE_CHECKING:
    from generator.compute.facts import Facts
    from generator.write.reminder_register import RegisterLine

NO_ANSWER, NOT_SENT = "Chưa có kết quả", "Không phát hành"
_DONE = "Đã thực hiện đủ"


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that is sent: its file's name, number, day (if known) and the day lateness was judged on."""

    name: str
    number: str
    day: date | None
    as_of: date

    def cited(self, frame: Frame) -> str:
        """ "Công văn số 112/UBND-VX3 ngày 16/9/2025"."""
        return f"Công văn số {frame.dated_symbol(self.number, short_date(self.day) if self.day else '')}"


@dataclass(frozen=True, slots=True)
class Kept:
    """Files of an earlier run that go into the folder again as they stand, with what the manifest knows of them."""

    files: Mapping[str, bytes]
    base: Mapping[str, bytes]
    figures: tuple[PrintedFigure, ...]


def sent_letters(folder: Path, lines: Iterable[RegisterLine], period: str) -> dict[str, Sent]:
    """The letters of a period that are sent, by file name."""
    from generator.write.manifest import read_manifest

    manifest = read_manifest(folder)
    known = {line.file: line for line in lines if line.period == period and line.number}
    names = {*known, *(name for name in (manifest.outputs if manifest else ()) if name.endswith(".docx"))}
    found: dict[str, Sent] = {}
    for name in sorted(names):
        number, day = _numbered(folder / name)
        line = known.get(name)
        if line is not None:
            number, day = line.number, line.issued or day
        as_of = line.as_of if line is not None else None
        if number:
            found[name] = Sent(name, number, day, as_of or (manifest.as_of if manifest else date.min))
    return found


def _numbered(path: Path) -> tuple[str, date | None]:
    """Number and date that a person put into a letter ("112/UBND-VX3"); "" while there is none."""
    from generator.render.document import document_text
    from generator.revise.number_and_date import DATE_LINE, NUMBER_LINE
    from generator.revise.package import NotAWordFile, Package

    try:
        content = path.read_bytes()
        Package.open(content)
        lines = document_text(content).split("\n")
    except (OSError, NotAWordFile):
        return "", None
    found = next((match for line in lines if (match := NUMBER_LINE.match(line))), None)
    digits = found["number"].strip(" .…_\t\xa0") if found else ""
    dated = next((match for line in lines if (match := DATE_LINE.match(line))), None)
    day = parse_date(" ".join(dated["date"].split())) if dated else None
    return (f"{digits}{found['rest']}", day) if found and digits else ("", None)


def kept_files(folder: Path, names: Iterable[str]) -> Kept:
    """Of an earlier run, the files called so (and their PDFs) that still stand."""
    from generator.write.carry_over import BASE
    from generator.write.manifest import read_manifest

    manifest = read_manifest(folder)
    wanted = {Path(name).stem for name in names}
    outputs = manifest.outputs if manifest else {}
    present = [name for name in sorted(outputs) if Path(name).stem in wanted and (folder / name).is_file()]
    based = [name for name in present if (folder / BASE / name).is_file()]
    return Kept(
        {name: (folder / name).read_bytes() for name in present},
        {name: (folder / BASE / name).read_bytes() for name in based},
        tuple(one for one in (manifest.figures if manifest else ()) if one.file in present),
    )


# --- the register ------------------------------------------------------------------------------------


def brought_up_to_date(
    lines: Sequence[RegisterLine], facts: Facts, sent: Mapping[str, Sent], gone: Iterable[str] = ()
) -> tuple[RegisterLine, ...]:
    """Those of the lines that say something else now: what came of the letter, its number, that it was not sent.

    `gone` are files of this period's drafts that are no more. Lines of a later period or day are left alone.
    """
    return tuple(
        new for line in lines if (new := _now(line, facts, sent, frozenset(gone))) != line and line.as_of is not None
    )


def _now(line: RegisterLine, facts: Facts, sent: Mapping[str, Sent], gone: frozenset[str]) -> RegisterLine:
    from generator.compute.reminders import Asked, answered
    from generator.periods import parse_period

    period = parse_period(line.period)
    if period is None or period.window(facts.settings.cutoff).end > facts.window.end:
        return line
    if line.updated is not None and line.updated > facts.as_of:
        return line
    own = line.period == facts.period.code
    if own and line.file in sent:
        letter = sent[line.file]
        line = replace(line, number=line.number or letter.number, issued=line.issued or letter.day)
    answer = answered(Asked(period, line.overdue, line.unreported), facts)
    words = outcome_words(answer.total, answer.waiting)
    if own and line.file in gone and not line.number:
        words = NOT_SENT
    return line if words == line.outcome else replace(line, outcome=words, updated=facts.as_of)


def outcome_words(total: int, waiting: Sequence[str]) -> str:
    """What came of a letter: nothing, all, or "Đã thực hiện 3/5 nhiệm vụ; còn: I.7, V.2"."""
    if len(waiting) == total:
        return NO_ANSWER
    if not waiting:
        return _DONE
    return f"Đã thực hiện {total - len(waiting)}/{total} nhiệm vụ; còn: {', '.join(waiting)}"
