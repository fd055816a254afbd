// Bytes of the WebAssembly binary format: numbers, names and vectors.
// Source: WebAssembly Core Specification, "Binary Format".

/** Unsigned LEB128 of a whole number below 2^32. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return bytes;
}

/** Signed LEB128 of a number's low 32 bits. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  while (rest < -64 || rest > 63) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  bytes.push(rest & 0x7f);
  return bytes;
}

const view = new DataView(new ArrayBuffer(8));

export function float32(value: number): number[] {
  view.setFloat32(0, value, true);
  return [0, 1, 2, 3].map((index) => view.getUint8(index));
}

export function float64(value: number): number[] {
  view.setFloat64(0, value, true);
  return [0, 1, 2, 3, 4, 5, 6, 7].map((index) => view.getUint8(index));
}

/** A name of ASCII characters, with its length before it. */
export function name(text: string): number[] {
  return [...unsigned(text.length), ...[...text].map((character) => character.charCodeAt(0))];
}

/** Items with their number before them. */
export function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}
