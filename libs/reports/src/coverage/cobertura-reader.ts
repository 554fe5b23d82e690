import type { CoverageReport } from '@switchyard/contracts';
import type { ReportReader } from '../report-reader.js';
import { type Attributes, readXml, type XmlListener } from '../xml/read-xml.js';
import { Code } from './code.js';

/** Cobertura's XML (coverage-04.dtd), as coverage.py, istanbul, gcovr, coverlet and others write it. */
export class CoberturaReader implements ReportReader {
  private readonly code = new Code();

  async add(_path: string, body: AsyncIterable<Uint8Array>): Promise<void> {
    await readXml(body, ['coverage'], new CoberturaListener(this.code));
  }

  report(): CoverageReport {
    return this.code.report('cobertura');
  }
}

// `condition-coverage="50% (1/2)"`
const condition = /\((\d{1,9})\/(\d{1,9})\)/;

class CoberturaListener implements XmlListener {
  private file: ReturnType<Code['file']> | undefined;
  /** Whether a line of the method that is being read ran; undefined outside of methods. */
  private methodRan: boolean | undefined;

  constructor(private readonly code: Code) {}

  open(name: string, attributes: Attributes): void {
    if (name === 'class') this.file = this.code.file(attributes['filename'] ?? attributes['name'] ?? '');
    if (name === 'method') this.methodRan = Number(attributes['line-rate']) > 0;
    if (name === 'line') this.line(attributes);
  }

  text(): void {}

  close(name: string): void {
    if (name === 'class') this.file = undefined;
    if (name !== 'method' || !this.file) return;
    this.file.functions.found += 1;
    this.file.functions.hit += this.methodRan ? 1 : 0;
    this.methodRan = undefined;
  }

  private line({ number, hits, ...rest }: Attributes): void {
    if (!this.file) return;
    const isHit = Number(hits) > 0;
    // Lines of a method stand among those of its class once more.
    if (this.methodRan !== undefined) return void (this.methodRan ||= isHit);
    const line = Number(number);
    if (Number.isSafeInteger(line) && line >= 0) this.code.line(this.file, line, isHit);
    this.branches(this.file, rest['condition-coverage']);
  }

  private branches({ branches }: NonNullable<typeof this.file>, text = ''): void {
    const [, hit, found] = condition.exec(text) ?? [];
    if (hit === undefined || found === undefined) return;
    branches.found += Number(found);
    branches.hit += Math.min(Number(hit), Number(found));
  }
}
