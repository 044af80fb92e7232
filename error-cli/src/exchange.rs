//! A response as HTTP/1.1 and `curl --include` print it: status line, headers, an empty line and the body.

/// A response that was read from such a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Exchange<'t> {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: &'t [u8],
}

/// Parses a text; of several responses (`100 Continue`, redirects, proxies), the last one counts.
pub(crate) fn parse(text: &[u8]) -> Result<Exchange<'_>, String> {
    let mut exchange = one(text.trim_ascii_start())?;
    // A response before another one has no body in this form, or is only a status line and headers.
    while let Ok(next) = one(exchange.body.trim_ascii_start()) {
        exchange = next;
    }
    Ok(exchange)
}

fn one(text: &[u8]) -> Result<Exchange<'_>, String> {
    let (line, mut rest) = split_line(text);
    let status = status(&line).ok_or_else(|| {
        let line: String = line.chars().take(80).collect();
        format!(
            "expected a status line such as `HTTP/1.1 404 Not Found`, found `{}`",
            line.escape_debug()
        )
    })?;
    let mut headers: Vec<(String, String)> = Vec::new();
    loop {
        let (line, behind) = split_line(rest);
        rest = behind;
        if line.is_empty() {
            return Ok(Exchange {
                status,
                headers,
                body: rest,
            });
        }
        match (line.split_once(':'), headers.last_mut()) {
            // A folded line (RFC 9112, section 5.2).
            (_, Some((_, value))) if line.starts_with([' ', '\t']) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (Some((name, value)), _) if error_layout::grammar::is_token(name) => {
                headers.push((name.to_owned(), value.trim().to_owned()));
            }
            _ => {
                return Err(format!(
                    "expected a header such as `Name: value`, found `{}`",
                    line.escape_debug()
                ));
            }
        }
    }
}

/// Splits at the end of a line. Bytes that are not UTF-8 become U+FFFD.
fn split_line(text: &[u8]) -> (std::borrow::Cow<'_, str>, &[u8]) {
    let end = text.iter().position(|byte| *byte == b'\n').unwrap_or(text.len());
    let (line, rest) = text.split_at_checked(end).unwrap_or((text, &[]));
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    (String::from_utf8_lossy(line), rest.get(1..).unwrap_or(&[]))
}

/// The status of a status line; `None` if it is another line.
fn status(line: &str) -> Option<u16> {
    let (version, rest) = line.strip_prefix("HTTP/")?.split_once(' ')?;
    let is_version = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let digits = rest.trim_start().split(' ').next().filter(|_| is_version)?;
    let status = digits.parse().ok().filter(|status| (100..=999).contains(status));
    status.filter(|_| digits.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (u16, usize, &str) {
        let exchange = parse(text.as_bytes()).unwrap();
        (
            exchange.status,
            exchange.headers.len(),
            std::str::from_utf8(exchange.body).unwrap(),
        )
    }

    #[test]
    fn the_last_of_several_responses_counts() {
        assert_eq!(
            read("HTTP/1.1 404 Not Found\r\nA: b\r\n\r\n{\"a\":\r\n\r\n1}"),
            (404, 1, "{\"a\":\r\n\r\n1}")
        );
        assert_eq!(read("HTTP/2 503 \r\na: b\r\nc:d\r\n\r\n"), (503, 2, ""));
        assert_eq!(read("\nHTTP/1.1 410 Gone\nA: b"), (410, 1, ""));
        let several = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 302 Found\r\nLocation: /b\r\n\r\nHTTP/1.1 400 Bad Request\r\n\r\nHTTP is bad";
        assert_eq!(read(several), (400, 0, "HTTP is bad"));
    }

    #[test]
    fn values_and_bodies_are_kept_as_they_are() {
        let exchange = parse(b"HTTP/1.1 400 Bad\r\nX: a: b \r\n\tc\r\n\r\n\xff\n").unwrap();
        assert_eq!(exchange.headers, [("X".to_owned(), "a: b c".to_owned())]);
        assert_eq!(exchange.body, b"\xff\n");
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "{}",
            "HTTP/1.1 40 x",
            "HTTP/1.1 4040 x",
            "HTTP/x 404",
            "HTTP/1.1 404 x\r\n{}",
        ] {
            assert!(parse(text.as_bytes()).unwrap_err().starts_with("expected "), "{text}");
        }
    }
}
