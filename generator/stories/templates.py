"""`template`: the built-in templates, a check of one's own, a new one from an outline or from a built-in one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.problems import BadDossier, Place, Problem, WrongUsage, any_error
from generator.core.standard import STANDARDS, load_standard
from generator.core.vietnamese import nearest
from generator.office.package import Package
from generator.office.refusal import Kind
from generator.render.check_template import check_template
from generator.render.fields import field_blocks, language_blocks
from generator.render.shelf import TemplateShelf, built_in_folder
from generator.render.template import LEFT_OVER
from generator.scaffold.from_outline import template_from
from generator.write.files import write_file

if TYPE_CHECKING:
    from generator.render.fields import FieldBlock


@dataclass(frozen=True, slots=True)
class BuiltInTemplate:
    """A template that comes with the program; `title` says what it is for."""

    standard: str
    name: str
    title: str
    path: Path


@dataclass(frozen=True, slots=True)
class NewTemplate:
    """What `template new` is asked for: one of `outline` and `source` (the name of a built-in template)."""

    target: Path
    standard: str
    outline: Path | None = None
    source: str | None = None
    kind: str | None = None


def built_in_templates(standard: str | None = None) -> tuple[BuiltInTemplate, ...]:
    """The built-in templates of one standard, or of all; reports before appendices."""
    return tuple(
        BuiltInTemplate(name, path.stem, _title(path), path)
        for name in ([standard] if standard else STANDARDS)
        for path in sorted(built_in_folder(name).glob("*.docx"))
    )


def _title(path: Path) -> str:
    with Package.streamed(path, Kind.WORD) as package:
        title = package.subject or path.stem
    title = LEFT_OVER.sub("", title).strip()
    return f"Phụ lục: {title.capitalize()}" if title.isupper() else title


def fields() -> tuple[FieldBlock, ...]:
    """Every field, function and filter a template may use, each with its meaning and an example."""
    return (*field_blocks(), *language_blocks())


def check_templates(paths: Iterable[Path]) -> tuple[Problem, ...]:
    """Every fault of every template, file by file."""
    return tuple(problem for path in paths for problem in _check(path))


def _check(path: Path) -> tuple[Problem, ...]:
    try:
        content = path.read_bytes()
    except OSError:
        return (Problem("MAU001", Place(str(path)), "Không đọc được tệp.", "Kiểm tra lại đường dẫn."),)
    return (*check_template(str(path), path.stem, content, path.parent), *_unused_name(path))


def _unused_name(path: Path) -> tuple[Problem, ...]:
    """A note if no report or appendix is made from a template of that name."""
    names = [one.name for one in built_in_templates(STANDARDS[0])]
    if path.stem in names:
        return ()
    guess = nearest(path.stem, names)
    fix = f"Có phải là “{guess}.docx”?" if guess else f"Các tên: {', '.join(names)}."
    return (Problem("MAU009", Place(str(path)), "Chương trình không dùng mẫu nào có tên này khi lập báo cáo.", fix),)


def new_template(wanted: NewTemplate) -> Path:
    """Writes a new template and gives its path. Never writes over a file, nor a template that has a fault."""
    if wanted.target.suffix.lower() != ".docx":
        raise WrongUsage(f"“{wanted.target}” phải có đuôi .docx.", f"Ví dụ: {wanted.target.with_suffix('.docx')}")
    if wanted.target.exists():
        raise WrongUsage(f"Tệp “{wanted.target}” đã có, không ghi đè.", "Chọn tên khác, hoặc xoá tệp cũ trước.")
    if (wanted.outline is None) == (wanted.source is None):
        raise WrongUsage(
            "Cần đúng một trong hai: --outline (đề cương) hoặc --from (mẫu có sẵn).",
            "Ví dụ: baocao template new mau/bao-cao-quy.docx --from bao-cao-quy",
        )
    content = _content(wanted)
    problems = check_template(str(wanted.target), wanted.target.stem, content)
    if any_error(problems):
        raise BadDossier("Chưa tạo được mẫu: đề cương còn lỗi.", "Sửa đề cương ở các chỗ trên.", problems)
    wanted.target.parent.mkdir(parents=True, exist_ok=True)
    write_file(wanted.target, content)
    return wanted.target


def _content(wanted: NewTemplate) -> bytes:
    if wanted.outline is not None:
        return template_from(wanted.outline, load_standard(wanted.standard), wanted.kind)
    if wanted.kind is not None:
        raise WrongUsage("--kind chỉ dùng cùng --outline.", "Với --from, tên mẫu đã nói rõ loại báo cáo.")
    return TemplateShelf(wanted.standard).path(wanted.source or "").read_bytes()
