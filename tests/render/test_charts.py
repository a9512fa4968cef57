"""{%chart …%}: native Word charts with their workbook, their alternative text and the cells of every figure."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from lxml import etree

from generator.core.figures import Figure
from generator.render.chart_views import ChartsView, ChartView, indicator_chart
from generator.render.charts import Chart, ChartShape, PlacedChart, Series
from generator.render.charts_package import chart_workbook
from generator.render.charts_xml import chart_xml, fitting
from generator.render.check_template import check_template
from generator.render.document import Template
from generator.render.sample import sample_names
from generator.render.tags import BadTemplate
from tests.render.word_templates import W, body, paragraph_texts, template, word_file

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
STATUSES = [
    "Hoàn thành đúng hạn", "Hoàn thành chậm", "Đang thực hiện (trong hạn)", "Đang thực hiện (quá hạn)",
    "Chưa thực hiện (trong hạn)", "Chưa thực hiện (quá hạn)", "Tạm dừng", "Thường xuyên",
]  # fmt: skip
# The sample dossier on 14/9/2025, counted by hand: I.1 done in time, II.2 late, I.2 overdue, I.3 and I.4 not begun,
# II.1 recurring.
COUNTS = [1, 1, 0, 1, 2, 0, 0, 1]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert len(set(package.namelist())) == len(package.namelist())
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def names() -> Mapping[str, object]:
    return sample_names()


@pytest.fixture(scope="module")
def rendered(names: Mapping[str, object]) -> bytes:
    """All four charts in one document."""
    made = template(
        "{%chart task_status, width=16, height=8 %}",
        "Biểu đồ {{ next_chart() }}. {{ charts.task_status.title }}",
        "{%chart agencies, size=11 %}",
        "{%chart indicators, title=no %}",
        "Biểu đồ {{ next_chart() }}.",
        '{%chart indicator, code="CT1" %}',
    )
    return made.render(names).content


def charts_of(content: bytes) -> Iterator[etree._Element]:
    files = parts(content)
    number = 1
    while f"word/charts/chart{number}.xml" in files:
        yield etree.fromstring(files[f"word/charts/chart{number}.xml"])
        number += 1


def shown(chart: etree._Element) -> list[tuple[str, list[str], list[str | None]]]:
    """Name, categories and values of each series, as cached."""
    found = []
    for series in chart.iter(f"{C}ser"):
        caches = [series.find(f"{C}{path}") for path in ("tx/{0}strRef/{0}strCache", "cat/{0}strRef/{0}strCache")]
        caches = [series.find(f"{C}tx/{C}strRef/{C}strCache"), series.find(f"{C}cat/{C}strRef/{C}strCache")]
        values = series.find(f"{C}val/{C}numRef/{C}numCache")
        texts = [[str(v.text) for v in cache.iter(f"{C}v")] for cache in caches]  # type: ignore[union-attr]
        points = {int(p.get("idx")): p.findtext(f"{C}v") for p in values.iter(f"{C}pt")}  # type: ignore[union-attr,arg-type]
        found.append((texts[0][0], texts[1], [points.get(place) for place in range(len(texts[1]))]))
    return found


# --- what is drawn ---------------------------------------------------------------------------------


def test_the_tasks_stand_in_eight_bars_with_their_counts(rendered: bytes) -> None:
    first = next(charts_of(rendered))
    assert shown(first) == [("Số nhiệm vụ", STATUSES, [str(count) for count in COUNTS])]
    assert "".join(first.find(f"{C}chart/{C}title").itertext()) == (
        "Nhiệm vụ theo tình trạng thực hiện, quý III năm 2025"
    )


def test_agencies_are_stacks_whose_pieces_add_up_to_what_they_lead(rendered: bytes) -> None:
    chart = list(charts_of(rendered))[1]
    assert chart.find(f".//{C}grouping").get("val") == "stacked"
    series = shown(chart)
    assert series[0][1] == ["Sở Khoa học và Công nghệ", "Sở Tài chính", "Văn phòng Ủy ban nhân dân tỉnh"]
    sums = [sum(Decimal(values[place] or 0) for _, _, values in series) for place in range(3)]
    assert sums == [2, 3, 1]  # I.1 I.2; I.3 II.1 II.2; I.4
    assert [name for name, _, _ in series] == ["Hoàn thành", "Chưa thực hiện", "Quá hạn", "Thường xuyên"]


def test_indicators_are_told_apart_by_whether_they_reached_their_target(rendered: bytes) -> None:
    labels = ["Tỷ lệ hồ sơ trực tuyến", "Số trạm 5G", "Số xã có tổ công nghệ số"]
    assert shown(list(charts_of(rendered))[2]) == [
        ("Đạt hoặc vượt mục tiêu", labels, [None, "125.0", None]),
        ("Đang thực hiện theo mục tiêu năm", labels, ["78.1", None, "83.3"]),
    ]


def test_one_indicator_is_shown_over_its_periods_against_its_target(rendered: bytes) -> None:
    periods = ["quý III năm 2024", "quý II năm 2025", "quý III năm 2025"]
    chart = list(charts_of(rendered))[3]
    assert shown(chart) == [("Thực hiện", periods, ["55", "60", "62.5"]), ("Mục tiêu", periods, ["80", "80", "80"])]
    assert [plot.tag for plot in chart.find(f"{C}chart/{C}plotArea") if plot.tag.endswith("Chart")] == [
        f"{C}barChart", f"{C}lineChart",
    ]  # fmt: skip


def test_every_cache_says_how_many_points_it_has(rendered: bytes) -> None:
    caches = [cache for chart in charts_of(rendered) for cache in chart.iter(f"{C}strCache", f"{C}numCache")]
    assert len(caches) == 3 * (1 + 4 + 2 + 2)
    for cache in caches:
        count = int(cache.find(f"{C}ptCount").get("val"))
        assert count >= len(cache.findall(f"{C}pt")) and count in (1, 3, 8)


def test_letters_are_times_new_roman_and_numbers_are_written_the_vietnamese_way(rendered: bytes) -> None:
    charts = list(charts_of(rendered))
    assert charts
    for chart in charts:
        assert {one.get("typeface") for one in chart.iter(f"{A}latin")} == {"Times New Roman"}
        assert chart.find(f"{C}lang").get("val") == "vi-VN"
        assert all(
            "[$-42A]" in one.get("formatCode") for one in chart.iter(f"{C}numFmt") if one.get("formatCode") != "General"
        )


def test_without_colour_series_differ_by_pattern_or_shade(rendered: bytes) -> None:
    for chart in charts_of(rendered):
        fills = [etree.tostring(bar.find(f"{C}spPr")[0]) for bar in chart.iter(f"{C}ser")]
        assert len(set(fills)) == len(fills)
    stack = list(charts_of(rendered))[1]
    assert {one.get("prst") for one in stack.iter(f"{A}pattFill")} == {"wdUpDiag", "smGrid"}


# --- the package -----------------------------------------------------------------------------------


def test_a_chart_brings_its_part_its_workbook_and_their_types(rendered: bytes) -> None:
    files = parts(rendered)
    relations = {one.get("Id"): one.get("Target") for one in etree.fromstring(files["word/_rels/document.xml.rels"])}
    references = [one.get(next(iter(one.attrib))) for one in body(rendered).iter(f"{C}chart")]
    assert [relations[key] for key in references] == [f"charts/chart{number}.xml" for number in (1, 2, 3, 4)]
    types = files["[Content_Types].xml"].decode()
    for number in (1, 2, 3, 4):
        link = etree.fromstring(files[f"word/charts/_rels/chart{number}.xml.rels"])[0]
        assert link.get("Target") == f"../embeddings/Microsoft_Excel_Sheet{number}.xlsx"
        chart = etree.fromstring(files[f"word/charts/chart{number}.xml"])
        outside = chart.find(f"{C}externalData")
        assert next(iter(outside.attrib.values())) == link.get("Id")
        assert outside.find(f"{C}autoUpdate").get("val") == "0"
        assert f'PartName="/word/charts/chart{number}.xml"' in types
    assert types.count('Extension="xlsx"') == 1


def test_the_workbook_behind_a_chart_holds_what_its_formulas_name(rendered: bytes) -> None:
    files = parts(rendered)
    for number, chart in enumerate(charts_of(rendered), start=1):
        book = openpyxl.load_workbook(io.BytesIO(files[f"word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"]))
        for series in chart.iter(f"{C}ser"):
            for reference in series.iter(f"{C}strRef", f"{C}numRef"):
                sheet, cells = str(reference.findtext(f"{C}f")).rsplit("!", 1)
                area = book[sheet.strip("'")][cells.replace("$", "")]
                column = [row[0].value for row in area] if isinstance(area, tuple) else [area.value]
                cached = {int(p.get("idx")): p.findtext(f"{C}v") for p in reference.iter(f"{C}pt")}
                wanted = [cached.get(place) for place in range(len(column))]
                if reference.tag == f"{C}numRef":
                    assert [None if v is None else Decimal(str(v)) for v in column] == [
                        None if v is None else Decimal(v) for v in wanted
                    ]
                else:
                    assert column == wanted


def test_each_drawing_has_an_id_a_name_a_title_and_its_figures_in_words(rendered: bytes) -> None:
    found = list(body(rendered).iter(f"{WP}docPr"))
    assert len({one.get("id") for one in found}) == len({one.get("name") for one in found}) == 4
    assert found[0].get("descr") == (
        "Biểu đồ thanh ngang. Nhiệm vụ theo tình trạng thực hiện, quý III năm 2025. Hoàn thành đúng hạn: 1 nhiệm vụ; "
        "Hoàn thành chậm: 1 nhiệm vụ; Đang thực hiện (trong hạn): 0 nhiệm vụ; Đang thực hiện (quá hạn): "
        "1 nhiệm vụ; Chưa thực hiện (trong hạn): 2 nhiệm vụ; Chưa thực hiện (quá hạn): 0 nhiệm vụ; "
        "Tạm dừng: 0 nhiệm vụ; Thường xuyên: 1 nhiệm vụ."
    )
    assert "Tỷ lệ hồ sơ trực tuyến (đang thực hiện theo mục tiêu năm 2025): 78,1%" in str(found[2].get("descr"))
    assert "quý III năm 2025: thực hiện 62,5%, mục tiêu 80%" in str(found[3].get("descr"))
    assert all(one.get("title") for one in found)


def test_the_same_facts_give_the_same_bytes(names: Mapping[str, object]) -> None:
    made = template("{%chart task_status %}", "{%chart indicators %}")
    assert made.render(names).content == made.render(names).content


def test_ids_and_parts_that_a_template_has_already_are_not_taken_again(names: Mapping[str, object]) -> None:
    first = template("{%chart task_status %}").render(names).content
    files = parts(first)
    text = (
        files["word/document.xml"]
        .decode()
        .replace("<w:sectPr", "<w:p><w:r><w:t>{%chart indicators %}</w:t></w:r></w:p><w:sectPr", 1)
    )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as package:
        for name, data in {**files, "word/document.xml": text.encode()}.items():
            package.writestr(name, data)
    both = Template.from_bytes("mau", sink.getvalue()).render(names).content
    found = list(body(both).iter(f"{WP}docPr"))
    assert len(found) == len({one.get("id") for one in found}) == 2
    assert len({next(iter(one.attrib.values())) for one in body(both).iter(f"{C}chart")}) == 2
    assert {"word/charts/chart1.xml", "word/charts/chart2.xml"} <= parts(both).keys()


# --- the paragraph ---------------------------------------------------------------------------------


def nothing(names: Mapping[str, object]) -> dict[str, object]:
    charts = names["charts"]
    assert isinstance(charts, ChartsView)
    return {**names, "charts": replace(charts, task_status=ChartView("", "", None))}


def test_a_chart_with_nothing_to_draw_leaves_no_paragraph(names: Mapping[str, object]) -> None:
    made = template("Trước", "{%chart task_status %}", "Sau", '{%chart indicator, code="X" %}')
    content = made.render(nothing(names)).content
    assert paragraph_texts(content) == ["Trước", "Sau"]
    assert not any("chart" in name for name in parts(content))


def test_the_only_paragraph_of_a_cell_stays_without_its_chart(names: Mapping[str, object]) -> None:
    made = template("Trước", table=[["{%chart task_status %}", "x"]])
    assert body(made.render(nothing(names)).content).find(f".//{W}tc/{W}p") is not None
    drawn = body(made.render(names).content).find(f".//{WP}extent")
    assert int(drawn.get("cx")) < 9 * 360_000  # half the page


@pytest.mark.parametrize("indicator", ["CT1", "CT2"])
def test_a_chart_in_a_loop_is_made_for_each(names: Mapping[str, object], indicator: str) -> None:
    made = template(
        "{%p for i in indicators.groups[0].items %}", "{%chart indicator, code=i.code %}", "{%p endfor %}", named=True
    )
    document = made.render(names)
    assert f"Biểu đồ chỉ tiêu {indicator}" in [one.get("name") for one in body(document.content).iter(f"{WP}docPr")]
    assert len({figure.block for figure in document.figures}) == 3


def test_a_line_grows_with_its_chart_and_is_no_wider_than_the_page(names: Mapping[str, object]) -> None:
    paragraph = body(template("{%chart task_status, width=90, height=3 %}").render(names).content)[0]
    spacing = paragraph.find(f"{W}pPr/{W}spacing")
    assert (spacing.get(f"{W}line"), spacing.get(f"{W}lineRule")) == ("240", "auto")
    extent = paragraph.find(f".//{WP}extent")
    assert int(extent.get("cx")) < 16 * 360_000 and int(extent.get("cy")) == 3 * 360_000


def test_every_bar_is_traced_to_its_cells(names: Mapping[str, object]) -> None:
    figures = template("{%chart task_status %}", named=True).render(names).figures
    assert [one.figure.text for one in figures] == [str(count) for count in COUNTS]
    assert {one.block[:4] for one in figures} == {"_bc_"} and len({one.block for one in figures}) == 1
    assert [str(place.cell) for place in figures[4].figure.cells] == ["A4", "A5"]


# --- wrong tags ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{%chart task_statu %}", "không có biểu đồ “task_statu”; có phải là “task_status”?"),
        ("{%chart xyz %}", "không có biểu đồ “xyz”; các biểu đồ: task_status, agencies, indicators, indicator."),
        ("{%chart task_status, widht=3 %}", "không hiểu “widht=3”."),
        ("{%chart task_status, width=lớn %}", "width là số từ 1 đến 100, không phải “lớn”."),
        ("{%chart task_status, height=90 %}", "height là số từ 1 đến 24, không phải “90”."),
        ("{%chart task_status, title=maybe %}", "title chỉ là yes hoặc no."),
        ("{%chart indicator %}", "biểu đồ indicator phải có code=…, như code=i.code; các biểu đồ khác thì không."),
        ("Xem {%chart task_status %} ở đây", "“Xem ở đây” đứng cùng đoạn với thẻ {%chart …%} sẽ bị mất."),
    ],
)
def test_a_wrong_tag_is_told_with_its_paragraph(tag: str, said: str) -> None:
    content = word_file("Trước", tag)
    with pytest.raises(BadTemplate) as error:
        Template.from_bytes("mau", content)
    assert [fault.message.endswith(said) for fault in error.value.faults] == [True], error.value.faults
    assert error.value.faults[0].where.startswith("đoạn 2")
    [problem] = check_template("bao-cao-quy.docx", "bao-cao-quy", content)
    assert problem.code == "MAU002" and str(problem.place.cell).startswith("đoạn 2") and said in problem.message


def test_a_chart_belongs_into_the_body() -> None:
    files = parts(word_file("Một"))
    header = f'<w:hdr xmlns:w="{W[1:-1]}"><w:p><w:r><w:t>{{%chart task_status %}}</w:t></w:r></w:p></w:hdr>'
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as package:
        for name, data in {**files, "word/header1.xml": header.encode()}.items():
            package.writestr(name, data)
    with pytest.raises(BadTemplate, match="chỉ đặt được trong thân văn bản"):
        Template.from_bytes("mau", sink.getvalue())


def test_a_right_tag_is_accepted_and_a_wrong_field_in_it_is_named() -> None:
    right = ("{%p for i in indicators.missed %}", "{%chart indicator, code=i.code, height=7 %}", "{%p endfor %}")
    assert check_template("bao-cao-quy.docx", "bao-cao-quy", word_file(*right, "{%chart agencies %}")) == ()
    wrong = (right[0], "{%chart indicator, code=i.cod %}", right[2])
    found = check_template("bao-cao-quy.docx", "bao-cao-quy", word_file(*wrong))
    assert {problem.code for problem in found} == {"MAU004"} and "code" in found[0].message


# --- odd data --------------------------------------------------------------------------------------


def chart(labels: list[str], *values: list[str | None], shape: ChartShape = ChartShape.BARS) -> Chart:
    series = tuple(
        Series(f"Dãy {n}", tuple(Figure("", None) if v is None else Figure(v, Decimal(v)) for v in one), words="x")
        for n, one in enumerate(values)
    )
    return Chart("Biểu đồ thử", "Thử", shape, tuple(labels), tuple(labels), series)


@pytest.mark.parametrize(
    "odd",
    [
        chart(["Một"], ["0"]),
        chart(["A & B <c>", "=1+1"], ["-5", "3.25"]),
        chart(["x"] * 30, ["1"] * 30, ["2"] * 30, shape=ChartShape.STACKED),
        chart(["Tên rất dài " * 30], ["12345678901234567890"]),
        chart(["a", "b"], ["1", None], [None, "-2"], shape=ChartShape.COLUMNS),
    ],
)
def test_odd_data_gives_a_sound_chart_that_fits_a_page(odd: Chart) -> None:
    fit = fitting(odd, 16, None, 12, True)
    assert 3 <= fit.height <= 21 and 8 <= fit.points <= 12
    root = etree.fromstring(chart_xml(PlacedChart(odd, 16, fit.height, fit.points, True, fit.labels)).encode())
    assert [values for _, _, values in shown(root)] == [
        [None if one.value is None else str(one.value) for one in series.figures] for series in odd.series
    ]
    lowest = root.find(f".//{C}valAx/{C}scaling/{C}min")
    assert (lowest is None) is any((one.value or 0) < 0 for series in odd.series for one in series.figures)
    sheet = openpyxl.load_workbook(io.BytesIO(chart_workbook(odd))).active
    assert sheet is not None and sheet["A2"].value == odd.labels[0] and sheet["A2"].data_type == "s"


_LONG = "Tỷ lệ hoạt động quản lý, điều hành của các cơ quan trong hệ thống"
_SHORT = "Sở Khoa học và Công nghệ"


@pytest.mark.parametrize(
    ("labels", "tallest", "least"),
    [
        ([_LONG] * 16, 8, 8.5),  # on one line each, in more of the width, and letters of half a point less
        ([_LONG] * 6, 8, 10.5),  # on two lines: the letters stay
        ([_SHORT] * 12, 8, 10.5),
        ([_SHORT] * 30, 15, 9),  # cannot be low: no letters are lost for nothing
    ],
)
def test_a_chart_leaves_no_more_than_a_third_of_a_page_empty_where_its_labels_allow_it(
    labels: list[str], tallest: float, least: float
) -> None:
    fit = fitting(chart(labels, ["1"] * len(labels)), 16, None, 10.5, False)
    assert fit.height <= tallest and fit.points >= least


def test_labels_take_no_more_of_the_width_than_they_need() -> None:
    few = fitting(chart([_LONG] * 3, ["1"] * 3), 16, None, 10.5, False)
    many = fitting(chart([_LONG] * 16, ["1"] * 16), 16, None, 10.5, False)
    assert few.labels == 0.42 < many.labels <= 0.65


def test_an_indicator_without_figures_has_no_chart(names: Mapping[str, object]) -> None:
    charts = names["charts"]
    assert isinstance(charts, ChartsView)
    assert indicator_chart(charts.source, "KHONG-CO") is None


def test_a_template_without_charts_loads_nothing_for_them(names: Mapping[str, object]) -> None:
    sys.modules.pop("generator.render.charts_package", None)
    assert paragraph_texts(template("{{ issuer.name }}").render(names).content) == ["Sở Khoa học và Công nghệ"]
    assert "generator.render.charts_package" not in sys.modules


def test_no_chart_that_can_be_smaller_takes_half_a_page_and_its_numbers_are_told_in_digits(rendered: bytes) -> None:
    document = etree.fromstring(zipfile.ZipFile(io.BytesIO(rendered)).read("word/document.xml"))
    heights = [int(one.get("cy")) / 360_000 for one in document.iter(f"{WP}extent")]
    assert heights and max(heights) <= 10.5
    formats = {one.get("formatCode") for chart in charts_of(rendered) for one in chart.iter(f"{C}numFmt")}
    assert not any("General" in one for one in formats - {"General"})
