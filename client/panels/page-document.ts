// The HTML document of every webview page, with a content security policy that allows the extension's own files only.

export interface PageResources {
  /** What the webview allows as the origin of its own resources. */
  readonly cspSource: string;
  /** A fresh random string: only the script that carries it runs. */
  readonly nonce: string;
  /** The address of a file in dist/; of dist/ itself without a path. */
  readonly url: (...path: string[]) => string;
}

export interface PageContent {
  readonly title: string;
  /** Names of a script and a style sheet in dist/webview. */
  readonly script: string;
  readonly style: string;
  /** What the policy allows scripts beside the page's own. */
  readonly scripts?: readonly string[];
  /** Directives of the policy beside those for the script and the style sheet. */
  readonly policy?: readonly string[];
  /** Attributes of `body`. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** HTML. */
  readonly body: string;
}

export function pageDocument({ cspSource, nonce, url }: PageResources, content: PageContent): string {
  const { title, script, style, scripts = [], policy = [], attributes = {}, body } = content;
  const scriptSources = [`'nonce-${nonce}'`, ...scripts].join(' ');
  const directives = ["default-src 'none'", `script-src ${scriptSources}`, `style-src ${cspSource}`, ...policy];
  const bodyAttributes = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${directives.join('; ')}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title}</title>
  <link rel="stylesheet" href="${url('webview', style)}">
</head>
<body${bodyAttributes.join('')}>
${body}
<script type="module" nonce="${nonce}" src="${url('webview', script)}"></script>
</body>
</html>`;
}
