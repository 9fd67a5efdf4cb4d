import {availableParallelism} from 'node:os';
import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/on-lab/**', 'test/on-docker/**'],
    // Modules hold no state, so files may share one process: 8x faster than isolation.
    isolate: false,
    // Most of them wait for processes they started, so there are more workers than cores.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // What a person's terminal shows; without a locale the program would keep to ASCII.
    env: {LC_ALL: 'C.UTF-8'},
    globalSetup: 'test/temporary-folder.ts',
    testTimeout: 60_000,
  },
});
