#!/bin/sh
# tla-checker 0.9.0 (npm; tla-rs, a checker for TLA+, as WebAssembly): strong fairness is judged on whole components of the
# graph. A component where the fair action is enabled somewhere and never taken is dismissed, with the smaller cycles inside of it
# where the action is never enabled, and which are fair.
#
# Seen: somebody idle works, or asks and may withdraw before he gets; `SF_vars(Get)`. To work for ever is fair, since Get is never enabled
# then, so `[]<>(place = "has")` is false; it is said to hold. Without the step that withdraws the same run is found.
# The usual algorithm takes such a component apart at the states where the action is enabled, and looks again (Emerson and Lei,
# "Modalities for model checking", 1987).
# What to do: do not rely on SF_ there; ask TLC.
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
for (const next of ['Work \\/ Ask \\/ Get \\/ Put', 'Work \\/ Ask \\/ Withdraw \\/ Get \\/ Put']) {
  const spec = `---- MODULE m ----
EXTENDS Integers
VARIABLES place, work
vars == <<place, work>>
Init == place = "idle" /\\ work = 0
Work == place = "idle" /\\ work' = 1 - work /\\ UNCHANGED place
Ask == place = "idle" /\\ place' = "asks" /\\ UNCHANGED work
Withdraw == place = "asks" /\\ place' = "idle" /\\ UNCHANGED work
Get == place = "asks" /\\ place' = "has" /\\ UNCHANGED work
Put == place = "has" /\\ place' = "idle" /\\ UNCHANGED work
Next == ${next}
Spec == Init /\\ [][Next]_vars /\\ WF_vars(Next) /\\ SF_vars(Get)
Prop == []<>(place = "has")
====`;
  const { success, states_explored } = JSON.parse(check_spec_with_cfg(spec, 'SPECIFICATION Spec\nPROPERTY Prop', '{}', 100, 100, true, false));
  console.log(success ? 'holds   ' : 'violated', states_explored, next);
}
END
node run.mjs | tee seen.txt
cat > expected.txt <<'END'
violated 6 Work \/ Ask \/ Get \/ Put
holds    6 Work \/ Ask \/ Withdraw \/ Get \/ Put
END
cmp seen.txt expected.txt
