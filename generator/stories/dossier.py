"""A dossier as every command begins with it: read and validated, and what a user names found in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from generator.compute.evidence import evidence_problems
from generator.compute.layout import layout_problems
from generator.compute.parts import whole_problems
from generator.compute.period_fit import fit_problems
from generator.compute.plan_changes import plan_problems
from generator.compute.reporting import is_collective
from generator.compute.score_fit import score_problems
from generator.compute.status_fit import status_problems
from generator.core.legal_texts import replaced_on
from generator.core.model import Dossier, Recipient, Settings
from generator.core.period_names import as_known, lacking, named_among, parse_period
from generator.core.periods import Period
from generator.core.problems import BadDossier, Place, Problem, ProblemList, Severity, WrongUsage, any_error
from generator.core.rows import Book
from generator.core.vietnamese import fold, nearest, short_date, upper_first
from generator.read.columns import SheetTitle
from generator.read.own_tables import own_tables
from generator.read.text_files import is_text_dossier, read_text_dossier
from generator.read.workbook import read_workbook
from generator.stories.jobs import Checked, Job, OnStep, Step, silent
from generator.validate.agencies import AgencyDirectory
from generator.validate.own_sheet import with_own_tables
from generator.validate.row_reader import PERIOD_EXAMPLE
from generator.validate.rows import validate


def check(workbook: Path, on_step: OnStep = silent) -> Checked:
    """Everything that is wrong with a workbook (or a YAML or JSON file), and the dossier that the sound rows make."""
    on_step(Step.READ)
    book, problems = read_book(workbook)
    if book is None:
        return Checked(None, tuple(problems))
    on_step(Step.VALIDATE)
    dossier, found = validate(book)
    of_whole = (
        (
            *whole_problems(dossier),
            *evidence_problems(dossier),
            *plan_problems(dossier),
            *layout_problems(dossier),
            *status_problems(dossier),
        )
        if dossier is not None
        else ()
    )
    return Checked(dossier, (*problems, *found, *of_whole, *waived_problems(dossier)))


_NOT_READ = frozenset(("BNG002", "BNG030", "BNG031"))
"""What is told of a sheet as such, and no more where it is read as an office's own table."""


def read_book(workbook: Path) -> tuple[Book | None, list[Problem]]:
    """The records of a workbook, an office's own tracking sheet among them, or of a text file; what is told of them."""
    if is_text_dossier(workbook):
        return read_text_dossier(workbook)
    book, problems = read_workbook(workbook)
    own = own_tables(workbook, book) if book is not None else None
    if book is None or own is None:
        return book, problems
    whole, told = with_own_tables(book, own)
    in_place = (SheetTitle.TASKS, SheetTitle.INDICATORS, SheetTitle.FUNDING)
    read_now = {row.ref.sheet for title in in_place for row in whole.rows(title)}
    still = [
        one for one in problems if one.code != "BNG009" and not (one.code in _NOT_READ and one.place.sheet in read_now)
    ]
    return whole, [*still, *told]


def way_on(problems: Iterable[Problem]) -> str:
    """What to do about errors that have been told: cells are mended, a file that is none or not there is not."""
    mend = any(one.severity is Severity.ERROR and one.place.sheet for one in problems)
    return "Sửa các ô nêu trên rồi chạy lại." if mend else "Xử lý các chỗ nêu trên rồi chạy lại."


def refuse_errors(checked: Checked, workbook: Path, wanted: str = "báo cáo") -> Dossier:
    """The dossier, if it is free of errors; `wanted` is what was to be made of it."""
    if checked.dossier is None or any_error(checked.problems):
        message = f"Chưa lập được {wanted}: “{workbook.name}” còn lỗi."
        raise BadDossier(message, way_on(checked.problems), checked.problems)
    return checked.dossier


def waived_problems(dossier: Dossier | None) -> tuple[Problem, ...]:
    """Rules of form that the dossier waives and nobody knows."""
    if dossier is None or not dossier.settings.waived_rules:
        return ()
    from generator.stories.lint import waiver_problems  # late: the rules are loaded only where some are waived

    place = dossier.settings.places.get("Miễn quy tắc", Place(dossier.file))
    return waiver_problems(dossier.settings.waived_rules, place)


# --- what a user names, found in the dossier; a wrong name gets the nearest there is ----------------------------------


def find_period(text: str, dossier: Dossier) -> Period:
    """The period that a user named. Raises WrongUsage with the nearest that has data."""
    named = (*dossier.settings.own_periods, *data_periods(dossier))
    period = parse_period(text) or named_among(text, named)
    if period is not None:
        return as_known(period, named)
    known = [one.code for one in data_periods(dossier)]
    guess = nearest(text, [*known, *(one.label for one in data_periods(dossier))], cutoff=0.5)
    hint = f"Có phải là “{guess}”? " if guess else ""
    raise WrongUsage(
        f"“{text}” không phải là kỳ báo cáo.",
        lacking(text) or f"{hint}{PERIOD_EXAMPLE.replace('Ghi dạng', 'Viết như')}",
    )


