"""What an institution's standing means, everywhere: the one table that doors, tasks and letters ask.

The floor above (tenants.models.Standing) names the standings; what each lets happen is said here, where every
floor can read it. tests/tenants/test_standings.py opens each kind of door under each of them.

| standing  | pages, API, feeds, files        | writing | tasks, clock | events, letters                     |
|-----------|---------------------------------|---------|--------------|-------------------------------------|
| preparing | none: 503, “being prepared”     | no      | parked       | parked                              |
| open      | all                             | yes     | all          | all                                 |
| read_only | all, without forms, noted       | no      | parked       | of one's own account, since it began |
| suspended | none: 503, says nothing         | no      | parked       | parked                              |
| archived  | the static site made before     | no      | parked       | parked                              |

Parked means: the rows that say what is to be done stay as they are, and the sweep finds them when it is open
again (platform_core/jobs/task.py). In a read-only institution whoever has an account still comes in, to read,
to take along and to withdraw what is theirs: STILL_TAKEN below. What that causes is done at once: a person who
leaves with their texts does not wait for a contract, and a code to come in with is a letter.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any


class Serving(Enum):
    LIVING = "pages made from what is in the schema"
    FILES = "the static site that was made when it was archived"
    NOTHING = "a neutral page"


@dataclass(frozen=True, slots=True)
class Meaning:
    serving: Serving
    takes_writing: bool = False
    # Whether tasks and the clock run.
    works: bool = False
    # Whether search engines may keep what they find.
    is_indexed: bool = False


MEANINGS: dict[str, Meaning] = {
    "preparing": Meaning(Serving.NOTHING),
    "open": Meaning(Serving.LIVING, takes_writing=True, works=True, is_indexed=True),
    "read_only": Meaning(Serving.LIVING, is_indexed=True),
    "suspended": Meaning(Serving.NOTHING),
    "archived": Meaning(Serving.FILES, is_indexed=True),
}
# Of a standing nobody has heard of, nothing is shown.
UNKNOWN = Meaning(Serving.NOTHING)

# What is taken from a person while nobody may write: coming in and going out, keeping an account safe, being sent
# no more letters, and leaving with all of one's texts. A path ends with "/" and stands for everything below it.
STILL_TAKEN = (
    "/sign-in/",
    "/sign-out/",
    "/password/reset/",
    "/me/account/password/",
    "/me/account/confirmation/",
    "/me/account/second-factor/",
    "/me/account/sessions/",
    "/me/account/leaving/",
    "/me/notifications/letters/",
    "/me/effect/letters/",
    "/unsubscribe/",
    "/unfollowing/",
    "/effect/letters/",
    "/kiosk/end/",
    # An operator who comes to look, and leaves.
    "/visit/",
    # What an institution wrote is its own, whatever has ended.
    "/desk/leaving/",
    # Somebody has to be able to order again, and to say to whom bills go.
    "/desk/plan/",
    "/display/",
    # It looks for what is similar, and writes nothing.
    "/proposals/similar/",
)


def meaning_of(institution: Any) -> Meaning:
    """What holds for it at this moment; the public schema's nameless stand-in is always open."""
    standing = getattr(institution, "standing", "open")
    return MEANINGS.get(standing, UNKNOWN)


def takes_writing(institution: Any) -> bool:
    return meaning_of(institution).takes_writing


def is_still_taken(path: str) -> bool:
    """Whether what is sent to `path` is taken from people of a read-only institution."""
    return path.startswith(STILL_TAKEN)
