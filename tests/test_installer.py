"""The offline installer: refuses what is damaged, and never leaves a person without the program they had."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

INSTALLER = Path(__file__).resolve().parent.parent / "installer"


def bundle(folder: Path, packages: dict[str, bytes]) -> Path:
    """A bundle as make_bundle.py lays it out, with these packages."""
    (folder / "goi").mkdir(parents=True)
    lines = []
    for name, content in packages.items():
        (folder / "goi" / name).write_bytes(content)
        lines.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
    (folder / "danh-sach-goi.txt").write_text("".join(lines), encoding="utf-8")
    locked = (
        f"{name.split('-')[0]}==1 --hash=sha256:{hashlib.sha256(one).hexdigest()}\n" for name, one in packages.items()
    )
    (folder / "khoa-goi.txt").write_text("".join(locked), encoding="utf-8")
    shutil.copyfile(INSTALLER / "install.py", folder / "install.py")
    return folder


def install(made: Path, into: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(made / "install.py"), "--into", str(into), "--start-file-in", str(into.parent)]
    plain = {**os.environ, "PYTHONIOENCODING": "ascii"}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env=plain)


def spoil(made: Path) -> None:
    (made / "goi/a.whl").write_bytes(b"other")


def take_away(made: Path) -> None:
    (made / "goi/a.whl").unlink()


def lose_the_list(made: Path) -> None:
    (made / "danh-sach-goi.txt").unlink()


def lose_the_lock(made: Path) -> None:
    (made / "khoa-goi.txt").unlink()


def slip_in_another(made: Path) -> None:
    (made / "goi/openpyxl-99-py3-none-any.whl").write_bytes(b"newer, says its name")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (spoil, "gói “a.whl” thiếu hoặc hỏng"),
        (take_away, "gói “a.whl” thiếu"),
        (lose_the_list, "danh-sach-goi.txt"),
        (lose_the_lock, "khoa-goi.txt"),
        (slip_in_another, "tệp “openpyxl-99-py3-none-any.whl” không có trong danh sách gói"),
    ],
)
def test_a_damaged_bundle_is_refused_before_anything_is_touched(tmp_path: Path, harm: object, said: str) -> None:
    made = bundle(tmp_path / "bundle", {"a.whl": b"package"})
    assert callable(harm)
    harm(made)
    old = tmp_path / "program/bin/baocao"
    old.parent.mkdir(parents=True)
    old.write_text("the version in use")
    run = install(made, tmp_path / "program")
    assert run.returncode == 1 and said in run.stderr and "Traceback" not in run.stderr
    assert old.read_text() == "the version in use"


def test_a_package_that_the_list_was_bent_to_fit_is_still_refused_by_the_lock(tmp_path: Path) -> None:
    made = bundle(tmp_path / "bundle", {"a-1-py3-none-any.whl": b"package"})
    (made / "goi/a-1-py3-none-any.whl").write_bytes(b"other")
    digest = hashlib.sha256(b"other").hexdigest()
    (made / "danh-sach-goi.txt").write_text(f"{digest}  a-1-py3-none-any.whl\n", encoding="utf-8")
    run = install(made, tmp_path / "program")
    assert run.returncode == 1 and "Bản đang dùng vẫn giữ nguyên" in run.stderr
    assert not (tmp_path / "program").exists()


def test_a_bundle_that_cannot_be_installed_leaves_the_version_in_use(tmp_path: Path) -> None:
    made = bundle(tmp_path / "bundle", {"a-1-py3-none-any.whl": b"no package at all"})
    old = tmp_path / "program/bin/baocao"
    old.parent.mkdir(parents=True)
    old.write_text("the version in use")
    run = install(made, tmp_path / "program")
    assert run.returncode == 1 and "Bản đang dùng vẫn giữ nguyên" in run.stderr
    assert old.read_text() == "the version in use"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle", "program"]


def test_the_start_file_of_windows_is_read_by_its_shell_as_written() -> None:
    content = (INSTALLER / "cai-dat.bat").read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf"), "a mark at its head would be run as a command"
    assert content.count(b"\n") == content.count(b"\r\n") > 5
    head, rest = content.split(b"chcp 65001", 1)
    assert head.isascii() and not rest.isascii(), "letters beyond ASCII come after the code page is set"


def test_git_keeps_the_line_ends_of_the_windows_files() -> None:
    rules = (INSTALLER.parent / ".gitattributes").read_text("utf-8")
    assert "*.bat" in rules and "-text" in rules
