"""What the terminal's messages call things, in the words of the page."""

from __future__ import annotations

import re

WORDS = (
    ("Sửa các ô nêu trên rồi chạy lại.", "Sửa các ô kê dưới đây rồi làm lại."),
    ("Xử lý các chỗ nêu trên rồi chạy lại.", "Xử lý các chỗ kê dưới đây rồi làm lại."),
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
    ("Chưa ghi gì; chạy lại lệnh này.", "Chưa ghi gì; làm lại việc này."),
    ("rồi chạy lại lệnh này.", "rồi làm lại."),
    ("rồi chạy lại để tìm phiếu gây lỗi.", "rồi xem lại để tìm phiếu gây lỗi."),
    ("rồi chạy lại", "rồi làm lại"),
    ("Kiểm tra lại đường dẫn và tên tệp.", "Đưa lại sổ tính ở trang Kiểm tra."),
    ("Xem đủ bằng lệnh trace.", "Xem đủ ở trang Tra số liệu."),
    ("bằng lệnh history --restore", "ở trang Lịch sử"),
    ("bằng lệnh history --diff", "ở trang Lịch sử"),
    ("bằng lệnh history", "ở trang Lịch sử"),
    ("bằng lệnh redline", "ở trang So sánh hai bản"),
    ("Xem dạng đúng bằng lệnh baocao schema.", "Dùng sổ tính Excel theo mẫu: Tạo hồ sơ trống ở trang Hồ sơ."),
    ("Kiểm tra --period hoặc cột Kỳ", "Kiểm tra kỳ đã chọn hoặc cột Kỳ"),
    ("--to “", "“"),
)

COMMANDS = (
    (
        re.compile("Bổ sung các trang còn thiếu vào chính tệp này: baocao new .*", re.DOTALL),
        "Bấm “Bổ sung trang, cột còn thiếu” ở trang Kiểm tra.",
    ),
    (
        re.compile("Nếu không còn chương trình nào mở tệp này, xoá tệp “.*?” cạnh nó rồi chạy lại[.]", re.DOTALL),
        "Nếu không còn chương trình nào mở tệp này, bấm “Xem tệp đang mở” dưới đây.",
    ),
    (
        re.compile("Dùng luôn tệp này: baocao check .*?; sang năm mới: baocao new TỆP --next-year .*?; ", re.DOTALL),
        "Mở tệp này ở trang Hồ sơ; ",
    ),
    (re.compile("Nếu cần số này: --column “(.*?)=Kinh phí”", re.DOTALL), "Nếu cần số này: chọn cột “\\1” là Kinh phí"),
)
"""Commands with a file's name in them."""


def in_words_of_the_page(text: str) -> str:
    """A message of the program, with what a person would type replaced by what a person does here."""
    for command, done in COMMANDS:
        text = command.sub(done, text)
    for typed, done in WORDS:
        text = text.replace(typed, done)
    return text
