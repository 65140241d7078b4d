#!/bin/sh
# The way in for every command of deploy/bin: find a Python, make .venv match uv.lock,
# then run deploy.local.<command> inside it. Called as: enter.sh COMMAND GROUP [ARGUMENTS]
set -eu
root=$(dirname -- "$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")")
command=$1 group=$2
shift 2

python=
for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "Madang needs Python 3.11 or newer, and no such python3 is on the PATH." >&2
    echo "On Debian 12, Ubuntu 23.04 or newer: apt-get install python3 python3-venv" >&2
    exit 1
fi

unset PYTHONPATH PYTHONHOME VIRTUAL_ENV
"$python" "$root/deploy/local/bootstrap.py" "$group"
# The user's folder stays the current one, so that file arguments mean what they say.
PYTHONPATH=$root exec "$root/.venv/bin/python" -P -m "deploy.local.$command" "$@"
