import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml, yamlLanguage } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightActiveLine, hoverTooltip, keymap, lineNumbers } from '@codemirror/view';
import type { Finding } from '@switchyard/contracts';
import { stateExtensions } from 'codemirror-json-schema';
import { yamlCompletion, yamlSchemaHover } from 'codemirror-json-schema/yaml';
import { useEffect, useRef } from 'preact/hooks';
import { appearance } from './appearance.js';
import { spanOf } from './places.js';
import css from './code-editor.module.css';

type JsonSchema = Parameters<typeof stateExtensions>[0];

const keys = keymap.of([
  ...closeBracketsKeymap,
  ...defaultKeymap,
  ...historyKeymap,
  ...completionKeymap,
  ...lintKeymap,
]);

/** What is known of keys and values, by the schema of pipeline files. */
const language = (schema: object): Extension => [
  yaml(),
  stateExtensions(schema as JsonSchema),
  yamlLanguage.data.of({ autocomplete: yamlCompletion() }),
  hoverTooltip(yamlSchemaHover()),
];

const diagnosticOf = (text: string, finding: Finding): Diagnostic => ({
  ...spanOf(text, finding),
  severity: finding.severity,
  message: finding.suggestion === undefined ? finding.message : `${finding.message}: ${finding.suggestion}`,
});

/** Findings of included files have no place in this one, and stand at its beginning. */
const diagnosticsOf = (text: string, findings: readonly Finding[]): Diagnostic[] =>
  findings.map(one =>
    one.file === undefined
      ? diagnosticOf(text, one)
      : { from: 0, to: 0, severity: one.severity, message: `${one.file}:${one.line}: ${one.message}` },
  );

export interface CodeEditorProps {
  label: string;
  /** What it begins with; later values are ignored, what was typed counts. */
  text: string;
  schema: object | undefined;
  isReadOnly: boolean;
  /** Of the text `findings.of`; those of an older text wait for its own. */
  findings: { of: string; all: readonly Finding[] };
  onInput: (text: string) => void;
  onSave: () => void;
}

/** A text editor for pipeline files: in a tree of its own, where its styles need no leave of the page's policy. */
export const CodeEditor = (props: CodeEditorProps) => {
  const { label, text, schema, isReadOnly, findings } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const newest = useRef(props);
  newest.current = props;
  const parts = useRef({ language: new Compartment(), reading: new Compartment() });
  useEffect(() => {
    const host = place.current;
    if (!host) return undefined;
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    const editor = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: text,
        extensions: [
          keymap.of([{ key: 'Mod-s', run: () => (newest.current.onSave(), true) }]),
          keys,
          [lineNumbers(), history(), highlightActiveLine(), indentOnInput(), bracketMatching(), closeBrackets()],
          autocompletion({ activateOnTyping: true }),
          lintGutter(),
          appearance,
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
          EditorView.updateListener.of(change => {
            if (change.docChanged) newest.current.onInput(change.state.doc.toString());
          }),
          parts.current.language.of(schema ? language(schema) : yaml()),
          parts.current.reading.of(reading(isReadOnly)),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);
  useEffect(() => {
    if (schema) view.current?.dispatch({ effects: parts.current.language.reconfigure(language(schema)) });
  }, [schema]);
  useEffect(() => {
    view.current?.dispatch({ effects: parts.current.reading.reconfigure(reading(isReadOnly)) });
  }, [isReadOnly]);
  useEffect(() => {
    const now = view.current?.state.doc.toString();
    if (view.current && now === findings.of)
      view.current.dispatch(setDiagnostics(view.current.state, diagnosticsOf(now, findings.all)));
  }, [findings]);
  return <div ref={place} class={css.editor} data-editor="" />;
};

const reading = (isReadOnly: boolean): Extension => [EditorState.readOnly.of(isReadOnly), EditorView.editable.of(true)];
