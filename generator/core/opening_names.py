"""Whether a text begins with a name, whose capital stays inside a sentence: a body, a person, a place, a document.

What is not certain is taken for a name: a capital too many is a blemish, a name in small letters a mistake.
"""

from __future__ import annotations

import re
import unicodedata

_SPEAKER = re.compile(
    r"(?!(?:Ban hành|Ban bố|Hội nghị|Hội thảo|Hội thi|Trường hợp|Bộ tiêu|Bộ máy|Bộ phận|Phòng chống|Phòng ngừa)\b)"
    r"(?:Sở|Ban|Bộ|Phòng|Văn phòng|Ủy ban|Uỷ ban|UBND|HĐND|Công an|Thanh tra|Chi cục|Cục|Kho bạc|Trung tâm|Hội|"
    r"Đảng ủy|Đảng uỷ|Đoàn|Liên đoàn|Trường|Bệnh viện|Xã|Phường) [^.:;\n]{2,90}: "
)
"""A body, as it stands before what it said."""
_BODY = re.compile(
    r"(?:(?:Ủy ban|Uỷ ban|Hội đồng|Quốc hội|Chính phủ|Thủ tướng|Mặt trận Tổ quốc|Nhà nước|Trung ương|Tòa án|Toà án|"
    r"Viện kiểm sát|Hiến pháp|Quốc khánh|Tết|(?:Tỉnh|Thành|Huyện|Đảng) (?:ủy|uỷ)|(?:Tỉnh|Thành) [Đđ]oàn|"
    r"Tổng Bí thư|Chủ tịch|Phó Chủ tịch|Bí thư|Phó Bí thư|Đảng (?:bộ|và Nhà nước|Cộng sản)|"
    r"(?:Bảo hiểm xã hội|Thuế|Thống kê) (?:tỉnh|thành phố|khu vực|cơ sở|Việt Nam)|Công an (?:tỉnh|xã|thành|phường)|"
    r"Ban (?:Chỉ đạo|chỉ đạo|Chấp hành|chấp hành|Thường vụ|thường vụ|Quản lý|quản lý|QLDA|Bí thư|Nội chính|Dân tộc|"
    r"Tổ chức)|Văn phòng (?:UBND|Ủy ban|Uỷ ban|Đoàn|HĐND|Tỉnh ủy|Trung ương|Chính phủ|Quốc hội|Chủ tịch)|"
    r"Chương trình (?:MTQG|OCOP|[Mm]ục tiêu quốc gia)|Thành phố Hồ Chí Minh|Thủ đô Hà Nội|"
    r"Tháng (?:hành động|Thanh niên|Công nhân|Nhân đạo|An toàn)|Tuần lễ|Ngày hội|Ngày (?:Chuyển|Pháp|Thầy|Môi|Quốc))\b|"
    r"(?:Nghị quyết|Quyết định|Kế hoạch|Công văn|Chỉ thị|Thông báo|Nghị định|Thông tư|Kết luận|Báo cáo|Chương trình|"
    r"Đề án|Quốc lộ|Tỉnh lộ|Phường|Quận) (?:số |\d))"
)
"""A body, an office, a document with its number, a road."""
_CODE = re.compile(r"[A-ZĐ](?:\d|['’])")
"""What goes by a letter and a number, and names of the Central Highlands: "C06", "K'Brểu"."""
_PERSON = re.compile(r"\w+ (?:Văn|Thị) (?=\w)")
_KIND_OF_BODY = re.compile(
    r"(?:Sở|Bộ|Phòng|Cục|Chi cục|Trung tâm|Hội|Liên đoàn|Thanh tra|Kho bạc|Tổ|Tập đoàn|Công ty|Tổng công ty|Ngân hàng|"
    r"Bệnh viện|Trường|Viện|Quỹ|Giám đốc|Tòa soạn) (?=\w)"
)
"""What a body is, before its own name in capitals: "Sở Tài chính", "Công ty Cổ phần"."""
_UNIT_OF_LAND = re.compile(r"(?:Tỉnh|Huyện|Xã|Phường|Thôn) (?=\w)")
"""A common noun before a place's name: "xã Mường Khoa" (NĐ 30/2020, Phụ lục II)."""

