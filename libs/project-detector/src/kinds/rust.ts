import { hasAt, textAt, textsAt } from '../document.js';
import type { Folder } from '../folder.js';
import { plainWords } from '../plain-words.js';
import { type Detector, Sighting } from '../sighting.js';

export const rust: Detector = folder => {
  if (!folder.has('Cargo.toml')) return undefined;
  const read = folder.toml('Cargo.toml');
  const isWorkspace = hasAt(read.value, 'workspace');
  const seen = new Sighting('rust', folder).called(textAt(read.value, 'package', 'name'));
  seen.tool = 'cargo';
  seen.seesManifest(read, 'Cargo.toml', 'it defines a Rust crate or workspace');
  if (folder.has('Cargo.lock')) seen.sees('lock', 'Cargo.lock', 'cargo wrote it to pin the versions');
  if (isWorkspace) {
    const members = textsAt(read.value, 'workspace', 'members').slice(0, 5).join(', ');
    seen.sees('workspace', 'Cargo.toml', `it is a workspace of ${plainWords(members) || 'several crates'}`);
    seen.workspaceFile = 'Cargo.toml';
    seen.coversBelow = true;
  }
  const source = folder.firstOf('build.rs') ?? folder.below(/^src\/(?:main|lib)\.rs$/);
  if (source !== undefined) seen.sees('sources', source, 'it is Rust');
  suggest(seen, folder, read.value, isWorkspace ? ' --workspace' : '');
  return seen;
};

const suggest = (seen: Sighting, folder: Folder, manifest: unknown, all: string): void => {
  const locked = folder.has('Cargo.lock') ? ' --locked' : '';
  seen.suggests('install', `cargo fetch${locked}`, 'Cargo.toml names the crates; they are fetched once.');
  const format = folder.firstOf('rustfmt.toml', '.rustfmt.toml');
  if (format !== undefined) {
    seen.sees('setting', format, 'it says how the code is formatted');
    seen.suggests('lint', 'cargo fmt --all --check', `${format} says how the code is formatted.`, 'fmt');
  }
  const clippy = folder.firstOf('clippy.toml', '.clippy.toml') ?? lintsIn(manifest);
  if (clippy !== undefined) {
    seen.sees('setting', clippy, 'it holds settings of clippy');
    seen.suggests('lint', `cargo clippy${all} --all-targets${locked}`, `${clippy} holds settings of clippy.`, 'clippy');
  }
  seen.suggests('test', `cargo test${all}${locked}`, 'cargo runs the tests of every crate.');
  seen.suggests('build', `cargo build${all} --release${locked}`, 'cargo builds what is released.');
};

const lintsIn = (manifest: unknown): string | undefined =>
  hasAt(manifest, 'lints', 'clippy') || hasAt(manifest, 'workspace', 'lints', 'clippy') ? 'Cargo.toml' : undefined;
