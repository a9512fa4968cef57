"""Finds the parts of a document's first page: national heading, agencies, number, place and date, kind, subject."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from generator.core.standard import Standard
from generator.core.vietnamese import fold
from generator.lint.lines import Line, is_upper

HEAD_LINES = 70
_NUMBER = re.compile(r"so\s*(?:[:;.,]\s*[\d\s.…_/\-–]*|[\s.…_]*\d+[\s.…_]*[/\-–]|[\s.…_]*[/\-–])")
_DATE = re.compile(
    r"\bngay\b.*\bthang\b.*\bnam\b|\bthang\b\D*\d+.*\bnam\b|"
    r"[a-z],?\s+(?:ngay\s*)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}$"
)
_NOT_AGENCY = re.compile(r"\(|\*|(?:du thao|mat|toi mat|tuyet mat|khan|thuong khan|hoa toc|dong dau)\b")
_ABOUT = re.compile(r"(?:v\s*/\s*v|vv|ve viec)\b")
_BODY_OPENS = re.compile(r"(?:can cu|kinh gui|kinh trinh|thuc hien|theo|xet|phan|chuong|dieu|muc)\b")
_UNIT = re.compile(r"(?:[ivxlc]+[.\-/)]|\d+[.)]|[a-zđ]\))\s*\S")
_BODIES = (
    "ubnd|uy ban|so |bo |ban |van phong|cuc |chi cuc|tong cuc|trung tam|truong |hoi dong|hoc vien|vien |phong |"
    "cong an|thanh tra|kho bac|vu |benh vien|tap chi|bao |dai |quy |cong ty|tap doan|toa an|dai hoc|hoi |hdnd|"
    "tinh uy|thanh uy|dang uy|huyen uy|dang bo|chi bo|chinh phu|quoc hoi|doan |lien doan|chi nhanh"
)
_BEGINS_BODY = re.compile(f"(?:{_BODIES})")
_OPEN_ENDED = frozenset(
    ("van phong", "ban quan ly", "truong", "trung tam", "ban", "cong an", "so", "bo", "hoi dong", "vien", "hoi", "doan")
)
SIMILAR = 0.78


def kind_of(line: Line, standard: Standard) -> str | None:
    """The kind of document that a line names, if it names nothing else."""
    key = line.key.strip(" .:")
    return next((kind for kind in standard.abbreviations.values() if fold(kind) == key), None)


def find_title(lines: Sequence[Line], standard: Standard) -> tuple[int, str] | None:
    """Index of the line that names the kind of document, and the kind; nothing below the text's beginning does.

    There a chapter is called "QUY ĐỊNH CHUNG".
    """
    end = next((at for at, line in enumerate(lines[:HEAD_LINES]) if at > 6 and is_body_opening(line)), HEAD_LINES)
    for at, line in enumerate(lines[: end + 1]):
        if (kind := kind_of(line, standard)) is not None:
            return at, kind
    for at, line in enumerate(lines[:end]):
        for kind in standard.abbreviations.values():
            if line.key.startswith(f"{fold(kind)} ") and is_upper(line.text) and line.bold:
                return at, kind
    return None


def is_body_opening(line: Line) -> bool:
    """Whether a line begins what follows the subject: a basis, an addressee, a numbered unit."""
    return bool(_BODY_OPENS.match(line.plain)) or bool(_UNIT.match(fold(line.shown, keep_tones=False)))


def find_text(lines: Sequence[Line], wanted: str) -> list[Line]:
    """The line that reads `wanted` or nearly so; two lines if it is broken in two."""
    key = fold(wanted, keep_tones=False)
    alike = difflib.SequenceMatcher(None, "", key)
    best: list[Line] = []
    best_ratio = SIMILAR
    for at, line in enumerate(lines[:HEAD_LINES]):
        for group in ([line], list(lines[at : at + 2])):
            if len({one.container for one in group}) > 1:
                continue
            plain = fold(" ".join(one.text for one in group), keep_tones=False)
            if abs(len(plain) - len(key)) > 12:
                continue
            alike.set_seq1(plain)
            if alike.real_quick_ratio() > best_ratio and alike.quick_ratio() > best_ratio:  # never less than the ratio
                ratio = alike.ratio()
                if ratio > best_ratio:
                    best, best_ratio = group, ratio
    return best


def find_number(lines: Sequence[Line]) -> list[Line]:
    """The line of số, ký hiệu."""
    return next(([line] for line in lines if len(line.text) < 70 and _is_number(line.plain)), [])


def _is_number(plain: str) -> bool:
    """Not the text of a digital signature ("Số: 05/BC; 05/9/2025; 10:30:00")."""
    return bool(_NUMBER.match(plain)) and not is_signature_text(plain)


def is_signature_text(plain: str) -> bool:
    """The line that a digital signature leaves at the head of a separate appendix: number, date and hour."""
    return ";" in plain and bool(re.search(r"\bgio\b|\d{1,2}:\d{2}", plain))


def find_date(lines: Sequence[Line], taken: Sequence[Line]) -> list[Line]:
    """The line of place and date."""
    for line in lines:
        if line in taken or len(line.text) > 90 or line.text.startswith("(") or is_signature_text(line.plain):
            continue
        if _DATE.search(line.plain) and not _BODY_OPENS.match(line.plain):
            return [line]
    return []


def find_about(lines: Sequence[Line], number: Sequence[Line], taken: Sequence[Line], has_title: bool) -> list[Line]:
    """Subject of a letter (ô 5b): from "V/v" on, in the column of the number."""
    for at, line in enumerate(lines):
        if _ABOUT.match(line.plain) and line not in taken:
            return [line, *_same_place(lines[at + 1 :], line, taken)]
    if not has_title and number:
        at = lines.index(number[0])
        return _same_place(lines[at + 1 :], number[0], taken) if number[0].container[0] != "page" else []
    return []


def _same_place(lines: Sequence[Line], first: Line, taken: Sequence[Line]) -> list[Line]:
    found: list[Line] = []
    for line in lines:
        beside = line.container == first.container and line.alone == first.alone
        if line in taken or not beside or line.is_rule or is_body_opening(line):
            if beside and first.container[0] == "page":
                break
            continue
        if first.container[0] == "page" and (line.paragraph.align == "both" or is_body_opening(line)):
            break
        found.append(line)
    return found


def find_agencies(
    lines: Sequence[Line], heading: Sequence[Line], number: Sequence[Line], taken: Sequence[Line]
) -> list[Line]:
    """The lines of ô 2, wherever they stand: the column beside the heading, or before the number."""
    free = [
        line
        for line in lines
        if line not in taken and not line.is_rule and not _NOT_AGENCY.match(line.plain) and line.text.strip("*. ")
    ]
    end = lines.index(number[0]) if number else len(lines)
    if heading and heading[0].container[0] == "cell":
        table, column = heading[0].container[1], heading[0].container[3]
        last_row = number[0].container[2] if number and number[0].container[:2] == ("cell", table) else 99
        return [
            line
            for line in free
            if line.container[:2] == ("cell", table)
            and line.container[3] != column
            and _before(line, number, int(last_row))
        ]
    before = [line for line in free if lines.index(line) < end]
    boxed = [line for line in before if line.container[0] == "box"]
    return boxed or [line for line in before if line.container[0] != "cell" or not heading]


def _before(line: Line, number: Sequence[Line], last_row: int) -> bool:
    row = int(line.container[2])
    if row < last_row:
        return True
    if row > last_row:
        return False
    same = bool(number) and number[0].container == line.container
    return (line.paragraph.index, line.start) < (number[0].paragraph.index, number[0].start) if same else not number


def split_agencies(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Lines of the agency above, and of the issuing one: told by bold type, else by where a body's name begins."""
    bold = [line.bold for line in lines]
    for at in range(1, len(lines)):
        if not any(bold[:at]) and all(bold[at:]):
            return list(lines[:at]), list(lines[at:])
    starts = [
        at
        for at, line in enumerate(lines)
        if at
        and _begins_body(line.plain)
        and lines[at - 1].plain.strip() not in _OPEN_ENDED
        and _begins_body(lines[0].plain)
    ]
    cut = starts[-1] if starts else 0
    return list(lines[:cut]), list(lines[cut:])


def _begins_body(plain: str) -> bool:
    return bool(_BEGINS_BODY.match(plain))


def find_subject(lines: Sequence[Line], title: int) -> list[Line]:
    """The lines under the kind of document that say what it is about."""
    found: list[Line] = []
    for line in lines[title + 1 : title + 12]:
        if line.is_rule or line.text.startswith("(") or (is_body_opening(line) and found):
            break
        if not found and re.match(r"(?:can cu|kinh gui|kinh trinh|[ivxlc]+[.\-]\s)", line.plain):
            break
        centred = line.paragraph.align == "center" or line.bold
        if found and (not centred or _rule_between(found[-1], line) or _is_authority(line, found)):
            break
        found.append(line)
    return found


def _is_authority(line: Line, found: Sequence[Line]) -> bool:
    """A line in capitals after a subject in small letters is who decides, not more of the subject."""
    return is_upper(line.text) and not is_upper(found[-1].text)


def _rule_between(above: Line, below: Line) -> bool:
    return above.paragraph.marks.get("border-bottom") == "1" and above.paragraph is not below.paragraph
