/** Where blobs are kept, as the configuration of services names it. */
export const blobsUrl =
  /^(?:file:\/\/\/.+|nats:[A-Za-z0-9_-]{1,100}|s3:\/\/[a-z0-9.-]{3,63}(?:\/[A-Za-z0-9._/-]*)?(?:\?.*)?)$/;

export const blobsUrlForms = 'file:///path, nats:BUCKET or s3://bucket/prefix?endpoint=URL&region=NAME';

/** On the bus, where nothing more than that is needed. */
export const defaultBlobsUrl = 'nats:BLOBS';
