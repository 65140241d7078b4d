"""The second factor: secrets encrypted for one institution, named after it in the person's app."""

import base64

import qrcode  # type: ignore[import-untyped]
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes
from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]

from platform_core.access.place import in_public, schema_here
from platform_core.outbound.sender import sender_name


def _locks() -> MultiFernet:
    """Keys of the schema at hand: a row copied to a neighbour cannot be read there."""
    return MultiFernet([_lock(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _lock(secret: str | bytes) -> Fernet:
    purpose = f"madang.mfa.{schema_here()}".encode()
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(force_bytes(secret))
    return Fernet(base64.urlsafe_b64encode(key))


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return _locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises cryptography.fernet.InvalidToken for a secret of another institution."""
        return _locks().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return sender_name()

    def build_totp_svg(self, url: str) -> str:
        """On a white ground of its own: a phone cannot read black on a dark page."""
        return qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to the very host it was made at: a neighbour's opens nothing here."""
        return {**super().get_public_key_credential_rp_entity(), "name": sender_name()}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Operators cannot go back to a password alone."""
        return not in_public()
