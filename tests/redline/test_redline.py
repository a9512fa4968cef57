from __future__ import annotations

import io
import time
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm
from lxml import etree
from openxml_audit import OpenXmlValidator

from generator.core.problems import BadDossier
from generator.redline.accept_reject import accept_all, reject_all
from generator.redline.redline import ChangeKind, redline, track
from tests.redline_documents import W, document_of, marks, part, saved, texts

DAY = date(2025, 9, 14)
LONG = "Ủy ban nhân dân tỉnh đã tập trung chỉ đạo các sở, ban, ngành, địa phương thực hiện."
ROWS = tuple((str(number), f"Nhiệm vụ số {number}", "Đang thực hiện") for number in range(1, 6))


def bold(document: WordDocument) -> None:
    document.paragraphs[0].runs[0].bold = True


def centred(document: WordDocument) -> None:
    document.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def header(document: WordDocument) -> None:
    document.sections[0].header.paragraphs[0].text = "Số liệu minh hoạ"


def margin(document: WordDocument) -> None:
    document.sections[0].left_margin = Cm(5)


def wider(document: WordDocument) -> None:
    for cell in document.tables[0].add_column(Cm(2)).cells:
        cell.text = "mới"


def nothing(document: WordDocument) -> None:
    pass


PAIRS = {
    "a figure in a sentence": ([f"{LONG} Đạt 60% kế hoạch."], nothing, [f"{LONG} Đạt 62,5% kế hoạch."], nothing),
    "a paragraph more": ([LONG], nothing, [LONG, "Thêm một đoạn."], nothing),
    "a paragraph more in front": ([LONG], nothing, ["Thêm một đoạn.", LONG], nothing),
    "the last paragraph gone": ([LONG, "Đoạn cuối."], nothing, [LONG], nothing),
    "the last three gone": ([LONG, "Một.", "Hai.", "Ba."], nothing, [LONG + " Thêm."], nothing),
    "all but the table gone": (["Trước.", ROWS, "Sau."], nothing, [ROWS], nothing),
    "bold": ([LONG], nothing, [LONG], bold),
    "centred": ([LONG, "Hai."], nothing, [LONG, "Hai."], centred),
    "a row more": ([ROWS], nothing, [(*ROWS[:2], ("2a", "Mới", "Chưa"), *ROWS[2:])], nothing),
    "a row less": ([ROWS], nothing, [ROWS[:3]], nothing),
    "a cell": ([ROWS], nothing, [(("1", "Nhiệm vụ số 1", "Hoàn thành"), *ROWS[1:])], nothing),
    "a column more": ([ROWS], nothing, [ROWS], wider),
    "a header": ([LONG], nothing, [LONG], header),
    "a header gone": ([LONG], header, [LONG], nothing),
    "the page": ([LONG], nothing, [LONG], margin),
    "a table for a paragraph": ([LONG, "Cuối."], nothing, [ROWS, "Cuối."], nothing),
    "nothing in common": (["Một.", ROWS], header, ["Hai ba.", (("a", "b"),), "Bốn."], margin),
    "empty and full": ([], nothing, [LONG, ROWS, LONG], nothing),
    "hostile text": (["{{ 7*7 }} <b> & đ"], nothing, ["{{ 7*8 }} <i> & đ"], nothing),
}


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("backwards", [False, True])
def test_accepting_gives_new_and_rejecting_gives_old(name: str, backwards: bool) -> None:
    blocks, change, new_blocks, new_change = PAIRS[name]
    old, new = document_of(blocks, change), document_of(new_blocks, new_change)
    if backwards:
        old, new = new, old
    result = redline(old, new, day=DAY)
    assert result.changes
    assert not result.coarse and not result.rewritten
    assert texts(accept_all(result.content)) == texts(new)
    assert texts(reject_all(result.content)) == texts(old)


@pytest.mark.parametrize("name", ["nothing in common", "a column more"])
def test_a_redline_has_no_fault_that_its_documents_have_not(name: str, tmp_path: Path) -> None:
    blocks, change, new_blocks, new_change = PAIRS[name]
    old, new = document_of(blocks, change), document_of(new_blocks, new_change)
    known = _faults(old, tmp_path) | _faults(new, tmp_path)
    assert _faults(redline(old, new).content, tmp_path) <= known


def _faults(content: bytes, folder: Path) -> set[str]:
    path = folder / "van-ban.docx"
    path.write_bytes(content)
    return {error.description for error in OpenXmlValidator().validate(path).errors}


