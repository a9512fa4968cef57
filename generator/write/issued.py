"""Issued reports: their folders are not written again, and what they printed is read back from their manifests."""

from __future__ import annotations

from pathlib import Path

from generator.compute.restatements import IssuedReport
from generator.periods import parse_period
from generator.problems import WrongUsage
from generator.vietnamese import short_date
from generator.write.manifest import MANIFEST_NAME, Issued, Manifest, read_manifest

NEW_VERSION = "-ban-"
_SIGNS_OF_ISSUE = (b'"issued"', b"\\u", b"\0")
"""The key itself, JSON's escapes of letters, and what UTF-16 and UTF-32 hold."""


def refuse_issued(folder: Path) -> None:
    """Raises WrongUsage if the report in `folder` is issued."""
    manifest = _issued_manifest(folder)
    if manifest is not None and manifest.issued is not None:
        raise WrongUsage(
            f"Báo cáo trong “{folder}” đã ban hành {issued_words(manifest.issued)}, không lập lại.",
            "Muốn lập bản mới cho kỳ này, thêm --new-version: bản mới nằm ở thư mục riêng, bản đã ban hành giữ nguyên.",
        )


def issued_words(issued: Issued) -> str:
    """ "số 05/BC-UBND ngày 05/01/2026"."""
    return f"số {issued.symbol} ngày {short_date(issued.day)}"


def version_folder(folder: Path, new_version: bool) -> Path:
    """Where to build: `folder`, or with `new_version` its first version that is not issued ("2025-Q3-ban-2").

    Raises WrongUsage if `folder` is issued and no new version is wanted, or if it is not and one is.
    """
    if not new_version:
        refuse_issued(folder)
        return folder
    if not is_issued(folder):
        raise WrongUsage(
            f"Báo cáo trong “{folder}” chưa ban hành, nên chưa cần bản mới.", "Chạy lại lệnh không có --new-version."
        )
    number, version = 2, folder
    while is_issued(version):
        version, number = folder.with_name(f"{folder.name}{NEW_VERSION}{number}"), number + 1
    return version


def is_issued(folder: Path) -> bool:
    return _issued_manifest(folder) is not None


def _issued_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder whose report is issued, else None.

    Most are not, and a manifest with the figures of ten thousand tasks takes long to make sense of: the name that the
    number stands under must be among its bytes, plain, or as some other program would spell it.
    """
    try:
        content = (folder / MANIFEST_NAME).read_bytes()
    except OSError:
        return None
    manifest = read_manifest(folder) if any(sign in content for sign in _SIGNS_OF_ISSUE) else None
    return manifest if manifest is not None and manifest.issued is not None else None


def issued_manifests(reports: Path, agency: str | None = None) -> tuple[Manifest, ...]:
    """The manifests of all issued reports under `reports` (outputs/<workbook stem>), by period; of each the newest.

    With `agency` those of its own reports.
    """
    found: dict[str, Manifest] = {}
    for folder in sorted(reports.iterdir()) if reports.is_dir() else ():
        for own in _own_folders(folder, agency):
            manifest = _issued_manifest(own)
            if manifest is None or manifest.issued is None or parse_period(manifest.period) is None:
                continue
            known = found.get(manifest.period)
            if known is None or known.issued is None or known.issued.day <= manifest.issued.day:
                found[manifest.period] = manifest
    return tuple(found[code] for code in sorted(found))


def issued_reports(reports: Path, agency: str | None = None) -> tuple[IssuedReport, ...]:
    """The reports issued under `reports` (outputs/<workbook stem>), each as far as a later one needs it."""
    found = []
    for manifest in issued_manifests(reports, agency):
        period, issued = parse_period(manifest.period), manifest.issued
        if period is not None and issued is not None:
            found.append(IssuedReport(issued.symbol, issued.day, period, manifest.as_of, manifest.facts))
    return tuple(found)


def _own_folders(folder: Path, agency: str | None) -> list[Path]:
    if not folder.is_dir() or folder.name.startswith("."):
        return []
    if agency is None:
        return [folder]
    return sorted(path for path in folder.iterdir() if path.is_dir() and path.name.split(NEW_VERSION)[0] == agency)
