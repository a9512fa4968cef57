"""What people write for where a task stands: the words, as data. Signs before them ("✅ Hoàn thành") say nothing more.

Only these are understood; "Chưa hoàn thành", "Quá hạn" or "Cơ bản hoàn thành" do not say which of the four states
holds, and are asked about.
"""

from __future__ import annotations

import re
from functools import lru_cache

from generator.core.model import ReportedStatus
from generator.core.vietnamese import clean, fold, parse_number

_WORDS: dict[ReportedStatus, tuple[str, ...]] = {
    ReportedStatus.COMPLETED: (
        "Hoàn thành",
        "Đã hoàn thành",
        "Đã hoàn thành xong",
        "Hoàn thành đúng hạn",
        "Hoàn thành trước hạn",
        "Hoàn thành quá hạn",
        "Hoàn thành trễ hạn",
        "Hoàn thành chậm",
        "Hoàn thành đúng tiến độ",
        "Hoàn tất",
        "Đã hoàn tất",
        "Đã thực hiện xong",
        "Thực hiện xong",
        "Xong",
        "Đã xong",
        "HT",
        "Đã HT",
    ),
    ReportedStatus.IN_PROGRESS: (
        "Đang thực hiện",
        "Đang triển khai",
        "Đang triển khai thực hiện",
        "Đang tiến hành",
        "Đang làm",
        "Đang xử lý",
        "Đang TH",
        "Đang thực hiện đúng tiến độ",
        "Đang thực hiện trong hạn",
        "Đang thực hiện quá hạn",
        "Đang thực hiện chậm tiến độ",
        "Đang triển khai đúng tiến độ",
        "Tiếp tục thực hiện",
        "Tiếp tục triển khai",
        "Tiếp tục duy trì",
        "Duy trì",
        "Đang duy trì",
        "Thường xuyên",
        "Thực hiện thường xuyên",
        "Đang thực hiện thường xuyên",
    ),
    ReportedStatus.NOT_STARTED: (
        "Chưa thực hiện",
        "Chưa triển khai",
        "Chưa tiến hành",
        "Chưa bắt đầu",
        "Chưa làm",
        "Chưa TH",
        "Chưa đến hạn",
        "Chưa đến thời hạn",
        "Chưa đến kỳ",
        "Chưa thực hiện trong hạn",
        "Chưa thực hiện quá hạn",
    ),
    ReportedStatus.SUSPENDED: (
        "Tạm dừng",
        "Tạm dừng thực hiện",
        "Tạm hoãn",
        "Dừng thực hiện",
    ),
}
_KEPT_UP = frozenset(
    fold(words)
    for words in (
        "Tiếp tục duy trì", "Duy trì", "Đang duy trì", "Thường xuyên", "Thực hiện thường xuyên",
        "Đang thực hiện thường xuyên",
    )
)  # fmt: skip
_SHARE_OF = {ReportedStatus.COMPLETED: 100, ReportedStatus.NOT_STARTED: 0}
"""The share that a state leaves no doubt about."""
_BY_KEY = {fold(words): status for status, spellings in _WORDS.items() for words in spellings}
_SHARE = re.compile(r"\(?\s*\d{1,3}(?:[.,]\d+)?\s*%\s*\)?")
"""How far a task is ("Đang thực hiện (60%)") stands in a column of its own as well."""


_LATE = re.compile(rf"(?<!\w)(?:{fold('quá hạn')}|{fold('trễ hạn')}|{fold('hoàn thành chậm')})(?!\w)")
_IN_TIME = re.compile(
    rf"(?<!\w)(?:{fold('đúng hạn')}|{fold('trước hạn')}|{fold('trong hạn')}|{fold('chưa đến hạn')}"
    rf"|{fold('chưa đến thời hạn')})(?!\w)"
)


def says_late(text: str) -> bool | None:
    """Whether a state is said to be behind its deadline; None if nothing is said of it."""
    key = _key(text)
    return True if _LATE.search(key) else False if _IN_TIME.search(key) else None


@lru_cache(maxsize=1024)
def read_status(text: str) -> ReportedStatus | None:
    """The state that `text` says; None if it says none of the four for certain, as "Hoàn thành 80%" does not."""
    status, share = _BY_KEY.get(_key(text)), parse_number(share_in(text))
    wanted = None if status is None or share is None else _SHARE_OF.get(status)
    return status if wanted is None or share is None or share.value == wanted else None


def is_kept_up(text: str) -> bool:
    """True of a task that is said to be kept up for good, whatever has been done of it."""
    return _key(text) in _KEPT_UP


def share_in(text: str) -> str:
    """The percentage written beside a state, "" if there is none."""
    found = _SHARE.search(text)
    return found[0].strip(" ()") if found else ""


def _key(text: str) -> str:
    said = re.sub(r"[^\w\s]+", " ", _SHARE.sub(" ", clean(text)))
    return fold(" ".join(said.split()))
