"""What each column and setting is for, in words a clerk reads, and what kind of value it takes: data only.

The writer of a guided workbook makes notes, prompts and drop-downs of it, `schema` its descriptions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.read.columns import APPROVED_BY, PREPARED_BY, SheetTitle


class ValueKind(StrEnum):
    """What may stand in a cell."""

    TEXT = "text"
    LONG_TEXT = "long text"
    CODE = "code"
    AGENCY = "agency"
    AGENCIES = "agencies"
    PERIOD = "period"
    STATUS = "status"
    DIRECTION = "direction"
    AGGREGATION = "aggregation"
    DAY = "day"
    YEAR = "year"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    TARGET = "target"
    DEADLINE = "deadline"
    FIGURE = "figure"
    SECTION = "section"
    TASK = "task code"
    INDICATOR = "indicator code"
    FUNDING = "funding code"
    SETTING = "setting"
    COMPARISON = "comparison"
    CHANGE = "kind of change"
    PLAN = "plan code"
    YES_NO = "yes or no"
    SCORING = "way of scoring"
    UNITS = "kind of units"
    CRITERION = "criterion code"


STRICT_KINDS = (
    ValueKind.STATUS, ValueKind.DIRECTION, ValueKind.AGGREGATION, ValueKind.COMPARISON, ValueKind.CHANGE,
    ValueKind.YES_NO, ValueKind.SCORING, ValueKind.UNITS,
)  # fmt: skip
"""Kinds whose words are a fixed list: nothing else is understood."""


@dataclass(frozen=True, slots=True)
class ColumnGuide:
    """`note` explains the column in one or two sentences; `example` is one good value."""

    kind: ValueKind
    note: str
    example: str = ""


_K = ValueKind
_PERIOD = ColumnGuide(
    _K.PERIOD, "Kỳ mà dòng này thuộc về: chọn trong danh sách hoặc ghi “quý III/2025”, “tháng 9/2025”.", "2025-Q3"
)
_PLANS = ColumnGuide(_K.TEXT, "Mã ở trang Kế hoạch; nhiều kế hoạch thì ngăn bằng dấu chấm phẩy.", "KH25; KH26")
_NOTE = ColumnGuide(_K.TEXT, "Điều cần lưu ý thêm; không in trong báo cáo trừ khi mẫu yêu cầu.")
_PUBLIC = ColumnGuide(_K.YES_NO, "Có: dòng này được đưa lên trang công khai. Trống là không.", "Có")

_SIGNED = {
    PREPARED_BY: ColumnGuide(_K.TEXT, "Người lập số liệu của dòng; lệnh collect lấy từ phiếu.", "Nguyễn Văn A"),
    APPROVED_BY: ColumnGuide(_K.TEXT, "Người duyệt số liệu của dòng; lệnh collect lấy từ phiếu.", "Trần Thị B"),
}

SHEET_NOTES: Mapping[SheetTitle, str] = {
    SheetTitle.SETTINGS: "Cơ quan báo cáo, kế hoạch được báo cáo và người ký. Mỗi mục một dòng.",
    SheetTitle.AGENCIES: "Tên chuẩn của từng cơ quan, tên viết tắt và các cách gọi khác.",
    SheetTitle.PLANS: "Chỉ dùng khi một hồ sơ theo dõi nhiều kế hoạch, hoặc kế hoạch mới thay kế hoạch cũ.",
    SheetTitle.TASKS: "Các nhiệm vụ của kế hoạch, mỗi nhiệm vụ một dòng, một mã.",
    SheetTitle.CHANGES: "Những gì đã thay đổi trong kế hoạch: mỗi điều chỉnh một dòng, giữ nguyên trang Nhiệm vụ.",
    SheetTitle.PROGRESS: "Kết quả từng nhiệm vụ ở từng kỳ. Giữ nguyên dòng của kỳ trước, kỳ mới thêm dòng mới.",
    SheetTitle.INDICATORS: "Các chỉ tiêu của kế hoạch, mỗi chỉ tiêu một dòng, một mã.",
    SheetTitle.MILESTONES: "Mục tiêu từng năm của chỉ tiêu, nếu kế hoạch có giao theo năm.",
    SheetTitle.MEASUREMENTS: "Giá trị từng chỉ tiêu ở từng kỳ.",
    SheetTitle.FUNDING: "Kinh phí kế hoạch theo nguồn vốn, nhiệm vụ hoặc dự án; đơn vị triệu đồng.",
    SheetTitle.DISBURSEMENTS: "Số đã phân bổ và đã giải ngân, luỹ kế đến hết kỳ; đơn vị triệu đồng.",
    SheetTitle.DOCUMENTS: "Văn bản chỉ đạo, điều hành đã ban hành trong kỳ.",
    SheetTitle.NARRATIVES: "Các đoạn chỉ người viết được: hạn chế, nguyên nhân, kiến nghị …",
    SheetTitle.RECIPIENTS: "Mỗi nơi nhận báo cáo một dòng, khi báo cáo gửi nhiều nơi khác nhau. Ô trống thì theo trang "
    "Thông tin chung.",
    SheetTitle.LAYOUT: "Các mục của phần kết quả của báo cáo, mỗi mục gom nhóm nào; trống thì theo nhóm kế hoạch.",
    SheetTitle.OWN_CHECKS: "Phép đối chiếu riêng giữa các chỉ tiêu hoặc các khoản kinh phí; không khớp thì được báo.",
    SheetTitle.CRITERIA: "Tiêu chí chấm điểm, xếp hạng cơ quan; trọng số cộng lại bằng 100. Không dùng thì để trống.",
    SheetTitle.HAND_POINTS: "Điểm do người chấm cho từng cơ quan ở từng kỳ, theo tiêu chí chấm tay, cộng hoặc trừ.",
}

GUIDE: Mapping[SheetTitle, Mapping[str, ColumnGuide]] = {
    SheetTitle.SETTINGS: {
        "Mục": ColumnGuide(_K.SETTING, "Tên mục; không sửa. Mục được ghi nhiều dòng thì thêm dòng cùng tên."),
        "Giá trị": ColumnGuide(_K.TEXT, "Nội dung của mục. Mục không dùng thì để trống."),
    },
    SheetTitle.AGENCIES: {
        "Tên cơ quan": ColumnGuide(_K.TEXT, "Tên đầy đủ, đúng như in trong báo cáo.", "Sở Khoa học và Công nghệ"),
        "Viết tắt": ColumnGuide(_K.TEXT, "Tên viết tắt, nếu có.", "SKHCN"),
        "Tên khác": ColumnGuide(_K.TEXT, "Các cách gọi khác, ngăn bằng dấu chấm phẩy.", "Sở KH&CN; Sở KHCN"),
        "Nhóm": ColumnGuide(_K.TEXT, "Nhóm cơ quan, nếu cần xếp.", "Sở, ban, ngành"),
    },
    SheetTitle.PLANS: {
        "Mã": ColumnGuide(_K.CODE, "Mã ngắn của kế hoạch, ghi ở cột Kế hoạch của nhiệm vụ, chỉ tiêu.", "KH26"),
        "Tên kế hoạch": ColumnGuide(_K.LONG_TEXT, "Tên đầy đủ, đúng như in trong báo cáo."),
        "Số ký hiệu": ColumnGuide(_K.TEXT, "Số, ký hiệu của kế hoạch.", "45/KH-UBND"),
        "Ngày": ColumnGuide(_K.DAY, "Ngày ban hành; kế hoạch có hiệu lực từ ngày này.", "15/6/2026"),
        "Cơ quan ban hành": ColumnGuide(_K.TEXT, "Cơ quan ban hành kế hoạch."),
        "Thay thế": ColumnGuide(_K.PLAN, "Mã của kế hoạch mà kế hoạch này thay thế, nếu có.", "KH25"),
    },
    SheetTitle.TASKS: {
        "Mã": ColumnGuide(_K.CODE, "Mã riêng của nhiệm vụ, không đổi qua các kỳ.", "I.7"),
        "Nhóm": ColumnGuide(_K.TEXT, "Số của nhóm nhiệm vụ.", "I"),
        "Tên nhóm": ColumnGuide(_K.TEXT, "Tên nhóm nhiệm vụ; các dòng cùng nhóm ghi giống nhau."),
        "TT": ColumnGuide(_K.TEXT, "Số thứ tự trong kế hoạch.", "7"),
        "Nội dung nhiệm vụ": ColumnGuide(_K.LONG_TEXT, "Nội dung như trong kế hoạch."),
        "Cơ quan chủ trì": ColumnGuide(
            _K.AGENCIES, "Chọn trong danh sách. Nhiều cơ quan thì ngăn bằng dấu chấm phẩy.", "Sở Tài chính; Sở Nội vụ"
        ),
        "Cơ quan phối hợp": ColumnGuide(
            _K.AGENCIES, "Chọn trong danh sách. Nhiều cơ quan thì ngăn bằng dấu chấm phẩy."
        ),
        "Kết quả dự kiến": ColumnGuide(_K.LONG_TEXT, "Sản phẩm hoặc kết quả phải có.", "Quyết định của UBND tỉnh"),
        "Thời gian hoàn thành": ColumnGuide(
            _K.DEADLINE,
            "Ngày (31/12/2025), “Tháng 11/2025”, “Quý III/2025”, “Năm 2025” hoặc “Nhiệm vụ thường xuyên”.",
            "Quý III/2025",
        ),
        "Ghi chú": _NOTE,
        "Người phụ trách": ColumnGuide(_K.TEXT, "Người theo dõi nhiệm vụ, nếu kế hoạch có giao.", "Nguyễn Văn A"),
        "Kế hoạch": _PLANS,
        "Tên gọn": ColumnGuide(
            _K.TEXT, "Tên viết ngắn để gọi nhiệm vụ trong báo cáo; trống thì rút gọn từ nội dung.", "Số hoá hồ sơ"
        ),
        "Công khai": _PUBLIC,
    },
    SheetTitle.CHANGES: {
        "Mã nhiệm vụ": ColumnGuide(_K.TEXT, "Mã ở trang Nhiệm vụ; nhiều mã thì ngăn bằng dấu chấm phẩy.", "I.7; I.9"),
        "Ngày": ColumnGuide(_K.DAY, "Ngày điều chỉnh có hiệu lực.", "20/8/2026"),
        "Loại": ColumnGuide(_K.CHANGE, "Chọn một trong bốn loại điều chỉnh.", "Gia hạn"),
        "Giá trị mới": ColumnGuide(
            _K.LONG_TEXT,
            "Gia hạn: thời hạn mới; Chuyển cơ quan: cơ quan chủ trì mới; Sửa nội dung: nội dung mới; Bãi bỏ: để trống.",
            "31/12/2026",
        ),
        "Căn cứ": ColumnGuide(_K.TEXT, "Văn bản điều chỉnh; in trong báo cáo.", "Công văn số 12/UBND-TH"),
    },
    SheetTitle.PROGRESS: {
        "Mã nhiệm vụ": ColumnGuide(_K.TASK, "Mã ở trang Nhiệm vụ; chọn trong danh sách.", "I.7"),
        "Kỳ báo cáo": _PERIOD,
        "Tình trạng": ColumnGuide(_K.STATUS, "Chọn một trong bốn tình trạng.", "Đang thực hiện"),
        "Ngày hoàn thành": ColumnGuide(_K.DAY, "Bắt buộc khi tình trạng là Hoàn thành.", "20/8/2025"),
        "Tỷ lệ hoàn thành (%)": ColumnGuide(_K.PERCENT, "Số từ 0 đến 100, không ghi dấu %.", "40"),
        "Kết quả thực hiện": ColumnGuide(_K.LONG_TEXT, "Việc đã làm trong kỳ, viết thành câu; in trong báo cáo."),
        "Sản phẩm": ColumnGuide(_K.LONG_TEXT, "Văn bản, hệ thống, công trình đã có.", "Quyết định số 12/QĐ-UBND"),
        "Minh chứng": ColumnGuide(
            _K.LONG_TEXT,
            "Số ký hiệu văn bản, đường dẫn hoặc tên tệp chứng minh kết quả; cần có khi Hoàn thành.",
            "12/QĐ-UBND",
        ),
        "Khó khăn, vướng mắc": ColumnGuide(_K.LONG_TEXT, "Chỉ ghi khi có; in ở phần tồn tại, hạn chế."),
        "Nguyên nhân": ColumnGuide(_K.LONG_TEXT, "Vì sao chậm hoặc vướng; chỉ ghi khi có."),
        "Đề xuất, kiến nghị": ColumnGuide(_K.LONG_TEXT, "Đề nghị cấp nào, cơ quan nào, việc gì; chỉ ghi khi có."),
        "Đơn vị báo cáo": ColumnGuide(_K.AGENCIES, "Cơ quan gửi số liệu của dòng này."),
        **_SIGNED,
    },
    SheetTitle.INDICATORS: {
        "Mã": ColumnGuide(_K.CODE, "Mã riêng của chỉ tiêu, không đổi qua các kỳ.", "CT01"),
        "Nhóm": ColumnGuide(_K.TEXT, "Nhóm chỉ tiêu, nếu có."),
        "Tên chỉ tiêu": ColumnGuide(_K.LONG_TEXT, "Tên như trong kế hoạch."),
        "Đơn vị tính": ColumnGuide(_K.TEXT, "Đơn vị của giá trị.", "%"),
        "Chiều": ColumnGuide(_K.DIRECTION, "Tăng: càng cao càng tốt; Giảm: càng thấp càng tốt. Trống là Tăng.", "Tăng"),
        "Cách tính": ColumnGuide(
            _K.AGGREGATION,
            "Thời điểm: số tại cuối kỳ. Cộng dồn: mỗi kỳ ghi số riêng, kỳ dài cộng lại. Luỹ kế năm: ghi số cộng "
            "từ đầu năm. Bình quân: trung bình các kỳ. Trống là Thời điểm.",
            "Thời điểm",
        ),
        "Mục tiêu": ColumnGuide(
            _K.TARGET, "Số, “≥ 80”, “trên 80%”, “không quá 5”, “9-10%”, hoặc chữ “Hoàn thành”.", "≥ 80"
        ),
        "Năm mục tiêu": ColumnGuide(_K.YEAR, "Năm phải đạt mục tiêu; chưa đến năm đó thì chưa đánh giá.", "2030"),
        "Giá trị gốc": ColumnGuide(_K.NUMBER, "Giá trị khi bắt đầu kế hoạch.", "62,5"),
        "Năm gốc": ColumnGuide(_K.YEAR, "Năm của giá trị gốc.", "2024"),
        "Cơ quan chủ trì": ColumnGuide(_K.AGENCIES, "Cơ quan chịu trách nhiệm báo cáo chỉ tiêu."),
        "Ghi chú": _NOTE,
        "Kế hoạch": _PLANS,
        "Tên gọn": ColumnGuide(
            _K.TEXT, "Tên viết ngắn để gọi chỉ tiêu trong phần tóm tắt. Trống thì dùng tên đầy đủ.", "Kinh tế số"
        ),
        "Công khai": _PUBLIC,
    },
    SheetTitle.MILESTONES: {
        "Mã chỉ tiêu": ColumnGuide(_K.INDICATOR, "Mã ở trang Chỉ tiêu.", "CT01"),
        "Năm": ColumnGuide(_K.YEAR, "Năm của mục tiêu này.", "2026"),
        "Mục tiêu": ColumnGuide(_K.TARGET, "Mục tiêu của năm đó, viết như ở trang Chỉ tiêu.", "≥ 65"),
    },
    SheetTitle.MEASUREMENTS: {
        "Mã chỉ tiêu": ColumnGuide(_K.INDICATOR, "Mã ở trang Chỉ tiêu; chọn trong danh sách.", "CT01"),
        "Kỳ báo cáo": _PERIOD,
        "Giá trị": ColumnGuide(_K.FIGURE, "Số theo đơn vị tính của chỉ tiêu; chỉ tiêu có/không ghi “Đạt”.", "62,5"),
        "Nguồn số liệu": ColumnGuide(_K.TEXT, "Nơi cung cấp hoặc văn bản có số liệu.", "Chi cục Thống kê"),
        "Nguyên nhân": ColumnGuide(_K.LONG_TEXT, "Vì sao chưa đạt, giảm; in ngay sau số liệu trong báo cáo."),
        "Ghi chú": _NOTE,
        **_SIGNED,
    },
    SheetTitle.FUNDING: {
        "Mã": ColumnGuide(_K.CODE, "Mã riêng của dòng kinh phí.", "KP1"),
        "Nguồn vốn": ColumnGuide(_K.TEXT, "Các dòng cùng nguồn ghi giống nhau.", "Ngân sách tỉnh"),
        "Nội dung": ColumnGuide(_K.LONG_TEXT, "Nhiệm vụ, dự án, hoặc để trống nếu là cả nguồn."),
        "Mã nhiệm vụ": ColumnGuide(_K.TASK, "Mã ở trang Nhiệm vụ, nếu kinh phí của một nhiệm vụ.", "I.7"),
        "Cơ quan thực hiện": ColumnGuide(_K.AGENCIES, "Cơ quan báo cáo giải ngân."),
        "Kế hoạch (triệu đồng)": ColumnGuide(_K.MONEY, "Số theo kế hoạch, đơn vị triệu đồng.", "12.500"),
        "Ghi chú": _NOTE,
        "Thuộc kế hoạch": ColumnGuide(
            _K.TEXT, "Mã ở trang Kế hoạch; trống thì theo kế hoạch của nhiệm vụ.", "KH25; KH26"
        ),
        "Công khai": _PUBLIC,
    },
    SheetTitle.DISBURSEMENTS: {
        "Mã kinh phí": ColumnGuide(_K.FUNDING, "Mã ở trang Kinh phí; chọn trong danh sách.", "KP1"),
        "Kỳ báo cáo": _PERIOD,
        "Đã phân bổ": ColumnGuide(_K.MONEY, "Luỹ kế từ đầu kế hoạch đến hết kỳ, triệu đồng.", "10.000"),
        "Đã giải ngân": ColumnGuide(_K.MONEY, "Luỹ kế từ đầu kế hoạch đến hết kỳ, triệu đồng.", "4.250"),
        "Ghi chú": _NOTE,
        **_SIGNED,
    },
    SheetTitle.DOCUMENTS: {
        "Kỳ báo cáo": _PERIOD,
        "Số ký hiệu": ColumnGuide(_K.TEXT, "Số và ký hiệu văn bản.", "1234/UBND-VX"),
        "Ngày ban hành": ColumnGuide(_K.DAY, "Ngày ghi trên văn bản.", "05/8/2025"),
        "Cơ quan ban hành": ColumnGuide(_K.AGENCY, "Cơ quan ban hành văn bản."),
        "Trích yếu": ColumnGuide(_K.LONG_TEXT, "Trích yếu nội dung văn bản."),
    },
    SheetTitle.NARRATIVES: {
        "Kỳ báo cáo": _PERIOD,
        "Mục": ColumnGuide(_K.SECTION, "Mục của báo cáo; chọn trong danh sách.", "Tồn tại, hạn chế"),
        "Nội dung": ColumnGuide(
            _K.LONG_TEXT, "Mỗi đoạn một dòng (Alt+Enter). Dòng bắt đầu bằng “- ” là gạch đầu dòng; **chữ đậm**."
        ),
    },
    SheetTitle.RECIPIENTS: {
        "Tên": ColumnGuide(_K.TEXT, "Tên để gọi: --to “Công an tỉnh”.", "Công an tỉnh"),
        "Kỳ": ColumnGuide(
            _K.TEXT, "Loại kỳ nơi này nhận, ngăn bằng dấu chấm phẩy: Tuần, Tháng, Quý … Trống là mọi kỳ.", "Tháng; Quý"
        ),
        "Khối văn bản": ColumnGuide(_K.TEXT, "Nhà nước hoặc Đảng: thể thức của báo cáo gửi nơi này.", "Đảng"),
        "Kính gửi": ColumnGuide(_K.LONG_TEXT, "Mỗi dòng một nơi (Alt+Enter).", "Công an tỉnh Lai Châu"),
        "Nơi nhận": ColumnGuide(_K.LONG_TEXT, "Mỗi dòng một nơi, dòng cuối là nơi lưu.", "Lưu: VT, VX4"),
        "Hạn gửi báo cáo": ColumnGuide(
            _K.TEXT, "“trước ngày 20”, “ngày 05 tháng sau”, “thứ Sáu” (báo cáo tuần).", "trước ngày 20"
        ),
        "Trích yếu": ColumnGuide(_K.LONG_TEXT, "Báo cáo gửi nơi này về việc gì."),
        "Mẫu": ColumnGuide(_K.TEXT, "Thư mục mẫu Word dùng cho nơi này, nằm cạnh sổ tính.", "mau-cong-an"),
        "Kế hoạch": ColumnGuide(_K.TEXT, "Mã các kế hoạch phải báo cáo với nơi này; trống là mọi kế hoạch."),
    },
    SheetTitle.LAYOUT: {
        "Mục": ColumnGuide(_K.TEXT, "Tên mục in trong báo cáo; số thứ tự do báo cáo đặt.", "Phát triển hạ tầng số"),
        "Nhóm": ColumnGuide(
            _K.LONG_TEXT,
            "Số, tên nhóm nhiệm vụ, nhóm chỉ tiêu hoặc mã, ngăn bằng dấu chấm phẩy.",
            "III; V; Kinh tế số; IV.2",
        ),
        "Thứ tự": ColumnGuide(_K.NUMBER, "Thứ tự của mục trong báo cáo; trống thì theo thứ tự dòng.", "1"),
    },
    SheetTitle.OWN_CHECKS: {
        "Vế trái": ColumnGuide(
            _K.TEXT, "Mã chỉ tiêu, mã kinh phí, nguồn vốn, cơ quan hoặc số, nối bằng dấu + hoặc dấu trừ.", "KP01 + KP02"
        ),
        "Phép so": ColumnGuide(_K.COMPARISON, "Chọn =, ≤ hoặc ≥.", "="),
        "Vế phải": ColumnGuide(
            _K.TEXT, "Như vế trái; “Tổng” là tổng các dòng kinh phí, “Tổng theo kế hoạch” là số kế hoạch ghi.", "Tổng"
        ),
        "Lời báo": ColumnGuide(_K.TEXT, "Câu báo khi không khớp; trống thì chương trình tự ghi."),
    },
    SheetTitle.CRITERIA: {
        "Mã": ColumnGuide(_K.CODE, "Mã riêng của tiêu chí, không đổi qua các kỳ.", "TC1"),
        "Tên": ColumnGuide(_K.LONG_TEXT, "Tên tiêu chí như trong văn bản quy định.", "Hoàn thành nhiệm vụ đúng hạn"),
        "Cách chấm": ColumnGuide(
            _K.SCORING,
            "Chọn trong danh sách. Chấm tay, Điểm cộng, Điểm trừ: ghi điểm ở trang Chấm điểm; Xếp loại: tên các bậc "
            "của tổng điểm; còn lại tính từ số liệu.",
            "Nhiệm vụ đúng hạn",
        ),
        "Trọng số": ColumnGuide(
            _K.NUMBER, "Điểm tối đa. Các tiêu chí cộng lại bằng 100, không kể Điểm cộng, Điểm trừ, Xếp loại.", "40"
        ),
        "Bậc": ColumnGuide(
            _K.LONG_TEXT,
            "Xếp loại: tên bậc và mức điểm. Tiêu chí tính từ số liệu: điểm theo tỷ lệ "
            "(“40 từ 95; 30 từ 80; 0 dưới 80”), trống thì điểm theo đúng tỷ lệ.",
            "Xuất sắc từ 90; Tốt từ 80; Trung bình từ 50; Yếu dưới 50",
        ),
        "Đối tượng": ColumnGuide(_K.UNITS, "Cơ quan hoặc Cấp xã; trống là cả hai. Hai loại xếp hạng riêng.", "Cơ quan"),
        "Căn cứ": ColumnGuide(_K.TEXT, "Văn bản quy định tiêu chí; in ở phụ lục.", "Quyết định số 12/QĐ-UBND"),
    },
    SheetTitle.HAND_POINTS: {
        "Mã tiêu chí": ColumnGuide(_K.CRITERION, "Mã ở trang Tiêu chí: Chấm tay, Điểm cộng hoặc Điểm trừ.", "TC5"),
        "Kỳ báo cáo": ColumnGuide(
            _K.PERIOD, "Kỳ được chấm; điểm của kỳ nào chỉ dùng cho báo cáo của đúng kỳ đó.", "2025-Q3"
        ),
        "Cơ quan": ColumnGuide(_K.AGENCY, "Mỗi dòng một cơ quan.", "Sở Nội vụ"),
        "Điểm": ColumnGuide(_K.NUMBER, "Từ 0 đến điểm tối đa của tiêu chí; Điểm trừ cũng ghi số dương.", "8"),
        "Minh chứng": ColumnGuide(_K.LONG_TEXT, "Văn bản, biên bản làm căn cứ cho điểm.", "Biên bản số 05/BB-TCT"),
        "Ghi chú": _NOTE,
    },
}

SETTING_NOTES: Mapping[str, str] = {
    "Khối văn bản": "Nhà nước (theo Nghị định 30/2020/NĐ-CP) hoặc Đảng.",
    "Cơ quan chủ quản": "Cơ quan cấp trên in ở dòng đầu; UBND tỉnh thì để trống.",
    "Cơ quan ban hành": "Tên đầy đủ của cơ quan lập báo cáo.",
    "Ký hiệu cơ quan": "Chữ viết tắt trong số, ký hiệu văn bản: UBND, SKHCN …",
    "Địa danh": "Địa danh trước ngày tháng: Lai Châu.",
    "Tên kế hoạch": "Tên kế hoạch được báo cáo.",
    "Số ký hiệu kế hoạch": "Chẳng hạn 2391/KH-UBND.",
    "Ngày kế hoạch": "Ngày ban hành kế hoạch.",
    "Cơ quan ban hành kế hoạch": "Nếu khác cơ quan lập báo cáo.",
    "Trích yếu": "Báo cáo về việc gì: “thực hiện Nghị quyết số 57-NQ/TW …”.",
    "Quyền hạn ký": "Mỗi dòng một quyền hạn, theo thứ tự: TM. …, KT. …, TL. …, TUQ. …, Q. …",
    "Chức vụ người ký": "Chẳng hạn PHÓ CHỦ TỊCH.",
    "Họ tên người ký": "Họ và tên người ký.",
    "Kính gửi": "Mỗi dòng một nơi; không có thì để trống.",
    "Căn cứ": "Mỗi dòng một căn cứ.",
    "Văn bản yêu cầu": "Văn bản yêu cầu báo cáo: “Công văn số … ngày … của … về việc …”; in ở câu mở đầu.",
    "Nơi nhận": "Mỗi dòng một nơi; dòng cuối như “Lưu: VT, VX4”.",
    "Chốt số liệu": "NĐ 09: kỳ kết thúc ngày 14 tháng cuối; Lịch: theo tháng dương lịch. Trống là NĐ 09.",
    "Hạn gửi báo cáo": "Hạn gửi phiếu: “trước ngày 15”, “ngày 20”, “ngày 05 tháng sau”. Trống là ngày chốt.",
    "Kỳ riêng": "Mỗi dòng một khoảng thời gian có tên: “100 ngày: từ 10/7/2026 đến 17/10/2026”.",
    "Tổng kinh phí theo kế hoạch": "Tổng số kế hoạch ghi, triệu đồng, để đối chiếu với trang Kinh phí.",
    "Số liệu minh hoạ": "Có: in dòng báo đây là số liệu minh hoạ.",
    "Biểu đồ": "Có: báo cáo có biểu đồ nhiệm vụ và chỉ tiêu. Trống là Không.",
    "Minh chứng bắt buộc": "Có: nhiệm vụ hoàn thành, chỉ tiêu đạt mà thiếu minh chứng là lỗi. Trống là cảnh báo.",
    "Tóm tắt": "Có: báo cáo mở đầu bằng tóm tắt không quá năm dòng. Trống: có ở mọi kỳ, trừ tuần và tháng.",
    "Độ dài": "gọn: thân báo cáo gom lại, chi tiết ở phụ lục. Trống: tuần, tháng gọn, kỳ khác đầy đủ.",
    "Bảng trong báo cáo": "Có: chỉ tiêu và kinh phí in thành bảng trong lời báo cáo. Trống là Không: in thành ý.",
    "Phụ lục theo nguồn vốn": "Có: mỗi nguồn vốn một phụ lục kinh phí. Trống là Không: một phụ lục, chia theo nguồn.",
    "Số hai chữ số": "Có: số đếm dưới 10 trong lời báo cáo viết hai chữ số (04 nhiệm vụ). Trống là Có.",
    "Ngưỡng hoàn thành": "Cơ quan hoàn thành dưới tỷ lệ này (%) số nhiệm vụ đến hạn thì được nêu tên. Trống: 70 khi có "
    "trang Tiêu chí, không thì không nêu.",
    "Căn cứ chấm tối thiểu": "Cơ quan có tiêu chí tính được dưới số điểm này (trên 100) thì không xếp hạng. Trống: 50.",
    "Kỳ chấm điểm": "Loại kỳ được chấm điểm, xếp hạng, ngăn bằng dấu chấm phẩy: Quý; Năm. Trống là mọi kỳ.",
    "Miễn quy tắc": "Mã quy tắc thể thức không áp dụng theo lệ của cơ quan (như ND30-313), mỗi dòng một mã.",
    "Cột riêng": "Cột của cơ quan là cột nào của hồ sơ: “Đánh giá = Tình trạng”, “Lãnh đạo = không dùng”.",
}
