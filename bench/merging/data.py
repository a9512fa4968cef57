"""The rows that every peer merges, always the same ones, and what a finished document must show."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import asdict, astuple, dataclass
from pathlib import Path

COLUMNS = ("code", "content", "lead", "product", "deadline", "status", "result")
HEADINGS = (
    "Mã",
    "Nội dung nhiệm vụ",
    "Cơ quan chủ trì",
    "Sản phẩm",
    "Thời hạn",
    "Tình trạng",
    "Kết quả thực hiện",
)

_VERBS = ("Rà soát, bổ sung", "Xây dựng", "Trình ban hành", "Tổ chức thực hiện", "Đẩy nhanh tiến độ", "Hoàn thiện")
_THINGS = (
    "quy hoạch sử dụng đất",
    "đề án phát triển nguồn nhân lực",
    "cơ chế hỗ trợ doanh nghiệp <nhỏ & vừa>",
    "hệ thống thông tin giải quyết thủ tục hành chính",
    "kế hoạch giảm nghèo bền vững",
    "chương trình “Mỗi xã một sản phẩm”",
)
_WHERE = (
    "trên địa bàn tỉnh",
    "tại các huyện biên giới",
    "ở vùng đồng bào dân tộc thiểu số",
    "trong các khu công nghiệp",
)
_AGENCIES = (
    "Sở Tài chính",
    "Sở Nội vụ",
    "Sở Y tế",
    "Sở Xây dựng",
    "Ủy ban nhân dân các xã",
    "Sở Khoa học và Công nghệ",
)
_PRODUCTS = ("Quyết định của Ủy ban nhân dân tỉnh", "Báo cáo", "Nghị quyết của Hội đồng nhân dân tỉnh", "Kế hoạch")
_STATUSES = ("Hoàn thành", "Đang thực hiện", "Quá hạn", "Chưa đến hạn")


@dataclass(frozen=True, slots=True)
class Task:
    """One row; every field is text, some with letters that XML reserves."""

    code: str
    content: str
    lead: str
    product: str
    deadline: str
    status: str
    result: str


def tasks(count: int) -> Iterator[Task]:
    """The first `count` tasks."""
    draw = random.Random(57)
    for number in range(1, count + 1):
        done = draw.randrange(101)
        yield Task(
            code=f"NV.{number:05d}",
            content=f"{draw.choice(_VERBS)} {draw.choice(_THINGS)} {draw.choice(_WHERE)}, giai đoạn {number}",
            lead=draw.choice(_AGENCIES),
            product=draw.choice(_PRODUCTS),
            deadline=f"{draw.randint(1, 28):02d}/{draw.randint(1, 12):02d}/2026",
            status=draw.choice(_STATUSES),
            result=f"Đã đạt {done}%; còn {100 - done}% khối lượng, {draw.choice(_WHERE)}",
        )


def write_json(count: int, target: Path) -> None:
    """The tasks for peers that are no Python."""
    content = {"tasks": [asdict(task) for task in tasks(count)]}
    target.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def cells(count: int) -> Iterator[tuple[str, ...]]:
    """The text of every table row that a right document has, heading first."""
    yield HEADINGS
    yield from (astuple(task) for task in tasks(count))
