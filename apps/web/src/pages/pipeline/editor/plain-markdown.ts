const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * Descriptions in the schema of pipeline files are plain sentences with words in backticks. This stands in for the Markdown
 * renderer and the highlighter of codemirror-json-schema, which are larger than the rest of the editor.
 */
export const renderMarkdown = (text: unknown): string =>
  String(text ?? '')
    .replace(/[&<>"]/g, sign => entities[sign] ?? '')
    .replace(/`([^`]+)`/g, '<code>$1</code>');
