"""The nouns: what a dossier is once it has been read and validated. All values, all frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from generator.core.bands import Band
from generator.core.periods import CutoffRule, Period, PeriodKind
from generator.core.problems import Place


@dataclass(frozen=True, slots=True)
class RowRef:
    """The workbook row a record was read from; `columns` maps a column title to its letter (shared by the sheet).

    `changed` has the cells that hold a value of another sheet (Điều chỉnh) instead of the row's own.
    """

    file: str
    sheet: str
    number: int
    columns: Mapping[str, str]
    changed: Mapping[str, Place] | None = None

    def place(self, column: str | None = None) -> Place:
        """The place of the cell under `column`; of the whole row (its first column) when the sheet lacks it."""
        if column and self.changed and column in self.changed:
            return self.changed[column]
        letter = self.columns.get(column) if column else None
        if letter is None:
            letter = next(iter(self.columns.values()), "A")
        return Place(self.file, self.sheet, f"{letter}{self.number}")


class DeadlineKind(StrEnum):
    """What kind of deadline a task has."""

    DATE = "date"
    RECURRING = "recurring"
    NONE = "none"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a task is due. `day` (its last day) is set for DATE only; `text` is what the plan says.

    `until` is the last day of a RECURRING one that comes round for some years only.
    """

    kind: DeadlineKind
    text: str = ""
    day: date | None = None
    until: date | None = None


class Operator(StrEnum):
    """How a value is held against a target."""

    ABOVE = ">"
    AT_LEAST = ">="
    BELOW = "<"
    AT_MOST = "<="
    EQUAL = "="
    RANGE = "range"
    YES_NO = "yesno"


@dataclass(frozen=True, slots=True)
class Target:
    """A figure to reach. `value` is None for YES_NO; `upper` is set for RANGE only; `text` is what the plan says.

    The numbers keep the decimals they are written with: 0,600 is not printed as 0,6.
    """

    operator: Operator
    value: Decimal | None
    upper: Decimal | None
    text: str
    is_rank: bool = False
    """A place among others ("trong 10 tỉnh đứng đầu"), the lower the better."""
    is_about: bool = False
    """Said to be nearly so ("khoảng 80%"), though it is held against as a number."""


class Direction(StrEnum):
    """Whether a larger value is better."""

    UP = "Tăng"
    DOWN = "Giảm"


class Aggregation(StrEnum):
    """How an indicator's value of a period is made of what was reported for its parts (column Cách tính)."""

    POINT = "Thời điểm"
    SUM = "Cộng dồn"
    YEAR_TO_DATE = "Luỹ kế năm"
    MEAN = "Bình quân"

    @property
    def is_of_parts(self) -> bool:
        """True if the value of a longer period is reckoned from those of its parts."""
        return self in (Aggregation.SUM, Aggregation.MEAN)


class ComparisonSign(StrEnum):
    """How the two sides of a check of one's own must stand to each other (sheet Đối chiếu)."""

    EQUAL = "="
    AT_MOST = "≤"
    AT_LEAST = "≥"

    def holds(self, left: Decimal, right: Decimal) -> bool:
        """True if the two sides stand so."""
        return {"=": left == right, "≤": left <= right, "≥": left >= right}[self.value]


class ReportedStatus(StrEnum):
    """What an agency may say of its task."""

    NOT_STARTED = "Chưa thực hiện"
    IN_PROGRESS = "Đang thực hiện"
    COMPLETED = "Hoàn thành"
    SUSPENDED = "Tạm dừng"


class ChangeKind(StrEnum):
    """What may be changed in a plan while it runs (sheet Điều chỉnh)."""

    EXTENDED = "Gia hạn"
    MOVED = "Chuyển cơ quan"
    REWORDED = "Sửa nội dung"
    DROPPED = "Bãi bỏ"


class ScoringMethod(StrEnum):
    """How a criterion is scored (sheet Tiêu chí): reckoned from what was reported, or entered by hand."""

    ON_TIME = "Nhiệm vụ đúng hạn"
    COMPLETED = "Nhiệm vụ hoàn thành"
    REPORTED = "Báo cáo trong kỳ"
    INDICATORS = "Chỉ tiêu đạt"
    EVIDENCE = "Có minh chứng"
    DISBURSED = "Giải ngân"
    BY_HAND = "Chấm tay"
    BONUS = "Điểm cộng"
    MALUS = "Điểm trừ"
    BANDS = "Xếp loại"

    @property
    def is_entered(self) -> bool:
        """A person enters the points (sheet Chấm điểm)."""
        return self in (ScoringMethod.BY_HAND, ScoringMethod.BONUS, ScoringMethod.MALUS)

    @property
    def is_weighted(self) -> bool:
        """It is a part of the hundred points; the others add to them, take from them or name them."""
        return self not in (ScoringMethod.BONUS, ScoringMethod.MALUS, ScoringMethod.BANDS)


