//! Errors of frameworks and services: all of their texts, fields and codes are read, and nothing else is.

use behaviour_tests::Medblocks;
use behaviour_tests::recorded::Decode;
use error_client::{ReceivedResponse, RetryAfter};

use crate::unknown::{issues, read};

#[test]
fn maps_of_errors_keep_each_field() {
    for (body, expected) in [
        // Django REST framework: one name of the map is known, lists have objects, and objects have objects.
        (
            r#"{"name":["This field is required."],"non_field_errors":["Passwords do not match."]}"#,
            &[" | This field is required. | name", " | Passwords do not match. | "][..],
        ),
        (
            r#"{"user":{"email":["Enter a valid email."]},"items":[{},{"qty":["A valid integer is required."]}]}"#,
            &[
                " | Enter a valid email. | user.email",
                " | A valid integer is required. | items.qty",
            ],
        ),
        // Play.
        (
            r#"{"obj.name":[{"msg":["error.path.missing"],"args":[]}]}"#,
            &[" | error.path.missing | obj.name.msg"],
        ),
        // Jira: a field is called `summary`.
        (
            r#"{"errorMessages":["Issue does not exist"],"errors":{"summary":"You must specify a summary","project":"project is required"}}"#,
            &[
                " | Issue does not exist | ",
                " | You must specify a summary | summary",
                " | project is required | project",
            ],
        ),
        // Phoenix: one error, not a map of them.
        (
            r#"{"errors":{"detail":"Unprocessable Entity"}}"#,
            &[" | Unprocessable Entity | "],
        ),
        (
            r#"{"formErrors":["bad form"],"fieldErrors":{"name":["Required"]}}"#,
            &[" | bad form | ", " | Required | name"],
        ),
        // Django REST framework: a known name beside nested serializers.
        (
            r#"{"email":["Enter a valid email."],"profile":{"age":["An integer is required."]},"non_field_errors":["Passwords differ."]}"#,
            &[
                " | Enter a valid email. | email",
                " | An integer is required. | profile.age",
                " | Passwords differ. | ",
            ],
        ),
        // A map under the name `fields`.
        (
            r#"{"message":"Invalid","fields":{"email":"is taken","age":["is low"]}}"#,
            &[" | is taken | email", " | is low | age"],
        ),
    ] {
        assert_eq!(read(400, body), expected, "{body}");
    }
}

#[test]
fn details_of_an_error_are_no_errors_of_their_own() {
    for (body, expected) in [
        // Kubernetes.
        (
            r#"{"kind":"Status","status":"Failure","message":"pods \"x\" not found","reason":"NotFound","code":404,
                "details":{"name":"x","kind":"pods","causes":[{"reason":"FieldValueInvalid","message":"bad","field":"spec.a"}]}}"#,
            "FieldValueInvalid,NotFound,404 | bad | spec.a",
        ),
        (
            r#"{"kind":"Status","status":"Failure","message":"pods \"x\" not found","reason":"NotFound","details":{"name":"x","kind":"pods"}}"#,
            "NotFound | pods \"x\" not found | ",
        ),
        // Joi; GraphQL with a trace; Connect with a value in Base64; express-validator with the sent value.
        (
            r#"{"statusCode":400,"message":"Invalid request payload input","validation":{"source":"payload","keys":["name"]}}"#,
            " | Invalid request payload input | ",
        ),
        (
            r#"{"errors":[{"message":"Unauthorized","path":["me",0,"id"],"extensions":{"code":"UNAUTHENTICATED","exception":{"stacktrace":["at x"]}}}]}"#,
            "UNAUTHENTICATED | Unauthorized | me[0].id",
        ),
        (
            r#"{"code":"invalid_argument","message":"bad","details":[{"type":"acme.Err","value":"CgIIPA"}]}"#,
            "acme.Err,invalid_argument | bad | ",
        ),
        (
            r#"{"errors":[{"type":"field","value":"x","msg":"Invalid value","path":"email","location":"body"}]}"#,
            "field | Invalid value | email",
        ),
        // Okta's ID of the error is not a code.
        (
            r#"{"errorCode":"E0000011","errorSummary":"Invalid token provided","errorId":"oaeX","errorCauses":[]}"#,
            "E0000011 | Invalid token provided | ",
        ),
    ] {
        assert_eq!(read(404, body), [expected], "{body}");
    }
}

