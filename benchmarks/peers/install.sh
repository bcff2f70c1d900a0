#!/usr/bin/env bash
# Installs what the peers need: Debian packages (root or sudo), and DuckDB from npm into build/peers/node. Does nothing when
# all is there.
set -euo pipefail
cd "$(dirname "$0")/../.."

packages=(
  openjdk-17-jdk-headless liblucene8-java
  python3 python3-numpy python3-scipy python3-faiss
  postgresql-15 postgresql-client-15 postgresql-15-postgis-3 util-linux
  libbenchmark-dev
)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  export DEBIAN_FRONTEND=noninteractive
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
if [ ! -d build/peers/node/node_modules/@duckdb/node-api ]; then
  command -v npm >/dev/null || { echo "npm is missing: the DuckDB peer needs Node.js 20" >&2; exit 1; }
  mkdir -p build/peers/node
  npm install --prefix build/peers/node --no-audit --no-fund --silent @duckdb/node-api
fi
