"""Files on their way out, under a name that people recognise."""

from __future__ import annotations

import contextlib
import io
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from flask import send_file
from werkzeug.wrappers import Response

from generator.web.names import content_disposition, file_name

_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".zip": "application/zip",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
}
_IN_MEMORY = 8 * 1024 * 1024
_PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
"""The viewers of browsers bring styles of their own."""
_PAGE_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""A page for everybody runs nothing and loads its own style sheet; the lengths of its bars stand in its text."""


def send(path: Path, name: str, inline: bool = False) -> Response:
    """The file as a download called `name` (a display name, without suffix); `inline` shows it in the browser."""
    suffix = path.suffix.lower()
    answer = send_file(path.resolve(), mimetype=_TYPES.get(suffix, "application/octet-stream"), etag=False)
    return _named(answer, file_name(name, suffix), inline)


def send_content(content: bytes, name: str, suffix: str) -> Response:
    """Bytes as a download called `name`."""
    return _named(send_file(io.BytesIO(content), mimetype=_TYPES[suffix]), file_name(name, suffix), False)


def send_zip(files: Iterable[tuple[str, Path]], name: str) -> Response:
    """Several files as one zip: (display name, path) of each. Names in it are made distinct."""
    used = set[str]()
    with contextlib.ExitStack() as unsent:
        buffer = unsent.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as package:
            for shown, path in files:
                member, number = file_name(shown, path.suffix.lower()), 2
                while member.casefold() in used:
                    member, number = file_name(f"{shown} ({number})", path.suffix.lower()), number + 1
                used.add(member.casefold())
                package.write(path, member)
        buffer.seek(0)
        answer = send_file(buffer, mimetype=_TYPES[".zip"])
        unsent.pop_all()  # closed when the answer is sent
    return _named(answer, file_name(name, ".zip"), False)


def _named(answer: Response, name: str, inline: bool) -> Response:
    answer.headers["Content-Disposition"] = content_disposition(name, inline)
    if inline and name.endswith(".pdf"):
        answer.headers["Content-Security-Policy"] = _PDF_POLICY
    if name.endswith(".html"):
        answer.headers["Content-Security-Policy"] = _PAGE_POLICY
    return answer
