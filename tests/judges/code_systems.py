"""Validators of other authors judge the CodeSystem and ValueSet of every catalog: `code_systems.py COMMAND FOLDER`.

Writes the resources of all releases to the folder and shows them to the models of `fhir.resources` (STU3, R4B, R5), to `fhirkit` and, by
`code_systems.mjs`, to the JSON Schema of R4. Each of the three must reject a resource with a mistake of its kind.
"""

import copy
import json
import pathlib
import subprocess
import sys

from fhir.resources import codesystem as codesystem_r5
from fhir.resources import valueset as valueset_r5
from fhir.resources.R4B import codesystem as codesystem_r4b
from fhir.resources.R4B import valueset as valueset_r4b
from fhir.resources.STU3 import codesystem as codesystem_stu3
from fhir.resources.STU3 import valueset as valueset_stu3

HERE = pathlib.Path(__file__).parent
COMMAND = sys.argv[1]
FOLDER = pathlib.Path(sys.argv[2])
MODELS = {
    "STU3": (codesystem_stu3.CodeSystem, valueset_stu3.ValueSet),
    "R4": (codesystem_r4b.CodeSystem, valueset_r4b.ValueSet),
    "R5": (codesystem_r5.CodeSystem, valueset_r5.ValueSet),
}
WARD = "https://ward.example/CodeSystem/"
results = []


def check(is_right, what):
    results.append(bool(is_right))
    if not is_right:
        print(f"FAILED {what}")


def commands():
    """The catalogs with the addresses of their code systems."""
    sending = ["bars", "gp-connect", "gp-connect-dstu2"]
    for path in sorted((HERE / "../../catalogs").glob("*.json")):
        url = [] if path.stem in sending else ["--url", f"https://codes.example/CodeSystem/{path.stem}"]
        yield path, path.stem, url
    for system in ["errors", "numbers", "ward-codes"]:
        yield HERE / "../../error-cli/tests/command/fixtures/codes.json", system, ["--url", WARD + system]
    # With a baseline: retired codes.
    yield HERE / "../docs/removed.json", "removed", ["--url", WARD + "removed"]


def fhirkit(path):
    """Returns the complaint of fhirkit about a file; empty if it accepts it."""
    ran = subprocess.run([pathlib.Path(sys.executable).with_name("fhirkit"), "validate", path], capture_output=True, text=True)
    return "" if ran.returncode == 0 else ran.stdout + ran.stderr


def model_error(model, resource):
    try:
        model.model_validate(resource)
    except ValueError as error:
        return str(error)
    return ""


for catalog, name, url in commands():
    for release, (code_system, value_set) in MODELS.items():
        for kind, model, more in [("CodeSystem", code_system, []), ("ValueSet", value_set, ["--value-set"])]:
            path = FOLDER / release / f"{kind}-{name}.json"
            arguments = [COMMAND, "code-system", catalog, "--fhir", release, "--output", path, *url, *more]
            ran = subprocess.run(arguments, capture_output=True, text=True)
            check(ran.returncode == 0, f"{path}: {ran.stderr}")
            error = model_error(model, json.loads(path.read_text()))
            check(not error, f"fhir.resources rejects {path}: {error}")
            if release == "R4":
                error = fhirkit(path)
                check(not error, f"fhirkit rejects {path}: {error}")

retired = json.loads((FOLDER / "R4/CodeSystem-removed.json").read_text())
inactive = [one["code"] for one in retired["concept"] if {"code": "inactive", "valueBoolean": True} in one["property"]]
check(inactive == ["BED_BUSY", "NO_PATIENT", "WARD_CLOSED"], f"the retired codes are {inactive}")

good = json.loads((FOLDER / "R4/CodeSystem-errors.json").read_text())


def planted(name, change):
    resource = copy.deepcopy(good)
    change(resource)
    path = FOLDER / "planted" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(resource))
    return path, resource


path, resource = planted("no-content", lambda resource: resource.pop("content"))
for release, (model, _) in MODELS.items():
    check(model_error(model, resource), f"fhir.resources {release} accepts a code system without `content`")
path, _ = planted("empty", lambda resource: resource.update(property=[]))
check(fhirkit(path), "fhirkit accepts an empty array")
planted("status", lambda resource: resource.update(status="live"))
check(model_error(codesystem_stu3.CodeSystem, {**good, "copyrightLabel": "x"}), "STU3 accepts a member of R5")

schema = subprocess.run(["node", HERE / "code_systems.mjs", FOLDER / "R4", FOLDER / "planted/status.json"])
check(schema.returncode == 0, "the JSON Schema of R4")

print(f"code systems: {sum(results)} passed, {results.count(False)} failed")
sys.exit(0 if results and all(results) else 1)