def test_only_the_words_that_changed_are_marked() -> None:
    old = document_of([f"{LONG} Đến nay đạt 3.726.756 triệu đồng, bằng 60% kế hoạch."])
    new = document_of([f"{LONG} Đến nay đạt 3.801.002 triệu đồng, bằng 62,5% kế hoạch."])
    content = redline(old, new).content
    assert marks(content, "del") == ["3.726.756", "60%"]
    assert marks(content, "ins") == ["3.801.002", "62,5%"]


def test_runs_keep_their_formatting_around_a_change() -> None:
    def document(figure: str) -> bytes:
        def change(made: WordDocument) -> None:
            paragraph = made.add_paragraph("Đã giải ngân ")
            paragraph.add_run(figure).bold = True
            paragraph.add_run(" triệu đồng").italic = True

        return document_of([], change)

    root = part(redline(document("100"), document("120")).content)
    deleted, inserted = next(root.iter(f"{W}delText")), next(root.iter(f"{W}ins"))
    assert deleted.getparent().find(f"{W}rPr/{W}b") is not None
    assert inserted.find(f"{W}r/{W}rPr/{W}b") is not None
    assert root.xpath("//*[local-name()='i']/../../*[local-name()='t']/text()") == [" triệu đồng"]


def test_a_change_of_formatting_is_tracked_and_the_text_is_not() -> None:
    result = redline(document_of([LONG]), document_of([LONG], bold))
    assert [change.kind for change in result.changes] == [ChangeKind.FORMAT]
    assert marks(result.content, "ins", "del") == []
    assert next(part(result.content).iter(f"{W}rPrChange")).getparent().find(f"{W}b") is not None


def test_a_paragraph_that_moved_is_marked_as_moved() -> None:
    paragraphs = [LONG, "Đoạn thứ hai nói về chuyển đổi số.", "Đoạn thứ ba nói về kinh phí năm 2025.", "Bốn."]
    moved = [paragraphs[1], paragraphs[2], paragraphs[0], "Bốn."]
    result = redline(document_of(paragraphs), document_of(moved))
    assert [(change.kind, change.new) for change in result.changes] == [(ChangeKind.MOVED, LONG)]
    assert marks(result.content, "moveFrom") == marks(result.content, "moveTo") == [LONG]
    names = [
        mark.get(f"{W}name") for mark in part(result.content).iter(f"{W}moveFromRangeStart", f"{W}moveToRangeStart")
    ]
    assert len(names) == 2 and len(set(names)) == 1


def test_rows_come_and_go_as_rows() -> None:
    result = redline(document_of([ROWS]), document_of([(*ROWS[:2], ("2a", "Nhiệm vụ mới", "Chưa"), *ROWS[3:])]))
    rows = list(part(result.content).iter(f"{W}tr"))
    state = [
        next(
            (mark.tag.removeprefix(W) for mark in row.iterfind(f"{W}trPr/*") if mark.tag in (f"{W}ins", f"{W}del")), ""
        )
        for row in rows
    ]
    assert sorted(state) == ["", "", "", "", "del", "ins"]
    assert {change.kind for change in result.changes} == {ChangeKind.ROW_DELETED, ChangeKind.ROW_INSERTED}


def test_pictures_and_links_of_old_are_carried_over() -> None:
    def pictured(document: WordDocument) -> None:
        document.add_paragraph("Trước ").add_run().add_picture(io.BytesIO(_png(0)))

    old, new = document_of([LONG], pictured), document_of([LONG])
    rejected = Document(io.BytesIO(reject_all(redline(old, new).content)))
    assert len(rejected.inline_shapes) == 1
    key = rejected.inline_shapes[0]._inline.graphic.graphicData.pic.blipFill.blip.embed
    assert rejected.part.related_parts[key].blob == _png(0)


