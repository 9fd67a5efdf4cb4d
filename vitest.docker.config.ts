import {defineConfig} from 'vitest/config';

/** Tests that need root and make the lab of containers on a dockerd of their own; run by `npm run test:docker`. */
export default defineConfig({
  test: {
    include: ['test/on-docker/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});
