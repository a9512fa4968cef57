"""Opening a workbook file: is it one at all, is it safe to unpack, and where are its parts."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING

from lxml import etree

from generator.core.limits import CONTENT, MEBIBYTE, SHEETS, Limit
from generator.core.problems import Place, Problem
from generator.core.vietnamese import nearest, number_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_SUSPICIOUS_CONTENT = 50 * MEBIBYTE
_SUSPICIOUS_RATIO = 200

LARGEST_PART = 20 * MEBIBYTE
"""Of the parts that are read whole: lists of sheets and relationships, styles."""

_OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
_ZIP_MAGIC = b"PK\x03\x04"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_OTHER_KINDS = (
    ("word/document.xml", "văn bản Word (.docx)"),
    ("ppt/presentation.xml", "trình chiếu PowerPoint (.pptx)"),
    ("xl/workbook.bin", "sổ tính nhị phân (.xlsb)"),
    ("mimetype", "tệp OpenDocument (.ods, .odt)"),
)
_SAVE_AS = "Mở tệp bằng Excel hoặc LibreOffice rồi lưu lại ở dạng .xlsx."
_OFFICE_DOCUMENT = "/officeDocument"


class NotAWorkbook(Exception):
    """The file cannot be read; carries the `Problem` to show instead."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class TooLarge(Exception):
    """The parts of a package would fill the memory; `limit` is the one that a user may raise, if there is one."""

    def __init__(self, limit: Limit | None = None) -> None:
        super().__init__()
        self.limit = limit


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: its tab title, the zip member that holds it, and whether its tab is hidden."""

    title: str
    member: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Package:
    """An opened workbook. `related` maps a relationship's last word (styles, sharedStrings) to its zip member."""

    archive: zipfile.ZipFile
    sheets: tuple[SheetPart, ...]
    related: Mapping[str, str]
    from_1904: bool
    recalculates: bool = False
    """What its formulas have as results is not what Excel shows: it reckons them anew when it opens the file."""

    def open(self, member: str) -> IO[bytes]:
        return self.archive.open(member)


def check_file(path: Path) -> None:
    """Raises `NotAWorkbook` for a file that is missing, not an .xlsx package, encrypted or a zip bomb."""
    if not path.exists():
        raise NotAWorkbook(_missing(path))
    if path.is_dir():
        raise _refuse(path, "TEP005", "Đây là thư mục, không phải tệp Excel.", "Ghi đường dẫn tới một tệp .xlsx.")
    with path.open("rb") as stream:
        magic = stream.read(8)
    if magic == _OLE_MAGIC:
        raise _ole(path)
    if not magic:
        raise _refuse(path, "TEP002", "Tệp rỗng (0 byte).", "Lấy lại tệp gốc.")
    if not magic.startswith(_ZIP_MAGIC):
        raise _refuse(path, "TEP005", "Tệp không phải sổ tính Excel dạng .xlsx.", _SAVE_AS)
    with zipfile.ZipFile(path) as archive:
        _check_members(path, archive)


def open_package(path: Path) -> Package:
    """The parts of a workbook that passed `check_file`; the caller closes `archive`."""
    archive = zipfile.ZipFile(path)
    book_member = _related(archive, "")[_OFFICE_DOCUMENT.strip("/")]
    book = part_root(archive, book_member)
    targets = {key: (kind, member) for key, kind, member in _relationships(archive, book_member)}
    properties = book.find("{*}workbookPr")
    reckoning = book.find("{*}calcPr")
    return Package(
        archive,
        tuple(_sheets(book, targets)),
        _related(archive, book_member),
        properties is not None and properties.get("date1904") in ("1", "true"),
        reckoning is not None and reckoning.get("fullCalcOnLoad") in ("1", "true"),
    )


def _sheets(book: _Element, targets: Mapping[str, tuple[str, str]]) -> Iterator[SheetPart]:
    """Each worksheet once, however often a damaged list names it. Raises TooLarge."""
    seen: set[str] = set()
    for number, sheet in enumerate(book.iterfind("{*}sheets/{*}sheet")):
        if number >= SHEETS.value():
            raise TooLarge(SHEETS)
        key = next((str(value) for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        kind, member = targets.get(key, ("", ""))
        if kind == "worksheet" and member not in seen:
            seen.add(member)
            yield SheetPart(str(sheet.get("name")), member, sheet.get("state", "visible") != "visible")


def part_root(archive: zipfile.ZipFile, member: str) -> _Element:
    """The root element of a part that is read whole. Raises TooLarge; no entity is expanded, nothing fetched."""
    if archive.getinfo(member).file_size > LARGEST_PART:
        raise TooLarge
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(archive.read(member), parser)


def _relationships(archive: zipfile.ZipFile, member: str) -> Iterator[tuple[str, str, str]]:
    """(id, last word of the type, zip member) of each relationship of a part; "" stands for the package itself."""
    folder, name = posixpath.split(member)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in archive.namelist():
        return
    for relation in part_root(archive, rels).iterfind("{*}Relationship"):
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, str(relation.get("Target")))).lstrip("/")
            yield str(relation.get("Id")), str(relation.get("Type")).rsplit("/", 1)[-1], target


