"""Who one can be in the demo."""

from dataclasses import dataclass
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from civic.demo.cast import PASSWORD
from civic.demo.stories import SUBDOMAINS, example
from platform_core.accounts.actions import open_account
from platform_core.accounts.models import User
from tenants.context import public

OPERATOR = "operator@example.org"
TOTP_PERIOD = 30


@dataclass(frozen=True, slots=True)
class Login:
    place: str
    role: str
    email: str


def logins() -> list[Login]:
    """A citizen, a respondent, a moderator, an administrator and the head of each; and who sits on the committee."""
    found = []
    for subdomain in SUBDOMAINS:
        told = example(subdomain)
        people = told.people
        found.append(Login(subdomain, "citizen", people["citizen"][0]["email"]))
        if (agenda := told.scene("agenda")) is not None:
            seat = agenda["member"][0]["citizen"]
            member = next(row for row in people["citizen"] if row["key"] == seat)
            found.append(Login(subdomain, "committee", member["email"]))
        for role in ("respondent", "moderator", "administrator", "head"):
            row = next(row for row in people["staff"] if row["role"] == role)
            found.append(Login(subdomain, role, row["email"]))
    return found


def ensure_operator() -> None:
    """The demo's operator, with a second factor whose secret lies in the data folder."""
    with public(), transaction.atomic():
        user = User.objects.filter(email=OPERATOR).first()
        if user is None:
            user = open_account(email=OPERATOR, name="Operator", password=PASSWORD, at=timezone.now())
        EmailAddress.objects.filter(user=user).update(verified=True)
        if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
            secret = generate_totp_secret()
            TOTP.activate(user, secret)
            path = _secret_path()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(secret, encoding="ascii")
            path.chmod(0o600)


def operator_code() -> str:
    """The six digits of this half minute, or an empty text when this is not the demo's data folder."""
    path = _secret_path()
    if not path.exists():
        return ""
    counter = int(timezone.now().timestamp()) // TOTP_PERIOD
    return str(format_hotp_value(hotp_value(path.read_text(encoding="ascii"), counter)))


def _secret_path() -> Path:
    return Path(settings.DATA_DIR) / "demo-operator-totp"