#[test]
fn texts_and_codes_by_the_names_of_frameworks_are_read() {
    for (body, expected) in [
        (
            r#"{"status":400,"message":"Validation failed","errors":[{"field":"name","defaultMessage":"must not be blank","code":"NotBlank"}]}"#,
            "NotBlank | must not be blank | name",
        ),
        (
            r#"{"message":"Bad Request","_embedded":{"errors":[{"message":"person.name: must not be blank"}]}}"#,
            " | person.name: must not be blank | ",
        ),
        (
            r#"{"parameterViolations":[{"constraintType":"PARAMETER","path":"hello.name","message":"size is wrong"}],"classViolations":[]}"#,
            " | size is wrong | hello.name",
        ),
        (
            r#"{"errmsg":"duplicate key","code":11000,"codeName":"DuplicateKey"}"#,
            "DuplicateKey,11000 | duplicate key | ",
        ),
        (
            r#"{"error":{"code":"card_declined","decline_code":"insufficient_funds","message":"No funds","type":"card_error"}}"#,
            "card_declined,insufficient_funds,card_error | No funds | ",
        ),
        (
            r#"{"error":"invalid_grant","error_description":"Not valid","suberror":"bad_token"}"#,
            "invalid_grant,bad_token | Not valid | ",
        ),
        // One object around the error, by any name (Braintree); texts of services for users; OGC.
        (
            r#"{"apiErrorResponse":{"message":"Amount is required.","errors":{"transaction":{"errors":[{"attribute":"amount","code":"81502","message":"Amount is required."}]}}}}"#,
            "81502 | Amount is required. | transaction,amount",
        ),
        (
            r#"<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Exception exceptionCode="InvalidParameterValue"><ows:ExceptionText>Unknown type</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"#,
            "InvalidParameterValue | Unknown type | ",
        ),
        // OGC's WMS and OAI-PMH: an element with a text, and a code in an attribute.
        (
            r#"<ServiceExceptionReport version="1.1.1"><ServiceException code="LayerNotDefined">Unknown layer</ServiceException></ServiceExceptionReport>"#,
            "LayerNotDefined | Unknown layer | ",
        ),
        (
            r#"<OAI-PMH><responseDate>2002-06-01</responseDate><error code="badVerb">Illegal verb</error></OAI-PMH>"#,
            "badVerb | Illegal verb | ",
        ),
        // One word in an object is a text where the object is one.
        (
            r#"{"error":{"code":"x","message":{"lang":"en","value":"Failed"}}}"#,
            "x | Failed | ",
        ),
    ] {
        assert_eq!(read(400, body), [expected], "{body}");
    }
}

#[test]
fn errors_under_names_of_their_own_are_read() {
    for (body, expected) in [
        // DynamoDB: the reasons of a cancelled transaction, of which one is none.
        (
            r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"Transaction cancelled",
                "CancellationReasons":[{"Code":"None"},{"Code":"ConditionalCheckFailed","Message":"The conditional request failed"}]}"#,
            &["ConditionalCheckFailed,TransactionCanceledException | The conditional request failed | "][..],
        ),
        // Cloudflare: a chain of errors.
        (
            r#"{"success":false,"errors":[{"code":1003,"message":"Invalid zone","error_chain":[{"code":6111,"message":"Invalid header"}]}]}"#,
            &["6111,1003 | Invalid header | "],
        ),
        // Elasticsearch: the cause of a failed search.
        (
            r#"{"error":{"root_cause":[{"type":"query_shard_exception","reason":"No mapping"}],"type":"search_phase_execution_exception","reason":"all shards failed"},"status":400}"#,
            &["query_shard_exception,search_phase_execution_exception | No mapping | "],
        ),
        // A list of warnings has no errors.
        (
            r#"{"code":"bad","message":"Bad","warnings":[{"code":"W1","message":"Old version"}]}"#,
            &["bad | Bad | "],
        ),
    ] {
        assert_eq!(read(418, body), expected, "{body}");
    }
}

#[test]
fn the_fields_of_an_error_are_read_from_lists_and_objects() {
    for (body, expected) in [
        // Salesforce.
        (
            r#"[{"message":"Required fields are missing","errorCode":"REQUIRED_FIELD_MISSING","fields":["Name","Email"]}]"#,
            "REQUIRED_FIELD_MISSING | Required fields are missing | Name,Email",
        ),
        // IBM Cloud; Oracle.
        (
            r#"{"errors":[{"code":"bad_field","message":"Bad","target":{"type":"field","name":"zone.name"}}]}"#,
            "bad_field | Bad | zone.name",
        ),
        (
            r#"{"title":"Bad Request","o:errorDetails":[{"detail":"Wrong","o:errorCode":"25014","o:errorPath":"X"}]}"#,
            "25014 | Wrong | X",
        ),
    ] {
        assert_eq!(read(400, body), [expected], "{body}");
    }
}

