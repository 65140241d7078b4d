from tests.civic.scenes import administrator, moderator  # noqa: F401
