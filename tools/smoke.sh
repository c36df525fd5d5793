#!/usr/bin/env bash
# The built product on an empty folder, as a stranger meets it: start, ready, demo, stop. Exit code 0 only when all of it worked.
# Usage: npm run build && tools/smoke.sh [timeout of the start in seconds, default 60]
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
node=$top/node_modules/.bin/node
folder=$(mktemp -d)
wait_seconds=${1:-60}
server=

finish() {
  if [ -n "$server" ] && kill -0 "$server" 2>/dev/null; then kill -9 "$server" 2>/dev/null || true; fi
  rm -rf "$folder"
}
trap finish EXIT

port=$("$node" -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
url=http://127.0.0.1:$port

# What npm start runs, with nothing of this shell's environment but what finds programs: the promise is "no environment at all".
start=$("$node" -p "require('$top/package.json').scripts.start.replace(/^node /, '').replace('dist/', '$top/dist/')")
cd "$folder"
# shellcheck disable=SC2086 -- the words of the command
env -i PATH="$PATH" HOME="$folder" APP_PORT="$port" "$node" $start >"$folder/server.log" 2>&1 &
server=$!

ready=
for _ in $(seq $((wait_seconds * 5))); do
  kill -0 "$server" 2>/dev/null || break
  if "$node" -e "fetch('$url/health/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"; then
    ready=1
    break
  fi
  sleep 0.2
done
if [ -z "$ready" ]; then
  echo "the product was not ready within $wait_seconds s; its output:" >&2
  cat "$folder/server.log" >&2
  exit 1
fi
echo "ready on $url with nothing set; data in an empty folder"

if ! (cd "$top" && npm run --silent demo -- --url "$url" --out "$folder/demo"); then
  echo "the demo failed; the product said:" >&2
  tail -n 60 "$folder/server.log" >&2
  exit 1
fi

kill -TERM "$server"
code=0
for _ in $(seq 150); do
  kill -0 "$server" 2>/dev/null || break
  sleep 0.2
done
if kill -0 "$server" 2>/dev/null; then
  echo "the product was still there 30 s after SIGTERM" >&2
  exit 1
fi
wait "$server" || code=$?
if [ "$code" != 0 ]; then
  echo "the product ended with $code after SIGTERM; its last words:" >&2
  tail -n 30 "$folder/server.log" >&2
  exit 1
fi
echo "smoke: started, ready, demo, stopped"
