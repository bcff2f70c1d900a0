#!/usr/bin/env bash
# What levers open to everybody: a sample compared with the adviser's judge, then the unlock pass beside the plain pass both ways,
# counts and plans of all basins, « what if ». Prints one JSON object a line and writes a table.
#   bash benchmarks/unlocks.sh [sample|hdf[/PARTS]]…     default: hdf/16 hdf/4 hdf
#   PASSERELLE_SHARED=DIR   real ROME, geography and counts (default ../shared/data); without: the demonstration vocabulary
#   BENCH_OUT=FILE          the table (default benchmarks/UNLOCKS.md); BENCH_THREADS=N (default 2)
set -euo pipefail
cd "$(dirname "$0")/.."
bash server/install_packages.sh --tests
workloads=("$@")
[ ${#workloads[@]} -eq 0 ] && workloads=(hdf/16 hdf/4 hdf)
out=${BENCH_OUT:-benchmarks/UNLOCKS.md}
shared=${PASSERELLE_SHARED:-../shared/data}

store=build/bench/reference.db
bash benchmarks/reference_store.sh "$store" >&2
cmake --build --preset bench -j "$(nproc)" --target bench_unlocks >&2
options=()
[ -d "$shared/rome_v460" ] && options+=(--counts "$shared/tension/offer_counts_commune_x_rome_2021-12-21.csv" --tension "$shared/tension/tension_2021_rome_x_basin.csv")

report=build/bench/unlocks.jsonl
: >"$report"
for workload in "${workloads[@]}"; do
  part=1
  [[ "$workload" == */* ]] && part=${workload#*/}
  build/bench/benchmarks/macro/bench_unlocks --workload "${workload%%/*}" --part "$part" --store "$store" "${options[@]}" --threads "${BENCH_THREADS:-2}" | tee -a "$report"
done
python3 benchmarks/macro/unlocks_table.py "$report" "bash benchmarks/unlocks.sh ${workloads[*]}" >"$out"
echo "table: $out" >&2
