/** The part of the build that the benchmark uses; the build itself is plain JavaScript. */
declare module '*/scripts/build-function.mjs' {
  export const BUNDLE_OPTIONS: import('esbuild').BuildOptions;
}
