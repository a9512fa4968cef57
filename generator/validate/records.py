"""The plan as records: agencies, tasks, indicators, milestones and money, one function a sheet."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from generator.core.model import (
    Agency,
    Aggregation,
    ChangeKind,
    Deadline,
    Direction,
    FundingLine,
    Indicator,
    Milestone,
    Operator,
    Plan,
    PlanChange,
    Settings,
    Target,
    Task,
)
from generator.core.vietnamese import fold, number_text, one_line, short_date
from generator.core.yes_words import says_yes
from generator.read.columns import BASE, CONTENT, DEADLINE, LEAD, NEW_VALUE, PUBLIC, SUPPORT, YES_NO, SheetTitle
from generator.validate.agencies import agency_key, body_key, name_clashes
from generator.validate.cells import quoted
from generator.validate.codes import CodeRegister, PairRegister
from generator.validate.deadlines import one_year_of_plan, year_of_plan
from generator.validate.flow_words import falling_words, flow_words
from generator.validate.money_totals import is_total
from generator.validate.row_reader import RowReader
from generator.validate.source import Source
from generator.validate.targets import is_for_each_span, says_fall, years_meant

_WRITTEN_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
OF_PLAN = "Thuộc kế hoạch"
AGENCY_COLUMNS: Mapping[SheetTitle, tuple[str, ...]] = {
    SheetTitle.TASKS: (LEAD, SUPPORT),
    SheetTitle.PROGRESS: ("Đơn vị báo cáo",),
    SheetTitle.INDICATORS: (LEAD,),
    SheetTitle.FUNDING: ("Cơ quan thực hiện",),
}


def agencies(source: Source) -> tuple[Agency, ...]:
    """Sheet Cơ quan. A name that two agencies claim is reported at the later one."""

    def build(reader: RowReader) -> Agency:
        aliases = (one_line(alias) for alias in reader.text("Tên khác").replace("\n", ";").split(";"))
        return Agency(
            name=reader.line("Tên cơ quan", required=True),
            abbreviation=reader.line("Viết tắt"),
            aliases=tuple(alias for alias in aliases if alias),
            group=reader.line("Nhóm"),
            row=reader.row.ref,
        )

    found = source.records(SheetTitle.AGENCIES, build)
    for spelling, first, second in name_clashes(found):
        column = "Tên cơ quan"
        if spelling == second.abbreviation:
            column = "Viết tắt"
        elif spelling in second.aliases:
            column = "Tên khác"
        if agency_key(first.name) != agency_key(second.name) and body_key(first.name) == body_key(second.name):
            message = f"“{second.name}” và “{first.name}” (dòng {first.row.number}) là một, viết hai cách."
            fix = f"Đã hiểu là “{first.name}”; xoá dòng này, ghi cách viết kia vào “Tên khác”."
            source.problems.add("CQ003", second.row.place("Tên cơ quan"), message, fix)
            continue
        message = f"{quoted(spelling)} chỉ hai cơ quan: “{first.name}” (dòng {first.row.number}) và “{second.name}”."
        fix = "Mỗi tên, tên viết tắt, tên khác chỉ ghi cho một cơ quan."
        source.problems.add("CQ002", second.row.place(column), message, fix)
    return found


def plans(source: Source, codes: CodeRegister) -> tuple[Plan, ...]:
    """Sheet Kế hoạch: the plans that a dossier follows, and which takes another's place."""
    known = {
        fold(code): code
        for row in source.book.rows(SheetTitle.PLANS)
        if (cell := row.cells.get("Mã")) is not None and (code := one_line(cell.text))
    }

    def build(reader: RowReader) -> Plan:
        code = codes.claim(reader, "Mã")
        day, replaces = reader.day("Ngày"), reader.code("Thay thế")
        if replaces and fold(replaces) not in known:
            fix = f"Sửa mã, hoặc thêm kế hoạch cũ vào trang “{SheetTitle.PLANS}”."
            reader.add("MA002", "Thay thế", f"Mã {quoted(replaces)} không có trong trang “{SheetTitle.PLANS}”.", fix)
        elif replaces and fold(replaces) == fold(code):
            reader.add("DK006", "Thay thế", f"Kế hoạch {quoted(code)} ghi thay thế chính nó.", "Ghi mã kế hoạch cũ.")
        elif replaces and day is None and reader.is_empty("Ngày"):
            message = (
                f"Kế hoạch {quoted(code)} thay thế {quoted(replaces)} nhưng không ghi ngày, nên không biết từ khi nào."
            )
            reader.add("DK006", "Ngày", message, "Ghi ngày ban hành kế hoạch mới.")
        return Plan(
            code=code,
            name=reader.line("Tên kế hoạch", required=True),
            number=reader.line("Số ký hiệu"),
            day=day,
            issuer=reader.line("Cơ quan ban hành"),
            replaces=known.get(fold(replaces), replaces),
            row=reader.row.ref,
        )

    return source.records(SheetTitle.PLANS, build)


