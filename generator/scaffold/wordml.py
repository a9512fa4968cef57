"""WordprocessingML in small pieces: paragraphs, tables and sections as text, with every child in schema order.

Lengths that come in are millimetres and points; what goes out is Word's units.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.core.standard import Margins, twips
from generator.office.xml import escaped

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


@dataclass(frozen=True, slots=True)
class PageSetup:
    """One section's paper and margins, in millimetres."""

    width: float
    height: float
    margins: Margins
    landscape: bool
    header_distance: float

    @property
    def text_width(self) -> float:
        return self.width - self.margins.left.use - self.margins.right.use


def run(text: str, style: str = "", highlight: bool = False) -> str:
    """A run of text, in a character style if one is named; a highlight is not a thing styles can hold."""
    properties = f'<w:rStyle w:val="{style}"/>' if style else ""
    properties += '<w:highlight w:val="yellow"/>' if highlight else ""
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'


def paragraph(style: str, *runs: str, keep_next: bool = False) -> str:
    """A paragraph in a named style; strings that are not runs yet become plain ones."""
    keep = "<w:keepNext/>" if keep_next else ""
    content = "".join(piece if piece.startswith("<") else run(piece) for piece in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}</w:pPr>{content}</w:p>'


def page_number_field(style: str) -> str:
    """A centred PAGE field."""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def cell(width: float, *paragraphs: str, span: int = 1, middle: bool = False) -> str:
    """A table cell so many millimetres wide."""
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    align = '<w:vAlign w:val="center"/>' if middle else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{spans}{align}</w:tcPr>'
        + "".join(paragraphs)
        + "</w:tc>"
    )


def row(*cells: str, header: bool = False) -> str:
    """A table row that never splits over two pages; a header row stands again on every page."""
    repeat = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>" + "".join(cells) + "</w:tr>"


def table(style: str, widths: Sequence[float], rows: Iterable[str], cell_margin: float = 1.9) -> str:
    """A table of fixed column widths in millimetres."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    side = f'w:w="{twips(cell_margin)}" w:type="dxa"'
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(twips(w) for w in widths)}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar><w:left {side}/><w:right {side}/></w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>" + "".join(rows) + "</w:tbl>"
    )


def section(page: PageSetup) -> str:
    """The section's properties: paper, margins, its own page count, header and footer of first and other pages."""
    orient = ' w:orient="landscape"' if page.landscape else ""
    margins = page.margins
    return (
        "<w:sectPr>"
        '<w:headerReference w:type="default" r:id="rIdHeader"/>'
        '<w:headerReference w:type="first" r:id="rIdHeaderFirst"/>'
        '<w:footerReference w:type="default" r:id="rIdFooter"/>'
        '<w:footerReference w:type="first" r:id="rIdFooterFirst"/>'
        f'<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"{orient}/>'
        f'<w:pgMar w:top="{twips(margins.top.use)}" w:right="{twips(margins.right.use)}" '
        f'w:bottom="{twips(margins.bottom.use)}" w:left="{twips(margins.left.use)}" '
        f'w:header="{twips(page.header_distance)}" w:footer="{twips(page.header_distance)}" w:gutter="0"/>'
        '<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )
