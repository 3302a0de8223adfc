//! `migrations!(mod migrations = "migrations")`: the revisions of a folder, compiled into the program.
//!
//! Each `.rs` revision becomes a module by its path, so that the compiler and editors see the file itself; the text of
//! every revision is included. The paths are absolute, because those of modules and those of `include_str!` would
//! otherwise be read from different places.

mod file;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use file::{File, Language};
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, LitStr, Token, Visibility};

use crate::error::Errors;

/// What stands in the parentheses of the macro.
pub(crate) struct Invocation {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    module: Ident,
    folder: LitStr,
    /// Folders with revisions besides its `versions`.
    locations: Vec<LitStr>,
}

impl Parse for Invocation {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let usage = "write `migrations!(mod migrations = \"migrations\")`";
        let at = |span: Span| move |error: syn::Error| syn::Error::new(span, format!("{error}; {usage}"));
        let (attributes, visibility) = (input.call(Attribute::parse_outer)?, input.parse()?);
        input.parse::<Token![mod]>().map_err(at(input.span()))?;
        let module = input.parse().map_err(at(input.span()))?;
        input.parse::<Token![=]>().map_err(at(input.span()))?;
        let folder = input.parse().map_err(at(input.span()))?;
        let mut locations = Vec::new();
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            locations.push(input.parse().map_err(at(input.span()))?);
        }
        Ok(Self { attributes, visibility, module, folder, locations })
    }
}

/// The module with the revisions, or what is wrong with them.
pub(crate) fn expand(invocation: &Invocation) -> TokenStream {
    let errors = Errors::default();
    let folder = Folder::find(&invocation.folder, &errors);
    let files = folder.as_ref().map(|folder| files(invocation, folder, &errors));
    match (folder, files) {
        (Some(folder), Some(files)) if errors.is_empty() => module(invocation, &folder, &files),
        _ => {
            let placeholder = placeholder(invocation);
            let errors = errors.into_compile_errors();
            quote!(#errors #placeholder)
        }
    }
}

/// The revisions of all folders: those below `versions` by their paths there, the others by paths from the root.
fn files(invocation: &Invocation, folder: &Folder, errors: &Errors) -> Vec<File> {
    let mut modules = BTreeSet::new();
    let place = &invocation.folder;
    let prefix = format!("{}/versions", place.value());
    let mut files = file::read(&folder.versions(), &prefix, place, &mut modules, errors);
    files.iter_mut().for_each(|file| file.shown = format!("versions/{}", file.path));
    for location in &invocation.locations {
        let Some(Folder { path }) = Folder::find(location, errors) else { continue };
        let prefix = location.value();
        for file in file::read(&path, &prefix, location, &mut modules, errors) {
            files.push(File { shown: format!("{prefix}/{}", file.path), path: file.absolute.clone(), ..file });
        }
    }
    files
}

/// The folder with the revisions.
struct Folder {
    path: PathBuf,
}

impl Folder {
    /// The folder under that of the crate's manifest. It need not be there yet.
    fn find(name: &LitStr, errors: &Errors) -> Option<Self> {
        let Some(manifest) = std::env::var_os("CARGO_MANIFEST_DIR") else {
            errors.at(
                name.span(),
                "`migrations!` looks under the folder that cargo names, and there is no cargo; build with it",
            );
            return None;
        };
        let path = Path::new(&manifest).join(name.value());
        if path.exists() && !path.is_dir() {
            errors.at(name.span(), format!("{} is no folder; name the one that `db init` made", path.display()));
            return None;
        }
        Some(Self { path })
    }

    fn versions(&self) -> PathBuf {
        self.path.join("versions")
    }

    /// The file that each new revision rewrites, if it is there.
    fn head(&self) -> Option<String> {
        let head = self.path.join("head");
        if head.is_file() { head.to_str().map(str::to_owned) } else { None }
    }
}

fn module(invocation: &Invocation, folder: &Folder, files: &[File]) -> TokenStream {
    let Invocation { attributes, visibility, module, folder: directory, locations } = invocation;
    let versions = folder.versions();
    let versions = versions.to_string_lossy();
    let modules = files.iter().filter_map(revision_module);
    let scripts = files.iter().map(embedded);
    // Cargo rebuilds when a file changes that the compiler was told of, and this one changes with every new revision.
    let head = folder.head().map(|head| {
        quote!(
            const _: &[u8] = ::core::include_bytes!(#head);
        )
    });
    quote! {
        #(#attributes)*
        #[path = #versions]
        #visibility mod #module {
            #(#modules)*

            #head

            /// The revisions that this program was built with.
            pub fn all() -> ::aludel::migrations::EmbeddedScripts {
                const SCRIPTS: &[::aludel::migrations::Embedded] = &[#(#scripts),*];
                ::aludel::migrations::EmbeddedScripts {
                    directory: #directory,
                    locations: &[#(#locations),*],
                    manifest_directory: ::core::env!("CARGO_MANIFEST_DIR"),
                    file: ::core::file!(),
                    scripts: SCRIPTS,
                }
            }
        }
    }
}

/// The same module without revisions, to stand beside compile errors, so that they are the only ones.
fn placeholder(invocation: &Invocation) -> TokenStream {
    let Invocation { attributes, visibility, module, .. } = invocation;
    quote! {
        #(#attributes)*
        #visibility mod #module {
            pub fn all() -> ::aludel::migrations::EmbeddedScripts {
                ::aludel::migrations::EmbeddedScripts {
                    directory: "", locations: &[], manifest_directory: "", file: "", scripts: &[],
                }
            }
        }
    }
}

fn revision_module(file: &File) -> Option<TokenStream> {
    let File { path, module, language, .. } = file;
    match language {
        Language::Rust { .. } => Some(quote! {
            #[path = #path]
            #[expect(unreachable_pub, reason = "a revision's functions are public for `migrations!`")]
            mod #module;
        }),
        Language::Sql => None,
    }
}

fn embedded(file: &File) -> TokenStream {
    let File { shown, absolute, module, language, .. } = file;
    let none = quote!(::core::option::Option::None);
    let some = |function: TokenStream| quote!(::core::option::Option::Some(#module::#function));
    let (upgrade, downgrade) = match language {
        Language::Rust { downgrade: true } => (some(quote!(upgrade)), some(quote!(downgrade))),
        Language::Rust { downgrade: false } => (some(quote!(upgrade)), none),
        Language::Sql => (none.clone(), none),
    };
    quote! {
        ::aludel::migrations::Embedded {
            path: #shown,
            text: ::core::include_str!(#absolute),
            upgrade: #upgrade,
            downgrade: #downgrade,
        }
    }
}
