"""What a rendered report does not print, and why: told with every build, never dropped without a word."""

from __future__ import annotations

from collections.abc import Sequence

from generator.compute.facts import Facts
from generator.compute.layout import laid_out
from generator.core.folders import REPORT
from generator.core.problems import Place, Problem, ProblemList
from generator.core.sections import find_section
from generator.core.vietnamese import shortened
from generator.render.report import RenderedReport
from generator.render.told_parts import MOST_TOLD, is_gathered


def left_out(report: RenderedReport, facts: Facts) -> tuple[Problem, ...]:
    """What the report has no place for, what it leaves to its appendices or would lose, what it tells in part."""
    return (*homeless_sections(report, facts), *length_problems(report, facts), *gathered_results(facts))


def homeless_sections(report: RenderedReport, facts: Facts) -> tuple[Problem, ...]:
    """What the report could not print: written sections that this kind of report has no place for."""
    problems = ProblemList()
    for narrative in facts.narratives if facts.agency is None and not facts.plans else ():
        section = find_section(narrative.section)
        if section is not None and section.key not in report.written_sections:
            message = f"Báo cáo {facts.period.label} không có mục “{narrative.section}”, lời văn này không được in."
            problems.add("ND002", narrative.row.place("Mục"), message, "Chuyển lời văn sang mục khác.")
    return tuple(problems.items)


_NAMED = 5
"""So many of the things that a short report would lose are told one by one."""


def length_problems(report: RenderedReport, facts: Facts) -> tuple[Problem, ...]:
    """What a short report leaves to its appendices, what it would lose; a template that has no short form."""
    problems = ProblemList()
    setting = facts.settings.places.get("Độ dài", Place(REPORT))
    if facts.settings.short is not None and not report.has_lengths:
        message = f"Mẫu của báo cáo {facts.period.label} không có hai độ dài, mục “Độ dài” không có tác dụng."
        fix = "Dùng mẫu có sẵn, hoặc thêm trường is_short vào mẫu."
        problems.add("MAU012", setting, message, fix)
    if facts.dossier.layout and not report.has_sections:
        message = f"Mẫu của báo cáo {facts.period.label} không in các phần (sections), trang Bố cục không có tác dụng."
        fix = "Dùng mẫu có sẵn, hoặc cho mẫu đi qua sections thay cho tasks.groups."
        problems.add("MAU012", facts.dossier.layout[0].row.place(), message, fix)
    elif facts.settings.tables and lays_out_indicators(facts):
        message = "Trang Bố cục xếp chỉ tiêu vào các phần nên báo cáo nêu chỉ tiêu bằng lời, không in bảng chỉ tiêu."
        fix = "Cần bảng chỉ tiêu thì bỏ nhóm chỉ tiêu khỏi trang Bố cục."
        problems.add("XB033", facts.settings.places.get("Bảng trong báo cáo", Place(REPORT)), message, fix)
    if report.gathered is None:
        return tuple(problems.items)
    full = "Cần kê đủ trong thân báo cáo thì ghi “đầy đủ” ở mục Độ dài của trang Thông tin chung."
    if left := ", ".join(f"{number} {kind}" for kind, number in report.gathered.kinds):
        problems.add("XB031", Place(REPORT), f"Báo cáo lập gọn: {left} chỉ nêu ở phụ lục.", full)
    for one in report.gathered.lost[:_NAMED]:
        message = f"Báo cáo gọn không nêu {one.kind} “{shortened(one.in_body, 60)}”, phụ lục cũng không in."
        problems.add("XB032", one.place, message, full)
    if more := len(report.gathered.lost[_NAMED:]):
        problems.add("XB032", Place(REPORT), f"Còn {more} nội dung khác không nêu, phụ lục cũng không in.", full)
    return tuple(problems.items)


_MOST_CODES = 8
"""So many tasks are named."""


def gathered_results(facts: Facts) -> tuple[Problem, ...]:
    """XB022: tasks of which so much was told that the report prints the newest of each part only."""
    long = [fact.task for fact in facts.tasks.items if is_gathered([row for row in fact.in_period if row.result])]
    if not long:
        return ()
    part = "năm" if facts.period.spans_years else "tháng"
    codes = ", ".join(task.code for task in long[:_MOST_CODES]) + (" …" if len(long) > _MOST_CODES else "")
    message = (
        f"{len(long)} nhiệm vụ có hơn {MOST_TOLD} kết quả trong kỳ ({codes}): báo cáo in kết quả mới nhất của mỗi "
        f"{part}."
    )
    place = Place(facts.dossier.file, "Tiến độ")
    return (
        Problem("XB022", place, message, "Các kết quả khác vẫn ở trang Tiến độ; cần nêu thêm thì viết vào báo cáo."),
    )


def gap_problems(gaps: Sequence[str]) -> tuple[Problem, ...]:
    """The places that only a person can fill and nobody has."""
    problems = ProblemList()
    for gap in gaps:
        problems.add("XB001", Place(REPORT), f"{gap}.", "Viết vào trang Nội dung, hoặc viết thẳng vào tệp Word.")
    return tuple(problems.items)


def lays_out_indicators(facts: Facts) -> bool:
    """True if sheet Bố cục puts indicators into parts of the results."""
    indicators = [fact.indicator for fact in facts.indicators]
    return any(part.indicators for part in laid_out(facts.dossier.layout, (), indicators).parts)
