"""Records of lai-chau-2391.xlsx: what Kế hoạch số 2391/KH-UBND says (sections II.2, III, IV, VI), and invented results.

The texts of indicators and tasks are the plan's; its annexes with the list of tasks are not at hand, so deadlines and
all that was reported are invented. The two sums of section IV.2 add up to 3.746.756, not to the stated 3.726.756.
"""

# ruff: noqa: E501 - one record, one line
from __future__ import annotations

from datetime import date

from generator.core.model import Aggregation

SETTINGS: list[tuple[str, object]] = [
    ("Khối văn bản", "Nhà nước"),
    ("Cơ quan chủ quản", "Ủy ban nhân dân tỉnh Lai Châu"),
    ("Cơ quan ban hành", "Sở Khoa học và Công nghệ"),
    ("Ký hiệu cơ quan", "SKHCN"),
    ("Địa danh", "Lai Châu"),
    ("Tên kế hoạch", "Kế hoạch thực hiện Nghị quyết số 10-NQ/TU ngày 05/3/2026 của Ban Chấp hành Đảng bộ tỉnh và Kế hoạch số 54-KH/ĐU ngày 30/3/2026 của Đảng ủy Ủy ban nhân dân tỉnh về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số trên địa bàn tỉnh Lai Châu đến năm 2030"),
    ("Số ký hiệu kế hoạch", "2391/KH-UBND"),
    ("Ngày kế hoạch", date(2026, 4, 3)),
    ("Cơ quan ban hành kế hoạch", "Ủy ban nhân dân tỉnh Lai Châu"),
    ("Trích yếu", "thực hiện Kế hoạch số 2391/KH-UBND ngày 03/4/2026 của Ủy ban nhân dân tỉnh về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số trên địa bàn tỉnh Lai Châu đến năm 2030"),
    ("Quyền hạn ký", None),
    ("Chức vụ người ký", "GIÁM ĐỐC"),
    ("Họ tên người ký", "Nguyễn Văn A"),
    ("Kính gửi", "Ủy ban nhân dân tỉnh Lai Châu"),
    ("Căn cứ", "Căn cứ Luật Khoa học, công nghệ và đổi mới sáng tạo ngày 27 tháng 6 năm 2025"),
    ("Căn cứ", "Căn cứ Kế hoạch số 2391/KH-UBND ngày 03 tháng 4 năm 2026 của Ủy ban nhân dân tỉnh"),
    ("Nơi nhận", "- Như trên;"),
    ("Nơi nhận", "- Lãnh đạo Sở;"),
    ("Nơi nhận", "- Các phòng, đơn vị thuộc Sở;"),
    ("Nơi nhận", "- Lưu: VT, CĐS."),
    ("Chốt số liệu", "NĐ 09"),
    ("Tổng kinh phí theo kế hoạch", 3726756),
    ("Số liệu minh hoạ", "Có"),
]  # fmt: skip

SCIENCE, FINANCE, HOME = "Sở Khoa học và Công nghệ", "Sở Tài chính", "Sở Nội vụ"
CULTURE, POLICE, ALL = "Sở Văn hóa Thể thao và Du lịch", "Công an tỉnh", "Các sở, ban, ngành; UBND các xã, phường"
YOUTH = "Tỉnh đoàn TNCS Hồ Chí Minh tỉnh Lai Châu"

AGENCIES: list[tuple[str, str, str]] = [
    (SCIENCE, "SKHCN", "Sở KH&CN"),
    (FINANCE, "STC", ""),
    (HOME, "SNV", ""),
    (POLICE, "CAT", ""),
    (CULTURE, "SVHTTDL", ""),
    (YOUTH, "", "Tỉnh đoàn"),
    ("Báo và Phát thanh truyền hình tỉnh", "", ""),
    ("Các sở, ban, ngành", "", ""),
    ("UBND các xã, phường", "", "Ủy ban nhân dân các xã, phường"),
    ("Sở Y tế", "SYT", ""),
    ("Sở Giáo dục và Đào tạo", "SGDĐT", ""),
]

_SCIENCE_GROUP, _INNOVATION_GROUP = "Về khoa học và công nghệ", "Về đổi mới sáng tạo"
_DIGITAL_GROUP = "Về chuyển đổi số"

