"""What can be wrong with a dossier (values), and what stops the program (exceptions).

    BaocaoError                 exit code
    ├── BadDossier              1   problems of severity error
    ├── WrongUsage              2   a wrong name, period or option
    ├── OutsideProgram          3   LibreOffice missing or failed
    └── FolderBusy              2   another run is writing the same folder

Bad data is never raised: it is a `Problem`, collected with all the others, whose code stands in
`CATALOGUE` below. A code names one mistake and is never reused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from pathlib import PurePath


class Severity(StrEnum):
    """ERROR stops a build; WARNING is printed and the work goes on; NOTE only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The word a user reads."""
        return {"error": "Lỗi", "warning": "Cảnh báo", "note": "Ghi chú"}[self.value]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, and in it a sheet and cell, or in words ("dòng 14", "bảng 1, dòng 3")."""

    file: str | None = None
    sheet: str | None = None
    cell: str | None = None

    @property
    def spot(self) -> str:
        """The place inside its sheet as a sentence names it: "ô B7", "dòng 14"; "" for a whole sheet."""
        return f"ô {self.cell}" if self.cell and " " not in self.cell else self.cell or ""

    def __str__(self) -> str:
        parts = [self.file, f"trang “{self.sheet}”" if self.sheet else None, self.spot]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One entry of the catalogue: the mistake in a few words, and how grave it is."""

    title: str
    severity: Severity


_LONGEST = 2000
"""Letters of a message; the longest that the program makes of sound data has a few hundred."""


_VARYING = re.compile(r"“[^”]*”|(?<!\w)(?:[IVXLC]+(?:\.\w+)*|\d[\d.,/\-]*\d|\d)(?!\w)%?")
"""What one mistake says differently in each place: words in quotes, codes, numbers, dates."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake found: its code, place, what was found and what to do about it."""

    code: str
    place: Place
    message: str
    fix: str = ""

    def __post_init__(self) -> None:
        if len(self.message) > _LONGEST:  # a "number" of five megabytes is not told whole
            short = f"{self.message[: _LONGEST - 200]} … {self.message[-200:]}"
            object.__setattr__(self, "message", short)

    @property
    def kind(self) -> ProblemKind:
        return CATALOGUE[self.code]

    @property
    def severity(self) -> Severity:
        return self.kind.severity

    def __str__(self) -> str:
        head = f"{self.place}: " if str(self.place) else ""
        return f"{head}{self.message}{' ' + self.fix if self.fix else ''}  [{self.code}]"

    @property
    def mistake(self) -> tuple[str, ...]:
        """What it has in common with the same mistake made elsewhere in its sheet."""
        words = (_VARYING.sub("…", text) for text in (self.message, self.fix))
        return (self.code, self.place.file or "", self.place.sheet or "", *words)

    def moved(self, old: str, new: str) -> Problem:
        """The same problem of a file that is called `new` now, if it is one of `old`."""
        return replace(self, place=replace(self.place, file=new)) if self.place.file == old else self

    def without_folder(self) -> Problem:
        """The same problem with the bare name of its file: what is kept must not depend on where a run was started."""
        if self.place.file is None:
            return self
        return replace(self, place=replace(self.place, file=PurePath(self.place.file).name))

    def as_json(self) -> dict[str, str | None]:
        """The fields, ready for `json.dumps`."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "file": self.place.file,
            "sheet": self.place.sheet,
            "cell": self.place.cell,
            "message": self.message,
            "fix": self.fix,
        }


@dataclass(slots=True)
class ProblemList:
    """The growing list that a step hands on; adding never raises."""

    items: list[Problem] = field(default_factory=list)

    def add(self, code: str, place: Place, message: str, fix: str = "") -> None:
        self.items.append(Problem(code, place, message, fix))

    def extend(self, problems: Iterable[Problem]) -> None:
        self.items.extend(problems)


PROBLEM_LINE = re.compile(rf"(?:{'|'.join(severity.label for severity in Severity)}) ([A-ZĐ]+\d+): ")
"""How a line begins by which the program tells a problem in the note of a cell."""
PROGRAM_NOTE = "Chương trình ghi: "
"""How the program begins what it notes on a cell that it filled itself and was not sure of."""
OWN_LINE = re.compile(rf"{PROBLEM_LINE.pattern}|{PROGRAM_NOTE}")
"""How a line in the note of a cell begins that no person wrote."""


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems that are one mistake made in several places: the same words, but for what is quoted and counted."""

    problems: tuple[Problem, ...]

    @property
    def first(self) -> Problem:
        return self.problems[0]

    @property
    def is_same(self) -> bool:
        """True if all say just the same."""
        return len({(one.message, one.fix) for one in self.problems}) == 1

    def differing(self, problem: Problem) -> str:
        """The words of one of them that the first does not have."""
        known = _VARYING.findall(self.first.message)
        return ", ".join(dict.fromkeys(word for word in _VARYING.findall(problem.message) if word not in known))


