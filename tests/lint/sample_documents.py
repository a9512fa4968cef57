"""Documents for the linter's tests: a conforming one of each kind, from parameters, one thing changed at a time.

A document is a table of named paragraphs. Each is a text and a few words of formatting; a case changes some of them
("tieu_ngu: {size: 12}"). What is built is a real .docx package written from scratch, so that nothing of the program
under test takes part in it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W_NS}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
LONG = (
    "Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh, Sở đã triển khai đồng bộ các nhiệm vụ được giao, phân công rõ người, "
    "rõ việc, rõ thời hạn và thường xuyên đôn đốc, kiểm tra việc thực hiện của các đơn vị."
)


@dataclass(frozen=True)
class Sizes:
    """One end of every allowed range."""

    heading: float = 12
    motto: float = 13
    place: float = 13
    agency: float = 12
    title: float = 14
    body: float = 14
    line: float = 1.0
    gap: float = 6
    indent: float = 12.7
    margins: Mapping[str, float] = field(default_factory=lambda: {"top": 20, "bottom": 20, "left": 30, "right": 15})
    page_number: float = 14
    rule_share: float = 0.4


SMALL = Sizes(body=13, title=13, indent=10, page_number=13)
LARGE = Sizes(
    heading=13,
    motto=14,
    place=14,
    agency=13,
    line=1.5,
    gap=12,
    margins={"top": 25, "bottom": 25, "left": 35, "right": 20},
    rule_share=0.5,
)


@dataclass(frozen=True)
class Paragraph:
    """`runs` are texts, each with its own changes of type; lengths in millimetres, spacing in points."""

    text: str = ""
    size: float = 14
    bold: bool = False
    italic: bool = False
    underline: bool = False
    font: str = ""
    color: str = ""
    align: str = ""
    first: float = 0
    left: float = 0
    before: float = 0
    after: float = 0
    line: float = 1.0
    exact: float = 0
    rule: float = 0
    raw: str = ""
    run_raw: str = ""
    bold_until: int = 0
    contextual: bool = False
    style: str = ""
    number: tuple[int, int] | None = None


@dataclass
class Sample:
    """A document: named paragraphs in each of its places, and what its page is like."""

    kind: str
    sizes: Sizes = Sizes()
    left: dict[str, Paragraph] = field(default_factory=dict)
    right: dict[str, Paragraph] = field(default_factory=dict)
    body: dict[str, Paragraph] = field(default_factory=dict)
    recipients: dict[str, Paragraph] = field(default_factory=dict)
    signature: dict[str, Paragraph] = field(default_factory=dict)
    appendices: list[dict[str, Paragraph]] = field(default_factory=list)
    page: dict[str, Any] = field(default_factory=dict)
    layout: str = "table"
    rules: str = "border"

    def change(self, changes: Mapping[str, Mapping[str, Any] | None]) -> Sample:
        """Changes named paragraphs (None takes one away) and, under "page", the page."""
        for name, change in changes.items():
            if name == "page":
                self.page |= dict(change or {})
                continue
            place = next(place for place in self.places() if name in place)
            if change is None:
                del place[name]
            else:
                place[name] = replace(place[name], **change)
        return self

    def places(self) -> list[dict[str, Paragraph]]:
        return [self.left, self.right, self.body, self.recipients, self.signature, *self.appendices]


def sample(kind: str = "bao_cao", sizes: Sizes = Sizes()) -> Sample:
    """A conforming document of a kind."""
    made = Sample(kind, sizes)
    _heading(made)
    _body(made)
    _closing(made)
    return made


_SYMBOLS = {
    "bao_cao": "05/BC-SKHCN",
    "ke_hoach": "12/KH-SKHCN",
    "quyet_dinh": "45/QĐ-SKHCN",
    "to_trinh": "08/TTr-SKHCN",
    "thong_bao": "30/TB-SKHCN",
    "cong_van": "112/SKHCN-VP",
}
_TITLES = {
    "bao_cao": ("BÁO CÁO", "Kết quả công tác quý III năm 2025"),
    "ke_hoach": ("KẾ HOẠCH", "Chuyển đổi số của Sở năm 2026"),
    "quyet_dinh": ("QUYẾT ĐỊNH", "Về việc thành lập Tổ công tác chuyển đổi số"),
    "to_trinh": ("TỜ TRÌNH", "Về việc phê duyệt kế hoạch năm 2026"),
    "thong_bao": ("THÔNG BÁO", "Kết luận cuộc họp giao ban tháng 9"),
}


def _heading(made: Sample) -> None:
    sizes = made.sizes
    made.left = {
        "chu_quan": Paragraph("UBND TỈNH LAI CHÂU", sizes.agency, align="center"),
        "ban_hanh": Paragraph(
            "SỞ KHOA HỌC VÀ CÔNG NGHỆ", sizes.agency, bold=True, align="center", rule=sizes.rule_share
        ),
        "so": Paragraph(f"Số: {_SYMBOLS[made.kind]}", 13, align="center", before=6),
    }
    if made.kind == "cong_van":
        made.left["vv"] = Paragraph("V/v rà soát nhiệm vụ quý IV", 12, align="center", before=6)
    made.right = {
        "quoc_hieu": Paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", sizes.heading, bold=True, align="center"),
        "tieu_ngu": Paragraph("Độc lập - Tự do - Hạnh phúc", sizes.motto, bold=True, align="center", rule=1.0),
        "dia_danh": Paragraph("Lai Châu, ngày 05 tháng 9 năm 2025", sizes.place, italic=True, align="center", before=6),
    }


def _body(made: Sample) -> None:
    sizes = made.sizes
    text = Paragraph("", sizes.body, align="both", first=sizes.indent, before=sizes.gap, line=sizes.line)

    def words(content: str, **changes: Any) -> Paragraph:
        return replace(text, text=content, **changes)

    if made.kind in _TITLES:
        title, subject = _TITLES[made.kind]
        made.body["ten_loai"] = Paragraph(title, sizes.title, bold=True, align="center", before=12)
        made.body["trich_yeu"] = Paragraph(subject, sizes.title, bold=True, align="center", rule=sizes.rule_share)
    if made.kind in ("cong_van", "to_trinh"):
        made.body["kinh_gui"] = Paragraph(
            "Kính gửi: Ủy ban nhân dân tỉnh Lai Châu", sizes.body, align="center", before=12
        )
    if made.kind == "quyet_dinh":
        made.body["tham_quyen"] = Paragraph(
            "GIÁM ĐỐC SỞ KHOA HỌC VÀ CÔNG NGHỆ", sizes.body, bold=True, align="center", before=12
        )
    if made.kind in ("bao_cao", "quyet_dinh", "ke_hoach"):
        for name, content in (
            ("can_cu_1", "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"),
            (
                "can_cu_2",
                "Căn cứ Nghị định số 09/2019/NĐ-CP ngày 24 tháng 01 năm 2019 của Chính phủ quy định về chế độ báo cáo.",
            ),
        ):
            made.body[name] = words(content, italic=True)
    if made.kind == "quyet_dinh":
        made.body["quyet_dinh"] = Paragraph("QUYẾT ĐỊNH:", sizes.body, bold=True, align="center", before=12)
        for number, content in (
            (1, f"Điều 1. {LONG}"),
            (2, f"Điều 2. {LONG}"),
            (3, "Điều 3. Quyết định này có hiệu lực kể từ ngày ký./."),
        ):
            made.body[f"dieu_{number}"] = words(content, bold_until=7)
        return
    made.body["mo_dau"] = words(LONG)
    if made.kind == "cong_van":
        made.body["ket"] = words("Đề nghị các đơn vị phối hợp thực hiện./.")
        return
    made.body |= {
        "muc_1": words("I. KẾT QUẢ THỰC HIỆN", bold=True),
        "khoan_1": words("1. Công tác chỉ đạo, điều hành", bold=True),
        "doan_1": words(LONG),
        "diem_a": words(f"a) {LONG}"),
        "diem_b": words(f"b) {LONG}"),
        "diem_c": words(f"c) {LONG}"),
        "diem_d": words(f"d) {LONG}"),
        "diem_dd": words(f"đ) {LONG}"),
        "khoan_2": words("2. Kết quả cụ thể", bold=True),
        "gach_1": words(f"- {LONG}"),
        "gach_2": words(f"- {LONG}"),
        "muc_2": words("II. NHIỆM VỤ THỜI GIAN TỚI", bold=True),
        "doan_2": words(LONG),
        "ket": words("Trên đây là nội dung trình bày của Sở Khoa học và Công nghệ./."),
    }


def _closing(made: Sample) -> None:
    line = Paragraph("", 11, align="left")
    made.recipients = {"noi_nhan": Paragraph("Nơi nhận:", 12, bold=True, italic=True, align="left")}
    first = "- Như trên;" if "kinh_gui" in made.body else "- UBND tỉnh (báo cáo);"
    for name, content in (("nn_1", first), ("nn_2", "- Các sở, ban, ngành;"), ("luu", "- Lưu: VT, VP (05).")):
        made.recipients[name] = replace(line, text=content)
    signer = Paragraph("", made.sizes.body, bold=True, align="center")
    made.signature = {
        "quyen_han": replace(signer, text="KT. GIÁM ĐỐC"),
        "chuc_vu": replace(signer, text="PHÓ GIÁM ĐỐC"),
        "ho_ten": replace(signer, text="Nguyễn Văn An", before=72),
    }


def with_appendices(made: Sample, count: int = 2) -> Sample:
    """The document with appendices, each a section with its own page numbers, and a mention of them in the text."""
    numbers = ["I", "II", "III", "IV"][:count] if count > 1 else [""]
    names = ", ".join(f"Phụ lục {number}".strip() for number in numbers)
    target = "doan_1" if "doan_1" in made.body else "mo_dau"
    made.body[target] = replace(made.body[target], text=f"{LONG} Chi tiết tại {names}.")
    for at, number in enumerate(numbers, 1):
        made.appendices.append(
            {
                f"phu_luc_{at}": Paragraph(f"Phụ lục {number}".strip(), 14, bold=True, align="center"),
                f"pl_tieu_de_{at}": Paragraph(f"DANH MỤC NHIỆM VỤ PHẦN {at}", 14, bold=True, align="center"),
                f"pl_kem_theo_{at}": Paragraph(
                    "(Kèm theo Báo cáo số 05/BC-SKHCN ngày 05 tháng 9 năm 2025 của Sở Khoa học và Công nghệ)",
                    13,
                    italic=True,
                    align="center",
                ),
                f"pl_noi_dung_{at}": Paragraph("Nội dung phụ lục.", 13, align="both", first=10, before=6),
            }
        )
    return made


def write(made: Sample, path: Path) -> Path:
    """Writes the document as a .docx."""
    from tests.lint.sample_package import package_bytes

    path.write_bytes(package_bytes(made))
    return path


def text_of(content: str) -> str:
    return escape(content)


def zip_of(parts: Mapping[str, str]) -> bytes:
    """A zip of text parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
