"""The commands of the input side as a clerk meets them: exit codes, what is printed, files that open cleanly."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

import cli
from generator.terminal.command_line import run
from tests import careless_people as people
from tests.workbook_builder import minimal_sheets, write_workbook

Baocao = Callable[..., tuple[int, str, str]]
PLAN = Path(__file__).parents[1] / "inputs/plans/lai-chau-phan-cong-nq57-2025.txt"
FORM = "phieu-2025-q3-so-tai-chinh.xlsx"


@pytest.fixture
def baocao(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Baocao:
    monkeypatch.chdir(tmp_path)
    write_workbook(tmp_path / "ho-so.xlsx", {**minimal_sheets(), "Tiến độ": minimal_sheets()["Tiến độ"][:1]})

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            run(cli.baocao, arguments)
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return call


def clean(path: Path) -> bool:
    return not OpenXmlValidator().validate(str(path)).errors


def test_new_makes_a_workbook_and_never_overwrites_one(baocao: Baocao) -> None:
    code, out, _ = baocao("new", "moi.xlsx")
    assert (code, "baocao check moi.xlsx" in out) == (0, True)
    before = Path("moi.xlsx").read_bytes()
    code, _, err = baocao("new", "moi.xlsx")
    assert code == 2 and "không ghi đè" in err
    assert Path("moi.xlsx").read_bytes() == before and clean(Path("moi.xlsx"))


def test_new_takes_a_plan_in(baocao: Baocao) -> None:
    code, out, _ = baocao("new", "moi.xlsx", "--from", str(PLAN))
    assert code == 0 and "40 nhiệm vụ" in out and clean(Path("moi.xlsx"))
    assert baocao("new", "khac.xlsx", "--from", str(PLAN), "--upgrade", "ho-so.xlsx")[0] == 2
    assert not Path("khac.xlsx").exists()


def test_a_dossier_is_no_plan_and_its_empty_sheets_are_none_of_a_plans_tables(baocao: Baocao) -> None:
    code, _, err = baocao("import", "ho-so.xlsx", "--into", "moi.xlsx")
    assert code == 1 and "đã là hồ sơ báo cáo" in err and not Path("moi.xlsx").exists()
    rows = [["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"], ["1", "Việc A", "Sở Nội vụ", "2025"]]
    write_workbook(Path("ke-hoach.xlsx"), {"Phụ lục": rows})
    assert baocao("new", "cung-trang.xlsx", "--upgrade", "ke-hoach.xlsx")[0] == 0
    code, out, err = baocao("import", "cung-trang.xlsx", "--into", "moi.xlsx")
    assert (code, "Đã ghi 1 nhiệm vụ" in out, "NK005" in f"{out}{err}") == (0, True, False)


@pytest.mark.parametrize("target", ["moi.xlsx", "ho-so.xlsx"])
def test_new_brings_an_older_workbook_up_to_date_also_in_place(baocao: Baocao, target: str) -> None:
    code, out, _ = baocao("new", target, "--upgrade", "ho-so.xlsx")
    assert code == 0 and "trang “Giải ngân”" in out
    assert "Giải ngân" in load_workbook(target).sheetnames


def test_an_import_tells_how_many_places_it_marked(baocao: Baocao) -> None:
    Path("plan.txt").write_text("TT\tNội dung nhiệm vụ\tCơ quan chủ trì\n1\tViệc A\tgiao ai đó\n", "utf-8")
    code, out, _ = baocao("import", "plan.txt")
    assert code == 0 and "đã tô vàng" in out and clean(Path("plan.xlsx"))


def test_an_import_of_nothing_writes_nothing(baocao: Baocao) -> None:
    Path("plan.txt").write_text("Chỉ có chữ", "utf-8")
    code, _, err = baocao("import", "plan.txt")
    assert code == 1 and "NK001" in err and not Path("plan.xlsx").exists()


def test_forms_and_collect_go_round(baocao: Baocao) -> None:
    code, out, _ = baocao("forms", "ho-so.xlsx", "--period", "quý III/2025", "--out", "phieu")
    assert code == 0 and FORM in out and all(clean(path) for path in Path("phieu").iterdir())
    people.fill(Path("phieu") / FORM, random.Random(1))
    code, out, _ = baocao("collect", "ho-so.xlsx", "phieu", "--period", "2025-Q3", "--dry-run")
    assert code == 0 and "Sẽ ghi 1 dòng" in out and "Chưa có báo cáo (1): Sở Khoa học và Công nghệ" in out
    code, out, _ = baocao("collect", "ho-so.xlsx", "phieu", "--period", "2025-Q3")
    assert code == 0 and "Đã ghi 1 dòng" in out
    assert "Nhật ký tổng hợp" in load_workbook("ho-so.xlsx").sheetnames


def test_what_cannot_be_used_is_named_and_does_not_stop_the_others(baocao: Baocao) -> None:
    baocao("forms", "ho-so.xlsx", "--period", "2025-Q3", "--out", "phieu")
    people.fill(Path("phieu") / FORM, random.Random(1))
    Path("phieu/hong.xlsx").write_bytes(b"hong")
    Path("phieu/anh.jpg").write_bytes(b"\xff\xd8")
    shutil.copy("ho-so.xlsx", "phieu/khong-phai-phieu.xlsx")
    code, out, _ = baocao("collect", "ho-so.xlsx", "phieu", "--period", "2025-Q3")
    assert code == 4 and "Đã ghi 1 dòng" in out
    assert "Để riêng, chưa tổng hợp (2 phiếu):" in out
    assert "  Tệp hong.xlsx:" in out and "[TEP005]" in out
    assert "  Tệp khong-phai-phieu.xlsx:" in out and "[TL001]" in out
    assert "Tệp “anh.jpg” không phải sổ tính .xlsx" in out


def test_where_nothing_can_be_used_the_run_ends_with_one(baocao: Baocao) -> None:
    before = Path("ho-so.xlsx").read_bytes()
    Path("hong.xlsx").write_bytes(b"hong")
    code, out, _ = baocao("collect", "ho-so.xlsx", "hong.xlsx", "--period", "2025-Q3")
    assert code == 1 and "TEP005" in out and "Không có gì mới để ghi" in out
    assert Path("ho-so.xlsx").read_bytes() == before


def test_an_agency_whose_return_was_refused_is_not_said_to_be_silent(baocao: Baocao) -> None:
    baocao("forms", "ho-so.xlsx", "--period", "2025-Q3", "--out", "phieu")
    baocao("forms", "ho-so.xlsx", "--period", "2025-Q2", "--out", "phieu-quy-2")
    (Path("phieu") / FORM).unlink()
    wrong = "phieu-2025-q2-so-tai-chinh.xlsx"
    people.fill(Path("phieu-quy-2") / wrong, random.Random(1))
    code, out, _ = baocao("collect", "ho-so.xlsx", "phieu", f"phieu-quy-2/{wrong}", "--period", "2025-Q3")
    assert code == 4 and f"  Sở Tài chính, tệp {wrong}:" in out and "TL002" in out
    assert "Chưa có báo cáo (1): Sở Khoa học và Công nghệ\n" in out and "Sở Tài chính chưa có báo cáo" not in out


def test_a_dry_run_shows_every_cell(baocao: Baocao) -> None:
    baocao("forms", "ho-so.xlsx", "--period", "2025-Q3", "--out", "phieu")
    typed = people.fill(Path("phieu") / FORM, random.Random(1))
    code, out, _ = baocao("collect", "ho-so.xlsx", f"phieu/{FORM}", "--period", "2025-Q3", "--dry-run")
    assert code == 0 and f"Trang Tiến độ, mã II.1 (dòng mới): Sở Tài chính, tệp {FORM}" in out
    for column in ("Tình trạng", "Kết quả thực hiện"):
        assert f"    {column}: (trống) → {typed['II.1'][column]}  [Ghi mới]" in out


def test_check_mends_a_copy_and_speaks_of_what_is_left(baocao: Baocao) -> None:
    book = load_workbook("ho-so.xlsx")
    book["Nhiệm vụ"]["E2"].value = "X©y dùng kÕ ho¹ch ph¸t triÓn"
    book.save("ho-so.xlsx")
    assert baocao("check", "ho-so.xlsx")[0] == 1
    code, out, _ = baocao("check", "ho-so.xlsx", "--fix", "sua.xlsx")
    assert code == 0 and "“Xây dựng kế hoạch phát triển”" in out and "sua.xlsx: không có lỗi." in out
    code, out, _ = baocao("check", "ho-so.xlsx", "--fix", "sua-2.xlsx", "--format", "json")
    assert (code, json.loads(out)) == (0, {"problems": []})


def test_convert_and_schema_speak_json(baocao: Baocao) -> None:
    code, out, _ = baocao("convert", "ho-so.xlsx", "ho-so.json")
    assert code == 0 and "ho-so.json" in out
    assert set(json.loads(Path("ho-so.json").read_text("utf-8"))) == {"Thông tin chung", "Nhiệm vụ", "Tiến độ"}
    code, out, _ = baocao("schema")
    assert code == 0 and json.loads(out)["title"] == "Hồ sơ báo cáo"
    assert baocao("check", "ho-so.json")[0] == 0


def test_a_repaired_an_upgraded_and_a_marked_workbook_open_cleanly(baocao: Baocao) -> None:
    baocao("new", "goc.xlsx")
    Path("plan.txt").write_text("TT\tNội dung nhiệm vụ\tCơ quan chủ trì\n1\tViệc A\tgiao ai đó\n", "utf-8")
    baocao("import", "plan.txt", "--into", "goc.xlsx")
    assert "không giống tên cơ quan" in load_workbook("goc.xlsx")["Nhiệm vụ"]["F2"].comment.text
    assert clean(Path("goc.xlsx"))