def data_periods(dossier: Dossier) -> tuple[Period, ...]:
    """The periods that something was reported for, latest first."""
    rule = dossier.settings.cutoff
    periods = {row.period for row in dossier.progress} | {row.period for row in dossier.measurements}
    periods |= {row.period for row in dossier.disbursements}
    return tuple(sorted(periods, key=lambda one: (one.window(rule).end, one.code), reverse=True))


_NAMED_PERIOD = re.compile(
    r"(?:\d{1,2} tháng (?:đầu|cuối) năm|quý [IV\d]+(?: năm|/)|(?<!\d )tháng \d{1,2}(?: năm|/)|(?<!\d )(?<!đến )năm)"
    r" ?20\d\d(?!\s*-)",
    re.IGNORECASE,
)
"""A period that a plan's name says it is for: "trong 06 tháng cuối năm 2025"; a date and "đến năm 2030" are none."""
TO_CONFIRM = frozenset(("XB002", "KY001", "KY002", "KH003"))
"""What a final version has to be confirmed for: its figures are not of its period."""


def period_problems(dossier: Dossier, period: Period) -> tuple[Problem, ...]:
    """What must be known before a period is reported on: no plan yet, nothing reported, or nothing new."""
    rule = dossier.settings.cutoff
    window = period.window(rule)
    problems = ProblemList()
    if (begun := plan_begins(dossier.settings)) and window.end < begun[0]:
        message = f"{upper_first(period.label)} kết thúc ngày {short_date(window.end)}, trước {begun[1]}."
        problems.add("KY001", begun[2] or Place(dossier.file), message, "Kiểm tra kỳ báo cáo và ngày kế hoạch.")
    known = data_periods(dossier)
    newest = next((one for one in known if one.window(rule).end <= window.end), None)
    if not any(one.window(rule).end in window for one in known):
        have = ", ".join(one.code for one in known[:8]) or "không có kỳ nào"
        older = f" Số liệu mới nhất trước đó là của {newest.label}." if newest else ""
        message = f"Hồ sơ không có số liệu nào của {period.label}.{older}"
        fix = f"Các kỳ có số liệu: {have}. Kiểm tra kỳ báo cáo hoặc bổ sung số liệu."
        problems.add("XB002", Place(dossier.file), message, fix)
    elif newest is not None and newest.window(rule).end < window.end:
        message = (
            f"Số liệu mới nhất của hồ sơ là của {newest.label} (đến ngày {short_date(newest.window(rule).end)}), "
            f"{period.label} kết thúc ngày {short_date(window.end)}."
        )
        problems.add("KY002", Place(dossier.file), message, "Báo cáo sẽ ghi rõ điều này; bổ sung số liệu nếu đã có.")
    fit = (*fit_problems(dossier, period), *score_problems(dossier, period))
    return (*problems.items, *fit, *_replaced_bases(dossier.settings, window.end))


def _replaced_bases(settings: Settings, day: date) -> tuple[Problem, ...]:
    """The Căn cứ that name a text which no longer holds on a day."""
    problems = ProblemList()
    for basis in settings.legal_bases:
        for text in replaced_on(basis, day):
            known = "" if text.known == "F" else "; hãy kiểm tra lại trước khi sửa"
            message = f"“{basis}”: văn bản này đã được thay thế từ ngày {short_date(text.since)} bằng {text.by}."
            source = f"Nguồn: {text.source} (đối chiếu ngày {short_date(text.checked_on)}){known}."
            problems.add("TTC008", settings.places["Căn cứ"], message, source)
    return tuple(problems.items)


def plan_begins(settings: Settings) -> tuple[date, str, Place | None] | None:
    """The day before which there was no plan, in words too, and its cell: its date, else what its name is about."""
    if settings.plan_date is not None:
        words = f"ngày ban hành kế hoạch ({short_date(settings.plan_date)})"
        return settings.plan_date, words, settings.places.get("Ngày kế hoạch")
    named = [found[0] for found in _NAMED_PERIOD.finditer(settings.plan_name)]
    periods = [period for text in named if (period := parse_period(text))]
    if len(periods) != 1:
        return None
    start = periods[0].window(settings.cutoff).start
    return start, f"kỳ của kế hoạch ({periods[0].label})", settings.places.get("Tên kế hoạch")


def unconfirmed(job: Job, problems: Sequence[Problem]) -> BadDossier | None:
    """Why a final version is refused whose figures are not of its period; None where nothing has to be confirmed."""
    asked = [one for one in problems if one.code in TO_CONFIRM]
    if not job.final or job.confirm_stale or not asked:
        return None
    message = f"Bản chính thức cần được xác nhận: {asked[0].message}"
    fix = "Nếu đúng là cần báo cáo như vậy, chạy lại và thêm --confirm-stale (ở trang: đánh dấu ô xác nhận)."
    return BadDossier(message, fix, problems)


