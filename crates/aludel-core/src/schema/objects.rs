//! An ordered collection of named things in which each name stands once.

use std::hash::Hash;
use std::sync::Arc;

use indexmap::map::{IntoValues, Values};
use indexmap::{Equivalent, IndexMap};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Something that is known by a key within its parent: a table in a schema, a column in a table.
///
/// ```
/// use aludel_core::schema::{Column, ColumnType, Object};
///
/// assert_eq!(Column::new("id", ColumnType::integer()).key(), "id");
/// ```
pub trait Object: Clone {
    /// What tells two of them apart.
    type Key: Clone + Ord + Hash + std::fmt::Debug;

    /// The key of this one.
    fn key(&self) -> Self::Key;
}

/// Named things in a kept order; two collections are equal when they hold equal things, in whatever order.
///
/// A copy shares the things until one of them is changed, so that a schema of many tables is copied at little cost.
///
/// Serialised as a sequence. Reading a sequence that names one thing twice is an error.
///
/// ```
/// use aludel_core::schema::{Column, ColumnType, Objects};
///
/// let (a, b) = (Column::new("a", ColumnType::integer()), Column::new("b", ColumnType::text()));
/// let there: Objects<Column> = [a.clone(), b.clone()].into_iter().collect();
/// let back: Objects<Column> = [b, a].into_iter().collect();
/// assert_eq!(there, back);
/// assert_eq!(there.iter().next().map(|column| column.name.as_str()), Some("a"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objects<T: Object>(IndexMap<T::Key, Arc<T>>);

impl<T: Object> Default for Objects<T> {
    fn default() -> Self {
        Self(IndexMap::new())
    }
}

impl<T: Object> Objects<T> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator {
        self.into_iter()
    }

    /// All of them, to change in place. What makes the key must stay as it is: see [`Objects::modify`].
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut T> {
        self.0.values_mut().map(Arc::make_mut)
    }

    /// The one of that key.
    pub fn get<Q: ?Sized + Hash + Equivalent<T::Key>>(&self, key: &Q) -> Option<&T> {
        self.0.get(key).map(Arc::as_ref)
    }

    /// The one of that key, to change in place. What makes the key must stay as it is: see [`Objects::modify`].
    pub fn get_mut<Q: ?Sized + Hash + Equivalent<T::Key>>(&mut self, key: &Q) -> Option<&mut T> {
        self.0.get_mut(key).map(Arc::make_mut)
    }

    /// True where one of that key is there.
    pub fn contains<Q: ?Sized + Hash + Equivalent<T::Key>>(&self, key: &Q) -> bool {
        self.0.contains_key(key)
    }

    /// Puts one at the end, or in the place of the one with the same key, which is returned.
    pub fn insert(&mut self, object: T) -> Option<T> {
        self.0.insert(object.key(), Arc::new(object)).map(Arc::unwrap_or_clone)
    }

    /// Takes the one of that key out; the others keep their order.
    pub fn remove<Q: ?Sized + Hash + Equivalent<T::Key>>(&mut self, key: &Q) -> Option<T> {
        self.0.shift_remove(key).map(Arc::unwrap_or_clone)
    }

    /// Changes the one of that key, its key included, and keeps its place; false where there is none.
    pub fn modify<Q: ?Sized + Hash + Equivalent<T::Key>>(&mut self, key: &Q, change: impl FnOnce(&mut T)) -> bool {
        let Some((place, _, mut object)) = self.0.shift_remove_full(key) else { return false };
        change(Arc::make_mut(&mut object));
        self.0.shift_insert(place, object.key(), object);
        true
    }

    /// Keeps only those for which `keep` says true.
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        self.0.retain(|_, object| keep(object));
    }

    /// Changes each of them, keys included.
    pub fn map(self, change: impl FnMut(T) -> T) -> Self {
        self.into_iter().map(change).collect()
    }
}

impl<T: Object> FromIterator<T> for Objects<T> {
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Self {
        Self(iter.into_iter().map(|object| (object.key(), Arc::new(object))).collect())
    }
}

impl<T: Object> IntoIterator for Objects<T> {
    type Item = T;
    type IntoIter = std::iter::Map<IntoValues<T::Key, Arc<T>>, fn(Arc<T>) -> T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_values().map(Arc::unwrap_or_clone)
    }
}

impl<'a, T: Object> IntoIterator for &'a Objects<T> {
    type Item = &'a T;
    type IntoIter = std::iter::Map<Values<'a, T::Key, Arc<T>>, fn(&'a Arc<T>) -> &'a T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.values().map(Arc::as_ref)
    }
}

impl<T: Object + Serialize> Serialize for Objects<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de, T: Object + Deserialize<'de>> Deserialize<'de> for Objects<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut objects = Self::default();
        for object in Vec::<T>::deserialize(deserializer)? {
            if let Some(twice) = objects.insert(object) {
                return Err(D::Error::custom(format!("{:?} stands there twice", twice.key())));
            }
        }
        Ok(objects)
    }
}
