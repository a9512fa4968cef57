"""Makes the built-in templates: `python -m generator.scaffold.build` writes templates/nd30 from its outlines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.scaffold.appendix import appendix_template
from generator.scaffold.outline import parse_appendix_outline, parse_report_outlines
from generator.scaffold.report import report_template
from generator.standard import load_standard

OUTLINES = Path("templates/de-cuong/nd30")
TEMPLATES = Path("templates/nd30")


def built_in_templates(outlines: Path) -> Mapping[str, bytes]:
    """Name of each template file → its bytes, from the outlines in a folder."""
    standard = load_standard("nd30")
    made: dict[str, bytes] = {}
    for path in sorted(outlines.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        if path.stem == "bao-cao":
            made |= {f"{o.name}.docx": report_template(standard, o) for o in parse_report_outlines(text)}
        else:
            appendix = parse_appendix_outline(text)
            made[f"{appendix.name}.docx"] = appendix_template(standard, appendix)
    return made


if __name__ == "__main__":
    for name, content in built_in_templates(OUTLINES).items():
        (TEMPLATES / name).write_bytes(content)
