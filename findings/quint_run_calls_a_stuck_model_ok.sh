#!/bin/sh
# Quint 0.33.1 (npm @informalsystems/quint, simulator written in TypeScript): `quint run` reports
# "[ok] No violation found" with status 0 for a model that is stuck, also for one that cannot even begin.
#
# Seen: asked for runs of 10 steps, a model whose only action is disabled after two steps gives runs of three states and "ok";
# a model whose `init` is unsatisfiable gives runs of no state ("max=0, min=0") and "ok" for an invariant that is false wherever it is judged.
# Nothing but the line of trace lengths tells it from a model that was really simulated; TLC reports a deadlock for the one,
# and "the initial predicate" for the other.
# What to do: read the line "Trace length statistics", or state progress as a `run` with `reps`, which fails when it cannot go on.
#
# Needs npm. antlr4ts is pinned to 0.5.0-alpha.4: Quint's range "^0.5.0-alpha.4" also admits 0.5.0-dev, with which it does not start.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true,"dependencies":{"@informalsystems/quint":"0.33.1"},"overrides":{"antlr4ts":"0.5.0-alpha.4"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts >/dev/null 2>&1

cat > stuck.qnt <<'END'
module stuck {
  var x: int
  action init = x' = 0
  action step = all { x < 2, x' = x + 1 }
  val small = x < 100
}
END
cat > never.qnt <<'END'
module never {
  var x: int
  action init = all { 1 == 2, x' = 0 }
  action step = x' = x
  val wrong = 1 == 2
}
END
quint() { node node_modules/@informalsystems/quint/dist/src/cli.js run --backend=typescript --max-samples=5 --max-steps=10 --seed=1 "$@"; }

quint --invariant=small stuck.qnt > stuck.txt 2>&1
quint --invariant=wrong never.qnt > never.txt 2>&1
grep -h -E '^\[ok\]|statistics' stuck.txt never.txt

grep -q 'No violation found' stuck.txt
grep -q 'max=3, min=3' stuck.txt
grep -q 'No violation found' never.txt
grep -q 'max=0, min=0' never.txt
