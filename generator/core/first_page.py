"""What the first page of a report says of itself, as people type it: words that would stand twice or not at all."""

from __future__ import annotations

import re

from generator.core.vietnamese import one_line

_TYPE_REPEATED = re.compile(
    r"báo\s+cáo\s+(?=(?:kết quả|tình hình|công tác|sơ kết|tổng kết|đánh giá|tiến độ|về)\b)", re.IGNORECASE
)
_BASE_OPENINGS = ("căn cứ", "thực hiện", "theo", "xét", "thi hành", "triển khai", "tiếp theo", "trên cơ sở")
_KEPT_WITHOUT_COLON = re.compile(r"lưu\s*[.,;-]?\s*(?=(?:VT|VP|VX|HS)\b)", re.IGNORECASE)
_STATE_BODY = re.compile(r"(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd|hội đồng nhân dân|hđnd|sở|phòng)\s", re.IGNORECASE)
_PARTY_BODY = re.compile(
    r"(?:tỉnh\s+[uủ][yỷ]|thành\s+[uủ][yỷ]|huyện\s+[uủ][yỷ]|đảng\s+[uủ][yỷ]|đảng bộ|ban thường vụ|chi bộ|"
    r"văn phòng (?:tỉnh|thành|đảng)\s+[uủ][yỷ]|ban (?:tổ chức|tuyên giáo|nội chính|dân vận|chính sách))",
    re.IGNORECASE,
)


def subject_without_type(subject: str) -> str:
    """A Trích yếu without the "Báo cáo" that the document's type, printed above it, says already."""
    subject = one_line(subject)
    found = _TYPE_REPEATED.match(subject)
    return subject[found.end() :] if found else subject


def is_base(text: str) -> bool:
    """True of a căn cứ that says so: "Căn cứ Luật …", "Thực hiện Công văn …"."""
    return one_line(text).casefold().startswith(_BASE_OPENINGS)


def kept_line(text: str) -> str:
    """A line that says who keeps the document with its colon: "Lưu VT" → "Lưu: VT"."""
    found = _KEPT_WITHOUT_COLON.match(text)
    return f"Lưu: {text[found.end() :]}" if found else text


def is_kept_line(text: str) -> bool:
    """True of the line that says who keeps the document."""
    return text.strip().casefold().startswith("lưu")


def is_state_body(name: str) -> bool:
    """True of a body of the State by its name."""
    return _STATE_BODY.match(f"{one_line(name)} ") is not None


def is_party_body(name: str) -> bool:
    """True of a committee of the Party, or a body of one, by its name."""
    return _PARTY_BODY.match(one_line(name)) is not None