_BEFORE_NAMES = re.compile(
    r"bỏ|bởi|bị|các|có|của|cùng|cho|chờ|chưa|còn|chuyển|duyệt|do|dùng|dự|dưới|đã|đang|đặt|đổi|đợi|đưa|được|giúp|"
    r"gồm|gửi|hiện|họp|hỏi|khi|không|ký|là|làm|lắp|mời|mở|mua|nay|nếu|nghe|ngoài|nhận|những|nhờ|nối|nộp|ở|phải|"
    r"qua|riêng|sau|sáp|sẽ|sửa|số|tại|tạo|thay|theo|thiếu|thuê|tiếp|trả|trên|trình|trong|trước|và|vì|về|với|vốn|"
    r"xây|xin"
)
"""First words that no name begins with: "Chờ Bộ Tài chính", "Tại Lai Châu"."""
_BEFORE_BODIES = re.compile(r"giao|từ|bàn|bãi|bằng|cần|cấp|đề|lập|phát|đón")
"""First words of both, a verb where a body or a paper follows: "Giao Sở Tài chính" is one, "Giao Long" a place."""
_BODIES = re.compile(r"ban|bộ|chủ|giấy|kế|nghị|nhà|quyết|công|cục|đảng|đoàn|hội|kho|sở|thanh|thủ|tỉnh|trung|ủy|uỷ|văn")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?[aeiouy]{1,4}(?:ch|ng|nh|[cmnpt])?", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W\d_]+")
_COMMON_FOREIGN = re.compile(
    r"camera|clip|container|email|fanpage|homestay|livestream|logistics|logo|online|robot|slogan|video|web|"
    r"website|wifi"
)
_ONE_WORD = frozenset(("Đảng", "Huế", "Lào", "Mỹ", "Nga", "Pháp"))
_NO_NAME = re.compile(r"Đảng (?:viên|phí)\b")
"""Common words that begin with one."""
_ONE_WORD_SUBJECT = re.compile(
    r"(?:Bình|Cường|Dũng|Dương|Đức|Giang|Hà|Hạnh|Hiền|Hiếu|Hòa|Hoà|Hoàng|Hùng|Huy|Hương|Hưng|Khánh|Kiên|Lan|Linh|Loan|"
    r"Long|Minh|Mạnh|Ngọc|Nhung|Oanh|Phong|Phương|Quang|Quyên|Quỳnh|Sơn|Thanh|Thành|Thảo|Thắng|Thịnh|Thủy|Thuỷ|Thúy|Thuý|"
    r"Trang|Trung|Tú|Tuấn|Tùng|Tuyết|Vân|Việt|Vinh|Vũ|Yến)"
    r"(?::| (?:bàn giao|báo cáo|cần|chậm|chủ trì|chưa|cùng|dẫn đầu|đã|đang|đạt|đề nghị|gửi|hoàn thành|kiểm tra|"
    r"kiến nghị|là|nộp|phối hợp|phụ trách|rà soát|sẽ|tham mưu|thực hiện|tiếp tục|tổ chức|triển khai|vẫn|xin)(?!\w))"
)
"""A place or person by one word that is a common one too, before what they do: "Vinh phối hợp …", but "Vinh danh 10
cá nhân", "Thanh toán …".
"""
_SINGLE_LETTERS = frozenset("AUY")
"""Whole words of names: "A Pa Chải", "Y Tý"."""
_NUMERALS = frozenset("IVX")


def begins_with_a_name(text: str) -> bool:
    """True of a body ("Ủy ban nhân dân tỉnh", "Sở Tài chính"), a person, a place, a firm, a document by its number."""
    if _NO_NAME.match(text):
        return False
    if any(found.match(text) for found in (_SPEAKER, _BODY, _CODE, _ONE_WORD_SUBJECT)):
        return True
    if any((found := begins.match(text)) and text[found.end()].isupper() for begins in (_KIND_OF_BODY, _PERSON)):
        return True
    place = _UNIT_OF_LAND.match(text)
    if place is not None and text[place.end()].isupper():
        return False
    words = [found[0] for word in text.split(None, 2)[:2] if (found := _LETTERS.match(word))]
    return bool(words) and (_is_one_word_name(words[0]) or _is_name(words))


def names_a_body(text: str) -> bool:
    """True of what is nothing but the name of a body, or of many: "Sở Tài chính", "UBND xã Tân Phú", "Các xã"."""
    return _SPEAKER.fullmatch(f"{text}: ") is not None or text.startswith("Các ")


def _is_name(words: list[str]) -> bool:
    """Two words with capitals, as persons and places have them, the first not one that stands before a name."""
    if len(words) < 2 or not all(word[0].isupper() and (len(word) == 1 or word[1:].islower()) for word in words):
        return False
    first, second = words[0].casefold(), words[1].casefold()
    if (len(words[0]) == 1 and words[0] not in _SINGLE_LETTERS) or words[1] in _NUMERALS:
        return False
    before_body = _BEFORE_BODIES.fullmatch(first) and _BODIES.fullmatch(second)
    return not before_body and not _BEFORE_NAMES.fullmatch(first)


def _is_one_word_name(word: str) -> bool:
    """A name of one word: a known one, or what is not built like a Vietnamese syllable ("Viettel")."""
    if word in _ONE_WORD:
        return True
    is_common = may_be_syllable(word) or _COMMON_FOREIGN.fullmatch(word.casefold())
    return len(word) > 1 and word[0].isupper() and not is_common


def may_be_syllable(word: str) -> bool:
    """Whether a word is built like a Vietnamese one, whatever its tone: "đồng", but not "Mbps"."""
    bare = "".join(one for one in unicodedata.normalize("NFD", word) if not unicodedata.combining(one))
    return _SYLLABLE.fullmatch(bare) is not None
