#!/bin/bash
# python-snap7.sh FOLDER: python-snap7 of Debian sid, a package of Python files only, unpacked in FOLDER. Nothing is installed, and
# the package lists of this computer stay as they are. Idempotent; needs apt and Debian's archive keyring.
set -euo pipefail
folder=$1
[[ -e $folder/.ready ]] && exit 0
mirror=$(awk '/^URIs:/{print $2; exit}' /etc/apt/sources.list.d/debian.sources 2>/dev/null || true)
[[ -n $mirror ]] || mirror=$(awk '$1=="deb"{for(i=2;i<=NF;i++) if($i ~ /^https?:/){print $i; exit}}' /etc/apt/sources.list)
rm -rf --one-file-system "$folder"
mkdir -p "$folder/apt/lists/partial" "$folder/apt/cache/archives/partial"
cd "$folder/apt"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main" >sources.list
options=(-qq -o Dir::Etc::sourcelist="$PWD/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$PWD/lists"
  -o Dir::Cache="$PWD/cache" -o Acquire::Languages=none -o APT::Sandbox::User=root)
apt-get "${options[@]}" update
apt-get "${options[@]}" download python3-snap7
dpkg -x python3-snap7_*.deb "$folder"
rm -rf "$folder/apt"
touch "$folder/.ready"
