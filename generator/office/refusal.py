"""Why a file cannot be read as a Word file or a workbook: one vocabulary, whichever command was asked.

Each refusal is a `Problem` with its place and the next step; the exception that carries it is told like any other.
"""

from __future__ import annotations

from enum import Enum
from pathlib import PurePath

from generator.core.limits import CONTENT
from generator.core.problems import BadDossier, Place, Problem
from generator.core.vietnamese import nearest


class Kind(Enum):
    """What a file is to be: its ending, what it is called, the code of a file that is none, the program it is for."""

    WORD = (".docx", "văn bản Word (.docx)", "TEP009", "Word")
    EXCEL = (".xlsx", "sổ tính Excel dạng .xlsx", "TEP005", "Excel")

    def __init__(self, ending: str, words: str, code: str, program: str) -> None:
        self.ending = ending
        self.words = words
        self.code = code
        self.program = program

    @property
    def damaged(self) -> str:
        """The code of a file that is of this kind and cannot be read."""
        return "TEP002" if self is Kind.EXCEL else self.code

    @property
    def save_as(self) -> str:
        """What to do with a file that another program can open."""
        return f"Mở tệp bằng {self.program} hoặc LibreOffice rồi lưu lại ở dạng {self.ending}."

    @classmethod
    def of(cls, name: str) -> Kind:
        """The kind that a file's ending promises; a Word file where it promises neither."""
        return cls.EXCEL if PurePath(name).suffix.lower() in (".xlsx", ".xlsm") else cls.WORD


class Unreadable(BadDossier):
    """A file that cannot be read as what it should be. `problem` says so with the place and the next step.

    `cause` is the phrase alone, to be set into another sentence: "tệp đặt mật khẩu".
    """

    def __init__(self, problem: Problem, cause: str) -> None:
        name = PurePath(problem.place.file or "").name
        message = problem.message if f"“{name}”" in problem.message else f"Không mở được tệp “{name}”: {cause}."
        super().__init__(message, problem.fix, (problem,))
        self.problem = problem
        self.cause = cause


def damaged(file: str, kind: Kind, cause: str = "tệp bị hỏng hoặc bị cắt ngang") -> Unreadable:
    """The refusal of a file that is damaged or locked."""
    fix = f"Đóng tệp nếu đang mở, hoặc lấy lại bản gốc, mở bằng {kind.program} và lưu lại."
    return _refusal(kind.damaged, file, cause, fix)


def damaged_part(file: str, kind: Kind, part: str) -> Unreadable:
    return damaged(file, kind, f"phần “{part}” trong tệp bị hỏng")


def missing(file: str, kind: Kind, others: tuple[str, ...] = ()) -> Unreadable:
    """The refusal of a file that is not there; `others` stand in its folder."""
    guess = nearest(
        PurePath(file).name,
        [name for name in sorted(others) if Kind.of(name) is kind and "." in name and name != PurePath(file).name],
    )
    fix = f"Có phải là tệp “{guess}”?" if guess else "Kiểm tra lại đường dẫn và tên tệp."
    message = f"Không tìm thấy tệp “{PurePath(file).name}”."
    return Unreadable(Problem("TEP001", Place(file), message, fix), "không tìm thấy tệp")


def forbidden(file: str, kind: Kind, denied: bool) -> Unreadable:
    """The refusal of a file that the system does not hand out."""
    cause = "hệ điều hành không cho đọc tệp"
    if denied:
        cause = "không có quyền đọc, hoặc tệp đang bị chương trình khác khoá"
    return damaged(file, kind, cause)


def folder(file: str, kind: Kind) -> Unreadable:
    fix = f"Ghi đường dẫn tới một tệp {kind.ending}."
    return _plain(kind.code, file, f"Đây là thư mục, không phải tệp {kind.program}.", fix, "đây là thư mục")


def empty(file: str, kind: Kind) -> Unreadable:
    return _plain(kind.damaged, file, "Tệp rỗng (0 byte).", "Lấy lại tệp gốc.", "tệp rỗng (0 byte)")


def other_content(file: str, kind: Kind) -> Unreadable:
    """The refusal of what is no zip at all."""
    return _plain(kind.code, file, f"Tệp không phải {kind.words}.", kind.save_as, f"tệp không phải {kind.words}")


def other_kind(file: str, kind: Kind, found: str) -> Unreadable:
    """The refusal of an honest file of another kind."""
    suffix = PurePath(file).suffix
    if not suffix or f"({suffix.lower()})" in found:
        cause = f"tệp là {found}, không phải {kind.words}"
        choose = f"Chọn đúng tệp {kind.program} ({kind.ending})."
        return _plain(kind.code, file, f"{cause[0].upper()}{cause[1:]}.", choose, cause)
    is_so_named = suffix.lower() in found
    cause = f"đây là {found}" if is_so_named else f"tệp mang đuôi {suffix} nhưng thực chất là {found}"
    return _plain(kind.code, file, f"{cause[0].upper()}{cause[1:]}.", kind.save_as, cause)


def locked(file: str, kind: Kind) -> Unreadable:
    """The refusal of a zip with a password."""
    fix = f"Bỏ mật khẩu rồi lưu lại ở dạng {kind.ending}."
    return _plain("TEP003", file, "Tệp được nén có mật khẩu.", fix, "tệp được nén có mật khẩu")


def encrypted(file: str, kind: Kind) -> Unreadable:
    """The refusal of a file that Office has put a password on."""
    what = "sổ làm việc" if kind is Kind.EXCEL else "tài liệu"
    fix = f"Trong {kind.program} chọn Tệp → Thông tin → Bảo vệ {what}, xoá mật khẩu rồi lưu lại."
    return _plain("TEP003", file, "Tệp đặt mật khẩu nên không đọc được.", fix, "tệp đặt mật khẩu")


def old_format(file: str, kind: Kind) -> Unreadable:
    """The refusal of a file of Office 97-2003."""
    old = ".xls" if kind is Kind.EXCEL else ".doc"
    code = "TEP004" if kind is Kind.EXCEL else kind.code
    cause = f"tệp ở dạng {kind.program} 97-2003 ({old}) hoặc dạng Office cũ"
    return _plain(code, file, f"{cause[0].upper()}{cause[1:]}.", kind.save_as, cause)


def too_large(file: str, unpacked: str) -> Unreadable:
    """The refusal of what would fill the memory, honest or not."""
    cause = f"tệp khi mở ra chiếm {unpacked}; {CONTENT.exceeded()}"
    return _plain("TEP006", file, f"{cause[0].upper()}{cause[1:]}.", CONTENT.how_to_raise(), cause)


def bomb(file: str, kind: Kind, packed: str, unpacked: str) -> Unreadable:
    """The refusal of what no honest program packs."""
    cause = f"tệp chỉ {packed} nhưng khi mở ra chiếm {unpacked}; có thể là tệp độc hại"
    fix = f"Không mở tệp này; đề nghị nơi gửi lưu lại từ {kind.program} và gửi lại."
    return _plain("TEP006", file, f"{cause[0].upper()}{cause[1:]}.", fix, cause)


def _refusal(code: str, file: str, cause: str, fix: str) -> Unreadable:
    return _plain(code, file, f"Không mở được tệp “{PurePath(file).name}”: {cause}.", fix, cause)


def _plain(code: str, file: str, message: str, fix: str, cause: str) -> Unreadable:
    return Unreadable(Problem(code, Place(file), message, fix), cause)
