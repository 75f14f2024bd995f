#!/bin/bash
# trixie-peers.sh FOLDER [PACKAGE]: a Debian trixie in FOLDER with what this Debian lacks for peers of the tests: the libraries of open62541
# (OPC UA) and snap7 (Siemens S7) with a compiler, and TimescaleDB. Idempotent: one that was made before TimescaleDB was wanted
# is completed. PACKAGE is one more that somebody lacks. Needs root, debootstrap and a Debian mirror.
set -euo pipefail
root=$1
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
log=$root.log

install_timescaledb() {
  # No cluster is made: the tests make their own.
  mkdir -p "$root/etc/postgresql-common"
  echo 'create_main_cluster = false' >"$root/etc/postgresql-common/createcluster.conf"
  chroot "$root" apt-get update -qq >>"$log" 2>&1
  chroot "$root" apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold \
    postgresql-17 postgresql-17-timescaledb >>"$log" 2>&1 </dev/null || { tail -20 "$log"; exit 1; }
  touch "$root/.nexus-ready-timescaledb"
}

install_one() {
  [[ -z $1 ]] || chroot "$root" apt-get install -y -qq --no-install-recommends "$1" >>"$log" 2>&1 </dev/null
}

if [[ -e $root/.nexus-ready ]]; then
  [[ -e $root/.nexus-ready-timescaledb ]] || install_timescaledb
  install_one "${2:-}"
  exit 0
fi
mirror=$(awk '/^URIs:/{print $2; exit}' /etc/apt/sources.list.d/debian.sources 2>/dev/null || true)
[[ -n $mirror ]] || mirror=$(awk '$1=="deb"{for(i=2;i<=NF;i++) if($i ~ /^https?:/){print $i; exit}}' /etc/apt/sources.list)
command -v debootstrap >/dev/null || { apt-get update -qq; apt-get install -y -qq --no-install-recommends debootstrap >/dev/null; }
rm -rf --one-file-system "$root"
mkdir -p "$root"
debootstrap --variant=minbase trixie "$root" "$mirror" >"$log" 2>&1 || { tail -20 "$log"; exit 1; }
cp -L /etc/resolv.conf "$root/etc/" 2>/dev/null || true
cp -a /etc/ssl/certs/ca-certificates.crt "$root/etc/" 2>/dev/null || true
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod +x "$root/usr/sbin/policy-rc.d"
printf 'path-exclude=/usr/share/doc/*\npath-exclude=/usr/share/locale/*\npath-exclude=/usr/share/man/*\n' >"$root/etc/dpkg/dpkg.cfg.d/slim"
printf 'force-unsafe-io\n' >"$root/etc/dpkg/dpkg.cfg.d/fast"
chroot "$root" apt-get update -qq >>"$log" 2>&1
chroot "$root" apt-get install -y -qq --no-install-recommends \
  gcc g++ libc6-dev libopen62541-1.4-dev libsnap7-dev openssl >>"$log" 2>&1 || { tail -20 "$log"; exit 1; }
touch "$root/.nexus-ready"
install_timescaledb
install_one "${2:-}"
