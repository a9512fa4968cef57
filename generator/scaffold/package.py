"""The parts of a .docx around its body: types, relationships, headers, footers, settings. Same input, same bytes."""

from __future__ import annotations

import io
import zipfile
from importlib import resources

from generator.core.standard import Standard
from generator.office.package import OFFICE
from generator.scaffold.styles import styles_xml
from generator.scaffold.wordml import DECLARATION, NAMESPACES, PageSetup, page_number_field, paragraph, run

FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

# Each part of word/ and the last word of its content type.
_PARTS = {
    "document": "document.main",
    "styles": "styles",
    "settings": "settings",
    "fontTable": "fontTable",
    "header1": "header",
    "header2": "header",
    "footer1": "footer",
    "footer2": "footer",
}
_RELATIONS = {
    "rIdStyles": ("styles", "styles.xml"),
    "rIdSettings": ("settings", "settings.xml"),
    "rIdTheme": ("theme", "theme/theme1.xml"),
    "rIdFonts": ("fontTable", "fontTable.xml"),
    "rIdHeader": ("header", "header1.xml"),
    "rIdHeaderFirst": ("header", "header2.xml"),
    "rIdFooter": ("footer", "footer1.xml"),
    "rIdFooterFirst": ("footer", "footer2.xml"),
}
_PACKAGE_RELATIONS = {
    "rId1": (f"{OFFICE}/officeDocument", "word/document.xml"),
    "rId2": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
}
ILLUSTRATIVE_NOTE = "{% if illustrative %}Số liệu minh hoạ, không phải số liệu chính thức{% endif %}"


def page_setup(standard: Standard, landscape: bool) -> PageSetup:
    """The section of a portrait or landscape page by the standard."""
    width, height = standard.page_width, standard.page_height
    if landscape:
        return PageSetup(height, width, standard.landscape_margins, True, standard.page_number.from_edge)
    return PageSetup(width, height, standard.margins, False, standard.page_number.from_edge)


def package(standard: Standard, body: str, purpose: str, title: str, letter: bool = False) -> bytes:
    """A whole .docx round a body (which ends with its section).

    `purpose` says what the template is for, `title` is the title that a document made from it bears in its properties.
    `letter` adds the styles that only a letter has.
    """
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
        for name, text in _parts(standard, body, _core(purpose, title), letter).items():
            info = zipfile.ZipInfo(name, FIXED_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            file.writestr(info, text.encode())
    return sink.getvalue()


def _parts(standard: Standard, body: str, core: str, letter: bool) -> dict[str, str]:
    """Name → text of every part, in the order they are written."""
    note = paragraph("MinhHoa", run(ILLUSTRATIVE_NOTE))
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(_PACKAGE_RELATIONS),
        "docProps/core.xml": core,
        "word/_rels/document.xml.rels": _relationships(
            {name: (f"{OFFICE}/{kind}", target) for name, (kind, target) in _RELATIONS.items()}
        ),
        "word/document.xml": f"{DECLARATION}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": styles_xml(standard, letter),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _fonts(standard.font),
        "word/theme/theme1.xml": _theme(),
        "word/header1.xml": _header_or_footer("hdr", page_number_field("SoTrang")),
        "word/header2.xml": _header_or_footer("hdr", paragraph("SoTrang")),
        "word/footer1.xml": _header_or_footer("ftr", note),
        "word/footer2.xml": _header_or_footer("ftr", note),
    }


def _theme() -> str:
    return (resources.files("generator.scaffold") / "theme.xml").read_text(encoding="utf-8").strip()


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORDML}.{kind}+xml"/>' for name, kind in _PARTS.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{overrides}"
        '<Override PartName="/word/theme/theme1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _relationships(relations: dict[str, tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, (kind, target) in relations.items()
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _core(purpose: str, title: str) -> str:
    """The properties that a document says of itself, tags among them: what Word shows of it without its pages."""
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:subject>{purpose}</dc:subject><dc:creator>{{{{ issuer.name }}}}</dc:creator>"
        "<cp:keywords>{{ period.label }}</cp:keywords><dc:language>vi-VN</dc:language></cp:coreProperties>"
    )


def _settings() -> str:
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat><w:themeFontLang w:val="vi-VN"/></w:settings>'
    )


def _fonts(font: str) -> str:
    return (
        f'{DECLARATION}<w:fonts {NAMESPACES}><w:font w:name="{font}"><w:panose1 w:val="02020603050405020304"/>'
        '<w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def _header_or_footer(element: str, content: str) -> str:
    return f"{DECLARATION}<w:{element} {NAMESPACES}>{content}</w:{element}>"
