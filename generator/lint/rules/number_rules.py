"""Rules 256–268: how số ký hiệu, địa danh and ngày tháng are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from generator.core.problems import Severity
from generator.core.vietnamese import nearest
from generator.lint.findings import Edit, Grade, Mark, ReplaceText, Unsure
from generator.lint.lines import Line, is_upper
from generator.lint.parts import LETTER, Document
from generator.lint.registry import rule

_STATE = re.compile(r"Số\s*(?P<colon>:?)\s*(?P<number>[^/]*?)(?P<gap>\s*)/(?P<symbol>.*)", re.DOTALL)
_PARTY = re.compile(r"Số\s*(?P<colon>:?)\s*(?P<number>[^\-–]*?)(?P<gap>\s*)[-–](?P<symbol>.*)", re.DOTALL)
_BLANK = re.compile(r"[\s.…_]*")
_YEAR = re.compile(r"(?:19|20)\d\d/(.*)", re.DOTALL)
_MIXED_CASE = frozenset(("QyĐ", "CTr", "TTr", "TrS", "QĐi"))
_LONG_DATE = re.compile(
    r"ngày(?P<a>[\s.…]*)(?P<day>\d*)(?P<b>[\s.…]*)tháng(?P<c>[\s.…]*)(?P<month>\d*)(?P<d>[\s.…]*)năm[\s.…]*(?P<year>\d*)",
    re.IGNORECASE,
)
MONTHS_WITH_ZERO = (1, 2)


def is_party(doc: Document) -> bool:
    """Whether the standard writes "Số" without a colon, as the Party does."""
    return ":" not in doc.standard.frame.number_line


def _matched(doc: Document) -> tuple[Line, re.Match[str] | None]:
    line = doc.parts["so_ky_hieu"][0]
    return line, (_PARTY if is_party(doc) else _STATE).match(line.text)


def _symbol(found: re.Match[str]) -> str:
    """What stands after the number: "BC-SKHCN"; a year between them ("30/2020/NĐ-CP") is left out."""
    symbol = found["symbol"].strip()
    dated = _YEAR.fullmatch(symbol)
    return dated[1] if dated else symbol


@rule("256", "Số, ký hiệu: cách ghi", "frame.number", needs=("so_ky_hieu",), fix=Grade.REVIEW)
def number_form(doc: Document) -> Iterator[Mark]:
    """Sau từ “Số” có dấu hai chấm; giữa số và ký hiệu là gạch chéo, giữa các nhóm chữ là gạch nối, không cách chữ."""
    line, found = _matched(doc)
    frame = doc.standard.frame
    expected = frame.number_line.format(symbol=frame.symbol("05", "BC", "…"))
    faults = _form_faults(doc, found)
    if faults:
        yield Mark(f"Số, ký hiệu ghi chưa đúng: {'; '.join(faults)}.", line.paragraph, line.text, line.text, expected)


def _form_faults(doc: Document, found: re.Match[str] | None) -> list[str]:
    party = is_party(doc)
    mark = "gạch nối" if party else "gạch chéo"
    if found is None:
        return [f"thiếu dấu {mark} sau số hoặc từ “Số” viết sai"]
    faults = []
    if party == bool(found["colon"]):
        faults.append("không có dấu hai chấm sau từ “Số”" if party else "thiếu dấu hai chấm sau từ “Số”")
    number, symbol = found["number"], _symbol(found)
    if number.strip() and not _BLANK.fullmatch(number) and (found["gap"] or found["symbol"][:1].isspace()):
        faults.append(f"thừa dấu cách ở dấu {mark}")
    if not _BLANK.fullmatch(number) and not number.strip().isdigit():
        faults.append("số của văn bản không phải chữ số Ả Rập")
    joint = r"/" if party else r"[-–]"
    if re.search(rf"\s{joint}|{joint}\s", symbol):
        faults.append("thừa dấu cách trong ký hiệu")
    if not re.search(joint, symbol) or "–" in symbol:
        faults.append(f"giữa các nhóm chữ viết tắt phải là dấu {'gạch chéo' if party else 'gạch nối'}")
    groups = re.split(r"[-–/\s]+", symbol)
    if any(
        not is_upper(group) and group not in _MIXED_CASE and _is_lower(group) for group in groups if group.isalpha()
    ):
        faults.append("ký hiệu phải in hoa")
    return faults


def _is_lower(group: str) -> bool:
    """Written small; mixed case ("VXnv") is a house's own."""
    return group.islower() or (group.istitle() and len(group) > 1)


@rule("257", "Số của văn bản: số 0 ở trước", "frame.number", needs=("so_ky_hieu",), fix=Grade.SAFE)
def leading_zero(doc: Document) -> Iterator[Mark | Unsure]:
    """Số của văn bản nhỏ hơn 10 phải ghi thêm số 0 phía trước."""
    line, found = _matched(doc)
    number = found["number"].strip() if found else ""
    if found is None or not number.isdigit():
        yield Unsure("chưa điền số của văn bản")
    elif len(number) < 2 and int(number) < doc.standard.frame.leading_zero_below:
        at = line.start + found.start("number")
        yield Mark(
            f"Số của văn bản ghi “{number}”, phải ghi “0{number}”.",
            line.paragraph,
            line.text,
            number,
            f"0{number}",
            (ReplaceText(line.paragraph, at, at + len(number), f"0{number}"),),
            Grade.SAFE,
        )


