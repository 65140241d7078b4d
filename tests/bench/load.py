"""Visitors: a few sockets kept open, each sending its next request when the last one is answered.

Runs in a process of its own, so that what it costs is not counted as the server's.
"""

import multiprocessing
import selectors
import socket
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one run. `taken` is how many of the requests were sent."""

    seconds: float
    taken: int
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def answered(self) -> int:
        return sum(self.statuses.values())

    @property
    def rate(self) -> float:
        return self.answered / self.seconds

    def require(self, status: int) -> None:
        if set(self.statuses) != {status}:
            raise SystemExit(f"Expected only {status}, got {self.statuses}.")


def request(
    method: str, path: str, host: str, headers: dict[str, str] | None = None, body: bytes = b""
) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def drive(
    port: int, requests: Sequence[bytes], *, clients: int, seconds: float, again: bool = True
) -> Outcome:
    """Send `requests` from `clients` sockets for `seconds`, over and over if `again`, else each once."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_drive, (port, list(requests), clients, seconds, again))


class _Client:
    """One visitor's connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""

    def send(self, data: bytes) -> None:
        self.received = b""
        self.socket.sendall(data)

    def read(self) -> int | None:
        """The status once the answer is complete. Raises ConnectionError when the server hung up."""
        chunk = self.socket.recv(262_144)
        if not chunk:
            raise ConnectionError("The server closed the connection.")
        self.received += chunk
        head, blank, body = self.received.partition(b"\r\n\r\n")
        if not blank:
            return None
        return int(head[9:12]) if _is_whole(head.lower(), body) else None


def _is_whole(head: bytes, body: bytes) -> bool:
    _, named, rest = head.partition(b"\r\ncontent-length:")
    if named:
        return len(body) >= int(rest.partition(b"\r\n")[0])
    return body.endswith(b"0\r\n\r\n")


def _drive(port: int, requests: list[bytes], clients: int, seconds: float, again: bool) -> Outcome:
    statuses: Counter[int] = Counter()
    taken = 0
    selector = selectors.DefaultSelector()
    idle = [_Client(port) for _ in range(clients)]
    begun = time.perf_counter()
    end = begun + seconds

    def start(client: _Client) -> bool:
        nonlocal taken
        if time.perf_counter() >= end or (taken >= len(requests) and not again):
            return False
        client.send(requests[taken % len(requests)])
        taken += 1
        return True

    for client in idle:
        if start(client):
            selector.register(client.socket, selectors.EVENT_READ, client)
    while selector.get_map():
        for key, _events in selector.select(30):
            status = key.data.read()
            if status is None:
                continue
            statuses[status] += 1
            if not start(key.data):
                selector.unregister(key.fileobj)
                key.data.socket.close()
    return Outcome(time.perf_counter() - begun, taken, dict(statuses))
