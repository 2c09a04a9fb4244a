#!/bin/sh
# Rumur 2022.08.20 (Debian rumur 2022.08.20-1): what a Murphi model declares as `liveness` is proved where each state can still
# get there, and not where each run does. A design whose runs may go round for ever without getting there has "No error found".
#
# Seen: x goes 0, 1, 0, 1, … or from 1 to 2; `liveness "arrives" x = 2` is proved, with "0 constraints remaining". No fairness is
# asked for, and none would help: under weak fairness the rule that reaches 2 is off every second step, too.
# What to do: read it as `possible` (AG EF p); for "always eventually" take a checker with fair cycles.
#
# Needs apt-get, dpkg and gcc.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download rumur=2022.08.20-1 >/dev/null 2>&1
dpkg -x rumur_*.deb .

cat > round.m <<'END'
var x: 0..2;
startstate begin x := 0; end;
rule "go"    x = 0 ==> begin x := 1; end;
rule "back"  x = 1 ==> begin x := 0; end;
rule "reach" x = 1 ==> begin x := 2; end;
rule "again" x = 2 ==> begin x := 0; end;
liveness "arrives" x = 2;
END

usr/bin/rumur --output round.c round.m
wide=
[ "$(uname -m)" = x86_64 ] && wide=-mcx16
gcc -std=c11 -O1 $wide -o round round.c -lpthread
./round > told.txt
grep -E 'constraints remaining|error found|states,' told.txt

grep -q '0 constraints remaining' told.txt
grep -q 'No error found' told.txt
grep -q '3 states, 4 rules fired' told.txt
