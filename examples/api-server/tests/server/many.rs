//! Thousands of requests at once.

use std::collections::{BTreeMap, HashSet};

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::json;

use crate::support::{Reply, Server};

const REQUESTS: usize = 2_000;

/// A connection has two ends here, and the rest of the program has files too.
const FILES: u64 = 2 * REQUESTS as u64 + 200;

/// The requests in turn, with the statuses that are allowed.
fn request(number: usize) -> (hyper::Method, String, Option<String>, &'static [u16]) {
    let get = |target: &str| (hyper::Method::GET, target.to_owned(), None);
    let nhs = "/gp-connect/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C";
    let ((method, target, body), statuses): (_, &[u16]) = match number % 10 {
        // All of these want the same slot.
        0 | 1 => {
            let appointment = json!({
                "resourceType": "Appointment",
                "status": "booked",
                "slot": [{ "reference": "Slot/slot-7" }],
                "participant": [{ "status": "accepted" }],
            });
            let post = (
                hyper::Method::POST,
                "/bars/Appointment".to_owned(),
                Some(appointment.to_string()),
            );
            (post, &[201, 409])
        }
        2 => (get(&format!("{nhs}9476719931")), &[200]),
        3 => (get(&format!("{nhs}9476719932")), &[400]),
        4 => (get(&format!("{nhs}9476719982")), &[500]),
        5 => (get("/bars/nothing"), &[404]),
        6 => (get("/blue-button/v2/fhir/Patient/1"), &[401]),
        7 => (get("/medblocks/errors/throttled"), &[429]),
        8 => (get("/health-gorilla/drills/panic"), &[500]),
        _ => (get("/nothing"), &[404]),
    };
    (method, target, body, statuses)
}

#[test]
fn two_thousand_requests_at_once_get_entries_of_their_api() {
    let allowed = rlimit::increase_nofile_limit(FILES).unwrap();
    // Where the system allows less, the others wait until there is room.
    let at_once = usize::try_from(allowed.saturating_sub(200) / 2)
        .unwrap()
        .clamp(16, REQUESTS);
    let server = Server::start();
    let address = server.address;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let replies = runtime.block_on(async {
        let client: Client<_, Full<Bytes>> = Client::builder(TokioExecutor::new()).build_http();
        let room = std::sync::Arc::new(tokio::sync::Semaphore::new(at_once));
        let sent: Vec<_> = (0..REQUESTS)
            .map(|number| {
                let (client, room) = (client.clone(), std::sync::Arc::clone(&room));
                tokio::spawn(async move {
                    let _place = room.acquire_owned().await.unwrap();
                    let (method, target, body, statuses) = request(number);
                    let request = hyper::Request::builder()
                        .method(method.clone())
                        .uri(format!("http://{address}{target}"))
                        .header("NHSD-Target-Identifier", "eyJ2YWx1ZSI6IlJYODA5In0=")
                        .header("X-Request-Id", format!("11111111-1111-4111-8111-{number:012}"))
                        .header("Content-Type", "application/fhir+json")
                        .body(Full::from(body.unwrap_or_default()))
                        .unwrap();
                    let response = client.request(request).await.unwrap();
                    let (parts, body) = response.into_parts();
                    let body = body.collect().await.unwrap().to_bytes();
                    let headers = parts.headers.iter();
                    let reply = Reply {
                        status: parts.status.as_u16(),
                        headers: headers
                            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
                            .collect(),
                        body: String::from_utf8(body.into()).unwrap(),
                    };
                    (method, target, statuses, reply)
                })
            })
            .collect();
        let mut replies = Vec::new();
        for answered in sent {
            replies.push(answered.await.unwrap());
        }
        replies
    });
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    let mut ids = HashSet::new();
    for (method, target, expected, reply) in &replies {
        assert!(expected.contains(&reply.status), "{target}: {reply:?}");
        reply.assert_decodes(method.as_str(), target);
        assert!(
            ids.insert(reply.id().to_owned()),
            "two answers have the id {}",
            reply.id()
        );
        if reply.status == 409 {
            assert!(reply.body.contains("REC_CONFLICT"), "{reply:?}");
        }
        *statuses.entry(reply.status).or_default() += 1;
    }
    let part = REQUESTS / 10;
    let expected = [
        (200, part),
        (201, 1),
        (400, part),
        (401, part),
        (404, 2 * part),
        (409, 2 * part - 1),
        (429, part),
        (500, 2 * part),
    ];
    assert!(statuses.into_iter().eq(expected));
}
