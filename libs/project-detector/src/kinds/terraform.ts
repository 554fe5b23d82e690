import { type Detector, Sighting } from '../sighting.js';

/** What every file of Terraform is made of. */
const block = /^\s{0,20}(?:terraform|provider|resource|module|variable|output|data|locals)\b/m;

export const terraform: Detector = folder => {
  const files = folder.matching(/\.tf$/);
  const [first] = files;
  if (first === undefined) return undefined;
  const main = files.includes('main.tf') ? 'main.tf' : first;
  const seen = new Sighting('terraform', folder);
  seen.tool = 'terraform';
  seen.seesManifest(folder.plain(main, block), main, 'it describes infrastructure for Terraform');
  if (folder.has('.terraform.lock.hcl'))
    seen.sees('lock', '.terraform.lock.hcl', 'terraform wrote it to pin the providers');
  seen.coversBelow = true;
  seen
    .suggests(
      'install',
      'terraform init -backend=false -input=false',
      'Providers and modules are fetched; no state is touched.',
    )
    .suggests('lint', 'terraform fmt -check -recursive', 'terraform brings the check of the format.')
    .suggests('test', 'terraform validate', 'The description must be right; nothing is planned or changed.');
  const tests = folder.matching(/\.tftest\.hcl$/)[0] ?? folder.below(/^tests\/[^/]+\.tftest\.hcl$/);
  if (tests !== undefined) seen.sees('setting', tests, 'it is a test for Terraform');
  return seen;
};
