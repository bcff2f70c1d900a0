#!/usr/bin/env bash
# A store with the reference that benchmarks match by, made anew: real ROME, geography and tension where they are at hand, else
# the demonstration vocabulary. Builds the command line for it.
#   bash benchmarks/reference_store.sh FILE
set -euo pipefail
cd "$(dirname "$0")/.."
store=$1
shared=${PASSERELLE_SHARED:-../shared/data}
cmake --preset bench >/dev/null
cmake --build --preset bench -j "$(nproc)" --target passerelle
rm -f "$store" "$store"-wal "$store"-shm "$store".corpus
passerelle=build/bench/passerelle
if [ -d "$shared/rome_v460" ]; then
  "$passerelle" --store "$store" init
  "$passerelle" --store "$store" import reference --rome "$shared/rome_v460" --basins "$shared/geo/commune_to_basin_2019.csv" \
    --tension "$shared/tension/tension_2021_rome_x_basin.csv"
else
  echo "no real data at $shared: the demonstration vocabulary, places by population"
  "$passerelle" --store "$store" init --demo
fi
"$passerelle" --store "$store" status >/dev/null
