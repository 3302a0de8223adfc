//! Passwords in URLs.

/// The text of a server's URL with `***` for each password in it, and nothing else changed.
pub(super) fn mask(text: &str) -> String {
    let begin = text.find("://").map_or(0, |place| place + "://".len());
    let (scheme, rest) = text.split_at(begin);
    let (authority, after) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let authority = match authority.rsplit_once('@').and_then(|(user, host)| Some((user.split_once(':')?.0, host))) {
        Some((user, host)) => format!("{user}:***@{host}"),
        None => authority.to_owned(),
    };
    let (path, query) = after.split_once('?').map_or((after, None), |(path, query)| (path, Some(query)));
    let query = query.map(|query| query.split('&').map(mask_parameter).collect::<Vec<_>>().join("&"));
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{scheme}{authority}{path}{query}")
}

fn mask_parameter(parameter: &str) -> String {
    match parameter.split_once('=') {
        Some((key, _)) if key.to_ascii_lowercase().contains("passw") => format!("{key}=***"),
        _ => parameter.to_owned(),
    }
}
