"""The sheets and columns of a return (phiếu báo cáo) that an agency fills in: data for its writer and its reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.read.columns import SheetTitle

COVER_SHEET, IDENTITY_SHEET = "Phiếu báo cáo", "Định danh"
FORM_KINDS = ("baocao-phieu-1", "baocao-phieu-2", "baocao-phieu-3")
"""The kinds of form that were ever sent out, in their order: all of them can be handed in."""
FORM_KIND = FORM_KINDS[-1]
EXACT_PLAN = "Khoá kế hoạch"
KEY_COLUMN = "Khoá dòng"
HEADER_ROW = 3


@dataclass(frozen=True, slots=True)
class ReturnSheet:
    """One table of a return: what is shown, what is asked, and the sheet of the dossier that takes the answers.

    `shown` and `asked` are (title, width); asked titles are those of sheet `into`, whose rows are found by `code`.
    """

    title: SheetTitle
    into: SheetTitle
    code: str
    shown: tuple[tuple[str, int], ...]
    asked: tuple[tuple[str, int], ...]
    noun: str
    since: Mapping[str, str] = field(default_factory=dict)
    """Those of `asked` that earlier forms lack → the first kind that has them."""

    def asked_in(self, kind: str) -> tuple[tuple[str, int], ...]:
        """What a form of a kind asks for."""
        number = FORM_KINDS.index(kind)
        return tuple(one for one in self.asked if number >= FORM_KINDS.index(self.since.get(one[0], FORM_KINDS[0])))


RETURN_SHEETS: tuple[ReturnSheet, ...] = (
    ReturnSheet(
        SheetTitle.TASKS,
        SheetTitle.PROGRESS,
        "Mã nhiệm vụ",
        (
            ("Mã", 9),
            ("Nội dung nhiệm vụ", 46),
            ("Kết quả dự kiến", 22),
            ("Thời gian hoàn thành", 16),
            ("Kỳ gần nhất", 12),
            ("Tình trạng kỳ trước", 16),
            ("Kết quả kỳ trước", 34),
        ),
        (
            ("Tình trạng", 17),
            ("Ngày hoàn thành", 14),
            ("Tỷ lệ hoàn thành (%)", 11),
            ("Kết quả thực hiện", 46),
            ("Sản phẩm", 26),
            ("Minh chứng", 24),
            ("Khó khăn, vướng mắc", 32),
            ("Nguyên nhân", 28),
            ("Đề xuất, kiến nghị", 28),
        ),
        "nhiệm vụ",
        dict.fromkeys(("Minh chứng", "Nguyên nhân", "Đề xuất, kiến nghị"), FORM_KINDS[1]),
    ),
    ReturnSheet(
        SheetTitle.INDICATORS,
        SheetTitle.MEASUREMENTS,
        "Mã chỉ tiêu",
        (
            ("Mã", 9),
            ("Tên chỉ tiêu", 60),
            ("Đơn vị tính", 12),
            ("Cách tính", 14),
            ("Mục tiêu", 14),
            ("Kỳ gần nhất", 12),
            ("Số kỳ trước", 14),
        ),
        (("Giá trị", 14), ("Nguồn số liệu", 34), ("Nguyên nhân", 34), ("Ghi chú", 30)),
        "chỉ tiêu",
        {"Nguyên nhân": FORM_KINDS[2]},
    ),
    ReturnSheet(
        SheetTitle.FUNDING,
        SheetTitle.DISBURSEMENTS,
        "Mã kinh phí",
        (
            ("Mã", 9),
            ("Nguồn vốn", 30),
            ("Nội dung", 50),
            ("Kế hoạch (triệu đồng)", 18),
            ("Kỳ gần nhất", 12),
            ("Phân bổ kỳ trước", 16),
            ("Giải ngân kỳ trước", 16),
        ),
        (("Đã phân bổ", 16), ("Đã giải ngân", 16)),
        "dòng kinh phí",
    ),
)

DOCUMENT_COLUMNS: tuple[tuple[str, int], ...] = (
    ("Số ký hiệu", 24),
    ("Ngày ban hành", 16),
    ("Cơ quan ban hành", 40),
    ("Trích yếu", 90),
)
"""The sheet Văn bản of a return: free rows, with the titles of the dossier's sheet."""
DOCUMENT_ROWS = 20
NOTHING_NEW = "Không phát sinh"
"""The line of the cover, and the words in a table, that say there is nothing to tell."""
COVER_TITLE, COVER_STEP = "PHIẾU BÁO CÁO KẾT QUẢ THỰC HIỆN", "Hướng dẫn"
COVER_SHOWN = ("Kế hoạch", "Cơ quan báo cáo", "Nơi nhận báo cáo", "Kỳ báo cáo", "Hạn gửi", "Phải trả lời")
COVER_LINES = ("Người lập", "Người duyệt", "Điện thoại", NOTHING_NEW)
