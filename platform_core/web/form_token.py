"""Django's form token, drawn from one handful of randomness instead of a hundred small ones.

A page that is kept whole costs little but the token that is put into it, and Django asks the operating system
for each of its 64 characters by itself. What comes out is the same to the letter: a fresh mask and the secret
under it, checked by Django's own middleware.
"""

from secrets import token_bytes

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH

LETTERS = CSRF_ALLOWED_CHARS
COUNT = len(LETTERS)
PLACES = {letter: place for place, letter in enumerate(LETTERS)}
# Bytes from here on would make the first letters likelier than the others.
UNFAIR = 256 - 256 % COUNT


def form_token(request: HttpRequest) -> str:
    """As django.middleware.csrf.get_token: the cookie is sent with the answer, and made when there is none."""
    secret = request.META.get("CSRF_COOKIE")
    mask = _letters()
    if secret is None:
        secret = request.META["CSRF_COOKIE"] = _letters()
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    return mask + "".join(
        LETTERS[(PLACES[one] + PLACES[other]) % COUNT] for one, other in zip(secret, mask, strict=False)
    )


def _letters() -> str:
    """As many as a secret has, each as likely as any other."""
    found: list[str] = []
    while len(found) < CSRF_SECRET_LENGTH:
        found += [LETTERS[byte % COUNT] for byte in token_bytes(48) if byte < UNFAIR]
    return "".join(found[:CSRF_SECRET_LENGTH])
