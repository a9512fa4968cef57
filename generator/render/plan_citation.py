"""The plan reported on, as a text first names it."""

from __future__ import annotations

from generator.frame import Frame
from generator.model import Settings
from generator.vietnamese import fold, lower_first, one_line, short_date

_PLAN_TYPES = (
    "Kế hoạch", "Chương trình hành động", "Chương trình", "Nghị quyết", "Đề án", "Dự án", "Quyết định", "Chỉ thị",
    "Phương án", "Kết luận", "Thông báo",
)  # fmt: skip


def citation(settings: Settings, frame: Frame) -> str:
    """The plan as a text first names it: type, number, date, issuer, subject (NĐ 30/2020, Phụ lục I, II.6b)."""
    name = one_line(settings.plan_name).rstrip(" .;")
    if not settings.plan_number:
        return f"{name} của {settings.plan_issuer}" if settings.plan_issuer else name
    kind = next((kind for kind in _PLAN_TYPES if fold(name).startswith(fold(kind))), "")
    subject = name[len(kind) :].strip()
    day = short_date(settings.plan_date) if settings.plan_date else ""
    parts = [
        kind or "Kế hoạch",
        f"số {frame.dated_symbol(settings.plan_number, day)}",
        f"của {settings.plan_issuer}" if settings.plan_issuer else "",
        _about(lower_first(subject)),
    ]
    return " ".join(part for part in parts if part)


def _about(subject: str) -> str:
    """A plan's subject as it follows its issuer: "về thực hiện …"."""
    return (
        subject
        if not subject or fold(subject).startswith(("về ", "ban hành", "phê duyệt", "quy định"))
        else f"về {subject}"
    )
