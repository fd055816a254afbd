// What is known of an object, kept in the object itself where nobody sees it. A WeakMap would do, but for the garbage
// collector: it takes what a long-lived WeakMap holds for needed until its next full collection, so that each edit's
// whole analysis outlived the edits after it, and was copied with theirs.

export class Note<Subject extends object, Known> {
  private readonly key = Symbol('note');

  get(subject: Subject): Known | undefined {
    return (subject as { readonly [key: symbol]: Known | undefined })[this.key];
  }

  /** Not enumerable: no copy, comparison or JSON of the object has it. */
  set(subject: Subject, value: Known): void {
    Object.defineProperty(subject, this.key, { value, configurable: true });
  }
}
