"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import holds

holds("privacy_dormantwarning", _("That you were told your account would end"))
