/**
 * Puts a placeholder where a command's nonce stands in its output. Byte-exact both ways: `@` itself becomes `@@`, so
 * that a placeholder the command printed is not taken for one of ours.
 */
export function hideNonce(bytes: Uint8Array, nonce: string): Buffer {
  const text = latin1(bytes).replaceAll('@', '@@').replaceAll(byteString(nonce), '@nonce@');
  return Buffer.from(text, 'latin1');
}

export function showNonce(bytes: Uint8Array, nonce: string): Buffer {
  const shown = byteString(nonce);
  return Buffer.from(
    latin1(bytes).replace(/@@|@nonce@/g, token => (token === '@@' ? '@' : shown)),
    'latin1',
  );
}

/** One character a byte. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function byteString(text: string): string {
  return Buffer.from(text).toString('latin1');
}
