/** Counts checks, and ends the process with their result. */
let [passed, failed] = [0, 0];

/** Runs a check; it fails with an exception. */
export async function check(name, run) {
  try {
    await run();
    passed += 1;
    console.log(`ok ${name}`);
  } catch (error) {
    failed += 1;
    console.error(`failed: ${name}\n${error.stdout ?? ""}${error.stderr ?? ""}${error.stack}`);
  }
}

/** Prints the numbers of checks and exits. */
export function finish(name) {
  console.log(`test result: ${name}. ${passed} passed; ${failed} failed`);
  process.exit(failed > 0 ? 1 : 0);
}
