"""A connection that does not wait for ever: uvicorn's own, with an end to slow, stuck and broken clients.

uvicorn bounds the time between two requests. It does not bound how long a request may take to arrive, how much of an
unwanted body it throws away, or how long an answer may wait to be fetched.
"""

import asyncio
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

HEADERS = 16 * 1024
"""Bytes of a request's first line and headers, at most; one that came in whole may have twice as many."""

REQUEST = 10.0
"""Seconds in which a request must have come in whole, from its first byte or the connection's opening."""

ANSWER = 120.0
"""Seconds in which an answer that fills the buffers must have been fetched: a megabyte at 70 kbit/s."""

MOST = 512
"""Open connections from which on further ones are closed unheard: each is a file handle, and those are few."""


class Connection(H11Protocol):
    """One client's connection."""

    piece = HEADERS
    request_seconds = REQUEST
    answer_seconds = ANSWER
    most = MOST

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._arrival: asyncio.TimerHandle | None = None
        self._fetching: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Begin, and count the seconds to the first request."""
        super().connection_made(transport)
        if len(self.connections) > self.most:
            transport.abort()
        else:
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """End, and stop counting."""
        self._arrived()
        self._fetched()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came. What h11 cannot get over ends the connection, and nothing else."""
        try:
            # h11 asks how much there is only where a request is not complete yet, so it gets no more at a time.
            for start in range(0, len(data), self.piece):
                if not self.transport.is_closing():
                    super().data_received(data[start : start + self.piece])
        except h11.ProtocolError:
            self.transport.abort()
        self._watch()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request. An answer that is being prepared is dropped: the connection is at its end."""
        if self._is_answering():
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        super().send_400_response(msg)

    def on_response_complete(self) -> None:
        """Go on to the next request, unless the client is still sending a body that nobody asked for."""
        if self.conn.their_state is h11.SEND_BODY:
            self.transport.close()
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        """Count the seconds until the client has fetched what is buffered."""
        super().pause_writing()
        if self._fetching is None:
            self._fetching = self.loop.call_later(self.answer_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Stop counting: enough was fetched."""
        super().resume_writing()
        self._fetched()

    def timeout_keep_alive_handler(self) -> None:
        """Close what has been idle."""
        super().timeout_keep_alive_handler()
        self._watch()

    def shutdown(self) -> None:
        """Close, after the answer under way."""
        try:
            super().shutdown()
        except h11.ProtocolError:  # a connection that was broken already
            self.transport.abort()

    def _watch(self) -> None:
        """See to it that somebody counts, whatever the connection waits for."""
        if self.transport.is_closing():
            self._arrived()
            if self._fetching is None and self.transport.get_write_buffer_size():
                self._fetching = self.loop.call_later(self.answer_seconds, self.transport.abort)
        elif self._is_answering() or self.timeout_keep_alive_task is not None:
            self._arrived()
        elif self._arrival is None:
            self._arrival = self.loop.call_later(self.request_seconds, self.transport.abort)

    def _is_answering(self) -> bool:
        # uvicorn sets the cycle with the first request; the type does not say that there is none before.
        cycle: Any = self.cycle
        return cycle is not None and not cycle.response_complete

    def _arrived(self) -> None:
        if self._arrival is not None:
            self._arrival.cancel()
            self._arrival = None

    def _fetched(self) -> None:
        if self._fetching is not None:
            self._fetching.cancel()
            self._fetching = None
