import pytest


@pytest.fixture(autouse=True)
def alone(nobody_else_works: None) -> None:
    """The console opens what is ordered itself, unless a test says that a worker hears."""