INDICATORS: list[tuple[str, str, str, str, object, str]] = [
    ("CT01", "Bố trí ngân sách", "Tỷ lệ tổng chi ngân sách địa phương cho phát triển khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số", "%", "ít nhất 3%", FINANCE),
    ("CT02", _SCIENCE_GROUP, "Nhân lực nghiên cứu và phát triển trên 1 vạn dân", "người", 10, SCIENCE),
    ("CT03", _SCIENCE_GROUP, "Chỉ số phát triển con người (HDI)", "điểm", "trên 0,623", SCIENCE),
    ("CT04", _SCIENCE_GROUP, "Tỷ lệ nhiệm vụ khoa học, công nghệ được xác định theo bài toán/nhu cầu và có đơn vị tiếp nhận/ứng dụng ngay từ khâu phê duyệt nhiệm vụ", "%", "100%", SCIENCE),
    ("CT05", _INNOVATION_GROUP, "Cải thiện, nâng chỉ số đổi mới sáng tạo PII của tỉnh hàng năm", "", "Đạt", SCIENCE),
    ("CT06", _INNOVATION_GROUP, "Đóng góp của năng suất nhân tố tổng hợp (TFP) vào tăng trưởng kinh tế", "%", "37,6%", FINANCE),
    ("CT07", _INNOVATION_GROUP, "Số doanh nghiệp đạt tiêu chí doanh nghiệp khoa học và công nghệ", "doanh nghiệp", "trên 02", SCIENCE),
    ("CT08", _INNOVATION_GROUP, "Số sản phẩm hàng hóa được xác lập quyền sở hữu trí tuệ", "sản phẩm", 30, SCIENCE),
    ("CT09", _INNOVATION_GROUP, "Số sản phẩm có thế mạnh của địa phương áp dụng hệ thống truy xuất nguồn gốc", "sản phẩm", 20, SCIENCE),
    ("CT10", _INNOVATION_GROUP, "Số sáng kiến hoặc mô hình đột phá mỗi cơ quan, đơn vị triển khai hàng năm", "sáng kiến", "ít nhất 01", SCIENCE),
    ("CT11", _DIGITAL_GROUP, "Tỷ trọng kinh tế số trong GRDP", "%", "khoảng 9-10%", SCIENCE),
    ("CT12", _DIGITAL_GROUP, "Tỷ lệ sử dụng dịch vụ công trực tuyến của người dân và doanh nghiệp", "%", "trên 80%", SCIENCE),
    ("CT13", _DIGITAL_GROUP, "Tỷ lệ giao dịch không dùng tiền mặt trong các hoạt động kinh tế - xã hội", "%", "trên 80%", FINANCE),
    ("CT14", _DIGITAL_GROUP, "Phủ sóng 5G trên địa bàn toàn tỉnh", "", "Hoàn thành", SCIENCE),
    ("CT15", _DIGITAL_GROUP, "Tỷ lệ doanh nghiệp trên địa bàn tỉnh ứng dụng công nghệ số trong sản xuất, kinh doanh và quản trị", "%", "100%", SCIENCE),
    ("CT16", _DIGITAL_GROUP, "Tỷ lệ hoạt động quản lý và điều hành của các cơ quan trong hệ thống chính trị lên môi trường số", "%", "100%", SCIENCE),
    ("CT17", _DIGITAL_GROUP, "Tỷ lệ các điểm, bản du lịch cộng đồng đã công nhận được số hóa 3D", "%", "100%", CULTURE),
    ("CT18", _DIGITAL_GROUP, "Tỷ lệ cơ sở giáo dục phổ thông trên địa bàn tỉnh được đầu tư, triển khai lớp học thông minh", "%", "100%", "Sở Giáo dục và Đào tạo"),
    ("CT19", _DIGITAL_GROUP, "Tỷ lệ người dân được quản lý sức khỏe bằng hồ sơ sức khỏe điện tử", "%", "100%", "Sở Y tế"),
    ("CT20", _DIGITAL_GROUP, "Tỷ lệ cơ sở khám, chữa bệnh công lập sử dụng bệnh án điện tử", "%", "100%", "Sở Y tế"),
]  # fmt: skip

AGGREGATIONS: dict[str, Aggregation] = {"CT10": Aggregation.YEAR_TO_DATE}
"""How indicators are told that are not levels: the initiatives of a year are counted from its beginning."""

