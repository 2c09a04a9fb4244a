#!/bin/sh
# tla-checker 0.9.0 (npm; tla-rs, a checker for TLA+, as WebAssembly): `=>` and `<=>` bind tighter than `/\` and `\/` where they
# stand beside them, the other way round than in TLA+ (Specifying Systems, table 6: `=>` and `<=>` 1, `/\` and `\/` 3).
#
# Seen: the invariant `x = 1 => x = 0 /\ x = 2` is "violated" where x is 0: it is read as `(x = 1 => x = 0) /\ x = 2`; with parentheses
# it holds. `x = 0 \/ FALSE => x = 2`, which is false there, holds: it is read as `x = 0 \/ (FALSE => x = 2)`. In the body of a
# quantifier the first one is read as TLA+ means it.
# What to do: parentheses around either side of an implication.
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
for (const invariant of String.raw`
x = 1 => x = 0 /\ x = 2
x = 1 => (x = 0 /\ x = 2)
x = 0 \/ FALSE => x = 2
(x = 0 \/ FALSE) => x = 2
\A i \in {x} : i = 1 => i = 0 /\ i = 2`.trim().split('\n')) {
  const spec = `---- MODULE m ----\nEXTENDS Integers\nVARIABLE x\nInit == x = 0\nNext == x' = x\nInv == ${invariant}\n====`;
  const { success } = JSON.parse(check_spec_with_cfg(spec, 'INIT Init\nNEXT Next\nINVARIANT Inv', '{}', 100, 100, true, false));
  console.log(success ? 'holds   ' : 'violated', invariant);
}
END
node run.mjs | tee seen.txt
cat > expected.txt <<'END'
violated x = 1 => x = 0 /\ x = 2
holds    x = 1 => (x = 0 /\ x = 2)
holds    x = 0 \/ FALSE => x = 2
violated (x = 0 \/ FALSE) => x = 2
holds    \A i \in {x} : i = 1 => i = 0 /\ i = 2
END
cmp seen.txt expected.txt
