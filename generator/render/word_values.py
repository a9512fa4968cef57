"""What a template may put in beside text: a picture, another Word file, text with its own looks.

The files are looked for in the folders beside which they were put (the workbook's and the templates'), by their bare
names; docxtpl puts them in (see docxtpl_engine.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

WORD_FUNCTIONS = ("picture", "subdocument", "rich_text", "rich_paragraph")
"""Names that a template may call where docxtpl renders it."""


class NoSuchFile(ValueError):
    """A file that a template names is not where it is looked for; the text says so, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class BesideFiles:
    """The folders in which pictures and documents named by a template are looked for, in this order."""

    folders: tuple[Path, ...] = ()
    on_trial: bool = False
    """True where a template is only tried: the workbook, and what lies beside it, is not known yet."""

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None where it may still come with the workbook. Raises NoSuchFile."""
        if not isinstance(name, str) or Path(name).name != name or "\\" in name or name.startswith("."):
            raise NoSuchFile(f"“{name}” phải là tên một tệp, không kèm thư mục.")
        for folder in self.folders:
            path = folder / name
            if path.is_file() and path.resolve().parent == folder.resolve():
                return path.read_bytes()
        if self.on_trial:
            return None
        raise NoSuchFile(f"không thấy tệp “{name}” cạnh hồ sơ hoặc trong thư mục mẫu.")


NO_FILES = BesideFiles()
