// Browsers make fast code of what is called often, and take seconds for it. A worker has them before somebody has chosen
// a file: it makes the reports of a sample log until then, over and over, for nobody.

import { Workbench } from "adsum-web";
import { DEFAULTS } from "./state";

/** So often: after that nothing gets faster any more. */
const ROUNDS = 12;

/** Works until there is something to do, or all is fast. */
export async function warm(isAsked: () => boolean, breath: () => Promise<void>): Promise<void> {
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
