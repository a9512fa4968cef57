"""One task as a template sees it: where it stands, what was done, what hinders it and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from generator.compute.facts import Facts
from generator.compute.reporting import difficulties, is_collective
from generator.compute.task_status import TaskFact, TaskStatus
from generator.core.figures import Count, Figure, Quotation, reworded
from generator.core.model import Progress
from generator.core.periods import Period
from generator.core.problems import Place
from generator.core.vietnamese import fold, join_and, lower_first, number_text, one_line, short_date, upper_first
from generator.read.columns import CODE, DEADLINE, RESULT
from generator.render.count_views import STANDINGS, standing
from generator.render.figure_texts import kept_together, quoted
from generator.render.sentences import bare_cause, with_part, without_end
from generator.render.short_names import short_name
from generator.render.told_parts import MOST_TOLD, is_gathered, newest_of_parts, part_name

NO_DEADLINE = "Chưa xác định thời hạn"


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task.

    `result` tells what was done in the period, each part of it by its name; `result_cell` the same line by line or,
    where nothing was told of the period, what was known last, with the period that it is of. `difficulty` is what
    still stands at the end of the period. `status` says of which report it is, where that is older than the period.
    `short` and `in_charge` are task and lead agencies as a sentence names them; `late_since` is the earlier period
    at whose end the task was overdue already ("" where this is the first); `cause` is what its agency says hinders it.
    """

    block_key: str
    number: str
    code: str
    content: str
    lead: str
    support: str
    expected_result: str
    deadline: Figure
    status: str
    status_words: str
    days_late: Figure
    percent: Figure
    completed_on: Figure
    result: str
    result_cell: str
    product: str
    evidence: str
    difficulty: str
    reported: bool
    note: str
    short: str
    in_charge: str
    late_since: str
    cause: str
    reason: str
    """Column Nguyên nhân, for a table."""
    risk: str
    """Why a task due in the next period may be late: not begun, little done, hindered; "" for others."""


def _earlier_cause(fact: TaskFact, facts: Facts) -> str:
    """Why a task was paused, as the last row says that told it, with its period."""

    def end(row: Progress) -> date:
        return row.period.window(facts.settings.cutoff).end

    said = [
        row for row in facts.dossier.progress if row.task == fact.task.code and (row.cause or row.difficulty).strip()
    ]
    last = max((row for row in said if end(row) <= facts.window.end), key=end, default=None)
    if last is None:
        return ""
    text = _as_reported(last) + bare_cause(last.cause.strip() or last.difficulty)
    return Quotation(text, (last.row.place("Nguyên nhân" if last.cause.strip() else "Khó khăn, vướng mắc"),))


LITTLE_DONE = Decimal(50)
RISK_RULE = "số nhiệm vụ đến hạn kỳ sau mà chưa thực hiện, mới đạt dưới một nửa hoặc đang vướng mắc"


def risk(fact: TaskFact) -> str:
    """Why a task that is due in the next period is at risk: not begun, under half done, or hindered."""
    row, said = fact.latest, _difficulty(fact)
    told = reworded(said, lower_first(without_end(said)))
    if fact.status is TaskStatus.NOT_STARTED or row is None:
        why = "chưa thực hiện"
    elif row.percent is not None and row.percent < LITTLE_DONE:
        why = "mới đạt dưới một nửa"
    else:
        why = ""
    hindered = f"vướng mắc: {told}" if told else ""
    text = ", ".join(part for part in (why, hindered) if part)
    return Quotation(text, told.cells if isinstance(told, Quotation) else (), RISK_RULE) if text else ""


def paused_view(fact: TaskFact, facts: Facts) -> TaskView:
    """A paused task, with the days that have gone by since its day, if it has passed."""
    view, due = task_view(fact, facts.period), fact.deadline
    if not view.cause:
        view = replace(view, cause=_earlier_cause(fact, facts))
    if due is None or due >= facts.as_of:
        return view
    days = Decimal((facts.as_of - due).days)
    return replace(
        view, days_late=Count(number_text(days), days, (fact.task.row.place(DEADLINE),), "số ngày sau thời hạn")
    )


_NO_RESULT = re.compile(
    r"(?:hiện )?(?:vẫn |còn |đang )*(?:chờ|đợi|chưa|tạm dừng|tạm hoãn|vướng|vướng mắc|gặp khó khăn|khó khăn)\b"
    r"|không (?:triển khai|thực hiện|phát sinh|có|tổ chức|hoàn thành)\b|chậm (?:tiến độ|so với|do|triển khai)"
)
_YET_DONE = re.compile(r"[;.,]\s*(?:nhưng |tuy nhiên,? )?(?:hiện )?đã\b|đã được (?:tháo gỡ|giải quyết|khắc phục|xử lý)")


