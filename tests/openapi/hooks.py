"""JSON under the media type of DSTU2, which schemathesis does not know."""

import schemathesis

schemathesis.serializer.alias("application/json+fhir", "application/json")


@schemathesis.deserializer("application/json+fhir")
def json_of_dstu2(context, response):
    return response.json()
