"""What all tests share: a busy machine is no fault, so no example of a property is timed."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("baocao", deadline=None)
settings.load_profile("baocao")
