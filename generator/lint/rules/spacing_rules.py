"""Rules 314 and 315: room between paragraphs and between lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from generator.core.problems import Severity
from generator.core.standard import Range
from generator.lint.document_view import ParagraphView, twips_in
from generator.lint.findings import Grade, Mark, SetParagraph, Unsure
from generator.lint.lines import short
from generator.lint.parts import Document, Role
from generator.lint.registry import rule
from generator.lint.rules.body_rules import INDENTED, main_text, nothing
from generator.lint.wording import nearest_in, num, span


@rule("314", "Nội dung: khoảng cách giữa các đoạn", "component.than_bai", fix=Grade.SAFE)
def gap(doc: Document) -> Iterator[Mark | Unsure]:
    """Hai đoạn liền nhau cách ít nhất 6 pt, tính cả hai phía; giữa các dòng của danh sách tự động chỉ cảnh báo."""
    limits = doc.standard["than_bai"].space_between
    body = [one.paragraph for one in doc.parts.body if one.role in INDENTED or one.role is Role.ROMAN]
    yield from nothing(body[1:])
    for above, below in pairwise(body):
        if limits is None or below.index != above.index + 1:
            continue
        got = _gap(above, below)
        if got < limits.min - 0.01:
            yield Mark(
                f"Đoạn này cách đoạn trên {num(got)} pt, phải cách ít nhất {num(limits.min)} pt.",
                below,
                quote=short(below.text),
                observed=f"{num(got)} pt",
                expected=span(limits, "pt"),
                edits=(SetParagraph(below, before=limits.min),),
                grade=Grade.SAFE,
                severity=Severity.WARNING if above.is_numbered and below.is_numbered else None,
            )


def _gap(above: ParagraphView, below: ParagraphView) -> float:
    """Room between two paragraphs; a style that wants none between its own paragraphs gets none on its side."""
    same = above.marks.get("pStyle", "") == below.marks.get("pStyle", "")
    after = 0.0 if same and above.contextual else above.after
    before = 0.0 if same and below.contextual else below.before
    return after + before


@rule("315", "Nội dung: khoảng cách giữa các dòng", "component.than_bai", fix=Grade.SAFE)
def line_spacing(doc: Document) -> Iterator[Mark | Unsure]:
    """Khoảng cách dòng từ dòng đơn đến 1,5 dòng (văn bản của Đảng: cố định 18 đến 22 pt)."""
    component = doc.standard["than_bai"]
    body = [*main_text(doc), *(one for one in doc.parts.body if one.role is Role.ROMAN)]
    yield from nothing(body)
    for one in body:
        rule_kind = one.paragraph.marks.get("lineRule", "auto")
        value = twips_in(one.paragraph.marks.get("line"), 240)
        if component.line_exact is not None:
            yield from _exact_line(one.paragraph, rule_kind, value / 20, component.line_exact)
        elif component.line is not None:
            yield from _line(doc, one.paragraph, rule_kind, value)


def _exact_line(paragraph: ParagraphView, kind: str, points: float, limits: Range) -> Iterator[Mark]:
    if kind != "exact" or points not in limits:
        got = f"cố định {num(points)} pt" if kind == "exact" else f"{num(points / 12)} dòng"
        yield Mark(
            f"Khoảng cách dòng {got}, phải cố định {span(limits, 'pt')}.",
            paragraph,
            quote=short(paragraph.text),
            observed=got,
            expected=f"cố định {span(limits, 'pt')}",
            edits=(SetParagraph(paragraph, line_exact=nearest_in(limits, points) if kind == "exact" else limits.use),),
            grade=Grade.SAFE,
        )


def _line(doc: Document, paragraph: ParagraphView, kind: str, value: float) -> Iterator[Mark]:
    limits = doc.standard["than_bai"].line
    assert limits is not None
    size = max((run.size for run in paragraph.runs if run.text.strip()), default=14.0)
    lines = value / 240 if kind == "auto" else value / 20 / (size * doc.standard.checks.natural_line)
    if kind == "atLeast":
        lines = max(lines, 1.0)
    slack = 0.001 if kind == "auto" else 0.02
    if not limits.min - slack <= lines <= limits.max + slack:
        got = f"{num(lines)} dòng" if kind == "auto" else f"{num(value / 20)} pt (khoảng {num(lines)} dòng)"
        yield Mark(
            f"Khoảng cách dòng {got}, phải {span(limits, 'dòng')}.",
            paragraph,
            quote=short(paragraph.text),
            observed=got,
            expected=span(limits, "dòng"),
            edits=(SetParagraph(paragraph, line=nearest_in(limits, lines)),),
            grade=Grade.SAFE,
        )
