"""Small dossiers for the tests of `compute`: each factory asks only for what a test is about."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from generator.core.model import (
    Agency,
    Aggregation,
    Bloc,
    Deadline,
    DeadlineKind,
    Direction,
    Disbursement,
    Dossier,
    FundingLine,
    Indicator,
    IssuedDocument,
    Measurement,
    Milestone,
    Narrative,
    Operator,
    Progress,
    ReportedStatus,
    RowRef,
    Settings,
    Target,
    Task,
)
from generator.core.period_names import parse_period
from generator.core.periods import CutoffRule, Period

NO_DEADLINE = Deadline(DeadlineKind.NONE)
RECURRING = Deadline(DeadlineKind.RECURRING, "Nhiệm vụ thường xuyên")
TEXT_DEADLINE = Deadline(DeadlineKind.TEXT, "Theo đề nghị của cấp trên")
KHCN = "Sở Khoa học và Công nghệ"
TAI_CHINH = "Sở Tài chính"
Y_TE = "Sở Y tế"


def row(number: int = 2) -> RowRef:
    return RowRef("hồ sơ.xlsx", "Trang", number, {"Mã": "A"})


def period(code: str) -> Period:
    found = parse_period(code)
    assert found is not None, code
    return found


def day(iso: str) -> dt.date:
    return dt.date.fromisoformat(iso)


def due(iso: str) -> Deadline:
    return Deadline(DeadlineKind.DATE, iso, day(iso))


def agency(name: str) -> Agency:
    return Agency(name, "", (), "", row())


def task(
    code: str,
    deadline: Deadline = NO_DEADLINE,
    lead: tuple[str, ...] = (KHCN,),
    group: str = "I",
    group_title: str = "Hoàn thiện thể chế",
) -> Task:
    return Task(code, group, group_title, code, f"Nội dung {code}", lead, (), "", deadline, "", row())


def progress(
    code: str,
    when: str,
    status: ReportedStatus,
    completed_on: str | None = None,
    difficulty: str = "",
    reporter: tuple[str, ...] = (),
    number: int = 2,
) -> Progress:
    done = day(completed_on) if completed_on else None
    return Progress(code, period(when), status, done, None, "", "", difficulty, reporter, row(number))


def target(operator: Operator, value: str | None = None, upper: str | None = None) -> Target:
    return Target(operator, _decimal(value), _decimal(upper), "")


def indicator(
    code: str,
    goal: Target,
    direction: Direction = Direction.UP,
    lead: tuple[str, ...] = (KHCN,),
    unit: str = "%",
    year: int | None = None,
    aggregation: Aggregation = Aggregation.POINT,
) -> Indicator:
    name = f"Chỉ tiêu {code}"
    return Indicator(code, "", name, unit, direction, goal, year, None, None, lead, "", row(), aggregation)


def milestone(code: str, year: int, goal: Target) -> Milestone:
    return Milestone(code, year, goal, row())


def measurement(code: str, when: str, value: str | None = None, words: str = "") -> Measurement:
    return Measurement(code, period(when), _decimal(value), words, "", "", row())


def money(code: str, planned: str, source: str = "Ngân sách tỉnh", agencies: tuple[str, ...] = (KHCN,)) -> FundingLine:
    return FundingLine(code, source, "", "", agencies, Decimal(planned), row())


def paid(code: str, when: str, allocated: str | None, disbursed: str | None) -> Disbursement:
    return Disbursement(code, period(when), _decimal(allocated), _decimal(disbursed), row())


def document(when: str, number: str, iso: str | None, issuer: str = "UBND tỉnh") -> IssuedDocument:
    return IssuedDocument(period(when), number, day(iso) if iso else None, issuer, "Trích yếu", row())


def narrative(when: str, section: str) -> Narrative:
    return Narrative(period(when), section, "Lời văn", row())


def settings(cutoff: CutoffRule = CutoffRule.DECREE_09) -> Settings:
    return Settings(
        bloc=Bloc.STATE,
        parent_body="",
        issuer="Ủy ban nhân dân tỉnh Nam Định",
        issuer_code="UBND",
        place_name="Nam Định",
        plan_name="Kế hoạch hành động",
        plan_number="",
        plan_date=None,
        plan_issuer="",
        subject="thực hiện Nghị quyết số 57-NQ/TW",
        authority_lines=(),
        signer_post="",
        signer_name="",
        addressees=(),
        legal_bases=(),
        recipients=(),
        cutoff=cutoff,
        stated_total=None,
        illustrative=False,
        places={},
    )


def dossier(cutoff: CutoffRule = CutoffRule.DECREE_09, **sheets: tuple[object, ...]) -> Dossier:
    return Dossier("hồ sơ.xlsx", settings(cutoff), **sheets)  # type: ignore[arg-type]


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
