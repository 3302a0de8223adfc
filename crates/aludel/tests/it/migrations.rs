//! Revisions that are compiled in.

use aludel::migrations::Embedded;

aludel::migrations!(mod revisions = "tests/it/migrations");
aludel::migrations!(
    /// A folder that isn't there yet.
    pub(crate) mod none = "no/such/folder"
);

aludel::migrations!(mod apart = "no/such/folder", "tests/it/billing",);

fn recorded(function: fn(&mut aludel::op::Operations)) -> usize {
    let mut operations = aludel::op::Operations::new("sqlite");
    function(&mut operations);
    operations.finish().recorded.len()
}

#[test]
fn every_revision_is_there_in_the_order_of_paths() {
    let all = revisions::all();
    let paths: Vec<&str> = all.scripts.iter().map(|script| script.path).collect();
    assert_eq!(
        paths,
        [
            "versions/2026_11_20_0906-8f2c1a90b3d4_create_users.rs",
            "versions/2026_11_22_1000-77be3d41c09a_fill.sql",
            "versions/older/2026_11_21_1000-3d41c09a77be_forget.rs",
        ]
    );
    assert_eq!((all.directory, all.manifest_directory), ("tests/it/migrations", env!("CARGO_MANIFEST_DIR")));
}

#[test]
fn functions_are_those_of_the_files() {
    let [create, fill, forget] = revisions::all().scripts else { panic!("three revisions") };
    let ways = |script: &Embedded| (script.upgrade.is_some(), script.downgrade.is_some());
    assert_eq!((ways(create), ways(fill), ways(forget)), ((true, true), (false, false), (true, false)));
    assert_eq!(create.upgrade.map(recorded), Some(1));
    assert_eq!(create.read().unwrap().revision.message, "create users");
    assert!(fill.text.starts_with("-- fill\n"));
}

#[test]
fn revisions_of_other_folders_are_there_too() {
    let all = apart::all();
    let paths: Vec<&str> = all.scripts.iter().map(|script| script.path).collect();
    assert_eq!(paths, ["tests/it/billing/c3_invoices.rs", "tests/it/billing/older/d4_fill.sql"]);
    assert_eq!((all.directory, all.locations), ("no/such/folder", ["tests/it/billing"].as_slice()));
    assert_eq!(all.scripts[0].upgrade.map(recorded), Some(1));
    assert!(revisions::all().locations.is_empty());
}

#[test]
fn a_folder_that_is_not_there_has_no_revisions() {
    assert!(none::all().scripts.is_empty());
}
