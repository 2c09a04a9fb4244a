#!/bin/sh
# SPIN 6.5.2 (Debian spin 6.5.2+dfsg-1): a value that does not fit into its variable is an error of a simulation,
# and none of a verification, which goes on with the value cut off.
#
# Seen: a reference count in a `byte` goes from 255 to 256. `spin -T` says "value (256->0 (8)) truncated in assignment"
# and ends with status 1. `spin -run`, over all runs of the same model, says nothing of it and "errors: 0";
# an overflow is found only where an assertion happens to be false of what is left of the value.
# TLC has no such cut: its numbers do not end at 255, and a type invariant fails.
# What to do: assert the range before each increment, such as `assert(count < 255)`, or give the counter an `int`.
#
# Needs apt-get, dpkg and gcc.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download spin=6.5.2+dfsg-1 >/dev/null 2>&1
dpkg -x spin_*.deb .
spin=$folder/usr/bin/spin

cat > count.pml <<'PML'
byte count = 255;
active proctype get() { count = count + 1 }
PML

status=0
$spin -T count.pml > simulated.txt 2>&1 || status=$?
$spin -run count.pml > verified.txt 2>&1
cat simulated.txt
grep -h 'errors:' verified.txt

test "$status" = 1
grep -q 'Error: value (256->0 (8)) truncated in assignment' simulated.txt
grep -q 'errors: 0' verified.txt
! grep -q 'truncated' verified.txt
