"""Opening a Word file that came from outside: its body, or a plain refusal."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from generator.core.limits import CONTENT, MEBIBYTE
from generator.core.problems import WrongUsage
from generator.office.names import W
from generator.office.package import relations_part, resolve
from generator.office.xml import parse
from generator.origins.units import Unit, read_units
from generator.render.document import BODY_PART
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
    """The paragraphs and table rows of a .docx. Raises WrongUsage naming the file if it is none, or damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if package.getinfo(BODY_PART).file_size > CONTENT.value() * MEBIBYTE:
                raise zipfile.BadZipFile("too large")
            body = parse(package.read(BODY_PART)).find(f"{W}body")
            if body is not None:
                charts_in_words(body, _chart_reader(package))
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, etree.XMLSyntaxError) as error:
        raise unreadable(name) from error
    if body is None:
        raise unreadable(name)
    return read_units(body)


def _chart_reader(package: zipfile.ZipFile) -> Callable[[str], _Element | None]:
    """Gives the chart that the body names by a relationship; None for one that is not there or damaged."""

    def read(key: str) -> _Element | None:
        try:
            links = parse(package.read(relations_part(BODY_PART)))
            target = next(one.get("Target", "") for one in links if one.get("Id") == key)
            name = resolve(BODY_PART, target)
            return parse(package.read(name)) if package.getinfo(name).file_size <= _LARGEST_CHART else None
        except (KeyError, StopIteration, etree.XMLSyntaxError):
            return None

    return read


def unreadable(name: str) -> WrongUsage:
    """The refusal of a file that is no Word document."""
    return WrongUsage(
        f"Không đọc được “{name}”: không phải tệp Word .docx, hoặc tệp bị hỏng hay đặt mật khẩu.",
        "Mở tệp bằng Word hoặc LibreOffice, lưu lại dạng .docx rồi chạy lại.",
    )
