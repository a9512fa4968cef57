"""Who may come in: one-time tokens, the sessions they are exchanged for, what a session is told on its next page.

Everything is kept in memory only, and of what opens a door only its fingerprint.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

COOKIE = "baocao"
_MOST_SESSIONS = 50
_MOST_TOKENS = 10


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for the next page. An `alert` is read out at once by a screen reader."""

    text: str
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Work that a browser asked for and has not seen the end of."""

    folder: Path
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that came in."""

    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    messages: deque[Message] = field(default_factory=lambda: deque(maxlen=20))
    asked: deque[Asked] = field(default_factory=lambda: deque(maxlen=20))

    def has(self, csrf: str) -> bool:
        return same(csrf, self.csrf)

    def take_messages(self) -> list[Message]:
        """What is to be said, once."""
        taken = []
        while self.messages:
            taken.append(self.messages.popleft())
        return taken


class Sessions:
    """Tokens and sessions of one running server; safe to be asked by several threads."""

    def __init__(self) -> None:
        self._tokens: deque[bytes] = deque(maxlen=_MOST_TOKENS)
        self._sessions: dict[bytes, Session] = {}
        self._lock = threading.Lock()

    def new_token(self) -> str:
        """A token that opens once. The oldest of those unused is forgotten when there are many."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._tokens.append(_digest(token))
        return token

    def enter(self, token: str) -> str | None:
        """The cookie of a new session for a token, which is void from then on; None for a wrong or used one."""
        given = _digest(token)
        with self._lock:
            known = [one for one in self._tokens if hmac.compare_digest(one, given)]
            if not known:
                return None
            self._tokens.remove(known[0])
            cookie = secrets.token_urlsafe(32)
            while len(self._sessions) >= _MOST_SESSIONS:
                self._sessions.pop(next(iter(self._sessions)))
            self._sessions[_digest(cookie)] = Session()
            return cookie

    def session(self, cookie: str | None) -> Session | None:
        """The session of a cookie. What is looked up is a fingerprint, so the time it takes tells nothing."""
        with self._lock:
            return self._sessions.get(_digest(cookie)) if cookie else None


def same(given: str, known: str) -> bool:
    """Equality in a time that does not depend on where the two differ."""
    return hmac.compare_digest(_digest(given), _digest(known))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
