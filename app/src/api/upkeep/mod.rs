//! Upkeep of records by the school (日常维护, 调班): one pupil's form, the grid of a class and its file, moves between classes.

pub mod class;
pub mod file;
pub mod moves;
pub mod one;

/// Key of the reason in forms that hold several of them.
pub const REASON: &str = "reason";
/// Key of the reason of a move.
pub const CLASS_REASON: &str = "class_reason";
/// Key of the box that lets a class begin.
pub const NEW_CLASSES: &str = "new_classes";

/// Where the forms of one pupil keep their state.
#[cfg(feature = "ssr")]
fn form(person: &str) -> String {
    format!("upkeep/{person}")
}

/// What the key of an item in the address of a grid begins with; the class stands there as `6-1班`, or as `6-` for the whole grade.
pub const ITEM: &str = "i_";

#[cfg(feature = "ssr")]
pub use read::{asked, choice};

#[cfg(feature = "ssr")]
mod read {
    use super::ITEM;
    use crate::api::AppError;
    use crate::api::archive::class::SheetChoice;
    use crate::api::context::registry;
    use domain::access::Actor;
    use domain::form::Field;
    use registry::upkeep::AskedColumns;

    /// Which grid an address means; none before a class is chosen.
    pub fn asked(choice: &SheetChoice) -> Option<AskedColumns> {
        let (grade, class_name) = choice.get("class")?.split_once('-')?;
        let mut fields: Vec<Field> =
            choice.keys().filter_map(|key| Field::from_key(key.strip_prefix(ITEM)?)).collect();
        fields.sort_unstable();
        Some(AskedColumns {
            grade: grade.parse().ok()?,
            class_name: (!class_name.is_empty()).then(|| class_name.to_owned()),
            fields,
        })
    }

    /// The choice that a query says.
    pub fn choice(query: &str) -> SheetChoice {
        serde_urlencoded::from_str(query).unwrap_or_default()
    }

    /// A choice as the query of an address.
    pub(super) fn address(choice: &SheetChoice) -> String {
        let pairs: Vec<_> =
            choice.iter().filter(|(key, _)| *key == "class" || key.starts_with(ITEM)).collect();
        serde_urlencoded::to_string(pairs).unwrap_or_default()
    }

    /// The classes to choose from: each class, and behind the last one of a grade the grade as a whole.
    pub(super) async fn classes(actor: &Actor) -> Result<Vec<(String, String)>, AppError> {
        let classes = registry().upkeep().kept_classes(actor).await?;
        let mut listed = Vec::new();
        for (n, (grade, label, name)) in classes.iter().enumerate() {
            listed.push((format!("{grade}-{name}"), format!("{label}{name}")));
            if classes.get(n + 1).is_none_or(|(next, ..)| next != grade) {
                listed.push((format!("{grade}-"), crate::text::t::upkeep::whole_grade(label)));
            }
        }
        Ok(listed)
    }
}
