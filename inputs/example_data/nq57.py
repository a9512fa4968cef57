"""Indicators of lai-chau-nq57.xlsx (Chương trình hành động, mục II.2) and, invented, their figures, money and texts."""

# ruff: noqa: E501 - one record, one line
from __future__ import annotations

from datetime import date

from generator.core.model import Aggregation

SETTINGS: list[tuple[str, object]] = [
    ("Khối văn bản", "Nhà nước"),
    ("Cơ quan chủ quản", None),
    ("Cơ quan ban hành", "Ủy ban nhân dân tỉnh Lai Châu"),
    ("Ký hiệu cơ quan", "UBND"),
    ("Địa danh", "Lai Châu"),
    ("Tên kế hoạch", "Kế hoạch triển khai thực hiện các nhiệm vụ được giao tại Nghị quyết số 57-NQ/TW và các Thông báo kết luận của Ban Chỉ đạo Trung ương về thực hiện Nghị quyết số 57-NQ/TW trong 06 tháng cuối năm 2025"),
    ("Số ký hiệu kế hoạch", None),
    ("Ngày kế hoạch", None),
    ("Cơ quan ban hành kế hoạch", "Ủy ban nhân dân tỉnh Lai Châu"),
    ("Trích yếu", "thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia trên địa bàn tỉnh"),
    ("Quyền hạn ký", "TM. ỦY BAN NHÂN DÂN"),
    ("Quyền hạn ký", "KT. CHỦ TỊCH"),
    ("Chức vụ người ký", "PHÓ CHỦ TỊCH"),
    ("Họ tên người ký", "Nguyễn Văn A"),
    ("Kính gửi", None),
    ("Căn cứ", "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"),
    ("Căn cứ", "Căn cứ Nghị định số 09/2019/NĐ-CP ngày 24 tháng 01 năm 2019 của Chính phủ quy định về chế độ báo cáo của cơ quan hành chính nhà nước"),
    ("Nơi nhận", "- TT. Tỉnh ủy, TT. HĐND tỉnh;"),
    ("Nơi nhận", "- Chủ tịch, các PCT UBND tỉnh;"),
    ("Nơi nhận", "- BCĐ KH, CN, ĐMST, CĐS và Đề án 06 tỉnh;"),
    ("Nơi nhận", "- Các sở, ban, ngành, đoàn thể tỉnh;"),
    ("Nơi nhận", "- UBND các xã, phường;"),
    ("Nơi nhận", "- Lưu: VT, VX3, VX5."),
    ("Chốt số liệu", "NĐ 09"),
    ("Tổng kinh phí theo kế hoạch", 312500),
    ("Số liệu minh hoạ", "Có"),
]  # fmt: skip

SCIENCE, FINANCE, OFFICE = "Sở Khoa học và Công nghệ", "Sở Tài chính", "Văn phòng UBND tỉnh"
CULTURE = "Sở Văn hóa, Thể thao và Du lịch"
NOTE = "Cơ quan chủ trì, lộ trình và số liệu minh hoạ"

