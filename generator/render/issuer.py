"""Who reports, to whom, on which plan, and who signs: the parts of a document's frame, from the settings.

An agency's own report takes its frame from the same settings: the dossier's issuer becomes the body above it
and the one it reports to; its head signs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generator.compute.facts import Facts
from generator.core.figures import Quotation
from generator.core.first_page import subject_without_type
from generator.core.frame import Frame
from generator.core.model import Agency, Settings
from generator.core.periods import Period, PeriodKind, day_after
from generator.core.standard import Standard, standard_of, twips
from generator.core.vietnamese import fold, initials, join_and, lower_first, one_line, short_date, upper_first
from generator.office.text_width import bold_width
from generator.render.figure_texts import NO_BREAK, kept_together, kept_whole

# --- the plan reported on, as a text first names it -------------------------------------------------------------------

_PLAN_TYPES = (
    "Kế hoạch hành động", "Kế hoạch", "Chương trình hành động", "Chương trình", "Nghị quyết", "Đề án", "Dự án",
    "Quyết định", "Chỉ thị", "Phương án", "Kết luận", "Thông báo",
)  # fmt: skip


def citation(settings: Settings, frame: Frame, issuer: str = "") -> str:
    """The plan as a text first names it: type, number, date, issuer, subject (NĐ 30/2020, Phụ lục I, II.6b).

    A plan of `issuer`, who is named next in the same sentence, goes without its issuer's name.
    """
    name = one_line(settings.plan_name).rstrip(" .;")
    own = fold(_committee_in_full(settings.plan_issuer)) == fold(issuer)
    by = "" if own or not settings.plan_issuer else f"của {settings.plan_issuer}"
    if not settings.plan_number:
        return f"{name} {by}".strip()
    kind, subject = kind_and_subject(name)
    day = short_date(settings.plan_date) if settings.plan_date else ""
    parts = [
        kind,
        f"số {frame.dated_symbol(settings.plan_number, day)}",
        by,
        about(lower_first(subject)),
    ]
    return " ".join(part for part in parts if part)


def kind_and_subject(plan_name: str) -> tuple[str, str]:
    """What a plan is, and what it is about: "Đề án", "phát triển du lịch"; "Chương trình công tác năm 2026", ""."""
    name = one_line(plan_name).rstrip(" .;")
    kind = next((kind for kind in _PLAN_TYPES if fold(name).startswith(fold(kind))), "")
    subject = name[len(kind) :].strip()
    if kind and _NO_SUBJECT.fullmatch(subject.casefold()):
        return name, ""
    return kind or "Kế hoạch", subject


_NO_SUBJECT = re.compile(
    r"(?:(?:công tác|hoạt động|làm việc|hành động) ?)?(?:trọng tâm ?)?(?:toàn khoá ?|toàn khóa ?)?"
    r"(?:(?:(?:6|9) tháng|năm|quý|tháng|tuần|giai đoạn|nhiệm kỳ) .+)?"
)
"""What makes a plan's name whole instead of telling what it is about: "Chương trình công tác năm 2026"."""
_SPEAKS_OF_ITSELF = re.compile(
    r"(?:về|v/v|ban hành|phê duyệt|quy định|sửa đổi|bổ sung|thông qua|công bố|bãi bỏ|thay thế|hướng dẫn)\b"
)

_DECIDED = re.compile(
    r"(?:bổ nhiệm|cho phép|công nhận|cử|điều chỉnh|điều động|giải thể|giao|hỗ trợ|kiện toàn|phân bổ|phân công|phân cấp|"
    r"tặng|thành lập|thu hồi|tổ chức|triển khai)\b"
)
"""What a decision does, before which "việc" stands: "về việc thành lập Tổ công tác", but "về chính sách hỗ trợ"."""


def about(subject: str, kind: str = "") -> str:
    """What a document is about, as it follows its issuer: "về thực hiện …"; of a công văn, a quyết định "về việc …".

    Without the word a plan of the committee "đào tạo, bồi dưỡng …" would read as if the committee trained.
    """
    if not subject:
        return subject
    if subject.casefold().startswith("v/v"):
        return f"về việc {subject[3:].strip()}"
    if subject.casefold().startswith("việc "):
        return f"về {subject}"
    if _SPEAKS_OF_ITSELF.match(subject.casefold()):
        return subject
    is_deed = kind.startswith("Công văn") or (kind.startswith("Quyết định") and _DECIDED.match(subject.casefold()))
    return f"về việc {subject}" if is_deed else f"về {subject}"


