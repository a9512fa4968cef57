"""The sheets and columns of a workbook, as data: the one place that names them.

The reader finds sheets and headers by it, the validator asks by these titles, the writer of a new workbook
lays it out from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

MONEY_UNIT = "triệu đồng"


def _cumulative(what: str) -> tuple[str, ...]:
    """The other headings that say as clearly that a sum is counted from the beginning ("Giải ngân" alone does not)."""
    return (
        *(f"Số đã {what}", f"Luỹ kế {what}", f"Luỹ kế đã {what}", f"{what} luỹ kế"),
        *(f"Đã {what} luỹ kế", f"Đã {what} (luỹ kế)"),
    )


CODE, PERIOD, CAUSE, NOTE = "Mã", "Kỳ báo cáo", "Nguyên nhân", "Ghi chú"
CONTENT, EXPECTED_RESULT, DEADLINE = "Nội dung nhiệm vụ", "Kết quả dự kiến", "Thời gian hoàn thành"
GROUP_TITLE, LEAD, SUPPORT, PERSON = "Tên nhóm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Người phụ trách"
NEW_VALUE = "Giá trị mới"
STATUS, COMPLETED_ON, COMPLETED_SHARE = "Tình trạng", "Ngày hoàn thành", "Tỷ lệ hoàn thành (%)"
RESULT, EVIDENCE, DIFFICULTY = "Kết quả thực hiện", "Minh chứng", "Khó khăn, vướng mắc"
PROPOSAL, REPORTER = "Đề xuất, kiến nghị", "Đơn vị báo cáo"
INDICATOR, UNIT, TARGET, BASE, VALUE = "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Giá trị gốc", "Giá trị"
FUND_SOURCE, PLANNED, ALLOCATED, DISBURSED = "Nguồn vốn", "Kế hoạch (triệu đồng)", "Đã phân bổ", "Đã giải ngân"
"""Titles of columns that more than one room asks for."""
OWN_COLUMNS = "Cột riêng"
"""The setting that says what the office's own columns are: "Tiến độ = Thời gian hoàn thành"."""


