#!/usr/bin/env bash
# A real Slurm on this machine (one controller, one node), an array of 4 shards, the merge behind it, and the bytes of a run in one go.
# As root; needs slurm-wlm and munge. Leaves with 77 where they are not there. Usage: night_slurm_test.sh BINARY
set -euo pipefail
binary=$(readlink -f "$1")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
for command in slurmctld slurmd munged sbatch setpriv; do
  command -v "$command" >/dev/null || { echo "$command is not installed: nothing checked"; exit 77; }
done
[ "$(id -u)" -eq 0 ] || { echo "not root: nothing checked"; exit 77; }

work=$(mktemp -d /tmp/passerelle-slurm-XXXXXX)
pids=()
finish() {
  status=$?
  [ $status -eq 0 ] || { tail -n 20 "$work"/*.log "$work"/out/*.log 2>/dev/null || true; }
  for ((i = ${#pids[@]} - 1; i >= 0; --i)); do kill "${pids[i]}" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done; kill -9 "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT

# A key, a socket and folders of the test's own: nothing of the machine's Slurm is touched.
chmod 755 "$work"
mkdir "$work/munge" "$work/state" "$work/spool"
dd if=/dev/urandom of="$work/munge/key" bs=1024 count=1 status=none
chmod 600 "$work/munge/key"
chown -R munge:munge "$work/munge"
setpriv --reuid munge --regid munge --clear-groups munged --foreground --force --key-file "$work/munge/key" --socket "$work/munge/socket" \
  --pid-file "$work/munge/pid" --log-file "$work/munge/log" --seed-file "$work/munge/seed" >"$work/munged.log" 2>&1 &
pids+=($!)
for _ in $(seq 100); do [ -S "$work/munge/socket" ] && break; sleep 0.1; done

port=$((20000 + RANDOM % 20000))
cat >"$work/slurm.conf" <<CONF
ClusterName=passerelle
SlurmctldHost=$(hostname)(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
SlurmctldPort=$port
SlurmdPort=$((port + 1))
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
ReturnToService=2
MpiDefault=none
SchedulerParameters=sched_interval=1
NodeName=n1 NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=4 RealMemory=2000 State=UNKNOWN
PartitionName=night Nodes=n1 Default=YES MaxTime=30 State=UP
CONF
export SLURM_CONF=$work/slurm.conf
slurmctld -D -c -f "$work/slurm.conf" >"$work/slurmctld.log" 2>&1 &
pids+=($!)
slurmd -D -N n1 -f "$work/slurm.conf" >"$work/slurmd.log" 2>&1 &
pids+=($!)
for _ in $(seq 300); do sinfo -h -o %T 2>/dev/null | grep -q idle && break; sleep 0.1; done
sinfo

cd "$work"
export PASSERELLE_DATASETS=$root/datasets
"$binary" init --demo --json >/dev/null
"$binary" generate --candidates 4000 --offers 400 --seed 5 --json >/dev/null
"$binary" import offers --format passerelle offers.ndjson --json >/dev/null
"$binary" import candidates --format passerelle candidates.ndjson --json >/dev/null
"$binary" night --out "$work/whole" --date 2025-06-01 --block 256 --no-store --lang fr --json >/dev/null

PASSERELLE=$binary MERGE_OPTIONS="--no-store" "$root/server/deploy/slurm/submit_night.sh" "$work/passerelle.db" "$work/out" 4 --date 2025-06-01 --block 256 --lang fr
for i in 0 1 2 3; do [ -s "$work/out/shard-$i/shard.json" ] || { echo "shard $i has not run"; exit 1; }; done
for file in suggestions.ndjson.zst suggestions.csv.zst shortlists.ndjson.zst shortlists.csv.zst changes.ndjson.zst indicators.csv digest.json manifest.json; do
  cmp "$work/whole/$file" "$work/out/$file"
done
echo "an array of 4 and a merge: the bytes of one run"
