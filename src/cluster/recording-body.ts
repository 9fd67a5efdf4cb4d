import {createHash} from 'node:crypto';
import type {Body} from './recording-format.ts';

const decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

export function toBody(bytes: Uint8Array): Body {
  const body = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  try {
    return {body, text: decoder.decode(bytes)};
  } catch {
    return {body, base64: Buffer.from(bytes).toString('base64')};
  }
}

export function fromBody(body: Body): Buffer {
  return 'text' in body ? Buffer.from(body.text) : Buffer.from(body.base64, 'base64');
}
