//! What can be seen of a field's type by its tokens alone. A type behind an alias is not seen, and checked at start.

use syn::{GenericArgument, PathArguments, Type};

/// What a type is for.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// `bool`.
    Boolean,
    /// A whole number with its range.
    Integer {
        /// The Rust type.
        name: &'static str,
        /// The lowest value.
        lowest: i128,
        /// The highest value.
        highest: i128,
    },
    /// `f32`, `f64`.
    Float,
    /// `String` and the like.
    Text,
    /// `Vec<u8>`.
    Bytes,
    /// Anything else.
    Unseen,
}

impl Kind {
    /// What a column of it holds, for messages.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Boolean => "true or false",
            Self::Integer { .. } => "a whole number",
            Self::Float => "a number",
            Self::Text => "text",
            Self::Bytes => "bytes",
            Self::Unseen => "a value",
        }
    }
}

/// The kind of a type, of an `Option` that of what is in it.
pub(crate) fn kind(ty: &Type) -> Kind {
    let Some((name, arguments)) = last_segment(ty) else { return Kind::Unseen };
    match (name.as_str(), arguments.as_slice()) {
        ("Option", [inner]) => kind(inner),
        ("bool", []) => Kind::Boolean,
        ("f32" | "f64", []) => Kind::Float,
        ("String", []) => Kind::Text,
        ("Vec", [element]) if last_segment(element).is_some_and(|(name, _)| name == "u8") => Kind::Bytes,
        (name, []) => integer(name).unwrap_or(Kind::Unseen),
        _ => Kind::Unseen,
    }
}

fn integer(name: &str) -> Option<Kind> {
    macro_rules! ranges {
        ($($ty:ident)*) => {
            match name {
                $(stringify!($ty) => Some(Kind::Integer {
                    name: stringify!($ty),
                    lowest: i128::from($ty::MIN),
                    highest: i128::from($ty::MAX),
                }),)*
                _ => None,
            }
        };
    }
    ranges!(i8 i16 i32 i64 u8 u16 u32 u64)
}

/// The name of a type of the standard library or of no path, and the types that it is over.
fn last_segment(ty: &Type) -> Option<(String, Vec<&Type>)> {
    let path = match ty {
        Type::Group(group) => return last_segment(&group.elem),
        Type::Paren(paren) => return last_segment(&paren.elem),
        Type::Path(path) if path.qself.is_none() => &path.path,
        _ => return None,
    };
    let (first, last) = (path.segments.first()?, path.segments.last()?);
    let standard = path.segments.len() == 1 || ["std", "core", "alloc"].iter().any(|root| first.ident == root);
    let arguments = match &last.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.iter().filter_map(as_type).collect(),
        PathArguments::None | PathArguments::Parenthesized(_) => Vec::new(),
    };
    standard.then(|| (last.ident.to_string(), arguments))
}

fn as_type(argument: &GenericArgument) -> Option<&Type> {
    match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}
