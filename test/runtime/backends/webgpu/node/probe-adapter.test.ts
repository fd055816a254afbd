// Which lines of Dawn's output are suppressed, and which sentence replaces them.
import { expect, it } from 'vitest';
import {
  describeMissingAdapter,
  probeAdapter,
  splitWarnings,
} from '../../../../../runtime/backends/webgpu/node/probe-adapter.js';

const missing = 'cannot open shared object file: No such file or directory';
const noLoader = `Warning: Couldn't load Vulkan: libvulkan.so.1: ${missing}
    at operator() (/build/dawn/src/dawn/native/vulkan/BackendVk.cpp:368)

`;
const noDriver = `Warning: vkCreateInstance: Found no drivers!
Warning: vkCreateInstance failed with VK_ERROR_INCOMPATIBLE_DRIVER
    at CheckVkSuccessImpl (/build/dawn/src/dawn/native/vulkan/VulkanError.cpp:106)
`;

it.each([noLoader, noDriver])('holds back warnings whole', (warnings) => {
  expect(splitWarnings(warnings)).toEqual({ warnings, rest: '' });
});

it.each(['Error: out of memory\n', 'A driver says Warning: hot\n', '    at main (a.js:1)\n'])(
  'passes on %j, which is none',
  (line) => {
    expect(splitWarnings(line)).toEqual({ warnings: '', rest: line });
    expect(splitWarnings(noLoader + line)).toEqual({ warnings: noLoader, rest: line });
  },
);

it('says whether Vulkan or its driver is missing', () => {
  expect(describeMissingAdapter(noLoader).reason).toBe('WebGPU found no graphics adapter: Vulkan is not installed.');
  expect(describeMissingAdapter(noDriver).reason).toBe(
    'WebGPU found no graphics adapter: Vulkan found no driver for one.',
  );
});

it('is not done where Dawn always finds a backend', async () => {
  expect(await probeAdapter('darwin')).toBeUndefined();
  expect(await probeAdapter('win32')).toBeUndefined();
});
