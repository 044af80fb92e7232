//! A response and its request, written in one text.

use std::borrow::Cow;

use error_client::ReceivedResponse;
use error_runtime::Catalog;

use crate::{Bars, BlueButton, GpConnect, GpConnectDstu2, HealthGorilla, Judged, Medblocks, Problems};

/// A response and its request, much as HTTP has them: a line with catalog, status, method and URL, then headers, an empty line, the body.
///
/// Lines end with a line feed. A part that is missing or wrong has a default, so that any bytes are an exchange.
///
/// ```text
/// gp-connect 404 GET /fhir/Patient/1
/// Content-Type: application/fhir+json
///
/// {"resourceType": "OperationOutcome"}
/// ```
pub struct Exchange<'a> {
    head: Cow<'a, str>,
    body: &'a [u8],
}

impl<'a> Exchange<'a> {
    /// Splits the head from the body.
    pub fn parse(input: &'a [u8]) -> Self {
        let split = input.windows(2).position(|two| two == b"\n\n");
        let (head, body) = match split {
            Some(at) => (&input[..at], &input[at + 2..]),
            None => (&b""[..], input),
        };
        Self {
            head: String::from_utf8_lossy(head),
            body,
        }
    }

    /// The names and values of the headers.
    pub fn headers(&self) -> Vec<(&str, &str)> {
        self.head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(':'))
            .collect()
    }

    /// The response, with its headers.
    pub fn received<'r>(&'r self, headers: &'r [(&'r str, &'r str)]) -> ReceivedResponse<'r> {
        let mut first = self.first_line().skip(1);
        let status = first.next().and_then(|status| status.parse().ok()).unwrap_or(500);
        let (method, url) = (first.next().unwrap_or_default(), first.next().unwrap_or_default());
        ReceivedResponse::new(status, headers, self.body).to(method, url)
    }

    /// Calls the visitor with the catalog that the first line names, else with that of GP Connect.
    pub fn with_catalog<V: CatalogVisitor>(&self, visitor: V) -> V::Output {
        match self.first_line().next().unwrap_or_default() {
            "bars" => visitor.visit::<Bars>(),
            "blue-button" => visitor.visit::<BlueButton>(),
            "gp-connect-dstu2" => visitor.visit::<GpConnectDstu2>(),
            "health-gorilla" => visitor.visit::<HealthGorilla>(),
            "medblocks" => visitor.visit::<Medblocks>(),
            "judged" => visitor.visit::<Judged>(),
            "problems" => visitor.visit::<Problems>(),
            _ => visitor.visit::<GpConnect>(),
        }
    }

    fn first_line(&self) -> impl Iterator<Item = &str> {
        self.head.lines().next().unwrap_or_default().splitn(4, ' ')
    }
}

/// A function of any catalog.
pub trait CatalogVisitor {
    /// The result of the function.
    type Output;

    /// Calls the function.
    fn visit<C: Catalog>(self) -> Self::Output;
}
