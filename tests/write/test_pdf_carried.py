"""The PDF of an issued report carries its figures: read back from the file alone, signed or written anew too."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

import cli
from generator.core.problems import WrongUsage
from generator.stories.build import build
from generator.stories.carried_facts import facts_in
from generator.stories.facts import facts_of
from generator.stories.issue import issue
from generator.stories.jobs import Job
from generator.stories.trace import find, trace
from generator.terminal.command_line import run
from generator.write.pdf import page_count
from generator.write.pdf_attachment import NAME, attachment_of, with_attachment
from tests.built_report import DOSSIER, PERIOD, edit, needs_libreoffice, replace_in
from tests.write.test_signature_fields import signature_fields_in

pytestmark = needs_libreoffice
DAY = date(2025, 9, 20)


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report as PDF/A with places to sign, ready to be issued."""
    out = tmp_path_factory.mktemp("ban-pdf")
    folder = build(Job(DOSSIER, PERIOD, out=out, pdf_a=True, signature_fields=True)).published.folder
    gap = "[Chưa có nội dung: đề xuất, kiến nghị]"
    edit(folder / "bao-cao.docx", lambda document: replace_in(document, gap, "Không có kiến nghị."))
    return folder


@pytest.fixture(scope="module")
def issued(draft: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ban-hanh") / DOSSIER.stem / PERIOD
    shutil.copytree(draft, folder)
    issue(folder, "12", DAY)
    return folder


def alone(issued: Path, folder: Path) -> Path:
    """The PDF by itself, under another name."""
    path = folder / "BC 12 đã ban hành.PDF"
    shutil.copyfile(issued / "bao-cao.pdf", path)
    return path


def test_the_pdf_alone_gives_the_facts_it_was_made_of(issued: Path, tmp_path: Path) -> None:
    facts, _ = facts_of(DOSSIER, PERIOD)
    told = facts_in(alone(issued, tmp_path))
    assert told.pop("problems") == [] and facts.pop("problems") is not None
    assert {key: told[key] for key in facts} == json.loads(json.dumps(facts))


def test_the_commands_take_the_pdf(issued: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(alone(issued, tmp_path))
    for words, said in ((["facts", path], f'"code": "{PERIOD}"'), (["trace", path, "--find", "36,4%"], "Số liệu!C60")):
        with pytest.raises(SystemExit) as end:
            run(cli.baocao, words)
        assert end.value.code in (0, None) and said in capsys.readouterr().out


def test_a_figure_is_traced_in_the_pdf_as_in_the_word_file(issued: Path, tmp_path: Path) -> None:
    word, pdf = trace(issued / "bao-cao.docx"), trace(alone(issued, tmp_path))
    said = [
        [(one.origin.text, one.origin.cells, one.now, one.state) for one in f.files[0].figures] for f in (word, pdf)
    ]
    assert said[0] == said[1] and len(said[0]) > 50
    (_, first), *_ = find(pdf, "36,4%")
    assert first.origin.cells == ("Số liệu!C60",) and first.unit is not None and "36,4%" in first.unit.text


def test_another_program_finds_the_attachment_and_draws_the_same_pages(
    issued: Path, draft: Path, tmp_path: Path
) -> None:
    path = alone(issued, tmp_path)
    listed = subprocess.run(["pdfdetach", "-list", str(path)], check=True, capture_output=True, text=True).stdout
    assert listed.split("\n")[:2] == ["1 embedded files", f"1: {NAME}"]
    subprocess.run(["pdfdetach", "-save", "1", "-o", str(tmp_path / "a.json"), str(path)], check=True)
    carried = json.loads((tmp_path / "a.json").read_bytes())
    assert carried["issued"]["number"] == "12" and carried["problems"] == carried["gaps"] == []
    assert not {"signed", "without_evidence"} & set(carried["facts"])
    checked = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True, text=True)
    assert not checked.stderr and "Số: 12" in checked.stdout
    assert page_count(path.read_bytes()) == page_count((draft / "bao-cao.pdf").read_bytes())


def test_it_follows_the_rules_of_pdf_a_3_on_files_inside(issued: Path) -> None:
    """ISO 19005-3, 6.8: what the file says of its kind, its name twice, its relation, from the catalog too."""
    pdf = (issued / "bao-cao.pdf").read_bytes()
    root: Any = PdfFileReader(io.BytesIO(pdf)).root
    described = root["/Metadata"].data.decode()
    assert re.search(r'pdfaid:part(?:>|=")3', described) and re.search(r'pdfaid:conformance(?:>|=")B', described)
    names = root["/Names"]["/EmbeddedFiles"]["/Names"]
    assert len(root["/AF"]) == 1 and names[0] == NAME and names.raw_get(1) == root["/AF"].raw_get(0)
    spec = names[1]
    assert (spec["/Type"], spec["/AFRelationship"], spec["/F"], spec["/UF"]) == ("/Filespec", "/Data", NAME, NAME)
    assert spec["/Desc"].startswith("Số liệu của báo cáo")
    stream = spec["/EF"]["/F"]
    assert stream["/Type"] == "/EmbeddedFile" and stream["/Subtype"] == "/application/json"
    assert int(stream["/Params"]["/Size"]) == len(stream.data)
    assert stream["/Params"]["/ModDate"] == "D:20250920000000+07'00'"
    for name in sorted(path.name for path in issued.glob("phu-luc-*.pdf")):
        other = (issued / name).read_bytes()
        assert b"<pdfaid:part>2</pdfaid:part>" in other and attachment_of(other) is None


def test_the_places_to_sign_are_still_there(issued: Path) -> None:
    assert len(signature_fields_in((issued / "bao-cao.pdf").read_bytes())) == 2


def test_the_same_report_issued_twice_is_the_same_file(draft: Path, issued: Path, tmp_path: Path) -> None:
    again = tmp_path / DOSSIER.stem / PERIOD
    shutil.copytree(draft, again)
    issue(again, "12", DAY)
    assert (again / "bao-cao.pdf").read_bytes() == (issued / "bao-cao.pdf").read_bytes()


def test_a_file_written_anew_by_another_program_still_tells_its_figures(issued: Path, tmp_path: Path) -> None:
    """Every object moved, the streams packed otherwise, the dictionaries in another order."""
    path = tmp_path / "ghi lại.pdf"
    with path.open("wb") as out:
        copy_into_new_writer(PdfFileReader(io.BytesIO((issued / "bao-cao.pdf").read_bytes()))).write(out)
    assert path.read_bytes()[-2000:] != (issued / "bao-cao.pdf").read_bytes()[-2000:]
    assert facts_in(path) == facts_in(issued / "bao-cao.pdf")


def test_a_pdf_that_carries_nothing_says_so(draft: Path, tmp_path: Path) -> None:
    junk = tmp_path / "hỏng.pdf"
    junk.write_bytes(b"%PDF-1.6\n" + (b"<</SoLieuBaoCao true/Length 9>>\nstream\nnot flate\nendstream"))
    for path in (draft / "bao-cao.pdf", junk):
        for read in (facts_in, trace):
            with pytest.raises(WrongUsage, match="không mang theo số liệu"):
                read(path)
    with pytest.raises(WrongUsage, match="Không tìm thấy"):
        facts_in(tmp_path / "không có.pdf")


def test_a_pdf_laid_out_otherwise_is_not_added_to(issued: Path) -> None:
    plain = b"%PDF-1.6\n1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n"
    plain += b"trailer\n<</Size 2/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % plain.index(b"xref")
    made = with_attachment(plain, b"{}", DAY)
    assert made is not None and made.startswith(plain) and attachment_of(made) == b"{}"
    named = plain.replace(b"/Catalog", b"/Catalog/AF 5 0 R")
    named = re.sub(rb"startxref\n\d+", b"startxref\n%d" % named.index(b"xref"), named)
    for other in (b"", b"%PDF-1.6\n%%EOF", plain[:-30], made, named, plain.replace(b"0000000009", b"0000000010")):
        assert with_attachment(other, b"{}", DAY) is None
