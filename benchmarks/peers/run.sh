#!/usr/bin/env bash
# Our engine and its peers on the same simplified question (README.md): installs, builds, makes the data once, runs each
# both ways, compares every list with the exhaustive truth, prints one JSON object a line, writes RESULTS.md.
#
#   bash benchmarks/peers/run.sh [sample|hdf-dense] [--queries N] [--peers a,b,…] [--out FILE]
#
#   --queries N   queries of the slow peers' sample (default 2,000; the fast ones get ten times as many)
#   --peers       passerelle, lucene-band, lucene-latlon, numpy, postgres-tuned, postgres-gist, duckdb, sqlite, faiss,
#                 sparse_dot_topn (default: all)
#   --out FILE    where the table goes (default: benchmarks/peers/RESULTS.md)
# Environment: PASSERELLE_SHARED (real ROME, geography, counts; default ../shared/data; without them, the demonstration's
# vocabulary and invented proportions), SPARSE_DOT_TOPN_DIR (its source tree; skipped when unset), PEERS_LIMIT (seconds a
# peer may take, default 1800).
set -euo pipefail
cd "$(dirname "$0")/../.."
command_line="bash benchmarks/peers/run.sh $*"

workload=sample slow=2000 out=benchmarks/peers/RESULTS.md
peers=passerelle,lucene-band,lucene-latlon,numpy,postgres-tuned,postgres-gist,duckdb,sqlite,faiss,sparse_dot_topn
while [ $# -gt 0 ]; do
  case "$1" in
    sample|hdf-dense) workload=$1 ;;
    --queries) slow=$2; shift ;;
    --peers) peers=$2; shift ;;
    --out) out=$2; shift ;;
    *) sed -n '5,10s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
  shift
done
say() { printf '%s\n' "$*" >&2; }
wanted() { case ",$peers," in *",$1,"*) return 0 ;; *) return 1 ;; esac; }

say "packages"
bash server/install_packages.sh >&2
bash benchmarks/peers/install.sh >&2

say "build"
root=build/peers data=build/peers/$workload
mkdir -p "$data"
cmake --preset bench >"$root/configure.log" 2>&1 || { cat "$root/configure.log" >&2; exit 1; }
cmake --build --preset bench -j "$(nproc)" --target passerelle peers_export peers_reference peers_engine >"$root/build.log" 2>&1 ||
  { tail -40 "$root/build.log" >&2; exit 1; }
bin=build/bench/benchmarks/peers
lucene=/usr/share/java/lucene-core-8.7.0.jar
[ -f "$lucene" ] || lucene=$(ls /usr/share/java/lucene-core-8.*.jar | head -1)
javac -cp "$lucene" -d "$root/classes" benchmarks/peers/lucene/LucenePeer.java
python=/usr/bin/python3  # Debian's, where its numpy is

# The reference and the data, made once for a generator, an exporter and a source of proportions.
shared=${PASSERELLE_SHARED:-../shared/data}
real=() rome=()
if [ -d "$shared/rome_v460" ] && [ -d "$shared/geo" ] && [ -d "$shared/tension" ]; then
  rome=(--rome "$shared/rome_v460" --basins "$shared/geo/commune_to_basin_2019.csv" --tension "$shared/tension/tension_2021_rome_x_basin.csv")
  real=(--counts "$shared/tension/offer_counts_commune_x_rome_2021-12-21.csv" --tension "$shared/tension/tension_2021_rome_x_basin.csv")
