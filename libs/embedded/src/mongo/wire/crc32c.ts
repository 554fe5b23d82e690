const POLYNOMIAL = 0x82f63b78;

const tableEntry = (_: unknown, byte: number): number => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value >>> 0;
};
const table = Uint32Array.from({ length: 256 }, tableEntry);

/** CRC-32C (Castagnoli), the checksum a message may end with. */
export const crc32c = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
};
