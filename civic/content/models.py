"""What an institution arranges itself: home, menu, footer and pages; where old addresses lead; warnings."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from civic.content.kinds import Place, Purpose


def _staff() -> Any:
    """Whoever did it; the row stays when they leave."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )


class Arrangement(models.Model):
    """The home page, the menu, the footer, or a page at /p/<slug>/. What it says stands in its editions.

    A removed page keeps its editions: what was published can be shown to have been so.
    """

    place = models.CharField(max_length=10, choices=Place.choices)
    purpose = models.CharField(max_length=20, choices=Purpose.choices, default=Purpose.FREE)
    slug = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by = _staff()
    removed_at = models.DateTimeField(null=True)
    removed_by = _staff()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=~Q(place=Place.PAGE), name="one_home_one_menu_one_footer"
            ),
            models.UniqueConstraint(
                fields=["purpose"],
                condition=~Q(purpose=Purpose.FREE) & Q(removed_at=None),
                name="one_page_for_each_duty",
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(place=Place.PAGE, removed_at=None),
                name="one_page_at_each_address",
            ),
            models.CheckConstraint(
                condition=(Q(place=Place.PAGE) & ~Q(slug="")) | (~Q(place=Place.PAGE) & Q(slug="")),
                name="pages_alone_have_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.slug or self.place

    @property
    def key(self) -> str:
        """As the desk names it in addresses: home, menu, footer, or p12."""
        return f"p{self.pk}" if self.place == Place.PAGE else str(self.place)


class Draft(models.Model):
    """What is being written: seen by administrators, and by whoever has a preview link that has not run out."""

    arrangement = models.OneToOneField(Arrangement, on_delete=models.CASCADE, related_name="draft")
    document = models.JSONField()
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = _staff()


class Edition(models.Model):
    """A published document. It never changes; in force is the one that began last.

    `withdrawn_at`: taken back before it began.
    """

    arrangement = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    note = models.TextField(blank=True)
    published_at = models.DateTimeField()
    published_by = _staff()
    begins_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = _staff()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arrangement", "number"], name="editions_are_numbered"),
            models.CheckConstraint(
                condition=Q(begins_at__gte=F("published_at")),
                name="an_edition_begins_when_published_or_later",
            ),
        ]

    def state(self, at: datetime, in_force: int | None) -> "EditionState":
        if self.withdrawn_at is not None:
            return EditionState.WITHDRAWN
        if self.begins_at > at:
            return EditionState.COMING
        return EditionState.IN_FORCE if self.pk == in_force else EditionState.PAST


class EditionState(models.TextChoices):
    COMING = "coming", _("Coming")
    IN_FORCE = "in_force", _("In force")
    PAST = "past", _("Past")
    WITHDRAWN = "withdrawn", _("Taken back")


class Redirect(models.Model):
    """An address that is no more, and where it leads now: both paths of this site."""

    old = models.TextField(unique=True)
    new = models.TextField()
    created_at = models.DateTimeField()
    created_by = _staff()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(old=F("new")), name="a_redirect_leads_on")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Level(models.TextChoices):
    """How loud a banner is."""

    NEWS = "info", _("For your information")
    WARNING = "warn", _("Warning")
    EMERGENCY = "bad", _("Emergency")


class Banner(models.Model):
    """긴급 알림: stands above every page from `begins_at` until `ends_at` or until somebody ends it."""

    level = models.CharField(max_length=10, choices=Level.choices)
    words = models.JSONField(help_text="{language: one or two sentences}")
    link = models.TextField(blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = _staff()
    changed_at = models.DateTimeField()
    changed_by = _staff()
    ended_at = models.DateTimeField(null=True)
    ended_by = _staff()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="a_banner_ends_after_it_begins"
            )
        ]

    def is_shown(self, at: datetime) -> bool:
        return self.begins_at <= at < self.ends_at and self.ended_at is None
