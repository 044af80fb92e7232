// Prints a catalog with a number of entries.
const count = Number(process.argv[2]);
const things = "patient order slot booking referral medication allergy consent document practitioner organisation schedule encounter observation device claim coverage invoice account group".split(" ");
const faults = ["not found", "already exists", "has expired", "is locked", "was cancelled", "is not valid", "is missing", "exceeds the limit", "is in conflict", "is not supported"];
const statuses = [400, 401, 403, 404, 409, 410, 422, 429, 500, 503];
const retries = ["never", "backoff", "manual", "immediate"];
const errors = {};
for (let at = 0; at < count; at += 1) {
  const thing = things[at % things.length];
  const fault = faults[Math.floor(at / things.length) % faults.length];
  errors[`${thing}_${fault}_${at}`.toUpperCase().replaceAll(" ", "_")] = {
    status: statuses[at % statuses.length],
    category: `category-${at % 20}`,
    issue: "processing",
    title: `The ${thing} ${fault} in ward ${at}`,
    message: `The ${thing} {${thing}} ${fault}, in ward ${at}.`,
    action: `Check the ${thing} and its ward ${at}, then send the request again.`,
    retry: retries[at % retries.length],
    tags: [`tag-${at % 7}`],
    parameters: { [thing]: "string" },
  };
}
const categories = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`category-${at}`, { title: `Category ${at}` }]));
const coding = { system: "https://big.example/errors", display: "{title}" };
const responses = { default: { format: "operation-outcome", fhir: "R4", coding, details_text: "{message}" } };
console.log(JSON.stringify({ name: "big", title: "Big API", categories, responses, errors }));
