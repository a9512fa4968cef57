"""Finished reports: which stand in a folder of results, and pages of them to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.folders import MANIFEST, NEW_VERSION, REPORT, plan_of, recipient_of
from generator.core.period_names import parse_period
from generator.core.periods import CutoffRule
from generator.core.roman import roman_value
from generator.write.libreoffice import LIBREOFFICE
from generator.write.manifest import read_manifest, sha256
from generator.write.pdf import to_pdf

if TYPE_CHECKING:
    from generator.write.manifest import Issued

_LABELS = {
    "bao-cao": "Báo cáo",
    "phu-luc": "Phụ lục",
    "can-doc-lai": "Các câu cần đọc lại",
    "manifest": "Nhật ký lập báo cáo",
}


@dataclass(frozen=True, slots=True)
class FinishedReport:
    """One folder of results. `version` is 1, or the number of a later version of an issued report.

    `agency`, `recipient`, `plan` (its code) say whose part of the period it is: one of them, or none.
    `files` are those that people take away, in the order they are read, as they are now: a person may have edited one.
    """

    folder: Path
    period: str
    label: str
    agency: str | None
    recipient: str | None
    plan: str | None
    version: int
    issued: Issued | None
    files: tuple[Path, ...]
    gaps: tuple[str, ...]

    @property
    def is_of_a_part(self) -> bool:
        """True of an agency's own, and of one on one plan of several: nobody is owed it by sheet Nơi gửi."""
        return self.agency is not None or self.plan is not None

    @property
    def title(self) -> str:
        """ "Báo cáo quý III năm 2025 (Sở Tài chính), bản 2"."""
        of = self.agency or (f"Kế hoạch {self.plan}" if self.plan else "")
        whose = f" ({of})" if of else f" gửi {self.recipient}" if self.recipient else ""
        return f"Báo cáo {self.label}{whose}{f', bản {self.version}' if self.version > 1 else ''}"


def finished_reports(results: Path) -> tuple[FinishedReport, ...]:
    """Every report under `results` (outputs/<workbook stem>), the latest period first, whole body before agencies."""
    found = [report for folder in _folders(results) if (report := _report(folder, results)) is not None]
    return tuple(sorted(found, key=_order, reverse=True))


def _folders(results: Path) -> Iterator[Path]:
    for path in sorted(results.rglob(MANIFEST)) if results.is_dir() else ():
        if not any(part.startswith(".") for part in path.relative_to(results).parts):
            yield path.parent


def _report(folder: Path, results: Path) -> FinishedReport | None:
    manifest = read_manifest(folder)
    period = parse_period(manifest.period) if manifest else None
    if manifest is None or period is None or REPORT not in manifest.outputs:  # letters have a manifest too
        return None
    name, _, version = folder.name.partition(NEW_VERSION)
    inside = folder.parent != results
    recipient, plan = (recipient_of(folder.name), plan_of(folder.name)) if inside else (None, None)
    if recipient is not None and isinstance(told := manifest.facts.get("recipient"), str):
        recipient = told  # as sheet Nơi gửi writes it
    if plan is not None and isinstance(codes := manifest.facts.get("plans"), list) and len(codes) == 1:
        plan = str(codes[0])  # as sheet Kế hoạch writes it
    return FinishedReport(
        folder=folder,
        period=period.code,
        label=period.label,
        agency=name if inside and recipient is None and plan is None else None,
        recipient=recipient,
        plan=plan,
        version=int(version) if version.isdecimal() else 1,
        issued=manifest.issued,
        files=tuple(sorted((folder / one for one in manifest.outputs if (folder / one).is_file()), key=_reading_order)),
        gaps=manifest.gaps,
    )


def _order(report: FinishedReport) -> tuple[object, ...]:
    period = parse_period(report.period)
    assert period is not None
    return (
        period.window(CutoffRule.CALENDAR).end,
        report.period,
        not report.is_of_a_part,
        report.recipient is None,
        report.version,
    )


def _reading_order(path: Path) -> tuple[object, ...]:
    suffixes = (".docx", ".xlsx", ".pdf")
    return (
        suffixes.index(path.suffix) if path.suffix in suffixes else len(suffixes),
        not path.stem.startswith("bao-cao"),
        roman_value(path.stem.rpartition("-")[2]),
        path.name,
    )


def file_label(path: Path) -> str:
    """What people call a file of a report: "Phụ lục II"; its own name for one that a person added."""
    if path.stem == "phu-luc" and path.suffix == ".xlsx":
        return "Các phụ lục dạng Excel"
    for stem, label in _LABELS.items():
        if path.stem == stem or path.stem.startswith(f"{stem}-"):
            number = path.stem.removeprefix(stem).removeprefix("-")
            return f"{label} {number}".strip()
    return path.stem


def printed_copy(document: Path) -> Path | None:
    """The PDF beside a Word file of a report, where both are still as they were written together."""
    pdf, manifest = document.with_suffix(".pdf"), read_manifest(document.parent)
    written = manifest.outputs if manifest else {}
    same = all(one.is_file() and written.get(one.name) == sha256(one.read_bytes()) for one in (document, pdf))
    return pdf if same else None


def can_print() -> bool:
    """True if LibreOffice is on this machine, so that pages can be shown as they will print."""
    return LIBREOFFICE.find() is not None


def print_pages(documents: Sequence[Path], out: Path) -> tuple[Path, ...]:
    """The PDF of each Word file in `out`, under the file's stem. Raises OutsideProgram."""
    return tuple(one.path for one in to_pdf(documents, out))
