"""How a text calls a task: the plan's own short name, else a shortening that does not change the sense.

A task's name may be a paragraph of the plan. What is cut off is shown by "…"; where what follows takes something
back ("trừ …", "không bao gồm …"), nothing is cut.
"""

from __future__ import annotations

import re

from generator.core.model import Task
from generator.core.vietnamese import lower_first
from generator.render.figure_texts import quoted
from generator.render.sentences import name_without_end

LONGEST_NAME = 125
_SHORTEST_NAME = 28
_MORE = "…"
_BREAK = re.compile(
    r"(?P<strong>[;:.]\s|\s\(|,?\s(?:để|nhằm|bao gồm|gồm|theo hướng dẫn|trong đó|bảo đảm|góp phần)\s)|(?P<weak>,\s)"
)
_PHRASE = re.compile(
    r"\s(?=(?:và|hoặc|của|trên|cho|trong|theo|với|đối với|gắn với|tại|về|từ|đến|thông qua|phục vụ|nhằm|để)\s)"
)
"""Where a new phrase begins: the place to cut, where no clause ends."""
_SHORTEST_PHRASE = 80
_SPACE = re.compile(r"\s")
_TAKES_BACK = re.compile(r"\b(trừ|ngoại trừ|trừ khi|không bao gồm|không kể|không gồm|với điều kiện|nếu)\b")
_LEADS_ON = re.compile(
    r"(?:^|\s)(?:không|chưa|chỉ|và|hoặc|của|với|cho|từ|đến|tới|theo|về|trên|dưới|tại|ở|bằng|do|bởi|là|được|bị|các|những|"
    r"mỗi|mọi|từng|một|hai|ít nhất|tối thiểu|không quá|tối đa|trong|ngoài|trước|sau|gồm|như|để|nhằm|\d[\d.,/%]*)$"
)
_PAIRS = (("(", ")"), ("“", "”"), ("[", "]"))


def short_name(task: Task) -> str:
    """Tên gọn as the plan gives it, else the content, shortened where it is long."""
    if task.short_name:
        return quoted(one_of_many(name_without_end(task.short_name)), task.row, "Tên gọn")
    return quoted(one_of_many(shortened_name(task.content)), task.row, "Nội dung nhiệm vụ")


def one_of_many(name: str) -> str:
    """A name as an item of a list that ";" parts and before a colon: its own parts stand between commas, the number
    that it had in the plan's list and the colon after "gồm" go.

    "1. Rà soát hộ nghèo; hộ cận nghèo" → "Rà soát hộ nghèo, hộ cận nghèo"; "gồm: Chợ; đường" → "gồm chợ, đường".
    """
    number = _NUMBERED.match(name)
    bare = name[number.end() :] if number and not _ANOTHER.search(name) else name
    return _CONSISTS.sub(lambda found: f"{found[1]} {lower_first(found[2])}", bare).replace(";", ",")


_NUMBERED = re.compile(r"(?:\d{1,2}|[a-zđ])[.)] (?=[^\W\d_])")
_ANOTHER = re.compile(r"[;,.:] (?:\d{1,2}|[a-zđ])[.)] ")
_CONSISTS = re.compile(r"\b(gồm): ((?!\d{1,2}[.)]|[a-zđ]\)|\().+)", re.DOTALL)
"""A list of what something consists of, unless its items have marks of their own."""


def shortened_name(content: str) -> str:
    """A task's content in one line of at most about `LONGEST_NAME` letters, cut where a clause ends."""
    whole = name_without_end(content)
    if len(whole) <= LONGEST_NAME or _TAKES_BACK.search(whole.casefold()):
        return whole
    for kind in ("strong", "weak"):
        for found in reversed(list(_BREAK.finditer(whole, 0, LONGEST_NAME + 12))):
            if found[kind] and (cut := _cut(whole, found.start())):
                return cut
    for pattern, shortest in ((_PHRASE, _SHORTEST_PHRASE), (_SPACE, 0)):
        for found in reversed(list(pattern.finditer(whole, shortest, LONGEST_NAME + 1))):
            if cut := _cut(whole, found.start()):
                return cut
    return whole


def _cut(whole: str, at: int) -> str:
    """`whole` cut at a place, with the sign of it; "" where that would leave a torn clause or another sense."""
    head = whole[:at].rstrip(" ,;:.")
    if not _SHORTEST_NAME <= len(head) <= LONGEST_NAME:
        return ""
    if any(head.count(one) != head.count(other) for one, other in _PAIRS) or head.count('"') % 2:
        return ""
    if _LEADS_ON.search(head.casefold()) or _is_half_a_name(head, whole[len(head) :]):
        return ""
    return f"{head}{_MORE}"


def _is_half_a_name(head: str, rest: str) -> bool:
    """True if a name begins with the last word and goes on: "triển khai Kế" before "hoạch"."""
    last = head.split()[-1]
    return last[0].isupper() and not last.isupper() and rest[:1].isspace() and rest.strip()[:1].islower()
