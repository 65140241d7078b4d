"""Every address and what each visitor gets there. A new address fails the build until it stands here.

A row names what a GET answers to: stranger, citizen, respondent, moderator, administrator, neighbour (staff of
another institution, with the cookie of that one) and operator (with the console's cookie). The last two are
strangers here: the table says so once, in `visitors()`.
"""

from dataclasses import dataclass

SIGN_IN = 302
GONE = 404
NOT_A_PAGE = 405
WAY_BACK = 302


@dataclass(frozen=True, slots=True)
class Door:
    """Status of a GET for each kind of visitor."""

    stranger: int
    citizen: int
    respondent: int
    moderator: int
    administrator: int

    def visitors(self) -> dict[str, int]:
        return {
            "stranger": self.stranger,
            "citizen": self.citizen,
            "respondent": self.respondent,
            "moderator": self.moderator,
            "administrator": self.administrator,
            "neighbour": self.stranger,
            "operator": self.stranger,
        }


def all_get(status: int) -> Door:
    return Door(status, status, status, status, status)


OPEN = all_get(200)
# Reached by a form; a GET says so. 405 comes before anybody is asked to sign in.
FORM_ONLY = all_get(NOT_A_PAGE)
# A form's address that somebody opens by hand leads back to the page it belongs to.
LEADS_BACK = all_get(WAY_BACK)
NOWHERE = all_get(GONE)
MEMBER = Door(SIGN_IN, 200, 200, 200, 200)
STAFF = Door(SIGN_IN, GONE, 200, 200, 200)
MODERATOR = Door(SIGN_IN, GONE, GONE, 200, 200)
ADMINISTRATOR = Door(SIGN_IN, GONE, GONE, GONE, 200)
# Pages of signing in and up: somebody who is in already is sent on.
FOR_STRANGERS = Door(200, 302, 302, 302, 302)
# Staff know that the page exists; whose task it is not is told so.
ADMINISTRATOR_SAYS_SO = Door(SIGN_IN, GONE, 403, 403, 200)
MODERATOR_SAYS_SO = Door(SIGN_IN, GONE, 403, 200, 200)
MEMBER_FORM = Door(SIGN_IN, NOT_A_PAGE, NOT_A_PAGE, NOT_A_PAGE, NOT_A_PAGE)
# The proposal, the comment and the draft belong to the citizen of the table.
AUTHOR = Door(SIGN_IN, 200, 403, 403, 403)
AUTHOR_ELSE_GONE = Door(SIGN_IN, 200, GONE, GONE, GONE)
# Nothing is asked of the author of the table.
NOTHING_ASKED = Door(SIGN_IN, GONE, GONE, GONE, GONE)
# Asks for the password once more before it shows anything.
MEMBER_ONCE_MORE = all_get(302)
# Only with a second factor of one's own; without one there is nothing to see.
NO_FACTOR_YET = Door(SIGN_IN, GONE, GONE, GONE, GONE)

