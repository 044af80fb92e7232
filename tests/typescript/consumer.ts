// A client of the package: the types narrow, and a switch over all entries is complete.
import { decide, decisionText, decode, userMessage } from "@tests/clinic";
import type { ClinicDecoded, ClinicError, ClinicErrors, Decision } from "@tests/clinic";

function text(error: ClinicError): string {
  switch (error.entry) {
    case "PATIENT_NOT_FOUND": {
      const code: "PATIENT_NOT_FOUND" = error.code;
      const status: 404 = error.status;
      const patient: string | undefined = error.parameters.patient;
      // @ts-expect-error It has no such parameter.
      error.parameters.limit;
      // @ts-expect-error Members are read only.
      error.parameters.patient = "p-18";
      return `${code} ${status} ${patient}`;
    }
    case "TOO_MANY": {
      const limit: number | undefined = error.parameters.limit;
      const client: "desk" | "app" | undefined = error.parameters.client;
      return `${limit} ${client}`;
    }
    case "GONE":
      // @ts-expect-error It has no parameters.
      error.parameters.patient;
      return "gone";
    default: {
      const never: never = error;
      return never;
    }
  }
}

/** `code` and `status` discriminate too. */
function byCode(error: ClinicError): number | undefined {
  return error.code === "TOO_MANY" ? error.parameters.limit : undefined;
}

function byStatus(error: ClinicError): string | undefined {
  return error.status === 404 ? error.parameters.patient : undefined;
}

// @ts-expect-error There is no such entry.
export type Other = ClinicErrors["OTHER"];

function next(decision: Decision): number {
  switch (decision.class) {
    case "after":
    case "later":
      return decision.delay;
    case "backoff":
      return decision.delay + decision.left;
    case "immediate":
      return 0;
    case "manual":
      return -1;
    case "never":
      return decision.why.length;
  }
}

const decoded: ClinicDecoded = decode({
  status: 429,
  headers: { "Content-Type": "application/json", "Retry-After": "7" },
  body: '{ "code": "TOO_MANY", "message": "More than 40 requests in a minute by app." }',
  method: "GET",
  url: "https://clinic.example/patients",
});
const [issue] = decoded.issues;
if (issue?.found === "known") {
  console.log(text(issue.error), byCode(issue.error), byStatus(issue.error));
}
if (decoded.error !== undefined) {
  console.log(text(decoded.error));
}
const decision = decide(decoded);
console.log(next(decision), decisionText(decision), userMessage(decoded));
console.log(text(decode({ status: 410 }).error ?? raise()), decode({ status: 404, headers: new Map([["a", "b"]]), body: new Uint8Array() }).issues[0]?.found);

function raise(): never {
  throw new Error("expected an entry");
}

// The console of every JavaScript engine.
declare const console: { log(...values: unknown[]): void };
