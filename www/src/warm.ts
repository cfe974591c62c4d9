// Browsers make fast code of what is called often, and take seconds for it. A worker has them before somebody has chosen
// a file: it makes the reports of a sample log until then, over and over, for nobody.

import { Workbench } from "adsum-web";
import { DEFAULTS } from "./state";

/** So often: after that nothing gets faster any more. */
const ROUNDS = 12;
/** How long the page is left alone with the computer at first, in milliseconds. */
const PATIENCE = 400;

/** Works until there is something to do, or all is fast. */
export async function warm(isAsked: () => boolean, breath: () => Promise<void>): Promise<void> {
  // The page is drawn first; and who was started for a job, or opens and chooses at once, has all of the computer for it.
  await new Promise((done) => setTimeout(done, PATIENCE));
  if (isAsked()) return;
  const bench = new Workbench();
  const steps = [
    () => void bench.sample("classes"),
    () => void bench.report(DEFAULTS),
    () => void bench.picture(DEFAULTS, { picture: "usage", session: undefined, order: "joined", first: 0 }),
    () => void bench.save(DEFAULTS, "attendance", "spreadsheet", false, { take: () => undefined }),
    () => bench.fresh(),
  ];
  for (let round = 0; round < ROUNDS; round++) {
    for (const step of steps) {
      await breath();
      if (isAsked()) return bench.free();
      step();
    }
  }
  bench.free();
}
