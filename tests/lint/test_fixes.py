"""A corrected copy changes what it says it changes and nothing else; a copy with comments changes nothing at all."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree

from generator.core.problems import WrongUsage
from generator.lint.read_document import read_document
from generator.stories.lint import fix_file, lint_files
from tests.lint.sample_documents import W_NS, sample, with_appendices, write

W = f"{{{W_NS}}}"
MANY = {
    "quoc_hieu": {"size": 14, "bold": False},
    "tieu_ngu": {"size": 15},
    "so": {"text": "Số: 5/BC-SKHCN"},
    "dia_danh": {"text": "Lai Châu ngày 5 tháng 2 năm 2025", "italic": False},
    "trich_yeu": {"bold": False},
    "can_cu_1": {"text": "Căn cứ Luật Tổ chức chính quyền địa phương,", "italic": False},
    "doan_1": {"size": 12, "align": "left", "first": 0, "before": 0, "line": 2.0, "font": "Arial", "color": "FF0000"},
    "nn_1": {"size": 13, "text": "- UBND tỉnh"},
    "page": {"left": 20, "right": 30, "number_size": 10, "number_align": "left"},
}


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def words(content: bytes) -> list[str]:
    return [node.text or "" for node in etree.fromstring(content).iter(f"{W}t")]


def test_many_faults_are_put_right_in_one_run_and_twice_is_as_once(tmp_path: Path) -> None:
    path = write(sample().change(MANY), tmp_path / "sai.docx")
    before = lint_files([path])[0].report
    assert before is not None and len({one.code for one in before.findings}) > 18
    once = fix_file([path], tmp_path / "mot.docx")
    assert not [one.code for one in once.after.findings if one.code != "ND30-225"]
    twice = fix_file([once.target], tmp_path / "hai.docx")
    assert not twice.fixed
    assert parts(twice.target) == parts(once.target)


def test_text_changes_only_in_the_certain_cases(tmp_path: Path) -> None:
    path = write(sample().change(MANY), tmp_path / "sai.docx")
    fixed = fix_file([path], tmp_path / "mot.docx")
    old, new = (words(parts(one)["word/document.xml"]) for one in (path, fixed.target))
    changed = {(a, b) for a, b in zip(old, new, strict=True) if a != b}
    assert changed == {
        ("Số: 5/BC-SKHCN", "Số: 05/BC-SKHCN"),
        ("Lai Châu ngày 5 tháng 2 năm 2025", "Lai Châu, ngày 05 tháng 02 năm 2025"),
        ("Căn cứ Luật Tổ chức chính quyền địa phương,", "Căn cứ Luật Tổ chức chính quyền địa phương;"),
        ("- UBND tỉnh", "- UBND tỉnh;"),
    }


def test_words_in_capitals_are_left_to_a_person_unless_asked(tmp_path: Path) -> None:
    path = write(sample().change({"ten_loai": {"text": "Báo cáo"}}), tmp_path / "sai.docx")
    safe = fix_file([path], tmp_path / "mot.docx")
    assert not safe.fixed and [one.code for one in safe.after.findings] == ["ND30-273"]
    asked = fix_file([path], tmp_path / "hai.docx", unsafe=True)
    assert "BÁO CÁO" in words(parts(asked.target)["word/document.xml"])


def test_a_zero_is_put_into_a_text_that_word_split_in_runs(tmp_path: Path) -> None:
    pieces = "".join(
        f'<w:r><w:rPr><w:i/><w:sz w:val="26"/></w:rPr><w:t xml:space="preserve">{piece}</w:t></w:r>'
        for piece in ("Lai Châu", ", ngày ", "5", " tháng ", "1", " năm 2026")
    )
    path = write(sample().change({"dia_danh": {"raw": pieces}}), tmp_path / "sai.docx")
    fixed = fix_file([path], tmp_path / "mot.docx")
    assert "".join(words(parts(fixed.target)["word/document.xml"])).count("Lai Châu, ngày 05 tháng 01 năm 2026") == 1


def test_comments_tracked_changes_fields_and_other_parts_stay(tmp_path: Path) -> None:
    raw = (
        '<w:commentRangeStart w:id="7"/><w:ins w:id="3" w:author="A"><w:r><w:rPr><w:sz w:val="24"/></w:rPr><w:t>Đoạn'
        '</w:t></w:r></w:ins><w:del w:id="4" w:author="A"><w:r><w:delText>bỏ</w:delText></w:r></w:del>'
        '<w:commentRangeEnd w:id="7"/><w:bookmarkStart w:id="9" w:name="dau"/><w:bookmarkEnd w:id="9"/>'
    )
    path = write(sample().change({"doan_1": {"raw": raw}}), tmp_path / "sai.docx")
    fixed = fix_file([path], tmp_path / "mot.docx")
    assert [one.code for one in fixed.fixed] == ["ND30-311"]
    old, new = parts(path), parts(fixed.target)
    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} == {"word/document.xml"}
    kept = ("commentRangeStart", "commentRangeEnd", "ins", "del", "delText", "bookmarkStart", "sectPr", "tbl")
    for tag in kept:
        count = [len(list(etree.fromstring(one["word/document.xml"]).iter(f"{W}{tag}"))) for one in (old, new)]
        assert count[0] == count[1] > 0


def test_properties_are_put_where_the_schema_wants_them(tmp_path: Path) -> None:
    fixed = fix_file([write(sample().change(MANY), tmp_path / "sai.docx")], tmp_path / "mot.docx")
    root = etree.fromstring(parts(fixed.target)["word/document.xml"])
    orders = {
        "rPr": ["rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "u"],
        "pPr": ["pStyle", "numPr", "pBdr", "tabs", "spacing", "ind", "contextualSpacing", "jc"],
    }
    for parent, order in orders.items():
        for element in root.iter(f"{W}{parent}"):
            names = [str(child.tag).rpartition("}")[2] for child in element]
            known = [order.index(name) for name in names if name in order]
            assert known == sorted(known), names


def test_the_original_is_never_written_over(tmp_path: Path) -> None:
    path = write(sample(), tmp_path / "goc.docx")
    with pytest.raises(WrongUsage):
        fix_file([path], path)
    with pytest.raises(WrongUsage):
        lint_files([path], annotate=path)


def test_each_finding_hangs_as_a_comment_where_it_is(tmp_path: Path) -> None:
    document = with_appendices(sample()).change(
        {"tieu_ngu": {"size": 15}, "doan_2": {"size": 12}, "page": {"left": 20}}
    )
    path = write(document, tmp_path / "sai.docx")
    target = tmp_path / "nhan-xet.docx"
    report = lint_files([path], annotate=target)[0].report
    assert report is not None
    new, old = parts(target), parts(path)
    comments = etree.fromstring(new["word/comments.xml"]).findall(f"{W}comment")
    assert len(comments) == len(report.findings) >= 4
    texts = ["".join(one.itertext()) for one in comments]
    assert any("Tiêu ngữ" in text and "ND30-221" in text and "khoản 1" in text for text in texts)
    body = etree.fromstring(new["word/document.xml"])
    ids = {one.get(f"{W}id") for one in comments}
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert {one.get(f"{W}id") for one in body.iter(f"{W}{tag}")} == ids
    assert words(new["word/document.xml"]) == words(old["word/document.xml"])
    same = {name for name in old if old[name] == new.get(name)}
    assert set(old) - same == {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
    again = lint_files([target])[0].report
    assert again is not None and [one.code for one in again.findings] == [one.code for one in report.findings]
    home = next(one for one in body.iter(f"{W}p") if "Độc lập" in "".join(one.itertext()))
    assert home.find(f"{W}commentRangeStart") is not None


def test_comments_are_added_to_those_that_are_there(tmp_path: Path) -> None:
    path = write(sample().change({"tieu_ngu": {"size": 15}}), tmp_path / "sai.docx")
    once = tmp_path / "mot.docx"
    lint_files([path], annotate=once)
    twice = tmp_path / "hai.docx"
    lint_files([once], annotate=twice)
    first, second = (etree.fromstring(parts(one)["word/comments.xml"]) for one in (once, twice))
    ids = [one.get(f"{W}id") for one in second]
    assert len(second) == 2 * len(first) and len(set(ids)) == len(ids)


def test_a_fixed_file_opens_in_python_docx_and_reads_the_same(tmp_path: Path) -> None:
    import docx

    fixed = fix_file([write(sample().change(MANY), tmp_path / "sai.docx")], tmp_path / "mot.docx")
    texts = [one.text for one in docx.Document(str(fixed.target)).paragraphs]
    view = read_document(fixed.target)
    assert [text for text in texts if text] == [
        one.text for one in view.body if one.spot is None and one.text and one.box is None
    ]
