// Every diagnostic there is: a code that has no page here does not compile.
import { adviceRules } from './advice/index.js';
import { argumentTwice } from './argument-twice.js';
import { assertInBlock } from './assert-in-block.js';
import { assertionFails } from './assertion-fails.js';
import { badNumber } from './bad-number.js';
import { badRepeat } from './bad-repeat.js';
import { branchesDiffer } from './branches-differ.js';
import { builtinHere } from './builtin-here.js';
import { channelsFirst } from './channels-first.js';
import { commentInParentheses } from './comment-in-parentheses.js';
import { cropTooLarge } from './crop-too-large.js';
import { dataDoesNotFit } from './data-does-not-fit.js';
import { divisionByZero } from './division-by-zero.js';
import type { DiagnosticEntry } from './entry.js';
import { evenLrn } from './even-lrn.js';
import { everythingFrozen } from './everything-frozen.js';
import { groupsDoNotDivide } from './groups-do-not-divide.js';
import { hidesBuiltin } from './hides-builtin.js';
import { importBroken } from './import-broken.js';
import { importCycle } from './import-cycle.js';
import { importNotFound } from './import-not-found.js';
import { joinIgnoresInput } from './join-ignores-input.js';
import { memoryTooSmall } from './memory-too-small.js';
import { missingArgument } from './missing-argument.js';
import { nameTwice } from './name-twice.js';
import { nestedTooDeeply } from './nested-too-deeply.js';
import { noNetwork } from './no-network.js';
import { noNetworkNamed } from './no-network-named.js';
import { noOutput } from './no-output.js';
import { noSuchPart } from './no-such-part.js';
import { notALayer } from './not-a-layer.js';
import { notANumber } from './not-a-number.js';
import { nothingFed } from './nothing-fed.js';
import { nothingFrozen } from './nothing-frozen.js';
import { nothingLeft } from './nothing-left.js';
import { outputInBlock } from './output-in-block.js';
import { outputPadTooLarge } from './output-pad-too-large.js';
import { overMemoryBudget } from './over-memory-budget.js';
import { paddingTooLarge } from './padding-too-large.js';
import { pieceArguments } from './piece-arguments.js';
import { pixelsUnseen } from './pixels-unseen.js';
import { positionalAfterNamed } from './positional-after-named.js';
import { recursion } from './recursion.js';
import { repeatNeedsParentheses } from './repeat-needs-parentheses.js';
import { repeatOneLayer } from './repeat-one-layer.js';
import { repeatOrder } from './repeat-order.js';
import { sameNeedsOdd } from './same-needs-odd.js';
import { scheduleTooLong } from './schedule-too-long.js';
import { shortcutDropsChannels } from './shortcut-drops-channels.js';
import { sizeProduct } from './size-product.js';
import { sizeSpelling } from './size-spelling.js';
import { syntax } from './syntax.js';
import { tensorFed } from './tensor-fed.js';
import { tensorRepeated } from './tensor-repeated.js';
import { tensorTooLarge } from './tensor-too-large.js';
import { tooManyArguments } from './too-many-arguments.js';
import { tooManyFiles } from './too-many-files.js';
import { tooManyLayers } from './too-many-layers.js';
import { twoInputs } from './two-inputs.js';
import { twoResults } from './two-results.js';
import { unevenDivision } from './uneven-division.js';
import { unknownAllow } from './unknown-allow.js';
import { unknownArgument } from './unknown-argument.js';
import { unknownName } from './unknown-name.js';
import { unknownNetwork } from './unknown-network.js';
import { unused } from './unused.js';
import { windowTooLarge } from './window-too-large.js';
import { wrongArgument } from './wrong-argument.js';

const mistakes = [
  argumentTwice,
  assertInBlock,
  assertionFails,
  badNumber,
  badRepeat,
  branchesDiffer,
  builtinHere,
  channelsFirst,
  commentInParentheses,
  cropTooLarge,
  dataDoesNotFit,
  divisionByZero,
  evenLrn,
  groupsDoNotDivide,
  hidesBuiltin,
  importBroken,
  importCycle,
  importNotFound,
  joinIgnoresInput,
  memoryTooSmall,
  missingArgument,
  nameTwice,
  nestedTooDeeply,
  noNetwork,
  noNetworkNamed,
  noOutput,
  noSuchPart,
  notALayer,
  notANumber,
  nothingFed,
  nothingFrozen,
  everythingFrozen,
  nothingLeft,
  outputInBlock,
  outputPadTooLarge,
  overMemoryBudget,
  paddingTooLarge,
  pieceArguments,
  pixelsUnseen,
  positionalAfterNamed,
  recursion,
  repeatNeedsParentheses,
  repeatOneLayer,
  repeatOrder,
  sameNeedsOdd,
  scheduleTooLong,
  shortcutDropsChannels,
  sizeProduct,
  sizeSpelling,
  syntax,
  tensorFed,
  tensorRepeated,
  tensorTooLarge,
  tooManyArguments,
  tooManyFiles,
  tooManyLayers,
  twoInputs,
  twoResults,
  unevenDivision,
  unknownAllow,
  unknownArgument,
  unknownName,
  unknownNetwork,
  unused,
  windowTooLarge,
  wrongArgument,
] as const;

const all = [...mistakes, ...adviceRules.map((rule) => rule.diagnostic)] as const;

export type DiagnosticCode = (typeof all)[number]['code'];

/** The codes of diagnostics of one severity. */
export type CodeOf<S extends DiagnosticEntry['severity']> = Extract<
  (typeof all)[number],
  { readonly severity: S }
>['code'];

/** By code, in the order of the page: errors, warnings, advice. */
export const diagnosticTable: ReadonlyMap<DiagnosticCode, DiagnosticEntry> = new Map(
  (['error', 'warning', 'advice'] as const).flatMap((severity) =>
    all.filter((diagnostic) => diagnostic.severity === severity).map((diagnostic) => [diagnostic.code, diagnostic]),
  ),
);

/** The diagnostic of a code that came from outside. */
export function findEntry(code: string): DiagnosticEntry | undefined {
  return diagnosticTable.get(code as DiagnosticCode);
}