INDICATORS: list[tuple[str, str, str, str, object, object, object, str]] = [
    # mã, nhóm, tên, đơn vị, mục tiêu 2030, giá trị gốc 2024, lead
    ("CT01", "Khoa học, công nghệ và đổi mới sáng tạo", "Tỷ trọng đóng góp của yếu tố năng suất tổng hợp (TFP) vào tăng trưởng kinh tế", "%", "từ 37,6% trở lên", 28.9, 2024, FINANCE),
    ("CT02", "Khoa học, công nghệ và đổi mới sáng tạo", "Tỷ lệ doanh nghiệp có hoạt động đổi mới sáng tạo trong tổng số doanh nghiệp", "%", "trên 40%", 10.5, 2024, SCIENCE),
    ("CT03", "Khoa học, công nghệ và đổi mới sáng tạo", "Chỉ số phát triển con người (HDI)", "điểm", "trên 0,623", 0.598, 2024, SCIENCE),
    ("CT04", "Khoa học, công nghệ và đổi mới sáng tạo", "Nhân lực nghiên cứu khoa học, phát triển công nghệ, đổi mới sáng tạo trên một vạn dân", "người", 10, 4.1, 2024, SCIENCE),
    ("CT05", "Khoa học, công nghệ và đổi mới sáng tạo", "Tỷ lệ chi ngân sách địa phương cho phát triển khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số", "%", "ít nhất 3%", 2.1, 2024, FINANCE),
    ("CT06", "Chuyển đổi số", "Tỷ trọng kinh tế số trong GRDP", "%", "khoảng 9-10%", 5.2, 2024, SCIENCE),
    ("CT07", "Chuyển đổi số", "Tỷ lệ sử dụng dịch vụ công trực tuyến của người dân và doanh nghiệp", "%", "trên 80%", 45.8, 2024, OFFICE),
    ("CT08", "Chuyển đổi số", "Tỷ lệ giao dịch không dùng tiền mặt trong các hoạt động kinh tế - xã hội", "%", "80%", 41.5, 2024, FINANCE),
    ("CT09", "Chuyển đổi số", "Tỷ lệ doanh nghiệp trên địa bàn tỉnh ứng dụng công nghệ số trong sản xuất, kinh doanh và quản trị", "%", "100%", 29.8, 2024, SCIENCE),
    ("CT10", "Chuyển đổi số", "Tỷ lệ các điểm, bản du lịch cộng đồng đã được công nhận được số hóa 3D", "%", "100%", 12.0, 2024, CULTURE),
    ("CT11", "Hạ tầng số", "Phủ sóng 5G trên địa bàn toàn tỉnh", "", "Hoàn thành", None, None, SCIENCE),
    ("CT12", "Hạ tầng số", "Phủ sóng 6G tại các trung tâm kinh tế, hành chính và khu, cụm công nghiệp", "", "Hoàn thành", None, None, SCIENCE),
    ("CT13", "Hạ tầng số", "Xây dựng và vận hành trung tâm dữ liệu cấp tỉnh đạt chuẩn quốc gia", "", "Hoàn thành", None, None, SCIENCE),
]  # fmt: skip

AGGREGATIONS: dict[str, Aggregation] = {}
"""All of them are levels."""

MILESTONES: dict[str, dict[int, object]] = {
    "CT01": {2025: "từ 30% trở lên", 2026: "từ 31,5% trở lên"},
    "CT02": {2025: "trên 15%", 2026: "trên 18%"},
    "CT03": {2025: "trên 0,600", 2026: "trên 0,605"},
    "CT04": {2025: 5, 2026: 6},
    "CT06": {2025: "khoảng 6-7%", 2026: "khoảng 6,5-7,5%"},
    "CT07": {2025: "trên 60%", 2026: "trên 65%"},
    "CT08": {2025: "50%", 2026: "58%"},
    "CT09": {2025: "40%", 2026: "50%"},
    "CT10": {2025: "30%", 2026: "50%"},
}

MEASURED_IN = ("2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")
STATISTICS, SURVEY, PORTAL = "Thống kê tỉnh", "Khảo sát của Sở Khoa học và Công nghệ", "Cổng Dịch vụ công quốc gia"
NOT_YET, YES = "Chưa hoàn thành", "Hoàn thành"

