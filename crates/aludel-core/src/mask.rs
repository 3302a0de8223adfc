//! Hides the passwords of URLs in what people and logs get to see.

use std::borrow::Cow;

/// What stands in place of a password.
const HIDDEN: &str = "***";

/// What names a parameter that is a secret.
const SECRET: [&str; 4] = ["pass", "pwd", "secret", "token"];

/// A URL with `***` for each password in it, and nothing else changed.
///
/// A password whose special characters are not escaped is hidden as far as it can be told from the rest.
///
/// ```
/// use aludel_core::mask;
///
/// assert_eq!(mask::url("postgres://shop:lemon@db/shop?sslmode=require"), "postgres://shop:***@db/shop?sslmode=require");
/// ```
pub fn url(text: &str) -> String {
    let begin = text.find("://").map_or(0, |place| place + "://".len());
    let (scheme, rest) = text.split_at(begin);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    // In a password that is not escaped the first of these characters ends nothing.
    let end = rest
        .rfind('@')
        .filter(|at| *at > end && begins_password(rest.get(..end).unwrap_or_default()))
        .map_or(end, |at| at + 1);
    let (authority, after) = rest.split_at(end);
    let authority = account(authority)
        .map_or_else(|| Cow::Borrowed(authority), |(user, place)| Cow::Owned(format!("{user}:{HIDDEN}@{place}")));
    // Nothing of ours stands behind a `#`, but half of a password may.
    let (after, cut) = after.split_once('#').map_or((after, ""), |(after, _)| (after, "#***"));
    let (path, query) = after.split_once('?').map_or((after, None), |(path, query)| (path, Some(query)));
    let path = if path.contains('@') { "/***" } else { path };
    let query = query.map(|query| format!("?{}", parameters(query))).unwrap_or_default();
    format!("{scheme}{authority}{path}{query}{cut}")
}

/// The parameters of a URL, without its `?`, those hidden that are secrets.
///
/// ```
/// use aludel_core::mask;
///
/// assert_eq!(mask::parameters("mode=ro&password=lemon"), "mode=ro&password=***");
/// ```
pub fn parameters(query: &str) -> String {
    query.split('&').map(parameter).collect::<Vec<_>>().join("&")
}

/// A text in which URLs may stand, each without its password.
///
/// ```
/// use aludel_core::mask;
///
/// assert_eq!(mask::text("cannot read \"mysql://root:lemon@db/shop\""), "cannot read \"mysql://root:***@db/shop\"");
/// ```
pub fn text(text: &str) -> Cow<'_, str> {
    if !text.contains("://") {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find("://") {
        let (before, after) = rest.split_at(place);
        let (within, behind) = after.split_at(length(after));
        shown.push_str(before);
        shown.push_str(&url(within));
        rest = behind;
    }
    shown.push_str(rest);
    Cow::Owned(shown)
}

/// Who asks, without the password, and where, if there is a password.
fn account(authority: &str) -> Option<(&str, &str)> {
    let (account, place) = authority.rsplit_once('@')?;
    Some((account.split_once(':')?.0, place))
}

/// True for what stands before the first `/`, `?` or `#` where that is in the midst of a password: no port.
fn begins_password(authority: &str) -> bool {
    let password = authority.split_once(':').filter(|_| !authority.starts_with('['));
    password.is_some_and(|(_, rest)| rest.is_empty() || !rest.chars().all(|c| c.is_ascii_digit()))
}

fn parameter(parameter: &str) -> Cow<'_, str> {
    match parameter.split_once('=') {
        Some((key, value)) if !key.contains('@') && (is_secret(key) || value.contains('@')) => {
            Cow::Owned(format!("{key}={HIDDEN}"))
        }
        Some(_) | None if parameter.contains('@') => Cow::Borrowed(HIDDEN),
        Some(_) | None => Cow::Borrowed(parameter),
    }
}

/// True for a parameter that is a secret, or may be one: what is escaped in its name is not looked at.
fn is_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.contains('%') || SECRET.iter().any(|secret| key.contains(secret))
}

/// The length of a URL in a text that begins with its `://`.
///
/// It ends at a blank or a quote; where a password was begun before, at the next one behind its `@`.
fn length(text: &str) -> usize {
    let ends = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        rest.find(ends_url).map_or(text.len(), |place| from + place)
    };
    let end = ends(0);
    let begun = text.get(..end).unwrap_or_default().trim_start_matches(['/', ':']);
    let authority = begun.split(['/', '?', '#']).next().unwrap_or_default();
    if begun.contains('@') || !begins_password(authority) {
        return end;
    }
    let line = text.lines().next().unwrap_or_default();
    line.rfind('@').map_or(end, ends)
}

/// What a URL in a text ends at.
fn ends_url(character: char) -> bool {
    character.is_whitespace() || matches!(character, '"' | '\'' | '`' | '\u{1b}')
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(given: &str, shown: &str) {
        assert_eq!(super::url(given), shown);
    }

    #[test]
    fn passwords_are_hidden_and_nothing_else() {
        check("postgres://shop:lemon@db/shop?sslmode=require", "postgres://shop:***@db/shop?sslmode=require");
        check("mysql://root:a:b@c@db:3306/shop", "mysql://root:***@db:3306/shop");
        check("mysql://root@db/shop", "mysql://root@db/shop");
        check("postgres://db/shop?user=a&password=lemon&port=1", "postgres://db/shop?user=a&password=***&port=1");
        check("postgres://db/shop?user=a&PWD=lemon", "postgres://db/shop?user=a&PWD=***");
        check("postgres://db/shop?p%61ssword=lemon", "postgres://db/shop?p%61ssword=***");
    }

    #[test]
    fn passwords_that_are_not_escaped_are_hidden_too() {
        check("postgres://root:le#mon@db/shop", "postgres://root:***@db/shop");
        check("postgres://root:?lemon@db/shop", "postgres://root:***@db/shop");
        check("postgres://root:1#lemon@db/shop", "postgres://root:1#***");
        check("postgres://db:5432/shop?user=a@b&port=1", "postgres://db:5432/shop?user=***&port=1");
        check("postgres://[::1]/shop?user=a@b", "postgres://[::1]/shop?user=***");
        check("postgres://root:1/lemon@db/shop", "postgres://root:1/***");
        check("postgres://root:1?x=lemon@db/shop", "postgres://root:1?x=***");
    }

    #[test]
    fn every_url_in_a_text_is_shown_without_its_password() {
        let said = "neither `mysql://a:lemon@db/x` nor postgres://b:lemon@db/y, see https://docs.rs/aludel";
        let shown = "neither `mysql://a:***@db/x` nor postgres://b:***@db/y, see https://docs.rs/aludel";
        assert_eq!(super::text(said), shown);
        assert_eq!(super::text("nothing to hide"), "nothing to hide");
        assert_eq!(super::text("no \"mysql://a:le mon'@db/x\" here"), "no \"mysql://a:***@db/x\" here");
        let denied = "cannot reach mysql://root@db:3306/shop: Access denied for user 'root'@'localhost'";
        assert_eq!(super::text(denied), denied);
    }
}
