"""The table of rules. A rule is a small generator, registered with its number, title and the article it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.core.problems import Severity
from generator.core.standard import Source, Standard
from generator.lint.findings import Grade, Mark, Unsure
from generator.lint.parts import Document

Check = Callable[[Document], Iterator[Mark | Unsure]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`subject` names the table of the standard that holds its numbers ("component.quoc_hieu", "page.margins").

    `needs`: parts without which the rule cannot be evaluated. `fix` is the best fix it offers.
    """

    number: str
    title: str
    subject: str
    severity: Severity
    check: Check
    needs: tuple[str, ...] = ()
    fix: Grade = Grade.NONE

    @property
    def family(self) -> str:
        return self.number[0]

    @property
    def explanation(self) -> str:
        return " ".join((self.check.__doc__ or "").split())

    def code(self, standard: Standard) -> str:
        return f"{standard.code}-{self.number}"

    def source(self, standard: Standard) -> Source:
        return standard.checks.source(self.subject)

    def severity_in(self, standard: Standard) -> Severity:
        return Severity(standard.checks.severities.get(self.number, self.severity.value))

    def applies_to(self, standard: Standard) -> bool:
        """False for a rule about a component that the standard does not have."""
        kind, _, key = self.subject.partition(".")
        known = kind != "component" or key in standard.components
        return known and self.number not in standard.checks.unused_rules


RULES: dict[str, Rule] = {}


def rule(
    number: str,
    title: str,
    subject: str,
    severity: Severity = Severity.ERROR,
    needs: tuple[str, ...] = (),
    fix: Grade = Grade.NONE,
) -> Callable[[Check], Check]:
    """Registers a rule; a number is given once."""

    def register(check: Check) -> Check:
        if number in RULES:
            raise ValueError(f"rule {number} is registered twice")
        RULES[number] = Rule(number, title, subject, severity, check, needs, fix)
        return check

    return register
