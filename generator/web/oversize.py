"""Requests that are too large: read to their end without being kept, so that the person gets a page, not a broken line.

A browser does not look at an answer before it has sent its file; if the server closed the line at once, the person
would be told that the connection was reset. What stands beyond the limit is therefore received and dropped; the
application then refuses the request by its length.
"""

from __future__ import annotations

from typing import Any

WITHOUT_END = 2**62


def channel_class(largest: int) -> Any:
    """What handles a connection of waitress, keeping at most `largest` bytes of a request's body."""
    from waitress.buffers import OverflowableBuffer
    from waitress.channel import HTTPChannel
    from waitress.parser import HTTPRequestParser

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

    return Channel
