"""The folder that needs no installation: what is in it, and that it opens from where people put it."""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
import tomllib
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest

from .browser import Page
from .conftest import ROOT, Windows

PINNED = tomllib.loads((ROOT / "installer/python-embed.toml").read_text(encoding="utf-8"))["python"]


def test_every_file_is_on_the_list_with_its_sha256_and_no_other_is_there(windows: Windows) -> None:
    with zipfile.ZipFile(windows.zip) as package:
        (root,) = {name.partition("/")[0] for name in package.namelist()}
        listed = package.read(f"{root}/danh-sach-tep.txt").decode().splitlines()
        found = [
            f"{hashlib.sha256(package.read(name)).hexdigest()}  {name.removeprefix(f'{root}/')}"
            for name in package.namelist()
            if name != f"{root}/danh-sach-tep.txt"
        ]
    assert found == listed


def test_the_zip_holds_no_day_and_no_name_of_the_machine_that_made_it(windows: Windows) -> None:
    with zipfile.ZipFile(windows.zip) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert [info.filename for info in package.infolist()] == sorted(info.filename for info in package.infolist())
        texts = [package.read(name) for name in package.namelist() if name.endswith((".txt", ".bat", ".cmd", "_pth"))]
    assert not any(str(ROOT).encode() in text for text in texts)


def test_the_licence_of_python_and_of_every_package_comes_along(windows: Windows) -> None:
    licence = (windows.folder / "python/LICENSE.txt").read_bytes()
    assert hashlib.sha256(licence).hexdigest() == PINNED["licence_sha256"]
    told = (windows.folder / "GIAY-PHEP.txt").read_text(encoding="utf-8-sig")
    packages = {path.name.removesuffix(".dist-info") for path in (windows.folder / "thu-vien").glob("*.dist-info")}
    named = re.findall(r"^(\S+) (\S+): (.+)$", told, re.MULTILINE)
    assert {re.sub(r"[-.]", "_", f"{name} {version}").casefold() for name, version, _ in named} == {
        re.sub(r"[-.]", "_", one.replace("-", " ", 1)).casefold() for one in packages
    }
    assert all(licence.strip() for *_, licence in named)
    for place in re.findall(r"^    (.+)$", told, re.MULTILINE):
        assert (windows.folder / place.replace("\\", "/")).is_file()


def test_its_size_is_told(windows: Windows) -> None:
    told = (windows.zip.parent / "made.txt").read_text(encoding="utf-8")
    size = windows.zip.stat().st_size / 1024 / 1024
    assert f"{size:.0f} MiB" in told and hashlib.sha256(windows.zip.read_bytes()).hexdigest() in told
    assert size < 60


def test_the_guide_is_pages_whose_links_lead_somewhere(windows: Windows) -> None:
    pages = {path.name: path.read_text(encoding="utf-8") for path in (windows.folder / "huong-dan").glob("*.html")}
    assert "huong-dan.html" in pages
    for name, page in pages.items():
        for target in re.findall(r'(?:href|src)="([^"]+)"', page):
            file, _, place = target.partition("#")
            if "://" in file:
                continue
            if file.startswith("anh/"):
                assert (windows.folder / "huong-dan" / file).is_file()
                continue
            assert not place or f'id="{unquote(place)}"' in pages[file or name], f"{name}: {target}"


@pytest.mark.parametrize("file", ["baocao.bat", "baocao-lenh.bat"])
def test_the_start_files_are_read_by_the_shell_as_written(file: str) -> None:
    content = (ROOT / "installer" / file).read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf") and content.count(b"\n") == content.count(b"\r\n") > 5
    head, rest = content.split(b"chcp 65001", 1)
    assert head.isascii() and not rest.isascii()


def test_a_python_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "python-3.13.9-embed-amd64.zip"
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("python.exe", b"MZ")
    sys.path.insert(0, str(ROOT / "installer"))
    try:
        from portable import BadPart, _given_python
    finally:
        sys.path.remove(str(ROOT / "installer"))
    with pytest.raises(BadPart, match=r"thiếu.*python313\.dll"):
        _given_python(other)


def test_a_double_click_opens_the_page_and_a_second_one_shows_the_one_that_runs(windows: Windows, desk: Path) -> None:
    start = r'call "%FOLDER%\baocao.bat" --no-browser --folder "%DESK%\trang"'
    with Page.opened(windows, start, desk) as page:
        assert "Mở hồ sơ ví dụ" in page.get("/")
        again = windows.shell(start, desk)
        assert again.code == 0 and "đang chạy với thư mục này" in again.output
        second = re.search(r"http://\S+", again.output)
        assert second and second[0].split("?")[0] == page.address.split("?")[0] and second[0] != page.address


def test_a_zip_that_was_not_unpacked_says_so(windows: Windows, desk: Path) -> None:
    shutil.copyfile(windows.folder / "baocao.bat", desk / "baocao.bat")
    run = windows.console("cmd", "/c", "baocao.bat", cwd=desk, keys=[("baocao", b"x")])
    assert run.code == 1 and "Chưa giải nén" in run.output.encode("cp437", "replace").decode(
        "utf-8", "replace"
    )  # LETTERS


def test_the_command_window_knows_the_program(windows: Windows, desk: Path) -> None:
    typed = b"baocao --version\r\nexit\r\n"
    run = windows.shell(r'call "%FOLDER%\baocao-lenh.bat"', desk, given=typed)
    assert re.search(r"baocao \d+\.\d+\.\d+", run.output)


def test_without_libreoffice_a_pdf_is_refused_in_words_and_one_beside_the_folder_is_found(
    windows: Windows, desk: Path
) -> None:
    """In its usual place, in the portable folder, and beside it; the files here are only looked for."""
    run = windows.baocao("build", "ho-so.xlsx", "--period", "2025-Q3", "--pdf", cwd=desk)
    assert run.code == 3 and "Không tìm thấy LibreOffice" in run.errors and "Portable" in run.errors
    (desk / "tim.py").write_text(
        "from generator.write.libreoffice import LIBREOFFICE\nprint(ascii(str(LIBREOFFICE.find())))\n"
    )
    places = (
        windows.prefix / "drive_c/Program Files/LibreOffice 24.8/program/soffice.com",
        windows.folder / "LibreOfficePortable/App/libreoffice/program/soffice.com",
        windows.folder.parent / "LibreOfficePortablePrevious/App/libreoffice/program/soffice.com",
    )
    for place in places:
        place.parent.mkdir(parents=True)
        place.write_bytes(b"")
        try:
            found = windows.run(windows.python, "tim.py", cwd=desk)
        finally:
            shutil.rmtree(place.parents[3 if "App" in place.parts else 1])
        name = ascii(place.parts[-3 if "App" not in place.parts else -5])[1:-1]
        assert name in found.output and found.output.rstrip().endswith("soffice.com'"), found.told
