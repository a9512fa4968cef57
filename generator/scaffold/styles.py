"""The styles of a built-in template, one for each component of the standard, with Vietnamese names.

A secretary who wants another size changes one style in Word; every size here comes from the standard.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace

from generator.core.standard import Component, Standard, twips
from generator.scaffold.wordml import DECLARATION, NAMESPACES

LINE = 240  # Word's unit of line spacing: 240 is a single line
BOLD_CODE = "ChuDam"

STYLE_OF = {
    "quoc_hieu": "QuocHieu",
    "tieu_ngu": "TieuNgu",
    "tieu_de_dang": "TieuDeDang",
    "co_quan_chu_quan": "CoQuanChuQuan",
    "co_quan_ban_hanh": "CoQuanBanHanh",
    "dau_sao": "DauSao",
    "so_ky_hieu": "SoKyHieu",
    "dia_danh": "DiaDanh",
    "ten_loai": "TenLoai",
    "trich_yeu": "TrichYeu",
    "gach_trich_yeu": "GachTrichYeu",
    "kinh_gui": "KinhGui",
    "can_cu": "CanCu",
    "than_bai": "ThanBai",
    "muc_la_ma": "MucLaMa",
    "khoan": "Khoan",
    "diem": "Diem",
    "quyen_han": "QuyenHan",
    "chuc_vu": "ChucVu",
    "ho_ten": "HoTen",
    "noi_nhan": "NoiNhan",
    "dong_noi_nhan": "DongNoiNhan",
    "phu_luc_so": "PhuLucSo",
    "phu_luc_tieu_de": "PhuLucTieuDe",
    "kem_theo": "KemTheo",
    "chu_thich_minh_hoa": "MinhHoa",
}
LETTER_STYLES = {"trich_yeu_cong_van": "TrichYeuCongVan"}
"""Of components that only a letter has."""
_BODY = {"can_cu", "than_bai", "muc_la_ma", "khoan", "diem"}
_HEADINGS = {"muc_la_ma": 0, "khoan": 1, "diem": 2}
_SPACE_BEFORE = {"ten_loai": 14.0, "so_ky_hieu": 6.0, "dia_danh": 6.0, "kinh_gui": 12.0}
_SPACE_AFTER = {"gach_trich_yeu": 4.0, "kinh_gui": 6.0, "kem_theo": 2.0}
SIGNATURE_SPACE = 78.0
LETTER_SIGNATURE_SPACE = 62.0


@dataclass(frozen=True, slots=True)
class _PlainStyle:
    """A paragraph style: id, the name a user sees, and its properties as XML."""

    style_id: str
    name: str
    paragraph: str = ""
    run: str = ""
    based_on: str = "Normal"


def styles_xml(standard: Standard, letter: bool = False) -> str:
    """word/styles.xml of a template."""
    fonts = f'w:ascii="{standard.font}" w:hAnsi="{standard.font}" w:eastAsia="{standard.font}" w:cs="{standard.font}"'
    if letter:
        standard = _close_set(standard)
    body_size = round(standard["than_bai"].size.use * 2)
    pieces = [
        f"{DECLARATION}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/>"
        f'<w:color w:val="{standard.color}"/><w:sz w:val="{body_size}"/><w:szCs w:val="{body_size}"/>'
        '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>",
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>',
    ]
    pieces += [
        _component_style(standard[key], style_id, standard, LETTER_SIGNATURE_SPACE if letter else SIGNATURE_SPACE)
        for key, style_id in {**STYLE_OF, **(LETTER_STYLES if letter else {})}.items()
        if key in standard.components
    ]
    pieces += [_style(*astuple(style)) for style in _plain_styles(standard)]
    return "".join(pieces) + f"{_BOLD_STYLE}{_TABLE_STYLES}</w:styles>"


def _close_set(standard: Standard) -> Standard:
    """The standard with the smallest letters and lines it allows a body: a letter should fit on one page."""
    body = {key: _closest(component) for key, component in standard.components.items() if key in _BODY}
    return replace(standard, components={**standard.components, **body})


def _closest(component: Component) -> Component:
    line = component.line
    return replace(
        component,
        size=replace(component.size, use=component.size.min),
        line=replace(line, use=line.min) if line else None,
    )


def _component_style(component: Component, style_id: str, standard: Standard, to_sign: float) -> str:
    body = standard["than_bai"]
    properties = ""
    if component.key in _HEADINGS or component.key == "kinh_gui":
        properties += "<w:keepNext/>"
    properties += _spacing(component, body, to_sign)
    if component.key in _BODY:
        properties += f'<w:ind w:firstLine="{twips(body.first_line_use)}"/>'
    properties += f'<w:jc w:val="{component.align}"/>'
    if component.key in _HEADINGS:
        properties += f'<w:outlineLvl w:val="{_HEADINGS[component.key]}"/>'
    return _style(style_id, component.label, properties, _run_properties(component))


def _spacing(component: Component, body: Component, to_sign: float) -> str:
    if component.key in _BODY and body.space_between:
        before = round(body.space_between.use * 20)
        if body.line_exact:
            return _spacing_xml(before, 0, round(body.line_exact.use * 20), "exact")
        return _spacing_xml(before, 0, round((body.line.use if body.line else 1) * LINE))
    own = component.space_before.use if component.space_before else 0.0
    space = to_sign if component.key == "ho_ten" else _SPACE_BEFORE.get(component.key, own)
    return _spacing_xml(round(space * 20), round(_SPACE_AFTER.get(component.key, 0.0) * 20), LINE)


def _run_properties(component: Component) -> str:
    marks = "<w:b/><w:bCs/>" if component.bold else ""
    marks += "<w:i/><w:iCs/>" if component.italic else ""
    return marks + _size(component.size.use) + ('<w:u w:val="single"/>' if component.underline else "")


def _style(style_id: str, name: str, paragraph: str, run: str, based_on: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based_on}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


def _spacing_xml(before: int, after: int, line: int, rule: str = "auto") -> str:
    """Spacing in Word's units: twentieths of a point, lines in 240ths."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/>'


