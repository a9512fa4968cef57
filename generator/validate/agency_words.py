"""Words by which the name of a Vietnamese agency is recognised, as data (all folded: small letters)."""

from __future__ import annotations

import re

TYPE_WORDS: tuple[str, ...] = (
    "ban",
    "bảo hiểm xã hội",
    "bảo tàng",
    "báo",
    "bệnh viện",
    "bộ",
    "bưu điện",
    "các",
    "chi cục",
    "chi nhánh",
    "công an",
    "công đoàn",
    "công ty",
    "cổng thông tin",
    "cổng",
    "cơ quan",
    "cục",
    "đài",
    "đảng bộ",
    "đảng ủy",
    "đoàn",
    "hiệp hội",
    "học viện",
    "hội",
    "hội đồng nhân dân",
    "hợp tác xã",
    "huyện",
    "huyện ủy",
    "kho bạc",
    "liên đoàn",
    "liên hiệp",
    "liên minh",
    "mặt trận",
    "mobifone",
    "ngân hàng",
    "phòng",
    "phường",
    "quỹ",
    "sở",
    "tập đoàn",
    "thanh tra",
    "thành đoàn",
    "thành phố",
    "thành ủy",
    "thị xã",
    "thuế",
    "tỉnh đoàn",
    "tỉnh ủy",
    "tòa án",
    "tổng",
    "trung tâm",
    "trường",
    "ủy ban",
    "văn phòng",
    "viện",
    "viễn thông",
    "viettel",
    "vnpt",
    "xã",
)
"""A comma-part that begins with one of these, with a capital letter, begins a new agency."""

NEVER_ALONE: frozenset[str] = frozenset(
    ("ban", "báo", "bộ", "các", "cục", "đài", "đoàn", "hội", "huyện", "phòng", "phường", "sở", "tổng", "viện", "xã")
)
"""Type words that name no agency when nothing follows: "Các Sở, Ban, Ngành" is one name."""

NOT_A_TYPE: tuple[str, ...] = (
    "ban hành",
    "báo chí",
    "báo cáo",
    "bộ môn",
    "bộ phận",
    "đoàn kết",
    "đoàn thể",
    "hội nhập",
    "hội đoàn thể",
    "phòng chống",
    "phòng cháy",
    "phòng ngừa",
    "trường hợp",
    "xã hội",
)
"""Openings that look like a type word but go on with the name before: "…, Hội nhập quốc tế"."""

AFTER_AND: tuple[str, ...] = ("sở", "các", "công an", "chi cục", "văn phòng")
"""Type words that part two agencies after "và": "Sở Nội vụ và Văn phòng UBND tỉnh". The others often belong to
one name ("Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh")."""

PLACE_WORDS: tuple[str, ...] = (
    "ấp",
    "bản",
    "buôn",
    "đảo",
    "huyện",
    "khu",
    "làng",
    "phố",
    "phường",
    "quận",
    "thôn",
    "tỉnh",
    "trấn",
    "vực",
    "xã",
)
"""What follows one of these is the name or number of a place ("thành phố", "thị xã", "khu vực" end in one)."""

MANY_OPENINGS: tuple[str, ...] = (
    "các",
    "tất cả",
    "toàn thể",
    "sở, ban",
    "sở, ngành",
    "ban, ngành",
    "phòng, ban",
    "xã, phường",
    "thôn, bản",
    "cấp ủy các",
    "ubnd các",
    "ủy ban nhân dân các",
    "ubnd xã, phường",
    "ủy ban nhân dân xã, phường",
)
"""How a name for many bodies at once begins."""

OF_MANY: tuple[str, ...] = (
    "xã", "phường", "thị trấn", "huyện", "sở", "ban", "ngành", "cơ quan", "đơn vị", "địa phương", "thôn"
)  # fmt: skip
"""What several bodies of one kind are called after the first word of their names: "Đảng ủy các xã, phường"."""

NOT_A_PLACE: tuple[str, ...] = ("khu công", "khu kinh", "khu vực", "phố thông", "xã hội")
"""Where the first word names no place: "Khu công nghiệp", "trung học phổ thông", "Bảo hiểm xã hội"."""

LONG_FORMS: tuple[tuple[str, str], ...] = (("ubnd", "ủy ban nhân dân"), ("hđnd", "hội đồng nhân dân"))
"""Abbreviations that every office writes either way; compared in their long form."""

USUAL_ABBREVIATIONS: tuple[tuple[str, str], ...] = (
    ("Sở Công Thương", "SCT"),
    ("Sở Dân tộc và Tôn giáo", "SDTTG"),
    ("Sở Giáo dục và Đào tạo", "SGDĐT"),
    ("Sở Khoa học và Công nghệ", "SKHCN"),
    ("Sở Ngoại vụ", "SNgV"),
    ("Sở Nội vụ", "SNV"),
    ("Sở Nông nghiệp và Môi trường", "SNNMT"),
    ("Sở Tài chính", "STC"),
    ("Sở Tư pháp", "STP"),
    ("Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL"),
    ("Sở Xây dựng", "SXD"),
    ("Sở Y tế", "SYT"),
    ("Thanh tra tỉnh", "TTr"),
    ("Văn phòng UBND tỉnh", "VP"),
    ("Công an tỉnh", "CAT"),
)
"""Abbreviations that provinces use in the numbers of documents, where they hardly differ."""

_CAPITAL = "(?-i:[A-ZĐÂĂÊÔƠƯÁÉÍÓÚÝỦ])"
_PERSON = rf"(?:các\s+)?(?:(?:ông|bà(?!\s+(?:rịa|điểm)(?!\w))|đồng\s+chí)\s+{_CAPITAL}|(?:đ/c|đ\.c\.|đc)\s*{_CAPITAL})"
NAMES_A_PERSON = re.compile(rf"{_PERSON}.*", re.IGNORECASE | re.DOTALL)
"""How a person is named where an agency should be: "Ông Nguyễn Văn A", "Đ/c Trần Thị B - Phó Chủ tịch"."""
PERSON_BEHIND = re.compile(
    rf"(?P<agency>[^()]+?)\s*(?:\((?P<inside>{_PERSON}[^()]*)\)|\s[-–]\s(?P<beside>{_PERSON}[^()]*))",
    re.IGNORECASE | re.DOTALL,
)
"""A person behind the agency: "Phòng Kinh tế (đ/c Lê Văn C)"."""
OFFICE_OF_A_PERSON = re.compile(
    r"[-–(]?\s*(?:phó\s+)?(?:chủ tịch|bí thư|giám đốc|chánh|trưởng (?:phòng|ban|công an|thôn|ấp)|chỉ huy trưởng)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""What a person is, in a line of its own below the name."""
