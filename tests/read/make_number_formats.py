# ruff: noqa: E501
"""What LibreOffice shows of codes × values, asked once and kept: python tests/read/make_number_formats.py (needs Calc).

The answers stand in number_formats.json beside this file; test_number_formats.py holds the program against them.
"""

from __future__ import annotations

import csv
import json
import subprocess
import tempfile
from pathlib import Path
from random import Random

from openpyxl import Workbook

ANSWERS = Path(__file__).with_name("number_formats.json")
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,true,false"

# Codes met in workbooks of offices, the built-in ones, and each piece of the grammar in company of the others.
CODES: tuple[str, ...] = (
    *("General", "0", "0.0", "0.00", "0.000", "#", "#.#", "0.#", "0.##", "#.##", "#,##0", "#,##0.0", "#,##0.00"),
    *("#,##0.##", "#,###", "#,###.00", "0000", "00", "000\\-000", "00000000", "?", "??0", "0.??", "?,??0", ".00"),
    *("0%", "0.0%", "0.00%", "#%", "#,##0%", "0 %", '0"%"', "0.0\\ %", "%0", "0%%", '0.0%" kế hoạch"'),
    *("#,##0,", "#,##0,,", "#,##0,,,", "0.0,", "0.0,,", "0.00,,", "#,##0.0,,", "0,", "0,,", "#,", '0.0,," triệu"'),
    *('#,##0,," tr"', '#,##0.0" tỷ đồng"', '0.0" tỷ đồng"', '0" lớp"', '0" lượt"', '#,##0" người"', "0\\ \\x"),
    *('"≥ "0', '"> "0%', '"khoảng "0', '0"/63"', '"Hạng "0', '"Năm "0', '"CT"00', '"KP-"000', "0\\/0", "0\\:00"),
    *("+0;-0", "+0;-0;0", "0;-0;;@", "0;0", "0;(0)", "0;[Red]0", "0;[Red]-0", "0_);(0)", "#,##0_);(#,##0)"),
    *("#,##0_);[Red](#,##0)", "#,##0.00_);(#,##0.00)", "#,##0;-#,##0", "#,##0;[Red]-#,##0", "0;-0;-", '0;-0;"-"'),
    *('_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)'),
    *('_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', '_-* #,##0.00_-;\\-* #,##0.00_-;_-* "-"??_-;_-@_-'),
    *('#,##0" ₫"', "#,##0\\ [$₫-42A]", "[$₫-42A]\\ #,##0", '_-* #,##0\\ "₫"_-;-* #,##0\\ "₫"_-', "[$VND]\\ #,##0"),
    *("[$-42A]#,##0", "[$-409]0.0", "[$$-409]#,##0.00", "[$-1010409]0.00", "[$€-2] #,##0"),
    *(";;;", ";;", "0;;", ";-0;", "0;;0", ";;0", '"";""', '0;"âm"', '"Đạt";"Chưa đạt"', '"Có";;"Không"', '0;"âm";"không"'),
    *("[<1]0%;0.0", "[<1]0.0%;0", "[>=1000]#,##0;0.00", "[>100]0;0.0", "[<100]0.00;[<1000]0.0;0", "[=0]\"-\";0"),
    *("[=1]\"một\";[=2]\"hai\";0", "[>=1000000]0.0,,\" tr\";[>=1000]0.0,\" k\";0", "[<0]\"âm \"0;0", "[<=0]0;0.0"),
    *("[Red]0", "[Blue][<50]0;[Green]0.0", "[Color 10]0;[Color3]-0", "[>0]0;[<0]\"nợ \"0;\"hết\"", "[<>0]0;\"không\""),
    *("[>0]0.0", "[>=0]0;[Red]0", "[<10]0.00;[>=10]0"),
    *("0.00E+00", "0.0E+0", "0E+0", "##0.0E+0", "0.00E-00", "#.##E+0", "0.000E+000"),
    *("# ?/?", "# ??/??", "?/?", "# ?/8", "# ?/4", "# ??/100", "0 ?/?"),
    *("General\" lớp\"", "\"≥ \"General", "General;-General", "General%", "0.0;General"),
    *("@", '@" lớp"', '"x "@', "0;-0;0;@", '0;-0;0;"chữ "@'),
    *("dd/mm/yyyy", "d/m/yyyy", "m/d/yyyy", "mm/dd/yy", "d/m/yy", "yyyy-mm-dd", "yyyy/mm/dd", "dd.mm.yyyy"),
    *("d-mmm-yy", "d-mmm", "mmm-yy", "mmmm yyyy", "dddd, d mmmm yyyy", "ddd d/m", "mmmmm", "mm/yyyy", "m/yyyy", "yyyy", "yy"),
    *('"Năm "yyyy', '"Quý "m/yyyy', '"Tháng "m/yyyy', '"Tháng "mm"/"yyyy', '"ngày "dd" tháng "mm" năm "yyyy'),
    *('"trước "d/m/yyyy', '"đến "dd/mm/yyyy', "[$-42A]d/m/yyyy", "[$-409]d-mmm-yy", "[$-409]mmmm d, yyyy", "dd/mm", "d"),
    *("dd/mm/yyyy h:mm", "dd/mm/yyyy hh:mm:ss", "yyyy-mm-dd hh:mm", "d/m/yyyy h:mm AM/PM", "m/d/yy h:mm", "yyyymmdd"),
    *("h:mm", "hh:mm", "h:mm:ss", "h:mm AM/PM", "h:mm:ss AM/PM", "h AM/PM", "mm:ss", "mm:ss.0", "h:mm:ss.00", "hh\"h\"mm"),
    *("[h]:mm", "[h]:mm:ss", "[hh]:mm", "[mm]:ss", "[m]", "[s]", "[h]", "h\" giờ \"m\" phút\"", "[h]\" giờ\"", "ss"),
)  # fmt: skip


