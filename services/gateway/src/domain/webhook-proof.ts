/** What is kept of a pipeline's token: neither it nor what it is made from. */
export interface KeptToken {
  /** Makes each token another one. */
  salt: string;
  /** SHA-256 of the token, in hexadecimal. */
  digest: string;
  createdAt: string;
  createdBy: string;
}

/** What a caller shows to be let in. */
export type Proof =
  | { kind: 'token'; token: string }
  /** HMAC-SHA256 of the body under the token, in hexadecimal. */
  | { kind: 'signature'; signature: string; body: Uint8Array };

/** `other-key`: the token was made under a key that this platform does not have any more. */
export type Checked = 'ok' | 'wrong' | 'other-key';
