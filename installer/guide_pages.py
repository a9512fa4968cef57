"""The guide as pages that any browser shows, without internet: the .md files of docs/, each as one .html."""

from __future__ import annotations

import html
import re
import sys
import unicodedata
from pathlib import Path

PAGES = ("huong-dan.md", "cai-dat.md", "mau-van-ban.md", "quy-tac-the-thuc.md", "cum-may.md")
_STYLE = (
    "body{max-width:52rem;margin:2rem auto;padding:0 1rem;font:1rem/1.55 system-ui,'Segoe UI',sans-serif;color:#1b1b1b}"
    "table{border-collapse:collapse}th,td{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top}"
    "pre{background:#f4f4f4;padding:.7rem;overflow-x:auto}code{font-family:Consolas,monospace}img{max-width:100%}"
    "h1,h2,h3{line-height:1.25}"
)


def write_guide(docs: Path, into: Path, library: Path) -> None:
    """Writes every page and its pictures; the packages in `library` are those that make them."""
    sys.path.insert(0, str(library))
    try:
        from markdown_it import MarkdownIt
    finally:
        sys.path.remove(str(library))
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    into.mkdir(parents=True)
    for name in PAGES:
        text = (docs / name).read_text(encoding="utf-8")
        body = _linked(_anchored(reader.render(text)))
        title = re.sub(r"<[^>]+>", "", (re.search(r"<h1[^>]*>(.*?)</h1>", body) or ["", name])[1])
        page = (
            f'<!doctype html>\n<html lang="vi">\n<head><meta charset="utf-8"><title>{title}</title>'
            f"<style>{_STYLE}</style></head>\n<body>\n{body}</body>\n</html>\n"
        )
        (into / f"{Path(name).stem}.html").write_bytes(page.encode())
    pictures = into / "anh"
    pictures.mkdir()
    for path in sorted((docs / "anh").iterdir()):
        (pictures / path.name).write_bytes(path.read_bytes())


def _anchored(body: str) -> str:
    """Headings get the anchors that the links of the .md files name (as GitHub makes them)."""
    return re.sub(
        r"<h([1-6])>(.*?)</h\1>", lambda found: f'<h{found[1]} id="{_slug(found[2])}">{found[2]}</h{found[1]}>', body
    )


def _slug(heading: str) -> str:
    text = unicodedata.normalize("NFC", html.unescape(re.sub(r"<[^>]+>", "", heading))).casefold()
    return re.sub(r"[^\w\- ]", "", text).strip().replace(" ", "-")


def _linked(body: str) -> str:
    """Links from page to page; one to a file that does not come along becomes its words."""

    def link(found: re.Match[str]) -> str:
        target, _, place = found[1].partition("#")
        if target in PAGES:
            return f'<a href="{Path(target).stem}.html{"#" + place if place else ""}">{found[2]}</a>'
        return found[0] if not target or "://" in target else found[2]

    return re.sub(r'<a href="([^"]*)">(.*?)</a>', link, body, flags=re.DOTALL)
