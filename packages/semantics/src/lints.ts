// Written by scripts/embed.js from packages/semantics/src/checks/. Do not edit.
import { lint as accessNames } from './checks/access_names.ts';
import { lint as actions } from './checks/actions.ts';
import { lint as anchors } from './checks/anchors.ts';
import { lint as atomic } from './checks/atomic.ts';
import { lint as bounds } from './checks/bounds.ts';
import { lint as contexts } from './checks/contexts.ts';
import { lint as effectPosition } from './checks/effect_position.ts';
import { lint as effort } from './checks/effort.ts';
import { lint as eitherHeads } from './checks/either_heads.ts';
import { lint as expectations } from './checks/expectations.ts';
import { lint as fairnessStated } from './checks/fairness_stated.ts';
import { lint as ghosts } from './checks/ghosts.ts';
import { lint as initialValue } from './checks/initial_value.ts';
import { lint as itemConditions } from './checks/item_conditions.ts';
import { lint as labelCover } from './checks/label_cover.ts';
import { lint as labels } from './checks/labels.ts';
import { lint as limits } from './checks/limits.ts';
import { lint as matrixSize } from './checks/matrix_size.ts';
import { lint as memoryModels } from './checks/memory_models.ts';
import { lint as missingReturn } from './checks/missing_return.ts';
import { lint as notConstant } from './checks/not_constant.ts';
import { lint as openRanges } from './checks/open_ranges.ts';
import { lint as outOfRange } from './checks/out_of_range.ts';
import { lint as owners } from './checks/owners.ts';
import { lint as propertyAtoms } from './checks/property_atoms.ts';
import { lint as reachability } from './checks/reachability.ts';
import { lint as scenarios } from './checks/scenarios.ts';
import { lint as selfInAction } from './checks/self_in_action.ts';
import { lint as severalLocations } from './checks/several_locations.ts';
import { lint as sharedArguments } from './checks/shared_arguments.ts';
import { lint as stepPath } from './checks/step_path.ts';
import { lint as temporalForms } from './checks/temporal_forms.ts';
import { lint as unused } from './checks/unused.ts';
import { lint as values } from './checks/values.ts';
import type { Lint } from './facts.ts';

/** Every lint of a spec. */
export const lints: readonly Lint[] = [
  accessNames,
  actions,
  anchors,
  atomic,
  bounds,
  contexts,
  effectPosition,
  effort,
  eitherHeads,
  expectations,
  fairnessStated,
  ghosts,
  initialValue,
  itemConditions,
  labelCover,
  labels,
  limits,
  matrixSize,
  memoryModels,
  missingReturn,
  notConstant,
  openRanges,
  outOfRange,
  owners,
  propertyAtoms,
  reachability,
  scenarios,
  selfInAction,
  severalLocations,
  sharedArguments,
  stepPath,
  temporalForms,
  unused,
  values,
];
