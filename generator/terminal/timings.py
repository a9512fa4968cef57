"""How long each step of a run took, and the most memory it held. Shown to a person, kept in no file."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from generator.core.limits import peak_memory

if TYPE_CHECKING:
    from generator.stories.jobs import OnStep, Step

START_UP, COMPARISON = "Khởi động chương trình", "So với lần lập trước"


@dataclass(frozen=True, slots=True)
class StepTime:
    """A step in a user's words: seconds on the clock, and seconds of the processor in this process.

    `clock` is None for what came before the watch was there.
    """

    name: str
    clock: float | None
    processor: float


@dataclass(frozen=True, slots=True)
class Timings:
    """The steps in order, and the peak of memory in bytes where the system tells it."""

    steps: tuple[StepTime, ...]
    peak: int | None

    def as_json(self) -> dict[str, Any]:
        """Ready for `json.dumps`, for a report that is kept elsewhere."""
        steps = [{"step": one.name, "seconds": one.clock, "processor_seconds": one.processor} for one in self.steps]
        return {"steps": steps, "peak_bytes": self.peak}


@dataclass(slots=True)
class Stopwatch:
    """Takes the time of every step it is called with, and hands the step on. A step that comes again is added up.

    `from_start` counts what the process used before, loading the program, as a step of its own.
    """

    then: OnStep = lambda step: None
    from_start: bool = False
    _begun: tuple[str, float, float] | None = None
    _took: dict[str, tuple[float | None, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.from_start:
            self._took[START_UP] = (None, process_time())

    def __call__(self, step: Step) -> None:
        self.begin(step.value)
        self.then(step)

    def begin(self, name: str) -> None:
        """Ends the step before and begins one; for what is no step of the street."""
        self._end()
        self._begun = (name, perf_counter(), process_time())

    def stop(self) -> Timings:
        """Ends the last step; gives all of them."""
        self._end()
        return Timings(tuple(StepTime(name, *took) for name, took in self._took.items()), peak_memory())

    def _end(self) -> None:
        if self._begun is not None:
            name, clock, processor = self._begun
            before = self._took.get(name, (0.0, 0.0))
            self._took[name] = ((before[0] or 0.0) + perf_counter() - clock, before[1] + process_time() - processor)
            self._begun = None
