// The language's own declarations as a read-only document, for editors that go to the definition of a built-in.
import { builtinsText } from '../../language/index.js';

export const builtinsScheme = 'cnn-builtins';
export const builtinsUri = `${builtinsScheme}:/builtins.cnn`;

/** The text of a document of this scheme; undefined for any other URI. */
export function readBuiltinsDocument(uri: string): string | undefined {
  return uri === builtinsUri ? builtinsText : undefined;
}

/** Whether a document is the language's own, which is shown and not checked. */
export function isBuiltinsDocument(uri: string): boolean {
  return uri.startsWith(`${builtinsScheme}:`);
}
