import { defineConfig } from 'vitest/config'

const shared = {
  // RSA keys and the SRP of published clients are slow on small machines; nothing here waits for long.
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 10_000 } },
  // The AWS SDK advises a newer Node, at length, in every test file.
  env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
}

/** They run what operators put around PostgreSQL. */
const withPostgresTools = ['packages/server/test/pooler.test.ts', 'packages/server/test/backups.test.ts']

export default defineConfig({
  test: {
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...shared,
          name: 'packages',
          include: ['packages/*/src/**/*.test.ts'],
          // They share nothing but modules and signing keys, which are the slow part of a pool.
          isolate: false,
        },
      },
      {
        test: {
          ...shared,
          name: 'server on PostgreSQL',
          // The same stories, stores and rules.
          include: ['packages/{server,testing}/src/**/*.test.ts'],
          isolate: false,
          env: { ...shared.env, LATCHKEY_TEST_DATABASE: 'postgres' },
          globalSetup: ['scripts/postgres.mjs'],
        },
      },
      {
        test: {
          ...shared,
          name: 'published clients on PostgreSQL',
          // Those that cover most, each with its own ways: devices, sessions, and every operation.
          include: [
            'conformance/amplify-devices.test.ts',
            'conformance/amplify-sessions.test.ts',
            'conformance/sdk-operations.test.ts',
            'conformance/auth-latchkey.test.ts',
          ],
          env: { ...shared.env, LATCHKEY_TEST_DATABASE: 'postgres' },
          globalSetup: ['scripts/postgres.mjs'],
        },
      },
      {
        test: {
          ...shared,
          name: '@latchkey/auth in the place of aws-amplify/auth',
          include: ['conformance/amplify-*.test.ts'],
          env: { ...shared.env, LATCHKEY_AUTH_MODULE: '@latchkey/auth' },
        },
      },
      {
        test: {
          ...shared,
          name: 'processes',
          include: ['*.test.ts', 'packages/*/test/**/*.test.ts', 'conformance/*.test.ts'],
          exclude: ['conformance/aws-cli.test.ts', 'packages/cli/test/nginx.test.ts', ...withPostgresTools],
        },
      },
      {
        test: {
          ...shared,
          name: 'nginx',
          include: ['packages/cli/test/nginx.test.ts'],
          globalSetup: ['scripts/nginx.mjs'],
        },
      },
      {
        test: {
          ...shared,
          name: 'around PostgreSQL',
          include: withPostgresTools,
          globalSetup: ['scripts/postgres-tools.mjs'],
        },
      },
      {
        test: {
          ...shared,
          name: 'AWS CLI',
          include: ['conformance/aws-cli.test.ts'],
          globalSetup: ['scripts/aws-cli.mjs'],
        },
      },
      {
        test: {
          ...shared,
          name: 'browser',
          // The same stories, and those that only a browser can tell.
          include: ['conformance/amplify-*.test.ts', 'conformance/browser/*.test.ts'],
          env: {
            ...shared.env,
            LATCHKEY_AUTH_MODULE: '@latchkey/auth',
            LATCHKEY_AUTH_GROUND: 'chromium',
          },
          globalSetup: ['scripts/chromium.mjs'],
          // Each worker runs a Chromium, which is several processes. They come last.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
