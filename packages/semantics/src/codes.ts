import type { CodeDescription } from '@mmspec/source';
import { alwaysEnabled } from './checks/actions.ts';
import { actorPrivate } from './checks/actor_private.ts';
import { awaitFirst, forOutside, loopInAtomic, stepsInAtomic } from './checks/atomic.ts';
import { circularImport } from './checks/circular_import.ts';
import { controlCycle } from './checks/control_cycle.ts';
import { duplicateName } from './checks/duplicate_name.ts';
import { effectPosition } from './checks/effect_position.ts';
import { eitherHead } from './checks/either_heads.ts';
import { badExpectation } from './checks/expectations.ts';
import { ghostBlocks, ghostRead } from './checks/ghosts.ts';
import { initialValue } from './checks/initial_value.ts';
import { duplicateLabel, jumpIntoScope, outsideLoop, unknownLabel } from './checks/labels.ts';
import { tooMuchRule } from './checks/effort.ts';
import { emptyTypeRule, noValueRule, tooManyRule } from './checks/limits.ts';
import { matrixSize } from './checks/matrix_size.ts';
import { missingInitial } from './checks/missing_initial.ts';
import { missingModule } from './checks/missing_module.ts';
import { notASet } from './checks/not_a_set.ts';
import { notAValue } from './checks/not_a_value.ts';
import { notAssignable } from './checks/not_assignable.ts';
import { notConstant } from './checks/not_constant.ts';
import { operationNeeds } from './checks/operation_needs.ts';
import { outOfRange } from './checks/out_of_range.ts';
import { ownsOption } from './checks/owners.ts';
import { placeAssigned } from './checks/place_assigned.ts';
import { propertyOnly, stepAtomRule, temporalOnly } from './checks/property_atoms.ts';
import { emptyLabel, unreachableLabel } from './checks/reachability.ts';
import { recordArguments } from './checks/record_arguments.ts';
import { recursion, tooLarge } from './checks/recursion.ts';
import { returnValue } from './checks/return_value.ts';
import { selfOutside } from './checks/self_outside.ts';
import { severalLocations } from './checks/several_locations.ts';
import { shadowedLocal } from './checks/shadowed_local.ts';
import { sharedArguments } from './checks/shared_arguments.ts';
import { atInsideStep, unknownPath } from './checks/step_path.ts';
import { tooDeepRule } from './checks/too_deep.ts';
import { typeNeeded } from './checks/type_needed.ts';
import { typeNotAllowed } from './checks/type_not_allowed.ts';
import { unknownField } from './checks/unknown_field.ts';
import { unknownName } from './checks/unknown_name.ts';
import { unknownOperation } from './checks/unknown_operation.ts';
import { unknownProperty } from './checks/unknown_property.ts';
import { unknownSetting } from './checks/unknown_setting.ts';
import { unknownTag } from './checks/unknown_tag.ts';
import { unknownType } from './checks/unknown_type.ts';
import { unionOfKinds } from './checks/unlike_branches.ts';
import { unlikeOperands } from './checks/unlike_operands.ts';
import { stepUnderAlways, temporalInValue } from './checks/temporal_forms.ts';
import { oddScenario } from './checks/scenarios.ts';
import { noMemory, withoutFairness } from './checks/unsupported.ts';
import { unused } from './checks/unused.ts';
import { wrongArity } from './checks/wrong_arity.ts';
import { wrongKind } from './checks/wrong_kind.ts';
import { ledgerCodes } from './ledger/index.ts';

/** The laws of this package, by code. */
const rules: readonly CodeDescription[] = [
  missingModule,
  circularImport,
  tooDeepRule,
  duplicateName,
  unknownName,
  unknownType,
  unknownField,
  unknownOperation,
  unknownTag,
  wrongKind,
  unlikeOperands,
  unionOfKinds,
  notASet,
  notAValue,
  selfOutside,
  shadowedLocal,
  actorPrivate,
  recordArguments,
  wrongArity,
  notAssignable,
  placeAssigned,
  returnValue,
  typeNeeded,
  missingInitial,
  typeNotAllowed,
  operationNeeds,
  recursion,
  tooLarge,
  notConstant,
  tooManyRule,
  tooMuchRule,
  emptyTypeRule,
  noValueRule,
  outOfRange,
  initialValue,
  effectPosition,
  awaitFirst,
  loopInAtomic,
  stepsInAtomic,
  forOutside,
  unknownLabel,
  duplicateLabel,
  jumpIntoScope,
  outsideLoop,
  eitherHead,
  unreachableLabel,
  emptyLabel,
  ghostRead,
  ghostBlocks,
  propertyOnly,
  stepAtomRule,
  temporalOnly,
  sharedArguments,
  unknownSetting,
  unknownProperty,
  unused,
  severalLocations,
  ownsOption,
  atInsideStep,
  alwaysEnabled,
  unknownPath,
  oddScenario,
  noMemory,
  withoutFairness,
  matrixSize,
  badExpectation,
  stepUnderAlways,
  temporalInValue,
  controlCycle,
];

/** Every code that a spec may be answered with, for `mmspec explain`. */
export const codes: readonly CodeDescription[] = [...rules, ...ledgerCodes].toSorted((a, b) => (a.code < b.code ? -1 : 1));
