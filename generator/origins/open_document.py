"""Opening a Word file that came from outside: its body, or a plain refusal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.problems import WrongUsage
from generator.office.note_folding import READ_AS, unfold
from generator.office.package import Package
from generator.office.refusal import Unreadable
from generator.origins.units import Unit, read_units
from generator.revise.charts import charts_in_words

if TYPE_CHECKING:
    from lxml.etree import _Element


def read_document(path: Path) -> bytes:
    """The bytes of a file. Raises WrongUsage, in words, if it is not there or may not be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise WrongUsage(f"Không tìm thấy tệp “{path}”.", "Kiểm tra lại tên tệp và thư mục.") from error
    except IsADirectoryError as error:
        raise WrongUsage(f"“{path}” là thư mục, không phải tệp Word.", "Chỉ tới một tệp .docx.") from error
    except PermissionError as error:
        raise WrongUsage(f"Không có quyền đọc “{path}”.", "Đóng tệp nếu đang mở, hoặc xin quyền đọc.") from error


_LARGEST_CHART = 16 * 1024 * 1024


def document_units(content: bytes, name: str) -> tuple[Unit, ...]:
    """The paragraphs and table rows of a .docx. Raises Unreadable naming the file if it is none, or damaged."""
    package = Package.open(content, file=name)
    unfold(package, READ_AS)
    charts_in_words(package.body, lambda key: _chart(package, key))
    return read_units(package.body)


def _chart(package: Package, key: str) -> _Element | None:
    """The chart that the body names by a relationship; None for one that is not there or damaged."""
    relation = package.relations(package.main).get(key)
    if relation is None or len(package.parts.get(relation.target, b"")) > _LARGEST_CHART:
        return None
    try:
        return package.tree(relation.target)
    except Unreadable:
        return None
