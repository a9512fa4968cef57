"""A quarter's work on Windows' own Python, from the plan to the issued report, and the same bytes as on Linux."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document

from .browser import Page
from .conftest import EXAMPLE, ROOT, Windows

PERIOD = "2025-Q3"
PLAN = ROOT / "inputs/plans/lai-chau-phan-cong-nq57-2025.txt"


def on_linux(*words: str, cwd: Path) -> int:
    """The same command here."""
    command = [sys.executable, "-m", "cli", *words]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False).returncode


def sums(folder: Path, but: Sequence[str] = ()) -> dict[str, str]:
    """Every file of a folder with its sha256, the lock files aside."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in found.items()
        if not name.endswith(".lock") and Path(name).name not in but
    }


def test_every_file_of_a_report_is_the_same_to_the_byte_as_on_linux(
    windows: Windows, desk: Path, tmp_path: Path
) -> None:
    """Word files, spreadsheet, charts, manifest, forms, letters, a new workbook: the day does not stand in any."""
    shutil.copyfile(EXAMPLE, tmp_path / "ho-so.xlsx")
    commands = (
        ("build", "ho-so.xlsx", "--period", PERIOD, "--out", "lap"),
        ("build", "ho-so.xlsx", "--period", "2025", "--out", "gop", "--combined"),
        ("forms", "ho-so.xlsx", "--period", PERIOD, "--out", "phieu"),
        ("remind", "ho-so.xlsx", "--period", PERIOD, "--out", "don-doc"),
        ("new", "moi.xlsx"),
        ("convert", "ho-so.xlsx", "ho-so.yaml"),
    )
    for words in commands:
        ended = windows.baocao(*words, cwd=desk)
        assert ended.code == on_linux(*words, cwd=tmp_path), ended.told
    record = "lan-lap.json"  # tells when the workbook was saved last
    assert sums(desk, [record]) == sums(tmp_path, [record])
    assert sum(1 for name in sums(desk) if name.endswith((".docx", ".xlsx"))) > 25


def edit(report: Path, words: str) -> None:
    """What a person types into the report in Word."""
    document = Document(str(report))
    paragraph = next(one for one in document.paragraphs if len(one.text) > 120)
    paragraph.runs[-1].text += words
    document.save(str(report))


def test_a_quarter_from_the_plan_to_the_issued_report(windows: Windows, desk: Path) -> None:
    shutil.copyfile(PLAN, desk / "kế hoạch.txt")
    made = windows.baocao("import", "kế hoạch.txt", "--into", "từ kế hoạch.xlsx", cwd=desk)
    assert made.code in (0, 1) and (desk / "từ kế hoạch.xlsx").is_file(), made.told
    assert "Traceback" not in made.told

    assert windows.baocao("check", "ho-so.xlsx", cwd=desk).code == 0
    build = ("build", "ho-so.xlsx", "--period", PERIOD)
    first = windows.baocao(*build, cwd=desk)
    assert first.code == 0 and r"Đã ghi: outputs\ho-so\2025-Q3" in first.output, first.told
    report = desk / "outputs/ho-so/2025-Q3/bao-cao.docx"
    again = windows.baocao(*build, cwd=desk)
    assert again.code == 0 and "không có gì thay đổi" in again.output.casefold(), again.told

    edit(report, " Câu thêm tay.")
    merged = windows.baocao(*build, "--rebuild", cwd=desk)
    assert merged.code == 0, merged.told
    assert any("Câu thêm tay." in one.text for one in Document(str(report)).paragraphs)

    assert windows.baocao("forms", "ho-so.xlsx", "--period", PERIOD, "--out", "phiếu", cwd=desk).code == 0
    returns = sorted(path.relative_to(desk).as_posix() for path in (desk / "phiếu").glob("*.xlsx"))
    collected = windows.baocao("collect", "ho-so.xlsx", *returns[:2], "--period", PERIOD, "--dry-run", cwd=desk)
    assert collected.code in (0, 1) and "Traceback" not in collected.told, collected.told

    folder = "outputs/ho-so/2025-Q3"
    issued = windows.baocao("issue", folder, "--number", "123", "--date", "20/9/2025", cwd=desk)
    if issued.code == 1:  # what is still to be written in the example; a person would waive or write it
        waived = [word for code in re.findall(r"\[([A-Z]{2,}[0-9-]+)\]", issued.told) for word in ("--waive", code)]
        issued = windows.baocao("issue", folder, "--number", "123", "--date", "20/9/2025", *waived, cwd=desk)
    assert "Traceback" not in issued.told
    past = windows.baocao("history", folder, cwd=desk)
    assert past.code == 0 and past.output.count("\n") >= 3, past.told


