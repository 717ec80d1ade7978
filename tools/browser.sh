#!/usr/bin/env bash
# Debian's Chromium and Chinese fonts for the browser journey; installed if missing and we may.
set -euo pipefail
packages=()
for package in chromium fonts-noto-cjk; do
  dpkg -s "$package" >/dev/null 2>&1 || packages+=("$package")
done
[ "${#packages[@]}" = 0 ] && exit 0
if [ "$(id -u)" = 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
else
  echo "Missing ${packages[*]}: run 'sudo apt-get install ${packages[*]}', then make test again." >&2
  exit 1
fi
