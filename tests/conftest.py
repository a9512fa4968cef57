"""What all tests share: a busy machine is no fault, so no example of a property is timed.

A test run holds thousands of test functions and their modules: Python looks through them for rings of lost objects as
seldom as the program itself lets it, which is a quarter of the processor time of a run.
"""

from __future__ import annotations

from hypothesis import settings

from generator.limits import collect_rarely

settings.register_profile("baocao", deadline=None)
settings.load_profile("baocao")
collect_rarely()
