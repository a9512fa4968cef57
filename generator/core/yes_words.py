"""What people write to say that a thing which is there or not is there: the words, as data.

Only these are understood; "Cơ bản đạt" or "Hoàn thành 80%" say neither yes nor no, and are asked about.
"""

from __future__ import annotations

import re

from generator.core.vietnamese import fold

YES: tuple[str, ...] = (
    "Có",
    "Có rồi",
    "Đã có",
    "Đã có rồi",
    "Đúng",
    "Đạt",
    "Đạt chỉ tiêu",
    "Đạt kế hoạch",
    "Đạt mục tiêu",
    "Đạt yêu cầu",
    "Đạt và vượt",
    "Đạt vượt mức",
    "Vượt",
    "Vượt chỉ tiêu",
    "Vượt kế hoạch",
    "Vượt mức",
    "Vượt mục tiêu",
    "Hoàn thành",
    "Hoàn thành chỉ tiêu",
    "Hoàn thành kế hoạch",
    "Hoàn thành mục tiêu",
    "Hoàn thành tốt",
    "Hoàn thành trước hạn",
    "Hoàn thành đúng hạn",
    "Hoàn thành trước thời hạn",
    "Hoàn thành đúng tiến độ",
    "Hoàn thành vượt mức",
    "Hoàn thành vượt kế hoạch",
    "Hoàn thành toàn bộ",
    "Hoàn thành xong",
    "Thực hiện xong",
    "Làm xong",
    "Xong",
    "Ban hành",
    "Phê duyệt",
    "Vận hành",
    "Đưa vào sử dụng",
    "Đưa vào hoạt động",
    "Đưa vào vận hành",
    "True",
    "Yes",
)
NO: tuple[str, ...] = (
    "Không",
    "Không có",
    "Không đạt",
    "Không hoàn thành",
    "Chưa",
    "Chưa có",
    "Chưa đạt",
    "Chưa hoàn thành",
    "Chưa xong",
    "Chưa thực hiện",
    "Chưa triển khai",
    "Chưa ban hành",
    "Chưa phê duyệt",
    "Chưa vận hành",
    "Đang thực hiện",
    "Đang triển khai",
    "Đang làm",
    "Đang xây dựng",
    "Đang soạn thảo",
    "Đang trình",
    "Trễ hạn",
    "Không thực hiện",
    "False",
    "No",
)
NOTHING: tuple[str, ...] = (
    "-",
    "--",
    "/",
    "x",
    "0",
    "…",
    "...",
    "Không",
    "Không có",
    "Không phát sinh",
    "Không có phát sinh",
    "Không có gì",
    "Chưa có",
    "Chưa phát sinh",
    "Không có khó khăn",
    "Không khó khăn",
    "Không vướng mắc",
    "Không có vướng mắc",
    "Không có khó khăn, vướng mắc",
    "Không khó khăn, vướng mắc",
    "Không có khó khăn vướng mắc",
    "Không có nội dung",
    "Không báo cáo",
    "Nil",
    "N/A",
)
"""What people write in a cell of words to say that there is nothing to tell."""
_DONE = re.compile(rf"^{fold('đã')} ")
_NOT_YET, _EXCEEDED = fold("chưa") + " ", fold("vượt")
_WHOLE = re.compile(r"\s*\(?100\s*%\)?$")


_DASHES = str.maketrans({"–": "-", "—": "-"})


def _keys(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


_YES, _NO, _NOTHING = _keys(YES), _keys(NO), _keys(NOTHING)


def says_yes(words: str) -> bool | None:
    """True or False as `words` say; None if they are not on the lists.

    "Đã" before a word of yes and "100%" behind it change nothing: "Đã đạt", "Hoàn thành 100%".
    """
    key = fold(words.strip(" .;!"))
    if key in _NO or _not_yet(key):
        return False
    without = _WHOLE.sub("", _DONE.sub("", key))
    return True if key in _YES or without in _YES else None


def _not_yet(key: str) -> bool:
    """ "Chưa" before a word of yes; what has not been exceeded may well be reached."""
    rest = key.removeprefix(_NOT_YET)
    return rest != key and rest in _YES and _EXCEEDED not in rest


def says_nothing(words: str) -> bool:
    """Whether a cell of words only says that there is nothing to tell."""
    plain = words.translate(_DASHES)
    return fold(plain) in _NOTHING or fold(plain.strip(" .;!-")) in _NOTHING
