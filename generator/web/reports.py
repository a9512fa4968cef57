"""The finished reports of a dossier, and their files, found by a key or name that a browser sends, never through it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from werkzeug.exceptions import NotFound

from generator.stories.report_folders import FinishedReport, file_label, finished_reports
from generator.web.dossiers import DossierFolder
from generator.web.marks import file_mark


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file of a report: `name` stands in addresses, `label` is shown ("Phụ lục II")."""

    path: Path
    label: str

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def suffix(self) -> str:
        return self.path.suffix

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    @property
    def mark(self) -> str:
        """The file's fingerprint as it is now, also after a person edited it."""
        return file_mark(self.path)


@dataclass(frozen=True, slots=True)
class KeptReport:
    """One finished report; `key` stands in addresses."""

    key: str
    about: FinishedReport

    @property
    def title(self) -> str:
        return self.about.title

    @property
    def folder(self) -> Path:
        return self.about.folder

    @property
    def files(self) -> tuple[ReportFile, ...]:
        return tuple(ReportFile(path, file_label(path)) for path in self.about.files)

    @property
    def documents(self) -> tuple[ReportFile, ...]:
        """The Word files: report first, then its appendices."""
        return tuple(one for one in self.files if one.suffix == ".docx")

    def file(self, name: str) -> ReportFile:
        """The file of that name. Raises NotFound for any other word."""
        found = next((one for one in self.files if one.name == name), None)
        if found is None:
            raise NotFound
        return found


def reports(dossier: DossierFolder) -> tuple[KeptReport, ...]:
    """All finished reports of a dossier, the latest period first."""
    results = dossier.outputs / dossier.workbook.stem
    return tuple(KeptReport(key_of(one.folder, results), one) for one in finished_reports(results))


def report(dossier: DossierFolder, key: str) -> KeptReport:
    """The report of a key. Raises NotFound for any other word."""
    found = next((one for one in reports(dossier) if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def key_of(folder: Path, results: Path) -> str:
    """What stands for a folder of results in an address: it says nothing of agencies or periods."""
    return hashlib.sha256(folder.relative_to(results).as_posix().encode()).hexdigest()[:16]
