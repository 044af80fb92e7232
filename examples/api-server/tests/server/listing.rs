//! `GET /`, and what is beside every route.

use api_server::catalogs::{ApiServer, api_server as own};
use api_server::server::MOUNTS;

use crate::support::{Request, Server};

#[test]
fn the_listing_has_every_catalog_and_a_working_path_for_every_entry() {
    let server = Server::start();
    let reply = server.get("/");
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/json"));
    let listing = reply.json();
    let catalogs = listing["catalogs"].as_array().unwrap();
    assert_eq!(catalogs.len(), MOUNTS.len());
    let names: Vec<_> = catalogs
        .iter()
        .map(|catalog| catalog["name"].as_str().unwrap())
        .collect();
    let expected = [
        "gp-connect",
        "gp-connect-dstu2",
        "bars",
        "blue-button",
        "health-gorilla",
        "medblocks",
    ];
    assert_eq!(names.get(..6).unwrap(), expected);
    for catalog in catalogs {
        for entry in catalog["entries"].as_array().unwrap() {
            let reply = server.get(entry["href"].as_str().unwrap());
            assert_eq!(reply.status, entry["status"], "{entry}");
        }
    }
}

#[test]
fn the_listing_is_a_page_on_request() {
    let server = Server::start();
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    let reply = server.send(&Request::new("GET", "/").with("Accept", browser));
    assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(reply.header("vary"), "Accept");
    let link = "<a href=\"/gp-connect/errors/ACCESS%20DENIED\">ACCESS DENIED</a>";
    assert!(reply.body.contains(link), "{}", reply.body);
    for accept in ["*/*", "application/json, text/html;q=0.9", "text/html;q=0.5, */*"] {
        let reply = server.send(&Request::new("GET", "/").with("Accept", accept));
        assert_eq!(reply.header("content-type"), "application/json", "{accept}");
    }
}

#[test]
fn a_path_without_a_route_is_a_problem() {
    let server = Server::start();
    for path in [
        "/nothing",
        "/gp-connectx",
        "/gp-connect.json",
        "/a/b/c/d",
        "/api-server/x",
    ] {
        server.get(path).is(own::RouteUnknown);
    }
    let reply = server.send(&Request::new("POST", "/").body("x"));
    reply.is(own::MethodNotAllowed {
        allow: Some("GET,HEAD"),
    });
    assert_eq!(server.get("//").json()["code"], ApiServer::RouteUnknown.name());
}

#[test]
fn a_path_without_a_route_is_an_entry_of_the_api() {
    let server = Server::start();
    for (prefix, status) in [
        ("/gp-connect", 404),
        ("/gp-connect-dstu2", 404),
        ("/bars", 404),
        ("/blue-button", 404),
        ("/health-gorilla", 404),
        ("/medblocks", 404),
    ] {
        for rest in ["", "/", "/nothing", "/errors", "/errors/", "/errors/a/b", "/x/y/z/%FF"] {
            let reply = server.get(&format!("{prefix}{rest}"));
            assert_eq!(reply.status, status, "{prefix}{rest}: {}", reply.body);
            let problem = reply.header("content-type").contains("problem");
            assert!(!problem && reply.json().is_object(), "{prefix}{rest}: {}", reply.body);
        }
    }
}
