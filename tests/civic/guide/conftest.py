from tests.civic.scenes import (  # noqa: F401
    administrator,
    category,
    moderator,
    owe,
    parks,
    propose,
    respondent,
    roads,
)
