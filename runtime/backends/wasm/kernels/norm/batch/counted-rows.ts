// Which rows of a part of a batch normalisation count: empty slots of a partial batch have no part in it.
import type { NormGroups } from '../../../../../ir/index.js';
import { i32, type Local } from '../../../emitter/index.js';
import type { Parts } from '../../columns/index.js';
import type { StageContext } from '../../kernel.js';
import { settingsAt } from '../../settings.js';

/** `countedPlaces` (runtime/ir) of this step. */
export function emitCountedRows({ f, settings }: StageContext, { places, imagePlaces = 0 }: NormGroups): Local<'i32'> {
  const empty = i32.mul(i32.load(settings, settingsAt.emptySlots), imagePlaces);
  return f.local('i32', i32.sub(places, empty));
}

/** Rows of a part that are among the first `rows` of all: perhaps none. */
export function emitRowsOfPart(
  { f }: StageContext,
  parts: Parts,
  part: Local<'i32'>,
  rows: Local<'i32'>,
): Local<'i32'> {
  const before = f.local('i32', i32.minU(f.local('i32', i32.mul(part, parts.rows)), rows));
  return f.local('i32', i32.minU(f.local('i32', i32.sub(rows, before)), parts.rows));
}
