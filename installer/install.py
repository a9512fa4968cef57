"""Installs the program from the packages beside this file, without internet and without the rights of an administrator.

It stands alone: nothing but Python's own library. Run again, it replaces what it installed before; dossiers lie
elsewhere and are not touched.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
LEAST = (3, 11)
WINDOWS = sys.platform == "win32"
START_NAME = "Mở baocao"
LOCK = "khoa-goi.txt"


class Refusal(Exception):
    """Why nothing can be installed, and what to do."""


def main(arguments: list[str] | None = None) -> int:
    """Installs; 0 if the program answers afterwards."""
    _speak_utf8()
    parser = argparse.ArgumentParser(description="Cài chương trình lập báo cáo, không cần internet.")
    parser.add_argument("--into", type=Path, default=default_folder(), help="nơi cài; mặc định trong thư mục của bạn")
    parser.add_argument("--start-file-in", type=Path, default=desktop(), help="nơi đặt tệp mở; mặc định màn hình nền")
    wanted = parser.parse_args(arguments)
    try:
        _check(HERE)
        program = install(HERE, wanted.into)
        start = write_start_file(program, wanted.start_file_in)
    except Refusal as refusal:
        print(f"Chưa cài được: {refusal}", file=sys.stderr)
        return 1
    print(f"Đã cài vào: {wanted.into}")
    print(f"Để mở chương trình, nháy đúp tệp: {start}")
    return 0


def default_folder() -> Path:
    """Where the program goes: a folder of this user, so that no administrator is needed."""
    if WINDOWS:
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "Programs" / "baocao"
    return Path.home() / ".local/share/baocao"


def desktop() -> Path:
    """The desktop, also where OneDrive has moved it; the home folder where there is none."""
    homes = [Path(os.environ[name]) for name in ("OneDrive", "USERPROFILE") if WINDOWS and name in os.environ]
    for folder in (home / "Desktop" for home in (*homes, Path.home())):
        if folder.is_dir():
            return folder
    return Path.home()


def _check(bundle: Path) -> None:
    if sys.version_info < LEAST:
        have = ".".join(map(str, sys.version_info[:3]))
        raise Refusal(f"máy đang có Python {have}, cần từ 3.11 trở lên. Cài Python mới hơn rồi chạy lại.")
    listed = bundle / "danh-sach-goi.txt"
    if not listed.is_file():
        raise Refusal("thiếu tệp danh-sach-goi.txt. Chép lại cả thư mục bộ cài.")
    known = {}
    for line in listed.read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        known[name] = digest
        package = bundle / "goi" / name
        if not package.is_file() or hashlib.sha256(package.read_bytes()).hexdigest() != digest:
            raise Refusal(f"gói “{name}” thiếu hoặc hỏng. Chép lại cả thư mục bộ cài.")
    for path in sorted((bundle / "goi").iterdir()):
        if path.name not in known:
            raise Refusal(f"tệp “{path.name}” không có trong danh sách gói. Chép lại cả thư mục bộ cài từ nguồn.")
    if not (bundle / LOCK).is_file():
        raise Refusal(f"thiếu tệp {LOCK}. Chép lại cả thư mục bộ cài.")


def install(bundle: Path, into: Path) -> Path:
    """Installs in place of the version that is there, which comes back if anything fails; gives the program's path."""
    old = into.with_name(f"{into.name}.cu")
    shutil.rmtree(old, ignore_errors=True)
    into.parent.mkdir(parents=True, exist_ok=True)
    print("Đang cài, mất khoảng một phút …")
    # A virtual environment must not be moved: its programs hold its path. It is made in place, the old one set aside.
    if into.exists():
        into.rename(old)
    try:
        _run([sys.executable, "-m", "venv", str(into)])
        # Only what the lock file names, only with the bytes it names, and nothing that a package asks for besides.
        locked = ["--no-deps", "--require-hashes", "--only-binary=:all:", "-r", str(bundle / LOCK)]
        offline = ["--no-index", "--find-links", str(bundle / "goi"), "--disable-pip-version-check", "--quiet"]
        _run([str(_program(into, "python")), "-m", "pip", "install", *offline, *locked])
        program = _program(into, "baocao")
        _run([str(program), "--version"])
    except Refusal:
        shutil.rmtree(into, ignore_errors=True)
        if old.exists():
            old.rename(into)
        raise
    shutil.rmtree(old, ignore_errors=True)
    return program


def _program(folder: Path, name: str) -> Path:
    return folder / ("Scripts" if WINDOWS else "bin") / (f"{name}.exe" if WINDOWS else name)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        told = (done.stderr or done.stdout).strip().splitlines()
        why = f" ({told[-1]})" if told else ""
        raise Refusal(f"lệnh {Path(command[0]).name} dừng với mã {done.returncode}{why}. Bản đang dùng vẫn giữ nguyên.")


def write_start_file(program: Path, folder: Path) -> Path:
    """A file to double-click that opens the page of this machine."""
    folder.mkdir(parents=True, exist_ok=True)
    if WINDOWS:
        path = folder / f"{START_NAME}.bat"
        path.write_bytes(f'@echo off\r\nchcp 65001 >nul\r\n"{program}" web\r\nif errorlevel 1 pause\r\n'.encode())
    elif sys.platform == "darwin":
        path = folder / f"{START_NAME}.command"
        path.write_text(f'#!/bin/sh\nexec "{program}" web\n', encoding="utf-8")
        path.chmod(0o755)
    else:
        path = folder / "baocao.desktop"
        entry = ["[Desktop Entry]", "Type=Application", f"Name={START_NAME}", f'Exec="{program}" web', "Terminal=true"]
        path.write_text("\n".join(entry) + "\n", encoding="utf-8")
        path.chmod(0o755)
    return path


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
