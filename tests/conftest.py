"""What all tests share: a busy machine is no fault, so no example of a property is timed.

A test run holds thousands of test functions and their modules: Python looks through them for rings of lost objects as
seldom as the program itself lets it, which is a quarter of the processor time of a run.
"""

from __future__ import annotations

import pytest
from hypothesis import settings

from generator.core.limits import collect_rarely

settings.register_profile("baocao", deadline=None)
settings.load_profile("baocao")
collect_rarely()

LONGEST_FIRST = (
    "test_quarter_on_windows.py",
    "test_faults_on_windows.py",
    "test_portable_folder.py",
    "test_hostile_files.py",
    "test_web_work.py",
    "test_issuing.py",
    "test_merge_libreoffice.py",
    "test_batch.py",
    "test_web_main_road.py",
    "test_build.py",
    "test_web_every_page.py",
    "test_web_issue_history.py",
    "test_web_bring_back.py",
    "test_cluster.py",
    "test_pages.py",
    "test_convert.py",
    "test_generated.py",
    "test_web_edited_walk.py",
    "test_restatements.py",
    "test_rules.py",
    "test_pdf.py",
    "test_installer.py",
    "test_files.py",
    "test_forms_and_collect.py",
    "test_pdf_archival.py",
    "test_web_overview.py",
)
"""Files of six seconds of processor time and more, the longest first: begun late, one of them would keep a single
processor busy at the end of a run."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {name: at for at, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(item.path.name, len(place)))
