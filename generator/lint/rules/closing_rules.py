"""Rules 416–469: Kính gửi, signing authority, the signer's name, Nơi nhận."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from generator.core.characters import BULLETS
from generator.core.problems import Severity
from generator.core.vietnamese import fold
from generator.lint.findings import Grade, Mark, ReplaceText, Unsure
from generator.lint.lines import Line, short
from generator.lint.parts import Document
from generator.lint.registry import rule
from generator.lint.rules.body_rules import wrong_end

_PREFIX = re.compile(r"(TUQ|T/UQ|TM|T/M|KT|K/T|TL|T/L|Q)([./]?)(\s*)(?=\S)")
_ADDRESSED = re.compile(r"(?:- )?Kính (?:gửi|trình)", re.IGNORECASE)
_BULLETED = re.compile(f"[{re.escape(BULLETS)}]")


@rule("416", "Kính gửi: cách ghi", "component.kinh_gui", Severity.WARNING, ("kinh_gui",))
def addressees(doc: Document) -> Iterator[Mark]:
    """Sau “Kính gửi” có dấu hai chấm; gửi nhiều nơi: mỗi nơi một dòng, gạch đầu dòng, cuối dòng “;”, dòng cuối “.”."""
    lines = doc.parts["kinh_gui"]
    first = lines[0]
    if not re.match(r"Kính (?:gửi|trình)\s*:", first.text):
        yield Mark(
            "Sau từ “Kính gửi” phải có dấu hai chấm.",
            first.paragraph,
            short(first.text),
            short(first.text, 20),
            "Kính gửi:",
        )
        return
    listed = [line for line in lines[1:] if line.text.startswith(("-", "–", "+")) or line.paragraph.is_numbered]
    if len(listed) < 2 or len(listed) != len(lines) - 1:
        return
    marks = doc.standard.checks.recipient_marks
    for at, line in enumerate(listed):
        wanted = marks.last if at == len(listed) - 1 else marks.each
        yield from wrong_end(line.paragraph, wanted, "Dòng này của phần Kính gửi", line.start, line.end)


@rule("426", "Quyền hạn: chữ viết tắt", "frame.authority", needs=("quyen_han",), fix=Grade.REVIEW)
def authority_form(doc: Document) -> Iterator[Mark]:
    """Chữ viết tắt TM., Q., KT., TL., TUQ. có dấu chấm và cách chữ sau (văn bản của Đảng: T/M, K/T, T/L)."""
    allowed = doc.standard.frame.authority_marks
    for line in doc.parts["quyen_han"]:
        found = _PREFIX.match(line.text)
        if found is None or not _is_prefix(line.text, found):
            continue
        wanted = allowed[found[1].replace("/", "")]
        got = found[0].rstrip()
        if got != wanted or not found[3]:
            end = line.start + found.end()
            yield Mark(
                f"Quyền hạn ghi “{found[0].strip()}”, phải ghi “{wanted} ”.",
                line.paragraph,
                short(line.text),
                found[0],
                f"{wanted} ",
                (ReplaceText(line.paragraph, line.start, end, f"{wanted} "),),
                Grade.REVIEW,
            )


def _is_prefix(text: str, found: re.Match[str]) -> bool:
    """ "TM" or "KT" stands alone before a post; "TLĐ" or "KTNN" is an agency's own abbreviation."""
    rest = text[found.end() :]
    return bool(found[2] or found[3]) and rest[:1].isalpha()


@rule("427", "Quyền hạn: thứ tự", "lint.signing", Severity.WARNING, ("quyen_han",))
def authority_order(doc: Document) -> Iterator[Mark | Unsure]:
    """TM. (thay mặt tập thể) đứng trên KT.; dưới KT. là chức vụ của cấp phó."""
    lines = doc.parts["quyen_han"]
    marks = doc.standard.frame.authority_marks
    found = [(line, _prefix_of(line)) for line in (*lines, *doc.parts["chuc_vu"])]
    if not any(prefix for _, prefix in found):
        yield Unsure("không có chữ viết tắt quyền hạn")
        return
    for (above, first), (below, second) in pairwise(found):
        if second == "TM" and first:
            message = f"“{marks['TM']}” phải đứng trên “{marks[first]}”."
            yield Mark(
                message,
                below.paragraph,
                short(below.text),
                f"{above.text} / {below.text}",
                f"{marks['TM']} … / {marks[first]} …",
            )
        if first == "KT" and not second and not _is_deputy(below, doc):
            yield Mark(
                f"Dưới “{above.text}” phải là chức vụ của cấp phó.",
                below.paragraph,
                short(below.text),
                below.text,
                "PHÓ …",
            )


def _is_deputy(line: Line, doc: Document) -> bool:
    words = doc.standard.checks.deputy_words
    return not words or fold(line.text).startswith(tuple(fold(word) for word in words))


def _prefix_of(line: Line) -> str:
    found = _PREFIX.match(line.text)
    return found[1].replace("/", "") if found and _is_prefix(line.text, found) else ""


