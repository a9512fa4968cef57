"""What a system says when it refuses to read or write, in words: why, and what to do. Each reason stands here once."""

from __future__ import annotations

import errno

_NETWORK = "ổ mạng không cho phép việc này", "Lưu vào ổ đĩa của máy rồi chép lên ổ mạng, hoặc chọn nơi lưu khác."
_BROKEN = "ổ đĩa hoặc ổ mạng gặp lỗi", "Kiểm tra ổ đĩa rồi chạy lại."
REASONS = {
    errno.ENOSPC: ("ổ đĩa đã đầy", "Giải phóng chỗ trên ổ đĩa rồi chạy lại."),
    errno.EDQUOT: ("đã hết hạn mức dung lượng", "Giải phóng chỗ trên ổ đĩa rồi chạy lại."),
    errno.EROFS: ("ổ đĩa chỉ cho đọc", "Chọn nơi lưu khác."),
    errno.ENAMETOOLONG: ("tên tệp hoặc thư mục quá dài", "Đặt tên ngắn hơn hoặc chọn nơi lưu khác."),
    errno.ENOENT: ("không có thư mục này", "Tạo thư mục trước hoặc chọn nơi lưu khác."),
    errno.ENOTDIR: ("một phần của đường dẫn là tệp, không phải thư mục", "Chọn nơi lưu khác."),
    errno.EEXIST: ("đã có tệp hoặc thư mục trùng tên", "Đổi tên hoặc xoá tệp đó rồi chạy lại."),
    errno.EISDIR: ("tên này đang là một thư mục", "Chọn tên khác."),
    **dict.fromkeys((errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS), _NETWORK),
    **dict.fromkeys((errno.EIO, errno.ESTALE), _BROKEN),
}
_HELD = (
    "tệp đang mở ở chương trình khác, hoặc tài khoản này không có quyền",
    "Đóng tệp trong Word, Excel hoặc chương trình khác, hoặc xin quyền rồi chạy lại.",
)


def told(error: OSError) -> tuple[str, str]:
    """Message and next step for a refusal that nobody foresaw: which file, why, what to do."""
    if isinstance(error, PermissionError):
        reason, next_step = _HELD
    elif isinstance(error, FileNotFoundError):
        reason, next_step = "không có tệp hoặc thư mục này", "Kiểm tra lại tên và thư mục rồi chạy lại."
    else:
        unknown = f"lỗi hệ thống số {error.errno}", "Kiểm tra ổ đĩa rồi chạy lại."
        reason, next_step = REASONS.get(error.errno or 0, unknown)
    name = f"“{error.filename}”" if error.filename else "tệp"
    return f"Không đọc hoặc ghi được {name}: {reason}.", next_step
