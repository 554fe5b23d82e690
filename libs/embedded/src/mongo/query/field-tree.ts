/** Paths as a tree: `a.b` and `a.c` share `a`. A leaf is true. */
export interface FieldTree {
  [part: string]: FieldTree | true;
}

export const treeOf = (paths: readonly string[]): FieldTree => {
  const tree: FieldTree = Object.create(null) as FieldTree;
  for (const path of paths) {
    let node = tree;
    const parts = path.split('.');
    for (const [at, part] of parts.entries()) {
      const known = node[part];
      if (at === parts.length - 1) node[part] = true;
      else if (known === true) break;
      else node = node[part] = known ?? (Object.create(null) as FieldTree);
    }
  }
  return tree;
};
