"""Two texts that read alike and are coded otherwise: the redline says so, and pairs what belongs together."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable

import pytest
from docx import Document

from generator.core.characters import told_apart
from generator.redline.redline import redline

TEXTS = (
    "Ủy ban nhân dân tỉnh Bình Sơn báo cáo kết quả thực hiện nhiệm vụ quý III năm 2025.",
    "Đến nay đã hoàn thành 120 nhiệm vụ, đạt 85% kế hoạch được giao trong kỳ.",
    "Các sở, ngành tiếp tục đôn đốc, kiểm tra việc thực hiện của các địa phương.",
)


def document(*texts: str) -> bytes:
    made = Document()
    for text in texts:
        made.add_paragraph(text)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (lambda text: unicodedata.normalize("NFD", text), "Unicode tổ hợp"),
        (lambda text: text.replace("nhiệm vụ", "nhiệm\u200b vụ"), "khoảng trắng không độ rộng"),
        (lambda text: text.replace("kết quả", "kết\u00ad quả").replace("hoàn", "ho\u00adàn"), "dấu nối mềm"),
        (lambda text: text.replace("Đ", "Ð").replace("đ", "ð"), "chữ Ð"),
    ],
)
def test_changes_nobody_can_see_are_counted_and_their_cause_named(change: Callable[[str], str], cause: str) -> None:
    found = redline(document(*TEXTS), document(*map(change, TEXTS)))
    times, causes = found.recoded
    assert times == len(found.changes) > 0
    assert cause in causes


def test_a_true_change_among_them_is_told_apart() -> None:
    new = [unicodedata.normalize("NFD", text).replace("120", "150") for text in TEXTS]
    found = redline(document(*TEXTS), document(*new))
    assert {one.kind.value for one in found.changes} == {"sửa chữ"}
    others = [one for one in found.changes if not told_apart(one.old, one.new)]
    assert len(others) == 1 and "120" in others[0].old and "150" in others[0].new


def test_a_plain_change_has_no_such_cause() -> None:
    found = redline(document(*TEXTS), document(TEXTS[0].replace("III", "IV"), *TEXTS[1:]))
    assert found.changes and found.recoded == (0, ())
