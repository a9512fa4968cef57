"""What the lines above a plan's task table say: its name, number, date, issuer and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from generator.core import vietnamese

_MARKER = re.compile(
    r"(KẾ HOẠCH|CHƯƠNG TRÌNH HÀNH ĐỘNG|CHƯƠNG TRÌNH|ĐỀ ÁN|PHỤ LỤC)(?:\s+(?:[IVXLC]+|\d+))?", re.IGNORECASE
)
_NAMED = re.compile(
    r"(?P<kind>KẾ HOẠCH|CHƯƠNG TRÌNH HÀNH ĐỘNG|CHƯƠNG TRÌNH|ĐỀ ÁN)\s+(?P<title>(?!(?:số|SỐ)\b|[IVXLC\d]+\W?$)\S.*)"
)
"""The kind in capitals with the name behind it in the same line."""
_ANNEX = "phụ lục"
_NUMBER = re.compile(
    r"(?:Số|số)\s*:?\s*(?P<number>\d+[A-Za-z]?)?\s*(?P<suffix>/\s*(?:KH|CTr|ĐA|QĐ)-[A-ZĐ]+(?:-[A-ZĐ]+)?)"
)
_DAY = r"ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})"
_PLACE_LINE = re.compile(r"(?P<place>[A-ZĐ][^,]{2,40}),\s*ngày\b.*", re.DOTALL)
_ATTACHED = re.compile(r"\(?\s*(?:Kèm theo|Ban hành kèm theo)(?P<rest>.*)", re.DOTALL | re.IGNORECASE)
_ISSUER = re.compile(r"\bcủa\s+(?P<issuer>(?:UBND|Ủy ban|Uỷ ban|Sở|Ban|Tỉnh ủy|Thành ủy)[^)]*)")
_PROVINCE = re.compile(r"\b(?:tỉnh|thành phố)\s+(?P<name>[A-ZĐ]\w+(?:[\s-]+[A-ZĐ]\w+){0,3})")
_SUBJECT = re.compile(r"(?:triển khai\s+)?thực hiện\b.*", re.IGNORECASE | re.DOTALL)


def heading_settings(heading: Sequence[str]) -> dict[str, str | date]:
    """Keys of sheet Thông tin chung that the plan's heading answers; a number left open ("Số: …/KH-UBND") is none.

    The body that made the plan is taken for the body that reports on it, the usual case.
    """
    lines = _lines(heading)
    kind, title = _title(lines)
    attached = next((found["rest"] for line in lines if (found := _ATTACHED.match(line))), "")
    settings: dict[str, str | date] = {}
    if title:
        name = "Kế hoạch" if kind == _ANNEX else vietnamese.upper_first(kind)
        settings |= named_plan(f"{name} {vietnamese.lower_first(title)}", title)
    settings.update(_number_and_day(lines, attached))
    settings.update(_issuer(lines, attached, title))
    return settings


def named_plan(name: str, title: str = "") -> dict[str, str | date]:
    """What the name of a plan answers: the name, and what a report on it is about; nothing for an empty name."""
    words = title or name
    subject = _SUBJECT.search(words)
    about = vietnamese.lower_first(subject[0] if subject else words)
    return {"Tên kế hoạch": name, "Trích yếu": about} if name else {}


def guessed_name(heading: Sequence[str]) -> bool:
    """Whether the plan's name was made of the title of an annex, since the file holds no other."""
    kind, title = _title(_lines(heading))
    return bool(title) and kind == _ANNEX


def _lines(heading: Sequence[str]) -> list[str]:
    """The lines as they are seen: a cell may hold several, and the name may follow its kind at once."""
    lines = [line.replace("*", "").strip() for cell in heading for line in cell.split("\n")]
    if any(found[1].casefold() != _ANNEX for line in lines if (found := _MARKER.fullmatch(line))):
        return lines
    named = [(line, _NAMED.fullmatch(line)) for line in lines]
    return [part for line, found in named for part in ((found["kind"], found["title"]) if found else (line,))]


def _title(lines: Sequence[str]) -> tuple[str, str]:
    """The kind of document ("kế hoạch", "phụ lục") and the title below it, which may run over several lines."""
    markers = [(index, found[1].casefold()) for index, line in enumerate(lines) if (found := _MARKER.fullmatch(line))]
    own = [marker for marker in markers if marker[1] != _ANNEX] or markers[-1:]
    if not own:
        return "", ""
    index, kind = own[0]
    title: list[str] = []
    for line in lines[index + 1 :]:
        if line.startswith(("(", "Căn cứ", "---", "___")) or (title and not line):
            break
        title += [line] if line else []
    return kind, " ".join(title)


def _number_and_day(lines: Sequence[str], attached: str) -> dict[str, str | date]:
    settings: dict[str, str | date] = {}
    own = [line for line in lines if line.startswith("Số")] or ([attached] if attached else [])
    found = next((found for line in own if (found := _NUMBER.search(line))), None)
    if found:
        suffix = found["suffix"].replace(" ", "")
        if found["number"]:
            settings["Số ký hiệu kế hoạch"] = found["number"] + suffix
        settings["Ký hiệu cơ quan"] = suffix.split("-", 1)[1]
    for line in [line for line in lines if _PLACE_LINE.search(line)] + [attached]:
        dated = re.search(_DAY, line)
        day = vietnamese.parse_date(dated[0]) if dated else None
        if day:
            settings["Ngày kế hoạch"] = day
            break
    return settings


def _issuer(lines: Sequence[str], attached: str, title: str) -> dict[str, str | date]:
    settings: dict[str, str | date] = {}
    found = _ISSUER.search(attached)
    if found:
        issuer = re.sub(r"^UBND\b", "Ủy ban nhân dân", found["issuer"].strip(" ./"))
        settings["Cơ quan ban hành kế hoạch"] = settings["Cơ quan ban hành"] = issuer
    placed = next((found for line in lines if (found := _PLACE_LINE.search(line))), None)
    province = _PROVINCE.search(attached) or _PROVINCE.search(title)
    if placed:
        settings["Địa danh"] = placed["place"].strip()
    elif province:
        settings["Địa danh"] = province["name"]
    return settings
