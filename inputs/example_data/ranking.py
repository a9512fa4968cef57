"""Records of xep-hang-minh-hoa.xlsx: a province that is none, to show how units are scored and ranked, how two plans
are followed in one workbook and how each recipient has a report of its own.

Everything here is invented, the criteria too: they follow no document, and say so.
"""

from __future__ import annotations

from datetime import date

SETTINGS: list[tuple[str, object]] = [
    ("Khối văn bản", "Nhà nước"),
    ("Cơ quan ban hành", "Ủy ban nhân dân tỉnh Minh Hoạ"),
    ("Ký hiệu cơ quan", "UBND"),
    ("Địa danh", "Minh Hoạ"),
    ("Tên kế hoạch", "Kế hoạch chuyển đổi số năm 2026 của tỉnh Minh Hoạ"),
    ("Số ký hiệu kế hoạch", "01/KH-UBND"),
    ("Ngày kế hoạch", date(2026, 1, 5)),
    ("Trích yếu", "thực hiện Kế hoạch chuyển đổi số năm 2026"),
    ("Quyền hạn ký", "TM. ỦY BAN NHÂN DÂN"),
    ("Quyền hạn ký", "KT. CHỦ TỊCH"),
    ("Chức vụ người ký", "PHÓ CHỦ TỊCH"),
    ("Họ tên người ký", "Nguyễn Văn A"),
    ("Nơi nhận", "- Các sở, ban, ngành;"),
    ("Nơi nhận", "- Lưu: VT, TH."),
    ("Chốt số liệu", "NĐ 09"),
    ("Số liệu minh hoạ", "Có"),
    ("Ngưỡng hoàn thành", 70),
    ("Căn cứ chấm tối thiểu", 50),
]

FINANCE, HOME, HEALTH, BUILDING = "Sở Tài chính", "Sở Nội vụ", "Sở Y tế", "Sở Xây dựng"
PEACE, NEW, CENTRE = "UBND xã An Bình", "UBND xã Tân Lập", "UBND phường Trung Tâm"
AGENCIES: list[tuple[str, str, str]] = [
    (FINANCE, "STC", "Sở, ban, ngành"),
    (HOME, "SNV", "Sở, ban, ngành"),
    (HEALTH, "SYT", "Sở, ban, ngành"),
    (BUILDING, "SXD", "Sở, ban, ngành"),
    (PEACE, "", "Xã, phường"),
    (NEW, "", "Xã, phường"),
    (CENTRE, "", "Xã, phường"),
]

TASKS: list[tuple[str, str, str, str]] = [
    # mã, nội dung, chủ trì, thời hạn
    ("NV01", "Ban hành danh mục dữ liệu dùng chung về tài chính", FINANCE, "28/02/2026"),
    ("NV02", "Kết nối hệ thống báo cáo ngân sách với Cổng dữ liệu tỉnh", FINANCE, "31/5/2026"),
    ("NV03", "Số hoá hồ sơ công chức, viên chức", HOME, "31/5/2026"),
    ("NV04", "Bồi dưỡng kỹ năng số cho công chức cấp xã", HOME, "28/02/2026"),
    ("NV05", "Liên thông hồ sơ sức khỏe điện tử", HEALTH, "31/5/2026"),
    ("NV06", "Triển khai bệnh án điện tử tại trung tâm y tế", HEALTH, "30/4/2026"),
    ("NV07", "Xây dựng bản đồ số quy hoạch", BUILDING, "31/12/2026"),
    ("NV08", "Lập tổ công nghệ số ở các thôn", PEACE, "31/3/2026"),
    ("NV09", "Số hoá sổ hộ tịch của xã", PEACE, "31/5/2026"),
    ("NV10", "Lập tổ công nghệ số ở các bản", NEW, "31/3/2026"),
    ("NV11", "Lắp mạng Wi-Fi tại nhà văn hoá", NEW, "31/5/2026"),
    ("NV12", "Tiếp nhận hồ sơ trực tuyến tại phường", CENTRE, "31/5/2026"),
]  # fmt: skip

DIGITAL, REFORM = "KH-CDS", "KH-CCHC"
PLANS: list[tuple[str, str, str, date, str]] = [
    # mã, tên, số ký hiệu, ngày, cơ quan ban hành
    (
        DIGITAL, "Kế hoạch chuyển đổi số năm 2026 của tỉnh Minh Hoạ", "01/KH-UBND", date(2026, 1, 5),
        "Ủy ban nhân dân tỉnh Minh Hoạ",
    ),
    (
        REFORM, "Kế hoạch cải cách hành chính năm 2026 của tỉnh Minh Hoạ", "02/KH-UBND", date(2026, 1, 8),
        "Ủy ban nhân dân tỉnh Minh Hoạ",
    ),
]  # fmt: skip
OF_REFORM = {"NV03": REFORM, "NV04": f"{DIGITAL}; {REFORM}", "NV09": f"{DIGITAL}; {REFORM}", "NV12": REFORM}
"""The plans of tasks that are not of the first alone."""

