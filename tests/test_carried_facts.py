"""An issued report carries its figures with it: they can be read and traced wherever the file is."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import docx
import pytest
from openxml_audit import OpenXmlValidator

from generator.core.problems import WrongUsage
from generator.office.carried_data import data_of, with_data
from generator.stories.carried_facts import facts_in
from generator.stories.facts import facts_of
from generator.stories.issue import issue, withdraw
from generator.stories.trace import find, trace
from tests.built_report import DOSSIER, edit, replace_in, report_folder

PERIOD = "2025-Q3"
GAP = "[Chưa có nội dung: đề xuất, kiến nghị]"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of a report that is issued."""
    folder = report_folder(tmp_path_factory.mktemp("ban-hanh"))
    edit(folder / "bao-cao.docx", lambda document: replace_in(document, GAP, "Không có kiến nghị."))
    issue(folder, "12", date(2025, 9, 20))
    return folder


def test_the_issued_report_alone_gives_the_facts_it_was_made_of(issued: Path, tmp_path: Path) -> None:
    alone = tmp_path / "BC 12 quý I.docx"
    shutil.copyfile(issued / "bao-cao.docx", alone)
    facts, _ = facts_of(DOSSIER, PERIOD)
    told = facts_in(alone)
    assert told.pop("problems") == [] and facts.pop("problems") is not None
    assert {key: told[key] for key in facts} == json.loads(json.dumps(facts))


def test_a_figure_is_traced_in_the_file_alone(issued: Path, tmp_path: Path) -> None:
    alone = tmp_path / "bao-cao.docx"
    shutil.copyfile(issued / "bao-cao.docx", alone)
    here, there = trace(issued / "bao-cao.docx"), trace(alone)
    origins = [[(one.origin.text, one.origin.cells) for one in found.files[0].figures] for found in (here, there)]
    assert origins[0] == origins[1] and len(origins[0]) > 50
    (_, first), *_ = find(there, here.files[0].figures[5].origin.text)
    assert first.origin.cells


def test_the_file_stays_sound_and_its_text_untouched_and_bears_no_inner_business(issued: Path) -> None:
    assert OpenXmlValidator().validate(issued / "bao-cao.docx").is_valid
    assert len(docx.Document(str(issued / "bao-cao.docx")).paragraphs) > 20
    carried = json.loads(data_of((issued / "bao-cao.docx").read_bytes()))
    assert carried["problems"] == carried["gaps"] == carried["facts"]["problems"] == []
    assert not {"signed", "without_evidence"} & set(carried["facts"])
    assert carried["issued"]["number"] == "12"
    again = with_data((issued / "bao-cao.docx").read_bytes(), "khác")
    assert data_of(again) == "khác" and again.count(b"customXml/item1.xml") == 2, "one part, not two"


def test_a_file_that_carries_nothing_says_so(tmp_path: Path) -> None:
    plain = tmp_path / "thường.docx"
    docx.Document().save(str(plain))
    for path in (plain, tmp_path / "không có.docx"):
        with pytest.raises(WrongUsage):
            facts_in(path)
    with pytest.raises(WrongUsage, match="không phải là thư mục kết quả"):
        trace(plain)
    appendix = tmp_path / "phu-luc-I.pdf"
    appendix.write_bytes(b"%PDF-1.7\n%%EOF\n")
    with pytest.raises(WrongUsage, match="là phụ lục") as refused:
        facts_in(appendix)
    assert "bao-cao.pdf" in refused.value.next_step


def test_a_withdrawn_report_is_the_draft_again(issued: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ra/ho-so/2025-Q3"
    shutil.copytree(issued, folder)
    withdraw(folder)
    assert not data_of((folder / "bao-cao.docx").read_bytes())
