"""What a short report leaves to its appendices, read off the finished documents: nothing may stand in neither."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.compute.facts import Facts
from generator.core.problems import Place
from generator.render.context import ReportContext
from generator.render.document import document_text
from generator.render.sentences import without_end

_SIGNS = " .;,:-+–•…"


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was brought: what kind it is, the words for it in the body and in an appendix, its cell."""

    kind: str
    in_body: str
    in_appendix: str
    place: Place


@dataclass(frozen=True, slots=True)
class Gathered:
    """`kinds` tells what only the appendices hold, and how much of it; `lost` is what no document holds."""

    kinds: tuple[tuple[str, int], ...]
    lost: tuple[Told, ...]


def gathered(facts: Facts, context: ReportContext, body: bytes, appendices: Sequence[bytes]) -> Gathered:
    """What of the period's results, difficulties, documents, indicators and coming tasks the body does not tell."""
    said = _plain(document_text(body))
    lines = {_plain(line) for content in appendices for line in _lines(document_text(content))}
    whole = "\n".join(lines)
    left: dict[str, int] = {}
    lost: list[Told] = []
    for one in _brought(facts, context):
        if _plain(one.in_body) in said:
            continue
        parts = [part for line in one.in_appendix.split("\n") if (part := _plain(line))]
        if all(part in lines or part in whole for part in parts):
            left[one.kind] = left.get(one.kind, 0) + 1
        else:
            lost.append(one)
    return Gathered(tuple(left.items()), tuple(lost))


def _brought(facts: Facts, context: ReportContext) -> Iterable[Told]:
    rows = {fact.task.code: fact.task.row for fact in facts.tasks.items}
    told = {fact.task.code: fact.in_period[-1].row for fact in facts.tasks.items if fact.in_period}
    named = {fact.indicator.code: fact.indicator.row for fact in facts.indicators}
    for indicator in context.indicators.notable:
        place = named[indicator.block_key].place("Tên chỉ tiêu")
        yield Told("chỉ tiêu", indicator.short, indicator.name, place)
        if indicator.cause:
            yield Told("nguyên nhân của chỉ tiêu", indicator.cause, indicator.cause, place)
    for section in context.sections:
        for task in section.items:
            if task.result:
                place = told[task.block_key].place("Kết quả thực hiện")
                yield Told("kết quả nhiệm vụ", without_end(task.result), task.result_cell, place)
    for one in context.difficulties:
        text, place = without_end(one.text), rows[one.block_key].place("Mã")
        yield Told("khó khăn, vướng mắc", text, text, place)
    for task in context.tasks.due_next:
        yield Told("nhiệm vụ đến hạn kỳ sau", task.short, task.content, rows[task.block_key].place("Mã"))
    for document, view in zip(facts.documents, context.documents, strict=True):
        yield Told("văn bản", view.symbol, view.symbol, document.row.place("Số ký hiệu"))


def _lines(text: str) -> Iterable[str]:
    """The lines of a text, and what follows a label in them."""
    for line in text.split("\n"):
        yield line
        yield line.partition(": ")[2]


def _plain(text: str) -> str:
    return "".join(text.casefold().split()).strip(_SIGNS)