MEASURED_IN = ("2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")
_NOT_YET = "Chưa hoàn thành"
MEASUREMENTS: dict[str, tuple[object, ...]] = {
    "CT01": (2.8, 3, 3.1, 3.1, 3.2),
    "CT02": (4.4, 4.6, 4.8, 5, 5.2),
    "CT03": (None, None, 0.604, None, None),
    "CT04": (62, 70, 78, 100, 100),
    "CT05": (None, None, "Đạt", None, "Đạt"),
    "CT06": (29.4, None, 30.6, None, 31.8),
    "CT07": (1, 1, 2, 2, 3),
    "CT08": (9, 11, 14, 16, 19),
    "CT09": (4, 6, 8, 9, 12),
    "CT10": (None, None, 0.8, 0.9, 1.2),
    "CT11": (5.6, 5.8, 6.2, 6.6, 6.9),
    "CT12": (56.3, 62.5, 64.1, 66.8, 70.2),
    "CT13": (47.9, 51.3, 53.6, 55.9, 57.1),
    "CT14": (_NOT_YET, _NOT_YET, _NOT_YET, _NOT_YET, _NOT_YET),
    "CT15": (33.5, 36.4, 41.2, 45.7, 50),
    "CT16": (71, 74.5, 80.2, 83.6, 88.4),
    "CT17": (22, 30, 34, 40, 46),
    "CT18": (8.5, 10.2, 14.8, 16.1, 21.3),
    "CT20": (27.3, 45.5, 81.8, 90.9, 100),
}
"""CT19 has no figure: no agency answered yet."""

GROUPS: dict[str, str] = {
    "1": "Nâng cao nhận thức, đổi mới tư duy, quyết liệt lãnh đạo, chỉ đạo, phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số",
    "2": "Xây dựng, hoàn thiện thể chế, chính sách phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số",
    "3": "Tăng cường đầu tư, hoàn thiện hạ tầng cho khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số",
    "4": "Phát triển, thu hút và trọng dụng nhân lực chất lượng cao, đáp ứng yêu cầu phát triển khoa học công nghệ, đổi mới sáng tạo và chuyển đổi số",
    "5": "Đẩy mạnh chuyển đổi số, ứng dụng khoa học, công nghệ, đổi mới sáng tạo trong hoạt động của các cơ quan trong hệ thống chính trị; nâng cao, hiệu lực quản lý nhà nước trên các lĩnh vực",
    "6": "Tăng cường nghiên cứu, ứng dụng khoa học và công nghệ, thúc đẩy đổi mới sáng tạo và chuyển đổi số trong doanh nghiệp, tổ chức, cá nhân",
    "7": "Tăng cường hợp tác phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số",
}  # fmt: skip

TASKS: list[tuple[str, str, str, str, str, str]] = [
    # mã, nhóm, nội dung, chủ trì, kết quả dự kiến, thời hạn
    ("NV01", "1", "Tổ chức chương trình “CEO Lai Châu - Lãnh đạo số” cho doanh nghiệp, đào tạo lãnh đạo doanh nghiệp chuyển đổi số, quản trị bằng dữ liệu.", SCIENCE, "Chương trình đào tạo", "Hằng năm"),
    ("NV02", "1", "Chỉ đạo các cơ quan báo chí và hệ thống thông tin cơ sở trên địa bàn tỉnh truyền thông về nội dung và hiệu quả triển khai Kế hoạch.", CULTURE, "Tin, bài, chuyên mục", "Thường xuyên"),
    ("NV03", "1", "Tuyên truyền, hướng dẫn cho đoàn viên, thanh niên, xây dựng Đoàn thanh niên là lực lượng nòng cốt, xung kích, lan tỏa về tầm quan trọng của khoa học, công nghệ, chuyển đổi số.", YOUTH, "Hoạt động tuyên truyền", "Thường xuyên"),
    ("NV04", "2", "Xây dựng chính sách hỗ trợ đào tạo, bồi dưỡng, thu hút và đãi ngộ cho cán bộ khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số đặc thù tại tỉnh", HOME, "Nghị quyết của Hội đồng nhân dân tỉnh", "31/5/2026"),
    ("NV05", "2", "Xây dựng chính sách hỗ trợ đổi mới sáng tạo", SCIENCE, "Nghị quyết của Hội đồng nhân dân tỉnh", "Quý III/2026"),
    ("NV06", "3", "Đầu tư trung tâm dữ liệu tỉnh và nền tảng dữ liệu mở - kho dữ liệu dùng chung", SCIENCE, "Trung tâm dữ liệu", "Năm 2027"),
    ("NV07", "3", "đảm bảo bố trí ít nhất 3% tổng chi ngân sách địa phương cho phát triển khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số và tăng dần theo yêu cầu phát triển hàng năm", FINANCE, "Quyết định giao dự toán", "Hằng năm"),
    ("NV08", "4", "xây dựng kế hoạch đào tạo, bồi dưỡng về chuyển đổi số cho cán bộ, công chức, viên chức trong tỉnh.", HOME, "Kế hoạch đào tạo", "31/5/2026"),
    ("NV09", "5", "Thành lập Trung tâm đổi mới sáng tạo và chuyển đổi số cấp tỉnh", SCIENCE, "Quyết định thành lập", "Quý II/2026"),
    ("NV10", "5", "tham mưu các nhiệm vụ chuyển đổi số gắn liền với Đề án 06", POLICE, "Báo cáo kết quả", "Hằng quý"),
    ("NV11", "5", "triển khai xây dựng kế hoạch chi tiết ngành, địa phương, đơn vị phụ trách", ALL, "Kế hoạch chi tiết", "30/4/2026"),
    ("NV12", "6", "Tập trung hỗ trợ startup công nghệ, startup nông nghiệp số, logistics số, du lịch số, doanh nghiệp chế biến sâu, hỗ trợ thương mại hóa sáng chế, kết quả nghiên cứu của tỉnh.", SCIENCE, "Doanh nghiệp được hỗ trợ", "Năm 2030"),
    ("NV13", "7", "Chủ động tham gia các chương trình đổi mới công nghệ quốc gia, Nông nghiệp công nghệ cao, Chiến lược AI Quốc gia, Chuyển đổi số quốc gia.", SCIENCE, "Nhiệm vụ được phê duyệt", "Hằng năm"),
]  # fmt: skip

