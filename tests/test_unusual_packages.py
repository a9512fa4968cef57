"""Files that other programs pack otherwise than Word and Excel on a desk do: every command reads them as what they are.

Each kind has a case from practice (tests/cases) and others made here of a sound file.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import baocao
from generator.office.package import CONTENT_TYPES, Package, kind_of, packed
from generator.office.parts import Parts, plain_xml
from generator.office.refusal import Kind, Unreadable
from generator.read.plan_table import read_plan
from generator.read.workbook import read_workbook
from generator.write.pdf_title import with_title
from generator.write.word_tables import read_appendix

CASES = Path(__file__).parent / "cases"
Spoil = Callable[[dict[str, bytes]], dict[str, bytes]]
OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/"


def run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(baocao, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == code, done.output
    return done.output


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return sink.getvalue()


# --- the same file, packed otherwise ---------------------------------------------------------------


def backslashes(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {name.replace("/", "\\"): data for name, data in parts.items()}


def capitals(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {name if name == CONTENT_TYPES else name.upper(): data for name, data in parts.items()}


def small_types(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {name.lower(): data for name, data in parts.items()}


def absolute_targets(parts: dict[str, bytes]) -> dict[str, bytes]:
    return parts | {"_rels/.rels": re.sub(rb'Target="(?=word|xl)', b'Target="/', parts["_rels/.rels"])}


def roundabout_targets(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {
        name: re.sub(rb'Target="(?=styles|sharedStrings|worksheets)', b'Target="../' + folder(name) + b"/./", data)
        if name.endswith("l.rels")
        else data
        for name, data in parts.items()
    }


def folder(name: str) -> bytes:
    return name.partition("/")[0].encode()


def percent_signs(parts: dict[str, bytes]) -> dict[str, bytes]:
    targets = {name: re.sub(rb'Target="styles.xml"', b'Target="st%79les.xml"', data) for name, data in parts.items()}
    return {name.replace("styles.xml", "s%74yles.xml"): data for name, data in targets.items()}


def other_main(parts: dict[str, bytes]) -> dict[str, bytes]:
    def renamed(text: str) -> str:
        return re.sub(r"\b(document|workbook)\.xml", r"\g<1>2.xml", text)

    listed = {"_rels/.rels", CONTENT_TYPES}
    return {renamed(name): renamed(data.decode()).encode() if name in listed else data for name, data in parts.items()}


def main_elsewhere(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The whole folder under another name."""
    moved = {re.sub("^(word|xl)/", "noi-dung/", name): data for name, data in parts.items()}
    for name in [name for name in moved if name.endswith(".rels") or name == CONTENT_TYPES]:
        moved[name] = re.sub(rb'"(/?)(?:word|xl)/', rb'"\1noi-dung/', moved[name])
    return moved


def strict(parts: dict[str, bytes]) -> dict[str, bytes]:
    def renamed(data: bytes) -> bytes:
        data = re.sub(
            rb'"http://schemas\.openxmlformats\.org/(wordprocessingml|spreadsheetml|drawingml|officeDocument)/2006/',
            rb'"http://purl.oclc.org/ooxml/\1/',
            data,
        )
        return re.sub(rb"<w:document ", b'<w:document w:conformance="strict" ', data)

    return {name: renamed(data) if name.endswith((".xml", ".rels")) else data for name, data in parts.items()}


def partly_strict(parts: dict[str, bytes]) -> dict[str, bytes]:
    other = strict(parts)
    return {name: other[name] if "styles" in name or name == "_rels/.rels" else data for name, data in parts.items()}


def utf16(parts: dict[str, bytes]) -> dict[str, bytes]:
    def recoded(data: bytes) -> bytes:
        text = re.sub(r"<\?xml[^>]*\?>", '<?xml version="1.0" encoding="UTF-16"?>', data.decode("utf-8-sig"))
        return text.encode("utf-16")

    return {name: recoded(data) if name.endswith((".xml", ".rels")) else data for name, data in parts.items()}


