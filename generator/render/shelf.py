"""Where templates are: a folder of one's own if given, else the built-in ones (checkout or installed program)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from generator import PACKAGE
from generator.core.problems import Problem, Severity, WrongUsage
from generator.core.vietnamese import nearest
from generator.render.document import Template
from generator.render.tags import BadTemplate, TemplateFault
from generator.render.word_values import BesideFiles

EXAMPLE = "lai-chau-nq57.xlsx"


def built_in_folder(standard: str) -> Path:
    """The folder of a standard's built-in templates."""
    for candidate in (PACKAGE / "templates" / standard, PACKAGE.parent / "templates" / standard):
        if candidate.is_dir():
            return candidate
    raise WrongUsage(f"Không tìm thấy bộ mẫu “{standard}” của chương trình.", "Cài lại chương trình.")


def example_workbook() -> Path:
    """The example dossier that comes with the program; what is reported in it is invented, and it says so."""
    for candidate in (PACKAGE / "examples", PACKAGE.parent / "inputs"):
        if (candidate / EXAMPLE).is_file():
            return candidate / EXAMPLE
    raise WrongUsage("Không tìm thấy hồ sơ ví dụ của chương trình.", "Cài lại chương trình.")


@dataclass(slots=True)
class TemplateShelf:
    """Templates by name, compiled once each. `own` comes before the built-in ones."""

    standard: str
    own: Path | None = None
    workbook_folder: Path | None = None
    """Where pictures and documents that a template puts in may lie besides its own folder."""
    compiled: dict[str, Template] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)

    def __call__(self, name: str) -> Template:
        """The compiled template called `name`. Raises BadTemplate, or WrongUsage where there is none."""
        if name not in self.compiled:
            path = self.path(name)
            content = path.read_bytes()
            folders = tuple(folder for folder in (self.workbook_folder, path.parent) if folder is not None)
            self.compiled[name] = replace(
                _compiled(name, content, path.parent == self.own), beside=BesideFiles(folders)
            )
            self.hashes[f"{name}.docx"] = hashlib.sha256(content).hexdigest()
        return self.compiled[name]

    def notes(self) -> tuple[Problem, ...]:
        """What is to be told of the templates used so far: those that docxtpl renders."""
        if self.own is None:
            return ()
        from generator.render.check_template import engine_notes  # late: only templates of one's own are looked at

        return tuple(
            note for name, template in self.compiled.items() for note in engine_notes(f"{name}.docx", template)
        )

    def path(self, name: str) -> Path:
        """The file of the template called `name`."""
        folders = ([self.own] if self.own else []) + [built_in_folder(self.standard)]
        for folder in folders:
            if (folder / f"{name}.docx").is_file():
                return folder / f"{name}.docx"
        known = sorted({path.stem for folder in folders for path in folder.glob("*.docx")})
        guess = nearest(name, known)
        raise WrongUsage(
            f"Không có mẫu “{name}”.", f"Có phải là “{guess}”?" if guess else f"Các mẫu: {', '.join(known)}."
        )


@lru_cache(maxsize=32)
def _compiled(name: str, content: bytes, own: bool) -> Template:
    """Compiling takes longer than filling in a commune's report, and a worker fills in thousands.

    A template of one's own is refused for what `template check` refuses it for; names that a context does not have
    are told when it is rendered, together. One of the program's own is compiled in the form that a report needs.
    """
    if own:
        _refuse_faulty(name, content)
    return Template.from_bytes(name, content, sound=not own)


def _refuse_faulty(name: str, content: bytes) -> None:
    from generator.render.check_template import UNKNOWN_NAME, template_faults  # late: built-in templates are sound

    errors = [one for one in template_faults(name, name, content) if one.severity is Severity.ERROR]
    if any(not one.message.startswith(UNKNOWN_NAME) for one in errors):
        faults = tuple(TemplateFault(str(one.place.cell or "tệp"), f"{one.message} {one.fix}") for one in errors)
        raise BadTemplate(name, faults)
