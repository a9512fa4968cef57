"""Connections to the page: none that another program holds keeps a person out, and none too large breaks off.

Whoever opens connections and leaves them idle, or opens many, loses the one that has been idle longest: the next that
comes always finds room.

Requests that are too large are read to their end without being kept, so that the person gets a page, not a broken line.

A browser does not look at an answer before it has sent its file; if the server closed the line at once, the person
would be told that the connection was reset. What stands beyond the limit is therefore received and dropped; the
application then refuses the request by its length.
"""

from __future__ import annotations

from typing import Any

from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

WITHOUT_END = 2**62
MOST_OF_A_PEER = 60
"""Connections from one address; a browser opens six."""
MOST = 150
"""Connections in all: `select` of some systems counts no further than 512."""
IDLE = 30
"""Seconds that a connection may be idle, before and between requests."""


def channel_class(largest: int) -> Any:
    """What handles a connection of waitress, keeping at most `largest` bytes of a request's body."""

    class Measured(OverflowableBuffer):  # type: ignore[misc, unused-ignore]
        """Says how much came; holds no more than the limit."""

        length = 0

        def append(self, data: bytes) -> None:
            self.length += len(data)
            if self.length <= largest:
                super().append(data)

        def __len__(self) -> int:
            return self.length

    class Parser(HTTPRequestParser):  # type: ignore[misc, unused-ignore]
        def parse_header(self, header_plus: bytes) -> None:
            super().parse_header(header_plus)
            if self.body_rcv is not None:
                self.body_rcv.buf = Measured(self.adj.inbuf_overflow)

    class Channel(HTTPChannel):  # type: ignore[misc, unused-ignore]
        parser_class = Parser

        def __init__(self, server: Any, sock: Any, addr: Any, adj: Any, map: Any = None) -> None:
            super().__init__(server, sock, addr, adj, map=map)
            _make_room(self)

    return Channel


def _make_room(new: Any) -> None:
    """Closes what has been idle longest, of the same peer or of all, where there are too many with the new one."""
    others = [one for one in list(new.server.active_channels.values()) if one is not new]
    of_peer = [one for one in others if one.addr[0] == new.addr[0]]
    crowd = of_peer if len(of_peer) >= MOST_OF_A_PEER else others if len(others) >= MOST else []
    idle = [one for one in crowd if not one.requests and not one.total_outbufs_len]
    if idle:
        min(idle, key=lambda one: float(one.last_activity)).handle_close()
    elif crowd:
        new.handle_close()
