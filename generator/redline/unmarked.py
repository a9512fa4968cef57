"""What differs between two Word files and no tracked change can show: it is named, so that "the same" is true.

Word tracks text, looks of runs, paragraphs, tables and sections. It does not track defaults, themes, settings, the
answers of form controls, files that are taken in whole, comments.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from generator.office.names import SDT, VAL, A, P, R, W, elements
from generator.office.package import Package
from generator.office.word_text import on_one_line
from generator.redline.element_keys import exact_key, properties_key

if TYPE_CHECKING:
    from lxml.etree import _Element

_SETTINGS: Mapping[str, str] = {
    "defaultTabStop": "khoảng cách điểm dừng tab mặc định",
    "evenAndOddHeaders": "đầu trang, chân trang riêng cho trang chẵn và trang lẻ",
    "mirrorMargins": "lề đối xứng",
    "gutterAtTop": "lề đóng gáy ở trên",
    "bookFoldPrinting": "in gấp sách",
    "autoHyphenation": "tự ngắt từ",
    "documentProtection": "chế độ bảo vệ văn bản",
    "writeProtection": "chế độ bảo vệ văn bản",
    "footnotePr": "cách đánh số chú thích",
    "endnotePr": "cách đánh số chú thích cuối",
    "displayBackgroundShape": "nền trang",
    "docVars": "biến của văn bản",
}
"""Settings that change what a reader sees or may do."""
_DEFAULT_LOOKS: Mapping[str, str] = {"sz": "cỡ chữ mặc định", "rFonts": "phông chữ mặc định"}
_CONTROL_SKIP = frozenset(
    f"{W}{name}" for name in ("id", "showingPlcHdr", "placeholder", "rPr", "alias", "tag", "lock", "temporary")
)
_SHORT = 60


def unmarked(old: Package, new: Package) -> tuple[str, ...]:
    """What is different and cannot be marked, each in words; the redline has it as NEW has it."""
    found = [
        *_defaults(old, new),
        *_theme(old, new),
        *_settings(old, new),
        *_controls(old, new),
        *_whole_files(old, new),
        *_comments(old, new),
        *_other(old, new, "background", "nền trang"),
    ]
    return tuple(dict.fromkeys(found))


def _related(package: Package, kind: str) -> _Element | None:
    name = package.related(kind)
    return package.take(name) if name else None


def _changed(words: str, was: str, now: str) -> str:
    if not was or not now or len(was) > _SHORT or len(now) > _SHORT:
        return words
    return f"{words}: {was} → {now}"


# --- looks ---------------------------------------------------------------------------------------


def _defaults(old: Package, new: Package) -> Iterator[str]:
    roots = [_related(one, "styles") for one in (old, new)]
    for group, words in (("rPrDefault/{w}rPr", ""), ("pPrDefault/{w}pPr", "định dạng đoạn mặc định")):
        path = f"{W}docDefaults/{W}{group.format(w=W)}"
        was, now = (root.find(path) if root is not None else None for root in roots)
        if properties_key(was) == properties_key(now):
            continue
        if words:
            yield words
            continue
        named = [name for name in _DEFAULT_LOOKS if _child_key(was, name) != _child_key(now, name)]
        for name in named:
            yield _changed(_DEFAULT_LOOKS[name], _shown_default(was, name), _shown_default(now, name))
        skip = tuple(f"{W}{name}" for name in (*_DEFAULT_LOOKS, "szCs"))
        if properties_key(was, skip) != properties_key(now, skip) or not named:
            yield "định dạng chữ mặc định"


def _child_key(properties: _Element | None, name: str) -> str:
    child = properties.find(f"{W}{name}") if properties is not None else None
    return "" if child is None else exact_key(child)


def _shown_default(properties: _Element | None, name: str) -> str:
    child = properties.find(f"{W}{name}") if properties is not None else None
    if child is None:
        return ""
    if name == "sz":
        value = str(child.get(VAL, ""))
        return f"{int(value) / 2:g}".replace(".", ",") if value.isdecimal() else value
    return str(child.get(f"{W}ascii") or "")


def _theme(old: Package, new: Package) -> Iterator[str]:
    roots = [_related(one, "theme") for one in (old, new)]
    for name, words in (("fontScheme", "phông chữ của chủ đề"), ("clrScheme", "màu của chủ đề")):
        was, now = (next(root.iter(f"{A}{name}"), None) if root is not None else None for root in roots)
        if (was is None) != (now is None):
            yield words
        elif was is not None and now is not None and _scheme_key(was) != _scheme_key(now):
            yield _changed(words, _scheme_fonts(was), _scheme_fonts(now))


def _scheme_key(scheme: _Element) -> str:
    return "".join(exact_key(child) for child in elements(scheme))


def _scheme_fonts(scheme: _Element) -> str:
    return ", ".join(str(one.get("typeface")) for one in scheme.iter(f"{A}latin"))


def _settings(old: Package, new: Package) -> Iterator[str]:
    was, now = (_setting_keys(_related(one, "settings")) for one in (old, new))
    yield from (words for name, words in _SETTINGS.items() if was.get(name, "") != now.get(name, ""))


def _setting_keys(root: _Element | None) -> dict[str, str]:
    """Name → key of each setting that counts; one that is switched off is like none."""
    found = {}
    for child in elements(root):
        name = str(child.tag).removeprefix(W)
        switched_off = child.get(VAL) in ("0", "false", "off") and not len(child)
        if name in ("footnotePr", "endnotePr"):
            kept = [one for one in elements(child) if one.tag not in (f"{W}footnote", f"{W}endnote")]
            found[name] = "".join(map(exact_key, kept))
        elif name in _SETTINGS and not switched_off:
            found[name] = properties_key(child) if len(child) else exact_key(child)
    return found


def _other(old: Package, new: Package, tag: str, words: str) -> Iterator[str]:
    was, now = (one.take(one.main).find(f"{W}{tag}") for one in (old, new))
    if ("" if was is None else exact_key(was)) != ("" if now is None else exact_key(now)):
        yield words


# --- what is filled in, taken in, said beside ----------------------------------------------------


def _controls(old: Package, new: Package) -> Iterator[str]:
    """Content controls whose settings or answers changed; those that came or went count with their text."""
    was, now = (list(_all_controls(one)) for one in (old, new))
    if len(was) != len(now):
        yield _changed("số ô điều khiển nội dung của biểu mẫu", str(len(was)), str(len(now)))
        return
    for before, after in zip(was, now, strict=True):
        if _control_key(before) != _control_key(after):
            name = _control_name(after) or _control_name(before) or "không tên"
            yield f"ô điều khiển nội dung “{name}”"


def _all_controls(package: Package) -> Iterator[_Element]:
    for name in package.story_parts():
        yield from package.take(name).iter(SDT)


def _control_key(control: _Element) -> str:
    properties = control.find(f"{W}sdtPr")
    kept = [child for child in elements(properties) if child.tag not in _CONTROL_SKIP]
    return "".join(sorted(_with_all_values(child) for child in kept))


def _with_all_values(element: _Element) -> str:
    """The key of an element with the values of every namespace: a check box keeps its answer in Word 2010's own."""
    values = sorted((str(name), str(value)) for name, value in element.attrib.items() if str(name).endswith("}val"))
    return f"{element.tag}{values}{''.join(map(_with_all_values, elements(element)))}{exact_key(element)}"


