"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import holds, not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")

holds("identity_wayin", _("Services that open your account"))
holds("identity_personkey", _("That you were checked once"))
holds("identity_invitationcode", _("Invitation codes you used"), by="used_by_id", without="code_hash")
holds(
    "identity_postalcheck", _("Letters with a code you asked for"), without="address printed_by_id code_hash"
)
holds(
    "identity_guardianship",
    _("Your guardian's consent"),
    by="child_id",
    # Of somebody else: the guardian.
    without="mail token_hash person_key",
)
not_theirs("identity_postalcheck", "printed_by_id", OFFICE)
not_theirs("identity_codebatch", "made_by_id", OFFICE)
