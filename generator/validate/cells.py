"""One row of a sheet, read cell by cell; whatever is wrong with a cell becomes a problem at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar
from unicodedata import is_normalized

from generator.core.characters import bare_symbol, broken_in, is_plain, lookalikes_in, symbols_in, unseen_in
from generator.core.legacy_text import legacy_reading
from generator.core.model import ReportedStatus, Target
from generator.core.problems import Place, Problem, ProblemList, Severity
from generator.core.rows import Cell, CellFault, HowRead, Row, Told
from generator.core.status_words import read_status
from generator.core.units import Unit, parse_unit
from generator.core.vietnamese import (
    NumberReading,
    clean,
    fold,
    nearest,
    nfc,
    number_text,
    one_line,
)
from generator.core.yes_words import says_nothing, says_yes
from generator.read.column_guide import GUIDE, ValueKind
from generator.read.columns import MONEY_UNIT, NOTE, SheetTitle
from generator.read.ditto import says_as_above
from generator.validate.plausible import confirms
from generator.validate.quantities import Quantity, read_quantity
from generator.validate.targets import TargetReading, as_rank, counts_no_places, parse_target, target_of_number

Choice = TypeVar("Choice")
_LONGEST_QUOTE = 60
_HUNDRED = Decimal(100)
_NUMBER_EXAMPLE = "Ghi số, ví dụ 1.250 hoặc 37,6."
_OF_NEARLY = (
    "Ghi mức phải đạt: từ … trở lên, không quá …, hoặc từ … đến …; đánh giá như vậy là đúng thì ghi “đã kiểm tra” ở "
    "cột Ghi chú."
)
_MEASURES = (ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.MONEY, ValueKind.FIGURE, ValueKind.TARGET)
_MEASURED = frozenset(
    title for columns in GUIDE.values() for title, guide in columns.items() if guide.kind in _MEASURES
)
"""Columns whose figures are printed and reckoned with: what is not certain there stops a build."""
_NO_NUMBER = frozenset(("-", "--", "–", "—", "/", "x", "…", "..."))
"""What people put where there is no number; whether nought is meant is told."""
_REPEATED = frozenset(
    title
    for sheet in (
        SheetTitle.TASKS,
        SheetTitle.PROGRESS,
        SheetTitle.INDICATORS,
        SheetTitle.FUNDING,
        SheetTitle.DOCUMENTS,
    )
    for title in GUIDE[sheet]
) - {"Mã", "Ghi chú", "Kỳ báo cáo", "Tình trạng"}
"""Columns in which "nt" can only mean the row above; what a row says must stand in it."""
_ONE_GROUP = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")


class CellReader:
    """Gives the cells of a row as values. `failed` turns true once the row holds an error and must be left out.

    A column that the sheet lacks reads as empty; if it is a required one the row fails without a further
    problem, because the missing column was reported when the sheet was read.
    """

    def __init__(self, row: Row, problems: ProblemList) -> None:
        self.row = row
        self.problems = problems
        self.failed = False
        for title, cell in row.cells.items():
            is_odd = cell.fault or cell.told or cell.is_stale
            if is_odd or (isinstance(cell.value, str) and not _is_sound(cell.value, cell.font)):
                self._check(title, cell)

    def place(self, title: str | None = None) -> Place:
        return self.row.ref.place(title)

    def add(self, code: str, title: str, message: str, fix: str = "") -> None:
        """Reports a problem of the cell under `title`."""
        self.report(Problem(code, self.place(title), message, fix))

    def report(self, problem: Problem) -> None:
        """Adds a problem of this row; an error fails the row."""
        self.problems.items.append(problem)
        self.failed = self.failed or problem.severity is Severity.ERROR

    def cell(self, title: str, required: bool = False) -> Cell | None:
        """The usable cell under `title`; None if it is empty, at fault (both reported) or has no column."""
        cell = self.row.cells.get(title)
        if cell is not None and (cell.fault or cell.text.strip()):
            if required and cell.fault and not self.failed:
                message = f"Ô “{title}” bắt buộc nhưng không nhìn thấy gì trong ô."
                self.add("GT001", title, message, "Cho hiện giá trị của ô, hoặc xoá cả dòng nếu thừa.")
            return None if cell.fault else cell
        if required and title not in self.row.ref.columns:
            self.failed = True
        elif required:
            self.add(
                "GT001", title, f"Ô “{title}” bắt buộc nhưng còn trống.", "Nhập giá trị, hoặc xoá cả dòng nếu thừa."
            )
        return None

    def is_empty(self, title: str) -> bool:
        """True if nothing stands under `title`, not even a formula at fault."""
        cell = self.row.cells.get(title)
        return cell is None or (cell.fault is None and not cell.text.strip())

    def text(self, title: str, required: bool = False) -> str:
        """The text under `title`, cleaned; line breaks stay."""
        cell = self.cell(title, required)
        return clean(cell.text) if cell else ""

    def words(self, title: str) -> str:
        """The text under `title`; "" for one that only says that there is nothing to tell."""
        text = self.text(title)
        return "" if says_nothing(text) else text

    def line(self, title: str, required: bool = False) -> str:
        """The text under `title` on a single line."""
        return one_line(self.text(title, required))

    def code(self, title: str, required: bool = False) -> str:
        """A code as it is shown; a number has a decimal point, as codes are written (1.1, 1.10)."""
        cell = self.cell(title, required)
        if cell is None:
            return ""
        if isinstance(cell.value, date):
            fix = "Đặt định dạng cột mã là Văn bản rồi ghi lại mã."
            self.add("GT030", title, f"Excel đã đổi mã thành ngày ({cell.text}).", fix)
            return ""
        if isinstance(cell.value, Decimal):
            return cell.text.replace(".", "").replace(",", ".")
        return one_line(cell.text)

    def choice(self, title: str, choices: Mapping[str, Choice], required: bool = False) -> Choice | None:
        """The one of `choices` (spelling → value) that the cell names; None and a problem if it names none."""
        cell = self.cell(title, required)
        if cell is None:
            return None
        if cell.text in choices:
            return choices[cell.text]
        by_key = {fold(spelling): value for spelling, value in choices.items()}
        value = by_key.get(fold(cell.text))
        if value is None:
            self._refuse_choice(title, cell.text, choices)
        return value

    def status(self, title: str) -> ReportedStatus | None:
        """Where a task stands (required), in any of the words that say one of the four states."""
        cell = self.cell(title, required=True)
        if cell is None:
            return None
        status = read_status(cell.text)
        if status is None:
            self._refuse_choice(title, cell.text, {one.value: one for one in ReportedStatus})
        return status

    def _refuse_choice(self, title: str, text: str, choices: Mapping[str, object]) -> None:
        guess = nearest(text, choices)
        if guess and fold(guess) in fold(text):
            guess = None  # "Chưa hoàn thành": words around a choice change what it says
        named = (choice if isinstance(choice, str) else spelling for spelling, choice in choices.items())
        listed = " | ".join(dict.fromkeys(map(str, named)))
        fix = f"Có phải là “{guess}”?" if guess else f"Chọn một trong: {listed}."
        self.add("GT007", title, f"{quoted(text)} không có trong danh mục của “{title}”.", fix)

    def number(self, title: str, required: bool = False, unit: str = "") -> Decimal | None:
        """The number under `title` in `unit`; a percentage is the number before its sign.

        Another unit that was typed is converted and told where it has one meaning, else refused by name.
        """
        cell = self.cell(title, required)
        if cell is None:
            return None
        if isinstance(cell.value, Decimal):
            return self._shown_number(title, cell, cell.value, unit)
        if not required and clean(cell.text).casefold() in _NO_NUMBER:
            self.add("GT039", title, f"Ô ghi {quoted(cell.text)}, được hiểu là trống.", "Là số 0 thì ghi 0.")
            return None
        if not isinstance(cell.value, str):
            fix = "Excel đã đổi số thành ngày; đặt lại định dạng ô là Số và nhập lại." if isinstance(
                cell.value, date) else _NUMBER_EXAMPLE  # fmt: skip
            self.add("GT002", title, f"{quoted(cell.text)} không phải là số.", fix)
            return None
        read = read_quantity(cell.text, unit)
        if read.number is None:
            self._refuse(title, cell.text, read, unit)
            return None
        if _ONE_GROUP.fullmatch(clean(cell.text).rstrip("% ")) and (read.number.percent or parse_unit(unit).is_percent):
            self._ask_which(title, cell.text, read.number.value)
            return None
        self._warn_if_stored_otherwise(title, cell)
        self.warn_if_unsure(title, cell.text, read.number)
        if read.converted:
            message = f"{quoted(cell.text)} đã quy đổi thành {number_text(read.number.value)} {unit}."
            self.add("GT035", title, message, f"Nên ghi thẳng số theo {unit}.")
        return read.number.value

    def _shown_number(self, title: str, cell: Cell, value: Decimal, unit: str) -> Decimal | None:
        if cell.text.endswith("%") and unit and not parse_unit(unit).is_percent:
            self._refuse(title, cell.text, Quantity(None, "%"), unit)
            return None
        self._warn_if_stored_otherwise(title, cell)
        return value

    def _refuse(self, title: str, text: str, read: Quantity, unit: str) -> None:
        if not any(sign.isalpha() or sign in "%‰₫$" for sign in read.unit):  # nothing, or no more than a mark
            self.add("GT002", title, f"{quoted(text)} không phải là số.", _NUMBER_EXAMPLE)
            return
        wanted = f"tính bằng {unit}" if unit else "không có đơn vị tính"
        message = f"{quoted(text)} ghi theo “{read.unit}” nhưng số ở đây {wanted}."
        self.add("GT034", title, message, f"Ghi số theo {unit}, không kèm đơn vị." if unit else "Chỉ ghi số.")

    def _ask_which(self, title: str, text: str, grouped: Decimal) -> None:
        as_decimal = number_text(grouped / 1000)
        message = f"{quoted(text)} đọc được hai cách: {as_decimal} hoặc {number_text(grouped)}."
        self.add("GT036", title, message, f"Ghi {as_decimal} hoặc {number_text(grouped, 0).replace('.', '')}.")

    def _warn_if_stored_otherwise(self, title: str, cell: Cell) -> None:
        """What is shown is read; a sign that the format hides is asked about."""
        if cell.stored is None:
            return
        message = f"Ô hiển thị {quoted(cell.text)} nhưng chứa số {number_text(cell.stored)}"
        fix = "Đặt định dạng ô là Số (General) và kiểm tra lại giá trị."
        if cell.stored < 0:
            self.add("GT030", title, f"{message}; dấu âm bị định dạng giấu đi.", fix)
        else:
            self.add("GT031", title, f"{message}; đã đọc như hiển thị.", fix)

    def amount(self, title: str, required: bool = False, unit: str = MONEY_UNIT) -> Decimal | None:
        """A sum of money, which cannot be negative."""
        value = self.number(title, required, unit)
        if value is not None and value < 0:
            self.add("GT017", title, f"“{title}” không thể âm ({number_text(value)}).", "Ghi số từ 0 trở lên.")
        return value

    def percent(self, title: str) -> Decimal | None:
        """A share of 0 to 100; a bare fraction such as 0,4 is doubted, for 40% may be meant."""
        value = self.number(title, unit="%")
        if value is None:
            return None
        if not 0 <= value <= _HUNDRED:
            message = f"Tỷ lệ {number_text(value)}% nằm ngoài khoảng 0 - 100%."
            self.add("GT008", title, message, "Ghi số từ 0 đến 100.")
        elif 0 < value <= 1 and "%" not in self.text(title):
            shown, other = number_text(value), number_text(value * _HUNDRED)
            message = f"Ô ghi {shown}: có thể là {shown}% hoặc {other}%; đã hiểu là {shown}%."
            self.add("GT003", title, message, f"Nếu ý là {other}%, ghi {other}.")
        return value

    def target(self, title: str, unit: str = "", name: str = "") -> Target | None:
        """The target under `title` (required), in `unit`; `name` is the indicator's."""
        target = self._target(title, unit, name)
        if target is not None and target.is_rank and counts_no_places(unit):
            message = f"Mục tiêu {quoted(target.text)} là thứ hạng, nhưng số ở đây tính bằng {unit}."
            self.add("GT015", title, message, f"Ghi mục tiêu theo {unit}, hoặc sửa Đơn vị tính thành “thứ hạng”.")
            return None
        ranked = None if target is None else as_rank(target, unit)
        if target is not None and ranked is None:
            message = f"Mục tiêu {quoted(target.text)} tính bằng {unit} mà không nói thứ hạng thấp nhất phải đạt."
            self.add("GT015", title, message, "Ghi như “trong 10 tỉnh đứng đầu”, hoặc một số.")
        return ranked

    def _target(self, title: str, unit: str, name: str) -> Target | None:
        cell = self.cell(title, required=True)
        if cell is None:
            return None
        if isinstance(cell.value, Decimal):
            value = self._shown_number(title, cell, cell.value, unit)
            return None if value is None else target_of_number(value, cell.text)
        if isinstance(cell.value, date):
            fix = "Excel đã đổi mục tiêu (chẳng hạn “9-10”) thành ngày; đặt định dạng ô là Văn bản và nhập lại."
            self.add("GT015", title, f"Mục tiêu đang là một ngày ({cell.text}).", fix)
            return None
        reading = parse_target(cell.text, f"{name} {unit}")
        for number in reading.unsure:
            self.warn_if_unsure(title, cell.text, number)
        if reading.target is None:
            fix = "Ghi như: 80; ≥ 80%; trên 80%; 9-10%; trong 10 tỉnh đứng đầu; hoặc “Hoàn thành”."
            why = f": ô {reading.asked.value}" if reading.asked else ""
            self.add("GT015", title, f"Không đọc được mục tiêu {quoted(cell.text)}{why}.", fix)
            return None
        kind = parse_unit(unit)
        if reading.target.value is None and (kind.is_percent or kind.is_money) and not says_yes(cell.text):
            fix = f"Ghi số theo {unit}; chỉ tiêu có hay không thì để trống Đơn vị tính."
            self.add("GT015", title, f"Mục tiêu {quoted(cell.text)} không có số nào.", fix)
            return None
        if kind.is_percent and _ONE_GROUP.fullmatch(clean(cell.text).rstrip("% ")) and reading.target.value:
            self._ask_which(title, cell.text, reading.target.value)
            return None
        if reading.others:
            message = f"Mục tiêu {quoted(cell.text)} có nhiều số, không rõ lấy số nào."
            self.add("GT037", title, message, "Mỗi chỉ tiêu một số; tách thành nhiều chỉ tiêu nếu cần.")
            return None
        if reading.target.is_about and reading.target.value is not None and not self._stands_by(title):
            goal = number_text(reading.target.value)
            message = f"Mục tiêu {quoted(cell.text)} nói gần đúng; đang đánh giá theo đúng {goal}."
            self.add("CT022", title, message, _OF_NEARLY)
        self._warn_if_stored_otherwise(title, cell)
        return self._in_unit(title, reading, unit) if unit else reading.target

    def _stands_by(self, title: str) -> bool:
        """True if a person says in column Ghi chú, or in a note on the cell, that this is right."""
        cells = self.row.cells
        notes = [cells[NOTE].text] if NOTE in cells else []
        return any(map(confirms, (*notes, *([cells[title].comment] if title in cells else []))))

    def _in_unit(self, title: str, reading: TargetReading, unit: str) -> Target | None:
        """The target in the indicator's unit: converted from another scale of it, refused in another unit."""
        target, wanted = reading.target, parse_unit(unit)
        if target is None or target.value is None or not reading.behind:
            return target
        named = parse_unit(reading.behind)
        if named.is_bare_scale_of(wanted):
            named = Unit(named.factor, wanted.thing)
        if not named.counts_like(wanted):
            message = f"Mục tiêu {quoted(target.text)} ghi theo đơn vị khác; số ở đây tính bằng {unit}."
            self.add("GT034", title, message, f"Ghi số theo {unit}, không kèm đơn vị, hoặc sửa cột Đơn vị tính.")
            return None
        if named.factor == wanted.factor:
            return target
        times = named.factor / wanted.factor
        converted = replace(
            target, value=target.value * times, upper=None if target.upper is None else target.upper * times
        )
        message = f"Mục tiêu {quoted(target.text)} đã quy đổi thành {number_text(target.value * times)} {unit}."
        self.add("GT035", title, message, f"Nên ghi mục tiêu theo {unit}.")
        return converted

    def warn_if_unsure(self, title: str, text: str, reading: NumberReading) -> None:
        if reading.other is not None:
            first, second = number_text(reading.value), number_text(reading.other)
            message = f"{quoted(text)} đọc được hai cách: {first} hoặc {second}; đã hiểu là {first}."
            self.add("GT003", title, message, "Nhập lại thành ô kiểu số, hoặc viết theo lối Việt Nam (1.234,5).")

    def _check(self, title: str, cell: Cell) -> None:
        """Reports what is wrong with a cell whatever its column."""
        if cell.fault is CellFault.NO_CACHED_VALUE:
            fix = "Mở tệp bằng Excel hoặc LibreOffice, tính lại (F9) rồi lưu; hoặc ghi thẳng giá trị vào ô."
            self.add("GT009", title, f"Công thức {quoted(cell.text)} chưa có kết quả.", fix)
        elif cell.fault is CellFault.FORMULA_ERROR:
            message = f"Ô báo lỗi công thức {one_line(cell.text)}."
            self.add("GT010", title, message, "Sửa công thức, hoặc ghi thẳng giá trị vào ô.")
        elif cell.fault is CellFault.HIDDEN:
            code = "GT030" if title in _MEASURED else "GT040"
            message = f"Ô trông như trống nhưng chứa {quoted(cell.text)}: định dạng của ô giấu giá trị đi."
            self.add(code, title, message, "Đặt định dạng ô là Số (General) để thấy giá trị, hoặc xoá giá trị.")
        elif cell.fault is CellFault.UNSEEN:
            code = "GT030" if title in _MEASURED else "GT040"
            why = "chữ cùng màu với nền ô hoặc quá nhỏ; không được đọc"
            message = f"Ô trông như trống nhưng chứa {quoted(cell.text)}: {why}."
            self.add(code, title, message, "Đổi màu chữ để thấy giá trị, hoặc xoá giá trị.")
        elif cell.fault is CellFault.EITHER_DAY:
            message = f"Ngày theo định dạng của máy, đọc được hai cách: {cell.text}."
            fix = "Đặt định dạng ô là dd/mm/yyyy (Format Cells, Custom), xem lại ngày rồi lưu."
            self.add("GT038", title, message, fix)
        elif cell.fault is CellFault.NO_TEXT:
            message = "Chữ của ô không có trong tệp: tệp bị hỏng ở chỗ này."
            self.add("GT019", title, message, "Nhập lại nội dung của ô, hoặc lấy lại bản gốc của tệp.")
        for told in cell.told:
            self._tell(title, cell, told)
        if isinstance(cell.value, str):
            self._check_text(title, cell.value, cell.font)
        if cell.is_stale and cell.fault is None:
            code = "GT032" if title in _MEASURED else "GT033"
            message = f"Kết quả {quoted(cell.text)} của công thức là số cũ: khi mở tệp, Excel sẽ tính lại."
            self.add(code, title, message, "Mở tệp bằng Excel hoặc LibreOffice, lưu lại rồi chạy tiếp.")

    def _tell(self, title: str, cell: Cell, told: Told) -> None:
        """Reports what a cell holds that was not read as it stands."""
        if told.how is HowRead.STRUCK:
            left = "" if cell.text.strip() else " Ô này được hiểu là trống."
            message = f"{quoted(told.what)} bị gạch ngang nên không được đọc.{left}"
            self.add("KT001", title, message, "Xoá hẳn chữ đã bỏ, hoặc bỏ gạch ngang nếu còn dùng.")
        elif told.how is HowRead.UNSEEN:
            message = f"{quoted(told.what)} cùng màu với nền ô hoặc quá nhỏ, không nhìn thấy nên không được đọc."
            self.add("KT002", title, message, "Xoá chữ thừa, hoặc đổi màu chữ nếu còn dùng.")
        elif told.how is HowRead.BY_RULE:
            message = (
                f"{quoted(told.what)} có thể bị một định dạng có điều kiện giấu đi hay đổi đi; đã đọc như không có nó."
            )
            self.add("GT042", title, message, "Mở Excel xem ô này có hiện không; bỏ định dạng ấy nếu không cần.")
        else:
            message = f"Có chữ gõ bằng phông {told.what}; đã đọc là {quoted(cell.text)}."
            self.add("KT003", title, message, "Chuyển cả ô sang một phông Unicode.")

    def _check_text(self, title: str, text: str, font: str) -> None:
        if not is_normalized("NFC", text):
            message = f"{quoted(text)} ở dạng Unicode tổ hợp; đã tự chuyển sang dựng sẵn."
            self.add("GT011", title, message, "Nên đặt bộ gõ ở bảng mã Unicode (dựng sẵn).")
        reading = legacy_reading(nfc(text), font)
        if reading is not None:
            message = f"{quoted(text)} gõ bằng phông cũ{f' {font}' if font else ' (TCVN3 hoặc VNI)'}."
            self.add("GT013", title, message, f"Có phải là {quoted(reading)}? Chuyển ô sang Unicode.")
            return
        if title in _REPEATED and says_as_above(text):
            message = f"{quoted(text)} ở cột “{title}” không tự có nghĩa: mỗi dòng được đọc riêng."
            self.add("GT041", title, message, "Ghi đủ chữ vào ô này.")
        if unseen := unseen_in(text):
            message = f"{quoted(text)} có ký tự không nhìn thấy ({', '.join(unseen)}); đã tự bỏ."
            self.add("GT012", title, message, "Gõ lại ô này, hoặc dán dạng văn bản thuần.")
        if letters := lookalikes_in(text):
            message = f"{quoted(text)} gõ chữ {', '.join(letters)} (chữ nước khác) thay cho chữ Đ, đ; đã đọc là Đ, đ."
            self.add("KT004", title, message, "Gõ lại chữ Đ bằng bộ gõ tiếng Việt.")
        if symbols := symbols_in(text):
            self._symbols(title, text, symbols)
        if broken := broken_in(text):
            message = f"{quoted(text)} có chữ bị hỏng khi chép hay đổi bảng mã (“{broken}”); đã đọc như trong ô."
            self.add("KT008", title, message, "Gõ lại ô này, hoặc dán lại từ bản gốc dạng văn bản thuần.")

    def _symbols(self, title: str, text: str, symbols: Iterable[str]) -> None:
        """Private characters: what they are most likely, or that nobody can tell."""
        told = [f"“{sign}”" for one in symbols if (sign := bare_symbol(one)) != one]
        lost = [f"U+{ord(one):04X}" for one in symbols if bare_symbol(one) == one]
        if told:
            message = f"{quoted(text)} có ký hiệu lấy từ phông khác (Wingdings, Symbol); đã đọc là {', '.join(told)}."
            self.add("KT005", title, message, "Kiểm tra lại ký hiệu, hoặc gõ dấu “-” đầu dòng.")
        if lost:
            message = f"{quoted(text)} có ký hiệu {', '.join(lost)} không phông thường nào hiện được."
            self.add("KT005", title, message, "Thay ký hiệu ấy bằng chữ.")


@lru_cache(maxsize=16384)
def _is_sound(text: str, font: str) -> bool:
    """True if nothing is wrong with the text's letters; a dossier repeats its names and words in thousands of rows."""
    if not is_normalized("NFC", text) or not is_plain(text) or says_as_above(text) or broken_in(text):
        return False
    return legacy_reading(text, font) is None


def quoted(text: str) -> str:
    """`text` as a message shows it: on one line, in quotes, shortened."""
    line = one_line(text)
    return f"“{line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + '…'}”"
