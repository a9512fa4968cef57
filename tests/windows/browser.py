"""A browser of this machine before a page that runs under wine: the addresses are the same for both."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path

from .conftest import Windows, next_line


@dataclass
class Page:
    """One page with its cookie; `get` and `post` take addresses without the secret prefix."""

    address: str
    process: subprocess.Popen[bytes]
    opener: urllib.request.OpenerDirector
    home: str = ""
    csrf: str = ""

    @classmethod
    @contextlib.contextmanager
    def opened(cls, windows: Windows, line: str, desk: Path) -> Iterator[Page]:
        """The page that a command line opens; ended afterwards as closing its window would."""
        process = windows.start("cmd", "/c", "dong-lenh.bat", **windows.line(line, desk))
        try:
            address = _shown(process)
            cookies = urllib.request.HTTPCookieProcessor(CookieJar())
            page = cls(address, process, urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies))
            page._come_in()
            yield page
        finally:
            windows.end_python_of(process)
            assert process.stdin and process.stdout and process.stderr
            with contextlib.suppress(OSError):  # the window waits for a key after a page that was ended from outside
                process.stdin.write(b"x\r\n")
                process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()
            process.stdout.close()
            process.stderr.close()

    def _come_in(self) -> None:
        entered = self._read(self.address)
        found = re.search(r'href="(/[^"/]{10,})/"|url=(/[^"/]{10,})/', entered)
        assert found, entered
        origin = "/".join(self.address.split("/")[:3])
        self.home = origin + (found[1] or found[2])
        csrf = re.search(r'name="csrf" value="([^"]+)"', self.get("/"))
        assert csrf
        self.csrf = csrf[1]

    def get(self, path: str) -> str:
        return self._read(self.home + path)

    def download(self, link: str) -> bytes:
        """What stands behind a link of a page, which has the prefix."""
        with self.opener.open("/".join(self.home.split("/")[:3]) + link, timeout=60) as answer:
            return bytes(answer.read())

    def post(self, path: str, **fields: str) -> str:
        """Sends a form; gives the address it leads to, without the prefix."""
        data = urllib.parse.urlencode({"csrf": self.csrf, **fields}).encode()
        origin = "/".join(self.home.split("/")[:3])
        request = urllib.request.Request(self.home + path, data=data, headers={"Origin": origin})
        with self.opener.open(request, timeout=60) as answer:
            return str(answer.geturl()).removeprefix(self.home)

    def waits(self, dossier: str, kind: str, seconds: float = 90) -> str:
        """The state in which some work ends."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            state = str(json.loads(self.get(f"{dossier}/viec/{kind}/trang-thai"))["state"])
            if state not in ("waiting", "running"):
                return state
            time.sleep(0.2)
        raise AssertionError(f"{kind} does not end")

    def _read(self, address: str) -> str:
        with self.opener.open(address, timeout=60) as answer:
            return str(answer.read().decode())


def _shown(process: subprocess.Popen[bytes]) -> str:
    seen = b""
    while True:
        piece = next_line(process, seen)
        seen += piece
        if found := re.search(r"http://\S+", piece.decode()):
            return found[0]
