/** What the tests need of a server that speaks S3. */
declare module '@20minutes/s3rver' {
  interface Asked {
    method: string;
    path: string;
    query: Record<string, string | undefined>;
    status: number;
    type: string;
    body: string;
  }
  class S3rver {
    middleware: ((asked: Asked, next: () => Promise<unknown>) => Promise<unknown>)[];
    constructor(options: {
      port: number;
      address: string;
      silent: boolean;
      allowMismatchedSignatures: boolean;
      directory: string;
      configureBuckets: { name: string; configs: Buffer[] }[];
    });
    run(): Promise<{ port: number }>;
    close(): Promise<void>;
  }
  export = S3rver;
}
