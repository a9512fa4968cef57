"""The folder of one dossier, and the workspace of all. Folders have random names; what people call them is text.

<workspace>/<random>/
  thong-tin.json   the name shown, the day it was added
  ho-so.xlsx       the workbook
  lich-su/0001.xlsx …   workbooks that were replaced; 0002-0001.khac: what is other in the second than in the first
  outputs/ho-so/<period>/   what `build` writes
  returns/         returns of agencies
  phieu/           forms for agencies; cong-khai/: pages for everybody
  viec/            the last state of every kind of work
  xem-truoc/       pages for looking at; may be deleted at any time
<workspace>/da-xoa/<random>/   dossiers removed, until they are brought back
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import BaseFileLock, Timeout

from generator.core.folders import BASE, HISTORY, MANIFEST
from generator.core.problems import BadDossier, FolderBusy, WrongUsage
from generator.office.zip_patch import NotWhole, patch_of, patched
from generator.web.json_file import read_json, replace_file, write_json
from generator.web.marks import file_mark
from generator.web.names import display_name
from generator.write.open_signs import OpenSign, open_signs
from generator.write.refusals import refuse_open
from generator.write.swap import copy_kept, is_leftover, taken

KEY = re.compile(r"[0-9a-f]{32}")
WORKBOOK = "ho-so.xlsx"
_OFFICE = (".docx", ".xlsx")
WHOLE, PATCH = ".xlsx", ".khac"
"""Endings of what the history keeps: a workbook, or only what is other in it than in a workbook kept before."""
_ABOUT, _LOCK, _TRASH, _NEW = "thong-tin.json", "khoa.lock", "da-xoa", ".moi-"


class Stale(WrongUsage):
    """A form that was filled in before the dossier changed."""


@dataclass(frozen=True, slots=True)
class EarlierWorkbook:
    """A workbook that was replaced; `at` is when it was last saved.

    It stands whole in the history, or as what is other in it than in the whole one that `base` is.
    """

    number: int
    path: Path
    at: datetime
    base: Path | None = None

    def content(self) -> bytes:
        """The workbook. Raises BadDossier where the history is damaged."""
        try:
            kept = self.path.read_bytes()
            return kept if self.base is None else patched(self.base.read_bytes(), kept)
        except (OSError, NotWhole) as error:
            raise BadDossier(
                f"Không dựng lại được bản {self.number} của sổ tính: tệp trong thư mục lịch sử đã bị sửa hoặc mất.",
                "Dùng một bản khác trong Lịch sử, hoặc lấy lại tệp từ bản sao lưu của máy.",
            ) from error


@dataclass(frozen=True, slots=True)
class DossierFolder:
    """Where one dossier's files are. `key` is the folder's random name; it stands in addresses."""

    folder: Path

    @property
    def key(self) -> str:
        return self.folder.name

    @property
    def name(self) -> str:
        """What people call it: text to be shown, nothing else."""
        return str((read_json(self.folder / _ABOUT) or {}).get("name") or "Hồ sơ")

    @property
    def added(self) -> str:
        """When it was added, as ISO; "" where that was not kept."""
        return str((read_json(self.folder / _ABOUT) or {}).get("added") or "")

    @property
    def workbook(self) -> Path:
        return self.folder / WORKBOOK

    @property
    def outputs(self) -> Path:
        """What `build` and its kin take as `out`; the reports stand in a folder of the workbook's stem there."""
        return self.folder / "outputs"

    @property
    def returns(self) -> Path:
        return self.folder / "returns"

    @property
    def forms(self) -> Path:
        """The forms made for agencies, a folder for each period."""
        return self.folder / "phieu"

    @property
    def sites(self) -> Path:
        """The pages for everybody, a folder for each period."""
        return self.folder / "cong-khai"

    @property
    def preview(self) -> Path:
        return self.folder / "xem-truoc"

    @property
    def works(self) -> Path:
        return self.folder / "viec"

    @property
    def changed_at(self) -> datetime:
        return datetime.fromtimestamp(self.workbook.stat().st_mtime if self.workbook.exists() else 0)

    def state(self) -> str:
        """A fingerprint of workbook and finished reports: two windows that show the same one know the same."""
        mark = hashlib.sha256()
        for path in (self.workbook, *sorted(self.outputs.rglob(MANIFEST))):
            if BASE not in path.parts and path.is_file():
                mark.update(path.relative_to(self.folder).as_posix().encode() + b"\0")
                mark.update(bytes.fromhex(file_mark(path)))
        return mark.hexdigest()

    def parts(self) -> dict[str, str]:
        """A fingerprint of each part that work may change, by its place in the folder.

        The workbook by its content; each report, the returns, forms and public pages by names, sizes and times alone.
        """
        found: dict[str, Any] = {}
        for place in (self.outputs, self.returns, self.forms, self.sites):
            for path in sorted(place.rglob("*")):
                name = path.relative_to(self.folder)
                with contextlib.suppress(OSError):
                    if path.is_file() and not any(map(is_leftover, name.parts)):
                        about = path.stat()
                        mark = found.setdefault(_part_of(name), hashlib.sha256())
                        mark.update(f"{name.as_posix()}\0{about.st_size}\0{about.st_mtime_ns}\0".encode())
        return {WORKBOOK: self.workbook_mark(), **{part: mark.hexdigest()[:16] for part, mark in found.items()}}

    def workbook_mark(self) -> str:
        """The fingerprint of the workbook alone; "" if it is gone."""
        return file_mark(self.workbook) if self.workbook.is_file() else ""

    def refuse_stale(self, state: str | None) -> None:
        """Raises Stale if the dossier is not what it was when the form was shown."""
        if state != self.state():
            raise stale()

    def lock(self, wait: float) -> BaseFileLock:
        """What a change of the dossier holds, in whichever process. Raises Timeout after `wait` seconds."""
        return taken(self.folder / _LOCK, wait)

    @contextlib.contextmanager
    def held(self, wait: float = 1.0) -> Iterator[None]:
        """Holds the dossier for a short change. Raises FolderBusy while work is going on."""
        try:
            lock = self.lock(wait)
        except Timeout as error:
            raise busy() from error
        try:
            yield
        finally:
            lock.release()

    def rename(self, name: str) -> None:
        about = read_json(self.folder / _ABOUT) or {"added": datetime.now().isoformat(timespec="minutes")}
        write_json(self.folder / _ABOUT, {**about, "name": display_name(name)})

    # --- the workbook ------------------------------------------------------------------------------

    def put_workbook(self, new: Path) -> None:
        """Takes `new` (a file within the workspace) as the workbook; the one before is kept in the history.

        Whoever calls holds the dossier. Raises FolderBusy where Excel or LibreOffice has it open: saving there would
        undo what is written here.
        """
        refuse_open(self.workbook)
        self._keep_workbook()
        new.replace(self.workbook)

    def open_signs(self) -> tuple[OpenSign, ...]:
        """What says that the workbook or a file of a report is open in Word, Excel or LibreOffice."""
        made = (path for path in self.outputs.rglob("*") if path.suffix in _OFFICE and BASE not in path.parts)
        return open_signs([self.workbook, *sorted(made)])

    @contextlib.contextmanager
    def workbook_replaced(self, new: Path) -> Iterator[None]:
        """`new` is the workbook from here on; where what is done within fails or is stopped, it is the one before."""
        before, known = self.workbook_mark(), len(self.earlier_workbooks())
        try:
            self.put_workbook(new)
            yield
        except BaseException:  # also where a person says stop
            kept = self.earlier_workbooks()[known:]
            if self.workbook_mark() == before:  # not yet replaced: the copy says nothing new, or is cut
                for one in kept:
                    one.path.unlink()
            elif kept:
                self.take_back()
            else:
                self.workbook.unlink()
            raise

    def take_back(self) -> None:
        """The workbook that was replaced last in its place again, as if that had not been."""
        last = self.earlier_workbooks()[-1]
        replace_file(self.workbook, last.content())
        last.path.unlink()

    def _keep_workbook(self) -> None:
        """A copy of the workbook as it is; where only cells are other than in a copy there is, no more than those."""
        if not self.workbook.is_file():
            return
        known = self.earlier_workbooks()
        number = max((one.number for one in known), default=0) + 1
        kept = self.folder / HISTORY / f"{number:04}{WHOLE}"
        kept.parent.mkdir(exist_ok=True)
        whole = next((one for one in reversed(known) if one.base is None), None)
        patch = patch_of(whole.path.read_bytes(), self.workbook.read_bytes()) if whole is not None else None
        if whole is None or patch is None:
            copy_kept(self.workbook, kept)
            return
        kept = kept.with_name(f"{number:04}-{whole.number:04}{PATCH}")
        replace_file(kept, patch)
        with contextlib.suppress(OSError):
            shutil.copystat(self.workbook, kept)

    def earlier_workbooks(self) -> tuple[EarlierWorkbook, ...]:
        """The workbooks that were replaced, oldest first."""
        place, found = self.folder / HISTORY, list[EarlierWorkbook]()
        for path in sorted(place.glob("*")):
            number, _, base = path.stem.partition("-")
            if number.isdecimal() and path.suffix == (PATCH if base else WHOLE) and base.isdecimal() == bool(base):
                at = datetime.fromtimestamp(path.stat().st_mtime)
                found.append(EarlierWorkbook(int(number), path, at, place / f"{base}{WHOLE}" if base else None))
        return tuple(found)

    def new_file(self) -> Path:
        """A path for a file on its way in; it is renamed when it is whole."""
        return self.folder / f"{_NEW}{secrets.token_hex(8)}"