def test_many_dossiers_with_two_workers(windows: Windows, desk: Path) -> None:
    for name in ("xã A.xlsx", "xã B.xlsx", "xã Đ.xlsx"):
        (desk / "ho-so.xlsx").replace(desk / name) if name == "xã Đ.xlsx" else shutil.copyfile(EXAMPLE, desk / name)
    (desk / "hỏng.xlsx").write_bytes(b"no workbook")
    ended = windows.baocao("batch", ".", "--period", PERIOD, "--jobs", "2", cwd=desk)
    assert ended.code == 1 and "4 báo cáo: 3 đã lập, 1 " in ended.output, ended.told
    one, other = (sums(desk / f"outputs/xã {name}/2025-Q3") for name in "AB")
    assert {name: one[name] for name in one if name.endswith(".docx")} == {
        name: other[name] for name in other if name.endswith(".docx")
    }


def test_the_page_from_the_example_to_the_download(windows: Windows, desk: Path) -> None:
    line = r'"%FOLDER%\python\python.exe" -m baocao_start web --no-browser --folder "%DESK%\trang"'
    with Page.opened(windows, line, desk) as page:
        dossier = re.sub(r"(/h/[0-9a-f]{32}).*", r"\1", page.post("/tao", loai="vi-du"))
        assert page.waits(dossier, "check") == "done"
        state = re.search(r'name="state" value="([^"]*)"', page.get(f"{dossier}/lap-bao-cao"))
        assert state
        page.post(f"{dossier}/lap-bao-cao", state=state[1], ky=PERIOD)
        assert page.waits(dossier, "build") == "done"
        everything = re.search(r'href="([^"]+)">(?:<svg.*?</svg>)?Tải tất cả', page.get(f"{dossier}/viec/build"))
        assert everything
        with zipfile.ZipFile(io.BytesIO(page.download(everything[1]))) as package:
            assert len(package.namelist()) == 7 and package.testzip() is None


@pytest.mark.parametrize("redirected", [False, True])
def test_vietnamese_comes_out_whole_where_the_system_speaks_another_code_page(
    windows: Windows, desk: Path, redirected: bool
) -> None:
    line = r'"%FOLDER%\python\python.exe" -m baocao_start check ho-so.xlsx'
    ended = windows.shell(line + (" > ket-qua.txt" if redirected else ""), desk)
    told = (desk / "ket-qua.txt").read_text(encoding="utf-8") if redirected else ended.output
    assert ended.code == 0 and "2 ghi chú" in told
    assert ended.output == "" if redirected else True


@pytest.mark.parametrize("page", ["437", "1258"])
def test_a_console_of_any_code_page_shows_vietnamese(windows: Windows, desk: Path, page: str) -> None:
    (desk / "thu.bat").write_bytes(f"@chcp {page} >nul\r\n@python.exe -m baocao_start check ho-so.xlsx\r\n".encode())
    inside = {"WINEPATH": windows.name(windows.folder / "python")}
    ended = Windows(windows.prefix, windows.stick, windows.zip, {**windows.environment, **inside}).console(
        "cmd", "/c", "thu.bat", cwd=desk
    )
    assert "2 ghi chú" in ended.output
