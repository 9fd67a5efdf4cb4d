import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {join} from 'node:path';

/**
 * A socket's path may have 107 bytes. ssh first binds a temporary name, 17 bytes longer than ControlPath, and our
 * folder and socket names take up to 24.
 */
const LONGEST_BASE = 107 - 17 - 24;

export interface ControlFolder {
  readonly path: string;
  remove(): void;
}

/** A private folder for the control sockets of one cluster: under `base` when that is given and short enough. */
export function controlFolder(base: string | undefined): ControlFolder {
  const root = base !== undefined && Buffer.byteLength(base) <= LONGEST_BASE ? base : '/tmp';
  if (root !== '/tmp') mkdirSync(root, {recursive: true, mode: 0o700});
  const path = mkdtempSync(join(root, 'deepdive-'));
  return {path, remove: () => rmSync(path, {recursive: true, force: true})};
}
