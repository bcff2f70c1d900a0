#!/usr/bin/env bash
# Installs what is needed, builds from nothing, runs the tests; closes with ctest's summary.
#   bash tests/check.sh           the suite that every change must pass
#   bash tests/check.sh --long    also the long one: minute-long fuzzing of every decoder, sanitizers, large runs
#   PASSERELLE_BUILD=DIR          where to build (default: build/check)
set -euo pipefail
cd "$(dirname "$0")/.."
bash server/install_packages.sh --tests

build=${PASSERELLE_BUILD:-build/check}
jobs=${PASSERELLE_JOBS:-$(nproc)}
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DPASSERELLE_TESTS=ON >"/tmp/passerelle-configure.$$" 2>&1 ||
  { cat "/tmp/passerelle-configure.$$"; exit 1; }
rm -f "/tmp/passerelle-configure.$$"
cmake --build "$build" -j "$jobs"

leave_out=(-LE long)
if [ "${1:-}" = "--long" ]; then
  leave_out=()
  bash tests/fuzz/run.sh 60
  bash tests/sanitize.sh
fi
ctest --test-dir "$build" -j "$jobs" --output-on-failure --no-tests=error "${leave_out[@]}"