def tells_no_result(text: str) -> bool:
    """True of what an agency wrote as its result and is none: "Chờ hướng dẫn …", "Chưa triển khai"."""
    first = without_end(text).casefold().lstrip("-+ ")
    return _NO_RESULT.match(first) is not None and not _YET_DONE.search(first)


_NOT_YET_TIME = re.compile(
    r"(?:hiện )?(?:vẫn |còn )*chưa (?:đến|tới) (?:thời|hạn|kỳ|mùa|vụ|đợt|lúc|lịch|ngày|tháng|quý)\b"
)


def only_waits(fact: TaskFact) -> bool:
    """Nothing that was told of the period is a result; what is done, paused or overdue is told elsewhere, and what is
    only not yet to be done is no shortcoming.
    """
    told = [row.result for row in fact.in_period if row.result.strip()]
    told_elsewhere = fact.status.is_completed or fact.status.is_overdue or fact.status is TaskStatus.SUSPENDED
    if not told or told_elsewhere or all(_NOT_YET_TIME.match(without_end(text).casefold()) for text in told):
        return False
    return all(tells_no_result(text) for text in told)


def tells_results(fact: TaskFact) -> bool:
    """Whether what was reported of the period is something done, not only that the task waits or has not begun."""
    told = [row.result for row in fact.in_period if row.result.strip()]
    return bool(told) and (fact.status.is_completed or not all(tells_no_result(text) for text in told))


def names_in_text(names: Sequence[str]) -> str:
    """Agencies inside a sentence: "các sở, ban, ngành và các địa phương", "Sở Tài chính và Sở Nội vụ"."""
    shown = [lower_first(name) if is_collective(name) else name for name in names]
    if len(shown) == 2 and all(map(is_collective, names)):
        return " và ".join(shown)
    return ", ".join(shown) if any("," in name for name in shown) else join_and(shown)


def task_view(fact: TaskFact, period: Period, since: Period | None = None) -> TaskView:
    """A task in the report of `period`; `since` is the period from whose end on it is overdue."""
    task, row = fact.task, fact.latest
    deadline = task.deadline
    text = short_date(deadline.day) if deadline.day and not any(c.isalpha() for c in deadline.text) else deadline.text
    text = text or (NO_DEADLINE if fact.is_open else "")
    percent = row.percent if row else None
    older = row is not None and fact.is_open and not fact.reported
    status = upper_first(STANDINGS[standing(fact)]) + (f"; theo báo cáo {row.period.label}" if row and older else "")
    return TaskView(
        block_key=task.code,
        number=quoted(task.number, task.row, "TT") if task.number else quoted(task.code, task.row, CODE),
        code=quoted(task.code, task.row, CODE),
        content=quoted(task.content, task.row, "Nội dung nhiệm vụ"),
        lead=join_and(task.lead),
        support=join_and(task.support),
        expected_result=quoted(task.expected_result, task.row, "Kết quả dự kiến"),
        deadline=Figure(upper_first(text), None, (task.row.place(DEADLINE),)),
        status=status,
        status_words=STANDINGS[standing(fact)],
        days_late=_days_late(fact) if fact.days_late else Figure(""),
        percent=Figure(f"{number_text(percent)}%", percent, (row.row.place("Tỷ lệ hoàn thành (%)"),))
        if row and percent is not None
        else Figure(""),
        result=_told(fact, period, in_prose=True),
        result_cell=_told(fact, period, in_prose=False) or _last_known(row),
        completed_on=Figure(short_date(row.completed_on), None, (row.row.place("Ngày hoàn thành"),))
        if row and row.completed_on and fact.status.is_completed
        else Figure(""),
        product=_each_once(fact, "Sản phẩm", lambda one: one.product, "sản phẩm"),
        evidence=_each_once(fact, "Minh chứng", lambda one: one.evidence, "tài liệu"),
        difficulty=_difficulty(fact),
        reported=fact.reported,
        note=quoted(task.note, task.row, "Ghi chú"),
        short=short_name(task),
        in_charge=names_in_text(task.lead),
        late_since=Quotation(
            kept_together(since.label), (task.row.place(DEADLINE),), "kỳ báo cáo đầu tiên mà cuối kỳ đã quá hạn"
        )
        if since and since != period
        else "",
        cause=_why(fact),
        reason=_reason(fact),
        risk="",
    )


