"""What the agencies of lai-chau-nq57.xlsx are made to report on the tasks of the plan. Invented, for illustration.

Each task has its rows in order of period: (period, status, day of completion, percent, result, product, difficulty).
Tasks that are completed have no later row. Days agree with the windows of NĐ 09/2019: quý III/2025 is
15/6/2025 - 14/9/2025, quý IV/2025 15/9 - 14/12/2025, quý I/2026 15/12/2025 - 14/3/2026, quý II/2026 15/3 - 14/6/2026.
"""

# ruff: noqa: E501 - one record, one line
from __future__ import annotations

from datetime import date

Q3, Q4, Q1, Q2 = "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"
NOT_STARTED, DOING, DONE, STOPPED = "Chưa thực hiện", "Đang thực hiện", "Hoàn thành", "Tạm dừng"

Report = tuple[str, str, date | None, int | None, str, str, str]


def _regular(*results: str, first: int = 0, product: str = "") -> list[Report]:
    """Rows of a recurring task: one result a quarter, beginning with the quarter number `first`."""
    return [
        (period, DOING, None, None, text, product, "")
        for period, text in zip((Q3, Q4, Q1, Q2)[first:], results, strict=True)
    ]


EVIDENCE: dict[str, str] = {
    "II.1": "2245/TB-UBND",
    "III.4": "1893/QĐ-UBND",
    "IV.1": "3218/KH-UBND",
    "V.3": "2077/QĐ-UBND",
    "V.11": "186/QĐ-UBND",
} | {
    code: f"Tệp {code}.pdf"
    for code in (
        *("I.7", "III.3", "III.5", "III.6", "III.7", "III.9", "V.2", "V.5", "V.6", "V.7", "V.8", "V.9", "V.10", "V.12"),
        *("VI.1", "VI.2", "VI.3"),
    )
}
"""What shows that a completed task is: a document of sheet Văn bản, or a file that the agency sent."""

