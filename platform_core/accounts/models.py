"""A person. One model, a table in every schema: the same address is two people in two cities."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from platform_core.access.place import schema_here


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A person with an address. Without a password the account cannot be logged in to."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)  # None sets an unusable password, never an empty one
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Citizen and staff in an institution's schema; in the public schema, an operator."""

    email = models.EmailField(_("E-mail"), max_length=254, unique=True)
    name = models.TextField(_("Name shown to others"))
    language = models.CharField(max_length=5, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Raised to sign this person out everywhere: it is part of what a session must know.
    session_epoch = models.PositiveIntegerField(default=0)
    # Tens of years, where the institution shows people by them and the age was confirmed (civic/people/age_bands.py).
    age_band = models.PositiveSmallIntegerField(null=True, blank=True)
    # 처리정지: since then nothing is done with what is kept of this person (civic/privacy/stopping.py).
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_address")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """Bound to the schema, so that a session row copied to a neighbour opens nothing."""
        return self._session_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return (self._session_hash(secret) for secret in settings.SECRET_KEY_FALLBACKS)

    def _session_hash(self, secret: str | bytes) -> str:
        salt = f"madang.session.{schema_here()}.{self.session_epoch}"
        return salted_hmac(salt, self.password, secret=secret, algorithm="sha256").hexdigest()

    # Asked by libraries; in Madang permission is a verdict (civic/*/rules.py), so the answer is no.
    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False

    is_staff = False
    is_superuser = False


class SignedIn(models.Model):
    """A session of somebody's, so that they can see and end it. The session itself is Django's row of that key."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="signed_in")
    session_key = models.CharField(max_length=40, unique=True)
    begun_at = models.DateTimeField()
    # Browser and system in words; "" where neither is known.
    device = models.TextField(blank=True)
