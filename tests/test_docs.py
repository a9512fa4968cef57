"""What the documents say is so: commands, options, sheets, columns, codes, files, links."""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli import baocao
from generator import VERSION
from generator.core.problems import CATALOGUE
from generator.core.sections import TITLES
from generator.read.columns import SCHEMAS, SETTING_KEYS, SheetSchema, SheetTitle
from generator.stories.build import build
from generator.stories.jobs import Job

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("README.md", "CHANGELOG.md", "docs/huong-dan.md", "docs/kien-truc.md")
README, CHANGELOG, GUIDE, ARCHITECTURE = ((ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS)
COMMANDS = {name: command for name, command in baocao.commands.items() if not command.hidden}


def options_of(command: click.Command) -> set[str]:
    options = {flag for param in command.params if isinstance(param, click.Option) for flag in param.opts}
    inner = command.commands.values() if isinstance(command, click.Group) and command is not baocao else ()
    return {"--help"}.union(options, *(options_of(one) for one in inner))


def shell_lines(document: str) -> list[str]:
    """The lines of every shell block."""
    blocks = re.findall(r"```(?:sh|bat)\n(.*?)```", document, re.DOTALL)
    return [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def commands_shown(document: str) -> Iterator[str]:
    """Every `baocao …` of a document, in blocks, tables and running text."""
    yield from (line for line in shell_lines(document) if line.startswith("baocao"))
    yield from re.findall(r"`(baocao [^`]+)`", document)


# --- commands and options ------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_guide_tells_of_every_command_and_option_the_readme_of_every_command(name: str) -> None:
    assert re.search(rf"baocao {name}[ `]", GUIDE) and re.search(rf"`baocao {name}[ `]", README)
    options = options_of(COMMANDS[name])
    assert {option for option in options if f"`{option}" not in GUIDE and f" {option}" not in GUIDE} == set()


@pytest.mark.parametrize("flag", sorted(options_of(baocao) | {"-h"}))
def test_the_guide_tells_of_the_options_of_the_program_itself(flag: str) -> None:
    assert re.search(rf"`(?:baocao )?{flag}`", GUIDE)


@pytest.mark.parametrize("document", [README, GUIDE, CHANGELOG], ids=["README", "guide", "changelog"])
def test_no_command_or_option_is_promised_that_is_not_there(document: str) -> None:
    for shown in commands_shown(document):
        words = shown.replace("\\|", "|").split()
        if words[1].startswith("-") or words[1].isupper():
            known = options_of(baocao)
        else:
            assert words[1] in COMMANDS, shown
            known = options_of(COMMANDS[words[1]])
        asked = set(re.findall(r"(?<!\S)\[?(--[a-z-]+)", shown))
        assert asked <= known, shown
    every = set.union(options_of(baocao), *(options_of(command) for command in COMMANDS.values()))
    assert set(re.findall(r"`(--[a-z-]+)", document)) <= every


def test_the_commands_of_the_readme_run_as_they_stand(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "inputs", tmp_path / "inputs")
    for line in (line for line in shell_lines(README) if line.startswith("baocao ")):
        arguments = [word for word in shlex.split(line)[1:] if word != "--pdf"]
        done = subprocess.run(
            [sys.executable, str(ROOT / "cli.py"), *arguments], cwd=tmp_path, capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, (line, done.stderr)
    assert {path.name for path in tmp_path.iterdir()} == {"inputs", "outputs", "ho-so.xlsx", "danh-dau.xlsx"}


def test_what_is_typed_as_a_command_has_straight_quotes() -> None:
    lines = [*shell_lines(README), *shell_lines(GUIDE)]
    assert [line for line in lines if re.search("[“”‘’]", line)] == []


def test_the_make_targets_named_are_those_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    typed = {line.split()[1] for text in (README, GUIDE) for line in shell_lines(text) if line.startswith("make ")}
    named = set(re.findall(r"`make ([a-z-]+)", README + GUIDE + ARCHITECTURE))
    assert {"example", "test"} <= typed <= targets
    assert named <= targets


# --- the workbook --------------------------------------------------------------------------------


@pytest.mark.parametrize("schema", SCHEMAS, ids=[schema.title for schema in SCHEMAS])
def test_the_guide_explains_every_column_and_stars_the_required_ones(schema: SheetSchema) -> None:
    part = GUIDE.split(f"\n### {schema.title}\n")[1].split("\n#")[0]
    if schema.title == SheetTitle.SETTINGS:
        assert "**Mục** ★ và **Giá trị**" in part
        rows = [(key.title, key.required) for key in SETTING_KEYS]
    else:
        rows = [(column.title, column.required) for column in schema.columns]
    explained = [line.split("|")[1].strip() for line in part.splitlines() if line.startswith("| ")][1:]
    assert explained == [f"{title} ★" if required else title for title, required in rows]


def test_the_guide_lists_every_section_a_person_may_write() -> None:
    row = next(line for line in GUIDE.splitlines() if line.startswith("| Mục ★ | Chọn trong danh sách"))
    listed = row.split("|")[2].partition(":")[2]
    assert sorted(title.strip() for title in listed.split(";")) == sorted(TITLES)


def test_the_table_of_codes_is_that_of_the_catalogue() -> None:
    made_anew = runpy.run_path(str(ROOT / "docs/make_tables.py"))["with_tables"](GUIDE)
    assert made_anew == GUIDE, 'run "make docs"'
    explained = GUIDE.split("cho biết lỗi ở đâu:")[1].split(". ")[0]
    prefixes = {code.rstrip("0123456789") for code in CATALOGUE}
    assert prefixes == {words.split()[0] for words in explained.split(";")}
    assert set(re.findall(r"\(([A-Z]{2,3}\d{3})\)", GUIDE)) <= set(CATALOGUE)


# --- files ---------------------------------------------------------------------------------------


def test_the_readme_shows_the_files_that_the_example_gives(tmp_path: Path) -> None:
    folder = build(Job(ROOT / "inputs/lai-chau-nq57.xlsx", "2025-Q3", out=tmp_path)).published.folder
    tree = README.split("outputs/lai-chau-nq57/2025-Q3/\n")[1].split("```")[0]
    shown = {line.split()[0].rstrip("/") for line in tree.splitlines()}
    assert shown == {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in {anchor(line) for line in text.splitlines() if line.startswith("#")}
        elif not target.startswith("https://"):
            assert ((ROOT / name).parent / target).is_file(), target


def anchor(heading: str) -> str:
    """The name a heading gets on a page."""
    words = heading.lstrip("# ").casefold().replace(" ", "-")
    return "".join(letter for letter in words if letter == "-" or letter.isalnum())


def test_paths_named_in_the_documents_exist() -> None:
    built = "\n".join(line for line in ARCHITECTURE.splitlines() if "not on the street yet" not in line)
    for text in (README, built, GUIDE):
        for path in re.findall(r"`((?:generator|templates|docs|inputs)/[\w./*-]+)`", text):
            assert list(ROOT.glob(path.rstrip("/"))), path


def test_the_architecture_names_folders_and_no_file_of_the_program() -> None:
    """Files are moved, split and joined; a text that names them rots."""
    assert (
        re.findall(
            r"`(?:generator/)?[\w/]*\w\.(?:py|toml)`",
            re.sub(r"`(?:cli|__init__|tests/\S+|bench/\S+)\.py`", "", ARCHITECTURE),
        )
        == []
    )


def test_the_architecture_names_every_folder_of_the_street() -> None:
    folders = {path.parent.name for path in (ROOT / "generator").glob("*/__init__.py")}
    assert {folder for folder in folders if f"`generator/{folder}/" not in ARCHITECTURE} == set()


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs/anh").glob("*.png"))
    assert pictures and all(path.stat().st_size < 250_000 for path in pictures)


def test_the_newest_version_of_the_changelog_is_the_programs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    newest = re.findall(r"^## (\S+)", CHANGELOG, re.MULTILINE)[0]
    assert newest == project["version"] == VERSION
    headings = set(re.findall(r"^### (.+)", CHANGELOG, re.MULTILINE))
    assert headings <= {"Thêm", "Sửa", "Thay đổi", "Bảo mật"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_are_in_composed_unicode(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