def _told(fact: TaskFact, period: Period, in_prose: bool) -> str:
    """What the rows of the period tell was done, in their order, each with its part of the period.

    A row of the period itself needs no name, where it is the only one. Two parts that say the same are told once.
    """
    every = [row for row in fact.in_period if row.result.strip()]
    if is_gathered(every):
        return _gathered(every, period, in_prose)
    told: dict[str, list[Progress]] = {}
    for row in every:
        told.setdefault(fold(row.result), []).append(row)
    rows = [row for members in told.values() for row in members]
    if not rows:
        return ""
    if len(rows) == 1 and rows[0].period == period:
        return quoted(_bare(rows[0].result) if in_prose else rows[0].result, rows[0].row, RESULT)
    parts = [
        of_part(
            [period.part_label(row.period) for row in members],
            without_end(_bare(members[0].result) if in_prose else members[0].result),
            in_prose,
        )
        for members in told.values()
    ]
    text = _one_after_another(parts) if in_prose else "\n".join(f"{upper_first(part)}." for part in parts)
    return Quotation(text, tuple(row.row.place(RESULT) for row in rows))


_CALLED_RESULT = re.compile(r"kết quả(?: thực hiện| đạt được| cụ thể)?\s*:\s*(?=\S)", re.IGNORECASE)


def _bare(result: str) -> str:
    """A result as it stands behind a task's name and a colon: "Kết quả: 12/15 xóm đạt" → "12/15 xóm đạt"."""
    found = _CALLED_RESULT.match(result)
    return result[found.end() :] if found else result


def _one_after_another(parts: Sequence[str]) -> str:
    """What was told of several parts of the period, each a sentence where ";" parts what one of them says."""
    if any(";" in part for part in parts):
        return ". ".join(map(upper_first, parts))
    return upper_first("; ".join(parts))


def _gathered(rows: Sequence[Progress], period: Period, in_prose: bool) -> str:
    """The newest result of each part of the period, with how many were told of that part."""
    parts = newest_of_parts(rows, period)
    said = [
        of_part([part_name(one.part, period)], without_end(one.newest.result), in_prose)
        + (f" (kết quả mới nhất trong {one.of} kết quả)" if one.of > 1 else "")
        for one in parts
    ]
    text = upper_first("; ".join(said)) if in_prose else "\n".join(f"{upper_first(one)}." for one in said)
    return Quotation(text, tuple(one.newest.row.place(RESULT) for one in parts), _NEWEST)


_NEWEST = "kết quả mới nhất của mỗi phần trong kỳ"


def of_part(labels: Sequence[str], text: str, in_prose: bool) -> str:
    """What was told with the parts it is of; a sentence that begins with its own part needs no name before it."""
    said, label = fold(text).removeprefix("trong "), fold(labels[0])
    begins = said.startswith(label) and not said[len(label) :][:1].isalnum()
    if len(labels) == 1 and begins:
        return lower_first(text)
    return with_part(join_and(labels), lower_first(text)) if in_prose else f"{', '.join(labels)}: {lower_first(text)}"


def _cause(fact: TaskFact) -> str:
    """What hinders the task, in a sentence; of an overdue or paused one that names nothing, what it says instead."""
    told = _difficulty(fact)
    last = fact.latest
    if not told and not fact.in_period and last is not None and last.difficulty.strip():
        text = _as_reported(last) + lower_first(without_end(last.difficulty))
        return Quotation(text, (last.row.place("Khó khăn, vướng mắc"),))
    rows = [row for row in fact.in_period if row.result.strip() and tells_no_result(row.result)]
    stands_still = fact.status.is_overdue or fact.status is TaskStatus.SUSPENDED
    if told or not rows or not stands_still:
        return reworded(told, lower_first(without_end(told)))
    return quoted(lower_first(without_end(rows[-1].result)), rows[-1].row, RESULT)


def _as_reported(row: Progress) -> str:
    return f"theo báo cáo {kept_together(row.period.label)}, "


_MOST_CAUSES = 3
"""Causes that a sentence on one task holds."""


@dataclass(frozen=True, slots=True)
class _Hindrance:
    """What hinders a task and the cause that its agency gives, with the cells of both; `early` names the report that
    they are of, where it is an earlier one.
    """

    difficulty: str
    cause: str
    early: str
    cells: tuple[Place, ...]


