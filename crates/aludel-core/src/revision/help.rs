//! What to do about an error of the graph.

use super::{GraphError, Mention, RevisionId};

impl GraphError {
    /// What to do about it: one sentence with something to type.
    pub fn help(&self) -> String {
        match self {
            Self::DuplicateId { revisions, .. } => format!("give {} another `revision`", last_place(revisions)),
            Self::ReservedId { revision } => format!("give {} another `revision`", revision.place()),
            Self::IllegalLabel { revision, .. } => format!(
                "change `branch_labels` in {} to letters, digits and underscores, and not to head, heads, base or current",
                revision.place()
            ),
            Self::DuplicateLabel { revisions, .. } => format!("change `branch_labels` in {}", last_place(revisions)),
            Self::LabelIsId { revision, .. } => format!("change `branch_labels` in {}", revision.place()),
            Self::MissingParent { revision, parent } => {
                format!("restore the script of \"{parent}\", or change `revises` in {}", revision.place())
            }
            Self::SelfLoop { revision } => format!("change `revises` in {}", revision.place()),
            Self::DependencySelfLoop { revision } => format!("change `depends_on` in {}", revision.place()),
            Self::Cycle { .. } => "change `revises` in one of them to what it followed when it was written".into(),
            Self::DependencyCycle { .. } => "change `depends_on` in one of them".into(),
            Self::UnknownDependency { revision, name } => {
                format!("restore the script of \"{name}\", or change `depends_on` in {}", revision.place())
            }
            Self::AmbiguousDependency { revision, .. } => {
                format!("write an id in place of the label in `depends_on` of {}", revision.place())
            }
            Self::Unknown { similar, .. } if similar.is_empty() => "run `db history` to see all revisions".into(),
            Self::UnknownBranch { similar, .. } if similar.is_empty() => {
                "run `db history -v` to see all labels and revisions".into()
            }
            Self::Unknown { similar, .. } | Self::UnknownBranch { similar, .. } => {
                format!("type {} if that was meant, or run `db history` to see all revisions", either(similar))
            }
            Self::Ambiguous { .. } => "type more of it, or run `db history` to see all revisions".into(),
            Self::NotOnBranch { revision, .. } => {
                format!("leave out the branch and type `{revision}` alone, or run `db branches` to see where they part")
            }
            Self::SeveralHeads { heads, .. } => several_heads_help(heads),
            Self::StepsFromRevision { .. } => "run `db history` and give the id of the revision itself".into(),
            Self::StepsUp { .. } => "give steps such as `-1`, or the id of a revision as `db history` shows it".into(),
            Self::StepsDown { symbol } => format!("run `db downgrade {symbol}` to go down"),
            Self::NeedsDatabase { .. } => "run `db current` and give the id that it shows".into(),
            Self::AmbiguousSteps { .. } => "run `db history` and give the id of the revision itself".into(),
            Self::TooFar { .. } => "run `db history` to see what there is".into(),
            Self::SeveralCurrent { symbol, current } => narrowed_help(symbol, current),
            Self::NothingApplied { .. } => "run `db current` to see what is applied".into(),
            Self::NotApplied { revision, .. } => format!(
                "run `db current` to see what is applied, or `db upgrade {revision}` if the database should come to it"
            ),
            Self::NothingAbove { revision, .. } => {
                format!("run `db downgrade {revision}-1` to take it back with all that depends on it")
            }
            Self::OffBranch { above, .. } => match above.first() {
                Some(first) => format!("name the branch by a revision above the target, as in `{first}@…`"),
                None => "run `db branches` to see where the branches part".into(),
            },
            Self::UnknownApplied { .. } => {
                "check out the scripts that this database was upgraded with, or run `db stamp --purge heads` if its schema \
                 is already that of the heads"
                    .into()
            }
            Self::Hole { revision, missing } => format!(
                "run `db stamp {revision}` if the schema has \"{}\" already, else downgrade below it and run `db upgrade` again",
                missing.id
            ),
            Self::NotBelow { .. } => "give the older revision first, as in `db history -r base:head`".into(),
            Self::NotHead { revision } => {
                format!("add `--splice` to start a new branch at \"{}\", or name a head", revision.id)
            }
            Self::ParentTwice { .. } => "name each parent once, or all of them at once by `heads`".into(),
            Self::NothingToMerge { .. } => "run `db heads` to see the heads, and `db merge heads` where there are several".into(),
            Self::NothingToRebase { .. } => "run `db heads` to see the heads".into(),
            Self::AmbiguousRebase { heads } => ambiguous_rebase_help(heads),
            Self::IdTaken { .. } => "choose another id, or leave out `--rev-id` to have one made".into(),
        }
    }
}

/// The two ways out of several heads, and the way around.
fn several_heads_help(heads: &[Mention]) -> String {
    let one = heads.first().map_or_else(|| "heads".into(), |head| head.id.to_string());
    format!(
        "run `db merge` to join them by a new revision, or `db rebase` to put one side after the other; or name what is \
         meant: `heads` for all of them, or one such as `{one}`"
    )
}

/// How to say which head moves.
fn ambiguous_rebase_help(heads: &[Mention]) -> String {
    match heads {
        [one, other] => format!(
            "run `db rebase {0}` to put \"{0}\" after \"{1}\", or `db rebase {1}` to put \"{1}\" after \"{0}\": move the \
             one that no other database has applied",
            one.id, other.id
        ),
        _ => {
            let ids: Vec<&str> = heads.iter().take(2).map(|head| head.id.as_str()).collect();
            format!("say both, as in `db rebase {}`: what moves, and what it follows", ids.join(" --onto "))
        }
    }
}

/// How to say which of the current revisions steps should start from.
fn narrowed_help(symbol: &str, current: &[RevisionId]) -> String {
    let steps = symbol.rsplit('@').next().unwrap_or(symbol);
    let one = current.first().map_or_else(|| "label".into(), ToString::to_string);
    format!("name the branch, as in `{one}@{steps}`, or give `heads` or the id of a revision")
}

/// The file of the last of some revisions: what came later is what should give way.
fn last_place(revisions: &[Mention]) -> String {
    revisions.last().map(Mention::place).unwrap_or_default()
}

/// A choice among names.
fn either(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
}
