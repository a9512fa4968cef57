"""The peers, each with its pinned version, in a folder that git ignores."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PEERS = HERE.parent / ".peers"
PYTHON = PEERS / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PROGRAM = PYTHON.with_name("baocao.exe" if os.name == "nt" else "baocao")


def install() -> None:
    """Makes the folder if it is not there or its versions are not the pinned ones."""
    pinned = [HERE / "requirements.txt", HERE / "package.json"]
    wanted = hashlib.sha256(b"".join(path.read_bytes() for path in pinned)).hexdigest()
    stamp = PEERS / "da-cai"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Đang cài các chương trình để so sánh vào bench/.peers …", flush=True)
    shutil.rmtree(PEERS, ignore_errors=True)
    PEERS.mkdir()
    _run(sys.executable, "-m", "venv", str(PEERS / "venv"))
    pip = (str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
    _run(*pip, "-r", str(pinned[0]))
    _run(*pip, "--no-deps", "--editable", str(ROOT))
    shutil.copy(pinned[1], PEERS)
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("Thiếu npm. Cài Node.js 20 trở lên rồi chạy lại.")
    _run(npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(PEERS))
    stamp.write_text(wanted)


def _run(*command: str) -> None:
    if subprocess.run(command, cwd=PEERS).returncode:
        raise SystemExit(f"Không cài được: {' '.join(command[:4])} … Kiểm tra mạng rồi chạy lại.")
