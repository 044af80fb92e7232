"""Clients of other authors read errors in XML, as the command renders them: `styles.py COMMAND`.

The parsers of botocore read S3, IAM and EC2, as they do for boto3 and the command of AWS; zeep reads faults of SOAP 1.1 and 1.2.
"""

import pathlib
import subprocess
import sys

from botocore.parsers import create_parser
from lxml import etree
from zeep.exceptions import Fault
from zeep.wsdl.bindings.soap import Soap11Binding, Soap12Binding

CATALOGS = pathlib.Path(__file__).parent / "../behaviour/catalogs"
COMMAND = sys.argv[1]
results = []


def render(catalog, *words):
    return subprocess.run([COMMAND, "render", CATALOGS / catalog, *words, "--as", "xml"], check=True, capture_output=True).stdout


def check(found, wanted, what):
    results.append(found == wanted)
    if found != wanted:
        print(f"FAILED {what}: {found!r} is not {wanted!r}")


def aws(protocol, status, body):
    """The error and the request id that a parser of botocore reads."""
    response = create_parser(protocol).parse({"body": body, "headers": {}, "status_code": status}, None)
    return response["Error"], response["ResponseMetadata"].get("RequestId")


key = "a/\"b\" & <c> \u00e9]]>"
body = render("s3.json", "NoSuchKey", f"key={key}", "request_id=4442587FB7D0A2F9")
wanted = {"Code": "NoSuchKey", "Message": "The specified key does not exist.", "Key": key}
# The parser takes the id of the request from a header.
check(aws("rest-xml", 404, body), (wanted, None), "S3, a key")
body = render("s3.json", "EntityTooLarge", "proposed_size=2", "max_size=1")
wanted = {
    "Code": "EntityTooLarge",
    "Message": "Your proposed upload exceeds the maximum allowed size",
    "ProposedSize": "2",
    "MaxSizeAllowed": "1",
}
check(aws("rest-xml", 400, body), (wanted, None), "S3, sizes")
body = render("iam.json", "NoSuchEntity", "user=Bob", "request_id=r-1")
wanted = {"Type": "Sender", "Code": "NoSuchEntity", "Message": "The user with name Bob cannot be found."}
check(aws("query", 404, body), (wanted, "r-1"), "IAM")
body = render("iam.json", "InvalidVolume", "volume=vol-2", "request_id=r-2")
wanted = {"Code": "InvalidVolume.NotFound", "Message": "The volume 'vol-2' does not exist."}
check(aws("ec2", 400, body), (wanted, "r-2"), "EC2")


def soap(binding, body):
    """The fault that zeep raises."""
    try:
        binding(None, "fault", "port", None, "document").process_error(etree.fromstring(body), None)
    except Fault as fault:
        return fault


fault = soap(Soap11Binding, render("soap.json", "WardClosed", "ward=5 & \"6\""))
check((fault.code, fault.message), ("soap:Server", "The ward is closed"), "SOAP 1.1")
detail = fault.detail.find("{urn:example:clinic}error")
check(dict(detail.attrib), {"code": "WardClosed", "ward": "5 & \"6\""}, "the detail of SOAP 1.1")
fault = soap(Soap12Binding, render("soap.json", "SlotTaken", "slot=7"))
check((fault.code, fault.message), ("env:Sender", "The slot is taken"), "SOAP 1.2")
check([str(code) for code in fault.subcodes], ["{urn:example:clinic}SlotTaken"], "the subcode of SOAP 1.2")
check(fault.detail.find("{urn:example:clinic}slot").get("id"), "7", "the detail of SOAP 1.2")
fault = soap(Soap12Binding, render("soap.json", "Overloaded"))
check((fault.code, fault.detail), ("env:Receiver", None), "SOAP 1.2 without a detail")

print(f"styles in XML: {sum(results)} passed, {results.count(False)} failed")
sys.exit(0 if results and all(results) else 1)
