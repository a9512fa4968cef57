"""`issue`: a report gets its number and date, in every file, and its folder is frozen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.folders import BASE, ISSUE_MARK, MANIFEST, REPORT, WRITTEN, is_of_the_whole_body
from generator.core.period_names import parse_period
from generator.core.periods import CutoffRule
from generator.core.problems import BadDossier, Place, Problem, ProblemList, Severity, WrongUsage, any_error
from generator.core.vietnamese import one_line, short_date, shortened
from generator.lint.engine import lint, standard_for
from generator.lint.read_document import view_of
from generator.office.carried_data import with_data
from generator.office.package import Package
from generator.office.refusal import Kind, Unreadable
from generator.origins.figures_in import FigureState
from generator.origins.number_and_date import Stamp, frame_of, stamp_document, stamp_workbook
from generator.origins.readiness import settled, unready
from generator.revise.proof import still_mixed, still_unproven
from generator.stories.dossier import TO_CONFIRM
from generator.stories.old_copies import lines_of, other_period, stale_copies
from generator.stories.trace import trace
from generator.write.backups import Action, Event, states
from generator.write.files import changed_since_written, edited_files, publish
from generator.write.manifest import (
    Issued,
    issue_mark,
    issued_of,
    issued_words,
    read_manifest,
    sha256,
)
from generator.write.output import pdf_files
from generator.write.pdf import PdfForm, is_archival
from generator.write.signature_fields import has_signature_fields

if TYPE_CHECKING:
    from generator.origins.number_and_date import Stamped
    from generator.origins.units import Unit
    from generator.stories.trace import TracedFile
    from generator.write.manifest import Manifest

_NUMBER = re.compile(r"0*([1-9]\d{0,4})")
_LETTER = "cong-van-"
_ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class IssuedFolder:
    """What `issue` did: the folder, the number and day, the files written, what it noticed on the way."""

    folder: Path
    issued: Issued
    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def issue(folder: Path, number: str, day: date, waived: Iterable[str] = ()) -> IssuedFolder:
    """Puts number and date into report and appendices and freezes the folder: all of it, or nothing.

    Raises BadDossier with everything that is not ready (a gap, an open conflict, a fault of form …), and WrongUsage
    for a folder that is issued already or holds no report. `waived` are codes of the form check to pass over.
    """
    manifest = _ready_manifest(folder)
    before = _outputs(folder, manifest)
    stamp, files, problems = _looked_through(folder, manifest, before, number, day, tuple(waived))
    issued = Issued(stamp.digits, _symbol(files[REPORT], stamp), day)
    content = {name: stamped.content for name, stamped in files.items()}
    content[REPORT] = with_data(content[REPORT], replace(manifest, issued=issued).carried())
    pdfs, bare = _pdfs(before, content)
    published = publish(
        folder,
        {**content, **pdfs},
        {**_stamped_base(folder, content, stamp), ISSUE_MARK: issue_mark(issued)},
        replace(manifest, issued=issued),
        taken_in={name: sha256(data) for name, data in before.items()},
        event=Event(Action.ISSUE),
    )
    return IssuedFolder(folder, issued, published.written, (*problems, *bare, *published.problems))


def noticed(folder: Path, number: str, day: date, waived: Iterable[str] = ()) -> tuple[Problem, ...]:
    """What `issue` would notice. Raises what it would raise; changes nothing."""
    manifest = _ready_manifest(folder)
    return _looked_through(folder, manifest, _outputs(folder, manifest), number, day, tuple(waived))[2]


def _looked_through(
    folder: Path, manifest: Manifest, before: Mapping[str, bytes], number: str, day: date, waived: Sequence[str]
) -> tuple[Stamp, dict[str, Stamped], tuple[Problem, ...]]:
    """Number and day, the files with both in them, and what was noticed. Raises BadDossier if that forbids it."""
    plain = _plain_number(number)
    stamp = Stamp(plain, day, frame_of(_readable(before, REPORT)))
    files, problems = _stamped_files(folder, before, stamp, waived)
    problems = (*problems, *stale(folder), *_wrong_day(folder, manifest, day), *_used(folder, plain, day))
    if any_error(problems):
        message = f"Chưa ban hành được báo cáo trong “{folder}”: còn việc phải xử lý."
        raise BadDossier(message, "Xử lý các chỗ nêu trên rồi chạy lại.", problems)
    return stamp, files, problems


def obstacles(folder: Path, waived: Iterable[str] = ()) -> tuple[Problem, ...]:
    """Everything that keeps a report from being issued, before its number and day are known. Changes nothing.

    A number or day that stands in a file already is no obstacle here: it may be the one to be given. Raises as `issue`.
    """
    before = _outputs(folder, _ready_manifest(folder))
    stamp = Stamp("1", _ANY_DAY, frame_of(_readable(before, REPORT)))
    _, problems = _stamped_files(folder, before, stamp, tuple(waived))
    return (*(one for one in problems if one.code != "BH006"), *stale(folder), *decisions(folder))


# --- what a person decides on --------------------------------------------------------------------


def decisions(folder: Path) -> tuple[Problem, ...]:
    """What is no obstacle but must be known before a report is issued. Raises as `issue`.

    Figures that people changed against the workbook, a workbook that has changed since, files that are out of step,
    what earlier runs left waiting, points of form, figures that are not of the period.
    """
    manifest = _ready_manifest(folder)
    found = [*_by_hand(folder), *_out_of_step(folder, manifest), *_still_waiting(folder, manifest)]
    found += [*_points_of_form(folder, manifest), *_of_older_data(folder, manifest)]
    return tuple(found)


def _by_hand(folder: Path) -> Iterator[Problem]:
    """Figures of the report that are not those of the workbook any more."""
    traced = trace(folder)
    for file in traced.files:
        for one in file.figures:
            place = _under(folder, file, one.unit)
            if one.state is FigureState.RETYPED:
                message = f"Số “{one.origin.text}” theo hồ sơ nay là “{one.now}”, sửa tay."
                yield Problem("BH013", place, message, "Kiểm tra lại số này; nếu đúng, sửa cả hồ sơ.")
            elif one.state is FigureState.GONE:
                yield Problem("BH013", place, f"Số “{one.origin.text}” theo hồ sơ đã bị bỏ khỏi văn bản.", _LOOK)
        for typed in file.typed[:_MOST_TYPED]:
            numbers = ", ".join(dict.fromkeys(typed.numbers))
            shown = _part(typed.unit, one_line(typed.unit.text).find(typed.numbers[0]))
            message = f"Số viết tay, không lấy từ hồ sơ: {numbers} (“{shown}”)."
            yield Problem("BH013", _under(folder, file, typed.unit), message, "Kiểm tra nguồn của số này.")
        if (more := len(file.typed) - _MOST_TYPED) > 0:
            message = f"Còn {more} đoạn, dòng nữa có số viết tay, không lấy từ hồ sơ."
            yield Problem("BH013", Place(str(folder / file.name)), message, "Xem đủ bằng lệnh trace.")
        for turned in file.turned:
            at = _differs_at(turned.unit, turned.before)
            now, before = _part(turned.unit, at), _part(turned.before, at)
            message = f"Lời đi cùng số của hồ sơ đã sửa tay: “{now}”; chương trình viết: “{before}”."
            yield Problem("BH013", _under(folder, file, turned.unit), message, _LOOK)
    if traced.workbook is not None and not traced.same_workbook:
        message = f"Hồ sơ “{traced.workbook.name}” đã thay đổi sau lần lập báo cáo này."
        yield Problem("BH015", Place(str(folder)), message, "Lập lại báo cáo trước khi ban hành, nếu số liệu đã khác.")


_LOOK = "Xem lại trước khi ban hành."
_MOST_TYPED, _LONGEST_SHOWN, _BEFORE = 8, 120, 50


def _part(unit: Unit, at: int) -> str:
    """What stands around a place of a text, in whole words."""
    text = one_line(unit.text)
    start = text.rfind(" ", 0, max(at - _BEFORE, 0)) + 1 if at > _BEFORE else 0
    return ("… " if start else "") + shortened(text[start:], _LONGEST_SHOWN)


def _differs_at(one: Unit, other: Unit) -> int:
    both = zip(one_line(one.text), one_line(other.text), strict=False)
    return next((place for place, (mine, theirs) in enumerate(both) if mine != theirs), 0)


def _under(folder: Path, file: TracedFile, unit: Unit | None) -> Place:
    return Place(str(folder / file.name), None, f"mục “{unit.heading[-1]}”" if unit and unit.heading else None)


_APPENDIX = re.compile(r"Phụ lục ([IVXLC]+)\b")


def _out_of_step(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    """Appendices that the report names and that are not there, or not as the spreadsheet has them."""
    documents = [name for name in manifest.outputs if name.endswith(".docx")]
    texts = {name: lines_of((folder / name).read_bytes()) or frozenset() for name in documents}
    every = " ".join(line for lines in texts.values() for line in lines)
    there = {Path(name).stem.rpartition("-")[2] for name in documents if name != REPORT}
    named = {found[1] for line in texts.get(REPORT, ()) for found in _APPENDIX.finditer(line)}
    for number in sorted(named - there if len(documents) > 1 else ()):
        message = f"Báo cáo dẫn “Phụ lục {number}” nhưng không có phụ lục đó."
        yield Problem("BH015", Place(str(folder / REPORT)), message, "Sửa câu dẫn trong báo cáo.")
    for number in sorted(there - named - {"phu"}):
        if number.isupper() and f"Phụ lục {number}" not in every:
            yield Problem("BH015", Place(str(folder / REPORT)), f"Không tệp nào dẫn “Phụ lục {number}”.", _LOOK)
    edited = edited_files(folder)
    tables = [name for name in edited if name.endswith(".docx") and name != REPORT]
    if tables and "phu-luc.xlsx" in manifest.outputs and "phu-luc.xlsx" not in edited:
        message = f"{', '.join(tables)} đã sửa tay, phu-luc.xlsx thì chưa: hai tệp không còn như nhau."
        yield Problem("BH015", Place(str(folder / "phu-luc.xlsx")), message, "Sửa cả tệp Excel, hoặc không gửi tệp đó.")
    for path in sorted(folder.glob("*(bản sửa tay *")):
        yield Problem("BH015", Place(str(path)), "Bản sửa tay này được giữ riêng, chưa có trong báo cáo.", _LOOK)


def _still_waiting(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    """What the last build told and nobody has touched since."""
    same = [name for name in manifest.outputs if name not in changed_since_written(folder)]
    for one in still_unproven(manifest.problems, same):
        yield Problem("BH015", Place(str(folder / (one.place.file or ""))), one.message, one.fix)
    names = [name for name in manifest.outputs if name.endswith(".docx")]
    generated = {name: base for name in names if (base := _base(folder, name)) is not None}
    for one in still_mixed(manifest.problems, {name: (folder / name).read_bytes() for name in names}, generated):
        yield Problem("BH015", Place(str(folder / (one.place.file or ""))), one.message, one.fix)


def _points_of_form(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    """Components and points of form that `lint` warns of."""
    for name in sorted(one for one in manifest.outputs if one.endswith(".docx")):
        view = view_of(Package.open((folder / name).read_bytes(), file=str(folder / name)), name)
        for finding in lint(view, standard_for(view), ()).findings:
            if finding.severity is Severity.WARNING:
                place = Place(str(folder / name), None, finding.where or None)
                yield Problem("BH014", place, f"{finding.code}: {finding.message}", _LOOK)


def _of_older_data(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    """What the last build told of its data: nothing of the period in it, or figures of an earlier one."""
    for one in manifest.problems:
        if one.get("code") in TO_CONFIRM:
            fix = "Bổ sung số liệu của kỳ rồi lập lại; nếu đúng là báo cáo như vậy thì ban hành được."
            yield Problem("BH017", Place(str(folder)), str(one["message"]), fix)
    told = manifest.facts.get("indicators")
    found = [_of_earlier(one, manifest.period) for one in told] if isinstance(told, list) else []
    older = [one for one in found if one]
    if older:
        left = len(older) - _MOST_OLDER
        shown = ", ".join(older[:_MOST_OLDER]) + (f" và {left} chỉ tiêu nữa" if left > 0 else "")
        message = f"{len(older)} chỉ tiêu in số liệu của kỳ trước: {shown}."
        yield Problem("BH017", Place(str(folder)), message, "Bổ sung số liệu của kỳ rồi lập lại, nếu đã có.")


_MOST_OLDER = 8
_RULE = CutoffRule.CALENDAR
"""Only to see whether two periods end together: under either rule they do or they do not."""


def _of_earlier(indicator: object, code: str) -> str:
    """ "CT01 (quý II năm 2025)" of an indicator whose value is that of an earlier period; "" of any other."""
    if not isinstance(indicator, Mapping) or not indicator.get("carried_from"):
        return ""
    carried, period = parse_period(str(indicator["carried_from"])), parse_period(code)
    if carried is None or period is None or carried.window(_RULE).end == period.window(_RULE).end:
        return ""
    return f"{indicator.get('code')} ({carried.label})"


def stale(folder: Path) -> tuple[Problem, ...]:
    """Files that are copies of an earlier state: their figures are not the last ones."""
    fix = "Chạy lại baocao build: phần sửa tay được giữ, số liệu lấy bản mới nhất."
    return (
        *(Problem("BH010", one.place, one.message, fix) for one in stale_copies(folder)),
        *_of_other_periods(folder),
    )


def _of_other_periods(folder: Path) -> Iterator[Problem]:
    """Files that say they are another period's report: laid over this one's."""
    for name in edited_files(folder):
        other = other_period(folder, name, (folder / name).read_bytes())
        if other:
            message = f"Tệp này là bản của {other}, không phải của kỳ này."
            yield Problem("BH018", Place(str(folder / name)), message, "Đặt lại đúng tệp của kỳ này, hoặc lập lại.")


def _period_days(manifest: Manifest) -> tuple[date | None, date | None]:
    """The first and the last day of the report's period."""
    told = manifest.facts.get("period")
    found = []
    for key in ("start", "end"):
        try:
            found.append(date.fromisoformat(told[key]) if isinstance(told, Mapping) else None)
        except (KeyError, TypeError, ValueError):
            found.append(None)
    return found[0], found[1]


