"""Which file of which report a Word document is a copy of: told by what it holds, never by its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.problems import WrongUsage

SURE, UNSURE = 0.7, 0.35
"""How much of a file's text must be that of a report's file: to take it as that file; to ask whether it is."""
_CLEARLY = 0.05


@dataclass(frozen=True, slots=True)
class Origin:
    """A file of a report that a document may be a copy of. `alike`: how much of their texts is the same, 0 to 1.

    `content` is that file as it stood when the copy was taken, as far as its history tells. `speaks_of_period` is
    False if the copy nowhere names the period that the file names.
    """

    folder: Path
    name: str
    alike: float
    content: bytes
    speaks_of_period: bool = True

    @property
    def sure(self) -> bool:
        return self.alike >= SURE and self.speaks_of_period


def recognise(file: Path, folders: Sequence[Path]) -> tuple[Origin, ...]:
    """The files of finished reports that a document may be a copy of, the likeliest first; its name plays no part.

    Of every file its present state, its earlier ones and what the program generated are looked at. Raises WrongUsage
    for a document that cannot be read.
    """
    from generator.revise.document_body import document_units, read_document

    mine = _Texts.of(document_units(read_document(file), "Tệp gửi lên"))
    found = [one for folder in folders for one in _origins(folder, mine)]
    return tuple(sorted(found, key=lambda one: (-one.alike, str(one.folder), one.name)))


def chosen_origin(found: Sequence[Origin], folder: Path) -> tuple[Origin, ...]:
    """What the document is within the report of `folder`: one origin if that is clear, else those to choose from.

    None at all: it is no file of these reports. An origin of another folder: it is clearly that report's.
    """
    likely = [one for one in found if one.alike >= UNSURE]
    if not likely:
        return ()
    best = likely[0]
    here = [one for one in likely if one.folder == folder]
    if best.folder != folder and (not here or best.alike > here[0].alike + _CLEARLY or not here[0].speaks_of_period):
        return (best,)
    rivals = tuple(one for one in here if one.alike > here[0].alike - _CLEARLY)
    return rivals if len(rivals) > 1 or rivals[0].sure else tuple(here[:4])


class _Texts:
    """The texts of a document's paragraphs and rows."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.every = set(texts)
        self.whole = " ".join(texts)

    @classmethod
    def of(cls, units: Sequence[object]) -> _Texts:
        from generator.revise.words import normal

        return cls([text for unit in units if (text := normal(getattr(unit, "text", "")).casefold())])

    def alike(self, other: _Texts) -> float:
        return 2 * len(self.every & other.every) / max(len(self.every) + len(other.every), 1)


def _origins(folder: Path, mine: _Texts) -> list[Origin]:
    from generator.periods import parse_period
    from generator.write.manifest import read_manifest

    manifest = read_manifest(folder)
    if manifest is None:
        return []
    period = parse_period(manifest.period)
    label = period.label.casefold() if period else ""
    found = []
    for name in sorted(one for one in manifest.outputs if one.endswith(".docx") and (folder / one).is_file()):
        best: tuple[float, bytes, bool] | None = None
        for content in _versions(folder, name):
            texts = _read(content, name)
            if texts is not None and (best is None or mine.alike(texts) > best[0]):
                best = mine.alike(texts), content, label not in texts.whole or label in mine.whole
        if best is not None:
            found.append(Origin(folder, name, *best))
    return found


def _versions(folder: Path, name: str) -> list[bytes]:
    """The file as it stands, as it stood before, the newest first, then as generated; equal ones once."""
    from generator.write.backups import states
    from generator.write.carry_over import BASE

    earlier = [state.folder for state in reversed(states(folder))]
    paths = [
        folder / name,
        *(one / name for one in earlier),
        folder / BASE / name,
        *(one / BASE / name for one in earlier),
    ]
    return list(dict.fromkeys(path.read_bytes() for path in paths if path.is_file()))


def _read(content: bytes, name: str) -> _Texts | None:
    from generator.revise.document_body import document_units

    try:
        return _Texts.of(document_units(content, name))
    except WrongUsage:
        return None