REPORT_TYPE = "BÁO CÁO"
_PLAN_KEYS = ("Tên kế hoạch", "Số ký hiệu kế hoạch", "Ngày kế hoạch")
REPORT_ABBREVIATION = "BC"  # the same in both standards
TORN = 100.0  # the same, rather than part the two syllables of one word
AWKWARD_BREAK = 25.0  # how uneven, in millimetres, two lines may be rather than part words that belong together
OPEN = "     "  # room for a number or date to be written in by hand
_LITTLE = "   "  # no less than two digits take
_REGULAR = 0.96  # of bold capitals
_ITALIC = 0.96  # of the bold letters that are measured: 0.94 to 0.96, the more the shorter the place

_COMMITTEE = re.compile(r"^(ủy ban nhân dân|uỷ ban nhân dân|ubnd)\s+(.+)$", re.IGNORECASE)
_WITH_OUTLOOK = (
    *(PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.YEAR),
    *(PeriodKind.MID_TERM, PeriodKind.YEARS),
)
"""The kinds of report whose title names the work that follows."""
_YEAR_OF = re.compile(r"\snăm \d{4}$")
_OTHER_TIME = re.compile(
    r"\b(?:đầu|cuối|giữa|hết|đến|từ|trước|sau|quý(?: \w+)?|(?:tháng|tuần)(?: \d+)?|ngày \d+|đợt \d+|-|–)\s+$"
)
"""What makes another time of a year that follows: "6 tháng đầu …", "đến …"."""
_SUBJECT_OPENINGS = ("kết quả", "tình hình", "công tác", "báo cáo", "sơ kết", "tổng kết", "đánh giá")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues. `parent` and `lines` are as the heading prints them, in capitals; `name` is for sentences."""

    parent: str
    lines: tuple[str, ...]
    name: str
    code: str

    @property
    def printed(self) -> str:
        """The heading's lines as one text, to measure the rule under them."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class TitleView:
    """`subject` is the whole trích yếu; `closing` is it as a sentence goes on: "kết quả thực hiện …"."""

    type: str
    subject: str
    closing: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan reported on. `citation` names it in full, as a text does the first time (NĐ 30/2020, PL I, II.6b)."""

    name: str
    citation: str


@dataclass(frozen=True, slots=True)
class SignatureView:
    """Lines of authority (TM., KT. … or T/M, K/T …) and post in capitals; the name without titles."""

    authority: tuple[str, ...]
    post: str
    name: str


@dataclass(frozen=True, slots=True)
class EndedLine:
    """A line of a list with the mark that ends it, as the standard writes it: ";" or, for the last, "."."""

    text: str
    end: str


def ended(lines: Sequence[str], ends: tuple[str, str] = (";", ".")) -> tuple[EndedLine, ...]:
    """Lines with their end marks, those of `ends` for each and for the last (NĐ 30/2020, Phụ lục I, II.6a, II.9)."""
    each, last = ends
    return tuple(EndedLine(line, last if index == len(lines) else each) for index, line in enumerate(lines, start=1))


@dataclass(frozen=True, slots=True)
class Addressing:
    """A document's frame, written as `frame` says."""

    frame: Frame
    issuer: Issuer
    number_line: str
    date_line: str
    attached_to: str
    title: TitleView
    plan: PlanView
    addressees: tuple[str, ...]
    legal_bases: tuple[str, ...]
    recipients: tuple[str, ...]
    signature: SignatureView


