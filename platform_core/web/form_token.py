"""Django's form token, drawn from one handful of randomness instead of a hundred small ones.

A page that is kept whole costs little but the token that is put into it, and Django asks the operating system
for each of its 64 characters by itself. What comes out is the same to the letter: a fresh mask and the secret
under it, checked by Django's own middleware.
"""

from operator import add
from secrets import token_bytes

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH

LETTERS = CSRF_ALLOWED_CHARS.encode("ascii")
COUNT = len(LETTERS)
# Bytes from here on would make the first letters likelier than the others.
UNFAIR = 256 - 256 % COUNT
# Tables for bytes.translate: a random byte → its letter; a letter → its place; the sum of two places → its letter.
_LETTER_OF = bytes(LETTERS[byte % COUNT] for byte in range(256))
_TOO_HIGH = bytes(range(UNFAIR, 256))
_PLACE_OF = bytes.maketrans(LETTERS, bytes(range(COUNT)))


def form_token(request: HttpRequest) -> str:
    """As django.middleware.csrf.get_token: the cookie is sent with the answer, and made when there is none."""
    secret = request.META.get("CSRF_COOKIE")
    mask = _letters()
    if secret is None:
        secret = request.META["CSRF_COOKIE"] = _letters().decode("ascii")
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    places = map(add, secret.encode("ascii").translate(_PLACE_OF), mask.translate(_PLACE_OF))
    return (mask + bytes(places).translate(_LETTER_OF)).decode("ascii")


def _letters() -> bytes:
    """As many as a secret has, each as likely as any other."""
    found = b""
    while len(found) < CSRF_SECRET_LENGTH:
        found += token_bytes(48).translate(_LETTER_OF, _TOO_HIGH)
    return found[:CSRF_SECRET_LENGTH]
