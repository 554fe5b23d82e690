import { type FindingLevel, findingLevels, type FindingReport, type ReportFinding } from '@switchyard/contracts';
import { badReport } from '../bad-report.js';
import { kept, maxJsonBytes } from '../limits.js';
import type { ReportReader } from '../report-reader.js';
import { Top } from '../top.js';
import { type Found, SarifRun } from './sarif-run.js';
import { type Json, objectIn, objectsIn, textIn } from './shape.js';

type Rule = FindingReport['rules'][number];

const rankOf = (level: FindingLevel): number => findingLevels.indexOf(level);

/** SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0). */
export class SarifReader implements ReportReader {
  private readonly tools = new Set<string>();
  private readonly levels: Record<FindingLevel, number> = { error: 0, warning: 0, note: 0, none: 0 };
  private readonly rules = new Map<string, Rule>();
  private readonly first = new Top<ReportFinding>(
    kept.findings,
    (one, other) => rankOf(one.level) - rankOf(other.level),
  );
  private findings = 0;
  private suppressed = 0;

  async add(_path: string, body: AsyncIterable<Uint8Array>): Promise<void> {
    const log = await jsonOf(body);
    const version = textIn(log['version']);
    if (version === undefined || !Array.isArray(log['runs'])) throw badReport('it has no version and runs of SARIF');
    if (!version.startsWith('2.1.')) throw badReport(`it is SARIF ${version.slice(0, 20)}, and only 2.1.0 is read`);
    for (const run of objectsIn(log['runs']).map(one => new SarifRun(one))) {
      if (this.tools.size < kept.tools) this.tools.add(run.tool);
      for (const found of run.findings()) this.count(found);
    }
  }

  report(): FindingReport {
    const { findings, suppressed, levels } = this;
    const rules = new Top<Rule>(kept.rules, (one, other) => other.findings - one.findings);
    for (const rule of this.rules.values()) rules.offer(rule);
    return {
      kind: 'sarif',
      tools: [...this.tools],
      findings,
      suppressed,
      levels: { ...levels },
      rules: rules.all,
      first: this.first.all,
    };
  }

  private count({ isSuppressed, title, ...finding }: Found): void {
    if (isSuppressed) return void (this.suppressed += 1);
    const { rule, level } = finding;
    this.findings += 1;
    this.levels[level] += 1;
    this.first.offer(finding);
    const known = this.rules.get(rule);
    if (!known) return void this.rules.set(rule, { rule, level, findings: 1, ...(title ? { title } : {}) });
    known.findings += 1;
    if (rankOf(level) < rankOf(known.level)) known.level = level;
  }
}

const jsonOf = async (body: AsyncIterable<Uint8Array>): Promise<Json> => {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > maxJsonBytes) throw badReport(`it has more than ${maxJsonBytes} bytes`);
    pieces.push(piece);
  }
  try {
    // A mark of the order of bytes is no JSON, and some tools write one.
    return objectIn(JSON.parse(new TextDecoder().decode(Buffer.concat(pieces))));
  } catch (error) {
    throw badReport('it is not JSON', error);
  }
};
