"""Who is asking."""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest


class WhoAsksMiddleware(AuthenticationMiddleware):
    """Without a session's cookie nobody can be signed in: a stranger is known without asking for a session."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if request.session.session_key is None:
            request.user = AnonymousUser()
