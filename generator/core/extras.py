"""The parts of the program that are installed only where they are wanted: what each needs, what is said without it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from generator.core.problems import OutsideProgram


@dataclass(frozen=True, slots=True)
class Extra:
    """An extra of pyproject.toml. `work` is what it is for, `modules` are the libraries it brings."""

    name: str
    work: str
    modules: tuple[str, ...]

    @property
    def command(self) -> str:
        """What installs it, also into a checkout and from an offline bundle."""
        return f'pip install "baocao[{self.name}]"'

    def is_there(self) -> bool:
        """Whether all its libraries are installed; nothing is loaded."""
        return all(find_spec(module) is not None for module in self.modules)

    def require(self) -> None:
        """Loads its libraries. Raises OutsideProgram that says how to install them."""
        try:
            for module in self.modules:
                import_module(module)
        except ImportError as error:
            raise OutsideProgram(f"Máy này chưa cài phần {self.work}.", f"Cài bằng lệnh: {self.command}") from error


WEB = Extra("web", "trang làm việc trong trình duyệt", ("flask", "waitress"))
SIGNING = Extra("ky-so", "đặt sẵn ô ký số", ("pyhanko", "pypdfium2"))
CLUSTER = Extra("cluster", "chạy trên cụm máy", ("distributed",))
