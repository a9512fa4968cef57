"""Sheets Tiêu chí and Chấm điểm as records: by what units are scored, and the points that people gave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from generator.core.bands import Band, falling_steps, out_of_reach, read_bands
from generator.core.model import Criterion, HandPoints, ScoringMethod, UnitKind
from generator.core.problems import Problem
from generator.core.vietnamese import fold, number_text
from generator.read.columns import SheetTitle
from generator.validate.cells import quoted
from generator.validate.codes import CodeRegister, PairRegister
from generator.validate.row_reader import RowReader
from generator.validate.source import Source

WEIGHT, BANDS, POINTS = "Trọng số", "Bậc", "Điểm"
METHODS: Mapping[str, ScoringMethod] = {method.value: method for method in ScoringMethod} | {
    "Đúng hạn": ScoringMethod.ON_TIME,
    "Hoàn thành đúng hạn": ScoringMethod.ON_TIME,
    "Nhiệm vụ hoàn thành đúng hạn": ScoringMethod.ON_TIME,
    "Hoàn thành": ScoringMethod.COMPLETED,
    "Hoàn thành nhiệm vụ": ScoringMethod.COMPLETED,
    "Báo cáo": ScoringMethod.REPORTED,
    "Chỉ tiêu": ScoringMethod.INDICATORS,
    "Chỉ tiêu đạt mục tiêu": ScoringMethod.INDICATORS,
    "Minh chứng": ScoringMethod.EVIDENCE,
    "Giải ngân kinh phí": ScoringMethod.DISBURSED,
    "Tỷ lệ giải ngân": ScoringMethod.DISBURSED,
    "Nhập tay": ScoringMethod.BY_HAND,
    "Điểm thưởng": ScoringMethod.BONUS,
    "Cộng điểm": ScoringMethod.BONUS,
    "Trừ điểm": ScoringMethod.MALUS,
}
_UNITS: Mapping[str, UnitKind] = {kind.value: kind for kind in UnitKind} | {
    "Xã, phường": UnitKind.COMMUNE,
    "Xã": UnitKind.COMMUNE,
    "Sở, ban, ngành": UnitKind.AGENCY,
}
_WHOLE, _POINT = Decimal(100), "điểm"
_EXAMPLE = "Ghi như “Xuất sắc từ 90; Tốt từ 80; Trung bình từ 50; Yếu dưới 50”."
_STEPS = "Ghi số điểm rồi tỷ lệ: “40 từ 95; 30 từ 80; 0 dưới 80”."


def criteria(source: Source, codes: CodeRegister) -> tuple[Criterion, ...]:
    """Sheet Tiêu chí. Weights that do not make a hundred and bands that do not fit together are reported."""
    failed = False

    def build(reader: RowReader) -> Criterion | None:
        nonlocal failed
        record = _criterion(reader, codes)
        failed |= reader.failed or record is None
        return record

    found = source.records(SheetTitle.CRITERIA, build)
    if not failed:
        source.problems.extend(_sums(found))
        source.problems.extend(_named_twice(found))
        source.problems.extend(_doubtful_bands(found))
    return found


def _criterion(reader: RowReader, codes: CodeRegister) -> Criterion | None:
    code, name = codes.claim(reader, "Mã"), reader.line("Tên", required=True)
    method = reader.choice("Cách chấm", METHODS, required=True)
    units = reader.choice("Đối tượng", _UNITS)
    basis = reader.line("Căn cứ")
    unit = _POINT if _POINT in reader.line(WEIGHT).casefold() else ""
    weight = reader.number(WEIGHT, required=method not in (None, ScoringMethod.BANDS), unit=unit)
    if method is None:
        return None
    if method is not ScoringMethod.BANDS and weight is not None and not 0 < weight <= _WHOLE:
        message = f"Trọng số {number_text(weight)} không dùng được: phải lớn hơn 0 và không quá 100."
        reader.add("DG010", WEIGHT, message, "Ghi số điểm tối đa của tiêu chí.")
    if method is ScoringMethod.BANDS and weight is not None:
        message = "Dòng Xếp loại không có trọng số: nó đặt tên cho tổng điểm, không phải là một tiêu chí."
        reader.add("DG010", WEIGHT, message, "Để trống ô Trọng số của dòng này.")
    bands = _bands(reader, method, weight or Decimal(0))
    return Criterion(code, name, method, weight or Decimal(0), bands, (units,) if units else (), basis, reader.row.ref)


def _bands(reader: RowReader, method: ScoringMethod, weight: Decimal) -> tuple[Band, ...]:
    text = reader.text(BANDS, required=method is ScoringMethod.BANDS)
    if not text:
        return ()
    if method.is_entered:
        message = f"“{method.value}” ghi điểm ở trang “{SheetTitle.HAND_POINTS}”, không chấm theo bậc."
        reader.add("DG003", BANDS, message, "Để trống ô Bậc của dòng này.")
        return ()
    reading, is_named = read_bands(text), method is ScoringMethod.BANDS
    for part in reading.unread:
        reader.add("DG003", BANDS, f"Không đọc được bậc {quoted(part)}.", _EXAMPLE if is_named else _STEPS)
    if reading.faults:
        fix = "Sửa để mỗi mức thuộc đúng một bậc: bậc cao ghi “từ …”, bậc thấp nhất ghi “dưới …”."
        reader.add("DG002", BANDS, f"Các bậc chưa khớp nhau: {'; '.join(reading.faults)}.", fix)
    if not is_named:
        for band in reading.bands:
            _check_step(reader, band, weight)
    return reading.bands


def _check_step(reader: RowReader, band: Band, weight: Decimal) -> None:
    """A step's name is its points: a number, and not more than the criterion may give."""
    points = band.points
    if points is None:
        message = f"Bậc {quoted(band.name)} của tiêu chí tính từ số liệu không phải là số điểm."
        reader.add("DG003", BANDS, message, _STEPS)
    elif not 0 <= points <= weight:
        message = f"Bậc cho {number_text(points)} điểm, tiêu chí tối đa {number_text(weight)} điểm."
        reader.add("DG004", BANDS, message, "Sửa bậc hoặc trọng số.")


