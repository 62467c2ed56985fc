//! How a step's outcome is written: the same words as in ../show.ts.

use std::io;
use std::time::Duration;

/// A step's outcome before "Ok" or "Err" is put in front; unit is the empty text.
pub type Outcome = io::Result<String>;

pub fn outcome(outcome: Outcome) -> String {
    match outcome {
        Ok(value) => format!("Ok {value}").trim_end().to_string(),
        Err(e) => error(&e),
    }
}

pub fn error(e: &io::Error) -> String {
    let raw = e.raw_os_error().map_or("-".to_string(), |number| number.to_string());
    format!("Err {:?} {raw} {e}", e.kind())
}

/// ASCII as it is, a long run of one byte in short.
pub fn bytes(bytes: &[u8]) -> String {
    match bytes {
        [first, rest @ ..] if rest.len() >= 16 && rest.iter().all(|byte| byte == first) => {
            format!("\"{}*{}\"", *first as char, bytes.len())
        }
        _ => format!("\"{}\"", bytes.escape_ascii()),
    }
}

pub fn duration(value: Option<Duration>) -> String {
    value.map_or("None".to_string(), |limit| format!("{} ms", limit.as_secs_f64() * 1000.0))
}

pub fn taken(error_taken: Option<io::Error>) -> String {
    error_taken.map_or("None".to_string(), |e| error(&e))
}
