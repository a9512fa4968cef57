"""Files on their way in: what a file is by its content, its size, a temporary name of ours."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from flask import request
from werkzeug.datastructures import FileStorage

from generator.core.problems import WrongUsage
from generator.office.package import kind_of as package_kind
from generator.web.names import display_name


class Kind(StrEnum):
    """What a file is, by its content (a table in text by its name too); the value is the suffix it gets here."""

    WORKBOOK = ".xlsx"
    WORD = ".docx"
    JSON = ".json"
    YAML = ".yaml"
    CSV = ".csv"

    @property
    def label(self) -> str:
        named = {".xlsx": "Excel (.xlsx)", ".docx": "Word (.docx)", ".json": "JSON", ".yaml": "YAML"}
        return named.get(self.value, "chữ ngăn cột bằng dấu phẩy (.csv)")

    @property
    def as_file(self) -> str:
        return f"tệp {self.label}"


_DAY = 24 * 3600
EMPTY, LOCKED = "tệp rỗng", "tệp đang đặt mật khẩu"
OLD, OPEN_DOCUMENT = "tệp Excel hoặc Word kiểu cũ (.xls, .doc)", "tệp của LibreOffice (.ods, .odt)"
PDF = "tệp PDF"
UNKNOWN = "loại tệp không dùng được ở đây, hoặc tệp đã hỏng"
MISNAMED = "tệp chữ mang đuôi của Excel hoặc Word, hoặc tệp đã hỏng"
_SAVE_AS = "lưu thành (Save As) dạng .xlsx hoặc .docx rồi chọn tệp mới đó."
_WAYS_ON = {
    EMPTY: "Tệp không có gì bên trong, có thể do chép hoặc tải dở; lấy lại tệp từ nơi gửi.",
    LOCKED: "Mở bằng Excel hoặc Word, bỏ mật khẩu mở tệp, lưu lại rồi chọn lại.",
    OLD: f"Đổi tên đuôi tệp không đủ: mở bằng Excel hoặc Word, {_SAVE_AS}",
    OPEN_DOCUMENT: f"Mở bằng LibreOffice, {_SAVE_AS}",
    MISNAMED: f"Mở bằng Excel hoặc Word, {_SAVE_AS}",
    PDF: "Bản PDF không đọc lại được; chọn tệp Excel hoặc Word gốc của nó, hay xin nơi gửi tệp gốc.",
    Kind.CSV.as_file: "Mở bằng Excel, lưu thành (Save As) dạng .xlsx rồi chọn tệp mới đó.",
    UNKNOWN: f"Mở thử bằng Excel hoặc Word; nếu mở được thì {_SAVE_AS}",
}
"""What a person does with a file that is of no kind of ours."""
_TABLES = frozenset({".csv", ".tsv"})
_OFFICE_ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".docx", ".docm", ".doc"})


@dataclass(frozen=True, slots=True)
class Taken:
    """A file taken in: where it is now, what it is, what people call it."""

    path: Path
    kind: Kind
    name: str


def take(field: str, kinds: Sequence[Kind], target: Path) -> Taken:
    """The file of a form field, saved as `target`. Raises WrongUsage for none, or one of another kind.

    `target` is a path of ours (`dossier.new_file()`); nothing is left there after a refusal.
    """
    return take_file(request.files.get(field), kinds, target)


def take_file(sent: FileStorage | None, kinds: Sequence[Kind], target: Path) -> Taken:
    """The same for one of several files of a field (`request.files.getlist`)."""
    if sent is None or not sent.filename:
        raise WrongUsage("Chưa chọn tệp.", f"Chọn một tệp {_either(kinds)} rồi gửi lại.")
    name = display_name(sent.filename)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        sent.save(target)
        kind, ending = kind_of(target), Path(sent.filename).suffix.lower()
        kind = Kind.CSV if kind is Kind.YAML and ending in _TABLES else kind
        if kind is None or kind not in kinds:
            raise _refusal(name, kind.as_file if kind else _described(target), kinds)
        if kind in (Kind.JSON, Kind.YAML) and ending in _OFFICE_ENDINGS:
            raise _refusal(name, MISNAMED, kinds)  # read as a dossier in text it would be blamed for lines nobody wrote
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return Taken(target, kind, name)


def clear_arrived(folder: Path) -> None:
    """Deletes Word files that came in more than a day ago and never found their place; work may wait for the others."""
    for path in folder.glob("*.docx"):
        with contextlib.suppress(OSError):  # its work takes it away at this moment
            if time.time() - path.stat().st_mtime > _DAY:
                path.unlink()


def kind_of(path: Path) -> Kind | None:
    """What the file is; None for anything but the kinds there are. The file's name plays no part."""
    with path.open("rb") as stream:
        start = stream.read(4096)
    if start.startswith(b"PK\x03\x04"):
        package = package_kind(path)
        return Kind(package.ending) if package else None
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text or b"\0" in start or start.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"MZ")):
        return None
    try:
        start[:4000].decode("utf-8", errors="strict")
    except UnicodeDecodeError as error:
        if error.start < 3990:  # a letter cut in two at the end is none
            return None
    if text.startswith(b"<"):
        return None
    return Kind.JSON if text[:1] in (b"{", b"[") else Kind.YAML


def _described(path: Path) -> str:
    """What a file of no kind of ours is, as far as its first bytes tell."""
    content = path.read_bytes()
    if not content:
        return EMPTY
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return LOCKED if "EncryptedPackage".encode("utf-16-le") in content else OLD
    if content.startswith(b"PK") and b"opendocument" in content[:200]:
        return OPEN_DOCUMENT
    return PDF if content.startswith(b"%PDF") else UNKNOWN


def _refusal(name: str, what: str, kinds: Sequence[Kind]) -> WrongUsage:
    way_on = _WAYS_ON.get(what, "Kiểm tra lại tệp đã chọn.")
    return WrongUsage(f"Không nhận tệp “{name}”: đây là {what}.", f"Ở đây cần tệp {_either(kinds)}. {way_on}")


def _either(kinds: Sequence[Kind]) -> str:
    """The kinds in words. Texts are taken from who knows of them (docs/huong-dan.md), and offered to nobody."""
    *others, last = (kind.label for kind in kinds if kind not in (Kind.JSON, Kind.YAML, Kind.CSV))
    return f"{', '.join(others)} hoặc {last}" if others else last
