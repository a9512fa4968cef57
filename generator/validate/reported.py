"""What was reported, as records: progress, figures, disbursements, documents and narrative, one function a sheet."""

from __future__ import annotations

from collections.abc import Mapping

from generator.core.model import (
    DeadlineKind,
    Disbursement,
    Indicator,
    IssuedDocument,
    Measurement,
    Narrative,
    Operator,
    Progress,
    Settings,
    Task,
)
from generator.core.periods import Period
from generator.core.sections import TITLES, find_section
from generator.core.status_words import says_late, share_in
from generator.core.units import means_the_same
from generator.core.vietnamese import nearest, number_text, parse_number, short_date
from generator.core.yes_words import says_yes
from generator.read.columns import APPROVED_BY, PERIOD, PREPARED_BY, UNIT, SheetTitle
from generator.validate.cells import quoted
from generator.validate.codes import CodeRegister, PairRegister
from generator.validate.cross_checks import check_progress
from generator.validate.document_numbers import several_numbers
from generator.validate.row_reader import RowReader
from generator.validate.source import Source


def progress(
    source: Source, codes: CodeRegister, tasks: Mapping[str, Task], settings: Settings
) -> tuple[Progress, ...]:
    """Sheet Tiến độ: one row a task and period."""
    pairs = PairRegister()

    def build(reader: RowReader) -> Progress | None:
        task = codes.refer(reader, "Mã nhiệm vụ")
        period = _period(reader, pairs, "Mã nhiệm vụ", task)
        status = reader.status("Tình trạng")
        completed_on = reader.day("Ngày hoàn thành")
        percent = reader.percent("Tỷ lệ hoàn thành (%)")
        if beside := parse_number(share_in(reader.line("Tình trạng"))):
            if reader.is_empty("Tỷ lệ hoàn thành (%)"):
                percent = beside.value if 0 <= beside.value <= 100 else None
            elif percent is not None and percent != beside.value:
                said = f"{number_text(beside.value)}% nhưng cột Tỷ lệ hoàn thành là {number_text(percent)}%"
                reader.add("TD004", "Tình trạng", f"Tình trạng ghi {said}.", "Giữ một tỷ lệ đúng.")
        reporter = source.agencies(reader, "Đơn vị báo cáo")
        if period is None or status is None:
            return None
        record = Progress(
            task=task,
            period=period,
            status=status,
            completed_on=completed_on,
            percent=percent,
            result=reader.words("Kết quả thực hiện"),
            product=reader.words("Sản phẩm"),
            difficulty=reader.words("Khó khăn, vướng mắc"),
            reporter=reporter,
            row=reader.row.ref,
            evidence=reader.words("Minh chứng"),
            cause=reader.words("Nguyên nhân"),
            proposal=reader.words("Đề xuất, kiến nghị"),
            prepared_by=reader.text(PREPARED_BY),
            approved_by=reader.text(APPROVED_BY),
            said_late=says_late(reader.line("Tình trạng")),
        )
        needs_day = reader.is_empty("Ngày hoàn thành") and not _may_recur(task, codes, tasks)
        for problem in check_progress(record, settings, needs_day):
            reader.report(problem)
        return record

    return source.records(SheetTitle.PROGRESS, build)


def _may_recur(code: str, codes: CodeRegister, tasks: Mapping[str, Task]) -> bool:
    """True for a recurring task, and for one whose row was left out, so that nobody knows."""
    task = tasks.get(code)
    return codes.has(code) if task is None else task.deadline.kind is DeadlineKind.RECURRING


def measurements(source: Source, codes: CodeRegister, indicators: Mapping[str, Indicator]) -> tuple[Measurement, ...]:
    """Sheet Số liệu: one value an indicator and period; `indicators` decides what kind of value."""
    pairs = PairRegister()

    def build(reader: RowReader) -> Measurement | None:
        code = codes.refer(reader, "Mã chỉ tiêu")
        period = _period(reader, pairs, "Mã chỉ tiêu", code)
        indicator = indicators.get(code)
        if indicator is None:
            reader.cell("Giá trị", required=True)
            return None
        yes_no = indicator.target.operator is Operator.YES_NO
        words = _words(reader) if yes_no else ""
        value = None if yes_no else reader.number("Giá trị", required=True, unit=indicator.unit)
        _check_unit_beside(reader, indicator.unit)
        if period is None:
            return None
        source_name, note = reader.text("Nguồn số liệu"), reader.text("Ghi chú")
        signed = reader.text(PREPARED_BY), reader.text(APPROVED_BY)
        cause = reader.text("Nguyên nhân")
        return Measurement(code, period, value, words, source_name, note, reader.row.ref, *signed, cause)

    return source.records(SheetTitle.MEASUREMENTS, build)


