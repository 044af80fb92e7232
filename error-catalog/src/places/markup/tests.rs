use super::super::tests::places;
use super::*;

const REFUSED: &[(&str, Refusal)] = &[
    ("<script>{a}</script>", Refusal::Script),
    ("<SCRIPT type=x>\n'</p>{a}'", Refusal::Script),
    ("<script>if (a < b) </scripty>{a}", Refusal::Script),
    ("<script><!--<script></script>{a}", Refusal::Script),
    ("<script><!-- <SCRIPT x></script >{a}", Refusal::Script),
    ("<script><!--<script/></script></scripts>{a}", Refusal::Script),
    ("<style>{a}</style>", Refusal::Style),
    ("<p style=\"color:{a}\">", Refusal::Style),
    ("<p ONCLICK='f({a})'>", Refusal::EventHandler),
    ("<iframe srcdoc=\"{a}\">", Refusal::EmbeddedDocument),
    ("<p class={a}>", Refusal::Unquoted),
    ("<p class= x{a}>", Refusal::Unquoted),
    ("<{a}>", Refusal::TagName),
    ("</{a}>", Refusal::TagName),
    ("<h{a}>", Refusal::TagName),
    ("<p {a}>", Refusal::AttributeName),
    ("<p data-{a}=''>", Refusal::AttributeName),
    ("<p a=\"b\"{a}>", Refusal::AttributeName),
    ("<!-- {a} -->", Refusal::Comment),
    ("<!DOCTYPE {a}>", Refusal::Declaration),
    ("<?php {a} ?>", Refusal::Declaration),
    ("<a href=\"javascript:f('{a}')\">", Refusal::ScriptUrl),
    ("<a href=\" data:text/html,{a}\">", Refusal::ScriptUrl),
    ("<a href=\"java{a}\">", Refusal::Scheme),
    ("<a href='{a}{a}'>", Refusal::Scheme),
    ("<a href=\"&#106;avascript:{a}\">", Refusal::Scheme),
    ("<a href=\"javascript&#x3a;{a}\">", Refusal::Scheme),
    ("<a href=\"java&Tab;script:{a}\">", Refusal::Scheme),
    ("<a href=\" java{a}\">", Refusal::Scheme),
    ("<a href=\"\tjava\nscript:{a}\">", Refusal::ScriptUrl),
    ("<a href=\"\u{1} javascript:{a}\">", Refusal::ScriptUrl),
    (
        "<meta http-equiv=refresh content=\"5; javascript:{a}\">",
        Refusal::ScriptUrl,
    ),
    ("<meta http-equiv=refresh content=\"5 u{a}\">", Refusal::Scheme),
    ("<meta http-equiv=refresh content=\"5; url {a}\">", Refusal::Scheme),
    ("<meta content=\"{b}; java{a}\" http-equiv='Refresh'>", Refusal::Scheme),
    (
        "<meta http-equiv=refresh content=\"0; url=javascript:{a}\">",
        Refusal::ScriptUrl,
    ),
];

#[test]
fn a_value_is_refused_where_no_escape_keeps_it() {
    for (markup, refusal) in REFUSED {
        let found = places("text/html", markup);
        assert_eq!(found.last(), Some(&Place::Refused(*refusal)), "{markup}");
    }
    for (markup, refusal) in [
        ("<script><b>x</b>{a}</script>", Refusal::Script),
        ("<svg:script>{a}</svg:script>", Refusal::Script),
        ("<a><![CDATA[{a}]]></a>", Refusal::CharacterData),
        ("<a xlink:href=\"javascript:{a}\">", Refusal::ScriptUrl),
    ] {
        assert_eq!(places("image/svg+xml", markup), [Place::Refused(refusal)], "{markup}");
    }
    for (markup, refusal) in [
        ("<a><![CDATA[{a}]]></a>", Refusal::CharacterData),
        ("<{a}/>", Refusal::TagName),
        ("<a {a}/>", Refusal::AttributeName),
        ("<!--{a}-->", Refusal::Comment),
        ("<?a {a}?>", Refusal::Declaration),
    ] {
        assert_eq!(places("application/xml", markup), [Place::Refused(refusal)], "{markup}");
    }
}

#[test]
fn text_and_quoted_attributes_are_escaped() {
    for markup in [
        "{a}",
        "<p>{a}</p>",
        "a < {a}",
        "<p title = \"{a}\" class='x {a}'>{a}",
        "<title>{a}</title>{a}",
        "<title><b></title>{a}",
        "<script>x</script>{a}",
        "<script><!-- x </script>{a}",
        "<script><!--<script></script></script>{a}",
        "<script><!--<script>--></script>{a}",
        "<script><!--<scripts></script>{a}",
        "<script><!-->x<script></script>{a}",
        "<meta http-equiv=content-type content=\"{a}\">",
        "<meta name=refresh content=\"5; {a}\">",
        "<xmp><p title=\"</xmp>{a}",
        "<script src=\"a\"></script >{a}",
        "<!-- <p> -->{a}",
        "<!-->{a}",
        "<!DOCTYPE html>{a}",
        "<input value=\"{a}\" disabled>{a}",
        "<meta name=a content=\"{a}\">",
        "<br/>{a}",
        "<p a=b>{a}",
        "<style></style>{a}",
    ] {
        assert!(
            places("text/html", markup).iter().all(|place| *place == Place::Html),
            "{markup}"
        );
    }
    for markup in ["<script/>{a}", "<style a=\"b\" />{a}", "<a><![CDATA[<]]>{a}</a>"] {
        assert_eq!(places("application/xhtml+xml", markup), [Place::Html], "{markup}");
    }
    for markup in [
        "<a b='{a}'>{a}</a>",
        "<style href=\"{a}\">{a}</style>",
        "<a onclick=\"{a}\"/>",
    ] {
        let places = places("text/xml", markup);
        assert!(places.iter().all(|place| *place == Place::XmlAttribute), "{markup}");
    }
}

#[test]
fn a_value_in_a_url_is_a_component_of_it() {
    for (markup, expected) in [
        (
            "<a href=\"https://e.example/{a}?b={b}\">",
            &[Place::Segment, Place::Percent][..],
        ),
        ("<a href='/{a}'>{b}", &[Place::Segment, Place::Html]),
        ("<a href=\"{a}/{b}\">", &[Place::Link, Place::Segment]),
        ("<a href=\" \t\n\u{1}{a}\">", &[Place::Link]),
        ("<meta http-equiv=refresh content=\"5; {a}\">", &[Place::Link]),
        (
            "<meta http-equiv=refresh content=\"{a}; {b}\">",
            &[Place::Link, Place::Link],
        ),
        ("<meta http-equiv=refresh content=\"5,URL = '{a}'\">", &[Place::Link]),
        (
            "<meta http-equiv=refresh content=\"5 /a/{a}?{b}\">",
            &[Place::Segment, Place::Percent],
        ),
        ("<img srcset=\"/a {a}\">", &[Place::Percent]),
        ("<a href=\"mailto:{a}\">", &[Place::Percent]),
        ("<meta content=\"0;URL='/{a}'\" http-equiv=refresh>", &[Place::Segment]),
    ] {
        assert_eq!(places("text/html", markup), expected, "{markup}");
    }
}