PERIOD = "2026-Q2"
EVIDENCE = {"NV08": "Tệp NV08.pdf", "NV11": "Danh sách 59 kế hoạch chi tiết, tệp NV11.xlsx"}
PROGRESS: dict[str, tuple[str, date | None, int | None, str, str, str]] = {
    "NV01": ("Đang thực hiện", None, None, "Tổ chức 01 khóa đào tạo cho 46 lãnh đạo doanh nghiệp.", "01 khóa đào tạo", ""),
    "NV02": ("Đang thực hiện", None, None, "Đăng tải 68 tin, bài về nội dung Kế hoạch.", "68 tin, bài", ""),
    "NV03": ("Đang thực hiện", None, None, "Ra mắt 38 tổ công nghệ số thanh niên tại 38 xã, phường.", "38 tổ công nghệ số", ""),
    "NV04": ("Đang thực hiện", None, 60, "Hoàn thành dự thảo Nghị quyết, đang lấy ý kiến các cơ quan.", "Dự thảo Nghị quyết", "Thiếu cơ sở xác định mức đãi ngộ chuyên gia."),
    "NV05": ("Đang thực hiện", None, 70, "Trình Ủy ban nhân dân tỉnh dự thảo Nghị quyết về hỗ trợ đổi mới sáng tạo.", "Dự thảo Nghị quyết", ""),
    "NV06": ("Đang thực hiện", None, 25, "Hoàn thành báo cáo đề xuất chủ trương đầu tư.", "Báo cáo đề xuất", ""),
    "NV07": ("Đang thực hiện", None, None, "Bố trí 3,2% tổng chi ngân sách địa phương năm 2026.", "Quyết định giao dự toán", ""),
    "NV08": ("Hoàn thành", date(2026, 5, 20), 100, "Ban hành Kế hoạch đào tạo, bồi dưỡng về chuyển đổi số năm 2026.", "Kế hoạch đào tạo", ""),
    "NV09": ("Đang thực hiện", None, 80, "Hoàn thiện đề án thành lập Trung tâm, đã thẩm định.", "Đề án thành lập", ""),
    "NV10": ("Đang thực hiện", None, None, "Hoàn thành 14/16 nhiệm vụ của Đề án 06 giao trong quý.", "Báo cáo kết quả", ""),
    "NV11": ("Hoàn thành", date(2026, 5, 15), 100, "21/21 cơ quan cấp tỉnh và 38/38 xã, phường đã ban hành kế hoạch chi tiết.", "Kế hoạch chi tiết", "05 xã ban hành chậm do thiếu cán bộ chuyên trách."),
    "NV12": ("Chưa thực hiện", None, 0, "Chưa triển khai; đang xây dựng tiêu chí lựa chọn.", "", ""),
    "NV13": ("Đang thực hiện", None, None, "Đăng ký 03 nhiệm vụ thuộc chương trình quốc gia.", "03 đề xuất", ""),
}  # fmt: skip

