//! Every code point whose upper case is another, and what that is: `[from, to…]`. First the version of Unicode, then the
//! code points that are white space, which `str::trim` cuts off.

fn main() {
    let (major, minor, update) = char::UNICODE_VERSION;
    println!("{{\"unicode\":\"{major}.{minor}.{update}\"}}");
    let all = || '\0'..=char::MAX;
    let spaces = all().filter(|c| c.is_whitespace()).collect::<Vec<_>>();
    println!("{{\"whiteSpace\":{}}}", json(&spaces));
    for from in all() {
        let to = from.to_uppercase().collect::<Vec<_>>();
        // A string's upper case is that of its characters: nothing depends on what is beside them.
        assert_eq!(format!("a{from}ß").to_uppercase(), format!("A{}SS", to.iter().collect::<String>()));
        if to != [from] {
            println!("{}", json(&[vec![from], to].concat()));
        }
    }
}

fn json(chars: &[char]) -> String {
    let numbers = chars.iter().map(|&c| (c as u32).to_string()).collect::<Vec<_>>();
    format!("[{}]", numbers.join(","))
}
