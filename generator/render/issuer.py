"""Who reports, to whom, on which plan, and who signs: the parts of a document's frame, from the settings.

An agency's own report takes its frame from the same settings: the dossier's issuer becomes the body above it
and the one it reports to; its head signs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.compute.facts import Facts
from generator.model import Agency, Settings
from generator.periods import Period, PeriodKind, day_after
from generator.vietnamese import fold, initials, lower_first, one_line, short_date, upper_first

REPORT_TYPE = "BÁO CÁO"
REPORT_ABBREVIATION = "BC"  # NĐ 30/2020, Phụ lục III, bảng chữ viết tắt
OPEN = "     "  # room for a number or date to be written in by hand

_COMMITTEE = re.compile(r"^(ủy ban nhân dân|uỷ ban nhân dân|ubnd)\s+(.+)$", re.IGNORECASE)
_PLAN_TYPES = (
    "Kế hoạch", "Chương trình hành động", "Chương trình", "Nghị quyết", "Đề án", "Dự án", "Quyết định", "Chỉ thị",
    "Phương án", "Kết luận", "Thông báo",
)  # fmt: skip
_SUBJECT_OPENINGS = ("kết quả", "tình hình", "công tác", "báo cáo", "sơ kết", "tổng kết", "đánh giá")

# What the head of an agency is called, by the beginning of the agency's name; first match wins.
_HEADS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("Ủy ban nhân dân", ("TM. ỦY BAN NHÂN DÂN",), "CHỦ TỊCH"),
    ("UBND", ("TM. ỦY BAN NHÂN DÂN",), "CHỦ TỊCH"),
    ("Văn phòng", (), "CHÁNH VĂN PHÒNG"),
    ("Thanh tra", (), "CHÁNH THANH TRA"),
    ("Ban Chỉ đạo", ("TM. BAN CHỈ ĐẠO",), "TRƯỞNG BAN"),
    ("Ban", (), "TRƯỞNG BAN"),
    ("Sở", (), "GIÁM ĐỐC"),
    ("Công an", (), "GIÁM ĐỐC"),
    ("Bộ Chỉ huy", (), "CHỈ HUY TRƯỞNG"),
    ("Chi cục", (), "CHI CỤC TRƯỞNG"),
    ("Cục", (), "CỤC TRƯỞNG"),
    ("Trung tâm", (), "GIÁM ĐỐC"),
    ("Đài", (), "GIÁM ĐỐC"),
    ("Trường", (), "HIỆU TRƯỞNG"),
    ("Phòng", (), "TRƯỞNG PHÒNG"),
)


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
    """Lines of authority (TM., KT. …) and post in capitals; the name without titles."""

    authority: tuple[str, ...]
    post: str
    name: str


@dataclass(frozen=True, slots=True)
class Addressing:
    """A document's frame."""

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
    issuer = _agency_issuer(settings, agency) if agency else _issuer(settings)
    year = day_after(facts.window.end).year
    open_date = f"ngày {OPEN} tháng {OPEN} năm {year}"
    number = f"{OPEN} /{REPORT_ABBREVIATION}-{issuer.code}"
    addressees = (_committee_in_full(settings.issuer),) if agency else settings.addressees
    return Addressing(
        issuer=issuer,
        number_line=f"Số: {number}",
        date_line=f"{settings.place_name}, {open_date}",
        attached_to=f"(Kèm theo Báo cáo số {number} {open_date} của {issuer.name})",
        title=_title(settings, facts.period),
        plan=PlanView(settings.plan_name, citation(settings)),
        addressees=addressees,
        legal_bases=settings.legal_bases,
        recipients=_recipients(settings, bool(addressees), bool(agency)),
        signature=_agency_signature(agency.name) if agency else _signature(settings),
    )


def _own_agency(facts: Facts) -> Agency | None:
    """The record of the agency that reports for itself; one that sheet Cơ quan lacks gets its name only."""
    if facts.agency is None:
        return None
    for agency in facts.dossier.agencies:
        if fold(agency.name) == fold(facts.agency):
            return agency
    row = facts.dossier.tasks[0].row if facts.dossier.tasks else next(iter(facts.dossier.indicators)).row
    return Agency(facts.agency, "", (), "", row)


