/** Logical image name → reference on the nodes. */
export const SERVICE_IMAGES = {
  redis: 'deepdive/redis:1',
  vote: 'deepdive/vote:1',
  worker: 'deepdive/worker:1',
} as const;

/** What each image runs; all three share one layer. Shells trap TERM, as PID 1 ignores a signal it does not handle. */
export const SERVICE_COMMANDS: Readonly<Record<keyof typeof SERVICE_IMAGES, readonly string[]>> = {
  redis: ['redis-server', '--save', '', '--protected-mode', 'no'],
  vote: ['/srv/vote'],
  worker: ['/srv/worker'],
};

/** Port 80, plain text: every path is answered by `VOTE_PAGE`. */
export const VOTE = `#!/bin/sh
trap 'kill $!; exit 0' TERM INT
busybox httpd -f -p 80 -h /srv/www &
wait $!
`;

/**
 * Where there is no redis, Docker 20.10 gives no answer to its name, so a page takes as long as is waited here: less than
 * those wait who ask for it.
 */
export const VOTE_PAGE = `#!/bin/sh
printf 'Content-Type: text/plain\\r\\n\\r\\n'
echo "vote answered by $(hostname)"
if count=$(timeout 1 redis-cli -h redis incr votes 2>/dev/null) && [ "$count" -gt 0 ] 2>/dev/null; then
  timeout 1 redis-cli -h redis lpush queue "$(hostname)" >/dev/null 2>&1
  echo "visits counted in redis: $count"
else
  echo "visits not counted: redis does not answer"
fi
`;

export const WORKER = `#!/bin/sh
trap 'kill $! 2>/dev/null; exit 0' TERM INT
while :; do
  vote=$(timeout 2 redis-cli -h redis rpop queue 2>/dev/null)
  if [ -n "$vote" ]; then echo "took the vote of $vote"; else sleep 2 & wait $!; fi
done
`;
