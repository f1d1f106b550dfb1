//! Who hears what of the feed. The feed itself, which tells of every commit, is the store's.

pub use ::store::feed::{Change, Feed, Missed};

use domain::access::Actor;
use domain::org::OrgPath;
use domain::topic::Topic;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How urgent a topic is to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Told at once.
    Own,
    /// What lies below an authority changes all the time: told now and then.
    Upper,
}

/// Who listens. What may be heard follows from it, whatever was asked for.
#[derive(Debug, Clone)]
pub struct Listener {
    /// The account.
    pub account: Uuid,
    /// The unit's own path, or for a guardian the paths of the children's schools.
    pub paths: Vec<OrgPath>,
    /// `unit/role`; none for a guardian.
    pub desk: Option<String>,
    /// A guardian's children.
    pub children: BTreeSet<Uuid>,
}

impl Listener {
    /// The listener that an actor is; `schools` are those of a guardian's children.
    pub fn new(actor: &Actor, schools: Vec<OrgPath>) -> Self {
        let desk = actor.unit.as_ref().map(|unit| crate::case::queue_key(&unit.id, actor.role));
        let paths = actor.unit.as_ref().map_or(schools, |unit| vec![unit.path.clone()]);
        let children = actor.children.iter().map(|child| child.uuid()).collect();
        Self { account: actor.account.uuid(), paths, desk, children }
    }

    /// Which of the topics a change is about, as far as this listener may hear of it.
    pub fn hears(&self, change: &Change, topics: &BTreeSet<Topic>) -> BTreeMap<Topic, Weight> {
        let own = |paths: &BTreeSet<OrgPath>| {
            paths.iter().any(|path| self.paths.iter().any(|own| own.covers(path)))
        };
        let named = change.records.contains(&self.account)
            || self.desk.as_ref().is_some_and(|desk| change.desks.contains(desk));
        let near = named || own(&change.places) || own(&change.touched);
        let weight = |topic: &Topic| match topic {
            Topic::Numbers => named.then_some(Weight::Own),
            Topic::Desk if named => Some(Weight::Own),
            Topic::Desk if self.desk.is_some() => {
                let here = change.touched.iter().any(|path| self.paths.contains(path));
                own(&change.touched).then_some(if here { Weight::Own } else { Weight::Upper })
            }
            Topic::Desk => self.children.iter().any(|id| change.records.contains(id)).then_some(Weight::Own),
            Topic::Figures(unit) => change.figures.iter().find_map(|(path, upper)| {
                let shown = match unit {
                    Some(unit) => path.units().last() == Some(unit),
                    None => self.paths.contains(path),
                };
                let may = self.desk.is_some() && self.paths.iter().any(|own| own.covers(path));
                (shown && may).then_some(if *upper { Weight::Upper } else { Weight::Own })
            }),
            _ => topic.record().filter(|id| near && change.records.contains(id)).map(|_| Weight::Own),
        };
        topics.iter().filter_map(|topic| Some((topic.clone(), weight(topic)?))).collect()
    }
}