def addressing(facts: Facts) -> Addressing:
    """The frame of a report: of the dossier's issuer, or of `facts.agency` reporting to it."""
    settings = facts.settings
    agency = _own_agency(facts)
    standard = standard_for(facts)
    frame = standard.frame
    issuer = _agency_issuer(settings, agency, standard, facts.as_of) if agency else _issuer(settings, standard)
    year = day_after(facts.window.end).year
    open_date = frame.long_date.format(day=OPEN, month=OPEN, year=year)
    symbol = frame.symbol(f"{OPEN} ", REPORT_ABBREVIATION, issuer.code)
    addressees = (name_in_sentences(settings.issuer, settings),) if agency else settings.addressees
    return Addressing(
        frame=frame,
        issuer=issuer,
        number_line=frame.number_line.format(symbol=symbol),
        date_line=open_date_line(standard, settings.place_name, year),
        attached_to=frame.attached_line.format(symbol=symbol, date=open_date, issuer=issuer.name),
        title=_title(settings, facts.period, frame),
        plan=PlanView(settings.plan_name, _cited(facts, frame, issuer.name)),
        addressees=addressees,
        legal_bases=settings.legal_bases,
        recipients=_recipients(settings, frame, issuer, bool(addressees), bool(agency)),
        signature=_agency_signature(agency.name, frame) if agency else _signature(settings, frame),
    )


def standard_for(facts: Facts) -> Standard:
    """The form that a report, or a letter on it, is written in."""
    agency = _own_agency(facts)
    return standard_of(facts.settings.bloc.value, agency.name if agency else None, facts.as_of)


def open_date_line(standard: Standard, place: str, year: int) -> str:
    """Place and date, with less room for day and month where the line would not go into its column.

    One that is too long all the same breaks before the date.
    """
    for gap in (OPEN, _LITTLE):
        on = standard.frame.long_date.format(day=gap, month=gap, year=year)
        line = standard.frame.date_line.format(place=place, date=on)
        if bold_width(line, standard["dia_danh"].size.use) * _ITALIC <= twips(standard.header_columns[1]):
            return line
    return standard.frame.date_line.format(place=place, date=on.replace(" ", NO_BREAK))


def _cited(facts: Facts, frame: Frame, issuer: str) -> Quotation:
    """The plan as the text first names it: all of them, where Thông tin chung names one of several reported on."""
    settings = facts.settings
    own = fold(settings.plan_number or settings.plan_name)
    of_plans = [one.facts.settings for one in facts.by_plan]
    named = any(own == fold(one.plan_number or one.plan_name) for one in of_plans)
    texts = [citation(one, frame, issuer) for one in (of_plans if named else [settings])]
    cells = [one.places[key] for one in (of_plans if named else [settings]) for key in _PLAN_KEYS if key in one.places]
    text = " và ".join(one for one in ("; ".join(texts[:-1]), texts[-1]) if one)
    return Quotation(text, tuple(cells))


def _own_agency(facts: Facts) -> Agency | None:
    """The record of the agency that reports for itself; one that sheet Cơ quan lacks gets its name only."""
    if facts.agency is None:
        return None
    for agency in facts.dossier.agencies:
        if fold(agency.name) == fold(facts.agency):
            return agency
    row = facts.dossier.tasks[0].row if facts.dossier.tasks else next(iter(facts.dossier.indicators)).row
    return Agency(facts.agency, "", (), "", row)


def _issuer(settings: Settings, standard: Standard) -> Issuer:
    parent = (
        one_line(settings.parent_body).upper().replace("ỦY BAN NHÂN DÂN", "UBND").replace("UỶ BAN NHÂN DÂN", "UBND")
    )
    name = name_in_sentences(settings.issuer, settings)
    return Issuer(_well_broken(parent, standard), heading_lines(settings.issuer, standard), name, settings.issuer_code)


def _agency_issuer(settings: Settings, agency: Agency, standard: Standard, on: date) -> Issuer:
    dossier = standard_of(settings.bloc.value, on=on)
    above = settings.issuer if standard is dossier else dossier.frame.civil_body(settings.issuer)
    parent = _committee_in_full(above).upper().replace("ỦY BAN NHÂN DÂN", "UBND")
    lines = heading_lines(agency.name, standard)
    return Issuer(_well_broken(parent, standard), lines, agency.name, issuer_code(agency))


def heading_lines(name: str, standard: Standard) -> tuple[str, ...]:
    """An agency's name in the heading: capitals; a people's committee or a name too long for it on two lines."""
    name = one_line(name)
    committee = _COMMITTEE.match(name)
    if committee:
        return "ỦY BAN NHÂN DÂN", *_balanced(committee.group(2).upper(), standard)
    return _balanced(name.upper(), standard)