_ALIKE = 3
"""As many problems that differ in such words only are told as one; equal ones always are."""


def grouped(problems: Iterable[Problem]) -> list[ProblemGroup]:
    """The problems with those together that are one mistake, in the order of their first places."""
    members: dict[tuple[str, ...], list[Problem]] = {}
    items = list(problems)
    counts = Counter(one.mistake for one in items)
    for one in items:
        key = one.mistake if counts[one.mistake] >= _ALIKE else (*one.mistake, one.message, one.fix)
        members.setdefault(key, []).append(one)
    return [ProblemGroup(tuple(same)) for same in members.values()]


WAITING = frozenset({"XB004", "XB011", "XB014", "XB017", "XB018", "XB023"})
"""Codes of what is written and waits for a person, as a conflict does."""


def any_error(problems: Iterable[Problem]) -> bool:
    """True if one of `problems` must stop a build."""
    return any(problem.severity is Severity.ERROR for problem in problems)


class ExitCode(IntEnum):
    """What a run tells its caller (README, Commands)."""

    DONE = 0
    PROBLEMS = 1
    USAGE = 2
    OUTSIDE_PROGRAM = 3
    CONFLICTS = 4


class BaocaoError(Exception):
    """Work cannot go on. The message says what happened, `next_step` what to do, both in Vietnamese."""

    exit_code = ExitCode.PROBLEMS

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step


class BadDossier(BaocaoError):
    """The input holds errors; they are all in `problems`."""

    exit_code = ExitCode.PROBLEMS

    def __init__(self, message: str, next_step: str = "", problems: Iterable[Problem] = ()) -> None:
        super().__init__(message, next_step)
        self.problems = tuple(problems)


class WrongUsage(BaocaoError):
    """A name, period or option that does not exist, usually with the nearest that does."""

    exit_code = ExitCode.USAGE


class OutsideProgram(BaocaoError):
    """LibreOffice is missing, hung or failed."""

    exit_code = ExitCode.OUTSIDE_PROGRAM


class FolderBusy(BaocaoError):
    """Another run holds the output folder, or a program keeps one of its files open."""

    exit_code = ExitCode.USAGE


# --- the catalogue of mistakes: one code, one mistake, for ever. Never reuse a code -----------------------------------

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

