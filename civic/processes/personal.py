"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")

not_theirs("processes_bringingalong", "begun_by_id", OFFICE)
not_theirs("processes_closureday", "added_by_id", OFFICE)
not_theirs("processes_draftedition", "replaced_by_id", OFFICE)
not_theirs("processes_process", "one_person_asked_by_id", OFFICE)
not_theirs("processes_processdraft", "saved_by_id submitted_by_id", OFFICE)
not_theirs("processes_processversion", "published_by_id agreed_by_id", OFFICE)
not_theirs("processes_rulecorrection", "asked_by_id agreed_by_id", OFFICE)
not_theirs("processes_simulation", "asked_by_id", OFFICE)