def _control_name(control: _Element) -> str:
    for name in ("alias", "tag"):
        found = control.find(f"{W}sdtPr/{W}{name}")
        if found is not None and found.get(VAL):
            return str(found.get(VAL))
    return on_one_line(control)[:_SHORT]


def _whole_files(old: Package, new: Package) -> Iterator[str]:
    was, now = (Counter(_chunks(one)) for one in (old, new))
    for count, words in (((now - was).total(), "thêm"), ((was - now).total(), "bỏ")):
        if count:
            yield f"phần văn bản chèn nguyên tệp (altChunk): {words} {count}"


def _chunks(package: Package) -> Iterator[str]:
    for name in package.story_parts():
        for chunk in package.take(name).iter(f"{W}altChunk", f"{W}subDoc"):
            relation = package.relations(name).get(str(chunk.get(f"{R}id")))
            if relation is None:
                yield "?"
            elif relation.external:
                yield relation.target
            else:
                yield hashlib.sha256(package.parts.get(relation.target, b"")).hexdigest()


def _comments(old: Package, new: Package) -> Iterator[str]:
    was, now = (Counter(_said(_related(one, "comments"))) for one in (old, new))
    if was != now:
        yield (
            _changed("lời bình bên lề", f"{was.total()} lời", f"{now.total()} lời")
            if (was.total() != now.total())
            else "lời bình bên lề"
        )


def _said(root: _Element | None, text: Callable[[_Element], str] = on_one_line) -> Iterator[str]:
    for comment in elements(root):
        if comment.tag == f"{W}comment":
            yield f"{comment.get(f'{W}author')}: {' '.join(text(one) for one in comment.iter(P))}"
