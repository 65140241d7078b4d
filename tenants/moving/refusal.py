"""Why something was not moved."""


class CannotMove(Exception):
    """The message says to a person what is wrong and, where something can be done, what. Nothing was kept."""