def _check_unit_beside(reader: RowReader, unit: str) -> None:
    """GT034 of a figure beside which another unit stands than the indicator's."""
    said = reader.text(UNIT)
    if said and unit and not means_the_same(said, unit):
        message = f"Dòng ghi đơn vị {quoted(said)} nhưng chỉ tiêu này tính bằng {unit}."
        reader.add("GT034", UNIT, message, f"Ghi số theo {unit}, rồi sửa hoặc xoá đơn vị ở dòng.")


def _words(reader: RowReader) -> str:
    words = reader.line("Giá trị", required=True)
    if parse_number(words) is not None:
        message = f"Chỉ tiêu này có mục tiêu bằng chữ nhưng giá trị là số ({words})."
        fix = "Ghi “Hoàn thành”, “Đạt”, “Có” hoặc “Chưa hoàn thành”; hoặc sửa mục tiêu thành số."
        reader.add("CT001", "Giá trị", message, fix)
    elif words and says_yes(words) is None:
        message = f"{quoted(words)} không rõ là đã đạt hay chưa."
        fix = "Ghi “Hoàn thành”, “Đạt”, “Có” hoặc “Chưa hoàn thành”; diễn giải ghi ở cột Ghi chú."
        reader.add("CT010", "Giá trị", message, fix)
    return words


def disbursements(source: Source, codes: CodeRegister) -> tuple[Disbursement, ...]:
    """Sheet Giải ngân: one row a funding line and period."""
    pairs = PairRegister()

    def build(reader: RowReader) -> Disbursement | None:
        code = codes.refer(reader, "Mã kinh phí")
        period = _period(reader, pairs, "Mã kinh phí", code)
        allocated, disbursed = reader.amount("Đã phân bổ"), reader.amount("Đã giải ngân")
        signed = reader.text(PREPARED_BY), reader.text(APPROVED_BY)
        note = reader.text("Ghi chú")
        return Disbursement(code, period, allocated, disbursed, reader.row.ref, *signed, note) if period else None

    return source.records(SheetTitle.DISBURSEMENTS, build)


def documents(source: Source, settings: Settings) -> tuple[IssuedDocument, ...]:
    """Sheet Văn bản; one whose day lies outside its row's period is told of, for reports go by the day."""

    def build(reader: RowReader) -> IssuedDocument | None:
        period = reader.period(PERIOD)
        number, day = reader.line("Số ký hiệu", required=True), reader.day("Ngày ban hành")
        issuer, summary = reader.line("Cơ quan ban hành"), reader.line("Trích yếu")
        if several := several_numbers(number):
            message = f"Ô ghi {several} số văn bản ({quoted(number)}), báo cáo đếm và in là một văn bản."
            reader.add("VB002", "Số ký hiệu", message, "Ghi mỗi văn bản một dòng.")
        if period and day and day not in period.window(settings.cutoff):
            window = period.window(settings.cutoff)
            message = (
                f"Văn bản {quoted(number)} ghi ngày {short_date(day)}, không thuộc {period.label} "
                f"(từ {short_date(window.start)} đến {short_date(window.end)}); báo cáo xếp văn bản theo ngày ban hành."
            )
            reader.add("VB001", "Ngày ban hành", message, "Kiểm tra ngày ban hành và kỳ báo cáo của dòng.")
        return IssuedDocument(period, number, day, issuer, summary, reader.row.ref) if period else None

    return source.records(SheetTitle.DOCUMENTS, build)


def narratives(source: Source) -> tuple[Narrative, ...]:
    """Sheet Nội dung; which sections there are is the report's business."""

    def build(reader: RowReader) -> Narrative | None:
        period = reader.period(PERIOD)
        section, text = reader.line("Mục", required=True), reader.text("Nội dung", required=True)
        if section and find_section(section) is None:
            guess = nearest(section, TITLES, cutoff=0.5)
            fix = f"Có phải là “{guess}”?" if guess else f"Chọn một trong các mục: {', '.join(TITLES)}."
            reader.add("ND001", "Mục", f"Báo cáo không có mục {quoted(section)}, lời văn này không được in.", fix)
        return Narrative(period, section, text, reader.row.ref) if period else None

    return source.records(SheetTitle.NARRATIVES, build)


def _period(reader: RowReader, pairs: PairRegister, title: str, code: str) -> Period | None:
    """The row's period; a second row for one code and period is reported."""
    period = reader.period(PERIOD)
    if code and period:
        pairs.claim(reader, title, (code, period), lambda: f"mã {quoted(code)}, {period.label}")
    return period