MEASUREMENTS: dict[str, tuple[str, tuple[object, ...]]] = {
    "CT01": (STATISTICS, (None, 28.9, None, 29.4, None, 30.6, None, 31.8)),
    "CT02": (SURVEY, (9.6, 10.5, 12.4, 13.2, 14.1, 15.6, 16.8, 18.6)),
    "CT03": (STATISTICS, (None, 0.598, None, None, None, 0.604, None, None)),
    "CT04": ("Sở Khoa học và Công nghệ", (4.0, 4.1, 4.2, 4.4, 4.6, 4.8, 5.0, 5.2)),
    "CT05": ("Sở Tài chính", (2.1, 2.1, 2.6, 2.8, 3, 3.1, 3.1, 3.2)),
    "CT06": (STATISTICS, (5.1, 5.2, 5.4, 5.6, 5.8, 6.2, 6.6, 6.9)),
    "CT07": (PORTAL, (41.2, 45.8, 50.4, 56.3, 62.5, 64.1, 66.8, 70.2)),
    "CT08": ("Ngân hàng Nhà nước Khu vực 3", (38, 41.5, 44.2, 47.9, 51.3, 53.6, 55.9, 57.1)),
    "CT09": (SURVEY, (27.4, 29.8, 31.9, 33.5, 36.4, 41.2, 45.7, 50)),
    "CT10": ("Sở Văn hóa, Thể thao và Du lịch", (8, 12, 16, 22, 30, 34, 40, 46)),
    "CT11": ("Sở Khoa học và Công nghệ", (None, NOT_YET, None, NOT_YET, NOT_YET, NOT_YET, NOT_YET, NOT_YET)),
    "CT13": ("Sở Khoa học và Công nghệ", (None, NOT_YET, None, None, NOT_YET, NOT_YET, NOT_YET, YES)),
}

CAUSES: dict[tuple[str, str], str] = {
    ("CT02", "2025-Q3"): "doanh nghiệp trên địa bàn chủ yếu quy mô nhỏ, ít kinh phí cho đổi mới công nghệ",
    ("CT04", "2025-Q3"): "chưa có chính sách đãi ngộ riêng để thu hút cán bộ nghiên cứu",
    ("CT04", "2025-Q4"): "chưa có chính sách đãi ngộ riêng để thu hút cán bộ nghiên cứu",
    ("CT09", "2025-Q3"): "mới hỗ trợ được 120/300 doanh nghiệp theo kế hoạch năm",
}
SHORT_NAMES = {
    "CT04": "Nhân lực nghiên cứu trên một vạn dân",
    "CT07": "Tỷ lệ sử dụng dịch vụ công trực tuyến",
    "CT08": "Tỷ lệ giao dịch không dùng tiền mặt",
    "CT09": "Tỷ lệ doanh nghiệp ứng dụng công nghệ số",
    "CT10": "Tỷ lệ điểm, bản du lịch cộng đồng được số hóa 3D",
}

CENTRAL, INVESTMENT = "Ngân sách trung ương", "Ngân sách tỉnh - chi đầu tư phát triển"
RECURRENT, SOCIAL = "Ngân sách tỉnh - chi thường xuyên", "Nguồn doanh nghiệp, xã hội hóa"

FUNDING: list[tuple[str, str, str, str | None, str, int]] = [
    ("KP01", CENTRAL, "Hạ tầng kỹ thuật bảo đảm an toàn thông tin (minh hoạ)", "III.8", SCIENCE, 46000),
    ("KP02", CENTRAL, "Kho lưu trữ và số hóa tài liệu của đơn vị sáp nhập (minh hoạ)", "III.3", SCIENCE, 38500),
    ("KP03", INVESTMENT, "Trung tâm dữ liệu cấp tỉnh (minh hoạ)", None, SCIENCE, 96000),
    ("KP04", INVESTMENT, "Nâng cấp hệ thống thông tin giải quyết thủ tục hành chính (minh hoạ)", "V.10", OFFICE, 28000),
    ("KP05", RECURRENT, "Đào tạo, bồi dưỡng kỹ năng số (minh hoạ)", "IV.1", SCIENCE, 12500),
    ("KP06", RECURRENT, "Số hóa hồ sơ, kết quả giải quyết thủ tục hành chính (minh hoạ)", "V.8", OFFICE, 21000),
    ("KP07", RECURRENT, "Tuyên truyền về khoa học, công nghệ và chuyển đổi số (minh hoạ)", "I.6", CULTURE, 6500),
    ("KP08", SOCIAL, "Phát triển hạ tầng 5G của doanh nghiệp viễn thông (minh hoạ)", "III.2", SCIENCE, 64000),
]  # fmt: skip

