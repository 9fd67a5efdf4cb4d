import {defineConfig} from 'vitest/config';

/** Tests that need root and the three-kernel lab; run by `npm run test:lab`. */
export default defineConfig({
  test: {
    include: ['test/on-lab/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
