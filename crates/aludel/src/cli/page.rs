//! What may be long: printed as it is made, through a pager where a person sits before a terminal.

use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::process::{Child, Command, Stdio};

use anstream::{AutoStream, ColorChoice};

/// Where the lines of a long text go. A reader that goes away, such as `head`, or a pager that is left, has had enough:
/// that is no error.
pub(super) struct Page {
    out: BufWriter<AutoStream<Box<dyn Write + Send>>>,
    pager: Option<Child>,
}

impl Page {
    /// Standard output, or a pager before it.
    pub(super) fn open(choice: ColorChoice, paged: Paged) -> Self {
        let choice = match choice {
            // Asked now: what a pager prints on is a pipe to us.
            ColorChoice::Auto => AutoStream::choice(&io::stdout()),
            chosen => chosen,
        };
        let mut pager = match paged {
            Paged::OnTerminal if io::stdout().is_terminal() => start_pager(),
            Paged::OnTerminal | Paged::Never => None,
        };
        let stdin = pager.as_mut().and_then(|pager| pager.stdin.take());
        let out: Box<dyn Write + Send> = match stdin {
            Some(stdin) => Box::new(stdin),
            None => Box::new(io::stdout()),
        };
        Self { out: BufWriter::new(AutoStream::new(out, choice)), pager }
    }

    /// Prints all of it, waits until it is read, and ends.
    pub(super) fn print(mut self, text: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        // What cannot be written has nobody to read it.
        drop(text(&mut self.out).and_then(|()| self.out.flush()));
        let Self { out, pager } = self;
        // What is left in the buffer of a broken pipe is not tried again.
        drop(out.into_parts());
        if let Some(mut pager) = pager {
            drop(pager.wait());
        }
    }
}

/// Whether a pager is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paged {
    /// Where standard output is a terminal.
    OnTerminal,
    /// Not at all.
    Never,
}

/// What `PAGER` names, or `less` as git calls it; nothing where it says `cat`, or is not there.
fn start_pager() -> Option<Child> {
    let named = std::env::var("PAGER").ok();
    let words = pager_words(named.as_deref());
    let (program, arguments) = words.split_first()?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    command.spawn().ok()
}

fn pager_words(named: Option<&str>) -> Vec<String> {
    let words: Vec<String> = named.unwrap_or("less -FRX").split_whitespace().map(str::to_owned).collect();
    if words == ["cat"] { Vec::new() } else { words }
}

#[cfg(test)]
mod tests {
    use super::pager_words;

    #[test]
    fn an_empty_pager_and_cat_are_none() {
        assert_eq!(pager_words(None), ["less", "-FRX"]);
        assert_eq!(pager_words(Some("most -s")), ["most", "-s"]);
        assert!(pager_words(Some(" ")).is_empty() && pager_words(Some("cat")).is_empty());
    }
}