def _sums(found: Sequence[Criterion]) -> Iterable[Problem]:
    """DG001: for each kind of units, the weights must make a hundred."""
    told: set[tuple[str, ...]] = set()
    if found and not any(one.method.is_weighted for one in found):
        message = "Không có tiêu chí nào có trọng số, nên không chấm được điểm cho ai."
        fix = "Thêm tiêu chí; trọng số các tiêu chí cộng lại bằng 100."
        yield Problem("DG001", found[0].row.place("Cách chấm"), message, fix)
    for kind in UnitKind:
        own = [one for one in found if one.method.is_weighted and one.is_for(kind)]
        total, codes = sum((one.weight for one in own), Decimal(0)), tuple(one.code for one in own)
        if not own or total == _WHOLE or codes in told:
            continue
        told.add(codes)
        for_all = all(one.is_for(other) for one in found if one.method.is_weighted for other in UnitKind)
        whom = "" if for_all else f" dùng cho {kind.value.casefold()}"
        added = " + ".join(number_text(one.weight) for one in own)
        message = f"Trọng số các tiêu chí{whom} cộng lại là {number_text(total)} ({added}), không phải 100."
        fix = "Sửa trọng số để cộng lại bằng 100; Điểm cộng, Điểm trừ không tính vào tổng này."
        if total == 1:
            fix = f"Ghi theo thang 100: {number_text(own[0].weight * _WHOLE)}, không phải {number_text(own[0].weight)}."
        yield Problem("DG001", own[0].row.place(WEIGHT), message, fix)


def _named_twice(found: Sequence[Criterion]) -> Iterable[Problem]:
    """DG002: one kind of units has its totals named by one row only."""
    told: set[str] = set()
    for kind in UnitKind:
        own = [one for one in found if one.method is ScoringMethod.BANDS and one.is_for(kind)]
        for other in own[1:]:
            if other.code not in told:
                told.add(other.code)
                message = f"Đã có dòng Xếp loại khác cho {kind.value.casefold()} ở {own[0].row.place(BANDS).spot}."
                yield Problem("DG002", other.row.place(BANDS), message, "Giữ một dòng, hoặc ghi Đối tượng khác nhau.")


