"""Words by which an indicator's name or unit says what kind it is of.

A flow, of what was done in each period and not of a level; what is the better for being less.
"""

from __future__ import annotations

import re

from generator.core.vietnamese import fold

_NAMES = (
    "trong kỳ", "trong tháng", "trong quý", "trong năm", "phát sinh", "số lượt", "số lần", "số lớp", "số vụ", "số cuộc",
    "số buổi", "số hội nghị", "số ca", "số đợt", "tổ chức được", "lớp tổ chức", "lớp được tổ chức", "cấp mới",
    "thành lập mới", "phát triển mới", "tuyển mới", "kết nạp", "tiếp nhận", "số hồ sơ", "số người được", "ban hành mới",
    "làm mới", "trồng mới", "xây mới", "thu ngân sách", "tổng thu", "sản lượng", "doanh thu", "kim ngạch",
    "giá trị xuất khẩu", "giá trị sản xuất", "vốn đầu tư thực hiện", "giải quyết việc làm", "việc làm", "thoát nghèo",
    "khởi công", "tốt nghiệp", "đơn thư", "xử phạt", "lượng khách", "khách du lịch", "số văn bản", "số học viên",
    "được đào tạo", "được tập huấn", "được giải quyết", "được xử lý", "đã xử lý", "đã tổ chức", "đã ban hành",
)  # fmt: skip
_UNITS = ("lượt", "lớp", "cuộc", "vụ", "buổi", "lần", "hội nghị", "ca", "đợt", "hồ sơ")
_LEVELS = ("tỷ lệ", "tỉ lệ", "tỷ trọng", "tỉ trọng", "chỉ số", "mức độ", "xếp hạng", "thứ hạng", "luỹ kế", "lũy kế")
"""A share or an index is a level whatever else its name says; what says luỹ kế is asked about by its own words."""

_FALLING = (
    "hộ nghèo", "tỷ lệ nghèo", "nghèo đa chiều", "cận nghèo", "tái nghèo", "thất nghiệp", "thiếu việc làm", "ma tuý",
    "suy dinh dưỡng", "thấp còi", "tử vong", "bỏ học", "tảo hôn", "sinh con thứ ba", "tai nạn", "tai nạn giao thông",
    "tai nạn lao động", "vụ cháy", "cháy nổ", "cháy rừng", "phạm tội", "tội phạm", "tồn đọng", "quá hạn", "trễ hạn",
    "chậm hạn", "nợ đọng", "nợ đọng xây dựng cơ bản", "nợ xấu", "nợ công", "thất thoát", "thất thoát nước", "vi phạm",
    "khiếu kiện", "ô nhiễm", "nhà tạm", "nhà dột nát", "phát thải", "phát thải khí nhà kính", "tổn thất", "hao hụt",
)  # fmt: skip
_FALLING_TIMES = ("thời gian giải quyết", "thời gian xử lý", "thời gian thực hiện", "thời gian chờ", "thời gian cấp")
_OF_PLACE = (
    "trên địa bàn", "của", "toàn", "theo chuẩn", "giai đoạn", "trong năm", "hằng năm", "hàng năm", "cả", "so",
    "thành thị", "khu vực", "nông thôn", "thể", "trẻ em", "cấp", "thuế", "điện năng", "nước sạch", "trở lên",
    "tiếp cận đa chiều",
)  # fmt: skip
"""What may stand behind a falling word without turning it: "hộ nghèo theo chuẩn đa chiều", not "hộ nghèo được vay"."""
_TURNED = (
    "giảm", "thoát", "không", "phòng", "chống", "xoá", "xóa", "hỗ trợ", "giải quyết", "xử lý", "hết", "khắc phục",
    "điều tra", "phát hiện", "thu hồi", "bảo hiểm", "trợ cấp", "kiểm soát", "cai nghiện", "tuyên truyền", "cho", "vay",
    "tập huấn", "truyền thông", "số lớp", "số buổi", "số cuộc", "hiểu biết", "nhận thức", "kỹ năng", "kiến thức",
    "mô hình", "phá án", "cập nhật", "quan trắc", "cơ sở dữ liệu", "phần mềm", "số hoá", "số hóa", "bản đồ",
    "kiểm kê", "tín chỉ", "rút ngắn",
)  # fmt: skip
"""What stands before a falling word where more of it is better: "giảm hộ nghèo", "xoá nhà tạm", "số lớp về ma tuý"."""


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(fold(one)) for one in words)})(?![\w\u0300-\u0323])")


_NAME, _LEVEL = _pattern(_NAMES), _pattern(_LEVELS)
_UNIT_WORDS = re.compile(rf"(?:{'|'.join(re.escape(fold(one)) for one in _UNITS)})(?:\s.*)?")
_SPELT = {fold(words): words for words in _NAMES}
_FALLS = re.compile(
    rf"(?<!\w)(?P<words>{'|'.join(re.escape(fold(one)) for one in sorted(_FALLING, key=len, reverse=True))})"
    rf"(?=\s*(?:$|[(,;/]|(?:{'|'.join(re.escape(fold(one)) for one in _OF_PLACE)})(?![\w\u0300-\u0323])))"
    rf"(?![^(;]*(?<!\w)(?:{fold('được')}|{fold('thoát')})(?!\w))"
)
_CUT = "|".join(fold(words) for words in ("giảm", "cắt giảm", "rút ngắn"))
_FALLING_TIME = re.compile(rf"{_pattern(_FALLING_TIMES).pattern}(?!.*(?<!\w)(?:{_CUT}))")
_TURNS = _pattern(_TURNED)
_SPELT_FALLING = {fold(words): words for words in (*_FALLING, *_FALLING_TIMES)}


def falling_words(name: str) -> str:
    """The words that speak of something the better for being less, as a question quotes them; "" where nothing does."""
    folded = fold(name)
    found = _FALLS.search(folded) or _FALLING_TIME.search(folded)
    if found is None or _TURNS.search(folded[: found.start()]):
        return ""
    return _SPELT_FALLING[found[0]]


def flow_words(name: str, unit: str) -> str:
    """The words that speak of a flow, as a question quotes them; "" where nothing does."""
    folded = fold(name)
    if unit.strip().startswith("%") or _LEVEL.match(folded):
        return ""
    found = _NAME.search(folded)
    if found:
        return _SPELT[found[0]]
    return unit.strip() if _UNIT_WORDS.fullmatch(fold(unit)) else ""
