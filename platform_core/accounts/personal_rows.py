"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import holds

holds("accounts_user", _("Your account"), by="id", without="session_epoch")
holds("accounts_signedin", _("Where you are logged in"))
holds("account_emailaddress", _("Your e-mail addresses"))
holds("mfa_authenticator", _("Your second step at log-in"))
