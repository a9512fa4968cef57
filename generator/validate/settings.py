"""Sheet Thông tin chung: who reports, on which plan, and who signs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from generator.core.first_page import (
    is_base,
    is_kept_line,
    is_party_body,
    is_state_body,
    kept_line,
    subject_without_type,
)
from generator.core.model import Bloc, Settings
from generator.core.period_names import KIND_NAMES, kind_named, lacking, parse_period
from generator.core.periods import CutoffRule, Period, PeriodKind
from generator.core.problems import Place, ProblemList
from generator.core.rows import Row
from generator.core.vietnamese import nearest, one_line, short_date, shortened, title_key, upper_first
from generator.read.columns import LENGTHS, OWN_COLUMNS, SETTING_KEYS, YES_NO, SettingKey, SheetTitle
from generator.read.headers import is_misspelt
from generator.read.own_columns import column_choice, column_titles
from generator.validate.cells import Choice, quoted
from generator.validate.returns_due import DueRule, parse_due
from generator.validate.row_reader import RowReader

KEY, VALUE = "Mục", "Giá trị"
_KEYS_BY_TITLE = {key.title: key for key in SETTING_KEYS}
_TITLES_BY_KEY = {title_key(key.title): key.title for key in SETTING_KEYS}
_BULLETS = "-–+•* "
_ENDS = ";.,"
"""What lines of recipients and bases are typed to end with; the form puts its own."""
_SAMPLE_YEAR = 2026
_CUTOFFS = {rule.value: rule for rule in CutoffRule} | {
    "Theo lịch": CutoffRule.CALENDAR,
    "Dương lịch": CutoffRule.CALENDAR,
    "Lịch dương": CutoffRule.CALENDAR,
    "Theo tháng dương lịch": CutoffRule.CALENDAR,
    "Theo NĐ 09": CutoffRule.DECREE_09,
    "Nghị định 09": CutoffRule.DECREE_09,
    "Theo Nghị định 09": CutoffRule.DECREE_09,
    "NĐ 09/2019/NĐ-CP": CutoffRule.DECREE_09,
    "Nghị định 09/2019/NĐ-CP": CutoffRule.DECREE_09,
}


def read_settings(file: str, rows: Sequence[Row], problems: ProblemList) -> Settings:
    """The settings of a dossier; a required key that is missing is reported and reads as ""."""
    values = _Values(file, problems)
    for row in rows:
        values.take(RowReader(row, problems))
    values.report_missing()
    values.check_own_columns()
    values.check_capitals()
    cutoff = values.choice("Chốt số liệu", _CUTOFFS) or CutoffRule.DECREE_09
    return Settings(
        bloc=values.bloc(),
        parent_body=values.line("Cơ quan chủ quản"),
        issuer=values.line("Cơ quan ban hành"),
        issuer_code=values.line("Ký hiệu cơ quan"),
        place_name=values.line("Địa danh"),
        plan_name=values.line("Tên kế hoạch"),
        plan_number=values.line("Số ký hiệu kế hoạch"),
        plan_date=values.day("Ngày kế hoạch"),
        plan_issuer=values.line("Cơ quan ban hành kế hoạch"),
        subject=values.subject(),
        authority_lines=values.lines("Quyền hạn ký", closing=""),
        signer_post=values.line("Chức vụ người ký"),
        signer_name=values.line("Họ tên người ký"),
        addressees=values.bodies("Kính gửi"),
        legal_bases=values.legal_bases(),
        recipients=values.bodies("Nơi nhận"),
        request=values.line("Văn bản yêu cầu"),
        cutoff=cutoff,
        stated_total=values.amount("Tổng kinh phí theo kế hoạch"),
        illustrative=values.choice("Số liệu minh hoạ", YES_NO) or False,
        places=values.places,
        returns_due=values.returns_due(cutoff),
        own_periods=values.periods("Kỳ riêng"),
        charts=values.choice("Biểu đồ", YES_NO) or False,
        evidence_required=values.choice("Minh chứng bắt buộc", YES_NO) or False,
        tables=values.choice("Bảng trong báo cáo", YES_NO) or False,
        funding_by_source=values.choice("Phụ lục theo nguồn vốn", YES_NO) or False,
        two_digits=values.choice("Số hai chữ số", YES_NO) is not False,
        summary=values.choice("Tóm tắt", YES_NO),
        completion_floor=values.percent("Ngưỡng hoàn thành"),
        scored_in=values.kinds("Kỳ chấm điểm"),
        least_basis=values.percent("Căn cứ chấm tối thiểu"),
        short=values.choice("Độ dài", LENGTHS),
        waived_rules=tuple(code for line in values.lines("Miễn quy tắc") for code in line.replace(",", " ").split()),
    )


_SEMICOLON = re.compile(";")
_MANY_WORDS = 4
"""So many words in capitals are no abbreviation ("KH PTKT-XH")."""
_NEXT_BODY = re.compile(
    r";|,\s+(?=(?:Sở|Bộ|UBND|Ủy ban|Uỷ ban|HĐND|Hội đồng|Tỉnh ủy|Tỉnh uỷ|Thành ủy|Đảng ủy|Huyện ủy|Văn phòng|Ban|"
    r"Công an|Phòng|Thanh tra|Chi cục|Cục)\s)"
)
"""Between two addressees: a comma too, where a body's name begins after it ("Sở Văn hóa, Thể thao …" is one)."""


