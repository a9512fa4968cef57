"""Every page there is, taken from the map of addresses, with something on it: axe finds nothing, nothing runs out, on a
phone nothing has to be moved sideways.

A page that is new stands in no list here, and the first test says so.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page

from generator.stories.build import build
from generator.stories.jobs import Job
from generator.web.dossiers import DossierFolder
from generator.web.json_file import write_json
from generator.web.orders import keep_ended, put_order
from generator.web.tasks import lint_file, plan_look
from tests.web.conftest import Live
from tests.web.edited_files import COURSES, NEWS, dossier_with_report, new_data, only_report, retyped

PLANS = Path(__file__).parents[1] / "cases/plan"

PAGES = {
    "home.show": "",
    "works.show": "viec",
    "works.strip": "viec/dang-chay",
    "help.show": "tro-giup",
    "help.page": "tro-giup/huong-dan",
    "format_check.show": "kiem-tra-the-thuc",
    "format_check.result": "kiem-tra-the-thuc/{linted}",
    "comparing.show": "so-sanh",
    "comparing.result": "so-sanh/{compared}",
    "plan.show": "ke-hoach/{plan}",
    "errands.show": "viec/{plan}/lint_file/{failed}",
    "work.show": "h/{held}/viec/check",
    "overview.show": "h/{key}/tong-quan?ky=2025-Q3",
    "overview.details": "h/{key}/tong-quan/chi-tiet?ky=2025-Q3",
    "overview.rows": "h/{key}/danh-sach?ky=2025-Q3",
    "overview.scores": "h/{key}/xep-hang?ky=2025-Q3",
    "check.show": "h/{key}/kiem-tra",
    "entry.show": "h/{key}/nhap-ket-qua?ky=2025-Q4",
    "build.show": "h/{key}/lap-bao-cao",
    "finished.show": "h/{key}/da-lap",
    "result.show": "h/{key}/bao-cao/{report}/",
    "result.pages": "h/{key}/bao-cao/{report}/xem/bao-cao.docx",
    "result.quick": "h/{key}/bao-cao/{report}/xem-nhanh/bao-cao.docx",
    "bring_back.show": "h/{key}/nhan-lai",
    "bring_back.report": "h/{key}/nhan-lai/{report}",
    "bring_back.ask": "h/{key}/nhan-lai/hoi",
    "figures.show": "h/{key}/tra-so-lieu?nguon={report}&tim=612",
    "forms.show": "h/{key}/thu-thap?ky=2025-Q4",
    "reminders.show": "h/{key}/don-doc?ky=2025-Q3",
    "issue.show": "h/{key}/ban-hanh",
    "issue.report": "h/{key}/ban-hanh/{report}",
    "publish.show": "h/{key}/cong-khai?ky=2025-Q3",
    "opened.show": "h/{key}/tep-dang-mo",
    "history.show": "h/{key}/lich-su",
    "history.report": "h/{key}/lich-su/{report}",
    "history.ask": "h/{key}/lich-su/{report}/1/khoi-phuc",
    "history.ask_workbook": "h/{key}/lich-su/so-tinh/1/khoi-phuc",
    "history.differences": "h/{key}/lich-su/{report}/khac-biet?tu=1&den=nay",
}
SIDEWAYS = """[document.documentElement, ...document.querySelectorAll(".wide")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => `${one.getAttribute("aria-label") || one.tagName} ${one.scrollWidth} > ${one.clientWidth}`)"""
"""What a phone would have to move sideways."""
PARTS = {"works.strip": "a part of every page", "result.quick": "a frame of result.pages that a library fills"}
"""Pages that are looked at within others."""
FILES = {
    *("check.copy", "check.workbook", "check.earlier", "comparing.redline", "format_check.copy", "help.picture"),
    *("bring_back.tracked_copy", "figures.check_sheet", "forms.form", "forms.every_form", "history.files"),
    *("history.workbook", "overview.figures", "reminders.letter", "reminders.every_letter", "reminders.register"),
    *("result.pdf", "result.everything", "result.download", "result.picture", "work.state", "errands.state", "static"),
    "publish.everything",
    "publish.page",  # a page for everybody, not of ours: tests/web/test_public_site.py looks at it
    "entrance.enter",  # the door: it shows nothing of a dossier and goes on by itself
}


def test_no_page_is_forgotten(app: Flask) -> None:
    there = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert there - FILES == set(PAGES), "a new page stands in PAGES; what is no page in FILES"
    assert there >= FILES and PARTS.keys() <= PAGES.keys()


@contextmanager
def rich(live: Live) -> Iterator[dict[str, str]]:
    """A dossier in which everything was done once, another in which work waits; what stands in their addresses."""
    works = live.site.works
    dossier = dossier_with_report(live.site)
    key = only_report(dossier).key

    def do(folder: DossierFolder, kind: str, wanted: dict[str, object]) -> None:
        state = works.wait(folder, kind, works.ask(folder, kind, wanted), 120)
        assert state.done, (kind, state.error)

    def errand(kind: str, wanted: dict[str, object], **files: Path) -> str:
        folder = DossierFolder(live.folder / "tam" / f"{len(made):032x}")
        made.append(folder)
        folder.folder.mkdir(parents=True)
        for name, path in files.items():
            shutil.copyfile(path, folder.folder / name.replace("_", "."))
        do(folder, kind, {**wanted, "errand": folder.key})
        return folder.key

    made: list[DossierFolder] = []
    report = only_report(dossier).file("bao-cao.docx").path
    before = live.folder / "trước.docx"
    before.write_bytes(report.read_bytes())
    report.write_bytes(retyped(before.read_bytes(), {COURSES: "Tổ chức năm lớp bồi dưỡng"}))
    new_data(dossier, {COURSES: "Tổ chức 06 lớp bồi dưỡng", NEWS: "Đăng tải 127 tin"})
    arriving = dossier.new_file()
    shutil.copyfile(dossier.workbook, arriving)
    dossier.put_workbook(arriving)
    build(Job(dossier.workbook, "2025-Q3", out=dossier.outputs))
    for kind, wanted in (
        ("check", {}),
        ("overview", {"period": "2025-Q3", "as_of": "", "mark": "", "then": {"to": "overview.show", "arguments": {}}}),
        ("entry_look", {"period": "2025-Q4", "back": {}}),
        ("forms", {"period": "2025-Q4"}),
        ("collect_look", {"period": "2025-Q4", "overwrite": False}),
        ("figures", {"report": key, "search": "612"}),
        ("waiting", {"report": key}),
        ("issue_look", {"report": key, "waived": []}),
        ("preview", {"report": key, "waived": []}),
        ("publish_look", {"period": "2025-Q3"}),
        ("publish", {"period": "2025-Q3", "mark": dossier.workbook_mark()}),
        ("state_differences", {"report": key, "first": 1, "last": None}),
    ):
        do(dossier, kind, wanted)
    alike = {"file": "bao-cao.docx", "label": "Báo cáo", "alike": 97, "period": True}
    asking = {"id": "a" * 16, "kind": "bring_back", "title": "Nhận lại bản sửa", "steps": [], "step": 0}
    asked = {"report": key, "ask": [alike, {**alike, "file": "phu-luc-I.docx", "label": "Phụ lục I"}]}
    write_json(dossier.works / "bring_back.json", {**asking, "state": "done", "result": asked, "wanted": {"name": "x"}})
    compared = errand("compare_files", {"old": "cũ", "new": "mới"}, cu_docx=before, moi_docx=report)
    linted = errand("lint_file", {"name": "tờ trình", "standard": "", "review": False, "waived": []}, tep_docx=before)
    plan = errand(
        "plan_look",
        {"plan": f"{plan_look.PLAN}.docx", "name": "C", "columns": {}, "into": ""},
        **{f"{plan_look.PLAN}_docx": PLANS / "C.docx"},
    )
    failed = {"id": "b" * 16, "kind": "lint_file", "title": lint_file.TITLE, "steps": list(lint_file.STEPS), "step": 0}
    error = {"message": "Không đọc được tệp.", "next_step": "Gửi lại tệp.", "problems": [], "exit_code": 1}
    keep_ended(made[2].works, {**failed, "state": "failed", "error": error, "wanted": {"errand": plan}})
    (report.parent / ".~lock.bao-cao.docx#").write_text(",An,MAY-1,29.11.2026 08:00,file:///x;", encoding="utf-8")
    held = live.site.workspace.create("Hồ sơ có việc chờ", lambda path: shutil.copyfile(dossier.workbook, path))
    with held.held():
        running = {"id": "c" * 16, "kind": "build", "title": "Lập báo cáo", "steps": ["Đọc"], "step": 0, "wanted": {}}
        write_json(held.works / "build.json", {**running, "state": "running", "started": "2026-01-02T08:05:00"})
        put_order(held, "check", {})
        works.resume([held])
        yield {
            "key": dossier.key,
            "report": key,
            "held": held.key,
            "compared": compared,
            "linted": linted,
            "plan": plan,
            "failed": "b" * 16,
        }
        for order in works.active():
            if order[0].key == held.key and order[1].waiting:
                works.cancel(held, order[1].id)


def test_axe_finds_nothing_on_any_page_and_nothing_runs_out(
    live: Live, come_in: Callable[..., Page], faults_of_access: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    with rich(live) as names:
        page, found = come_in(), dict[str, object]()
        for endpoint, address in PAGES.items():
            if endpoint in PARTS:
                continue
            answer = page.goto(f"{live.home}{address.format(**names)}")
            assert answer is not None and answer.status == 200, endpoint
            expected = address.format(**names).partition("?")[0]
            if not page.url.partition("?")[0].endswith(expected):
                found[endpoint] = f"led elsewhere: {page.url}"
                continue
            page.screenshot(path=tmp_path / f"{endpoint}.png")
            faults = faults_of_access(page)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            page.set_viewport_size({"width": 390, "height": 844})
            sideways = page.evaluate(SIDEWAYS)
            page.set_viewport_size({"width": 1280, "height": 900})
            if faults or wide > 0 or sideways:
                found[endpoint] = faults or sideways or f"{wide} px too wide"
        assert found == {}
