"""What a person sees when something is refused or goes wrong: plain words, a way on, no trace."""

from __future__ import annotations

import errno
import logging
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, render_template, request
from werkzeug.exceptions import HTTPException

from generator.core.problems import BadDossier, BaocaoError, FolderBusy
from generator.web.dossiers import Stale
from generator.web.page_words import file_size
from generator.web.site import site

_LOG = logging.getLogger("generator.web")

WORDS = {
    400: ("Yêu cầu không hợp lệ", "Trình duyệt gửi một yêu cầu mà chương trình không hiểu. Quay lại và làm lại."),
    403: (
        "Không được phép",
        "Yêu cầu không đến từ trang đang mở của chương trình, hoặc trang đã mở quá lâu. Tải lại trang rồi làm lại.",
    ),
    404: ("Không có trang này", "Địa chỉ không còn đúng: hồ sơ hoặc tệp có thể đã được xoá hay lập lại."),
    405: ("Yêu cầu không hợp lệ", "Trang này không nhận yêu cầu như vậy. Quay lại và làm lại."),
    413: (
        "Tệp quá lớn",
        "Tệp gửi lên vượt giới hạn {limit}. Giảm ảnh trong tệp hoặc chia nhỏ rồi bấm Quay lại để chọn lại.",
    ),
    500: (
        "Chương trình gặp lỗi",
        "Hồ sơ còn nguyên. Thử lại; nếu vẫn lỗi, chép dòng báo ở cửa sổ lệnh cho người hỗ trợ.",
    ),
}


def register_errors(app: Flask) -> None:
    """Pages for every error."""
    app.register_error_handler(BaocaoError, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OSError, _unwritten)
    app.register_error_handler(Exception, _fault)


def _refused(error: BaocaoError) -> tuple[str, int]:
    problems = [one.as_json() for one in error.problems] if isinstance(error, BadDossier) else []
    status = 409 if isinstance(error, FolderBusy | Stale) else 400
    return _page("error.html", status, title=error.message, advice=error.next_step, problems=problems)


def _http(error: HTTPException) -> Any:
    status = error.code or 500
    if status < 400:  # a redirect that Flask makes of itself
        return error
    if g.get("locked"):
        return _page("locked.html", 403)
    title, advice = WORDS.get(status, WORDS[400 if status < 500 else 500])
    advice = advice.replace("{limit}", file_size(current_app.config["MAX_CONTENT_LENGTH"]))
    return _page("error.html", status, title=title, advice=advice, problems=[])


def _unwritten(error: OSError) -> tuple[str, int]:
    """A full disk and a file held open are nobody's fault and are told as what they are; any other refusal is ours."""
    if isinstance(error, PermissionError):
        advice = "Đóng tệp của hồ sơ đang mở trong Excel, Word hoặc chương trình khác rồi làm lại."
        return _page("error.html", 409, title="Không đọc hoặc ghi được tệp của hồ sơ", advice=advice, problems=[])
    if error.errno not in (errno.ENOSPC, errno.EDQUOT):
        return _fault(error)
    advice = "Hồ sơ còn nguyên. Giải phóng chỗ trên ổ đĩa rồi làm lại."
    return _page("error.html", 507, title="Ổ đĩa đã đầy", advice=advice, problems=[])


def _fault(error: Exception) -> tuple[str, int]:
    _LOG.error("%s %s", request.method, request.endpoint, exc_info=error)
    title, advice = WORDS[500]
    return _page("error.html", 500, title=title, advice=advice, problems=[])


def _page(template: str, status: int, **values: Any) -> tuple[str, int]:
    """Without a session the page shows nothing of the workspace."""
    if g.get("session") is None:
        g.dossier = None
    busy_with = site().works.in_the_way(g.dossier) if status == 409 and g.get("dossier") else None
    return render_template(template, back=_back(), busy_with=busy_with, **values), status


def _back() -> str:
    """The address of the page of ours that the request came from; "" where it came from elsewhere or from itself.

    A form that goes to the address of its own page has a page to go back to: the same address, asked for.
    """
    came, prefix = urlsplit(request.referrer or ""), site().settings.prefix
    here = came.scheme == "http" and came.netloc.lower() == request.host.lower()
    if g.get("session") is None or not here or not came.path.startswith(f"{prefix}/"):
        return ""
    page = came.path.removeprefix(prefix)
    addresses = current_app.create_url_adapter(request)
    own = request.method == "GET" and page == request.path
    if own or addresses is None or not addresses.test(page, method="GET"):
        return ""
    return f"{came.path}?{came.query}" if came.query else came.path
