"""What is installed only where it is wanted: without it a person is told in words how to get it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.core.extras import CLUSTER, SIGNING, WEB, Extra

ROOT = Path(__file__).resolve().parent.parent
DOSSIER = str(ROOT / "inputs/lai-chau-nq57.xlsx")


@pytest.mark.parametrize(
    ("extra", "arguments"),
    [
        (WEB, ("web", "--no-browser")),
        (SIGNING, ("build", DOSSIER, "--period", "2025-Q3", "--signature-fields")),
        (CLUSTER, ("batch", DOSSIER, "--period", "2025-Q3", "--scheduler", "tcp://127.0.0.1:1")),
    ],
    ids=["web", "ky-so", "cluster"],
)
def test_a_machine_without_an_extra_is_told_what_to_install(
    extra: Extra, arguments: tuple[str, ...], tmp_path: Path
) -> None:
    missing = tmp_path / "missing"
    missing.mkdir()
    (missing / f"{extra.modules[-1]}.py").write_text("raise ImportError")
    environment = {**os.environ, "PYTHONPATH": str(missing), "BAOCAO_SOFFICE": str(tmp_path / "no-libreoffice")}
    run = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 3
    assert extra.command in run.stderr and "Traceback" not in run.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["missing"]


def test_every_extra_is_one_of_the_packages_own() -> None:
    import tomllib

    known = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    for extra in (WEB, SIGNING, CLUSTER):
        assert extra.name in known and extra.is_there()