INSTITUTION: dict[str, Door] = {
    # Signing up, in and out
    "account_signup": FOR_STRANGERS,
    "account_login": FOR_STRANGERS,
    "account_logout": MEMBER,
    "account_email_verification_sent": LEADS_BACK,
    "mfa_authenticate": LEADS_BACK,
    "account_inactive": OPEN,
    "account_left": OPEN,
    "account_privacy": OPEN,
    "account_terms": OPEN,
    "account_reset_password": OPEN,
    "account_confirm_password_reset_code": LEADS_BACK,
    "account_complete_password_reset": LEADS_BACK,
    "account_password_reset_completed": OPEN,
    # One's own account
    "account_home": MEMBER,
    "account_name": MEMBER,
    "account_language": MEMBER_FORM,
    "account_sessions": MEMBER_FORM,
    "account_email": MEMBER,
    "account_change_password": MEMBER,
    "account_set_password": LEADS_BACK,
    "account_reauthenticate": MEMBER,
    "mfa_reauthenticate": LEADS_BACK,
    "account_leaving": MEMBER,
    "mfa_index": MEMBER,
    "mfa_activate_totp": MEMBER_ONCE_MORE,
    "mfa_deactivate_totp": NO_FACTOR_YET,
    "mfa_view_recovery_codes": NO_FACTOR_YET,
    "mfa_generate_recovery_codes": MEMBER_ONCE_MORE,
    "mfa_download_recovery_codes": NO_FACTOR_YET,
    # What is there in the demo only: tests run as the demo (see test_the_demos_pages_are_gone_elsewhere)
    "outbound:inbox": OPEN,
    "outbound:letter": OPEN,
    "ui:gallery": OPEN,
    # The frame
    "ui:display": FORM_ONLY,
    "ui:offline": OPEN,
    "ui:worker": OPEN,
    "themes:stylesheet": OPEN,
    # Citizens' pages
    "portal:home": OPEN,
    "portal:proposals": OPEN,
    "portal:propose": OPEN,
    "portal:drafts": LEADS_BACK,
    "portal:similar": FORM_ONLY,
    "portal:proposal": OPEN,
    "portal:version": OPEN,
    "portal:support": LEADS_BACK,
    "portal:support_withdrawal": LEADS_BACK,
    "portal:dislike": LEADS_BACK,
    "portal:dislike_withdrawal": LEADS_BACK,
    "portal:why": OPEN,
    "portal:deeds": OPEN,
    "portal:repetition": LEADS_BACK,
    "portal:supplement": NOTHING_ASKED,
    "portal:edition": AUTHOR,
    "portal:withdrawal": AUTHOR_ELSE_GONE,
    "portal:comments": LEADS_BACK,
    "portal:comment": OPEN,
    "portal:comment_edition": AUTHOR,
    "portal:comment_removal": AUTHOR,
    "portal:comment_support": LEADS_BACK,
    "portal:comment_support_withdrawal": LEADS_BACK,
    "portal:file": OPEN,
    "portal:carried_support": LEADS_BACK,
    "portal:my_page": MEMBER,
    "portal:my_supports": MEMBER,
    "portal:my_comments": MEMBER,
    "portal:my_drafts": MEMBER,
    "portal:my_confirmations": MEMBER,
    "portal:draft_removal": AUTHOR_ELSE_GONE,
    "portal:notifications": MEMBER,
    "portal:notifications_read": MEMBER_FORM,
    "portal:mail_settings": MEMBER,
    "portal:unsubscribe": OPEN,
    "portal:guide": OPEN,
    "portal:guide_versions": OPEN,
    "portal:guide_version": OPEN,
    "portal:guide_difference": OPEN,
    "portal:guide_poster": OPEN,
    "portal:answers": OPEN,
    "portal:answers_csv": OPEN,
    "portal:robots": OPEN,
    "portal:sitemap": OPEN,
    "portal:sitemap_page": OPEN,
    # An invitation is for a person without an account, or for the one it was written to
    "invitation:invitation": Door(200, 403, 403, 403, 403),
    # The desk
    "desk:home": STAFF,
    "desk:answers": STAFF,
    "desk:request": STAFF,
    "desk:answer": FORM_ONLY,
    "desk:assignment": STAFF,
    "desk:extension": STAFF,
    "desk:pause": Door(SIGN_IN, GONE, 200, 403, 200),
    "desk:resumption": FORM_ONLY,
    "desk:interim": Door(SIGN_IN, GONE, 200, 403, 200),
    "desk:proposals": STAFF,
    "desk:proposal": STAFF,
    "desk:decisions": STAFF,
    "desk:decision": FORM_ONLY,
    "desk:result": FORM_ONLY,
    "desk:hand_move": FORM_ONLY,
    "desk:explain": STAFF,
    "desk:classification": FORM_ONLY,
    "desk:standing": FORM_ONLY,
    "desk:rescue": FORM_ONLY,
    "desk:progress": FORM_ONLY,
    "desk:merger": MODERATOR_SAYS_SO,
    "desk:merger_undoing": MODERATOR_SAYS_SO,
    "desk:comment_standing": FORM_ONLY,
    "desk:rules": STAFF,
    "desk:rules_new": ADMINISTRATOR_SAYS_SO,
    "desk:rules_process": STAFF,
    "desk:rules_version": STAFF,
    "desk:rules_place": FORM_ONLY,
    "desk:rules_openness": FORM_ONLY,
    "desk:rules_agreement": FORM_ONLY,
    "desk:rules_items": ADMINISTRATOR_SAYS_SO,
    "desk:rules_correction": ADMINISTRATOR_SAYS_SO,
    "desk:rules_correction_decision": FORM_ONLY,
    "desk:rules_draft": ADMINISTRATOR_SAYS_SO,
    "desk:rules_removal": ADMINISTRATOR_SAYS_SO,
    "desk:rules_undo": FORM_ONLY,
    "desk:rules_part": ADMINISTRATOR_SAYS_SO,
    "desk:rules_stage": ADMINISTRATOR_SAYS_SO,
    "desk:rules_stage_place": FORM_ONLY,
    "desk:rules_stage_before": ADMINISTRATOR_SAYS_SO,
    "desk:rules_publication": ADMINISTRATOR_SAYS_SO,
    "desk:rules_draft_agreement": FORM_ONLY,
    "desk:simulation": ADMINISTRATOR_SAYS_SO,
    "desk:simulation_result": ADMINISTRATOR_SAYS_SO,
    "desk:simulation_items": ADMINISTRATOR_SAYS_SO,
    "desk:simulation_csv": ADMINISTRATOR_SAYS_SO,
    "desk:simulation_removal": FORM_ONLY,
    "desk:categories": MODERATOR_SAYS_SO,
    "desk:new_category": MODERATOR_SAYS_SO,
    "desk:category": MODERATOR_SAYS_SO,
    "desk:category_place": FORM_ONLY,
    "desk:closures": ADMINISTRATOR_SAYS_SO,
    "desk:closure_removal": ADMINISTRATOR_SAYS_SO,
    "desk:confirmations": MODERATOR_SAYS_SO,
    "desk:confirmation": MODERATOR_SAYS_SO,
    "desk:confirmation_end": MODERATOR_SAYS_SO,
    "desk:settings": ADMINISTRATOR_SAYS_SO,
    "desk:proposals_csv": MODERATOR_SAYS_SO,
    "desk:staff": ADMINISTRATOR_SAYS_SO,
    "desk:invitation_withdrawal": FORM_ONLY,
    "desk:role_removal": ADMINISTRATOR_SAYS_SO,
    "desk:departments": ADMINISTRATOR_SAYS_SO,
    "desk:department": ADMINISTRATOR_SAYS_SO,
    "desk:department_presence": FORM_ONLY,
    "themes:chooser": ADMINISTRATOR,
    # Machines
    "api:openapi": OPEN,
    "api:proposals": OPEN,
    "api:proposal": OPEN,
    "api:support": FORM_ONLY,
    "api:processes": OPEN,
    "api:process_version": OPEN,
    "api:me": Door(401, 200, 200, 200, 200),
    "api_pages:tokens": MEMBER,
    "api_pages:revocation": FORM_ONLY,
}

# At the console everybody but an operator with a second factor is asked to sign in.
CONSOLE_OPERATOR_PAGES = {
    "console:institutions",
    "console:new_institution",
    "console:institution",
}
CONSOLE_OPERATOR_FORMS = {
    "console:resumption",
    "console:removal",
    "console:suspension",
    "console:reopening",
}