def _lines_of(text: str, closing: str) -> list[str]:
    """The lines of a cell without bullets and closing signs."""
    lines = (one_line(line).lstrip(_BULLETS).rstrip(f"{closing} ") for line in text.split("\n"))
    return [line for line in lines if line]


class _Values:
    """The rows of the sheet by their keys."""

    def __init__(self, file: str, problems: ProblemList) -> None:
        self.file = file
        self.problems = problems
        self.readers: dict[str, list[RowReader]] = {}
        self.places: dict[str, Place] = {}
        self.empty: dict[str, Place] = {}
        self.tab: str = SheetTitle.SETTINGS

    def take(self, reader: RowReader) -> None:
        """Files a row under its key; a row whose value is empty counts as not given."""
        self.tab = reader.row.ref.sheet
        key = self._key(reader)
        if key is None:
            return
        if reader.is_empty(VALUE):
            self.empty.setdefault(key.title, reader.place(VALUE))
            return
        first = self.places.setdefault(key.title, reader.place(VALUE))
        if first != reader.place(VALUE) and not key.repeats:
            message = f"Mục “{key.title}” đã ghi ở {first.spot}; dòng này không được tính."
            reader.add("TTC003", KEY, message, "Mục này chỉ ghi một dòng; xoá dòng thừa.")
            return
        self.readers.setdefault(key.title, []).append(reader)

    def _key(self, reader: RowReader) -> SettingKey | None:
        written = reader.line(KEY, required=True)
        if not written:
            return None
        title = _TITLES_BY_KEY.get(title_key(written))
        if title is None:
            title = next((key for key in _KEYS_BY_TITLE if is_misspelt(written, key)), None)
            guess = title or nearest(written, _KEYS_BY_TITLE)
            done = f"đã hiểu là “{title}”" if title else "dòng này không được dùng"
            fix = f"Có phải là “{guess}”?" if guess else "Xem danh mục các mục ở tệp mẫu."
            reader.add("TTC002", KEY, f"Mục {quoted(written)} không có trong danh mục; {done}.", fix)
        return _KEYS_BY_TITLE[title] if title else None

    def report_missing(self) -> None:
        for key in SETTING_KEYS:
            if key.required and key.title not in self.places:
                place = self.empty.get(key.title, Place(self.file, self.tab))
                message = f"Thiếu mục bắt buộc “{key.title}” ở trang “{self.tab}”."
                self.problems.add("TTC001", place, message, f"Ghi giá trị vào mục “{key.title}”; chưa có thì thêm.")

    def check_own_columns(self) -> None:
        """TTC007: what is said of a column in a form that says nothing."""
        for reader in self.readers.get(OWN_COLUMNS, ()):
            for line in reader.text(VALUE).split("\n"):
                header, title = column_choice(line)
                if line.strip() and title is None:
                    wanted = line.rpartition("=")[2].strip()
                    guess = nearest(wanted, column_titles()) if header else None
                    fix = (
                        f"Có phải là “{guess}”?"
                        if guess
                        else "Viết như: Đánh giá = Tình trạng; hoặc: Ghi chú = không dùng."
                    )
                    reader.add("TTC007", VALUE, f"Không hiểu {quoted(line)}: dòng này không được dùng.", fix)

    def line(self, title: str) -> str:
        reader = self._first(title)
        return reader.line(VALUE) if reader else ""

    def lines(self, title: str, closing: str = ";.") -> tuple[str, ...]:
        """All values of a key, a cell with line breaks giving several; bullets and `closing` signs are dropped."""
        return tuple(line for reader in self.readers.get(title, ()) for line in _lines_of(reader.text(VALUE), closing))

    def bodies(self, title: str) -> tuple[str, ...]:
        """The recipients under a key, each by itself: one that shares its line with another is parted and told."""
        found: list[str] = []
        for reader in self.readers.get(title, ()):
            for line in _lines_of(reader.text(VALUE), _ENDS):
                sign = _NEXT_BODY if title == "Kính gửi" else _SEMICOLON
                parted = [line] if is_kept_line(line) else [part.strip(_BULLETS + _ENDS) for part in sign.split(line)]
                parts = [part for part in parted if part]
                if len(parts) > 1:
                    names = ", ".join(quoted(part) for part in parts)
                    message = f"Mục “{title}” ghi {len(parts)} nơi trong một dòng; báo cáo in thành {len(parts)} dòng."
                    reader.add("TTC023", VALUE, message, f"Ghi mỗi nơi một dòng: {names}.")
                found += [self._kept(part, reader) for part in parts]
        return tuple(found)

    def _kept(self, line: str, reader: RowReader) -> str:
        whole = kept_line(line)
        if whole != line:
            message = f"Dòng {quoted(line)} thiếu dấu hai chấm; báo cáo in {quoted(whole)}."
            reader.add("TTC024", VALUE, message, f"Ghi {quoted(whole)}.")
        return whole

    def legal_bases(self) -> tuple[str, ...]:
        """The bases of the report; one that does not say that it is one is told."""
        for reader in self.readers.get("Căn cứ", ()):
            for line in _lines_of(reader.text(VALUE), _ENDS):
                if not is_base(line):
                    message = f"Căn cứ {quoted(shortened(line, 60))} không mở đầu bằng chữ “Căn cứ”."
                    fix = (
                        f"Ghi “Căn cứ {shortened(line, 60)}”; căn cứ là văn bản yêu cầu báo cáo thì ghi “Thực hiện …”."
                    )
                    reader.add("TTC022", VALUE, message, fix)
        return tuple(map(upper_first, self.lines("Căn cứ", _ENDS)))

    def subject(self) -> str:
        """What the report is about; "Báo cáo" before it, which the document's type says already, is told."""
        text, reader = self.line("Trích yếu"), self._first("Trích yếu")
        told = subject_without_type(text)
        if reader is not None and told != text:
            message = f"Trích yếu lặp lại tên loại: dưới chữ “BÁO CÁO” báo cáo chỉ in {quoted(shortened(told, 60))}."
            reader.add("TTC021", VALUE, message, f"Bỏ chữ “Báo cáo” ở đầu, ghi {quoted(shortened(told, 60))}.")
        return told

    def check_capitals(self) -> None:
        """TTC026: a name in capitals is printed in capitals, in sentences too; only a person knows its proper names."""
        for title in ("Trích yếu", "Tên kế hoạch"):
            text, reader = self.line(title), self._first(title)
            words = [word for word in text.split() if sum(map(str.isalpha, word)) > 1]
            if reader is not None and len(words) >= _MANY_WORDS and all(word.isupper() for word in words):
                message = f"{title} viết hoa toàn bộ: báo cáo in như vậy, cả trong câu."
                reader.add("TTC026", VALUE, message, "Viết chữ thường, chỉ viết hoa chữ đầu và tên riêng.")

    def bloc(self) -> Bloc:
        """Whose form the report takes; one that does not fit the issuer's name is told."""
        bloc = self.choice("Khối văn bản", {bloc.value: bloc for bloc in Bloc}) or Bloc.STATE
        issuer = self.line("Cơ quan ban hành")
        wrong = is_state_body(issuer) if bloc is Bloc.PARTY else is_party_body(issuer)
        if wrong:
            right = Bloc.STATE if bloc is Bloc.PARTY else Bloc.PARTY
            message = f"Khối văn bản là “{bloc.value}” mà cơ quan ban hành là {quoted(issuer)}."
            fix = f"Ghi “{right.value}” ở mục Khối văn bản, hoặc sửa tên cơ quan ban hành."
            reader = self._first("Khối văn bản") or self._first("Cơ quan ban hành")
            if reader is not None:
                reader.add("TTC025", VALUE, message, fix)
        return bloc

    def periods(self, title: str) -> tuple[Period, ...]:
        """The ranges that a key gives names to; one that cannot be read, or has no name, is reported."""
        found: list[Period] = []
        for reader in self.readers.get(title, ()):
            text = reader.line(VALUE)
            period = parse_period(text)
            if period is None or not period.name:
                fix = lacking(text) or "Ghi tên, dấu hai chấm rồi khoảng ngày: “100 ngày: từ 10/7/2026 đến 17/10/2026”."
                reader.add("GT006", VALUE, f"{quoted(text)} không phải là khoảng thời gian có tên.", fix)
            else:
                found.append(period)
        return tuple(found)

    def choice(self, title: str, choices: Mapping[str, Choice]) -> Choice | None:
        reader = self._first(title)
        return reader.choice(VALUE, choices) if reader else None

    def day(self, title: str) -> date | None:
        reader = self._first(title)
        return reader.day(VALUE) if reader else None

    def amount(self, title: str) -> Decimal | None:
        reader = self._first(title)
        return reader.amount(VALUE) if reader else None

    def kinds(self, title: str) -> tuple[PeriodKind, ...]:
        """The kinds of periods that a key names; one that is none is reported."""
        reader, found = self._first(title), dict[PeriodKind, None]()
        for word in re.split("[;,\n]", reader.text(VALUE)) if reader else ():
            kind = kind_named(word) if word.strip() else None
            if kind is not None:
                found[kind] = None
            elif word.strip() and reader is not None:
                guess = nearest(word, KIND_NAMES)
                fix = f"Có phải là “{guess}”?" if guess else f"Ghi một hay nhiều loại: {', '.join(KIND_NAMES)}."
                reader.add("NG001", VALUE, f"{quoted(one_line(word))} không phải là loại kỳ báo cáo.", fix)
        return tuple(found)

    def percent(self, title: str) -> Decimal | None:
        reader = self._first(title)
        return reader.percent(VALUE) if reader else None

    def returns_due(self, cutoff: CutoffRule) -> str:
        """The rule for handing in returns; one that cannot be read is reported and left out."""
        text = self.line("Hạn gửi báo cáo")
        reader = self._first("Hạn gửi báo cáo")
        if not text or reader is None:
            return text
        if rule := parse_due(text):
            self._check_due(reader, text, rule, cutoff)
            return text
        message = f"Không đọc được hạn gửi báo cáo {quoted(text)}; dùng ngày chốt số liệu."
        reader.add("TTC004", VALUE, message, "Ghi “trước ngày 15”, “ngày 20”, “ngày 05 tháng sau” hoặc một ngày.")
        return ""

    def _check_due(self, reader: RowReader, text: str, rule: DueRule, cutoff: CutoffRule) -> None:
        """TTC006: no agency can report on days that have not passed yet."""
        if rule.fixed is not None:
            return
        for index in range(1, 5):
            period = Period(PeriodKind.QUARTER, _SAMPLE_YEAR, index)
            due, end = rule.of(period).last_day, period.window(cutoff).end
            if due < end:
                message = (
                    f"Hạn gửi báo cáo {quoted(text)} đến trước ngày chốt số liệu: với {period.label}, hạn là ngày "
                    f"{short_date(due)} mà số liệu chốt ngày {short_date(end)}."
                )
                fix = f"Nếu là tháng sau kỳ báo cáo, ghi “ngày {rule.day} tháng sau”; hoặc xem lại “Chốt số liệu”."
                reader.add("TTC006", VALUE, message, fix)
                return

    def _first(self, title: str) -> RowReader | None:
        return next(iter(self.readers.get(title, ())), None)
