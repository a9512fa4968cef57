"""Rules 306–317: the running text and the căn cứ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.core.problems import Severity
from generator.lint.document_view import ParagraphView, RunView, twips_in
from generator.lint.findings import Grade, Mark, ReplaceText, SetParagraph, SetRuns, Unsure
from generator.lint.lines import short
from generator.lint.parts import BodyParagraph, Document, Role
from generator.lint.registry import rule
from generator.lint.wording import ALIGNMENTS, either, nearest_in, num, span, type_words
from generator.office.text_width import TWIPS_PER_POINT, bold_width

_MM_PER_POINT = 25.4 / 72
INDENTED = frozenset((Role.TEXT, Role.ARTICLE, Role.POINT, Role.CLAUSE, Role.ITEM, Role.BASIS))
_MOSTLY = 0.5


def main_text(doc: Document) -> list[BodyParagraph]:
    """Running text, căn cứ, items and numbered units that are no headings of their own."""
    return [one for one in doc.parts.body if one.role in INDENTED]


def nothing(paragraphs: Sequence[object]) -> Iterator[Unsure]:
    """Says that a rule has no text to look at."""
    if not paragraphs:
        yield Unsure("không tìm thấy phần nội dung")


@rule("306", "Căn cứ ban hành: dấu cuối dòng", "frame.legal_bases", needs=("can_cu",), fix=Grade.SAFE)
def basis_marks(doc: Document) -> Iterator[Mark]:
    """Mỗi căn cứ một dòng, cuối dòng có dấu chấm phẩy, dòng cuối cùng kết thúc bằng dấu chấm."""
    marks = doc.standard.checks.base_marks
    bases = [one.paragraph for one in doc.parts.body if one.role is Role.BASIS]
    for at, paragraph in enumerate(bases):
        wanted = marks.last if at == len(bases) - 1 else marks.each
        yield from wrong_end(paragraph, wanted, "Căn cứ cuối cùng" if at == len(bases) - 1 else "Căn cứ")


def wrong_end(
    paragraph: ParagraphView, wanted: tuple[str, ...], what: str, start: int = 0, end: int | None = None
) -> Iterator[Mark]:
    """A mark if a line does not end as it should; the ending sign is put right without touching words."""
    text = paragraph.text[: end if end is not None else len(paragraph.text)].rstrip()
    if text.endswith(wanted) and not text.endswith(("./.", "..")):
        return
    tail = next((sign for sign in ("./.", ";", ",", ".", ":") if text.endswith(sign)), "")
    at = len(text) - len(tail)
    yield Mark(
        f"{what} phải kết thúc bằng dấu “{wanted[0]}”.",
        paragraph,
        quote=short(text[max(start, at - 50) :].strip()),
        observed=f"“{tail}”" if tail else "không có dấu",
        expected=either(f"“{sign}”" for sign in wanted),
        edits=(ReplaceText(paragraph, at, len(text), wanted[0]),),
        grade=Grade.SAFE,
    )


@rule("311", "Nội dung: cỡ chữ", "component.than_bai", fix=Grade.SAFE)
def body_size(doc: Document) -> Iterator[Mark | Unsure]:
    """Cỡ chữ của nội dung; chỉ số trên, chỉ số dưới không xét. Chữ trong bảng không bị quy định cỡ."""
    limits = doc.standard["than_bai"].size
    body = [one for one in doc.parts.main_text if one.role is not Role.ROMAN]
    yield from nothing(body)
    for one in body:
        wrong = [run for run in one.paragraph.runs if _has_letters(run) and run.size not in limits and not run.raised]
        if wrong:
            got = sorted({run.size for run in wrong})
            yield Mark(
                f"Cỡ chữ nội dung là {', '.join(map(num, got))}, phải {span(limits)}.",
                one.paragraph,
                quote=short("".join(run.text for run in wrong)),
                observed=", ".join(map(num, got)),
                expected=span(limits),
                edits=tuple(SetRuns((run,), size=nearest_in(limits, run.size)) for run in wrong),
                grade=Grade.SAFE,
            )


def _has_letters(run: RunView) -> bool:
    return any(letter.isalnum() for letter in run.text)


@rule("312", "Nội dung: canh đều hai bên", "component.than_bai", fix=Grade.SAFE)
def justified(doc: Document) -> Iterator[Mark | Unsure]:
    """Nội dung canh đều hai lề. Đoạn chỉ có một dòng không xét vì canh trái hay đều đều như nhau."""
    body = main_text(doc)
    yield from nothing(body)
    long = [one for one in body if _is_wrapped(one.paragraph)]
    for one in long or [one for one in body if one.words.rstrip()[-1:] in ".;:"]:
        got = one.paragraph.align
        if got != "both":
            yield Mark(
                f"Nội dung canh {ALIGNMENTS.get(got, got)}, phải canh đều hai bên.",
                one.paragraph,
                quote=short(one.paragraph.text),
                observed=f"canh {ALIGNMENTS.get(got, got)}",
                expected="canh đều hai bên",
                edits=(SetParagraph(one.paragraph, align="both"),),
                grade=Grade.SAFE,
            )


def _is_wrapped(paragraph: ParagraphView) -> bool:
    size = paragraph.runs[0].size if paragraph.runs else 14.0
    width = bold_width(paragraph.text, size) / TWIPS_PER_POINT * _MM_PER_POINT
    return width > 1.05 * max(paragraph.width - paragraph.left - paragraph.right, 30.0)


@rule("313", "Nội dung: lùi đầu dòng", "component.than_bai", fix=Grade.SAFE)
def first_line(doc: Document) -> Iterator[Mark | Unsure]:
    """Chữ đầu dòng lùi vào 1 cm hoặc 1,27 cm (định dạng đoạn hay phím Tab). Danh sách đánh số tự động không xét."""
    allowed, slack = doc.standard["than_bai"].first_line, doc.standard.checks.tolerance
    body = [one for one in main_text(doc) if not _is_set_apart(one)]
    yield from nothing(body)
    for one in body:
        got = _start_of(one.paragraph, doc.view.default_tab)
        if allowed and not any(abs(got - want) <= slack for want in allowed):
            wanted = min(allowed, key=lambda want: (abs(got - want), want))
            words = either(f"{num(want)} mm" for want in allowed)
            tabbed = one.paragraph.text.startswith("\t")
            yield Mark(
                f"Chữ đầu dòng lùi {num(round(got, 1))} mm, phải lùi {words}.",
                one.paragraph,
                quote=short(one.paragraph.text),
                observed=f"{num(round(got, 1))} mm",
                expected=words,
                edits=() if tabbed else (SetParagraph(one.paragraph, first_line=wanted),),
                grade=Grade.SAFE,
            )


def _is_set_apart(one: BodyParagraph) -> bool:
    """Numbered by Word, an item with a hanging mark, or a heading on a line of its own."""
    paragraph = one.paragraph
    if paragraph.is_numbered or paragraph.align in ("center", "right"):
        return True
    if one.role is Role.ITEM:
        return paragraph.left > 0 or paragraph.first_line < 0
    return one.role is Role.CLAUSE and one.line is not None and one.line.bold


def _start_of(paragraph: ParagraphView, default_tab: float) -> float:
    """Where the first letter stands from the margin."""
    at = paragraph.left + paragraph.first_line
    for letter in paragraph.text:
        if letter != "\t":
            break
        stops = [stop for stop, _ in paragraph.tab_stops() if stop > at + 0.1]
        at = min(stops) if stops else (at // default_tab + 1) * default_tab
    return at


@rule("318", "Chữ trong bảng: dòng cố định cắt chữ", "component.bang", Severity.WARNING, fix=Grade.SAFE)
def crushed(doc: Document) -> Iterator[Mark]:
    """Khoảng cách dòng cố định nhỏ hơn cỡ chữ làm chữ trong bảng bị cắt khi in."""
    for paragraph in doc.view.body:
        size = max((run.size for run in paragraph.runs if _has_letters(run)), default=0.0)
        exact = twips_in(paragraph.marks.get("line")) / 20 if paragraph.marks.get("lineRule") == "exact" else size
        if paragraph.spot is not None and exact < size:
            yield Mark(
                f"Dòng cố định {num(exact)} pt nhỏ hơn cỡ chữ {num(size)}, chữ bị cắt.",
                paragraph,
                quote=short(paragraph.text),
                observed=f"{num(exact)} pt",
                expected=f"từ {num(size)} pt trở lên",
                edits=(SetParagraph(paragraph, line=1.0),),
                grade=Grade.SAFE,
            )


@rule("316", "Nội dung: kiểu chữ đứng", "component.than_bai", fix=Grade.SAFE)
def upright(doc: Document) -> Iterator[Mark | Unsure]:
    """Nội dung in thường, chữ đứng. Chỉ báo khi quá nửa số chữ của nội dung bị nghiêng, đậm hoặc gạch chân."""
    body = [one for one in doc.parts.main_text if one.role in (Role.TEXT, Role.ITEM)]
    yield from nothing(body)
    runs = [run for one in body for run in one.paragraph.runs]
    total = sum(len(run.text) for run in runs) or 1
    shares = {
        "italic": sum(len(run.text) for run in runs if run.italic) / total,
        "bold": sum(len(run.text) for run in runs if run.bold) / total,
        "underlined": sum(len(run.text) for run in runs if run.underlined) / total,
    }
    bad = [name for name, share in shares.items() if share > _MOSTLY]
    for one in body if bad else ():
        wrong = tuple(
            run for run in one.paragraph.runs if _has_letters(run) and any(getattr(run, name) for name in bad)
        )
        if wrong:
            first = wrong[0]
            yield Mark(
                f"Nội dung là {type_words(first.bold, first.italic, first.underlined)}; phải là chữ đứng, không đậm.",
                one.paragraph,
                quote=short(one.paragraph.text),
                observed=type_words(first.bold, first.italic, first.underlined),
                expected=type_words(False, False, False),
                edits=(SetRuns(wrong, bold=False, italic=False, underline=False),),
                grade=Grade.SAFE,
            )


@rule("317", "Dấu kết thúc văn bản", "frame.ending", Severity.NOTE, fix=Grade.REVIEW)
def ending(doc: Document) -> Iterator[Mark | Unsure]:
    """Các mẫu kết thúc nội dung bằng dấu “./.”; lời văn của Nghị định không bắt buộc nên đây chỉ là lời khuyên."""
    mark = doc.standard.frame.end_mark
    body = [one for one in doc.parts.body if one.role is not Role.CAPTION]
    yield from nothing(body)
    if not body or not doc.parts.has("noi_nhan"):
        return
    paragraph = body[-1].paragraph
    text = paragraph.text.rstrip()
    if not text.endswith(mark) or (mark == "." and text.endswith("./.")):
        tail = next((sign for sign in ("./.", ".", ";") if text.endswith(sign)), "")
        at = len(text) - len(tail)
        yield Mark(
            f"Nội dung nên kết thúc bằng dấu “{mark}”.",
            paragraph,
            quote=short(text[-50:]),
            observed=f"“{tail}”" if tail else "không có dấu",
            expected=f"“{mark}”",
            edits=(ReplaceText(paragraph, at, len(text), mark),),
            grade=Grade.REVIEW,
        )
