"""A small dossier whose report shows every field a template may use: example values, and a trial of a template."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cache

from generator.compute.facts import Facts, compute
from generator.compute.reminders import answer_day, reminders
from generator.core.model import Dossier, RowRef
from generator.core.periods import Period, PeriodKind
from generator.core.rows import Book, Cell, Row, Sheet
from generator.read.columns import SheetTitle
from generator.render.appendix import AppendixView, appendices_of, references
from generator.render.context import report_context
from generator.render.issuer import addressing
from generator.render.letter import letter_context
from generator.render.letter_views import LetterOrder
from generator.validate.rows import validate

FILE = "ho-so-mau.xlsx"
PERIOD = Period(PeriodKind.QUARTER, 2025, 3)
SCIENCE, FINANCE, OFFICE = "Sở Khoa học và Công nghệ", "Sở Tài chính", "Văn phòng Ủy ban nhân dân tỉnh"
_DATA: Mapping[SheetTitle, tuple[tuple[str | None, ...], ...]] = {
    SheetTitle.SETTINGS: (
        ("Mục", "Giá trị"),
        ("Khối văn bản", "Nhà nước"),
        ("Cơ quan chủ quản", "Ủy ban nhân dân tỉnh Lai Châu"),
        ("Cơ quan ban hành", SCIENCE),
        ("Ký hiệu cơ quan", "SKHCN"),
        ("Địa danh", "Lai Châu"),
        ("Tên kế hoạch", "Kế hoạch thực hiện Nghị quyết số 57-NQ/TW"),
        ("Số ký hiệu kế hoạch", "3073/KH-UBND"),
        ("Ngày kế hoạch", "27/3/2025"),
        ("Cơ quan ban hành kế hoạch", "Ủy ban nhân dân tỉnh Lai Châu"),
        ("Trích yếu", "thực hiện Nghị quyết số 57-NQ/TW"),
        ("Quyền hạn ký", "KT. GIÁM ĐỐC"),
        ("Chức vụ người ký", "PHÓ GIÁM ĐỐC"),
        ("Họ tên người ký", "Nguyễn Văn A"),
        ("Kính gửi", "Ủy ban nhân dân tỉnh Lai Châu"),
        ("Căn cứ", "Căn cứ Nghị định số 09/2019/NĐ-CP ngày 24 tháng 01 năm 2019 của Chính phủ"),
        ("Văn bản yêu cầu", "Công văn số 512/UBND-TH ngày 05/9/2025 của Ủy ban nhân dân tỉnh Lai Châu"),
        ("Nơi nhận", "Lưu: VT, CĐS"),
        ("Tổng kinh phí theo kế hoạch", "2.000"),
        ("Số liệu minh hoạ", "Có"),
        ("Ngưỡng hoàn thành", "70"),
    ),
    SheetTitle.AGENCIES: (("Tên cơ quan", "Viết tắt"), (SCIENCE, "SKHCN"), (FINANCE, "STC"), (OFFICE, "VP")),
    SheetTitle.TASKS: (
        (
            "Mã", "Nhóm", "Tên nhóm", "TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp",
            "Kết quả dự kiến", "Thời gian hoàn thành", "Ghi chú", "Kế hoạch",
        ),
        ("I.1", "I", "Hạ tầng số", "1", "Xây dựng trung tâm dữ liệu tỉnh", SCIENCE, FINANCE, "Đề án", "31/7/2025",
         "Trọng tâm", None),
        ("I.2", "I", "Hạ tầng số", "2", "Phủ sóng 5G các xã", SCIENCE, FINANCE, "Kế hoạch", "30/6/2025", None, None),
        ("I.3", "I", "Hạ tầng số", "3", "Số hóa hồ sơ lưu trữ", FINANCE, None, "Báo cáo", "Quý IV/2025", None, "KH25"),
        ("I.4", "I", "Hạ tầng số", "4", "Kết nối hệ thống báo cáo", OFFICE, None, "Hệ thống", "31/12/2025", None,
         "KH25"),
        ("II.1", "II", "Nhân lực", "1", "Tập huấn kỹ năng số", FINANCE, None, "Lớp học", "Thường xuyên", None, "KHNL"),
        ("II.2", "II", "Nhân lực", "2", "Đánh giá kỹ năng số", FINANCE, None, "Báo cáo", "30/6/2025", None, "KHNL"),
    ),
    SheetTitle.PLANS: (
        ("Mã", "Tên kế hoạch", "Số ký hiệu", "Ngày", "Cơ quan ban hành", "Thay thế"),
        ("KH24", "Kế hoạch phát triển hạ tầng số", "12/KH-UBND", "10/01/2024", "Ủy ban nhân dân tỉnh Lâm Đồng", None),
        ("KH25", "Kế hoạch phát triển hạ tầng số", "45/KH-UBND", "20/7/2025", "Ủy ban nhân dân tỉnh Lâm Đồng", "KH24"),
        ("KHNL", "Kế hoạch phát triển nhân lực", "16/KH-UBND", "15/01/2025", "Ủy ban nhân dân tỉnh Lâm Đồng", None),
    ),
    SheetTitle.CHANGES: (
        ("Mã nhiệm vụ", "Ngày", "Loại", "Giá trị mới", "Căn cứ"),
        ("I.1", "15/7/2025", "Gia hạn", "31/8/2025", "Công văn số 12/UBND-TH"),
    ),
    SheetTitle.PROGRESS: (
        (
            "Mã nhiệm vụ", "Kỳ báo cáo", "Tình trạng", "Ngày hoàn thành", "Tỷ lệ hoàn thành (%)",
            "Kết quả thực hiện", "Sản phẩm", "Khó khăn, vướng mắc", "Đơn vị báo cáo", "Minh chứng",
        ),
        ("I.2", "2025-Q2", "Đang thực hiện", None, "30", "Đã khảo sát", None, None, SCIENCE, None),
        (
            "I.1", "2025-Q3", "Hoàn thành", "20/8/2025", "100", "Đã ban hành Đề án số 12/ĐA-UBND", "Đề án", None,
            SCIENCE, "12/ĐA-UBND",
        ),
        (
            "I.2", "2025-Q3", "Đang thực hiện", None, "40", "Đã lắp 12 trạm", None, "Thiếu mặt bằng đặt trạm",
            SCIENCE, "Biên bản nghiệm thu",
        ),
        ("II.2", "2025-Q3", "Hoàn thành", "10/7/2025", "100", "Đã đánh giá 36 xã", "Báo cáo", None, FINANCE, None),
    ),
    SheetTitle.INDICATORS: (
        ("Mã", "Nhóm", "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Năm mục tiêu", "Ghi chú"),
        ("CT1", "Chuyển đổi số", "Tỷ lệ hồ sơ trực tuyến", "%", "≥ 80", "2025", "Theo Đề án 06"),
        ("CT2", "Chuyển đổi số", "Số trạm 5G", "trạm", "≥ 12", "2025", None),
        ("CT3", "Chuyển đổi số", "Số xã có tổ công nghệ số", "xã", "≥ 36", "2025", None),
    ),
    SheetTitle.MEASUREMENTS: (
        ("Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"),
        ("CT1", "2024-Q3", "55"),
        ("CT1", "2025-Q2", "60"),
        ("CT1", "2025-Q3", "62,5"),
        ("CT2", "2025-Q3", "15"),
        ("CT3", "2025-Q2", "30"),
    ),
    SheetTitle.FUNDING: (
        ("Mã", "Nguồn vốn", "Nội dung", "Cơ quan thực hiện", "Kế hoạch (triệu đồng)"),
        ("KP1", "Ngân sách tỉnh", "Trung tâm dữ liệu", SCIENCE, "1.250"),
        ("KP2", "Ngân sách trung ương", "Trạm phát sóng", SCIENCE, "800"),
    ),
    SheetTitle.DISBURSEMENTS: (
        ("Mã kinh phí", "Kỳ báo cáo", "Đã phân bổ", "Đã giải ngân"),
        ("KP1", "2025-Q3", "1.000", "500"),
    ),
    SheetTitle.DOCUMENTS: (
        ("Kỳ báo cáo", "Số ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu"),
        ("2025-Q3", "45/KH-SKHCN", "18/7/2025", SCIENCE, "Kế hoạch phát triển hạ tầng số"),
    ),
    SheetTitle.CRITERIA: (
        ("Mã", "Tên", "Cách chấm", "Trọng số", "Bậc", "Căn cứ"),
        ("TC1", "Hoàn thành nhiệm vụ", "Nhiệm vụ hoàn thành", "60", None, "Quyết định số 12/QĐ-UBND"),
        ("TC2", "Chất lượng tham mưu", "Chấm tay", "40", None, None),
        ("XL", "Xếp loại", "Xếp loại", None, "Tốt từ 80; Đạt từ 50; Chưa đạt dưới 50", None),
    ),
    SheetTitle.HAND_POINTS: (
        ("Mã tiêu chí", "Kỳ báo cáo", "Cơ quan", "Điểm", "Minh chứng"),
        ("TC2", "2025-Q2", SCIENCE, "30", "Biên bản số 03/BB-TCT"),
        ("TC2", "2025-Q2", FINANCE, "35", "Biên bản số 03/BB-TCT"),
        ("TC2", "2025-Q3", SCIENCE, "32", "Biên bản số 05/BB-TCT"),
        ("TC2", "2025-Q3", FINANCE, "36", "Biên bản số 05/BB-TCT"),
    ),
    SheetTitle.NARRATIVES: (
        ("Kỳ báo cáo", "Mục", "Nội dung"),
        *(
            ("2025-Q3", section, "- Đã kiện toàn **Tổ công tác**.")
            for section in (
                "Mở đầu", "Công tác chỉ đạo, điều hành", "Đánh giá chung", "Kết quả thực hiện chỉ tiêu",
                "Kết quả thực hiện nhiệm vụ", "Kinh phí thực hiện", "Chế độ báo cáo", "Tồn tại, hạn chế",
                "Nguyên nhân", "Bài học kinh nghiệm", "Phương hướng, nhiệm vụ", "Đề xuất, kiến nghị",
            )
        ),
    ),
}  # fmt: skip


class Sample(Enum):
    """How much the dossier of a trial holds; the value is what a message calls it."""

    FULL = "hồ sơ đủ số liệu"
    SINGLE = "hồ sơ mỗi trang chỉ có một dòng"
    EMPTY = "hồ sơ chưa có báo cáo nào trong kỳ"

    def prints(self, stem: str) -> bool:
        """Whether a report on such a dossier uses the template called `stem`."""
        present = {one.kind.value for one in appendices_of(_sample_facts(self))}
        return stem.startswith(REPORT) or stem in present


REPORT = "bao-cao"
_ROWS: Mapping[Sample, Mapping[SheetTitle, tuple[int, ...]]] = {
    Sample.SINGLE: {
        SheetTitle.PROGRESS: (2,),
        SheetTitle.MEASUREMENTS: (3,),
        SheetTitle.CRITERIA: (),
        SheetTitle.HAND_POINTS: (),
    },
    Sample.EMPTY: {
        SheetTitle.CHANGES: (),
        SheetTitle.PLANS: (),
        SheetTitle.PROGRESS: (),
        SheetTitle.INDICATORS: (),
        SheetTitle.MEASUREMENTS: (),
        SheetTitle.FUNDING: (),
        SheetTitle.DISBURSEMENTS: (),
        SheetTitle.DOCUMENTS: (),
        SheetTitle.CRITERIA: (),
        SheetTitle.HAND_POINTS: (),
        SheetTitle.NARRATIVES: (),
    },
}
"""The rows that are kept of each sheet, by their place below its header; of the others the first."""
_ALL_KEPT = (SheetTitle.SETTINGS, SheetTitle.AGENCIES)


def _rows(sample: Sample, title: SheetTitle) -> tuple[tuple[str | None, ...], ...]:
    header, *rows = _DATA[title]
    if sample is Sample.FULL or title in _ALL_KEPT:
        return (header, *rows)
    return (header, *(rows[place - 1] for place in _ROWS[sample].get(title, (1,))))


@cache
def sample_dossier(sample: Sample = Sample.FULL) -> Dossier:
    """The dossier of the examples. In full it has no problem."""
    sheets: dict[str, Sheet] = {title: _sheet(title, _rows(sample, title)) for title in _DATA}
    dossier, problems = validate(Book(FILE, sheets))
    unexpected = [one for one in problems if one.code != "KP003"] if sample is Sample.FULL else []
    assert dossier is not None and not unexpected, problems
    return dossier


def _sheet(title: SheetTitle, rows: tuple[tuple[str | None, ...], ...]) -> Sheet:
    header = [column or "" for column in rows[0]]
    letters = {column: chr(ord("A") + index) for index, column in enumerate(header)}
    return Sheet(
        title,
        tuple(
            Row(
                RowRef(FILE, title, number, letters),
                {column: Cell(text, text) for column, text in zip(header, row, strict=True) if text},
            )
            for number, row in enumerate(rows[1:], start=2)
        ),
    )


@cache
def _sample_facts(sample: Sample) -> Facts:
    return compute(sample_dossier(sample), PERIOD, None, None)


@cache
def sample_names(sample: Sample = Sample.FULL) -> Mapping[str, object]:
    """Every name a template may use, with a value: those of a report, of an appendix and of a letter."""
    facts = _sample_facts(sample)
    frame = addressing(facts)
    appendices = appendices_of(facts)
    first = appendices[0]
    appendix = AppendixView(first.label, first.number, frame.attached_to)
    order = LetterOrder("", reminders(facts), True, facts.as_of, answer_day(facts.as_of), "CĐS")
    letter = letter_context(facts, order, frame).letter
    return {**report_context(facts, frame, references(appendices)).names(), "appendix": appendix, "letter": letter}
