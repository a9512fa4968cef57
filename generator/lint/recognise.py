"""Recognises the parts of a document by place and content, in the order a reader would: head, close, then body."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from datetime import date

from generator.core.standard import Standard
from generator.lint.document_view import DocumentView
from generator.lint.lines import Line, is_upper, lines_of
from generator.lint.parts import APPENDIX, LETTER, BodyParagraph, Parts, Role
from generator.lint.recognise_body import body_paragraphs
from generator.lint.recognise_head import (
    HEAD_LINES,
    find_about,
    find_agencies,
    find_date,
    find_number,
    find_subject,
    find_text,
    find_title,
    is_signature_text,
    split_agencies,
)
from generator.lint.recognise_tail import (
    appendix_view,
    find_appendices,
    find_recipients,
    find_signature,
    recipient_lines,
    split_signature,
)
from generator.lint.rule_lines import rule_under

_ADDRESSED = re.compile(r"kinh (?:gui|trinh)\b")
_ATTACHED = re.compile(r"\((?:ban hanh )?kem theo\b")
_PARTY_NUMBER = re.compile(r"số\s*\S*\s*-\s*[A-ZĐ][A-Za-zĐđ]*/[A-ZĐ]")
_PARTY_HEADING = "ĐẢNG CỘNG SẢN VIỆT NAM"
_ROLE_KEYS = {Role.BASIS: "can_cu", Role.ISSUER: "tham_quyen"}


def is_party_document(view: DocumentView) -> bool:
    """Whether the heading is the Party's; of an appendix alone, whether the number it goes with is ("12-BC/TU")."""
    lines = lines_of(view.body[: HEAD_LINES * 2])
    attached = next((line for line in lines if _ATTACHED.match(line.plain)), None)
    return bool(find_text(lines, _PARTY_HEADING)) or (
        attached is not None and bool(_PARTY_NUMBER.search(attached.text))
    )


_DAY = re.compile(r"ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})")


def document_day(view: DocumentView) -> date | None:
    """The day of a document by the line of its place and day; None while that is open."""
    for line in find_date(lines_of(view.body[: HEAD_LINES * 2]), ()):
        if found := _DAY.search(line.plain):
            day, month, year = map(int, found.groups())
            with contextlib.suppress(ValueError):  # "ngày 31 tháng 02": the rule on dates says so
                return date(year, month, day)
    return None


def recognise(view: DocumentView, standard: Standard) -> Parts:
    """The parts of a document."""
    lines = [line for line in lines_of(view.body) if not is_signature_text(line.plain)]
    parts = Parts()
    parts.is_attached = any(_ATTACHED.match(line.plain) for line in lines[:20])
    if lines and find_appendices(lines[:1], 0):
        parts.kind = APPENDIX
        _take_appendices(parts, view, lines, find_appendices(lines, 0))
        return parts
    head_end = _take_head(parts, lines, standard)
    appendices = find_appendices(lines, head_end)
    _take_appendices(parts, view, lines, appendices)
    end = appendices[0][0] if appendices else len(lines)
    start = _take_addressees(parts, lines, head_end, end)
    tail = _take_tail(parts, lines, start, end, standard)
    _take_body(parts, view, lines, start, tail)
    _take_rules(parts, view, standard)
    return parts


def _put(parts: Parts, key: str, lines: Sequence[Line]) -> None:
    if lines:
        parts.components[key] = list(lines)


def _take_head(parts: Parts, lines: list[Line], standard: Standard) -> int:
    """Takes the parts of the first page; gives the index of the line after them."""
    title = find_title(lines, standard)
    addressed = next((at for at, line in enumerate(lines[:HEAD_LINES]) if _ADDRESSED.match(line.plain)), None)
    heading = [find_text(lines, standard[key].text) for key in standard.heading]
    stop = title[0] if title else addressed if addressed is not None else min(len(lines), HEAD_LINES)
    zone = lines[:stop]
    taken = [line for group in heading for line in group]
    for key, group in zip(standard.heading, heading, strict=True):
        _put(parts, key, group)
    number = find_number(zone)
    taken += number
    date = find_date(zone, taken)
    taken += date
    about = find_about(zone, number, taken, title is not None)
    taken += about
    agencies = find_agencies(zone, heading[0], number, taken) if number or any(heading) else []
    above, issuing = split_agencies(agencies)
    for key, group in (
        ("so_ky_hieu", number),
        ("dia_danh", date),
        ("trich_yeu_cong_van", about),
        ("co_quan_chu_quan", above),
        ("co_quan_ban_hanh", issuing),
    ):
        _put(parts, key, group)
    _take_kind(parts, lines, title, bool(about) or addressed is not None)
    found = [lines.index(line) for group in parts.components.values() for line in group]
    return max(found) + 1 if found else 0


