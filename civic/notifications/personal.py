"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import holds

holds("notifications_notification", _("News for you"))
holds("notifications_preference", _("Which letters you want"))
