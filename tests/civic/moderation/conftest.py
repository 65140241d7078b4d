"""A comment that somebody reports, a debate, and two moderators who must not do the same."""

from tests.civic.debates.conftest import debate  # noqa: F401
from tests.civic.proposals.conftest import moderator, process  # noqa: F401
