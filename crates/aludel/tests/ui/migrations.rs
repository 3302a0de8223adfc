//! Folders and scripts that `migrations!` can't embed. The folders are found from that of this test's own manifest.

aludel::migrations!(migrations = "migrations");
aludel::migrations!(mod a "migrations");
aludel::migrations!(mod b = migrations);
aludel::migrations!(mod c = "Cargo.toml");

fn main() {
    let _ = c::all();
}
