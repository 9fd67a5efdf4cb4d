import {spawn} from 'node:child_process';
import {readFileSync, statSync} from 'node:fs';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {type AddressInfo, createServer as createTcpServer, type Server, type Socket} from 'node:net';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';

export interface Serving {
  /** With a slash at its end. */
  readonly url: string;
  stop(): void;
}

export interface Pace {
  /** Bytes of an answer that go at a time. */
  readonly bytes: number;
  readonly everyMs: number;
}

/** All repositories below a folder, as `git daemon` gives them out. */
export async function serveDaemon(root: string): Promise<Serving> {
  const port = await freePort();
  const args = ['daemon', '--verbose', '--export-all', '--listen=127.0.0.1', `--port=${port}`, `--base-path=${root}`];
  const daemon = spawn('git', [...args, root], {detached: true, stdio: ['ignore', 'ignore', 'pipe']});
  await new Promise<void>((resolve, reject) => {
    daemon.stderr.on('data', (text: Buffer) => text.includes('Ready to rumble') && resolve());
    daemon.on('exit', code => reject(new Error(`git daemon ended with ${code}`)));
  });
  return {url: `git://127.0.0.1:${port}/`, stop: () => process.kill(-daemon.pid!, 'SIGKILL')};
}

/** The same over http by git's own CGI program, at a pace. */
export function serveSmart(root: string, pace?: Pace): Promise<Serving> {
  return serveHttp((request, response) => {
    const {pathname, search} = new URL(request.url!, 'http://localhost');
    const backend = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env.PATH,
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: '1',
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
        PATH_INFO: pathname,
        QUERY_STRING: search.slice(1),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
        REMOTE_ADDR: '127.0.0.1',
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    backend.stdin.on('error', () => {});
    request.pipe(backend.stdin);
    const chunks: Buffer[] = [];
    backend.stdout.on('data', chunk => chunks.push(chunk));
    backend.on('close', () => void answer(Buffer.concat(chunks), response, pace));
  });
}

async function answer(all: Buffer, response: ServerResponse, pace?: Pace): Promise<void> {
  const end = all.indexOf('\r\n\r\n');
  let status = 200;
  for (const line of all.subarray(0, end).toString().split('\r\n')) {
    const [, name = '', value = ''] = /^([^:]+): (.*)$/.exec(line) ?? [];
    if (name === 'Status') status = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.writeHead(status);
  const body = all.subarray(end + 4);
  const step = pace?.bytes ?? body.length;
  for (let at = 0; at < body.length && !response.destroyed; at += step) {
    response.write(body.subarray(at, at + step));
    if (pace !== undefined) await sleep(pace.everyMs);
  }
  response.end();
}

/** Plain files, after `git update-server-info`. */
export function serveFiles(root: string): Promise<Serving> {
  return serveHttp((request, response) => {
    const path = join(root, new URL(request.url!, 'http://localhost').pathname);
    const isFile = statSync(path, {throwIfNoEntry: false})?.isFile() === true;
    response.writeHead(isFile ? 200 : 404).end(isFile ? readFileSync(path) : '');
  });
}

/** Takes connections and does with them what is said; by itself it answers nothing. */
export async function serveSocket(talk: (socket: Socket) => void): Promise<Serving> {
  const sockets = new Set<Socket>();
  const server = createTcpServer(socket => {
    sockets.add(socket);
    socket.on('error', () => {});
    talk(socket);
  });
  const port = await listen(server);
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return {url: `http://127.0.0.1:${port}/`, stop};
}

async function serveHttp(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<Serving> {
  const server = createServer(handle);
  const port = await listen(server);
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return {url: `http://127.0.0.1:${port}/`, stop};
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server);
  await new Promise(resolve => server.close(resolve));
  return port;
}