CHANGE_KINDS: Mapping[str, ChangeKind] = {kind.value: kind for kind in ChangeKind} | {
    "Gia hạn thời hạn": ChangeKind.EXTENDED,
    "Kéo dài thời hạn": ChangeKind.EXTENDED,
    "Điều chỉnh thời hạn": ChangeKind.EXTENDED,
    "Lùi thời hạn": ChangeKind.EXTENDED,
    "Chuyển cơ quan chủ trì": ChangeKind.MOVED,
    "Chuyển chủ trì": ChangeKind.MOVED,
    "Điều chỉnh cơ quan chủ trì": ChangeKind.MOVED,
    "Thay đổi cơ quan chủ trì": ChangeKind.MOVED,
    "Sửa đổi nội dung": ChangeKind.REWORDED,
    "Điều chỉnh nội dung": ChangeKind.REWORDED,
    "Hủy bỏ": ChangeKind.DROPPED,
    "Bỏ": ChangeKind.DROPPED,
    "Đưa ra khỏi kế hoạch": ChangeKind.DROPPED,
}


def changes(
    source: Source, codes: CodeRegister, known: Mapping[str, Task], settings: Settings
) -> tuple[PlanChange, ...]:
    """Sheet Điều chỉnh: what was changed in the plan and from which day on; a row may name several tasks."""
    plan_year = year_of_plan(settings.plan_name, settings.plan_date)
    pairs = PairRegister()

    def build(reader: RowReader) -> tuple[PlanChange, ...] | None:
        reader.cell("Mã nhiệm vụ", required=True)
        of_tasks = codes.refer_all(reader, "Mã nhiệm vụ")
        day = reader.day("Ngày")
        if day is None and reader.is_empty("Ngày"):
            reader.cell("Ngày", required=True)
        kind = reader.choice("Loại", CHANGE_KINDS, required=True)
        if kind is None or day is None:
            return None
        deadline: Deadline | None = None
        lead: tuple[str, ...] = ()
        text = reader.text(NEW_VALUE, required=kind is not ChangeKind.DROPPED)
        if kind is ChangeKind.EXTENDED:
            deadline = reader.deadline(NEW_VALUE, plan_year)
        elif kind is ChangeKind.MOVED:
            lead = source.agencies(reader, NEW_VALUE)
        basis = reader.line("Căn cứ")
        for code in of_tasks:
            said = f"mã {quoted(code)}, {kind.value.casefold()} ngày {short_date(day)}"
            pairs.claim(reader, "Loại", (code, day, kind), partial(str, said))
            _doubt_change(reader, known.get(code), kind, day, deadline, settings)
        return tuple(PlanChange(code, day, kind, text, deadline, lead, basis, reader.row.ref) for code in of_tasks)

    found = tuple(change for row in source.records(SheetTitle.CHANGES, build) for change in row)
    dropped: dict[str, date] = {}
    for one in sorted(found, key=lambda change: change.day):
        if one.task in dropped and one.day > dropped[one.task]:
            since = short_date(dropped[one.task])
            message = f"Nhiệm vụ {quoted(one.task)} đã bãi bỏ ngày {since}; dòng này không có tác dụng."
            source.problems.add("DK002", one.row.place("Ngày"), message, "Xoá dòng này, hoặc xem lại dòng bãi bỏ.")
        if one.kind is ChangeKind.DROPPED:
            dropped.setdefault(one.task, one.day)
    return found


def _doubt_change(
    reader: RowReader, task: Task | None, kind: ChangeKind, day: date, deadline: Deadline | None, settings: Settings
) -> None:
    """What is odd about a change: an earlier deadline, a day before there was a plan."""
    before = task.deadline.day if task is not None else None
    if kind is ChangeKind.EXTENDED and deadline is not None and deadline.day and before and deadline.day < before:
        message = f"Gia hạn đến {short_date(deadline.day)}, sớm hơn thời hạn trong kế hoạch ({short_date(before)})."
        reader.add("DK001", NEW_VALUE, message, "Kiểm tra lại thời hạn mới.")
    if settings.plan_date is not None and day < settings.plan_date:
        message = f"Điều chỉnh ngày {short_date(day)}, trước ngày ban hành kế hoạch ({short_date(settings.plan_date)})."
        reader.add("DK004", "Ngày", message, "Kiểm tra lại ngày điều chỉnh.")


