#!/usr/bin/env bash
# Conventional commits, over the history this clone has. CHECK_COMMITS_FROM limits it to what came after a commit.
set -euo pipefail
first=${CHECK_COMMITS_FROM:-$(git rev-list --max-parents=0 HEAD | tail -n 1)}
commitlint --from "$first" --to HEAD
echo "commits: $(git rev-list --count "$first..HEAD") checked"