_SLIP = 5 * 366


def _wrong_day(folder: Path, manifest: Manifest, day: date) -> Iterator[Problem]:
    """BH011: a day before the period begins, or so many years after it that the year is a slip of the pen."""
    start, end = _period_days(manifest)
    if end is not None and (day - end).days > _SLIP:
        message = f"Ngày ban hành {short_date(day)} sau kỳ báo cáo hơn năm năm."
        yield Problem("BH011", Place(str(folder)), message, "Có phải ghi nhầm năm? Ghi lại ngày ban hành ở --date.")
    if start is not None and day < start:
        message = f"Ngày ban hành {short_date(day)} trước ngày đầu của kỳ báo cáo ({short_date(start)})."
        yield Problem("BH011", Place(str(folder)), message, "Ghi lại ngày ban hành ở --date.")


def unusual(folder: Path, number: str, day: date, today: date) -> tuple[Problem, ...]:
    """What is to be asked about a number and day, once they are known. Raises as `issue`.

    A day before the data's end, long after the period or still to come; a number that was withdrawn before.
    """
    manifest = _ready_manifest(folder)
    used = [one for one in _used(folder, _plain_number(number), day) if one.severity is not Severity.ERROR]
    return (*_unusual_day(folder, manifest, day, today), *used)


def _unusual_day(folder: Path, manifest: Manifest, day: date, today: date) -> Iterator[Problem]:
    _, end = _period_days(manifest)
    place = Place(str(folder))
    if end is not None and day < end:
        message = f"Ngày ban hành {short_date(day)} trước ngày chốt số liệu ({short_date(end)})."
        yield Problem("BH016", place, message, _LOOK)
    if end is not None and (day - end).days > _LATE:
        yield Problem("BH016", place, f"Ngày ban hành {short_date(day)} sau kỳ báo cáo hơn một năm.", _LOOK)
    if day > today:
        yield Problem("BH016", place, f"Ngày ban hành {short_date(day)} chưa tới.", _LOOK)


