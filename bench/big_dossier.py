"""A dossier of any size for measuring: made by rule, so that the same size always gives the same workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from random import Random

PERIODS = ("2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3")
PERIOD = PERIODS[-1]
Cell = str | float | date | None
Table = list[list[Cell]]

_CUT_OFFS = (date(2024, 12, 14), date(2025, 3, 14), date(2025, 6, 14), date(2025, 9, 14))
_DEPARTMENTS = (
    "Sở Khoa học và Công nghệ", "Sở Tài chính", "Sở Nội vụ", "Sở Giáo dục và Đào tạo", "Sở Y tế", "Sở Tư pháp",
    "Sở Công Thương", "Sở Xây dựng", "Sở Nông nghiệp và Môi trường", "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Dân tộc và Tôn giáo", "Văn phòng UBND tỉnh", "Thanh tra tỉnh", "Công an tỉnh", "Bộ Chỉ huy Quân sự tỉnh",
    "Ban Quản lý các khu công nghiệp", "Trung tâm Phục vụ hành chính công", "Thống kê tỉnh", "Báo và phát thanh",
    "Trường Cao đẳng Cộng đồng",
)  # fmt: skip
_COMMUNES = tuple(f"Ủy ban nhân dân xã số {number}" for number in range(1, 81))
_GROUPS = (
    "Công tác chỉ đạo điều hành, nâng cao nhận thức", "Hoàn thiện thể chế, cơ chế, chính sách",
    "Đầu tư hạ tầng số và dữ liệu", "Phát triển nguồn nhân lực chất lượng cao",
    "Đẩy mạnh chuyển đổi số trong hoạt động của cơ quan nhà nước", "Thúc đẩy đổi mới sáng tạo trong doanh nghiệp",
    "Hợp tác trong nước và quốc tế",
)  # fmt: skip
_VERBS = (
    "Xây dựng, trình ban hành", "Rà soát, sửa đổi, bổ sung", "Tổ chức triển khai", "Hoàn thành đầu tư, đưa vào sử dụng",
    "Kiểm tra, đôn đốc việc thực hiện", "Nâng cấp, mở rộng", "Tổ chức đào tạo, bồi dưỡng, tập huấn về", "Tham mưu",
)  # fmt: skip
_THINGS = (
    "kế hoạch chuyển đổi số giai đoạn 2025 - 2030", "cơ sở dữ liệu chuyên ngành, kết nối với nền tảng dùng chung",
    "hệ thống thông tin giải quyết thủ tục hành chính", "chính sách hỗ trợ doanh nghiệp khởi nghiệp sáng tạo",
    "hạ tầng mạng băng rộng tại các thôn, bản chưa có sóng", "kỹ năng số cho cán bộ, công chức và người dân",
    "quy trình nội bộ giải quyết hồ sơ trên môi trường mạng", "giải pháp bảo đảm an toàn thông tin theo cấp độ",
    "mô hình ứng dụng công nghệ cao trong sản xuất nông nghiệp", "việc số hóa, lưu trữ hồ sơ, tài liệu điện tử",
)  # fmt: skip
_PRODUCTS = ("Kế hoạch", "Quyết định", "Báo cáo kết quả", "Hệ thống được nghiệm thu", "Nghị quyết", "Văn bản hướng dẫn")
_DEADLINES: tuple[Cell, ...] = (
    date(2025, 6, 30), date(2025, 12, 31), "30/9/2025", "trước ngày 15/9/2025", "Tháng 11/2025", "Quý III/2025",
    "Quý II/2025", "6 tháng đầu năm 2026", "Năm 2025", "2026", "Nhiệm vụ thường xuyên", "Hằng năm", None,
)  # fmt: skip
_TROUBLES = (
    "Chưa được bố trí đủ kinh phí thực hiện", "Thiếu nhân lực chuyên trách về công nghệ thông tin",
    "Hướng dẫn của cơ quan cấp trên ban hành chậm", "Hạ tầng tại một số thôn, bản chưa đáp ứng",
)  # fmt: skip
_TARGETS: tuple[Cell, ...] = (80.0, "≥ 80%", "trên 60%", "từ 37,6% trở lên", "không quá 15%", "9-10%", "Hoàn thành")
_SOURCES = ("Ngân sách trung ương", "Ngân sách tỉnh", "Vốn sự nghiệp", "Nguồn xã hội hóa")


def big_dossier(path: Path, tasks: int) -> dict[str, int]:
    """Writes a workbook with so many tasks to `path`; gives the number of rows of each sheet.

    One indicator for twenty tasks and one line of money for a hundred; all but three in a hundred tasks were
    reported on in each of the four `PERIODS`.
    """
    from xlsxwriter import Workbook

    sheets = _sheets(tasks)
    book = Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2025, 9, 20)})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(at, column, datetime(value.year, value.month, value.day), day)
                elif value is not None:
                    sheet.write(at, column, value)
    book.close()
    return {title: len(rows) - 1 for title, rows in sheets.items()}


def _sheets(tasks: int) -> dict[str, Table]:
    random = Random(tasks)
    return {
        "Thông tin chung": _settings(),
        "Cơ quan": [["Tên cơ quan"], *([name] for name in (*_DEPARTMENTS, *_COMMUNES))],
        "Nhiệm vụ": _tasks(tasks, random),
        "Tiến độ": _progress(tasks, random),
        "Chỉ tiêu": _indicators(tasks // 20),
        "Số liệu": _measurements(tasks // 20, random),
        "Kinh phí": _funding(tasks // 100, random),
        "Giải ngân": _disbursements(tasks // 100),
        "Văn bản": _documents(),
    }


def _settings() -> Table:
    return [
        ["Mục", "Giá trị"], ["Cơ quan ban hành", "Ủy ban nhân dân tỉnh Lai Châu"], ["Ký hiệu cơ quan", "UBND"],
        ["Địa danh", "Lai Châu"], ["Tên kế hoạch", "Kế hoạch phát triển khoa học, công nghệ và chuyển đổi số"],
        ["Số ký hiệu kế hoạch", "1234/KH-UBND"], ["Ngày kế hoạch", date(2024, 6, 20)],
        ["Trích yếu", "thực hiện Kế hoạch phát triển khoa học, công nghệ và chuyển đổi số"],
        ["Quyền hạn ký", "TM. ỦY BAN NHÂN DÂN"], ["Chức vụ người ký", "CHỦ TỊCH"], ["Nơi nhận", "Lưu: VT, VX."],
        ["Số liệu minh hoạ", "Có"],
    ]  # fmt: skip


def _tasks(count: int, random: Random) -> Table:
    titles: list[Cell] = [
        "Mã", "Nhóm", "Tên nhóm", "TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Kết quả dự kiến",
        "Thời gian hoàn thành",
    ]  # fmt: skip
    return [titles, *(_task(number, count, random) for number in range(count))]


def _task(number: int, count: int, random: Random) -> list[Cell]:
    group = number * len(_GROUPS) // count
    roman = ("I", "II", "III", "IV", "V", "VI", "VII")[group]
    text = f"{random.choice(_VERBS)} {random.choice(_THINGS)} tại {random.randint(2, 99)} đơn vị (việc {number + 1})"
    lead = random.choice(_DEPARTMENTS if number % 3 else _COMMUNES)
    if number % 11 == 0:
        lead = "; ".join(sorted({lead, random.choice(_DEPARTMENTS)}))
    with_others = "; ".join(random.sample(_DEPARTMENTS, 2)) if number % 4 else None
    product = f"{random.choice(_PRODUCTS)} của cơ quan chủ trì"
    return [_code(number, count), roman, _GROUPS[group], str(number + 1), text, lead, with_others, product,
            random.choice(_DEADLINES)]  # fmt: skip


def _code(number: int, count: int) -> str:
    return f"NV{number + 1:0{len(str(count))}d}"


def _progress(count: int, random: Random) -> Table:
    titles: list[Cell] = [
        "Mã nhiệm vụ", "Kỳ báo cáo", "Tình trạng", "Ngày hoàn thành", "Tỷ lệ hoàn thành (%)", "Kết quả thực hiện",
        "Sản phẩm", "Khó khăn, vướng mắc", "Đơn vị báo cáo",
    ]  # fmt: skip
    return [titles, *(row for number in range(count) if number % 33 for row in _reports(_code(number, count), random))]


def _reports(code: str, random: Random) -> Iterator[list[Cell]]:
    started, finished = random.choice((0, 0, 0, 1, 2, 4)), random.randint(1, 6)
    reached, reporter = 0, random.choice(_DEPARTMENTS)
    done_on = date(2025, random.randint(1, 9), random.randint(1, 12))
    for at, period in enumerate(PERIODS):
        is_done = at >= finished and done_on <= _CUT_OFFS[at]
        status = "Hoàn thành" if is_done else "Đang thực hiện" if at >= started else "Chưa thực hiện"
        reached += random.randint(2, 20)
        share = 100.0 if is_done else float(reached) if status[0] == "Đ" else None
        result = (
            f"Đã triển khai tại {random.randint(2, 38)}/38 xã, phường; xử lý {random.randint(100, 9999)} hồ sơ, đạt "
            f"{random.randint(40, 99)},{random.randint(1, 9)}% kế hoạch; tổ chức {random.randint(2, 20)} hội nghị"
        )
        product = f"Văn bản số {random.randint(10, 4000)}/BC" if status[0] != "C" else None
        trouble = random.choice(_TROUBLES) if random.random() < 0.2 else None
        yield [code, period, status, done_on if is_done else None, share, result, product, trouble, reporter]


def _indicators(count: int) -> Table:
    titles: list[Cell] = ["Mã", "Nhóm", "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Năm mục tiêu", "Cơ quan chủ trì"]
    return [titles, *(_indicator(number) for number in range(count))]


def _indicator(number: int) -> list[Cell]:
    name = f"Tỷ lệ {_THINGS[number % len(_THINGS)].split(',')[0]} được hoàn thành (chỉ số {number + 1})"
    group, lead = _GROUPS[number % 3], _DEPARTMENTS[number % len(_DEPARTMENTS)]
    return [f"CT{number + 1:05d}", group, name, "%", _TARGETS[number % len(_TARGETS)], 2025, lead]


def _measurements(count: int, random: Random) -> Table:
    rows: Table = [["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị", "Nguồn số liệu"]]
    for number in range(count):
        is_words = _TARGETS[number % len(_TARGETS)] == "Hoàn thành"
        first = random.randint(8, 60)
        for at, period in enumerate(PERIODS):
            value: Cell = ("Hoàn thành" if at == 3 else "Chưa hoàn thành") if is_words else first + 2.5 * at
            rows.append([f"CT{number + 1:05d}", period, value, "Thống kê tỉnh"])
    return rows


def _funding(count: int, random: Random) -> Table:
    titles: list[Cell] = ["Mã", "Nguồn vốn", "Nội dung", "Cơ quan thực hiện", "Kế hoạch (triệu đồng)"]
    rows: Table = [titles]
    for number in range(count):
        thing, lead = random.choice(_THINGS), random.choice(_DEPARTMENTS)
        rows.append([f"KP{number + 1:04d}", _SOURCES[number % 4], f"Dự án {number + 1}: {thing}", lead, 50_000.0])
    return rows


def _disbursements(count: int) -> Table:
    rows: Table = [["Mã kinh phí", "Kỳ báo cáo", "Đã phân bổ", "Đã giải ngân"]]
    for number in range(count):
        for at, period in enumerate(PERIODS[1:]):
            rows.append([f"KP{number + 1:04d}", period, 20_000.0 + 10_000 * at, 5_000.0 + 9_000 * at + number])
    return rows


def _documents() -> Table:
    rows: Table = [["Kỳ báo cáo", "Số ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu"]]
    for number in range(20):
        summary = f"Quyết định về {_THINGS[number % len(_THINGS)]}"
        rows.append([PERIOD, f"{100 + number}/QĐ-UBND", date(2025, 7, 1 + number), "Ủy ban nhân dân tỉnh", summary])
    return rows
