#!/bin/sh
# SPIN 6.5.2 (Debian spin 6.5.2+dfsg-1): `spin -run` and the `pan` that it compiles exit with status 0
# when they have found a violation, so a script or a CI job that looks at the status takes a refuted model for a proved one.
#
# Seen: a failed assertion, printed as "assertion violated" and "errors: 1", ends both with status 0.
# What to do: search the output for "errors: 0".
#
# Needs apt-get, dpkg and gcc.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download spin=6.5.2+dfsg-1 >/dev/null 2>&1
dpkg -x spin_*.deb .
spin=$folder/usr/bin/spin

cat > update.pml <<'END'
byte n = 0, done = 0;
active [2] proctype add() { byte seen; seen = n; n = seen + 1; done++; done == 2 -> assert(n == 2) }
END

status=0
$spin -run update.pml > run.txt 2>&1 || status=$?
pan=0
$spin -a update.pml
gcc -DSAFETY -o pan pan.c 2>/dev/null
./pan > pan.txt 2>&1 || pan=$?
echo "spin -run: status $status, $(grep -o 'errors: [0-9]*' run.txt)"
echo "pan:       status $pan, $(grep -o 'errors: [0-9]*' pan.txt)"

grep -q 'assertion violated' run.txt
grep -q 'errors: 1' run.txt
grep -q 'errors: 1' pan.txt
[ "$status" -eq 0 ]
[ "$pan" -eq 0 ]
