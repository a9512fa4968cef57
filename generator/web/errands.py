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
from generator.web.orders import WorkState, orders
from generator.web.site import site

KEPT = 20
"""Only the newest so many are kept."""


_FOLDER = "tam"


def errand_folders(workspace: Path) -> list[DossierFolder]:
    """Those there are."""
    return [DossierFolder(path) for path in (workspace / _FOLDER).glob("*") if KEY.fullmatch(path.name)]


def _place() -> Path:
    return site().settings.folder / _FOLDER


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


def errand_state(folder: DossierFolder, kind: str, work: str = "") -> WorkState:
    """The state of its work, of that kind or of that id. Raises NotFound where there is none."""
    works = site().works
    known = kind.isidentifier()
    state = (works.state(folder, kind, work) if work else works.newest(folder, kind)) if known else None
    if state is None:
        raise NotFound
    return state


def done_errand(key: str, kind: str) -> WorkState:
    """The state of work of a key that is done. Raises NotFound for any other."""
    state = errand_state(errand(key), kind)
    if not state.done:
        raise NotFound
    return state


def _forget_old() -> None:
    found = sorted((one.folder for one in errand_folders(site().settings.folder)), key=_changed, reverse=True)
    for path in found[KEPT:]:
        if orders(DossierFolder(path)):
            continue
        try:
            with DossierFolder(path).held(wait=0):
                pass
        except BaocaoError:
            continue
        shutil.rmtree(path, ignore_errors=True)


def _changed(path: Path) -> tuple[float, str]:
    return path.stat().st_mtime, path.name
