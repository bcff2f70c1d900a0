#!/usr/bin/env bash
# The night from store to written outputs: plain matching and the night in turn, on the region (or a part of it) and on a crowded
# variant of it (the same persons, a quarter of the offers). Prints a JSON object a run, and a table.
#   bash benchmarks/night.sh [PART…]         default: 1 (the whole region); 16 is a sixteenth
#   PASSERELLE_SHARED=DIR   real ROME, geography and counts;  BENCH_OUT=FILE (default benchmarks/NIGHT.md);  BENCH_THREADS=N (default 2)
#   BENCH_NIGHT_WORK=DIR    keeps populations and stores between runs (default build/bench/night)
set -euo pipefail
cd "$(dirname "$0")/.."
parts=("$@")
[ ${#parts[@]} -eq 0 ] && parts=(1)
shared=${PASSERELLE_SHARED:-../shared/data}
threads=${BENCH_THREADS:-2}
work=${BENCH_NIGHT_WORK:-build/bench/night}
passerelle=${PASSERELLE:-}
mkdir -p "$work"
if [ -z "$passerelle" ]; then
  cmake --preset bench >/dev/null
  cmake --build --preset bench -j "$(nproc)" --target passerelle >&2
  passerelle=build/bench/passerelle
fi
[ -f "$work/reference.db" ] || bash benchmarks/reference_store.sh "$work/reference.db" >&2
options=()
[ -d "$shared/rome_v460" ] && options+=(--counts "$shared/tension/offer_counts_commune_x_rome_2021-12-21.csv" --tension "$shared/tension/tension_2021_rome_x_basin.csv")

# A policy that shares nothing out and keeps no pool: plain matching, both ways.
sed -e 's/^pool_depth = .*/pool_depth = 1/' -e 's/^most_price = .*/most_price = 0/' datasets/policies/night.toml >"$work/plain.toml"

report=$work/report.jsonl
: >"$report"
for part in "${parts[@]}"; do
  [ -f "$work/offers.ndjson" ] || "$passerelle" --store "$work/reference.db" generate --region 32 --candidates 577370 --offers 55561 --seed 1 "${options[@]}" --out "$work" --json >&2
  for variant in region crowded; do
    store=$work/$variant-$part.db
    [ "$variant" = crowded ] && share=4 || share=1
    if [ ! -f "$store" ]; then
      cp "$work/reference.db" "$store.new"
      awk -v p="$part" 'NR % p == 0' "$work/candidates.ndjson" >"$work/c.ndjson"
      awk -v p="$part" -v s="$share" 'NR % (p * s) == 0' "$work/offers.ndjson" >"$work/o.ndjson"
      "$passerelle" --store "$store.new" import offers --format passerelle "$work/o.ndjson" --json >&2
      "$passerelle" --store "$store.new" import candidates --format passerelle "$work/c.ndjson" --json >&2
      rm -f "$work"/[co].ndjson
      mv "$store.new" "$store"
    fi
    for round in 1 2; do  # the first builds the corpus beside the store, the second maps it, as every night does
      for kind in plain night; do
        rm -rf "$work/out"
        policy=datasets/policies/night.toml
        [ "$kind" = plain ] && policy=$work/plain.toml
        begin=$(date +%s.%N)
        line=$("$passerelle" --store "$store" --threads "$threads" night --out "$work/out" --date 2025-06-02 --night-policy "$policy" $([ "$kind" = plain ] && echo --no-store) --json)
        end=$(date +%s.%N)
        [ $round -eq 2 ] && python3 - "$line" "$part" "$variant" "$kind" "$begin" "$end" <<'PY' | tee -a "$report"
import json, sys
line, part, variant, kind, begin, end = sys.argv[1:]
out = json.loads(line)
print(json.dumps({"part": int(part), "variant": variant, "kind": kind, "seconds": round(float(end) - float(begin), 2), "load": open("/proc/loadavg").read().split()[0],
                  "build": out["build"], "phases": {p["phase"]: round(p["seconds"], 2) for p in out["phases"]}, "peak_gb": round(max(p["peak_bytes"] for p in out["phases"]) / 1e9, 2),
                  "coverage": {k: out["digest"]["coverage"][k] for k in ("persons", "offers")}, "congestion": {k: v for k, v in out["digest"]["congestion"].items() if not k.startswith("displaced")}}))
PY
      done
    done
  done
done
python3 benchmarks/macro/night_table.py "$report" >"${BENCH_OUT:-benchmarks/NIGHT.md}"
