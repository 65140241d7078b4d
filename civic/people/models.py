"""Departments and the people who work in them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Department(models.Model):
    """부서: who owes answers."""

    code = models.SlugField(max_length=30, unique=True, db_index=False)
    name = models.TextField()
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Administrator")
    MODERATOR = "moderator", _("Moderator")
    RESPONDENT = "respondent", _("Respondent")
    HEAD = "head", _("Head of the institution")


class StaffRole(models.Model):
    """A person's task in this institution. A respondent answers for one department; others for none.

    The head (기관장) reads, and publishes what is asked of the head alone.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_roles")
    role = models.CharField(max_length=20, choices=Role.choices)
    department = models.ForeignKey(
        Department, null=True, on_delete=models.PROTECT, related_name="staff_roles"
    )
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "department"], name="each_role_once_per_person", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(role="respondent", department__isnull=False)
                | (~Q(role="respondent") & Q(department__isnull=True)),
                name="only_respondents_have_a_department",
            ),
        ]


class Invitation(models.Model):
    """A letter that makes its reader staff. Only a hash of its token is kept."""

    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=Role.choices)
    department = models.ForeignKey(Department, null=True, on_delete=models.CASCADE, db_index=False)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Confirmed(models.TextChoices):
    """What can be confirmed of a person. Only the yes is kept: no number, no address, no document."""

    IDENTITY = "identity", _("is one person, with a name")
    AGE = "age", _("age")
    RESIDES = "resides", _("lives here")
    WORKS = "works", _("works here")
    STUDIES = "studies", _("studies here")
    # Found out by a code that was sent there and came back; never by an officer.
    MAIL = "mail", _("reads letters at an e-mail address of their own")
    PHONE = "phone", _("has a mobile phone of their own")

    @classmethod
    def seen_by_officers(cls) -> list[tuple[str, Any]]:
        """Choices of a form at a counter."""
        answered = (cls.MAIL.value, cls.PHONE.value)
        return [(value, label) for value, label in cls.choices if value not in answered]


class Means(models.TextChoices):
    """How somebody convinced whom."""

    IN_PERSON = "in_person", _("At the counter, with a document shown")
    BY_LETTER = "by_letter", _("By a letter that was sent to the address and answered")
    SERVICE = "service", _("By an identity service")
    CODE = "code", _("By a code that the institution gave out")
    ANSWERED = "answered", _("By a code that was sent there and came back")


class Confirmation(models.Model):
    """거주 확인, 본인 확인: what an officer has seen of a person, and until when it is believed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="confirmations")
    kind = models.CharField(max_length=10, choices=Confirmed.choices)
    # Of an age only: full years on the day it was confirmed. It grows with the years that pass.
    full_years = models.PositiveSmallIntegerField(null=True)
    means = models.CharField(max_length=10, choices=Means.choices)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # Null: it does not run out. Where somebody lives changes; that somebody is one person does not.
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"], condition=Q(ended_at=None), name="each_thing_is_confirmed_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="age", full_years__isnull=False) | (~Q(kind="age") & Q(full_years=None)),
                name="an_age_has_years_and_nothing_else_has",
            ),
        ]
