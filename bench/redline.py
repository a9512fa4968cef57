"""`redline` against docx-trackdiff and python-redlines on the same pairs: time, and whether both ways come back.

Usage: python bench/redline.py PAIR_FOLDER   (files NAME-old.docx and NAME-new.docx; the two packages installed)

Judged by one measure for all, this program's `accept_all`, `reject_all` and canonical form, and by plain text.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from generator.office.names import P
from generator.office.package import Package
from generator.office.word_text import text_of
from generator.redline.accept_reject import settled
from generator.redline.redline import redline
from generator.redline.story import same_document

Engine = Callable[[Path, Path], bytes]


def ours(old: Path, new: Path) -> bytes:
    return redline(old.read_bytes(), new.read_bytes()).content


def trackdiff(old: Path, new: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "out.docx")
        command = [sys.executable, "-m", "docx_trackdiff.compare", str(old), str(new), str(target)]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        return target.read_bytes()


def docxodus(old: Path, new: Path) -> bytes:
    from python_redlines import DocxodusEngine

    return DocxodusEngine().run_redline("bench", original=old.read_bytes(), modified=new.read_bytes())[0]


def words(package: Package) -> list[str]:
    return [text for text in (text_of(block) for block in package.root(package.main).iter(P)) if text.strip()]


def verdict(content: bytes, accept: bool, wanted: bytes) -> str:
    """ "giống hệt" (canonical form), "đúng chữ" (text of every paragraph), or "sai"."""
    result, target = settled(Package.open(content), accept), Package.open(wanted)
    if same_document(result, target):
        return "giống hệt"
    return "đúng chữ" if words(result) == words(target) else "sai"


def main(folder: Path) -> None:
    print("| Cặp tệp | Chương trình | Thời gian | Chấp nhận hết | Từ chối hết |\n|---|---|---|---|---|")
    for old in sorted(folder.glob("*-old.docx")):
        new = old.with_name(old.name.replace("-old", "-new"))
        name = old.name.removesuffix("-old.docx")
        for label, engine in (("baocao", ours), ("docx-trackdiff", trackdiff), ("python-redlines", docxodus)):
            started = time.perf_counter()
            try:
                content = engine(old, new)
            except Exception as error:
                print(f"| {name} | {label} | {time.perf_counter() - started:.1f} s | lỗi: {type(error).__name__} | |")
                continue
            taken = time.perf_counter() - started
            both = verdict(content, True, new.read_bytes()), verdict(content, False, old.read_bytes())
            print(f"| {name} | {label} | {taken:.1f} s | {both[0]} | {both[1]} |", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
