"""What a person changed in an output folder, with what the program had written there: the input of a merge."""

from __future__ import annotations

from pathlib import Path

from generator.revise.folder import HandEdit
from generator.write.carry_over import BASE
from generator.write.files import edited_files

_MERGED = (".docx", ".xlsx")


def hand_edits(folder: Path) -> dict[str, HandEdit]:
    """Name → file as edited and as last generated. A file whose `.base` is lost cannot be merged and is left out."""
    edits: dict[str, HandEdit] = {}
    for name in edited_files(folder):
        kept = folder / BASE / name
        if name.endswith(_MERGED) and kept.is_file():
            edits[name] = HandEdit(kept.read_bytes(), (folder / name).read_bytes())
    return edits
