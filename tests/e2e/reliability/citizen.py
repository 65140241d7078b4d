"""A citizen with the plainest of browsers: HTTP, a cookie and the form's token."""

import re
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.e2e.scene import PASSWORD
from tests.e2e.stack import City


class Citizen:
    def __init__(self, city: City) -> None:
        self.city = city
        self.cookies: dict[str, str] = {}

    def gets(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path, None)

    def sends(self, path: str, form_on: str = "", **fields: str) -> tuple[int, str]:
        """Open the page with the form (`form_on`, or the path itself), fill it in and send it."""
        _status, page = self.gets(form_on or path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        return self._ask("POST", path, {"csrfmiddlewaretoken": token[1] if token else "", **fields})

    def signs_in(self, email: str) -> None:
        status, page = self.sends("/sign-in/", login=email, password=PASSWORD)
        assert status == 302, page

    def _ask(self, method: str, path: str, fields: dict[str, str] | None) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.city.port, timeout=30)
        headers = {
            "Host": f"{self.city.host}:{self.city.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            connection.request(method, path, urlencode(fields) if fields else None, headers)
            answer = connection.getresponse()
            self._keep_cookies(answer)
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def _keep_cookies(self, answer: HTTPResponse) -> None:
        for header in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.update({name: one.value for name, one in SimpleCookie(header).items()})
