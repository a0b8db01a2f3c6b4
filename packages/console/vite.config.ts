import { defineConfig } from 'vite'

/** The server serves what this builds: the page at every address below /console and /account, the rest at /assets. */
export default defineConfig({
  base: '/',
  build: {
    target: 'es2022',
    // Data URLs would need leave in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What is loaded when: bundle.test.ts reads it.
    manifest: true,
    // Of what is inside, as their licences want it.
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      // Packages mark what a server may not render ("use client"), which means nothing here.
      onwarn: (warning, warn) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warn(warning),
    },
  },
})
