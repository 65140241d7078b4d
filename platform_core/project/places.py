"""Where rows and files are, read from the environment for settings.py."""

from typing import Any

from platform_core.project import env

IDLE = "-c idle_in_transaction_session_timeout=60000"
# Each schema that is made is one shard, wherever Citus puts it, with its triggers (runbooks/beyond-one-server.md).
CITUS = ["-c citus.enable_schema_based_sharding=on", "-c citus.enable_unsafe_triggers=on"]


def databases() -> dict[str, dict[str, Any]]:
    """`default`, and with REPLICA_DATABASE_URL a `replica` that is only read (tenants/replica.py)."""
    waits = f"-c statement_timeout={env.number('STATEMENT_TIMEOUT_MS', 10_000)}"
    locks = f"-c lock_timeout={env.number('LOCK_TIMEOUT_MS', 5_000)}"
    citus = CITUS if env.flag("CITUS") else []
    found = {"default": _database("DATABASE_URL", [waits, locks, IDLE, *citus])}
    if env.text("REPLICA_DATABASE_URL", ""):
        readonly = "-c default_transaction_read_only=on"
        replica = _database("REPLICA_DATABASE_URL", [waits, IDLE, readonly])
        replica["OPTIONS"]["connect_timeout"] = 2
        replica["ENGINE"] = "tenants.replica.backend"
        found["replica"] = {**replica, "TEST": {"MIRROR": "default"}}
    return found


def _database(name: str, options: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        **env.database(name),
        "ENGINE": "tenants.backend",
        # Kept open, and recycled: a backend's catalog cache grows with every institution it touches.
        "CONN_MAX_AGE": env.number("CONN_MAX_AGE", 300),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
    found["OPTIONS"]["options"] = " ".join(options)
    return found


def files() -> dict[str, Any]:
    """A folder (MEDIA_ROOT), or with S3_BUCKET a bucket of a service that speaks S3."""
    name = env.text("S3_BUCKET", "")
    if not name:
        return {"BACKEND": "tenants.storage.InstitutionStorage"}
    return {
        "BACKEND": "tenants.bucket.InstitutionBucket",
        "OPTIONS": {
            "bucket_name": name,
            "prefix": env.text("S3_PREFIX", ""),
            "endpoint_url": env.text("S3_ENDPOINT", "") or None,
            "region_name": env.text("S3_REGION", "") or None,
            # Without: what the machine it runs on is allowed (a role of the cloud's).
            "access_key": env.text("S3_ACCESS_KEY", "") or None,
            "secret_key": env.text("S3_SECRET_KEY", "") or None,
        },
    }