def _hindrance(fact: TaskFact) -> _Hindrance:
    hindered, last = _cause(fact), fact.latest
    said, told = _newest_causes([row for row in fact.in_period if row.cause.strip()], bare_cause, _MOST_CAUSES)
    early = ""
    if not told and last is not None and last not in fact.in_period and last.cause.strip():
        early = _as_reported(last)
        hindered = reworded(hindered, hindered.removeprefix(early))
        said, told = bare_cause(last.cause), [last]
    cells = (*(row.row.place("Nguyên nhân") for row in told), *getattr(hindered, "cells", ()))
    return _Hindrance(hindered, said, early, cells)


def _why(fact: TaskFact) -> str:
    """Of an overdue or paused task why it stands, of others what hinders them."""
    stands_still = fact.status.is_overdue or fact.status is TaskStatus.SUSPENDED
    return why_not_done(fact) if stands_still else _cause(fact)


def why_not_done(fact: TaskFact) -> str:
    """The cause that its agency gives, else the last one known with the period that it is of, then what hinders it."""
    found = _hindrance(fact)
    if not found.cause:
        return found.difficulty
    hindered = found.difficulty if fold(found.difficulty) != fold(found.cause) else ""
    more = f"; khó khăn, vướng mắc: {hindered}" if hindered else ""
    return Quotation(f"{found.early}{found.cause}{more}", found.cells)


def what_was_reported(fact: TaskFact) -> str:
    """What hinders a task, then the cause of it, as a column "Khó khăn, vướng mắc, nguyên nhân" has it."""
    found = _hindrance(fact)
    if not found.cause or fold(found.difficulty) == fold(found.cause):
        return reworded(found.difficulty, upper_first(found.difficulty))
    text = f"{found.difficulty}; nguyên nhân: {found.cause}" if found.difficulty else f"nguyên nhân: {found.cause}"
    return Quotation(upper_first(f"{found.early}{text}"), found.cells)


def _last_known(row: Progress | None) -> str:
    """The result of a row that is not of the period, with the period that it is of."""
    if row is None or not row.result.strip():
        return ""
    place = row.row.place(RESULT)
    return Quotation(f"{upper_first(row.period.label)}: {row.result}", (place,))


def _each_once(fact: TaskFact, column: str, said: Callable[[Progress], str], noun: str) -> str:
    """What a column says of the results of the period and the state at its end, each once."""
    rows = [*fact.in_period, *([fact.latest] if fact.latest and fact.latest not in fact.in_period else [])]
    every = {one_line(said(row)): row for row in rows if said(row)}
    text, told = _newest(every.items(), MOST_TOLD, noun)
    cells = tuple(row.row.place(column) for row in told)
    return Quotation(text, cells) if any(letter.isdigit() for letter in text) else text


def _reason(fact: TaskFact) -> str:
    """What the rows of the period give as cause, each once; else the last one known, with its period."""
    text, told = _newest_causes([row for row in fact.in_period if row.cause.strip()], upper_first, MOST_TOLD)
    last = fact.latest
    if not told and last is not None and last.cause.strip():
        told = [last]
        text = f"{upper_first(last.period.label)}: {without_end(last.cause)}"
    return Quotation(text, tuple(row.row.place("Nguyên nhân") for row in told)) if text else ""


def _newest_causes(rows: Sequence[Progress], said: Callable[[str], str], most: int) -> tuple[str, list[Progress]]:
    """The causes that rows give, each once, the newest `most` of them and how many there were before; their rows."""
    every: dict[str, Progress] = {}
    for row in rows:
        every.pop(without_end(row.cause), None)
        every[without_end(row.cause)] = row
    return _newest([(said(words), row) for words, row in every.items()], most, "nguyên nhân")


def _newest(every: Iterable[tuple[str, Progress]], most: int, noun: str) -> tuple[str, list[Progress]]:
    """The newest `most` of what was said, and how many there were before; the rows of those."""
    said = list(every)
    named = said[-most:]
    left = len(said) - len(named)
    text = "; ".join(words for words, _ in named) + (f" và {left} {noun} trước đó" if left else "")
    return text, [row for _, row in named]


def _difficulty(fact: TaskFact) -> str:
    """What still hinders the task, as the body of the report tells it."""
    standing_now = difficulties((fact,))
    text = "\n".join(one.text for one in standing_now)
    cells = tuple(one.row.row.place("Khó khăn, vướng mắc") for one in standing_now)
    return Quotation(text, cells) if any(letter.isdigit() for letter in text) else text


def _days_late(fact: TaskFact) -> Figure:
    number, done = Decimal(fact.days_late), fact.latest
    completion = (done.row.place("Ngày hoàn thành"),) if done and done.completed_on else ()
    return Count(number_text(number), number, (fact.task.row.place(DEADLINE), *completion), "số ngày sau thời hạn")
