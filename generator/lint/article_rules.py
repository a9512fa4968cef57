"""Rules 352–364: Điều, and Phần, Chương, Mục on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.lint.findings import Grade, Mark, SetParagraph, SetRuns, Unsure
from generator.lint.heading_rules import none_found, units, wrong_number
from generator.lint.lines import short
from generator.lint.parts import Document, Role
from generator.lint.registry import rule
from generator.problems import Severity


@rule("352", "Điều: chữ đứng, đậm", "lint.body", fix=Grade.SAFE)
def article_type(doc: Document) -> Iterator[Mark | Unsure]:
    """Từ “Điều” và số thứ tự là chữ đứng, đậm."""
    found = units(doc, Role.ARTICLE)
    yield from none_found(found, "điều")
    for one in found:
        text = one.paragraph.text
        head = re.match(r"\s*điều\s+\d+[.:]?", text, re.IGNORECASE)
        end = head.end() if head else 0
        runs = tuple(run for run in one.paragraph.pieces(0, end) if not run.bold or run.italic)
        if runs and not one.paragraph.number:
            whole = all(run.end <= end + 1 for run in runs)
            yield Mark(
                "Từ “Điều” và số thứ tự phải là chữ đứng, đậm.",
                one.paragraph,
                short(text),
                "chữ nghiêng" if runs[0].italic else "chữ không đậm",
                "chữ đứng, đậm",
                (SetRuns(runs, bold=True, italic=False),) if whole else (),
                Grade.SAFE,
            )


@rule("356", "Điều: thứ tự", "lint.body", Severity.WARNING)
def article_order(doc: Document) -> Iterator[Mark | Unsure]:
    """Số của các điều liên tục trong toàn văn bản."""
    found = [one for one in units(doc, Role.ARTICLE) if one.number.isdigit()]
    yield from none_found(found, "điều")
    for at, one in enumerate(found, 1):
        if int(one.number) != at:
            yield wrong_number(one, one.number, str(at))
            return


@rule("364", "Phần, Chương, Mục: canh giữa", "lint.body", fix=Grade.SAFE)
def chapter_align(doc: Document) -> Iterator[Mark | Unsure]:
    """Phần, Chương, Mục và tiêu đề của chúng ở dòng riêng, canh giữa."""
    found = units(doc, Role.CHAPTER, Role.CHAPTER_TITLE)
    yield from none_found(found, "Phần, Chương, Mục")
    for one in found:
        if one.paragraph.align != "center":
            yield Mark(
                "Phần, Chương, Mục và tiêu đề phải canh giữa.",
                one.paragraph,
                short(one.paragraph.text),
                one.paragraph.align,
                "canh giữa",
                (SetParagraph(one.paragraph, align="center", first_line=0),),
                Grade.SAFE,
            )
