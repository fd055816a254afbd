// The version of all messages between the extension, its page and the page's worker: raise it when messages change.
export const messageVersion = 2;
