# Read by the scripts beside it.

# Who may read the log and copy the cluster. As for DATABASE_URL, a file may hold it.
if [ -n "${REPLICATION_URL_FILE:-}" ]; then REPLICATION_URL="$(cat "$REPLICATION_URL_FILE")"; fi

# postgres: programs of a server refuse to run as root, and what they are to read must be theirs.
owner="${POSTGRES_OWNER:-postgres}"

as_owner() { # command…
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid="$owner" --regid="$(id -gn "$owner")" --clear-groups "$@"
    else
        "$@"
    fi
}

give_to_owner() { # folder…
    if [ "$(id -u)" = 0 ]; then chown "$owner" "$@"; fi
}

# Debian keeps a server's programs out of PATH.
for folder in /usr/lib/postgresql/*/bin; do
    [ -d "$folder" ] && PATH="$PATH:$folder"
done
export PATH

compact() { # an instant as anybody writes it -> 20261122T180000Z, as folders are named
    date -u -d "$1" +%Y%m%dT%H%M%SZ
}

bases() { # base backups that are finished, the oldest first
    find "$BASES" -mindepth 1 -maxdepth 1 -type d -name '[0-9]*Z' -printf '%f\n' 2>/dev/null | sort
}