def _balanced(name: str, standard: Standard) -> tuple[str, ...]:
    """A name too long for its column as two lines of like length, broken before "VÀ" or after a comma if possible."""
    size, room = standard["co_quan_ban_hanh"].size.use, twips(standard.header_columns[0])
    if bold_width(name, size) <= room:
        return (name,)
    words = name.split()
    breaks = [(" ".join(words[:index]), " ".join(words[index:])) for index in range(1, len(words))]
    fitting = [pair for pair in breaks if max(bold_width(line, size) for line in pair) <= room]
    if not fitting:
        return (name,)
    return min(fitting, key=lambda pair: _unevenness(pair, size))


def _well_broken(name: str, standard: Standard) -> str:
    """A name that goes on to a second line, if it has to, where it is best parted."""
    size, room = standard["co_quan_chu_quan"].size.use, twips(standard.header_columns[0])
    if bold_width(name, size) * _REGULAR <= room:
        return name
    first, *rest = _balanced(name, standard)
    return " ".join((first, *(line.replace(" ", NO_BREAK) for line in rest)))


def _unevenness(pair: tuple[str, str], size: float) -> float:
    first, second = pair
    natural = second.startswith("VÀ ") or first.endswith(",")
    is_torn = _ONE_WORD.fullmatch(f"{first.split()[-1]} {second.split()[0]}") is not None
    awkward = TORN if is_torn else 0 if natural else AWKWARD_BREAK
    return abs(bold_width(first, size) - bold_width(second, size)) + twips(awkward)


_ONE_WORD = re.compile(
    r"AN NINH|BẢO HIỂM|BẢO TỒN|BỆNH VIỆN|CHI CỤC|CHUYỂN ĐỔI|CHỈ ĐẠO|CÔNG AN|CÔNG NGHIỆP|CÔNG NGHỆ|"
    r"CÔNG THƯƠNG|CÔNG TRÌNH|DU LỊCH|DÂN DỤNG|DÂN TỘC|DỰ ÁN|GIAO THÔNG|GIÁO DỤC|HÀNH CHÍNH|HẠ TẦNG|"
    r"HỘI ĐỒNG|KHOA HỌC|KINH TẾ|MÔI TRƯỜNG|NHÂN DÂN|NÂNG CAO|NÔNG NGHIỆP|NÔNG THÔN|PHÁT TRIỂN|PHỤC VỤ|"
    r"QUÂN SỰ|QUẢN LÝ|QUỐC GIA|QUỸ ĐẤT|SÁNG TẠO|THÀNH PHỐ|THÔNG TIN|THỂ THAO|THỐNG KÊ|TRUNG TÂM|"
    r"TRUYỀN THÔNG|TÀI CHÍNH|TÀI NGUYÊN|TÔN GIÁO|TỔ CHỨC|VĂN HÓA|VĂN PHÒNG|XÂY DỰNG|XÃ HỘI|XÚC TIẾN|"
    r"ĐÀO TẠO|ĐẤT ĐAI|ĐẦU TƯ|ĐỔI MỚI|ỦY BAN"
)
"""Words of two syllables in names of agencies, between which no line of the heading ends."""


def _committee_in_full(name: str) -> str:
    committee = _COMMITTEE.match(one_line(name))
    return f"Ủy ban nhân dân {committee.group(2)}" if committee else one_line(name)


def name_in_sentences(name: str, settings: Settings) -> str:
    """An issuer's name for running text; one typed in capitals is set as names are (NĐ 30/2020, PL II, IV)."""
    name = _committee_in_full(name)
    if not name.removeprefix("Ủy ban nhân dân ").isupper():
        return name
    words = name.lower().split()
    starts = [index < 2 or words[index - 1] == "và" or words[index - 1].endswith(",") for index in range(len(words))]
    text = " ".join(word.capitalize() if start else word for word, start in zip(words, starts, strict=True))
    text = re.sub("^Ủy Ban nhân dân", "Ủy ban nhân dân", text)
    return re.sub(re.escape(settings.place_name), settings.place_name, text, flags=re.IGNORECASE)


def issuer_code(agency: Agency) -> str:
    """The agency's abbreviation in a document's number; its initials where sheet Cơ quan gives none (SKHCN)."""
    if agency.abbreviation:
        return agency.abbreviation
    return initials(agency.name)


