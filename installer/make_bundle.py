"""Makes what brings the program to machines without internet. Run it where there is internet.

A folder that installs it there, for a machine that has Python:

    python installer/make_bundle.py --out baocao-ngoai-tuyen --platform win_amd64 --python-version 3.12

A folder that needs no installation, with its own Python, for Windows 64 bit:

    python installer/make_bundle.py --portable
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from packages import HERE, NoLock, Target, download, lock_for, own_wheel, pinned, sha256
from portable import BadPart, make_portable

START_FILES = ("install.py", "cai-dat.bat", "cai-dat.sh", "DOC-TRUOC.txt")
EXTRAS = "web,ky-so"
LIST, LOCK = "danh-sach-goi.txt", "khoa-goi.txt"


def main(arguments: list[str] | None = None) -> int:
    """Makes the bundle; 0 if it is whole."""
    wanted = _parser().parse_args(arguments)
    try:
        return _portable(wanted) if wanted.portable else _bundle(wanted)
    except subprocess.CalledProcessError:
        print("Không tải được đủ các gói đúng mã khoá; xem thông báo ở trên.", file=sys.stderr)
    except BadPart as error:
        print(f"Chưa tạo được: {error}", file=sys.stderr)
    except NoLock as error:
        print(f"Không có tệp khoá cho phần cài thêm “{error}”. Chọn trong web, ky-so, cluster.", file=sys.stderr)
        return 2
    return 3


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Tạo bộ cài cho máy không có internet.")
    parser.add_argument("--portable", action="store_true",
                        help="tạo tệp zip chạy ngay trên Windows 64 bit, có sẵn Python, không cần cài")  # fmt: skip
    parser.add_argument("--python", type=Path, metavar="TỆP.zip",
                        help="cùng với --portable: gói “embeddable” của python.org, thay cho bản ghi sẵn")  # fmt: skip
    parser.add_argument("--out", type=Path, help="thư mục sẽ tạo; với --portable là thư mục đặt tệp zip")
    parser.add_argument("--platform", help="máy sẽ cài: win_amd64, win32, manylinux2014_x86_64 …; mặc định: máy này")
    parser.add_argument("--python-version", help="bản Python của máy sẽ cài, ví dụ 3.12; mặc định: bản đang dùng")
    parser.add_argument("--extras", default=EXTRAS, help=f"các phần cài thêm; mặc định {EXTRAS}")
    parser.add_argument("--with", dest="beside", type=Path, action="append", default=[], metavar="TỆP",
                        help="tệp chép kèm, như bộ cài Python và LibreOffice")  # fmt: skip
    return parser


def _portable(wanted: argparse.Namespace) -> int:
    made, unpacked = make_portable(wanted.out or Path(), wanted.python)
    print(f"Đã tạo “{made}”: {_mebibytes(made.stat().st_size)}, giải nén ra {_mebibytes(unpacked)}.")
    print(f"sha256: {sha256(made)}")
    return 0


def _mebibytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MiB"


def _bundle(wanted: argparse.Namespace) -> int:
    out = wanted.out or Path("baocao-ngoai-tuyen")
    if out.exists():
        print(f"Thư mục “{out}” đã có. Chọn tên khác ở --out.", file=sys.stderr)
        return 2
    lock = lock_for(wanted.extras)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="baocao-", dir=out.parent) as folder:
        made = Path(folder) / out.name
        _fill(made, lock, wanted)
        made.rename(out)
    wheels = len(list((out / "goi").iterdir()))
    print(f"Đã tạo “{out}”: {wheels} gói. Chép cả thư mục sang máy cần cài rồi mở DOC-TRUOC.txt.")
    return 0


def _fill(made: Path, lock: Path, wanted: argparse.Namespace) -> None:
    wheels = made / "goi"
    wheels.mkdir(parents=True)
    own_wheel(wheels)
    download(lock, Target(wanted.platform, wanted.python_version), wheels)
    for name in START_FILES:
        shutil.copyfile(HERE / name, made / name)
    (made / "cai-dat.sh").chmod(0o755)
    for path in wanted.beside:
        shutil.copyfile(path, made / path.name)
    (made / LOCK).write_text(pinned(wheels), encoding="utf-8")
    _write_list(made)


def _write_list(made: Path) -> None:
    """Name and sha256 of every package, so that the receiving office can check what it was given."""
    lines = [f"{sha256(path)}  {path.name}" for path in sorted((made / "goi").iterdir())]
    (made / LIST).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
