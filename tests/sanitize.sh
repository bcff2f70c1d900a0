#!/usr/bin/env bash
# Builds and runs the tests under AddressSanitizer with UndefinedBehaviorSanitizer, then under ThreadSanitizer on the
# plain-thread backend (inside oneTBB it reports races that are none).
#   bash tests/sanitize.sh [asan|ubsan|tsan …]    default: all
set -euo pipefail
cd "$(dirname "$0")/.."
bash server/install_packages.sh --tests
presets=("$@")
[ ${#presets[@]} -eq 0 ] && presets=(asan ubsan tsan)
for preset in "${presets[@]}"; do
  echo "== $preset"
  cmake --preset "$preset" >/dev/null
  cmake --build --preset "$preset" -j "$(nproc)"
  ctest --preset "$preset" -j "$(nproc)"
done