_NUMBERED = re.compile(
    r"(?:Nghị quyết|Kế hoạch|Chương trình|Chỉ thị|Quyết định|Kết luận|Đề án|Thông báo|Công văn|Nghị định|Luật)\s+"
    r"(?:hành động\s+)?số\s+\d[\w./-]*"
)


def cited_shortly(subject: str) -> str:
    """A subject at its second mention: a document by kind and number only (NĐ 30/2020, Phụ lục I, II.6b)."""
    cited = list(_NUMBERED.finditer(subject))
    if not cited:
        return subject
    numbers = join_and(list(dict.fromkeys(found[0].rstrip(".,/-") for found in cited)))
    return f"{subject[: cited[0].start()]}{numbers}"


def _title(settings: Settings, period: Period, frame: Frame) -> TitleView:
    subject = subject_without_type(settings.subject).rstrip(" .;")
    plain = fold(re.sub(r"[,;]", " ", subject))  # "Tình hình, kết quả …"
    if not plain.startswith(tuple(fold(words) for words in _SUBJECT_OPENINGS)):
        subject = f"Kết quả {lower_first(subject)}"
    told = told_of(period)
    closing = told or of_period(subject, period.label, kept_whole(period.label))
    whole = (
        f"{closing}; phương hướng, nhiệm{NO_BREAK}vụ {kept_whole(period.next_label)}"
        if period.kind in _WITH_OUTLOOK
        else closing
    )
    whole = upper_first(whole) if frame.subject_is_capital else lower_first(whole)
    closing = lower_first(told or of_period(cited_shortly(subject), period.label, kept_together(period.label)))
    return TitleView(REPORT_TYPE, _quoted(whole, settings, "Trích yếu"), _quoted(closing, settings, "Trích yếu"))


def of_period(subject: str, label: str, told: str) -> str:
    """A subject and the period it is told of ("… đến năm 2030, quý II năm 2026"), once where it ends with it itself."""
    before, named, rest = subject.casefold().rpartition(label.casefold())
    if named and not rest and before[-1:].isspace() and not _OTHER_TIME.search(before):
        return subject
    if (year := _YEAR_OF.search(label)) and subject.casefold().endswith(year[0]) and label != year[0].strip():
        head = subject[: -len(year[0])].casefold()
        if not _OTHER_TIME.search(f"{head} "):
            part = told[: -len(year[0])]
            return f"{subject} trong {part}{' năm' if part.endswith(('đầu', 'cuối')) else ''}"
    comma = "," if subject[-1:].isdigit() else ""  # two dates must not run together
    return f"{subject}{comma} {told}"


def told_of(period: Period) -> str:
    """What an ad hoc report or one on a topic is about, with its days; "" for every other: it is on the plan."""
    if period.kind not in (PeriodKind.AD_HOC, PeriodKind.TOPIC) or not period.name:
        return ""
    return f"{period.name} ({period.days})"


def _quoted(text: str, settings: Settings, *keys: str) -> Quotation:
    """`text`, made from what sheet Thông tin chung says under `keys`."""
    return Quotation(text, tuple(settings.places[key] for key in keys if key in settings.places))


def _recipients(settings: Settings, frame: Frame, issuer: Issuer, addressed: bool, own_report: bool) -> tuple[str, ...]:
    """Nơi nhận: "Như trên" first where there is a Kính gửi, the "Lưu" line last (NĐ 30/2020, Phụ lục I, II.9)."""
    given: Sequence[str] = () if own_report else settings.recipients
    lines = [line for line in given if fold(line) != fold(frame.as_above)]
    kept = [line for line in lines if fold(line).startswith(frame.kept_openings)] or [
        frame.kept_by(issuer.name, issuer.parent)
    ]
    others = [line for line in lines if line not in kept]
    return (*((frame.as_above,) if addressed else ()), *others, *kept)


def _signature(settings: Settings, frame: Frame) -> SignatureView:
    authority = tuple(frame.authority_line(line) for line in settings.authority_lines)
    return SignatureView(authority, one_line(settings.signer_post).upper(), one_line(settings.signer_name))


def _agency_signature(name: str, frame: Frame) -> SignatureView:
    head = frame.head_of(name)
    return SignatureView(head.authority, head.post, "") if head else SignatureView((), "", "")
