"""What must be known before a report is issued: whether it may be, what a person decides on, day and number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from generator.core.folders import REPORT, is_of_the_whole_body
from generator.core.number_words import placed_worded_numbers
from generator.core.period_names import parse_period
from generator.core.periods import CutoffRule
from generator.core.problems import Place, Problem, ProblemList, Severity, WrongUsage
from generator.core.vietnamese import one_line, short_date, shortened
from generator.lint.engine import lint, standard_for
from generator.lint.read_document import view_of
from generator.office.package import Package
from generator.origins.figures_in import FigureState
from generator.origins.units import Unit
from generator.revise.proof import still_mixed, still_unproven
from generator.stories.dossier import TO_CONFIRM
from generator.stories.old_copies import lines_of, other_period, stale_copies
from generator.stories.trace import TracedFile, trace
from generator.write.backups import states
from generator.write.files import changed_since_written, edited_files, generated_file
from generator.write.manifest import Manifest, issued_of, issued_words, read_manifest

_NUMBER = re.compile(r"0*([1-9]\d{0,4})")
_LETTER = "cong-van-"
_MOST_TYPED, _LONGEST_SHOWN, _BEFORE = 8, 120, 50
_LONG_AFTER, _NOT_BELIEVED = 366, 5 * 366
"""So many days after its period a report is asked about, and refused: the year is a slip of the pen."""


def decisions(folder: Path) -> tuple[Problem, ...]:
    """What is no obstacle but must be known before a report is issued. Raises as `issue`.

    Figures that people changed against the workbook, a workbook that has changed since, files that are out of step,
    what earlier runs left waiting, points of form, figures that are not of the period.
    """
    manifest = ready_manifest(folder)
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
                message = f"“{one.origin.text}” theo hồ sơ đã được sửa tay thành “{one.now}”."
                yield Problem("BH013", place, message, "Kiểm tra lại chỗ này; nếu bản sửa tay đúng, sửa cả hồ sơ.")
            elif one.state is FigureState.GONE:
                yield Problem("BH013", place, f"Số “{one.origin.text}” theo hồ sơ đã bị bỏ khỏi văn bản.", _LOOK)
        for typed in file.typed[:_MOST_TYPED]:
            numbers = ", ".join(dict.fromkeys(typed.numbers))
            shown = _part(typed.unit, _place_of(typed.numbers[0], one_line(typed.unit.text)))
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


def _place_of(number: str, line: str) -> int:
    """Where a number stands in a line: one in words not where its word is none ("một" of "một xã", not "một số")."""
    worded = (at for at, words in placed_worded_numbers(line) if words == number)
    return next(worded, line.find(number))


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
    generated = {name: base for name in names if (base := generated_file(folder, name)) is not None}
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


def _of_earlier(indicator: object, code: str) -> str:
    """ "CT01 (quý II năm 2025)" of an indicator whose value is that of an earlier period; "" of any other."""
    if not isinstance(indicator, Mapping) or not indicator.get("carried_from"):
        return ""
    carried, period = parse_period(str(indicator["carried_from"])), parse_period(code)
    if (
        carried is None
        or period is None
        or carried.window(CutoffRule.CALENDAR).end == period.window(CutoffRule.CALENDAR).end
    ):
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


def wrong_day(folder: Path, manifest: Manifest, day: date) -> Iterator[Problem]:
    """BH011: a day before the period begins, or so many years after it that the year is a slip of the pen."""
    start, end = _period_days(manifest)
    if end is not None and (day - end).days > _NOT_BELIEVED:
        message = f"Ngày ban hành {short_date(day)} sau kỳ báo cáo hơn năm năm."
        yield Problem("BH011", Place(str(folder)), message, "Có phải ghi nhầm năm? Ghi lại ngày ban hành ở --date.")
    if start is not None and day < start:
        message = f"Ngày ban hành {short_date(day)} trước ngày đầu của kỳ báo cáo ({short_date(start)})."
        yield Problem("BH011", Place(str(folder)), message, "Ghi lại ngày ban hành ở --date.")


def unusual(folder: Path, number: str, day: date, today: date) -> tuple[Problem, ...]:
    """What is to be asked about a number and day, once they are known. Raises as `issue`.

    A day before the data's end, long after the period or still to come; a number that was withdrawn before.
    """
    manifest = ready_manifest(folder)
    used = [one for one in used_numbers(folder, bare_number(number), day) if one.severity is not Severity.ERROR]
    return (*_unusual_day(folder, manifest, day, today), *used)


def _unusual_day(folder: Path, manifest: Manifest, day: date, today: date) -> Iterator[Problem]:
    _, end = _period_days(manifest)
    place = Place(str(folder))
    if end is not None and day < end:
        message = f"Ngày ban hành {short_date(day)} trước ngày chốt số liệu ({short_date(end)})."
        yield Problem("BH016", place, message, _LOOK)
    if end is not None and (day - end).days > _LONG_AFTER:
        yield Problem("BH016", place, f"Ngày ban hành {short_date(day)} sau kỳ báo cáo hơn một năm.", _LOOK)
    if day > today:
        yield Problem("BH016", place, f"Ngày ban hành {short_date(day)} chưa tới.", _LOOK)


def _of_the_same_body(home: Path) -> list[Path]:
    """The folders of all reports that the body behind `home` issues: one row of numbers serves them all."""
    periods = _folders_in(home.parent.parent if is_of_the_whole_body(home.name) else home.parent)
    inside = [one for period in periods for one in _folders_in(period) if is_of_the_whole_body(one.name)]
    return [*periods, *inside]


def _folders_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def used_numbers(folder: Path, number: str, day: date) -> Iterator[Problem]:
    """Another report of the same body that has this number of this year, or had it and was withdrawn."""
    home = folder.resolve()
    for other in _of_the_same_body(home):
        if other == home:
            continue
        now = issued_of(other)
        gone = [one.issued for one in states(other) if one.issued is not None]
        for issued in dict.fromkeys([*([now] if now else []), *gone]):
            if issued.day.year == day.year and bare_number(issued.number) == number:
                message = f"Số {issued.symbol} năm {day.year} đã cấp cho báo cáo trong “{other.name}”."
                code = "BH012" if issued == now else "BH016"
                yield Problem(code, Place(str(folder)), message, "Kiểm tra sổ văn bản đi, ghi số khác.")


def ready_manifest(folder: Path) -> Manifest:
    """The memory of a report that may be issued. Raises WrongUsage for one that is, and for a folder without one."""
    issued = issued_of(folder)
    if issued is not None:
        message = f"Báo cáo trong “{folder}” đã ban hành {issued_words(issued)}."
        raise WrongUsage(message, "Muốn lập bản mới cho kỳ này: baocao build … --new-version.")
    problems = ProblemList()
    manifest = read_manifest(folder, problems)
    if manifest is None:
        why = problems.items[0].message if problems.items else f"“{folder}” không phải là thư mục kết quả."
        raise WrongUsage(why, "Chỉ tới thư mục kết quả của một kỳ, chẳng hạn outputs/ho-so/2025-Q3.")
    if REPORT not in manifest.outputs and any(name.startswith(_LETTER) for name in manifest.outputs):
        message = f"“{folder}” là thư mục công văn đôn đốc: mỗi công văn có số riêng, không chốt chung bằng lệnh này."
        raise WrongUsage(message, "Ghi số, ngày vào từng công văn, hoặc vào sổ theo dõi đôn đốc.")
    return manifest


def bare_number(text: str) -> str:
    """ "5" of "05" or "05/BC-UBND"."""
    found = _NUMBER.match(text.strip())
    if not found or text.strip()[found.end() : found.end() + 1] not in ("", "/", "-"):
        raise WrongUsage(f"“{text}” không phải là số văn bản.", "Số của văn bản là chữ số Ả Rập; viết như 5 hoặc 05.")
    return found.group(1)
