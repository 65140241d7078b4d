"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import holds, not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")

holds("privacy_dormantwarning", _("That you were told your account would end"))
holds(
    "privacy_look",
    _("Who looked at your data"),
    by="people",
    among=True,
    without="by_id others is_everybody visit number",
)
holds("privacy_datarequest", _("What you asked about your data"), without="answered_by_id name contact")
not_theirs("privacy_datarequest", "answered_by_id", OFFICE)
not_theirs("privacy_datarequest", "name contact", _("Of somebody without an account."))
not_theirs("privacy_officer", "account_id changed_by_id name phone email", OFFICE)
not_theirs("privacy_look", "by_id", OFFICE)
not_theirs("privacy_lookreview", "by_id signed_as", OFFICE)
