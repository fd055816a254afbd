// The version of all messages between the extension, its page, the page's worker and the process that trains: raise it
// when messages change.
export const messageVersion = 4;