def _part_of(name: Path) -> str:
    """The part of a dossier that a file of it belongs to: a report by its folder, a register by itself."""
    parts = name.parts[: name.parts.index(BASE)] if BASE in name.parts else name.parts[:-1]
    if parts[0] == "returns":
        parts = parts[:1]
    return "/".join(parts if len(parts) != 2 or parts[0] != "outputs" else name.parts)


def stale() -> Stale:
    """The refusal of a form that was made before the dossier changed."""
    return Stale(
        "Hồ sơ đã thay đổi sau khi mở trang này, nên việc vừa yêu cầu chưa được làm.",
        "Xem lại hồ sơ như hiện nay rồi làm lại nếu vẫn cần.",
    )


def busy() -> FolderBusy:
    """The refusal while work goes on in a dossier."""
    return FolderBusy("Hồ sơ này đang có việc khác chạy.", "Chờ việc đó xong, hoặc dừng nó, rồi làm lại.")


@dataclass(frozen=True, slots=True)
class Workspace:
    """All dossiers of one folder."""

    folder: Path

    def clear_arrivals(self, before: float) -> None:
        """Deletes what a crash left on its way in and nobody has touched since `before` (a time of the system)."""
        for path in (*self.folder.glob(f"{_NEW}*"), *self.folder.glob(f"*/{_NEW}*")):
            if path.stat().st_mtime < before:
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def dossiers(self) -> tuple[DossierFolder, ...]:
        """Those there are, last changed first."""
        return _in(self.folder)

    def removed(self) -> tuple[DossierFolder, ...]:
        return _in(self.folder / _TRASH)

    def open(self, key: str) -> DossierFolder | None:
        """The dossier of a key from an address; None if there is none. Nothing but a key reaches the file system."""
        folder = self.folder / key
        return DossierFolder(folder) if KEY.fullmatch(key) and folder.is_dir() else None

    def create(self, name: str, fill: Callable[[Path], object]) -> DossierFolder:
        """A new dossier whose workbook `fill` writes to the path it is given; nothing is left if that fails."""
        key = secrets.token_hex(16)
        begun = self.folder / f"{_NEW}{key}"
        begun.mkdir(parents=True, mode=0o700)
        try:
            fill(begun / WORKBOOK)
            DossierFolder(begun).rename(name)
            begun.rename(self.folder / key)
        finally:
            shutil.rmtree(begun, ignore_errors=True)
        return DossierFolder(self.folder / key)

    def remove(self, dossier: DossierFolder) -> None:
        """Into the trash folder, as a whole. Raises FolderBusy while work is going on."""
        with dossier.held():
            pass
        trash = self.folder / _TRASH
        trash.mkdir(exist_ok=True)
        try:
            dossier.folder.rename(trash / dossier.key)
        except OSError as error:
            raise FolderBusy("Có tệp của hồ sơ này đang mở.", "Đóng tệp trong Word hoặc Excel rồi làm lại.") from error

    def bring_back(self, key: str) -> DossierFolder | None:
        """A removed dossier to its place again; None if there is none of that key."""
        gone = self.folder / _TRASH / key
        if not KEY.fullmatch(key) or not gone.is_dir():
            return None
        gone.rename(self.folder / key)
        return DossierFolder(self.folder / key)


def _in(folder: Path) -> tuple[DossierFolder, ...]:
    found = [DossierFolder(path) for path in folder.iterdir() if KEY.fullmatch(path.name)] if folder.is_dir() else []
    return tuple(sorted(found, key=lambda one: (one.changed_at, one.key), reverse=True))
