"""The page says what a person does here, not what one would type."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.web.wording import WORDS, in_words_of_the_page

GENERATOR = Path(__file__).parents[2] / "generator"
SHOWN = (
    "write/manifest.py",
    "compute/comparison_choice.py",
    "compute/restatements.py",
    "compute/collecting.py",
    "stories/convert.py",
    "stories/issue.py",
    "stories/history.py",
    "stories/collect.py",
    "stories/letters_due.py",
    "stories/remind.py",
)


def sentences(module: str) -> list[str]:
    """The quoted pieces of a module that name an option or a command."""
    return re.findall(r'"([^"\n]*(?:--[a-z]|\bbaocao [a-z])[^"\n]*)"', (GENERATOR / module).read_text(encoding="utf-8"))


@pytest.mark.parametrize("module", SHOWN)
def test_a_message_that_names_an_option_is_said_otherwise(module: str) -> None:
    found = sentences(module)
    assert found
    assert [one for one in map(in_words_of_the_page, found) if "--" in one or "baocao " in one] == []


def test_no_replacement_brings_back_what_another_takes_away() -> None:
    for _, done in WORDS:
        assert in_words_of_the_page(done) == done and "--" not in done
