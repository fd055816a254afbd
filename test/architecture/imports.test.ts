// Checks every import against the table of rooms, and finds import circles between files and between folders.

import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { type Room, roomOf, rooms } from './rooms.js';
import { type Import, type SourceFile, sourceFiles } from './source-files.js';

const all = sourceFiles();
const shipped = all.filter(({ path }) => !path.startsWith('test/'));

test('every folder has a row', () => {
  expect(shipped.length).toBeGreaterThan(50);
  expect(shipped.map(({ path }) => path).filter((path) => roomOf(path) === undefined)).toEqual([]);
});

test('files import only what the row of their folder allows', () => {
  const broken = shipped.flatMap(({ path, imports }) => {
    const name = roomOf(path);
    if (name === undefined) return [];
    return imports.filter((each) => !isAllowed(each, name, rooms[name])).map(({ target }) => `${path} -> ${target}`);
  });
  expect(broken).toEqual([]);
});

test('no files import each other in a circle', () => {
  expect(findCircles(fileEdges(all))).toEqual([]);
});

// An edge between a folder and its own sub-folder does not count: a folder may hold the types that its sub-folders
// share, and the table that lists them.
test('no folders import each other in a circle', () => {
  const circles = findFolderCircles(shipped);
  expect(circles).toEqual([]);
});

test("only language/syntax touches Langium's concrete syntax tree", () => {
  const cst = /\$cstNode|\b(CstUtils|GrammarUtils|isLeafCstNode|isCompositeCstNode|(Root|Leaf|Composite)?CstNode)\b/;
  const found = shipped.filter(({ path, text }) => !path.startsWith('language/syntax/') && cst.test(text));
  expect(found.map(({ path }) => path)).toEqual([]);
});

test('the rules see what they are for', () => {
  const of = (target: string, typeOnly = false): Import => ({ target, typeOnly, isPackage: !target.includes('.') });
  const allowed = (room: string, target: Import) => isAllowed(target, room, rooms[room]);
  expect(allowed('language/syntax', of('langium'))).toBe(true);
  expect(allowed('language/syntax', of('langium-cli'))).toBe(false);
  expect(allowed('language/expand', of('langium'))).toBe(false);
  expect(allowed('language/evaluate', of('language/expand/template.ts'))).toBe(false);
  expect(allowed('model', of('language/index.ts'))).toBe(false);
  expect(allowed('client', of('server/protocol.ts', true))).toBe(true);
  expect(allowed('client', of('server/protocol.ts'))).toBe(false);
  expect(allowed('server', of('runtime/data/index.ts'))).toBe(false);
  expect(allowed('client/webview/training', of('runtime/backends/webgpu/node/node-gpu.ts'))).toBe(false);
  const file = (path: string, target: string): SourceFile => ({ path, text: '', imports: [of(target)] });
  expect(findCircles(fileEdges([file('a.ts', 'b.ts'), file('b.ts', 'a.ts')]))).toEqual(['a.ts -> b.ts -> a.ts']);
  const apart = [file('a/1.ts', 'b/1.ts'), file('b/2.ts', 'a/2.ts'), file('a/2.ts', 'c.ts'), file('b/1.ts', 'c.ts')];
  expect(findCircles(fileEdges(apart))).toEqual([]);
  expect(findFolderCircles(apart)).toEqual(['a, b']);
  expect(findFolderCircles([file('a/1.ts', 'a/b/1.ts'), file('a/b/1.ts', 'a/2.ts'), file('a/2.ts', 'c.ts')])).toEqual(
    [],
  );
});

function isAllowed({ target, isPackage, typeOnly }: Import, name: string, room: Room): boolean {
  if (isPackage) {
    return room.packages.some(
      (allowed) => target === allowed || target.startsWith(allowed.replace(/:?$/, (end) => end || '/')),
    );
  }
  const folder = dirname(target);
  const isListed = (list: readonly string[] = []) => list.includes(folder) || list.includes(target);
  const isOwn = folder === name || dirname(folder) === name || folder === dirname(name);
  return isOwn || isListed(room.rooms) || (typeOnly && isListed(room.types));
}

type Edges = ReadonlyMap<string, ReadonlySet<string>>;

function fileEdges(files: readonly SourceFile[]): Edges {
  return new Map(files.map(({ path, imports }) => [path, new Set(imports.map(({ target }) => target))]));
}

function folderEdges(files: readonly SourceFile[]): Edges {
  const isOwn = (a: string, b: string) => a === b || a === '.' || b === '.' || isWithin(a, b) || isWithin(b, a);
  const edges = new Map<string, Set<string>>();
  for (const { path, imports } of files) {
    const from = dirname(path);
    const targets = edges.get(from) ?? new Set();
    edges.set(from, targets);
    for (const { target, isPackage } of imports)
      if (!isPackage && !isOwn(from, dirname(target))) targets.add(dirname(target));
  }
  return edges;
}

const isWithin = (path: string, folder: string) => path.startsWith(`${folder}/`);

/** Each circle once, as `a -> b -> a`. */
function findCircles(edges: Edges): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const follow = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path].join(' -> '));
    if (start >= 0 || done.has(path)) return;
    for (const target of edges.get(path) ?? []) if (edges.has(target)) follow(target, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) follow(path, []);
  return found;
}

/** Sets of folders each of which reaches every other, as `a, b`. */
function findFolderCircles(files: readonly SourceFile[]): string[] {
  const edges = folderEdges(files);
  const reached = new Map([...edges.keys()].map((folder) => [folder, reach(edges, folder)]));
  const circles = [...edges.keys()].map((a) =>
    [...edges.keys()].filter((b) => reached.get(a)!.has(b) && reached.get(b)!.has(a)),
  );
  return [...new Set(circles.filter((circle) => circle.length > 1).map((circle) => circle.sort().join(', ')))];
}

/** All folders that one imports, directly or not. */
function reach(edges: Edges, start: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [start];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const target of edges.get(next) ?? []) {
      if (!reached.has(target)) open.push(target);
      reached.add(target);
    }
  }
  return reached;
}