DISBURSED_IN = ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")
DISBURSEMENTS: dict[str, tuple[tuple[int, int], ...]] = {
    "KP01": ((18000, 5200), (30000, 16400), (38000, 24100), (44000, 33750)),
    "KP02": ((12000, 3100), (24500, 13800), (32000, 24600), (38500, 36900)),
    "KP03": ((20000, 6400), (48000, 27500), (70000, 41800), (90000, 63200)),
    "KP04": ((14000, 4750), (28000, 25900), (28000, 27350), (28000, 27350)),
    "KP05": ((6000, 2480), (9000, 6120), (11000, 7400), (12500, 10150)),
    "KP06": ((9500, 4100), (15000, 11650), (21000, 19800), (21000, 20640)),
    "KP07": ((3200, 1460), (4500, 3390), (5500, 3900), (6500, 5275)),
    "KP08": ((15000, 15000), (29500, 29500), (40000, 38200), (58000, 55400)),
}

DOCUMENTS: list[tuple[str, str, date, str, str]] = [
    ("2025-Q3", "2865/UBND-VX", date(2025, 7, 18), "Ủy ban nhân dân tỉnh Lai Châu", "Công văn về việc giao chỉ tiêu phát triển hạ tầng số 6 tháng cuối năm 2025"),
    ("2025-Q3", "1412/QĐ-UBND", date(2025, 8, 6), "Ủy ban nhân dân tỉnh Lai Châu", "Quyết định phê duyệt danh mục cơ sở dữ liệu dùng chung của tỉnh"),
    ("2025-Q3", "3218/KH-UBND", date(2025, 8, 28), "Ủy ban nhân dân tỉnh Lai Châu", "Kế hoạch đào tạo, bồi dưỡng kỹ năng số cho cán bộ, công chức, viên chức giai đoạn 2025 - 2026"),
    ("2025-Q3", "964/SKHCN-CĐS", date(2025, 9, 4), "Sở Khoa học và Công nghệ", "Công văn đôn đốc thực hiện nhiệm vụ đến hạn trong quý III năm 2025"),
    ("2025-Q4", "1893/QĐ-UBND", date(2025, 10, 24), "Ủy ban nhân dân tỉnh Lai Châu", "Quyết định phê duyệt Đề án ứng dụng IoT trong một số ngành, lĩnh vực"),
    ("2025-Q4", "2077/QĐ-UBND", date(2025, 11, 27), "Ủy ban nhân dân tỉnh Lai Châu", "Quyết định phân cấp giải quyết thủ tục hành chính"),
    ("2026-Q1", "2245/TB-UBND", date(2025, 12, 18), "Ủy ban nhân dân tỉnh Lai Châu", "Thông báo công bố danh mục bài toán lớn về khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số"),
    ("2026-Q1", "186/QĐ-UBND", date(2026, 1, 30), "Ủy ban nhân dân tỉnh Lai Châu", "Quyết định phê duyệt quy trình nội bộ giải quyết thủ tục hành chính đã tái cấu trúc"),
    ("2026-Q2", "1120/UBND-VX", date(2026, 3, 26), "Ủy ban nhân dân tỉnh Lai Châu", "Công văn chấn chỉnh việc thực hiện nhiệm vụ quá hạn"),
    ("2026-Q2", "08/NQ-HĐND", date(2026, 4, 22), "Hội đồng nhân dân tỉnh Lai Châu", "Nghị quyết quy định chính sách hỗ trợ đổi mới sáng tạo trên địa bàn tỉnh"),
    ("2026-Q2", "1587/KH-UBND", date(2026, 5, 8), "Ủy ban nhân dân tỉnh Lai Châu", "Kế hoạch lắp đặt thiết bị bảo đảm an toàn thông tin cho các xã, phường"),
]  # fmt: skip

