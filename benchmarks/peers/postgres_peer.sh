#!/usr/bin/env bash
# PostgreSQL 15 on the simplified question, in a cluster of its own on loopback, started and stopped here.
#   postgres_peer.sh DATA WORK MODE(gist|tuned) SUGGEST_STRIDE SHORTLIST_STRIDE OUT_DIRECTORY
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
data=$(realpath "$1") work=$(realpath "$2") mode=$3 suggest_stride=$4 shortlist_stride=$5 out=$(realpath "$6")
bin=/usr/lib/postgresql/15/bin
cluster=$(mktemp -d)
log=$work/postgres-$mode.log
port=$((20000 + RANDOM % 20000))
as_postgres=()
if [ "$(id -u)" -eq 0 ]; then
  chown postgres "$cluster"
  as_postgres=(setpriv --reuid=postgres --regid=postgres --init-groups env HOME="$cluster")
fi
stop() {
  (cd /; "${as_postgres[@]}" "$bin/pg_ctl" -D "$cluster/data" -m immediate stop >/dev/null 2>&1) || true
  rm -rf "$cluster"
}
trap stop EXIT
cd "$cluster"
: >"$log"; chmod 666 "$log"
"${as_postgres[@]}" "$bin/initdb" -D "$cluster/data" -U postgres --auth=trust --no-locale -E UTF8 >>"$log" 2>&1
"${as_postgres[@]}" "$bin/pg_ctl" -D "$cluster/data" -w -l "$cluster/server.log" -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' \
  -c shared_buffers=2GB -c work_mem=64MB -c maintenance_work_mem=512MB -c fsync=off -c jit=off -c max_parallel_workers_per_gather=0 \
  -c max_wal_size=8GB -c random_page_cost=1.1 -c autovacuum=off" start >>"$log" 2>&1
sql() { psql -X -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U postgres "$@"; }

begin=$(date +%s.%N)
[ "$mode" = gist ] && sql -c "CREATE EXTENSION postgis" >>"$log" 2>&1
sql -f "$here/sql/tables.sql" >>"$log"
for table in candidates practised items offers requirements related; do
  sql -c "COPY $table FROM STDIN (FORMAT csv, HEADER)" <"$data/$table.csv"
done
sql -f "$here/sql/postgres_$mode.sql" >>"$log" 2>&1
build=$(awk "BEGIN{print $(date +%s.%N) - $begin}")

# Each connection answers every second query of the sample.
answer() {
  sql -c "COPY (SELECT q, l.id, l.score FROM generate_series($3::integer, $2::integer, $4::integer) q CROSS JOIN LATERAL $1(q::integer) l) TO STDOUT (FORMAT csv)"
}
for direction in suggest shortlist; do
  if [ $direction = suggest ]; then table=candidates stride=$suggest_stride; else table=offers stride=$shortlist_stride; fi
  last=$(($(sql -A -t -c "SELECT count(*) FROM $table") - 1))
  answer $direction $((stride * 20 < last ? stride * 20 : last)) 0 "$stride" >/dev/null
  begin=$(date +%s.%N)
  answer $direction "$last" 0 $((2 * stride)) >"$cluster/0.csv" & first=$!
  answer $direction "$last" "$stride" $((2 * stride)) >"$cluster/1.csv" & second=$!
  wait $first; wait $second
  seconds=$(awk "BEGIN{print $(date +%s.%N) - $begin}")
  cat "$cluster/0.csv" "$cluster/1.csv" >"$out/postgres-$mode.$direction.csv"
  awk -v m="$mode" -v d=$direction -v n=$((last / stride + 1)) -v stride="$stride" -v s="$seconds" -v b="$build" 'BEGIN {
    printf "{\"peer\":\"postgres-%s\",\"direction\":\"%s\",\"queries\":%d,\"stride\":%d,\"threads\":2,\"seconds\":%.3f,\"us_per_query\":%.2f,\"build_seconds\":%.2f}\n",
           m, d, n, stride, s, s * 1e6 / n, b }'
done
