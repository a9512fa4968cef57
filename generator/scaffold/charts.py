"""A chart and its caption as an outline asks for them: `! task_status: Biểu đồ {{ next_chart() }}. …`."""

from __future__ import annotations

from generator.scaffold.styles import STYLE_OF
from generator.scaffold.words import run
from generator.standard import Standard

_CENTRED = '<w:ind w:firstLine="0"/><w:jc w:val="center"/>'


def chart_lines(text: str, standard: Standard) -> str:
    """The chart's paragraph and, after the first ":", its caption, which then takes the place of the chart's title.

    Letters are as large as those of a table (the decree has no rule for charts); the two stay on one page.
    """
    asked, colon, caption = text.partition(":")
    options = [part.strip() for part in asked.split(",")]
    if not any(part.startswith("size") for part in options):
        options.append(f"size={standard['bang'].size.use:g}")
    if not colon or not caption.strip():
        return _centred(f"{{%chart {', '.join(options)} %}}", keep_next=False)
    if not any(part.startswith("title") for part in options):
        options.append("title=no")
    return _centred(f"{{%chart {', '.join(options)} %}}", keep_next=True) + _centred(caption.strip(), keep_next=False)


def _centred(text: str, keep_next: bool) -> str:
    keep = "<w:keepNext/>" if keep_next else ""
    style = f'<w:pStyle w:val="{STYLE_OF["than_bai"]}"/>'
    return f"<w:p><w:pPr>{style}{keep}{_CENTRED}</w:pPr>{run(text)}</w:p>"