NARRATIVES: list[tuple[str, str, str]] = [
    ("2025-Q3", "Mở đầu", "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị, Ủy ban nhân dân tỉnh Lai Châu báo cáo tình hình, kết quả thực hiện quý III năm 2025 như sau:"),
    ("2025-Q3", "Công tác chỉ đạo, điều hành", "Ủy ban nhân dân tỉnh đã tập trung chỉ đạo các sở, ban, ngành, địa phương cụ thể hóa Nghị quyết số 57-NQ/TW bằng **07 nhóm nhiệm vụ**, phân công rõ người, rõ việc, rõ thời hạn, rõ sản phẩm.\n- Tổ chức 02 phiên họp của Ban Chỉ đạo tỉnh, cho ý kiến về 11 nội dung.\n- Kiện toàn tổ giúp việc sau khi thực hiện mô hình chính quyền địa phương 02 cấp.\n- Ban hành công văn đôn đốc đối với các nhiệm vụ đến hạn trong quý."),
    ("2025-Q3", "Kết quả thực hiện chỉ tiêu", "Các chỉ tiêu về dịch vụ công trực tuyến và giao dịch không dùng tiền mặt tăng khá so với cùng kỳ; chỉ tiêu về kinh tế số, đổi mới sáng tạo trong doanh nghiệp tăng chậm."),
    ("2025-Q3", "Kết quả thực hiện nhiệm vụ", "Các nhiệm vụ được triển khai đồng bộ trên cả 07 nhóm; **hạ tầng số và dịch vụ công trực tuyến** có chuyển biến rõ nét."),
    ("2025-Q3", "Kinh phí thực hiện", "Ngân sách tỉnh được bổ sung 42.500 triệu đồng cho các nhiệm vụ cấp bách về hạ tầng số; việc giải ngân tập trung vào những tháng cuối năm."),
    ("2025-Q3", "Chế độ báo cáo", "Hầu hết cơ quan, đơn vị gửi báo cáo đúng hạn; còn một số đơn vị gửi số liệu chậm, phải đôn đốc nhiều lần."),
    ("2025-Q3", "Đánh giá chung", "Công tác lãnh đạo, chỉ đạo được thực hiện quyết liệt; nhận thức của cán bộ, công chức và Nhân dân về khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số được nâng lên."),
    ("2025-Q3", "Tồn tại, hạn chế", "- Một số nhiệm vụ triển khai chậm so với kế hoạch, nhất là phân loại thủ tục hành chính và phát triển kinh tế ban đêm.\n- Hạ tầng số tại các xã vùng cao, biên giới chưa đồng bộ.\n- Việc ứng dụng trí tuệ nhân tạo mới ở bước chuẩn bị."),
    ("2025-Q3", "Nguyên nhân", "- **Khách quan:** khối lượng hồ sơ, tài liệu sau sắp xếp đơn vị hành chính lớn; hướng dẫn kỹ thuật của Trung ương đối với một số hệ thống chưa đầy đủ.\n- **Chủ quan:** người đứng đầu một số đơn vị chưa quan tâm đúng mức; cán bộ chuyên trách cấp xã còn kiêm nhiệm nhiều việc."),
    ("2025-Q3", "Bài học kinh nghiệm", "Giao nhiệm vụ phải gắn với sản phẩm và thời hạn cụ thể; theo dõi, đôn đốc hằng tuần bằng dữ liệu; kịp thời tháo gỡ khó khăn ngay tại cơ sở."),
    ("2025-Q3", "Phương hướng, nhiệm vụ", "- Hoàn thành các nhiệm vụ có thời hạn trong tháng 9 và tháng 11 năm 2025.\n- Đẩy nhanh tiến độ số hóa hồ sơ, kết quả giải quyết thủ tục hành chính.\n- Tập trung giải ngân vốn đầu tư cho hạ tầng số:\n+ Trung tâm dữ liệu cấp tỉnh;\n+ Thiết bị bảo đảm an toàn thông tin cho các xã, phường."),
    ("2026-Q2", "Mở đầu", "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị, Ủy ban nhân dân tỉnh Lai Châu báo cáo tình hình, kết quả thực hiện quý II năm 2026 như sau:"),
    ("2026-Q2", "Công tác chỉ đạo, điều hành", "Ủy ban nhân dân tỉnh chỉ đạo rà soát toàn bộ nhiệm vụ quá hạn, làm việc trực tiếp với **04 cơ quan chủ trì** để xác định lại thời hạn và trách nhiệm.\n- Ban hành công văn chấn chỉnh việc thực hiện nhiệm vụ quá hạn.\n- Trình Hội đồng nhân dân tỉnh ban hành chính sách hỗ trợ đổi mới sáng tạo."),
    ("2026-Q2", "Kết quả thực hiện chỉ tiêu", "Trung tâm dữ liệu cấp tỉnh đã đưa vào vận hành; tỷ lệ sử dụng dịch vụ công trực tuyến tiếp tục vượt mục tiêu của năm."),
    ("2026-Q2", "Kết quả thực hiện nhiệm vụ", "Phần lớn nhiệm vụ có thời hạn trong năm 2025 đã hoàn thành; các nhiệm vụ còn lại được theo dõi hằng tuần."),
    ("2026-Q2", "Kinh phí thực hiện", "Kinh phí được phân bổ kịp thời; **8.200 triệu đồng** được điều hòa từ các nhiệm vụ chậm giải ngân sang nhiệm vụ có nhu cầu."),
    ("2026-Q2", "Chế độ báo cáo", "Các cơ quan, đơn vị thực hiện báo cáo qua phần mềm; thời gian tổng hợp giảm từ 05 ngày xuống còn 02 ngày."),
    ("2026-Q2", "Đánh giá chung", "Việc thực hiện Nghị quyết đi vào nền nếp, có sản phẩm cụ thể; kết quả từng nhiệm vụ được đo lường bằng số liệu."),
    ("2026-Q2", "Tồn tại, hạn chế", "- Còn nhiệm vụ quá hạn kéo dài về an toàn thông tin, ứng dụng trí tuệ nhân tạo và kinh tế ban đêm.\n- Vùng phủ sóng 5G chưa đến các xã biên giới.\n- Tỷ lệ giao dịch không dùng tiền mặt chưa đạt mục tiêu của năm."),
    ("2026-Q2", "Nguyên nhân", "- **Khách quan:** thiết bị nhập khẩu giao chậm; địa hình chia cắt làm tăng chi phí xây dựng trạm phát sóng.\n- **Chủ quan:** việc phối hợp giữa các cơ quan có lúc chưa chặt chẽ; năng lực nhà thầu còn hạn chế."),
    ("2026-Q2", "Bài học kinh nghiệm", "Nhiệm vụ có nhiều cơ quan cùng chủ trì phải xác định rõ một đầu mối chịu trách nhiệm chính."),
    ("2026-Q2", "Phương hướng, nhiệm vụ", "- Hoàn thành lắp đặt thiết bị bảo đảm an toàn thông tin tại 38/38 xã, phường trước ngày 30/9/2026.\n- Mở rộng ứng dụng trí tuệ nhân tạo trong giải quyết thủ tục hành chính.\n- Phối hợp doanh nghiệp viễn thông phát triển thêm 60 trạm 5G."),
    ("2026-Q2", "Đề xuất, kiến nghị", "Đề nghị Bộ Khoa học và Công nghệ:\n- Sớm ban hành tài liệu kỹ thuật kết nối thống nhất với Cổng Dịch vụ công quốc gia.\n- Hỗ trợ tỉnh vùng cao, biên giới kinh phí phát triển hạ tầng số từ Quỹ Dịch vụ viễn thông công ích."),
]  # fmt: skip

# Who gets the report: invented, as all that is reported here.
RECIPIENTS = (
    ("Bộ Khoa học và Công nghệ", "Tháng; Quý; Năm", "Bộ Khoa học và Công nghệ", "trước ngày 20"),
    ("Công an tỉnh", "Quý", "Công an tỉnh Lai Châu", "ngày 22"),
)
