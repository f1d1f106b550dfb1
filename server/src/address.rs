//! Which network address a request comes from, when proxies of our own stand in front (`--trusted-proxies`).

use axum::extract::{ConnectInfo, Request};
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

/// A network: `10.1.0.0/16`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Network {
    first: u128,
    prefix: u32,
    four: bool,
}

/// An address as a number, and whether it is one of IPv4, however it is written.
fn bits(ip: IpAddr) -> (u128, bool) {
    match ip.to_canonical() {
        IpAddr::V4(ip) => (u128::from(ip.to_bits()) << 96, true),
        IpAddr::V6(ip) => (ip.to_bits(), false),
    }
}

impl Network {
    fn holds(&self, ip: IpAddr) -> bool {
        let (bits, four) = bits(ip);
        let differ = (bits ^ self.first).checked_shr(128 - self.prefix).unwrap_or(0);
        four == self.four && differ == 0
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text} is neither an address nor a network like 10.1.0.0/16");
        let (ip, prefix) = match text.trim().split_once('/') {
            Some((ip, prefix)) => (ip, Some(prefix)),
            None => (text.trim(), None),
        };
        let ip: IpAddr = ip.parse().map_err(|_| wrong())?;
        let (first, four) = bits(ip);
        let most = if four { 32 } else { 128 };
        let prefix = prefix.map_or(Ok(most), |prefix| prefix.parse().map_err(|_| wrong()))?;
        if prefix > most || (four && ip.is_ipv6()) {
            return Err(wrong());
        }
        Ok(Self { first, prefix, four })
    }
}

/// The proxies that are believed about whom they speak for.
#[derive(Debug, Clone)]
pub(crate) struct TrustedProxies(Arc<[Network]>);

impl TrustedProxies {
    pub(crate) fn new(networks: &[Network]) -> Self {
        Self(networks.into())
    }

    pub(crate) fn holds(&self, ip: IpAddr) -> bool {
        self.0.iter().any(|network| network.holds(ip))
    }

    /// Who stands at the far end of the proxies we trust: each of them added at the right whom it heard from, so what is read
    /// goes from the right, and no further than the first that is not ours. What stands left of it anybody may have written.
    fn origin<'a>(&self, peer: IpAddr, lines: impl DoubleEndedIterator<Item = &'a [u8]>) -> IpAddr {
        let mut known = peer;
        let hops = lines.rev().flat_map(|line| line.rsplit(|byte| *byte == b','));
        for hop in hops {
            if !self.holds(known) {
                break;
            }
            // A proxy that says something else than an address is as far as we can see.
            let Some(ip) = parse(hop) else { break };
            known = ip;
        }
        known.to_canonical()
    }

    /// The address of a request, for limits and the account log.
    pub(crate) fn address(&self, request: &Request) -> String {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let Some(peer) = peer else { return "unknown".into() };
        let lines: Vec<&[u8]> =
            request.headers().get_all("x-forwarded-for").iter().map(http::HeaderValue::as_bytes).collect();
        self.origin(peer, lines.into_iter()).to_string()
    }
}