def _doubtful_bands(found: Sequence[Criterion]) -> Iterable[Problem]:
    """DG011: steps that give fewer points for more. DG012: bands, and points, that nobody can come to."""
    for one in found:
        place, is_named = one.row.place(BANDS), one.method is ScoringMethod.BANDS
        for higher, lower in () if is_named else falling_steps(one.bands):
            message = (
                f"Tiêu chí {quoted(one.code)}: mức cao hơn được {higher.name} điểm, mức thấp hơn liền kề được "
                f"{lower.name} điểm."
            )
            yield Problem("DG011", place, message, "Kiểm tra lại thứ tự các bậc; đúng như văn bản thì giữ nguyên.")
        most = _WHOLE + max(
            (_bonus(found, kind) for kind in UnitKind if one.is_for(kind)) if is_named else (Decimal(0),)
        )
        beyond = out_of_reach(one.bands, most)
        for band in beyond:
            what = "Tổng điểm" if is_named else f"Tiêu chí {quoted(one.code)}: tỷ lệ"
            message = f"{what} cao nhất là {number_text(most)}, không thể đến bậc {quoted(band.name)}."
            yield Problem("DG012", place, message, "Kiểm tra lại mức của bậc.")
        given = [band.points for band in one.bands if band not in beyond and band.points is not None]
        if not is_named and given and max(given) < one.weight:
            message = (
                f"Tiêu chí {quoted(one.code)}: bậc cao nhất đến được là {number_text(max(given))} điểm, trọng số "
                f"{number_text(one.weight)}, nên không cơ quan nào đạt điểm tối đa."
            )
            yield Problem("DG012", place, message, "Kiểm tra lại số điểm của bậc hoặc trọng số.")


def _bonus(found: Sequence[Criterion], kind: UnitKind) -> Decimal:
    """The most that is added to the totals of units of a kind."""
    own = (one.weight for one in found if one.method is ScoringMethod.BONUS and one.is_for(kind))
    return sum(own, Decimal(0))


def hand_points(source: Source, codes: CodeRegister, known: Mapping[str, Criterion]) -> tuple[HandPoints, ...]:
    """Sheet Chấm điểm: one row a criterion, period and unit, each unit one that the dossier knows."""
    pairs = PairRegister()

    def build(reader: RowReader) -> HandPoints | None:
        code = codes.refer(reader, "Mã tiêu chí")
        period = reader.period("Kỳ báo cáo")
        unit = _unit(source, reader)
        points = reader.number(POINTS, required=True, unit=_POINT)
        evidence, note = reader.words("Minh chứng"), reader.text("Ghi chú")
        criterion = known.get(code)
        if criterion is not None:
            _check_points(reader, criterion, points)
        if period is None or points is None or not unit or criterion is None:
            return None
        said = f"tiêu chí {quoted(code)}, {period.label}, {unit}"
        pairs.claim(reader, "Mã tiêu chí", (code, period, fold(unit)), lambda: said)
        return HandPoints(code, period, unit, points, evidence, note, reader.row.ref)

    return source.records(SheetTitle.HAND_POINTS, build)


def _unit(source: Source, reader: RowReader) -> str:
    """The unit that a row names; one that the dossier lacks, or several, are reported."""
    text = reader.line("Cơ quan", required=True)
    if not text:
        return ""
    names = source.directory.split(reader.text("Cơ quan")).names
    if len(names) > 1:
        message = f"{quoted(text)} gồm {len(names)} cơ quan; điểm chấm riêng cho từng cơ quan."
        reader.add("DG005", "Cơ quan", message, "Mỗi cơ quan ghi một dòng.")
        return ""
    known = source.directory.canonical(names[0]) if names else None
    if known is None:
        guess = source.directory.nearest(text)
        fix = f"Có phải là “{guess}”? " if guess else ""
        message = f"Hồ sơ không có cơ quan {quoted(text)}; điểm này không chấm cho ai."
        reader.add("DG006", "Cơ quan", message, f"{fix}Sửa tên, hoặc thêm vào trang “{SheetTitle.AGENCIES}”.")
        return ""
    return known


def _check_points(reader: RowReader, criterion: Criterion, points: Decimal | None) -> None:
    if not criterion.method.is_entered:
        message = f"Tiêu chí {quoted(criterion.code)} chấm theo “{criterion.method.value}”, không nhận điểm ghi tay."
        reader.add("DG005", "Mã tiêu chí", message, "Sửa mã tiêu chí, hoặc xoá dòng này.")
    elif points is not None and points < 0:
        fix = "Điểm trừ ghi số dương: 2 nghĩa là trừ 2 điểm." if criterion.method is ScoringMethod.MALUS else ""
        reader.add("GT017", POINTS, f"“{POINTS}” không thể âm ({number_text(points)}).", fix or "Ghi số từ 0 trở lên.")
    elif points is not None and points > criterion.weight:
        most = f"mức tối đa {number_text(criterion.weight)} của tiêu chí “{criterion.code}”"
        message = f"{number_text(points)} điểm vượt {most}."
        reader.add("DG004", POINTS, message, "Sửa điểm, hoặc sửa trọng số ở trang Tiêu chí.")
