import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      '*.test.ts',
      'packages/*/src/**/*.test.ts',
      'packages/*/test/**/*.test.ts',
      'conformance/**/*.test.ts',
    ],
    // RSA keys and the SRP of published clients are slow on small machines; nothing here waits for long.
    testTimeout: 60_000,
    maxWorkers: '100%',
    hookTimeout: 60_000,
    // The AWS SDK advises a newer Node, at length, in every test file.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
})
