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
  return bytesOf('text' in body ? body.text : body);
}

export function bytesOf(content: string | {readonly base64: string}): Buffer {
  return typeof content === 'string' ? Buffer.from(content) : Buffer.from(content.base64, 'base64');
}
