"""`facts` of an issued report: the Word file carries them with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.core.problems import WrongUsage
from generator.write.manifest import carried_manifest


def facts_in(document: Path) -> dict[str, Any]:
    """The facts that an issued Word file carries with it. Raises WrongUsage for one that carries none."""
    if not document.is_file():
        raise WrongUsage(f"Không tìm thấy tệp “{document}”.", "Kiểm tra lại đường dẫn và tên tệp.")
    manifest = carried_manifest(document.read_bytes())
    if manifest is None:
        message = f"“{document.name}” không mang theo số liệu."
        raise WrongUsage(
            message, "Chỉ báo cáo đã ban hành bằng lệnh issue mang theo số liệu; với hồ sơ Excel, ghi --period."
        )
    return dict(manifest.facts)
