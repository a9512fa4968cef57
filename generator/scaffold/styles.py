"""The styles of a built-in template, one for each component of the standard, with Vietnamese names.

A secretary who wants another size changes one style in Word; every size here comes from the standard.
"""

from __future__ import annotations

from generator.scaffold.words import DECLARATION, NAMESPACES
from generator.standard import Component, Standard, twips

LINE = 240  # Word's unit of line spacing: 240 is a single line
BOLD_CODE = "ChuDam"

STYLE_OF = {
    "quoc_hieu": "QuocHieu",
    "tieu_ngu": "TieuNgu",
    "co_quan_chu_quan": "CoQuanChuQuan",
    "co_quan_ban_hanh": "CoQuanBanHanh",
    "so_ky_hieu": "SoKyHieu",
    "dia_danh": "DiaDanh",
    "ten_loai": "TenLoai",
    "trich_yeu": "TrichYeu",
    "kinh_gui": "KinhGui",
    "can_cu": "CanCu",
    "than_bai": "ThanBai",
    "muc_la_ma": "MucLaMa",
    "khoan": "Khoan",
    "diem": "Diem",
    "quyen_han": "QuyenHan",
    "ho_ten": "HoTen",
    "noi_nhan": "NoiNhan",
    "dong_noi_nhan": "DongNoiNhan",
    "phu_luc_so": "PhuLucSo",
    "phu_luc_tieu_de": "PhuLucTieuDe",
    "kem_theo": "KemTheo",
    "chu_thich_minh_hoa": "MinhHoa",
}
_BODY = {"can_cu", "than_bai", "muc_la_ma", "khoan", "diem"}
_HEADINGS = {"muc_la_ma": 0, "khoan": 1, "diem": 2}
_SPACE_BEFORE = {"ten_loai": 14.0, "so_ky_hieu": 6.0, "dia_danh": 6.0, "kinh_gui": 12.0}
_SPACE_AFTER = {"kinh_gui": 6.0, "kem_theo": 2.0}
SIGNATURE_SPACE = 78.0


def styles_xml(standard: Standard) -> str:
    """word/styles.xml of a template."""
    fonts = f'w:ascii="{standard.font}" w:hAnsi="{standard.font}" w:eastAsia="{standard.font}" w:cs="{standard.font}"'
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
    pieces += [_component_style(standard[key], style_id, standard) for key, style_id in STYLE_OF.items()]
    pieces += _other_styles(standard)
    return "".join(pieces) + "</w:styles>"


def _component_style(component: Component, style_id: str, standard: Standard) -> str:
    body = standard["than_bai"]
    properties = ""
    if component.key in _HEADINGS or component.key == "kinh_gui":
        properties += "<w:keepNext/>"
    properties += _spacing(component, body)
    if component.key in _BODY:
        properties += f'<w:ind w:firstLine="{twips(body.first_line_use)}"/>'
    properties += f'<w:jc w:val="{component.align}"/>'
    if component.key in _HEADINGS:
        properties += f'<w:outlineLvl w:val="{_HEADINGS[component.key]}"/>'
    return _style(style_id, component.label, properties, _run_properties(component))


def _spacing(component: Component, body: Component) -> str:
    if component.key in _BODY and body.space_between and body.line:
        return (
            f'<w:spacing w:before="{round(body.space_between.use * 20)}" w:after="0" '
            f'w:line="{round(body.line.use * LINE)}" w:lineRule="auto"/>'
        )
    before = SIGNATURE_SPACE if component.key == "ho_ten" else _SPACE_BEFORE.get(component.key, 0.0)
    after = _SPACE_AFTER.get(component.key, 0.0)
    return (
        f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}" w:line="{LINE}" w:lineRule="auto"/>'
    )


