"""Work that waits: in a dossier one piece after another, dossiers side by side, nothing refused, nothing forgotten."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from generator.web.dossiers import DossierFolder
from generator.web.json_file import write_json
from generator.web.orders import keep_ended, orders, put_order
from tests.web.test_web_work import builds, folder_of, slow_libreoffice, wait_until
from tests.web.web_client import Clerk, make_app
from tests.workbook_builder import minimal_sheets, write_workbook

__all__ = ["slow_libreoffice"]
needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="the false soffice is a shell script")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_app(tmp_path_factory.mktemp("queue"), most_work=2, patience=0.0, most_waiting=3)
    yield app
    app.extensions["baocao"].works.close()


def opened(clerk: Clerk, tmp_path: Path, name: str) -> str:
    return clerk.opens(write_workbook(tmp_path / f"{name}.xlsx", minimal_sheets()))


@needs_shell
def test_two_pieces_in_one_dossier_go_one_after_another_and_another_dossier_goes_on_beside_them(
    clerk: Clerk, tmp_path: Path, slow_libreoffice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = opened(clerk, tmp_path, "một"), opened(clerk, tmp_path, "hai")
    building = builds(clerk, first, pdf="1")
    wait_until(slow_libreoffice.exists)

    answer = clerk.post(f"{first}/kiem-tra")
    assert answer.status_code == 303, "work is put in line and never refused"
    waiting = answer.headers["Location"].removeprefix("/bi-mat")
    assert clerk.get(f"{waiting}/trang-thai").json["state"] == "waiting"
    page = clerk.get(waiting).text
    assert "Đang chờ đến lượt" in page and building in page and "Bỏ khỏi hàng chờ" in page, "what is in the way"
    assert clerk.post(f"{first}/kiem-tra").headers["Location"].endswith(waiting), "the same is not put there twice"
    assert "Không có lỗi." in clerk.get(f"{first}/kiem-tra").text, "what was known before stays to be read"

    assert clerk.post(f"{second}/kiem-tra").status_code == 303
    assert clerk.waits(second, "check") == "done", "the other dossier does not wait"
    everywhere = clerk.get("/tro-giup").text
    assert (
        "Lập báo cáo" in everywhere
        and "chờ đến lượt" in everywhere
        and f'action="/bi-mat{first}/viec/check/dung"' in (everywhere)
    )
    assert "Chờ đến lượt" in clerk.get("/viec").text

    identity = waiting.rpartition("/")[2]
    assert f'name="id" value="{identity}"' in page
    clerk.post(f"{first}/viec/check/dung", {"id": identity})
    assert clerk.get(f"{waiting}/trang-thai").json["state"] == "cancelled"
    assert "Không có lỗi." in clerk.get(f"{first}/kiem-tra").text, "taken out of the line, it has changed nothing"

    again = clerk.post(f"{first}/kiem-tra").headers["Location"].removeprefix("/bi-mat")
    clerk.post(f"{first}/viec/build/dung", {"id": building.rpartition("/")[2]})
    assert clerk.waits(first, "build") == "cancelled"
    wait_until(lambda: clerk.get(f"{again}/trang-thai").json["state"] == "done")
    monkeypatch.delenv("BAOCAO_SOFFICE")
    assert "Đã dừng" in clerk.get("/viec").text


@needs_shell
def test_the_number_of_one_s_work_opens_nothing_in_another_dossier_and_the_line_has_an_end(
    clerk: Clerk, tmp_path: Path, slow_libreoffice: Path
) -> None:
    first, second = opened(clerk, tmp_path, "ba"), opened(clerk, tmp_path, "bốn")
    building = builds(clerk, first, pdf="1")
    wait_until(slow_libreoffice.exists)
    waiting = clerk.post(f"{first}/kiem-tra").headers["Location"]
    for address in (building, waiting):
        identity = address.rpartition("/")[2]
        for kind in ("check", "build", "..", "replace"):
            assert clerk.get(f"{second}/viec/{kind}/{identity}").status_code == 404
            assert clerk.post(f"{second}/viec/{kind}/dung", {"id": identity}).status_code == 404
    for _ in range(2):
        assert clerk.post(f"{first}/ban-sao/danh-dau").status_code == 303
    assert clerk.post(f"{first}/ban-sao/sua").status_code == 303
    full = clerk.post(f"{first}/ban-sao/bo-sung")
    assert full.status_code == 409 and "quá nhiều việc chờ" in full.text
    assert clerk.post(f"{first}/xoa").status_code == 409, "a dossier in which work waits is not put away"
    for order in orders(folder_of(clerk, first)):
        clerk.post(f"{first}/viec/{order.kind}/dung", {"id": order.id})
    clerk.post(f"{first}/viec/build/dung", {"id": building.rpartition("/")[2]})
    assert clerk.waits(first, "build") == "cancelled"
    assert orders(folder_of(clerk, first)) == []


def test_what_waited_when_the_program_was_killed_is_taken_up_again_but_not_what_is_of_another_day(
    clerk: Clerk, tmp_path: Path
) -> None:
    address = opened(clerk, tmp_path, "năm")
    dossier = folder_of(clerk, address)
    killed = put_order(dossier, "check", {})
    begun = put_order(dossier, "check", {"begun": True})
    old = put_order(dossier, "check", {"old": True})
    write_json(old.path, {"id": old.id, "kind": "check", "wanted": {}, "asked": "2026-01-02T08:00:00"})
    (dossier.works / "cho" / "0.json").write_text('{"id": 1, "kind": "../x"}')
    kept = (dossier.works / "check.json").read_text()
    (dossier.works / "check.json").write_text(kept.replace(hidden_id(kept), begun.id))

    after = make_app(dossier.folder.parent, patience=0.0)
    works = after.extensions["baocao"].works
    works.resume(after.extensions["baocao"].workspace.dossiers())
    later = Clerk.comes_in(after)
    wait_until(lambda: later.get(f"{address}/viec/check/{killed.id}/trang-thai").json["state"] == "done")
    assert works.state(dossier, "check", old.id).state == "interrupted"
    assert orders(dossier) == [], "and what had been begun is not begun twice"
    works.close()


def hidden_id(state: str) -> str:
    return state.partition('"id": "')[2].partition('"')[0]


def test_a_broken_line_is_no_line(tmp_path: Path) -> None:
    dossier = DossierFolder(tmp_path / ("a" * 32))
    place = dossier.works / "cho"
    place.mkdir(parents=True)
    for number, content in enumerate(
        (
            "{",
            "[]",
            '{"id": "x"}',
            '{"id": "x", "kind": "a.b", "wanted": {}, "asked": ""}',
            '{"id": "x", "kind": "khong_co", "wanted": {}, "asked": ""}',
        )
    ):
        (place / f"{number}.json").write_text(content)
    assert orders(dossier) == []


def test_a_dossier_s_name_is_text_in_the_line_too(clerk: Clerk, tmp_path: Path) -> None:
    evil = "<img src=x onerror=alert(1)>"
    address = clerk.opens(write_workbook(tmp_path / "bảy.xlsx", minimal_sheets()))
    clerk.post(f"{address}/doi-ten", {"ten": evil})
    with folder_of(clerk, address).held():
        waiting = clerk.post(f"{address}/kiem-tra").headers["Location"].removeprefix("/bi-mat")
        for page in ("/viec", "/viec/dang-chay", "/tro-giup", "/"):
            text = clerk.get(page).text
            assert "<img src=x" not in text and "chờ đến lượt" in text.lower(), page
        clerk.post(f"{waiting.rpartition('/')[0]}/dung", {"id": waiting.rpartition("/")[2]})


@pytest.mark.parametrize("csrf", ["", "x"])
def test_nothing_is_stopped_without_the_sessions_own_token(clerk: Clerk, tmp_path: Path, csrf: str) -> None:
    address = clerk.opens(write_workbook(tmp_path / f"tám{csrf}.xlsx", minimal_sheets()))
    with folder_of(clerk, address).held():
        waiting = clerk.post(f"{address}/kiem-tra").headers["Location"].removeprefix("/bi-mat")
        order = {"id": waiting.rpartition("/")[2]}
        assert clerk.post(f"{address}/viec/check/dung", {**order, "csrf": csrf}).status_code == 403
        elsewhere = {"Origin": "http://example.org"}
        assert clerk.post(f"{address}/viec/check/dung", order, headers=elsewhere).status_code == 403
        assert clerk.get(f"{waiting}/trang-thai").json["state"] == "waiting"
    assert clerk.waits(address, "check") == "done"


def test_what_came_of_work_about_one_thing_stays_when_work_about_another_ends(clerk: Clerk, tmp_path: Path) -> None:
    address = opened(clerk, tmp_path, "sáu")
    for period in ("2025-Q3", "2025-Q4"):
        clerk.get(f"{address}/nhap-ket-qua?ky={period}")
        clerk.waits(address, "entry_look")
    for period in ("2025-Q3", "2025-Q4", "2025-Q3"):
        assert clerk.get(f"{address}/nhap-ket-qua?ky={period}").status_code == 200, "the table is still there"
    folder = folder_of(clerk, address)
    for number in range(70):
        state = {"id": f"{number:016}", "kind": "forms", "title": "", "wanted": {"period": str(number)}}
        keep_ended(folder.works, {**state, "state": "done", "steps": [], "step": 0, "result": {}}, ("period",))
    assert len(list((folder.works / "xong").glob("forms-*"))) == 40, "but not without end"
    assert len(list((folder.works / "het").glob("*"))) == 60
