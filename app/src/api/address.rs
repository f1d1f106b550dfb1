//! Leading on to another page. What people typed can stand in its address (a unit, a year), and an address goes into a header: so it is
//! made safe here, in the one place that leads on.

use std::fmt::Write;

/// Longest address that is led to: browsers and proxies take eight thousand characters, and no page of ours needs half of that.
const MOST: usize = 2000;

/// Leads the browser on to a page of ours.
pub(crate) fn lead_to(address: &str) {
    #[allow(clippy::disallowed_methods, reason = "the one place")]
    leptos_axum::redirect(&safe(address));
}

/// An address of ours that can stand in a header: one that leads elsewhere is the front page, and what is no visible ASCII is written as
/// addresses write it. One that is too long loses what was asked of the page.
pub(crate) fn safe(address: &str) -> String {
    let other_site = !address.starts_with('/') || address[1..].starts_with(['/', '\\']);
    if other_site {
        return "/".to_owned();
    }
    let mut written = String::with_capacity(address.len());
    for byte in address.bytes() {
        match byte {
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' => {
                let _ = write!(written, "%{byte:02X}");
            }
            b'!'..=b'~' => written.push(char::from(byte)),
            _ => {
                let _ = write!(written, "%{byte:02X}");
            }
        }
        if written.len() > MOST {
            let page = written.split(['?', '#']).next().unwrap_or_default();
            return if page.len() < written.len() { page.to_owned() } else { "/".to_owned() };
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn an_address_never_breaks_a_header_or_leads_elsewhere() {
        assert_eq!(safe("/accounts?unit=a\r\nSet-Cookie: b"), "/accounts?unit=a%0D%0ASet-Cookie:%20b");
        assert_eq!(
            safe("/schools?name=明德&year=2026#top"),
            "/schools?name=%E6%98%8E%E5%BE%B7&year=2026#top"
        );
        assert_eq!(safe("/x\0\u{7f}"), "/x%00%7F");
        for other in ["//evil.example", "/\\evil.example", "https://evil.example", "", "javascript:x"] {
            assert_eq!(safe(other), "/", "{other}");
        }
        assert_eq!(safe(&format!("/accounts?unit={}", "甲".repeat(100_000))), "/accounts");
        assert_eq!(safe(&format!("/{}", "a".repeat(100_000))), "/");
    }
}
