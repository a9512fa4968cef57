"""What a system refuses is told in Vietnamese, with the file and what to do; Ctrl-C while loading is quiet."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from generator.core.system_refusals import told

ROOT = Path(__file__).resolve().parent.parent
NUMBERS = [
    errno.EACCES,
    errno.EPERM,
    errno.ENOENT,
    errno.ENOSPC,
    errno.ENOLCK,
    errno.EOPNOTSUPP,
    errno.EIO,
    errno.E2BIG,
]


@pytest.mark.parametrize("number", NUMBERS, ids=errno.errorcode.get)
def test_a_refusal_is_told_without_a_word_of_the_system(number: int) -> None:
    message, next_step = told(OSError(number, os.strerror(number), "ho-so.xlsx"))
    assert "“ho-so.xlsx”" in message and os.strerror(number) not in message and next_step


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"x")
    (tmp_path / "a.docx").chmod(0)
    run = subprocess.run(
        [sys.executable, "-m", "cli", "trace", str(tmp_path / "a.docx")], cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert run.returncode and "denied" not in run.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("moment", [0.02, 0.05, 0.1, 0.2, 0.3])
def test_ctrl_c_while_the_program_is_loaded_leaves_no_traceback(tmp_path: Path, moment: float) -> None:
    command = [sys.executable, "-c", "print(1, flush=True); from baocao_start import main; main()", "--help"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert run.stdout is not None and run.stdout.readline()
    time.sleep(moment)
    run.send_signal(signal.SIGINT)
    _, errors = run.communicate(timeout=30)
    assert b"Traceback" not in errors and run.returncode in (0, 130, -signal.SIGINT)


def test_a_zip_takes_a_file_from_before_1980(tmp_path: Path) -> None:
    pytest.importorskip("flask")
    from flask import Flask

    from generator.web.downloads import send_zip

    old = tmp_path / "bao-cao.docx"
    old.write_bytes(b"old")
    os.utime(old, (0, 0))
    with Flask(__name__).test_request_context():
        answer = send_zip([("Báo cáo", old)], "Tất cả")
        answer.direct_passthrough = False
        (tmp_path / "a.zip").write_bytes(answer.get_data())
        answer.close()
    with zipfile.ZipFile(tmp_path / "a.zip") as package:
        assert package.read(package.namelist()[0]) == b"old"


def test_a_zip_that_cannot_be_made_leaves_nothing_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("flask")
    from generator.web.downloads import send_zip

    begun: list[Any] = []
    new = tempfile.SpooledTemporaryFile
    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", lambda size: begun.append(new(size)) or begun[-1])
    with pytest.raises(FileNotFoundError):
        send_zip([("Báo cáo", tmp_path / "gone.docx")], "Tất cả")
    assert [one.closed for one in begun] == [True]
