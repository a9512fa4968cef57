"""What keeps a document from being issued: open places, conflicts nobody settled, changes nobody accepted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.core.problems import Place, Problem
from generator.core.sections import GAP
from generator.core.vietnamese import shortened
from generator.office.names import W
from generator.office.note_folding import READ_AS, fold, unfold
from generator.office.package import Package
from generator.origins.units import Unit, read_units
from generator.revise.conflicts import Comments

_TRACKED = tuple(
    f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange",
    "sectPrChange", "trPrChange", "tcPrChange", "cellIns", "cellDel", "cellMerge", "numberingChange")
)  # fmt: skip
_LONGEST = 101


def settled(content: bytes) -> bytes:
    """The document without the program's comments on conflicts that a person has settled; else as it was."""
    package = Package.open(content)
    noted = unfold(package, keep_numbers=True)
    if not Comments(package).settle():
        return content
    if noted:
        fold(package)
    return package.save()


def unready(content: bytes, path: Path) -> Iterator[Problem]:
    """Everything that keeps `content`, the document at `path`, from being issued. Raises Unreadable."""
    package = Package.open(content)
    body = package.tree(package.main)
    unfold(package, READ_AS)
    place = Place(str(path))
    for unit in read_units(body):
        for gap in GAP.findall(unit.text):
            yield Problem("BH001", Place(str(path), None, _where(unit)), f"{gap}.", "Viết nội dung còn thiếu vào tệp.")
    for conflict in Comments(package).open_conflicts():
        message = f"Chưa chọn giữa “{_short(conflict.edited)}” (sửa tay) và “{_short(conflict.new)}” (số liệu mới)."
        fix = "Sửa câu chữ theo ý đã chọn rồi xoá ghi chú của chương trình."
        yield Problem("BH002", Place(str(path), None, conflict.where or None), message, fix)
    tracked = sum(1 for _ in body.iter(*_TRACKED))
    if tracked:
        message = f"Còn {tracked} chỗ đang theo dõi thay đổi (Track Changes), chưa chấp nhận hay từ chối."
        yield Problem("BH003", place, message, "Trong Word: Review, Accept All hoặc Reject từng chỗ, rồi lưu lại.")
    others = _other_comments(package)
    if others:
        message = f"Còn {others} ghi chú (comment) của người góp ý trong tệp."
        yield Problem("BH008", place, message, "Xoá ghi chú trước khi gửi đi, nếu không cần nữa.")


def _other_comments(package: Package) -> int:
    root = package.related_tree("comments")
    own = len(Comments(package).open_conflicts())
    return max(sum(1 for _ in root.iter(f"{W}comment")) - own, 0) if root is not None else 0


def _where(unit: Unit) -> str | None:
    return f"mục “{unit.heading[-1]}”" if unit.heading else None


def _short(text: str) -> str:
    return shortened(text, _LONGEST)