def _png(shade: int) -> bytes:
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes((0, shade)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_a_style_and_a_list_that_only_old_has_come_along() -> None:
    def styled(document: WordDocument) -> None:
        style = document.styles.add_style("Ghi chú riêng", 1)
        style.font.italic = True
        document.add_paragraph("Đoạn có kiểu riêng.", style="Ghi chú riêng")
        document.add_paragraph("Gạch đầu dòng", style="List Bullet")

    result = redline(document_of([LONG], styled), document_of([LONG]))
    rejected = Document(io.BytesIO(reject_all(result.content)))
    assert [paragraph.style.name for paragraph in rejected.paragraphs[1:]] == ["Ghi chú riêng", "List Bullet"]
    assert rejected.paragraphs[1].style.font.italic


def test_changes_that_stand_already_are_taken_as_accepted() -> None:
    pending = redline(document_of([f"{LONG} 1"]), document_of([f"{LONG} 2"])).content
    again = redline(pending, document_of([f"{LONG} 3"])).content
    assert marks(again, "del") == ["2"] and marks(again, "ins") == ["3"]


def test_the_same_document_has_no_changes() -> None:
    result = redline(document_of([LONG, ROWS]), document_of([LONG, ROWS]))
    assert result.changes == () and not marks(result.content, "ins", "del")


@pytest.mark.parametrize("day", [None, DAY])
def test_the_same_pair_gives_the_same_bytes_with_the_author_and_day_given(day: date | None) -> None:
    old, new = document_of([LONG, ROWS]), document_of([LONG + " Thêm.", ROWS[:3]])
    first, second = redline(old, new, "Văn phòng", day), redline(old, new, "Văn phòng", day)
    assert first.content == second.content
    inserted = next(part(first.content).iter(f"{W}ins"))
    assert inserted.get(f"{W}author") == "Văn phòng"
    assert str(inserted.get(f"{W}date", ""))[:10] == (day.isoformat() if day else "")


def test_tracking_a_merge_that_changed_nothing_gives_the_file_itself() -> None:
    content = document_of([LONG])
    assert track(content, content, DAY) == content
    assert marks(track(content, document_of([LONG + " Thêm."]), DAY), "ins") == [" Thêm."]


def test_what_a_person_tracks_and_has_not_settled_stays_pending() -> None:
    person = redline(document_of([LONG, "Đạt 60%.", ROWS]), document_of([LONG + " Sửa.", "Đạt 60%.", ROWS]), "Lan")
    edited = person.content
    merged = _with_text(edited, "Đạt 60%.", "Đạt 62,5%.")
    tracked = track(edited, merged, DAY)
    by = {mark.get(f"{W}author") for mark in part(tracked).iter(f"{W}ins")}
    assert by == {"Lan", "baocao"}
    assert marks(tracked, "ins") == [" Sửa.", "62,5%"]
    assert texts(accept_all(tracked)) == texts(accept_all(merged))
    assert texts(reject_all(tracked)) == texts(reject_all(edited))


def _with_text(content: bytes, old: str, new: str) -> bytes:
    document = Document(io.BytesIO(content))
    next(one for one in document.paragraphs if one.text == old).runs[0].text = new
    return saved(document)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "rỗng"), (b"PK\x03\x04 not a zip", "“Bản cũ”: tệp bị hỏng"), (b"%PDF-1.7", "không phải văn bản Word")],
)
def test_a_file_that_is_no_word_document_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(BadDossier, match=said) as refused:
        redline(content, document_of([LONG]))
    assert refused.value.problems[0].place.file == "Bản cũ"


def test_a_long_table_with_few_changes_takes_seconds() -> None:
    rows = [(str(number), f"Nhiệm vụ {number} của tỉnh", "3.726.756") for number in range(3_000)]
    changed = [(a, b, "3.801.002") if number % 50 == 7 else (a, b, c) for number, (a, b, c) in enumerate(rows)]
    del changed[1_500]
    old, new = _table(rows), _table(changed)
    started = time.perf_counter()
    result = redline(old, new)
    assert time.perf_counter() - started < 10
    assert sum(change.kind is ChangeKind.TEXT for change in result.changes) == 60
    assert sum(change.kind is ChangeKind.ROW_DELETED for change in result.changes) == 1


def _table(rows: list[tuple[str, str, str]]) -> bytes:
    def change(document: WordDocument) -> None:
        table = document.add_table(rows=0, cols=3)._tbl
        template = "<w:tr xmlns:w='{}'>{}</w:tr>".format(
            W.strip("{}"), "".join("<w:tc><w:tcPr/><w:p><w:r><w:t></w:t></w:r></w:p></w:tc>" for _ in range(3))
        )
        for row in rows:
            made = etree.fromstring(template, table.makeelement("x").getroottree().parser)
            for node, text in zip(made.iter(f"{W}t"), row, strict=True):
                node.text = text
            table.append(made)

    return document_of([], change)
