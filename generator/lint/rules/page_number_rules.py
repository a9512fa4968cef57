"""Rules 111–116: the page number."""

from __future__ import annotations

import math
from collections.abc import Iterator

from generator.core.problems import Severity
from generator.lint.document_view import ParagraphView, RunView, SectionView
from generator.lint.findings import Edit, Grade, Mark, SetParagraph, SetRuns, SetSection, Unsure
from generator.lint.parts import APPENDIX, Document
from generator.lint.registry import rule
from generator.lint.wording import nearest_in, num, span

_PLAIN_FORMATS = ("decimal", "")
_CENTRE_SLACK = 12.0
_MM_PER_POINT = 25.4 / 72
_MEAN_LETTER = 0.46
ONE_PAGE, SURELY_MORE_PAGES = 0.8, 1.5


def page_number_in(story: list[ParagraphView]) -> ParagraphView | None:
    """The paragraph of a header or footer that holds the page number."""
    return next((one for one in story if any(field.is_page_number for field in one.fields)), None)


def _numbered(doc: Document) -> list[tuple[int, str, ParagraphView]]:
    """Section, kind of page and paragraph of each page number in a header, each paragraph once."""
    found: dict[int, tuple[int, str, ParagraphView]] = {}
    for section in doc.view.sections:
        for kind, story in section.headers.items():
            paragraph = page_number_in(story)
            if paragraph is not None:
                found.setdefault(id(paragraph), (section.index, kind, paragraph))
    return list(found.values())


def _is_conditional(doc: Document) -> bool:
    return any(field.is_conditional for one in doc.view.margins_text for field in one.fields)


@rule("111", "Có số trang", "page.number")
def present(doc: Document) -> Iterator[Mark | Unsure]:
    """Văn bản từ hai trang trở lên có số trang ở đầu trang. Văn bản ước chừng một trang chỉ bị cảnh báo."""
    if _is_conditional(doc):
        yield Unsure("số trang đặt trong trường có điều kiện, chỉ biết khi in")
        return
    for section in doc.view.sections:
        if page_number_in(section.footers.get("default", [])):
            continue
        kinds = ["default", "even"] if doc.view.even_and_odd else ["default"]
        missing = [kind for kind in kinds if not page_number_in(section.headers.get(kind, []))]
        pages = _pages(doc, section)
        if missing and (section.index == 0 or pages > SURELY_MORE_PAGES):
            grave = section.index == 0 and pages > ONE_PAGE
            yield Mark(
                "Không có số trang ở đầu trang." if missing[0] == "default" else "Trang chẵn không có số trang.",
                where=f"phần {section.index + 1} của văn bản" if section.index else "đầu trang",
                observed="không có",
                expected="số trang ở giữa, lề trên",
                severity=None if grave else Severity.WARNING,
                section=section.index,
            )


def _pages(doc: Document, section: SectionView) -> float:
    """About how many pages the text of a section fills, reckoned from the widths of letters."""
    room = section.width - section.margins["left"] - section.margins["right"]
    height = 0.0
    for one in doc.view.body:
        if one.section == section.index:
            size = one.runs[0].size if one.runs else 14.0
            lines = len(one.text) * size * _MEAN_LETTER * _MM_PER_POINT / room
            if one.spot is None:
                lines = math.ceil(lines) or 1
                height += (one.before + one.after) * _MM_PER_POINT
            height += lines * size * doc.standard.checks.natural_line * _MM_PER_POINT
    return height / (section.height - section.margins["top"] - section.margins["bottom"])


@rule("112", "Vị trí số trang", "page.number", fix=Grade.SAFE)
def place(doc: Document) -> Iterator[Mark | Unsure]:
    """Số trang đặt ở giữa, trong phần lề trên của trang."""
    low = {
        id(one): one
        for section in doc.view.sections
        for story in section.footers.values()
        if (one := page_number_in(story))
    }
    for paragraph in low.values():
        yield Mark(
            "Số trang đặt ở cuối trang, phải đặt ở giữa lề trên.",
            paragraph,
            where="chân trang",
            observed="chân trang",
            expected="giữa lề trên",
        )
    numbered = _numbered(doc)
    if not numbered and not low:
        yield Unsure("văn bản không có số trang")
    for _, _, paragraph in numbered:
        centred = _is_centred(paragraph)
        if centred is None:
            yield Unsure("số trang đặt trong khung hoặc bảng, chỉ biết vị trí khi in")
        elif not centred:
            yield Mark(
                "Số trang không ở giữa trang.",
                paragraph,
                where="đầu trang",
                observed=f"canh {paragraph.align}",
                expected="canh giữa",
                edits=(SetParagraph(paragraph, align="center", first_line=0),),
                grade=Grade.SAFE,
            )


def _is_centred(paragraph: ParagraphView) -> bool | None:
    frame = paragraph.marks.get("frame")
    if frame is not None:
        return frame == "center" or None
    if paragraph.box is not None or paragraph.spot is not None:
        return None
    code = next(field.run.at for field in paragraph.fields if field.is_page_number)
    tabs = paragraph.text[:code].count("\t")
    if tabs:
        stops = [(at, kind) for at, kind in paragraph.tab_stops() if kind in ("center", "right", "left")]
        reached = stops[tabs - 1] if tabs <= len(stops) else None
        return reached is not None and reached[1] == "center" and abs(reached[0] - paragraph.width / 2) < _CENTRE_SLACK
    return paragraph.align == "center"


