#!/bin/sh
# tla-checker 0.9.0 (npm; tla-rs, a checker for TLA+, as WebAssembly): of a temporal PROPERTY some operators mean something else
# than in TLA+, without a warning.
#
# Seen, where x counts from 0 to 3 under weak fairness and stays there: `<>(x = 1)` is "violated" (it is judged as `[]<>(x = 1)`, by the
# cycle at the end alone), the state predicate `x = 0` is "violated" and `x = 3` holds (in TLA+ they are about the first state),
# and `<>(x = 7) \/ <>(x = 3)` is "violated" (each side of a disjunction has to hold). `[]<>`, `<>[]` and `~>` are judged as they should be.
# What to do: write `(x = 0) ~> (x = 1)` for `<>(x = 1)`, with the first state on the left; leave disjunctions to TLC.
#
# Needs npm, and Node 22 or newer.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true,"dependencies":{"tla-checker":"0.9.0"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts >/dev/null 2>&1
cat > run.mjs <<'END'
import { readFileSync } from 'node:fs';
import { check_spec_with_cfg, initSync } from 'tla-checker';
initSync({ module: readFileSync('node_modules/tla-checker/tla_checker_bg.wasm') });
for (const property of String.raw`
<>(x = 1)
(x = 0) ~> (x = 1)
x = 0
x = 3
<>(x = 7) \/ <>(x = 3)
<>[](x = 3)
[]<>(x = 1)`.trim().split('\n')) {
  const spec = `---- MODULE m ----
EXTENDS Integers
VARIABLE x
Init == x = 0
Inc == x < 3 /\\ x' = x + 1
Stay == x' = x
Next == Inc \\/ Stay
Spec == Init /\\ [][Next]_x /\\ WF_x(Inc)
Prop == ${property}
====`;
  const { success } = JSON.parse(check_spec_with_cfg(spec, 'SPECIFICATION Spec\nPROPERTY Prop', '{}', 100, 100, true, false));
  console.log(success ? 'holds   ' : 'violated', property);
}
END
node run.mjs | tee seen.txt
cat > expected.txt <<'END'
violated <>(x = 1)
holds    (x = 0) ~> (x = 1)
violated x = 0
holds    x = 3
violated <>(x = 7) \/ <>(x = 3)
holds    <>[](x = 3)
violated []<>(x = 1)
END
cmp seen.txt expected.txt
