#!/usr/bin/env bash
# The night as a Slurm job array and a merge that depends on it. Waits; leaves with the worst exit code.
#   submit_night.sh STORE OUT [SHARDS] [options of « passerelle night », the same for all]
#   PASSERELLE=path of the command; SBATCH_OPTIONS, MERGE_OPTIONS=more options of sbatch, of the merge (--no-store …)
# The day is fixed here, so that tasks that start before and after midnight belong together.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -ge 2 ] || { sed -n '2,5p' "${BASH_SOURCE[0]}" >&2; exit 2; }
export STORE=$1 OUT=$2 SHARDS=${3:-4}
shift $(($# > 3 ? 3 : $#))
export OPTIONS="$*" PASSERELLE=${PASSERELLE:-passerelle} MERGE_OPTIONS=${MERGE_OPTIONS:-}
[[ " $OPTIONS " == *" --date "* ]] || OPTIONS="--date $(date +%F) $OPTIONS"
[[ "$SHARDS" =~ ^[1-9][0-9]*$ ]] || { echo "SHARDS: a number from 1" >&2; exit 2; }
mkdir -p "$OUT"
# shellcheck disable=SC2086
array=$(sbatch --parsable --chdir="$OUT" --array="0-$((SHARDS - 1))" ${SBATCH_OPTIONS:-} "$here/night_shard.sbatch")
# shellcheck disable=SC2086
exec sbatch --wait --chdir="$OUT" --dependency="afterok:${array%%;*}" ${SBATCH_OPTIONS:-} "$here/night_merge.sbatch"