ALL = frozenset(fold(words) for words in ("all", "tất cả", "toàn bộ", "mọi"))
"""What people call all recipients, plans or agencies, where one is asked for."""


def _one_by_one(option: str, each: str, batch: str) -> WrongUsage:
    """Why all are refused where one report is made, and what makes one for each."""
    hint = f"Báo cáo riêng cho {each}: baocao batch TỆP --period KỲ {batch}; bỏ {option} là một báo cáo chung."
    return WrongUsage(f"{option} chỉ nhận một tên ở lệnh này.", hint)


def find_recipient(name: str | None, dossier: Dossier) -> Recipient | None:
    """The recipient a user named (sheet Nơi gửi). Raises WrongUsage with the nearest."""
    if name is None:
        return None
    for one in dossier.recipients:
        if fold(one.name) == fold(name):
            return one
    if fold(name) in ALL:
        raise _one_by_one("--to", "từng nơi gửi", "--to all")
    names = [one.name for one in dossier.recipients]
    guess = nearest(name, names)
    if not names:
        hint = "Ghi các nơi nhận báo cáo vào trang “Nơi gửi”."
    else:
        hint = f"Có phải là “{guess}”?" if guess else f"Các nơi gửi: {'; '.join(names)}."
    raise WrongUsage(f"Trang “Nơi gửi” không có “{name}”.", hint)


def find_plan(code: str | None, dossier: Dossier) -> str | None:
    """The code of the plan a user named, by code or name. Raises WrongUsage with the nearest."""
    if code is None:
        return None
    for plan in dossier.plans:
        if fold(code) in (fold(plan.code), fold(plan.name)):
            return plan.code
    if not dossier.plans:
        raise WrongUsage("Hồ sơ không có trang “Kế hoạch”.", "Bỏ --plan, hoặc ghi các kế hoạch vào trang đó.")
    if fold(code) in ALL:
        raise _one_by_one("--plan", "từng kế hoạch", "--plan all")
    codes = [plan.code for plan in dossier.plans]
    guess = nearest(code, codes)
    hint = f"Có phải là “{guess}”?" if guess else f"Các kế hoạch: {', '.join(codes)}."
    raise WrongUsage(f"Trang “Kế hoạch” không có “{code}”.", hint)


def as_told_to(dossier: Dossier, recipient: Recipient | None) -> Dossier:
    """The dossier with the frame of the report to `recipient`; nothing reported in it changes."""
    if recipient is None:
        return dossier
    settings, row = dossier.settings, recipient.row
    own = {
        "Kính gửi": recipient.addressees,
        "Nơi nhận": recipient.recipients,
        "Trích yếu": recipient.subject,
        "Khối văn bản": recipient.bloc,
    }
    places = {**settings.places, **{key: row.place(key) for key, value in own.items() if value}}
    changed = replace(
        settings,
        bloc=recipient.bloc or settings.bloc,
        addressees=recipient.addressees or settings.addressees,
        recipients=recipient.recipients or settings.recipients,
        subject=recipient.subject or settings.subject,
        places=places,
    )
    return replace(dossier, settings=changed)


def find_agency(name: str | None, dossier: Dossier) -> str | None:
    """The full name of the agency a user asked for. Raises WrongUsage with the nearest."""
    if name is None:
        return None
    leading = tuple(dict.fromkeys(agency for lead in _leads(dossier) for agency in lead))
    found = AgencyDirectory.from_sheet(dossier.agencies, leading).canonical(name)
    if found in leading:
        return found
    if fold(name) in ALL:
        raise _one_by_one("--agency", "từng cơ quan", "--by “Cơ quan chủ trì”")
    guess = nearest(name, leading)
    hint = f"Có phải là “{guess}”?" if guess else f"Các cơ quan chủ trì: {'; '.join(leading)}."
    raise WrongUsage(f"“{name}” không chủ trì nhiệm vụ, chỉ tiêu nào trong hồ sơ.", hint)


def leading_agencies(dossier: Dossier) -> tuple[str, ...]:
    """The single bodies that lead a task or an indicator, each once, in the order of the workbook."""
    return tuple(dict.fromkeys(agency for lead in _leads(dossier) for agency in lead if not is_collective(agency)))


def _leads(dossier: Dossier) -> list[tuple[str, ...]]:
    """Who leads each task and indicator, now or once it is moved: one body, several, or a name for many."""
    leads = [*(task.lead for task in dossier.tasks), *(indicator.lead for indicator in dossier.indicators)]
    return [*leads, *(change.lead for change in dossier.changes)]
