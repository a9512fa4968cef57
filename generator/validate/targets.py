"""What a target says: an operator and a number, a range, or words only (a yes/no indicator)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from generator.core.model import Operator, Target
from generator.core.vietnamese import NumberReading, clean, fold, parse_number

_NUMBER = re.compile(r"(?<!\w)(?:(?<![%.,])-)?(?:\d{1,3}(?: \d{3})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)*)")
_MOST_DECIMALS = 6
_WORD_END = re.compile(r"(?<=[^\W\d])(?=[/,;:)\]])")
"""Where a mark stands right behind a word, which is to be folded by itself: "lần/năm"."""
_SIGNS_ALIKE = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "‑": "-", "⩾": "≥", "≧": "≥", "⩽": "≤", "≦": "≤", "＞": ">", "＜": "<"}
)


def _folded(*phrases: str) -> tuple[str, ...]:
    return tuple(fold(phrase) for phrase in phrases)


_RANGE_LINK = re.compile(
    rf"\s*%?\s*(?:(?:-|÷|~|\.\.+|…|{fold('đến')}|{fold('tới')}|den|toi)\s*"
    rf"(?:{'|'.join(_folded('dưới', 'không quá', 'tối đa'))})?"
    rf"|[,;]?\s*(?:{fold('và')}\s*)?(?:≤|<=))\s*"
)
_SHARES_PER_CENT = re.compile(rf"\s*(?:(?:[,;/]|{fold('hoặc')}|{fold('và')}|{fold('hay')})\s*{_NUMBER.pattern}\s*)*%")
_DENIES = re.compile(rf"(?:{'|'.join(_folded('không', 'chưa'))})(?!\w)")
_TIME = re.compile(
    rf"\d{{1,2}}/\d{{1,2}}/\d{{4}}|(?:{fold('tháng')}|{fold('quý')})\s*\w{{1,3}}\s*(?:/|-|năm)\s*\d{{4}}"
    r"|\bnăm (?:19|20)\d\d|(?:19|20)\d\d\s*-\s*(?:19|20)\d\d"
)
_FILLERS = "|".join(
    _folded("đạt", "mức", "là", "khoảng", "phải", "được", "ở", "từ", "còn", "tỷ lệ", "xuống", "lên", "dat", "muc")
)

# Negations first: "không dưới" holds "dưới".
_BEFORE: tuple[tuple[Operator, tuple[str, ...]], ...] = (
    (Operator.AT_LEAST, _folded("đạt hoặc vượt", "đạt và vượt", "bằng hoặc vượt", "bằng hoặc hơn", "bằng hoặc trên")),
    (Operator.AT_LEAST, _folded("bằng hoặc cao hơn", "bằng hoặc lớn hơn", "bằng hoặc nhiều hơn")),
    (Operator.AT_MOST, _folded("bằng hoặc dưới", "bằng hoặc thấp hơn", "bằng hoặc nhỏ hơn", "bằng hoặc ít hơn")),
    (Operator.AT_LEAST, _folded("không dưới", "không thấp hơn", "không ít hơn", "không nhỏ hơn", "không kém")),
    (
        Operator.AT_MOST,
        _folded("không quá", "không vượt quá", "không vượt", "không trên", "không hơn", "không lớn hơn"),
    ),
    (Operator.AT_MOST, _folded("không cao hơn", "không nhiều hơn", "tối đa", "nhiều nhất", "trong vòng", "chậm nhất")),
    (Operator.AT_LEAST, _folded("ít nhất", "tối thiểu", "thấp nhất")),
    (Operator.BELOW, _folded("dưới", "nhỏ hơn", "thấp hơn", "ít hơn", "chưa đến", "chưa tới")),
    (Operator.ABOVE, _folded("trên", "hơn", "lớn hơn", "cao hơn", "nhiều hơn", "vượt")),
)
_SIGNS: tuple[tuple[str, Operator], ...] = (
    ("≥", Operator.AT_LEAST),
    (">=", Operator.AT_LEAST),
    ("=>", Operator.AT_LEAST),
    ("≤", Operator.AT_MOST),
    ("<=", Operator.AT_MOST),
    ("=<", Operator.AT_MOST),
    (">", Operator.ABOVE),
    ("<", Operator.BELOW),
)
_AFTER: tuple[tuple[Operator, tuple[str, ...]], ...] = (
    (Operator.AT_LEAST, _folded("trở lên", "hoặc hơn", "hoặc cao hơn")),
    (Operator.AT_MOST, _folded("trở xuống", "hoặc thấp hơn", "đổ lại")),
)


def _any(*phrases: str) -> str:
    return "(?:" + "|".join(fold(phrase) for phrase in phrases) + ")"


_BODIES = _any(
    "tỉnh", "thành phố", "địa phương", "đơn vị", "xã", "phường", "huyện", "sở", "cơ quan", "nước", "quốc gia"
)
_FIRST = _any("đứng đầu", "dẫn đầu", "hàng đầu", "cao nhất", "tốt nhất")
_PLACE = _any("thứ hạng", "xếp hạng", "hạng", "xếp thứ", "đứng thứ", "vị trí")
_GROUP = rf"{_any('trong', 'thuộc', 'vào')}\s+{fold('nhóm')}\s+(\d+)(?![\d.,]*\s*%)"
_RANK = re.compile(
    rf"(?:top|{fold('tốp')})\s*(\d+)|{_GROUP}|(\d+)\s+{_BODIES}\D*?{_FIRST}"
    rf"|{_PLACE}\s*(?:{fold('thứ')}\s*)?(\d+)|^{fold('thứ')}\s+(\d+)"
)
_CHANGE = _any("tăng", "giảm", "tăng thêm", "giảm bớt", "thêm", "bớt", "gấp")
_REACHED = _any("lên", "xuống", "còn", "đạt", "đến", "tới")
_RELATIVE = re.compile(rf"(?<!\w){_CHANGE}(?!\w)(?!\s+{_REACHED}(?!\w))")
_IN_WORDS = re.compile(rf"(?<!\w){_any('gấp đôi', 'gấp rưỡi', 'gấp ba', 'gấp nhiều lần', 'một nửa', 'quá nửa')}(?!\w)")
_ABOUT = re.compile(_any("trên dưới", "xê dịch"))
_NEARLY = re.compile(rf"(?:(?<!\w){_any('khoảng', 'trên dưới', 'xê dịch', 'tầm', 'chừng')}|[~≈])\s*$")
_ALMOST = re.compile(rf"(?<!\w){_any('gần', 'xấp xỉ', 'suýt soát', 'cơ bản')}(?!\w)")
_WITHIN = re.compile(rf"(?<!\w){fold('trong')}\s+(?:{fold('thời hạn')}\s+)?$")
_TIME_UNIT = re.compile(rf"\s*{_any('ngày', 'giờ', 'phút', 'tuần', 'tháng')}(?!\w)")
_BODY_EACH = _any("xã", "phường", "thôn", "bản", "tổ", "huyện", "sở", "ngành", "đơn vị", "cơ quan", "trường")
_EACH = re.compile(rf"(?<!\w){_any('mỗi', 'từng')}\s+(?:{fold('một')}\s+)?{_BODY_EACH}(?!\w)")
_PER = re.compile(rf"[^(),;]*/\s*{_BODY_EACH}(?!\w)")
_PER_HEAD = re.compile(rf"(?<!\w){_any('mỗi', 'từng', 'bình quân', 'trung bình', 'trên một', 'trên 1')}(?!\w)|/")
_FALLS = re.compile(
    rf"(?<!\w)(?:{_any('giảm', 'hạ', 'kéo giảm')}\s+(?:{_any('xuống', 'còn', 'đến', 'tới')})"
    rf"|{_any('xuống còn', 'chỉ còn')}|^{fold('còn')})(?!\w)"
)
_AGAINST = re.compile(_any("so với", "cùng kỳ"))
_GROWTH = re.compile(
    _any("tốc độ", "tăng trưởng", "mức tăng", "mức giảm", "tỷ lệ tăng", "tỷ lệ giảm", "tỉ lệ tăng", "tỉ lệ giảm")
    + rf"|^{_any('tăng', 'giảm')} |{_any('tăng', 'giảm')} {_any('bình quân', 'trung bình', 'hằng năm', 'hàng năm')}"
)
_FRACTION = re.compile(r"(?<![\d/,.])\d[\d.]*\s*/\s*\d[\d.]*(?![\d/])")
_NO_UNIT = re.compile(
    "(?:"
    + _any(
        *("trở lên", "trở xuống", "hoặc", "đổ lại", "theo", "so", "trên", "của", "vào", "đến", "tới", "trong", "năm"),
        *("mỗi", "hằng", "hàng", "cả", "tính", "tại", "ở", "đối", "với", "trước", "sau", "là", "và", "được", "cuối"),
    )
    + r"(?!\w)|[/+*&=<>≥≤-])"
)
"""What begins words behind a number that do not say what it counts."""
_CHAIN = re.compile(r"\d[\d.,]*%?\s*-\s*\d[\d.,]*%?\s*-\s*\d")


class Asked(StrEnum):
    """Why a target cannot be taken for a number."""

    RELATIVE = "nói mức tăng, giảm, không phải giá trị phải đạt"
    FRACTION = "là phân số hoặc ngày tháng"
    CHAIN = "có từ ba số nối nhau"
    ALMOST = "nói gần đúng, không rõ mức phải đạt"
    EACH = "nói cho từng đơn vị, không rõ cả chỉ tiêu phải đạt bao nhiêu"
    DENIAL = "nói điều không được xảy ra: ghi điều phải đạt, hoặc ghi số 0"


@dataclass(frozen=True, slots=True)
class TargetReading:
    """A target as read; None if it makes no sense (10-9%) or must be asked about (`asked` says why).

    `unsure` holds its numbers with two readings, `others` the numbers that were not taken, `behind` the words behind
    its number that can be its unit, folded.
    """

    target: Target | None
    unsure: tuple[NumberReading, ...] = ()
    asked: Asked | None = None
    others: tuple[str, ...] = ()
    behind: str = ""


def says_fall(text: str) -> bool:
    """True for a target that is to be fallen to: "giảm còn 2%", "xuống còn 5 vụ"."""
    return _FALLS.search(fold(clean(text))) is not None


_WRITTEN_YEAR = r"((?:19|20)\d\d)(?![\d.,]*\d)"
_BY_YEAR = re.compile(
    rf"(?:{_any('vào', 'đến', 'tới', 'trong', 'hết', 'cuối', 'cho')}\s+|^|[(\[:;,%]\s*)"
    rf"(?:{fold('mục tiêu')}\s+)?{fold('năm')}\s+{_WRITTEN_YEAR}"
    rf"|\(\s*{_WRITTEN_YEAR}\s*\)|^{_WRITTEN_YEAR}\s*:"
)


def years_meant(text: str) -> frozenset[int]:
    """The years by which a target says that it is to be reached ("100% vào năm 2030", "90% (năm 2030)")."""
    return frozenset(int(year) for years in _BY_YEAR.findall(fold(text)) for year in years if year)


_SPAN = _any("tháng", "quý", "tuần", "ngày", "kỳ")
_IN_EACH = _any("mỗi", "từng", "hằng", "hàng", "bình quân", "trung bình")
_PER_SPAN = re.compile(rf"(?:/|(?<!\w){_IN_EACH}\s+(?:{fold('một')}\s+)?)\s*{_SPAN}(?!\w)")


def is_for_each_span(text: str) -> bool:
    """True for words that count by the month, the quarter or a shorter time: "30 lượt/quý", "mỗi tháng 10 lớp"."""
    return _PER_SPAN.search(fold(_WORD_END.sub(" ", clean(text)))) is not None


def target_of_number(value: Decimal, text: str) -> Target:
    """The target of a number cell, with the decimals that the cell shows (0,600)."""
    shown = re.fullmatch(r"[^.,]*[.,](\d+)\D*", text.strip())
    decimals = len(shown[1]) if shown else 0
    if 0 < decimals <= _MOST_DECIMALS and value == value.quantize(Decimal(1).scaleb(-decimals)):
        value = value.quantize(Decimal(1).scaleb(-decimals))
    return Target(Operator.EQUAL, value, None, text)


_RANK_UNITS = frozenset(fold(words) for words in ("hạng", "thứ hạng", "xếp hạng", "vị trí", "thứ bậc", "bậc xếp hạng"))


_PLACES = re.compile(_any("hạng", "bậc", "thứ", "vị trí", "tỉnh", "thành phố", "địa phương", "nhóm"))


def counts_no_places(unit: str) -> bool:
    """True if values in `unit` cannot be a place among others: %, triệu đồng, điểm; a blank unit says nothing."""
    return bool(unit.strip()) and _PLACES.search(fold(unit)) is None


def as_rank(target: Target, unit: str) -> Target | None:
    """A target counted in places is the lowest that will do, however it is written; None if it asks for more places."""
    if fold(unit) not in _RANK_UNITS or target.is_rank or target.value is None:
        return target
    if target.operator not in (Operator.EQUAL, Operator.AT_MOST):
        return None
    return replace(target, operator=Operator.AT_MOST, is_rank=True)


def parse_target(text: str, name: str = "") -> TargetReading:
    """The target that `text` sets: "trên 80%", "≥ 3", "khoảng 9 - 10%", "từ 37,6 % trở lên", "Hoàn thành".

    The first number counts, save years and dates; what stands around it decides the operator. Words without a
    number make a yes/no target. A rank is the lowest place that will do. What is said of an increase is a number
    only where `name`, the indicator's, speaks of one ("Tốc độ tăng …").
    """
    said = clean(text)
    plain = _TIME.sub(" ", fold(_WORD_END.sub(" ", said)).translate(_SIGNS_ALIKE))
    if rank := _RANK.search(plain):
        place = Decimal(next(group for group in rank.groups() if group))
        return TargetReading(Target(Operator.AT_MOST, place, None, said, is_rank=True))
    figure, others = _figure(plain)
    if figure is not None and (asked := _asked(plain, figure, name)):
        return TargetReading(None, asked=asked)
    if figure is None and _IN_WORDS.search(plain):
        return TargetReading(None, asked=Asked.RELATIVE)
    if figure is None and _DENIES.match(plain):
        return TargetReading(None, asked=Asked.DENIAL)
    if figure is None:
        return TargetReading(Target(Operator.YES_NO, None, None, said))
    low = parse_number(figure.low)
    high = parse_number(figure.high) if figure.high else None
    if low is None or (figure.high and (high is None or high.value <= low.value)):
        return TargetReading(None)
    unsure = tuple(reading for reading in (low, high) if reading and reading.other is not None)
    behind = _unit_words(plain[figure.end :])
    if high is not None:
        return TargetReading(Target(Operator.RANGE, low.value, high.value, said), unsure, None, others, behind)
    before = plain[: figure.start]
    operator = _operator(before, plain[figure.end :])
    is_about = operator is Operator.EQUAL and _NEARLY.search(before) is not None
    return TargetReading(Target(operator, low.value, None, said, is_about=is_about), unsure, None, others, behind)


def _asked(plain: str, figure: _Figure, name: str) -> Asked | None:
    """Why the figure is not what the indicator is to reach."""
    if _FRACTION.search(plain):
        return Asked.FRACTION
    if _CHAIN.search(plain):
        return Asked.CHAIN
    before, after = plain[: figure.start], plain[figure.end :]
    if _ALMOST.search(before):
        return Asked.ALMOST
    is_share = _SHARES_PER_CENT.match(plain, figure.end)
    if not is_share and (_EACH.search(before) or _PER.match(after)) and not _PER_HEAD.search(fold(name)):
        return Asked.EACH
    is_relative = (
        before.rstrip().endswith(("+", "±")) or _RELATIVE.search(before) or _AGAINST.search(plain[figure.end :])
    )
    return Asked.RELATIVE if is_relative and not _GROWTH.search(fold(name)) else None


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number (or the two of a range, `high` else "") as it is written, and where it stands in the text."""

    low: str
    high: str
    start: int
    end: int