def _take_kind(parts: Parts, lines: list[Line], title: tuple[int, str] | None, is_letter: bool) -> None:
    if title is not None:
        at, parts.kind = title
        _put(parts, "ten_loai", [lines[at]])
        _put(parts, "trich_yeu", find_subject(lines, at))
    elif is_letter:
        parts.kind = LETTER


def _take_addressees(parts: Parts, lines: list[Line], start: int, end: int) -> int:
    """Takes "Kính gửi" and the list under it; gives the index of the line after them."""
    at = next((n for n in range(start, min(end, start + 8)) if _ADDRESSED.match(lines[n].plain)), None)
    if at is None:
        return start
    first = lines[at]
    found = [first]
    for line in lines[at + 1 : end]:
        in_table = first.container[0] == "cell" and line.container[:2] == first.container[:2]
        # Căn cứ of Party documents are items too.
        is_basis = line.text.lstrip("-–+ ").startswith("Căn cứ")
        listed = line.container == first.container and line.text.startswith(("-", "–", "+")) and not is_basis
        if not (in_table or listed or line.paragraph is first.paragraph):
            break
        found.append(line)
    _put(parts, "kinh_gui", found)
    return lines.index(found[-1]) + 1


def _take_tail(parts: Parts, lines: list[Line], start: int, end: int, standard: Standard) -> list[Line]:
    at = find_recipients(lines, end)
    signature = find_signature(lines, at, start, end)
    recipients: list[Line] = []
    if at is not None:
        _put(parts, "noi_nhan", [lines[at]])
        recipients = recipient_lines(lines[:end], at, signature)
        _put(parts, "dong_noi_nhan", recipients)
    for key, group in split_signature(signature, standard).items():
        _put(parts, key, group)
    return [*signature, *recipients, *([lines[at]] if at is not None else [])]


def _take_body(parts: Parts, view: DocumentView, lines: list[Line], start: int, tail: Sequence[Line]) -> None:
    first = lines[start - 1].paragraph.index + 1 if start else 0
    anchored = [line.paragraph.index for line in tail if line.container[0] != "box"]
    ends = [appendix.head.paragraph.index for appendix in parts.appendices[:1]] + ([min(anchored)] if anchored else [])
    last = min(ends) if ends else len(view.body)
    inside = [one for one in view.body[first:last] if one.spot is None and one.box is None]
    parts.body = [_without_decision_word(one) for one in body_paragraphs(inside, parts.kind)]
    for role, key in _ROLE_KEYS.items():
        _put(parts, key, [line for one in parts.body if one.role is role for line in lines_of([one.paragraph])])


def _without_decision_word(one: BodyParagraph) -> BodyParagraph:
    """ "QUYẾT ĐỊNH:" between the căn cứ and the articles is a line of its own, not text."""
    if one.role is Role.TEXT and is_upper(one.words) and one.words.rstrip().endswith(":") and len(one.words) < 30:
        return BodyParagraph(one.paragraph, Role.CAPTION, words=one.words)
    return one


def _take_appendices(parts: Parts, view: DocumentView, lines: list[Line], found: list[tuple[int, str]]) -> None:
    for at, number in found:
        index = lines[at].paragraph.index
        section = lines[at].paragraph.section
        before = [one for one in view.body[:index] if one.section == section and not one.is_blank]
        parts.appendices.append(appendix_view(lines, at, number, not before))
    for key, group in (
        ("phu_luc_so", [appendix.head for appendix in parts.appendices]),
        ("phu_luc_tieu_de", [line for appendix in parts.appendices for line in appendix.title]),
        ("kem_theo", [line for appendix in parts.appendices for line in appendix.attached]),
    ):
        _put(parts, key, group)


def _take_rules(parts: Parts, view: DocumentView, standard: Standard) -> None:
    taken: set[int] = set()
    for key, component in standard.components.items():
        if component.rule is not None and parts.has(key) and key != "phu_luc_tieu_de":
            parts.rules[key] = rule_under(parts[key], view.body, taken)
    limit = parts["trich_yeu"][-1].paragraph.index + 3 if parts.has("trich_yeu") else HEAD_LINES
    parts.stray_lines = sum(
        shape.kind == "line"
        for paragraph in view.body[:limit]
        if id(paragraph) not in taken
        for shape in paragraph.shapes
    )