def _aligned(side: str) -> str:
    return f'<w:jc w:val="{side}"/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _plain_styles(standard: Standard) -> list[_PlainStyle]:
    """Styles of what the standard does not list as a component: rules, gaps, table cells, page number."""
    number, cell = _size(standard.page_number.size.use), _size(standard["bang"].size.use)
    tiny, italic = _size(1), "<w:i/><w:iCs/>"
    keep = "<w:keepNext/>"
    left, center, both = (_aligned(side) for side in ("left", "center", "both"))
    tables = (("", "Bảng", cell), (WIDE, "Bảng rộng", _size(standard["bang_rong"].size.use)))
    return [
        _PlainStyle("GachNgang", "Kẻ ngang", _TOP_LINE + _spacing_xml(60, 0, 40, "exact") + center, tiny),
        _PlainStyle("DongCuoi", "Dòng cuối", _spacing_xml(0, 0, 20, "exact"), tiny),
        _PlainStyle("KhoangCach", "Khoảng cách", _spacing_xml(0, 0, 200, "exact"), tiny),
        _PlainStyle("GachDau", "Gạch đầu dòng", based_on="ThanBai"),
        _PlainStyle("KetThuc", "Đoạn kết thúc", keep, based_on="ThanBai"),
        _PlainStyle(
            "BaoCaoKinhGui",
            "Danh sách kính gửi",
            _spacing_xml(40, 0, LINE) + f'<w:ind w:left="{twips(50)}"/>{left}',
            based_on="KinhGui",
        ),
        _PlainStyle("SoTrang", "Số trang", center, number),
        *(style for suffix, name, size in tables for style in _table_styles(suffix, name, size)),
        _PlainStyle("GhiChu", "Ghi chú cuối bảng", _spacing_xml(80, 0, LINE) + both, italic + cell),
    ]


WIDE = "Rong"
"""What the styles of a wide table's text are called by, besides."""


def _table_styles(suffix: str, name: str, size: str) -> tuple[_PlainStyle, ...]:
    """The styles of a table's text."""
    bold, in_cell, keep = "<w:b/><w:bCs/>", _spacing_xml(20, 20, LINE), "<w:keepNext/>"
    left, center, right = (_aligned(side) for side in ("left", "center", "right"))
    return (
        _PlainStyle(f"BangDauCot{suffix}", f"{name} - đầu cột", keep + in_cell + center, bold + size),
        _PlainStyle(f"BangChu{suffix}", f"{name} - chữ", in_cell + left, size),
        _PlainStyle(f"BangGiua{suffix}", f"{name} - giữa", in_cell + center, size),
        _PlainStyle(f"BangSo{suffix}", f"{name} - số", in_cell + right, size),
        _PlainStyle(f"BangNhom{suffix}", f"{name} - nhóm", keep + in_cell + left, bold + size),
        _PlainStyle(f"BangNhomGiua{suffix}", f"{name} - nhóm, giữa", keep + in_cell + center, bold + size),
        _PlainStyle(f"BangTong{suffix}", f"{name} - cộng", in_cell + right, bold + size),
    )


_TOP_LINE = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
_BOLD_STYLE = (
    f'<w:style w:type="character" w:customStyle="1" w:styleId="{BOLD_CODE}"><w:name w:val="Chữ đậm"/>'
    "<w:rPr><w:b/><w:bCs/></w:rPr></w:style>"
)
_TABLE_STYLES = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="KhungKhongVien"><w:name w:val="Khung không viền"/>'
    '<w:basedOn w:val="TableNormal"/></w:style>'
    '<w:style w:type="table" w:customStyle="1" w:styleId="BangSoLieu"><w:name w:val="Bảng số liệu"/>'
    '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders></w:tblPr></w:style>"
)
