#!/bin/sh
# SPIN 6.5.2 (Debian spin 6.5.2+dfsg-1): a model with an inline `ltl` formula is searched without looking for invalid
# end states, so adding a property that holds makes a known deadlock disappear from the result.
#
# Seen: the two-lock deadlock below gives "invalid end state" and "errors: 1" with `spin -run`.
# With one more line, `ltl bounded { [] (a <= 1) }`, the same command gives "errors: 0";
# the only trace of the change is the line "invalid end states - (disabled by never claim)".
# TLC, by contrast, looks for deadlocks whatever properties the configuration names.
# What to do: run such a model a second time with `spin -run -noclaim`, which reports the deadlock again.
#
# Needs apt-get, dpkg and gcc.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download spin=6.5.2+dfsg-1 >/dev/null 2>&1
dpkg -x spin_*.deb .
spin=$folder/usr/bin/spin

cat > locks.pml <<'END'
bit a = 0, b = 0;
active proctype left()  { atomic { a == 0 -> a = 1 } atomic { b == 0 -> b = 1 } a = 0; b = 0 }
active proctype right() { atomic { b == 0 -> b = 1 } atomic { a == 0 -> a = 1 } a = 0; b = 0 }
END
cp locks.pml with_formula.pml
echo 'ltl bounded { [] (a <= 1) }' >> with_formula.pml

$spin -run locks.pml > plain.txt 2>&1
$spin -run with_formula.pml > formula.txt 2>&1
$spin -run -noclaim with_formula.pml > noclaim.txt 2>&1
grep -h 'errors:' plain.txt formula.txt noclaim.txt

grep -q 'invalid end state (at depth' plain.txt
grep -q 'errors: 1' plain.txt
grep -q 'errors: 0' formula.txt
grep -q 'invalid end states	- (disabled by never claim)' formula.txt
grep -q 'errors: 1' noclaim.txt