@rule("258", "Ký hiệu: chữ viết tắt tên loại", "abbreviations", Severity.WARNING, ("so_ky_hieu",))
def abbreviation(doc: Document) -> Iterator[Mark | Unsure]:
    """Chữ viết tắt tên loại trong ký hiệu có trong bảng chữ viết tắt và đúng với tên loại của văn bản."""
    line, found = _matched(doc)
    if found is None or not doc.parts.kind:
        yield Unsure("không đọc được ký hiệu")
        return
    if doc.parts.kind == LETTER:
        return
    short_form = re.split(r"[-–/]", _symbol(found))[0].strip()
    known = doc.standard.abbreviations
    right = [key for key, kind in known.items() if kind == doc.parts.kind]
    if short_form in right or not short_form.strip(" .…") or short_form.islower():
        return
    if short_form in known:
        message = f"Ký hiệu “{short_form}” là của {known[short_form]}, văn bản này là {doc.parts.kind}."
    else:
        guess = nearest(short_form, known, cutoff=0.6)
        message = f"Chữ viết tắt “{short_form}” không có trong bảng chữ viết tắt" + (
            f"; gần nhất là “{guess}”." if guess else "."
        )
    yield Mark(message, line.paragraph, line.text, short_form, " hoặc ".join(right))


@rule("266", "Địa danh, thời gian: cách ghi", "frame.date", needs=("dia_danh",), fix=Grade.SAFE)
def date_form(doc: Document) -> Iterator[Mark]:
    """Sau địa danh có dấu phẩy, rồi “ngày … tháng … năm …” ghi đầy đủ bằng chữ và số Ả Rập."""
    line = doc.parts["dia_danh"][0]
    expected = "Địa danh, ngày … tháng … năm …"
    found = _LONG_DATE.search(line.text)
    if found is None:
        yield Mark(
            "Thời gian ban hành phải ghi đủ “ngày … tháng … năm …”.", line.paragraph, line.text, line.text, expected
        )
        return
    before = line.text[: found.start()]
    place = before.rstrip()
    if not place.strip(" ,.…"):
        yield Mark("Thiếu địa danh trước ngày, tháng, năm.", line.paragraph, line.text, line.text, expected)
    elif not place.endswith(","):
        at = line.start + len(place)
        yield Mark(
            "Thiếu dấu phẩy sau địa danh.",
            line.paragraph,
            line.text,
            place,
            f"{place},",
            (ReplaceText(line.paragraph, at, line.start + found.start(), ", "),),
            Grade.SAFE,
        )
    elif rest := line.text[found.end() :].strip():
        yield Mark(
            "Sau năm không có dấu hay chữ nào.",
            line.paragraph,
            line.text,
            f"“{rest}”",
            "kết thúc bằng năm",
            (ReplaceText(line.paragraph, line.start + found.end(), line.end, ""),),
            Grade.REVIEW,
        )
    elif place[:-1] != place[:-1].rstrip() or before == place:
        yield Mark(
            "Dấu phẩy sau địa danh phải viết liền chữ trước và cách chữ sau.",
            line.paragraph,
            line.text,
            before,
            f"{place[:-1].rstrip()}, ",
        )


@rule("267", "Ngày, tháng: số 0 ở trước", "frame.date", needs=("dia_danh",), fix=Grade.SAFE)
def date_zero(doc: Document) -> Iterator[Mark | Unsure]:
    """Ngày nhỏ hơn 10 và tháng 1, 2 ghi thêm số 0 phía trước; các tháng khác không thêm (chỉ cảnh báo)."""
    line = doc.parts["dia_danh"][0]
    found = _LONG_DATE.search(line.text)
    if found is None or not (found["day"] or found["month"]):
        yield Unsure("chưa điền ngày, tháng")
        return
    for part, name in (("day", "Ngày"), ("month", "Tháng")):
        written = found[part]
        if not written:
            continue
        value = int(written)
        right = f"{value:02d}" if part == "day" or value in MONTHS_WITH_ZERO else str(value)
        if written != right:
            at = line.start + found.start(part)
            edits: tuple[Edit, ...] = (ReplaceText(line.paragraph, at, at + len(written), right),)
            extra = len(written) > len(right)
            yield Mark(
                f"{name} ghi “{written}”, phải ghi “{right}”.",
                line.paragraph,
                line.text,
                written,
                right,
                edits,
                Grade.REVIEW if extra else Grade.SAFE,
                Severity.WARNING if extra else None,
            )


@rule("268", "Ngày ban hành có thật", "frame.date", needs=("dia_danh",))
def real_date(doc: Document) -> Iterator[Mark | Unsure]:
    """Ngày, tháng, năm ban hành là một ngày có trong lịch."""
    line = doc.parts["dia_danh"][0]
    found = _LONG_DATE.search(line.text)
    numbers = [found[part] for part in ("year", "month", "day")] if found else []
    if not numbers or not all(numbers):
        yield Unsure("chưa điền đủ ngày, tháng, năm")
        return
    year, month, day = (int(number) for number in numbers)
    try:
        date(year, month, day)
    except ValueError:
        yield Mark(
            f"Không có ngày {day}/{month}/{year}.",
            line.paragraph,
            line.text,
            f"{day}/{month}/{year}",
            "một ngày có thật",
        )
