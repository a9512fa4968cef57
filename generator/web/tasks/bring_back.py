"""An edited Word file brought back: recognised, put into its report, the report built again around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.core.problems import WrongUsage
from generator.stories.jobs import STEPS as BUILD_STEPS
from generator.stories.receive import Origin, Received, chosen_origin, receive, recognise, version_before
from generator.stories.redline import Sort
from generator.web.changed_places import keep_changes
from generator.web.dossiers import DossierFolder
from generator.web.reports import KeptReport, report, reports
from generator.web.tasks.compare_files import change_json
from generator.web.tasks.preview import PRINT, look_at
from generator.web.waiting import rebuilt, waiting_in

TITLE = "Nhận lại bản sửa"
RECOGNISE, PUT = "Nhận ra tệp là phần nào của báo cáo", "Đưa phần đã sửa vào báo cáo"
STEPS = (RECOGNISE, PUT, *BUILD_STEPS, PRINT)
ABOUT = ("report",)
FOLDER = "nhan-lai"
"""Where a file waits between its arrival and its place in a report."""
_MOST_CHANGES = 200


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """What was taken over and what waits; or `ask`: which of some files it is, when that is not clear."""
    on_step(RECOGNISE)
    arrived = dossier.folder / FOLDER / wanted["arrived"]
    kept = report(dossier, wanted["report"])
    found = _of(dossier, kept, arrived, wanted["file"])
    if len(found) > 1 or not (found[0].sure or wanted["file"]):
        return {"report": kept.key, "ask": [_told(kept, one) for one in found]}
    on_step(PUT)
    received = receive(arrived, found[0])
    told = {} if received.unchanged else rebuilt(dossier, kept.key, on_step)
    arrived.unlink(missing_ok=True)
    kept = report(dossier, wanted["report"])
    if not received.unchanged:
        look_at(dossier, kept, wanted.get("waived", ()), on_step)
        keep_changes(dossier, kept, version_before)
    return {**waiting_in(kept), **told, "received": _received(kept, received)}


def _of(dossier: DossierFolder, kept: KeptReport, arrived: Path, name: str) -> Sequence[Origin]:
    """The file it is, or those it may be, of the report asked for. Raises WrongUsage for any other document."""
    everything = {one.folder: one for one in reports(dossier)}
    if not arrived.is_file():
        raise WrongUsage("Tệp vừa gửi không còn nữa.", "Gửi lại tệp.")
    found = recognise(arrived, list(everything))
    if name:
        return [one for one in found if one.folder == kept.folder and one.name == name][:1] or _none()
    origins = chosen_origin(found, kept.folder)
    if not origins:
        _none()
    if origins[0].folder != kept.folder:
        other = everything[origins[0].folder]
        label = next(one.label for one in other.documents if one.name == origins[0].name)
        raise WrongUsage(
            f"Tệp này là “{label}” của “{other.title}”, không phải của “{kept.title}”.",
            f"Chọn “{other.title}” rồi gửi lại tệp, nếu đúng là muốn sửa báo cáo đó.",
        )
    return origins


def _none() -> Sequence[Origin]:
    raise WrongUsage(
        "Tệp này không phải là tệp của báo cáo nào trong hồ sơ: có thể nó thuộc hồ sơ khác hoặc kỳ chưa lập ở đây.",
        "Kiểm tra lại tên hồ sơ và kỳ ở đầu tệp Word, rồi chọn đúng hồ sơ và báo cáo.",
    )


def _told(kept: KeptReport, one: Origin) -> dict[str, Any]:
    label = next(each.label for each in kept.documents if each.name == one.name)
    return {"file": one.name, "label": label, "alike": round(100 * one.alike), "period": one.speaks_of_period}


def _received(kept: KeptReport, received: Received) -> dict[str, Any]:
    changes = [change_json(one, place) for one, place in zip(received.changes, received.places, strict=True)]
    name = received.origin.name
    changes.sort(key=lambda one: one["sort"] == Sort.LOOKS.value)
    return {
        "file": name,
        "label": next((one.label for one in kept.documents if one.name == name), name),
        "changes": changes[:_MOST_CHANGES],
        "count": len(changes),
        "words": sum(one["sort"] != Sort.LOOKS.value for one in changes),
        "others": received.others,
        "unchanged": received.unchanged,
        "earlier": received.earlier,
    }
