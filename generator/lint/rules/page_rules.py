"""Rules 101–108: paper, margins, font, colour, sizes that go together."""

from __future__ import annotations

from collections.abc import Iterator

from generator.core.problems import Severity
from generator.core.standard import Margins
from generator.core.vietnamese import fold
from generator.lint.document_view import ParagraphView, RunView, SectionView
from generator.lint.findings import Edit, Grade, Mark, SetRuns, SetSection, Unsure
from generator.lint.lines import short
from generator.lint.parts import Document
from generator.lint.registry import rule
from generator.lint.wording import nearest_in, num, span

_SIDES = {"top": "trên", "bottom": "dưới", "left": "trái", "right": "phải"}
_PAPER_TOLERANCE = 1.0
_NEARLY_BLACK = 0x40
_STAMPS = ("hoa toc", "thuong khan", "khan", "mat", "toi mat", "tuyet mat", "xem xong tra lai", "luu hanh noi bo")
LEGACY_FONTS = (".vn", "vni-")


@rule("101", "Khổ giấy", "page", fix=Grade.SAFE)
def paper(doc: Document) -> Iterator[Mark]:
    """Văn bản trình bày trên khổ giấy A4 (210 mm × 297 mm), đặt dọc hoặc đặt ngang."""
    standard = doc.standard
    for section in doc.view.sections:
        short_side, long_side = sorted((section.width, section.height))
        wanted = (standard.page_width, standard.page_height)
        if any(abs(got - want) > _PAPER_TOLERANCE for got, want in zip((short_side, long_side), wanted, strict=True)):
            size = wanted[::-1] if section.is_landscape else wanted
            yield Mark(
                f"Khổ giấy là {num(section.width)} × {num(section.height)} mm, phải là A4.",
                where=_section_name(doc, section),
                observed=f"{num(section.width)} × {num(section.height)} mm",
                expected=f"{num(wanted[0])} × {num(wanted[1])} mm",
                edits=(SetSection(section, paper=size),),
                grade=Grade.SAFE,
                section=section.index,
            )


@rule("102", "Lề trang", "page.margins", fix=Grade.SAFE)
def margins(doc: Document) -> Iterator[Mark]:
    """Lề của trang đặt dọc nằm trong khoảng cho phép; sai số làm tròn của Word được bỏ qua."""
    for section in doc.view.sections:
        if not section.is_landscape:
            yield from _margins(doc, section, doc.standard.margins)


@rule("104", "Lề của trang đặt ngang", "page.landscape_margins", Severity.WARNING, fix=Grade.SAFE)
def landscape_margins(doc: Document) -> Iterator[Mark]:
    """Trang đặt ngang cũng theo khoảng lề; mẫu của Nghị định có trang ngang ra ngoài khoảng này nên chỉ cảnh báo."""
    for section in doc.view.sections:
        if section.is_landscape:
            yield from _margins(doc, section, doc.standard.landscape_margins)


def _margins(doc: Document, section: SectionView, wanted: Margins) -> Iterator[Mark]:
    slack = doc.standard.checks.tolerance
    for side, name in _SIDES.items():
        limits, got = getattr(wanted, side), section.margins[side]
        if not limits.min - slack <= got <= limits.max + slack:
            yield Mark(
                f"Lề {name} là {num(round(got, 1))} mm, phải {span(limits, 'mm')}.",
                where=_section_name(doc, section),
                observed=f"{num(round(got, 1))} mm",
                expected=span(limits, "mm"),
                edits=(SetSection(section, margins={side: nearest_in(limits, got)}),),
                grade=Grade.SAFE,
                section=section.index,
            )


def _section_name(doc: Document, section: SectionView) -> str:
    return f"phần {section.index + 1} của văn bản" if len(doc.view.sections) > 1 else "toàn văn bản"


@rule("103", "Trang đặt ngang", "page", Severity.NOTE)
def landscape_without_table(doc: Document) -> Iterator[Mark]:
    """Trang chỉ đặt ngang khi nội dung có bảng, biểu không làm thành phụ lục riêng."""
    for section in doc.view.sections:
        inside = [one for one in doc.view.body if one.section == section.index]
        if section.is_landscape and inside and not any(one.spot for one in inside):
            yield Mark(
                "Trang đặt ngang nhưng không có bảng, biểu.",
                where=_section_name(doc, section),
                observed="trang ngang, không có bảng",
                expected="trang dọc",
                section=section.index,
            )


@rule("105", "Phông chữ", "font", fix=Grade.SAFE)
def font(doc: Document) -> Iterator[Mark]:
    """Mọi chữ, kể cả dấu ngoặc kép, gạch ngang và dấu ba chấm, dùng phông Times New Roman."""
    for paragraph in doc.view.everything:
        wrong = [run for run in paragraph.runs if run.text.strip() and _foreign_fonts(run, doc.standard.font)]
        names = list(dict.fromkeys(name for run in wrong for name in _foreign_fonts(run, doc.standard.font)))
        if names:
            yield Mark(
                f"Chữ dùng phông {', '.join(names)}, phải là {doc.standard.font}.",
                paragraph,
                quote=short("".join(run.text for run in wrong)),
                observed=", ".join(names),
                expected=doc.standard.font,
                edits=(SetRuns(tuple(wrong), font=doc.standard.font),),
                grade=Grade.SAFE,
            )


