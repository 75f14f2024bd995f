#!/bin/bash
# Makes a .deb from the arguments that electron-builder gives to fpm, with dpkg-deb: fpm itself is a download.
set -euo pipefail
depends=() paths=() name= version= architecture= maintainer= summary= section= output=
while (($# > 0)); do
  case $1 in
    --depends | -d) depends+=("$2"); shift 2 ;;
    --name | -n) name=$2; shift 2 ;;
    --version | -v) version=$2; shift 2 ;;
    --architecture | -a) architecture=$2; shift 2 ;;
    --maintainer | -m) maintainer=$2; shift 2 ;;
    --description) summary=${2%%$'\n'*}; shift 2 ;;
    --category) section=$2; shift 2 ;;
    --package | -p) output=$2; shift 2 ;;
    --after-install) post_install=$2; shift 2 ;;
    --after-remove) post_remove=$2; shift 2 ;;
    -s | -t | --vendor | --url | --license | --deb-compression | --deb-recommends | --deb-suggests) shift 2 ;;
    --*=* | --force | -f) shift ;;
    *=/*) paths+=("$1"); shift ;;
    *) shift ;;
  esac
done
[[ $architecture == x86_64 ]] && architecture=amd64
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
for path in "${paths[@]}"; do
  from=${path%%=*} to=$root${path#*=}
  mkdir -p "$(dirname "$to")"
  if [[ $from == */ ]]; then mkdir -p "$to" && cp -a "$from." "$to"; else cp -a "$from" "$to"; fi
done
mkdir "$root/DEBIAN"
[[ -n ${post_install:-} ]] && install -m 755 "$post_install" "$root/DEBIAN/postinst"
[[ -n ${post_remove:-} ]] && install -m 755 "$post_remove" "$root/DEBIAN/postrm"
list=$(printf ', %s' "${depends[@]}")
printf '%s\n' "Package: $name" "Version: $version" "Section: ${section:-misc}" "Priority: optional" \
  "Architecture: $architecture" "Maintainer: $maintainer" "Depends: ${list:2}" "Description: $summary" \
  >"$root/DEBIAN/control"
dpkg-deb --root-owner-group -Zgzip -z1 --build "$root" "$output" >/dev/null
