"""The folder of the public page: changed at once, and never one that holds anything of somebody else's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.core.problems import WrongUsage
from generator.write import swap

MARK = "cong-khai.txt"
_MARK_TEXT = "Thư mục này do lệnh baocao publish tạo ra và thay cả thư mục mỗi lần chạy; không để tệp khác vào đây.\n"
FILES = frozenset(
    (
        *(MARK, "index.html", "nhiem-vu.html", "chi-tieu.html", "kinh-phi.html", "kieu.css"),
        *("du-lieu.csv", "du-lieu.xlsx", "du-lieu.schema.json"),
    )
)
"""All that a public page may consist of."""


def write_site(folder: Path, files: Mapping[str, bytes]) -> None:
    """Makes `folder` hold these files and nothing else. Raises WrongUsage where it holds what this did not make."""
    folder = folder.absolute()  # "." has no name to stage beside
    if folder.exists() and not folder.is_dir():
        raise WrongUsage(f"“{folder}” là tệp, không phải thư mục.", "Chọn thư mục trống hoặc tên khác sau --out.")
    _refuse_others(folder)  # before anything is put beside it
    folder.parent.mkdir(parents=True, exist_ok=True)
    with swap.held(folder, wait=5.0):
        swap.recover(folder)
        _refuse_others(folder)
        new = swap.staging(folder)
        swap.discard(new)
        new.mkdir()
        try:
            for name, content in sorted({**files, MARK: _MARK_TEXT.encode()}.items()):
                (new / name).write_bytes(content)
            swap.flush_folder(new)
            old = swap.exchange(folder)
        except BaseException:
            swap.discard(new)
            raise
        if old:
            swap.discard(old)


def _refuse_others(folder: Path) -> None:
    present = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if present and MARK not in present:
        raise WrongUsage(
            f"Thư mục “{folder}” đã có tệp khác, không phải trang công khai.",
            "Chọn thư mục trống hoặc tên khác sau --out.",
        )
    others = sorted(present - FILES)
    if others:
        raise WrongUsage(
            f"Thư mục “{folder}” có tệp không thuộc trang công khai: {', '.join(others)}.",
            "Chuyển các tệp đó đi chỗ khác.",
        )