class UnitKind(StrEnum):
    """Who is ranked with whom."""

    AGENCY = "Cơ quan"
    COMMUNE = "Cấp xã"


class Bloc(StrEnum):
    """Which form a document takes: the State's (NĐ 30) or the Party's."""

    STATE = "Nhà nước"
    PARTY = "Đảng"


@dataclass(frozen=True, slots=True)
class Agency:
    """A body as sheet Cơ quan names it; `aliases` are its other spellings there."""

    name: str
    abbreviation: str
    aliases: tuple[str, ...]
    group: str
    row: RowRef


@dataclass(frozen=True, slots=True)
class Task:
    """One task of the plan. `lead` and `support` hold agencies' full names, each once, in the plan's order."""

    code: str
    group: str
    group_title: str
    number: str
    content: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    expected_result: str
    deadline: Deadline
    note: str
    row: RowRef
    plans: tuple[str, ...] = ()
    """Codes of sheet Kế hoạch; none where the dossier follows one plan."""
    short_name: str = ""
    """What a text calls it (column Tên gọn); "" where the plan gives none."""
    public: bool = False
    """It may stand on the page that everybody reads."""


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One change of a task, in force from `day` on.

    `text` is the new value as typed; `deadline` is set for EXTENDED, `lead` for MOVED. `basis` is the document that
    made the change.
    """

    task: str
    day: date
    kind: ChangeKind
    text: str
    deadline: Deadline | None
    lead: tuple[str, ...]
    basis: str
    row: RowRef


@dataclass(frozen=True, slots=True)
class Plan:
    """One of several plans that a dossier follows; `replaces` is the code of the one it takes the place of."""

    code: str
    name: str
    number: str
    day: date | None
    issuer: str
    replaces: str
    row: RowRef


@dataclass(frozen=True, slots=True)
class Progress:
    """What was reported on a task for a period. `percent` is 0–100."""

    task: str
    period: Period
    status: ReportedStatus
    completed_on: date | None
    percent: Decimal | None
    result: str
    product: str
    difficulty: str
    reporter: tuple[str, ...]
    row: RowRef
    evidence: str = ""
    cause: str = ""
    proposal: str = ""
    prepared_by: str = ""
    approved_by: str = ""
    unsigned: bool = False
    """`reporter` are those that led the task when they were several: which of them sent the row is not known."""
    said_late: bool | None = field(default=None, compare=False)
    """Whether the state is said to be behind its deadline ("Hoàn thành chậm"); None if nothing is said of it."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of the plan, with its target and the value it set out from. `lead` are full names, each once."""

    code: str
    group: str
    name: str
    unit: str
    direction: Direction
    target: Target
    target_year: int | None
    base_value: Decimal | None
    base_year: int | None
    lead: tuple[str, ...]
    note: str
    row: RowRef
    aggregation: Aggregation = Aggregation.POINT
    plans: tuple[str, ...] = ()
    public: bool = False
    short_name: str = ""
    """What a text calls it (column Tên gọn); "" where the plan gives none."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A plan's target for one year (sheet Lộ trình)."""

    indicator: str
    year: int
    target: Target
    row: RowRef


@dataclass(frozen=True, slots=True)
class Measurement:
    """An indicator's value in a period: a number, or the words typed for a yes/no indicator."""

    indicator: str
    period: Period
    value: Decimal | None
    words: str
    source: str
    note: str
    row: RowRef
    prepared_by: str = ""
    approved_by: str = ""
    cause: str = ""
    """Why the value is what it is, as its agency says."""


@dataclass(frozen=True, slots=True)
class FundingLine:
    """Money of the plan, in triệu đồng. `agencies` are full names."""

    code: str
    source: str
    content: str
    task: str
    agencies: tuple[str, ...]
    planned: Decimal
    row: RowRef
    note: str = ""
    public: bool = False
    plans: tuple[str, ...] = ()
    """Codes of sheet Kế hoạch, where the line names some; else it is of its task's plans."""


@dataclass(frozen=True, slots=True)
class Disbursement:
    """Money allocated and paid out by the end of a period, both cumulative, in triệu đồng."""

    line: str
    period: Period
    allocated: Decimal | None
    disbursed: Decimal | None
    row: RowRef
    prepared_by: str = ""
    approved_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """A document of direction issued in a period (sheet Văn bản)."""

    period: Period
    number: str
    day: date | None
    issuer: str
    summary: str
    row: RowRef


