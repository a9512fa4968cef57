"""Work that is stopped: what it had begun goes back, and what stays is told exactly, with the way back."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace as replace_fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import g

from generator.stories.collect import CollectOutcome
from generator.stories.history import Past, PastState
from generator.stories.report_folders import FinishedReport
from generator.web import returns
from generator.web.dossiers import DossierFolder, Workspace
from generator.web.json_file import write_json
from generator.web.left_behind import left_behind
from generator.web.orders import WorkState
from generator.web.reports import KeptReport
from generator.web.returns import Waiting, changing_waiting, new_return, waiting_returns
from generator.web.tasks import collect, mend, opening, register, replace
from generator.web.views.work import stopped
from generator.web.worker import _Stopped
from generator.write.backups import Action
from generator.write.manifest import Issued
from tests.web.web_client import Clerk
from tests.workbook_builder import minimal_sheets, write_workbook


@pytest.fixture
def dossier(clerk: Clerk, tmp_path: Path) -> str:
    return clerk.opens(write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets()))


def folder_of(clerk: Clerk, dossier: str) -> DossierFolder:
    return DossierFolder(clerk.app.extensions["baocao"].workspace.folder / dossier.rpartition("/")[2])


def stop(*_: Any) -> None:
    raise _Stopped(1)


def test_work_that_is_stopped_after_it_wrote_gives_the_workbook_back(
    clerk: Clerk, dossier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(clerk, dossier)
    before, mark = folder.workbook.read_bytes(), folder.workbook_mark()
    sheets = minimal_sheets()
    sheets["Nhiệm vụ"][1][4] = "Nội dung khác"
    other = write_workbook(tmp_path / "khac.xlsx", sheets)
    monkeypatch.setattr("generator.web.tasks.check.renew", stop)

    def change(out: Path) -> tuple[Any, ...]:
        out.write_bytes(other.read_bytes())
        return (object(),)

    with pytest.raises(_Stopped):
        mend.change_workbook(folder, mark, change, lambda _: None)
    assert folder.workbook.read_bytes() == before and folder.earlier_workbooks() == ()
    arriving = folder.new_file()
    arriving.write_bytes(other.read_bytes())
    with pytest.raises(_Stopped):
        replace.run(folder, {"arriving": arriving.name, "mark": mark}, lambda _: None)
    assert folder.workbook.read_bytes() == before and not arriving.exists()


def test_cells_that_were_typed_go_back_where_the_look_after_them_is_stopped(
    clerk: Clerk, dossier: str, tmp_path: Path
) -> None:
    folder = folder_of(clerk, dossier)
    before, mark = folder.workbook.read_bytes(), folder.workbook_mark()
    other = write_workbook(tmp_path / "khac.xlsx", {**minimal_sheets(), "Ghi chú": [["x"]]})

    def change(out: Path) -> tuple[Any, ...]:
        out.write_bytes(other.read_bytes())
        return (object(),)

    with pytest.raises(_Stopped):
        mend.change_workbook(folder, mark, change, lambda _: None, stop)
    assert folder.workbook.read_bytes() == before and folder.earlier_workbooks() == ()


def test_a_stop_between_the_copy_and_the_workbook_leaves_no_copy(clerk: Clerk, dossier: str) -> None:
    folder = folder_of(clerk, dossier)
    before = folder.workbook.read_bytes()

    def cut(source: Path, target: Path) -> None:
        target.write_bytes(b"PK")
        stop()

    with pytest.MonkeyPatch.context() as change, pytest.raises(_Stopped):
        change.setattr("generator.web.dossiers.copy_kept", cut)
        with folder.workbook_replaced(folder.new_file()):
            pass
    assert folder.workbook.read_bytes() == before and folder.earlier_workbooks() == ()


@pytest.mark.parametrize("where", ["generator.web.returns.shutil.move", "generator.web.returns._list_waiting"])
def test_returns_whose_taking_in_is_stopped_wait_on_and_the_workbook_is_as_before(
    clerk: Clerk, dossier: str, tmp_path: Path, where: str
) -> None:
    folder = folder_of(clerk, dossier)
    before, mark = folder.workbook.read_bytes(), folder.workbook_mark()
    for number in range(2):
        path = new_return(folder)
        with changing_waiting(folder) as waiting:
            path.write_bytes(b"phieu %d" % number)
            waiting.append(Waiting(path, f"Phiếu {number}.xlsx"))
    names = [one.name for one in waiting_returns(folder)]
    other = write_workbook(tmp_path / "khac.xlsx", {**minimal_sheets(), "Ghi chú": [["x"]]})
    real, calls = shutil.move if where.endswith("move") else returns._list_waiting, []

    def half_done(*given: Any) -> None:
        calls.append(given)
        real(*given)
        if len(calls) == 1:
            stop()

    def collected(copy: Path, paths: list[Path], *_: Any, **__: Any) -> Any:
        copy.write_bytes(other.read_bytes())
        return CollectOutcome(tuple((one, "A") for one in paths), (), (), (), (), True)

    with pytest.MonkeyPatch.context() as change, pytest.raises(_Stopped):
        change.setattr("generator.web.tasks.collect.collect", collected)
        change.setattr(where, half_done)
        files = [one.file for one in waiting_returns(folder)]
        wanted = {"period": "2025-Q3", "files": files, "mark": mark, "overwrite": False}
        collect.run(folder, wanted, lambda _: None)
    assert folder.workbook.read_bytes() == before and folder.earlier_workbooks() == ()
    assert [one.name for one in waiting_returns(folder)] == names and not list((folder.returns / "2025-Q3").iterdir())


def test_a_register_whose_taking_in_is_stopped_is_the_one_before(
    clerk: Clerk, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(clerk, dossier)
    kept = register.register_path(folder)
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"old")
    (folder.folder / "moi.xlsx").write_bytes(b"new")

    def take(arrived: Path, place: Path) -> int:
        place.write_bytes(arrived.read_bytes())
        raise _Stopped(1)

    monkeypatch.setattr("generator.web.tasks.register.take_register", take)
    with pytest.raises(_Stopped):
        register.run(folder, {"arrived": "moi.xlsx"}, lambda _: None)
    assert kept.read_bytes() == b"old"


def test_a_file_whose_opening_is_stopped_leaves_no_dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "tam" / ("a" * 32)
    folder.mkdir(parents=True)
    write_workbook(folder / "den.xlsx", minimal_sheets())
    monkeypatch.chdir(folder)
    monkeypatch.setattr("generator.web.tasks.check.keep", stop)
    with pytest.raises(_Stopped):
        opening.run(DossierFolder(Path()), {"source": "den.xlsx", "name": "a.xlsx", "title": "A"}, lambda _: None)
    assert Workspace(tmp_path).dossiers() == ()


@pytest.mark.parametrize(
    ("state", "left", "told"),
    [
        ("cancelled", [], "giữ nguyên như trước khi chạy"),
        ("interrupted", ["ho-so.xlsx"], "khác với lúc bắt đầu việc này:"),
        ("cancelled", ["ho-so.xlsx"], "đã ghi trước khi dừng:"),
        ("failed", ["returns", "phieu/2025-Q3", "cong-khai/2025-Q3"], "Danh sách phiếu gửi về đã đổi."),
        ("failed", ["outputs/ho-so/so-theo-doi-don-doc.xlsx"], "sổ theo dõi đôn đốc đã được ghi."),
        ("failed", ["outputs/ho-so/2024-Q1"], "Thư mục kết quả “2024-Q1” đã đổi."),
        ("cancelled", None, "Không rõ việc này đã ghi gì"),
    ],
)
def test_stopped_work_tells_exactly_what_it_left_with_the_way_back(
    clerk: Clerk, dossier: str, state: str, left: list[str] | None, told: str
) -> None:
    folder = folder_of(clerk, dossier)
    work = {"id": "d" * 16, "kind": "entry", "title": "Ghi kết quả", "steps": ["Ghi"], "step": 0, "state": state}
    error = {"error": {"message": "Hỏng.", "next_step": "Làm lại.", "problems": [], "exit_code": 1}}
    before = {"before": "of an older program"} if left is None else {"left": left}
    write_json(folder.works / "entry.json", {**work, **error, **before, "ended": "2026-01-02T08:05:00"})
    page = clerk.get(f"{dossier}/viec/entry").text
    assert told in page
    assert ("giữ nguyên như trước khi chạy" in page) is (left == [])
    for address in re.findall(r'<li>[^<]*<a href="/bi-mat([^"]+)"', page.partition("đã ghi trước khi dừng:")[2]):
        assert clerk.get(address).status_code == 200, address


def test_what_a_killed_worker_left_is_found_out_by_whoever_looks_next(clerk: Clerk, dossier: str) -> None:
    folder = folder_of(clerk, dossier)
    before = folder.parts()
    staged = folder.outputs / "ho-so/.2025-Q3.moi/bao-cao.docx"
    staged.parent.mkdir(parents=True)
    staged.write_bytes(b"x")
    assert folder.parts() == before, "what is half written is no part of a dossier"
    for name in ("bao-cao.docx", ".base/bao-cao.docx", "Sở A/bao-cao.docx"):
        made = folder.outputs / "ho-so/2025-Q3" / name
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_bytes(b"x")
    assert set(folder.parts()) - set(before) == {"outputs/ho-so/2025-Q3", "outputs/ho-so/2025-Q3/Sở A"}
    work = {"id": "f" * 16, "kind": "build", "title": "Lập báo cáo", "steps": ["Đọc"], "step": 0, "state": "running"}
    write_json(folder.works / "build.json", {**work, "before": before})
    found = clerk.app.extensions["baocao"].works.last(folder, "build")
    assert (found.state, found.left) == ("interrupted", ["outputs/ho-so/2025-Q3", "outputs/ho-so/2025-Q3/Sở A"])


def test_an_issue_that_was_stopped_too_late_says_that_the_report_is_issued(
    clerk: Clerk, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(clerk, dossier)
    place = folder.outputs / "ho-so/2025-Q3"
    about = FinishedReport(place, "2025-Q3", "quý III năm 2025", None, None, None, 1, None, (), ())
    states = [PastState(None, Action.BUILD, None, None, (), None, None, 1)]
    monkeypatch.setattr("generator.web.left_behind.past_states", lambda _: Past(place, tuple(states)))
    work = WorkState("e" * 16, "issue", "Ban hành", "cancelled", (), 0, left=["outputs/ho-so/2025-Q3"])

    def told(about: FinishedReport) -> str:
        with pytest.MonkeyPatch.context() as change, clerk.app.test_request_context(f"/bi-mat{dossier}/"):
            change.setattr("generator.web.left_behind.reports", lambda _: (KeptReport("0" * 16, about),))
            g.dossier = folder
            (one,) = left_behind(folder, work) or ()
            return f"{one.words} {one.way}"

    issued = replace_fields(about, issued=Issued("05", "05/BC-UBND", date(2025, 9, 20)))
    assert told(issued) == ("“Báo cáo quý III năm 2025” đã ban hành, số 05/BC-UBND. Xem, hoặc rút lại việc ban hành")
    assert told(about) == "“Báo cáo quý III năm 2025” đã được lập. Xem báo cáo"
    states.insert(0, PastState(3, Action.BUILD, None, None, (), None, None, 1))
    states[-1] = replace_fields(states[-1], made_by=Action.RECEIVE)
    assert told(about) == (
        "“Báo cáo quý III năm 2025” đã đổi (nhận lại bản sửa); trạng thái trước đó được giữ là số 3. Phần sửa đã vào "
        "báo cáo, số liệu chưa được đưa lại: lập lại báo cáo là đủ. Xem, hoặc lấy lại trạng thái trước"
    )


def test_what_was_done_before_it_could_be_stopped_is_not_called_stopped() -> None:
    def work(state: str) -> WorkState:
        return WorkState("e" * 16, "build", "Lập báo cáo", state, (), 0)

    assert stopped(work("cancelled")) == "Đã dừng: lập báo cáo."
    assert stopped(work("done")) == "Việc đã xong trước khi dừng được: lập báo cáo."
    assert stopped(work("running")).startswith("Đang dừng: lập báo cáo")
