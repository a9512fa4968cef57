"""Which dossiers a batch is about: files, folders and wildcards taken apart, a workbook split among its agencies."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.batch.results import RESULTS_NAME, Result, failed
from generator.compute.plan_changes import plans_in_force
from generator.compute.reporting import is_collective
from generator.core.folders import MANIFEST
from generator.core.model import Dossier
from generator.core.problems import BaocaoError, WrongUsage
from generator.core.vietnamese import fold, join_and, nearest, nfc, one_line, short_date, title_key
from generator.read.columns import LEAD
from generator.read.layout import read_layout
from generator.read.text_files import is_text_dossier
from generator.stories.dossier import ALL, check, find_period, find_plan, find_recipient, refuse_errors
from generator.stories.jobs import Checked, Job

# --- splitting a workbook by a column: a report for each lead agency, or for each commune that a column names ---------

_SPLIT_SHEETS = ("Nhiệm vụ", "Chỉ tiêu", "Kinh phí")
_PLACE = re.compile(r"(xã|phường|đặc khu)\s", re.IGNORECASE)


def agencies_by(dossier: Dossier, workbook: Path, column: str) -> tuple[Dossier, tuple[str, ...]]:
    """The dossier and the agencies that get a report each.

    By "Cơ quan chủ trì" these are the agencies that lead something, but for names of many bodies ("Các sở, ban,
    ngành"). By a column that a person added to sheet Nhiệm vụ, Chỉ tiêu or Kinh phí ("Địa bàn"), whoever is named
    there takes the lead agency's place; a commune is its people's committee. Raises WrongUsage.
    """
    added = {} if title_key(column) == title_key(LEAD) else _added_columns(workbook)
    known = {title_key(title): title for title in (LEAD, *added)}
    title = known.get(title_key(column))
    if title is None:
        raise _unknown(column, tuple(known.values()))
    if title != LEAD:
        dossier = _led_by(dossier, added[title])
    names = _leading(dossier)
    if not names:
        raise WrongUsage(f"Cột “{title}” không nêu cơ quan nào để tách báo cáo.", "Điền cột này rồi chạy lại.")
    return dossier, names


def _added_columns(workbook: Path) -> dict[str, dict[tuple[str, int], str]]:
    """Columns that a person added: header → (sheet's tab, row) → text."""
    found: dict[str, dict[tuple[str, int], str]] = {}
    if is_text_dossier(workbook):
        return found
    spellings: dict[str, str] = {}
    for title, sheet in read_layout(workbook).sheets.items():
        for header, number in sheet.others.items() if title in _SPLIT_SHEETS else ():
            column = found.setdefault(spellings.setdefault(title_key(header), header), {})
            cells = {row.number: row.cells[number].text for row in sheet.rows if number in row.cells}
            column.update({(nfc(sheet.tab).strip(), row): text for row, text in cells.items()})
    return {header: column for header, column in found.items() if header and column}


def _unknown(column: str, known: tuple[str, ...]) -> WrongUsage:
    guess = nearest(column, known, cutoff=0.5)
    hint = f"Có phải là “{guess}”? " if guess else ""
    listed = join_and([f"“{title}”" for title in known])
    return WrongUsage(f"Không tách được theo cột “{column}”.", f"{hint}Các cột tách được: {listed}.")


def _leading(dossier: Dossier) -> tuple[str, ...]:
    leads = [*(task.lead for task in dossier.tasks), *(one.lead for one in dossier.indicators)]
    return tuple(dict.fromkeys(name for lead in leads for name in lead if not is_collective(name)))


def _led_by(dossier: Dossier, values: Mapping[tuple[str, int], str]) -> Dossier:
    """The dossier with everything led by whom the column names: sheet and row number → text."""
    spellings: dict[str, str] = {}

    def bodies(sheet: str, number: int) -> tuple[str, ...]:
        parts = (one_line(part) for part in re.split(r"[;\n]", values.get((sheet, number), "")))
        named = [_body(part) for part in parts if part]
        return tuple(dict.fromkeys(spellings.setdefault(fold(name), name) for name in named))

    return replace(
        dossier,
        tasks=tuple(replace(one, lead=bodies(one.row.sheet, one.row.number)) for one in dossier.tasks),
        indicators=tuple(replace(one, lead=bodies(one.row.sheet, one.row.number)) for one in dossier.indicators),
        funding=tuple(replace(one, agencies=bodies(one.row.sheet, one.row.number)) for one in dossier.funding),
    )


def _body(place: str) -> str:
    """Who reports for a place: "Xã Mường Kim" is "UBND xã Mường Kim"; any other name stays."""
    found = _PLACE.match(place)
    return f"UBND {found[1].lower()} {place[found.end() :]}" if found else place


_SUFFIXES = (".xlsx", ".yaml", ".yml", ".json")
_OURS = (RESULTS_NAME, MANIFEST)


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
            yield _split(own, column) if column else _shared_out(own)
        except (BaocaoError, OSError, MemoryError) as error:
            yield failed(own, error)


def _same_name(path: Path, other: Path) -> WrongUsage:
    message = f"“{path}” và “{other}” cùng tên, kết quả sẽ ghi đè lên nhau."
    return WrongUsage(message, "Đổi tên một tệp, hoặc chạy riêng với --out khác.")


def _shared_out(job: Job) -> Share:
    """What is asked for of one workbook: its report, those to its recipients, or those on its plans."""
    return _sent(job) if job.to else _by_plan(job) if job.plan else Share(job.workbook, (job,))


def _by_plan(job: Job) -> Share:
    """The reports of a workbook on one of its plans, or on all that are in force. Raises WrongUsage for none."""
    checked = check(job.workbook)
    dossier = refuse_errors(checked, job.workbook)
    if fold(job.plan or "") not in ALL or not dossier.plans:
        return Share(job.workbook, (replace(job, plan=find_plan(job.plan, dossier)),), checked)
    end = job.as_of or find_period(job.period, dossier).window(dossier.settings.cutoff).end
    codes = [plan.code for plan in plans_in_force(dossier, end)]
    if not codes:
        message = f"Đến ngày {short_date(end)} chưa có kế hoạch nào của “{job.workbook.name}” có hiệu lực."
        raise WrongUsage(message, "Kiểm tra --period, hoặc cột Ngày của trang “Kế hoạch”.")
    return Share(job.workbook, tuple(replace(job, plan=code) for code in codes), checked)


def _sent(job: Job) -> Share:
    """The reports of a workbook to one recipient, or to all. Raises WrongUsage where nobody gets one."""
    checked = check(job.workbook)
    dossier = refuse_errors(checked, job.workbook)
    period = find_period(job.period, dossier)
    if fold(job.to or "") not in ALL:
        one = find_recipient(job.to, dossier)
        return Share(job.workbook, (replace(job, to=one.name if one else None),), checked)
    names = [one.name for one in dossier.recipients if one.gets(period)]
    if not names:
        message = f"Trang “Nơi gửi” của “{job.workbook.name}” không có nơi nào nhận báo cáo {period.label}."
        raise WrongUsage(message, "Ghi nơi nhận và loại kỳ vào trang đó, hoặc bỏ --to.")
    return Share(job.workbook, tuple(replace(job, to=name) for name in names), checked)


def _split(job: Job, column: str) -> Share:
    checked = check(job.workbook)
    dossier, names = agencies_by(refuse_errors(checked, job.workbook), job.workbook, column)
    by = None if title_key(column) == title_key(LEAD) else title_key(column)
    jobs = tuple(replace(job, agency=name, by=by) for name in names)
    return Share(job.workbook, jobs, replace(checked, dossier=dossier))
