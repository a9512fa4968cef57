"""Accepting and rejecting what Word itself writes, not only what the redline writes."""

from __future__ import annotations

import pytest

from generator.office.package import Package
from generator.redline.accept_reject import accept_all, reject_all, settle_of
from tests.redline_documents import W, document_of, part, texts

INS, DEL = '<w:ins w:id="1" w:author="a">', '<w:del w:id="2" w:author="a">'
NS = f'xmlns:w="{W.strip("{}")}"'


def word(body: str) -> bytes:
    """A document with this body."""
    package = Package.open(document_of([]))
    package.put(package.main, f"<w:document {NS}><w:body>{body}</w:body></w:document>".encode())
    return package.save()


def run(text: str, name: str = "t") -> str:
    return f'<w:r><w:{name} xml:space="preserve">{text}</w:{name}></w:r>'


def paragraph(content: str, mark: str = "") -> str:
    properties = f'<w:pPr><w:rPr><w:{mark} w:id="9" w:author="a"/></w:rPr></w:pPr>' if mark else ""
    return f"<w:p>{properties}{content}</w:p>"


CASES = {
    "words": (
        paragraph(run("Đạt ") + DEL + run("60", "delText") + "</w:del>" + INS + run("62") + "</w:ins>"),
        ["Đạt 62"],
        ["Đạt 60"],
    ),
    "inserted, then deleted by another": (
        paragraph(run("Một") + INS + DEL + run(" hai", "delText") + "</w:del></w:ins>"),
        ["Một"],
        ["Một"],
    ),
    "a mark deleted joins two": (
        paragraph(run("Một, "), "del") + paragraph(run("hai")),
        ["Một, hai"],
        ["Một, ", "hai"],
    ),
    "a mark inserted splits": (paragraph(run("Một, "), "ins") + paragraph(run("hai")), ["Một, ", "hai"], ["Một, hai"]),
    "three joined": (
        paragraph(run("a"), "del") + paragraph(run("b"), "del") + paragraph(run("c")),
        ["abc"],
        ["a", "b", "c"],
    ),
    "a mark deleted at the end of a content control": (
        f"<w:sdt><w:sdtContent>{paragraph(run('a'))}{paragraph(run('b'), 'del')}</w:sdtContent></w:sdt>"
        + paragraph(run("c")),
        ["bc"],
        ["c"],
    ),
    "the last mark stays": (paragraph(run("a")) + paragraph(run("b"), "del"), ["a", "b"], ["a", "b"]),
    "moved": (
        '<w:moveFromRangeStart w:id="3" w:name="m" w:author="a"/>'
        + paragraph(f'<w:moveFrom w:id="4" w:author="a">{run("đi")}</w:moveFrom>', "moveFrom")
        + '<w:moveFromRangeEnd w:id="3"/>'
        + paragraph(run("ở lại"))
        + paragraph(f'<w:moveTo w:id="5" w:author="a">{run("đi")}</w:moveTo>', "moveTo")
        + paragraph(run("cuối")),
        ["ở lại", "đi", "cuối"],
        ["đi", "ở lại", "cuối"],
    ),
    "a link whose text goes": (
        paragraph(run("Một") + f'<w:hyperlink w:anchor="x">{INS}{run(" hai")}</w:ins></w:hyperlink>'),
        ["Một hai"],
        ["Một"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_word_writes_is_accepted_and_rejected_as_word_does(name: str) -> None:
    body, accepted, rejected = CASES[name]
    assert texts(accept_all(word(body))) == accepted
    assert texts(reject_all(word(body))) == rejected


def test_no_trace_of_a_change_is_left() -> None:
    content = accept_all(word(CASES["moved"][0]))
    left = {str(node.tag).removeprefix(W) for node in part(content).iter()}
    assert left <= {"document", "body", "p", "r", "t"}


def test_formatting_before_a_change_comes_back() -> None:
    change = '<w:rPrChange w:id="1" w:author="a"><w:rPr><w:i/></w:rPr></w:rPrChange>'
    body = f"<w:p><w:r><w:rPr><w:b/>{change}</w:rPr><w:t>Một</w:t></w:r></w:p>"
    names = [
        {str(node.tag).removeprefix(W) for node in next(part(settle(word(body))).iter(f"{W}rPr"))}
        for settle in (accept_all, reject_all)
    ]
    assert names == [{"b"}, {"i"}]


def test_a_row_that_came_goes_and_one_that_went_comes_back() -> None:
    def row(text: str, mark: str) -> str:
        return f'<w:tr><w:trPr><w:{mark} w:id="1" w:author="a"/></w:trPr><w:tc>{paragraph(run(text))}</w:tc></w:tr>'

    body = f"<w:tbl>{row('mới', 'ins')}{row('cũ', 'del')}</w:tbl>{paragraph('')}"
    assert texts(accept_all(word(body))) == ["|mới|", ""]
    assert texts(reject_all(word(body))) == ["|cũ|", ""]


@pytest.mark.parametrize(("typed", "rows"), [("", ["một"]), (run("ý kiến"), ["một", "ý kiến"])])
def test_a_row_that_was_to_go_stays_with_what_a_person_wrote_in_it(typed: str, rows: list[str]) -> None:
    gone = DEL.replace('"a"', '"baocao"') + run("hai", "delText") + "</w:del>"
    mark = '<w:trPr><w:del w:id="7" w:author="baocao"/></w:trPr>'
    cells = [f"<w:tr>{props}<w:tc><w:p>{said}</w:p></w:tc></w:tr>" for props, said in (("", run("một")), (mark, gone))]
    table = f"<w:tbl>{cells[0]}{cells[1].replace('</w:p>', typed + '</w:p>')}</w:tbl><w:p/>"
    settled = part(settle_of(word(table), "baocao", accept=True))
    assert ["".join(row.itertext()) for row in settled.iter(f"{W}tr")] == rows


def test_a_change_of_looks_that_waits_for_another_person_stays_whole() -> None:
    waits = '<w:r><w:rPr><w:b/><w:rPrChange w:id="3" w:author="Hoa"><w:rPr/></w:rPrChange></w:rPr><w:t>a</w:t></w:r>'
    own = '<w:ins w:id="1" w:author="baocao">' + run("b") + "</w:ins>"
    (change,) = part(settle_of(word(paragraph(waits + own)), "baocao", accept=True)).iter(f"{W}rPrChange")
    assert change.find(f"{W}rPr") is not None, "Word opens no file in which it is missing"
