import { uploadOf, type UploadPart } from './upload.js';

const file = (field: string, filename: string, text = filename): UploadPart => ({ field, filename, text });
const word = (field: string, text: string): UploadPart => ({ field, text });

describe('an upload', () => {
  it.each([
    ['a pipeline', [file('pipeline', 'a.yaml')]],
    ['a file', [file('file', 'a.yaml')]],
    ['a text', [word('yaml', 'a.yaml')]],
    ['a pipeline as text', [word('pipeline', 'a.yaml')]],
  ])('of %s is that pipeline', (_what, parts) => {
    expect(uploadOf(parts)).toEqual({ yaml: 'a.yaml', files: {} });
  });

  it('of several files is the pipeline and what it includes, in any order', () => {
    const parts = [
      file('files', 'ci/a.yaml'),
      file('file', 'ci/b.yaml'),
      file('pipeline', 'p.yaml'),
      word('project', 'x'),
    ];
    expect(uploadOf([...parts, word('message', 'why')])).toEqual({
      yaml: 'p.yaml',
      files: { 'ci/a.yaml': 'ci/a.yaml', 'ci/b.yaml': 'ci/b.yaml' },
      project: 'x',
      message: 'why',
    });
  });

  it.each<[string, UploadPart[], string, string]>([
    ['nothing', [], 'no-file', 'the upload has no pipeline'],
    ['words alone', [word('message', 'x')], 'no-file', 'the upload has no pipeline'],
    ['an include alone', [file('include', 'a.yaml')], 'no-file', 'the upload has no pipeline'],
    ['two files', [file('file', 'a'), file('file', 'b')], 'two-pipelines', 'the upload has 2 pipelines'],
    ['a file and a text', [file('pipeline', 'a'), word('yaml', 'b')], 'two-pipelines', 'the upload has 2 pipelines'],
    ['an unknown word', [word('yaml', 'a'), word('brunch', 'x')], 'bad-upload', '"brunch" is no field of an upload'],
    [
      'a word twice',
      [word('yaml', 'a'), word('project', 'x'), word('project', 'x')],
      'bad-upload',
      'the field project is there twice',
    ],
    ['a path twice', [word('yaml', 'a'), file('f', 'x'), file('g', 'x')], 'bad-upload', 'the file x is there twice'],
    ['a way out', [word('yaml', 'a'), file('f', '../x')], 'bad-upload', '"../x" is no path below the repository'],
    ['a root', [word('yaml', 'a'), file('f', '/etc/x')], 'bad-upload', '"/etc/x" is no path below the repository'],
    [
      'a prototype',
      [word('yaml', 'a'), file('f', '__proto__')],
      'bad-upload',
      '"__proto__" is no path below the repository',
    ],
    [
      'a template',
      [word('yaml', 'a'), file('f', 'library:x')],
      'bad-upload',
      '"library:x" is taken from the template library, and cannot be sent',
    ],
  ])('of %s is refused', (_what, parts, code, mistake) => {
    expect(uploadOf(parts)).toEqual({ code, mistake });
  });
});