def _issuer(settings: Settings) -> Issuer:
    parent = (
        one_line(settings.parent_body).upper().replace("ỦY BAN NHÂN DÂN", "UBND").replace("UỶ BAN NHÂN DÂN", "UBND")
    )
    return Issuer(parent, heading_lines(settings.issuer), _committee_in_full(settings.issuer), settings.issuer_code)


def _agency_issuer(settings: Settings, agency: Agency) -> Issuer:
    parent = _committee_in_full(settings.issuer).upper().replace("ỦY BAN NHÂN DÂN", "UBND")
    return Issuer(parent, heading_lines(agency.name), agency.name, issuer_code(agency))


def heading_lines(name: str) -> tuple[str, ...]:
    """An agency's name in the heading: capitals; a people's committee on two lines."""
    name = one_line(name)
    committee = _COMMITTEE.match(name)
    if committee:
        return "ỦY BAN NHÂN DÂN", committee.group(2).upper()
    return (name.upper(),)


def _committee_in_full(name: str) -> str:
    committee = _COMMITTEE.match(one_line(name))
    return f"Ủy ban nhân dân {committee.group(2)}" if committee else one_line(name)


def issuer_code(agency: Agency) -> str:
    """The agency's abbreviation in a document's number; its initials where sheet Cơ quan gives none (SKHCN)."""
    if agency.abbreviation:
        return agency.abbreviation
    return initials(agency.name)


def _title(settings: Settings, period: Period) -> TitleView:
    subject = one_line(settings.subject).rstrip(" .;")
    if not fold(subject).startswith(tuple(fold(words) for words in _SUBJECT_OPENINGS)):
        subject = f"Kết quả {lower_first(subject)}"
    if period.kind in (PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.YEAR):
        whole = f"{subject} {period.label}; phương hướng, nhiệm vụ {period.next().label}"
    else:
        whole = f"{subject} {period.label}"
    return TitleView(REPORT_TYPE, upper_first(whole), lower_first(f"{subject} {period.label}"))


def citation(settings: Settings) -> str:
    """The plan as a text first names it: type, number, date, issuer, subject (NĐ 30/2020, Phụ lục I, II.6b)."""
    name = one_line(settings.plan_name).rstrip(" .;")
    if not settings.plan_number:
        return f"{name} của {settings.plan_issuer}" if settings.plan_issuer else name
    kind = next((kind for kind in _PLAN_TYPES if fold(name).startswith(fold(kind))), "")
    subject = name[len(kind) :].strip()
    parts = [
        kind or "Kế hoạch",
        f"số {settings.plan_number}",
        f"ngày {short_date(settings.plan_date)}" if settings.plan_date else "",
        f"của {settings.plan_issuer}" if settings.plan_issuer else "",
        _about(lower_first(subject)),
    ]
    return " ".join(part for part in parts if part)


def _about(subject: str) -> str:
    """A plan's subject after its issuer: "về thực hiện …" where it begins with what is to be done."""
    return f"về {subject}" if fold(subject).startswith(("thực hiện", "triển khai", "phân công", "tổ chức")) else subject


def _recipients(settings: Settings, addressed: bool, own_report: bool) -> tuple[str, ...]:
    """Nơi nhận: "Như trên" first where there is a Kính gửi, "Lưu: VT" last (NĐ 30/2020, Phụ lục I, II.9)."""
    given: Sequence[str] = () if own_report else settings.recipients
    lines = [line for line in given if fold(line) != fold("Như trên")]
    kept = [line for line in lines if fold(line).startswith(("lưu:", "lưu "))] or ["Lưu: VT"]
    others = [line for line in lines if line not in kept]
    return (*(("Như trên",) if addressed else ()), *others, *kept)


def _signature(settings: Settings) -> SignatureView:
    authority = tuple(one_line(line).upper() for line in settings.authority_lines)
    return SignatureView(authority, one_line(settings.signer_post).upper(), one_line(settings.signer_name))


def _agency_signature(name: str) -> SignatureView:
    for beginning, authority, post in _HEADS:
        if fold(name).startswith(fold(beginning)):
            return SignatureView(authority, post, "")
    return SignatureView((), "", "")