def composed(count: int) -> tuple[str, ...]:
    """Codes put together at random, as people put them together; the same ones each time."""
    chance = Random(12)
    cores = ("0", "0.0", "0.00", "#,##0", "#,##0.0", "#,##0.00", "0%", "0.0%", "#,##0,", "0.0,,", "#,##0.0,", "00", "#")
    heads = ("", "", "[Red]", "[Color 12]", "_(", "_-", '"≥ "', '"Đạt "', '"khoảng "', "\\~", "[$-409]", "* ")
    tails = ("", "", "_)", "_-", '" lớp"', '" triệu đồng"', "\\ ", '" tỷ"', '"/năm"', '" người; "', '"%"')
    days = ("d", "dd", "d/m", "dd/mm", "d-m", "d.m")
    years = ("/yyyy", "-yyyy", ".yyyy", "/yy", "")
    hours = ("", "", " h:mm", " hh:mm", " h:mm AM/PM", '" lúc "h"h"')
    found: list[str] = []
    for number in range(count):
        if number % 6 == 0:
            found.append(chance.choice(heads[:7]) + chance.choice(days) + chance.choice(years) + chance.choice(hours))
            continue
        core, head, tail = chance.choice(cores), chance.choice(heads), chance.choice(tails)
        sections = [head + core + tail]
        if chance.random() < 0.6:
            sections.append(chance.choice(("-", "(", "[Red]-", '"âm "', "[Blue]")) + core + tail)
            if chance.random() < 0.5:
                sections.append(chance.choice(('"-"', "0", "", '"không"', '"-"??')))
        found.append(";".join(sections))
    return tuple(dict.fromkeys(found))


VALUES: tuple[str, ...] = (
    *("0", "1", "-1", "2", "5", "-5", "9.99", "10", "12", "-12", "25", "45.2", "50", "62.5", "85", "99.95", "100"),
    *("0.5", "-0.5", "0.05", "0.376", "0.704", "1.5", "-1.5", "2.345", "3.14159", "33.3333333333333", "37.625"),
    *("999", "1000", "1234", "-1234.5", "1234.56", "9999.995", "12345", "45658", "45658.75", "46022.999", "60000"),
    *("123456.789", "1000000", "1234567", "-1234567", "5200000000", "123456789012", "0.000123", "0.127083333333333"),
)


def main() -> None:
    codes = tuple(dict.fromkeys((*CODES, *composed(240))))
    book = Workbook()
    sheet = book.active
    for row, code in enumerate(codes, start=1):
        for column, value in enumerate(VALUES, start=1):
            cell = sheet.cell(row, column, float(value))
            cell.number_format = code
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "codes.xlsx"
        book.save(path)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", "--headless", profile, "--convert-to", AS_SHOWN, "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        with (Path(folder) / "codes.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
    lines = ",\n".join(
        f"{json.dumps(code, ensure_ascii=False)}: {json.dumps(row, ensure_ascii=False)}"
        for code, row in zip(codes, rows, strict=True)
    )
    values = json.dumps(list(VALUES))
    ANSWERS.write_text(f'{{"values": {values},\n"codes": {{\n{lines}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
