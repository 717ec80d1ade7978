#!/usr/bin/env bash
# Debian packages by name (chromium and fonts for the browser journey, mariadb-server and openssh-server for a department's database and drop, wrk for the benches, default-jre-headless for Spark).
set -euo pipefail
missing=()
for package in "$@"; do
  dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
[ "${#missing[@]}" = 0 ] && exit 0
if [ "$(id -u)" = 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
  echo "Missing ${missing[*]}: run 'sudo apt-get install ${missing[*]}', then try again." >&2
  exit 1
fi
