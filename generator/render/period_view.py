"""The period of a report in words, as templates name it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.compute.facts import Facts
from generator.core.figures import Quotation
from generator.core.periods import Period, PeriodKind
from generator.core.vietnamese import lower_first, short_date
from generator.render.figure_texts import kept_together


@dataclass(frozen=True, slots=True)
class PeriodView:
    """The period in words. `label` has its year ("quý III năm 2025"); dates are as officials write them.

    `told` says what is reported on, as an opening sentence goes on: "kết quả thực hiện quý III năm 2025".

    `data_label` names the period that the newest data are of, where that ends before the report's own; "" where they
    are fresh. `has_data` is false where nothing at all was reported up to the report's end.
    """

    code: str
    label: str
    told: str
    short_label: str
    year: int
    start: str
    end: str
    as_of: str
    next_label: str
    next_start: str
    next_end: str
    previous_label: str
    last_year_label: str
    compares_twice: bool
    """The period before is not the same period of the year before (as it is for a year)."""
    data_label: str
    has_data: bool


def _told(period: Period) -> str:
    """What an ad hoc report is about; else the results of the period, whose days the sentence gives itself."""
    if period.kind in (PeriodKind.AD_HOC, PeriodKind.TOPIC) and period.name:
        return lower_first(period.name)
    if period.first is None:
        return f"kết quả thực hiện {period.label}"
    named = period.kind is PeriodKind.MID_TERM or period.name
    return f"kết quả thực hiện {period.short_label}" if named else "kết quả thực hiện"


def period_view(facts: Facts) -> PeriodView:
    """The period in every form a sentence needs it in, and the one that follows."""
    period = facts.period
    upcoming = period.next().window(facts.settings.cutoff)
    return PeriodView(
        code=period.code,
        label=kept_together(period.label),
        told=kept_together(_told(period)),
        short_label=kept_together(period.short_label),
        year=period.year,
        start=Quotation(short_date(facts.window.start), (), "ngày đầu của kỳ báo cáo, theo quy định chốt số liệu"),
        end=Quotation(short_date(facts.window.end), (), "ngày cuối của kỳ báo cáo, theo quy định chốt số liệu"),
        as_of=Quotation(short_date(facts.as_of), (), "ngày xét quá hạn của lần lập báo cáo"),
        next_label=kept_together(period.next_label),
        next_start=Quotation(short_date(upcoming.start), (), "ngày đầu của kỳ sau, theo quy định chốt số liệu"),
        next_end=Quotation(short_date(upcoming.end), (), "ngày cuối của kỳ sau, theo quy định chốt số liệu"),
        previous_label=kept_together(period.previous().label),
        last_year_label=kept_together(period.last_year_label),
        compares_twice=period.previous() != period.same_last_year(),
        data_label=Quotation(kept_together(stale.label), (), "kỳ mới nhất có số liệu trong hồ sơ")
        if (stale := facts.stale_since)
        else "",
        has_data=facts.data_until is not None,
    )
