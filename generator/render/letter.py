"""A công văn đôn đốc: the letter to one lead agency, or one letter to several, with its appendix where it is long."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace

from generator.compute.facts import Facts
from generator.core.frame import Frame
from generator.core.model import Settings
from generator.core.vietnamese import fold
from generator.render.appendix import AppendixView
from generator.render.combine import combine
from generator.render.document import RenderedDocument, Template
from generator.render.issuer import (
    OPEN,
    Addressing,
    EndedLine,
    Issuer,
    PlanView,
    SignatureView,
    addressing,
    ended,
    open_date_line,
    standard_for,
)
from generator.render.letter_views import APPENDIX_LABEL, LetterOrder, LetterView, addressee, letter_view
from generator.render.period_view import PeriodView, period_view
from generator.render.report import RenderedFile
from generator.render.two_digits import two_digits

LETTER, APPENDIX = "cong-van-don-doc", "phu-luc-don-doc"
"""The names of the two templates."""
MOST_ADDRESSEES = 12
OPEN_UNIT = "…"
_UNIT = re.compile(r"lưu\s*:?\s*VT\s*[,;]\s*(?P<unit>[^,;.(]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LetterContext:
    """All that a letter's template may name."""

    issuer: Issuer
    number_line: str
    date_line: str
    addressees: tuple[EndedLine, ...]
    plan: PlanView
    period: PeriodView
    letter: LetterView
    recipients: tuple[EndedLine, ...]
    signature: SignatureView
    illustrative: bool

    def names(self) -> Mapping[str, object]:
        """The context as a template's names."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def render_letter(facts: Facts, order: LetterOrder, template: Callable[[str], Template]) -> RenderedFile:
    """The letter, with its appendix as a section of its own where it has one."""
    frame = _letter_frame(facts, order)
    context = letter_context(facts, order, frame)
    names = context.names()
    document = template(LETTER).render(two_digits(context).names() if facts.settings.two_digits else names)
    if order.has_appendix:
        view = AppendixView(APPENDIX_LABEL, "", frame.attached_to)
        rows = template(APPENDIX).render({**names, "appendix": view})
        document = RenderedDocument(combine(document.content, [rows.content]), (*document.figures, *rows.figures))
    return RenderedFile(order.stem, _label(order), LETTER, document)


def letter_context(facts: Facts, order: LetterOrder, frame: Addressing) -> LetterContext:
    """Everything the letter's template may name."""
    return LetterContext(
        issuer=frame.issuer,
        number_line=frame.number_line,
        date_line=frame.date_line,
        addressees=ended(frame.addressees),
        plan=frame.plan,
        period=period_view(facts),
        letter=letter_view(facts, order),
        recipients=ended(frame.recipients, frame.frame.recipient_ends),
        signature=frame.signature,
        illustrative=facts.settings.illustrative,
    )


def drafting_unit(settings: Settings) -> str:
    """The unit that drafts, by the "Lưu" line ("Lưu: VT, VX3" → "VX3"); "" where it names none."""
    found = (_UNIT.search(line) for line in settings.recipients)
    return next((one["unit"].strip() for one in found if one), "")


# --- the frame -------------------------------------------------------------------------------------


def _letter_frame(facts: Facts, order: LetterOrder) -> Addressing:
    """The report's frame with a letter's number, addressees and recipients."""
    given = addressing(facts)
    frame = given.frame
    open_date = frame.long_date.format(day=OPEN, month=OPEN, year=order.day.year)
    unit = order.unit or OPEN_UNIT
    symbol = frame.letter_symbol.format(number=f"{OPEN} ", issuer=given.issuer.code, unit=unit)
    return replace(
        given,
        number_line=frame.number_line.format(symbol=symbol),
        date_line=open_date_line(standard_for(facts), facts.settings.place_name, order.day.year),
        attached_to=frame.letter_attached.format(symbol=symbol, date=open_date, issuer=given.issuer.name),
        addressees=_addressees(order, facts.settings),
        recipients=(frame.as_above, *_kept(given.recipients, frame)),
    )


def _addressees(order: LetterOrder, settings: Settings) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(addressee(one.agency, settings) for one in order.reminders))
    return (f"Các cơ quan có tên tại {APPENDIX_LABEL} kèm theo",) if len(names) > MOST_ADDRESSEES else names


def _kept(recipients: Iterable[str], frame: Frame) -> tuple[str, ...]:
    """Of a report's Nơi nhận only who keeps it: the others are told of the report, not of each letter."""
    return tuple(line for line in recipients if fold(line).startswith(tuple(map(fold, frame.kept_openings))))


def _label(order: LetterOrder) -> str:
    who = "các cơ quan" if order.to_all else order.reminders[0].agency
    return f"Công văn gửi {who}"
