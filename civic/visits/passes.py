"""The pass an operator carries from the console to an institution's door.

Signed for one institution and one host, good for two minutes, and once: the visit keeps its key.
"""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from platform_core.access import Refused, no
from tenants import signing

SALT = "visits.pass"
GOOD_FOR = 120  # seconds


@dataclass(frozen=True, slots=True)
class Pass:
    key: str
    operator: int
    name: str
    reason: str
    minutes: int
    host: str

    @property
    def uuid(self) -> UUID:
        return UUID(self.key)


def write_pass(given: Pass) -> str:
    """Signed for the institution at hand."""
    return signing.dumps(asdict(given), salt=SALT)


def read_pass(token: str, *, host: str) -> Pass:
    """Raises Refused: of another institution or host, changed, or older than GOOD_FOR."""
    try:
        said = Pass(**signing.loads(token, salt=SALT, max_age=GOOD_FOR))
    except (signing.BadSignature, TypeError, ValueError) as broken:
        raise void() from broken
    if said.host != host:
        raise void()
    return said


def void() -> Refused:
    """One answer for every pass that opens nothing."""
    return Refused(
        no(
            "pass_void",
            _("This pass opens nothing: it has been used, is too old, or belongs elsewhere."),
            _("Ask for a new one at the operator's console."),
        )
    )
