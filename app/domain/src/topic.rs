//! Topics (主题): what a page listens to. A topic names what changed, never what it changed to, and nothing personal.

use crate::id::UnitId;
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// What a page listens to. Whether the reader may hear of it is decided where it is told, from who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// What waits for the reader, and the lists of the reader's unit: the desk of a unit and a role. Whose it is, the session says.
    Desk,
    /// The numbers beside the navigation: told when the reader's own desk or account is named, and not of what lies below.
    Numbers,
    /// The figures of a unit; of the reader's own when none is named.
    Figures(Option<UnitId>),
    /// One pupil: everything that names the record.
    Pupil(Uuid),
    /// One matter, of whatever kind.
    Matter(Uuid),
    /// One job: an import, a run.
    Job(Uuid),
}

impl Topic {
    /// A pupil's, when the text is an id.
    pub fn pupil(id: &str) -> Option<Self> {
        id.parse().ok().map(Self::Pupil)
    }

    /// A matter's, when the text is an id.
    pub fn matter(id: &str) -> Option<Self> {
        id.parse().ok().map(Self::Matter)
    }

    /// A job's, when the text is an id.
    pub fn job(id: &str) -> Option<Self> {
        id.parse().ok().map(Self::Job)
    }

    /// The figures of the unit with this code; of the reader's own when the text is empty.
    pub fn figures(unit: &str) -> Option<Self> {
        if unit.is_empty() {
            Some(Self::Figures(None))
        } else {
            unit.parse().ok().map(|unit| Self::Figures(Some(unit)))
        }
    }

    /// What the topic is about, when that is one record.
    pub fn record(&self) -> Option<Uuid> {
        match self {
            Self::Pupil(id) | Self::Matter(id) | Self::Job(id) => Some(*id),
            Self::Desk | Self::Numbers | Self::Figures(_) => None,
        }
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Desk => f.write_str("desk"),
            Self::Numbers => f.write_str("numbers"),
            Self::Figures(Some(unit)) => write!(f, "figures:{unit}"),
            Self::Figures(None) => f.write_str("figures"),
            Self::Pupil(id) => write!(f, "pupil:{id}"),
            Self::Matter(id) => write!(f, "matter:{id}"),
            Self::Job(id) => write!(f, "job:{id}"),
        }
    }
}

/// A text that is no topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadTopic;

impl FromStr for Topic {
    type Err = BadTopic;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = match text.split_once(':') {
            None if text == "desk" => Some(Self::Desk),
            None if text == "numbers" => Some(Self::Numbers),
            None if text == "figures" => Some(Self::Figures(None)),
            Some(("figures", unit)) if !unit.is_empty() => Self::figures(unit),
            Some(("pupil", id)) => Self::pupil(id),
            Some(("matter", id)) => Self::matter(id),
            Some(("job", id)) => Self::job(id),
            _ => None,
        };
        found.ok_or(BadTopic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_read_as_it_is_written_and_nothing_else_is_one() {
        let id = "0197a3b0-0000-7000-8000-000000000001";
        for text in [
            "desk",
            "numbers",
            "figures",
            "figures:320102",
            &format!("pupil:{id}"),
            &format!("matter:{id}"),
            &format!("job:{id}"),
        ] {
            assert_eq!(text.parse::<Topic>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "all",
            "desk:1",
            "numbers:1",
            "figures:",
            "figures:nation",
            "pupil:",
            "pupil:1",
            &format!("name:{id}"),
        ] {
            assert_eq!(text.parse::<Topic>(), Err(BadTopic), "{text}");
        }
    }
}