def tasks(source: Source, codes: CodeRegister, settings: Settings, plan_codes: CodeRegister) -> tuple[Task, ...]:
    """Sheet Nhiệm vụ; a deadline without a year is of the plan's."""
    plan_year = year_of_plan(settings.plan_name, settings.plan_date)
    groups = _groups_named(source)

    def build(reader: RowReader) -> Task | None:
        if _is_group_title(reader, groups):
            title = f"{reader.line('Mã')} {reader.line(CONTENT)}"
            message = f"Dòng {quoted(title)} được hiểu là tên nhóm, không tính là nhiệm vụ."
            fix = (
                "Ghi tên nhóm vào cột Tên nhóm của từng nhiệm vụ rồi xoá dòng này; là nhiệm vụ thì ghi cơ quan chủ trì."
            )
            reader.add("NV001", "Mã", message, fix)
            return None
        deadline = reader.deadline(DEADLINE, plan_year)
        own_plans = plan_codes.refer_all(reader, "Kế hoạch")
        if not own_plans:
            _doubt_deadline(reader, deadline, settings.plan_date)
        return Task(
            code=codes.claim(reader, "Mã"),
            group=reader.code("Nhóm"),
            group_title=reader.line("Tên nhóm"),
            number=reader.code("TT"),
            content=reader.text(CONTENT, required=True),
            lead=source.agencies(reader, LEAD),
            support=source.agencies(reader, SUPPORT),
            expected_result=reader.text("Kết quả dự kiến"),
            deadline=deadline,
            note=reader.text("Ghi chú"),
            row=reader.row.ref,
            plans=own_plans,
            short_name=reader.line("Tên gọn"),
            public=_is_public(reader),
        )

    return source.records(SheetTitle.TASKS, build)


def _doubt_deadline(reader: RowReader, deadline: Deadline, planned_on: date | None) -> None:
    """NV002: a task that is due before there was its plan is late from the first day on, whoever mistyped the year."""
    if planned_on is not None and deadline.day is not None and deadline.day < planned_on:
        message = f"Thời hạn {short_date(deadline.day)} trước ngày ban hành kế hoạch ({short_date(planned_on)})."
        reader.add("NV002", DEADLINE, message, "Kiểm tra lại năm của thời hạn và ngày kế hoạch.")


def _is_public(reader: RowReader) -> bool:
    """Whether the row may be published; an empty cell says no."""
    return reader.choice(PUBLIC, YES_NO) or False


def _groups_named(source: Source) -> frozenset[str]:
    """The groups that tasks are said to be of; a code that something was reported on is no group's."""
    groups = {fold(cell.text) for row in source.book.rows(SheetTitle.TASKS) if (cell := row.cells.get("Nhóm"))}
    reported = source.book.rows(SheetTitle.PROGRESS)
    return frozenset(groups) - {fold(cell.text) for row in reported if (cell := row.cells.get("Mã nhiệm vụ"))}


def _is_group_title(reader: RowReader, groups: frozenset[str]) -> bool:
    """A row with nothing but a group's own code and a title, as plans have above each group."""
    return fold(reader.line("Mã")) in groups and set(reader.row.cells) <= {"Mã", "Nhóm", "TT", CONTENT, "Tên nhóm"}


def indicators(
    source: Source, codes: CodeRegister, plan_codes: CodeRegister, settings: Settings, known: Sequence[Plan]
) -> tuple[Indicator, ...]:
    """Sheet Chỉ tiêu; a target without a year is of the one year that its plan is for."""
    year_of = {one.code: one_year_of_plan(one.name, one.day) for one in known}
    own_year = one_year_of_plan(settings.plan_name, settings.plan_date)
    directions = {direction.value: direction for direction in Direction}
    aggregations = {aggregation.value: aggregation for aggregation in Aggregation}

    def build(reader: RowReader) -> Indicator | None:
        code, group = codes.claim(reader, "Mã"), reader.line("Nhóm")
        name, unit = reader.line("Tên chỉ tiêu", required=True), reader.line("Đơn vị tính")
        note = reader.text("Ghi chú")
        target = reader.target("Mục tiêu", unit, name)
        chosen = reader.choice("Chiều", directions)
        direction = chosen or (Direction.DOWN if _is_fallen_to(target) else Direction.UP)
        _check_direction(reader, target, direction)
        aggregation = reader.choice("Cách tính", aggregations)
        target_year, base_year = reader.year("Năm mục tiêu"), reader.year("Năm gốc")
        _check_year_meant(reader, target, target_year, "Năm mục tiêu")
        base_value = _base_value(reader, target, unit)
        lead, plans_of = source.agencies(reader, LEAD), plan_codes.refer_all(reader, "Kế hoạch")
        if target is None:
            return None
        if target_year is None:
            years = {year_of.get(code) for code in plans_of} or {own_year, *year_of.values()}
            target_year = _year_of(target, years)
        if chosen is None and not _is_fallen_to(target) and target.operator in (Operator.EQUAL, Operator.RANGE):
            _ask_if_falling(reader, name, target, base_value)
        if aggregation is None and target.value is not None:
            _ask_if_flow(reader, name, unit)
        if aggregation in (Aggregation.SUM, Aggregation.YEAR_TO_DATE):
            _ask_if_for_each_span(reader, target, f"{name} {unit}")
        return Indicator(
            code=code,
            group=group,
            name=name,
            unit=unit,
            note=note,
            aggregation=aggregation or Aggregation.POINT,
            direction=direction,
            target=target,
            target_year=target_year,
            base_value=base_value,
            base_year=base_year,
            lead=lead,
            row=reader.row.ref,
            plans=plans_of,
            public=_is_public(reader),
            short_name=reader.line("Tên gọn"),
        )

    return source.records(SheetTitle.INDICATORS, build)


