"""Writes a `Sample` as WordprocessingML, in one of several layouts and with rules drawn in one of several ways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from tests.lint.sample_documents import NAMESPACES, W_NS, Paragraph, Sample, zip_of

COLUMNS = (68, 97)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_EMU = 36000


def twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


def package_bytes(made: Sample) -> bytes:
    """The .docx."""
    page = made.page
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": _relations(
            {
                "rId1": ("styles", "styles.xml"),
                "rId2": ("header", "header1.xml"),
                "rId3": ("header", "header2.xml"),
                "rId4": ("footer", "footer1.xml"),
                "rId5": ("numbering", "numbering.xml"),
                "rId6": ("theme", "theme/theme1.xml"),
                "rId7": ("settings", "settings.xml"),
            }
        ),
        "word/styles.xml": page.get("styles") or _styles(),
        "word/numbering.xml": page.get("numbering") or f'<w:numbering xmlns:w="{W_NS}"/>',
        "word/theme/theme1.xml": _THEME,
        "word/settings.xml": f'<w:settings xmlns:w="{W_NS}">{page.get("settings", "")}</w:settings>',
        "word/header1.xml": _story("hdr", _header(made)),
        "word/header2.xml": _story("hdr", page_number(made) if page.get("number_on_first") else _xml(Paragraph())),
        "word/footer1.xml": _story(
            "ftr", page_number(made) if page.get("number_at") == "footer" else _xml(Paragraph())
        ),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{_body(made)}</w:body></w:document>",
    }
    return zip_of(parts)


def _header(made: Sample) -> str:
    page = made.page
    shown = page.get("number_at", "header") == "header"
    return str(page["header"]) if "header" in page else page_number(made) if shown else _xml(Paragraph())


def _types() -> str:
    kinds = {
        "document": "document.main",
        "styles": "styles",
        "header1": "header",
        "header2": "header",
        "footer1": "footer",
        "numbering": "numbering",
        "settings": "settings",
    }
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_WML}.{kind}+xml"/>' for part, kind in kinds.items()
    )
    kind = "application/vnd.openxmlformats-officedocument.theme+xml"
    theme = f'<Override PartName="/word/theme/theme1.xml" ContentType="{kind}"/>'
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}{theme}</Types>'
    )


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'
    )


def _styles() -> str:
    fonts = "".join(f' w:{slot}="Times New Roman"' for slot in ("ascii", "hAnsi", "eastAsia", "cs"))
    return (
        f'<w:styles xmlns:w="{W_NS}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{fonts}/><w:sz w:val="28"/></w:rPr>'
        '</w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/></w:style></w:styles>'
    )


def page_number(made: Sample) -> str:
    page = made.page
    size = page.get("number_size", made.sizes.page_number)
    italic = "<w:i/>" if page.get("number_italic") else ""
    mark = f'<w:rPr>{italic}<w:sz w:val="{round(size * 2)}"/></w:rPr>'
    return (
        f'<w:p><w:pPr><w:jc w:val="{page.get("number_align", "center")}"/></w:pPr>'
        f'<w:r>{mark}<w:fldChar w:fldCharType="begin"/></w:r><w:r>{mark}<w:instrText> PAGE </w:instrText></w:r>'
        f'<w:r>{mark}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{mark}<w:t>2</w:t></w:r>'
        f'<w:r>{mark}<w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def _story(tag: str, content: str) -> str:
    return f"<w:{tag} {NAMESPACES}>{content}</w:{tag}>"


def _body(made: Sample) -> str:
    head = {"table": _head_table, "tabs": _head_tabs, "boxes": _head_boxes}[made.layout](made)
    body = "".join(_xml(one, made.rules, 165) for one in made.body.values())
    close = _close_table(made) if made.layout != "tabs" else _close_tabs(made)
    text = head + body + made.page.get("extra", "") + close
    if made.page.get("length"):
        text = text.replace(close, "".join(_xml(made.body["mo_dau"]) for _ in range(made.page["length"])) + close)
    appendices = ""
    for appendix in made.appendices:
        appendices += f"<w:p><w:pPr>{_section(made)}</w:pPr></w:p>" if made.page.get("appendix_sections", True) else ""
        appendices += "".join(_xml(one) for one in appendix.values())
    return text + appendices + _section(made)


def _section(made: Sample) -> str:
    page = made.page
    margins = {
        **made.sizes.margins,
        **{side: page[side] for side in ("top", "bottom", "left", "right") if side in page},
    }
    sides = "".join(f' w:{side}="{twips(value)}"' for side, value in margins.items())
    width, height = page.get("paper", (210, 297))
    restart = page.get("restart", 1)
    number = (f' w:start="{restart}"' if restart else "") + (f' w:fmt="{page["format"]}"' if "format" in page else "")
    title = "<w:titlePg/>" if page.get("title_page", True) else ""
    first = '<w:headerReference w:type="first" r:id="rId3"/>' if page.get("title_page", True) else ""
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="rId2"/>{first}'
        f'<w:footerReference w:type="default" r:id="rId4"/>'
        f'<w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"/>'
        f'<w:pgMar{sides} w:header="567" w:footer="567" w:gutter="0"/><w:pgNumType{number}/>{title}</w:sectPr>'
    )


def _cell(width: float, paragraphs: Iterable[Paragraph], rules: str) -> str:
    content = "".join(_xml(one, rules, width) for one in paragraphs)
    return f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def _table(cells: Iterable[str], widths: Iterable[float]) -> str:
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    margins = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    return f"<w:tbl><w:tblPr>{margins}</w:tblPr><w:tblGrid>{grid}</w:tblGrid><w:tr>{''.join(cells)}</w:tr></w:tbl>"


def _head_table(made: Sample) -> str:
    return _table(
        [_cell(COLUMNS[0], made.left.values(), made.rules), _cell(COLUMNS[1], made.right.values(), made.rules)], COLUMNS
    )


def _head_tabs(made: Sample) -> str:
    """Two things on a line with centre tabs; the rules are rows of signs set the same way."""
    tabs = '<w:tabs><w:tab w:val="center" w:pos="1900"/><w:tab w:val="center" w:pos="6700"/></w:tabs>'
    left, right = list(made.left.values()), list(made.right.values())
    rows = [(left[0], right[0]), (left[1], right[1]), (_underscores(10), _underscores(25)), (left[2], right[2])]
    rows += [(one, Paragraph()) for one in left[3:]]
    space = '<w:spacing w:before="120"/>'
    return "".join(
        f"<w:p><w:pPr>{tabs}{space if a.before else ''}</w:pPr><w:r><w:tab/></w:r>{_run(a)}<w:r><w:tab/>"
        f"</w:r>{_run(b)}</w:p>"
        for a, b in rows
    )


def _underscores(count: int) -> Paragraph:
    return Paragraph("_" * count, 13)


def _head_boxes(made: Sample) -> str:
    boxes = ""
    for place, width in ((made.left, COLUMNS[0]), (made.right, COLUMNS[1])):
        content = "".join(_xml(one, made.rules, width) for one in place.values())
        boxes += (
            '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
            f'<wp:extent cx="{width * _EMU}" cy="900000"/><a:graphic><a:graphicData><wps:wsp><wps:txbx>'
            f"<w:txbxContent>{content}"
            "</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>"
            "</mc:Fallback></mc:AlternateContent></w:r>"
        )
    return f"<w:p>{boxes}</w:p>"


def _close_table(made: Sample) -> str:
    return _table([_cell(80, made.recipients.values(), ""), _cell(85, made.signature.values(), "")], (80, 85))


def _close_tabs(made: Sample) -> str:
    left, right = list(made.recipients.values()), list(made.signature.values())
    rows = max(len(left), len(right))
    left += [Paragraph()] * (rows - len(left))
    right += [Paragraph()] * (rows - len(right))
    tabs = '<w:tabs><w:tab w:val="center" w:pos="6900"/></w:tabs>'
    return "".join(
        f"<w:p><w:pPr>{tabs}</w:pPr>{_run(a)}<w:r><w:tab/></w:r>{_run(b)}</w:p>"
        for a, b in zip(left, right, strict=True)
    )


def _xml(one: Paragraph, rules: str = "border", width: float = 165) -> str:
    properties = f'<w:pStyle w:val="{one.style}"/>' if one.style else ""
    if one.number:
        properties += f'<w:numPr><w:ilvl w:val="{one.number[1]}"/><w:numId w:val="{one.number[0]}"/></w:numPr>'
    line = (
        f'w:line="{round(one.exact * 20)}" w:lineRule="exact"'
        if one.exact
        else f'w:line="{round(one.line * 240)}" w:lineRule="auto"'
    )
    properties += f'<w:spacing w:before="{round(one.before * 20)}" w:after="{round(one.after * 20)}" {line}/>'
    properties += (
        f'<w:ind w:left="{twips(one.left)}" w:firstLine="{twips(one.first)}"/>' if one.left or one.first else ""
    )
    properties += "<w:contextualSpacing/>" if one.contextual else ""
    properties += f'<w:jc w:val="{one.align}"/>' if one.align else ""
    content = one.raw or _run(one)
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>" + (_rule(one, rules, width) if one.rule else "")


def _run(one: Paragraph) -> str:
    if not one.text:
        return ""
    if one.bold_until:
        first = _piece(one, one.text[: one.bold_until], True)
        return first + _piece(one, one.text[one.bold_until :], one.bold)
    return _piece(one, one.text, one.bold)


def _piece(one: Paragraph, text: str, bold: bool) -> str:
    marks = f'<w:rFonts w:ascii="{one.font}" w:hAnsi="{one.font}"/>' if one.font else ""
    marks += ("<w:b/>" if bold else "") + ("<w:i/>" if one.italic else "")
    marks += f'<w:color w:val="{one.color}"/>' if one.color else ""
    marks += f'<w:sz w:val="{round(one.size * 2)}"/>' + ('<w:u w:val="single"/>' if one.underline else "")
    inner = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(part) for part in text.split("\n"))
    return f'<w:r><w:rPr>{marks}{one.run_raw}</w:rPr><w:t xml:space="preserve">{inner}</w:t></w:r>'


def text_width(one: Paragraph) -> float:
    """Width of a line of bold Times in millimetres, reckoned here from a few widths of the font's own tables."""
    return sum(_WIDTHS.get(letter, 0.722 if letter.isupper() else 0.5) for letter in one.text) * one.size * 25.4 / 72


