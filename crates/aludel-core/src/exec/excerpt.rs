//! What a message shows of a statement: all of a short one; of a long one how it begins, and what stands around the place of
//! an error.

/// So many lines are shown of a statement.
const LINES: usize = 10;
/// So many of them before the one with the error, where that comes late.
const BEFORE: usize = 5;
/// So many characters of a line.
const LONGEST: usize = 160;

/// The lines to show of a statement, with `…` wherever something is left out. `place` is a character, counted from 0.
pub(super) fn excerpt(sql: &str, place: Option<usize>) -> Vec<String> {
    let lines = lines(sql, place);
    let late = lines.iter().position(|line| line.place.is_some()).filter(|number| *number >= LINES);
    // The first line says what kind of statement it is.
    let from = late.map_or(1, |number| number - BEFORE);
    let is_shown = |number: usize| number == 0 || (from..from + LINES - 1).contains(&number);
    let mut shown = Vec::new();
    let mut is_cut = false;
    for (number, line) in lines.iter().enumerate() {
        if is_shown(number) {
            shown.push(line.cut());
        } else if !is_cut || is_shown(number - 1) {
            shown.push("…".to_owned());
        }
        is_cut = !is_shown(number);
    }
    shown
}

/// Where in a statement the thing is that an error quotes: a character, counted from 0, where it is there just once.
pub(super) fn quoted_in(message: &str, sql: &str) -> Option<usize> {
    let once = |word: &str| {
        // Where a server quotes all that follows, it says so when it cuts it.
        let word = word.strip_suffix("...").unwrap_or(word);
        let mut places = sql.match_indices(word).map(|(place, _)| place);
        let place = places.next().filter(|_| !word.trim().is_empty() && places.next().is_none())?;
        Some(sql.get(..place)?.chars().count())
    };
    ['"', '\'', '`'].into_iter().find_map(|quote| message.split(quote).skip(1).step_by(2).find_map(once))
}

/// A line of a statement.
struct Line<'a> {
    text: &'a str,
    /// The character of it at which the error is.
    place: Option<usize>,
}

/// The lines that say something.
fn lines(sql: &str, place: Option<usize>) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut begin = 0;
    for line in sql.split_inclusive('\n') {
        let end = begin + line.chars().count();
        let place = place.filter(|place| (begin..end).contains(place)).map(|place| place - begin);
        lines.push(Line { text: line.trim_end(), place });
        begin = end;
    }
    lines.retain(|line| !line.text.is_empty());
    lines
}

impl Line<'_> {
    /// Its text, or so much of it as is shown.
    fn cut(&self) -> String {
        let length = self.text.chars().count();
        if length <= LONGEST {
            return self.text.to_owned();
        }
        let place = self.place.unwrap_or_default();
        let from = if place < LONGEST * 3 / 4 { 0 } else { (place - LONGEST / 2).min(length - LONGEST) };
        let [before, after] = [from > 0, from + LONGEST < length];
        let kept =
            self.text.chars().skip(from + usize::from(before)).take(LONGEST - usize::from(before) - usize::from(after));
        let dots = |is_cut: bool| is_cut.then_some('…');
        dots(before).into_iter().chain(kept).chain(dots(after)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(count: usize) -> String {
        let lines: Vec<String> = (1..=count).map(|number| format!("    c{number} TEXT,\n")).collect();
        format!("CREATE TABLE t (\n\n{});", lines.concat())
    }

    #[test]
    fn a_short_statement_is_shown_in_whole() {
        assert_eq!(excerpt("SELECT\n\n  1  \n", None), ["SELECT", "  1"]);
        let ten = columns(8);
        assert_eq!(excerpt(&ten, Some(30)).join("\n"), ten.replace("\n\n", "\n"));
        assert!(excerpt("", None).is_empty());
    }

    #[test]
    fn what_is_left_out_is_marked() {
        let shown = excerpt(&columns(20), None);
        assert_eq!((shown.len(), shown[9].as_str(), shown[10].as_str()), (11, "    c9 TEXT,", "…"));
    }

    #[test]
    fn the_place_of_an_error_is_shown_however_late_it_comes() {
        let sql = columns(40);
        let shown = excerpt(&sql, quoted_in("near \"c30\": syntax error", &sql));
        assert_eq!(shown[..3], ["CREATE TABLE t (", "…", "    c25 TEXT,"]);
        assert_eq!((shown.last().unwrap().as_str(), shown.len()), ("…", 12));
        assert!(shown.contains(&"    c30 TEXT,".to_owned()), "{shown:?}");
        let last = excerpt(&sql, sql.find("c40"));
        assert_eq!(last.last().unwrap(), ");", "nothing is left out behind it");
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let sql =
            format!("ALTER TABLE t {} ADD é BROKEN, {}", "ADD a INTEGER, ".repeat(30), "ADD b INTEGER, ".repeat(30));
        let place = sql.chars().position(|letter| letter == 'é');
        let shown = excerpt(&sql, place).concat();
        assert!(shown.starts_with('…') && shown.ends_with('…') && shown.contains("ADD é BROKEN"), "{shown}");
        let begin = excerpt(&sql, None).concat();
        assert!(begin.starts_with("ALTER TABLE t") && begin.ends_with('…'), "{begin}");
        assert_eq!([shown.chars().count(), begin.chars().count()], [LONGEST; 2]);
    }

    #[test]
    fn what_is_quoted_twice_or_not_there_is_no_place() {
        assert_eq!(quoted_in("near 'x'", "x, x"), None);
        assert_eq!(quoted_in("near '' or \"z\"", "a, y"), None);
        assert_eq!(quoted_in("column `é`: no", "é"), Some(0));
        assert_eq!(quoted_in("near 'nil, b...' at line 1", "a nil, b INTEGER"), Some(2));
    }
}