CATALOGUE: dict[str, ProblemKind] = {
    "TEP001": ProblemKind("Không tìm thấy tệp", _ERROR),
    "TEP002": ProblemKind("Không mở được tệp Excel", _ERROR),
    "TEP003": ProblemKind("Tệp đặt mật khẩu", _ERROR),
    "TEP004": ProblemKind("Tệp Excel đời cũ (.xls)", _ERROR),
    "TEP005": ProblemKind("Tệp không phải sổ tính Excel", _ERROR),
    "TEP006": ProblemKind("Tệp phình to bất thường khi mở", _ERROR),
    "TEP007": ProblemKind("Loại tệp kế hoạch không đọc được", _ERROR),
    "TEP008": ProblemKind("Không mở được tệp kế hoạch", _ERROR),
    "TEP009": ProblemKind("Không mở được tệp Word", _ERROR),
    "TEP010": ProblemKind("Tệp YAML hoặc JSON không đúng dạng hồ sơ", _ERROR),
    "TEP011": ProblemKind("Tệp YAML hoặc JSON sai cú pháp", _ERROR),
    "BNG001": ProblemKind("Thiếu trang bắt buộc", _ERROR),
    "BNG002": ProblemKind("Thiếu cột bắt buộc", _ERROR),
    "BNG003": ProblemKind("Tên trang viết gần đúng", _WARNING),
    "BNG004": ProblemKind("Tên cột viết gần đúng", _WARNING),
    "BNG005": ProblemKind("Hai cột trùng tên", _ERROR),
    "BNG006": ProblemKind("Ô bị gộp trong vùng dữ liệu", _WARNING),
    "BNG007": ProblemKind("Dòng, cột hoặc trang bị ẩn", _WARNING),
    "BNG008": ProblemKind("Hai trang trùng tên", _ERROR),
    "BNG010": ProblemKind("Trang ngoài hồ sơ không được chuyển", _NOTE),
    "BNG020": ProblemKind("Cột trông giống một cột đã biết nhưng không được đọc", _WARNING),
    "BNG021": ProblemKind("Cột thêm trông giống một cột đã có", _NOTE),
    "BNG030": ProblemKind("Trang trông giống một trang đã biết nhưng không được đọc", _WARNING),
    "BNG031": ProblemKind("Trang thêm trông giống một trang đã có", _NOTE),
    "BNG022": ProblemKind("Đơn vị ở tên cột khác, đã quy đổi", _WARNING),
    "BNG023": ProblemKind("Cột có đơn vị khác nên không ghi vào được", _ERROR),
    "BNG024": ProblemKind("Trang của cơ quan được đọc như bảng theo dõi nhiệm vụ", _NOTE),
    "BNG025": ProblemKind("Cột của bảng theo dõi có chữ nhưng không được đọc", _NOTE),
    "BNG026": ProblemKind("Cột được hiểu theo từ mà các cơ quan hay dùng", _WARNING),
    "BNG027": ProblemKind("Chữ ở cột không có tiêu đề nên không được đọc", _WARNING),
    "BNG032": ProblemKind("Dòng tổng, chỗ ký tên, chú thích trong bảng, không được đọc", _WARNING),
    "BNG033": ProblemKind("Ghi chú gắn ở ô không được đọc", _NOTE),
    "BNG040": ProblemKind("Một số gộp qua nhiều dòng, nhiều cột", _ERROR),
    "BNG034": ProblemKind("Đơn vị tiền ghi cạnh bảng khác đơn vị của cột", _ERROR),
    "BNG035": ProblemKind("Trang có đủ cột của trang còn thiếu nhưng mang tên khác", _ERROR),
    "BNG036": ProblemKind("Bảng theo dõi không có cột tình trạng, kết quả nào được đọc", _WARNING),
    "BNG009": ProblemKind("Không có nhiệm vụ và chỉ tiêu nào", _ERROR),
    "GT001": ProblemKind("Ô bắt buộc còn trống", _ERROR),
    "GT002": ProblemKind("Không phải là số", _ERROR),
    "GT003": ProblemKind("Số đọc được hai cách", _WARNING),
    "GT004": ProblemKind("Không phải là ngày", _ERROR),
    "GT005": ProblemKind("Ngày đọc được hai cách", _WARNING),
    "GT006": ProblemKind("Không phải là kỳ báo cáo", _ERROR),
    "GT007": ProblemKind("Giá trị không có trong danh mục", _ERROR),
    "GT008": ProblemKind("Tỷ lệ ngoài khoảng 0 - 100%", _ERROR),
    "GT009": ProblemKind("Công thức chưa có kết quả", _ERROR),
    "GT010": ProblemKind("Ô báo lỗi công thức", _ERROR),
    "GT011": ProblemKind("Chữ ở dạng Unicode tổ hợp", _WARNING),
    "GT012": ProblemKind("Có ký tự không nhìn thấy", _WARNING),
    "GT013": ProblemKind("Chữ gõ bằng phông cũ", _ERROR),
    "GT014": ProblemKind("Thời hạn không quy được ra ngày", _WARNING),
    "GT015": ProblemKind("Mục tiêu không đọc được", _ERROR),
    "GT016": ProblemKind("Không phải là năm", _ERROR),
    "GT017": ProblemKind("Số âm", _ERROR),
    "GT018": ProblemKind("Thời hạn không ghi năm", _WARNING),
    "KT001": ProblemKind("Chữ bị gạch ngang, không được đọc", _WARNING),
    "KT002": ProblemKind("Chữ bị ẩn, không được đọc", _WARNING),
    "KT003": ProblemKind("Một phần chữ gõ bằng phông cũ hoặc phông ký hiệu", _WARNING),
    "KT004": ProblemKind("Ký tự trông như chữ Đ nhưng là chữ khác", _WARNING),
    "KT005": ProblemKind("Ký hiệu chỉ phông của nó mới hiện được", _WARNING),
    "KT006": ProblemKind("Tệp Word còn dấu sửa đổi chưa chấp nhận", _WARNING),
    "KT007": ProblemKind("Chữ có thể sai chính tả", _NOTE),
    "KT008": ProblemKind("Chữ bị hỏng khi chép hay đổi bảng mã", _WARNING),
    "GT030": ProblemKind("Ô hiển thị khác giá trị lưu trong ô", _ERROR),
    "GT031": ProblemKind("Ô hiển thị khác số lưu trong ô, đã đọc như hiển thị", _WARNING),
    "GT032": ProblemKind("Công thức chưa được tính lại", _ERROR),
    "GT033": ProblemKind("Công thức ở ô chữ chưa được tính lại", _WARNING),
    "GT034": ProblemKind("Đơn vị của số không hợp với cột", _ERROR),
    "GT035": ProblemKind("Số ghi theo đơn vị khác, đã quy đổi", _WARNING),
    "GT036": ProblemKind("Số đọc được hai cách, phải ghi lại", _ERROR),
    "GT041": ProblemKind("Ô ghi “như trên”, không rõ lặp lại chữ nào", _ERROR),
    "GT042": ProblemKind("Định dạng có điều kiện có thể giấu giá trị của ô", _WARNING),
    "GT043": ProblemKind("Ghi chú của ô nói một số khác", _WARNING),
    "GT040": ProblemKind("Ô trông như trống nhưng có chữ, không được đọc", _WARNING),
    "GT039": ProblemKind("Ô ghi dấu thay cho số, được hiểu là trống", _NOTE),
    "GT038": ProblemKind("Ngày theo định dạng của máy, đọc được hai cách", _ERROR),
    "GT037": ProblemKind("Mục tiêu có nhiều số", _ERROR),
    "GT019": ProblemKind("Chữ của ô không có trong tệp", _ERROR),
    "GT020": ProblemKind("Chữ của ô ngoài các cột được đọc không có trong tệp", _WARNING),
    "MA001": ProblemKind("Mã bị trùng", _ERROR),
    "MA002": ProblemKind("Mã không có trong hồ sơ", _ERROR),
    "MA003": ProblemKind("Hai dòng cho cùng một mã và kỳ", _ERROR),
    "TTC001": ProblemKind("Thiếu mục bắt buộc của Thông tin chung", _ERROR),
    "TTC002": ProblemKind("Mục lạ trong Thông tin chung", _WARNING),
    "TTC003": ProblemKind("Mục chỉ được ghi một lần", _ERROR),
    "TTC004": ProblemKind("Hạn gửi báo cáo không đọc được", _WARNING),
    "TTC006": ProblemKind("Hạn gửi báo cáo trước ngày chốt số liệu", _WARNING),
    "TTC007": ProblemKind("Cột riêng ghi không đúng dạng", _WARNING),
    "TTC008": ProblemKind("Căn cứ là văn bản đã được thay thế", _WARNING),
    "TTC005": ProblemKind("Quy tắc được miễn không có trong danh mục", _ERROR),
    "TTC021": ProblemKind("Trích yếu lặp tên loại văn bản", _WARNING),
    "TTC022": ProblemKind("Căn cứ không mở đầu bằng chữ “Căn cứ”", _WARNING),
    "TTC023": ProblemKind("Hai nơi nhận trong một dòng", _WARNING),
    "TTC024": ProblemKind("Dòng “Lưu” thiếu dấu hai chấm", _WARNING),
    "TTC025": ProblemKind("Khối văn bản không hợp với cơ quan ban hành", _WARNING),
    "TTC026": ProblemKind("Trích yếu, tên kế hoạch viết hoa toàn bộ", _WARNING),
    "CQ001": ProblemKind("Cơ quan không có trong trang Cơ quan", _WARNING),
    "CQ002": ProblemKind("Một tên chỉ hai cơ quan", _ERROR),
    "CQ003": ProblemKind("Một tên chung viết hai cách", _WARNING),
    "NV001": ProblemKind("Dòng là tên nhóm, không tính là nhiệm vụ", _WARNING),
    "NV003": ProblemKind("Một nhóm có hai tên", _WARNING),
    "NV004": ProblemKind("Nhiệm vụ không ghi nhóm", _WARNING),
    "CQ004": ProblemKind("Nhiệm vụ chưa có cơ quan chủ trì", _WARNING),
    "CQ005": ProblemKind("Đơn vị báo cáo không chủ trì nhiệm vụ", _WARNING),
    "CQ006": ProblemKind("Cơ quan chủ trì là tên người", _WARNING),
    "NV005": ProblemKind("Hai nhiệm vụ giống nhau, được đếm hai lần", _WARNING),
    "NV006": ProblemKind("Nhiệm vụ thường xuyên đã hết thời gian", _WARNING),
    "NV002": ProblemKind("Thời hạn trước ngày ban hành kế hoạch", _WARNING),
    "DK001": ProblemKind("Gia hạn đến ngày sớm hơn thời hạn cũ", _WARNING),
    "DK002": ProblemKind("Điều chỉnh nhiệm vụ đã bãi bỏ", _WARNING),
    "DK004": ProblemKind("Điều chỉnh trước ngày ban hành kế hoạch", _WARNING),
    "DK005": ProblemKind("Nhiệm vụ, chỉ tiêu, kinh phí chỉ thuộc kế hoạch đã được thay thế", _WARNING),
    "DK006": ProblemKind("Kế hoạch thay thế ghi chưa đủ", _ERROR),
    "DK008": ProblemKind("Gia hạn sau khi nhiệm vụ đã hoàn thành chậm", _WARNING),
    "DK009": ProblemKind("Điều chỉnh không đổi gì", _WARNING),
    "DK007": ProblemKind("Thông tin chung ghi kế hoạch đã được thay thế", _WARNING),
    "TD001": ProblemKind("Hoàn thành nhưng không có ngày", _ERROR),
    "TD002": ProblemKind("Hoàn thành trước khi có kế hoạch", _WARNING),
    "TD003": ProblemKind("Ngày hoàn thành sau kỳ báo cáo", _WARNING),
    "TD004": ProblemKind("Tỷ lệ và tình trạng không khớp", _WARNING),
    "TD005": ProblemKind("Có ngày hoàn thành nhưng chưa hoàn thành", _WARNING),
    "TD006": ProblemKind("Tỷ lệ hoàn thành giảm so với kỳ trước", _WARNING),
    "TD008": ProblemKind("Tình trạng nói chậm hoặc đúng hạn, ngày nói khác", _WARNING),
    "TD007": ProblemKind("Đã hoàn thành ở kỳ trước, nay chưa hoàn thành", _WARNING),
    "CT002": ProblemKind("Giá trị chỉ tiêu tăng hoặc giảm bất thường", _WARNING),
    "CT003": ProblemKind("Chỉ tiêu nói về số phát sinh nhưng chưa ghi cách tính", _WARNING),
    "CT004": ProblemKind("Số của kỳ dài khác tổng các kỳ trong đó", _WARNING),
    "CT013": ProblemKind("Hai số khác nhau cho cùng một thời điểm", _WARNING),
    "CT005": ProblemKind("Số luỹ kế năm giảm trong năm", _WARNING),
    "CT001": ProblemKind("Giá trị không hợp với loại chỉ tiêu", _ERROR),
    "CT020": ProblemKind("Chưa có mục tiêu của cả kỳ nhiều năm", _WARNING),
    "CT021": ProblemKind("Mục tiêu không ghi năm, bị đánh giá trước khi hết năm", _WARNING),
    "CT022": ProblemKind("Mục tiêu nói gần đúng", _WARNING),
    "CT023": ProblemKind("Mục tiêu của từng tháng, quý cho số cộng từ đầu năm", _WARNING),
    "CT010": ProblemKind("Không rõ là có hay không", _ERROR),
    "CT012": ProblemKind("Giá trị chỉ tiêu khó tin, cần xác nhận", _WARNING),
    "CT015": ProblemKind("Hai chỉ tiêu cùng tên, được đếm hai lần", _WARNING),
    "CT011": ProblemKind("Mục tiêu xếp hạng hoặc nói giảm nhưng chiều là Tăng", _ERROR),
    "CT014": ProblemKind("Chỉ tiêu có thể càng giảm càng tốt nhưng chưa ghi chiều", _WARNING),
    "KP001": ProblemKind("Giải ngân vượt số đã phân bổ", _WARNING),
    "KP002": ProblemKind("Phân bổ vượt kế hoạch", _WARNING),
    "KP003": ProblemKind("Tổng kinh phí không khớp", _WARNING),
    "KP004": ProblemKind("Số luỹ kế giảm", _WARNING),
    "KP005": ProblemKind("Giải ngân vượt kế hoạch", _WARNING),
    "KP013": ProblemKind("Tiền được cộng hai lần", _ERROR),
    "KP012": ProblemKind("Số tiền khó tin, cần xác nhận", _WARNING),
    "KP014": ProblemKind("Hai số tiền khác nhau cho cùng một thời điểm", _WARNING),
    "MC001": ProblemKind("Hoàn thành hoặc đạt mục tiêu nhưng chưa có minh chứng", _WARNING),
    "MC002": ProblemKind("Thiếu minh chứng mà hồ sơ bắt buộc", _ERROR),
    "MC003": ProblemKind("Văn bản minh chứng có ngày ngoài kỳ của dòng", _WARNING),
    "MC004": ProblemKind("Văn bản minh chứng là của cơ quan khác", _WARNING),
    "MC005": ProblemKind("Văn bản minh chứng không có trong trang Văn bản", _NOTE),
    "VB001": ProblemKind("Ngày ban hành văn bản không thuộc kỳ của dòng", _WARNING),
    "VB002": ProblemKind("Một ô ghi nhiều số văn bản, chỉ được đếm là một", _WARNING),
    "VB003": ProblemKind("Một văn bản ghi hai dòng khác ngày, được đếm hai lần", _WARNING),
    "DS001": ProblemKind("Phép đối chiếu riêng không khớp", _WARNING),
    "DS002": ProblemKind("Phép đối chiếu riêng không đọc được", _WARNING),
    "DG001": ProblemKind("Trọng số các tiêu chí không cộng thành 100", _ERROR),
    "DG002": ProblemKind("Bậc chồng lên nhau hoặc còn khoảng trống", _ERROR),
    "DG003": ProblemKind("Không đọc được bậc", _ERROR),
    "DG004": ProblemKind("Điểm vượt mức tối đa của tiêu chí", _ERROR),
    "DG005": ProblemKind("Điểm chấm không hợp với tiêu chí", _ERROR),
    "DG006": ProblemKind("Điểm chấm cho cơ quan không có trong hồ sơ", _ERROR),
    "DG007": ProblemKind("Điểm chấm của kỳ khác không được tính", _WARNING),
    "DG008": ProblemKind("Chưa chấm điểm cho cơ quan", _WARNING),
    "DG009": ProblemKind("Điểm chấm tay chưa có minh chứng", _WARNING),
    "DG010": ProblemKind("Trọng số không dùng được", _ERROR),
    "DG011": ProblemKind("Bậc cao hơn cho ít điểm hơn", _WARNING),
    "DG012": ProblemKind("Bậc, điểm không thể đạt tới", _WARNING),
    "KP015": ProblemKind("Hai dòng kinh phí giống hệt nhau", _WARNING),
    "KP010": ProblemKind("Dòng tổng không được cộng vào kinh phí", _WARNING),
    "KP011": ProblemKind("Dòng kinh phí có thể là dòng tổng", _WARNING),
    "ND001": ProblemKind("Mục nội dung không có trong báo cáo", _WARNING),
    "ND002": ProblemKind("Mục nội dung không dùng cho loại báo cáo này", _WARNING),
    "NK001": ProblemKind("Không tìm thấy bảng nhiệm vụ", _ERROR),
    "NK002": ProblemKind("Dòng bị ngắt trang đã được nối lại", _NOTE),
    "NK003": ProblemKind("Dòng không rõ, cần xem lại", _WARNING),
    "NK004": ProblemKind("Số thứ tự không liên tục", _WARNING),
    "NK005": ProblemKind("Bảng của kế hoạch không hiểu được, không nhập", _WARNING),
    "NK006": ProblemKind("Cột của kế hoạch có chữ nhưng không được nhập", _WARNING),
    "NK007": ProblemKind("Số tiền đã đổi đơn vị", _NOTE),
    "NK008": ProblemKind("Cột được hiểu theo từ gần giống", _NOTE),
    "NK009": ProblemKind("Ô công thức của kế hoạch chưa có kết quả, không nhập", _WARNING),
    "NK010": ProblemKind("Ngày hoàn thành lấy từ nhật ký hoặc minh chứng", _NOTE),
    "NK011": ProblemKind("Mục nhật ký không rõ ngày", _WARNING),
    "NK012": ProblemKind("Không biết tình trạng, kết quả là của kỳ nào", _ERROR),
    "NK013": ProblemKind("Ngày viết liền đọc được hai cách", _WARNING),
    "NK015": ProblemKind("Mã nhiệm vụ lấy theo số thứ tự, dòng khác nối vào mã ấy", _WARNING),
    "NK016": ProblemKind("Ô ghi “như trên” được hiểu như dòng trên", _NOTE),
    "NK017": ProblemKind("Thời hạn không ghi năm, đã ghi năm của kế hoạch", _NOTE),
    "NK018": ProblemKind("Dòng, cột ẩn của kế hoạch vẫn được đọc", _WARNING),
    "NK019": ProblemKind("Ghi chú, bình luận của kế hoạch không được nhập", _WARNING),
    "NK020": ProblemKind("Tệp đã là hồ sơ, không phải kế hoạch", _ERROR),
    "NK021": ProblemKind("Tên kế hoạch đoán theo tên phụ lục", _WARNING),
    "NK023": ProblemKind("Khung chữ, hình ảnh của kế hoạch không được đọc", _WARNING),
    "NK022": ProblemKind("Tình trạng lấy từ tỷ lệ hoặc ngày hoàn thành", _WARNING),
    "NK014": ProblemKind("Trang ẩn của kế hoạch không được đọc", _WARNING),
    "DC001": ProblemKind("Số liệu khác báo cáo đã ban hành", _WARNING),
    "DC002": ProblemKind("Số để so sánh khác báo cáo đã ban hành", _WARNING),
    "TL001": ProblemKind("Không nhận ra phiếu báo cáo", _ERROR),
    "TL002": ProblemKind("Phiếu của kỳ khác", _ERROR),
    "TL003": ProblemKind("Phiếu của kế hoạch khác", _ERROR),
    "TL004": ProblemKind("Phiếu mất trang hoặc cột", _ERROR),
    "TL005": ProblemKind("Dòng thêm vào phiếu", _ERROR),
    "TL006": ProblemKind("Mã trong phiếu bị sửa", _ERROR),
    "TL007": ProblemKind("Việc không thuộc cơ quan gửi phiếu", _ERROR),
    "TL008": ProblemKind("Hai câu trả lời khác nhau cho một việc", _ERROR),
    "TL009": ProblemKind("Phiếu gửi hai lần", _NOTE),
    "TL010": ProblemKind("Hồ sơ đã có giá trị khác, giữ nguyên", _WARNING),
    "TL011": ProblemKind("Cơ quan chưa gửi phiếu", _WARNING),
    "TL012": ProblemKind("Phiếu còn dòng chưa trả lời", _WARNING),
    "TL013": ProblemKind("Việc không có cơ quan chủ trì để gửi phiếu", _WARNING),
    "TL014": ProblemKind("Ô chỉ đọc của phiếu bị sửa", _WARNING),
    "TL015": ProblemKind("Ô công thức của hồ sơ không bị ghi đè", _ERROR),
    "TL016": ProblemKind("Cơ quan của phiếu không có trong hồ sơ", _ERROR),
    "TL017": ProblemKind("Tệp trong thư mục không phải phiếu Excel", _WARNING),
    "TL018": ProblemKind("Dòng bị xoá khỏi phiếu", _WARNING),
    "TL019": ProblemKind("Nội dung ngoài các ô của phiếu", _WARNING),
    "TL020": ProblemKind("Giá trị cũ đã được thay theo phiếu", _WARNING),
    "TL021": ProblemKind("Ghi chú, bình luận trong phiếu", _WARNING),
    "TL022": ProblemKind("Phiếu mất cột, phần còn lại vẫn được tổng hợp", _WARNING),
    "TL023": ProblemKind("Ô gộp trong phiếu", _WARNING),
    "TL026": ProblemKind("Cột, dòng bị ẩn trong phiếu vẫn được đọc", _WARNING),
    "TL027": ProblemKind("Phiếu để trống ô mà cơ quan đã báo cáo", _WARNING),
    "TL025": ProblemKind("Dòng “Không phát sinh” của phiếu không rõ", _WARNING),
    "TL024": ProblemKind("Lời của các cơ quan cùng chủ trì được nối", _NOTE),
    "BH001": ProblemKind("Chưa ban hành được: còn chỗ chưa có nội dung", _ERROR),
    "BH002": ProblemKind("Chưa ban hành được: còn xung đột chưa chọn", _ERROR),
    "BH003": ProblemKind("Chưa ban hành được: còn thay đổi đang theo dõi", _ERROR),
    "BH004": ProblemKind("Chưa ban hành được: sai thể thức", _ERROR),
    "BH005": ProblemKind("Không tìm thấy dòng số hoặc dòng ngày", _ERROR),
    "BH006": ProblemKind("Tệp đã ghi số hoặc ngày khác", _ERROR),
    "BH007": ProblemKind("Thiếu tệp của báo cáo", _ERROR),
    "BH008": ProblemKind("Còn ghi chú của người góp ý", _WARNING),
    "BH009": ProblemKind("Phụ lục không có dòng kèm theo", _WARNING),
    "BH010": ProblemKind("Chưa ban hành được: tệp là bản của lần lập trước", _ERROR),
    "BH011": ProblemKind("Ngày ban hành không hợp với kỳ báo cáo", _ERROR),
    "BH012": ProblemKind("Số đã cấp cho báo cáo khác", _ERROR),
    "BH013": ProblemKind("Số liệu sửa tay khác với hồ sơ", _WARNING),
    "BH014": ProblemKind("Điểm thể thức cần xem trước khi ban hành", _WARNING),
    "BH015": ProblemKind("Các tệp chưa khớp nhau", _WARNING),
    "BH016": ProblemKind("Số hoặc ngày ban hành khác thường", _WARNING),
    "BH018": ProblemKind("Chưa ban hành được: tệp là báo cáo của kỳ khác", _ERROR),
    "BH017": ProblemKind("Báo cáo in số liệu không phải của kỳ", _WARNING),
    "XB001": ProblemKind("Phần chỉ người viết được còn trống", _WARNING),
    "XB002": ProblemKind("Không có dữ liệu của kỳ báo cáo", _WARNING),
    "KY001": ProblemKind("Kỳ báo cáo kết thúc trước khi có kế hoạch", _WARNING),
    "KH001": ProblemKind("Chưa ghi thuộc kế hoạch nào", _WARNING),
    "KH003": ProblemKind("Báo cáo riêng của kế hoạch đã được thay thế", _WARNING),
    "KH002": ProblemKind("Kinh phí và nhiệm vụ của nó ghi thuộc kế hoạch khác nhau", _WARNING),
    "NG001": ProblemKind("Không phải là loại kỳ báo cáo", _ERROR),
    "NG002": ProblemKind("Hai nơi gửi cùng tên", _ERROR),
    "NG003": ProblemKind("Không đọc được hạn gửi báo cáo", _ERROR),
    "NG004": ProblemKind("Nơi gửi không nhận báo cáo của loại kỳ này", _WARNING),
    "NG006": ProblemKind("Thể thức ghi cho nơi gửi không phải của cơ quan ban hành", _WARNING),
    "NG007": ProblemKind("Hạn gửi đến trước ngày chốt số liệu", _WARNING),
    "NG005": ProblemKind("Không tìm thấy thư mục mẫu của nơi gửi", _ERROR),
    "BC001": ProblemKind("Nhóm ở trang Bố cục không có trong hồ sơ", _WARNING),
    "BC002": ProblemKind("Một nhóm ghi ở hai mục của Bố cục", _WARNING),
    "BC003": ProblemKind("Nhóm chưa xếp vào mục nào của Bố cục", _WARNING),
    "BC004": ProblemKind("Mục của Bố cục không có nhóm nào", _WARNING),
    "BC006": ProblemKind("Tên ở Bố cục vừa là nhóm vừa là mã", _WARNING),
    "BC005": ProblemKind("Bố cục không xếp chỉ tiêu", _NOTE),
    "KY003": ProblemKind("Kỳ của số liệu chỉ nằm một phần trong kỳ báo cáo", _WARNING),
    "KY004": ProblemKind("Tên kỳ không khớp số ngày", _WARNING),
    "KY002": ProblemKind("Số liệu mới nhất cũ hơn kỳ báo cáo", _WARNING),
    "XB003": ProblemKind("Phông chữ bị thay trong bản PDF", _WARNING),
    "XB004": ProblemKind("Tệp đã sửa tay được giữ riêng", _WARNING),
    "XB006": ProblemKind("Không đọc được bản kê của lần tạo trước", _WARNING),
    "XB011": ProblemKind("Không hợp nhất được tệp đã sửa tay", _WARNING),
    "XB012": ProblemKind("Không ghi được dấu sửa đổi", _WARNING),
    "XB013": ProblemKind("Không tìm được chỗ đặt ô ký số", _WARNING),
    "XB014": ProblemKind("Tệp đã sửa tay chưa khớp với số liệu mới", _WARNING),
    "XB015": ProblemKind("Câu có cả chỗ sửa tay và số liệu mới", _WARNING),
    "XB016": ProblemKind("Tệp là bản của lần lập trước", _WARNING),
    "XB017": ProblemKind("Bản sửa mang tên khác chưa được đưa vào", _WARNING),
    "XB018": ProblemKind("Tệp đặt nhầm chỗ", _WARNING),
    "XB020": ProblemKind("Đề mục đứng một mình ở cuối trang của bản PDF", _WARNING),
    "XB022": ProblemKind("Nhiều kết quả của một nhiệm vụ được gộp theo năm, theo tháng", _NOTE),
    "XB021": ProblemKind("Bản PDF không mang theo số liệu được", _WARNING),
    "XB023": ProblemKind("Tệp sửa tay được lập ở nơi khác", _WARNING),
    "XB024": ProblemKind("Báo cáo lập dưới tên cũ của sổ tính có phần sửa tay", _WARNING),
    "XB019": ProblemKind("Chữ sửa tay của lần trước không còn trong tệp", _WARNING),
    "XB031": ProblemKind("Báo cáo gọn để chi tiết ở phụ lục", _NOTE),
    "XB032": ProblemKind("Báo cáo gọn bỏ nội dung mà phụ lục không in", _WARNING),
    "XB033": ProblemKind("Bố cục có chỉ tiêu nên báo cáo không có bảng chỉ tiêu", _NOTE),
    "XB007": ProblemKind("Bản PDF dùng phông thay thế cùng kích thước chữ", _NOTE),
    "XB010": ProblemKind("Tệp tạo ra chưa đúng thể thức", _WARNING),
    "DD001": ProblemKind("Cơ quan ban hành tự chủ trì, không lập công văn", _NOTE),
    "DD002": ProblemKind("Công văn gửi tên chung của nhiều cơ quan", _NOTE),
    "DD003": ProblemKind("Nhiệm vụ quá hạn không có cơ quan chủ trì", _WARNING),
    "DD004": ProblemKind("Công văn còn chỗ chưa có nội dung", _WARNING),
    "DD005": ProblemKind("Sổ theo dõi đôn đốc không còn dòng tiêu đề", _ERROR),
    "DD006": ProblemKind("Công văn dài hơn một trang", _NOTE),
    "MAU001": ProblemKind("Không mở được tệp mẫu", _ERROR),
    "MAU002": ProblemKind("Thẻ hỏng hoặc đặt sai chỗ", _ERROR),
    "MAU003": ProblemKind("Thẻ sai cú pháp", _ERROR),
    "MAU004": ProblemKind("Tên, trường hoặc phép lọc không có", _ERROR),
    "MAU005": ProblemKind("Lệnh mở và đóng không khớp", _ERROR),
    "MAU006": ProblemKind("Mẫu còn sửa đổi theo dõi chưa chấp nhận", _ERROR),
    "MAU007": ProblemKind("Thẻ ở phần không được điền của tệp", _ERROR),
    "MAU008": ProblemKind("Mẫu không in thử được", _ERROR),
    "MAU009": ProblemKind("Tên tệp mẫu không được dùng đến", _NOTE),
    "MAU010": ProblemKind("Mẫu không in được khi hồ sơ ít số liệu", _WARNING),
    "MAU011": ProblemKind("Mẫu được in bằng docxtpl", _NOTE),
    "MAU012": ProblemKind("Mẫu không dùng mục mà hồ sơ ghi", _WARNING),
    "MAU013": ProblemKind("Tệp là mẫu, không phải văn bản đã lập", _ERROR),
}