class SheetTitle(StrEnum):
    """The sheets of a workbook by their titles."""

    SETTINGS = "Thông tin chung"
    AGENCIES = "Cơ quan"
    PLANS = "Kế hoạch"
    TASKS = "Nhiệm vụ"
    CHANGES = "Điều chỉnh"
    PROGRESS = "Tiến độ"
    INDICATORS = "Chỉ tiêu"
    MILESTONES = "Lộ trình"
    MEASUREMENTS = "Số liệu"
    FUNDING = "Kinh phí"
    DISBURSEMENTS = "Giải ngân"
    DOCUMENTS = "Văn bản"
    NARRATIVES = "Nội dung"
    RECIPIENTS = "Nơi gửi"
    LAYOUT = "Bố cục"
    OWN_CHECKS = "Đối chiếu"
    CRITERIA = "Tiêu chí"
    HAND_POINTS = "Chấm điểm"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its title. `width` is in characters, for the writer; `aliases` are other accepted headers."""

    title: str
    required: bool = False
    width: int = 16
    aliases: tuple[str, ...] = ()
    unit: str = ""
    """What its figures are counted in, where a header may name another unit."""


@dataclass(frozen=True, slots=True)
class SheetSchema:
    """A sheet: its title and its columns, as the writer of a new workbook lays them out."""

    title: SheetTitle
    columns: tuple[Column, ...]
    required_titles: frozenset[str] = field(init=False)

    @property
    def units(self) -> dict[str, str]:
        """Column title → unit, of the columns that have one of their own."""
        return {column.title: column.unit for column in self.columns if column.unit}

    def __post_init__(self) -> None:
        object.__setattr__(self, "required_titles", frozenset(c.title for c in self.columns if c.required))


PREPARED_BY, APPROVED_BY = "Người lập", "Người duyệt"
_SIGNED = (
    Column(PREPARED_BY, width=22, aliases=("Người lập phiếu", "Người lập biểu")),
    Column(APPROVED_BY, width=22, aliases=("Người duyệt phiếu", "Người phê duyệt")),
)
"""Who answers for a row in the agency that reported it."""

_TASK_CODE = ("Mã NV", "Mã số NV", "Mã số nhiệm vụ")
"""How offices shorten "Mã nhiệm vụ"; where a sheet lists tasks these words can mean nothing else."""

YES_NO = {"Có": True, "Không": False}
LENGTHS = {"gọn": True, "đầy đủ": False}
"""How long a report is: whether it gathers what the appendices list, or lists it too."""
PUBLIC = "Công khai"
_PUBLIC = Column(PUBLIC, width=10)
"""Whether a row may stand on the page that everybody reads."""

SCHEMAS: tuple[SheetSchema, ...] = (
    SheetSchema(SheetTitle.SETTINGS, (Column("Mục", True, 32), Column(VALUE, width=90))),
    SheetSchema(
        SheetTitle.AGENCIES,
        (
            Column("Tên cơ quan", True, 44),
            Column("Viết tắt", width=14),
            Column("Tên khác", width=44),
            Column("Nhóm", width=22),
        ),
    ),
    SheetSchema(
        SheetTitle.PLANS,
        (
            Column(CODE, True, 10, ("Mã kế hoạch",)),
            Column("Tên kế hoạch", True, 70),
            Column("Số ký hiệu", width=24, aliases=("Số, ký hiệu",)),
            Column("Ngày", width=16, aliases=("Ngày ban hành",)),
            Column("Cơ quan ban hành", width=36),
            Column("Thay thế", width=14, aliases=("Thay thế kế hoạch",)),
        ),
    ),
    SheetSchema(
        SheetTitle.TASKS,
        (
            Column(CODE, True, 10, ("Mã nhiệm vụ", *_TASK_CODE)),
            Column("Nhóm", width=8),
            Column(GROUP_TITLE, width=40),
            Column("TT", width=6, aliases=("STT", "Số TT")),
            Column(CONTENT, True, 70, ("Nhiệm vụ", "Nội dung")),
            Column(LEAD, width=32, aliases=("Đơn vị chủ trì", "Chủ trì")),
            Column(SUPPORT, width=32, aliases=("Đơn vị phối hợp", "Phối hợp")),
            Column(EXPECTED_RESULT, width=36, aliases=("Sản phẩm dự kiến", "Kết quả, sản phẩm")),
            Column(DEADLINE, width=24, aliases=("Thời hạn hoàn thành", "Thời hạn", "Hạn hoàn thành")),
            Column(NOTE, width=24),
            Column(PERSON, width=24),
            Column("Kế hoạch", width=14, aliases=("Mã kế hoạch",)),
            Column("Tên gọn", width=36, aliases=("Tên viết gọn",)),
            _PUBLIC,
        ),
    ),
    SheetSchema(
        SheetTitle.CHANGES,
        (
            Column("Mã nhiệm vụ", True, 12, ("Mã", *_TASK_CODE)),
            Column("Ngày", True, 16, ("Ngày điều chỉnh", "Ngày hiệu lực")),
            Column("Loại", True, 18, ("Loại điều chỉnh",)),
            Column(NEW_VALUE, width=60, aliases=("Nội dung mới",)),
            Column("Căn cứ", width=44, aliases=("Văn bản", "Căn cứ điều chỉnh")),
        ),
    ),
    SheetSchema(
        SheetTitle.PROGRESS,
        (
            Column("Mã nhiệm vụ", True, 12, ("Mã", *_TASK_CODE)),
            Column(PERIOD, True, 14, ("Kỳ",)),
            Column(STATUS, True, 18, ("Trạng thái",)),
            Column(COMPLETED_ON, width=16),
            Column(COMPLETED_SHARE, width=14, aliases=("Tỷ lệ hoàn thành", "Tỉ lệ hoàn thành (%)"), unit="%"),
            Column(RESULT, width=70),
            Column("Sản phẩm", width=36),
            Column(EVIDENCE, width=32, aliases=("Tài liệu minh chứng", "Văn bản minh chứng")),
            Column(DIFFICULTY, width=44, aliases=("Khó khăn vướng mắc", "Khó khăn")),
            Column(CAUSE, width=36),
            Column(PROPOSAL, width=36, aliases=("Đề xuất kiến nghị", "Kiến nghị", "Đề xuất")),
            Column(REPORTER, width=32),
            *_SIGNED,
        ),
    ),
    SheetSchema(
        SheetTitle.INDICATORS,
        (
            Column(CODE, True, 10, ("Mã chỉ tiêu", "Mã CT")),
            Column("Nhóm", width=30),
            Column(INDICATOR, True, 70, ("Chỉ tiêu",)),
            Column(UNIT, width=14, aliases=("ĐVT",)),
            Column("Chiều", width=10),
            Column("Cách tính", width=14, aliases=("Cách tổng hợp",)),
            Column(TARGET, True, 16),
            Column("Năm mục tiêu", width=10),
            Column(BASE, width=12),
            Column("Năm gốc", width=10),
            Column(LEAD, width=32, aliases=("Đơn vị chủ trì",)),
            Column(NOTE, width=24),
            Column("Kế hoạch", width=14, aliases=("Mã kế hoạch",)),
            Column("Tên gọn", width=36, aliases=("Tên viết gọn",)),
            _PUBLIC,
        ),
    ),
    SheetSchema(
        SheetTitle.MILESTONES,
        (Column("Mã chỉ tiêu", True, 12, ("Mã", "Mã CT")), Column("Năm", True, 10), Column(TARGET, True, 16)),
    ),
    SheetSchema(
        SheetTitle.MEASUREMENTS,
        (
            Column("Mã chỉ tiêu", True, 12, ("Mã", "Mã CT")),
            Column(PERIOD, True, 14, ("Kỳ",)),
            Column(VALUE, True, 16),
            Column("Nguồn số liệu", width=36, aliases=("Nguồn",)),
            Column(CAUSE, width=36),
            Column(NOTE, width=30),
            *_SIGNED,
        ),
    ),
    SheetSchema(
        SheetTitle.FUNDING,
        (
            Column(CODE, True, 10, ("Mã kinh phí", "Mã KP")),
            Column(FUND_SOURCE, True, 40),
            Column("Nội dung", width=60),
            Column("Mã nhiệm vụ", width=12, aliases=_TASK_CODE),
            Column("Cơ quan thực hiện", width=32),
            Column(PLANNED, True, 20, ("Kế hoạch",), MONEY_UNIT),
            Column(NOTE, width=24),
            Column("Thuộc kế hoạch", width=16, aliases=("Mã kế hoạch",)),
            _PUBLIC,
        ),
    ),
    SheetSchema(
        SheetTitle.DISBURSEMENTS,
        (
            Column("Mã kinh phí", True, 12, ("Mã", "Mã KP")),
            Column(PERIOD, True, 14, ("Kỳ",)),
            Column(ALLOCATED, width=18, aliases=_cumulative("phân bổ"), unit=MONEY_UNIT),
            Column(DISBURSED, width=18, aliases=_cumulative("giải ngân"), unit=MONEY_UNIT),
            Column(NOTE, width=24),
            *_SIGNED,
        ),
    ),
    SheetSchema(
        SheetTitle.DOCUMENTS,
        (
            Column(PERIOD, True, 14, ("Kỳ",)),
            Column("Số ký hiệu", True, 24, ("Số, ký hiệu",)),
            Column("Ngày ban hành", width=16),
            Column("Cơ quan ban hành", width=36),
            Column("Trích yếu", width=80),
        ),
    ),
    SheetSchema(
        SheetTitle.NARRATIVES,
        (Column(PERIOD, True, 14, ("Kỳ",)), Column("Mục", True, 36), Column("Nội dung", True, 100)),
    ),
    SheetSchema(
        SheetTitle.RECIPIENTS,
        (
            Column("Tên", True, 36, ("Nơi nhận báo cáo", "Nơi gửi")),
            Column("Kỳ", width=20, aliases=("Loại kỳ",)),
            Column("Khối văn bản", width=14),
            Column("Kính gửi", width=44),
            Column("Nơi nhận", width=44),
            Column("Hạn gửi báo cáo", width=22, aliases=("Hạn gửi",)),
            Column("Trích yếu", width=60),
            Column("Mẫu", width=24),
            Column("Kế hoạch", width=16),
        ),
    ),
    SheetSchema(
        SheetTitle.LAYOUT,
        (
            Column("Mục", True, 60, ("Tên mục",)),
            Column("Nhóm", width=60, aliases=("Các nhóm", "Nhóm nhiệm vụ, chỉ tiêu")),
            Column("Thứ tự", width=10),
        ),
    ),
    SheetSchema(
        SheetTitle.OWN_CHECKS,
        (
            Column("Vế trái", True, 44),
            Column("Phép so", True, 10, ("So sánh", "Phép so sánh")),
            Column("Vế phải", True, 44),
            Column("Lời báo", width=60),
        ),
    ),
    SheetSchema(
        SheetTitle.CRITERIA,
        (
            Column(CODE, True, 10, ("Mã tiêu chí",)),
            Column("Tên", True, 60, ("Tên tiêu chí", "Nội dung tiêu chí")),
            Column("Cách chấm", True, 24, ("Cách tính điểm", "Phương pháp chấm")),
            Column("Trọng số", width=12, aliases=("Điểm tối đa",)),
            Column("Bậc", width=60, aliases=("Bậc điểm", "Thang điểm")),
            Column("Đối tượng", width=14),
            Column("Căn cứ", width=44, aliases=("Văn bản",)),
        ),
    ),
    SheetSchema(
        SheetTitle.HAND_POINTS,
        (
            Column("Mã tiêu chí", True, 12, ("Mã",)),
            Column(PERIOD, True, 14, ("Kỳ",)),
            Column("Cơ quan", True, 36, ("Đơn vị", "Tên cơ quan")),
            Column("Điểm", True, 12, ("Số điểm",)),
            Column(EVIDENCE, width=36, aliases=("Tài liệu minh chứng",)),
            Column(NOTE, width=30),
        ),
    ),
)

SCHEMA_BY_TITLE: dict[str, SheetSchema] = {schema.title: schema for schema in SCHEMAS}


@dataclass(frozen=True, slots=True)
class SettingKey:
    """A key of sheet Thông tin chung; `repeats` says it may stand on several rows."""

    title: str
    required: bool = False
    repeats: bool = False
    choices: tuple[str, ...] = ()


SETTING_KEYS: tuple[SettingKey, ...] = (
    SettingKey("Khối văn bản", choices=("Nhà nước", "Đảng")),
    SettingKey("Cơ quan chủ quản"),
    SettingKey("Cơ quan ban hành", required=True),
    SettingKey("Ký hiệu cơ quan", required=True),
    SettingKey("Địa danh", required=True),
    SettingKey("Tên kế hoạch", required=True),
    SettingKey("Số ký hiệu kế hoạch"),
    SettingKey("Ngày kế hoạch"),
    SettingKey("Cơ quan ban hành kế hoạch"),
    SettingKey("Trích yếu", required=True),
    SettingKey("Quyền hạn ký", repeats=True),
    SettingKey("Chức vụ người ký"),
    SettingKey("Họ tên người ký"),
    SettingKey("Kính gửi", repeats=True),
    SettingKey("Căn cứ", repeats=True),
    SettingKey("Văn bản yêu cầu"),
    SettingKey("Nơi nhận", repeats=True),
    SettingKey("Chốt số liệu", choices=("NĐ 09", "Lịch")),
    SettingKey("Hạn gửi báo cáo"),
    SettingKey("Kỳ riêng", repeats=True),
    SettingKey("Tổng kinh phí theo kế hoạch"),
    SettingKey("Số liệu minh hoạ", choices=tuple(YES_NO)),
    SettingKey("Biểu đồ", choices=tuple(YES_NO)),
    SettingKey("Minh chứng bắt buộc", choices=tuple(YES_NO)),
    SettingKey("Tóm tắt", choices=tuple(YES_NO)),
    SettingKey("Độ dài", choices=tuple(LENGTHS)),
    SettingKey("Bảng trong báo cáo", choices=tuple(YES_NO)),
    SettingKey("Phụ lục theo nguồn vốn", choices=tuple(YES_NO)),
    SettingKey("Số hai chữ số", choices=tuple(YES_NO)),
    SettingKey("Ngưỡng hoàn thành"),
    SettingKey("Căn cứ chấm tối thiểu"),
    SettingKey("Kỳ chấm điểm"),
    SettingKey("Miễn quy tắc", repeats=True),
    SettingKey(OWN_COLUMNS, repeats=True),
)