def _figure(plain: str) -> tuple[_Figure | None, tuple[str, ...]]:
    """The figure a target is about: the first with a "%", else the first that is no part of a word ("5G").

    With it the others of its kind, as they are written; what shares its sign ("80 hoặc 85%") is of its kind.
    """
    figures: list[_Figure] = []
    end = 0
    for found in _NUMBER.finditer(plain):
        if found.start() < end:
            continue
        link = _RANGE_LINK.match(plain, found.end())
        second = _NUMBER.match(plain, link.end()) if link else None
        end = second.end() if second else found.end()
        figures.append(_Figure(found[0], second[0] if second else "", found.start(), end))
    percentages = [figure for figure in figures if _SHARES_PER_CENT.match(plain, figure.end)]
    apart = [figure for figure in figures if not plain[figure.end : figure.end + 1].isalpha()]
    alike = percentages or apart or figures
    return next(iter(alike), None), tuple(figure.low for figure in alike[1:])


def _unit_words(after: str) -> str:
    """What stands right behind a figure, without what is no unit: "trở lên", "so với …", "(vào cuối kỳ)"."""
    words = after.strip(" .;,:([")
    if words.startswith("%"):
        return "%"
    return "" if _NO_UNIT.match(words) else re.split(r"[()\[\];:\n]", words)[0].strip(" .,")


def _operator(before: str, after: str) -> Operator:
    if _ABOUT.search(before):
        return Operator.EQUAL
    if _WITHIN.search(before) and _TIME_UNIT.match(after):
        return Operator.AT_MOST
    if re.match(r"\s*%?\s*\+", after):
        return Operator.AT_LEAST
    for operator, phrases in _AFTER:
        if any(_holds(after, phrase) for phrase in phrases):
            return operator
    for sign, operator in _SIGNS:
        if before.rstrip().endswith(sign):
            return operator
    for operator, phrases in _BEFORE:
        if any(_holds(before, phrase, rf"(?:\s+(?:{_FILLERS}))*\s*$") for phrase in phrases):
            return operator
    return Operator.EQUAL


def _holds(text: str, phrase: str, then: str = r"(?![\w\u0300-\u0323])") -> bool:
    """True if `phrase` stands in `text` as whole words, followed by what `then` matches; bare text is held barely."""
    if text.isascii():
        phrase = fold(phrase, keep_tones=False)
    return re.search(rf"(?<!\w){re.escape(phrase)}{then}", text) is not None
