//! The retry advice as a picture.

use std::fmt::Write as _;
use std::time::Duration;

use super::highlight::escape_to;
use crate::docs::view::retry::{Retry, duration};

/// Returns a time line: the request, the error, and the requests after it. Its description is the text beside it.
pub(super) fn svg(retry: &Retry, status: u16) -> String {
    // The middle of the last thing on the line.
    let end = match retry.class {
        "never" => 160,
        "immediate" => 190,
        "backoff" => 404,
        _ => 276,
    };
    // Some have labels above the line.
    let top = match retry.class {
        "never" | "manual" => 22,
        _ => 12,
    };
    let height = 84 - top;
    let mut out = format!(
        r#"<svg class="line" viewBox="0 {top} 460 {height}" width="460" height="{height}" role="img" aria-label=""#
    );
    escape_to(
        &mut out,
        &format!("Time line: request, {status}, then: {}", retry.summary.to_lowercase()),
    );
    let _ = write!(out, r#""><path class="axis" d="M32 46H{end}"/>"#);
    request(&mut out, 32, "request");
    error(&mut out, 96, status);
    let delay = retry
        .delay_seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    match retry.class {
        "never" => {
            out.push_str(r#"<path class="no" d="M151 37l18 18m0-18l-18 18"/>"#);
            label(&mut out, 160, 74, "stop");
        }
        "immediate" => {
            out.push_str(r#"<path class="arc" d="M104 32Q146 4 188 34"/>"#);
            request(&mut out, end, "again at once");
        }
        "after" => {
            let wait = delay.map_or_else(|| "Retry-After".to_owned(), duration);
            pause(&mut out, 126, 126, &wait);
            request(&mut out, end, "again");
        }
        "backoff" => {
            let first = delay.map_or_else(|| "1×".to_owned(), duration);
            pause(&mut out, 126, 26, &first);
            request(&mut out, 172, "again");
            pause(&mut out, 190, 52, "2×");
            request(&mut out, 260, "again");
            pause(&mut out, 278, 108, "4×");
            request(&mut out, end, "again");
        }
        _ => {
            out.push_str(
                r#"<g class="who"><circle cx="186" cy="33" r="7"/><path d="M171 56c0-9 6-13 15-13s15 4 15 13z"/></g>"#,
            );
            label(&mut out, 186, 74, "a person decides");
            request(&mut out, end, "again");
        }
    }
    out.push_str("</svg>");
    out
}

fn request(out: &mut String, x: u32, text: &str) {
    let _ = write!(out, r#"<circle class="dot" cx="{x}" cy="46" r="7"/>"#);
    label(out, x, 74, text);
}

fn error(out: &mut String, x: u32, status: u16) {
    let left = x - 20;
    let _ = write!(
        out,
        r#"<rect class="err" x="{left}" y="34" width="40" height="24" rx="6"/>"#
    );
    let _ = write!(out, r#"<text class="on" x="{x}" y="50">{status}</text>"#);
}

fn pause(out: &mut String, x: u32, width: u32, text: &str) {
    let _ = write!(
        out,
        r#"<rect class="wait" x="{x}" y="40" width="{width}" height="12" rx="6"/>"#
    );
    label(out, x + width / 2, 28, text);
}

fn label(out: &mut String, x: u32, y: u32, text: &str) {
    let _ = write!(out, r#"<text x="{x}" y="{y}">"#);
    escape_to(out, text);
    out.push_str("</text>");
}
