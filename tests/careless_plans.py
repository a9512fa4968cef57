"""Plans and tracking sheets as careless people keep them: own headers, levels, notes. Every filled cell has a word of
its own, so that a test can look for it in what the program made of the file."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from docx import Document
from openpyxl import Workbook

CONTENT = ("Nội dung nhiệm vụ", "Nhiệm vụ", "Công việc", "Nội dung công việc", "Nhiệm vụ, giải pháp", "Tên nhiệm vụ")
LEAD = ("Cơ quan chủ trì", "Đơn vị đầu mối", "Chủ trì", "Đơn vị thực hiện", "Phân công", "Cơ quan chủ trì tham mưu")
OTHERS = {
    "support": ("Cơ quan phối hợp", "Phối hợp", "Các đơn vị phối hợp"),
    "deadline": ("Thời hạn", "Hạn", "Thời gian hoàn thành", "Thời gian, tiến độ", "Thời hạn hoàn thành"),
    "product": ("Sản phẩm", "Kết quả dự kiến", "Sản phẩm đầu ra", "Sản phẩm, kết quả"),
    "person": ("Người phụ trách", "Cán bộ phụ trách", "Lãnh đạo phụ trách"),
    "note": ("Ghi chú",),
    "unknown": ("Mức độ ưu tiên", "Địa bàn", "Loại việc", "Ký duyệt", "Mã hồ sơ một cửa", "Theo dõi của lãnh đạo"),
}
TRACKED = {
    "status": ("Tình trạng", "Đánh giá", "Trạng thái"),
    "diary": ("Tiến độ thực hiện", "Kết quả thực hiện", "Nhật ký", "Tình hình thực hiện"),
    "proof": ("Minh chứng", "Sản phẩm minh chứng", "Văn bản minh chứng"),
    "difficulty": ("Khó khăn, vướng mắc", "Khó khăn", "Tồn tại, hạn chế"),
    "proposal": ("Đề xuất, kiến nghị", "Kiến nghị"),
}
DEADLINES = ("30/6/2026", "Quý II/2026", "Tháng 11/2026", "Thường xuyên", "Trước ngày 15/9/2026", "Năm 2026")
STATES = (
    "✅ Hoàn thành",
    "Đang TH",
    "⏳ Tiếp tục duy trì",
    "🔴 Chưa thực hiện",
    "Chưa đến hạn",
    "Đang thực hiện (60%)",
)


@dataclass(slots=True)
class Careless:
    """A file made at random; `words` are those of its cells, each with the header of its column."""

    chance: random.Random
    is_tracked: bool
    words: dict[str, str] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(100))

    def word(self, header: str) -> str:
        word = f"từ{next(self._numbers)}x"
        self.words[word] = header
        return word

    def tables(self) -> list[list[list[str | None]]]:
        """The rows of each table, its titles and headers among them."""
        return [self._table(number) for number in range(self.chance.choice((1, 1, 1, 2)))]

    def _table(self, number: int) -> list[list[str | None]]:
        kinds = self._kinds()
        headers = [self._header(kind) for kind in kinds]
        rows: list[list[str | None]] = [["PHỤ LỤC"] for _ in range(self.chance.choice((0, 1, 2)))]
        rows += [[None]] if rows and self.chance.random() < 0.3 else []
        rows += self._headers(kinds, headers)
        if self.chance.random() < 0.3:
            rows.append([f"({at})" for at in range(1, len(kinds) + 1)])
        for group in range(self.chance.choice((1, 2, 3))):
            if self.chance.random() < 0.7:
                title = f"{'I' * (group + 1)}. NHÓM {self.word('nhóm')}"
                rows.append([title, *([None] * (len(kinds) - 1))])
            rows += [self._task(kinds, headers, at) for at in range(1, self.chance.randint(2, 4))]
        return rows

    def _kinds(self) -> list[str]:
        kinds = ["content", "lead", *self.chance.sample(sorted(OTHERS), self.chance.randint(2, len(OTHERS)))]
        if "deadline" not in kinds:
            kinds.append("deadline")
        if self.is_tracked:
            kinds += [
                "status",
                "diary",
                *self.chance.sample(("proof", "difficulty", "proposal"), self.chance.randint(0, 3)),
            ]
        rest = kinds[1:]
        self.chance.shuffle(rest)
        return ["number", "content", *rest]

    def _header(self, kind: str) -> str:
        named = {"number": ("TT", "STT", "Số TT"), "content": CONTENT, "lead": LEAD, **OTHERS, **TRACKED}
        return self.chance.choice(named[kind])

    def _headers(self, kinds: list[str], headers: list[str]) -> list[list[str | None]]:
        """One row of headers, or two where lead and support stand under a common one."""
        if {"lead", "support"} <= {*kinds} and abs(kinds.index("lead") - kinds.index("support")) == 1:
            at = {kinds.index("lead"), kinds.index("support")}
            above = [
                ("Tổ chức thực hiện" if n == min(at) else None) if n in at else text for n, text in enumerate(headers)
            ]
            return [above, [text if n in at else None for n, text in enumerate(headers)]]
        return [list(headers)]

    def _task(self, kinds: list[str], headers: list[str], at: int) -> list[str | None]:
        return [self._cell(kind, header, at) for kind, header in zip(kinds, headers, strict=True)]

    def _cell(self, kind: str, header: str, at: int) -> str | None:
        if kind == "number":
            return str(at)
        if kind == "deadline":
            return self.chance.choice(DEADLINES)
        if kind == "status":
            return self.chance.choice(STATES)
        if kind not in ("content", "lead") and self.chance.random() < 0.3:
            return None
        word = self.word(header)
        if kind == "content":
            return self.chance.choice((f"Triển khai {word} trên địa bàn", f"Xây dựng đề án {word};\ntrình phê duyệt"))
        if kind in ("lead", "support"):
            return self.chance.choice((f"Phòng {word}", f"Sở {word}; Sở Nội vụ", f"UBND xã {word}\nCông an xã"))
        if kind == "diary":
            day, other = self.chance.randint(1, 28), self.word(header)
            return self.chance.choice(
                (
                    f"[2603{day:02d}] Đã {word}.\n[2605{day:02d}] Xong {other}.",
                    f"{day:02d}/3/2026: khảo sát {word}; {day:02d}/4/2026: {other}",
                    f"Tháng 3/2026: {word}\nTháng 5/2026: {other}",
                    f"Đã {word}, đang {other}",
                )
            )
        if kind == "proof":
            return self.chance.choice((f"260520_57/QĐ-{word}", f"12/KH-{word} ngày 05/4/2026", f"Biên bản {word}"))
        return self.chance.choice((f"{word} theo quy định", f"Có {word}", word))


def careless_workbook(path: Path, seed: int, is_tracked: bool) -> Careless:
    """An Excel file: a table a sheet, group titles merged over the row."""
    made = Careless(random.Random(seed), is_tracked)
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(made.tables(), start=1):
        sheet = book.create_sheet(f"Biểu {number}")
        width = max(len(row) for row in rows)
        for at, row in enumerate(rows, start=1):
            for column, text in enumerate(row, start=1):
                if text is not None:
                    sheet.cell(at, column, text)
            if sum(text is not None for text in row) == 1 and width > 1 and made.chance.random() < 0.7:
                sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=width)
    book.save(path)
    return made


def careless_document(path: Path, seed: int) -> Careless:
    """A Word file: a table after the other, group titles in one merged cell."""
    made = Careless(random.Random(seed), False)
    document = Document()
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Chuyển đổi số năm 2026")
    for rows in made.tables():
        rows = [row for row in rows if len(row) > 1]
        width = max(len(row) for row in rows)
        table = document.add_table(rows=len(rows), cols=width)
        for cells, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, row, strict=True):
                cell.text = text or ""
            if sum(text is not None for text in row) == 1:
                cells.cells[0].merge(cells.cells[-1])
    document.save(str(path))
    return made
