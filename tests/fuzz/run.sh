#!/usr/bin/env bash
# Runs every fuzz target for a while, from the seeds.   bash tests/fuzz/run.sh [SECONDS_EACH] [TARGET …]
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
shift || true
bash server/install_packages.sh --fuzz
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz -j "$(nproc)"
found=0
for target in build/fuzz/fuzz/fuzz_*; do
  name=${target##*/fuzz_}
  if [ $# -gt 0 ] && [[ ! " $* " == *" $name "* ]]; then continue; fi
  corpus=build/fuzz/corpus/$name
  mkdir -p "$corpus" build/fuzz/found
  seeds=tests/fuzz/seeds/$name
  [ -d "$seeds" ] || seeds=
  echo "== $name"
  "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=3072 -max_len=65536 -artifact_prefix="build/fuzz/found/$name-" \
    "$corpus" $seeds 2>&1 | tail -n 3 || found=1
done
exit $found
