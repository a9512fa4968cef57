"""What was changed in the plan in the period, as a template sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.compute.facts import Facts
from generator.compute.plan_changes import ChangeFact, Replacement
from generator.core.figures import Figure, Quotation
from generator.core.frame import Frame
from generator.core.model import ChangeKind, Plan
from generator.core.vietnamese import join_and, lower_first, short_date
from generator.read.columns import DEADLINE, NEW_VALUE
from generator.render.document_views import DocumentView, shortened_name
from generator.render.figure_texts import count, quoted
from generator.render.short_names import short_name


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change: `old` and `new` are the deadline, the lead agencies or the content before and after it."""

    block_key: str
    code: str
    content: str
    short: str
    """The task's name in a sentence."""
    extended: bool
    moved: bool
    reworded: bool
    dropped: bool
    old: str
    new: str
    day: str
    basis: str


@dataclass(frozen=True, slots=True)
class ReplacementView:
    """A plan that took another's place: how many tasks went over into it, how many ended with the old one."""

    block_key: str
    new: str
    old: str
    carried: Figure
    ended: Figure


@dataclass(frozen=True, slots=True)
class PlanChangesView:
    """What of the plan was changed in the period, task by task, and which plan took another's place."""

    count: Figure
    items: tuple[ChangeView, ...]
    replacements: tuple[ReplacementView, ...]

    def __bool__(self) -> bool:
        return bool(self.items or self.replacements)


def plan_changes_view(facts: Facts, frame: Frame, named: Sequence[DocumentView] = ()) -> PlanChangesView:
    """The changes and the new plans of the period; documents `named` before are told by kind and number."""
    return PlanChangesView(
        count=count((one.change.row for one in facts.changes), "Loại", "số điều chỉnh kế hoạch trong kỳ"),
        items=tuple(_change(one, named) for one in facts.changes),
        replacements=tuple(_replacement(one, frame) for one in facts.replacements),
    )


def _change(fact: ChangeFact, named: Sequence[DocumentView]) -> ChangeView:
    change, task = fact.change, fact.before
    old, new = "", ""
    if change.kind is ChangeKind.EXTENDED:
        old = quoted(lower_first(task.deadline.text), task.row, DEADLINE)
        new = quoted(lower_first(change.text), change.row, NEW_VALUE)
    elif change.kind is ChangeKind.MOVED:
        old, new = join_and(task.lead), join_and(change.lead)
    elif change.kind is ChangeKind.REWORDED:
        old = quoted(task.content, task.row, "Nội dung nhiệm vụ")
        new = quoted(change.text, change.row, NEW_VALUE)
    return ChangeView(
        block_key=f"{change.task}-{change.row.number}",
        code=quoted(task.code, task.row, "Mã"),
        content=quoted(task.content, task.row, "Nội dung nhiệm vụ"),
        short=short_name(task),
        extended=change.kind is ChangeKind.EXTENDED,
        moved=change.kind is ChangeKind.MOVED,
        reworded=change.kind is ChangeKind.REWORDED,
        dropped=change.kind is ChangeKind.DROPPED,
        old=old,
        new=new,
        day=Quotation(short_date(change.day), (change.row.place("Ngày"),)),
        basis=quoted(shortened_name(change.basis, named), change.row, "Căn cứ") if change.basis else "",
    )


def _replacement(one: Replacement, frame: Frame) -> ReplacementView:
    return ReplacementView(
        block_key=one.new.code,
        new=_cited(one.new, frame),
        old=_cited(one.old, frame),
        carried=count((task.row for task in one.carried), "Kế hoạch", "số nhiệm vụ chuyển tiếp sang kế hoạch mới"),
        ended=count((task.row for task in one.ended), "Kế hoạch", "số nhiệm vụ không còn theo kế hoạch mới"),
    )


def _cited(plan: Plan, frame: Frame) -> Quotation:
    """A plan by its number and date, else by its name."""
    day = short_date(plan.day) if plan.day else ""
    text = frame.dated_symbol(f"Kế hoạch số {plan.number}", day) if plan.number else plan.name
    return Quotation(text, tuple(plan.row.place(column) for column in ("Số ký hiệu", "Ngày", "Tên kế hoạch")))
