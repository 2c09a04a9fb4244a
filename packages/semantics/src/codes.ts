import type { CodeDescription } from '@mmspec/source';
import { alwaysEnabled } from './checks/actions.ts';
import { awaitFirst, forOutside, loopInAtomic, stepsInAtomic } from './checks/atomic.ts';
import { cpuNumber, unknownContext } from './checks/contexts.ts';
import { actorGuard } from './typing/actor_guard.ts';
import { controlCycle } from './flow/builder.ts';
import { effectPosition } from './checks/effect_position.ts';
import { eitherHead } from './checks/either_heads.ts';
import { badExpectation, unknownProperty } from './checks/expectations.ts';
import { ghostBlocks, ghostRead } from './checks/ghosts.ts';
import { initialValue } from './checks/initial_value.ts';
import { duplicateLabel, jumpIntoScope, outsideLoop, unknownLabel } from './checks/labels.ts';
import { tooMuchRule } from './checks/effort.ts';
import { emptyTypeRule, tooManyRule } from './checks/limits.ts';
import { noValueRule } from './checks/values.ts';
import { matrixSize } from './checks/matrix_size.ts';
import { notConstant } from './checks/not_constant.ts';
import { outOfRange } from './checks/out_of_range.ts';
import { ownsOption } from './checks/owners.ts';
import { stepAtomRule, temporalOnly } from './checks/property_atoms.ts';
import { emptyLabel, unreachableLabel } from './checks/reachability.ts';
import { recursion, tooLarge } from './checks/recursion.ts';
import { severalLocations } from './checks/several_locations.ts';
import { sharedArguments } from './checks/shared_arguments.ts';
import { atInsideStep, unknownPath } from './checks/step_path.ts';
import { tooDeepRule } from './checks/too_deep.ts';
import { stepUnderAlways, temporalInValue } from './checks/temporal_forms.ts';
import { oddScenario } from './checks/scenarios.ts';
import { noMemory, withoutFairness } from './checks/unsupported.ts';
import { unused } from './checks/unused.ts';
import { ledgerCodes } from './ledger/index.ts';
import { actorPrivate, unknownField } from './typing/fields.ts';
import { notASet, selfOutside, shadowedLocal, unionOfKinds, wrongKind } from './typing/expressions.ts';
import { notAssignable, placeAssigned, returnValue, typeNeeded } from './typing/statements.ts';
import { duplicateName, plainForm } from './declare.ts';
import { circularImport, missingModule } from './load.ts';
import { missingInitial } from './typing/declarations.ts';
import { notAValue, unknownName, unknownTag, propertyOnly } from './typing/names.ts';
import { operationNeeds } from './typing/generic_calls.ts';
import { recordArguments, unknownOperation, wrongArity } from './typing/calls.ts';
import { typeNotAllowed, unknownType } from './typing/types.ts';
import { unknownSetting } from './typing/checks.ts';
import { unlikeOperands } from './typing/operators.ts';

/** The laws of this package, by code. */
const rules: readonly CodeDescription[] = [
  missingModule,
  circularImport,
  tooDeepRule,
  duplicateName,
  plainForm,
  unknownContext,
  cpuNumber,
  actorGuard,
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
