// Access to the page's elements by the ids of its markup (client/panels/training/training-page.ts).

/** The element with this id. Throws where the markup lacks it. */
export function element<E extends HTMLElement = HTMLElement>(id: string): E {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element #${id}.`);
  return found as E;
}

export function write(id: string, text: string): void {
  element(id).textContent = text;
}

/** Creates an element with this text; the text is never parsed as HTML. */
export function made<K extends keyof HTMLElementTagNameMap>(tag: K, text = ''): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  node.textContent = text;
  return node;
}
