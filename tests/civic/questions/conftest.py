from tests.civic.scenes import (  # noqa: F401
    administrator,
    category,
    moderator,
    parks,
    respondent,
    roads,
)
