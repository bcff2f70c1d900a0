#!/usr/bin/env bash
# The micro benchmarks: kernels by instruction set, distances, single lists at several k, the corpus built and mapped, the plan of a
# policy. Each verifies what it times first. Prints Google Benchmark's table of medians, and writes its JSON.
#   bash benchmarks/micro.sh [kernels|geodesy|lists]…      default: all
#   PASSERELLE_SHARED=DIR   real ROME and geography (default ../shared/data); without: the demonstration vocabulary
#   BENCH_REPETITIONS=N (default 5)
set -euo pipefail
cd "$(dirname "$0")/.."
bash server/install_packages.sh --tests
which=("$@")
[ ${#which[@]} -eq 0 ] && which=(kernels geodesy lists)
bash benchmarks/reference_store.sh build/bench/reference.db >&2
cmake --build --preset bench -j "$(nproc)" --target $(printf 'bench_%s ' "${which[@]}") >&2
for name in "${which[@]}"; do
  PASSERELLE_BENCH_STORE=build/bench/reference.db "build/bench/benchmarks/micro/bench_$name" --benchmark_repetitions="${BENCH_REPETITIONS:-5}" \
    --benchmark_report_aggregates_only=true --benchmark_out="build/bench/micro-$name.json" --benchmark_out_format=json | grep -E "median|^Run|CPU|differs|rror" || true
done
