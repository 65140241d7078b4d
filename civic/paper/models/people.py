"""Somebody who takes part without an account: a person of the institution like any other, counted once."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from platform_core.access.sealed_fields import SealedTextField


class Means(models.TextChoices):
    """By what somebody is known again."""

    PHONE = "phone", _("Name and telephone")
    MAIL = "mail", _("E-mail address")
    BIRTH = "birth", _("Name and date of birth")


class OfflinePerson(models.Model):
    """현장 참여자: the stand-in for somebody who took part on paper or at a counter.

    `user` cannot be logged in to (inactive, no usable password, no address) and shows no name but the one
    the institution's policy gives it. What the person wrote as contact is not kept: only a keyed hash of it
    (ContactKey). `contact` holds it readable where the person agreed, for the purpose and until the day
    written beside it; the clock forgets it then.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="offline"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    contact = SealedTextField(blank=True)
    contact_purpose = models.TextField(blank=True)
    contact_until = models.DateField(null=True)
    # The account this turned out to be; what was done on paper is the account's from then on.
    folded_into = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="folded_in"
    )
    folded_at = models.DateTimeField(null=True)
    # Who was known by the same telephone before; see journeys/one_time.py. What they were counted for is not counted
    # once more by this one: it may be the same person after all.
    number_was = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contact="") | (~Q(contact_purpose="") & Q(contact_until__isnull=False)),
                name="a_contact_is_kept_for_a_purpose_and_a_time",
            )
        ]


class ContactKey(models.Model):
    """HMAC(pepper, institution, means, what was written): says “the same again”, and nothing else.

    One row for each thing somebody is known by; after a folding they lead to the account.
    """

    key = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contact_keys")
    means = models.CharField(max_length=5, choices=Means.choices)
    # Which of the server's peppers it was made with.
    pepper = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    # Of a telephone without a name: when a code that went there last came back.
    answered_at = models.DateTimeField(null=True)


class Folding(models.Model):
    """A stand-in was found to be this account, or another stand-in, and what was done on paper became theirs.

    `reason`: why somebody who had both in view said so; "" where an address or a telephone did.

    `moved`: {"supports": [[item, given_at]], "dropped": [[item, given_at, verified]], "proposals": [id],
    "opinions": [id], "deeds": [id], "keys": [id]}; enough to take it apart again.
    """

    stand_in = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="foldings")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    moved = models.JSONField(default=dict)
    reason = models.TextField(blank=True, default="", db_default="")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    undone_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stand_in"], condition=Q(undone_at=None), name="a_stand_in_is_folded_once"
            )
        ]
