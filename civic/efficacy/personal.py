"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import holds

holds("efficacy_digest", _("Letters of what came of it"))
holds("efficacy_digestwish", _("How often you want those letters"))
holds("efficacy_surveyreply", _("Your replies on answers"), by="person_id")
