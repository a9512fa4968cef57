"""Sheet Nơi gửi as records: who gets which report, in which form, by when."""

from __future__ import annotations

from generator.core.folders import recipient_folder
from generator.core.model import Bloc, Recipient
from generator.core.periods import KIND_NAMES, PeriodKind, kind_named
from generator.core.vietnamese import fold, nearest, one_line
from generator.read.columns import SheetTitle
from generator.validate.cells import quoted
from generator.validate.codes import CodeRegister
from generator.validate.returns_due import parse_due
from generator.validate.row_reader import RowReader
from generator.validate.source import Source

_BULLETS = "-–+•* "
_BLOCS = {bloc.value: bloc for bloc in Bloc}


def recipients(source: Source, plans: CodeRegister) -> tuple[Recipient, ...]:
    """Who gets the report. Two of one name, a kind of period or a deadline that cannot be read are reported."""
    known: dict[str, RowReader] = {}

    def build(reader: RowReader) -> Recipient:
        name = reader.line("Tên", required=True)
        first = known.setdefault(fold(recipient_folder(name)), reader) if name else reader
        if first is not reader:
            message = f"Nơi gửi {quoted(name)} đã có ở dòng {first.row.ref.number}."
            reader.add("NG002", "Tên", message, "Mỗi nơi gửi một tên; ghép hai dòng hoặc đặt tên khác.")
        due = reader.line("Hạn gửi báo cáo")
        if due and parse_due(due) is None:
            fix = "Ghi như “trước ngày 20”, “ngày 05 tháng sau”, “thứ Sáu”, “31/12/2026”."
            reader.add("NG003", "Hạn gửi báo cáo", f"Không đọc được hạn gửi {quoted(due)}.", fix)
        return Recipient(
            name=name,
            kinds=_kinds(reader),
            bloc=reader.choice("Khối văn bản", _BLOCS),
            addressees=_lines(reader, "Kính gửi"),
            recipients=_lines(reader, "Nơi nhận"),
            due=due,
            subject=reader.line("Trích yếu"),
            templates=reader.line("Mẫu"),
            plans=plans.refer_all(reader, "Kế hoạch"),
            row=reader.row.ref,
        )

    return source.records(SheetTitle.RECIPIENTS, build)


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
