"""The reference of rules, written from the rules: `python -m generator.lint.reference` renews the page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.core.standard import STANDARDS, TRUST, Standard, load_standard
from generator.lint.engine import SECONDARY, rules_of
from generator.lint.registry import Rule

TARGET = Path(__file__).resolve().parents[2] / "docs" / "quy-tac-the-thuc.md"
_FAMILIES = {
    "1": "Trang, phông chữ, số trang",
    "2": "Thành phần đầu văn bản",
    "3": "Nội dung",
    "4": "Kính gửi, ký, nơi nhận",
    "5": "Phụ lục",
    "6": "Chữ viết",
    "7": "Ngoài khả năng đánh giá",
}
_INTRODUCTION = """# Quy tắc thể thức

Tệp này được tạo từ chính các quy tắc của chương trình; không sửa tay. Cập nhật: `python -m generator.lint.reference`.

`baocao lint TỆP.docx` kiểm tra một văn bản Word bất kỳ, do chương trình tạo ra hay soạn tay. Mỗi phát hiện nêu chỗ sai,
giá trị đang có, giá trị đúng và điều khoản. Quy tắc không đủ căn cứ để kết luận được liệt kê riêng là *không đánh giá*,
không tính là đạt. `baocao lint --explain MÃ` giải thích một quy tắc.

- **Lỗi** làm lệnh kết thúc với mã 1; **cảnh báo** và **ghi chú** thì không.
- Cách sửa: *tự sửa được* (`--fix`), *sửa được, cần xem lại* (`--fix` kèm `--ca-can-xem`), *sửa tay*.
- Miễn một quy tắc theo lệ riêng của cơ quan: `--waive MÃ`, hoặc dòng “Miễn quy tắc” ở trang Thông tin chung.
"""


def facts_of(rule: Rule, standard: Standard) -> Mapping[str, str]:
    """What a reader wants to know of a rule, label → words."""
    source = rule.source(standard)
    return {
        "Nội dung": rule.explanation,
        "Mức": rule.severity_in(standard).label,
        "Căn cứ": source.article,
        "Độ tin cậy": TRUST.get(source.known, source.known),
        "Cách sửa": rule.fix.label,
    }


def reference() -> str:
    """The whole page."""
    parts = [_INTRODUCTION]
    for name in STANDARDS:
        standard = load_standard(name)
        note = " Mọi số liệu theo nguồn thứ cấp." if standard.known in SECONDARY else ""
        parts.append(f"## {standard.code}: {standard.title}\n\nĐối chiếu ngày {standard.verified_on:%d/%m/%Y}.{note}\n")
        rules = rules_of(standard)
        for family, title in _FAMILIES.items():
            rows = [_row(rule, standard) for rule in rules if rule.family == family]
            if rows:
                head = "| Mã | Quy tắc | Nội dung | Mức | Căn cứ | Cách sửa |\n|---|---|---|---|---|---|"
                parts.append(f"### {title}\n\n{head}\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _row(rule: Rule, standard: Standard) -> str:
    facts = facts_of(rule, standard)
    source = rule.source(standard)
    article = facts["Căn cứ"] + (f" ({facts['Độ tin cậy']})" if source.known in (*SECONDARY, "M") else "")
    cells = (rule.code(standard), rule.title, facts["Nội dung"], facts["Mức"], article, facts["Cách sửa"])
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Writes the page."""
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(reference(), encoding="utf-8")


if __name__ == "__main__":
    main()
