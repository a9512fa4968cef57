"""What the server was asked for, and the limits it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class WebSettings:
    """`folder` holds all dossiers. `prefix` is the secret first part of every address of a running server."""

    folder: Path
    port: int
    prefix: str = ""
    largest_upload: int = 50 * MEBIBYTE
    most_fields: int = 2000
    """Parts of one form: a form of conflicts has a few for each."""
    most_work: int = 2
    """Pieces of work at the same time, over all dossiers."""
    most_waiting: int = 40
    """Pieces of work that wait for their turn, over all dossiers."""
    work_timeout: float = 900.0
    patience: float = 2.5
    """How long an answer waits for work to end before it shows the progress page, in seconds."""

    @property
    def hosts(self) -> frozenset[str]:
        """What a browser on this machine writes into the Host line; a name that was rebound to 127.0.0.1 is none."""
        return frozenset(f"{name}{end}" for name in ("127.0.0.1", "localhost") for end in self._ends)

    @property
    def _ends(self) -> tuple[str, ...]:
        return (f":{self.port}", "") if self.port == 80 else (f":{self.port}",)


def default_folder() -> Path:
    """ "baocao" in the user's documents; in the home folder where there are none."""
    home = Path.home()
    documents = next((home / name for name in ("Documents", "Tài liệu") if (home / name).is_dir()), home)
    return documents / "baocao"
