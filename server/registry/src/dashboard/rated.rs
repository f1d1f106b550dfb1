//! 评价: how satisfied guardians are with what a unit handled, by term, read from its counters. An authority compares its units by it; a school
//! reads of itself how many rated in this term, and how satisfied they were in the one before: while a term goes on, each figure against
//! the one of the day before would tell how one family rated.

use super::Tally;
use super::sums::Counts;
use crate::complaint::rating_counter;
use crate::error::Result;
use crate::services::Dashboards;
use crate::store::tally_key;
use contract::dashboard::OwnRatings;
use domain::access::{Action, Actor, Target, authorise};
use domain::calendar::{Term, term};
use domain::complaint::{Ratings, Satisfaction};
use domain::figure::Told;

const GRADES: [Satisfaction; 3] = [Satisfaction::Good, Satisfaction::Fair, Satisfaction::Bad];

/// The ratings of a unit in a term.
pub(super) fn rated_in(counts: &Counts, term: Term) -> Ratings {
    let of = |grade: Satisfaction| {
        let n = counts.get(&rating_counter(grade, term)).copied().unwrap_or_default();
        u64::try_from(n).unwrap_or_default()
    };
    Ratings { good: of(Satisfaction::Good), fair: of(Satisfaction::Fair), bad: of(Satisfaction::Bad) }
}

/// What a school is told of its own ratings. Fewer than five are not told to itself either: it knows whose matters it handled.
fn told_to_itself(counts: &Counts, now: Term) -> OwnRatings {
    let told = |ratings: Ratings| Told::of_school(i64::try_from(ratings.all()).unwrap_or(i64::MAX));
    let before = rated_in(counts, now.previous());
    let rated_before = told(before);
    OwnRatings {
        rated: told(rated_in(counts, now)),
        rated_before,
        satisfied_before: rated_before.number().and(before.satisfied()),
    }
}

impl Dashboards<'_> {
    /// How guardians rated what the actor's own school handled; none for who does not work in a school.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn own_ratings(&self, actor: &Actor) -> Result<Option<OwnRatings>> {
        let Some(own) = actor.unit.as_ref().filter(|unit| unit.id.is_school()) else { return Ok(None) };
        if authorise(actor, Action::ViewDashboard, &Target::Unit(&own.path)).is_err() {
            return Ok(None);
        }
        let now = term(self.store.clock.today());
        // Of all counters of the school these few, on each look at its page.
        let keys: Vec<String> = [now, now.previous()]
            .into_iter()
            .flat_map(|term| GRADES.map(|grade| tally_key(own.id.as_str(), &rating_counter(grade, term))))
            .collect();
        let counters: Vec<Tally> = self.store.get_many("tally", &keys).await?;
        let counts = counters.into_iter().map(|one| (one.counter, one.n)).collect();
        Ok(Some(told_to_itself(&counts, now)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(of: &[(&str, i64)]) -> Counts {
        of.iter().map(|(counter, n)| ((*counter).to_owned(), *n)).collect()
    }

    fn autumn() -> Term {
        term("2026-11-30".parse().unwrap())
    }

    #[test]
    fn ratings_are_read_by_grade_and_term() {
        let counts = counts(&[
            ("rating|good|2026-1", 6),
            ("rating|fair|2026-1", 2),
            ("rating|bad|2026-1", 1),
            ("rating|bad|2025-2", 9),
            ("case|correction|refused", 4),
        ]);
        assert_eq!(rated_in(&counts, autumn()), Ratings { good: 6, fair: 2, bad: 1 });
        assert_eq!(rated_in(&counts, autumn().previous()), Ratings { good: 0, fair: 0, bad: 9 });
        assert_eq!(rated_in(&counts, autumn().next()), Ratings::default());
    }

    #[test]
    fn article_25_a_school_is_told_no_few_of_its_own_and_no_share_while_the_term_goes_on() {
        let few = counts(&[("rating|good|2026-1", 20), ("rating|bad|2026-1", 5), ("rating|bad|2025-2", 4)]);
        let told = told_to_itself(&few, autumn());
        assert_eq!((told.rated, told.rated_before), (Told::Exact(25), Told::Few));
        assert_eq!(told.satisfied_before, None, "a share of few");
        let later = told_to_itself(&few, autumn().next());
        assert_eq!((later.rated, later.rated_before), (Told::Exact(0), Told::Exact(25)));
        assert_eq!(later.satisfied_before, Some(800));
        let nobody = told_to_itself(&Counts::new(), autumn());
        assert_eq!((nobody.rated_before, nobody.satisfied_before), (Told::Exact(0), None));
    }
}
