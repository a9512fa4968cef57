"""Workers of a batch that fail on purpose; a module of their own because worker processes import it."""

from __future__ import annotations

import os
from collections.abc import Sequence

from generator.batch.results import Result
from generator.batch.work import Chunk, make

KILLER = "chet"
HUNGRY = "doi"


def make_or_die(chunk: Chunk) -> Sequence[Result]:
    """Ends the whole process, as the system does when memory runs out, once a dossier called `KILLER` comes."""
    if any(job.workbook.stem == KILLER for job in chunk.jobs):
        os._exit(9)
    if any(job.workbook.stem == HUNGRY for job in chunk.jobs):
        raise MemoryError
    return make(chunk)