def _related(archive: zipfile.ZipFile, member: str) -> dict[str, str]:
    return {kind: target for _, kind, target in _relationships(archive, member)}


def unpacked_size(archive: zipfile.ZipFile) -> tuple[int, bool]:
    """What all parts of a package take when unpacked, by its own list, and whether no honest file packs that well."""
    unpacked = sum(member.file_size for member in archive.infolist())
    packed = max(1, sum(member.compress_size for member in archive.infolist()))
    return unpacked, unpacked > _SUSPICIOUS_CONTENT and unpacked / packed > _SUSPICIOUS_RATIO


def _check_members(path: Path, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    unpacked, is_suspicious = unpacked_size(archive)
    if is_suspicious:
        raise _refuse(
            path,
            "TEP006",
            f"Tệp chỉ {_size(path.stat().st_size)} nhưng khi mở ra chiếm {_size(unpacked)}; có thể là tệp độc hại.",
            "Không mở tệp này; đề nghị nơi gửi lưu lại từ Excel và gửi lại.",
        )
    if unpacked > CONTENT.value() * MEBIBYTE:
        message = f"Tệp khi mở ra chiếm {_size(unpacked)}; {CONTENT.exceeded()}."
        raise _refuse(path, "TEP006", message, CONTENT.how_to_raise())
    names = {member.filename for member in members}
    if any(member.flag_bits & 1 for member in members):
        raise _refuse(path, "TEP003", "Tệp được nén có mật khẩu.", "Bỏ mật khẩu rồi lưu lại ở dạng .xlsx.")
    if not any(name.endswith("workbook.xml") for name in names):
        kind = next((kind for name, kind in _OTHER_KINDS if name in names), "tệp nén")
        raise _refuse(
            path, "TEP005", f"Tệp mang đuôi {path.suffix or '(không có)'} nhưng thực chất là {kind}.", _SAVE_AS
        )


def _missing(path: Path) -> Problem:
    names = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
    guess = nearest(path.name, (name for name in sorted(names) if name.lower().endswith((".xlsx", ".xlsm"))))
    fix = f"Có phải là tệp “{guess}”?" if guess else "Kiểm tra lại đường dẫn và tên tệp."
    return Problem("TEP001", Place(str(path)), f"Không tìm thấy tệp “{path.name}”.", fix)


def _ole(path: Path) -> NotAWorkbook:
    if _ENCRYPTED_STREAM in path.read_bytes():
        fix = "Trong Excel chọn Tệp → Thông tin → Bảo vệ sổ làm việc, xoá mật khẩu rồi lưu lại."
        return _refuse(path, "TEP003", "Tệp đặt mật khẩu nên không đọc được.", fix)
    return _refuse(path, "TEP004", "Tệp ở dạng Excel 97-2003 (.xls) hoặc dạng Office cũ.", _SAVE_AS)


def _refuse(path: Path, code: str, message: str, fix: str) -> NotAWorkbook:
    return NotAWorkbook(Problem(code, Place(str(path)), message, fix))


def unreadable(path: Path, cause: str) -> Problem:
    """The problem for a file that is damaged or locked; `cause` is a phrase in Vietnamese."""
    return Problem(
        "TEP002",
        Place(str(path)),
        f"Không mở được tệp “{path.name}”: {cause}.",
        "Đóng tệp nếu đang mở, hoặc lấy lại bản gốc, mở bằng Excel và lưu lại.",
    )


def too_large(path: Path, limit: Limit | None = None) -> Problem:
    """The problem for a file that is sound as a package, but holds more than any dossier does."""
    message = f"Tệp “{path.name}” chứa nhiều dữ liệu bất thường nên không được đọc."
    fix = "Xoá các dòng, cột, định dạng thừa rồi lưu lại từ Excel."
    if limit is not None:
        message = f"{message[:-1]}: {limit.what} – {limit.exceeded()}."
        fix = f"{fix} {limit.how_to_raise()}"
    return Problem("TEP006", Place(str(path)), message, fix)


def _size(count: int) -> str:

    return f"{number_text(Decimal(count) / MEBIBYTE, 1)} MB"
