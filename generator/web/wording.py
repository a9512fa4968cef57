"""What the terminal's messages call things, in the words of the page."""

from __future__ import annotations

WORDS = (
    ("thêm --new-version", "chọn “Báo cáo kỳ này đã ban hành: lập bản mới”"),
    ("Chạy lại lệnh không có --new-version.", "Bỏ chọn “Báo cáo kỳ này đã ban hành: lập bản mới” rồi lập lại."),
    ("baocao build … --new-version", "chọn “Báo cáo kỳ này đã ban hành: lập bản mới” ở trang Lập báo cáo"),
    ("Lập bản mới: --new-version.", "Bấm “Lập bản mới” ở trang Ban hành."),
    ("Ghi lại ngày ban hành ở --date.", "Ghi lại ô “Ngày ban hành”."),
    ("thêm --compare issued", "chọn “Số đã ban hành” ở ô “So sánh với kỳ trước đã ban hành”"),
    ("thêm --compare corrected", "chọn “Số đã điều chỉnh”"),
    ("bằng --compare", "ở ô “So sánh với kỳ trước đã ban hành”"),
    ("thêm --overwrite để lấy phiếu lưu sau", "bấm “Lấy phiếu lưu sau cùng của mỗi cơ quan”"),
    ("chạy lại với --overwrite", "bấm “Xem nếu lấy theo phiếu ở các ô đó”"),
    ("Bỏ phiếu cũ ra rồi chạy lại,", "Bỏ phiếu cũ ra,"),
    ("thêm --overwrite", "chọn ghi đè"),
    ("bằng lệnh forms", "ở trang Biểu thu thập"),
    ("Chọn thư mục khác ở --out.", "Lập lại phiếu."),
    (
        "Đổi --before, hoặc ghi ngày dự kiến gửi công văn ở --date.",
        "Sửa ô “Yêu cầu trả lời trước ngày”, hoặc ghi ô “Ngày dự kiến gửi”.",
    ),
    ("(hoặc --unit)", "(hoặc ô “Ký hiệu đơn vị soạn thảo”)"),
    ("bỏ qua bằng --waive", "miễn quy tắc"),
    ("dùng baocao check --fix", "dùng “Sửa những ô chắc chắn” ở trang Kiểm tra"),
    ("baocao history THƯ_MỤC --restore SỐ", "trang Lịch sử"),
    ("bằng: baocao history THƯ_MỤC.", "ở trang Lịch sử."),
    ("chạy lại baocao build", "lập lại báo cáo"),
    ("Chạy lại baocao build:", "Lập lại báo cáo:"),
    (
        "hoặc chỉ rõ bằng --column “tên cột của kế hoạch=Nội dung nhiệm vụ”; ",
        "sửa tên cột trong tệp thành “Nội dung nhiệm vụ” rồi đưa vào lại; ",
    ),
    ("chỉ rõ cột bằng --column, hoặc chép tay", "chọn cột ở bảng của nó rồi đọc lại, hoặc chép tay"),
    ("chỉ rõ: --column “", "chọn lại ở bảng của nó cột “"),
    ("=tên cột của hồ sơ”", "”"),
    ("rồi nhập vào: --into.", "rồi đưa kế hoạch vào hồ sơ đó."),
    ("bỏ --agency", "chọn lại cơ quan"),
    ("rồi chạy lại.", "rồi làm lại."),
)


def in_words_of_the_page(text: str) -> str:
    """A message of the program, with what a person would type replaced by what a person does here."""
    for typed, done in WORDS:
        text = text.replace(typed, done)
    return text