_WIDTHS = {
    " ": 0.25,
    "-": 0.333,
    "i": 0.278,
    "l": 0.278,
    "t": 0.333,
    "I": 0.389,
    "m": 0.833,
    "ị": 0.278,
    "p": 0.556,
    "h": 0.556,
}


def _rule(one: Paragraph, rules: str, width: float) -> str:
    length = one.rule * text_width(one)
    if rules == "border":
        side = twips((width - length) / 2)
        return (
            '<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
            f'<w:spacing w:line="40" w:lineRule="exact"/><w:ind w:left="{side}" w:right="{side}"/></w:pPr></w:p>'
        )
    if rules == "shape":
        return (
            '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><mc:AlternateContent><mc:Choice Requires="wps">'
            "<w:drawing><wp:anchor>"
            f'<wp:extent cx="{round(length * _EMU)}" cy="0"/><a:graphic><a:graphicData><wps:cnv/><wps:wsp><wps:spPr>'
            '<a:prstGeom prst="line"/></wps:spPr></wps:wsp></a:graphicData></a:graphic></wp:anchor>'
            "</w:drawing></mc:Choice>"
            "<mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )
    if rules == "vml":
        return (
            f'<w:p><w:r><w:pict><v:line from="10pt,2pt" to="{10 + length * 72 / 25.4:.1f}pt,2pt"/></w:pict></w:r></w:p>'
        )
    if rules == "signs":
        count = round(length / (13 * 0.5 * 25.4 / 72))
        return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{_run(Paragraph("_" * count, 13))}</w:p>'
    return ""


_THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office">'
    '<a:themeElements><a:fontScheme name="Office">'
    '<a:majorFont><a:latin typeface="Calibri Light"/><a:ea typeface=""/><a:cs typeface=""/></a:majorFont>'
    '<a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/></a:minorFont>'
    "</a:fontScheme></a:themeElements></a:theme>"
)
