#!/usr/bin/env bash
# Whole workloads: makes the population, checks a sample of lists against the plain loop over all pairs, times everybody's
# lists both ways and single lists. Prints one JSON object a line and writes a table.
#   bash benchmarks/run.sh [sample|hdf|hdf-dense|france[/PARTS]]…     default: hdf hdf-dense; france/16 is a sixteenth of it
#   PASSERELLE_SHARED=DIR   real ROME, geography and counts (default ../shared/data); without: the demonstration vocabulary
#   BENCH_OUT=FILE          the table (default benchmarks/RESULTS.md); BENCH_THREADS=N (default 2); BENCH_SINGLE, BENCH_CHECK
set -euo pipefail
cd "$(dirname "$0")/.."
bash server/install_packages.sh --tests
workloads=("$@")
[ ${#workloads[@]} -eq 0 ] && workloads=(hdf hdf-dense)
out=${BENCH_OUT:-benchmarks/RESULTS.md}
shared=${PASSERELLE_SHARED:-../shared/data}
command="bash benchmarks/run.sh ${workloads[*]}"

bin=build/bench
store=build/bench/reference.db
bash benchmarks/reference_store.sh "$store" >&2
cmake --build --preset bench -j "$(nproc)" --target bench_workload >&2
options=()
[ -d "$shared/rome_v460" ] && options+=(--counts "$shared/tension/offer_counts_commune_x_rome_2021-12-21.csv" --tension "$shared/tension/tension_2021_rome_x_basin.csv")

report=build/bench/report.jsonl
: >"$report"
for workload in "${workloads[@]}"; do
  part=1
  [[ "$workload" == */* ]] && part=${workload#*/}
  "$bin/benchmarks/macro/bench_workload" --workload "${workload%%/*}" --part "$part" --store "$store" "${options[@]}" \
    --suggest-policy datasets/policies/adviser.toml --shortlist-policy datasets/policies/recruiter.toml --threads "${BENCH_THREADS:-2}" \
    --check "${BENCH_CHECK:-20}" --single "${BENCH_SINGLE:-2000}" | tee -a "$report"
done
python3 benchmarks/macro/table.py "$report" "$command" >"$out"
echo "table: $out" >&2
