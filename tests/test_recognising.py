"""Which file of which report an edited copy is: clear, to be asked, another report's, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.stories.receive import Origin, chosen_origin

HERE, OTHER = Path("2025-Q3"), Path("2025-Q2")


def origin(folder: Path, name: str, alike: float, period: bool = True) -> Origin:
    return Origin(folder, f"{name}.docx", alike, b"", period)


CASES = {
    "clear": ([("here", "bao-cao", 0.9), ("here", "phu-luc-I", 0.2)], ["bao-cao"]),
    "edited much, and nothing like it": ([("here", "bao-cao", 0.5), ("other", "bao-cao", 0.4)], ["bao-cao"]),
    "two much alike": ([("here", "phu-luc-I", 0.9), ("here", "phu-luc-II", 0.88)], ["phu-luc-I", "phu-luc-II"]),
    "another report's": ([("other", "bao-cao", 0.95), ("here", "bao-cao", 0.8)], ["other bao-cao"]),
    "as good as the same in both": ([("other", "phu-luc-I", 1.0), ("here", "phu-luc-I", 0.99)], ["phu-luc-I"]),
    "only another report's": ([("other", "bao-cao", 0.6)], ["other bao-cao"]),
    "none": ([("here", "bao-cao", 0.2), ("other", "bao-cao", 0.3)], []),
    "nothing at all": ([], []),
}


@pytest.mark.parametrize(("found", "wanted"), CASES.values(), ids=CASES)
def test_the_report_asked_for_goes_first_unless_another_is_clearly_meant(
    found: list[tuple[str, str, float]], wanted: list[str]
) -> None:
    origins = [origin(HERE if where == "here" else OTHER, name, alike) for where, name, alike in found]
    chosen = chosen_origin(origins, HERE)
    assert [("other " if one.folder == OTHER else "") + Path(one.name).stem for one in chosen] == wanted


def test_a_file_that_names_another_period_is_not_taken_without_asking() -> None:
    (chosen,) = chosen_origin([origin(HERE, "bao-cao", 0.95, period=False)], HERE)
    assert not chosen.sure
    assert chosen_origin([origin(OTHER, "a", 0.9), origin(HERE, "a", 0.9, period=False)], HERE)[0].folder == OTHER
    assert origin(HERE, "bao-cao", 0.95).sure and not origin(HERE, "bao-cao", 0.6).sure
