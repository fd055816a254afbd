// Kernels are written for 32-bit floats. Where a tensor is stored in halves, the text is changed in the places where
// it touches that tensor's buffer: what is loaded is widened, what is stored is rounded, and all that is computed in
// between stays as it is. So every kernel can read and write halves, and none has to know.
import type { Binding, Kernel } from './kernel.js';

/** The kernel for buffers of which those that `isHalf` names hold 16-bit floats. */
export function inHalves(kernel: Kernel, isHalf: (binding: Binding) => boolean): Kernel {
  let { code } = kernel;
  kernel.bindings.forEach((binding, index) => {
    if (isHalf(binding)) code = bufferInHalves(code, kernel.label, binding, index);
  });
  return code === kernel.code ? kernel : { ...kernel, code: `enable f16;\n${code}` };
}

/** How a value is spelled in a register, and in a buffer of halves. */
const types = { f32: 'f16', vec4f: 'vec4<f16>' } as const;

function bufferInHalves(code: string, label: string, binding: Binding, index: number): string {
  const declaration = new RegExp(
    `@group\\(0\\) @binding\\(${index}\\) var<storage, \\w+> (\\w+): array<(f32|vec4f), \\d+>;\n`,
  ).exec(code);
  // A binding of so many bytes, or of a size it does not tell, counts on 4 bytes a value.
  if (!declaration || ('bytes' in binding && binding.bytes !== undefined)) {
    throw new Error(`${label}: the buffer at binding ${index} cannot be stored in halves`);
  }
  const [line, name, type] = declaration as unknown as [string, string, keyof typeof types];
  const [before, after] = [code.slice(0, declaration.index), code.slice(declaration.index + line.length)];
  const declared = line.replace(`array<${type},`, () => `array<${types[type]},`);
  return before + declared + accessesChanged(after, name, type);
}

const assignment = ' = ';

/** `name[at]` becomes a widened load, and `name[at] = value;` a rounded store. */
function accessesChanged(code: string, name: string, type: keyof typeof types): string {
  const access = new RegExp(`\\b${name}\\[`, 'g');
  let changed = '';
  let place = 0;
  for (let found = access.exec(code); found; found = access.exec(code)) {
    const end = closing(code, access.lastIndex);
    const element = `${name}[${accessesChanged(code.slice(access.lastIndex, end - 1), name, type)}]`;
    changed += code.slice(place, found.index);
    if (code.startsWith(assignment, end)) {
      const stop = code.indexOf(';', end);
      const value = accessesChanged(code.slice(end + assignment.length, stop), name, type);
      changed += `${element}${assignment}${types[type]}(${value})`;
      place = stop;
    } else {
      changed += `${type}(${element})`;
      place = end;
    }
    access.lastIndex = place;
  }
  return changed + code.slice(place);
}

/** The place after the bracket that closes the one before `from`. */
function closing(code: string, from: number): number {
  let open = 1;
  let place = from;
  for (; open > 0; place++) {
    if (place === code.length) throw new Error("a kernel's text has a bracket that is not closed");
    if (code[place] === '[') open++;
    else if (code[place] === ']') open--;
  }
  return place;
}
