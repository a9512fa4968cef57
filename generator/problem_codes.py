"""The catalogue of mistakes: one code, one mistake, for ever. Never reuse a code.

TEP file · BNG sheet and column · GT value of a cell · MA code and reference · TTC Thông tin chung ·
CQ agencies · TD Tiến độ · CT Chỉ tiêu, Lộ trình, Số liệu · KP Kinh phí, Giải ngân · ND Nội dung ·
NK import of a plan · XB the report being written.
"""

from __future__ import annotations

from generator.problems import ProblemKind, Severity

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
    "BNG001": ProblemKind("Thiếu trang bắt buộc", _ERROR),
    "BNG002": ProblemKind("Thiếu cột bắt buộc", _ERROR),
    "BNG003": ProblemKind("Tên trang viết gần đúng", _WARNING),
    "BNG004": ProblemKind("Tên cột viết gần đúng", _WARNING),
    "BNG005": ProblemKind("Hai cột trùng tên", _ERROR),
    "BNG006": ProblemKind("Ô bị gộp trong vùng dữ liệu", _WARNING),
    "BNG007": ProblemKind("Dòng hoặc trang bị ẩn", _WARNING),
    "BNG008": ProblemKind("Hai trang trùng tên", _ERROR),
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
    "GT012": ProblemKind("Có ký tự điều khiển không nhìn thấy", _WARNING),
    "GT013": ProblemKind("Chữ gõ bằng phông cũ", _ERROR),
    "GT014": ProblemKind("Thời hạn không quy được ra ngày", _WARNING),
    "GT015": ProblemKind("Mục tiêu không đọc được", _ERROR),
    "GT016": ProblemKind("Không phải là năm", _ERROR),
    "GT017": ProblemKind("Số âm", _ERROR),
    "MA001": ProblemKind("Mã bị trùng", _ERROR),
    "MA002": ProblemKind("Mã không có trong hồ sơ", _ERROR),
    "MA003": ProblemKind("Hai dòng cho cùng một mã và kỳ", _ERROR),
    "TTC001": ProblemKind("Thiếu mục bắt buộc của Thông tin chung", _ERROR),
    "TTC002": ProblemKind("Mục lạ trong Thông tin chung", _WARNING),
    "TTC003": ProblemKind("Mục chỉ được ghi một lần", _ERROR),
    "CQ001": ProblemKind("Cơ quan không có trong trang Cơ quan", _WARNING),
    "CQ002": ProblemKind("Một tên chỉ hai cơ quan", _ERROR),
    "TD001": ProblemKind("Hoàn thành nhưng không có ngày", _ERROR),
    "TD002": ProblemKind("Hoàn thành trước khi có kế hoạch", _WARNING),
    "TD003": ProblemKind("Ngày hoàn thành sau kỳ báo cáo", _WARNING),
    "TD004": ProblemKind("Tỷ lệ và tình trạng không khớp", _WARNING),
    "CT001": ProblemKind("Giá trị không hợp với loại chỉ tiêu", _ERROR),
    "KP001": ProblemKind("Giải ngân vượt số đã phân bổ", _WARNING),
    "KP002": ProblemKind("Phân bổ vượt kế hoạch", _WARNING),
    "KP003": ProblemKind("Tổng kinh phí không khớp", _WARNING),
    "KP004": ProblemKind("Số luỹ kế giảm", _WARNING),
    "ND001": ProblemKind("Mục nội dung không có trong báo cáo", _ERROR),
    "ND002": ProblemKind("Mục nội dung không dùng cho loại báo cáo này", _WARNING),
    "NK001": ProblemKind("Không tìm thấy bảng nhiệm vụ", _ERROR),
    "NK002": ProblemKind("Dòng bị ngắt trang đã được nối lại", _NOTE),
    "NK003": ProblemKind("Dòng không rõ, cần xem lại", _WARNING),
    "NK004": ProblemKind("Số thứ tự không liên tục", _WARNING),
    "XB001": ProblemKind("Phần chỉ người viết được còn trống", _WARNING),
    "XB002": ProblemKind("Không có dữ liệu của kỳ báo cáo", _WARNING),
    "XB003": ProblemKind("Phông chữ bị thay trong bản PDF", _WARNING),
    "XB004": ProblemKind("Tệp đã sửa tay được giữ riêng", _WARNING),
    "XB005": ProblemKind("Tên cơ quan quá dài cho dòng tiêu đề", _NOTE),
    "XB006": ProblemKind("Không đọc được bản kê của lần tạo trước", _WARNING),
    "XB007": ProblemKind("Bản PDF dùng phông thay thế cùng kích thước chữ", _NOTE),
}
