"""`baocao lint` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import baocao
from generator.core.problems import BadDossier
from generator.core.standard import STANDARDS, load_standard
from generator.lint.engine import rules_of
from generator.lint.reference import TARGET, reference
from generator.stories.lint import fix_file
from generator.terminal.command_line import usage_message
from tests.lint.sample_documents import sample, write

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(baocao, ["lint", *map(str, arguments)], standalone_mode=False)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write(sample(), tmp_path / "dung.docx")


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return write(sample().change({"doan_1": {"size": 12}, "so": {"text": "Số: 5/BC-SKHCN"}}), tmp_path / "sai.docx")


def test_a_conforming_file_ends_with_0_and_says_what_was_not_evaluated(good: Path) -> None:
    result = run(good)
    assert result.return_value == 0
    assert "không có lỗi" in result.output and "không đánh giá" in result.output


def test_errors_end_with_1_and_warnings_with_0(bad: Path, tmp_path: Path) -> None:
    result = run(bad)
    assert result.return_value == 1
    assert "ND30-311" in result.output and "ND30-257" in result.output and "khoản 6e" in result.output
    warned = write(sample().change({"ho_ten": {"text": "TS. Nguyễn Văn An"}}), tmp_path / "canh-bao.docx")
    assert run(warned).return_value == 0


@pytest.mark.parametrize("name", ["nd30/bao-cao-quy", "nd30/phu-luc-nhiem-vu", "dang/cong-van-don-doc"])
def test_a_template_is_told_as_one_and_not_held_against_the_form(name: str, tmp_path: Path) -> None:
    told = run(TEMPLATES / f"{name}.docx")
    assert told.return_value == 1 and "MAU013" in told.output and "template check" in told.output
    assert "ND30-" not in told.output and "DANG-" not in told.output
    with pytest.raises(BadDossier, match="là mẫu"):
        fix_file([TEMPLATES / f"{name}.docx"], tmp_path / "sua.docx")
    assert not list(tmp_path.iterdir())


def test_a_field_that_was_left_in_a_document_is_no_template(tmp_path: Path) -> None:
    left = write(sample().change({"ho_ten": {"text": "{{ họ tên }}"}}), tmp_path / "con-the.docx")
    assert "MAU013" not in run(left).output


def test_json_has_the_promised_fields(bad: Path) -> None:
    result = run(bad, "--format", "json")
    found = json.loads(result.output)
    assert {"problems", "not_evaluated"} <= set(found)
    assert sorted(one["code"] for one in found["problems"]) == ["ND30-257", "ND30-311"]
    fields = {"code", "severity", "where", "message", "article", "observed", "expected", "fixable"}
    for one in found["problems"]:
        assert fields <= set(one) and one["fixable"] is True and one["severity"] == "error"
    assert "ND30-701" in found["not_evaluated"] and "ND30-311" not in found["not_evaluated"]


def test_a_waived_rule_is_not_reported_and_is_named(bad: Path) -> None:
    result = run(bad, "--waive", "ND30-311", "--waive", "257")
    assert result.return_value == 0 and "miễn ND30-257, ND30-311" in result.output


def test_an_unknown_rule_is_refused_with_the_nearest(bad: Path) -> None:
    from generator.core.problems import WrongUsage
    from generator.stories.lint import lint_files

    with pytest.raises(WrongUsage) as refusal:
        lint_files([bad], waived=["ND30-310"])
    assert "ND30-31" in refusal.value.next_step
    assert run(bad, "--waive", "ND30-999").return_value == 2
    assert run(bad, "--standard", "iso").return_value == 2


def test_a_rule_is_explained_with_its_article_and_how_well_it_is_known() -> None:
    result = run("--explain", "nd30-102")
    assert result.return_value == 0
    assert "Lề trang" in result.output and "khoản 3" in result.output and "tự sửa được" in result.output
    assert "nguồn thứ cấp" in run("--explain", "DANG-102").output


def test_a_corrected_copy_is_written_and_told_of(bad: Path, tmp_path: Path) -> None:
    target = tmp_path / "da-sua.docx"
    result = run(bad, "--fix", target)
    assert result.return_value == 1 and "sửa 2 chỗ" in result.output
    assert run(target).return_value == 0


def test_one_unreadable_file_does_not_stop_the_others(good: Path, tmp_path: Path) -> None:
    broken = tmp_path / "hong.docx"
    broken.write_bytes(b"khong phai zip")
    old = tmp_path / "cu.doc"
    old.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600))
    result = run(broken, old, tmp_path / "khong-co.docx", good)
    assert result.return_value == 1
    assert result.output.count("TEP009") == 2 and "TEP001" in result.output and "không có lỗi" in result.output


def test_without_a_file_it_says_what_is_missing() -> None:
    result = run()
    assert result.exception is not None and "TỆP.docx" in usage_message(result.exception)  # type: ignore[arg-type]


def test_the_reference_of_rules_is_up_to_date() -> None:
    assert TARGET.read_text("utf-8") == reference(), "chạy: python -m generator.lint.reference"


@pytest.mark.parametrize("name", STANDARDS)
def test_every_rule_of_a_standard_has_an_article_and_words_of_its_own(name: str) -> None:
    standard = load_standard(name)
    rules = rules_of(standard)
    assert len(rules) > 120
    for one in rules:
        assert one.source(standard).article, one.number
        assert one.explanation.endswith((".", "…")) and one.title


def test_facts_from_secondary_sources_say_so_in_every_message(tmp_path: Path) -> None:
    from generator.stories.lint import lint_files

    report = lint_files([write(sample(), tmp_path / "a.docx")], standard="dang")[0].report
    assert report is not None and len(report.findings) > 10
    assert all(one.message.endswith("(theo nguồn thứ cấp)") for one in report.findings)
