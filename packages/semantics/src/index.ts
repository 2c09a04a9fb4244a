export * from './model.ts';
export * from './world/world.ts';
export { anchorOfStep, anchorsOf } from './anchors.ts';
export type { Anchored } from './anchors.ts';
export { isInside } from './checks/anchors.ts';
export { analyse } from './analyse.ts';
export type { Analysis } from './analyse.ts';
export { ask, localsAt, nameOfLocal } from './asking.ts';
export type { Asked, AskedExpression, AskedFrom, LocalInScope } from './asking.ts';
export { Remembered } from './memory.ts';
export { buildWorld } from './world/build_world.ts';
export { constantsUnder, valuesOfConstant } from './world/constants.ts';
export type { Constants, OpenConstant, PartialSettings } from './world/constants.ts';
export { fairnessItems } from './fairness.ts';
export {
  atNumbers,
  combinations,
  completeSettings,
  plan,
  settingsOf,
  smallNumbers,
  standIn,
  withNewStandIns,
  withOneNumber,
  withSmallNumbers,
  withStandIns,
} from './plan.ts';
export type { Plan } from './plan.ts';
export { boundOfPlanned } from './bounds.ts';
export { codes } from './codes.ts';
export { isEffect } from './effects.ts';
export { isJumpedOver } from './jumped_over.ts';
export {
  contextOf,
  countEffectOf,
  countMax,
  countNames,
  isAbout,
  isAbove,
  isContextEffect,
  isContextQuestion,
  isHandler,
  isHandlerQuestion,
  isOfCpu,
  ownCounts,
} from './contexts.ts';
export type { ContextEffectName, ContextQuestion, CountName, HandlerQuestion } from './contexts.ts';
export { resolverOf, textsOf } from './texts.ts';
export type { SpecTexts } from './texts.ts';
export { describeType } from './types.ts';
export type { Type } from './types.ts';
export { elementType, isEmbeddedObject } from './embedded_objects.ts';
export { namedProperty } from './property_names.ts';
export type { NamedProperty } from './property_names.ts';
export { modeDeclared, modeNamed, modeValues, isMemoryMode, memoryModes } from './world/modes.ts';
export { cellsOf, settingsOfScenario } from './world/settings.ts';
export type { Cell } from './world/settings.ts';
export { goalsOf, hasTemporal, isAboutSteps } from './temporal.ts';
export * from './flow/index.ts';
export * from './ledger/index.ts';
export { resultIsStored } from './checks/several_locations.ts';
