#!/usr/bin/env bash
# The demonstration: installs, builds, makes a region, runs the main job, prints a shortlist and a list of suggestions.
#   bash server/demo.sh [--no-serve]
#   PASSERELLE_LANG=fr|en   language of the output (default: the environment's)
#   PASSERELLE_DEMO=DIR     where the demonstration lives (default: build/demo)
set -euo pipefail
cd "$(dirname "$0")/.."

for argument in "$@"; do
  case "$argument" in
    --no-serve) ;;  # there is no server to leave running: the lists are the end of the demonstration
    *) echo "usage: bash server/demo.sh [--no-serve]" >&2; exit 2 ;;
  esac
done

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
if [ ! -t 1 ]; then say() { printf '\n%s\n' "$*"; }; fi

candidates=20000
offers=3000
seed=1
demo=${PASSERELLE_DEMO:-build/demo}
language=()
[ -n "${PASSERELLE_LANG:-}" ] && language=(--lang "$PASSERELLE_LANG")

say "1/5  Packages"
bash server/install_packages.sh

say "2/5  Build"
mkdir -p build
cmake --preset release >build/demo-configure.log 2>&1 || { cat build/demo-configure.log; exit 1; }
cmake --build --preset release -j "$(nproc)" --target passerelle
passerelle=(build/release/passerelle --store "$demo/demo.db" "${language[@]}")

say "3/5  Reference: communes of France, certificates, vocabulary of five sectors"
mkdir -p "$demo"
rm -f "$demo"/demo.db "$demo"/demo.db-wal "$demo"/demo.db-shm
"${passerelle[@]}" init --demo

say "4/5  Region 32: $candidates candidates, $offers offers"
"${passerelle[@]}" generate --region 32 --candidates "$candidates" --offers "$offers" --seed "$seed" --out "$demo"
"${passerelle[@]}" import offers --format passerelle "$demo/offers.ndjson"
"${passerelle[@]}" import candidates --format passerelle "$demo/candidates.ndjson"
"${passerelle[@]}" status

# The first offer for a forklift driver, then the person who comes out first for it. (Whole output is read: no SIGPIPE.)
date=2025-06-02
first_id() { sed -n '1s/^{"id":"\([^"]*\)".*/\1/p'; }
offer=$("${passerelle[@]}" offers --json --occupation rome:N1101 | first_id)
candidate=$("${passerelle[@]}" shortlist "$offer" --date "$date" --top 1 --json | sed -n 's/.*"candidate":"\([^"]*\)".*/\1/p')

say "5/5  The two lists"
"${passerelle[@]}" shortlist "$offer" --date "$date" --top 5
printf '\n────────\n\n'
"${passerelle[@]}" suggest "$candidate" --date "$date" --top 5

say "More"
cat <<TXT
  build/release/passerelle --store $demo/demo.db offers
  build/release/passerelle --store $demo/demo.db explain $candidate $offer --date $date
  build/release/passerelle --store $demo/demo.db suggest $candidate --role adviser --date $date
  build/release/passerelle --help
TXT
