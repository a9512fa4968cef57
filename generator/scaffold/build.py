"""Makes the built-in templates of every standard: `python -m generator.scaffold.build` writes templates/."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.core.standard import STANDARDS, Standard, load_standard
from generator.scaffold.appendix import appendix_template
from generator.scaffold.inherit import read_outline
from generator.scaffold.letter import letter_template
from generator.scaffold.outline import parse_appendix_outline, parse_letter_outline, parse_report_outlines
from generator.scaffold.report import report_template

OUTLINES = Path("templates/de-cuong")
TEMPLATES = Path("templates")


def built_in_templates(standard: Standard, outlines: Path) -> Mapping[str, bytes]:
    """Name of each template file of a standard → its bytes, from the outlines in a folder."""
    made: dict[str, bytes] = {}
    for path in sorted(outlines.glob("*.toml")):
        data = read_outline(path)
        if "section" in data:
            made |= {f"{o.name}.docx": report_template(standard, o) for o in parse_report_outlines(data)}
        elif "part" in data:
            letter = parse_letter_outline(data)
            made[f"{letter.name}.docx"] = letter_template(standard, letter)
        else:
            appendix = parse_appendix_outline(data)
            made[f"{appendix.name}.docx"] = appendix_template(standard, appendix)
    return made


def write_all(outlines: Path = OUTLINES, templates: Path = TEMPLATES) -> None:
    """Writes the templates of every standard into its folder."""
    for name in STANDARDS:
        folder = templates / name
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in built_in_templates(load_standard(name), outlines / name).items():
            (folder / file).write_bytes(content)


if __name__ == "__main__":
    write_all()
