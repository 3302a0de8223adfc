//! Views by what they read.

use crate::name::ObjectName;
use crate::schema::View;

/// The views that use something, and those that read them, each after what it reads.
pub(crate) fn readers<'a>(views: impl Iterator<Item = &'a View>, uses: impl Fn(&View) -> bool) -> Vec<&'a View> {
    let (mut found, mut others): (Vec<&View>, Vec<&View>) = views.partition(|view| uses(view));
    loop {
        let is_found = |name: &ObjectName| found.iter().any(|view| view.name == *name);
        let (more, rest): (Vec<&View>, Vec<&View>) =
            others.into_iter().partition(|view| view.depends_on.iter().any(is_found));
        if more.is_empty() {
            break;
        }
        found.extend(more);
        others = rest;
    }
    in_order(found)
}

/// The same views, each after those that it reads.
fn in_order(mut left: Vec<&View>) -> Vec<&View> {
    let mut ordered: Vec<&View> = Vec::new();
    while !left.is_empty() {
        let waits =
            |view: &View| left.iter().any(|other| view.name != other.name && view.depends_on.contains(&other.name));
        let (later, ready): (Vec<&View>, Vec<&View>) = left.iter().partition(|view| waits(view));
        if ready.is_empty() {
            // Views can't read each other in a circle; one that is told so is left to the server.
            ordered.extend(later);
            break;
        }
        ordered.extend(ready);
        left = later;
    }
    ordered
}
