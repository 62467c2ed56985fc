//! What Rust makes of every errno: its kind and its Display.
mod json;

use std::io::Error;

fn main() {
    let numbers = (-1..=134).chain([9999, i32::MIN, i32::MAX]);
    for number in numbers {
        let error = Error::from_raw_os_error(number);
        let kind = json::string(&format!("{:?}", error.kind()));
        println!("{{\"errno\":{number},\"kind\":{kind},\"display\":{}}}", json::string(&error.to_string()));
    }
}