def marked(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {name: b"\xef\xbb\xbf" + data if name.endswith((".xml", ".rels")) else data for name, data in parts.items()}


def other_order(parts: dict[str, bytes]) -> dict[str, bytes]:
    return dict(reversed(parts.items()))


OTHERWISE: tuple[Spoil, ...] = (
    backslashes, capitals, small_types, absolute_targets, roundabout_targets, percent_signs, other_main,
    main_elsewhere, strict, partly_strict, utf16, marked, other_order,
)  # fmt: skip


def streamed(content: bytes) -> bytes:
    """With lengths behind the parts, as programs write that cannot go back in the file."""

    class Forward(io.RawIOBase):
        def __init__(self) -> None:
            self.sink = io.BytesIO()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            return self.sink.write(data)

    forward = Forward()
    with zipfile.ZipFile(forward, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts_of(content).items():
            archive.writestr(name, data)
    return forward.sink.getvalue()


@pytest.fixture(scope="module")
def sound_word() -> bytes:
    return (CASES / "plan/i11-document2.docx").read_bytes()


@pytest.mark.parametrize("otherwise", OTHERWISE, ids=lambda one: one.__name__)
def test_a_workbook_packed_otherwise_reads_cell_for_cell_the_same(otherwise: Spoil, tmp_path: Path) -> None:
    sound = CASES / "workbook/base.xlsx"
    other = tmp_path / "base.xlsx"
    other.write_bytes(zipped(otherwise(parts_of(sound.read_bytes()))))
    assert rows(other) == rows(sound)


def test_a_workbook_with_lengths_behind_its_parts_reads_the_same(tmp_path: Path) -> None:
    sound = CASES / "workbook/base.xlsx"
    other = tmp_path / "base.xlsx"
    other.write_bytes(streamed(sound.read_bytes()))
    assert rows(other) == rows(sound)


def rows(path: Path) -> dict[str, list[dict[str, str]]]:
    book, problems = read_workbook(path)
    assert book is not None and problems == []
    return {
        title: [{name: cell.text for name, cell in row.cells.items()} for row in sheet.rows]
        for title, sheet in book.sheets.items()
    }


@pytest.mark.parametrize("name", ["w01-backslash", "w02-case", "w14-workbook2"])
def test_the_workbooks_of_practice_give_the_facts_of_the_sound_one(name: str) -> None:
    facts = [
        json.loads(run("facts", str(CASES / f"workbook/{one}.xlsx"), "--period", "2025-Q3").replace(name, "base"))
        for one in ("base", name)
    ]
    assert facts[0] == facts[1] and facts[0]["tasks"]["total"] == 3


def test_a_cell_without_its_text_is_one_problem_and_the_rest_is_read() -> None:
    path = CASES / "workbook/w21-sst-oob.xlsx"
    found = json.loads(run("check", str(path), "--format", "json"))["problems"]
    of_the_cell = [(one["sheet"], one["cell"]) for one in found if one["code"] == "GT020"]
    assert of_the_cell == [("Nhiệm vụ", "K4")]
    facts = json.loads(run("facts", str(path), "--period", "2025-Q3"))
    assert facts["tasks"]["total"] == 3


@pytest.mark.parametrize("name", ["i10-strict", "i11-document2"])
def test_the_plans_of_practice_are_imported(name: str, tmp_path: Path) -> None:
    table, problems = read_plan(CASES / f"plan/{name}.docx")
    assert table is not None and problems == []
    assert "3 nhiệm vụ" in run("import", str(CASES / f"plan/{name}.docx"), "--into", str(tmp_path / "x.xlsx"))


@pytest.mark.parametrize("otherwise", OTHERWISE, ids=lambda one: one.__name__)
def test_a_plan_packed_otherwise_gives_the_same_table(otherwise: Spoil, sound_word: bytes, tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.docx"
    path.write_bytes(sound_word)
    sound = read_plan(path)
    path.write_bytes(zipped(otherwise(parts_of(sound_word))))
    assert read_plan(path) == sound and sound[0] is not None


@pytest.mark.parametrize("case", ["m02-strict", "m03-document2"])
def test_an_edited_report_saved_otherwise_is_merged(case: str, tmp_path: Path) -> None:
    book = tmp_path / "hs.xlsx"
    shutil.copy(CASES / f"rebuild/{case}/hs.xlsx", book)
    out = ("--out", str(tmp_path / "ra"))
    run("build", str(book), "--period", "2025-Q3", *out)
    report = next(one for one in (tmp_path / "ra").rglob("bao-cao.docx") if ".base" not in one.parts)
    edited = (CASES / f"rebuild/{case}/edited.docx").read_bytes()
    report.write_bytes(edited)
    said = run("build", str(book), "--period", "2025-Q3", "--rebuild", *out)
    assert "giữ nguyên phần đã sửa tay" in said
    kept = Package.open(report.read_bytes())
    assert words(kept) == words(Package.open(edited))


def words(package: Package) -> list[str]:
    return [str(text) for text in package.body.itertext()]


@pytest.mark.parametrize("otherwise", OTHERWISE, ids=lambda one: one.__name__)
def test_every_command_takes_a_report_packed_otherwise(otherwise: Spoil, built: Path, tmp_path: Path) -> None:
    """Merge, trace, redline, lint with its copies: the same answers as for the file as Word packs it."""
    home = tmp_path / "q3"
    shutil.copytree(built, home)
    report = home / "bao-cao.docx"
    sound = report.read_bytes()
    other = zipped(otherwise(parts_of(sound)))
    before = [run("trace", str(report)), run("lint", str(report), code=0)]
    report.write_bytes(other)
    assert [run("trace", str(report)), run("lint", str(report), code=0)] == before
    kept = tmp_path / "cu.docx"
    kept.write_bytes(sound)
    assert "giống nhau" in run("redline", str(kept), str(report), "-o", str(tmp_path / "so.docx"))
    run("lint", str(report), "--fix", str(tmp_path / "sua.docx"))
    run("lint", str(report), "--annotate", str(tmp_path / "ghi.docx"))
    for made in ("so", "sua", "ghi"):
        assert words(Package.open(tmp_path / f"{made}.docx"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("dung")
    shutil.copy(CASES / "workbook/base.xlsx", home / "base.xlsx")
    run("build", str(home / "base.xlsx"), "--period", "2025-Q3", "--out", str(home / "ra"))
    return next(one.parent for one in (home / "ra").rglob("manifest.json"))


@pytest.mark.parametrize("case", ["t23-strict", "t24-document2"])
def test_a_template_saved_otherwise_is_checked_and_filled(case: str, tmp_path: Path) -> None:
    folder = CASES / f"template/{case}"
    assert "không có lỗi" in run("template", "check", str(folder / "bao-cao-quy.docx"))
    book = tmp_path / "base.xlsx"
    shutil.copy(CASES / "workbook/base.xlsx", book)
    run("build", str(book), "--period", "2025-Q3", "--templates", str(folder), "--out", str(tmp_path / "ra"))
    report = next(one for one in (tmp_path / "ra").rglob("bao-cao.docx") if ".base" not in one.parts)
    package = Package.open(report)
    text = "".join(words(package))
    assert "{{" not in text and "{%" not in text and "Hạ tầng số" in text
    assert package.body.tag.startswith("{http://schemas.openxmlformats.org/")


def test_a_return_with_backslashes_is_recognised_and_does_not_stop_the_collection(tmp_path: Path) -> None:
    from generator.read.return_file import read_return

    found, problems = read_return(CASES / "returns/c03-backslash/tra-loi.xlsx")
    assert found is not None and problems == [] and any(found.rows.values())


# --- what is refused, and in which words ---------------------------------------------------------------


def refused(content: bytes, kind: Kind = Kind.WORD) -> tuple[str, str]:
    with pytest.raises(Unreadable) as found:
        Package.open(content, kind, f"a{kind.ending}")
    problem = found.value.problem
    assert problem.fix and problem.place.file == f"a{kind.ending}"
    return problem.code, problem.message


def test_what_is_no_word_file_is_told_by_what_it_is(sound_word: bytes) -> None:
    workbook = (CASES / "workbook/base.xlsx").read_bytes()
    ole = bytes.fromhex("D0CF11E0A1B11AE1")
    assert refused(workbook) == ("TEP009", "Tệp mang đuôi .docx nhưng thực chất là sổ tính Excel (.xlsx).")
    assert refused(sound_word, Kind.EXCEL) == (
        "TEP005",
        "Tệp mang đuôi .xlsx nhưng thực chất là văn bản Word (.docx).",
    )
    assert refused(b"") == ("TEP009", "Tệp rỗng (0 byte).")
    assert refused(b"%PDF-1.7") == ("TEP009", "Tệp không phải văn bản Word (.docx).")
    assert refused(ole + b"x")[0] == "TEP009" and "Word 97-2003" in refused(ole + b"x")[1]
    assert refused(ole + "EncryptedPackage".encode("utf-16-le"))[0] == "TEP003"
    assert "nén" in refused(zipped({"a.txt": b"x"}))[1]
    assert "bị hỏng" in refused(sound_word[:-40])[1]


def test_two_parts_of_one_name_and_other_content_are_refused_and_the_same_content_is_not(sound_word: bytes) -> None:
    parts = parts_of(sound_word)
    main = Package.open(sound_word).main
    assert "hai phần cùng tên" in refused(zipped(parts | {main.upper(): b"<a/>"}))[1]
    assert Package.open(zipped(parts | {main.upper(): parts[main]})).main


@pytest.mark.parametrize(
    ("part", "content", "said"),
    [
        ("main", b"<w:document", "phần “word/document2.xml” trong tệp bị hỏng"),
        ("main", b'<!DOCTYPE w [<!ENTITY a "b">]><w/>', "phần “word/document2.xml” trong tệp bị hỏng"),
        ("main", b"<a>" * 400 + b"</a>" * 400, "phần “word/document2.xml” trong tệp bị hỏng"),
        ("main", b"<a/>", "Tệp không phải văn bản Word (.docx)."),
        (
            "main",
            b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>',
            "văn bản không có nội dung",
        ),
        (CONTENT_TYPES, None, "tệp thiếu phần “[Content_Types].xml”"),
        ("_rels/.rels", None, "không có phần nội dung chính"),
        ("_rels/.rels", b"<a", "phần “_rels/.rels” trong tệp bị hỏng"),
    ],
)
def test_a_damaged_word_file_is_told_with_the_part(
    part: str, content: bytes | None, said: str, sound_word: bytes
) -> None:
    parts = parts_of(sound_word)
    name = Package.open(sound_word).main if part == "main" else part
    if content is None:
        del parts[name]
    else:
        parts[name] = content
    code, message = refused(zipped(parts))
    assert code == "TEP009" and said in message


# --- the parts themselves ----------------------------------------------------------------------------


def test_a_name_is_the_same_in_any_case_slash_and_percent_sign_and_keeps_its_spelling() -> None:
    parts = Parts({"word/Document.xml": b"1", "xl/a b.xml": b"2"})
    assert parts["WORD\\document.XML"] == b"1" and "/word/document.xml" in parts and parts["xl/a%20b.xml"] == b"2"
    parts["word/document.xml"] = b"3"
    assert dict(parts) == {"word/Document.xml": b"3", "xl/a b.xml": b"2"} and len(parts) == 2
    del parts["WORD/DOCUMENT.XML"]
    assert list(parts) == ["xl/a b.xml"]


def test_strict_names_become_transitional_but_not_the_words_of_a_text() -> None:
    data = (
        b'<w:p xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main" '
        b"xmlns:r='http://purl.oclc.org/ooxml/officeDocument/relationships'>http://purl.oclc.org/ooxml/x/main</w:p>"
    )
    assert plain_xml(data) == (
        b'<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        b"xmlns:r='" + OFFICE + b"relationships'>http://purl.oclc.org/ooxml/x/main</w:p>"
    )
    custom = b'<Relationship Type="http://purl.oclc.org/ooxml/officeDocument/relationships/extendedProperties"/>'
    assert OFFICE + b"relationships/extended-properties" in plain_xml(custom)


def test_an_untouched_package_is_saved_part_for_part_and_always_the_same(sound_word: bytes) -> None:
    saved = Package.open(sound_word).save()
    assert parts_of(saved) == parts_of(sound_word)
    assert Package.open(saved).save() == saved == packed(Package.open(sound_word).parts)


def test_the_title_of_a_file_is_found_and_changed_wherever_its_properties_stand(sound_template: bytes) -> None:
    for otherwise in (backslashes, capitals, utf16, marked):
        other = Package.open(with_title(zipped(otherwise(parts_of(sound_template))), "Báo cáo <số> “1” & 2"))
        assert other.title == "Báo cáo <số> “1” & 2", otherwise
        assert words(other) == words(Package.open(sound_template))
    damaged = zipped(parts_of(sound_template) | {"docProps/core.xml": b"<cp"})
    assert Package.open(with_title(damaged, "Khác")).title == ""


def test_an_uploaded_file_is_known_by_its_list_of_types_however_that_is_packed(
    sound_template: bytes, tmp_path: Path
) -> None:
    for otherwise in OTHERWISE:
        for name, content in (("a.docx", sound_template), ("b.xlsx", (CASES / "workbook/base.xlsx").read_bytes())):
            path = tmp_path / "tep"
            path.write_bytes(zipped(otherwise(parts_of(content))))
            assert kind_of(path) is Kind.of(name), (otherwise, name)


@pytest.fixture(scope="module")
def sound_template() -> bytes:
    return (Path(__file__).parent.parent / "templates/nd30/bao-cao-quy.docx").read_bytes()


def test_an_appendix_saved_otherwise_gives_the_spreadsheet_the_same_tables(built: Path) -> None:
    sound = next(one for one in sorted(built.glob("phu-luc*.docx"))).read_bytes()
    for otherwise in OTHERWISE:
        assert read_appendix(zipped(otherwise(parts_of(sound)))) == read_appendix(sound), otherwise
