//! Revisions compiled into the program, so that one binary is all that has to be deployed.

pub use aludel_core::script::Embedded;

/// The revisions that a program was built with, as the module that [`migrations!`](crate::migrations!) makes gives
/// them.
///
/// ```
/// use aludel::migrations::EmbeddedScripts;
///
/// aludel::migrations!(mod migrations = "migrations");
///
/// // No folder yet is no revisions.
/// let EmbeddedScripts { directory, scripts, .. } = migrations::all();
/// assert_eq!((directory, scripts.len()), ("migrations", 0));
/// ```
///
/// The folder is found from that of the crate's `Cargo.toml`. Every `.rs` file below its `versions` is a module with a
/// `pub fn upgrade` and, unless there is no way back, a `pub fn downgrade`; the text of every `.rs` and `.sql` file is
/// included. Folders with revisions besides `versions` follow behind commas:
/// `migrations!(mod migrations = "migrations", "billing/revisions")`. The macro stands where an item may, so that editors see the files as parts of the crate. Cargo builds anew
/// when the file `head` in the folder changes, as it does with each revision.
#[derive(Clone, Copy, Debug)]
pub struct EmbeddedScripts {
    /// The folder, as the macro names it.
    pub directory: &'static str,
    /// Folders with revisions besides its `versions`, as the macro names them.
    pub locations: &'static [&'static str],
    /// The folder of the crate's `Cargo.toml`, where the program was built.
    pub manifest_directory: &'static str,
    /// The source file that the macro stands in, as the compiler names it.
    pub file: &'static str,
    /// The revisions, in the order of their paths.
    pub scripts: &'static [Embedded],
}
