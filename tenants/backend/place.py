"""Where this thread's connection stands, for those who ask thousands of times a second."""

import threading


class _Place(threading.local):
    """`schema` is None when the connection itself must be asked. (Django's connections are per thread, too.)"""

    schema: str | None = None


place = _Place()