def _year_of(target: Target, years: Collection[int | None]) -> int | None:
    """The year that a target's own words name, else that of its plans where their `years` are all the same."""
    named = _only_year_meant(target)
    if named is not None or _WRITTEN_YEAR.search(target.text):
        return named
    return next(iter(years)) if len(years) == 1 else None


def _is_fallen_to(target: Target | None) -> bool:
    """Whether a target says itself that less is better: a place in a ranking, "giảm còn …"."""
    return target is not None and (target.is_rank or says_fall(target.text))


def _check_direction(reader: RowReader, target: Target | None, direction: Direction) -> None:
    """CT011: a target that is fallen to under a direction that rises."""
    if target is not None and _is_fallen_to(target) and direction is Direction.UP:
        what = "là thứ hạng, càng thấp càng tốt" if target.is_rank else "nói giảm"
        message = f"Mục tiêu {quoted(target.text)} {what}, nhưng Chiều là Tăng."
        reader.add("CT011", "Chiều", message, "Ghi Chiều là Giảm, hoặc để trống.")


def _only_year_meant(target: Target) -> int | None:
    """The year that a target's text names, if it is one."""
    meant = years_meant(target.text)
    return next(iter(meant)) if len(meant) == 1 else None


def _base_value(reader: RowReader, target: Target | None, unit: str) -> Decimal | None:
    """What the plan began from; of what is there or not, words that say so are no number and no fault."""
    if target is not None and target.operator is Operator.YES_NO and says_yes(reader.text(BASE)) is not None:
        return None
    return reader.number(BASE, unit=unit)


def _ask_if_falling(reader: RowReader, name: str, target: Target, base: Decimal | None) -> None:
    """CT014: what is the better for being less is asked about, for it would be judged the wrong way round."""
    goal = target.value if target.upper is None else target.upper
    words = falling_words(name)
    if not reader.is_empty("Chiều") or goal is None:
        return
    if words:
        why = f"có chữ “{words}”"
    elif goal == 0:
        why = "có mục tiêu bằng 0"
    elif base is not None and base > goal:
        why = f"có mục tiêu thấp hơn giá trị gốc {number_text(base)}"
    else:
        return
    message = (
        f"Chỉ tiêu {quoted(name)} {why}: càng giảm càng tốt? Cột “Chiều” còn trống nên đang hiểu là Tăng, "
        f"số cao hơn {number_text(goal)} là vượt mục tiêu."
    )
    reader.add("CT014", "Chiều", message, "Chọn Giảm hoặc Tăng ở cột “Chiều”.")


def _ask_if_flow(reader: RowReader, name: str, unit: str) -> None:
    """CT003: what speaks of something done in each period is asked about, for a level is not what its name says."""
    words = flow_words(name, unit)
    if words and reader.is_empty("Cách tính"):
        message = (
            f"Chỉ tiêu {quoted(name)} có chữ “{words}”: số ghi ở mỗi kỳ là số của riêng kỳ đó hay số tại thời điểm "
            "cuối kỳ? Cột “Cách tính” còn trống nên đang hiểu là số tại thời điểm, các kỳ không được cộng với nhau."
        )
        fix = (
            "Chọn ở cột “Cách tính”: Cộng dồn (mỗi kỳ ghi số riêng của kỳ), Luỹ kế năm (ghi số cộng từ đầu năm), "
            "Bình quân, hoặc Thời điểm."
        )
        reader.add("CT003", "Cách tính", message, fix)


