"""Every rule by cases: a conforming document changed in one thing gives that rule's word and no other."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from generator.core.problems import Severity
from generator.lint.engine import lint, standard_for
from generator.lint.findings import LintReport
from generator.lint.read_document import read_document
from generator.stories.lint import fix_file
from tests.lint.sample_documents import LARGE, SMALL, Sample, Sizes, sample, with_appendices, write

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases.toml").read_text("utf-8"))["case"]
KINDS = ("bao_cao", "ke_hoach", "quyet_dinh", "to_trinh", "thong_bao", "cong_van")


def made_for(case: dict[str, Any]) -> Sample:
    document = sample(case.get("kind", "bao_cao"))
    if case.get("appendices"):
        with_appendices(document, case["appendices"])
    return document.change({name: None if change == "none" else change for name, change in case["set"].items()})


def report_on(path: Path) -> LintReport:
    view = read_document(path)
    return lint(view, standard_for(view))


def numbers(report: LintReport, *severities: Severity) -> list[str]:
    return sorted({one.code.removeprefix("ND30-") for one in report.findings if one.severity in severities})


def test_there_are_cases_and_their_names_differ() -> None:
    assert len(CASES) > 120
    assert len({case["name"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_one_fault_is_named_by_its_rule_and_no_other_speaks(case: dict[str, Any], tmp_path: Path) -> None:
    report = report_on(write(made_for(case), tmp_path / "van-ban.docx"))
    told = [f"{one.code} {one.where}: {one.message}" for one in report.findings]
    assert numbers(report, Severity.ERROR, Severity.WARNING) == sorted(case["expect"]), told
    assert numbers(report, Severity.NOTE) == sorted(case.get("notes", [])), told
    if "severity" in case:
        assert {one.severity.value for one in report.findings} == {case["severity"]}
    for finding in report.findings:
        assert finding.message and finding.article and finding.where
        assert finding.mark.observed and finding.mark.expected


FIXED = [case for case in CASES if case.get("fixed") or case.get("review")]


@pytest.mark.parametrize("case", FIXED, ids=[case["name"] for case in FIXED])
def test_a_fault_that_can_be_put_right_is_gone_from_the_corrected_copy(case: dict[str, Any], tmp_path: Path) -> None:
    path = write(made_for(case), tmp_path / "van-ban.docx")
    once = fix_file([path], tmp_path / "mot.docx", unsafe="review" in case)
    assert once.fixed and not numbers(report_on(once.target), Severity.ERROR, Severity.WARNING)
    twice = fix_file([once.target], tmp_path / "hai.docx", unsafe="review" in case)
    assert not twice.fixed and twice.target.read_bytes() == once.target.read_bytes()


@pytest.mark.parametrize("rules", ["border", "shape", "vml", "signs"])
@pytest.mark.parametrize("layout", ["table", "tabs", "boxes"])
@pytest.mark.parametrize("sizes", [Sizes(), SMALL, LARGE], ids=["between", "small", "large"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_conforming_document_is_clean_at_both_ends_of_every_range(
    kind: str, sizes: Sizes, layout: str, rules: str, tmp_path: Path
) -> None:
    document = sample(kind, sizes)
    document.layout, document.rules = layout, rules
    if kind != "quyet_dinh":
        with_appendices(document)
    report = report_on(write(document, tmp_path / "van-ban.docx"))
    assert not report.findings, [f"{one.code} {one.message}" for one in report.findings]
    assert report.passed > 90


def test_a_rule_whose_part_is_missing_is_not_evaluated_and_not_passed(tmp_path: Path) -> None:
    with_above = report_on(write(sample(), tmp_path / "a.docx"))
    without = report_on(write(sample().change({"chu_quan": None}), tmp_path / "b.docx"))
    assert "ND30-231" not in with_above.not_evaluated and "ND30-231" in without.not_evaluated
    assert without.passed < with_above.passed
    assert {"ND30-701", "ND30-702"} <= set(with_above.not_evaluated)
