// The training memory in hovers equals the memory allocated on the present adapter, once the editor knows the adapter.
import { afterAll, describe, expect, test } from 'vitest';
import { parseCnn } from '../../../../../language/index.js';
import { formatBytes } from '../../../../../model/index.js';
import { placeBuffers } from '../../../../../runtime/backends/webgpu/device/buffers.js';
import { describeAdapter, readProfile } from '../../../../../runtime/backends/webgpu/index.js';
import { cifarSmall } from '../../../../server/support/networks.js';
import { startServer } from '../../../../server/support/running-server.js';
import { planTraining } from '../../../../support/gpu-planning.js';
import { countingDevice } from '../device/counting-device.js';
import { nodeDevice } from './support/node-device.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());

describe.skipIf(!device)('the hover on CIFAR-small', () => {
  test('shows the bytes that its executor allocates', async () => {
    const adapter = readProfile(device!);
    const { networks, jobs } = parseCnn(cifarSmall, 'cifar.cnn');
    const { program, plan } = planTraining(networks[0].graph, { ...jobs[0].job!, adapter });
    const counting = countingDevice(device!);
    // What an executor does first; its kernels, which take a software adapter long to compile, allocate nothing.
    const buffers = await placeBuffers(counting.device, program, plan);
    const allocated = counting.made.reduce((sum, bytes) => sum + bytes, 0);
    buffers.destroy();

    const server = await startServer();
    const uri = await server.open(cifarSmall);
    await server.session.adapterSeen({ name: describeAdapter(device!.adapterInfo), profile: adapter });
    const hover = await server.session.hover(uri, { line: 0, character: 10 });
    await server.stop();
    expect((hover!.contents as { value: string }).value).toContain(`| training | ${formatBytes(allocated)} with `);
  });
});