@dataclass(frozen=True, slots=True)
class Narrative:
    """What a person wrote for one section of one period's report; line breaks part paragraphs."""

    period: Period
    section: str
    text: str
    row: RowRef


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets the report (sheet Nơi gửi). What is empty or None is as sheet Thông tin chung says it.

    `kinds` are the kinds of report it gets, of none named all; `templates` is a folder beside the workbook; `plans`
    are codes, of none named all.
    """

    name: str
    kinds: tuple[PeriodKind, ...]
    bloc: Bloc | None
    addressees: tuple[str, ...]
    recipients: tuple[str, ...]
    due: str
    subject: str
    templates: str
    plans: tuple[str, ...]
    row: RowRef

    def gets(self, period: Period) -> bool:
        """True if a report of this kind goes to it."""
        return not self.kinds or period.kind in self.kinds


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion by which units are scored; of BANDS, what a total is called.

    `weight` is the most it may give. `bands` are the steps of its points by the percentage reached (their names are
    numbers), or the names of totals. `units` are whom it is for, of none named all; `basis` is the text that lays it
    down.
    """

    code: str
    name: str
    method: ScoringMethod
    weight: Decimal
    bands: tuple[Band, ...]
    units: tuple[UnitKind, ...]
    basis: str
    row: RowRef

    def is_for(self, kind: UnitKind) -> bool:
        """True if units of that kind are scored by it."""
        return not self.units or kind in self.units


@dataclass(frozen=True, slots=True)
class HandPoints:
    """What a person gave one unit for one criterion and period (sheet Chấm điểm)."""

    criterion: str
    period: Period
    unit: str
    points: Decimal
    evidence: str
    note: str
    row: RowRef


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """A row of sheet Bố cục: a part of the results, the groups and codes it gathers, its place among the parts."""

    title: str
    groups: tuple[str, ...]
    order: Decimal | None
    row: RowRef


@dataclass(frozen=True, slots=True)
class Settings:
    """Sheet Thông tin chung: who reports, on which plan, and who signs."""

    bloc: Bloc
    parent_body: str
    issuer: str
    issuer_code: str
    place_name: str
    plan_name: str
    plan_number: str
    plan_date: date | None
    plan_issuer: str
    subject: str
    authority_lines: tuple[str, ...]
    signer_post: str
    signer_name: str
    addressees: tuple[str, ...]
    legal_bases: tuple[str, ...]
    recipients: tuple[str, ...]
    cutoff: CutoffRule
    stated_total: Decimal | None
    illustrative: bool
    places: Mapping[str, Place]
    """Key of the sheet → the cell its (first) value stands in."""
    request: str = ""
    """The letter that asks for this report, as a text names it."""
    returns_due: str = ""
    """When agencies must hand in their returns, as written; "" means the cut-off day."""
    waived_rules: tuple[str, ...] = ()
    """Codes of rules of form that the house does not follow."""
    charts: bool = False
    """The report is to have charts, where its template leaves that to the dossier."""
    own_periods: tuple[Period, ...] = ()
    """Ranges with names of their own, by which rows and commands call them."""
    evidence_required: bool = False
    """What is said to be done and has no evidence is an error."""
    tables: bool = False
    """Indicators and money stand as tables in the text of the report."""
    funding_by_source: bool = False
    """Each source of money has an appendix of its own."""
    two_digits: bool = True
    """Counts under ten are written with two digits in texts: "04 nhiệm vụ"."""
    summary: bool | None = None
    """The report begins with its message in a few lines; None: where its period is a quarter or longer."""
    completion_floor: Decimal | None = None
    """A unit that has done less than these per cent of what was due is named; None: as usual where units are scored."""
    scored_in: tuple[PeriodKind, ...] = ()
    """The kinds of periods in which units are scored; of none named all."""
    least_basis: Decimal | None = None
    """How many of the hundred points must rest on something before a unit is ranked; None: as usual."""
    short: bool | None = None
    """The body of the report gathers and leaves the lists to the appendices; None: in a week's and a month's."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """One plan and all that was reported on it, checked. Order is the workbook's."""

    file: str
    settings: Settings
    agencies: tuple[Agency, ...] = ()
    tasks: tuple[Task, ...] = ()
    progress: tuple[Progress, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    funding: tuple[FundingLine, ...] = ()
    disbursements: tuple[Disbursement, ...] = ()
    documents: tuple[IssuedDocument, ...] = ()
    narratives: tuple[Narrative, ...] = ()
    changes: tuple[PlanChange, ...] = ()
    plans: tuple[Plan, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    layout: tuple[LayoutRow, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    hand_points: tuple[HandPoints, ...] = ()