_LATE = 366


def _of_the_same_body(home: Path) -> list[Path]:
    """The folders of all reports that the body behind `home` issues: one row of numbers serves them all."""
    periods = _folders_in(home.parent.parent if is_of_the_whole_body(home.name) else home.parent)
    inside = [one for period in periods for one in _folders_in(period) if is_of_the_whole_body(one.name)]
    return [*periods, *inside]


def _folders_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def _used(folder: Path, number: str, day: date) -> Iterator[Problem]:
    """Another report of the same body that has this number of this year, or had it and was withdrawn."""
    home = folder.resolve()
    for other in _of_the_same_body(home):
        if other == home:
            continue
        now = issued_of(other)
        gone = [one.issued for one in states(other) if one.issued is not None]
        for issued in dict.fromkeys([*([now] if now else []), *gone]):
            if issued.day.year == day.year and _plain_number(issued.number) == number:
                message = f"Số {issued.symbol} năm {day.year} đã cấp cho báo cáo trong “{other.name}”."
                code = "BH012" if issued == now else "BH016"
                yield Problem(code, Place(str(folder)), message, "Kiểm tra sổ văn bản đi, ghi số khác.")


# --- taking it back ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What `withdraw` took back; the issued state is kept as `kept_as`, with its number."""

    folder: Path
    issued: Issued
    kept_as: int
    problems: tuple[Problem, ...]
    edited: tuple[str, ...] = ()
    """The files that somebody changed after they were issued: what was changed stays in the kept state."""


