// What the fold step puts in; see main.ts.

/** The bundled worker, as text. */
declare module "worker-source" {
  const source: string;
  export default source;
}