#[test]
fn the_name_of_an_error_is_its_code() {
    for (body, expected) in [
        // PayPal; a serialised error of Node; a field in capitals.
        (
            r#"{"name":"UNPROCESSABLE_ENTITY","message":"Failed","details":[{"issue":"INVALID_VALUE","field":"/id","description":"Bad"}]}"#,
            "INVALID_VALUE,UNPROCESSABLE_ENTITY | Bad | /id",
        ),
        (
            r#"{"name":"JsonWebTokenError","message":"jwt malformed"}"#,
            "JsonWebTokenError | jwt malformed | ",
        ),
        (
            r#"{"errors":[{"name":"FIRST_NAME","message":"required"}]}"#,
            " | required | FIRST_NAME",
        ),
    ] {
        assert_eq!(read(422, body), [expected], "{body}");
    }
}

#[test]
fn the_name_of_an_element_of_a_list_in_xml_is_not_a_field() {
    let body = "<error><code>C/1</code><message>Bad</message><innererror><errordetails>\
        <errordetail><code>X/2</code><message>Field B</message><propertyref>B</propertyref></errordetail>\
        <errordetail><code>X/3</code><message>Field C</message></errordetail></errordetails></innererror></error>";
    assert_eq!(read(400, body), ["X/2,C/1 | Field B | B", "X/3,C/1 | Field C | "]);
}

#[test]
fn two_texts_of_an_error_are_both_kept_and_one_is_kept_once() {
    let texts = |body: &str| {
        let decoded = Medblocks::decode(ReceivedResponse::new(410, &[], body.as_bytes()));
        let issue = decoded.issue().unwrap();
        [issue.text().map(str::to_owned), issue.diagnostics().map(str::to_owned)]
    };
    let own = |texts: [Option<&str>; 2]| texts.map(|text| text.map(str::to_owned));
    let body = r#"{"type":"error","error":{"message":"Bad","detail":"more"}}"#;
    assert_eq!(texts(body), own([Some("Bad"), Some("more")]));
    let body = r#"{"error":{"message":"Limit","errors":[{"message":"Limit","reason":"limit"}]}}"#;
    assert_eq!(texts(body), own([Some("Limit"), None]));
}

#[test]
fn details_of_google_have_the_delay_and_the_text_for_users() {
    let body = br#"{"error":{"code":429,"message":"Quota exceeded","status":"RESOURCE_EXHAUSTED","details":[
        {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"13.2s"},
        {"@type":"type.googleapis.com/google.rpc.LocalizedMessage","locale":"de","message":"Kontingent"}]}}"#;
    let decoded = Medblocks::decode(ReceivedResponse::new(429, &[], body));
    assert_eq!(issues(&decoded), ["RESOURCE_EXHAUSTED,429 | Quota exceeded | "]);
    assert_eq!(decoded.issue().unwrap().diagnostics(), Some("Kontingent"));
    assert_eq!(decoded.retry_after(), RetryAfter::parse("14"));
}

#[test]
fn the_code_in_a_header_of_aws_or_azure_is_read() {
    let headers = [("x-ms-error-code", "BlobNotFound")];
    let decoded = Medblocks::decode(ReceivedResponse::new(410, &headers, b"").to("HEAD", "/blob"));
    assert_eq!(decoded.issue().unwrap().code(), Some("BlobNotFound"));
    let headers = [("x-amzn-ErrorType", "ValidationException:http://internal.example/x/")];
    let body = br#"{"message":"1 error","fieldList":[{"path":"/a","message":"bad"}],"reason":"FieldValidationFailed"}"#;
    let decoded = Medblocks::decode(ReceivedResponse::new(400, &headers, body));
    assert_eq!(
        issues(&decoded),
        ["FieldValidationFailed,ValidationException | bad | /a"]
    );
}

#[test]
fn a_value_that_differs_from_the_template_can_be_had() {
    let body =
        br#"{"error":{"type":"authentication_error","code":"invalid_api_key","message":"API key invalid","param":null,
        "doc_url":"https://other.example/x","request_id":"r-1"}}"#;
    let decoded = Medblocks::decode(ReceivedResponse::new(401, &[], body));
    assert_eq!(decoded.entry(), Some(Medblocks::InvalidApiKey));
    assert_eq!(
        decoded.unread(),
        [("/error/doc_url".to_owned(), "https://other.example/x".to_owned())]
    );
}
