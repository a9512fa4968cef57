"""A dossier made of a file that is one already: read and checked first, so that a wrong file leaves none."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.core.problems import BadDossier, BaocaoError, Problem, Severity
from generator.stories.convert import convert
from generator.stories.jobs import Step
from generator.web.dossiers import WORKBOOK, DossierFolder, Workspace
from generator.web.tasks import check

TITLE = "Mở hồ sơ"
STEPS = (Step.READ, Step.VALIDATE)
_UNREADABLE = "TEP"
"""Begins the codes of what is wrong with a file as a whole."""


def run(folder: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """The key of the `dossier`. Raises BadDossier with what is wrong where the file cannot be read."""
    source, name = folder.folder / wanted["source"], wanted["name"]
    folder.workbook.unlink(missing_ok=True)
    if source.suffix == folder.workbook.suffix:
        shutil.copyfile(source, folder.workbook)
    else:
        try:
            convert(source, folder.workbook)
        except BaocaoError as error:
            raise _named(_to_open(error), source.name, name) from error
    found = check.look(folder, on_step)
    unread = [one for one in found.problems if one.severity is Severity.ERROR and one.code.startswith(_UNREADABLE)]
    if unread:
        raise _named(BadDossier(f"Không đọc được “{WORKBOOK}”.", "Sửa các lỗi sau rồi mở lại.", unread), WORKBOOK, name)
    workspace = Workspace(Path("..", ".."))
    dossier = workspace.create(wanted["title"], lambda path: shutil.copyfile(folder.workbook, path))
    try:
        check.keep(dossier, found)
    except BaseException:  # also where a person says stop: no dossier was made then
        shutil.rmtree(dossier.folder, ignore_errors=True)
        raise
    for path in (source, folder.workbook):
        path.unlink(missing_ok=True)
    return {"dossier": dossier.key}


def _to_open(error: BaocaoError) -> BaocaoError:
    """The refusal with a way on that is one where there is no dossier yet."""
    if not isinstance(error, BadDossier):
        return error
    return BadDossier(error.message, "Sửa các lỗi sau trong tệp rồi mở lại.", error.problems)


def _named(error: BaocaoError, ours: str, theirs: str) -> BaocaoError:
    """The same refusal, with the file under the name that a person knows it by."""
    message, way_on = error.message.replace(ours, theirs), error.next_step.replace(ours, theirs)
    if not isinstance(error, BadDossier):
        return type(error)(message, way_on)
    return BadDossier(message, way_on, [_problem_named(one, ours, theirs) for one in error.problems])


def _problem_named(problem: Problem, ours: str, theirs: str) -> Problem:
    return replace(
        problem.without_folder(), message=problem.message.replace(ours, theirs), fix=problem.fix.replace(ours, theirs)
    )
