// Runs one file of the conformance suite once per backend of this vitest project.
import { afterAll, describe, expect, test } from 'vitest';
import type { ComputationKind } from '../../../../../runtime/ir/index.js';
import { type ConformanceBackend, conformanceBackends } from '../backends.js';
import { createComparison, type RunComputation } from './compare.js';
import { kindsComparedIn, type SuiteFile } from './coverage.js';

export interface ConformanceTests extends ReturnType<typeof createComparison> {
  readonly run: RunComputation;
  readonly backend: ConformanceBackend;
}

export async function describeBackends(file: SuiteFile, define: (tests: ConformanceTests) => void): Promise<void> {
  for (const backend of conformanceBackends) {
    const opened = await backend.open();
    const compared = new Set<ComputationKind>();
    const run: RunComputation = (computation, ...args) => {
      if (!opened) throw new Error(`this machine cannot run ${backend.name}`);
      compared.add(computation.kind);
      return opened.run(computation, ...args);
    };
    describe.skipIf(!opened)(backend.name, () => {
      afterAll(() => opened?.close());
      const { tolerance, termsFactor } = backend;
      define({ ...createComparison(run, { tolerance, termsFactor }), run, backend });
      test('all computations of this file were compared', () => {
        expect(kindsComparedIn(file).filter((kind) => !compared.has(kind))).toEqual([]);
      });
    });
  }
}
