"""Services by which people come in or show who they are, and what is kept of it: very little."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """How a service is spoken to."""

    OIDC = "oidc", _("OpenID Connect (Keycloak, mobile ID, Any-ID and others)")
    KAKAO = "kakao", _("Kakao")
    NAVER = "naver", _("Naver")
    GOOGLE = "google", _("Google")
    PORTONE = "portone", _("PortOne identity verification")
    NHN = "nhn", _("NHN Cloud text messages")
    SOLAPI = "solapi", _("SOLAPI text messages")
    TEXTS = "texts", _("Another service for text messages (HTTP)")


class Purpose(models.TextChoices):
    """What a service is asked for. One that does two things is entered twice."""

    SIGN_IN = "sign_in", _("Citizens sign in with it")
    STAFF = "staff", _("Staff sign in with it")
    IDENTITY = "identity", _("People show with it who they are")
    TEXT = "text", _("Codes are sent with it to mobile phones")


class Provider(models.Model):
    """A service this institution has credentials of. `secret` is sealed, and shown to nobody again."""

    key = models.SlugField(max_length=30, unique=True, db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    name = models.TextField()
    issuer = models.TextField(blank=True)
    client_id = models.TextField()
    secret = models.TextField(blank=True)
    # PortOne: the channel of the check.
    channel = models.TextField(blank=True)
    # Staff: addresses of these domains only.
    domains = models.JSONField(default=list)
    # Identity: which claim is one person's; which one says where they live, and what it says of people from here.
    person_claim = models.TextField(blank=True)
    place_claim = models.TextField(blank=True)
    places = models.JSONField(default=list)
    # Text messages: {"header": name of the one that carries the secret, "body": a template of what is sent,
    # "good": {"path": …, "value": …}, what a good answer says}.
    more = models.JSONField(default=dict, db_default={})
    is_open = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "pk"]


class WayIn(models.Model):
    """연결된 계정: this person comes in with that service's account. Its own name and picture are not kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ways_in")
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="ways_in", db_index=False)
    # Who it is to the service: a number of its own making.
    subject = models.TextField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["provider__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="an_account_leads_to_one_person"),
            models.UniqueConstraint(fields=["user", "provider"], name="a_service_once_per_person"),
        ]


class PersonKey(models.Model):
    """HMAC(pepper, institution, CI): says “the same person again”, and nothing else.

    What is hashed (연계정보, or a service's number for the person) is never stored.
    """

    key = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="person_keys")
    # Which of the server's peppers it was made with.
    pepper = models.SmallIntegerField()
    made_at = models.DateTimeField()
    # Of a telephone: when a code that went there last came back. Numbers are given to others.
    answered_at = models.DateTimeField(null=True)


class CodeBatch(models.Model):
    """초대 코드: codes that an office gives out to people it knows, each good once."""

    label = models.TextField()
    # Of civic.people Confirmed; nothing where they are for guardians.
    confirms = models.JSONField(default=list)
    # Given out at the counter to a grown-up whose document was seen: says that a guardian is one, and nothing else.
    for_guardians = models.BooleanField(default=False, db_default=False)
    count = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]


class InvitationCode(models.Model):
    """One of them. Only its keyed hash is kept: the sheet with the codes is shown once."""

    batch = models.ForeignKey(CodeBatch, on_delete=models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )


class PostalCheck(models.Model):
    """우편 확인: a letter with a code goes to the address somebody gave; who types the code lives there.

    The address is sealed and waits for the printer only: printed, it is forgotten.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="postal_checks")
    address = models.TextField(blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField()
    printed_at = models.DateTimeField(null=True)
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # Of the code: from the printing on.
    expires_at = models.DateTimeField(null=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at=None), name="one_letter_at_a_time"),
            models.CheckConstraint(
                condition=Q(printed_at=None) | Q(address=""), name="a_printed_address_is_forgotten"
            ),
        ]


class Guardianship(models.Model):
    """법정대리인의 동의: a child asked for it, and a grown-up gave it, after showing who they are.

    Until then the grown-up's address is all that is known, of nobody else, for five days. `child` is the account that
    was made by consenting. `mail` is sealed and forgotten when it ends; of the link in the letter a hash is kept.
    """

    child = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="guardianship"
    )
    mail = models.TextField(blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    # HMAC of what is the grown-up's and nobody else's, where a service said it; "" for a code from the counter.
    person_key = models.CharField(max_length=64, blank=True)
    # With what they showed it: the service's short name, or "code".
    shown_with = models.TextField(blank=True)
    # Which words they agreed to, by purpose.
    versions = models.JSONField(default=dict)
    consented_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(consented_at=None) | ~Q(shown_with=""), name="nobody_consents_unseen"
            ),
        ]
