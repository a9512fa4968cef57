"""What a user asked for, found in a dossier: period, agency, templates. A wrong name gets the nearest there is."""

from __future__ import annotations

from pathlib import Path

from generator.core.model import Dossier
from generator.core.periods import Period, parse_period
from generator.core.problems import WrongUsage
from generator.core.standard import standard_of
from generator.core.vietnamese import nearest
from generator.render.shelf import TemplateShelf


def find_period(text: str, dossier: Dossier) -> Period:
    """The period that a user named. Raises WrongUsage with the nearest that has data."""
    period = parse_period(text)
    if period is not None:
        return period
    known = [one.code for one in data_periods(dossier)]
    guess = nearest(text, [*known, *(one.label for one in data_periods(dossier))], cutoff=0.5)
    hint = f"Có phải là “{guess}”? " if guess else ""
    raise WrongUsage(
        f"“{text}” không phải là kỳ báo cáo.",
        f"{hint}Viết như 2025-09, 2025-Q3, 2025-H1, 2025-9M, 2025 hoặc “quý III năm 2025”.",
    )


def data_periods(dossier: Dossier) -> tuple[Period, ...]:
    """The periods that something was reported for, latest first."""
    rule = dossier.settings.cutoff
    periods = {row.period for row in dossier.progress} | {row.period for row in dossier.measurements}
    periods |= {row.period for row in dossier.disbursements}
    return tuple(sorted(periods, key=lambda one: (one.window(rule).end, one.code), reverse=True))


def find_agency(name: str | None, dossier: Dossier) -> str | None:
    """The full name of the agency a user asked for. Raises WrongUsage with the nearest."""
    from generator.validate.agencies import AgencyDirectory

    if name is None:
        return None
    leading = leading_agencies(dossier)
    found = AgencyDirectory.from_sheet(dossier.agencies, leading).canonical(name)
    if found in leading:
        return found
    guess = nearest(name, leading)
    hint = f"Có phải là “{guess}”?" if guess else f"Các cơ quan chủ trì: {', '.join(leading)}."
    raise WrongUsage(f"“{name}” không chủ trì nhiệm vụ, chỉ tiêu nào trong hồ sơ.", hint)


def leading_agencies(dossier: Dossier) -> tuple[str, ...]:
    """The agencies that lead a task or an indicator, each once, in the order of the workbook."""
    from generator.compute.reporting import is_collective

    leads = [*(task.lead for task in dossier.tasks), *(indicator.lead for indicator in dossier.indicators)]
    return tuple(dict.fromkeys(agency for lead in leads for agency in lead if not is_collective(agency)))


def templates_for(
    dossier: Dossier, own: Path | None, agency: str | None = None, beside: Path | None = None
) -> TemplateShelf:
    """The templates of the form the report takes (see `standard_of`), those in `own` first.

    Pictures and documents that they put in are looked for in the folder `beside`, then beside the template.
    """
    if own is not None and not own.is_dir():
        raise WrongUsage(f"Không tìm thấy thư mục mẫu “{own}”.", "Kiểm tra lại đường dẫn sau --templates.")
    return TemplateShelf(standard_of(dossier.settings.bloc.value, agency).name, own, beside)
