"""Which dossiers a batch is about: files, folders and wildcards taken apart, a workbook split among its agencies."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.batch_results import RESULTS_NAME, Result, failed
from generator.jobs import Checked, Job
from generator.pipeline import check, refuse_errors
from generator.problems import BaocaoError, WrongUsage
from generator.vietnamese import fold, nfc, title_key

_SUFFIXES = (".xlsx", ".yaml", ".yml", ".json")
_OURS = (RESULTS_NAME, "manifest.json")


@dataclass(frozen=True, slots=True)
class Share:
    """What one workbook gives to do. `checked` is set where it had to be read to know."""

    workbook: Path
    jobs: tuple[Job, ...]
    checked: Checked | None = None


def dossiers(names: Sequence[str]) -> tuple[Path, ...]:
    """The files that `names` mean, each once, sorted: a folder is all dossiers in it, a wildcard all that match.

    A name without a wildcard stays even if nothing is there: its absence is to be reported. Raises WrongUsage if
    nothing is left.
    """
    found: dict[str, Path] = {}
    for path in (path for name in names for path in _meant(name)):
        found.setdefault(os.path.normcase(path.resolve()), path)
    if not found:
        asked = ", ".join(f"“{name}”" for name in names)
        raise WrongUsage(
            f"Không có hồ sơ nào ứng với {asked}.", "Hồ sơ là tệp .xlsx, .yaml hoặc .json; kiểm tra lại tên thư mục."
        )
    return tuple(sorted(found.values(), key=lambda path: nfc(path.as_posix())))


def _meant(name: str) -> Iterator[Path]:
    path = Path(name)
    if path.is_dir():
        yield from (one for one in sorted(path.iterdir()) if _is_dossier(one))
    elif path.exists() or not glob.has_magic(name):
        yield path
    else:  # the Windows command prompt leaves wildcards to the program
        for found in sorted(glob.glob(name, recursive=True)):  # noqa: PTH207 (Path.glob refuses "C:/xa/*.xlsx")
            yield from (_meant(found) if Path(found).is_dir() else [Path(found)] if _is_dossier(Path(found)) else [])


def _is_dossier(path: Path) -> bool:
    """True for a file that may be a dossier; not for what an open Excel or a run of this program leaves there."""
    is_ours = path.name.startswith((".", "~$")) or path.name in _OURS
    return path.suffix.lower() in _SUFFIXES and not is_ours and path.is_file()


def shares(workbooks: Iterable[Path], job: Job, column: str | None) -> Iterator[Share | Result]:
    """What each workbook gives to do; where it cannot be done, why.

    Two workbooks of one name would write into one folder: neither is built. With `column` a workbook is read here.
    """
    workbooks = tuple(workbooks)
    stems: dict[str, list[Path]] = {}
    for path in workbooks:
        stems.setdefault(fold(path.stem), []).append(path)
    for path in workbooks:
        own = replace(job, workbook=path)
        others = [other for other in stems[fold(path.stem)] if other != path]
        try:
            if others:
                raise _same_name(path, others[0])
            yield _split(own, column) if column else Share(path, (own,))
        except (BaocaoError, OSError, MemoryError) as error:
            yield failed(own, error)


def _same_name(path: Path, other: Path) -> WrongUsage:
    message = f"“{path}” và “{other}” cùng tên, kết quả sẽ ghi đè lên nhau."
    return WrongUsage(message, "Đổi tên một tệp, hoặc chạy riêng với --out khác.")


def _split(job: Job, column: str) -> Share:
    from generator.batch_columns import LEAD, agencies_by

    checked = check(job.workbook)
    dossier, names = agencies_by(refuse_errors(checked, job.workbook), job.workbook, column)
    by = None if title_key(column) == title_key(LEAD) else title_key(column)
    jobs = tuple(replace(job, agency=name, by=by) for name in names)
    return Share(job.workbook, jobs, replace(checked, dossier=dossier))
