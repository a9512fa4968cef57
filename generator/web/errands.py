"""Work on files that belong to no dossier: each in a folder of its own that may be deleted at any time.

<workspace>/tam/<random>/   the files sent, what was made of them, the state of the work
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from werkzeug.exceptions import NotFound

from generator.core.problems import BaocaoError
from generator.web.dossiers import KEY, DossierFolder
from generator.web.site import site
from generator.web.work import WorkState

KEPT = 20
"""Only the newest so many are kept."""


def _place() -> Path:
    return site().settings.folder / "tam"


def new_errand(fill: Callable[[Path], object]) -> DossierFolder:
    """A folder for work without a dossier; `fill` takes in its files, and nothing is left if that fails."""
    folder = _place() / secrets.token_hex(16)
    folder.mkdir(parents=True, mode=0o700)
    try:
        fill(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _forget_old()
    return DossierFolder(folder)


def errand(key: str) -> DossierFolder:
    """The folder of a key from an address. Raises NotFound for any other word, and for one that is gone."""
    folder = _place() / key
    if not KEY.fullmatch(key) or not folder.is_dir():
        raise NotFound
    return DossierFolder(folder)


def errand_state(folder: DossierFolder, kind: str) -> WorkState:
    """The state of its work. Raises NotFound where there is none of that kind."""
    state = site().works.last(folder, kind) if kind.isidentifier() else None
    if state is None:
        raise NotFound
    return state


def _forget_old() -> None:
    found = sorted((path for path in _place().iterdir() if KEY.fullmatch(path.name)), key=_changed, reverse=True)
    for path in found[KEPT:]:
        try:
            with DossierFolder(path).held(wait=0):
                pass
        except BaocaoError:
            continue
        shutil.rmtree(path, ignore_errors=True)


def _changed(path: Path) -> tuple[float, str]:
    return path.stat().st_mtime, path.name