fi
inputs=$({ sha256sum "$bin/peers_export" benchmarks/peers/simple.toml; ls -l "${rome[1]:-datasets/demo}"; } | sha256sum | cut -c1-16)
store=$root/reference-${#rome[@]}.db
if [ "$(cat "$data/made" 2>/dev/null)" != "$inputs" ]; then
  say "data: $workload"
  rm -f "$data"/made "$data"/truth.* "$data"/peer.sqlite "$store" "$store"-wal "$store"-shm
  if [ ${#rome[@]} -gt 0 ]; then
    build/bench/passerelle --store "$store" init >&2
    build/bench/passerelle --store "$store" import reference "${rome[@]}" >&2
  else
    build/bench/passerelle --store "$store" init --demo >&2
  fi
  "$bin/peers_export" --store "$store" --workload "$workload" "${real[@]}" --policy benchmarks/peers/simple.toml --out "$data"
  echo "$inputs" >"$data/made"
fi
count() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" "$data/meta.json"; }

# Strides: the fast peers' sample holds the slow ones', so that one truth serves both.
at_least_one() { echo $(($1 > 1 ? $1 : 1)); }
fast_suggest=$(at_least_one $(($(count candidates) / (10 * slow))))
fast_shortlist=$(at_least_one $(($(count offers) / (10 * slow))))
slow_suggest=$((fast_suggest * $(at_least_one $(($(count candidates) / (slow * fast_suggest))))))
slow_shortlist=$((fast_shortlist * $(at_least_one $(($(count offers) / (slow * fast_shortlist))))))
for direction in suggest shortlist; do
  stride=fast_$direction
  truth=$data/truth.$direction.${!stride}.csv
  if [ ! -f "$truth" ]; then
    say "truth: $direction, every ${!stride}"
    "$bin/peers_reference" truth --data "$data" --direction $direction --stride "${!stride}" --out "$truth.part"
    mv "$truth.part" "$truth"
  fi
done

load_start=$(cut -d' ' -f1-3 /proc/loadavg) started=$(date -u +%Y-%m-%dT%H:%MZ)
results=$data/results.ndjson
: >"$results"

# report PEER's line(s): adds what the comparison found, prints, keeps.
report() {
  while read -r line; do
    case $line in '{'*) ;; *) say "$line"; continue ;; esac
    peer=$(sed -n 's/.*"peer": *"\([^"]*\)".*/\1/p' <<<"$line")
    direction=$(sed -n 's/.*"direction": *"\([^"]*\)".*/\1/p' <<<"$line")
    stride=$(sed -n 's/.*"stride": *\([0-9]*\).*/\1/p' <<<"$line")
    lists=$data/$peer.$direction.csv
    fast=fast_$direction
    if [ -f "$lists" ]; then
      line=${line%\}},$("$bin/peers_reference" compare --data "$data" --direction "$direction" --stride "$stride" \
        --truth "$data/truth.$direction.${!fast}.csv" --lists "$lists" | cut -c2-)
    fi
    tee -a "$results" <<<"$line"
  done
}
# attempt NAME COMMAND…: a peer that fails or takes too long is named, and the others go on.
attempt() {
  local name=$1
  shift
  wanted "$name" || return 0
  say "$name: $*"
  timeout --foreground "${PEERS_LIMIT:-1800}" "$@" >"$root/$name.out" 2>"$root/$name.err" || {
    local code=$?
    tail -3 "$root/$name.err" >&2
    echo "{\"peer\":\"$name\",\"failed\":$code}" | tee -a "$results"
  }
  report <"$root/$name.out"
}

# Ours answers everybody; the fast peers' sample of its lists is compared.
ours=(--suggest-asked 1 --shortlist-asked 1 --suggest-stride "$fast_suggest" --shortlist-stride "$fast_shortlist")
attempt passerelle "$bin/peers_engine" --store "$store" --workload "$workload" "${real[@]}" --policy benchmarks/peers/simple.toml \
  --threads 2 "${ours[@]}" --out "$data"
for direction in suggest shortlist; do
  fast=fast_$direction slow_stride=slow_$direction
  for mode in band latlon; do
    attempt lucene-$mode java -Xmx6g -cp "$lucene:$root/classes" LucenePeer "$data" "$data/lucene" $mode $direction "${!fast}" 2 "$data/lucene-$mode.$direction.csv"
  done
  attempt numpy "$python" benchmarks/peers/numpy_peer.py "$data" $direction "${!fast}" 2 "$data/numpy.$direction.csv"
  attempt sqlite "$python" benchmarks/peers/sqlite_peer.py "$data" "$data" $direction "${!slow_stride}" 2 "$data/sqlite.$direction.csv"
  attempt duckdb env PEERS_NODE="$PWD/$root/node" node benchmarks/peers/duckdb_peer.mjs "$data" $direction "${!slow_stride}" 2 "$data/duckdb.$direction.csv"
  attempt faiss "$python" benchmarks/peers/faiss_peer.py "$data" $direction "${!fast}" 2 "$data/faiss-ivf.$direction.csv"
done
for mode in tuned gist; do
  attempt postgres-$mode bash benchmarks/peers/postgres_peer.sh "$data" "$root" $mode "$slow_suggest" "$slow_shortlist" "$data"
done
if wanted sparse_dot_topn && [ -z "${SPARSE_DOT_TOPN_DIR:-}" ]; then
  say "sparse_dot_topn: skipped, SPARSE_DOT_TOPN_DIR does not name its source tree"
elif wanted sparse_dot_topn; then
  g++ -std=c++20 -O3 -march=native -fopenmp -DSDTN_OMP_ENABLED -Ibenchmarks/peers/sparse \
    -I"$SPARSE_DOT_TOPN_DIR/src/sparse_dot_topn_core/include" -Ibenchmarks/peers benchmarks/peers/sparse/sparse_peer.cpp -o "$root/sparse_peer"
  for direction in suggest shortlist; do
    fast=fast_$direction
    attempt sparse_dot_topn "$root/sparse_peer" "$data" $direction "${!fast}" 2
  done
fi

commit=$(git describe --always --dirty --abbrev=12 2>/dev/null || echo unknown)
"$python" benchmarks/peers/table.py "$data/meta.json" "$results" --command "$command_line" --commit "$commit" --started "$started" \
  --load-start "$load_start" --load-end "$(cut -d' ' -f1-3 /proc/loadavg)" >"$out.part"
mv "$out.part" "$out"
say "table: $out"