def withdraw(folder: Path) -> Withdrawn:
    """Takes the issuing of a report back: its files are as before, its number stays on record in the history.

    Raises WrongUsage for a report that is not issued, or whose state before it was issued is gone.
    """
    issued = issued_of(folder)
    if issued is None:
        raise WrongUsage(f"Báo cáo trong “{folder}” chưa ban hành.", "Xem các lần lập bằng: baocao history THƯ_MỤC.")
    known = states(folder)
    before = next((one for one in reversed(known) if one.next is Action.ISSUE), None)
    manifest = read_manifest(before.folder) if before is not None else None
    if before is None or manifest is None:
        raise WrongUsage(
            "Không còn trạng thái trước khi ban hành, nên không rút lại được.", "Lập bản mới: --new-version."
        )
    files = {name: (before.folder / name).read_bytes() for name in before.files if name in manifest.outputs}
    base = {path.name: path.read_bytes() for path in sorted((before.folder / BASE).glob("*")) if path.is_file()}
    base |= {f"{WRITTEN}{name}": content for name, content in files.items() if content != base.get(name)}
    edited = tuple(changed_since_written(folder))
    present = read_manifest(folder)
    names = {*files, *(present.outputs if present else ())}
    seen = {name: sha256((folder / name).read_bytes()) for name in names if (folder / name).is_file()}
    published = publish(folder, files, base, manifest, taken_in=seen, event=Event(Action.WITHDRAW, before.number))
    return Withdrawn(folder, issued, states(folder)[-1].number, published.problems, edited)


