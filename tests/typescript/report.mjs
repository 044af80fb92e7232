// What the decoder in TypeScript reports, in the fields of the recorded cases. It runs in Node.js and in browsers.

/** What a module reports about a response, in the fields of the recorded cases. */
function report(module, response, attempts) {
  const decoded = module.decode({
    ...response,
    body: typeof response.body === "string" ? response.body : Uint8Array.from(response.body),
  });
  const absent = (value) => value ?? null;
  const advice = module.advice(decoded);
  const decisions = attempts.map(({ attempt, budget }) => module.decide(decoded, attempt, budget));
  const issue = (one) => ({
    candidates: one.candidates,
    position: one.position,
    offset: one.offset,
    status: one.status,
    code: absent(one.code),
    severity: absent(one.severity),
    issueType: absent(one.issueType),
    text: absent(one.text),
    diagnostics: absent(one.diagnostics),
    expressions: one.expressions,
    locations: one.locations,
    codings: one.codings.map(({ code, system, display }) => [absent(code), absent(system), absent(display)]),
    parameters: one.parameters,
    drift: absent(one.drift?.text),
    action: absent(module.action(decoded, one)),
    userMessage: module.userMessage(decoded, one),
  });
  for (const one of decoded.issues) {
    const found = { 0: "unknown", 1: "known" }[one.candidates.length] ?? "ambiguous";
    if (one.found !== found || (one.found === "known") !== (one.error !== undefined)) {
      throw new Error(`expected ${found}, found ${one.found}`);
    }
  }
  return {
    kind: decoded.kind,
    notes: decoded.notes,
    response: absent(decoded.response),
    error: decoded.isError,
    entry: absent(decoded.error?.entry),
    requestId: absent(decoded.requestId),
    id: absent(decoded.id),
    instance: absent(decoded.instance),
    retryAfter: absent(decoded.retryAfter),
    advice: { class: advice.class, delay: absent(advice.delay), byEndpoint: advice.byEndpoint, byStatus: advice.byStatus },
    decisions: decisions.map((one) => decision(module, one)),
    overQuota: overQuota(module, decisions),
    action: absent(module.action(decoded)),
    userMessage: module.userMessage(decoded),
    german: module.userMessage(decoded, undefined, "de-AT"),
    log: module.logLine(decoded),
    unread: module.unread(decoded).map(({ path, value }) => [path, value]),
    issues: decoded.issues.map(issue),
  };
}

/** The positions of the decisions, three times each, that a quota of two retries rejects, with a success before each. */
function overQuota(module, decisions) {
  const quota = new module.Quota(2);
  const all = [...decisions, ...decisions, ...decisions];
  return [...all.keys()].filter((number) => {
    quota.succeeded(number % 4 === 0);
    return quota.limit(all[number]) !== all[number];
  });
}

/** The decisions about the first attempts, if the request has no response. */
function faults(module, url, attempts) {
  return attempts.slice(0, 4).flatMap(({ attempt, budget }) => {
    return ["not-sent", "lost"].map((fault) => decision(module, module.decideFault(fault, url, attempt, budget)));
  });
}

/** A decision as Rust's numbers print it. */
function decision(module, one) {
  const number = (milliseconds) => (Number.isInteger(milliseconds) ? `${BigInt(milliseconds)}.0` : String(milliseconds));
  const numbers = {
    never: () => ` ${one.why}`,
    after: () => ` ${number(one.delay)}`,
    later: () => ` ${number(one.delay)}`,
    backoff: () => ` ${number(one.delay)} ${number(one.longest)} ${one.left}`,
  };
  return `${one.class}${numbers[one.class]?.() ?? ""}; ${module.decisionText(one)}`;
}

/** The members that differ, for people. Both sides are JSON. */
function differences(actual, expected, path = "") {
  if (actual === expected) {
    return [];
  }
  if (typeof actual !== "object" || typeof expected !== "object" || !actual || !expected) {
    return [`${path}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`];
  }
  const names = new Set([...Object.keys(actual), ...Object.keys(expected)]);
  return [...names].flatMap((name) => differences(actual[name], expected[name], `${path}/${name}`));
}

/** The differences between a recorded case and the module of its catalog. */
export function problemsOf(module, one, attempts) {
  try {
    const actual = JSON.parse(JSON.stringify(report(module, one.response, attempts)));
    const problems = differences(actual, one.expected);
    if (one.faults === null) {
      return problems;
    }
    return [...problems, ...differences(faults(module, one.response.url, attempts), one.faults, "/faults")];
  } catch (error) {
    return [error.stack];
  }
}

/** The attempts of the first line of recorded cases. */
export function attemptsOf({ attempts }) {
  // JSON has no `undefined`.
  return attempts.map(({ attempt, budget }) => {
    const { repeatable, ...others } = attempt;
    return { attempt: repeatable === null ? others : attempt, budget };
  });
}
