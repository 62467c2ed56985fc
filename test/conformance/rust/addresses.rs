//! What Rust makes of address texts: the outcome, Display, and what kind of address it is. `addresses [SEED COUNT]`: of the
//! texts that are made at random how many, and which.
#![feature(ip)] // is_documentation of IPv6 is not stable; the program is compiled with RUSTC_BOOTSTRAP=1
mod json;
mod texts;

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv6Addr, SocketAddr, SocketAddrV6};
use texts::Random;

/// Where IpAddr lacks a question that Ipv4Addr answers, Ipv6Addr's nearest: unique local for private.
fn kinds(ip: IpAddr) -> String {
    let (private, link_local, broadcast, mapped) = match ip {
        IpAddr::V4(v4) => (v4.is_private(), v4.is_link_local(), v4.is_broadcast(), None),
        IpAddr::V6(v6) => (v6.is_unique_local(), v6.is_unicast_link_local(), false, v6.to_ipv4_mapped()),
    };
    let answers = [
        ("loopback", ip.is_loopback()),
        ("unspecified", ip.is_unspecified()),
        ("multicast", ip.is_multicast()),
        ("private", private),
        ("linkLocal", link_local),
        ("broadcast", broadcast),
        ("documentation", ip.is_documentation()),
    ];
    let mut out: Vec<String> = answers.iter().filter(|(_, yes)| *yes).map(|(name, _)| name.to_string()).collect();
    out.extend(mapped.map(|v4| format!("mapped={v4}")));
    out.join(" ")
}

fn ip_outcome(text: &str) -> String {
    match text.parse::<IpAddr>() {
        Ok(ip) => format!("Ok {ip} {}", kinds(ip)).trim_end().to_string(),
        Err(e) => format!("Err {e}"),
    }
}

fn socket_outcome(text: &str) -> String {
    match text.parse::<SocketAddr>() {
        Ok(SocketAddr::V4(a)) => format!("Ok {a} ip={} port={}", a.ip(), a.port()),
        Ok(SocketAddr::V6(a)) => {
            format!("Ok {a} ip={} port={} flowinfo={} scope={}", a.ip(), a.port(), a.flowinfo(), a.scope_id())
        }
        Err(e) => format!("Err {e}"),
    }
}

/// Every pattern of zero and non-zero groups: compression has no other cases. The values differ in their digits.
fn formatted() -> impl Iterator<Item = Ipv6Addr> {
    let mut random = Random(0x5eed_0003);
    (0..=255u8).map(move |pattern| {
        Ipv6Addr::from(std::array::from_fn::<u16, 8, _>(|i| {
            let value = (random.next() as u16 >> (4 * random.below(4))).max(1);
            if pattern >> i & 1 == 1 { value } else { 0 }
        }))
    })
}

fn main() {
    let given: Vec<u64> = std::env::args().skip(1).map(|number| number.parse().expect("a number")).collect();
    let (seed, count) = if let [seed, count] = given[..] { (seed, count) } else { (0x5eed_0001, 1600) };
    let mut random = Random(seed);
    let mut seen = BTreeSet::new();
    let chosen = texts::CHOSEN.iter().map(|text| text.to_string());
    let made = (0..count).map(|i| if i % 2 == 0 { texts::spoiled(&mut random) } else { texts::composed(&mut random) });
    for text in chosen.chain(made) {
        if seen.insert(text.clone()) {
            let (ip, socket) = (json::string(&ip_outcome(&text)), json::string(&socket_outcome(&text)));
            println!("{{\"text\":{},\"ip\":{ip},\"socket\":{socket}}}", json::string(&text));
        }
    }
    for ip in formatted() {
        let address = SocketAddrV6::new(ip, random.next() as u16, random.next() as u32 >> 12, random.next() as u32 >> 24);
        println!(
            "{{\"octets\":{:?},\"port\":{},\"flowinfo\":{},\"scope\":{},\"ip\":{},\"socket\":{}}}",
            ip.octets(),
            address.port(),
            address.flowinfo(),
            address.scope_id(),
            json::string(&format!("Ok {ip} {}", kinds(ip.into())).trim_end()),
            json::string(&address.to_string()),
        );
    }
}
