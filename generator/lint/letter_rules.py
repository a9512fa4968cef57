"""Rules 295 and 296: the subject of a letter."""

from __future__ import annotations

from collections.abc import Iterator

from generator.lint.findings import Grade, Mark, SetParagraph, Unsure
from generator.lint.lines import short
from generator.lint.number_rules import is_party
from generator.lint.parts import Document
from generator.lint.registry import rule
from generator.problems import Severity


@rule("296", "Trích yếu công văn: “V/v”", "component.trich_yeu_cong_van", Severity.WARNING, ("trich_yeu_cong_van",))
def about(doc: Document) -> Iterator[Mark]:
    """Trích yếu của công văn bắt đầu bằng “V/v”."""
    line = doc.parts["trich_yeu_cong_van"][0]
    if not line.text.startswith("V/v ") and not is_party(doc):
        yield Mark(
            "Trích yếu công văn phải bắt đầu bằng “V/v”.",
            line.paragraph,
            short(line.text),
            line.text.split(" ")[0],
            "V/v",
        )


@rule(
    "295",
    "Trích yếu công văn: cách dòng",
    "component.trich_yeu_cong_van",
    Severity.WARNING,
    ("trich_yeu_cong_van", "so_ky_hieu"),
    Grade.SAFE,
)
def about_spacing(doc: Document) -> Iterator[Mark | Unsure]:
    """Trích yếu của công văn cách dòng số, ký hiệu 6 pt."""
    line, above = doc.parts["trich_yeu_cong_van"][0].paragraph, doc.parts["so_ky_hieu"][0].paragraph
    limits = doc.standard["trich_yeu_cong_van"].space_before
    if limits is None or line.index != above.index + 1 or line.spot != above.spot:
        yield Unsure("trích yếu không ở ngay dưới số, ký hiệu")
        return
    gap = line.before + above.after
    if gap < limits.min:
        yield Mark(
            f"Trích yếu cách dòng số, ký hiệu {gap:g} pt, phải cách {limits.min:g} pt.",
            line,
            short(line.text),
            f"{gap:g} pt",
            f"{limits.min:g} pt",
            (SetParagraph(line, before=limits.min),),
            Grade.SAFE,
        )
