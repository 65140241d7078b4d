"""What each kind of visitor gets: the words of the table."""

from dataclasses import dataclass

SIGN_IN = 302
GONE = 404
NOT_A_PAGE = 405
WAY_BACK = 302


@dataclass(frozen=True, slots=True)
class Door:
    """Status of a GET for each kind of visitor. The head reads what a respondent reads, where nothing else is said."""

    stranger: int
    citizen: int
    respondent: int
    moderator: int
    administrator: int
    head: int | None = None

    def visitors(self) -> dict[str, int]:
        return {
            "stranger": self.stranger,
            "citizen": self.citizen,
            "respondent": self.respondent,
            "moderator": self.moderator,
            "administrator": self.administrator,
            "head": self.respondent if self.head is None else self.head,
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
