"""Which versions the bundles and the tests take: named in lock files, with the bytes of every one."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "installer/khoa"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
COVERS = {
    "chuong-trinh.txt": ("web", "ky-so"),
    "cum-may.txt": ("web", "ky-so", "cluster"),
    "phat-trien.txt": ("web", "ky-so", "dev"),
}


def pins(name: str) -> dict[str, tuple[str, int]]:
    """Package → its version and how many files of it are known."""
    text = (LOCKS / name).read_text(encoding="utf-8").replace("\\\n", " ")
    found = {}
    for line in filter(None, text.splitlines()):
        package, version = re.match(r"([a-z0-9-]+)==(\S+)", line).groups()  # type: ignore[union-attr]
        found[package] = version, len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", line))
    return found


@pytest.mark.parametrize("name", COVERS)
def test_every_package_the_project_asks_for_is_locked_at_a_version_it_allows(name: str) -> None:
    locked = pins(name)
    asked = [*PROJECT["dependencies"], *(one for e in COVERS[name] for one in PROJECT["optional-dependencies"][e])]
    for text in asked:
        wanted = Requirement(text)
        if wanted.name != PROJECT["name"]:
            version, _ = locked[canonicalize_name(wanted.name)]
            assert wanted.specifier.contains(version), f"{text}: locked at {version}; run make lock"


@pytest.mark.parametrize("name", [*COVERS, "dung-goi.txt"])
def test_a_lock_file_names_the_bytes_of_every_package_and_no_place_to_get_them_from(name: str) -> None:
    assert all(files > 0 for _, files in pins(name).values())
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted", (LOCKS / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("package", "least"),
    [("Jinja2", "3.1.6"), ("filelock", "3.20.3"), ("waitress", "3.0.2"), ("Werkzeug", "3.1.6"), ("Flask", "3.1.3")],
)
def test_a_version_with_a_known_hole_is_never_asked_for(package: str, least: str) -> None:
    asked = [Requirement(one) for one in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["web"])]
    (one,) = [one for one in asked if one.name == package]
    before = least.rsplit(".", 1)[0] + f".{int(least.rsplit('.', 1)[1]) - 1}"
    assert one.specifier.contains(least) and not one.specifier.contains(before)
