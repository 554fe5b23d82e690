/** The files of a checkout, as far as a detector may ask. Nothing here is trusted. */
export abstract class ProjectFiles {
  /** Of every file, from the top of the checkout, with slashes. */
  abstract paths(): readonly string[];
  /** In bytes; undefined where nobody knows. */
  abstract size(path: string): number | undefined;
  /** Its text; undefined for what cannot be read or is not known. */
  abstract read(path: string): string | undefined;
}

/** Files whose texts somebody has sent; undefined where only the path is known. */
export class GivenFiles extends ProjectFiles {
  constructor(private readonly files: ReadonlyMap<string, string | undefined>) {
    super();
  }

  paths(): readonly string[] {
    return [...this.files.keys()];
  }

  size(path: string): number | undefined {
    return this.files.get(path)?.length;
  }

  read(path: string): string | undefined {
    return this.files.get(path);
  }
}
