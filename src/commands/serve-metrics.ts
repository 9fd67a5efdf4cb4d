import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {EXIT, Failure} from '../core/failure.ts';
import {neutralise} from '../core/neutral.ts';
import {openmetrics} from '../report/openmetrics.ts';
import {type Latest, latestReader} from './latest-results.ts';

export interface Served {
  /** `HOST:PORT`, `:PORT` or `PORT`; true for what is usual. */
  readonly at: string | true;
  readonly out: string;
  /** Whether students are named. */
  readonly names: boolean;
}

/** Where Prometheus' exporters of this kind usually are; only this machine gets there. */
const USUAL = {host: '127.0.0.1', port: 9464};
/** Nobody scrapes more than a few at a time. */
const MAX_CONNECTIONS = 16;
const PATIENCE_MS = 10_000;

const TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/** Serves what the latest runs came to until it is interrupted; gives the exit code. */
export async function serveMetrics({at, out, names}: Served): Promise<number> {
  const {host, port} = addressOf(at);
  const read = latestReader(out);
  const server = createServer({maxHeaderSize: 8192, requestTimeout: PATIENCE_MS}, (request, response) =>
    answer(request, response, () => metrics(read, names)),
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.setTimeout(PATIENCE_MS);
  await listen(server, host, port);
  const {port: actual} = server.address() as AddressInfo;
  const shown = host.includes(':') ? `[${host}]` : host;
  process.stderr.write(
    `deepdive: serves http://${shown}:${actual}/metrics of the latest runs in ${neutralise(out)}; Ctrl-C ends it\n`,
  );
  await interruption();
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
  return EXIT.passed;
}

function addressOf(at: string | true): {readonly host: string; readonly port: number} {
  if (at === true) return USUAL;
  const [, six, four, digits] = /^(?:(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]*)):)?(\d{1,5})$/.exec(at) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535) throw new Failure('--serve: expected HOST:PORT, such as 127.0.0.1:9464');
  return {host: six || four || USUAL.host, port};
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', error => reject(new Failure(`--serve: cannot listen on ${host}:${port}: ${error.message}`)));
    server.listen(port, host, () => resolve());
  });
}

const ALLOWED = ['GET', 'HEAD'];

/** Reads nothing of a request but its first line and headers, and changes nothing. */
function answer({method = '', url = ''}: IncomingMessage, response: ServerResponse, text: () => string): void {
  const plain = {'content-type': 'text/plain; charset=utf-8', connection: 'close', 'x-content-type-options': 'nosniff'};
  const say = (status: number, body: string, more: Readonly<Record<string, string>> = {}) =>
    response.writeHead(status, {...plain, ...more}).end(method === 'HEAD' ? undefined : body);
  if (!ALLOWED.includes(method)) return void say(405, 'only GET and HEAD\n', {allow: ALLOWED.join(', ')});
  const [path] = url.split('?', 1);
  if (path === '/') return void say(200, 'deepdive: /metrics has what the latest runs came to\n');
  if (path !== '/metrics') return void say(404, 'there is only /metrics\n');
  try {
    say(200, text(), {'content-type': TYPE, 'cache-control': 'no-store'});
  } catch (error) {
    process.stderr.write(`deepdive: ${neutralise((error as Error).message)}\n`);
    say(500, 'the runs cannot be read\n');
  }
}

/** Runs that are damaged are counted, and told on standard error. */
function metrics(read: () => Latest, names: boolean): string {
  const {results, problems} = read();
  for (const problem of problems) process.stderr.write(`deepdive: ${neutralise(problem)}\n`);
  return openmetrics(results, {names, unreadable: problems.length});
}

function interruption(): Promise<void> {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
