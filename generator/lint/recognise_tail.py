"""Finds what closes a document: recipients, signature, appendices."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.core.standard import Standard
from generator.lint.lines import Line, is_upper
from generator.lint.parts import AppendixView

_APPENDIX = re.compile(r"phu luc(?:\s+(?:so\s+)?([ivxlc]+|\d+|[a-z]))?\s*[.:]?")
_APPENDIX_WITH_TITLE = re.compile(r"phu luc\s+(?:so\s+)?([ivxlc]+|\d+)\s*[.:\-]\s*\S")
_AUTHORITY = re.compile(r"(?:t\s*/?\s*m|k\s*/?\s*t|t\s*/?\s*l|t\s*/?\s*uq|q)\s*[./]?\s+[a-z]")
_POSTS = re.compile(
    "(?:pho |quyen )?(?:chu tich|giam doc|tong giam doc|bo truong|thu truong|chanh van phong|truong ban|hieu truong|"
    "cuc truong|vien truong|truong phong|bi thu|chu nhiem|chanh thanh tra|vu truong|chi cuc truong|tong bien tap)|"
    "quyen han|thuong truc|thu tuong|uy vien"
)
_NOTE = re.compile(r"\(|da ky\b|ky boi\b|nguoi ky\b")
SIGNATURE_LINES = 14


def find_appendices(lines: Sequence[Line], first: int) -> list[tuple[int, str]]:
    """Index and number ("I", "1", "") of each line that heads an appendix, from line `first` on."""
    found: list[tuple[int, str]] = []
    for at, line in enumerate(lines):
        if at < first or not line.plain.startswith("phu luc") or line.container[0] == "cell":
            continue
        exact = _APPENDIX.fullmatch(line.plain)
        stands_out = line.paragraph.align == "center" or line.bold
        titled = _APPENDIX_WITH_TITLE.match(line.plain) if stands_out and len(line.text) < 160 else None
        if match := exact or titled:
            found.append((at, (match[1] or "").upper()))
    return found


def appendix_view(lines: Sequence[Line], at: int, number: str, starts: bool) -> AppendixView:
    """The heading of the appendix whose first line is `lines[at]`."""
    head = lines[at]
    appendix = AppendixView(head, section=head.paragraph.section, starts_section=starts, number=number)
    for line in lines[at + 1 : at + 9]:
        if line.container != head.container:
            break
        if line.plain.startswith(("(kem theo", "(ban hanh kem theo", "kem theo")) or _continues(appendix, line):
            appendix.attached.append(line)
        elif line.is_rule or appendix.attached or line.text.startswith("("):
            break
        elif line.paragraph.align == "center" or line.bold or (is_upper(line.text) and not appendix.title):
            appendix.title.append(line)
        else:
            break
    return appendix


def _continues(appendix: AppendixView, line: Line) -> bool:
    """A "(Kèm theo" that is broken over several lines goes on until its bracket closes."""
    return bool(appendix.attached) and not appendix.attached[-1].text.rstrip(". ").endswith(")") and ")" in line.text


def find_recipients(lines: Sequence[Line], end: int) -> int | None:
    """Index of the words "Nơi nhận" (the last before `end`)."""
    found = [at for at, line in enumerate(lines[:end]) if line.plain.startswith("noi nhan")]
    return found[-1] if found else None


def recipient_lines(lines: Sequence[Line], at: int, signing: Sequence[Line]) -> list[Line]:
    """The list under "Nơi nhận:"."""
    head = lines[at]
    taken = {id(line) for line in signing}
    found: list[Line] = []
    for line in lines[at + 1 :]:
        if id(line) in taken or (line.container != head.container and head.container[0] == "page"):
            continue
        if line.container != head.container:
            break
        if (
            head.container[0] == "page"
            and not line.text.startswith(("-", "–", "+", "•", "*"))
            and not line.paragraph.is_numbered
        ):
            break
        found.append(line)
    return found


def find_signature(lines: Sequence[Line], recipients: int | None, first: int, end: int) -> list[Line]:
    """The lines of authority, post and name."""
    if recipients is None:
        return _signature_from(lines, first, end)
    head = lines[recipients]
    place = head.container
    if place[0] == "cell":
        beside = [
            line
            for line in lines[first:end]
            if line.container[:2] == place[:2]
            and line.container[3] != place[3]
            and int(line.container[2]) >= int(place[2])
        ]
        if beside:
            return beside
    if not head.alone:
        last = next((at for at in range(recipients + 1, end) if _is_elsewhere(lines[at], place)), end)
        return [line for at, line in enumerate(lines[recipients:last]) if at and not _is_left(line, head)]
    if place[0] == "box":
        boxes = [line for line in lines[first:end] if line.container[0] == "box" and line.container != place]
        signed = {line.container for line in boxes if _opens_signature(line)}
        return [line for line in boxes if line.container in signed] or _signature_from(lines, first, end)
    found = _signature_from(lines, recipients + 1, end) or _signature_from(lines, first, recipients)
    return [line for line in found if not line.plain.startswith(("noi nhan", "-"))]


def _is_elsewhere(line: Line, place: tuple[str | int, ...]) -> bool:
    return line.container != place


def _is_left(line: Line, head: Line) -> bool:
    """In recipients set by tabs beside the signature, the left half of a line."""
    dashed = line.text.startswith(("-", "–", "+"))
    return (
        dashed
        or line.plain.startswith("noi nhan")
        or (line.start <= head.start and line.paragraph is not head.paragraph and not line.alone)
    )


def _signature_from(lines: Sequence[Line], first: int, end: int) -> list[Line]:
    for at in range(first, end):
        if _opens_signature(lines[at]) and _is_late(lines, at, end):
            group = lines[at : min(end, at + SIGNATURE_LINES)]
            stop = next((n for n, line in enumerate(group) if line.plain.startswith("noi nhan")), len(group))
            return [line for line in group[:stop] if line.container == group[0].container]
    return []


def _opens_signature(line: Line) -> bool:
    words = line.plain
    return is_upper(line.text) and (bool(_AUTHORITY.match(words)) or bool(_POSTS.match(words)))


def _is_late(lines: Sequence[Line], at: int, end: int) -> bool:
    """No long line of text follows, so that the authority named at the head of a decision is not taken."""
    return all(len(line.text) < 90 and not line.plain.startswith(("can cu", "dieu ")) for line in lines[at:end])


def split_signature(lines: Sequence[Line], standard: Standard) -> dict[str, list[Line]]:
    """Authority and post, then the name: the last line, once a gap or small letters set it off."""
    written = _without_notes(lines)
    if not written:
        return {}
    last = written[-1]
    is_name = not _looks_like_post(last) and (not is_upper(last.text) or _is_apart(written))
    authority = written[:-1] if is_name else written
    found = {"ho_ten": [last]} if is_name else {}
    if "chuc_vu" not in standard.components:
        return {"quyen_han": authority, **found}
    marked = [line for line in authority if _AUTHORITY.match(line.plain)]
    posts = [line for line in authority if line not in marked]
    if not marked and authority:
        posts = authority
    return {"quyen_han": marked, "chuc_vu": posts, **found}


def _without_notes(lines: Sequence[Line]) -> list[Line]:
    """Less the notes in brackets ("(Chữ ký, dấu)"), which may run over several lines."""
    kept: list[Line] = []
    inside = False
    for line in lines:
        inside = inside or line.text.startswith("(")
        if not inside and not _NOTE.match(line.plain) and not line.is_rule:
            kept.append(line)
        inside = inside and ")" not in line.text
    return kept


def _looks_like_post(line: Line) -> bool:
    return bool(_AUTHORITY.match(line.plain)) or bool(_POSTS.match(line.plain))


def _is_apart(lines: Sequence[Line]) -> bool:
    """Room for a signature above the last line."""
    if len(lines) < 2:
        return False
    above, name = lines[-2].paragraph, lines[-1].paragraph
    return name.index - above.index > 1 or name.before + above.after >= 24
