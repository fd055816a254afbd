// Holds every import to the table of rooms, and finds circles between files.
import { expect, test } from 'vitest';
import { type Room, roomOf, rooms } from './rooms.js';
import { type Import, type SourceFile, sourceFiles } from './source-files.js';

const all = sourceFiles();
const shipped = all.filter(({ path }) => !path.startsWith('test/'));

test('every file lives in a room', () => {
  expect(shipped.length).toBeGreaterThan(50);
  expect(shipped.map(({ path }) => path).filter((path) => roomOf(path) === undefined)).toEqual([]);
});

test('files import only what their room may', () => {
  const broken = shipped.flatMap(({ path, imports }) => {
    const name = roomOf(path);
    if (name === undefined) return [];
    return imports.filter((each) => !isAllowed(each, name, rooms[name])).map(({ target }) => `${path} -> ${target}`);
  });
  expect(broken).toEqual([]);
});

test('no file imports itself in a circle', () => {
  expect(circles(all)).toEqual([]);
});

test('the rules see what they are for', () => {
  const of = (target: string, typeOnly = false): Import => ({ target, typeOnly, isPackage: !target.includes('.') });
  const allowed = (room: string, target: Import) => isAllowed(target, room, rooms[room]);
  expect(allowed('language', of('langium'))).toBe(true);
  expect(allowed('language', of('langium-cli'))).toBe(false);
  expect(allowed('model', of('language/index.ts'))).toBe(false);
  expect(allowed('client', of('server/protocol.ts', true))).toBe(true);
  expect(allowed('client', of('server/protocol.ts'))).toBe(false);
  expect(allowed('server', of('runtime/data/index.ts'))).toBe(false);
  expect(allowed('client/webview', of('runtime/backends/webgpu/node/node-gpu.ts'))).toBe(false);
  const file = (path: string, target: string): SourceFile => ({ path, text: '', imports: [of(target)] });
  expect(circles([file('a.ts', 'b.ts'), file('b.ts', 'a.ts')])).toEqual(['a.ts -> b.ts -> a.ts']);
});

function isAllowed({ target, isPackage, typeOnly }: Import, name: string, room: Room): boolean {
  if (isPackage) {
    return room.packages.some(
      (allowed) => target === allowed || target.startsWith(allowed.replace(/:?$/, (end) => end || '/')),
    );
  }
  const other = roomOf(target) ?? target;
  const isListed = (list: readonly string[] = []) => list.includes(other) || list.includes(target);
  return other === name || isListed(room.rooms) || (typeOnly && isListed(room.types));
}

/** Each circle once, as `a -> b -> a`. */
function circles(files: readonly SourceFile[]): string[] {
  const targets = new Map(files.map(({ path, imports }) => [path, imports.map((each) => each.target)]));
  const done = new Set<string>();
  const found: string[] = [];
  const follow = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path].join(' -> '));
    if (start >= 0 || done.has(path)) return;
    for (const target of targets.get(path) ?? []) if (targets.has(target)) follow(target, [...trail, path]);
    done.add(path);
  };
  for (const path of targets.keys()) follow(path, []);
  return found;
}