/// An address as proxies write it: alone, or with a port behind it.
fn parse(hop: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(hop).ok()?.trim();
    let alone = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    text.parse().ok().or_else(|| text.parse().ok().map(|with: SocketAddr| with.ip())).or_else(alone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn trusted(networks: &[&str]) -> TrustedProxies {
        let networks: Vec<Network> = networks.iter().map(|text| text.parse().unwrap()).collect();
        TrustedProxies::new(&networks)
    }

    fn origin(trusted: &TrustedProxies, peer: &str, lines: &[&str]) -> String {
        trusted.origin(peer.parse().unwrap(), lines.iter().map(|line| line.as_bytes())).to_string()
    }

    #[test]
    fn a_network_is_an_address_or_a_prefix_and_nothing_else() {
        let holds = |network: &str, ip: &str| network.parse::<Network>().unwrap().holds(ip.parse().unwrap());
        assert!(holds("10.1.0.0/16", "10.1.255.9") && !holds("10.1.0.0/16", "10.2.0.0"));
        assert!(holds("127.0.0.1", "127.0.0.1") && !holds("127.0.0.1", "127.0.0.2"));
        assert!(holds("10.1.0.0/16", "::ffff:10.1.2.3"), "IPv4 written as IPv6");
        assert!(holds("0.0.0.0/0", "203.0.113.9") && !holds("0.0.0.0/0", "2001:db8::1"));
        assert!(holds("2001:db8::/32", "2001:db8:ffff::1") && !holds("2001:db8::/32", "2001:db9::1"));
        assert!(holds("::/0", "2001:db8::1") && !holds("::/0", "10.0.0.1"));
        for wrong in
            ["", "x", "10.0.0.0/33", "::1/129", "10.0.0.0/-1", "10.0.0.0/", "10.0.0/8", "::ffff:10.0.0.0/104"]
        {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_last_hop_that_is_not_ours_counts() {
        let ours = trusted(&["127.0.0.0/8", "::1", "10.1.0.0/16"]);
        assert_eq!(
            origin(&ours, "203.0.113.9", &["198.51.100.1"]),
            "203.0.113.9",
            "a stranger is not believed"
        );
        assert_eq!(origin(&ours, "127.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(origin(&ours, "127.0.0.1", &["1.2.3.4, 198.51.100.1"]), "198.51.100.1");
        assert_eq!(origin(&ours, "127.0.0.1", &["198.51.100.1, 10.1.2.3"]), "198.51.100.1", "two of ours");
        assert_eq!(
            origin(&ours, "127.0.0.1", &["1.2.3.4", "198.51.100.1", "10.1.2.3"]),
            "198.51.100.1",
            "lines"
        );
        assert_eq!(origin(&ours, "127.0.0.1", &["198.51.100.1, ?"]), "127.0.0.1", "not an address");
        assert_eq!(origin(&ours, "127.0.0.1", &["198.51.100.1, unknown, 10.1.2.3"]), "10.1.2.3");
        assert_eq!(origin(&ours, "127.0.0.1", &[""]), "127.0.0.1");
        assert_eq!(origin(&ours, "127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(origin(&ours, "::ffff:127.0.0.1", &["::ffff:198.51.100.1"]), "198.51.100.1");
        assert_eq!(origin(&ours, "::1", &["[2001:db8::7]:4711"]), "2001:db8::7");
        assert_eq!(origin(&ours, "::1", &["[2001:db8::7]"]), "2001:db8::7");
        assert_eq!(origin(&ours, "127.0.0.1", &["198.51.100.1:4711"]), "198.51.100.1");
        assert_eq!(origin(&ours, "127.0.0.1", &["10.1.0.1, 10.1.0.2"]), "10.1.0.1", "all of them ours");
        assert_eq!(origin(&trusted(&[]), "127.0.0.1", &["198.51.100.1"]), "127.0.0.1", "nobody is trusted");
    }

    proptest! {
        /// Whatever a client sends, in whatever lines: the address is the one our proxy saw.
        #[test]
        fn what_a_client_writes_never_changes_its_address(
            forged in prop::collection::vec("[ -~]{0,60}", 0..5),
            client in any::<[u8; 4]>(),
            apart in any::<bool>(),
        ) {
            let client = std::net::Ipv4Addr::from(client);
            prop_assume!(!client.is_loopback() && client.octets()[0] != 10);
            let mut lines = forged;
            match lines.last_mut() {
                // Proxies add to the last line or write one of their own.
                Some(last) if !apart => last.push_str(&format!(", {client}")),
                _ => lines.push(client.to_string()),
            }
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let ours = trusted(&["127.0.0.0/8", "10.0.0.0/8"]);
            prop_assert_eq!(origin(&ours, "127.0.0.1", &lines), client.to_string());
            // Through a second proxy of ours, which adds the first.
            let through: Vec<String> = lines.iter().map(|line| (*line).to_owned()).chain(["10.0.0.7".to_owned()]).collect();
            let through: Vec<&str> = through.iter().map(String::as_str).collect();
            prop_assert_eq!(origin(&ours, "127.0.0.1", &through), client.to_string());
        }

        /// Bytes that are nothing: an address comes out, and a stranger's is the stranger's own.
        #[test]
        fn rubbish_does_no_harm(lines in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..6)) {
            let ours = trusted(&["127.0.0.0/8"]);
            let stranger: IpAddr = "203.0.113.9".parse().unwrap();
            prop_assert_eq!(ours.origin(stranger, lines.iter().map(Vec::as_slice)), stranger);
            ours.origin("127.0.0.1".parse().unwrap(), lines.iter().map(Vec::as_slice));
        }
    }
}
