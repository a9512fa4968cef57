"""Words by which an indicator's name or unit speaks of a flow: of what was done in each period, not of a level."""

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


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(fold(one)) for one in words)})(?![\w\u0300-\u0323])")


_NAME, _LEVEL = _pattern(_NAMES), _pattern(_LEVELS)
_UNIT_WORDS = re.compile(rf"(?:{'|'.join(re.escape(fold(one)) for one in _UNITS)})(?:\s.*)?")
_SPELT = {fold(words): words for words in _NAMES}


def flow_words(name: str, unit: str) -> str:
    """The words that speak of a flow, as a question quotes them; "" where nothing does."""
    folded = fold(name)
    if unit.strip().startswith("%") or _LEVEL.match(folded):
        return ""
    found = _NAME.search(folded)
    if found:
        return _SPELT[found[0]]
    return unit.strip() if _UNIT_WORDS.fullmatch(fold(unit)) else ""
