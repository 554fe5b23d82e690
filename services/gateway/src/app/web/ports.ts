/** A file of the web interface, as a browser gets it. */
export interface WebFile {
  /** Its media type. */
  type: string;
  /** Of its content: another one is another file. */
  tag: string;
  /** Its name changes with its content. */
  isLasting: boolean;
  plain: Buffer;
  /** The same compressed, where that is shorter. */
  br?: Buffer;
  gzip?: Buffer;
}

/** The built web interface. */
export abstract class WebFiles {
  /** The file at an address such as `/assets/index-1a2b3c.js`; undefined where there is none. */
  abstract find(path: string): Promise<WebFile | undefined>;
  /** The page that everything is shown in; undefined where the interface was not built. */
  abstract page(): Promise<WebFile | undefined>;
}