FUNDING: list[tuple[str, str, str, str, str, int, str]] = [
    # mã, nguồn vốn, nội dung, nhiệm vụ, cơ quan thực hiện, kế hoạch (triệu đồng), thuộc kế hoạch
    ("KP01", "Ngân sách tỉnh", "Kết nối hệ thống báo cáo ngân sách", "NV02", FINANCE, 1800, ""),
    ("KP02", "Ngân sách tỉnh", "Bồi dưỡng kỹ năng số", "NV04", HOME, 600, ""),
    ("KP03", "Ngân sách tỉnh", "Hoạt động cải cách hành chính khác", "", HOME, 250, REFORM),
]  # fmt: skip
DISBURSEMENTS: dict[str, dict[str, tuple[float, float]]] = {
    "KP01": {"2026-Q1": (1500, 300), "2026-Q2": (1800, 1260)},
    "KP02": {"2026-Q1": (600, 420), "2026-Q2": (600, 510)},
    "KP03": {"2026-Q2": (250, 90)},
}

RECIPIENTS: list[tuple[str, str, str, str, str]] = [
    # tên, loại kỳ, kính gửi, hạn gửi, kế hoạch
    ("Bộ Khoa học và Công nghệ", "Quý; Năm", "Bộ Khoa học và Công nghệ", "trước ngày 20", DIGITAL),
    ("Bộ Nội vụ", "Quý; Năm", "Bộ Nội vụ", "ngày 25", REFORM),
]  # fmt: skip

DONE, GOING = "Hoàn thành", "Đang thực hiện"
PROGRESS: list[tuple[str, str, str, date | None, str, str]] = [
    # mã, kỳ, tình trạng, ngày hoàn thành, kết quả, minh chứng
    ("NV01", "2026-Q1", DONE, date(2026, 2, 20), "Đã ban hành danh mục.", "15/QĐ-UBND"),
    ("NV02", "2026-Q1", GOING, None, "Đã khảo sát hệ thống.", ""),
    ("NV02", "2026-Q2", DONE, date(2026, 5, 28), "Đã kết nối, chạy thử.", "Biên bản nghiệm thu số 07/BB-STC"),
    ("NV03", "2026-Q1", GOING, None, "Đã số hoá 40% hồ sơ.", ""),
    ("NV03", "2026-Q2", GOING, None, "Đã số hoá 75% hồ sơ.", ""),
    ("NV04", "2026-Q1", DONE, date(2026, 3, 5), "Đã mở 04 lớp.", "22/BC-SNV"),
    ("NV05", "2026-Q2", DONE, date(2026, 5, 30), "Đã liên thông tại 09 cơ sở.", ""),
    ("NV06", "2026-Q2", DONE, date(2026, 4, 25), "Đã triển khai tại 02 trung tâm.", "31/BC-SYT"),
    ("NV07", "2026-Q2", GOING, None, "Đã lập đề cương.", ""),
    ("NV08", "2026-Q2", DONE, date(2026, 3, 25), "Đã lập 12 tổ.", "05/QĐ-UBND"),
    ("NV09", "2026-Q2", DONE, date(2026, 5, 20), "Đã số hoá xong.", "18/BC-UBND"),
    ("NV10", "2026-Q2", DONE, date(2026, 4, 10), "Đã lập 08 tổ.", "06/QĐ-UBND"),
    ("NV11", "2026-Q2", GOING, None, "Đã lắp tại 03/07 nhà văn hoá.", ""),
]  # fmt: skip

CRITERIA: list[tuple[str, str, str, int | None, str, str]] = [
    # mã, tên, cách chấm, trọng số, bậc, đối tượng
    ("TC1", "Hoàn thành nhiệm vụ đúng hạn", "Nhiệm vụ đúng hạn", 50, "", ""),
    ("TC2", "Chấp hành chế độ báo cáo", "Báo cáo trong kỳ", 20, "", ""),
    ("TC3", "Kết quả có minh chứng", "Có minh chứng", 10, "10 từ 95; 5 từ 80; 0 dưới 80", ""),
    ("TC4", "Chất lượng sản phẩm", "Chấm tay", 20, "", ""),
    ("TC5", "Có sáng kiến được công nhận", "Điểm cộng", 5, "", ""),
    ("TC6", "Để sai sót phải làm lại", "Điểm trừ", 5, "", ""),
    ("XL", "Xếp loại", "Xếp loại", None, "Xuất sắc từ 90; Tốt từ 80; Trung bình từ 50; Yếu dưới 50", ""),
]  # fmt: skip
BASIS = "tự đặt để minh hoạ, không theo văn bản nào"

_Q1, _Q2 = "Biên bản chấm điểm quý I", "Biên bản chấm điểm quý II"
POINTS: list[tuple[str, str, str, float, str]] = [
    # mã tiêu chí, kỳ, cơ quan, điểm, minh chứng
    ("TC4", "2026-Q1", FINANCE, 17, _Q1),
    ("TC4", "2026-Q1", HOME, 18.5, _Q1),
    ("TC4", "2026-Q2", FINANCE, 18, _Q2),
    ("TC4", "2026-Q2", HOME, 15, _Q2),
    ("TC4", "2026-Q2", HEALTH, 16, _Q2),
    ("TC4", "2026-Q2", BUILDING, 12, _Q2),
    ("TC4", "2026-Q2", PEACE, 20, _Q2),
    ("TC4", "2026-Q2", NEW, 14, _Q2),
    ("TC4", "2026-Q2", CENTRE, 10, _Q2),
    ("TC5", "2026-Q2", HEALTH, 2, "44/QĐ-UBND"),
    ("TC6", "2026-Q2", HOME, 1.5, "61/TB-UBND"),
]  # fmt: skip
