// Bad bodies, made of a good one. The validators together must reject each.

/** A code that a version does not have yet. */
const LATER = { DSTU2: 'deleted', STU3: 'multiple-matches', R4: 'limited-filter', R4B: 'limited-filter', R5: 'made-up' };

export function planted(version, kind, good) {
  return kind === 'json' ? json(version, good) : xml(version, good);
}

function json(version, good) {
  const bodies = [];
  const add = (what, change) => {
    const resource = JSON.parse(good);
    change(resource, resource.issue[0]);
    bodies.push({ what, text: JSON.stringify(resource) });
  };
  add('a misspelt issue code', (_, issue) => { issue.code = 'not_found'; });
  add('an issue code of a later version', (_, issue) => { issue.code = LATER[version]; });
  add('an issue code in capitals', (_, issue) => { issue.code = 'Not-Found'; });
  add('an unknown severity', (_, issue) => { issue.severity = 'critical'; });
  add('no severity', (_, issue) => { delete issue.severity; });
  add('no issue code', (_, issue) => { delete issue.code; });
  add('no issue', (resource) => { delete resource.issue; });
  add('an empty list of issues', (resource) => { resource.issue = []; });
  add('an empty list of locations', (_, issue) => { issue.location = []; });
  add('an empty list of codings', (_, issue) => { issue.details.coding = []; });
  add('an issue that is no list', (resource) => { [resource.issue] = resource.issue; });
  add('a location that is no list', (_, issue) => { [issue.location] = issue.location; });
  add('a coding that is no list', (_, issue) => { [issue.details.coding] = issue.details.coding; });
  add('a list of diagnostics', (_, issue) => { issue.diagnostics = [issue.diagnostics]; });
  add('details that are a text', (_, issue) => { issue.details = 'Not found'; });
  add('diagnostics that are a number', (_, issue) => { issue.diagnostics = 7; });
  add('a code that is a number', (_, issue) => { issue.details.coding[0].code = 20003; });
  add('userSelected that is a string', (_, issue) => { issue.details.coding[0].userSelected = 'yes'; });
  add('null', (_, issue) => { issue.diagnostics = null; });
  add('an empty string', (_, issue) => { issue.diagnostics = ''; });
  add('an unknown member of the resource', (resource) => { resource.status = 404; });
  add('an unknown member of the issue', (_, issue) => { issue.detail = 'Not found'; });
  add('an unknown member of the coding', (_, issue) => { issue.details.coding[0].title = 'Not found'; });
  add('another resource type', (resource) => { resource.resourceType = 'OperationOutcomes'; });
  if (version === 'DSTU2') add('an expression, which DSTU2 does not have', (_, issue) => { issue.expression = ['Patient.id']; });
  if (version !== 'R5') add('the severity of R5', (_, issue) => { issue.severity = 'success'; });
  bodies.push({ what: 'a name twice', text: good.replace('"severity":', '"severity":"error","severity":') });
  bodies.push({ what: 'a comma too much', text: good.replace(/\]\}$/, ',]}') });
  return bodies;
}

function xml(version, good) {
  const bodies = [];
  const add = (what, pattern, replacement) => {
    const text = good.replace(pattern, replacement);
    if (text === good) throw new Error(`nothing was planted: ${what}`);
    bodies.push({ what, text });
  };
  add('a misspelt issue code', '<code value="not-found"/>', '<code value="not_found"/>');
  add('an unknown severity', '<severity value="error"/>', '<severity value="critical"/>');
  add('no severity', '<severity value="error"/>', '');
  add('no issue code', '<code value="not-found"/>', '');
  add('no issue', /<issue>.*<\/issue>/s, '');
  add('code before severity', /(<severity [^>]*>)(<code [^>]*>)/, '$2$1');
  add('diagnostics before details', /(<details>.*<\/details>)(<diagnostics [^>]*>)/s, '$2$1');
  add('text before coding', /(<coding>.*<\/coding>)(<text value[^>]*>)/s, '$2$1');
  add('code before system', /(<system [^>]*>)(<version [^>]*>)?(<code [^>]*>)/, '$3$1$2');
  add('meta before id', /(<id [^>]*>)(<meta>.*<\/meta>)/s, '$2$1');
  add('an extension behind the issue', /(<extension url.*<\/extension>)(<issue>.*<\/issue>)/s, '$2$1');
  add('diagnostics twice', /(<diagnostics [^>]*>)/, '$1$1');
  add('an empty value', /<diagnostics [^>]*>/, '<diagnostics value=""/>');
  add('a value that is text', /<diagnostics [^>]*>/, '<diagnostics>text</diagnostics>');
  add('an unknown element', '<details>', '<detail value="a"/><details>');
  add('an unknown attribute', '<issue>', '<issue code="a">');
  add('a comma between elements', '<details>', ',<details>');
  add('no namespace', ' xmlns="http://hl7.org/fhir"', '');
  add('a narrative without its namespace', ' xmlns="http://www.w3.org/1999/xhtml"', '');
  add('an ampersand', /<diagnostics [^>]*>/, '<diagnostics value="a & b"/>');
  add('an element that is not closed', '</details>', '');
  if (version === 'DSTU2') add('an expression, which DSTU2 does not have', '</issue>', '<expression value="Patient.id"/></issue>');
  return bodies;
}