FUNDING: list[tuple[str, str, str, str, int]] = [
    ("KP1", "Nhiệm vụ, dự án Chuyển đổi số", "Dự kiến nhiệm vụ, dự án Chuyển đổi số (mục IV.2.1)", SCIENCE, 973756),
    (
        "KP2",
        "Nhiệm vụ khoa học, công nghệ, đổi mới sáng tạo",
        "Dự kiến nhiệm vụ KHCN, ĐMST (mục IV.2.2)",
        SCIENCE,
        2773000,
    ),
]
DISBURSEMENTS: dict[str, tuple[int, int]] = {"KP1": (182000, 41650), "KP2": (260000, 58200)}

DOCUMENTS: list[tuple[str, date, str, str]] = [
    ("2391/KH-UBND", date(2026, 4, 3), "Ủy ban nhân dân tỉnh Lai Châu", "Kế hoạch thực hiện Nghị quyết số 10-NQ/TU ngày 05/3/2026 của Ban Chấp hành Đảng bộ tỉnh"),
    ("512/SKHCN-CĐS", date(2026, 4, 20), "Sở Khoa học và Công nghệ", "Công văn hướng dẫn xây dựng kế hoạch chi tiết của ngành, địa phương"),
    ("688/SKHCN-CĐS", date(2026, 5, 28), "Sở Khoa học và Công nghệ", "Công văn đôn đốc các nhiệm vụ đến hạn trong tháng 5 năm 2026"),
]  # fmt: skip

NARRATIVES: list[tuple[str, str]] = [
    ("Mở đầu", "Thực hiện Kế hoạch số 2391/KH-UBND ngày 03/4/2026 của Ủy ban nhân dân tỉnh, Sở Khoa học và Công nghệ báo cáo kết quả thực hiện quý II năm 2026 như sau:"),
    ("Công tác chỉ đạo, điều hành", "Sở đã tham mưu Ủy ban nhân dân tỉnh phân công nhiệm vụ đến từng cơ quan, đơn vị; ban hành **02 văn bản** hướng dẫn, đôn đốc.\n- Tổ chức hội nghị trực tuyến triển khai Kế hoạch đến 38 xã, phường.\n- Hằng tháng tổng hợp tiến độ, công khai trên phần mềm theo dõi."),
    ("Kết quả thực hiện chỉ tiêu", "Một số chỉ tiêu đã đạt mục tiêu đến năm 2030 ngay trong quý; phần lớn chỉ tiêu về chuyển đổi số cần tiếp tục phấn đấu."),
    ("Kết quả thực hiện nhiệm vụ", "Các nhiệm vụ được triển khai ngay sau khi Kế hoạch ban hành."),
    ("Kinh phí thực hiện", "Kinh phí năm 2026 được phân bổ theo khả năng cân đối; giải ngân tập trung vào nhiệm vụ chuyển tiếp."),
    ("Chế độ báo cáo", "Các cơ quan, đơn vị thực hiện báo cáo đúng thời hạn; Sở Y tế chưa có số liệu về hồ sơ sức khỏe điện tử."),
    ("Đánh giá chung", "Kế hoạch được triển khai kịp thời, các cơ quan, đơn vị chủ động thực hiện nhiệm vụ được giao."),
    ("Tồn tại, hạn chế", "- Việc xây dựng chính sách thu hút nhân lực chậm so với thời hạn.\n- Tỷ lệ cơ sở giáo dục có lớp học thông minh còn thấp."),
    ("Nguyên nhân", "- **Khách quan:** nguồn lực của tỉnh còn khó khăn, chủ yếu dựa vào ngân sách trung ương.\n- **Chủ quan:** một số đơn vị chưa chủ động trong phối hợp."),
    ("Phương hướng, nhiệm vụ", "- Hoàn thành thành lập Trung tâm đổi mới sáng tạo và chuyển đổi số cấp tỉnh trong tháng 6 năm 2026.\n- Trình Hội đồng nhân dân tỉnh các chính sách hỗ trợ tại kỳ họp giữa năm."),
    ("Đề xuất, kiến nghị", "Đề nghị Ủy ban nhân dân tỉnh xem xét, thống nhất lại tổng nhu cầu kinh phí của Kế hoạch do tổng các nguồn chưa khớp với số tổng hợp."),
]  # fmt: skip
