"""Why nobody can join a person with a choice, and why the count stays exact all the same.

Two rows are written for a vote, in one transaction: a Voter (who, and when) and a Paper (what). They are not
linked. A paper is found again, to change it or to show its owner what they chose, by a key made of the
server's secret, the ballot's salt and the person: so the database alone, its backups, an export and whoever
reads the tables say nothing. When the ballot is counted its salt is thrown away, and from then on the server
cannot tell either.

What this does not do: whoever runs the server while the ballot is open holds both the secret and the salt;
and the two rows stand at the same place in their tables until PostgreSQL moves them.
"""

import hmac
from hashlib import sha256

from django.conf import settings
from django.utils.encoding import force_bytes

from civic.ballots.models import Ballot
from tenants.connection import connection


def key_of(ballot: Ballot, person: int) -> str:
    """Under which this person's paper lies. Raises ValueError when the ballot has been counted."""
    return keys_of(ballot, person)[0]


def keys_of(ballot: Ballot, person: int) -> list[str]:
    """Under which it may lie, where the server's secret has been changed since: the newest first."""
    if ballot.salt is None:
        raise ValueError("A ballot that has been counted does not know whose its papers are.")
    said = f"{connection.schema_name}\n{ballot.pk}\n{ballot.salt}\n{person}".encode()
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hmac.new(_derived(secret), said, sha256).hexdigest() for secret in secrets]


def _derived(secret: str | bytes) -> bytes:
    return hmac.new(b"madang.ballots.paper", force_bytes(secret), sha256).digest()