PROGRESS: dict[str, list[Report]] = {
    "I.1": _regular(
        "100% sở, ban, ngành và 36/38 xã, phường đã phân công người đứng đầu trực tiếp phụ trách nhiệm vụ khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số.",
        "38/38 xã, phường đã có văn bản phân công; tổ chức kiểm tra việc cụ thể hoá Nghị quyết tại 06 cơ quan, đơn vị.",
        "Rà soát, phân công lại nhiệm vụ của người đứng đầu tại 04 cơ quan có thay đổi nhân sự.",
        "Kiểm tra tại 08 cơ quan, đơn vị; kịp thời chấn chỉnh 02 đơn vị chưa ban hành kế hoạch năm 2026.",
        product="Văn bản phân công nhiệm vụ",
    ),
    "I.2": _regular(
        "Tham mưu bổ sung 42.500 triệu đồng cho các nhiệm vụ cấp bách về hạ tầng số năm 2025.",
        "Hoàn thành thẩm định dự toán năm 2026 cho lĩnh vực khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số.",
        "Phân bổ dự toán năm 2026 cho 21 cơ quan, đơn vị ngay từ đầu năm.",
        "Điều hoà 8.200 triệu đồng từ các nhiệm vụ chậm giải ngân sang nhiệm vụ có nhu cầu.",
        product="Văn bản giao kinh phí",
    ),
    "I.3": _regular(
        "Tổ chức 05 lớp bồi dưỡng kỹ năng số cho 612 cán bộ, công chức, viên chức cấp xã.",
        "Tổ chức 07 lớp cho 840 lượt người, trong đó 02 lớp chuyên đề về trí tuệ nhân tạo.",
        "Mở 03 lớp trực tuyến, 1.150 người tham gia và được cấp chứng nhận.",
        "Tổ chức 06 lớp cho 735 lượt người; hoàn thành 58% chương trình bồi dưỡng năm 2026.",
        product="Chương trình đào tạo, bồi dưỡng",
    ),
    "I.4": _regular(
        "Cử 18 cán bộ tham gia khoá bồi dưỡng quản lý khoa học và công nghệ do Bộ Khoa học và Công nghệ tổ chức.",
        "Cử 12 cán bộ tham gia tập huấn quản lý nhiệm vụ khoa học và công nghệ.",
        "Xây dựng kế hoạch bồi dưỡng năm 2026 cho 45 cán bộ quản lý.",
        "Bồi dưỡng 22 cán bộ về quản lý đổi mới sáng tạo và sở hữu trí tuệ.",
        product="Chương trình đào tạo, bồi dưỡng",
    ),
    "I.5": _regular(
        "Tỷ lệ cán bộ lãnh đạo có chuyên môn khoa học kỹ thuật đạt 19,4%.",
        "Tỷ lệ đạt 20,1%; 05 sở đã đạt mức 25%.",
        "Tỷ lệ đạt 21,7%; 07 sở đã đạt mức 25%.",
        first=1,
        product="Báo cáo cơ cấu đội ngũ",
    ),
    "I.6": _regular(
        "Đăng tải 126 tin, bài; phát 14 chuyên mục về Nghị quyết số 57-NQ/TW.",
        "Đăng tải 158 tin, bài; biểu dương 09 mô hình tiêu biểu.",
        "Đăng tải 97 tin, bài; tổ chức 38 buổi tuyên truyền kỹ năng số tại các xã, phường.",
        "Đăng tải 143 tin, bài; phát 18 chuyên mục bằng tiếng Thái và tiếng Mông.",
        product="Chuyên đề, chuyên mục, tin, bài",
    ),
    "I.7": [
        (Q3, DOING, None, 60, "Đã hoàn thiện dự thảo Kế hoạch phong trào “học tập số”, lấy ý kiến 24 cơ quan, đơn vị.", "Dự thảo Kế hoạch", ""),
        (Q4, DONE, date(2025, 12, 5), 100, "Ủy ban nhân dân tỉnh đã ban hành Kế hoạch phát động phong trào “học tập số” trên địa bàn tỉnh.", "Kế hoạch của Ủy ban nhân dân tỉnh", ""),
    ],
    "I.8": [
        (Q3, DOING, None, 30, "Thống nhất khung 12 số chuyên đề phát thanh, truyền hình.", "Đề cương chuyên đề", "Nhân lực sản xuất chương trình còn thiếu."),
        (Q4, DOING, None, 45, "Phát sóng 04/12 số chuyên đề.", "04 chuyên đề", ""),
        (Q1, DOING, None, 55, "Phát sóng 06/12 số chuyên đề; mở chuyên trang trên mạng xã hội.", "06 chuyên đề", ""),
        (Q2, DOING, None, 75, "Phát sóng 09/12 số chuyên đề, thu hút trên 210.000 lượt xem.", "09 chuyên đề", ""),
    ],
    "II.1": [
        (Q3, DOING, None, 40, "Tổng hợp 31 đề xuất bài toán lớn của 15 cơ quan, đơn vị.", "", "Một số đề xuất chưa rõ phạm vi, khó định lượng kết quả."),
        (Q4, DOING, None, 85, "Hội đồng tư vấn đã lựa chọn 12 bài toán lớn, đang lấy ý kiến các bộ.", "Dự thảo danh mục", ""),
        (Q1, DONE, date(2025, 12, 18), 100, "Đã công bố danh mục 12 bài toán lớn của tỉnh.", "Thông báo công bố danh mục", ""),
    ],
    "II.2": _regular(
        "Rà soát 14 văn bản; kiến nghị sửa đổi 03 văn bản.",
        "Tham mưu ban hành 02 quyết định về định mức hỗ trợ đổi mới công nghệ.",
        "Rà soát 09 văn bản; bãi bỏ 01 văn bản không còn phù hợp.",
        "Trình Hội đồng nhân dân tỉnh 01 nghị quyết về hỗ trợ đổi mới sáng tạo.",
        product="Văn bản rà soát",
    ),
    "II.3": _regular(
        "Gửi đầy đủ 03 báo cáo tháng và 01 báo cáo quý đúng hạn.",
        "Gửi đầy đủ 03 báo cáo tháng và 01 báo cáo năm đúng hạn.",
        "Gửi 03 báo cáo tháng, trong đó 01 báo cáo chậm 02 ngày.",
        "Gửi đầy đủ 03 báo cáo tháng và 01 báo cáo 6 tháng đúng hạn.",
        product="Báo cáo định kỳ",
    ),
    "III.1": _regular(
        "Kết nối thêm 03 cơ sở dữ liệu, nâng tổng số lên 16; tự động điền biểu mẫu cho 62 thủ tục hành chính.",
        "Kết nối thêm 02 cơ sở dữ liệu; cắt giảm thành phần hồ sơ của 41 thủ tục hành chính.",
        "Kết nối thêm 02 cơ sở dữ liệu, nâng tổng số lên 20.",
        "Đồng bộ dữ liệu của 24 hệ thống thông tin với kho dữ liệu dùng chung.",
        product="Kết nối, chia sẻ dữ liệu",
    ),
    "III.2": _regular(
        "Phát sóng thêm 21 trạm 5G, nâng tổng số lên 64 trạm; tỷ lệ dân số được phủ sóng đạt 38,5%.",
        "Phát sóng thêm 18 trạm 5G; tỷ lệ dân số được phủ sóng đạt 44,2%.",
        "Phát sóng thêm 15 trạm 5G; tỷ lệ dân số được phủ sóng đạt 48,9%.",
        "Phát sóng thêm 27 trạm 5G; tỷ lệ dân số được phủ sóng đạt 57,6%.",
        product="Trạm 5G",
    ),
    "III.3": [
        (Q3, DOING, None, 35, "Khảo sát nhu cầu lưu trữ của 38 xã, phường; số hoá 210.000 trang tài liệu của các đơn vị sáp nhập.", "Báo cáo khảo sát", "Khối lượng tài liệu sau sắp xếp lớn hơn dự kiến."),
        (Q4, DOING, None, 55, "Số hoá 540.000 trang tài liệu; nâng đường truyền cho 22 điểm.", "", "Kho lưu trữ tạm chưa bảo đảm điều kiện nhiệt độ, độ ẩm."),
        (Q1, DOING, None, 75, "Số hoá 890.000 trang tài liệu; phê duyệt phương án thuê hạ tầng lưu trữ.", "Phương án thuê hạ tầng", "Thủ tục thuê dịch vụ kéo dài hơn kế hoạch."),
        (Q2, DONE, date(2026, 5, 22), 100, "Hoàn thành thuê hạ tầng lưu trữ và số hoá 1.120.000 trang tài liệu.", "Hạ tầng lưu trữ đưa vào sử dụng", ""),
    ],
    "III.4": [
        (Q3, DOING, None, 50, "Hoàn thành khảo sát 05 ngành; dự thảo Đề án ứng dụng IoT đã qua 02 vòng góp ý.", "Dự thảo Đề án", "Thiếu số liệu nền về năng lượng và giao thông."),
        (Q4, DONE, date(2025, 10, 24), 100, "Ủy ban nhân dân tỉnh đã phê duyệt Đề án ứng dụng IoT trong 05 ngành, lĩnh vực.", "Đề án ứng dụng IoT", "Việc thẩm định kéo dài thêm 03 tuần."),
    ],
    "III.5": [
        (Q3, DOING, None, 65, "Giải ngân dự toán chi sự nghiệp khoa học, công nghệ đạt 61,2%.", "", ""),
        (Q4, DOING, None, 90, "Giải ngân dự toán đạt 88,4%.", "", ""),
        (Q1, DONE, date(2025, 12, 30), 100, "Hoàn thành thực hiện dự toán năm 2025, giải ngân đạt 97,3%.", "Văn bản giao dự toán", ""),
    ],
    "III.6": [
        (Q3, DOING, None, 55, "Bố trí kinh phí cho 27/34 nhiệm vụ được giao trong năm 2025.", "", ""),
        (Q4, DONE, date(2025, 12, 10), 100, "Bố trí đủ kinh phí cho 34/34 nhiệm vụ được giao trong năm 2025.", "Văn bản bố trí nguồn lực", ""),
    ],
    "III.7": [
        (Q3, DONE, date(2025, 9, 10), 100, "Ban hành Kế hoạch triển khai hạ tầng 5G, IoT trong 02 khu, cụm công nghiệp.", "Kế hoạch triển khai", ""),
    ],
    "III.8": [
        (Q3, DOING, None, 30, "Hoàn thành hồ sơ đề xuất cấp độ an toàn thông tin cho 11/26 hệ thống.", "Hồ sơ cấp độ", ""),
        (Q4, DOING, None, 55, "Phê duyệt cấp độ an toàn thông tin cho 18/26 hệ thống.", "Quyết định phê duyệt cấp độ", "Thiết bị tường lửa giao chậm so với hợp đồng."),
        (Q1, DOING, None, 65, "Phê duyệt cấp độ cho 21/26 hệ thống; lắp đặt thiết bị tại 12/38 xã, phường.", "", "Thiết bị tường lửa giao chậm so với hợp đồng."),
        (Q2, DOING, None, 80, "Phê duyệt cấp độ cho 24/26 hệ thống; lắp đặt thiết bị tại 29/38 xã, phường.", "", "Nhà thầu chưa cung cấp đủ thiết bị cho các xã vùng cao."),
    ],
    "III.9": [
        (Q3, DOING, None, 60, "Thẩm định dự toán 04 nhiệm vụ bảo đảm an toàn thông tin.", "", ""),
        (Q4, DOING, None, 85, "Cấp kinh phí cho 03/04 nhiệm vụ.", "", ""),
        (Q1, DONE, date(2025, 12, 26), 100, "Cấp đủ kinh phí 24.800 triệu đồng cho 04 nhiệm vụ.", "Quyết định giao kinh phí", ""),
    ],
    "IV.1": [
        (Q3, DONE, date(2025, 8, 28), 100, "Ban hành Kế hoạch đào tạo, bồi dưỡng kỹ năng số giai đoạn 2025 - 2026 cho 9.200 cán bộ, công chức, viên chức.", "Kế hoạch, chương trình đào tạo", ""),
    ],
    "V.2": [
        (Q3, DOING, None, 45, "Rà soát 1.050/1.880 thủ tục hành chính; đề xuất dừng 37 dịch vụ công không phát sinh hồ sơ.", "", ""),
        (Q4, DONE, date(2025, 11, 20), 100, "Hoàn thành rà soát 1.880 thủ tục; dừng cung cấp 64 dịch vụ công không phát sinh hồ sơ.", "Báo cáo kết quả rà soát", ""),
    ],
    "V.3": [
        (Q3, DOING, None, 40, "Đề xuất phân cấp 212 thủ tục hành chính cho cấp xã (18,6%).", "", ""),
        (Q4, DONE, date(2025, 11, 27), 100, "Quyết định phân cấp 356 thủ tục hành chính, đạt 31,2%.", "Quyết định phân cấp", ""),
    ],
    "V.4": [
        (Q3, STOPPED, None, 20, "Tạm dừng nâng cấp để chờ hướng dẫn hợp nhất về Cổng Dịch vụ công quốc gia.", "", "Chưa có tài liệu kỹ thuật kết nối thống nhất của Trung ương."),
    ],
    "V.5": [
        (Q3, DONE, date(2025, 9, 8), 100, "Cấu hình cung cấp toàn trình 982 dịch vụ công trực tuyến đủ điều kiện.", "Danh mục dịch vụ công toàn trình", ""),
    ],
    "V.6": [
        (Q3, DOING, None, 50, "86/141 thủ tục liên quan đến doanh nghiệp được thực hiện trực tuyến.", "", ""),
        (Q4, DONE, date(2025, 12, 8), 100, "141/141 thủ tục liên quan đến doanh nghiệp được thực hiện trực tuyến.", "Quyết định công bố thủ tục", "06 thủ tục liên thông với bộ, ngành kết nối chậm."),
    ],
    "V.7": [
        (Q3, DOING, None, 80, "Phân loại 412/486 thủ tục thuộc nhóm không yêu cầu ký số hồ sơ.", "", "Một số sở gửi danh mục chậm so với yêu cầu."),
        (Q4, DONE, date(2025, 10, 15), 100, "Hoàn thành phân loại 486 thủ tục không yêu cầu ký số hồ sơ.", "Kết quả rà soát thủ tục hành chính", ""),
    ],
    "V.8": [
        (Q3, DOING, None, 60, "Số hoá 58,3% hồ sơ, kết quả giải quyết thủ tục hành chính còn hiệu lực.", "", ""),
        (Q4, DOING, None, 85, "Số hoá 83,9% hồ sơ, kết quả giải quyết thủ tục hành chính còn hiệu lực.", "", "Hồ sơ đất đai của các huyện cũ bàn giao chưa đầy đủ."),
        (Q1, DONE, date(2026, 2, 27), 100, "Số hoá 100% hồ sơ, kết quả giải quyết thủ tục hành chính còn hiệu lực.", "Kho dữ liệu số hoá", ""),
    ],
    "V.9": [
        (Q3, DOING, None, 60, "Cập nhật 1.040 dịch vụ công trực tuyến toàn trình.", "", ""),
        (Q4, DOING, None, 90, "Cập nhật 1.310 dịch vụ công trực tuyến toàn trình.", "", ""),
        (Q1, DONE, date(2025, 12, 29), 100, "Cung cấp 1.426 dịch vụ công trực tuyến toàn trình, đạt 100% số thủ tục đủ điều kiện.", "Danh mục dịch vụ công toàn trình", ""),
    ],
    "V.10": [
        (Q3, DOING, None, 35, "Đánh giá 03 phương án nâng cấp Hệ thống thông tin giải quyết thủ tục hành chính.", "Báo cáo đánh giá", ""),
        (Q4, DONE, date(2025, 12, 11), 100, "Lựa chọn phương án và hoàn thành kết nối với Cổng Dịch vụ công quốc gia; dừng Cổng Dịch vụ công của tỉnh.", "Hệ thống được nâng cấp", ""),
    ],
    "V.11": [
        (Q3, DOING, None, 45, "Tái cấu trúc 118/260 quy trình.", "", ""),
        (Q4, DOING, None, 80, "Tái cấu trúc 215/260 quy trình; cắt giảm 31% thời gian giải quyết.", "", "Quy trình đất đai phụ thuộc phần mềm của Trung ương."),
        (Q1, DONE, date(2026, 1, 30), 100, "Tái cấu trúc 260/260 quy trình; cắt giảm 34,5% thời gian giải quyết.", "Quyết định phê duyệt quy trình", ""),
    ],
    "V.12": [
        (Q3, DOING, None, 50, "Rà soát 28 nền tảng số; đề xuất danh mục dùng chung gồm 15 nền tảng.", "Dự thảo danh mục", ""),
        (Q4, DONE, date(2025, 12, 9), 100, "Ban hành danh mục 17 nền tảng số dùng chung của tỉnh.", "Danh mục nền tảng số của tỉnh", ""),
    ],
    "V.13": [
        (Q3, NOT_STARTED, None, 0, "Đang chờ hướng dẫn về tiêu chuẩn dữ liệu.", "", "Chưa có cơ sở dữ liệu đủ lớn để huấn luyện mô hình."),
        (Q4, DOING, None, 20, "Thí điểm trợ lý ảo hỗ trợ soạn thảo văn bản tại 03 sở.", "Trợ lý ảo (thí điểm)", ""),
        (Q1, DOING, None, 40, "Mở rộng trợ lý ảo ra 09 sở; thí điểm dự báo cháy rừng bằng ảnh vệ tinh.", "02 ứng dụng thí điểm", "Hạ tầng tính toán còn hạn chế."),
        (Q2, DOING, None, 60, "15/21 cơ quan cấp tỉnh sử dụng trợ lý ảo; 06 xã thí điểm trả lời tự động thủ tục hành chính.", "03 ứng dụng", "Hạ tầng tính toán còn hạn chế."),
    ],
    "V.14": [
        (Q3, NOT_STARTED, None, 0, "Chưa triển khai do chưa xác định được địa điểm.", "", "Chưa có quy hoạch khu vực tổ chức hoạt động ban đêm."),
        (Q4, NOT_STARTED, None, 0, "Chưa triển khai; đang rà soát địa điểm tại 02 phường.", "", "Chưa có quy hoạch khu vực tổ chức hoạt động ban đêm."),
        (Q2, NOT_STARTED, None, 0, "Chưa triển khai; phường Tân Phong đề xuất lùi thời hạn đến quý IV/2026.", "", "Chưa có cơ chế xã hội hoá."),
    ],
    "VI.1": [
        (Q3, DONE, date(2025, 9, 5), 100, "Ban hành kế hoạch triển khai 02 Đề án; hỗ trợ 54 doanh nghiệp nhỏ và vừa sử dụng nền tảng số.", "Văn bản triển khai Đề án", ""),
    ],
    "VI.2": [
        (Q4, NOT_STARTED, None, 0, "Chờ hướng dẫn của Bộ Khoa học và Công nghệ.", "", "Chưa có hướng dẫn của Bộ Khoa học và Công nghệ."),
        (Q1, DOING, None, 50, "Xây dựng dự thảo văn bản triển khai Đề án.", "Dự thảo", ""),
        (Q2, DONE, date(2026, 4, 29), 100, "Ban hành văn bản triển khai Đề án hỗ trợ doanh nghiệp công nghệ số.", "Văn bản triển khai Đề án", ""),
    ],
    "VI.3": [
        (Q3, DOING, None, 70, "Dự thảo kế hoạch hỗ trợ doanh nghiệp theo hình thức hợp tác công tư, lấy ý kiến Hiệp hội Doanh nghiệp tỉnh.", "Dự thảo kế hoạch", ""),
        (Q4, DONE, date(2025, 9, 26), 100, "Ban hành kế hoạch hỗ trợ doanh nghiệp tham gia phát triển ứng dụng, dịch vụ số theo hình thức hợp tác công tư.", "Kế hoạch được ban hành", ""),
    ],
    "VI.4": [
        (Q3, NOT_STARTED, None, 0, "Đang thu thập số liệu về thương mại điện tử.", "", ""),
        (Q2, NOT_STARTED, None, 0, "Chưa triển khai; đưa vào chương trình công tác quý III/2026.", "", "Chưa bố trí được kinh phí khảo sát tiêu dùng số."),
    ],
    "VII.1": _regular(
        "Tổ chức 02 cuộc trao đổi với phía bạn về hạ tầng cửa khẩu Ma Lù Thàng.",
        "Ký 01 biên bản ghi nhớ về chia sẻ thông tin thương mại cửa khẩu.",
        "Trao đổi 03 đoàn công tác về kết nối giao thông khu vực cửa khẩu.",
        "Tổ chức 01 hội đàm về cửa khẩu số, cửa khẩu thông minh.",
        product="Chương trình trao đổi, phối hợp",
    ),
    "VII.2": _regular(
        "Làm việc với 02 trường đại học về đào tạo nhân lực số.",
        "Ký thoả thuận hợp tác đào tạo với 01 trường đại học.",
        "Tổ chức 01 lớp trực tuyến cùng chuyên gia nước ngoài cho 60 học viên.",
        "Tiếp nhận 04 chuyên gia hỗ trợ phát triển nền tảng dữ liệu.",
        product="Chương trình hợp tác",
    ),
}  # fmt: skip
