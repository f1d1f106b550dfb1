//! 年级、班级 to choose from above the list of pupils: read from what is counted of each class, so that no pupil is read for it.

use crate::error::Result;
use crate::services::Pupils;
use crate::store::Vars;
use contract::pupil::ClassChoice;
use domain::access::{Action, Actor, Target, authorise};
use domain::codes::{Grade, SchoolSystem};
use domain::text::class_place;
use serde::Deserialize;

/// What the counters begin with that say how many pupils of a class are in school; grade and class follow.
const OF_CLASS: &str = "class_items|pupils|";

#[derive(Deserialize)]
struct Counted {
    counter: String,
    n: i64,
}

impl Pupils<'_> {
    /// The classes of the actor's school in which somebody is in school, by grade and number; also the one that is chosen, whoever is in it.
    /// None for who does not work in a school or lists no pupils: the same name is another class at each school.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn classes_to_choose(
        &self,
        actor: &Actor,
        chosen: Option<&(u8, String)>,
    ) -> Result<Vec<ClassChoice>> {
        let Some(own) = actor.unit.as_ref().filter(|unit| unit.id.is_school()) else { return Ok(Vec::new()) };
        if authorise(actor, Action::ListPupils, &Target::Unit(&own.path)).is_err() {
            return Ok(Vec::new());
        }
        let text = "SELECT counter, n FROM tally WITH INDEX tally_school WHERE school = $school \
                    AND string::starts_with(counter, $of_class)";
        let vars = Vars::new().with("school", &own.id).with("of_class", OF_CLASS);
        let counted: Vec<Counted> = self.store.rows(text, vars).await?;
        let mut classes: Vec<(u8, String)> =
            counted.iter().filter(|one| one.n > 0).filter_map(|one| class_of(&one.counter)).collect();
        if let Some(chosen) = chosen.filter(|chosen| !classes.contains(chosen)) {
            classes.push(chosen.clone());
        }
        classes.sort_by_cached_key(|(grade, name)| (*grade, class_place(name)));
        let school = self.units().unit(&own.id).await?.school;
        let system = school.map_or(SchoolSystem::SixThree, |school| school.system);
        let choice = |(grade, class_name): (u8, String)| {
            let of = Grade::new(grade, system).map(Grade::label).unwrap_or_default();
            ClassChoice { label: format!("{of}{class_name}"), grade, class_name }
        };
        Ok(classes.into_iter().map(choice).collect())
    }
}

/// Grade and name of the class of a counter. The name is typed by people and may hold the sign that parts a counter: it comes last.
fn class_of(counter: &str) -> Option<(u8, String)> {
    let (grade, name) = counter.strip_prefix(OF_CLASS)?.split_once('|')?;
    Some((grade.parse().ok()?, name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_names_a_class_whatever_it_is_called() {
        assert_eq!(class_of("class_items|pupils|7|10班"), Some((7, "10班".to_owned())));
        assert_eq!(class_of("class_items|pupils|2|双语|1班"), Some((2, "双语|1班".to_owned())));
        assert_eq!(class_of("class_items|lacking|7|10班"), None);
        assert_eq!(class_of("class_items|pupils|x|10班"), None);
    }
}
