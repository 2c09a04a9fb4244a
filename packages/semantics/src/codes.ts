import type { CodeDescription } from '@mmspec/source';
import { actorGuard } from './typing/actor_guard.ts';
import { askedTooEarly, oneBeginning, placeTooEarly } from './flow/beginning.ts';
import { controlCycle } from './flow/builder.ts';
import { recursion, tooLarge } from './recursion.ts';
import { tooDeepRule } from './too_deep.ts';
import { lints } from './lints.ts';
import { ledgerCodes } from './ledger/index.ts';
import { actorPrivate, unknownField } from './typing/fields.ts';
import { notASet, selfOutside, shadowedLocal, unionOfTypes, wrongType } from './typing/expressions.ts';
import { notAssignable, placeAssigned, returnValue } from './typing/statements.ts';
import { typeNeeded } from './typing/type_needed.ts';
import { duplicateName, plainForm } from './declare.ts';
import { circularImport, missingModule } from './load.ts';
import { wrongBeginning } from './typing/beginnings.ts';
import { missingInitial } from './typing/declarations.ts';
import { notAValue, unknownName, unknownTag, propertyOnly } from './typing/names.ts';
import { operationNeeds } from './typing/generic_calls.ts';
import { recordArguments, unknownOperation, wrongArity } from './typing/calls.ts';
import { typeNotAllowed, unknownType } from './typing/types.ts';
import { unknownSetting } from './typing/checks.ts';
import { unlikeOperands } from './typing/operators.ts';

/** The rules of this package: what is found while a spec is read and typed, then the lints. */
const rules: readonly CodeDescription[] = [
  missingModule,
  circularImport,
  tooDeepRule,
  duplicateName,
  plainForm,
  actorGuard,
  unknownName,
  unknownType,
  unknownField,
  unknownOperation,
  unknownTag,
  wrongType,
  unlikeOperands,
  unionOfTypes,
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
  wrongBeginning,
  typeNotAllowed,
  operationNeeds,
  recursion,
  tooLarge,
  propertyOnly,
  unknownSetting,
  controlCycle,
  oneBeginning,
  askedTooEarly,
  placeTooEarly,
  ...lints.flatMap((lint) => lint.rules),
];

/** Every code that a spec may be answered with, for `mmspec explain`. */
export const codes: readonly CodeDescription[] = [...rules, ...ledgerCodes].toSorted((a, b) => (a.code < b.code ? -1 : 1));
