"""Is the port free, and does the page answer?"""

from __future__ import annotations

import http.client
import os
import socket
from pathlib import Path

from deploy.local.say import Problem


def require_free_port(port: int, command: str) -> None:
    """Raise Problem naming the port, its holder where that can be seen, and what to do."""
    if not _taken(port):
        return
    holder = _holder(port)
    raise Problem(
        f"Port {port} on this machine is taken{f' by {holder}' if holder else ''}.\n"
        f"Stop that program, or choose another port:  {command} --port {port + 1}"
    )


def _taken(port: int) -> bool:
    """Whether we could not listen there, or a browser asking for localhost would meet somebody else on ::1."""
    with socket.socket() as mine:
        mine.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            mine.bind(("127.0.0.1", port))
            mine.listen()
        except PermissionError:
            raise Problem(
                f"Port {port} needs root. Choose one above 1023, for example --port 8000."
            ) from None
        except OSError:
            return True
    try:
        with socket.create_connection(("::1", port), timeout=1):
            return True
    except OSError:
        return False


def _holder(port: int) -> str:
    """‘name (process 123)’ of who listens on the port, as far as this user may look; otherwise empty."""
    inodes = _listening_inodes(port)
    for descriptor in Path("/proc").glob("[0-9]*/fd/*") if inodes else ():
        try:
            if os.readlink(descriptor) in inodes:
                process = descriptor.parts[2]
                return f"‘{Path('/proc', process, 'comm').read_text().strip()}’ (process {process})"
        except OSError:
            continue
    return ""


def _listening_inodes(port: int) -> set[str]:
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for fields in (line.split() for line in lines):
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                found.add(f"socket:[{fields[9]}]")
    return found


def status_of(port: int, host: str) -> int:
    """The HTTP status of this host's home page, 0 while nobody answers.

    Asks 127.0.0.1 with a Host header: Python does not resolve *.localhost, browsers do.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/", headers={"Host": f"{host}:{port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
