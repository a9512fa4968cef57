"""The views in the order of the day; one that is not there is not shown."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the navigation; `here` is True on the pages of its view."""

    title: str
    address: str
    here: bool


DOSSIER_VIEWS = (
    ("Tổng quan", "overview.show"),
    ("Kiểm tra", "check.show"),
    ("Nhập kết quả", "entry.show"),
    ("Lập báo cáo", "build.show"),
    ("Báo cáo đã lập", "finished.show"),
    ("Nhận lại bản sửa", "bring_back.show"),
    ("Tra số liệu", "figures.show"),
    ("Biểu thu thập", "forms.show"),
    ("Ban hành", "issue.show"),
    ("Lịch sử", "history.show"),
)
GLOBAL_VIEWS = (
    ("Hồ sơ", "home.show"),
    ("Kiểm tra thể thức", "format_check.show"),
    ("So sánh hai bản", "comparing.show"),
    ("Việc đang chạy", "works.show"),
    ("Trợ giúp", "help.show"),
)
SAME_VIEW = {"result": "finished", "reminders": "forms"}
"""Blueprints whose pages belong to another one's entry."""


def dossier_navigation() -> list[Entry]:
    return _entries(DOSSIER_VIEWS)


def global_navigation() -> list[Entry]:
    return _entries(GLOBAL_VIEWS)


def _entries(views: tuple[tuple[str, str], ...]) -> list[Entry]:
    current = SAME_VIEW.get(request.blueprint or "", request.blueprint)
    known = current_app.view_functions
    return [
        Entry(title, url_for(endpoint), endpoint.partition(".")[0] == current)
        for title, endpoint in views
        if endpoint in known
    ]
