"""Where digital signatures belong on the pages as they were printed.

The signer's place lies between the post and the name, the agency's seal overlaps it on the left; an appendix issued
as a file of its own bears only words, at the top right of its first page (NĐ 30/2020, Phụ lục I, Phần I, Mục II,
khoản 7 and 8; shares and sizes are the standard's).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from generator.core.problems import Place, Problem
from generator.core.standard import DigitalSignature
from generator.write.pdf_lines import POINTS_PER_MM, Box, PdfLine, PdfPage

_LEAST_HEIGHT = 12 * POINTS_PER_MM
"""Less room than this between post and name is no place for a signature."""
_SIGNATURE_WIDTH = 45 * POINTS_PER_MM
_FROM_TEXT = 1 * POINTS_PER_MM
_APPENDIX_WIDTH = 75 * POINTS_PER_MM
_LINES_OF_WORDS = 2
"""Number and symbol; then the time."""
_LINE = 1.25


class SignatureField(StrEnum):
    """The name of a field in the file; `label` is what a person reads."""

    SIGNER = "NguoiKy"
    AGENCY = "CoQuan"

    @property
    def label(self) -> str:
        return {"NguoiKy": "Chữ ký số của người ký", "CoQuan": "Chữ ký số của cơ quan"}[self.value]


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """A place for a signature: `page` counts from 0."""

    field: SignatureField
    page: int
    box: Box


def signing_places(
    pages: Sequence[PdfPage], authority: Sequence[str], name: str, form: DigitalSignature
) -> tuple[SignaturePlace, ...]:
    """The signer's and the agency's places; none where the block is not found whole on one page, or has no room.

    `authority` are the lines above the name ("TM. …", "CHỦ TỊCH"), `name` the signer's, as the Word file has them.
    """
    for number in reversed(range(len(pages))):
        found = _room(pages[number].lines, authority, name)
        if found is not None:
            return _places(number, found, form)
    return ()


def appendix_places(
    pages: Sequence[PdfPage], right_margin: float, form: DigitalSignature
) -> tuple[SignaturePlace, ...]:
    """The agency's place on an appendix of its own: above the text, out to the right margin (millimetres)."""
    first = pages[0]
    if not first.lines:
        return ()
    height = _LINES_OF_WORDS * _LINE * form.appendix_text_size
    right = first.width - right_margin * POINTS_PER_MM
    top_of_text = max(line.box.top for line in first.lines)
    bottom = min(top_of_text + _FROM_TEXT, first.height - height - _FROM_TEXT)
    box = Box(right - _APPENDIX_WIDTH, bottom, right, bottom + height)
    if any(box.touches(line.box) for line in first.lines):
        return ()
    return (SignaturePlace(SignatureField.AGENCY, 0, box),)


def no_place(file: str) -> Problem:
    """XB013: a file whose signature fields could not be placed."""
    message = "Không tìm được chỗ đặt ô ký số: phần ký không đủ trống hoặc không nằm trọn trên một trang."
    fix = "Kiểm tra phần chức vụ, họ tên ở cuối văn bản rồi tạo lại; hoặc tự đặt vị trí khi ký số."
    return Problem("XB013", Place(file=file), message, fix)


def _room(lines: Sequence[PdfLine], authority: Sequence[str], name: str) -> Box | None:
    """The widest gap between the lines of the signing block that ends with `name`."""
    named = [line for line in lines if line.text == name]
    if not named or not authority:
        return None
    last = named[-1]
    opening = [line for line in lines if line.box.bottom > last.box.bottom and _begins(line.text, authority[0])]
    opening = [line for line in opening if _beneath(line.box, last.box)]
    if not opening:
        return None
    top = opening[-1].box.top
    block = [line.box for line in lines if last.box.bottom <= line.box.bottom < top and _beneath(line.box, last.box)]
    block.sort(key=lambda box: -box.top)
    gaps = [(above.bottom - below.top, above, below) for above, below in pairwise(block)]
    height, above, below = max(gaps, key=lambda gap: gap[0], default=(0.0, last.box, last.box))
    if height < _LEAST_HEIGHT:
        return None
    column = block[0]
    for box in block:
        column = column.around(box)
    return Box(column.left, below.top + _FROM_TEXT, column.right, above.bottom - _FROM_TEXT)


def _begins(text: str, opening: str) -> bool:
    """A long first line of authority may be broken over several lines."""
    return bool(text) and (opening.startswith(text) or text.startswith(opening))


def _beneath(one: Box, other: Box) -> bool:
    """Whether the two stand in one column: the middle of one lies over the other."""
    return one.left <= other.centre <= one.right or other.left <= one.centre <= other.right


def _places(page: int, room: Box, form: DigitalSignature) -> tuple[SignaturePlace, ...]:
    half = min(_SIGNATURE_WIDTH, max(room.width, _LEAST_HEIGHT)) / 2
    signature = Box(room.centre - half, room.bottom, room.centre + half, room.top)
    size = form.seal_size * POINTS_PER_MM
    right = signature.left + form.seal_overlap * signature.width
    middle = (room.bottom + room.top) / 2
    seal = Box(right - size, middle - size / 2, right, middle + size / 2)
    return (
        SignaturePlace(SignatureField.SIGNER, page, signature),
        SignaturePlace(SignatureField.AGENCY, page, seal),
    )
