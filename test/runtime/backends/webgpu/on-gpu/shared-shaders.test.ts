// Shared shaders are valid WGSL in every example and among all layers' cases: each constant that became a field has its
// type and its place. The device only parses them; compiling would take minutes.
import { afterAll, describe, expect, test } from 'vitest';
import { parseCnn } from '../../../../../language/index.js';
import { readProfile } from '../../../../../runtime/backends/webgpu/index.js';
import { kernelsOf, shareShaders } from '../../../../../runtime/backends/webgpu/kernels/index.js';
import type { Instruction } from '../../../../../runtime/ir/index.js';
import { planTraining } from '../../../../support/gpu-planning.js';
import { sgd } from '../../../../support/optimizers.js';
import { recordedCases, recordedOf } from '../../conformance/support/recorded-layers.js';
import { nodeDevice } from './support/node-device.js';
import { examples } from './support/reduced-examples.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());

// A thousand layers of few kinds.
const looked = examples.filter(({ name }) => name !== 'PreResNet1001');

describe.skipIf(!device)('shared texts', () => {
  const adapter = () => ({ ...readProfile(device!), software: true, architecture: 'another' }) as const;

  test.each(looked)('of $name', async ({ name, text }) => {
    const { graph } = parseCnn(text, name).networks.find((network) => network.name === name)!;
    const { program } = planTraining(graph, { batch: 2, optimizer: sgd(0.1, 0.9), adapter: adapter() });
    expect(await refused([...program.step, ...program.evaluation])).toEqual([]);
  });

  test("of every layer's cases, which differ in numbers that the examples have in common", async () => {
    const instructions = recordedCases.flatMap(({ layer }) =>
      recordedOf(layer).map(({ computation, inputs, outputs }): Instruction => {
        const written = outputs.map((form, index) => (typeof form === 'number' ? inputs.length + index : form.inPlace));
        return { computation, inputs: [...inputs.keys()], outputs: written };
      }),
    );
    expect(await refused(instructions)).toEqual([]);
  });

  /** What the parser says of the texts that the instructions' kernels come to. */
  async function refused(instructions: readonly Instruction[]): Promise<string[]> {
    const kernels = instructions.flatMap((instruction) => kernelsOf(instruction, adapter()));
    const { kernels: joined } = shareShaders(kernels, kernels.length);
    const labels = new Map(joined.map(({ kernel }) => [kernel.code, kernel.label]));
    const refused: string[] = [];
    device!.pushErrorScope('validation');
    for (const [code, label] of labels) {
      const { messages } = await device!.createShaderModule({ label, code }).getCompilationInfo();
      for (const { type, lineNum, message } of messages) {
        if (type === 'error') refused.push(`${label}: ${message} in ${code.split('\n')[lineNum - 1]}`);
      }
    }
    await device!.popErrorScope();
    return refused;
  }
});
