"""Two Word files compared: the redline, and each figure that is another in the second."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.core.figures import origin_words
from generator.stories.redline import compare, places_of, sort_of
from generator.web.dossiers import DossierFolder

if TYPE_CHECKING:
    from generator.redline.redline import Change
    from generator.stories.redline import FigureChange

TITLE = "So sánh hai bản"
STEPS = ("So từng đoạn, từng dòng và kiểm tra lại bản đánh dấu",)
OLD, NEW, RESULT = "cu.docx", "moi.docx", "so-sanh.docx"
_MOST_SHOWN = 300


def run(folder: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """What changed, kind by kind and place by place; what a reader should know about the redline."""
    on_step(STEPS[0])
    found = compare(Path(OLD), Path(NEW), Path(RESULT), "baocao")
    redlined = found.redlined
    places = places_of(redlined.changes, Path(NEW).read_bytes())
    changes = [change_json(one, place) for one, place in zip(redlined.changes, places, strict=True)]
    return {
        "counts": dict(Counter(one["kind"] for one in changes)),
        "changes": changes[:_MOST_SHOWN],
        "total": len(changes),
        "figures": [_figure(one) for one in found.figures[:_MOST_SHOWN]],
        "traced": found.traced,
        "recoded": {"changes": redlined.recoded[0], "causes": list(redlined.recoded[1])},
        "coarse": redlined.coarse,
        "rewritten": list(redlined.rewritten[:_MOST_SHOWN]),
        "styles": list(redlined.styles),
        "unmarked": list(redlined.unmarked),
    }


def change_json(one: Change, place: str) -> dict[str, str]:
    """A change as pages show it."""
    return {"kind": one.kind.value, "sort": sort_of(one).value, "old": one.old, "new": one.new, "place": place}


def _figure(one: FigureChange) -> dict[str, str]:
    origin = one.origin or one.old_origin
    return {"old": one.old, "new": one.new, "origin": origin_words(origin) if origin else ""}
