"""Sheet Nơi gửi as records: who gets which report, in which form, by when."""

from __future__ import annotations

from collections.abc import Sequence

from generator.core.first_page import is_party_body, is_state_body
from generator.core.folders import recipient_folder
from generator.core.model import Bloc, Recipient, Settings
from generator.core.period_names import KIND_NAMES, kind_named
from generator.core.periods import PERIODS_PER_YEAR, CutoffRule, Period, PeriodKind
from generator.core.vietnamese import fold, nearest, one_line, short_date
from generator.read.columns import SheetTitle
from generator.validate.cells import quoted
from generator.validate.codes import CodeRegister
from generator.validate.returns_due import DueRule, parse_due
from generator.validate.row_reader import RowReader
from generator.validate.source import Source

_BULLETS = "-–+•* "
_SAMPLE_YEAR = 2026
"""Any year: the days of the months that periods end in are alike in all."""
_BLOCS = {bloc.value: bloc for bloc in Bloc}


def recipients(source: Source, plans: CodeRegister, settings: Settings) -> tuple[Recipient, ...]:
    """Who gets the report. Two of one name, a kind of period or a deadline that cannot be read are reported; so are
    a form that the issuer does not write in, and a deadline that no data can meet."""
    known: dict[str, RowReader] = {}

    def build(reader: RowReader) -> Recipient:
        name = reader.line("Tên", required=True)
        first = known.setdefault(fold(recipient_folder(name)), reader) if name else reader
        if first is not reader:
            message = f"Nơi gửi {quoted(name)} đã có ở dòng {first.row.ref.number}."
            reader.add("NG002", "Tên", message, "Mỗi nơi gửi một tên; ghép hai dòng hoặc đặt tên khác.")
        due, kinds = reader.line("Hạn gửi báo cáo"), _kinds(reader)
        if due and (rule := parse_due(due)) is None:
            fix = "Ghi như “trước ngày 20”, “ngày 05 tháng sau”, “thứ Sáu”, “31/12/2026”."
            reader.add("NG003", "Hạn gửi báo cáo", f"Không đọc được hạn gửi {quoted(due)}.", fix)
        elif due and rule is not None:
            _check_due(reader, due, rule, kinds, settings.cutoff)
        bloc = reader.choice("Khối văn bản", _BLOCS)
        _check_form(reader, bloc, settings)
        return Recipient(
            name=name,
            kinds=kinds,
            bloc=bloc,
            addressees=_lines(reader, "Kính gửi"),
            recipients=_lines(reader, "Nơi nhận"),
            due=due,
            subject=reader.line("Trích yếu"),
            templates=reader.line("Mẫu"),
            plans=plans.refer_all(reader, "Kế hoạch"),
            row=reader.row.ref,
        )

    return source.records(SheetTitle.RECIPIENTS, build)


def _check_form(reader: RowReader, bloc: Bloc | None, settings: Settings) -> None:
    """NG006: a document has the form of the body that issues it, whoever it is sent to."""
    wrong = is_state_body if bloc is Bloc.PARTY else is_party_body
    if bloc is None or bloc is settings.bloc or not wrong(settings.issuer):
        return
    whose = "cơ quan nhà nước" if bloc is Bloc.PARTY else "cơ quan của Đảng"
    message = (
        f"Nơi gửi ghi thể thức văn bản của khối “{bloc.value}” mà cơ quan ban hành {quoted(settings.issuer)} là "
        f"{whose}: thể thức theo cơ quan ban hành, không theo nơi nhận."
    )
    fix = "Để trống ô này, trừ khi nơi nhận có văn bản yêu cầu thể thức đó."
    reader.add("NG006", "Khối văn bản", message, fix)


def _check_due(reader: RowReader, text: str, rule: DueRule, kinds: Sequence[PeriodKind], cutoff: CutoffRule) -> None:
    """NG007: nobody can send a report before its data close. A week is reported on before it is over."""
    if rule.fixed is not None or rule.weekday is not None:
        return
    for kind in kinds or (PeriodKind.QUARTER,):
        for index in range(1, PERIODS_PER_YEAR.get(kind, 0) + 1):
            period = Period(kind, _SAMPLE_YEAR, index)
            due, end = rule.of(period).last_day, period.window(cutoff).end
            if due < end:
                message = (
                    f"Hạn gửi {quoted(text)} đến trước ngày chốt số liệu: với {period.label}, hạn là ngày "
                    f"{short_date(due)} mà số liệu chốt ngày {short_date(end)}."
                )
                fix = f"Nếu là tháng sau kỳ báo cáo, ghi “ngày {rule.day} tháng sau”; hoặc xem lại “Chốt số liệu”."
                reader.add("NG007", "Hạn gửi báo cáo", message, fix)
                return


def _kinds(reader: RowReader) -> tuple[PeriodKind, ...]:
    found: list[PeriodKind] = []
    for word in _parts(reader.text("Kỳ"), ","):
        kind = kind_named(word)
        if kind is None:
            guess = nearest(word, KIND_NAMES)
            fix = f"Có phải là “{guess}”?" if guess else f"Ghi một hay nhiều loại: {', '.join(KIND_NAMES)}."
            reader.add("NG001", "Kỳ", f"{quoted(word)} không phải là loại kỳ báo cáo.", fix)
        else:
            found.append(kind)
    return tuple(dict.fromkeys(found))


def _parts(text: str, also: str = "") -> list[str]:
    for sign in ("\n", *also):
        text = text.replace(sign, ";")
    return [part for one in text.split(";") if (part := one_line(one))]


def _lines(reader: RowReader, title: str) -> tuple[str, ...]:
    """The places that a cell names, one a line; bullets and the signs that end a line are dropped."""
    lines = (one_line(line).lstrip(_BULLETS).rstrip(";. ") for line in reader.text(title).split("\n"))
    return tuple(line for line in lines if line)
