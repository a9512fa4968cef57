"""The guide that comes with the program, as parts of our pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from generator import PACKAGE
from generator.core.vietnamese import nfc

PAGES = {
    "huong-dan": "Hướng dẫn sử dụng",
    "mau-van-ban": "Mẫu văn bản của cơ quan",
    "quy-tac-the-thuc": "Quy tắc thể thức",
}
_PICTURES = frozenset((".png", ".svg", ".jpg"))


@dataclass(frozen=True, slots=True)
class GuidePage:
    """One page."""

    title: str
    body: Markup


def guide_page(name: str, address: Callable[[str], str], picture: Callable[[str], str]) -> GuidePage | None:
    """A page of the guide, its links leading to our addresses; None where it did not come along."""
    path = _place() / f"{name}.md"
    if name not in PAGES or not path.is_file():
        return None
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(path.read_text(encoding="utf-8"))
    for opening, inside in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", _anchor("".join(one.content for one in inside.children or ())))
    for token in tokens:
        if token.children:
            token.children = _ours(token.children, address, picture)
    return GuidePage(PAGES[name], Markup(reader.renderer.render(tokens, reader.options, {})))


def picture_path(name: str) -> Path | None:
    """A picture of the guide; None for any other word."""
    found = {path.name: path for path in (_place() / "anh").glob("*") if path.suffix in _PICTURES}
    return found.get(name)


def _place() -> Path:
    return next((one for one in (PACKAGE / "guide", PACKAGE.parent / "docs") if one.is_dir()), PACKAGE / "guide")


def _ours(tokens: Sequence[Token], address: Callable[[str], str], picture: Callable[[str], str]) -> list[Token]:
    """Links between pages lead to ours; one to a file that does not come along becomes its words."""
    kept: list[Token] = []
    dropped: list[bool] = []
    for one in tokens:
        if one.type == "image":
            one.attrSet("src", picture(Path(str(one.attrGet("src"))).name))
        elif one.type == "link_open":
            page, sign, place = str(one.attrGet("href")).partition("#")
            known = Path(page).stem in PAGES
            dropped.append(bool(page) and not known and "://" not in page)
            if page and known:
                one.attrSet("href", f"{address(Path(page).stem)}{sign}{place}")
            if dropped[-1]:
                continue
        elif one.type == "link_close" and dropped.pop():
            continue
        kept.append(one)
    return kept


def _anchor(heading: str) -> str:
    """As the links of the guide name it (GitHub's way)."""
    return re.sub(r"[^\w\- ]", "", nfc(heading).casefold()).strip().replace(" ", "-")
