"""The server: on the loopback address and nowhere else, one for a folder, opened with an address that works once."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import secrets
import socket
import stat
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import Timeout
from waitress import wasyncore
from waitress.server import create_server

from generator.core.problems import FolderBusy, WrongUsage
from generator.web import oversize
from generator.web.app import create_app
from generator.web.errands import errand_folders
from generator.web.json_file import read_json, replace_file
from generator.web.settings import WebSettings
from generator.write.swap import taken

LOOPBACK = "127.0.0.1"
_LOCK, _ABOUT, _DOOR = "may-chu.lock", "may-chu.json", "mo-trang.html"
_THREADS = 8
_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Started:
    """A server that is ready: the address that opens it once, and `serve`, which blocks until it is interrupted.

    `close` ends it from another thread.
    """

    address: str
    port: int
    serve: Callable[[], None]
    close: Callable[[], None]
    app: Any


@contextlib.contextmanager
def _private() -> Iterator[None]:
    """What this process and its workers make meanwhile is this account's alone, also in a folder open to others."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@_private()
def run(folder: Path, port: int, open_browser: bool, tell: Callable[[str], None]) -> None:
    """Serves `folder` until Ctrl+C; if a server does so already, opens that one. `tell` shows a line to the person."""
    folder, opener = _usable(folder), webbrowser.open if open_browser else None
    if _open_to_others(folder):
        tell("Lưu ý: tài khoản khác trên máy này ghi được vào thư mục hồ sơ; nên dùng một thư mục riêng.")
    try:
        lock = taken(folder / _LOCK, 0)
    except Timeout:
        address = _address_of_running(folder)
        tell("Chương trình đang chạy với thư mục này; mở thêm một cửa sổ.")
        _show(folder, address, opener, tell)
        return
    try:
        started = start(folder, port)
        try:
            tell(f"Hồ sơ nằm trong thư mục: {folder}")
            _show(folder, started.address, opener, tell)
            tell("Giữ cửa sổ này mở trong khi làm việc. Nhấn Ctrl+C để kết thúc.")
            started.serve()
        finally:
            started.close()
            for name in (_ABOUT, _DOOR):
                (folder / name).unlink(missing_ok=True)
    finally:
        lock.release()


def start(folder: Path, port: int = 0, **limits: Any) -> Started:
    """Binds the socket and makes the application; nothing is served before `serve`."""
    listener = _listener(port)
    port = listener.getsockname()[1]
    settings = WebSettings(folder=folder, port=port, prefix=f"/{secrets.token_urlsafe(16)}", **limits)
    app = create_app(settings)
    here = app.extensions["baocao"]
    with contextlib.suppress(OSError):
        here.workspace.clear_arrivals(before=time.time() - _DAY)
    here.works.resume([*here.workspace.dossiers(), *errand_folders(folder)])
    connections: dict[int, Any] = {}
    server = create_server(
        app,
        map=connections,
        sockets=[listener],
        threads=_THREADS,
        ident=None,
        max_request_body_size=oversize.WITHOUT_END,
        max_request_header_size=64 * 1024,
        clear_untrusted_proxy_headers=True,
        connection_limit=2 * oversize.MOST,  # never reached: it would stop the listening
        channel_timeout=oversize.IDLE,
        cleanup_interval=5,
    )
    server.channel_class = oversize.channel_class(settings.largest_upload)
    logging.getLogger("waitress").setLevel(logging.ERROR)
    about = {"port": port, "host": socket.gethostname(), "secret": here.secret}
    _write_private(folder / _ABOUT, json.dumps(about))

    serving = threading.Event()

    def serve() -> None:
        serving.set()
        try:
            with contextlib.suppress(KeyboardInterrupt):
                server.run()
        finally:
            serving.clear()
            server.close()
            server.task_dispatcher.shutdown()

    def close() -> None:
        here.works.close()
        if serving.is_set():  # the loop ends where no connection is left
            with suppress(OSError):  # the loop may have ended meanwhile, and its pipe with it
                server.trigger.pull_trigger(lambda: wasyncore.close_all(connections, ignore_all=True))

    return Started(_address(port, here.sessions.new_token()), port, serve, close, app)


def _usable(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(folder / _DOOR, b"")
    except OSError as error:
        raise WrongUsage(
            f"Không ghi được vào thư mục “{folder}”.", "Chọn thư mục khác: baocao web --folder THƯ_MỤC"
        ) from error
    return folder.resolve()


def _open_to_others(folder: Path) -> bool:
    """Whether any account may put files there; Windows keeps its rights elsewhere."""
    return sys.platform != "win32" and bool(folder.stat().st_mode & stat.S_IWOTH)


def _listener(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform == "win32":  # else another account could take the same port beside us
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:  # connections of a server that has just ended do not keep its port; one that still listens does
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise WrongUsage(f"Cổng {port} không dùng được.", "Bỏ --port để chương trình tự chọn cổng.") from error
    return listener


def _address(port: int, token: str) -> str:
    return f"http://{LOOPBACK}:{port}/vao?ma={token}"


def _address_of_running(folder: Path) -> str:
    about = read_json(folder / _ABOUT) or {}
    elsewhere = FolderBusy(
        f"Thư mục “{folder}” đang được một máy hoặc tài khoản khác dùng.",
        "Chờ nơi kia kết thúc, hoặc chọn thư mục khác: baocao web --folder THƯ_MỤC",
    )
    if about.get("host") != socket.gethostname():
        raise elsewhere
    request = urllib.request.Request(
        f"http://{LOOPBACK}:{int(about['port'])}/mo-lai", data=b"", headers={"X-Baocao-Secret": str(about["secret"])}
    )
    try:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(request, timeout=10) as answer:
            return _address(int(about["port"]), str(json.load(answer)["token"]))
    except (OSError, ValueError, KeyError, urllib.error.URLError) as error:
        raise elsewhere from error


def _show(folder: Path, address: str, opener: Callable[[str], bool] | None, tell: Callable[[str], None]) -> None:
    """Opens the address through a private file: on a command line other accounts could read the token."""
    tell(f"Địa chỉ (dùng được một lần): {address}")
    if opener is None:
        return
    door = folder / _DOOR
    _write_private(door, f'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={address}">')
    if not opener(door.as_uri()):
        tell("Không mở được trình duyệt; chép địa chỉ trên vào trình duyệt.")


def _write_private(path: Path, text: str) -> None:
    """Readable by this account alone, where the system knows such rights; nothing that lies in wait is written to."""
    path.unlink(missing_ok=True)
    with open(path, "x", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as stream:
        stream.write(text)
