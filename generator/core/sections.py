"""The sections of a report that a person may write (column Mục of sheet Nội dung), as data.

`key` is what templates call them (`text.causes`). Offices name sections freely, so a title is matched by its
own words first and then by the words that only one section's name has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.core.vietnamese import fold


@dataclass(frozen=True, slots=True)
class ReportSection:
    """`number` is the section's usual place in the outline; `words` are what betrays it in a freely written title."""

    key: str
    title: str
    number: str
    words: tuple[str, ...]


SECTIONS: tuple[ReportSection, ...] = (
    ReportSection("opening", "Mở đầu", "", ("mo dau", "dat van de", "can cu")),
    ReportSection("causes", "Nguyên nhân", "III.2", ("nguyen nhan", "khach quan", "chu quan")),
    ReportSection(
        "limits", "Tồn tại, hạn chế", "III", ("ton tai", "han che", "kho khan", "vuong mac", "yeu kem", "bat cap")
    ),
    ReportSection("lessons", "Bài học kinh nghiệm", "", ("bai hoc", "kinh nghiem")),
    ReportSection("proposals", "Đề xuất, kiến nghị", "V", ("de xuat", "kien nghi")),
    ReportSection(
        "plans",
        "Phương hướng, nhiệm vụ",
        "IV",
        ("phuong huong", "trong tam", "thoi gian toi", "ky toi", "nam toi", "quy toi", "giai phap", "ke hoach"),
    ),
    ReportSection("assessment", "Đánh giá chung", "", ("danh gia", "nhan xet")),
    ReportSection(
        "reporting", "Chế độ báo cáo", "II.4", ("che do thong tin bao cao", "che do bao cao", "thong tin bao cao")
    ),
    ReportSection("funding", "Kinh phí thực hiện", "II.3", ("kinh phi", "giai ngan", "tai chinh", "nguon luc")),
    ReportSection("indicators", "Kết quả thực hiện chỉ tiêu", "II.1", ("chi tieu", "muc tieu")),
    ReportSection("direction", "Công tác chỉ đạo, điều hành", "I", ("chi dao", "dieu hanh", "lanh dao", "trien khai")),
    ReportSection("tasks", "Kết quả thực hiện nhiệm vụ", "II.2", ("nhiem vu",)),
)
TITLES: tuple[str, ...] = tuple(section.title for section in SECTIONS)
GAP = re.compile(r"\[((?:Chưa có nội dung|Gợi ý(?: từ báo cáo [^:\[\]]*)?:)[^\[\]]*)\]")
"""A place in a report that only a person can fill: what is missing, or what is suggested for it."""
_BY_TITLE = {fold(section.title, keep_tones=False): section for section in SECTIONS}
_BY_NUMBER = {fold(section.number): section for section in SECTIONS if section.number} | {
    "ii": next(section for section in SECTIONS if section.key == "tasks"),
    "iii.1": next(section for section in SECTIONS if section.key == "limits"),
}
_NEUTRAL = frozenset(
    word
    for words in (
        *("va", "cua", "cac", "nhung", "mot so", "ve", "trong", "cho den", "voi", "con", "chung", "tren", "neu", "mat"),
        *("cong tac", "tinh hinh", "viec", "thuc hien", "to chuc", "phan", "muc", "noi dung", "dat duoc", "noi bat"),
        *("nam", "quy", "thang", "ky", "thoi gian", "toi", "tiep theo", "dau", "cuoi", "sau", "chu yeu", "chinh"),
        *("cap", "bo nganh", "trung uong", "chinh phu", "ubnd tinh"),
    )
    for word in words.split()
)
"""Words that say nothing of which section is meant."""
_COUNT = re.compile(r"(?:[ivx]+|\d+)(?:[/.-]\d+)*")
_PLACE_WORD = re.compile(r"^(?:muc|phan)\s+")
_NUMBERING = re.compile(r"^(?:(?:muc|phan)\s+)?(?:[ivx]+|\d+)(?:\.\d+)*[.)/:]?\s+|^(?:[ivx]+|\d+|[a-z])[.)]\s*")


def find_section(title: str) -> ReportSection | None:
    """The section that `title` names ("III. Tồn tại, hạn chế, nguyên nhân", "Kiến nghị", "V"); None if none.

    A title that names limits and then their causes is the section of limits; "nguyên nhân của hạn chế" is not. One
    that has other words besides, or names several sections, is for a person to say: likeness is no match.
    """
    plain = fold(title, keep_tones=False).strip(" .:;")
    number = _PLACE_WORD.sub("", plain)
    if number in _BY_NUMBER:
        return _BY_NUMBER[number]
    plain = _NUMBERING.sub("", plain)
    if plain in _BY_TITLE:
        return _BY_TITLE[plain]
    named: list[tuple[int, ReportSection]] = []
    rest = " ".join(_WORD.findall(plain))
    for section in SECTIONS:
        at = [found.start() for word in section.words if (found := re.search(rf"\b{word}\b", rest))]
        named += [(min(at), section)] if at else []
        for word in section.words:
            rest = re.sub(rf"\b{word}\b", lambda found: "." * len(found[0]), rest)
    others = [word for word in _WORD.findall(rest) if word not in _NEUTRAL and not _COUNT.fullmatch(word)]
    sections = [section for _, section in sorted(named, key=lambda one: one[0])]
    if not sections and _RESULTS in plain and set(others) <= set(_RESULTS.split()):
        return _BY_NUMBER["ii"]
    others = [word for word in others if word not in _RESULTS.split()]
    keys = [section.key for section in sections]
    if others or not sections or (len(keys) > 1 and tuple(keys) not in _TOGETHER):
        return None
    return next((one for one in sections if one.key == "plans"), sections[0])


_WORD = re.compile(r"[^\W_]+(?:[/.-]\d+)*")
_RESULTS = "ket qua"
"""The results of something; alone those of the tasks."""
_TOGETHER = frozenset((("limits", "causes"), ("causes", "limits"), ("plans", "tasks"), ("tasks", "plans")))
"""Sections that a title may name beside each other: "Nhiệm vụ trọng tâm" is one of plans."""
