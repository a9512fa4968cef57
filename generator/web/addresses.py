"""Words of an address that a person may have typed: one that is none of those there are is said on the page."""

from __future__ import annotations

from collections.abc import Collection

from flask import request

from generator.web.site import say

_LONGEST = 60


def one_of(name: str, label: str, known: Collection[str], instead: str = "") -> str:
    """The word under a name, if it is one of the known ones; `instead`, and a sentence on the page, for any other."""
    word = request.args.get(name, "")
    if word in known:
        return word
    if word:
        passed_over(label, word)
    return instead


def passed_over(label: str, word: str) -> None:
    """Says on the page that a word of the address means nothing here and was left out."""
    say(f"Địa chỉ ghi {label} “{shortened(word)}”, ở đây không có, nên được bỏ qua. Chọn lại trên trang.", alert=True)


def page_number(pages: int) -> int:
    """The page of a list that the address or a form asks for; the nearest there is, and a sentence, for any other."""
    word, pages = request.values.get("trang-so", ""), max(1, pages)
    try:
        asked = int(word or 1)
    except ValueError:
        say(f"“{shortened(word)}” không phải là số trang; đang hiện trang đầu.", alert=True)
        return 1
    page = min(max(1, asked), pages)
    if page != asked:
        say(f"Danh sách không có trang {shortened(word)}, chỉ có {pages} trang; đang hiện trang {page}.", alert=True)
    return page


def shortened(word: str) -> str:
    """A word as a sentence quotes it."""
    return word if len(word) <= _LONGEST else f"{word[:_LONGEST]}…"
