import {createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {EXIT, Failure} from '../core/failure.ts';
import {type ChainedJournal, readChain} from './chain.ts';

/** What is signed: a word for what it is, and the hash of the journal's last line, which stands for all before it. */
function message(head: string): Uint8Array {
  return Buffer.from(`deepdive-run/1 ${head}`);
}

/** SHA-256 of the public key in DER. */
function fingerprint(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({type: 'spki', format: 'der'}))
    .digest('hex');
}

/** A private Ed25519 key from a PEM file, as `openssl genpkey -algorithm ed25519` makes it. */
export function readSigningKey(file: string): KeyObject {
  return ed25519(file, 'private', text => createPrivateKey(text));
}

/** A public Ed25519 key from a PEM file. */
export function readVerifyKey(file: string): KeyObject {
  return ed25519(file, 'public', text => createPublicKey(text));
}

function ed25519(file: string, kind: 'private' | 'public', read: (text: string) => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = read(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Failure(`${file}: expected a ${kind} key in PEM: ${(error as Error).message}`);
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new Failure(`${file}: expected an Ed25519 key, found ${key.asymmetricKeyType}`);
}

/** Signs all that the journal holds. */
export function signJournal(journal: ChainedJournal, key: KeyObject): void {
  const signature = sign(null, message(journal.head()), key).toString('base64');
  journal.append({kind: 'signature', key: fingerprint(createPublicKey(key)), signature});
}

/** Throws unless the last entry is a signature by that key, over all entries before it. */
export function verifySignature(file: string, key: KeyObject): void {
  const {entries, before} = readChain(file);
  const at = entries.findLastIndex(({kind}) => kind === 'signature');
  const last = entries[at];
  const refuse = (why: string) => new Failure(`${file}: ${why}`, EXIT.damaged);
  if (last?.kind !== 'signature') throw refuse('it is not signed');
  if (last.key !== fingerprint(key)) throw refuse(`it is signed by another key, ${last.key.slice(0, 16)}…`);
  if (!verify(null, message(before[at]!), key, Buffer.from(last.signature, 'base64')))
    throw refuse('its signature does not hold');
  const after = entries.length - 1 - at;
  if (after > 0) throw refuse(`${after} ${after === 1 ? 'entry was' : 'entries were'} added after it was signed`);
}