def _ask_if_for_each_span(reader: RowReader, target: Target, name: str) -> None:
    """CT023: what is added up from the year's beginning is held against a target of a month or a quarter."""
    if target.value is not None and is_for_each_span(target.text) and not is_for_each_span(name):
        message = (
            f"Mục tiêu {quoted(target.text)} nói cho từng tháng, quý, nhưng số của chỉ tiêu được cộng từ đầu năm: "
            f"đang đánh giá như {number_text(target.value)} cho cả năm."
        )
        fix = "Ghi mục tiêu của cả năm; hoặc ghi đơn vị tính theo tháng, quý (“lượt/quý”) và chọn Cách tính Thời điểm."
        reader.add("CT023", "Mục tiêu", message, fix)


def _check_year_meant(reader: RowReader, target: Target | None, year: int | None, column: str) -> None:
    """GT015: a target that says by which year, and it is another than that of its row."""
    meant = years_meant(target.text) if target else frozenset()
    if target and year and meant and year not in meant:
        said = " và ".join(str(one) for one in sorted(meant))
        message = f"Mục tiêu {quoted(target.text)} nói năm {said}, khác {column} ({year})."
        reader.add("GT015", "Mục tiêu", message, "Sửa năm, hoặc ghi mục tiêu của đúng năm đó.")


def milestones(source: Source, codes: CodeRegister, known: Mapping[str, Indicator]) -> tuple[Milestone, ...]:
    """Sheet Lộ trình: one target an indicator and year."""
    pairs = PairRegister()

    def build(reader: RowReader) -> Milestone | None:
        code = codes.refer(reader, "Mã chỉ tiêu")
        year = reader.year("Năm", required=True)
        indicator = known.get(code)
        target = reader.target("Mục tiêu", *((indicator.unit, indicator.name) if indicator else ("", "")))
        _check_year_meant(reader, target, year, "năm của dòng")
        if target and indicator and indicator.aggregation in (Aggregation.SUM, Aggregation.YEAR_TO_DATE):
            _ask_if_for_each_span(reader, target, f"{indicator.name} {indicator.unit}")
        if target and indicator and (target.value is None) != (indicator.target.value is None):
            message = f"Mục tiêu của năm là {quoted(target.text)}, của chỉ tiêu là {quoted(indicator.target.text)}."
            reader.add("GT015", "Mục tiêu", message, "Cùng ghi bằng số, hoặc cùng ghi bằng chữ.")
        if code and year:
            pairs.claim(reader, "Mã chỉ tiêu", (code, year), lambda: f"chỉ tiêu {quoted(code)}, năm {year}")
        return Milestone(code, year, target, reader.row.ref) if year and target else None

    return source.records(SheetTitle.MILESTONES, build)


def funding(
    source: Source, codes: CodeRegister, task_codes: CodeRegister, plan_codes: CodeRegister, tasks: Mapping[str, Task]
) -> tuple[FundingLine, ...]:
    """Sheet Kinh phí."""

    def build(reader: RowReader) -> FundingLine | None:
        if is_total(reader.row):
            if not reader.is_empty("Mã"):
                codes.claim(reader, "Mã")
            return None
        code = codes.claim(reader, "Mã")
        money_source = reader.line("Nguồn vốn", required=True)
        content = reader.text("Nội dung")
        task = task_codes.refer(reader, "Mã nhiệm vụ", required=False)
        names = source.agencies(reader, "Cơ quan thực hiện")
        planned = reader.amount("Kế hoạch (triệu đồng)", required=True)
        plans_of = plan_codes.refer_all(reader, OF_PLAN)
        _check_same_plan(reader, plans_of, tasks.get(task))
        if planned is None:
            return None
        return FundingLine(
            code,
            money_source,
            content,
            task,
            names,
            planned,
            reader.row.ref,
            reader.text("Ghi chú"),
            _is_public(reader),
            plans_of,
        )

    return source.records(SheetTitle.FUNDING, build)


def _check_same_plan(reader: RowReader, plans_of: Sequence[str], task: Task | None) -> None:
    """KH002: money that is said to be of other plans than the task it is for."""
    if task is None or not task.plans or not plans_of or {*plans_of} & {*task.plans}:
        return
    message = (
        f"Dòng kinh phí ghi thuộc kế hoạch {', '.join(plans_of)}, nhiệm vụ {quoted(task.code)} của nó thuộc "
        f"{', '.join(task.plans)}; số tiền được tính vào {', '.join(plans_of)}."
    )
    reader.add("KH002", OF_PLAN, message, "Sửa một trong hai ô cho khớp.")
