"""docs/mau-van-ban.md: its outlines work as they stand, and it tells of every code, sign and section key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.core.problems import CATALOGUE
from generator.core.sections import SECTIONS
from generator.core.standard import STANDARDS, load_standard
from generator.render.check_template import check_template
from generator.scaffold.from_outline import template_from
from generator.scaffold.outline import LineKind

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs/mau-van-ban.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.parametrize("standard", STANDARDS)
def test_the_outlines_of_the_guide_make_sound_templates(tmp_path: Path, standard: str) -> None:
    [plain], (several, extending, appendix) = blocks("text"), blocks("toml")
    (tmp_path / "nd30").symlink_to(ROOT / "templates/de-cuong/nd30")
    (tmp_path / "rieng").mkdir()
    outlines = [
        ("a.txt", plain, None, "bao-cao-quy"),
        ("b.toml", several, "nam", "bao-cao-nam"),
        ("rieng/c.toml", extending, "quy", "bao-cao-quy"),
        ("d.toml", appendix, None, "phu-luc-van-ban"),
    ]
    for name, text, kind, stem in outlines:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        assert check_template(name, stem, template_from(path, load_standard(standard), kind)) == (), name


def test_the_guide_tells_of_every_code_sign_and_section() -> None:
    assert [code for code in CATALOGUE if code.startswith("MAU") and f"| {code} |" not in GUIDE] == []
    assert [kind for kind in LineKind if kind.value and f"| `{kind.value}` |" not in GUIDE] == []
    assert [section.key for section in SECTIONS if f"`{section.key}`" not in GUIDE] == []
