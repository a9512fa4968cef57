"""One template from one outline file, as a person asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from generator.core.problems import WrongUsage
from generator.core.standard import Standard
from generator.core.vietnamese import nearest, nfc
from generator.scaffold.appendix import appendix_template
from generator.scaffold.inherit import BadOutline, read_outline
from generator.scaffold.letter import letter_template
from generator.scaffold.outline import (
    Line,
    LineKind,
    ReportOutline,
    parse_appendix_outline,
    parse_letter_outline,
    parse_line,
    parse_report_outlines,
)
from generator.scaffold.report import report_template

# --- the plainest outline: a text file of lines, with what every report has put round them ----------------------------

TITLE = "tiêu đề:"
BASES = (
    Line(LineKind.STATEMENT, "for base in legal_bases"),
    Line(LineKind.LEGAL_BASIS, "{{ base.text }}{{ base.end }}"),
    Line(LineKind.STATEMENT, "endfor"),
)
CLOSING = Line(LineKind.CLOSING, "Trên đây là báo cáo {{ title.closing }} của {{ issuer.name }}")


def parse_plain_outline(text: str, name: str) -> ReportOutline:
    """The outline that lines of text make. Raises BadOutline where there is no line at all."""
    rows = [row.strip() for row in nfc(text).splitlines() if row.strip()]
    title = name
    if rows and rows[0].casefold().startswith(TITLE):
        title = rows.pop(0)[len(TITLE) :].strip()
    lines = [parse_line(row) for row in rows]
    if not lines:
        raise BadOutline("Đề cương không có dòng nào.", "Ghi ít nhất một đề mục, ví dụ: # KẾT QUẢ THỰC HIỆN")
    if not any(line.kind is LineKind.LEGAL_BASIS for line in lines):
        lines = [*BASES, *lines]
    if not any(line.kind is LineKind.CLOSING for line in lines):
        lines = [*lines, CLOSING]
    return ReportOutline(name, title, tuple(lines))


Outline = TypeVar("Outline")
_REPORT_TABLES = ("kinds", "section")
_APPENDIX_TABLES = ("column", "row")
_LETTER_KEYS = ("name", "title", "about", "part")


def template_from(outline: Path, standard: Standard, kind: str | None = None) -> bytes:
    """The template that an outline describes. `kind` is one of the outline's own, named as its file or title is.

    Raises BadOutline (what is missing or wrong in the file) or WrongUsage (a kind the outline does not have).
    """
    if outline.suffix.lower() == ".txt":
        if kind is not None:
            raise WrongUsage("Đề cương .txt chỉ cho một loại báo cáo.", "Bỏ --kind, hoặc dùng đề cương .toml.")
        return report_template(standard, parse_plain_outline(_text(outline), outline.stem))
    if outline.suffix.lower() != ".toml":
        raise WrongUsage(f"Đề cương “{outline.name}” phải là tệp .txt hoặc .toml.", "Đổi tên hoặc lưu lại tệp.")
    data = read_outline(outline)
    if any(table in data for table in _REPORT_TABLES):
        reports = _parsed(outline, data, _REPORT_TABLES, parse_report_outlines)
        return report_template(standard, _chosen(reports, kind, outline))
    if "part" in data:
        return letter_template(standard, _parsed(outline, data, _LETTER_KEYS, parse_letter_outline))
    appendix = _parsed(outline, data, ("name", "title", "note", *_APPENDIX_TABLES), parse_appendix_outline)
    return appendix_template(standard, appendix)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadOutline(f"Không đọc được đề cương “{path}”.", "Kiểm tra đường dẫn; lưu tệp dạng UTF-8.") from error


def _parsed(
    path: Path, data: Mapping[str, Any], needed: tuple[str, ...], parse: Callable[[Mapping[str, Any]], Outline]
) -> Outline:
    missing = [key for key in needed if key not in data]
    if missing:
        raise BadOutline(f"Đề cương “{path.name}” thiếu “{missing[0]}”.", "Xem docs/mau-van-ban.md, phần Đề cương.")
    try:
        return parse(data)
    except KeyError as error:
        raise BadOutline(f"Đề cương “{path.name}” thiếu “{error.args[0]}” ở một mục.", "Bổ sung mục đó.") from error
    except (TypeError, ValueError, AttributeError, IndexError) as error:
        raise BadOutline(
            f"Đề cương “{path.name}” có giá trị sai kiểu.", "So với đề cương trong docs/mau-van-ban.md."
        ) from error


def _chosen(reports: tuple[ReportOutline, ...], kind: str | None, path: Path) -> ReportOutline:
    names = [one.name for one in reports]
    if kind is None and len(reports) == 1:
        return reports[0]
    if kind is None:
        raise WrongUsage(f"Đề cương “{path.name}” có {len(reports)} loại báo cáo.", f"Thêm --kind: {', '.join(names)}.")
    wanted = kind.casefold()
    for one in reports:
        if wanted in (one.name, one.name.removeprefix("bao-cao-"), one.title.casefold()):
            return one
    guess = nearest(kind, names)
    hint = f"Có phải là “{guess}”?" if guess else f"Các loại: {', '.join(names)}."
    raise WrongUsage(f"Đề cương “{path.name}” không có loại “{kind}”.", hint)
