// A value stored on an object under a hidden property. A long-lived WeakMap would do the same, but V8 holds on to its
// values until the next full collection: each edit's whole analysis would survive the edits after it.

export class Attachment<Subject extends object, Attached> {
  private readonly key = Symbol('attachment');

  get(subject: Subject): Attached | undefined {
    return (subject as { readonly [key: symbol]: Attached | undefined })[this.key];
  }

  /** Not enumerable, so that copies, comparisons and JSON of the subject leave it out. */
  set(subject: Subject, value: Attached): void {
    Object.defineProperty(subject, this.key, { value, configurable: true });
  }
}