def _foreign_fonts(run: RunView, wanted: str) -> list[str]:
    if all(not letter.isalnum() and ord(letter) >= 0xE000 for letter in run.typed if not letter.isspace()):
        return []
    names = [name.split(";")[0].strip() for name in run.fonts()]
    return [name for name in names if not _same_font(name, wanted) and not name.lower().startswith(LEGACY_FONTS)]


def _same_font(name: str, wanted: str) -> bool:
    return name.lower().replace(" ", "").startswith(wanted.lower().replace(" ", ""))


@rule("106", "Màu chữ", "font", fix=Grade.SAFE)
def color(doc: Document) -> Iterator[Mark]:
    """Chữ màu đen. Dấu chỉ mức độ khẩn, độ mật không xét; địa chỉ liên kết có màu chỉ bị cảnh báo."""
    wanted = doc.standard.color
    for paragraph in doc.view.everything:
        wrong = [run for run in paragraph.runs if run.text.strip() and not _is_black(run.color, wanted)]
        if wrong and not _is_stamp(paragraph):
            linked = all(run.linked for run in wrong)
            yield Mark(
                f"Chữ có màu #{wrong[0].color}, phải là màu đen.",
                paragraph,
                quote=short("".join(run.text for run in wrong)),
                observed=f"#{wrong[0].color}",
                expected="màu đen",
                edits=(SetRuns(tuple(wrong), color=wanted),),
                grade=Grade.SAFE,
                severity=Severity.WARNING if linked else None,
            )


def _is_black(color: str, wanted: str) -> bool:
    if color in ("AUTO", wanted.upper()):
        return True
    try:
        parts = [int(color[at : at + 2], 16) for at in (0, 2, 4)]
    except ValueError:
        return False
    return max(parts) <= _NEARLY_BLACK


def _is_stamp(paragraph: ParagraphView) -> bool:
    return fold(paragraph.text, keep_tones=False) in _STAMPS


@rule("107", "Chỗ còn tô nền", "font", Severity.NOTE)
def highlight(doc: Document) -> Iterator[Mark]:
    """Chữ tô nền thường là chỗ chờ điền; bỏ nền trước khi ban hành."""
    for paragraph in doc.view.everything:
        marked = [run for run in paragraph.runs if run.text.strip() and run.highlight not in ("none", "")]
        if marked:
            yield Mark(
                "Còn chữ tô nền.",
                paragraph,
                quote=short("".join(run.text for run in marked)),
                observed="có tô nền",
                expected="không tô nền",
            )


@rule("108", "Cỡ chữ đi cùng nhau", "pairing", Severity.WARNING, fix=Grade.SAFE)
def pairing(doc: Document) -> Iterator[Mark | Unsure]:
    """Cỡ chữ các thành phần phải cùng tăng, cùng giảm (Quốc hiệu 13 thì Tiêu ngữ 14 và địa danh 14)."""
    allowed = doc.standard.checks.pairing
    found = {key: size for key in allowed if (size := _size_of(doc, key)) is not None}
    if len(found) < 2:
        yield Unsure("không tìm thấy đủ các thành phần để so cỡ chữ")
        return
    if any(found[key] not in doc.standard[key].size for key in found):
        yield Unsure("có thành phần sai cỡ chữ nên chưa xét sự tương ứng")
        return
    sets = list(zip(*(allowed[key] for key in found), strict=True))
    if tuple(found.values()) not in sets:
        yield _pairing_mark(doc, found, sets)


def _pairing_mark(doc: Document, found: dict[str, float], sets: list[tuple[float, ...]]) -> Mark:
    """The first component leads; the others are to follow it."""
    first = next(iter(found))
    wanted = next((one for one in sets if one[0] == found[first]), sets[0])
    edits: list[Edit] = []
    for key, size in zip(found, wanted, strict=True):
        runs = tuple(run for line in doc.parts[key] for run in line.runs())
        if found[key] != size:
            edits.append(SetRuns(runs, size=size))
    names = [doc.standard[key].label for key in found]
    return Mark(
        "Cỡ chữ "
        + ", ".join(f"{name} {num(size)}" for name, size in zip(names, found.values(), strict=True))
        + " không tương ứng.",
        doc.parts[first][0].paragraph,
        quote=short(doc.parts[first][0].text),
        observed=" - ".join(num(size) for size in found.values()),
        expected=" hoặc ".join(" - ".join(num(size) for size in one) for one in sets),
        edits=tuple(edits),
        grade=Grade.SAFE,
    )


def _size_of(doc: Document, key: str) -> float | None:
    sizes = {run.size for line in doc.parts[key] for run in line.runs()}
    return sizes.pop() if len(sizes) == 1 else None
