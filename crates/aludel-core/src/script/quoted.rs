//! Text in a comment: as it is where a line can hold it, else as a JSON string.

/// A text for one line of a comment; `strange` asks for the JSON string though a line could hold it.
pub(super) fn quoted(text: &str, strange: bool) -> String {
    if !strange && !text.contains(unsafe_in_line) && json(text).is_none() {
        return text.to_owned();
    }
    let json = serde_json::Value::from(text).to_string();
    let escape = |c: char| if unsafe_in_line(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    json.chars().map(escape).collect()
}

/// The text that a line of a comment holds.
pub(super) fn unquoted(line: &str) -> String {
    json(line).unwrap_or_else(|| line.to_owned())
}

/// True for what ends a line, hides in it or turns its direction, which the compiler refuses in comments.
pub(super) fn unsafe_in_line(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
}

fn json(text: &str) -> Option<String> {
    text.starts_with('"').then(|| serde_json::from_str(text).ok()).flatten()
}

/// A text made fit for one line of a comment that nobody reads back.
pub(super) fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if unsafe_in_line(c) { ' ' } else { c }).collect();
    plain.trim_end().to_owned()
}