# --- what there is -------------------------------------------------------------------------------


def _ready_manifest(folder: Path) -> Manifest:
    issued = issued_of(folder)
    if issued is not None:
        message = f"Báo cáo trong “{folder}” đã ban hành {issued_words(issued)}."
        raise WrongUsage(message, "Muốn lập bản mới cho kỳ này: baocao build … --new-version.")
    problems = ProblemList()
    manifest = read_manifest(folder, problems)
    if manifest is None:
        why = problems.items[0].message if problems.items else f"Không có {MANIFEST} trong “{folder}”."
        raise WrongUsage(why, "Chỉ tới thư mục kết quả của một kỳ, chẳng hạn outputs/ho-so/2025-Q3.")
    if REPORT not in manifest.outputs and any(name.startswith(_LETTER) for name in manifest.outputs):
        message = f"“{folder}” là thư mục công văn đôn đốc: mỗi công văn có số riêng, không chốt chung bằng lệnh này."
        raise WrongUsage(message, "Ghi số, ngày vào từng công văn, hoặc vào sổ theo dõi đôn đốc.")
    return manifest


def _plain_number(text: str) -> str:
    """ "5" of "05" or "05/BC-UBND"."""
    found = _NUMBER.match(text.strip())
    if not found or text.strip()[found.end() : found.end() + 1] not in ("", "/", "-"):
        raise WrongUsage(f"“{text}” không phải là số văn bản.", "Số của văn bản là chữ số Ả Rập; viết như 5 hoặc 05.")
    return found.group(1)


def _outputs(folder: Path, manifest: Manifest) -> dict[str, bytes]:
    """The files of the report as they stand now. Raises BadDossier where one is gone or renamed."""
    made = [name for name in sorted(manifest.outputs) if name.endswith((".docx", ".xlsx", ".pdf"))]
    missing = [name for name in made if not (folder / name).is_file() and not name.endswith(".pdf")]
    if missing or REPORT not in manifest.outputs:
        names = missing or [REPORT]
        problems = [
            Problem("BH007", Place(str(folder / name)), "Tệp không còn trong thư mục.", "Đặt lại đúng tên cũ.")
            for name in names
        ]
        raise BadDossier(f"Chưa ban hành được: “{folder}” thiếu {len(names)} tệp.", _RESTORE, problems)
    present = [name for name in made if (folder / name).is_file()]
    return {name: (folder / name).read_bytes() for name in present}


