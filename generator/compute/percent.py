"""Percentages as reports print them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def percent(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """`part` ÷ `whole` × 100 with exactly one decimal, half up (away from zero); None if `whole` is 0.

    Reckoned in whole numbers, so that neither a figure of any size nor a half is lost to rounding on the way.
    """
    if whole == 0:
        return None
    thousandths = Fraction(part) * 1000 / Fraction(whole)
    size = int(abs(thousandths) + Fraction(1, 2))
    return Decimal(f"{-size if thousandths < 0 else size}E-1")
