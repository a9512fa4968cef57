"""Rules 200–539 that every component of a standard has: presence, size, type, case, alignment, rule, words.

The last digit says which: 0 present, 1 size, 2 type, 3 case, 4 alignment, 5 rule, 6 and more the component's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.core.problems import Severity
from generator.core.standard import Component, Range
from generator.core.vietnamese import fold, one_line
from generator.lint.document_view import RunView
from generator.lint.findings import Grade, Mark, ReplaceText, SetParagraph, SetRuns, Unsure
from generator.lint.lines import Line, container_of, is_upper, short
from generator.lint.parts import APPENDIX, LETTER, UNKNOWN_KIND, Document
from generator.lint.registry import rule
from generator.lint.rule_lines import text_widths
from generator.lint.rules.number_rules import is_party
from generator.lint.wording import ALIGNMENTS, nearest_in, num, span, type_words

# --- what components are called in a sentence, and where the numbers of their rules begin -----------------------------

FIRST_NUMBERS = {
    "tieu_de_dang": 200,
    "quoc_hieu": 210,
    "tieu_ngu": 220,
    "co_quan_chu_quan": 230,
    "co_quan_ban_hanh": 240,
    "so_ky_hieu": 250,
    "dia_danh": 260,
    "ten_loai": 270,
    "trich_yeu": 280,
    "trich_yeu_cong_van": 290,
    "can_cu": 300,
    "kinh_gui": 410,
    "quyen_han": 420,
    "chuc_vu": 430,
    "ho_ten": 440,
    "noi_nhan": 450,
    "dong_noi_nhan": 460,
    "phu_luc_so": 510,
    "phu_luc_tieu_de": 520,
    "kem_theo": 530,
}
NAMES = {
    "tieu_de_dang": "tiêu đề Đảng Cộng sản Việt Nam",
    "quoc_hieu": "Quốc hiệu",
    "tieu_ngu": "Tiêu ngữ",
    "co_quan_chu_quan": "tên cơ quan chủ quản",
    "co_quan_ban_hanh": "tên cơ quan ban hành",
    "so_ky_hieu": "số, ký hiệu",
    "dia_danh": "địa danh và thời gian ban hành",
    "ten_loai": "tên loại văn bản",
    "trich_yeu": "trích yếu",
    "trich_yeu_cong_van": "trích yếu công văn",
    "can_cu": "căn cứ ban hành",
    "kinh_gui": "phần Kính gửi",
    "quyen_han": "quyền hạn, chức vụ của người ký",
    "chuc_vu": "chức vụ của người ký",
    "ho_ten": "họ tên người ký",
    "noi_nhan": "từ “Nơi nhận”",
    "dong_noi_nhan": "danh sách nơi nhận",
    "phu_luc_so": "từ “Phụ lục” và số thứ tự",
    "phu_luc_tieu_de": "tiêu đề phụ lục",
    "kem_theo": "dòng “(Kèm theo …)”",
}


_REQUIRED = (
    "tieu_de_dang",
    "quoc_hieu",
    "tieu_ngu",
    "co_quan_ban_hanh",
    "so_ky_hieu",
    "dia_danh",
    "ten_loai",
    "trich_yeu",
    "trich_yeu_cong_van",
    "quyen_han",
    "ho_ten",
    "noi_nhan",
)
_NOT_ALL_CAPITALS = (
    "trich_yeu",
    "trich_yeu_cong_van",
    "ho_ten",
    "noi_nhan",
    "phu_luc_so",
    "kem_theo",
    "dia_danh",
    "kinh_gui",
)
_ALIGNED_FIRMLY = ("ten_loai", "trich_yeu", "phu_luc_so", "phu_luc_tieu_de", "kem_theo", "noi_nhan")
_ALIGNED = (
    *_ALIGNED_FIRMLY,
    "tieu_de_dang",
    "quoc_hieu",
    "tieu_ngu",
    "co_quan_chu_quan",
    "co_quan_ban_hanh",
    "so_ky_hieu",
    "dia_danh",
    "trich_yeu_cong_van",
    "quyen_han",
    "chuc_vu",
    "ho_ten",
)
_WORDED = ("tieu_de_dang", "quoc_hieu", "tieu_ngu", "noi_nhan")
_RULED = ("tieu_de_dang", "tieu_ngu", "co_quan_ban_hanh", "trich_yeu")


def _present(key: str, doc: Document) -> Iterator[Mark | Unsure]:
    parts, name = doc.parts, NAMES[key]
    if parts.kind == APPENDIX:
        yield Unsure("tệp chỉ là phụ lục của một văn bản")
        return
    if not parts.kind and not parts.is_official:
        yield Unsure(UNKNOWN_KIND)
        return
    if parts.has(key) or not _is_due(key, doc):
        return
    if parts.is_attached and not parts.has("so_ky_hieu"):
        yield Unsure("văn bản ban hành kèm theo văn bản khác")
        return
    yield Mark(f"Không tìm thấy {name}.", observed="không có", expected=f"có {name}")


def _is_due(key: str, doc: Document) -> bool:
    """A letter has no kind and its subject stands under the number; another document the other way round."""
    if key in doc.standard.checks.without.get(doc.parts.kind, ()):
        return False
    if key in ("ten_loai", "trich_yeu"):
        return doc.parts.kind != LETTER
    if key == "trich_yeu_cong_van":
        return doc.parts.kind == LETTER
    return key != "quyen_han" or not doc.parts.has("chuc_vu")


def _size(key: str, doc: Document) -> Iterator[Mark]:
    component = doc.standard[key]
    for line in doc.parts[key]:
        wrong = [run for run in line.runs() if run.size not in component.size and not run.raised]
        if wrong:
            got = sorted({run.size for run in wrong})
            yield Mark(
                f"Cỡ chữ {NAMES[key]} là {', '.join(map(num, got))}, phải {'là ' if _is_one(component.size) else ''}"
                f"{span(component.size)}.",
                line.paragraph,
                quote=short(line.text),
                observed=", ".join(map(num, got)),
                expected=span(component.size),
                edits=(SetRuns(tuple(wrong), size=_partner_size(key, doc, got[0])),),
                grade=Grade.SAFE,
            )


def _is_one(limits: Range) -> bool:
    return limits.min == limits.max


def _partner_size(key: str, doc: Document, size: float) -> float:
    """The nearest allowed size; of sizes that go together, the one that goes with those already right."""
    pairing = doc.standard.checks.pairing
    for other in pairing if key in pairing else ():
        sizes = {run.size for line in doc.parts[other] for run in line.runs()} if other != key else set()
        if len(sizes) == 1 and (at := next(iter(sizes))) in pairing[other]:
            return pairing[key][pairing[other].index(at)]
    return nearest_in(doc.standard[key].size, size)


def _type(key: str, doc: Document) -> Iterator[Mark]:
    component = doc.standard[key]
    for line in doc.parts[key]:
        lettered = [run for run in line.runs() if any(letter.isalnum() for letter in run.text) and not run.raised]
        underline = component.underline
        wrong = [
            run
            for run in lettered
            if (run.bold, run.italic) != (component.bold, component.italic)
            or (underline and not run.underlined)
            or (run.underlined and not underline and component.rule is None)
        ]
        if wrong:
            first = wrong[0]
            yield Mark(
                f"Kiểu chữ của {NAMES[key]} là {type_words(first.bold, first.italic, first.underlined)}; "
                f"phải là {type_words(component.bold, component.italic, underline)}.",
                line.paragraph,
                quote=short("".join(run.text for run in wrong)),
                observed=type_words(first.bold, first.italic, first.underlined),
                expected=type_words(component.bold, component.italic, underline),
                edits=(_set_type(wrong, component),),
                grade=Grade.SAFE,
            )


def _set_type(runs: list[RunView], component: Component) -> SetRuns:
    underline = component.underline if component.underline or component.rule is None else None
    return SetRuns(tuple(runs), bold=component.bold, italic=component.italic, underline=underline)


def _case(key: str, doc: Document) -> Iterator[Mark]:
    component = doc.standard[key]
    for line in doc.parts[key]:
        text = _cased_text(key, line)
        if component.case == "upper" and not is_upper(text) and any(letter.isalpha() for letter in text):
            yield Mark(
                f"Chữ của {NAMES[key]} phải in hoa.",
                line.paragraph,
                quote=short(line.text),
                observed="chữ in thường",
                expected="chữ in hoa",
                edits=(ReplaceText(line.paragraph, line.start, line.end, line.text.upper()),),
                grade=Grade.REVIEW,
            )
        elif component.case != "upper" and key in _NOT_ALL_CAPITALS and is_upper(text) and len(text) > 5:
            yield Mark(
                f"Chữ của {NAMES[key]} phải in thường.",
                line.paragraph,
                quote=short(line.text),
                observed="chữ in hoa",
                expected="chữ in thường",
            )


def _cased_text(key: str, line: Line) -> str:
    return line.text.rstrip(" :") if key == "noi_nhan" else line.text


def _align(key: str, doc: Document) -> Iterator[Mark | Unsure]:
    wanted = doc.standard[key].align
    for line in doc.parts[key]:
        got = line.paragraph.align
        allowed = ("left", "both") if wanted == "left" else (wanted,)
        if not line.alone or "\t" in line.paragraph.text[: line.start] or "frame" in line.paragraph.marks:
            yield Unsure("bố trí bằng tab, dấu cách hoặc khung, chỉ biết vị trí khi in")
        elif got not in allowed:
            yield Mark(
                f"Phần {NAMES[key]} canh {ALIGNMENTS.get(got, got)}; phải canh {ALIGNMENTS[wanted]}.",
                line.paragraph,
                quote=short(line.text),
                observed=f"canh {ALIGNMENTS.get(got, got)}",
                expected=f"canh {ALIGNMENTS[wanted]}",
                edits=(SetParagraph(line.paragraph, align=wanted, first_line=0 if wanted == "center" else None),),
                grade=Grade.SAFE,
            )


def _rule_line(key: str, doc: Document) -> Iterator[Mark | Unsure]:
    limits, found = doc.standard[key].rule, doc.parts.rules.get(key)
    last = doc.parts[key][-1]
    if limits is None:
        yield from _under(key, doc)
        return
    if found is None:
        if doc.parts.stray_lines:
            yield Unsure("có đường kẻ vẽ rời, chỉ biết vị trí khi in")
        else:
            yield Mark(
                f"Không có đường kẻ ngang bên dưới {NAMES[key]}.",
                last.paragraph,
                short(last.text),
                "không có",
                "có đường kẻ nét liền",
            )
        return
    if found.length is None:
        yield Unsure("độ dài đường kẻ chỉ biết khi in")
        return
    widths = text_widths(doc.parts[key])
    slack = doc.standard.checks.rule_tolerance
    shares = [found.length / width for width in widths if width]
    if not any(limits.min - slack <= share <= limits.max + slack for share in shares):
        share = min(shares, key=lambda one: abs(one - (limits.min + limits.max) / 2))
        wanted = "bằng độ dài dòng chữ" if limits.min == 1 else "bằng 1/3 đến 1/2 độ dài dòng chữ"
        yield Mark(
            f"Đường kẻ dưới {NAMES[key]} dài bằng khoảng {num(round(share * 100))}% dòng chữ; phải {wanted}.",
            last.paragraph,
            quote=short(last.text),
            observed=f"{num(round(share * 100))}%",
            expected=wanted,
        )


def _under(key: str, doc: Document) -> Iterator[Mark]:
    """The sign that stands where another standard has a rule (the asterisk, the five hyphens)."""
    component = doc.standard[key]
    wanted = doc.standard[component.under].text if component.under else ""
    last = doc.parts[key][-1].paragraph
    below = doc.view.body[last.index + 1 : last.index + 4]
    if wanted and not any(one.text.strip() == wanted for one in below if container_of(one) == container_of(last)):
        yield Mark(
            f"Bên dưới {NAMES[key]} không có “{wanted}”.", last, short(last.text), "không có", f"“{wanted}” ở giữa"
        )


def _wording(key: str, doc: Document) -> Iterator[Mark]:
    wanted = doc.standard[key].text
    lines = doc.parts[key]
    text = one_line(" ".join(line.text for line in lines))
    if fold(text) != fold(wanted):
        single = len(lines) == 1
        yield Mark(
            f"Lời văn của {NAMES[key]} chưa đúng.",
            lines[0].paragraph,
            quote=short(text),
            observed=text,
            expected=wanted,
            edits=(ReplaceText(lines[0].paragraph, lines[0].start, lines[0].end, wanted),) if single else (),
            grade=Grade.REVIEW,
        )
    elif doc.standard[key].case != "upper" and key not in _NOT_ALL_CAPITALS and _capitals(text) != _capitals(wanted):
        yield Mark(
            f"Chữ hoa trong {NAMES[key]} chưa đúng.",
            lines[0].paragraph,
            quote=short(text),
            observed=text,
            expected=wanted,
            edits=(ReplaceText(lines[0].paragraph, lines[0].start, lines[0].end, wanted),),
            grade=Grade.REVIEW,
        )


def _capitals(text: str) -> list[bool]:
    return [letter.isupper() for letter in text]


def _register() -> None:
    aspects = (
        ("0", "có trong văn bản", _present, _REQUIRED, "Phải có {name}.", Grade.NONE),
        ("1", "cỡ chữ", _size, FIRST_NUMBERS, "Cỡ chữ của {name}.", Grade.SAFE),
        ("2", "kiểu chữ", _type, FIRST_NUMBERS, "Chữ đứng hay nghiêng, đậm hay không của {name}.", Grade.SAFE),
        ("3", "chữ hoa, chữ thường", _case, FIRST_NUMBERS, "Chữ in hoa hay in thường của {name}.", Grade.REVIEW),
        ("4", "vị trí trên dòng", _align, _ALIGNED, "Cách canh dòng của {name}.", Grade.SAFE),
        ("5", "đường kẻ", _rule_line, _RULED, "Đường kẻ nét liền bên dưới {name} và độ dài của nó.", Grade.NONE),
        ("6", "lời văn", _wording, _WORDED, "Lời văn của {name} đúng từng chữ.", Grade.REVIEW),
    )
    for digit, title, check, keys, words, fix in aspects:
        for key in keys:
            number = str(FIRST_NUMBERS[key] + int(digit))
            bound = partial(check, key)
            bound.__doc__ = words.format(name=NAMES[key])
            needs = () if digit == "0" else (key,)
            severity = _severity(digit, key)
            rule(number, f"{_title(key)}: {title}", f"component.{key}", severity, needs, fix)(bound)


def _severity(digit: str, key: str) -> Severity:
    if digit == "4":
        return Severity.ERROR if key in _ALIGNED_FIRMLY else Severity.WARNING
    if digit == "5" or (digit == "0" and key in ("ho_ten", "trich_yeu_cong_van")):
        return Severity.WARNING
    return Severity.ERROR


def _title(key: str) -> str:
    return NAMES[key][:1].upper() + NAMES[key][1:]


_register()


# --- rules 295 and 296: the subject of a letter -----------------------------------------------------------------------


@rule("296", "Trích yếu công văn: “V/v”", "component.trich_yeu_cong_van", Severity.WARNING, ("trich_yeu_cong_van",))
def about(doc: Document) -> Iterator[Mark]:
    """Trích yếu của công văn bắt đầu bằng “V/v”."""
    line = doc.parts["trich_yeu_cong_van"][0]
    if not line.text.startswith("V/v ") and not is_party(doc):
        yield Mark(
            "Trích yếu công văn phải bắt đầu bằng “V/v”.",
            line.paragraph,
            short(line.text),
            line.text.split(" ")[0],
            "V/v",
        )


@rule(
    "295",
    "Trích yếu công văn: cách dòng",
    "component.trich_yeu_cong_van",
    Severity.WARNING,
    ("trich_yeu_cong_van", "so_ky_hieu"),
    Grade.SAFE,
)
def about_spacing(doc: Document) -> Iterator[Mark | Unsure]:
    """Trích yếu của công văn cách dòng số, ký hiệu 6 pt."""
    line, above = doc.parts["trich_yeu_cong_van"][0].paragraph, doc.parts["so_ky_hieu"][0].paragraph
    limits = doc.standard["trich_yeu_cong_van"].space_before
    if limits is None or line.index != above.index + 1 or line.spot != above.spot:
        yield Unsure("trích yếu không ở ngay dưới số, ký hiệu")
        return
    gap = line.before + above.after
    if gap < limits.min:
        yield Mark(
            f"Trích yếu cách dòng số, ký hiệu {gap:g} pt, phải cách {limits.min:g} pt.",
            line,
            short(line.text),
            f"{gap:g} pt",
            f"{limits.min:g} pt",
            (SetParagraph(line, before=limits.min),),
            Grade.SAFE,
        )