def _run_properties(component: Component) -> str:
    marks = "<w:b/><w:bCs/>" if component.bold else ""
    marks += "<w:i/><w:iCs/>" if component.italic else ""
    half_points = round(component.size.use * 2)
    underline = '<w:u w:val="single"/>' if component.underline else ""
    return f'{marks}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>{underline}'


def _style(style_id: str, name: str, paragraph: str, run: str, based_on: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based_on}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


def _other_styles(standard: Standard) -> list[str]:
    number = standard.page_number
    table = round(standard["bang"].size.use * 2)
    small = f'<w:sz w:val="{table}"/><w:szCs w:val="{table}"/>'
    single = f'<w:spacing w:before="20" w:after="20" w:line="{LINE}" w:lineRule="auto"/>'
    line = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    return [
        _style(
            "GachNgang",
            "Kẻ ngang",
            f'{line}<w:spacing w:before="60" w:after="0" w:line="40" w:lineRule="exact"/><w:jc w:val="center"/>',
            '<w:sz w:val="2"/><w:szCs w:val="2"/>',
        ),
        _style(
            "DongCuoi",
            "Dòng cuối",
            '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>',
            '<w:sz w:val="2"/><w:szCs w:val="2"/>',
        ),
        _style(
            "KhoangCach",
            "Khoảng cách",
            '<w:spacing w:before="0" w:after="0" w:line="200" w:lineRule="exact"/>',
            '<w:sz w:val="2"/><w:szCs w:val="2"/>',
        ),
        _style("GachDau", "Gạch đầu dòng", "", "", "ThanBai"),
        _style("KetThuc", "Đoạn kết thúc", "<w:keepNext/>", "", "ThanBai"),
        _style(
            "BaoCaoKinhGui", "Danh sách kính gửi", f'<w:ind w:left="{twips(50)}"/><w:jc w:val="left"/>', "", "KinhGui"
        ),
        _style(
            "SoTrang",
            "Số trang",
            '<w:jc w:val="center"/>',
            f'<w:sz w:val="{round(number.size.use * 2)}"/><w:szCs w:val="{round(number.size.use * 2)}"/>',
        ),
        _style(
            "BangDauCot", "Bảng - đầu cột", f'<w:keepNext/>{single}<w:jc w:val="center"/>', f"<w:b/><w:bCs/>{small}"
        ),
        _style("BangChu", "Bảng - chữ", f'{single}<w:jc w:val="left"/>', small),
        _style("BangGiua", "Bảng - giữa", f'{single}<w:jc w:val="center"/>', small),
        _style("BangSo", "Bảng - số", f'{single}<w:jc w:val="right"/>', small),
        _style("BangNhom", "Bảng - nhóm", f'<w:keepNext/>{single}<w:jc w:val="left"/>', f"<w:b/><w:bCs/>{small}"),
        _style(
            "BangNhomGiua",
            "Bảng - nhóm, giữa",
            f'<w:keepNext/>{single}<w:jc w:val="center"/>',
            f"<w:b/><w:bCs/>{small}",
        ),
        _style("BangTong", "Bảng - cộng", f'{single}<w:jc w:val="right"/>', f"<w:b/><w:bCs/>{small}"),
        _style(
            "GhiChu",
            "Ghi chú cuối bảng",
            f'<w:spacing w:before="80" w:after="0" w:line="{LINE}" w:lineRule="auto"/><w:jc w:val="both"/>',
            f"<w:i/><w:iCs/>{small}",
        ),
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{BOLD_CODE}"><w:name w:val="Chữ đậm"/>'
        "<w:rPr><w:b/><w:bCs/></w:rPr></w:style>",
        '<w:style w:type="table" w:customStyle="1" w:styleId="KhungKhongVien"><w:name w:val="Khung không viền"/>'
        '<w:basedOn w:val="TableNormal"/></w:style>',
        '<w:style w:type="table" w:customStyle="1" w:styleId="BangSoLieu"><w:name w:val="Bảng số liệu"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        + "</w:tblBorders></w:tblPr></w:style>",
    ]
