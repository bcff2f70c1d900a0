#!/usr/bin/env bash
# Installs the Debian 12 packages the build needs (root or sudo); does nothing when they are there.
# Usage: install_packages.sh [--tests | --fuzz]
set -euo pipefail

packages=(
  g++ cmake ninja-build pkg-config ccache git ca-certificates
  libtbb-dev libeigen3-dev rapidjson-dev libfmt-dev libcli11-dev libtomlplusplus-dev
  libutf8proc-dev libxxhash-dev libzstd-dev zlib1g-dev libcsv-dev libsqlite3-dev
  libexpat1-dev libxml2-dev libre2-dev libssl-dev libboost1.81-dev prometheus-cpp-dev libyaml-cpp-dev liblemon-dev
)
if [ "${1:-}" = "--tests" ]; then
  packages+=(libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev python3-minimal python3 openssl)
fi
if [ "${1:-}" = "--fuzz" ]; then
  packages+=(clang-14 libclang-rt-14-dev)
fi

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "Missing packages: ${missing[*]}. Run as root, or install sudo." >&2; exit 1; }
  as_root=(sudo)
fi
echo "Installing: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