@rule("447", "Họ tên người ký: không ghi học hàm, học vị", "component.ho_ten", Severity.WARNING, ("ho_ten",))
def name_titles(doc: Document) -> Iterator[Mark]:
    """Trước họ tên người ký không ghi học hàm, học vị, danh hiệu (trừ lực lượng vũ trang, giáo dục, y tế, khoa học)."""
    line = doc.parts["ho_ten"][-1]
    words = [word.strip(".,") for word in line.text.replace(".", ". ").split()]
    titles = {fold(title) for title in doc.standard.checks.name_titles}
    first = next((word for word in words if word), "")
    pair = " ".join(words[:2])
    triple = " ".join(words[:3])
    if len(words) > 2 and any(fold(part) in titles for part in (first, pair, triple)):
        yield Mark(
            "Trước họ tên người ký không ghi học hàm, học vị, danh hiệu.",
            line.paragraph,
            short(line.text),
            line.text,
            "chỉ ghi họ và tên",
        )


@rule("448", "Họ tên người ký: viết hoa", "lint.capitals", Severity.WARNING, ("ho_ten",), Grade.REVIEW)
def name_capitals(doc: Document) -> Iterator[Mark]:
    """Tên người viết hoa chữ cái đầu của mọi âm tiết."""
    line = doc.parts["ho_ten"][-1]
    right = " ".join(word[:1].upper() + word[1:] for word in line.text.split(" "))
    if right != line.text and line.text.replace(" ", "").isalpha():
        yield Mark(
            "Họ tên người ký phải viết hoa chữ cái đầu của mọi âm tiết.",
            line.paragraph,
            short(line.text),
            line.text,
            right,
            (ReplaceText(line.paragraph, line.start, line.end, right),),
            Grade.REVIEW,
        )


@rule("466", "Nơi nhận: gạch đầu dòng", "frame.recipients", needs=("dong_noi_nhan",))
def recipient_bullets(doc: Document) -> Iterator[Mark]:
    """Mỗi nơi nhận một dòng, đầu dòng có gạch ngang và cách chữ (dòng viết tiếp của nơi nhận trên không xét)."""
    for at, line in enumerate(doc.parts["dong_noi_nhan"]):
        continued = at and not doc.parts["dong_noi_nhan"][at - 1].text.endswith((";", "."))
        if (line.paragraph.is_numbered and line.is_first) or continued:
            continue
        if not re.match(r"[-–]\s", line.text):
            yield Mark(
                "Đầu dòng nơi nhận phải có gạch ngang rồi dấu cách.",
                line.paragraph,
                short(line.text),
                line.text[:3],
                "- ",
            )


@rule("467", "Nơi nhận: dấu cuối dòng", "frame.recipients", needs=("dong_noi_nhan",), fix=Grade.SAFE)
def recipient_marks(doc: Document) -> Iterator[Mark]:
    """Cuối mỗi dòng nơi nhận có dấu chấm phẩy, dòng cuối cùng kết thúc bằng dấu chấm."""
    lines = doc.parts["dong_noi_nhan"]
    marks = doc.standard.checks.recipient_marks
    for at, line in enumerate(lines):
        last = at == len(lines) - 1
        if not last and not _starts_line(lines[at + 1]):
            continue
        yield from wrong_end(
            line.paragraph,
            marks.last if last else marks.each,
            "Dòng nơi nhận cuối cùng" if last else "Dòng nơi nhận",
            line.start,
            line.end,
        )


def _starts_line(line: Line) -> bool:
    return bool(_BULLETED.match(line.text)) or line.paragraph.is_numbered


@rule("468", "Nơi nhận: dòng Lưu", "frame.recipients", Severity.WARNING, ("dong_noi_nhan",))
def kept(doc: Document) -> Iterator[Mark]:
    """Dòng cuối của nơi nhận là “Lưu: VT, …” (văn bản của Đảng: “Lưu Văn phòng …”)."""
    last = doc.parts["dong_noi_nhan"][-1]
    lines = [fold(line.text.lstrip("-– ")) for line in doc.parts["dong_noi_nhan"]]
    wanted = doc.standard.frame.kept
    opening = fold(wanted.split("{")[0]).split()[0].rstrip(":")
    if not any(line.startswith(opening) for line in lines):
        yield Mark(
            "Nơi nhận không có dòng “Lưu”.",
            last.paragraph,
            short(last.text),
            "không có",
            f"- {wanted.replace('{office}', '…')}.",
        )
    elif wanted.startswith("Lưu:") and not any(line.startswith(("lưu:", fold("Lưu:"))) for line in lines):
        yield Mark("Dòng “Lưu” phải ghi “Lưu: VT, …”.", last.paragraph, short(last.text), last.text, f"- {wanted}, ….")


@rule("469", "Nơi nhận: “Như trên”", "frame.recipients", Severity.WARNING, ("dong_noi_nhan", "kinh_gui"))
def as_above(doc: Document) -> Iterator[Mark]:
    """Văn bản có phần Kính gửi thì dòng đầu của nơi nhận là “- Như trên;”."""
    first = doc.parts["dong_noi_nhan"][0]
    wanted = doc.standard.frame.as_above
    if not fold(first.text.lstrip(f"{BULLETS} ")).startswith(fold(wanted)):
        yield Mark(
            f"Dòng đầu của nơi nhận phải là “- {wanted};”.",
            first.paragraph,
            short(first.text),
            first.text,
            f"- {wanted};",
        )
