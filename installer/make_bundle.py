"""Makes a folder that installs the program on a machine without internet. Run it where there is internet.

python installer/make_bundle.py --out baocao-ngoai-tuyen --platform win_amd64 --python-version 3.12
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
START_FILES = ("install.py", "cai-dat.bat", "cai-dat.sh", "DOC-TRUOC.txt")
EXTRAS = "web,ky-so"
LIST = "danh-sach-goi.txt"


def main(arguments: list[str] | None = None) -> int:
    """Makes the bundle; 0 if it is whole."""
    wanted = _parser().parse_args(arguments)
    out: Path = wanted.out
    if out.exists():
        print(f"Thư mục “{out}” đã có. Chọn tên khác ở --out.", file=sys.stderr)
        return 2
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="baocao-", dir=out.parent) as folder:
        made = Path(folder) / out.name
        try:
            _fill(made, wanted)
        except subprocess.CalledProcessError:
            print("Không tải được đủ các gói; xem thông báo ở trên.", file=sys.stderr)
            return 3
        made.rename(out)
    wheels = len(list((out / "goi").iterdir()))
    print(f"Đã tạo “{out}”: {wheels} gói. Chép cả thư mục sang máy cần cài rồi mở DOC-TRUOC.txt.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Tạo thư mục cài đặt cho máy không có internet.")
    parser.add_argument("--out", type=Path, default=Path("baocao-ngoai-tuyen"), help="thư mục sẽ tạo")
    parser.add_argument("--platform", help="máy sẽ cài: win_amd64, win32, manylinux2014_x86_64 …; mặc định: máy này")
    parser.add_argument("--python-version", help="bản Python của máy sẽ cài, ví dụ 3.12; mặc định: bản đang dùng")
    parser.add_argument("--extras", default=EXTRAS, help=f"các phần cài thêm; mặc định {EXTRAS}")
    parser.add_argument("--with", dest="beside", type=Path, action="append", default=[], metavar="TỆP",
                        help="tệp chép kèm, như bộ cài Python và LibreOffice")  # fmt: skip
    return parser


def _fill(made: Path, wanted: argparse.Namespace) -> None:
    wheels = made / "goi"
    wheels.mkdir(parents=True)
    _pip("wheel", "--no-deps", "--wheel-dir", str(wheels), str(HERE.parent))
    own = next(wheels.glob("baocao-*.whl"))
    target = ["--platform", wanted.platform] if wanted.platform else []
    target += ["--python-version", wanted.python_version] if wanted.python_version else []
    if target:
        target.append("--only-binary=:all:")
    _pip("download", "--dest", str(wheels), *target, f"{own}[{wanted.extras}]")
    for name in START_FILES:
        shutil.copyfile(HERE / name, made / name)
    (made / "cai-dat.sh").chmod(0o755)
    for path in wanted.beside:
        shutil.copyfile(path, made / path.name)
    (made / "phan-cai.txt").write_text(wanted.extras, encoding="utf-8")
    _write_list(made)


def _pip(*arguments: str) -> None:
    quiet = ["--disable-pip-version-check", "--quiet"]
    subprocess.run([sys.executable, "-m", "pip", *quiet, *arguments], check=True)


def _write_list(made: Path) -> None:
    """Name and sha256 of every package, so that the receiving office can check what it was given."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in sorted((made / "goi").iterdir())
    ]
    (made / LIST).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
