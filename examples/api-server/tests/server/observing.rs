//! The reports of the server about its errors: an OpenAPI document, and counters.

use std::collections::BTreeSet;

use api_server::server::MOUNTS;
use serde_json::Value;

use crate::support::Server;

/// The operations of the document: method, path, and description.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            let item = item.as_object().unwrap();
            item.iter()
                .map(|(method, operation)| (method.to_uppercase(), path.clone(), operation.clone()))
        })
        .collect()
}

#[test]
fn the_document_has_every_route_with_the_errors_it_sends() {
    let server = Server::start();
    let reply = server.get("/openapi.json");
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/json"));
    let operations = operations(&reply.json());
    let listing = server.get("/").json();
    let listed: usize = listing["catalogs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|catalog| catalog["routes"].as_array().unwrap().len())
        .sum();
    assert_eq!((operations.len(), MOUNTS.len()), (listed, 7));
    let ids: BTreeSet<_> = operations
        .iter()
        .map(|(_, _, operation)| operation["operationId"].to_string())
        .collect();
    assert_eq!(ids.len(), operations.len(), "{ids:?}");
    for (method, path, operation) in operations {
        let api = path.split('/').nth(1).unwrap();
        let mut examples = 0;
        for (status, response) in operation["responses"].as_object().unwrap() {
            let contents = response["content"].as_object().into_iter().flatten();
            // The server sends XML only on request.
            let contents = contents.filter(|(media_type, _)| !media_type.contains("xml"));
            for (name, example) in contents
                .filter_map(|(_, content)| content["examples"].as_object())
                .flatten()
            {
                // An entry with several statuses can be asked for each of them.
                let target = match status.parse::<u16>() {
                    Ok(status) => format!("{}?status={status}", api_server::index::path(api, name)),
                    Err(_) => api_server::index::path(api, name),
                };
                let reply = server.get(&target);
                let sent = reply.status.to_string();
                let is_of_class = status.strip_suffix("XX").is_some_and(|class| sent.starts_with(class));
                assert!(sent == *status || is_of_class, "{method} {path} {name}: {sent}");
                // A page is a string.
                let sent: Value = serde_json::from_str(&reply.body).unwrap_or_else(|_| reply.body.as_str().into());
                let is_as = |sent: &Value| (sent["resourceType"].clone(), sent.is_string());
                assert_eq!(is_as(&example["value"]), is_as(&sent), "{method} {path} {name}");
                examples += 1;
            }
        }
        assert!(examples > 2, "{method} {path} has {examples} examples of errors");
    }
}

#[test]
fn every_error_that_is_sent_is_counted() {
    let server = Server::start();
    let line =
        "catalog_errors_total{catalog=\"medblocks\",entry=\"missing_api_key\",code=\"missing_api_key\",status=\"401\"}";
    let count = || {
        let reply = server.get("/metrics");
        assert!(reply.header("content-type").starts_with("text/plain; version=0.0.4"));
        let found = reply.body.lines().find(|known| known.starts_with(line)).map(|found| {
            let (_, count) = found.rsplit_once(' ').unwrap();
            count.parse::<u64>().unwrap()
        });
        found.unwrap_or(0)
    };
    let before = count();
    for _ in 0..3 {
        assert_eq!(server.get("/medblocks/v1/sessions/1").status, 401);
    }
    // The servers of other tests are in the same process.
    assert!(count() - before >= 3);
}
