"""What a warm worker has before its order comes: every task of the page, and the example built once.

A process of its own imports this by name (warm_workers.py), and workers are forked from it.
"""

from __future__ import annotations

import importlib
import pkgutil
import tempfile
from pathlib import Path

from generator.stories.build import build
from generator.stories.jobs import Job
from generator.web import tasks

EXAMPLE = Path(__file__).parents[2] / "inputs/lai-chau-nq57.xlsx"

for one in pkgutil.iter_modules(tasks.__path__):
    importlib.import_module(f"{tasks.__name__}.{one.name}")
with tempfile.TemporaryDirectory() as folder:
    build(Job(EXAMPLE, "2025-Q3", out=Path(folder)))
