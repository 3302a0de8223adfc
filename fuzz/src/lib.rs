//! Hostile texts, made of a grammar's own words, and laws that have to hold for each of them.
//!
//! Every text follows from a number, so that one which breaks a law is made again by it. `ALUDEL_FUZZ` says how many are
//! tried, `ALUDEL_FUZZ_SEED` with which number to begin.

#![expect(clippy::panic, clippy::print_stderr, clippy::print_stdout, reason = "it reports to the test that runs it")]

mod dice;
mod text;
mod watch;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use watch::Watch;

/// How many texts a test tries.
const USUAL: u64 = 100_000;

/// How many texts one thread takes at a time.
const BLOCK: u64 = 1_000;

/// How long one text may take, on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(10);

/// Tries a law on many short texts and some that are very long. A law that panics is broken too, and so is one that does
/// not come to its end.
///
/// # Panics
/// With the first text that was found to break the law, as short as it could be made, and its number.
///
/// ```
/// aludel_fuzz::fuzz(&["a", "'"], |text| match text.trim() {
///     trimmed if text.contains(trimmed) => Ok(()),
///     trimmed => Err(format!("{trimmed:?} is no part of it")),
/// });
/// ```
#[track_caller]
pub fn fuzz(grammar: &[&str], law: impl Fn(&str) -> Result<(), String> + Sync) {
    try_law(number("ALUDEL_FUZZ", USUAL), grammar, &law);
}

/// The text of a number, made of these words.
///
/// ```
/// assert_eq!(aludel_fuzz::text(7, &["a", "'"]), aludel_fuzz::text(7, &["a", "'"]));
/// ```
pub fn text(number: u64, grammar: &[&str]) -> String {
    text::words(number, grammar).concat()
}

/// As [`fuzz`], for a law that takes its time: a tenth as many texts are tried.
///
/// # Panics
/// As [`fuzz`].
#[track_caller]
pub fn fuzz_slowly(grammar: &[&str], law: impl Fn(&str) -> Result<(), String> + Sync) {
    try_law(number("ALUDEL_FUZZ", USUAL).div_ceil(10), grammar, &law);
}

#[track_caller]
fn try_law(count: u64, grammar: &[&str], law: &(impl Fn(&str) -> Result<(), String> + Sync)) {
    let first = number("ALUDEL_FUZZ_SEED", 1);
    let begin = Instant::now();
    let short = |number| text::words(number, grammar).concat();
    if let Some((number, broken)) = first_broken(first, count, &short, law) {
        let text = shortened(text::words(number, grammar).iter().map(|word| word.to_string()).collect(), law);
        panic!("{broken}\nthe text, shortened: {text:?}\nit is made again by ALUDEL_FUZZ_SEED={number} ALUDEL_FUZZ=1");
    }
    let time = begin.elapsed();
    let many = count.div_ceil(5 * BLOCK).min(2_000);
    let long = |number| text::long(number, grammar);
    if let Some((number, broken)) = first_broken(first, many, &long, law) {
        let text: String = long(number).chars().take(60).collect();
        panic!("{broken}\na long text, which begins with {text:?}\nit is made again by ALUDEL_FUZZ_SEED={number}");
    }
    let each_second = count as f64 / time.as_secs_f64();
    println!(
        "{count} texts in {time:.1?}, {each_second:.0} in a second; {many} long ones in {:.1?}",
        begin.elapsed() - time
    );
}

/// The number of a text that breaks a law, and how, if one of so many does.
fn first_broken(
    first: u64,
    count: u64,
    text: &(impl Fn(u64) -> String + Sync),
    law: &(impl Fn(&str) -> Result<(), String> + Sync),
) -> Option<(u64, String)> {
    let (next, end) = (AtomicU64::new(first), first.saturating_add(count));
    let (found, is_over) = (Mutex::new(None), AtomicBool::new(false));
    let cores = thread::available_parallelism().map_or(1, usize::from);
    // A test of the usual size has one core to itself, since others run beside it.
    let threads = if count > USUAL { cores } else { 1 };
    let watches: Vec<Watch> = (0..threads).map(|_| Watch::default()).collect();
    let work = |watch: &Watch| {
        loop {
            let begin = next.fetch_add(BLOCK, Ordering::Relaxed);
            for number in begin..end.min(begin.saturating_add(BLOCK)) {
                if is_over.load(Ordering::Relaxed) {
                    return;
                }
                watch.begins(number);
                if let Err(broken) = holds(law, &text(number))
                    && let Ok(mut found) = found.lock()
                {
                    is_over.store(true, Ordering::Relaxed);
                    found.get_or_insert((number, broken));
                }
            }
            if begin >= end {
                return;
            }
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = watches.iter().map(|watch| scope.spawn(|| work(watch))).collect();
        while !workers.iter().all(thread::ScopedJoinHandle::is_finished) {
            thread::sleep(Duration::from_millis(5));
            if let Some(number) = watches.iter().find_map(|watch| watch.is_late(PATIENCE)) {
                let text: String = text(number).chars().take(200).collect();
                eprintln!(
                    "a text takes longer than {PATIENCE:?}; it begins with {text:?}\nALUDEL_FUZZ_SEED={number} makes it again"
                );
                // The thread that is at it cannot be ended.
                std::process::exit(1);
            }
        }
    });
    found.into_inner().ok().flatten()
}

/// Tries a law on one text.
fn holds(law: &impl Fn(&str) -> Result<(), String>, text: &str) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(|| law(text))).unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        Err(format!("a panic: {}", words.unwrap_or("without words")))
    })
}

/// The text without what it does not need to break the law.
fn shortened(mut words: Vec<String>, law: &impl Fn(&str) -> Result<(), String>) -> String {
    loop {
        let without = |place: usize| {
            let kept = words.iter().enumerate().filter(|(other, _)| *other != place);
            kept.map(|(_, word)| word.clone()).collect::<Vec<_>>()
        };
        let shorter = (0..words.len()).map(without).find(|words| holds(law, &words.concat()).is_err());
        match shorter {
            Some(shorter) => words = shorter,
            None => return words.concat(),
        }
    }
}

fn number(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_law_is_found_and_its_text_shortened() {
        let law = |text: &str| if text.contains("ab") { Err("it has ab".to_owned()) } else { Ok(()) };
        let words = |number| text::words(number, &["a", "b", "c"]).concat();
        let (number, broken) = first_broken(1, 10_000, &words, &law).unwrap();
        assert_eq!(broken, "it has ab");
        assert!(words(number).contains("ab"));
        let words = ["c", "a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(shortened(words, &law), "ab");
    }

    #[test]
    fn a_panic_breaks_every_law() {
        let law = |text: &str| text.chars().next().map(drop).ok_or_else(|| panic!("nothing"));
        assert_eq!(holds(&law, ""), Err("a panic: nothing".to_owned()));
        assert_eq!(holds(&law, "a"), Ok(()));
    }

    #[test]
    fn a_number_makes_the_same_text_again() {
        for number in 0..1_000 {
            assert_eq!(text::words(number, &["a", "b"]), text::words(number, &["a", "b"]));
        }
        assert_ne!(text::words(1, &["a", "b"]), text::words(2, &["a", "b"]));
    }
}
