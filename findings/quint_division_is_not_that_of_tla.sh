#!/bin/sh
# Quint 0.33.1 (npm @informalsystems/quint, simulator written in TypeScript): integer division rounds towards zero,
# and `%` has the sign of the dividend, where the Integers module of TLA+ rounds down
# and has remainders that are never negative for a positive divisor.
#
# Seen: (-7) / 2 is -3 and (-7) % 2 is -1; in TLA+ (-7) \div 2 is -4 and (-7) % 2 is 1.
# A ring index such as (front - 1) % N, right in TLA+, is -1 for front = 0.
# What to do: write (front + N - 1) % N.
#
# Needs npm. antlr4ts is pinned to 0.5.0-alpha.4: Quint's range "^0.5.0-alpha.4" also admits 0.5.0-dev, with which it does not start.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true,"dependencies":{"@informalsystems/quint":"0.33.1"},"overrides":{"antlr4ts":"0.5.0-alpha.4"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts >/dev/null 2>&1

cat > ring.qnt <<'END'
module ring {
  var front: int
  var previous: int
  var half: int
  action init = all { front' = 0, previous' = 0, half' = 0 }
  action step = all { front' = front, previous' = (front - 1) % 4, half' = (front - 7) / 2 }
  val floors = previous >= 0 and half != -3
}
END
status=0
node node_modules/@informalsystems/quint/dist/src/cli.js run --backend=typescript --max-samples=1 --max-steps=2 --seed=1 --invariant=floors ring.qnt > run.txt 2>&1 || status=$?
grep "State 1" run.txt

grep -q 'front: 0, half: -3, previous: -1' run.txt
[ "$status" -ne 0 ]