_RESTORE = "Nếu tệp đã bị xoá, khôi phục bằng: baocao history THƯ_MỤC --restore SỐ, hoặc chạy lại baocao build."


def _readable(files: Mapping[str, bytes], name: str) -> bytes:
    Package.open(files[name], Kind.of(name), name)
    return files[name]


# --- number and date -----------------------------------------------------------------------------


def _stamped_files(
    folder: Path, before: Mapping[str, bytes], stamp: Stamp, waived: Sequence[str]
) -> tuple[dict[str, Stamped], tuple[Problem, ...]]:
    """Every Word file and spreadsheet with number and date in it, and everything that is not ready."""
    files: dict[str, Stamped] = {}
    problems: list[Problem] = []
    for name in (name for name in before if not name.endswith(".pdf")):
        data = _readable(before, name)
        if name.endswith(".docx"):
            stamped = stamp_document(settled(data), stamp, _base(folder, name))
            problems += [*unready(stamped.content, folder / name), *_faults(stamped.content, folder / name, waived)]
        else:
            stamped = stamp_workbook(data, stamp)
        problems += _lines(folder / name, stamped)
        files[name] = stamped
    return files, tuple(problems)


def _lines(path: Path, stamped: Stamped) -> Iterator[Problem]:
    """What is wrong with the lines that hold number and date."""
    for other in stamped.others:
        fix = "Kiểm tra lại số và ngày ban hành; nếu tệp ghi nhầm thì sửa dòng này trong Word."
        yield Problem("BH006", Place(str(path)), f"Tệp đã ghi số hoặc ngày khác: “{other}”.", fix)
    if path.name == REPORT and not stamped.others:
        for count, words, example in (
            (stamped.numbers, "số, ký hiệu", "Số:      /BC-UBND"),
            (stamped.dates, "địa danh và ngày", "Lai Châu, ngày      tháng      năm 2026"),
        ):
            if not count:
                fix = f"Ghi lại dòng đó trong Word, chẳng hạn “{example}”."
                yield Problem("BH005", Place(str(path)), f"Không tìm thấy dòng {words}.", fix)
    elif path.suffix == ".docx" and not stamped.attached and not stamped.others:
        message = "Không tìm thấy dòng “(Kèm theo Báo cáo số …)” để ghi số và ngày."
        yield Problem("BH009", Place(str(path)), message, "Ghi số và ngày vào phụ lục bằng tay, nếu cần.")


def _faults(content: bytes, path: Path, waived: Sequence[str]) -> Iterator[Problem]:
    """The errors of form that `lint` finds."""
    view = view_of(Package.open(content, file=str(path)), path.name)
    for finding in lint(view, standard_for(view), waived).findings:
        if finding.severity is Severity.ERROR:
            said = " ".join(
                one for one in (finding.message, finding.mark.observed and f"({finding.mark.observed})") if one
            )
            fix = f"Sửa theo {finding.article}; nếu cố ý, bỏ qua bằng --waive {finding.code}."
            yield Problem("BH004", Place(str(path), None, finding.where or None), f"{finding.code}: {said}", fix)


def _symbol(report: Stamped, stamp: Stamp) -> str:
    return report.symbols[0] if report.symbols else stamp.digits


def _base(folder: Path, name: str) -> bytes | None:
    try:
        return (folder / BASE / name).read_bytes()
    except OSError:
        return None


def _stamped_base(folder: Path, names: Iterable[str], stamp: Stamp) -> dict[str, bytes]:
    """The files as generated, with number and date too, so that later comparison does not take these for edits."""
    stamped: dict[str, bytes] = {}
    for name in names:
        data = _base(folder, name)
        if data is None:
            continue
        try:
            stamped[name] = (stamp_document if name.endswith(".docx") else stamp_workbook)(data, stamp).content
        except Unreadable:
            stamped[name] = data
    return stamped


def _pdfs(before: Mapping[str, bytes], content: Mapping[str, bytes]) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """New PDF files, if there were some, and which of them could not be given the report's figures to carry."""
    if not any(name.endswith(".pdf") for name in before):
        return {}, ()
    # As they were: PDF/A or not, with places to sign or not.
    pdfs = [data for name, data in before.items() if name.endswith(".pdf")]
    form = PdfForm(any(map(is_archival, pdfs)), any(map(has_signature_fields, pdfs)))
    made, _, problems = pdf_files(content, form)
    return made, tuple(one for one in problems if one.code == "XB021")
