"""Every measure of merging rows into a Word template: python bench/run.py [--quick]."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from merging.install import PYTHON, install

HELP = """Cách dùng: python bench/run.py [--quick]

Trộn dữ liệu vào mẫu Word bằng baocao và các chương trình cùng loại, so thời gian và bộ nhớ,
kiểm tra từng tệp kết quả, rồi ghi bảng vào bench/README.md và hình vào bench/toc-do.svg.

Tuỳ chọn:
  --quick    Đo nhanh trong chừng một phút, chỉ hiện ra màn hình.
  -h, --help Hiện hướng dẫn này.

Lần đầu cần mạng để cài các chương trình so sánh vào bench/.peers (cần cả Node.js).
Đo đủ mất chừng nửa giờ; máy càng rảnh, số đo càng đều."""


def main(arguments: list[str]) -> int:
    if set(arguments) & {"-h", "--help"}:
        print(HELP)
        return 0
    if unknown := [one for one in arguments if one != "--quick"]:
        print(f"Không có tuỳ chọn “{unknown[0]}”. Xem: python bench/run.py --help", file=sys.stderr)
        return 2
    install()
    command = [str(PYTHON), "-m", "merging.results", *arguments]
    return subprocess.run(command, cwd=Path(__file__).resolve().parent).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
