"""Every rule there is: the modules that hold them, and their rules by number."""

from __future__ import annotations

from generator.lint.registry import RULES, Rule
from generator.lint.rules import (
    appendix_rules,
    body_rules,
    closing_rules,
    component_rules,
    heading_rules,
    number_rules,
    page_number_rules,
    page_rules,
    spacing_rules,
    text_rules,
)

MODULES = (
    appendix_rules,
    body_rules,
    closing_rules,
    component_rules,
    heading_rules,
    number_rules,
    page_number_rules,
    page_rules,
    spacing_rules,
    text_rules,
)
"""A rule registers itself when its module is loaded."""


def all_rules() -> tuple[Rule, ...]:
    """Every rule, by number."""
    return tuple(RULES[number] for number in sorted(RULES))
