//! What only some databases say of a table: `strict`, `engine = "InnoDB"` and their like.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::LitStr;

use crate::attributes::Entries;

/// What the attributes of the struct say of the table's options.
pub(crate) struct Options {
    engine: Option<LitStr>,
    charset: Option<LitStr>,
    collation: Option<LitStr>,
    row_format: Option<LitStr>,
    strict: bool,
    without_rowid: bool,
    unlogged: bool,
}

impl Options {
    /// Reads them.
    pub(crate) fn read(entries: &mut Entries<'_>) -> Self {
        Self {
            engine: entries.text("engine"),
            charset: entries.text("charset"),
            collation: entries.text("collation"),
            row_format: entries.text("row_format"),
            strict: entries.flag("strict").is_some(),
            without_rowid: entries.flag("without_rowid").is_some(),
            unlogged: entries.flag("unlogged").is_some(),
        }
    }
}

impl ToTokens for Options {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { engine, charset, collation, row_format, strict, without_rowid, unlogged } = self;
        let text = |text: &Option<LitStr>| match text {
            Some(text) => quote!(::core::option::Option::Some(::std::string::String::from(#text))),
            None => quote!(::core::option::Option::None),
        };
        let (engine, charset) = (text(engine), text(charset));
        let (collation, row_format) = (text(collation), text(row_format));
        tokens.extend(quote! {
            ::aludel::schema::TableOptions {
                engine: #engine,
                charset: #charset,
                collation: #collation,
                row_format: #row_format,
                strict: #strict,
                without_rowid: #without_rowid,
                unlogged: #unlogged,
            }
        });
    }
}
