"""What work that was stopped or failed left in a dossier, part by part, each with the way back or on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import url_for

from generator.core.folders import LETTERS, MANIFEST, REMINDERS, SENT
from generator.core.period_names import parse_period
from generator.stories.history import past_states
from generator.web.dossiers import WORKBOOK, DossierFolder
from generator.web.orders import WorkState
from generator.web.reports import KeptReport, reports
from generator.write.backups import Action


@dataclass(frozen=True, slots=True)
class Left:
    """A part of a dossier that is other than before: what became of it, and the page to go to with what is done there.

    `address` is "" where nothing need be done.
    """

    words: str
    way: str = ""
    address: str = ""


def left_behind(dossier: DossierFolder, work: WorkState) -> tuple[Left, ...] | None:
    """What work that has ended left, the workbook first; nothing where every file is as before; None where it is not
    known (work of an earlier version of the program)."""
    if work.left is None:
        return None if work.before else ()
    made = {one.folder.relative_to(dossier.folder).as_posix(): one for one in reports(dossier)}
    told = [_left(dossier, part, made) for part in sorted(work.left, key=lambda one: (one != WORKBOOK, one))]
    return tuple(dict.fromkeys(told))


def _left(dossier: DossierFolder, part: str, made: dict[str, KeptReport]) -> Left:
    place = Path(part)
    if part == WORKBOOK:
        return _workbook(dossier)
    if part in made:
        return _report(made[part])
    if part.startswith("outputs/"):
        return _beside_reports(dossier, place)
    label = period.label if (period := parse_period(place.name)) is not None else ""
    if place.parts[0] == dossier.returns.name:
        return Left("Danh sách phiếu gửi về đã đổi.", "Xem các phiếu đang chờ", url_for("forms.show"))
    if place.parts[0] == dossier.forms.name:
        return Left(f"Các phiếu {label} đã được lập lại.", "Xem các phiếu", url_for("forms.show", ky=place.name))
    return Left(f"Trang công khai {label} đã được lập lại.", "Xem trang", url_for("publish.show", ky=place.name))


def _workbook(dossier: DossierFolder) -> Left:
    kept = dossier.earlier_workbooks()
    if not kept:
        return Left("Sổ tính đã đổi.", "Xem lại sổ tính", url_for("check.show"))
    number = kept[-1].number
    return Left(
        f"Sổ tính đã được ghi; bản trước đó được giữ là bản {number}.",
        f"Lấy lại bản {number}",
        url_for("history.ask_workbook", number=number),
    )


def _report(kept: KeptReport) -> Left:
    if kept.about.issued is not None:
        return Left(
            f"“{kept.title}” đã ban hành, số {kept.about.issued.symbol}.",
            "Xem, hoặc rút lại việc ban hành",
            url_for("issue.report", report=kept.key),
        )
    *before, now = past_states(kept.folder).states
    numbers = [one.number for one in before if one.number is not None]
    if not numbers:
        return Left(f"“{kept.title}” đã được lập.", "Xem báo cáo", url_for("result.show", report=kept.key))
    more = ""
    if now.made_by in (Action.RECEIVE, Action.SETTLE):
        more = " Phần sửa đã vào báo cáo, số liệu chưa được đưa lại: lập lại báo cáo là đủ."
    return Left(
        f"“{kept.title}” đã đổi ({now.made_by.label}); trạng thái trước đó được giữ là số {numbers[-1]}.{more}",
        "Xem, hoặc lấy lại trạng thái trước",
        url_for("history.report", report=kept.key),
    )


def _beside_reports(dossier: DossierFolder, place: Path) -> Left:
    """Letters, registers; a folder of results that holds no report any more."""
    if place.name == REMINDERS or LETTERS in place.parts:
        words = "Công văn đôn đốc hoặc sổ theo dõi đôn đốc đã được ghi."
        return Left(words, "Xem, lập lại công văn đôn đốc", url_for("reminders.show"))
    if place.name == SENT:
        return Left("Sổ gửi báo cáo đã được ghi.")
    name = place.name if not (dossier.folder / place / MANIFEST).is_file() else place.as_posix()
    return Left(f"Thư mục kết quả “{name}” đã đổi.", "Xem các báo cáo đã lập", url_for("finished.show"))
