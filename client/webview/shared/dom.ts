// The page's elements by the ids that page.ts gives them.

/** The element with this id; the page's skeleton has it, so its absence is a mistake in the page itself. */
export function element<E extends HTMLElement = HTMLElement>(id: string): E {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element #${id}.`);
  return found as E;
}

export function write(id: string, text: string): void {
  element(id).textContent = text;
}

/** A new element that holds this text and nothing that could be markup. */
export function made<K extends keyof HTMLElementTagNameMap>(tag: K, text = ''): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  node.textContent = text;
  return node;
}