@rule("113", "Số trang của trang đầu", "page.number", fix=Grade.SAFE)
def first_page(doc: Document) -> Iterator[Mark | Unsure]:
    """Số trang không hiển thị ở trang thứ nhất."""
    section = doc.view.sections[0]
    if _is_conditional(doc):
        yield Unsure("số trang đặt trong trường có điều kiện, chỉ biết khi in")
        return
    kind = "first" if section.title_page else "default"
    shown = page_number_in(section.headers.get(kind, [])) or page_number_in(section.footers.get(kind, []))
    if shown is None:
        return
    can_hide = not section.title_page and "first" not in section.headers
    edits: tuple[Edit, ...] = (SetSection(section, title_page=True),) if can_hide else ()
    yield Mark(
        "Trang thứ nhất có hiện số trang.",
        shown,
        where="đầu trang của trang thứ nhất",
        observed="hiện số trang",
        expected="không hiện số trang ở trang thứ nhất",
        edits=edits,
        grade=Grade.SAFE,
    )


@rule("114", "Cỡ chữ, kiểu chữ số trang", "page.number", fix=Grade.SAFE)
def size(doc: Document) -> Iterator[Mark | Unsure]:
    """Số trang cỡ chữ 13 đến 14, kiểu chữ đứng."""
    numbered = _numbered(doc)
    if not numbered:
        yield Unsure("văn bản không có số trang ở đầu trang")
    limits = doc.standard.page_number.size
    for _, _, paragraph in numbered:
        runs = _number_runs(paragraph)
        sizes = sorted({run.size for run in runs})
        if any(one not in limits for one in sizes) or any(run.italic for run in runs):
            got = f"cỡ {', '.join(map(num, sizes))}" + (", nghiêng" if any(run.italic for run in runs) else "")
            yield Mark(
                f"Số trang {got}; phải cỡ {span(limits)}, chữ đứng.",
                paragraph,
                where="đầu trang",
                observed=got,
                expected=f"cỡ {span(limits)}, chữ đứng",
                edits=(SetRuns(_field_runs(paragraph), size=nearest_in(limits, sizes[0]), italic=False),),
                grade=Grade.SAFE,
            )


def _number_runs(paragraph: ParagraphView) -> list[RunView]:
    """The runs that show the number; of a field never updated, the run of its code."""
    digits = [run for run in paragraph.runs if any(letter.isdigit() for letter in run.text)]
    return digits or [field.run for field in paragraph.fields if field.is_page_number]


def _field_runs(paragraph: ParagraphView) -> tuple[RunView, ...]:
    return (*paragraph.runs, *(field.run for field in paragraph.fields if field.is_page_number))


@rule("115", "Đánh số trang từ 1, chữ số Ả Rập", "page.number")
def arabic_from_one(doc: Document) -> Iterator[Mark | Unsure]:
    """Số trang đánh từ số 1, bằng chữ số Ả Rập."""
    numbered = _numbered(doc)
    if not numbered:
        yield Unsure("văn bản không có số trang ở đầu trang")
        return
    first = doc.view.sections[0]
    if first.restart not in (None, 0, 1):
        yield Mark(
            f"Số trang bắt đầu từ {first.restart}, phải từ 1.",
            where="đầu trang",
            observed=str(first.restart),
            expected="1",
            edits=(SetSection(first, restart=1),),
            grade=Grade.REVIEW,
            section=0,
        )
    roman = any("ROMAN" in field.instruction for _, _, one in numbered for field in one.fields)
    for section in doc.view.sections:
        if section.number_format not in _PLAIN_FORMATS or (roman and section.index == 0):
            yield Mark(
                "Số trang không dùng chữ số Ả Rập.",
                where=f"phần {section.index + 1} của văn bản",
                observed=section.number_format if section.number_format not in _PLAIN_FORMATS else "số La Mã",
                expected="chữ số Ả Rập (1, 2, 3)",
                section=section.index,
            )


@rule("116", "Số trang riêng của từng phụ lục", "page.number", Severity.WARNING, ("phu_luc_so",))
def restart_per_appendix(doc: Document) -> Iterator[Mark]:
    """Mỗi phụ lục đánh số trang riêng, bắt đầu từ 1."""
    if doc.parts.kind == APPENDIX and len(doc.parts.appendices) == 1:
        return
    for appendix in doc.parts.appendices:
        section = doc.view.sections[min(appendix.section, len(doc.view.sections) - 1)]
        if appendix.section == 0 and appendix.starts_section:
            continue
        if not appendix.starts_section or section.restart != 1:
            edits: tuple[Edit, ...] = (SetSection(section, restart=1),) if appendix.starts_section else ()
            yield Mark(
                f"{appendix.head.text} không đánh số trang riêng từ 1.",
                appendix.head.paragraph,
                quote=appendix.head.text,
                observed="đánh số tiếp" if appendix.starts_section else "không sang phần (section) mới",
                expected="phần (section) mới, số trang từ 1",
                edits=edits,
                grade=Grade.REVIEW,
            )
