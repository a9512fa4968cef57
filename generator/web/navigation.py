"""The views in the order of the day; one that is not there is not shown."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the navigation; `here` is True on the pages of its view, `icon` the name of the drawing beside it."""

    title: str
    address: str
    here: bool
    icon: str


DOSSIER_VIEWS = (
    ("Tổng quan", "overview.show", "overview"),
    ("Kiểm tra", "check.show", "check"),
    ("Nhập kết quả", "entry.show", "pencil"),
    ("Lập báo cáo", "build.show", "build"),
    ("Báo cáo đã lập", "finished.show", "papers"),
    ("Nhận lại bản sửa", "bring_back.show", "back"),
    ("Tra số liệu", "figures.show", "search"),
    ("Biểu thu thập", "forms.show", "table"),
    ("Ban hành", "issue.show", "seal"),
    ("Công khai", "publish.show", "globe"),
    ("Lịch sử", "history.show", "clock"),
)
GLOBAL_VIEWS = (
    ("Hồ sơ", "home.show", "folder"),
    ("Kiểm tra thể thức", "format_check.show", "ruler"),
    ("So sánh hai bản", "comparing.show", "compare"),
    ("Việc đang chạy", "works.show", "running"),
    ("Trợ giúp", "help.show", "help"),
)
SAME_VIEW = {"result": "finished", "reminders": "forms"}
"""Blueprints whose pages belong to another one's entry."""


def dossier_navigation() -> list[Entry]:
    """The views of one dossier, in the order of the day."""
    return _entries(DOSSIER_VIEWS)


def global_navigation() -> list[Entry]:
    """The views of no dossier."""
    return _entries(GLOBAL_VIEWS)


def _entries(views: tuple[tuple[str, str, str], ...]) -> list[Entry]:
    current = SAME_VIEW.get(request.blueprint or "", request.blueprint)
    known = current_app.view_functions
    return [
        Entry(title, url_for(endpoint), endpoint.partition(".")[0] == current, icon)
        for title, endpoint, icon in views
        if endpoint in known
    ]
