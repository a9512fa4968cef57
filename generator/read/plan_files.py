"""Opening a plan's file: which kind it is, whether it is safe, and what to do when it cannot be read."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

from generator.limits import CONTENT, MEBIBYTE
from generator.problems import Place, Problem
from generator.read.package import TooLarge, too_large, unpacked_size
from generator.read.plan_lines import PlanLine
from generator.read.workbook import damage

_TEXT, _WORD, _EXCEL = (".txt", ".tsv"), (".docx", ".docm"), (".xlsx", ".xlsm")
_OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
_WAY_OUT = "Mở tệp bằng Word hoặc LibreOffice rồi lưu lại dạng .docx (hoặc chép bảng sang .xlsx), sau đó nhập lại."
_MEND = "Mở tệp bằng Word, Excel hoặc LibreOffice để sửa, lưu lại rồi nhập lại."


def plan_lines(path: Path) -> tuple[list[PlanLine], list[Problem]]:
    """All lines of a plan, or none and the problem that keeps it from being read."""
    if problem := _cannot_read(path):
        return [], [problem]
    try:
        return _lines_of(path), []
    except TooLarge as reason:
        return [], [replace(too_large(path, reason.limit), place=Place(path.name))]
    except UnicodeDecodeError:
        message = "Tệp văn bản không ở bảng mã Unicode (UTF-8)."
        return [], [Problem("TEP008", Place(path.name), message, "Mở tệp và lưu lại với bảng mã UTF-8.")]
    except _damage():
        message = "Tệp bị hỏng hoặc không đúng loại như phần đuôi tên tệp."
        return [], [Problem("TEP008", Place(path.name), message, _MEND)]


def _lines_of(path: Path) -> list[PlanLine]:
    suffix = path.suffix.lower()
    if suffix in _TEXT:
        from generator.read.plan_text import text_lines

        return text_lines(path)
    if suffix in _WORD:
        from generator.read.plan_docx import docx_lines

        return docx_lines(path)
    from generator.read.plan_xlsx import xlsx_lines

    return xlsx_lines(path)


def _damage() -> tuple[type[Exception], ...]:
    """What reading a damaged package may raise; odd XML may be no more than a TypeError."""
    return (SyntaxError, RuntimeError, TypeError, AttributeError, *damage())


def _cannot_read(path: Path) -> Problem | None:
    place, suffix = Place(path.name), path.suffix.lower()
    if not path.is_file():
        return Problem("TEP001", place, f"Không tìm thấy tệp “{path}”.", "Kiểm tra lại đường dẫn và tên tệp.")
    if suffix not in (*_TEXT, *_WORD, *_EXCEL):
        message = f"Không nhập được kế hoạch từ tệp loại “{suffix or path.name}”."
        return Problem("TEP007", place, message, _WAY_OUT)
    return None if suffix in _TEXT else _unsafe_package(path)


def _unsafe_package(path: Path) -> Problem | None:
    try:
        with path.open("rb") as stream:
            encrypted = stream.read(8) == _OLE_MAGIC
        if encrypted:
            message = "Tệp có mật khẩu, hoặc là tệp Office đời cũ được đổi đuôi."
            return Problem(
                "TEP003", Place(path.name), message, "Bỏ mật khẩu, lưu lại dạng .docx hoặc .xlsx rồi nhập lại."
            )
        with zipfile.ZipFile(path) as package:
            unpacked, is_suspicious = unpacked_size(package)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        message = "Tệp bị hỏng hoặc không đúng loại như phần đuôi tên tệp."
        return Problem("TEP008", Place(path.name), message, _MEND)
    own_table = "Chép riêng bảng nhiệm vụ sang một tệp mới rồi nhập lại."
    if is_suspicious:
        message = "Tệp phình to bất thường khi mở, có thể không an toàn."
        return Problem("TEP006", Place(path.name), message, own_table)
    if unpacked > CONTENT.value() * MEBIBYTE:
        message = f"Tệp khi mở ra quá lớn: {CONTENT.exceeded()}."
        return Problem("TEP006", Place(path.name), message, f"{own_table} {CONTENT.how_to_raise()}")
    return None
